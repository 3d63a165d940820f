"""What leaves the program: nothing that drives a terminal, no personal data unasked."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.render.colour import paint
from cs_cli.render.safe import clean, lines, mask, mask_numbers

HOSTILE = [
    ("\x1b]52;c;cm0=\x07", "\\u001b]52;c;cm0=\\u0007"),
    ("paid\rdue ", "paid\\u000ddue "),
    ("\x7f\x9b31m", "\\u007f\\u009b31m"),
    ("\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066"),
    ("\u200e\u200f\u061c\ufeff", "\\u200e\\u200f\\u061c\\ufeff"),
    ("one\u2028two\u2029", "one\\u2028two\\u2029"),
    ("\U000e0041\U000e007f", "\\udb40\\udc41\\udb40\\udc7f"),
    ("half \ud83d", "half \\ud83d"),
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_what_could_drive_a_terminal_is_shown(text, shown):
    assert clean(text) == shown
    assert clean(shown) == shown


@pytest.mark.parametrize(
    "text", ["电梯停在两层之间。\n\tSecond line", "👨‍👩‍👧 café", "C:\\new", ""]
)
def test_ordinary_text_is_left_alone(text):
    assert clean(text) == text


@settings(deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=[])))
def test_json_means_the_same_after_the_gate(text):
    written = json.dumps({text: [text]}, ensure_ascii=False)
    # json pairs up what were two halves; so does every reader of the escaped form.
    expected = json.loads(json.dumps({text: [text]}))
    assert json.loads(clean(written)) == expected
    clean(written).encode()


def test_own_colours_pass_when_asked_and_others_never():
    painted = paint("overdue", "alarm", colour=True) + "\x1b[8mhidden\x1b[2J"
    assert clean(painted, colour=True) == "\x1b[31moverdue\x1b[0m\\u001b[8mhidden\\u001b[2J"
    assert "\x1b" not in clean(painted)


def test_line_ends_of_csv_pass_when_asked_but_a_lone_return_does_not():
    assert clean("a\r\nb\rc", crlf=True) == "a\r\nb\\u000dc"


def test_every_line_end_becomes_a_line_feed():
    assert lines("a\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("张三", "张**"),
        ("欧阳修远", "欧**"),
        ("阿依古丽·买买提", "阿**"),
        ("John Smith", "J***"),
        ("13812345678", "*******5678"),
        ("+86 138 1234 5678", "*********5678"),
        ("(021) 5555-1234", "*******1234"),
        ("5551234", "*****34"),
        ("11010119900307123X", "****************3X"),
        ("li.na@example.test", "l***@***"),
        ("上海市浦东新区世纪大道100号", "上海市***"),
        ("12 High Street, Leeds", "12 ***"),
        ("3-1203", "3-***"),
        ("李娜（业主）", "李***"),
        (" 张 ", "***"),
        ("", ""),
    ],
)
def test_personal_data_keeps_only_what_helps_to_recognise_it(value, masked):
    assert mask(value) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678请回", "电话*******5678请回"),
        ("call +44 1632 960001 now", "call ********0001 now"),
        ("０２１－５５５５１２３４", "*******１２３４"),
        ("mail li.na@example.test.", "mail l***@***."),
        ("138-2026-03-02", "138-****0302"),
        ("5 2026-03-02 13812345678", "5 2026-03-02 *******5678"),
    ],
)
def test_numbers_and_addresses_inside_a_text_are_hidden(text, masked):
    assert mask_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "T-260302-7K3FQM",
        "C-260101-123456 and 260302-7K3FQM",
        "due 2026-03-02T09:14:05+08:00",
        "2026-03-02 09:14 Mon, 2026-03 2026-04",
        "room 1203, floor 12",
        "1\n2\n3\n4\n5\n6\n7",
    ],
)
def test_ids_dates_and_times_stay_readable(text):
    assert mask_numbers(text) == text


def test_a_long_text_is_masked_in_no_time():
    assert mask_numbers("a" * 300_000) == "a" * 300_000
    assert mask_numbers("1" * 100_000).endswith("*11")
