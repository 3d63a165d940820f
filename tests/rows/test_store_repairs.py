"""What a furniture store repairs after a complaint: once the cause is known, at agreed dates."""

import pytest
from given import diagnosed, noticed, refused

HARD = (
    "--type", "complaint", "--title", "Chair wobbles", "--class", "hard", "--product", "chair",
    "--defect", "loose leg", "--order-number", "A17",
)  # fmt: skip
STORY = (
    "--happened-at", "2026-03-01", "--place", "home", "--course", "the leg came off",
    "--involved", "workshop",
)  # fmt: skip


@pytest.fixture
def desk(under):
    """The desk of a store."""
    return under("FUR")


@pytest.fixture
def complain(desk):
    """Take a hard complaint, its story told, and give its id."""
    return lambda *words: desk.new("ticket", *HARD, *STORY, *words)


def test_cmp_34_a_repair_is_ordered_once_the_cause_is_known_and_once_at_a_time(desk, complain):
    for cause in ((), ("--cause", "unknown")):
        order = ("ticket", "order-repair", complain(*cause))
        assert "cs ticket find-cause" in refused(desk, "CMP-34", *order)
    desk.ok("ticket", "find-cause", order[2], "--cause", "product")
    desk.ok(*order)
    (repair,) = [row["id"] for row in desk.json("ticket", "list", "--type", "repair")]
    assert repair in refused(desk, "CMP-34", *order)
    assert "已有未关闭的维修单" in desk.run(*order, lang="zh").err
    desk.ok("ticket", "close", noticed(desk, repair))
    desk.ok(*order)


def test_cmp_34_the_repair_itself_stays_at_the_standard_fee(desk, complain):
    id_ = complain("--cause", "user")
    desk.ok("ticket", "order-repair", id_)
    (repair,) = [row["id"] for row in desk.json("ticket", "list", "--type", "repair")]
    free = ("--fee-basis", "free")
    assert "standard fee" in refused(desk, "CMP-34", "ticket", "set", repair, *free)
    by_hand = ("ticket", "new", "--type", "repair", "--title", "leg", "--about", id_)
    refused(desk, "CMP-34", *by_hand, *free)
    late = complain("--cause", "product")
    desk.ok("ticket", "order-repair", late, *free)
    repairs = desk.json("ticket", "list", "--type", "repair")
    (other,) = [row["id"] for row in repairs if row["about"] == [late]]
    desk.ok("ticket", "set", late, "--fee-basis", "")
    desk.ok("ticket", "find-cause", late, "--cause", "user")
    refused(desk, "CMP-34", "ticket", "resolve", noticed(desk, other))
    desk.ok("ticket", "set", other, "--fee-basis", "standard")
    desk.ok("ticket", "resolve", other)


def test_cmp_38_the_way_home_of_a_product_is_agreed_and_apologised_for(desk, complain):
    desk.ok("ticket", "order-repair", complain("--cause", "product"))
    (repair,) = [row["id"] for row in desk.json("ticket", "list", "--type", "repair")]
    back = ("ticket", "give-back", diagnosed(desk, noticed(desk, repair)), "--apology", "yes")
    desk.ok("ticket", "record-repair", repair, "--work-done", "leg glued")
    assert "--purpose return" in refused(desk, "CMP-38", *back)
    date = ("ticket", "schedule", repair, "--purpose", "return")
    date = (*date, "--appointment-at", "2026-03-05 10:00")
    refused(desk, "CMP-38", *date)
    desk.ok(*date, "--customer-agreed", "yes")
    refused(desk, "CMP-38", *back[:3])
    desk.ok(*back)
    (visit,) = desk.json("ticket", "show", repair)["appointments"]
    assert (visit["purpose"], visit["customer_agreed"]) == ("return", True)


def test_cmp_38_every_date_is_agreed_whatever_the_command(desk, complain):
    desk.ok("ticket", "order-repair", complain("--cause", "product"))
    (repair,) = [row["id"] for row in desk.json("ticket", "list", "--type", "repair")]
    change = ("ticket", "set", repair)
    for date in ("--return-agreed-at", "--appointment-at"):
        why = refused(desk, "CMP-38", *change, date, "2026-03-05 10:00")
        assert "--customer-agreed yes" in why
    diagnosed(desk, noticed(desk, repair))
    desk.ok("ticket", "record-repair", repair, "--work-done", "leg glued")
    agreed = ("--purpose", "return", "--customer-agreed", "yes")
    when = ("--appointment-at", "2026-03-05 10:00")
    desk.ok("ticket", "schedule", repair, *when, *agreed)
    refused(desk, "CMP-38", *change, "--return-agreed-at", "2026-03-06 10:00")
    later = ("ticket", "reschedule", repair, "--appointment-at", "2026-03-06 10:00")
    refused(desk, "CMP-38", *later)
    desk.ok(*later, *agreed)
    shown = desk.json("ticket", "show", repair)
    assert shown["return_agreed_at"] == "2026-03-06T10:00:00+08:00"
    assert len(shown["appointments"]) == 2
    assert "appointment" in [i["what"] for i in desk.json("due", "--all")]
    desk.ok("ticket", "give-back", repair, "--apology", "yes")
    assert "appointment" not in [i["what"] for i in desk.json("due", "--all")]


def test_cmp_38_a_repair_that_nobody_complained_about_needs_no_second_apology(desk):
    id_ = noticed(desk, desk.new("ticket", "--type", "repair", "--title", "drawer"))
    diagnosed(desk, id_)
    desk.ok("ticket", "record-repair", id_, "--work-done", "runner changed")
    date = ("--purpose", "return", "--appointment-at", "2026-03-05 10:00")
    desk.ok("ticket", "schedule", id_, *date, "--customer-agreed", "yes")
    desk.ok("ticket", "give-back", id_)
