"""Which shift is on, which comes next, who works it; what is counted at its end."""

from dataclasses import replace
from datetime import date

import pytest
from given import calendar, moment

from cs_cli.domain import objects, watch
from cs_cli.domain.errors import Invalid
from cs_cli.domain.hours import Interval

CALENDAR = replace(
    calendar(),
    shifts={"day": Interval(480, 1080), "mid": Interval(480, 720), "night": Interval(1110, 1920)},
)


@pytest.mark.parametrize(
    ("now", "key"),
    [
        ("08:00", "2026-03-02 day/mid"),
        ("18:15", "2026-03-02 day/mid"),  # between two shifts the one before
        ("18:30", "2026-03-02 night"),
        ("03-03T07:59", "2026-03-02 night"),
        ("07:59", "2026-03-01 night"),
    ],
)
def test_the_shift_that_began_last_is_on(now, key):
    found = watch.on_at(moment(now), CALENDAR)
    assert found.key == key


def test_the_next_one_begins_at_the_end_or_later():
    day = watch.on_at(moment("10:00"), CALENDAR)
    assert (day.start, day.end) == (moment("08:00"), moment("18:00"))
    night = watch.after(day, CALENDAR)
    assert (night.key, night.end) == ("2026-03-02 night", moment("03-03T08:00"))
    assert watch.after(night, CALENDAR).key == "2026-03-03 day/mid"


def test_without_shifts_there_is_none():
    assert watch.on_at(moment("10:00"), replace(CALENDAR, shifts={})) is None
    with pytest.raises(Invalid):
        watch.of(date(2026, 3, 2), "late", CALENDAR)


def test_the_next_shift_is_the_next_that_somebody_works():
    friday = watch.of(date(2026, 3, 6), "night", CALENDAR)
    roster = {date(2026, 3, 9): {"day": ("li",), "mid": ("wang", "li")}}
    monday = watch.manned_after(friday, CALENDAR, roster)
    assert (monday.key, monday.people(roster)) == ("2026-03-09 day/mid", ["li", "wang"])
    # Nobody knows yet who works: then it is the very next one.
    assert watch.manned_after(friday, CALENDAR, {}).key == "2026-03-07 day/mid"


def test_objects_are_read_with_the_number_there_should_be():
    assert objects.parse("") == {}
    assert objects.parse("telephone 2、 电脑1，water dispenser; phone 3 G 4") == {
        "telephone": "2", "电脑": "1", "water dispenser": None, "phone 3 G": "4",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["3", "telephone 2, telephone", "umbrella 1; 2"])
def test_a_number_alone_or_a_name_twice_is_no_object(text):
    with pytest.raises(Invalid):
        objects.parse(text)
