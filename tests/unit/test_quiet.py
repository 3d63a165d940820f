"""Quiet hours: read from the setting, and until when they last."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cs_cli.domain import quiet
from cs_cli.domain.errors import Invalid

HOURS = "12:00-14:00, 21:00-08:00"


def until(hours: str, at: str) -> str | None:
    when = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    end = quiet.until(quiet.parse(hours), when)
    return end and f"{end:%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (HOURS, "2026-03-02T11:59:59", None),
        (HOURS, "2026-03-02T12:00:00", "2026-03-02T14:00"),
        (HOURS, "2026-03-02T13:59:59", "2026-03-02T14:00"),
        (HOURS, "2026-03-02T14:00:00", None),
        (HOURS, "2026-03-02T21:00:00", "2026-03-03T08:00"),
        (HOURS, "2026-03-03T07:59:59", "2026-03-03T08:00"),
        (HOURS, "2026-03-03T08:00:00", None),
        ("21:00-24:00，00:00-08:00", "2026-03-02T22:00:00", "2026-03-03T08:00"),
        ("12:00-13:00; 13:00-14:00", "2026-03-02T12:30:00", "2026-03-02T14:00"),
        ("12:00-14:00, 13:00-15:00", "2026-03-02T13:30:00", "2026-03-02T15:00"),
        ("", "2026-03-02T12:30:00", None),
        ("  ", "2026-03-02T12:30:00", None),
    ],
)
def test_until_when_it_is_quiet(hours, at, expected):
    """The end is not quiet any more, unless the next quiet hours begin with it."""
    assert until(hours, at) == expected


@pytest.mark.parametrize("hours", ["noon", "12-14", "12:00-25:00", "12:00-14:00,", "12:60-13:00"])
def test_what_is_not_hours_is_refused_with_an_example(hours):
    with pytest.raises(Invalid) as fault:
        quiet.parse(hours)
    assert "12:00-14:00, 21:00-08:00" in str(fault.value.hint)
    (told,) = quiet.faults({"quiet_hours": hours})
    assert told.place == ("settings", "quiet_hours")


def test_hours_are_shown_as_they_are_written():
    assert quiet.shown(quiet.parse(HOURS)) == HOURS
    assert list(quiet.faults({})) == []
