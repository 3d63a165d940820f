"""What ``cs`` makes (for a duty, a report, an audit, a rule) is drafted as what is typed."""

import pytest
from figures import put, rules

NOW = "2026-03-02T12:00:00+08:00"
ROWS = """\
kinds:
  duty: {{{more}}}
  report: {{{more}}}
  violation: {{{more}}}
  callback: {{{more}}}
deadlines:
  answer:
    label: {{en: answer the customer, zh: 答复客户}}
    on: {{kind: ticket}}
    limit: 30 minutes
    until: do:reply
audits:
  late-answer:
    ref: TKT-17
    label: {{en: not answered in time, zh: 限期内没有答复}}
    late: [answer]
    person: first_responsible
    proposes: {{sort: "3"}}
duties:
  tidy: {{ref: HND-04, label: {{en: tidy, zh: 整理}}, role: clerk, rrule: FREQ=DAILY}}
reports:
  all-tickets: {{ref: TKT-02, label: {{en: tickets, zh: 工单}}, of: {{kind: ticket}}}}
followups:
  call-back:
    ref: CBK-31
    on: {{kind: ticket, do: note}}
    create: callback
    title: {{en: call, zh: 回访}}
"""
MORE = """\
fields: {
  place: {label: {en: place, zh: 地点}, default: lobby},
  made_at: {label: {en: made, zh: 制作时间}, type: instant},
  times: {label: {en: times, zh: 次数}, type: number}},
open: {label: {en: open, zh: 登记}, put: {made_at: "@now"}, count: times}
""".replace("\n", " ")
NEEDED = "fields: {place: {label: {en: place, zh: 地点}, required: true}}"
GUARD = """\
guards:
  looked-at:
    ref: GEN-01
    says: {{en: "look at it once more", zh: 请再看一遍}}
    on: {{kind: {kind}, do: open}}
    {check}
"""

MADE = [
    ("duty", ("duty", "done", "tidy", "--period", "2026-03-01")),
    ("report", ("report", "all-tickets", "--save")),
    ("violation", ("audit", "--propose")),
    ("callback", ("ticket", "note", "{id}", "-m", "called")),
]
JUDGED = MADE[:3]
ROW = {"duty": "HND-04", "report": "TKT-02", "violation": "TKT-17", "callback": "CBK-31"}


def do(desk, words):
    id_ = put(desk, "ticket", "03-02T10:00", "open", first_responsible="li.na", owner="li.na")
    return desk.run(*(word.format(id=id_) for word in words), now=NOW)


def made(desk, kind):
    return [desk.json("show", path.stem) for path in desk.root.glob(f"{kind}/**/*.md")]


@pytest.mark.parametrize(("kind", "words"), MADE)
def test_it_has_the_defaults_of_its_kind_and_what_opening_sets(desk, kind, words):
    rules(desk, ROWS.format(more=MORE))
    result = do(desk, words)
    assert result.code == 0, result.err
    (one,) = made(desk, kind)
    assert (one["place"], one["made_at"], one["times"]) == ("lobby", NOW, 1)
    assert desk.ok("check", now=NOW) == ""


@pytest.mark.parametrize(("kind", "words"), MADE)
def test_without_a_field_that_it_needs_it_is_not_made(desk, kind, words):
    rules(desk, ROWS.format(more=NEEDED))
    result = do(desk, words)
    assert (result.code, "still needed: --place" in result.err) == (3, True), result
    assert result.err.startswith(f"refused ({ROW[kind]})")
    assert made(desk, kind) == []


@pytest.mark.parametrize(("kind", "words"), JUDGED)
@pytest.mark.parametrize("check", ['warn: "true"', "roles: [manager]"])
def test_what_a_command_makes_is_judged(desk, kind, words, check):
    rules(desk, ROWS.format(more="") + GUARD.format(kind=kind, check=check))
    result = do(desk, words)
    assert "look at it once more" in result.err
    assert result.code == (0 if "warn" in check else 3)
    assert len(made(desk, kind)) == (1 if "warn" in check else 0)


def test_what_a_rule_makes_is_not_judged(desk):
    more = "open: {label: {en: open, zh: 登记}, roles: [manager], note: 'true'}"
    rules(desk, ROWS.format(more=more) + GUARD.format(kind="callback", check="roles: [manager]"))
    assert do(desk, MADE[3][1]).err == ""
    assert len(made(desk, "callback")) == 1


@pytest.mark.parametrize(("kind", "words"), JUDGED)
def test_what_only_others_may_make_no_command_makes_for_one(desk, kind, words):
    rules(desk, ROWS.format(more="open: {label: {en: open, zh: 登记}, roles: [manager]}"))
    result = do(desk, words)
    assert (result.code, "manager" in result.err) == (3, True), result
    assert made(desk, kind) == []


@pytest.mark.parametrize(("kind", "words"), JUDGED[:2])
def test_once_it_is_void_it_can_be_made_again(desk, kind, words):
    rules(desk, ROWS.format(more=""))
    assert do(desk, words).code == 0
    (first,) = made(desk, kind)
    assert desk.run(*words, now=NOW).code == 2
    desk.ok(kind, "void", first["id"], "-m", "wrong figures", now=NOW)
    desk.ok(*words, now=NOW)
    assert {one["status"] for one in made(desk, kind)} == {"void", first["status"]}
