"""The reader of plain lines reads what YAML reads, or nothing."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import replace
from cs_cli.store import emit, front, layout, marks, yamlplain, yamlstrict
from cs_cli.store.yamlfaults import Fault

HERE = Path(__file__).parents[2]
FILES = sorted([*HERE.glob("records/*/**/*.md"), *HERE.glob("tests/examples/*/**/*.md")])

KEYS = st.sampled_from(
    ["id", "title", "log", "at", "was", "a-b", "_x", "yes", "null", "<<", "键", ""]
)
PIECES = st.sampled_from(
    [
        "x",
        "灯不亮",
        "2026-03-02T09:14:05+08:00",
        "0912",
        "~",
        "null",
        "-",
        "- ",
        "-5",
        ":",
        ": ",
        " #",
        "#",
        "'",
        '"',
        "''",
        "\\",
        "|",
        ">",
        "&a",
        "*a",
        "!t",
        "%",
        "@",
        "`",
        "[",
        "]",
        "{",
        "}",
        ",",
        "?",
        "? ",
        " ",
        "  ",
        "\t",
        "\u3000",
        "\xa0",
        "\u2028",
        "\x85",
        "\r",
        "\ufeff",
        "\x00",
        "=",
        "<",
        "---",
        "...",
        "a: b",
        "a:b",
        "http://x.test/#y",
        "(1)",
        "😀",
    ]
)
VALUES = st.lists(PIECES, max_size=4).map("".join)
INDENTS = st.sampled_from(["", "", "  ", "  ", "    ", " ", "      ", "\t"])
LINES = st.one_of(
    st.tuples(INDENTS, KEYS, VALUES).map(lambda p: f"{p[0]}{p[1]}: {p[2]}"),
    st.tuples(INDENTS, KEYS).map(lambda p: f"{p[0]}{p[1]}:"),
    st.tuples(INDENTS, KEYS, VALUES).map(lambda p: f"{p[0]}- {p[1]}: {p[2]}"),
    st.tuples(INDENTS, VALUES).map(lambda p: f"{p[0]}- {p[1]}"),
    st.tuples(INDENTS, VALUES).map(lambda p: f"{p[0]}{p[1]}"),
)
TEXTS = st.lists(LINES, max_size=8).map(lambda lines: "".join(f"{line}\n" for line in lines))


def by_yaml(text):
    """What the strict reader makes of a text; None where it refuses it."""
    try:
        return yamlstrict.read(text)[0]
    except Fault:
        return None


def placed(entries):
    """Where entries stand, but for the ends of blocks, which nobody asks for."""
    return [replace(one, end=one.end if one.form == "line" else one.start) for one in entries]


def test_every_file_there_is_is_read_alike():
    for path in FILES:
        raw = path.read_bytes()
        plain = front.plain(raw)
        if plain is not None:
            where, body = front.split(raw, path.name)
            text = raw[where].decode()
            assert plain == (by_yaml(text), raw[body:].decode())
            assert placed(layout.entries(text)) == placed(marks.entries(text))


def test_most_records_are_plain():
    kept = [front.plain(path.read_bytes()) for path in HERE.glob("records/*/**/*.md")]
    assert sum(one is not None for one in kept) > 0.8 * len(kept) > 100


@settings(max_examples=400)
@given(TEXTS)
@example("title: a\n  b\n")
@example("title: a\n  b: c\n")
@example("log:\n- at: x\n  by: y\n- at: z\nnext: w\n")
@example("log:\n  - at: x\n    was:\n      a: b\n  - c\n")
@example("a:\nb:\n")
@example("a: b\na: c\n")
@example("a: ''\nb: \"~\"\n")
@example("- a: b\n")
@example("a:\n    b: c\n  d: e\n")
def test_what_is_read_as_plain_yaml_reads_alike(text):
    plain = yamlplain.read(text)
    assert plain is None or plain == by_yaml(text)
    if plain:
        assert placed(layout.entries(text)) == placed(marks.entries(text))
    if plain:
        assert placed(layout.entries(text)) == placed(marks.entries(text))


DATA = st.dictionaries(
    st.sampled_from(["id", "title", "status", "owner", "note", "phone"]),
    st.one_of(st.text(max_size=12), VALUES, st.lists(VALUES, max_size=3)), min_size=1,
)  # fmt: skip


@given(DATA)
def test_what_is_written_is_read_alike(data):
    try:
        text = emit.mapping(data)
    except Invalid:  # a text that cannot be stored exactly is refused
        return
    plain = yamlplain.read(text)
    assert plain is None or plain == by_yaml(text)
    if plain:
        assert placed(layout.entries(text)) == placed(marks.entries(text))
