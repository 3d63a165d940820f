"""Columns of mixed Chinese and English."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.render.width import pad, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [("due", 3), ("逾期", 4), ("逾期 due", 8), ("e\u0301", 1), ("，", 2), ("…", 1), ("🛗", 2)],
)
def test_wide_characters_count_twice(text, columns):
    assert width(text) == columns


def test_cells_are_filled_to_the_same_width():
    assert pad("逾期", 6) + "|" == "逾期  |"
    assert pad("5m", 6, "right") == "    5m"
    assert pad("longer", 3) == "longer"


def test_chinese_breaks_anywhere_but_not_before_punctuation():
    assert wrap("电梯停了，请速来。", 8) == ["电梯停", "了，请速", "来。"]


def test_an_opening_bracket_stays_with_what_it_opens():
    assert wrap("见附件（一）", 8) == ["见附件", "（一）"]


def test_english_breaks_between_words_and_dates_stay_whole():
    assert wrap("call back on 2026-03-02 09:14", 12) == ["call back on", "2026-03-02", "09:14"]


def test_a_path_and_a_rule_of_recurrence_break_after_their_parts():
    assert wrap("templates/packs/PSC.yaml:469", 16) == ["templates/packs/", "PSC.yaml:469"]
    assert wrap("FREQ=YEARLY;BYMONTH=3,6", 12) == ["FREQ=YEARLY;", "BYMONTH=3,6"]
    assert wrap("open 24/7", 8) == ["open", "24/7"]


def test_english_words_and_chinese_may_part():
    assert wrap("请call客户back", 6) == ["请call", "客户", "back"]


def test_a_word_that_is_too_long_is_cut():
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("，，，，，", 4) == ["，，", "，，", "，"]


def test_a_wide_character_is_never_halved():
    assert wrap("电梯", 1) == ["电", "梯"]


def test_line_breaks_and_indents_of_the_text_are_kept():
    assert wrap("- one two\n\n  three four", 9) == ["- one two", "", "  three", "  four"]


def test_first_and_other_lines_may_start_differently():
    assert wrap("one two three", 10, first="-> ", rest="   ") == ["-> one two", "   three"]


def test_nothing_is_one_empty_line():
    assert wrap("", 10) == [""]


@settings(deadline=None, derandomize=True)
@given(st.text("ab 电梯，。（）(.", max_size=60), st.integers(2, 20))
def test_no_line_is_too_wide_and_nothing_is_lost(text, columns):
    broken = wrap(text, columns)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    indent = len(text) - len(text.lstrip(" "))
    assert all(width(line) <= columns + indent for line in broken)
