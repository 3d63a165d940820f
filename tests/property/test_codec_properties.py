"""Any record, any edit: what was not meant stays byte for byte, what was meant reads back."""

import re
from collections.abc import Sequence
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cs_cli.domain.errors import Broken
from cs_cli.store import codec, emit, emit_any
from cs_cli.store.codec import Append, Drop, Plain, Put
from cs_cli.store.yamlplain import UNSTORABLE

STORABLE = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r")
PIECES = [
    "no",
    "12:30",
    "0912",
    "~",
    "# x",
    "a: b",
    "- ",
    "---",
    " ",
    "\n",
    "'",
    '"',
    "：",
    "😀",
    "|",
]
TEXTS = st.one_of(st.text(STORABLE), st.lists(st.sampled_from(PIECES)).map("".join))
KEYS = st.one_of(
    st.sampled_from(["status", "owner", "tags", "no", "12"]),
    st.from_regex("[a-z]{1,4}", fullmatch=True),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
COMMENTS = st.sampled_from(["", "  # a comment", " # 注释: 'x"])
ABOVE = st.sampled_from(["", "# above\n", "\n", "\n# above: it\n\n"])
# How people type one entry; each piece is a whole number of lines.
TYPED = st.sampled_from(
    [
        ": open",
        ":   'quoted'",
        ': "no\\nline"',
        ":",
        ": ~",
        ": +86 138",
        ': [a, "12", {b: c}]',
        ": {a: 1, b: [2]}",
        ":\n  - a\n  - b: c\n    d: e",
        ":\n- a\n-\n- - x",
        ":\n    deep:\n      - 1",
        ": |\n  text: 'x\n\n    more\n",
        ": |+\n  kept\n\n",
        ": >-\n  folded\n  text",
        ": plain\n  goes on",
        ": 'quoted\n\n  goes on'",
    ]
)


@st.composite
def records(draw: st.DrawFn) -> str:
    """Give a record as a person would type it."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=5, unique=True))
    entries = [draw(ABOVE) + key + _with(draw(TYPED), draw(COMMENTS)) + "\n" for key in keys]
    log = draw(st.sampled_from(["", "log:\n  - at: x\n    by: y # z\n", "log: []\n"]))
    tail = draw(ABOVE)
    text = (
        "---\n" + "".join(entries) + log + tail + "---\n" + draw(st.sampled_from(["", "a\r\n\n"]))
    )
    return text if draw(st.booleans()) else text.replace("\r", "").replace("\n", "\r\n")


def _with(typed: str, comment: str) -> str:
    first, newline, rest = typed.partition("\n")
    quoted_on = newline and first[-1:] not in ":|+>-"
    return typed if quoted_on else first + comment + newline + rest


CHANGES = st.lists(
    st.one_of(
        st.builds(Put, KEYS, VALUES),
        st.builds(Append, st.just("log"), st.lists(VALUES, min_size=1, max_size=2)),
        st.builds(Append, st.just("fresh"), st.lists(TEXTS, min_size=1, max_size=2)),
        st.builds(Drop, KEYS),
    ),
    min_size=1,
    max_size=3,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1), st.text(STORABLE))
def test_what_is_written_reads_back_by_every_reader(data: dict[str, Any], body: str) -> None:
    raw = codec.compose(data, body)
    document = codec.read(raw, path="x.md")
    assert document.data == data
    assert document.body == body
    front = raw[document.front].decode()
    assert YAML(typ="safe", pure=True).load(front) == data
    assert yaml.load(front, Loader=yaml.SafeLoader) == data
    assert yaml.load(front, Loader=yaml.CSafeLoader) == data


@given(records(), CHANGES)
def test_any_edit_reads_back_as_meant(text: str, changes: Sequence[codec.Change]) -> None:
    document = codec.read(text.encode(), path="x.md")
    dropped = {change.key for change in changes if isinstance(change, Drop)}
    assume(set(document.data) - dropped)
    new = codec.read(codec.edit(document, changes), path="x.md")
    assert new.body == document.body
    touched = {change.key for change in changes}
    untouched = {key: value for key, value in document.data.items() if key not in touched}
    assert {key: value for key, value in new.data.items() if key not in touched} == untouched


@given(records(), st.data())
def test_an_edit_of_one_entry_leaves_every_other_line(text: str, data: st.DataObject) -> None:
    document = codec.read(text.encode(), path="x.md")
    key = data.draw(st.sampled_from([*document.data, "fresh"]))
    new = codec.edit(document, [Put(key, data.draw(VALUES))]).decode()
    before, after = text.split("\n"), new.split("\n")
    starts = sorted(document.line(other) - 1 for other in document.data)
    first = document.line(key) - 1 if key in document.data else None
    if first is None:
        kept = iter(after)
        assert all(line in kept for line in before)
        return
    assert after[:first] == before[:first]
    later = [start for start in starts if start > first]
    rest = before[later[0] :] if later else before[before.index("---" + before[0][3:], 1) :]
    assert after[-len(rest) :] == rest


@given(records(), st.lists(VALUES, min_size=1, max_size=3))
def test_new_events_are_a_diff_of_added_lines(text: str, events: list[Any]) -> None:
    text = text.replace("log: []", "log:\r\n- x" if "\r" in text else "log:\n- x")
    document = codec.read(text.encode(), path="x.md")
    new = codec.edit(document, [Append("log", events)]).decode()
    added = iter(new.split("\n"))
    assert all(line in added for line in text.split("\n"))


@given(
    records(),
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3), st.integers(0, 4)), max_size=4),
)
def test_a_damaged_record_is_read_or_refused_with_a_line(
    text: str, damage: list[tuple[int, bytes, int]]
) -> None:
    raw = text.encode()
    for at, put, taken in damage:
        raw = raw[:at] + put + raw[at + taken :]
    try:
        document = codec.read(raw, path="x.md")
    except Broken as refusal:
        assert all(problem.line for problem in refusal.problems)
        return
    assert document.raw == raw
    again = codec.edit(document, [Append("fresh-list", [Plain("1")])])
    assert codec.read(again, path="x.md").body == document.body


@given(st.binary() | st.text().map(lambda text: f"---\n{text}\n---\n".encode(errors="ignore")))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        codec.read(raw, path="x.md")
    except Broken as refusal:
        assert refusal.problems


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z_]{2,6}", fullmatch=True),
        st.recursive(
            st.one_of(
                st.text(max_size=12),
                st.text("灯不亮abc 12，。()+./_-:#", min_size=1, max_size=12),
                st.from_regex(r"[0-9A-Za-z+.:/_-]{1,12}", fullmatch=True).map(codec.Plain),
            ),
            lambda inner: st.one_of(
                st.lists(inner, min_size=1, max_size=3),
                st.dictionaries(st.sampled_from(["item", "note", "done"]), inner, min_size=1),
            ),
            max_leaves=6,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_without_the_whole_emitter_is_what_that_would_write(data):
    assume(all(re.search(UNSTORABLE, text) is None for text in texts(data)))
    assert emit.mapping(data) == emit_any.mapping(data)


def texts(value):
    """Give every text in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    else:
        yield value.text if isinstance(value, codec.Plain) else value
