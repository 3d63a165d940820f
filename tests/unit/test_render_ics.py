"""Calendars that other programs read."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.render.ics import CalendarItem, calendar

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 2, 9, 14, 5, tzinfo=SHANGHAI)
DUE = datetime(2026, 3, 2, 18, 0, tzinfo=SHANGHAI)


def item(**more):
    return CalendarItem(**{"uid": "T-1/reply@cs", "summary": "回电", "due": DUE, **more})


def content(*items):
    """Unfold the way a reader does."""
    text = calendar(items, now=NOW)
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_deadline_is_a_todo_with_utc_times():
    assert content(item(start=NOW, owner="李娜", categories=["ticket", "a,b"], urgent=True)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cs//customer service desk//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VTODO",
        "UID:T-1/reply@cs",
        "DTSTAMP:20260302T011405Z",
        "DTSTART:20260302T011405Z",
        "DUE:20260302T100000Z",
        "SUMMARY:回电",
        "CONTACT:李娜",
        "CATEGORIES:ticket,a\\,b",
        "PRIORITY:1",
        "STATUS:NEEDS-ACTION",
        "END:VTODO",
        "END:VCALENDAR",
    ]


def test_a_thing_without_a_limit_has_no_due():
    assert not [line for line in content(item(due=None)) if line.startswith("DUE")]


def test_a_start_that_is_not_before_the_due_instant_is_left_out():
    assert not [line for line in content(item(start=DUE)) if line.startswith("DTSTART")]


def test_no_items_are_an_empty_calendar():
    assert content()[-1] == "END:VCALENDAR"
    assert len(content()) == 6


def test_special_characters_are_escaped():
    summary = [line for line in content(item(summary="a\\b;c,d\ne:f")) if "SUMMARY" in line]
    assert summary == ["SUMMARY:a\\\\b\\;c\\,d\\ne:f"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x85", "\u2028", "\x0b"])
def test_hostile_text_cannot_add_a_line(end):
    evil = f"x{end}ATTENDEE:mailto:evil@example.test{end}"
    lines = content(item(summary=evil, description=evil, owner=evil, uid=evil, categories=[evil]))
    assert not [line for line in lines if line.startswith("ATTENDEE")]
    assert len(lines) == len(content(item(description="x", owner="x", categories=["x"])))
    assert all(line.isprintable() for line in lines)


@settings(deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_lines_are_at_most_75_octets_and_whole_characters(text):
    written = calendar([item(summary=text, description=text)], now=NOW).encode()
    lines = written.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode().isprintable() or "\t" in line.decode() or line for line in lines[:-1])
    assert b"\r" not in written.replace(b"\r\n", b"")
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_an_instant_without_a_zone_is_an_error():
    with pytest.raises(ValueError, match="zone"):
        content(item(due=datetime(2026, 3, 2)))
