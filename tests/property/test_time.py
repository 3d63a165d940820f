import json
from datetime import UTC, date, datetime, timedelta

import pytest

pytest.importorskip("hypothesis")
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cs_cli.app.when import answer_lines
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.hours import WEEKDAYS
from cs_cli.domain.limit import Limit, due, elapsed
from cs_cli.domain.phrases import day, instant
from cs_cli.store.holidays import published_years

SMALL = settings(max_examples=100, deadline=None)
OFFICE = ["08:30-12:00", "13:30-18:00"]


def made(**form):
    return Calendar.parse(form, published=published_years())


CALENDARS = (
    made(zone="Asia/Shanghai", hours=dict.fromkeys(WEEKDAYS[:5], OFFICE), holidays="CN"),
    made(zone="Europe/Berlin", hours={day: ["22:00-06:00", "09:00-10:15"] for day in WEEKDAYS}),
    made(zone="America/New_York", hours={"sun": ["00:00-24:00"], "wed": ["02:30-02:30"]}),
    made(zone="Asia/Shanghai", hours={day: ["00:00-24:00"] for day in WEEKDAYS}),
)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

calendars = st.sampled_from(CALENDARS)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
seconds = st.integers(0, 5 * 86400)
clocks = st.sampled_from(["elapsed", "business"])


def limit(clock, amount):
    return Limit.parse(f"{amount} {'business ' if clock == 'business' else ''}seconds")


def pauses(start, gaps):
    """Give pauses from pairs of seconds: how long after the start, how long."""
    return [
        (start + timedelta(seconds=after), start + timedelta(seconds=after + length))
        for after, length in gaps
    ]


gaps = st.lists(st.tuples(st.integers(-86400, 6 * 86400), st.integers(0, 2 * 86400)), max_size=4)


def add(start, amount, clock, calendar, spans=()):
    return due(start, limit(clock, amount), calendar, spans).at


@SMALL
@given(starts, seconds, seconds, clocks, calendars)
def test_adding_in_two_steps_equals_adding_at_once(start, first, second, clock, calendar):
    at_once = add(start, first + second, clock, calendar)
    step = add(start, first, clock, calendar)
    # No time at all is the next opening, wherever that is; any other sum is the same instant.
    assume(second or not first)
    assert add(step, second, clock, calendar) == at_once


@SMALL
@given(starts, seconds, clocks, calendars, gaps)
def test_what_was_added_is_what_has_passed(start, amount, clock, calendar, gaps):
    spans = pauses(start, gaps)
    end = add(start, amount, clock, calendar, spans)
    assume(amount)
    assert elapsed(start, end, clock, calendar, spans) == timedelta(seconds=amount)


@SMALL
@given(starts, seconds, seconds, clocks, calendars, gaps)
def test_more_time_is_never_due_earlier(start, amount, more, clock, calendar, gaps):
    spans = pauses(start, gaps)
    assert add(start, amount, clock, calendar, spans) <= add(
        start, amount + more, clock, calendar, spans
    )


@SMALL
@given(starts, st.integers(0, 400), st.sampled_from(["working days", "calendar days"]), calendars)
def test_more_days_are_due_later(start, count, unit, calendar):
    assert due(start, Limit.parse(f"{count} {unit}"), calendar).at <= (
        due(start, Limit.parse(f"{count + 1} {unit}"), calendar).at
    )


@SMALL
@given(starts, st.integers(1, 86400), calendars, st.tuples(st.integers(0, 86400), seconds))
def test_a_pause_moves_a_business_deadline_by_its_open_time(start, amount, calendar, gap):
    (span,) = pauses(start, [gap])
    plain = add(start, amount, "business", calendar)
    paused = add(start, amount, "business", calendar, [span])
    if span[0] >= plain:
        assert paused == plain
    else:
        open_part = elapsed(*span, "business", calendar)
        assert elapsed(plain, paused, "business", calendar) == open_part


@SMALL
@given(starts, st.integers(1, 86400), clocks, calendars, gaps)
def test_pauses_in_any_order_or_twice_are_the_same(start, amount, clock, calendar, gaps):
    spans = pauses(start, gaps)
    once = add(start, amount, clock, calendar, spans)
    assert add(start, amount, clock, calendar, [*reversed(spans), *spans]) == once


@SMALL
@given(starts, st.integers(1, 600), calendars, gaps)
def test_a_business_deadline_is_where_a_minute_hand_would_find_it(start, amount, calendar, gaps):
    """Count open, unpaused minutes one by one until there are enough."""
    start = start.replace(second=0)
    spans = pauses(start, [(after // 60 * 60, length // 60 * 60) for after, length in gaps])
    left, minute = amount, start
    while left:
        if calendar.is_open(minute) and not any(a <= minute < b for a, b in spans):
            left -= 1
        minute += timedelta(minutes=1)
    assert due(start, Limit.parse(f"{amount} business minutes"), calendar, spans).at == minute


@SMALL
@given(starts, st.integers(1, 30), calendars)
def test_working_days_end_at_the_close_of_the_nth_working_day(start, count, calendar):
    end = due(start, Limit.parse(f"{count} working days"), calendar).at
    days = [calendar.date_of(start) + timedelta(days=offset) for offset in range(1, 400)]
    wanted = [day for day in days if calendar.is_working(day)][count - 1]
    assert end == calendar.close_of(wanted)


WORDS = st.sampled_from([
    "today", "tomorrow", "fri", "next", "this", "last", "in", "ago", "+",
    "-", "2", "3", "15:00", "9am", "24:00", "h", "d", "wd", ":",
    "2026-02-30", "T", "Z", "今天", "明", "周", "下", "五", "三", "十", "点", "半",
    "刻", "月", "号", "日", "上午", "下午", "晚上", "个", "小时", "工作日", "后", "前", "底",
    "年", "每", "提前", "end", "day", "of", "before", "at", "business",
    "working", "days", "calendar", "months", "minutes", "none",
])  # fmt: skip
noise = st.one_of(
    st.text(max_size=40),
    st.lists(WORDS, max_size=6).map("".join),
    st.lists(WORDS, max_size=6).map(" ".join),
)


@settings(max_examples=400, deadline=None)
@given(noise, calendars)
def test_any_text_at_all_is_a_time_or_is_refused(text, calendar):
    for read in (instant, day):
        try:
            found = read(text, NOW, calendar)
        except Invalid as fault:
            fault.message.encode()
        else:
            assert isinstance(found, date)


@settings(max_examples=400, deadline=None)
@given(noise, calendars)
def test_any_text_at_all_is_a_limit_or_is_refused(text, calendar):
    try:
        due(NOW, Limit.parse(text), calendar)
    except Invalid as fault:
        fault.message.encode()


json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.integers(), noise,
        st.sampled_from(["08:30-12:00", "22:00-06:00", "CN", "mon", "2026-03-02", "UTC"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.text(max_size=3), st.sampled_from([*WEEKDAYS, "zone", "hours", "open"])),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)  # fmt: skip
keys = st.sampled_from(["start", "limit", "calendar", "pauses"])


@settings(max_examples=300, deadline=None)
@given(st.one_of(noise, st.dictionaries(keys, json_values)))
def test_any_line_at_all_gets_one_answer(line):
    text = line if isinstance(line, str) else json.dumps(line)
    (result,) = answer_lines([text], CALENDARS[0], published_years(), NOW)
    assert set(result) in ({"error"}, {"due_at", "provisional"})
    json.dumps(result, ensure_ascii=False).encode()


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["zone", "hours", "holidays", "closed", "open", "shifts"]),
                       json_values))  # fmt: skip
def test_any_calendar_at_all_is_read_or_refused(form):
    try:
        Calendar.parse(form, published=published_years(), default_zone="Asia/Shanghai")
    except Invalid as fault:
        fault.message.encode()
