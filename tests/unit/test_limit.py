from datetime import UTC, date, datetime, timedelta

import pytest

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.limit import Limit, due, elapsed, open_by_day
from cs_cli.store.holidays import published_years

OFFICE = ["08:30-12:00", "13:30-18:00"]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)


def made(**form):
    form = {"zone": "Asia/Shanghai", "hours": WEEK, "holidays": "CN", **form}
    return Calendar.parse(form, published=published_years())


DESK = made()


def at(text, calendar=DESK):
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


def ends(start, limit, *pauses, calendar=DESK):
    """Give the end as a person would write it, `2026-02-14 17:50`, with the pauses as given."""
    spans = [(at(begins, calendar), at(stops, calendar)) for begins, stops in pauses]
    result = due(at(start, calendar), Limit.parse(limit), calendar, spans).at
    return result.isoformat(sep=" ", timespec="auto").removesuffix("+08:00").removesuffix(":00")


@pytest.mark.parametrize(
    ("limit", "clock"),
    [
        ("none", "none"), ("0 minutes", "elapsed"),
        ("90 seconds", "elapsed"), ("1 minute", "elapsed"), ("2 hours", "elapsed"),
        ("3 days", "elapsed"), ("4h", "elapsed"), ("30 business minutes", "business"),
        ("1 business hour", "business"), ("20 business seconds", "business"),
        ("3 calendar days", "calendar-days"), ("1 calendar month", "calendar-days"),
        ("1 calendar day at 18:00", "calendar-days"), ("3 个自然日 18:00", "calendar-days"),
        ("2 working days", "working-days"), ("0 working days", "working-days"),
        ("2 working days same time", "working-days"), ("same day", "same-day"),
        ("same day close", "same-day"), ("at 18:00", "at"), ("end of week", "period-end"),
        ("end of shift", "shift-end"), ("本班内", "shift-end"),
        ("end of month", "period-end"), ("end of quarter", "period-end"),
        ("end of year", "period-end"), ("day 27 of month", "period-end"),
        ("5 minutes before", "before"), ("2 working days before", "before"),
        ("30 分钟", "elapsed"), ("30分钟", "elapsed"), ("30 个工作分钟", "business"),
        ("2 小时", "elapsed"), ("3 天", "elapsed"), ("3 个自然日", "calendar-days"),
        ("2 个工作日", "working-days"), ("2 个工作日同一时间", "working-days"),
        ("当天", "same-day"), ("提前 2 小时", "before"), ("2 个工作日前", "before"),
        ("３０　分钟", "elapsed"), ("  30   MINUTES ", "elapsed"), ("月底", "period-end"),
        ("每月27日", "period-end"), ("1 个月", "calendar-days"),
        ("2 business days", "working-days"),
    ],
)  # fmt: skip
def test_each_form_has_its_clock(limit, clock):
    assert Limit.parse(limit).clock == clock


def test_limits_that_mean_the_same_are_equal():
    assert Limit.parse("1 minute") == Limit.parse("60 seconds") == Limit.parse("1 分钟")
    assert Limit.parse("2 working days") == Limit.parse("2 个工作日")
    assert Limit.parse("2 calendar days at 24:00") == Limit.parse("2 calendar days")
    assert Limit.parse("2 calendar days at 9:00") == Limit.parse("２个自然日　09：00")
    assert Limit.parse("2 calendar days at 9:00") != Limit.parse("2 calendar days")


def test_a_limit_reads_back_as_it_was_typed():
    assert str(Limit.parse(" 30  Business Minutes ")) == "30 business minutes"


@pytest.mark.parametrize(
    ("limit", "part"),
    [
        ("-5 minutes", "negative"), ("- 5 minutes", "negative"), ("−5 minutes", "negative"),
        ("1.5 hours", "whole number"), ("0,5 hours", "whole number"), (".5 hours", "whole number"),
        ("5", "not a limit"), ("", "not a limit"), ("soon", "business seconds"),
        ("5 minuets", "not a limit"), ("none" + " " * 100 + "x", "not a limit"),
        ("5 business minutes before", "before an event"),
        ("2 working days same time before", "before an event"),
        ("none before", "not a limit"), ("before", "not a limit"),
        ("at 25:00", "24:00"), ("at 12:60", "24:00"), ("at 24:01", "24:00"),
        ("1 calendar day at 25:00", "24:00"), ("1 calendar day at noon", "not a limit"),
        ("1 working day at 18:00", "not a limit"), ("2 hours at 18:00", "not a limit"),
        ("soon at 18:00", "not a limit"), ("18:00", "not a limit"),
        ("day 0 of month", "no day 0"), ("day 32 of month", "no day 32"),
        ("9999999999999 days", "100 years"), ("9" * 75 + " s", "100 years"),
        ("40000 calendar days", "100 years"), ("1201 calendar months", "100 years"),
        ("999999 working days", "100 years"), ("999999999 business hours", "100 years"),
        ("1\ud800 minutes", "not a limit"), (5, "int"), (None, "NoneType"), (["1 day"], "list"),
    ],
)  # fmt: skip
def test_other_limits_are_refused_with_a_sentence(limit, part):
    with pytest.raises(Invalid, match=part) as caught:
        Limit.parse(limit)
    caught.value.message.encode()


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        # The working Saturday before the Spring Festival of 2026.
        ("2026-02-14 17:50", "30 business minutes", "2026-02-24 08:50"),
        ("2026-02-14 17:50", "10 business minutes", "2026-02-14 18:00"),
        ("2026-02-14 17:50", "1 working day", "2026-02-24 18:00"),
        ("2026-02-14 17:50", "1 working day same time", "2026-02-24 17:50"),
        ("2026-02-14 17:50", "30 minutes", "2026-02-14 18:20"),
        # Lunch, closing, weekend.
        ("2026-03-02 11:50", "20 business minutes", "2026-03-02 13:40"),
        ("2026-03-02 11:50", "10 business minutes", "2026-03-02 12:00"),
        ("2026-03-02 11:59:30", "31 business seconds", "2026-03-02 13:30:01"),
        ("2026-03-06 17:00", "2 business hours", "2026-03-09 09:30"),
        ("2026-03-06 18:00", "0 business minutes", "2026-03-09 08:30"),
        ("2026-03-06 12:30", "0 business minutes", "2026-03-06 13:30"),
        ("2026-03-06 09:00", "0 business minutes", "2026-03-06 09:00"),
        ("2026-03-07 10:00", "8 business hours", "2026-03-09 18:00"),
        # Elapsed time does not stop.
        ("2026-03-06 17:00", "3 days", "2026-03-09 17:00"),
        ("2026-03-06 17:00", "0 minutes", "2026-03-06 17:00"),
        # Calendar days end at 24:00.
        ("2026-03-02 09:14:05", "3 calendar days", "2026-03-06 00:00"),
        ("2026-03-02 09:14:05", "0 calendar days", "2026-03-03 00:00"),
        ("2026-01-31 10:00", "1 calendar month", "2026-03-01 00:00"),
        ("2024-01-31 10:00", "1 calendar month", "2024-03-01 00:00"),
        ("2026-03-31 10:00", "12 calendar months", "2027-04-01 00:00"),
        ("2026-03-02 09:14:05", "1 calendar day at 18:00", "2026-03-03 18:00"),
        ("2026-03-02 19:00", "0 calendar days at 18:00", "2026-03-02 18:00"),
        ("2026-01-31 10:00", "1 calendar month at 9:30", "2026-02-28 09:30"),
        # Working days, the start date not counted.
        ("2026-03-06 10:00", "2 working days", "2026-03-10 18:00"),
        ("2026-03-07 10:00", "2 working days", "2026-03-10 18:00"),
        ("2026-03-06 10:00", "0 working days", "2026-03-06 18:00"),
        ("2026-03-07 10:00", "0 working days", "2026-03-09 18:00"),
        ("2026-03-06 23:00", "2 working days same time", "2026-03-10 23:00"),
        ("2026-09-30 10:00", "1 working day", "2026-10-08 18:00"),
        ("2026-10-09 10:00", "1 working day", "2026-10-10 18:00"),
        ("2026-01-01 10:00", "1 working day", "2026-01-04 18:00"),
        ("2026-02-27 10:00", "1 working day", "2026-02-28 18:00"),
        ("2026-05-08 10:00", "1 working day", "2026-05-09 18:00"),
        ("2026-09-18 10:00", "1 working day", "2026-09-20 18:00"),
        # Same day, clock times, periods.
        ("2026-03-02 09:00", "same day", "2026-03-03 00:00"),
        ("2026-03-02 09:00", "same day close", "2026-03-02 18:00"),
        ("2026-03-02 18:00", "same day close", "2026-03-02 18:00"),
        ("2026-03-02 18:01", "same day close", "2026-03-03 00:00"),
        ("2026-03-07 09:00", "same day close", "2026-03-08 00:00"),
        ("2026-03-02 09:00", "at 18:00", "2026-03-02 18:00"),
        ("2026-03-02 19:00", "at 18:00", "2026-03-02 18:00"),
        ("2026-03-02 19:00", "at 24:00", "2026-03-03 00:00"),
        ("2026-03-02 09:00", "end of week", "2026-03-09 00:00"),
        ("2026-03-08 09:00", "end of week", "2026-03-09 00:00"),
        ("2026-02-02 09:00", "end of month", "2026-03-01 00:00"),
        ("2026-02-02 09:00", "end of quarter", "2026-04-01 00:00"),
        ("2026-12-31 09:00", "end of quarter", "2027-01-01 00:00"),
        ("2026-02-02 09:00", "end of year", "2027-01-01 00:00"),
        ("2026-03-27 23:59", "day 27 of month", "2026-03-28 00:00"),
        ("2026-03-28 00:00", "day 27 of month", "2026-04-28 00:00"),
        ("2026-02-10 00:00", "day 31 of month", "2026-03-01 00:00"),
        # Before an event.
        ("2026-03-05 10:00", "5 minutes before", "2026-03-05 09:55"),
        ("2026-03-05 10:00", "2 days before", "2026-03-03 10:00"),
        ("2026-03-05 10:00", "1 calendar day before", "2026-03-05 00:00"),
        ("2026-03-31 10:00", "1 calendar month before", "2026-03-01 00:00"),
        ("2026-03-09 10:00", "1 working day before", "2026-03-06 18:00"),
        ("2026-03-08 10:00", "0 working days before", "2026-03-06 18:00"),
        ("2026-03-09 10:00", "0 working days before", "2026-03-09 18:00"),
        ("2026-02-24 10:00", "1 working day before", "2026-02-14 18:00"),
    ],
)
def test_when_a_limit_ends(start, limit, end):
    assert ends(start, limit) == end


def test_no_limit_is_never_due():
    result = due(at("2026-03-02 09:00"), Limit.parse("none"), DESK)
    assert result.at is None
    assert not result.provisional


def test_the_end_is_given_in_the_zone_of_the_calendar():
    start = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    end = due(start, Limit.parse("30 business minutes"), DESK).at
    assert end.isoformat() == "2026-03-02T09:30:00+08:00"


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2026-12-31 09:00", "1 business hour", False),
        ("2026-12-31 17:30", "1 business hour", True),
        ("2026-12-31 09:00", "1 working day", True),
        ("2027-03-01 09:00", "30 business minutes", True),
        ("2027-03-01 09:00", "2 working days", True),
        ("2027-03-01 09:00", "same day close", True),
        ("2027-03-01 09:00", "30 minutes", False),
        ("2027-03-01 09:00", "3 calendar days", False),
        ("2003-03-03 09:00", "30 business minutes", True),
        ("2027-01-04 09:00", "3 working days before", True),
    ],
)
def test_a_year_without_published_holidays_still_answers_but_provisionally(
    start, limit, provisional
):
    result = due(at(start), Limit.parse(limit), DESK)
    assert result.at is not None
    assert result.provisional is provisional


def test_nothing_is_provisional_without_published_holidays():
    calendar = made(holidays="none")
    assert not due(at("2027-03-01 09:00"), Limit.parse("2 working days"), calendar).provisional


@pytest.mark.parametrize(
    ("limit", "pauses", "end"),
    [
        # An hour at ten, once, twice the same, overlapping, touching.
        ("4 business hours", [("10:00", "11:00")], "2026-03-02 15:30"),
        ("4 business hours", [("10:00", "11:00"), ("10:00", "11:00")], "2026-03-02 15:30"),
        ("4 business hours", [("10:00", "10:40"), ("10:20", "11:00")], "2026-03-02 15:30"),
        ("4 business hours", [("10:30", "11:00"), ("10:00", "10:30")], "2026-03-02 15:30"),
        # Over lunch only the open part counts, over night too.
        ("4 business hours", [("11:30", "14:00")], "2026-03-02 15:30"),
        ("4 business hours", [("12:00", "13:30")], "2026-03-02 14:30"),
        ("8 business hours", [("17:00", "2026-03-03 09:00")], "2026-03-03 10:30"),
        # Before the start, at the end, after the end: nothing.
        ("4 business hours", [("08:40", "09:00")], "2026-03-02 14:30"),
        ("4 business hours", [("14:30", "15:30")], "2026-03-02 14:30"),
        ("4 business hours", [("16:00", "17:00")], "2026-03-02 14:30"),
        ("4 business hours", [("14:00", "14:00")], "2026-03-02 14:30"),
        # Across the start only the later part, across the end all of it.
        ("4 business hours", [("08:40", "09:30")], "2026-03-02 15:00"),
        ("4 business hours", [("14:29:59", "14:30:01")], "2026-03-02 14:30:02"),
        # A pause that begins before the deadline as already moved.
        ("4 business hours", [("10:00", "11:00"), ("15:00", "15:10")], "2026-03-02 15:40"),
        # Elapsed time counts what the clock on the wall shows.
        ("1 hours", [("09:30", "09:40:07")], "2026-03-02 10:10:07"),
        ("1 hours", [("10:00", "11:00")], "2026-03-02 10:00"),
        ("1 hours", [("09:59:59", "11:00")], "2026-03-02 11:00:01"),
        ("1 days", [("12:00", "13:00")], "2026-03-03 10:00"),
        # Days: elapsed time for calendar days, open time for working days.
        ("1 calendar day", [("12:00", "13:30")], "2026-03-04 01:30"),
        ("1 calendar day at 18:00", [("12:00", "13:30")], "2026-03-03 19:30"),
        ("same day", [("12:00", "13:30")], "2026-03-03 01:30"),
        ("at 18:00", [("12:00", "13:30")], "2026-03-02 19:30"),
        ("end of week", [("12:00", "13:30")], "2026-03-09 01:30"),
        ("1 working day", [("12:00", "13:30")], "2026-03-03 18:00"),
        ("1 working day", [("11:00", "14:00")], "2026-03-04 10:00"),
        ("1 working day same time", [("11:00", "14:00")], "2026-03-03 10:30"),
        # Before an event nothing is paused.
        ("30 minutes before", [("08:00", "08:45")], "2026-03-02 08:30"),
    ],
)
def test_paused_time_counts_in_the_deadlines_own_clock(limit, pauses, end):
    """A start on Monday 2026-03-02 at 09:00, pauses on that day."""

    def whole(text):
        return text if "-" in text else f"2026-03-02 {text}"

    spans = [(whole(begins), whole(stops)) for begins, stops in pauses]
    assert ends("2026-03-02 09:00", limit, *spans) == end


SHIFTS = made(shifts={"day": "08:00-20:00", "night": "20:00-08:00"})


@pytest.mark.parametrize(
    ("start", "pauses", "end"),
    [
        ("2026-03-02 09:00", [], "2026-03-02 20:00"),
        ("2026-03-02 20:00", [], "2026-03-03 08:00"),
        # Within the shift a pause changes nothing; after it the shift that is on then counts.
        ("2026-03-02 09:00", [("2026-03-02 12:00", "2026-03-02 19:59")], "2026-03-02 20:00"),
        ("2026-03-02 09:00", [("2026-03-02 12:00", "2026-03-02 20:00")], "2026-03-03 08:00"),
        ("2026-03-02 09:00", [("2026-03-02 12:00", "2026-03-03 10:30")], "2026-03-03 20:00"),
        ("2026-03-02 09:00", [("2026-03-02 20:00", "2026-03-03 10:30")], "2026-03-02 20:00"),
    ],
)
def test_a_shift_ends_when_it_ends(start, pauses, end):
    assert ends(start, "end of shift", *pauses, calendar=SHIFTS) == end


def test_a_pause_over_the_opening_moves_a_zero_limit():
    pause = ("2026-03-06 20:00", "2026-03-09 10:00")
    assert ends("2026-03-06 19:00", "0 business minutes", pause) == "2026-03-09 10:00"


@pytest.mark.parametrize(
    ("zone", "start", "limit", "end"),
    [
        ("Europe/Berlin", "2026-03-28 12:00", "1 day", "2026-03-29T13:00:00+02:00"),
        ("Europe/Berlin", "2026-10-24 12:00", "1 day", "2026-10-25T11:00:00+01:00"),
        ("America/New_York", "2026-03-08 01:30", "1 hour", "2026-03-08T03:30:00-04:00"),
        ("America/New_York", "2026-11-01 01:30", "1 hour", "2026-11-01T01:30:00-05:00"),
        ("Europe/Berlin", "2026-03-28 12:00", "1 calendar day", "2026-03-30T00:00:00+02:00"),
        ("Europe/Berlin", "2026-03-29 00:30", "3 business hours", "2026-03-29T04:30:00+02:00"),
        ("Europe/Berlin", "2026-10-25 00:30", "3 business hours", "2026-10-25T02:30:00+01:00"),
        ("Europe/Berlin", "2026-03-27 02:30", "2 working days same time",
         "2026-03-29T03:30:00+02:00"),
    ],
)  # fmt: skip
def test_summer_time_is_real_time(zone, start, limit, end):
    calendar = made(
        zone=zone, holidays="none", hours={d: ["00:00-24:00"] for d in (*WEEK, "sat", "sun")}
    )
    assert due(at(start, calendar), Limit.parse(limit), calendar).at.isoformat() == end


def test_a_desk_that_works_nights():
    """hours: {mon..sun: [22:00-06:00]}"""
    calendar = made(holidays="none", hours={d: ["22:00-06:00"] for d in (*WEEK, "sat", "sun")})
    assert ends("2026-03-02 23:00", "8 business hours", calendar=calendar) == "2026-03-03 23:00"
    assert ends("2026-03-02 23:00", "7 business hours", calendar=calendar) == "2026-03-03 06:00"
    assert ends("2026-03-02 23:00", "1 working day", calendar=calendar) == "2026-03-04 06:00"


def test_the_longest_limits_end_or_are_refused_in_good_time():
    for limit in (
        "36525 days",
        "36525 calendar days",
        "20000 working days",
        "1200 calendar months",
    ):
        assert due(at("2026-03-02 09:00"), Limit.parse(limit), DESK).at.year < 2200
    for limit in ("36525 working days", "870000 business hours"):
        with pytest.raises(Invalid, match="100 years"):
            due(at("2026-03-02 09:00"), Limit.parse(limit), DESK)


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_years_out_of_reach_are_refused(year):
    start = datetime(year, 6, 1, tzinfo=UTC)
    for limit in ("1 day", "1 working day", "1 day before", "end of year"):
        with pytest.raises(Invalid, match="between 1900 and 2999"):
            due(start, Limit.parse(limit), DESK)


def test_a_pause_of_more_than_a_lifetime_is_refused():
    pauses = [(at("2026-03-02 09:30"), at("2200-03-02 09:30"))]
    with pytest.raises(Invalid, match="100 years"):
        due(at("2026-03-02 09:00"), Limit.parse("2 business hours"), DESK, pauses)


def test_a_calendar_that_will_not_open_again_is_told_not_searched_for_ever():
    calendar = made(hours=None, holidays="none", open={"2020-03-02": OFFICE})
    for limit in ("1 business minute", "1 working day", "0 business minutes", "0 working days"):
        with pytest.raises(Invalid):
            due(at("2026-03-02 09:00"), Limit.parse(limit), calendar)


def test_time_spent_is_counted_by_the_clock():
    start, end = at("2026-03-02 11:00"), at("2026-03-02 14:30")
    pauses = [(at("2026-03-02 11:30"), at("2026-03-02 14:00"))]
    assert elapsed(start, end, "elapsed", DESK) == timedelta(hours=3.5)
    assert elapsed(start, end, "business", DESK) == timedelta(hours=2)
    assert elapsed(start, end, "elapsed", DESK, pauses) == timedelta(hours=1)
    assert elapsed(start, end, Limit.parse("1 business hour"), DESK, pauses) == timedelta(hours=1)
    assert elapsed(end, start, "elapsed", DESK) == timedelta()
    assert elapsed(end, start, "business", DESK) == timedelta()


def test_open_minutes_are_listed_by_working_day():
    start, end = at("2026-03-06 17:00"), at("2026-03-09 14:00")
    pauses = [(at("2026-03-06 17:30"), at("2026-03-09 09:00"))]
    assert open_by_day(start, end, DESK) == [
        (date(2026, 3, 6), timedelta(hours=1)),
        (date(2026, 3, 9), timedelta(hours=4)),
    ]
    assert open_by_day(start, end, DESK, pauses) == [
        (date(2026, 3, 6), timedelta(minutes=30)),
        (date(2026, 3, 9), timedelta(hours=3.5)),
    ]


def test_open_time_of_a_calendar_that_stays_closed_is_none():
    calendar = made(hours=None, holidays="none", open={"2020-03-02": OFFICE})
    assert (
        elapsed(at("2026-03-02 09:00"), at("2026-03-09 09:00"), "business", calendar) == timedelta()
    )
