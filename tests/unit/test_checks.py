"""What must hold in a desk: the example of every check, and the files in ``examples``."""

import re
from datetime import UTC, date
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest

from cs_cli.app.check_records import subject_of
from cs_cli.checks import (
    OTHERS,
    RECORD,
    append_only,
    conflict,
    names,
    people_file,
    references,
    roster_file,
    verbs,
)
from cs_cli.checks.references import Named, Reference, Target
from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.domain.kind import Kind
from cs_cli.domain.language import Text
from cs_cli.domain.lying import Lying
from cs_cli.domain.people import People
from cs_cli.domain.policy import Guard, On, Policy, Rows
from cs_cli.domain.source import Source
from cs_cli.store import codec, definitions, yamltext

EXAMPLES = Path(__file__).parents[1] / "examples"
TICKET = "ticket/2026/03/02/T-260302-7K3FQM.md"
PEOPLE = People.parse(
    [
        {"id": "li.na", "name": "李娜", "roles": ["clerk"]},
        {"id": "wang.wei", "name": "王伟", "roles": ["clerk"]},
    ]
)
# Where an example file goes on a desk.
PLACES = {
    "tickets": TICKET,
    "people": "people.yaml",
    "rosters": "roster/2026-03.yaml",
    "calendars": "calendar.yaml",
    "settings": "cs.yaml",
    "policies": "policy/own.yaml",
}
BROKEN = {"calendars", "settings", "policies"}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return definitions.load(["PSC"], None)


def example(check: ModuleType, word: str) -> str:
    """Give the text under ``Passes::`` or ``Fails::`` in the docstring of a check."""
    found = re.search(rf"^{word}::\n\n((?:    .*\n|\n)+)", f"{check.__doc__}\n", re.MULTILINE)
    assert found, f"{check.__name__} has no example under {word}"
    return dedent(found[1]).strip() + "\n"


def subject(text: str, policy: Policy, path: str = TICKET) -> Subject:
    front = text if text.startswith("---") else f"---\n{text}---\n"
    return subject_of(codec.read(front.encode(), path=path), policy)


def faults(check: ModuleType, text: str, policy: Policy) -> list[Fault]:
    return list(check.check(subject(text, policy), Around(policy, PEOPLE, UTC)))


@pytest.mark.parametrize("check", [one for one in RECORD if one is not conflict],
                         ids=lambda one: one.RULE)  # fmt: skip
def test_the_examples_of_a_check_pass_and_fail(check: ModuleType, policy: Policy) -> None:
    assert not faults(check, example(check, "Passes"), policy)
    assert faults(check, example(check, "Fails"), policy)


def test_an_example_that_passes_one_check_passes_them_all(policy: Policy) -> None:
    for check in RECORD:
        text = example(check, "Passes")
        if "log:" in text:
            for other in RECORD:
                assert not faults(other, text, policy), (check.RULE, other.RULE)


def test_every_check_has_a_rule_of_its_own_and_is_listed() -> None:
    listed = [*RECORD, *OTHERS]
    rules = [check.RULE for check in listed]
    assert len(set(rules)) == len(rules)
    files = {path.stem for path in Path(names.__file__).parent.glob("*.py")}
    assert {check.__name__.rpartition(".")[2] for check in listed} == files - {
        "__init__",
        "subject",
    }


def test_the_example_of_the_names_of_files() -> None:
    def wrong(word: str) -> list[str]:
        paths = [Lying(path) for path in example(names, word).split()]
        return [path for path, _fault in names.check(paths, {"ticket"})]

    assert wrong("Passes") == []
    assert sorted(wrong("Fails")) == sorted(example(names, "Fails").split()[1:])


def test_the_example_of_half_a_merge() -> None:
    assert not list(conflict.faults(example(conflict, "Passes")))
    (fault,) = conflict.faults("x\n" + example(conflict, "Fails"), first_line=10)
    assert fault.line == 11


def test_the_example_of_the_people_file() -> None:
    roles = ("clerk", "supervisor")
    passes, fails = (
        yamltext.parse(example(people_file, word).encode(), path="").data
        for word in ("Passes", "Fails")
    )
    assert not list(people_file.check(passes, roles))
    found = [(fault.place, fault.hint) for fault in people_file.check(fails, roles)]
    assert found == [
        ((0, "reports_to"), "did you mean chen.jing?"),
        ((0, "roles", 0), "did you mean clerk?"),
    ]


def test_the_example_of_the_roster() -> None:
    people, shifts = ("li.na", "wu.gang"), ("day", "night")
    passes, fails = (
        yamltext.parse(example(roster_file, word).encode(), path="").data
        for word in ("Passes", "Fails")
    )
    assert not list(roster_file.check(passes, "2026-03", people, shifts))
    assert [fault.message for fault in roster_file.check(fails, "2026-03", people, shifts)] == [
        "2026-04-02 is not in 2026-03, the month of the file",
        "evening is not a shift of this desk",
        "there is nobody called wu.gangg",
    ]


def test_the_example_of_the_append_only_log() -> None:
    for word, wrong in (("Passes", 0), ("Fails", 1)):
        states = example(append_only, word).split("--- becomes\n")
        before, after = (yamltext.parse(text.encode(), path="").data for text in states)
        assert len(list(append_only.check(before, after))) == wrong


OPENED = {"at": "2026-03-02T09:14:05+08:00", "by": "li.na", "do": "open"}
NOTED = {"at": "2026-03-02T09:20:00+08:00", "by": "li.na", "do": "note", "note": "rang twice"}


def test_two_logs_that_were_united_are_no_change() -> None:
    other = {"at": "2026-03-02T09:18:00+08:00", "by": "wang.wei", "do": "note", "note": "x"}
    assert not list(append_only.check([OPENED, NOTED], [OPENED, other, NOTED]))


def test_events_that_change_places_are_noticed() -> None:
    (fault,) = append_only.check([OPENED, NOTED], [NOTED, OPENED])
    assert "changed places" in fault.message


def test_an_event_that_is_gone_or_changed_is_named() -> None:
    (gone,) = append_only.check([OPENED, NOTED], [OPENED])
    assert gone.message == (
        "the event note by li.na at 2026-03-02T09:20:00+08:00 is gone from the log"
    )
    (changed,) = append_only.check([OPENED, NOTED], [OPENED, {**NOTED, "note": "rang once"}])
    assert changed.message.endswith("was changed")
    assert changed.place == ("log", 1)


def test_the_example_of_references(policy: Policy) -> None:
    def judged(word: str) -> Fault | None:
        (one,) = references.references(subject(example(references, word), policy))
        return references.judge(
            one, {"C-260101-0A1B2C": Target("customer", "active")}.get(one.named.id)
        )

    assert judged("Passes") is None
    fault = judged("Fails")
    assert fault is not None
    assert fault.message == "there is no record C-991231-ZZZZZZ"


def test_rules_are_looked_up_by_kind_type_verb_and_the_day_they_came_into_force() -> None:
    def guard(kind: str, *, since: str | None = None, **on: tuple[str, ...]) -> Guard:
        day = date.fromisoformat(since) if since else None
        return Guard(On(kind, **on), Text("no", "不"), since=day)

    old, new = guard("ticket"), guard("ticket", since="2026-03-02")
    typed = guard("ticket", type=("repair",), do=("close", "void"))
    rows = Rows(guards={"a": (old, new), "b": (typed,), "c": (guard("leave"),)})
    around = Around(Policy({}, {}, rows), None, UTC)
    ticket, repair = (
        Kind("ticket", Text("ticket", "工单"), "T", {}, {}, (), type=type_)
        for type_ in (None, "repair")
    )
    before, then = date(2026, 3, 1), date(2026, 3, 2)
    for _again in range(2):
        assert around.guards(ticket, "close", before) == [old]
        assert around.guards(ticket, "close", then) == [new]
        assert around.guards(repair, "close", then) == [new, typed]
        assert around.guards(repair, "reply", before) == [old]


def test_a_void_record_is_no_partner_of_an_open_one() -> None:
    target = Target("customer", "void")
    open_, done = (
        Reference(("customer",), Named("C-260101-0A1B2C", (), live)) for live in (True, False)
    )
    assert references.judge(open_, target) == Fault("C-260101-0A1B2C is void", ("customer",))
    assert references.judge(done, target) is None


def test_the_event_that_led_to_another_status_is_named(policy: Policy) -> None:
    text = """\
---
id: T-260302-7K3FQM
kind: ticket
title: Lift stopped
status: closed
opened_at: 2026-03-02T09:14:05+08:00
log:
  - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
  - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: resolve}
  - {at: 2026-03-02T09:30:00+08:00, by: li.na, do: note, note: she is content}
---
"""
    (fault,) = faults(RECORD[[one.RULE for one in RECORD].index("status")], text, policy)
    assert fault.message == "status is closed, but the log leads to resolved"
    assert fault.hint == (
        "entry 2 of the log, resolve at 2026-03-02T09:20:00+08:00, leads to resolved"
    )


def test_a_verb_from_final_states_alone_may_start_there_alone(policy: Policy) -> None:
    ticket = policy.kinds["ticket"]
    assert verbs.may(ticket, "reopen", "closed")
    assert not verbs.may(ticket, "reopen", "open")
    assert verbs.may(ticket, "reply", "pending")
    assert not verbs.may(ticket, "reply", "closed")
    assert verbs.may(ticket, "note", "closed")
    assert not verbs.may(ticket, "note", "void")


def test_a_rule_of_the_department_is_named_by_its_row(policy: Policy) -> None:
    rows = {"guards": {"own": {"ref": "OWN-01", "on": {"kind": "ticket", "do": "resolve"},
            "require": "result", "says": {"en": "no", "zh": "不"}}}}  # fmt: skip
    own = Source("policy/own.yaml", "policy/own", rows, lambda *_place: 1)
    kinds, chain = definitions.sources(["PSC"], None)
    held = definitions.built(kinds, [*chain, own])
    text = """\
---
id: T-260302-7K3FQM
kind: ticket
title: Lift stopped
status: resolved
opened_at: 2026-03-02T09:14:05+08:00
log:
  - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
  - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: resolve}
---
"""
    needs = RECORD[[one.RULE for one in RECORD].index("needs")]
    assert Fault("resolve needs: result", ("log", 1), rule="OWN-01") in faults(needs, text, held)


CUSTOMER = """\
---
id: {id}
kind: customer
name: Mrs Wang
status: {status}
opened_at: 2026-01-01T09:00:00+08:00
log:
  - {{at: 2026-01-01T09:00:00+08:00, by: li.na, do: open}}
{more}---
"""
VOID = "  - {at: 2026-01-01T10:00:00+08:00, by: li.na, do: void, note: twice}\n"


def examples(sort: str) -> list[str]:
    folders = [EXAMPLES / sort / name for name in PLACES]
    return [f"{p.parent.name}/{p.name}" for folder in folders for p in sorted(folder.glob("*"))]


def prepare(desk, sort: str, name: str) -> str:
    """Put an example where it belongs, beside a customer in use and a void one."""
    for id_, status, more in (("0A1B2C", "active", ""), ("V01D00", "void", VOID)):
        text = CUSTOMER.format(id=f"C-260101-{id_}", status=status, more=more)
        desk.write(f"customer/2026/01/01/C-260101-{id_}.md", text)
    place = PLACES[name.partition("/")[0]]
    desk.write(place, (EXAMPLES / sort / name).read_bytes())
    return place


@pytest.mark.parametrize("name", examples("good"))
def test_a_good_example_has_no_problem(desk, name: str) -> None:
    prepare(desk, "good", name)
    assert desk.json("check") == []


@pytest.mark.parametrize("name", examples("bad"))
def test_a_bad_example_has_the_problem_its_name_says(desk, name: str) -> None:
    place = prepare(desk, "bad", name)
    folder, _slash, file = name.partition("/")
    _words, line, rule = file.rpartition(".")[0].split("--")
    unreadable = rule in ("readable", "conflict") and folder in ("people", "rosters")
    code = 5 if folder in BROKEN else 1
    problems = [p for p in desk.json("check", code=code) if p["path"] == place or not unreadable]
    assert [(p["path"], f"line-{p['line']}", p["rule"]) for p in problems] == [(place, line, rule)]
    assert problems[0]["message"]
