"""Versions of a record merge alike in any grouping, however people and programs have written them.

Comments, quotes, unknown keys, ends of lines, changes by hand, equal times, offsets of summer and
winter, clocks hours apart, what was taken back, the text: five clones, in any tree of merges.
"""

import random
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from given import policy
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_cli.domain.errors import Broken, Invalid
from cs_cli.store import codec, versions
from cs_cli.store.codec import Append, Drop, Plain, Put, Remove

KIND = policy("PSC").kinds["ticket"]
BASE = """\
---
id: T-261025-7K3FQM   # never changes
kind: ticket
"title":  'Lift stopped'  # as she said
status: open
owner: li.na
phone-calls: &
urges:
  - at: 2026-10-25T00:15:00+02:00  # first
    by: li.na
    said: soon
  # about the second
  - {at: 2026-10-25T00:16:00+02:00, by: li.na, said: now}

# what went before
opened_at: 2026-10-25T00:14:05+02:00
log:
  # the call
  - at: 2026-10-25T00:14:05+02:00
    by: li.na
    do: open
    odd: [kept, "too"]
  - at: 2026-10-25T00:15:00+02:00
    by: li.na
    do: urge
    said: soon
  - at: 2026-10-25T00:16:00+02:00
    by: li.na
    do: urge
    said: now
# end
---
It hums,
then stops.

Nobody knows why.""".replace("phone-calls: &\n", "phone-calls: '0912'\n")
BERLIN = ZoneInfo("Europe/Berlin")  # the hour from two to three comes twice in that night
START = datetime.fromisoformat("2026-10-25T00:20:00+02:00")
CLONES = 5

step = st.tuples(
    st.integers(0, CLONES - 1),
    st.sampled_from([0, 0, 5, 90, 100, 160, 165, 400]),  # minutes
    st.sampled_from(
        ["set", "set", "assign", "urge", "resolve", "void", "undo", "comment", "key", "hand",
         "body", "end", "drop", "entry", "quote"]
    ),
    st.sampled_from(["owner", "department", "urgent_note"]),
    st.sampled_from(["li.na", "wang.wei", "大堂", "no", "007", "a: b # c", ""]),
)  # fmt: skip


def changed(raw: bytes, one: tuple[int, int, str, str, str]) -> bytes:
    """Change a record as a command does, or as somebody with an editor."""
    clone, minutes, do, name, value = one
    moment = (START + timedelta(minutes=minutes)).astimezone(BERLIN)
    at, who = Plain(moment.isoformat()), f"clerk-{clone % 3}"  # two pairs of clones share a person
    event = {"at": at, "by": who, "do": do}
    document = codec.read(raw, path="x.md")
    edits = {
        "urge": [Append("urges", [{"at": at, "by": who, "said": value}]),
                 Append("log", [{**event, "said": value}])],
        "resolve": [Put("status", Plain("resolved")), Append("log", [event])],
        "void": [Put("status", Plain("void")), Append("log", [{**event, "note": "x"}])],
        "key": [Put(f"x-{name}", value)],
        "hand": [Put(name, value)],
        "drop": [Drop(name)],
        "entry": [Remove("urges", frozenset({0}))] if document.data.get("urges") else [],
    }  # fmt: skip
    if do in edits:
        return codec.edit(document, edits[do])
    if do in ("set", "assign"):
        change = Put(name, value) if value else Drop(name)
        return codec.edit(document, [change, Append("log", [{**event, name: value}])])
    if do == "undo":
        last = document.data["log"][-1]
        named = f"{last['at']} {last['by']} {last['do']}"
        return codec.edit(document, [Append("log", [{**event, "undoes": [named]}])])
    return by_hand(raw, do, f"{name} {value}")


def by_hand(raw: bytes, do: str, text: str) -> bytes:
    """Write into the file itself."""
    newline = b"\r\n" if b"\r\n" in raw else b"\n"
    said = text.replace(":", "").encode()
    if do == "comment":
        return raw.replace(b"  # the call", b"  # the call, " + said)
    if do == "quote":
        return raw.replace(b"'Lift stopped'", b'"Lift stopped"')
    if do == "body":
        return raw.replace(b"then stops.", b"then stops, " + said)
    return raw + newline + said


def merged(base: bytes, one: bytes, other: bytes) -> bytes:
    return versions.merged(base, one, other, KIND, path="x.md")


def in_some_order(clones: list[bytes], chance: random.Random, base: bytes) -> bytes:
    """Merge two of them, and what that gives with the others, until one is left."""
    left = list(clones)
    while len(left) > 1:
        chance.shuffle(left)
        left.append(merged(base, left.pop(), left.pop()))
    return left[0]


@settings(max_examples=25, deadline=None)
@given(st.lists(step, max_size=14), st.booleans(), st.randoms(use_true_random=False))
def test_any_grouping_of_five_versions_gives_the_same_bytes(steps, windows, chance):
    base = (BASE.replace("\n", "\r\n") if windows else BASE).encode()
    clones = [base] * CLONES
    for one in steps:
        clones[one[0]] = changed(clones[one[0]], one)
    results = {in_some_order(clones, chance, base) for _order in range(6)}
    assert len(results) == 1
    (final,) = results
    expected = Counter[str]()
    for clone in clones:
        expected |= Counter(map(repr, codec.read(clone, path="x.md").data["log"]))
    assert Counter(map(repr, codec.read(final, path="x.md").data["log"])) == expected
    for clone in clones:
        assert merged(base, final, clone) == merged(clone, final, clone) == final
    assert merged(final, final, final) == final
    assert windows == (b"\r\n" in final)
    assert not windows or final.count(b"\n") == final.count(b"\r\n")


def test_an_entry_that_both_added_stands_once_and_one_that_was_taken_away_is_gone():
    entry = (0, 5, "urge", "owner", "now!")
    both = [changed(BASE.encode(), entry), changed(BASE.encode(), entry)]
    said = [one["said"] for one in codec.read(merged(BASE.encode(), *both), path="x").data["urges"]]
    assert said == ["soon", "now", "now!"]
    less = changed(both[0], (0, 6, "entry", "owner", ""))
    found = codec.read(merged(BASE.encode(), less, both[1]), path="x").data["urges"]
    assert [one["said"] for one in found] == ["now", "now!"]


def test_an_entry_that_one_side_changed_is_the_changed_one():
    one = BASE.replace("said: soon\n  # about", "said: at once\n  # about").encode()
    other = changed(BASE.encode(), (1, 5, "urge", "owner", "now!"))
    found = codec.read(merged(BASE.encode(), one, other), path="x").data["urges"]
    assert [entry["said"] for entry in found] == ["at once", "now", "now!"]
    twice = BASE.replace("said: soon\n  # about", "said: later\n  # about").encode()
    found = codec.read(merged(BASE.encode(), one, twice), path="x").data["urges"]
    assert sorted(entry["said"] for entry in found) == ["at once", "later", "now"]


def test_what_is_broken_on_one_side_is_left_to_a_person():
    broken = BASE.replace("status: open", "status: [open").encode()
    with pytest.raises(Broken):
        merged(BASE.encode(), broken, BASE.encode())
    other = BASE.replace("T-261025-7K3FQM ", "T-261025-7K3FQN ").encode()
    with pytest.raises(Invalid):
        merged(BASE.encode(), other, BASE.encode())
