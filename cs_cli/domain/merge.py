"""Two versions of a record that have one ancestor become one: a pure merge by meaning.

The log is what happened, so both logs unite: an event is never dropped, changed or doubled, and
stands where its time puts it. The status is what a replay of the united log leads to. Of a field
that both sides changed, the change that the log has last holds; the other one is in the log as
well. Lists that grow by events unite, what is counted goes up by every event that counts it, the
text below is merged by its lines. All of it is the same for either order of the two and for any
order of several clones, and merging again what is merged changes nothing. A record that a rule
made in both clones was opened in both; both openings stay in the log, and the first one counts.

    ancestor: open, owner li.na
    one:      09:20 assign owner: wu.gang      other: 09:25 set place: hall
    merged:   09:20 assign, 09:25 set; owner wu.gang, place hall

A state that the united log cannot have led to stays as the events left it. Where both sides set
a field to different values, or one voided what the other worked on, the events are marked
(:mod:`cs_cli.domain.contested`). ``cs check`` names either, and a person settles it.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cs_cli.domain import contested, merge_text
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import EVENT_KEYS, Kind
from cs_cli.domain.record import Record, instant, replay
from cs_cli.domain.schema import canonical_values

LOG, STATUS, BODY = "log", "status", "body"
FIXED = ("id", "kind", "type")
"""What makes it the same record; versions that differ here have no merge."""


@dataclass(frozen=True, slots=True)
class Part:
    """A value as a file writes it: what it holds, and its lines with the comments above them.

    Of a list of entries, such as the log, ``items`` are the entries, each with its own lines,
    which stand ``column`` spaces further in; ``text`` is then what stands above them alone, the
    name of the list (``heads``). Where ``text`` is empty, the lines are still to be written.
    """

    value: Any
    text: str = ""
    items: tuple["Part", ...] = ()
    column: int = 2
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A record as a file writes it, in pieces that can be put together another way.

    ``parts`` are the keys in the order of the file; ``end`` is what stands between the last of
    them and the closing line, ``body`` the text below.
    """

    parts: Mapping[str, Part]
    body: str = ""
    end: str = ""

    @property
    def events(self) -> tuple[Part, ...]:
        """Give the entries of the log."""
        log = self.parts.get(LOG)
        return log.items if log else ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a change was logged: events of one second are told apart by what they say."""

    at: float
    said: str

    @classmethod
    def of(cls, event: Part) -> "Stamp":
        """Give the stamp of an event; one without a readable time comes first."""
        said = _said(event)
        try:
            return cls(instant(event.value["at"]).timestamp(), said)
        except (Invalid, KeyError, TypeError):
            return cls(float("-inf"), said)

    @property
    def key(self) -> tuple[float, str]:
        """Give what stamps are compared by."""
        return self.at, self.said


def merge(base: Version, one: Version, other: Version, kind: Kind | None) -> Version:
    """Give the one version that both came to; raise :class:`Invalid` for different records.

    ``kind`` says what the verbs mean; without it the status is the one logged last.
    """
    for key in FIXED:
        if _value(one, key) != _value(other, key):
            raise Invalid(f"{key}: {_value(one, key)} / {_value(other, key)}", key)
    order = {item.key: n for n, item in enumerate(_items(united(one.events, other.events)))}
    sides = (_Side(base, one, order), _Side(base, other, order))
    fields = {key: _field(key, sides, kind) for key in _keys(one, other)}
    parts = {key: part for key, part in fields.items() if part is not None}
    parts = _marked(parts, one, other, kind)
    body = merge_text.merged(base.body, one.body, other.body)
    found = Version(parts, body, _later(base.end, one.end, other.end))
    both = [key for key in fields if all(side.is_changed(key) for side in sides)]
    return _replayed(found, kind, both)


@dataclass(frozen=True, slots=True)
class Clash:
    """What both sides wrote by hand into one place, the log says nothing of it, nobody marked it.

    Of a field ``held`` is the value that stands, ``lost`` the other; of the text, where all of it
    stays, ``line`` is where it stands in the merged text, from 1.
    """

    field: str
    lost: Any = None
    held: Any = None
    line: int = 0


def clashes(base: Version, one: Version, other: Version, kind: Kind | None) -> Iterator[Clash]:
    """Give what a merge decides by itself and a person should look at once.

    Two records that a rule made in both clones, each for itself, have no such places.
    """
    if not base.parts:
        return
    definition = kind.of(_value(one, "type")) if kind else None
    order = {item.key: n for n, item in enumerate(_items(united(one.events, other.events)))}
    sides = (_Side(base, one, order), _Side(base, other, order))
    for key in _keys(one, other):
        if key in (*FIXED, LOG, STATUS, contested.KEY) or not all(s.is_changed(key) for s in sides):
            continue
        lost, held = sorted(sides, key=lambda side: side.rank(key))
        both = [side.part(key) for side in sides]
        is_list = all(part and part.items for part in both)
        is_counted = definition is not None and _is_counted(key, definition)
        if not _same(*both) and not is_list and not is_counted and lost.is_silent(key):
            yield Clash(key, _value(lost.own, key), _value(held.own, key))
    for line in merge_text.clashes(base.body, one.body, other.body):
        yield Clash(BODY, line=line)


def united(one: Sequence[Part], other: Sequence[Part]) -> list[Part]:
    """Unite two lists of events, each in the order it has; what both have stands once."""
    return [_worded(*(item.part for item in same)) for same in _woven(_items(one), _items(other))]


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry on its way into a united list; of equal ones in a list each is another."""

    part: Part
    stamp: Stamp
    key: tuple[str, int]


def _items(parts: Sequence[Part]) -> list[_Item]:
    seen = Counter[str]()
    found = []
    for part in parts:
        stamp = Stamp.of(part)
        seen[stamp.said] += 1
        found.append(_Item(part, stamp, (stamp.said, seen[stamp.said])))
    return found


def _woven(first: list[_Item], second: list[_Item]) -> Iterator[list[_Item]]:
    """Weave two lists into one; give each item with its equal from the other list, if any.

    Of two heads the earlier comes first, unless it has its place in the other list still to
    come. This keeps the order of both lists, and gives the same for more of them in any order.
    """
    lists = (deque(first), deque(second))
    shared = {item.key for item in first} & {item.key for item in second}
    while all(lists):
        heads = [queue[0] for queue in lists]
        if heads[0].key == heads[1].key:
            yield [queue.popleft() for queue in lists]
            continue
        free = [n for n, head in enumerate(heads) if head.key not in shared]
        if free:
            yield [lists[min(free, key=lambda n: heads[n].stamp.key)].popleft()]
            continue
        # A person has moved them about: the times decide.
        key = min(heads, key=lambda head: head.stamp.key).key
        same = [item for queue in lists for item in queue if item.key == key]
        for queue, item in zip(lists, same, strict=True):
            queue.remove(item)
        yield same
    for queue in lists:
        yield from ([item] for item in queue)


class _Side:
    """One version beside the ancestor; ``order`` is where its events stand in the united log."""

    def __init__(self, base: Version, own: Version, order: Mapping[tuple[str, int], int]) -> None:
        self.base, self.own, self._order = base, own, order
        self._items = _items(own.events)
        self._told = {name for event in _only(own, base) for name in event}

    def part(self, key: str) -> Part | None:
        return self.own.parts.get(key)

    def is_changed(self, key: str) -> bool:
        """Tell whether this side has a word on a field, were it that it stays as it was."""
        return bool(key in self._told or _value(self.own, key) != _value(self.base, key))

    def rank(self, key: str) -> tuple[bool, float, bool, str]:
        """Give how much this side's word on a field counts.

        What the united log says last counts most, whatever the clocks were; who changed it by hand
        after that knew of it. Of what no event says, as where both sides made the record, the one
        that was opened first knows more.
        """
        text = _text(self.part(key))
        told = [item for item in self._items if _names(item.part, key)]
        if told:
            return (True, self._order[told[-1].key], self.is_by_hand(key), text)
        opened = self._items[0].stamp.at if self._items else 0.0
        return (False, -opened, True, text)

    def is_silent(self, key: str) -> bool:
        """Tell whether the log says nothing of the value that a field has."""
        return self.is_by_hand(key) or not any(_names(item.part, key) for item in self._items)

    def is_by_hand(self, key: str) -> bool:
        """Tell whether the last event that names a field says something else of it."""
        told = [item.part.value[key] for item in self._items if _names(item.part, key)]
        return bool(told) and _given(told[-1]) != _given(_value(self.own, key))


def _field(key: str, sides: tuple[_Side, _Side], kind: Kind | None) -> Part | None:
    one, other = sides
    mine, theirs, base = one.part(key), other.part(key), one.base.parts.get(key)
    if not one.is_changed(key) and not other.is_changed(key):
        return _reworded(base, mine, theirs)
    if not other.is_changed(key):
        return mine
    if not one.is_changed(key):
        return theirs
    if _same(mine, theirs):
        held = base if _same(base, mine) else None
        return _reworded(held, mine, theirs) if mine and theirs else None
    if mine and theirs and mine.items and theirs.items:
        return _entries(base, mine, theirs)
    return max(sides, key=lambda side: side.rank(key)).part(key)


def _marked(
    parts: dict[str, Part], one: Version, other: Version, kind: Kind | None
) -> dict[str, Part]:
    """Mark the events by which the sides contradict each other; marks are never taken away."""
    marks = {_mark(part.value) for side in (one, other) for part in _marks(side)}
    if kind is not None:
        definition = kind.of(_value(one, "type"))
        mine, theirs = _only(one, other), _only(other, one)
        for first in mine:
            for second in theirs:
                fields = contested.pair(first, second, definition)
                names = [contested.name_of(event) for event in (first, second)]
                marks |= {(name, field) for field in fields for name in names if name}
    rest = {key: part for key, part in parts.items() if key != contested.KEY}
    if not marks:
        return rest
    found = Part([{"field": field, "event": name} for name, field in sorted(marks)])
    before = [key for key in rest if key != LOG]
    place = list(rest).index(LOG) if LOG in rest else len(rest)
    keys = [*before[:place], contested.KEY, *([LOG] if LOG in rest else []), *before[place:]]
    return {key: found if key == contested.KEY else rest[key] for key in keys}


def _marks(side: Version) -> tuple[Part, ...]:
    found = side.parts.get(contested.KEY)
    return found.items if found else ()


def _mark(value: object) -> tuple[str, str]:
    held = value if isinstance(value, Mapping) else {}
    return str(held.get("event")), str(held.get("field"))


def _only(side: Version, other: Version) -> list[Mapping[str, Any]]:
    """Give the events that one side has and the other has not."""
    known = {item.key for item in _items(other.events)}
    new = (item.part.value for item in _items(side.events) if item.key not in known)
    return [value for value in new if isinstance(value, Mapping)]


def _replayed(found: Version, kind: Kind | None, both: Sequence[str]) -> Version:
    """Set what the united log leads to: the state, and numbers that both sides counted."""
    values = {key: part.value for key, part in found.parts.items()}
    if kind is None or STATUS not in values:
        return found
    definition = kind.of(values.get("type"))
    try:
        record = Record.parse(canonical_values(definition, values))
        *_earlier, last = replay(record, definition)
    except (Invalid, ValueError):
        return found
    counted = {key: last.values.get(key) for key in both if _is_counted(key, definition)}
    told = {STATUS: last.status, **counted}
    new = {key: Part(value) for key, value in told.items() if value and value != values.get(key)}
    return replace(found, parts={**found.parts, **new}) if new else found


def _keys(one: Version, other: Version) -> list[str]:
    """Give every key: first those the record began with, then as the log first speaks of them."""
    later = _later_keys(united(one.events, other.events))
    sides = ([_Item(part, Stamp(0, key), (key, 1)) for key, part in side.parts.items()
              if key not in later] for side in (one, other))  # fmt: skip
    first = [same[0].key[0] for same in _woven(*sides)]
    place = first.index(LOG) if LOG in first else len(first)
    return [*first[:place], *later, *first[place:]]


def _later_keys(events: Sequence[Part]) -> list[str]:
    """Give the fields that came into the record by an event, in the order of their first ones."""
    first: dict[str, tuple[tuple[float, str], bool]] = {}
    for event in events:
        if isinstance(event.value, Mapping):
            key, was = Stamp.of(event).key, event.value.get("was") or {}
            for name in event.value.keys() - EVENT_KEYS:
                first[name] = min((key, name in was), first.get(name, (key, name in was)))
    return sorted((n for n, (_key, was) in first.items() if not was), key=lambda n: (first[n], n))


def _entries(base: Part | None, one: Part, other: Part) -> Part:
    """Unite lists of entries; what one side took away is gone."""
    held = [{item.key for item in _items(side.items)} for side in (one, other)]
    gone = {item.key for item in _items(base.items if base else ())} - (held[0] & held[1])
    both = united(one.items, other.items)
    items = [item.part for item in _items(both) if item.key not in gone]
    value = [item.value for item in items]
    heads = [side for side in (one, other) if side.heads]
    if not heads:
        return Part(value)  # written in brackets: nobody's lines to keep
    head = _worded(*heads)
    return Part(value, head.text, tuple(items), head.column, heads=True)


def _is_counted(key: str, kind: Kind) -> bool:
    return any(key in count.fields for verb in kind.verbs.values() for count in verb.count)


def _reworded(base: Part | None, one: Part | None, other: Part | None) -> Part | None:
    """Give a value that nobody changed, with the comments of whoever changed those."""
    if one is None or other is None:
        return one or other
    if base is None:
        return _worded(one, other)
    if one.text == base.text:
        return other
    return one if other.text == base.text else _worded(one, other)


def _worded(*same: Part) -> Part:
    """Give one of the texts of a value, whichever side is whose."""
    return max(same, key=lambda part: part.text)


def _later(base: str, one: str, other: str) -> str:
    return other if one == base else one if other == base else max(one, other)


def _same(one: Part | None, other: Part | None) -> bool:
    return _said(one or Part(None)) == _said(other or Part(None))


def _text(part: Part | None) -> str:
    return _said(part) if part else ""


def _said(part: Part) -> str:
    """Give a value as text; equal values give the same."""
    return repr(_plain(part.value))


def _value(version: Version, key: str) -> Any:  # noqa: ANN401 - a value of a file
    part = version.parts.get(key)
    return part.value if part else None


def _names(event: Part, key: str) -> bool:
    return isinstance(event.value, Mapping) and key in event.value


def _given(value: object) -> object:
    """Give a value as it is compared with another; nothing is None, however it is written."""
    return _plain(value) if value not in ("", []) else None


def _plain(value: object) -> object:
    """Give a value whose keys are in one order, so that equal ones read the same."""
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value
