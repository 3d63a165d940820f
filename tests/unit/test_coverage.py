"""Where fewer or more people are on duty than should be: by roster, by leave, by the calendar."""

from datetime import date

import pytest
from given import moment

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.cover import Cover
from cs_cli.domain.coverage import Absence, Desk, gaps, lost, present, stints, without
from cs_cli.domain.errors import Broken
from cs_cli.domain.language import Text
from cs_cli.domain.people import People, parse_roster
from cs_cli.domain.policy import Policy, Role, Rows
from cs_cli.store import definitions
from cs_cli.store.holidays import published_years

CALENDAR = Calendar.parse(
    {
        "zone": "Asia/Shanghai",
        "hours": {"mon": ["09:00-12:00", "13:00-18:00"], "tue": ["09:00-18:00"]},
        "holidays": "CN",
        "closed": ["2026-03-10"],
        "shifts": {"early": "09:00-15:00", "late": "14:00-18:00", "night": "22:00-06:00"},
    },
    published=published_years(),
)
PEOPLE = People.parse(
    [
        {"id": "an", "name": "安", "roles": ["sales"]},
        {"id": "bo", "name": "博", "roles": ["sales"]},
        {"id": "cao", "name": "曹", "roles": ["clerk", "manager"]},
    ]
)
ROLES = {"manager": Role(Text("manager", "经理"), 2), "sales": Role(Text("sales", "销售"))}
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def found(row, roster, *absences, day=MONDAY, last=None):
    """Give the gaps as ``HH:MM-HH:MM people``."""
    rows = {"x": (Cover(Text("x", "甲"), **row),)}
    desk = Desk(CALENDAR, PEOPLE, Policy({}, ROLES, Rows(coverage=rows)))
    last = last or day
    worked = without(stints(parse_roster(roster), CALENDAR, day, last), absences)
    return [
        f"{gap.start:%H:%M}-{gap.end:%H:%M} {' '.join(gap.people)}".strip()
        for gap in gaps(desk, worked, day, last)
    ]


def test_every_open_minute_needs_somebody():
    row = {"least": 1}
    assert found(row, {}) == ["09:00-12:00", "13:00-18:00"]
    assert found(row, {"2026-03-02": {"early": ["an"]}}) == ["15:00-18:00"]
    assert found(row, {"2026-03-02": {"early": ["an"], "late": ["bo"]}}) == []
    assert found(row, {}, day=date(2026, 3, 7)) == []  # a Saturday, closed


def test_too_many_are_found_where_shifts_meet():
    roster = {"2026-03-03": {"early": ["an"], "late": ["bo", "cao"]}}
    assert found({"most": 2}, roster, day=TUESDAY) == ["14:00-15:00 an bo cao"]
    assert found({"most": 3}, roster, day=TUESDAY) == []
    assert found({"most": 1, "roles": ("clerk",)}, roster, day=TUESDAY) == []


def test_only_roles_and_ranks_that_are_asked_for_count():
    roster = {"2026-03-03": {"early": ["an"], "late": ["cao"]}}
    assert found({"least": 1, "roles": ("sales",)}, roster, day=TUESDAY) == ["15:00-18:00"]
    assert found({"least": 1, "rank": 2}, roster, day=TUESDAY) == ["09:00-14:00"]
    assert found({"least": 1, "rank": 3}, roster, day=TUESDAY) == ["09:00-18:00"]


def test_a_shift_is_looked_at_when_somebody_works_it_or_it_is_named():
    roster = {"2026-03-02": {"early": ["cao"], "night": ["an"]}}
    worked = {"least": 1, "rank": 2, "during": ("shifts",)}
    assert found(worked, roster) == ["22:00-06:00"]
    assert found(worked, {}) == ["00:00-00:00"]
    assert found({"least": 2, "during": ("night",)}, roster) == ["22:00-06:00 an"]
    assert found({"least": 1, "during": ("late",)}, roster) == ["15:00-18:00"]


def test_some_time_of_the_day_is_enough_where_a_row_says_day():
    row = {"least": 1, "during": ("day",)}
    assert found(row, {"2026-03-02": {"late": ["an"]}}) == []
    assert found(row, {}) == ["00:00-00:00"]


@pytest.mark.parametrize(
    ("day", "is_found"),
    [
        (date(2026, 10, 1), True),  # National Day
        (date(2026, 3, 10), True),  # closed by the desk's calendar
        (date(2026, 3, 2), False),
        (date(2026, 10, 10), False),  # a make-up day
    ],
)
def test_holidays_are_those_published_and_those_of_the_desk(day, is_found):
    row = {"least": 1, "days": ("holidays",), "during": ("day",)}
    assert bool(found(row, {}, day=day)) == is_found


def test_days_of_special_situations_are_named():
    row = {"least": 1, "days": ("holidays", "2026-03-03"), "during": ("day",)}
    assert found(row, {}, day=TUESDAY)
    assert not found(row, {}, day=MONDAY)
    assert found({"least": 1, "days": ("working",)}, {}, last=TUESDAY) == [
        "09:00-12:00", "13:00-18:00", "09:00-18:00",
    ]  # fmt: skip


def test_who_is_on_leave_is_not_there():
    roster = {"2026-03-03": {"early": ["an"], "late": ["an"]}}
    gone = Absence("an", moment("03-03T10:00"), moment("03-03T11:30"))
    assert found({"least": 1}, roster, gone, day=TUESDAY) == ["10:00-11:30"]
    other = Absence("bo", gone.start, gone.end)
    assert found({"least": 1}, roster, other, day=TUESDAY) == []


def test_a_night_shift_runs_into_the_next_day():
    worked = stints(parse_roster({"2026-03-02": {"night": ["bo"]}}), CALENDAR, TUESDAY, TUESDAY)
    assert [s.person for s in present(worked, moment("03-03T05:59"))] == ["bo"]
    assert present(worked, moment("03-03T06:00")) == []


def test_without_a_roster_of_the_month_the_office_works_the_hours_of_the_desk():
    office = ("an", "bo")
    worked = stints({}, CALENDAR, MONDAY, MONDAY, office)
    assert {s.person for s in present(worked, moment("11:59"))} == set(office)
    assert present(worked, moment("12:30")) == []
    rostered = parse_roster({"2026-03-31": {"early": ["an"]}})
    assert stints(rostered, CALENDAR, MONDAY, MONDAY, office) == []


def test_an_absence_is_held_against_what_was_missing_before():
    rows = {"x": (Cover(Text("x", "甲"), least=1),)}
    desk = Desk(CALENDAR, PEOPLE, Policy({}, ROLES, Rows(coverage=rows)))
    worked = stints(parse_roster({"2026-03-03": {"early": ["an"]}}), CALENDAR, TUESDAY, TUESDAY)
    gone = Absence("an", moment("03-03T08:00"), moment("03-03T10:00"))
    (gap,) = lost(desk, worked, gone, TUESDAY, TUESDAY)
    assert (gap.start, gap.end) == (moment("03-03T09:00"), moment("03-03T10:00"))
    nobody = Absence("bo", gone.start, gone.end)
    assert list(lost(desk, worked, nobody, TUESDAY, TUESDAY)) == []


ROW = "coverage:\n  x:\n    label: {en: x, zh: 甲}\n"
WRONG = [
    ("    roles: sals\n    least: '1'\n", "sals is not known here - did you mean sales?"),
    ("    roles: sales\n", "say how many: least, most or both"),
    ("    least: '2'\n    most: '1'\n", "at most fewer than at least"),
    ("    least: '1'\n    days: holidys\n", "holidys is none of all, working, holidays"),
]


@pytest.mark.parametrize(("row", "message"), WRONG)
def test_a_row_that_cannot_be_meant_is_refused(tmp_path, row, message):
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy/desk.yaml").write_text(ROW + row, "utf-8")
    with pytest.raises(Broken) as broken:
        definitions.load([], tmp_path)
    assert message in str(broken.value)
