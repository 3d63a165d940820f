"""SFT-18: what the desk collects while the cashier is away is marked as hers."""

import pytest
from given import refused

PEOPLE = """\
- {id: fu.ling, name: 傅玲, roles: [front-desk], department: service}
- {id: cai.wu, name: 蔡吴, roles: [cashier], department: finance}
"""
HOURS = 'settings: {cashier.hours: "08:45-11:45, 13:30-17:00"}\n'
FEE = ("fee", "new", "--title", "Parking, March", "--amount", "150", "--payer", "Mr Ma")


@pytest.fixture
def hall(under):
    """A reception of property owners; the cashier keeps hours of her own."""
    desk = under("PRO", people=PEOPLE)
    desk.write("policy/desk.yaml", HOURS)
    return desk


def collected(desk, time, *words, as_="fu.ling"):
    """Enter a fee at a time of March 2026; tell whether it is for the cashier."""
    made = desk.json(*FEE, *words, now=f"2026-03-{time}:00+08:00", as_=as_)
    return desk.json("fee", "show", made["id"], as_=as_).get("for_cashier")


@pytest.mark.parametrize(
    ("time", "is_hers"),
    [("04T08:44", True), ("04T08:45", False), ("04T11:44", False), ("04T11:45", True),
     ("04T13:29", True), ("04T16:59", False), ("04T17:00", True), ("08T10:00", True)],
)  # fmt: skip
def test_sft_18_fees_at_noon_after_closing_and_on_sundays_are_for_the_cashier(hall, time, is_hers):
    assert collected(hall, time) is (True if is_hers else None)


def test_sft_18_without_hours_of_her_own_the_cashier_is_there_when_the_desk_is_open(under):
    desk = under("PRO", people=PEOPLE)
    assert collected(desk, "04T13:29") is True
    assert collected(desk, "04T13:30") is None
    assert collected(desk, "04T13:00", "--received-at", "2026-03-04 10:00") is None
    assert collected(desk, "04T12:30", "--received-by", "cai.wu") is None


def test_sft_18_the_fee_waits_without_a_limit_until_it_went_on(hall):
    said = hall.json(*FEE, now="2026-03-04T12:30:00+08:00", as_="fu.ling")
    (owed,) = hall.json("due", now="2026-03-05T09:00:00+08:00")
    assert (owed["id"], owed["rule"], owed["state"], owed["due_at"], owed["owner"]) == (
        said["id"], "SFT-18", "no-limit", None, "fu.ling",
    )  # fmt: skip
    assert "将代收款项移交出纳" in hall.ok("due", lang="zh", now="2026-03-05T09:00:00+08:00")
    assert "150.00元" in hall.ok("收费", "列表", "--代出纳收取", "是", lang="zh", as_="fu.ling")


def test_sft_18_what_was_taken_is_not_changed_afterwards(hall):
    id_ = hall.new(*FEE[:1], *FEE[2:], now="2026-03-04T12:30:00+08:00", as_="fu.ling")
    refused(hall, None, "fee", "set", id_, "--amount", "15", as_="fu.ling")
    moved = ("--received-at", "2026-03-04 10:00")
    assert "cs fee void" in refused(hall, None, "fee", "set", id_, *moved, as_="fu.ling")
    ahead = ("--received-at", "2026-03-20 10:00")
    refused(hall, None, *FEE, *ahead, as_="fu.ling")
    hall.ok("fee", "void", id_, "-m", "typed twice", as_="fu.ling")


def test_sft_18_hours_that_are_none_are_a_fault_of_the_policy(hall):
    hall.write("policy/desk.yaml", HOURS.replace("17:00", "5 pm"))
    said = hall.run("fee", "list")
    assert said.code == 5
    assert "cashier.hours" in said.err
    assert "08:30-12:00, 14:00-17:30" in said.err
