"""Records as text: what is read, what is refused, and what an edit leaves alone."""

import re
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML

from cs_cli.domain.errors import Broken, Invalid
from cs_cli.store import codec
from cs_cli.store.codec import Append, Drop, Plain, Put

BAD = Path(__file__).parents[1] / "examples/bad/records"

NASTY = """no|No|0912|+86|+86 138|12:30|1:30:00|1e3|1E5|12E05|null|~|2026-02-30|2026-03-02|017|0o17
0x1f|2026-03-02T09:14:05+08:00|# x|a # b|a: b|a:|😀|😀 # x|：全角|标题：电梯|---|--- a|...|- a|? a
"x"|it's|\\n|=|<<|y|true|.5|.inf|.NaN|1_000|9_5|0b1|_1|@li.na|`x`|%50|&a|*a|!a|>|{a|[a|a]|a, b|,a|#
!|-|-a|+1|“引号”|\\|'|''
""".replace("\n", "|").split("|")
NASTY += [" lead", "trail ", "a\nb", "a\nb\n", "a\nb\n\n", "\n", "\na", " a\nb", "a \nb", "a\n\nb"]
NASTY += ["a\r\nb", "\r", "a\tb", "\ta", "a\n# b\n", "a\n---\nb\n", "a\n...\n", "\u3000x", "a\xa0b"]
NASTY += [
    "\u2028",
    "\ufeff",
    "\ufffe",
    "\u202e",
    "\U0010ffff",
    "e\u0301",
    "x" * 5000,
    "two " * 3000,
]

RECORD = """\
---
# a ticket
id: T-260302-7K3FQM   # never changes
"title":  'Lift stopped'  # as she said
status:   open
phone: +86 138 0000
owner:   # nobody yet
tags: [lift, "12", {floor: 3}]  # flow
about: one
  two  # folded
note: |+  # literal
  first

unknown-key: kept

# the history
log:
  - at: 2026-03-02T09:14:05+08:00
    by: li.na   # on the phone
    do: open

# end
---
What the customer said.   \nNo last newline"""


def changed(text: str, *changes: codec.Change) -> list[str]:
    """Give the lines that an edit takes away and adds, as ``-line`` and ``+line``."""
    import difflib

    new = codec.edit(codec.read(text.encode(), path="t.md"), changes).decode()
    lines = difflib.unified_diff(text.split("\n"), new.split("\n"), n=0, lineterm="")
    return [line for line in list(lines)[2:] if not line.startswith("@@")]


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.glob("*.md")))
def test_a_bad_record_is_refused_with_the_reason_and_line_its_name_says(name: str) -> None:
    reason, line, *_note = name.removesuffix(".md").split("--")
    with pytest.raises(Broken) as refusal:
        codec.read((BAD / name).read_bytes(), path=name)
    (problem,) = refusal.value.problems
    assert re.sub("[^a-z0-9]+", "-", problem.message.lower()).strip("-") == reason
    assert problem.path == name
    assert f"line-{problem.line}" == line


def test_front_matter_over_a_mebibyte_is_refused() -> None:
    with pytest.raises(Broken, match="more than 1048576 bytes"):
        codec.read(b"---\nid: " + b"x" * (1 << 20) + b"\n---\n", path="big.md")


def test_every_scalar_is_what_was_typed() -> None:
    data = codec.read(RECORD.encode(), path="t.md").data
    assert data["phone"] == "+86 138 0000"
    assert data["owner"] is None
    assert data["tags"] == ["lift", "12", {"floor": "3"}]
    assert data["note"] == "first\n\n"
    assert data["log"][0]["at"] == "2026-03-02T09:14:05+08:00"


def test_a_record_knows_its_lines_body_and_digest() -> None:
    document = codec.read(RECORD.encode(), path="t.md")
    assert document.line("id") == 3
    assert document.line("log", 0, "by") == 19
    assert document.line("log", 7, "by") == 17
    assert document.body == "What the customer said.   \nNo last newline"
    assert len(document.digest) == 64


def test_a_byte_order_mark_and_windows_newlines_are_read_and_kept() -> None:
    raw = b"\xef\xbb\xbf---\r\nid: T-1\r\nlog:\r\n  - do: open\r\n---\r\nBody\r\n"
    document = codec.read(raw, path="t.md")
    assert document.data == {"id": "T-1", "log": [{"do": "open"}]}
    assert document.body == "Body\r\n"
    new = codec.edit(document, [Append("log", [{"do": "assign", "note": "a\nb"}])])
    added = b"  - do: assign\r\n    note: |-\r\n      a\r\n      b\r\n"
    assert new == raw.replace(b"---\r\nBody", added + b"---\r\nBody")


@pytest.mark.parametrize("text", NASTY)
def test_a_text_reads_back_the_same_by_us_by_yaml_1_2_and_by_yaml_1_1(text: str) -> None:
    data = {"v": text, "list": [text, text], "log": [{"note": text, "more": {"deep": text}}]}
    raw = codec.compose(data, "body\n")
    assert codec.read(raw, path="t.md").data == data
    front = raw.decode().split("\n---\nbody\n")[0].removeprefix("---\n") + "\n"
    assert YAML(typ="safe", pure=True).load(front) == data
    assert yaml.safe_load(front) == data
    document = codec.read(b"---\nid: x\nlog:\n- a: b\n---\n", path="t.md")
    edited = codec.edit(document, [Put("id", text), Append("log", [{"note": text}])])
    assert codec.read(edited, path="t.md").data == {"id": text, "log": [{"a": "b"}, {"note": text}]}


@pytest.mark.parametrize("text", ["\0", "a\x07", "\x1b[2J", "\x85", "\ud800", "\x7f"])
def test_a_text_that_cannot_be_stored_exactly_is_invalid(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        codec.compose({"log": [{"note": text}]}, "")
    assert refusal.value.place == ("log", 0, "note")
    with pytest.raises(Invalid):
        codec.compose({"id": "x"}, text)


def test_a_new_record_looks_like_those_typed_by_hand() -> None:
    event = {"at": Plain("2026-03-02T09:14:05+08:00"), "by": "li.na", "do": "open"}
    data = {"id": "T-1", "title": "It's: stuck", "phone": "0912", "note": "a\nb\n", "log": [event]}
    assert codec.compose(data, "Text.\n").decode() == (
        "---\n"
        "id: T-1\n"
        'title: "It\'s: stuck"\n'
        'phone: "0912"\n'
        "note: |\n"
        "  a\n"
        "  b\n"
        "log:\n"
        "  - at: 2026-03-02T09:14:05+08:00\n"
        "    by: li.na\n"
        "    do: open\n"
        "---\n"
        "Text.\n"
    )


def test_two_events_are_a_diff_of_their_own_lines() -> None:
    events = [{"at": Plain("2026-03-02T10:00:00+08:00"), "do": "assign"}, {"do": "reply"}]
    assert changed(RECORD, Append("log", events)) == [
        "+  - at: 2026-03-02T10:00:00+08:00",
        "+    do: assign",
        "+  - do: reply",
    ]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (Put("status", "closed"), ["-status:   open", "+status:   closed"]),
        (Put("status", "open"), []),
        (Put("owner", "li.na"), ["-owner:   # nobody yet", "+owner: li.na   # nobody yet"]),
        (
            Put("title", "no"),
            ["-\"title\":  'Lift stopped'  # as she said", '+"title":  "no"  # as she said'],
        ),
        (Put("about", "x"), ["-about: one", "-  two  # folded", "+about: x  # folded"]),
        (
            Put("note", "a\nb"),
            ["-note: |+  # literal", "-  first", "-", "+note: |-  # literal", "+  a", "+  b"],
        ),
        (Put("owner", ["a", "b"]), ["+  - a", "+  - b"]),
        (Put("due", Plain("2026-03-02")), ["+due: 2026-03-02"]),
        (Put("status", None), ["-status:   open", "+status:"]),
        (Append("links", ["T-2"]), ["+links:", "+  - T-2"]),
        (Drop("unknown-key"), ["-unknown-key: kept", "-"]),
        (Drop("status"), ["-status:   open"]),
        (Drop("nothing"), []),
    ],
)
def test_an_edit_touches_only_the_lines_it_means_to(change: codec.Change, lines: list[str]) -> None:
    assert changed(RECORD, change) == lines


def test_a_list_in_brackets_that_grows_becomes_a_block_of_the_same_texts() -> None:
    assert changed(RECORD, Append("tags", ["noise"])) == [
        '-tags: [lift, "12", {floor: 3}]  # flow',
        "+tags:  # flow",
        "+  - lift",
        '+  - "12"',
        "+  - {floor: 3}",
        "+  - noise",
    ]


def test_a_new_key_goes_in_before_the_log_and_its_comment() -> None:
    lines = codec.edit(codec.read(RECORD.encode(), path="t.md"), [Put("due", "x")]).decode()
    assert "unknown-key: kept\ndue: x\n\n# the history\nlog:\n" in lines


@pytest.mark.parametrize(
    "front",
    [
        "? a\n: 1\n? b\n? c\nlog: []\n",
        "  a: 1\n  log:\n      -  x\n",
        "a:\n  next line\nlog:\n- |+\n  x\n\n",
        "a: >2-\n    x\n  y\nlog:\n- - 1\n  - 2\n",
        "a: [1,\n  2,\n 3]\nlog: [{x: 'a\n\n  b'}, [y,\n z]] # c\n",
        "😀: 😀 # 😀\na: '😀'  # 😀\nlog: # 😀\n  - 😀\n",
        'a: "x\n  y" # z\nlog:\n  -\n  - ~\n\n  # c\n\n',
        "log:\nlog2:\n- a\na: {x: 1,\n  y: 2} # c\n",
    ],
)
def test_odd_but_valid_front_matter_is_edited_all_the_same(front: str) -> None:
    document = codec.read(f"---\n{front}---\nbody".encode(), path="t.md")
    changes = [Put("a", "no"), Append("log", ["x", {"k": "v"}]), Put("a", ["y"]), Put("n", "m")]
    again = codec.read(codec.edit(document, changes), path="t.md")
    log = [*(document.data["log"] or []), "x", {"k": "v"}]
    assert again.data == {**document.data, "a": ["y"], "log": log, "n": "m"}


def test_adding_to_what_is_no_list_is_invalid() -> None:
    with pytest.raises(Invalid, match="not a list"):
        changed(RECORD, Append("status", ["x"]))
