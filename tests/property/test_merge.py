"""Clones that change one record, each for itself, come to the same bytes in whatever order."""

import random
from collections import Counter
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

import pytest
from given import policy
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.store import codec, versions
from cs_cli.store.codec import Append, Plain, Put

KIND = policy("PSC").kinds["ticket"]
BASE = b"""\
---
id: T-260302-7K3FQM
kind: ticket
title: Lift stopped # between floors
status: open
urges:
  - at: 2026-03-02T09:15:00+08:00
    by: li.na
    said: soon
# what went before
opened_at: 2026-03-02T09:14:05+08:00
log:
  - at: 2026-03-02T09:14:05+08:00
    by: li.na
    do: open
---
It hums, then stops.
"""
START = datetime.fromisoformat("2026-03-02T09:20:00+08:00")
FIELDS = ("owner", "place", "department", "urgent_note")
CLONES = 3

change = st.tuples(
    st.integers(0, CLONES - 1),
    st.integers(0, 40),  # minutes; clocks of clones differ, so they may run backwards
    st.sampled_from(["set", "urge", "assign", "resolve"]),
    st.sampled_from(FIELDS),
    st.sampled_from(["li.na", "wang.wei", "大堂", "no", "007"]),
)


def changed(raw: bytes, step: tuple[int, int, str, str, str]) -> bytes:
    """Change a record as a command of ``cs`` does."""
    clone, minutes, do, name, value = step
    at = Plain((START + timedelta(minutes=minutes, seconds=clone)).isoformat())
    document = codec.read(raw, path="x.md")
    event = {"at": at, "by": f"clerk-{clone}", "do": do}
    if do == "urge":
        entry = {"at": at, "by": f"clerk-{clone}", "said": value}
        said = {**event, "said": value}
        return codec.edit(document, [Append("urges", [entry]), Append("log", [said])])
    if do == "resolve":
        return codec.edit(document, [Put("status", "resolved"), Append("log", [event])])
    return codec.edit(document, [Put(name, value), Append("log", [{**event, name: value}])])


def merged(base: bytes, one: bytes, other: bytes) -> bytes:
    return versions.merged(base, one, other, KIND, path="x.md")


def events(raw: bytes) -> list[str]:
    return sorted(map(repr, codec.read(raw, path="x.md").data["log"]))


@settings(max_examples=150, deadline=None)
@given(st.lists(change, max_size=12), st.randoms(use_true_random=False))
def test_clones_converge_whatever_the_order_and_lose_nothing(steps, chance: random.Random):
    clones = [BASE] * CLONES
    for step in steps:
        clones[step[0]] = changed(clones[step[0]], step)
    counted = [Counter(events(clone)) for clone in clones]
    expected = sorted(reduce(or_, counted).elements())
    results = set()
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        found = clones[order[0]]
        for other in order[1:]:
            sides = [found, clones[other]]
            chance.shuffle(sides)
            found = merged(BASE, *sides)
        results.add(found)
        assert events(found) == expected
    assert len(results) == 1
    (final,) = results
    for clone in clones:
        assert merged(BASE, final, clone) == merged(clone, final, clone) == final


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.one_of(change, st.tuples(st.just("sync"), st.integers(0, CLONES - 1))), max_size=20)
)
def test_clones_that_meet_now_and_then_end_alike(steps):
    """As with git: what a clone and the others had in common last is the ancestor."""
    hub, clones, common = BASE, [BASE] * CLONES, [BASE] * CLONES
    ends = [("sync", n) for n in (*range(CLONES), *range(CLONES))]
    for step in [*steps, *ends]:
        if step[0] == "sync":
            n = step[1]
            hub = clones[n] = common[n] = merged(common[n], hub, clones[n])
        else:
            clones[step[0]] = changed(clones[step[0]], step)
    assert len(set(clones)) == 1
    made = Counter(repr(step) for step in steps if step[0] != "sync")
    assert len(events(hub)) == made.total() + 1


@pytest.mark.parametrize("clone", [0, 1])
def test_what_one_side_alone_did_is_taken_as_it_is(clone):
    new = changed(BASE, (clone, 5, "assign", "owner", "wang.wei"))
    assert merged(BASE, BASE, new) == merged(BASE, new, BASE) == new


def test_comments_and_texts_stay_where_they_are():
    one = BASE.replace(b"# between floors", b"# third floor")
    other = changed(BASE, (1, 5, "set", "place", "大堂")).replace(b"It hums", b"It hummed")
    found = merged(BASE, one, other)
    assert found == other.replace(b"# between floors", b"# third floor")


def test_two_states_reached_at_once_stand_as_the_log_says():
    one = changed(BASE, (0, 5, "resolve", "owner", "li.na"))
    other = changed(BASE, (1, 9, "assign", "owner", "wang.wei"))
    data = codec.read(merged(BASE, one, other), path="x.md").data
    assert [event["do"] for event in data["log"]] == ["open", "resolve", "assign"]
    assert data["owner"] == "wang.wei"


def test_what_was_said_last_holds_though_a_clock_was_hours_behind():
    """The later word is the one that knew of the other, not the one with the later time."""
    both = changed(BASE, (0, 40, "assign", "owner", "wu.gang"))
    one = changed(both, (1, 0, "assign", "owner", "li.na"))
    other = changed(BASE, (2, 5, "set", "owner", "大堂"))
    orders = {
        merged(BASE, merged(BASE, other, both), one),
        merged(BASE, other, merged(both, one, both)),
        merged(BASE, merged(BASE, one, other), merged(BASE, both, other)),
    }
    (found,) = orders
    data = codec.read(found, path="x.md").data
    assert [event.get("owner") for event in data["log"][1:]] == ["大堂", "wu.gang", "li.na"]
    assert data["owner"] == "li.na"


def test_what_was_changed_by_hand_after_an_event_holds_over_it():
    by_event = changed(BASE, (0, 5, "assign", "owner", "wang.wei"))
    by_hand = by_event.replace(b"owner: wang.wei", b"owner: li.na", 1)
    other = changed(by_event, (1, 9, "set", "place", "hall"))
    for base in (BASE, by_event):
        data = codec.read(merged(base, by_hand, other), path="x.md").data
        assert (data["owner"], data["place"]) == ("li.na", "hall")
