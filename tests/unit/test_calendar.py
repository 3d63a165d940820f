from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest

from cs_cli.domain.calendar import Calendar, PublishedYear
from cs_cli.domain.errors import Invalid
from cs_cli.store.holidays import published_years

OFFICE = ["08:30-12:00", "13:30-18:00"]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
MAKE_UP = {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}


def made(published=None, **form):
    form = {"zone": "Asia/Shanghai", "hours": WEEK, **form}
    return Calendar.parse(form, published=published_years() if published is None else published)


def refused(**form):
    with pytest.raises(Invalid) as caught:
        made(**form)
    return caught.value


def hours_of(calendar, day):
    return [str(interval) for interval in calendar.day_hours(date.fromisoformat(day))]


def at(calendar, text):
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


def open_time(calendar, first, last):
    start, end = calendar.midnight(first), calendar.end_of_day(last)
    pieces = ((opens, min(closes, end)) for _, opens, closes in calendar.pieces(start, end))
    return sum((closes - opens for opens, closes in pieces if opens < end), timedelta())


def test_the_example_of_the_design_reads_as_written():
    calendar = Calendar.parse(
        {
            "zone": "Asia/Shanghai",
            "hours": {"mon": OFFICE, "sat": []},
            "holidays": "CN",
            "closed": ["2026-12-31"],
            "open": {"2026-02-14": "mon", "2026-02-15": ["09:00-12:00"]},
            "shifts": {"day": "08:00-18:00", "night": "18:30-24:00"},
        },
        published=published_years(),
    )
    assert hours_of(calendar, "2026-02-14") == OFFICE
    assert hours_of(calendar, "2026-02-15") == ["09:00-12:00"]
    assert hours_of(calendar, "2026-12-31") == []
    assert hours_of(calendar, "2026-03-02") == OFFICE
    assert hours_of(calendar, "2026-03-07") == []
    assert str(calendar.shift("night")) == "18:30-24:00"


@pytest.mark.parametrize("day", sorted(MAKE_UP))
def test_a_make_up_day_has_mondays_hours(day):
    hours = WEEK | {"mon": ["10:00-11:00"]}
    assert hours_of(made(holidays="CN", hours=hours), day) == ["10:00-11:00"]


def test_every_day_of_2026_is_as_published():
    calendar = made(holidays="CN")
    year = published_years()[2026]
    for offset in range(365):
        day = date(2026, 1, 1) + timedelta(days=offset)
        expected = day in year.workdays or (day.weekday() < 5 and day not in year.holidays)
        assert calendar.is_working(day) is expected, day


def test_without_published_holidays_the_weekday_decides():
    for holidays in ("none", None):
        calendar = made(holidays=holidays)
        assert calendar.is_working(date(2026, 10, 1))
        assert not calendar.is_working(date(2026, 2, 14))


def test_the_desk_opens_on_a_public_holiday_and_closes_on_a_make_up_day():
    calendar = made(holidays="CN", open={"2026-10-01": ["09:00-10:00"]}, closed=["2026-10-10"])
    assert hours_of(calendar, "2026-10-01") == ["09:00-10:00"]
    assert hours_of(calendar, "2026-10-10") == []


def test_an_open_day_without_anything_has_mondays_hours():
    assert hours_of(made(open={"2026-03-07": None}), "2026-03-07") == OFFICE


def test_a_year_without_published_holidays_is_said_to_be_so():
    calendar = made(holidays="CN")
    assert not calendar.unpublished(date(2026, 1, 1), date(2026, 12, 31))
    assert calendar.unpublished(date(2026, 12, 31), date(2027, 1, 1))
    assert calendar.unpublished(date(2027, 1, 1), date(2026, 12, 31))
    assert not made(holidays="none").unpublished(date(2027, 1, 1), date(2027, 1, 1))


def test_dates_of_published_years_can_be_given():
    year = PublishedYear(holidays=frozenset({date(2030, 3, 4)}), workdays=frozenset())
    assert not made(holidays="CN", published={2030: year}).is_working(date(2030, 3, 4))


def test_a_lunch_break_splits_the_day():
    calendar = made()
    first, second, third = islice(calendar.segments(at(calendar, "2026-03-02 09:00")), 3)
    assert [calendar.local(t).isoformat() for t in (*first, *second, third[0])] == [
        "2026-03-02T09:00:00+08:00", "2026-03-02T12:00:00+08:00",
        "2026-03-02T13:30:00+08:00", "2026-03-02T18:00:00+08:00", "2026-03-03T08:30:00+08:00",
    ]  # fmt: skip


def test_segments_are_in_utc_and_never_overlap():
    calendar = made(hours={d: ["22:00-22:00"] for d in WEEK} | {"sat": ["22:00-02:00"]})
    segments = list(islice(calendar.segments(at(calendar, "2026-03-02 23:00")), 20))
    assert all(opens.tzinfo is UTC and opens < closes for opens, closes in segments)
    assert all(one[1] <= other[0] for one, other in pairwise(segments))


def test_a_night_belongs_to_the_day_it_starts_on():
    calendar = made(hours={"fri": ["22:00-06:00"]})
    saturday = date(2026, 3, 7)
    assert not calendar.is_working(saturday)
    assert calendar.is_open(at(calendar, "2026-03-07 05:59"))
    assert not calendar.is_open(at(calendar, "2026-03-07 06:00"))
    assert calendar.close_of(date(2026, 3, 6)).isoformat() == "2026-03-07T06:00:00+08:00"
    assert next(calendar.pieces(at(calendar, "2026-03-07 01:00")))[0] == date(2026, 3, 6)


def test_24_00_is_the_end_of_the_day():
    calendar = made(hours={"mon": ["18:30-24:00"], "tue": ["00:00-01:00"]})
    assert calendar.close_of(date(2026, 3, 2)).isoformat() == "2026-03-03T00:00:00+08:00"
    assert calendar.is_open(at(calendar, "2026-03-03 00:00"))
    assert str(calendar.weekly[0][0]) == "18:30-24:00"


def test_hours_are_half_open():
    calendar = made()
    assert calendar.is_open(at(calendar, "2026-03-02 08:30"))
    assert not calendar.is_open(at(calendar, "2026-03-02 12:00"))
    assert calendar.opening_after(at(calendar, "2026-03-02 12:00")) == at(
        calendar, "2026-03-02 13:30"
    )
    assert calendar.opening_after(at(calendar, "2026-03-02 09:00")) == at(
        calendar, "2026-03-02 09:00"
    )


def test_a_closed_day_closes_at_24_00():
    assert made().close_of(date(2026, 3, 7)).isoformat() == "2026-03-08T00:00:00+08:00"


def test_a_desk_that_never_closes():
    calendar = made(hours={d: ["00:00-24:00"] for d in (*WEEK, "sat", "sun")})
    assert open_time(calendar, date(2026, 3, 2), date(2026, 3, 8)) == timedelta(days=7)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 5),
        ("Europe/Berlin", date(2026, 10, 25), 7),
        ("America/New_York", date(2026, 3, 8), 5),
        ("America/New_York", date(2026, 11, 1), 7),
        ("Asia/Shanghai", date(2026, 3, 29), 6),
    ],
)
def test_the_night_the_clocks_change_is_as_long_as_it_is(zone, day, hours):
    """hours: {sun: [00:00-06:00]}"""
    calendar = made(zone=zone, hours={"sun": ["00:00-06:00"]})
    assert open_time(calendar, day, day) == timedelta(hours=hours)


def test_a_time_that_the_clock_skips_moves_forward():
    calendar = made(zone="Europe/Berlin", hours={"sun": ["02:30-06:00"]})
    opening = calendar.opening_after(at(calendar, "2026-03-29 00:00"))
    assert opening.isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_time_that_the_clock_repeats_is_the_first():
    calendar = made(zone="Europe/Berlin", hours={"sun": ["02:30-06:00"]})
    opening = calendar.opening_after(at(calendar, "2026-10-25 00:00"))
    assert opening.isoformat() == "2026-10-25T02:30:00+02:00"


def test_hours_that_the_clock_skips_altogether_are_not_open():
    calendar = made(zone="Europe/Berlin", hours={"sun": ["02:30-03:00", "05:00-06:00"]})
    opening = calendar.opening_after(at(calendar, "2026-03-29 00:00"))
    assert opening.isoformat() == "2026-03-29T05:00:00+02:00"


def test_two_instants_of_a_repeated_hour_are_an_hour_apart():
    calendar = made(zone="Europe/Berlin")
    first = calendar.local(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    second = calendar.local(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert (first.isoformat(), second.isoformat()) == (
        "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00",
    )  # fmt: skip
    assert second - first == timedelta(hours=1)
    assert second > first


def test_a_day_begins_and_ends_at_local_midnight():
    calendar = made(zone="Europe/Berlin")
    assert calendar.midnight(date(2026, 3, 29)).isoformat() == "2026-03-29T00:00:00+01:00"
    assert calendar.end_of_day(date(2026, 3, 29)).isoformat() == "2026-03-30T00:00:00+02:00"


def test_a_shift_over_midnight_ends_the_next_day():
    calendar = made(shifts={"day": "08:00-18:00", "night": "18:30-06:00"})
    start, end = calendar.shift_bounds("night", date(2026, 3, 2))
    assert start.isoformat() == "2026-03-02T18:30:00+08:00"
    assert end.isoformat() == "2026-03-03T06:00:00+08:00"


@pytest.mark.parametrize(
    ("after", "start"),
    [
        ("2026-03-02 07:00", "2026-03-02T08:00:00+08:00"),
        ("2026-03-02 08:00", "2026-03-02T08:00:00+08:00"),
        ("2026-03-02 08:01", "2026-03-02T18:30:00+08:00"),
        ("2026-03-02 18:31", "2026-03-03T08:00:00+08:00"),
    ],
)
def test_the_next_shift_is_the_first_to_start(after, start):
    calendar = made(shifts={"night": "18:30-06:00", "day": "08:00-18:00"})
    assert calendar.next_shift_start(at(calendar, after)).isoformat() == start


def test_a_calendar_without_shifts_has_no_next_shift():
    calendar = made()
    assert calendar.next_shift_start(at(calendar, "2026-03-02 07:00")) is None


def test_an_unknown_shift_is_refused_with_the_one_that_was_meant():
    with pytest.raises(Invalid) as caught:
        made(shifts={"night": "18:30-06:00"}).shift("nite")
    assert "night" in caught.value.hint


def test_a_calendar_that_stays_closed_for_ever_says_so():
    """open: {2020-03-02: [09:00-12:00]} and no weekday"""
    calendar = made(hours=None, open={"2020-03-02": ["09:00-12:00"]})
    with pytest.raises(Invalid, match="no open hours from"):
        calendar.opening_after(at(calendar, "2026-03-02 09:00"))


def test_the_zone_of_the_desk_serves_where_none_is_given():
    form = {"hours": WEEK}
    calendar = Calendar.parse(form, published={}, default_zone="Europe/Berlin")
    assert calendar.zone.key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("form", "place", "part"),
    [
        ({"hourz": {}}, ("hourz",), "hourz"),
        ({"zone": None}, ("zone",), "missing"),
        ({"zone": "Asia/Peking"}, ("zone",), "Asia/Peking"),
        ({"zone": "Asia"}, ("zone",), "Asia"),
        ({"zone": "../../etc/passwd"}, ("zone",), "time zone"),
        ({"zone": ["UTC"]}, ("zone",), "time zone"),
        ({"hours": {"monday": OFFICE}}, ("hours", "monday"), "monday"),
        ({"hours": []}, ("hours",), "keys and values"),
        ({"hours": {"mon": "08:30-12:00"}}, ("hours", "mon"), "list"),
        ({"hours": {"mon": ["08:30-12:00", "9-12"]}}, ("hours", "mon", 1), "9-12"),
        ({"hours": {"mon": ["08:30-12:60"]}}, ("hours", "mon", 0), "08:30-12:60"),
        ({"hours": {"mon": ["24:00-02:00"]}}, ("hours", "mon", 0), "24:00-02:00"),
        ({"hours": {"mon": ["08:30-24:01"]}}, ("hours", "mon", 0), "24:01"),
        ({"hours": {"mon": [8.5]}}, ("hours", "mon", 0), "float"),
        ({"hours": {"mon": ["13:00-18:00", "08:00-14:00"]}}, ("hours", "mon", 0), "overlap"),
        ({"hours": {"mon": ["22:00-06:00"], "tue": ["05:00-12:00"]}}, ("hours", "tue"), "overlap"),
        ({"hours": {"sun": ["22:00-06:00"], "mon": ["05:00-12:00"]}}, ("hours", "mon"), "overlap"),
        ({"hours": {}}, ("hours",), "never opens"),
        ({"hours": {"mon": []}, "closed": ["2026-03-02"]}, ("hours",), "never opens"),
        ({"holidays": "DE"}, ("holidays",), "CN or none"),
        ({"closed": ["2026-02-30"]}, ("closed", 0), "2026-02-30"),
        ({"closed": ["2026-12-31", "31.12.2026"]}, ("closed", 1), "31.12.2026"),
        ({"closed": ["0001-01-01"]}, ("closed", 0), "0001-01-01"),
        ({"closed": "2026-12-31"}, ("closed",), "list"),
        ({"open": {"2026-02-29": "mon"}}, ("open", "2026-02-29"), "2026-02-29"),
        ({"open": {"2026-03-07": "munday"}}, ("open", "2026-03-07"), "munday"),
        ({"open": {"2026-03-07": []}}, ("open", "2026-03-07"), "closed"),
        ({"open": {"2026-03-07": ["9"]}}, ("open", "2026-03-07", 0), "9"),
        (
            {"open": {"2026-03-07": "mon"}, "closed": ["2026-03-07"]},
            ("open", "2026-03-07"),
            "both closed and open",
        ),
        (
            {"open": {"2026-03-01": ["20:00-09:00"]}},
            ("open", "2026-03-01"),
            "20:00-09:00 and 08:30-12:00 overlap",
        ),
        ({"shifts": {"day": ["08:00-18:00"]}}, ("shifts", "day"), "list"),
        ({"shifts": {"day": "8-18"}}, ("shifts", "day"), "8-18"),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(form, place, part):
    fault = refused(**form)
    assert fault.place == place
    assert part in fault.message


@pytest.mark.parametrize("form", ["text", ["list"], None, 5])
def test_what_is_not_a_calendar_at_all_is_refused(form):
    with pytest.raises(Invalid, match="keys and values"):
        Calendar.parse(form, published={})


def test_a_misspelt_key_comes_with_what_was_meant():
    assert "hours" in refused(hourz={}).hint
    assert "tue" in refused(hours={"teu": OFFICE}).hint


def test_hours_that_touch_do_not_overlap():
    calendar = made(hours={"mon": ["22:00-06:00", "08:00-12:00"], "tue": ["06:00-07:00"]})
    assert hours_of(calendar, "2026-03-02") == ["08:00-12:00", "22:00-06:00"]


def test_a_message_shows_nothing_that_a_terminal_would_obey():
    fault = refused(zone="\x1b[2J" + "x" * 500)
    assert "\x1b" not in fault.message
    assert len(fault.message) < 120
