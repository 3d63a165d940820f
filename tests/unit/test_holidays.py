import json
import subprocess
import sys
from datetime import date

import pytest

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


def kept(root, code=""):
    """Ask for a desk's years in a fresh interpreter; give what it tells."""
    told = f"""
import json, sys
from pathlib import Path
from cs_cli.store import holidays
from cs_cli.store.parsed import Parsed
{code}
years = holidays.kept_years(Parsed(Path(sys.argv[1])))
loaded = "chinese_calendar" in sys.modules
print(json.dumps([loaded, years == holidays.published_years(), sorted(years) == list(years)]))
"""
    done = subprocess.run([sys.executable, "-c", told, str(root)], capture_output=True, check=True)
    return json.loads(done.stdout)


def test_a_desk_keeps_what_the_library_says_until_that_changes(tmp_path):
    assert kept(tmp_path) == [True, True, True]
    assert kept(tmp_path) == [False, True, True]
    other = "holidays._signature = lambda: ['another', 1]"
    assert kept(tmp_path, other) == [True, True, True]
    assert kept(tmp_path, other) == [False, True, True]


@pytest.mark.parametrize("held", ["[]", '{"2026": 1}', '{"2026": [["x"], []]}', '{"a": [[], []]}'])
def test_what_is_no_table_is_taken_from_the_library(tmp_path, held):
    kept(tmp_path)
    file = tmp_path / ".cs/parsed"
    here, before = json.loads(file.read_text())
    wrong = {name: [digest, held] for name, (digest, _held) in before.items()}
    file.write_text(json.dumps([here, wrong]))
    assert kept(tmp_path) == [True, True, True]
    assert json.loads(file.read_text()) == [here, before]
