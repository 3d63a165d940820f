"""Whose turn a shift is: anew every week, by the day, or from shift to shift."""

from datetime import date

from cs_cli.domain.cover import Cover
from cs_cli.domain.language import Text
from cs_cli.domain.turns import LOOK_BACK, Before, before, whose

ORDER = ("an", "bo", "cao")
MONDAY = date(2026, 3, 2)


def row(turns, least=1, days=("mon", "tue", "wed", "thu", "fri", "sat")):
    return Cover(Text("x", "甲"), least=least, turns=turns, days=days, during=("evening",))


def turn(given, day, last=None, **options):
    return " ".join(whose(given, ORDER, day, last, **options))


def days(number):
    return [date(2026, 3, 2 + n) for n in range(number)]


def test_every_week_begins_with_the_first():
    assert [turn(row("week"), day) for day in days(6)] == ["an", "bo", "cao", "an", "bo", "cao"]
    assert turn(row("week"), date(2026, 3, 9)) == "an"
    every = row("week", days=("all",))
    assert turn(every, date(2026, 3, 8)) == "an"  # the seventh day of three people


def test_day_by_day_counts_days_that_nobody_works():
    last = Before(MONDAY, ("bo",))
    assert turn(row("day"), date(2026, 3, 3), last) == "cao"
    assert turn(row("day"), date(2026, 3, 9), last) == "cao"  # a Sunday lies between
    assert turn(row("day"), MONDAY) == "an"


def test_from_shift_to_shift_the_next_follows_however_long_ago_it_was():
    last = Before(MONDAY, ("cao",))
    assert turn(row("shift"), date(2026, 3, 29), last) == "an"


def test_two_at_once_move_on_by_two():
    assert [turn(row("week", 2), day) for day in days(3)] == ["an bo", "cao an", "bo cao"]
    last = Before(MONDAY, ("an", "bo"))
    assert turn(row("shift", 2), date(2026, 3, 3), last) == "cao an"
    assert turn(row("day", 2), date(2026, 3, 3), last) == "cao an"


def test_whoever_is_away_is_passed_over():
    assert turn(row("week"), MONDAY, away={"an"}) == "bo"
    assert turn(row("week", 2), MONDAY, away={"an", "bo"}) == "cao"
    assert turn(row("week"), MONDAY, away=set(ORDER)) == ""
    assert whose(row("week"), (), MONDAY, None) == ()


def test_who_had_it_last_is_looked_for_so_far_back_and_no_further():
    first = date.fromordinal(MONDAY.toordinal() - LOOK_BACK)
    assert before(lambda day: ("bo", "x") if day == first else (), MONDAY, ORDER) == Before(
        first, ("bo",)
    )
    early = date.fromordinal(first.toordinal() - 1)
    assert before(lambda day: ("bo",) if day == early else (), MONDAY, ORDER) is None
