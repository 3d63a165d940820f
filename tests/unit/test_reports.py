"""Periods of reports, and what is said of rows of reports and audits that mean nothing."""

from datetime import date, datetime

import pytest
from given import calendar, moment, policy

from cs_cli.domain import duty, named
from cs_cli.domain import report_period as period
from cs_cli.domain.errors import Broken, Invalid
from cs_cli.domain.report_period import Sort
from cs_cli.reports import AUDITS, REPORTS
from cs_cli.reports.figures import percentage
from cs_cli.store import definitions

NOW = moment("03-05T10:00")


def read(sort: str, text: str, now: datetime = NOW) -> tuple[str, str, str]:
    found = period.read(text, Sort.parse(sort), now, calendar())
    return found.key, str(found.first), str(found.last)


@pytest.mark.parametrize(
    ("sort", "text", "key", "first", "last"),
    [
        ("month", "2026-03", "2026-03", "2026-03-01", "2026-03-31"),
        ("month", "this", "2026-03", "2026-03-01", "2026-03-31"),
        ("month", "last", "2026-02", "2026-02-01", "2026-02-28"),
        ("month", "上期", "2026-02", "2026-02-01", "2026-02-28"),
        ("month", "2026年3月", "2026-03", "2026-03-01", "2026-03-31"),
        ("month", "2026年第一季度", "2026-Q1", "2026-01-01", "2026-03-31"),
        ("day 27 of month", "2026-03", "2026-03", "2026-02-28", "2026-03-27"),
        ("day 27 of month", "本期", "2026-03", "2026-02-28", "2026-03-27"),
        ("day 27 of month", "last", "2026-02", "2026-01-28", "2026-02-27"),
        ("day 27 of month", "2026-Q1", "2026-Q1", "2026-01-01", "2026-03-31"),
        ("day 30 of month", "2026-02", "2026-02", "2026-01-31", "2026-02-28"),
        ("day 30 of month", "2026-03", "2026-03", "2026-03-01", "2026-03-30"),
        ("day 31 of month", "2024-02", "2024-02", "2024-02-01", "2024-02-29"),
        ("每月27号", "2026-03", "2026-03", "2026-02-28", "2026-03-27"),
        ("week", "this", "2026-W10", "2026-03-02", "2026-03-08"),
        ("week", "2026-W01", "2026-W01", "2025-12-29", "2026-01-04"),
        ("quarter", "2026-Q4", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("quarter", "last", "2025-Q4", "2025-10-01", "2025-12-31"),
        ("year", "2026", "2026", "2026-01-01", "2026-12-31"),
        ("year", "last", "2025", "2025-01-01", "2025-12-31"),
        ("day", "last", "2026-03-04", "2026-03-04", "2026-03-04"),
        ("month", "2026-03-04", "2026-03-04", "2026-03-04", "2026-03-04"),
        ("month", "all", "2026-03-05", "None", "2026-03-05"),
        ("shift", "day", "2026-03-05 day", "2026-03-05", "2026-03-05"),
        ("shift", "2026-03-02 night", "2026-03-02 night", "2026-03-02", "2026-03-02"),
        ("shift", "last", "2026-03-04 night", "2026-03-04", "2026-03-04"),
        ("shift", "2026-03-02", "2026-03-02", "2026-03-02", "2026-03-02"),
    ],
)
def test_a_period_goes_by_these_words(sort, text, key, first, last):
    assert read(sort, text) == (key, first, last)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-W54", "2026-Q5", "soon", "1926", "26-03"])
def test_other_words_are_no_period(text):
    with pytest.raises(Invalid, match="is not a period"):
        read("month", text)


@pytest.mark.parametrize("text", ["fortnight", "", "3 days", "day 32 of month", "none"])
def test_other_words_are_no_sort_of_period(text):
    with pytest.raises(Invalid, match="is not a period"):
        Sort.parse(text)


@pytest.mark.parametrize(
    ("sort", "rrule", "last"),
    [
        ("day", "FREQ=DAILY", "2026-03-04"),
        ("week", "FREQ=WEEKLY", "2026-03-08"),
        ("month", "FREQ=MONTHLY", "2026-03-31"),
        ("day 27 of month", "FREQ=MONTHLY;BYMONTHDAY=27", "2026-03-27"),
        ("quarter", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2026-03-31"),
        ("year", "FREQ=YEARLY", "2026-12-31"),
    ],
)
def test_a_report_and_a_duty_name_the_same_period_alike(sort, rrule, last):
    parts = dict(part.split("=") for part in rrule.split(";"))
    day = date.fromisoformat(last)
    found = period.containing(Sort.parse(sort), day, calendar())
    assert found.key == duty.key_of(parts, day)
    assert found.last == day


def test_a_period_holds_what_lies_in_it_to_the_second():
    march = period.read("2026-03", Sort.parse("day 27 of month"), NOW, calendar())
    assert march.holds("2026-02-28T00:00:00+08:00")
    assert march.holds("2026-02-27T16:00:00+00:00")
    assert not march.holds("2026-02-27T23:59:59+08:00")
    assert march.holds("2026-03-27T23:59:59+08:00")
    assert not march.holds("2026-03-28T00:00:00+08:00")
    assert march.holds("2026-03-27")
    assert not march.holds("2026-03-28")
    assert not march.holds(None)
    assert not march.holds("some day")


def test_everything_has_no_period_before():
    every = period.read("all", Sort.parse("all"), NOW, calendar())
    assert period.before(every, calendar()) == every
    assert every.holds("2001-01-01")


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(3, 4, "75.0"), (7, 8, "87.5"), (19, 20, "95.0"), (1, 3, "33.3"), (2, 3, "66.7"),
     (1, 8, "12.5"), (1, 16, "6.3"), (0, 5, "0.0"), (1, 800, "0.1"), (5, 5, "100.0")],
)  # fmt: skip
def test_a_percentage_is_exact_to_one_decimal(part, whole, percent):
    assert str(percentage(part, whole)) == percent


def test_the_names_for_policies_are_those_of_the_code():
    assert list(named.REPORTS) == list(REPORTS)
    assert list(named.AUDITS) == list(AUDITS)


def said(tmp_path, rows: str) -> str:
    """Give what is wrong with a policy of a desk."""
    file = tmp_path / "policy" / "ours.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(rows, "utf-8")
    with pytest.raises(Broken) as broken:
        definitions.load(["base"], tmp_path)
    return str(broken.value)


LABEL = "label: {en: x, zh: 甲}"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("", "of is missing"),
        ("of: {kind: tickt}", "did you mean ticket?"),
        ("of: {kind: ticket, sevrity: serious}", "sevrity is not known here"),
        ("of: {kind: ticket, channel: telegraph}", "telegraph is not known here"),
        ("of: {kind: ticket}, period: fortnight", "fortnight is not a period"),
        ("of: {kind: ticket}, at: opend_at", "did you mean opened_at?"),
        ("of: {kind: ticket}, by: chanel", "did you mean channel?"),
        ("of: {kind: ticket}, by: [channel, type, status]", "one field or two"),
        ("of: {kind: ticket}, columns: [titel]", "did you mean title?"),
        ("of: {kind: ticket}, sum: hours_of_it", "hours_of_it is not known here"),
        ("of: {kind: ticket}, share: {chanel: phone}", "did you mean channel?"),
        ("of: {kind: ticket}, share: {}", "say which records count"),
        ("of: {kind: ticket}, share: {linked: {status: done}}", "which kind of record"),
        ("of: {kind: ticket}, share: {linked: {kind: calback}}", "did you mean callback?"),
        ("of: {kind: ticket}, share: {channel: phone, least: 2}", "say which records count"),
        ("of: {kind: ticket}, share: {linked: {kind: callback}, least: two}", "a whole number"),
        ("of: {kind: ticket}, mean: {from: opened_at}", "to is missing"),
        ("of: {kind: ticket}, max: true", "mean is missing"),
        ("of: {kind: ticket}, mean: {from: opened_at, to: 'do:rezolve'}", "did you mean resolve?"),
        ("of: {kind: ticket}, mean: {from: opened_at, to: 'when:it'}", "is not a moment"),
        ("of: {kind: ticket}, mean: ratng", "ratng is not known here"),
        ("fill: untuched", "did you mean untouched?"),
        ("of: {kind: ticket}, tend: true", "did you mean trend?"),
    ],
)
def test_a_report_of_words_that_mean_nothing_is_refused(tmp_path, row, complaint):
    rows = f"reports:\n  one: {{{LABEL}{', ' if row else ''}{row}}}\n"
    found = said(tmp_path, rows)
    assert found.startswith("policy/ours.yaml:2: reports one")
    assert complaint in found


def test_a_report_is_not_called_as_a_command_is(tmp_path):
    rows = f"reports:\n  list: {{{LABEL}, of: {{kind: ticket}}}}\n"
    assert "list has a meaning of its own" in said(tmp_path, rows)


VIOLATION = "kinds: {violation: {}}\n"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("", "late or rule"),
        ("late: [recheck-it]", "recheck-it is not known here"),
        ("rule: untouched", "on is missing"),
        ("rule: untuched, on: {kind: ticket}", "did you mean untouched?"),
        ("rule: unlinked, on: {kind: ticket}, with: {kind: calback}", "did you mean callback?"),
        ("rule: untouched, on: {kind: tickt}", "did you mean ticket?"),
        ("rule: untouched, on: {kind: ticket, type: complant}", "did you mean complaint?"),
        ("rule: untouched, on: {kind: ticket}, person: first_responsable", "first_responsible?"),
        ("rule: untouched, on: {kind: ticket}, proposes: {sort: '9'}", "9 is not known here"),
        ("rule: untouched, on: {kind: ticket}, proposes: {sorte: '1'}", "did you mean sort?"),
    ],
)
def test_an_audit_of_words_that_mean_nothing_is_refused(tmp_path, row, complaint):
    rows = f"{VIOLATION}audits:\n  one: {{{LABEL}{', ' if row else ''}{row}}}\n"
    found = said(tmp_path, rows)
    assert found.startswith("policy/ours.yaml:3: audits one")
    assert complaint in found


def test_violations_are_proposed_only_where_they_are_kept(tmp_path):
    row = f"{LABEL}, rule: untouched, on: {{kind: ticket}}, proposes: {{sort: '1'}}"
    assert "violation is not known here" in said(tmp_path, f"audits:\n  one: {{{row}}}\n")


def test_a_report_in_the_file_of_a_kind_is_about_that_kind(tmp_path):
    file = tmp_path / "templates" / "kinds" / "visitor.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "kind: visitor\nlabel: {en: visitor, zh: 访客}\nprefix: V\n"
        "fields: {title: {label: {en: title, zh: 标题}}}\n"
        "states: {here: {label: {en: here, zh: 在访}, final: true}}\nstart: here\n"
        f"reports:\n  visitors: {{{LABEL}}}\n",
        "utf-8",
    )
    row = definitions.load(["base"], tmp_path).rows.reports["visitors"][0]
    assert row.of is not None
    assert row.of.kind == "visitor"


def test_filed_reports_are_records_of_every_desk():
    assert {"title", "report", "period", "owner"} <= set(policy().kinds["report"].fields)
