"""Days of a roster file are put in, changed and taken out; everything else stays byte for byte."""

from datetime import date

import pytest

from cs_cli.domain.errors import Broken
from cs_cli.store.rosters import Line, edited

FILE = """\
# March; nights are Wu's
2026-03-02: {day: [li.na]}  # agreed

2026-03-04:
  day: [wang.wei]  # stands in
  night:
    - wu.gang
2026-03-06: {day: [li.na]}
"""
PATH = "roster/2026-03.yaml"


def put(text, day, shifts, reason=""):
    line = Line(date(2026, 3, day), shifts, reason)
    return edited(text.encode(), [line], PATH).decode()


def test_a_changed_day_is_one_changed_line():
    assert put(FILE, 2, {"day": ["li.na", "wang.wei"]}) == FILE.replace(
        "{day: [li.na]}  # agreed", "{day: [li.na, wang.wei]}  # agreed"
    )
    assert put(FILE, 2, {"day": ["wang.wei"]}, "sale") == FILE.replace(
        "{day: [li.na]}  # agreed", "{day: [wang.wei]}  # sale"
    )


def test_a_day_written_over_several_lines_becomes_one_with_what_it_said():
    before, rest = FILE.partition("2026-03-04")[::2]
    after = rest[rest.index("2026-03-06") :]
    line = "2026-03-04: {day: [wang.wei], night: [li.na]}  # stands in\n"
    shifts = {"day": ["wang.wei"], "night": ["li.na"]}
    assert put(FILE, 4, shifts) == before + line + after


def test_a_new_day_stands_in_its_place():
    new = "2026-03-05: {day: [li.na]}\n"
    assert put(FILE, 5, {"day": ["li.na"]}) == FILE.replace("2026-03-06", f"{new}2026-03-06")
    last = "2026-03-09: {day: [li.na]}\n"
    assert put(FILE, 9, {"day": ["li.na"]}) == FILE + last
    assert put(FILE[:-1], 9, {"day": ["li.na"]}) == FILE + last


def test_a_day_that_nobody_works_goes():
    assert put(FILE, 6, {}) == FILE.replace("2026-03-06: {day: [li.na]}\n", "")
    only = "2026-03-06: {day: [li.na]}\n"
    assert put(only, 6, {}) == ""


def test_a_file_begins_with_its_first_day():
    line = Line(date(2026, 3, 2), {"day": ["li.na"]})
    assert edited(None, [line], PATH) == b"2026-03-02: {day: [li.na]}\n"
    assert put("# March\n", 2, {"day": ["li.na"]}) == "# March\n2026-03-02: {day: [li.na]}\n"


def test_ends_of_lines_stay_as_they_are():
    windows = "2026-03-02: {day: [li.na]}\r\n2026-03-03: {day: [li.na]}\r\n"
    assert put(windows, 2, {"day": ["wu"]}) == windows.replace("li.na", "wu", 1)


@pytest.mark.parametrize("name", ["no", "007", "a, b", "it's", 'say "hm"', "李娜", "x: y", "# no"])
def test_a_name_that_yaml_would_take_for_something_else_is_quoted(name):
    assert name in put("", 2, {"day": [name]}).replace("\\", "")


def test_a_file_in_another_form_is_left_alone():
    with pytest.raises(Broken, match="one day per line"):
        put("{2026-03-02: {day: [li.na]}}\n", 3, {"day": ["li.na"]})
