import json
from datetime import datetime, timedelta

import pytest

from cs_cli.app.when import answer, answer_lines
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.limit import Limit
from cs_cli.store.holidays import published_years

OFFICE = ["08:30-12:00", "13:30-18:00"]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
FORM = {"zone": "Asia/Shanghai", "hours": WEEK, "holidays": "CN"}
DESK = Calendar.parse(FORM, published=published_years())
NOW = datetime(2026, 11, 18, 9, 14, 5, tzinfo=DESK.zone)


def answers(*lines):
    return list(answer_lines(lines, DESK, published_years(), NOW))


def asked(**line):
    return answers(
        json.dumps({"start": "2026-02-14 17:50", "limit": "30 business minutes"} | line)
    )[0]


def test_a_line_is_answered_with_the_end_in_the_zone_of_the_desk():
    assert asked() == {"due_at": "2026-02-24T08:50:00+08:00", "provisional": False}


def test_a_limit_can_be_answered_directly():
    start = datetime(2026, 2, 14, 17, 50, tzinfo=DESK.zone)
    result = answer(start, Limit.parse("30 business minutes"), DESK)
    assert result.at.isoformat() == "2026-02-24T08:50:00+08:00"


def test_every_line_has_its_answer_in_its_place():
    results = answers("", "{}", '{"start": "2026-02-14 17:50", "limit": "10 business minutes"}')
    assert [list(result) for result in results] == [["error"], ["error"], ["due_at", "provisional"]]


def test_a_line_can_bring_its_own_calendar():
    """{"calendar": {"zone": "Europe/Berlin", "hours": {"sat": ["09:00-24:00"]}}}"""
    calendar = {"zone": "Europe/Berlin", "hours": {"sat": ["09:00-24:00"]}}
    assert asked(calendar=calendar)["due_at"] == "2026-02-14T18:20:00+01:00"


def test_a_calendar_without_a_zone_is_in_the_zone_of_the_desk():
    assert asked(calendar={"hours": {"sat": ["09:00-24:00"]}})["due_at"] == (
        "2026-02-14T18:20:00+08:00"
    )


def test_lines_with_the_same_calendar_agree():
    line = json.dumps({"start": "2026-03-02 09:00", "limit": "1 business hour", "calendar": FORM})
    assert {result["due_at"] for result in answers(line, line)} == {"2026-03-02T10:00:00+08:00"}


def test_published_holidays_count_for_a_calendar_of_a_line_too():
    assert asked(calendar=FORM)["due_at"] == "2026-02-24T08:50:00+08:00"


def test_pauses_are_pairs_of_times_with_or_without_a_zone():
    pauses = [["2026-02-24 08:30", "2026-02-24 08:40"], ["2026-02-24T00:45Z", "2026-02-24T00:50Z"]]
    assert asked(pauses=pauses)["due_at"] == "2026-02-24T09:05:00+08:00"
    assert asked(pauses=None, calendar=None)["due_at"] == "2026-02-24T08:50:00+08:00"


def test_no_limit_has_no_end():
    assert asked(limit="none") == {"due_at": None, "provisional": False}
    assert asked(limit=None) == {"due_at": None, "provisional": False}


def test_a_year_without_published_holidays_is_answered_provisionally():
    assert asked(start="2027-03-01 09:00") == {
        "due_at": "2027-03-01T09:30:00+08:00", "provisional": True,
    }  # fmt: skip


def test_a_start_can_be_a_phrase_and_a_day_starts_at_midnight():
    assert asked(start="tomorrow", limit="2 hours")["due_at"] == "2026-11-19T02:00:00+08:00"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("", "not a JSON object"),
        ("nonsense", "not a JSON object"),
        ("NaN", "a JSON object is expected"),
        ("[]", "a JSON object is expected"),
        ("null", "a JSON object is expected"),
        ("9" * 5000, "not a JSON object"),
        ("[" * 100_000, "nested too deeply"),
        ('{"calendar":' * 20_000, "nested too deeply"),
        ("{}", "limit is missing"),
        ('{"limit": "1 day"}', "start: "),
        ('{"limit": "1 day", "start": 5}', "start: "),
        ('{"limit": "1 day", "start": "\\ud800"}', "start: "),
        ('{"limit": "1 day", "start": "2026-02-30"}', "start: there is no date 2026-02-30"),
        ('{"limit": "1 day", "start": "9999-12-31"}', "start: "),
        ('{"limit": 5, "start": "2026-02-14"}', "limit: "),
        ('{"limit": "-1 days", "start": "2026-02-14"}', "limit: a limit cannot be negative"),
        ('{"limit": "1e999 days", "start": "2026-02-14"}', "limit: "),
        ('{"limit": "1 day", "start": "now", "lmit": 1}', "did you mean limit?"),
        ('{"limit": "1 day", "limit": "2 days", "start": "now"}', "twice"),
        ('{"limit": "1 day", "start": "now", "pauses": "now"}', "pauses: "),
        ('{"limit": "1 day", "start": "now", "pauses": [["now"]]}', "pauses.0: a pause is a pair"),
        ('{"limit": "1 day", "start": "now", "pauses": [[1, 2]]}', "pauses.0: "),
        (
            '{"limit": "1 day", "start": "now", "pauses": [["now", "yesterday"]]}',
            "before it starts",
        ),
        ('{"limit": "1 day", "start": "now", "calendar": []}', "calendar: "),
        ('{"limit": "1 day", "start": "now", "calendar": {}}', "calendar.hours: "),
        (
            '{"limit": "1 day", "start": "now", "calendar": {"hours": {"mon": ["8-9"]}}}',
            "calendar.hours.mon.0: ",
        ),
        ('{"limit": "1 day", "start": "now", "calendar": {"zone": 1e999}}', "calendar."),
        (
            '{"limit": "1 day", "start": "now", "calendar": ' + "[" * 900 + "]" * 900 + "}",
            "calendar",
        ),
    ],
)
def test_a_line_that_cannot_be_answered_says_why(line, error):
    (result,) = answers(line)
    assert list(result) == ["error"]
    assert error in result["error"]
    json.dumps(result, ensure_ascii=False).encode()


def test_a_byte_order_mark_does_not_matter():
    (result,) = answers('\ufeff{"start": "2026-02-14", "limit": "1 day"}')
    assert result["due_at"] == "2026-02-15T00:00:00+08:00"


def test_a_limit_that_cannot_be_reached_is_refused():
    closed = Calendar.parse({"zone": "UTC", "open": {"2020-01-01": ["09:00-10:00"]}}, published={})
    with pytest.raises(Invalid):
        answer(NOW, Limit.parse("2 business hours"), closed)


def test_many_calendars_are_not_all_kept():
    lines = [
        json.dumps({"start": "now", "limit": "1 hour", "calendar": {"closed": [], "hours": {
            "mon": [f"{number // 60:02}:{number % 60:02}-24:00"]}}})
        for number in range(600)
    ]  # fmt: skip
    assert {result["due_at"] for result in answers(*lines)} == {
        (NOW + timedelta(hours=1)).isoformat()
    }
