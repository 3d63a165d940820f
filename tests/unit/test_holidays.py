from datetime import date

from cs_cli.store.holidays import published_years


def test_the_make_up_days_of_2026_are_those_the_state_council_published():
    assert {str(day) for day in published_years()[2026].workdays} == {
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    }  # fmt: skip


def test_2026_has_33_days_off():
    year = published_years()[2026]
    assert len(year.holidays) == 33
    assert date(2026, 10, 1) in year.holidays
    assert date(2026, 2, 23) in year.holidays


def test_make_up_days_are_weekend_days_that_are_no_holidays():
    for year in published_years().values():
        assert all(day.weekday() >= 5 for day in year.workdays)
        assert not year.workdays & year.holidays


def test_every_day_stands_under_its_own_year():
    for number, year in published_years().items():
        assert {day.year for day in year.holidays | year.workdays} == {number}


def test_years_follow_each_other_without_a_gap():
    years = sorted(published_years())
    assert years == list(range(2004, years[-1] + 1))


def test_the_years_are_read_once():
    assert published_years() is published_years()
