"""Complaints at a furniture store: soft and hard ones, their clocks, and what they must name."""

import pytest
from given import at, refused

COMPLAIN = ("ticket", "new", "--type", "complaint", "--title", "Chair wobbles")
HARD = ("--class", "hard", "--product", "chair", "--defect", "loose leg", "--order-number", "A17")
STORY = (
    "--happened-at", "2026-03-02 09:30", "--place", "till", "--course", "waited an hour",
    "--involved", "till staff",
)  # fmt: skip


@pytest.fixture
def complain(under):
    """Take a complaint at the store; give the desk and the id."""

    def complain(*words: str, now: str = "10:00"):
        desk = under("FUR")
        return desk, desk.ok(*COMPLAIN, *words, now=at(now)).split()[0]

    return complain


def owed(desk, time: str, *words: str) -> list[str]:
    """Give the names of what is late then or has no limit; with --all of everything owed."""
    listed = desk.json("due", *words, now=at(time))
    return [i["what"] for i in listed if i["state"] != "due" or "--all" in words]


def test_cmp_26_a_soft_complaint_is_never_about_the_product(under):
    desk = under("FUR")
    soft = (*COMPLAIN, "--class", "soft", "--subject")
    why = refused(desk, "CMP-26", *soft, "product")
    assert "--class hard" in why
    assert not list(desk.root.glob("ticket/**/*.md"))
    for subject in ("service", "environment", "other"):
        desk.ok(*soft, subject)


def test_cmp_26_nor_does_it_become_one_later_and_chinese_says_so(complain):
    desk, id_ = complain("--class", "soft", "--subject", "service")
    result = desk.run("ticket", "set", id_, "--subject", "产品", lang="zh")
    assert result.code == 3
    assert "CMP-26" in result.err
    assert "软性投诉针对服务、环境或感受" in result.err


@pytest.mark.parametrize("missing", ["--product", "--defect", "--order-number"])
def test_cmp_27_a_hard_complaint_names_product_defect_and_order(under, missing):
    desk = under("FUR")
    found = HARD.index(missing)
    less = (*HARD[:found], *HARD[found + 2 :])
    assert missing in refused(desk, "CMP-27", *COMPLAIN, *less)
    desk.ok(*COMPLAIN, *HARD)


def test_cmp_27_a_soft_one_that_turns_out_to_be_hard_names_them_too(complain):
    desk, id_ = complain("--class", "soft")
    refused(desk, "CMP-27", "ticket", "verify", id_, "--class", "hard")
    desk.ok("ticket", "set", id_, *HARD)


def test_cmp_28_face_to_face_it_is_written_in_front_of_the_customer(under):
    desk = under("FUR")
    soft = (*COMPLAIN, "--class", "soft", "--channel")
    told = desk.run(*soft, "visit")
    assert told.code == 0, "a warning, no refusal"
    assert "CMP-28" in told.err
    assert "quiet spot" in told.err
    assert "安静" in desk.run(*soft, "visit", lang="zh").err
    desk.ok(*soft, "visit", "--recorded-in-presence", "yes")
    desk.ok(*soft, "phone")


def test_cmp_28_time_place_course_and_persons_are_recorded_before_it_is_settled(complain):
    desk, id_ = complain("--class", "soft")
    why = refused(desk, "CMP-28", "ticket", "resolve", id_)
    for option in ("--happened-at", "--place", "--course", "--involved"):
        assert option in why
    desk.ok("ticket", "set", id_, *STORY)
    desk.ok("ticket", "resolve", id_)


def test_cmp_29_reacted_to_but_not_verified(complain):
    desk, id_ = complain("--class", "soft")
    desk.ok("ticket", "react", id_, now=at("10:14"))
    assert owed(desk, "10:30") == []
    assert owed(desk, "10:31") == ["soft-verify"]
    listed = desk.ok("due", now=at("10:31"), lang="zh")
    assert "核实软性投诉" in listed
    assert "CMP-29" in listed
    desk.ok("ticket", "verify", id_, now=at("10:32"))
    assert owed(desk, "10:33") == []


def test_cmp_29_is_neither_soft_nor_hard(under):
    desk = under("FUR")
    refused(desk, "CMP-29", *COMPLAIN)


def test_cmp_29_counts_from_receipt_where_it_is_entered_late(complain):
    desk, _id = complain("--class", "soft", "--received-at", "2026-03-02 09:50")
    assert owed(desk, "10:06") == ["soft-react"]


def test_cmp_29_another_figure_of_the_desk(complain):
    desk, _id = complain("--class", "soft")
    desk.write("policy/quick.yaml", "deadlines: {soft-react: {limit: 5 minutes}}\n")
    assert owed(desk, "10:06") == ["soft-react"]


def test_cmp_36_answered_once_and_the_second_response_is_overdue_at_three_hours(complain):
    desk, id_ = complain(*HARD, now="09:00")
    assert owed(desk, "10:01") == ["hard-first-response"]
    desk.ok("ticket", "reply", id_, now=at("09:50"))
    assert owed(desk, "12:00") == []
    assert owed(desk, "12:01") == ["hard-second-response"]
    why = refused(desk, "CMP-36", "ticket", "reply", id_, now=at("12:02"))
    assert "--estimated-resolution-at" in why
    when = ("--estimated-resolution-at", "2026-03-04 12:00")
    desk.ok("ticket", "reply", id_, *when, now=at("12:02"))
    assert owed(desk, "03-04T12:00") == []
    assert owed(desk, "03-04T12:01") == ["hard-settlement"]


def test_cmp_36_a_call_counts_when_the_customer_was_reached(complain):
    desk, id_ = complain(*HARD, now="09:00")
    desk.ok("ticket", "call", id_, "--reached", "no")
    desk.ok("ticket", "call", id_, "--reached", "yes")
    refused(desk, "CMP-36", "ticket", "call", id_, "--reached", "yes")
    soon = ("--estimated-resolution-at", "2026-03-04 12:00")
    desk.ok("ticket", "call", id_, "--reached", "yes", *soon)


def test_cmp_36_the_estimated_settlement_lies_ahead(complain):
    desk, id_ = complain(*HARD, now="09:00")
    desk.ok("ticket", "reply", id_, now=at("09:50"))
    past = ("--estimated-resolution-at", "2026-03-02 11:00")
    assert "lies ahead" in refused(desk, "CMP-36", "ticket", "reply", id_, *past, now=at("11:30"))


def test_cmp_36_the_time_told_may_be_moved_but_not_taken_away(complain):
    desk, id_ = complain(*HARD, now="09:00")
    for now, more in (("09:50", ()), ("11:00", ("--estimated-resolution-at", "2026-03-04 12:00"))):
        desk.ok("ticket", "reply", id_, *more, now=at(now))
    refused(desk, "CMP-36", "ticket", "set", id_, "--estimated-resolution-at", "")
    desk.ok("ticket", "set", id_, "--estimated-resolution-at", "2026-03-05 12:00")
    assert owed(desk, "03-05T12:01") == ["hard-settlement"]


def test_cmp_36_a_soft_one_answered_twice_owes_the_second_response_once_it_is_hard(complain):
    desk, id_ = complain("--class", "soft", now="09:00")
    desk.ok("ticket", "reply", id_, now=at("09:05"))
    desk.ok("ticket", "reply", id_, now=at("09:10"))
    desk.ok("ticket", "set", id_, *HARD, now=at("09:20"))
    assert "hard-second-response" in owed(desk, "12:01"), "from the receipt"
    refused(desk, "CMP-36", "ticket", "call", id_, "--reached", "yes", now=at("11:00"))
    soon = ("--estimated-resolution-at", "2026-03-04 12:00")
    desk.ok("ticket", "call", id_, "--reached", "yes", *soon, now=at("11:00"))
    assert "hard-second-response" not in owed(desk, "12:01")
    desk.ok("ticket", "reply", id_, now=at("12:30"))


@pytest.mark.parametrize("pack", ["FUR", "CPE"])
def test_cmp_12_the_customer_is_told_of_every_step(under, pack):
    desk = under(pack)
    id_ = desk.ok(*COMPLAIN, *(HARD if pack == "FUR" else ())).split()[0]
    assert "inform-customer" not in owed(desk, "10:05", "--all")
    said = desk.ok("ticket", "inspect", id_, now=at("10:10"))
    assert "tell the customer how it stands (CMP-12)" in said
    (item,) = [i for i in desk.json("due", "--all") if i["what"] == "inform-customer"]
    assert (item["id"], item["state"], item["due_at"]) == (id_, "no-limit", None)
    desk.ok("ticket", "call", id_, "--reached", "no", now=at("10:11"))
    assert "inform-customer" in owed(desk, "10:12", "--all")
    desk.ok("ticket", "call", id_, "--reached", "yes", now=at("10:20"))
    assert "inform-customer" not in owed(desk, "10:21", "--all")
    desk.ok("ticket", "find-cause", id_, "--cause", "other", now=at("10:30"))
    assert "inform-customer" in owed(desk, "10:31", "--all")


def test_cmp_12_a_figure_of_the_desk(complain):
    desk, id_ = complain("--class", "soft")
    desk.write("policy/told.yaml", "deadlines: {inform-customer: {limit: 2 hours}}\n")
    desk.ok("ticket", "inspect", id_, now=at("10:10"))
    assert "inform-customer" not in owed(desk, "12:10")
    assert "inform-customer" in owed(desk, "12:11")


def test_cmp_30_a_plan_has_measures_a_time_and_steps(complain):
    desk, id_ = complain(*HARD, *STORY)
    plan = ("--plan", "new leg", "--plan-at", "2026-03-04 14:00")
    assert "--plan-steps" in refused(desk, "CMP-30", "ticket", "propose", id_, *plan)
    steps = ("--plan-steps", "order the leg", "--plan-steps", "fit it")
    desk.ok("ticket", "propose", id_, *plan, *steps)
    refused(desk, "CMP-30", "ticket", "execute", id_)
    said = desk.ok("ticket", "agree", id_)
    assert "2026-03-04 14:00 Wed  carry out the agreed plan (CMP-30)" in said
    assert "carry-out-plan" in owed(desk, "03-04T14:01")
    desk.ok("ticket", "execute", id_, now=at("03-04T13:50"))
    assert "carry-out-plan" not in owed(desk, "03-04T14:01")


def test_cmp_30_a_new_plan_needs_a_new_agreement(complain):
    desk, id_ = complain(*HARD, *STORY)
    plan = ("--plan-at", "2026-03-04 14:00", "--plan-steps", "fit it", "--plan")
    desk.ok("ticket", "propose", id_, *plan, "new leg")
    desk.ok("ticket", "agree", id_)
    another = ("ticket", "set", id_, "--plan", "glue it")
    assert "propose another" in refused(desk, "CMP-30", *another)
    desk.ok("ticket", "propose", id_, *plan, "glue it")
    assert "carry-out-plan" not in owed(desk, "03-04T14:01")
    refused(desk, "CMP-30", "ticket", "execute", id_)
    desk.ok("ticket", "agree", id_)
    desk.ok("ticket", "execute", id_)
