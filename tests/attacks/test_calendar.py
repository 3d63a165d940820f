"""Threat 4: text that adds lines to a calendar (S5, RFC 5545).

The reader here is its own, of 20 lines: unfold, split names, parameters and values, unescape.
"""

import re
from datetime import UTC, datetime

import pytest

from attacks.test_terminal import RAW
from cs_cli.render.ics import CalendarItem, calendar

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ENDS = [
    "\r\n",
    "\r",
    "\n",
    "\x85",
    "\u2028",
    "\u2029",
    "\x0b",
    "\x0c",
    "\r\n ",
    "\n\t",
    "\\n",
    "\\\\n",
]
EVIL = "ATTENDEE;RSVP=TRUE:mailto:evil@example.test"


def todos(text):
    """Read a calendar: every to-do as its lines, name to value."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = re.sub("\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")
    assert not any(RAW.search(line) or "\r" in line or "\n" in line for line in unfolded)
    assert (unfolded[0], unfolded[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    found = []
    for line in unfolded:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VTODO":
            found.append({})
        elif found and line not in ("END:VTODO", "END:VCALENDAR"):
            assert name not in found[-1], line
            found[-1][name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
    return found


def made(desk, title, *words):
    later = ("--promised-at", "2026-03-02T11:00:00+08:00")
    return desk.new("ticket", f"--title={title}", *later, *words)


NAMES = {"UID", "DTSTAMP", "DTSTART", "DUE", "SUMMARY", "DESCRIPTION", "CONTACT", "CATEGORIES",
         "PRIORITY", "STATUS"}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_no_line_end_in_a_title_makes_a_line(desk, end):
    """Control characters are refused on the way in; a hand-made file is shown escaped."""
    title = f"x{end}{EVIL}{end}END:VTODO"
    if desk.run("ticket", "new", f"--title={title}", "--dry-run").code:
        id_ = made(desk, "PLACE")
        typed = title.replace("\\", "\\\\").replace('"', '\\"')
        typed = re.sub("[\x00-\x1f\x85\u2028\u2029]", lambda m: f"\\u{ord(m[0]):04x}", typed)
        desk.write(desk.path(id_), desk.record(id_).replace("title: PLACE", f'title: "{typed}"'))
    else:
        made(desk, title)
    result = desk.run("due", "--all", "--format", "ics")
    for todo in todos(result.out):
        assert set(todo) <= NAMES
        assert not todo.get("CONTACT", "").startswith("mailto")
    assert "\r\nATTENDEE" not in result.out


@pytest.mark.parametrize(
    "title",
    ["a;b,c\\d", "\\n is no line end", "one\ntwo", "长" * 120, "😀" * 60, "a" * 74 + "é", "x:y=z"],
)
def test_text_is_read_back_as_it_was(title):
    item = CalendarItem("T-1@cs", title, NOW, description=title, owner=title)
    (todo,) = todos(calendar([item], now=NOW))
    assert (todo["SUMMARY"], todo["DESCRIPTION"], todo["CONTACT"]) == (title, title, title)


def test_people_departments_and_rules_cannot_add_lines_either(desk):
    desk.write(
        "people.yaml", desk.read("people.yaml").replace("王伟", f'"王\\nBEGIN:VALARM\\n{EVIL}"')
    )
    desk.write("policy/own.yaml", POLICY)
    made(desk, "x", "--owner", "wang.wei", "--department", f"a\n{EVIL}")
    for todo in todos(desk.ok("due", "--all", "--format", "ics")):
        assert set(todo) <= NAMES
    assert "look\\nATTENDEE:x" in desk.ok("due", "--all", "--format", "ics")


POLICY = """\
deadlines:
  look:
    label: {en: "look\\nATTENDEE:x", zh: 看}
    on: {kind: ticket}
    start: do:open
    limit: 1 hour
    until: do:close
"""
