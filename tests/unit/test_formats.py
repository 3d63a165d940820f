"""What a desk holds that this program does not know: kept on every edit, or not touched at all."""

import subprocess
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import pytest
from given import PACKS, policy, variants

from cs_cli.cli.root import FIXED
from cs_cli.domain.ids import path_of
from cs_cli.store import codec
from cs_cli.store.codec import Append, Document, Drop, Plain, Put, Remove

GOOD = Path(__file__).parents[1] / "examples/good/tickets"


def tree(desk):
    """Give every file of a desk with its bytes, those of git and of the index aside."""
    files = (path for path in desk.root.rglob("*") if path.is_file())
    kept = (path for path in files if not {".git", ".cs"} & set(path.parts))
    return {path: path.read_bytes() for path in kept}


@pytest.fixture
def newer(desk_in_git):
    """A desk with a ticket, which a newer program has written since."""
    desk_in_git.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    desk_in_git.write("cs.yaml", desk_in_git.read("cs.yaml") + "format: 2\nfuture: {a: 1}\n")
    desk_in_git.git("commit", "--quiet", "-am", "newer")
    return desk_in_git


_ASKING = (
    "completion", "when", "init", "phrase", "show", "why", "clock", "staff", "log", "settle",
    "erase", "search", "unseal",
)  # fmt: skip
COMMANDS = [
    *([name] for name in FIXED if name not in _ASKING),
    ["ticket", "list"], ["ticket", "new", "--title", "x"], ["ticket", "note", "T", "-m", "x"],
    ["ticket", "print", "T"], ["show", "T"], ["log", "T"], ["why", "T"], ["search", "lift"],
    ["due", "--all", "--fail"], ["check", "--staged"], ["check", "--rev", "HEAD^..HEAD"],
    ["diff", "HEAD^..HEAD"], ["doctor", "--mend"], ["duty", "list"], ["duty", "done", "x"],
    ["roster", "set", "2026-03-05", "night", "li.na"], ["roster", "check"], ["report", "x"],
    ["handover", "new"], ["clock", "in"], ["staff", "list"],
    ["policy", "list"], ["settle", "T", "--keep", "2"], ["erase", "T", "-m", "x"],
    ["seal", "2026-02"], ["unseal", "2026-02", "-m", "x"],
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_reads_or_writes_a_newer_desk(newer, words):
    before, head = tree(newer), newer.git("rev-parse", "HEAD")
    result = newer.run(*words)
    assert (result.code, result.out) == (5, ""), result
    assert "cs.yaml:5: the desk is of format 2, this cs knows none above 1" in result.err
    assert "bring cs up to date" in result.err
    assert tree(newer) == before
    assert newer.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize("said", ["format: 1\n", 'format: "1"\n', ""])
def test_the_format_of_now_and_desks_that_name_none_go_on(desk, said):
    desk.write("cs.yaml", said + desk.read("cs.yaml"))
    desk.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    assert desk.run("check").code == 0


def test_what_is_no_format_is_told_with_its_line(desk):
    desk.write("cs.yaml", desk.read("cs.yaml") + "format: old\n")
    result = desk.run("due")
    assert result.code == 5
    assert "cs.yaml:5" in result.err


def test_a_newer_desk_that_comes_in_is_not_merged(newer, tmp_path):
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", hub], check=True)
    newer.git("remote", "add", "origin", str(hub))
    newer.git("push", "--quiet", "origin", "HEAD~1:refs/heads/main")
    older = replace(newer, root=tmp_path / "older", runs=1000)
    newer.git("clone", "--quiet", str(hub), str(older.root))
    newer.git("push", "--quiet", "origin", "HEAD:refs/heads/main")
    older.new("ticket", "--title", "Door open", "--first-responsible", "li.na")
    before, head = tree(older), older.git("rev-parse", "HEAD")
    result = older.run("sync")
    assert (result.code, result.out) == (5, "")
    assert "format 2" in result.err
    assert (tree(older), older.git("rev-parse", "HEAD")) == (before, head)


def annotated(kind, number):
    """Give a record of a kind as people may write it, and keys from who knows where."""
    fields = [
        f"{name}:   'as typed {n}'   # why {n}\n" if n % 2 else f"# about {name}\n{name}: typed\n"
        for n, name in enumerate(kind.fields)
        if kind.fields[name].type == "text" and not kind.fields[name].many
    ]
    lists = [
        f"{name}:\n- {{at: x}}  # first\n-   by: li.na\n    what: it's  # second\n\n"
        for name, what in kind.fields.items()
        if what.type == "list"
    ]
    type_ = f"type: {kind.type}\n" if kind.type else ""
    front = (
        f"kind: {kind.kind}\n{type_}status: open\n"
        f"from-the-future: {{a: [1, 2], b: no}}  # kept\n{''.join(reversed(fields))}"
        f"\n# a gap\n{''.join(lists)}log:\n  - at: 2026-03-02T09:14:05+08:00\n    by: li.na\n"
        f"    do: open\n    odd: [kept]  # too\n\n# end\n"
    )
    id_ = f"id: {kind.prefix}-260302-7K3F{number % 32:02}"
    return (
        f"---\n{id_}   # never changes\n{front}---\nA body, *kept*.   \n\nNo last newline".encode()
    )


def touched(before: bytes, after: bytes) -> list[str]:
    """Give the lines that an edit took away or added."""
    sides = [raw.decode().splitlines(keepends=True) for raw in (before, after)]
    return [line for line in ndiff(*sides) if line[0] in "+-"]


def every_kind():
    seen = set()
    for pack in PACKS:
        for kind in variants(policy(pack)):
            if (kind.kind, kind.type) not in seen:
                seen.add((kind.kind, kind.type))
                yield kind


def edits_of(document: Document, kind):
    """Give an edit of each field there is, and the lines that it may touch."""
    for name in kind.fields.keys() & document.data.keys():
        if isinstance(document.data[name], list):
            yield name, Append(name, [{"at": "x", "by": "y"}]), 2
            yield name, Remove(name, frozenset({0})), 1
        else:
            yield name, Put(name, "another"), 2
            yield name, Drop(name), 1
    yield "log", Append("log", [{"at": Plain("2026-03-02T10:00:00+08:00"), "do": "note"}]), 2
    yield "status", Put("status", Plain("done")), 2


def test_an_edit_of_any_field_of_any_kind_touches_no_other_byte():
    count = 0
    for number, kind in enumerate(every_kind()):
        raw = annotated(kind, number)
        document = codec.read(raw, path="x.md")
        for name, change, most in edits_of(document, kind):
            lines = touched(raw, codec.edit(document, [change]))
            assert 0 < len(lines) <= most, (kind.kind, name, lines)
            count += 1
    assert count > 1000


@pytest.mark.parametrize("path", sorted(GOOD.glob("*.md")), ids=lambda path: path.stem)
def test_a_command_adds_its_event_and_touches_nothing_else(desk, path):
    raw = path.read_bytes()
    data = codec.read(raw, path=path.name).data
    desk.write(path_of(data["kind"], data["id"]), raw)
    if data["status"] == "void":
        return
    desk.ok("ticket", "note", data["id"], "-m", "seen", as_="li.na")
    lines = touched(raw, desk.record(data["id"]).encode())
    assert [line[0] for line in lines] == ["+"] * 4, lines
    desk.ok("undo")
    again = touched(raw, desk.record(data["id"]).encode())
    assert {line[0] for line in again} == {"+"}


def test_a_server_takes_no_newer_desk_and_says_why(newer, tmp_path):
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", hub], check=True)
    newer.run("-C", str(hub), "doctor", "--mend", cwd=tmp_path)
    pushed = subprocess.run(
        ["git", "-C", newer.root, "push", hub, "main"], env=newer.environment, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert pushed.returncode == 1
    assert "cs.yaml:5: the desk is of format 2, this cs knows none above 1" in pushed.stderr
