"""REP-42 and REP-43: what a repair in a home costs; devices tried out before they are bought."""

import pytest
from given import clocks, moment, refused

HEARD = ("--result", "paid twice", "--attitude", "good", "--quality", "good")
TRIAL = """
    kind: trial
    title: handset
    months: "{months}"
    delivered_at: {day}
    status: trial
    log:
      09:00 open
"""
BOTH = ("--purchase-agreement", "yes", "--after-sale-agreement", "yes")


def handled(desk, *words):
    """Resolve a repair and give its callback."""
    id_ = desk.new("ticket", "--type", "repair", "--title", "Tap drips", *words)
    desk.ok("ticket", "resolve", id_, "--result", "sealed")
    calls = desk.json("callback", "list")
    return next(one["id"] for one in calls if one["about"] == [id_])


def complaints(desk):
    return desk.json("ticket", "list", "--type", "complaint")


def test_rep_42_an_irregular_charge_at_a_callback_makes_one_complaint(under):
    desk = under("CHD")
    call = handled(desk)
    done = ("callback", "done", call, *HEARD, "--irregular-charge", "yes")
    desk.ok(*done, "--satisfaction", "very-dissatisfied")
    (made,) = complaints(desk)
    assert made["title"].startswith("Irregular charge")
    assert call in desk.json("ticket", "show", made["id"])["about"]


def test_rep_42_without_an_irregular_charge_there_is_no_complaint(under):
    desk = under("CHD")
    call = handled(desk)
    desk.ok(
        "callback", "done", call, *HEARD, "--irregular-charge", "no", "--satisfaction", "neutral"
    )
    assert complaints(desk) == []
    # Nor is the answer turned round afterwards, without a complaint.
    said = refused(desk, "REP-42", "callback", "set", call, "--irregular-charge", "yes")
    assert "cs ticket new --type complaint" in said


def test_rep_42_the_property_desk_asks_the_same(under):
    desk = under("property-desk")
    call = handled(desk, "--customer", desk.new("customer", "--name", "张三"), "--place", "3-201")
    rated = ("--repair-quality", "good", "--timeliness", "good", "--service-attitude", "poor")
    done = ("callback", "done", call, "--result", "paid twice", *rated, "--satisfaction", "neutral")
    assert desk.run(*done).code == 3
    desk.ok(*done, "--irregular-charge", "yes")
    assert [one["title"] for one in complaints(desk)] == [
        "Irregular charge: Repair callback: Tap drips"
    ]


def test_rep_42_a_repair_in_a_home_names_its_procedure_and_its_charge(under):
    desk = under("CHD")
    words = ("--type", "repair", "--title", "Tap drips", "--in-home", "yes")
    id_ = desk.new("ticket", *words)
    resolve = ("ticket", "resolve", id_, "--result", "sealed")
    said = refused(desk, "REP-42", *resolve)
    assert "--procedure" in said and "--charge" in said
    assert "入户维修" in refused(desk, "REP-42", *resolve, "--charge", "0", lang="zh")
    desk.ok(*resolve, "--charge", "0", "--procedure", "commissioned repair")
    call = ("ticket", "call-back", id_, "--satisfaction", "neutral")
    assert "--irregular-charge" in refused(desk, "REP-42", *call)
    desk.ok(*call, "--irregular-charge", "yes")
    assert len(complaints(desk)) == 1
    words = (
        "--type",
        "service",
        "--title",
        "Lamp",
        "--service",
        "paid-repair",
        "--procedure",
        "P4",
    )
    other = desk.new("ticket", *words)
    assert "--fee" in refused(desk, "REP-42", "ticket", "resolve", other, "--result", "hung")
    desk.ok("ticket", "resolve", other, "--result", "hung", "--fee", "25")


def test_rep_42_rep_17_at_the_property_desk_a_free_repair_in_a_home_costs_nothing(under):
    desk = under("property-desk")
    buyer = desk.new("customer", "--name", "张三")
    words = ("--type", "repair", "--title", "Tap drips", "--in-home", "yes", "--place", "3-201")
    id_ = desk.new("ticket", *words, "--customer", buyer)
    resolve = ("ticket", "resolve", id_, "--result", "sealed", "--procedure", "P4")
    assert "--charge" in refused(desk, "REP-42", *resolve)
    assert "--charge 0" in refused(desk, "REP-17", *resolve, "--charge", "35")
    assert "报价" in refused(desk, "REP-17", *resolve, "--charge", "0.01", lang="zh")
    desk.ok(*resolve, "--charge", "0")
    refused(desk, "REP-17", "ticket", "set", id_, "--charge", "35")


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("2026-02-10", 1, "03-10"), ("2026-02-10", 2, "04-10"),
        ("2026-01-31", 1, "02-28"), ("2026-01-31", 2, "03-31"),
    ],
)  # fmt: skip
def test_rep_43_a_trial_ends_after_one_or_two_calendar_months(day, months, last):
    found = clocks(TRIAL.format(day=day, months=months), "TRM")
    assert [(name, clock.due) for name, clock in found.items()] == [
        (f"trial-end-{'one' if months == 1 else 'two'}", moment(last)),
    ]  # fmt: skip


def test_rep_43_the_end_of_a_trial_is_listed_until_the_user_is_satisfied(under):
    desk = under("TRM")
    new = ("trial", "new", "--title", "Handset")
    assert desk.run(*new).code == 2
    assert desk.run(*new, "--months", "3").code == 2
    refused(desk, "REP-43", *new, "--months", "1", "--delivered-at", "2026-03-03")
    id_ = desk.ok(*new, "--months", "1", "--delivered-at", "2026-02-10").split()[0]
    (owed,) = desk.json("due", "--all")
    assert (owed["id"], owed["rule"], owed["due_at"]) == (
        id_,
        "REP-43",
        "2026-03-11T00:00:00+08:00",
    )
    (owed,) = desk.json("due", now="2026-03-11T00:00:00+08:00")
    assert owed["state"] == "due"
    (owed,) = desk.json("due", now="2026-03-11T00:00:01+08:00")
    assert owed["state"] == "overdue"
    desk.ok("trial", "satisfy", id_, "--satisfied-by", "周先生")
    assert desk.json("due", now="2026-03-12T00:00:00+08:00") == []


def test_rep_43_nothing_is_signed_or_paid_before_the_user_is_satisfied(under):
    desk = under("TRM")
    id_ = desk.new("trial", "--title", "Handset", "--months", "2")
    for verb in ("sign", "pay"):
        assert "cs trial satisfy" in refused(desk, "REP-43", "trial", verb, id_)
    assert "不得签约、付款" in refused(desk, "REP-43", "trial", "pay", id_, lang="zh")
    assert desk.run("trial", "set", id_, "--satisfied-at", "10:00").code == 2
    desk.ok("trial", "satisfy", id_)
    refused(desk, "REP-43", "trial", "sign", id_, "--purchase-agreement", "yes")
    refused(desk, "REP-43", "trial", "pay", id_, "--amount", "900")
    desk.ok("trial", "sign", id_, *BOTH)
    refused(desk, "REP-43", "trial", "set", id_, "--purchase-agreement", "no")
    desk.ok("trial", "pay", id_, "--amount", "900")
    assert desk.json("trial", "show", id_)["status"] == "paid"


def test_rep_43_a_custom_order_is_paid_for_after_its_trial(under):
    desk = under("TRM")
    id_ = desk.new("order", "--type", "custom", "--title", "20 handsets")
    for words in (
        ("research", "--demand", "scanner", "--analysis", "x"), ("plan", "--plan", "y"),
        ("confirm", "--confirmed-by", "周先生"), ("sign",),
        ("test", "--passed", "yes", "--test-result", "ok"), ("deliver",),
    ):  # fmt: skip
        desk.ok("order", words[0], id_, *words[1:])
    (owed,) = [i for i in desk.json("due") if i["rule"] == "REP-43"]
    assert (owed["what"], owed["state"]) == ("hand-over-for-trial", "no-limit")
    pay = ("order", "pay", id_, "--payment", "900")
    assert "cs trial new" in refused(desk, "REP-43", *pay)
    refused(desk, "REP-43", "order", "complete", id_)
    trial = desk.new("trial", "--title", "Handset", "--months", "1", "--about", id_)
    assert trial in refused(desk, "REP-43", *pay)
    desk.ok("trial", "satisfy", trial)
    desk.ok(*pay)
    assert not [i for i in desk.json("due") if i["rule"] == "REP-43"]


def test_rep_43_problems_are_reported_at_any_time_and_everything_goes_back_together(under):
    desk = under("TRM")
    order = desk.new("order", "--title", "20 handsets")
    id_ = desk.new("trial", "--title", "Handset", "--months", "2", "--about", order)
    desk.ok("trial", "problem", id_, "--text", "dim")
    back = ("trial", "send-back", id_, "--device-back", "yes")
    assert "--data-back" in refused(desk, "REP-43", *back)
    desk.ok(*back, "--data-back", "yes")
    desk.ok("trial", "problem", id_, "--text", "and slow")
    assert desk.run("trial", "satisfy", id_).code == 3
    refused(desk, "REP-43", "trial", "sign", id_, *BOTH)
    assert id_ in refused(desk, "REP-43", "order", "sign", order)
    desk.ok("trial", "return", id_)
    desk.ok("trial", "satisfy", id_)
    shown = desk.json("trial", "show", id_)
    assert [one["text"] for one in shown["problems"]] == ["dim", "and slow"]
    assert len(shown["returns"]) == 1
    desk.ok("order", "sign", order)


def test_rep_43_a_trial_is_not_put_off_by_another_day_of_handing_over(under):
    desk = under("TRM")
    id_ = desk.new("trial", "--title", "Handset", "--months", "1", "--delivered-at", "2026-02-05")
    later = ("trial", "set", id_, "--delivered-at", "2026-02-25")
    assert f"cs trial void {id_}" in refused(desk, "REP-43", *later)
    assert "不得更改" in refused(desk, "REP-43", *later, lang="zh")
    desk.ok("trial", "set", id_, "--months", "2")
    desk.ok("trial", "satisfy", id_)
    # What is missing before the payment is the signing.
    assert f"cs trial sign {id_}" in refused(desk, "REP-43", "trial", "pay", id_)
