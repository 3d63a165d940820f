"""When leave begins and ends, and how many days of work it takes; what a desk says about it."""

from datetime import date
from decimal import Decimal

import pytest
from given import calendar, moment, policy

from cs_cli.domain import leave_settings
from cs_cli.domain.absence import EVER, Hours, days, meet, shift_missed, span
from cs_cli.domain.policy import Policy

LI = {"person": "li", "from": "2026-03-05", "to": "2026-03-05"}


@pytest.fixture
def office():
    """Office hours, 08:30-12:00 and 13:30-18:00, and nobody on a roster."""
    return Hours(calendar(), {})


@pytest.fixture
def nights():
    """Li works the nights of the 4th and 5th, 16:00-24:00; Wang the day of the 5th."""
    first, second = date(2026, 3, 4), date(2026, 3, 5)
    return Hours(
        calendar(), {first: {"night": ("li",)}, second: {"night": ("li",), "day": ("wang",)}}
    )


@pytest.mark.parametrize(
    ("values", "begins", "ends", "count"),
    [
        (LI, "03-05T00:00", "03-05", "1"),
        ({**LI, "from_half": "afternoon"}, "03-05T13:30", "03-05", "0.5"),
        ({**LI, "to_half": "morning"}, "03-05T00:00", "03-05T12:00", "0.5"),
        ({**LI, "from_half": "morning", "to_half": "afternoon"}, "03-05T00:00", "03-05", "1"),
        ({**LI, "to": "2026-03-06", "returned_at": moment("03-06T12:00").isoformat()},
         "03-05T00:00", "03-06T12:00", "1.5"),
        ({**LI, "returned_at": moment("03-09T12:00").isoformat()}, "03-05T00:00", "03-05", "1"),
        # On a Saturday noon is noon, and no work is missed.
        ({**LI, "from": "2026-03-07", "to": "2026-03-07", "from_half": "afternoon"},
         "03-07T12:00", "03-07", "0"),
    ],
)  # fmt: skip
def test_days_and_halves_of_days_are_times(office, values, begins, ends, count):
    assert span(values, office) == (moment(begins), moment(ends))
    assert days(values, office) == Decimal(count)


def test_of_a_shift_without_a_break_the_middle_is_noon(nights):
    assert span({**LI, "from_half": "afternoon"}, nights) == (
        moment("03-05T20:00"),
        moment("03-05"),
    )


def test_leave_without_an_end_lasts_and_counts_nothing(office):
    open_ended = {"person": "li", "from": moment("03-05T10:00").isoformat()}
    assert span(open_ended, office) == (moment("03-05T10:00"), EVER)
    assert days(open_ended, office) == 0
    assert span({"person": "li", "to": "2026-03-05"}, office) is None
    assert shift_missed({"person": "li"}, office) is None


def test_only_some_days_may_be_counted(office):
    week = {**LI, "from": "2026-03-02", "to": "2026-03-08"}
    assert days(week, office) == 5
    assert days(week, office, date(2026, 3, 4), date(2026, 3, 5)) == 2
    assert days(week, office, date(2026, 3, 9)) == 0


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        (LI, "03-05T08:30"),
        ({**LI, "from": moment("03-05T14:00").isoformat()}, "03-05T08:30"),
        ({**LI, "from": "2026-03-07", "to": "2026-03-10"}, "03-09T08:30"),
        ({**LI, "from": "2026-03-07", "to": "2026-03-08"}, "03-07T00:00"),
    ],
)
def test_the_first_shift_missed_is_the_one_leave_begins_in_or_before(office, values, begins):
    assert shift_missed(values, office) == moment(begins)


def test_shifts_of_the_roster_go_before_office_hours(nights):
    assert shift_missed(LI, nights) == moment("03-05T16:00")
    assert nights.of("wang", date(2026, 3, 4)) == []  # off, while others work
    assert days({**LI, "person": "wang", "from": "2026-03-04"}, nights) == 1
    assert days({**LI, "person": "zhou", "from": "2026-03-04"}, nights) == 2


def test_absences_that_only_touch_do_not_meet(office):
    morning, afternoon = ({**LI, "to_half": "morning"}, {**LI, "from_half": "afternoon"})
    one, other = span(morning, office), span(afternoon, office)
    assert one and other
    assert not meet(one, other)
    assert meet(one, (moment("03-05T11:59"), moment("03-05T15:00")))


def said(**settings: str) -> Policy:
    rules = policy("RCG")
    known = {f"leave.{name}": value for name, value in settings.items()}
    return Policy(rules.kinds, rules.roles, rules.rows, known, rules.origins)


def test_types_and_allowances_are_said_in_either_language():
    rules = said(types="annual，病假、sick leave", allowance="annual 5 days, 病假 7.5天, 调休 3")
    assert leave_settings.types_in(rules, "leave.types") == ("annual", "sick", "sick")
    assert leave_settings.allowances(rules) == {
        "annual": Decimal(5), "sick": Decimal("7.5"), "compensatory": Decimal(3),
    }  # fmt: skip
    assert list(leave_settings.faults(rules)) == []
    assert leave_settings.allowances(said(allowance="none")) == {}


@pytest.mark.parametrize("allowance", ["annual", "annual five", "annual -1", "holiday 5"])
def test_an_allowance_that_cannot_be_read_is_a_fault(allowance):
    (fault,) = leave_settings.faults(said(allowance=allowance))
    assert fault.place == ("settings", "leave.allowance")


def test_a_desk_without_leave_has_no_faults_about_it():
    rules = said(allowance="annual")
    kinds = {name: kind for name, kind in rules.kinds.items() if name != "leave"}
    without = Policy(kinds, rules.roles, rules.rows, rules.settings, rules.origins)
    assert list(leave_settings.faults(without)) == []
