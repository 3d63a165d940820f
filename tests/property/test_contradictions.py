"""What clones do to one record without knowing of each other is listed, every pair, until settled.

A model knows which event was done in knowledge of which; the record knows only what its merges
have marked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from given import policy
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.app.check_records import subject_of
from cs_cli.checks import contested, status, verbs
from cs_cli.checks.subject import Around
from cs_cli.domain import settling, taking_back
from cs_cli.store import codec, versions
from cs_cli.store.codec import Append, Drop, Plain, Put

RULES = policy("PSC")
KIND = RULES.kinds["ticket"]
AROUND = Around(RULES, None, datetime.fromisoformat("2026-03-02T09:00:00+08:00").tzinfo)
BASE = b"""\
---
id: T-260302-7K3FQM
kind: ticket
title: Lift stopped
status: open
opened_at: 2026-03-02T09:14:05+08:00
log:
  - at: 2026-03-02T09:14:05+08:00
    by: li.na
    do: open
---
"""
START = datetime.fromisoformat("2026-03-02T09:20:00+08:00")
CLONES = 3
STATES = {"resolve": "resolved", "void": "void"}


@dataclass(frozen=True)
class Done:
    """An event, where it was done, and the numbers of those that were known there."""

    clone: int
    at: str
    do: str
    field: str
    value: str
    known: frozenset[int]

    @property
    def name(self) -> str:
        return f"{self.at} clerk-{self.clone} {self.do}"


def subject(raw):
    return subject_of(codec.read(raw, path="ticket/2026/03/02/T-260302-7K3FQM.md"), RULES)


def faults(raw):
    found = subject(raw)
    every = (*contested.check(found, AROUND), *verbs.check(found, AROUND))
    assert not list(status.check(found, AROUND))
    assert all(fault.events for fault in every)
    log = found.record.log
    return [tuple(log[n].name for n in fault.events) for fault in every]


def done(raw, event):
    """Do it as a command does, unless it is not possible there."""
    found = subject(raw)
    verb = event.do if event.do in KIND.verbs or event.do in ("set", "void") else "set"
    if not settling.may(KIND, verb, found.record.status):
        return None
    entry = {"at": Plain(event.at), "by": f"clerk-{event.clone}", "do": event.do}
    edits = [Put("status", Plain(STATES[event.do]))] if event.do in STATES else []
    if event.do in ("set", "assign"):
        entry[event.field] = event.value
        edits.append(Put(event.field, event.value))
    document = codec.read(raw, path="x.md")
    return codec.edit(document, [*edits, Append("log", [entry])])


def merged(base, one, other):
    return versions.merged(base, one, other, KIND, path="x.md")


def settled(raw, number, chance):
    """Say what holds as ``cs settle`` does."""
    record = subject(raw).record
    at = list(settling.contradictions(record, KIND))
    gone = None
    while gone is None:
        keep = [at.pop(chance.randrange(len(at)))]
        gone = settling.to_take_back(record, KIND, keep)
    kept = record.log[keep[0]]
    without = taking_back.without(record, KIND, gone)
    said = {n: kept.values.get(n, record.values.get(n)) for n in settling.fields(record, KIND)}
    values = {**without.values, **said}
    event = {
        "at": Plain((START + timedelta(hours=2, seconds=number)).isoformat()), "by": "boss",
        "do": "adjudicate", "keeps": [kept.name],
        **({"undoes": [record.log[n].name for n in sorted(gone)]} if gone else {}),
        **{name: value or "" for name, value in values.items()},
    }  # fmt: skip
    edits = [Put(n, v) if v else Drop(n) for n, v in values.items()]
    edits += [Put("status", Plain(without.status)), Append("log", [event])]
    return codec.edit(codec.read(raw, path="x.md"), edits)


step = st.one_of(
    st.tuples(
        st.integers(0, CLONES - 1),
        st.integers(0, 300),  # minutes; clocks may be hours apart
        st.sampled_from(["set", "set", "assign", "assign", "resolve", "void"]),
        st.sampled_from(["owner", "department"]),
        st.sampled_from(["li.na", "wang.wei", "chen.jing"]),
    ),
    st.integers(0, CLONES - 1),  # a sync
)


def lost_pairs(events, final):
    """Give by the model each pair of contradictory events of which one must be listed."""
    for n, one in enumerate(events):
        for m, other in enumerate(events[:n]):
            if m in one.known or one.clone == other.clone:
                continue
            if (one.do == "void") != (other.do == "void"):
                yield one, other, None
            both = one.do in ("set", "assign") and other.do in ("set", "assign")
            if not both or one.field != other.field or one.value == other.value:
                continue
            if _stands(events, n) and _stands(events, m):
                yield one, other, final.get(one.field)


def _says(event, field):
    return event.do in ("set", "assign") and event.field == field


def _stands(events, n):
    """Tell whether nobody who knew of a word on a field has said another one since."""
    return not any(n in e.known and _says(e, events[n].field) for e in events)


class Clones:
    """Some clones of one record that meet at a hub now and then."""

    def __init__(self):
        self.hub, self.own, self.common = BASE, [BASE] * CLONES, [BASE] * CLONES
        self.known: list[set[int]] = [set() for _clone in range(CLONES)]
        self.shared: set[int] = set()
        self.events: list[Done] = []

    def sync(self, n):
        found = merged(self.common[n], self.hub, self.own[n])
        self.hub = self.own[n] = self.common[n] = found
        self.shared |= self.known[n]
        self.known[n] |= self.shared

    def do(self, number, one):
        if isinstance(one, int):
            self.sync(one)
            return
        clone, minutes, do, field, value = one
        at = (START + timedelta(minutes=minutes, seconds=number)).isoformat()
        event = Done(clone, at, do, field, value, frozenset(self.known[clone]))
        new = done(self.own[clone], event)
        if new is not None:
            self.own[clone] = new
            self.known[clone].add(len(self.events))
            self.events.append(event)

    def meet(self):
        for n in (*range(CLONES), *range(CLONES)):
            self.sync(n)
        assert set(self.own) == {self.hub}


@settings(max_examples=120, deadline=None)
@given(st.lists(step, max_size=16), st.randoms(use_true_random=False))
def test_every_contradiction_is_listed_and_can_be_settled(steps, chance):
    clones = Clones()
    for number, one in enumerate(steps):
        clones.do(number, one)
    clones.meet()
    hub, events = clones.hub, clones.events
    held = subject(hub).record
    assert sorted(e.name for e in held.log[1:]) == sorted(e.name for e in events)
    listed = faults(hub)
    named = {name for pair in listed for name in pair}
    for one, other, value in lost_pairs(events, held.values):
        losers = [e for e in (one, other) if value is None or e.value != value]
        assert {loser.name for loser in losers} <= named, (one, other, listed)
    if all(e.known >= set(range(n)) for n, e in enumerate(events)):
        assert listed == []  # who knew everything contradicts nobody
    for number in range(40):
        hub = settled(hub, number, chance) if faults(hub) else hub
    assert faults(hub) == []
    assert subject(hub).record.log[: len(held.log)] == held.log


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_two_who_settle_at_once_come_to_one_record(chance, alike):
    one, other = (
        done(BASE, Done(n, (START + timedelta(minutes=n)).isoformat(), "set", "owner", who,
                        frozenset()))
        for n, who in enumerate(("li.na", "wang.wei"))
    )  # fmt: skip
    both = merged(BASE, one, other)
    assert len(faults(both)) == 1
    first = settled(both, 1, chance)
    second = first if alike else settled(both, 2, chance)
    found = merged(both, first, second)
    assert found == merged(both, second, first)
    for number in range(3, 9):
        found = settled(found, number, chance) if faults(found) else found
    assert faults(found) == []
