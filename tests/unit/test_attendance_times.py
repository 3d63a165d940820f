"""On time, late, early, absent: one day of one person, judged without a desk."""

from datetime import date

import pytest
from given import calendar, moment

from cs_cli.domain.absence import Hours
from cs_cli.domain.attendance import day_of, expected, minutes_ahead, verdict, worked
from cs_cli.domain.coverage import Absence
from cs_cli.domain.errors import Invalid
from cs_cli.domain.people import parse_roster

# The day shift is 08:00-16:00, the night shift 16:00-24:00.
ROSTER = parse_roster({"2026-03-02": {"day": ["li"], "night": ["wu"]}})
HOURS = Hours(calendar(), ROSTER)
MONDAY = date(2026, 3, 2)


def judged(came, went=None, *absences, person="li", now="23:00", **options):
    due = expected(person, MONDAY, HOURS, absences)
    ends = (moment(one) if one else None for one in (came, went))
    found = verdict(due, *ends, moment(now), **options)
    return [*found.results, *(str(n) for n in (found.late, found.early) if n)]


def test_minutes_of_the_clock_count_and_seconds_do_not():
    assert judged("08:00") == ["on-time"]
    assert judged("08:00:59") == ["on-time"]
    assert judged("08:01") == ["late", "1"]
    assert judged("08:00", "15:59:59") == ["early-leave", "1"]
    assert judged("08:00", "16:00") == ["on-time"]
    assert judged("09:30", "15:00") == ["late", "early-leave", "90", "60"]


def test_a_shift_that_ends_at_midnight_ends_with_the_day():
    assert judged("16:00", "03-02T23:59", person="wu") == ["early-leave", "1"]
    assert judged("16:00", "03-03T00:00", person="wu") == ["on-time"]


def test_ahead_of_time_is_asked_for_only_where_a_setting_says_so():
    assert judged("07:50", ahead=10) == ["on-time"]
    assert judged("07:51", ahead=10) == ["not-ahead"]
    assert judged("08:01", ahead=10) == ["late", "1"]
    assert (minutes_ahead({}), minutes_ahead({"attendance.ahead": "15"})) == (0, 15)
    with pytest.raises(Invalid):
        minutes_ahead({"attendance.ahead": "-5"})


def test_whoever_does_not_come_is_absent_and_after_the_shift_without_leave():
    assert judged(None, now="07:59") == []
    assert judged(None, now="08:00") == ["absent"]
    assert judged(None, now="15:59") == ["absent"]
    assert judged(None, now="16:00") == ["absent-without-leave"]
    assert judged(None, now="16:00", is_undecided=True) == ["absent"]


def test_leave_takes_its_time_out_of_the_shift():
    whole = Absence("li", moment("00:00"), moment("03-02T24:00"))
    assert judged(None, None, whole) == ["on-leave"]
    begin = Absence("li", moment("08:00"), moment("10:00"))
    assert judged("10:00", None, begin) == ["on-time"]
    assert judged("10:01", None, begin) == ["late", "1"]
    other = Absence("wu", moment("08:00"), moment("10:00"))
    assert judged("10:00", None, other) == ["late", "120"]


def test_nothing_is_expected_of_who_is_off():
    assert expected("li", date(2026, 3, 7), HOURS, []) is None
    assert judged("08:30", person="nobody") == ["on-time"]  # office hours, on no roster
    assert worked("li", MONDAY, date(2026, 3, 5), HOURS) == [MONDAY]


def test_after_midnight_the_night_shift_is_still_that_of_yesterday():
    nights = parse_roster({"2026-03-02": {"late": ["wu"]}})
    hours = Hours(
        type(calendar()).parse(
            {"zone": "Asia/Shanghai", "hours": {"mon": ["08:00-16:00"]}, "holidays": "none",
             "shifts": {"late": "22:00-06:00"}},
            published={},
        ),
        nights,
    )  # fmt: skip
    assert day_of("wu", moment("03-02T21:50"), hours) == MONDAY
    assert day_of("wu", moment("03-03T05:59"), hours) == MONDAY
    assert day_of("wu", moment("03-03T06:00"), hours) == date(2026, 3, 3)
