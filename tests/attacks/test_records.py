"""Threat 1: bytes of records; what is typed is stored exactly or refused (S7), in bounds (S8)."""

import json
import subprocess
import sys
import time

import pytest
from ruamel.yaml import YAML

from cs_cli.domain.schema import is_blank

LOOKALIKES = [
    "no", "yes", "on", "Off", "y", "n", "true", "NULL", "null", "Null", "~", "0912", "007", "0o17",
    "0x1F", "1e3", "1_000", "12:30", "24:00", "1:2:3", ".5", "+1", "-0", ".inf", "-.INF", ".nan",
    "+86 138 1234 5678", "+441632960001", "2026-02-30", "2026-03-02", "2026-03-02T10:00:00Z",
    "---", "...", "--- x", "# x", "x # y", ": x", "x: y", "x:", "- x", "-", "? x", "?", "|", ">",
    "|-",
    ">+2", "!x", "!!int 1", "&a", "*a", "%YAML 1.2", "@x", "`x`", "{a: b}", "[a, b]", "{", "]", ",",
    "'", '"', "''", "'x", '"x', "\\", "\\n", "\\u0041", "<<", "=", "a\tb", " x", "x ", "  x  ",
    "<<<<<<< HEAD", "=======", ">>>>>>> x", "Null", "NO", "\ufeffx", "x\ufeff", "\u00a0x",
    "x\u3000",
]  # fmt: skip
LETTERS = [
    "e\u0301", "\u00e9", "\u212b", "ﬁ", "Ⅳ", "① ㈱", "한글", "한", "ﷺ", "👨‍👩‍👧", "🇨🇳",
    "\U0010ffff",
    "a\u2028b", "a\u2029b", "\u200b", "\u202eabc", "\ue000", "x" * 5000, "长" * 3000,
    "a\u0300" * 200,
]  # fmt: skip
LINES = [
    "a\nb",
    "a\n",
    "\na",
    "a\n\n\nb\n\n",
    "a\r\nb",
    "a\rb",
    "a \n b \n",
    "\ta\n\tb",
    "---\nx\n---\n",
    "\n",
]
TEXTS = [*LOOKALIKES, *LETTERS, *LINES]
CONTROLS = ["a\x00b", "\x1b[2J", "a\x07", "\x7f", "a\x85b", "\x9b31m", "\udcff", "\ud83d"]


def front(desk, id_):
    """Read a record's front matter by another reader of YAML 1.2."""
    raw = (desk.root / desk.path(id_)).read_bytes().decode()
    return YAML(typ="safe", pure=True).load(raw[4 : raw.index("\n---\n", 3) + 1])


def body(desk, id_):
    raw = (desk.root / desk.path(id_)).read_bytes().decode()
    return raw[raw.index("\n---\n", 3) + 5 :]


def test_every_text_is_stored_exactly_by_json(desk):
    """Every text in every way that a field is given: hundreds of records by one command."""
    given = [{"title": f"t{n}", "department": text, "body": text} for n, text in enumerate(TEXTS)]
    made = desk.run("ticket", "new", "-", "--format", "jsonl", stdin=json.dumps(given))
    assert made.code == 0, made
    ids = [json.loads(line)["id"] for line in made.out.splitlines()]
    for text, id_ in zip(TEXTS, ids, strict=True):
        assert front(desk, id_).get("department") == (text if not is_blank(text) else None), text
        assert body(desk, id_) == ("" if is_blank(text) else text), text
    assert desk.run("check").code == 0


def test_every_text_is_stored_exactly_by_an_option_a_note_and_a_file(desk, tmp_path):
    id_ = desk.new("ticket", "--title", "x")
    for text in TEXTS[::5]:
        desk.ok("ticket", "set", id_, f"--title=x{text}x")
        assert front(desk, id_)["title"] == f"x{text}x", text
        desk.ok("ticket", "note", id_, f"-mx{text}x")
        assert front(desk, id_)["log"][-1]["note"] == f"x{text}x", text
        file = tmp_path / "text"
        file.write_bytes(text.encode())
        other = desk.new("ticket", "--title", "y", "-F", str(file))
        text = text.removeprefix("\ufeff")  # a mark of the file, not of its text
        assert body(desk, other) == ("" if is_blank(text) else text), text


@pytest.mark.parametrize("text", CONTROLS)
def test_what_cannot_be_stored_is_refused_and_not_altered(desk, text):
    id_ = desk.new("ticket", "--title", "x")
    before = desk.record(id_)
    for words in [
        ("ticket", "new", f"--title=a{text}b"), ("ticket", "set", id_, f"--title=a{text}b"),
        ("ticket", "note", id_, f"-ma{text}b"), ("ticket", "new", "--title", "x", f"-ma{text}b"),
    ]:  # fmt: skip
        result = desk.run(*words)
        assert (result.code, result.out) == (2, ""), (words, result)
    given = json.dumps([{"title": f"a{text}b"}])
    assert desk.run("ticket", "new", "-", stdin=given).code == 2
    assert desk.record(id_) == before
    assert len(desk.json("ticket", "list")) == 1


HEAD = (
    "---\nid: T-260302-AAAAAA\nkind: ticket\ntitle: x\nstatus: open\n"
    "opened_at: 2026-03-02T10:00:00+08:00\n"
)
EVENT = "  - {at: 2026-03-02T10:00:00+08:00, by: li.na, do: open}\n"
LOG = f"log:\n{EVENT}"
TAIL = "---\n"
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
MERGES = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 26)
)
HUGE = {
    "front of 1 MiB": HEAD + LOG + "".join(f"k{n}: {'v' * 80}\n" for n in range(13000)) + TAIL,
    "one scalar of 2 MiB": HEAD + LOG + f"note: {'x' * (2 << 20)}\n" + TAIL,
    "depth of 50,000": HEAD + LOG + "x: " + "[" * 50000 + "]" * 50000 + "\n" + TAIL,
    "open brackets": HEAD + LOG + "x: " + "[" * 50000 + "\n" + TAIL,
    "depth by indent": HEAD + LOG + "".join(f"{' ' * n}k:\n" for n in range(900)) + TAIL,
    "aliases": HEAD + LOG + BOMB + TAIL,
    "merge keys": HEAD + LOG + MERGES + TAIL,
    "python object": HEAD + LOG + "x: !!python/object/apply:os.system [id]\n" + TAIL,
    "duplicate keys": HEAD + LOG + "status: closed\n" + TAIL,
    "an integer of 5,000 digits": HEAD
    + f"log:\n  - {{at: {'9' * 5000}, by: x, do: open}}\n"
    + TAIL,
    "two documents": HEAD + LOG + "...\n---\nx: y\n" + TAIL,
    "no end": HEAD + LOG,
    "UTF-16": (HEAD + LOG + TAIL).encode("utf-16"),
    "zeros": b"\0" * 4096,
    "a body of 5 MiB": HEAD + LOG + TAIL + "x" * (5 << 20),
    "conflict": HEAD + "<<<<<<< HEAD\nowner: a\n=======\nowner: b\n>>>>>>> x\n" + LOG + TAIL,
    "30 February": (HEAD + LOG + TAIL).replace("2026-03-02T10", "2026-02-30T10"),
    "year 0": (HEAD + LOG + TAIL).replace("2026-03-02T10:00:00+08:00", "0000-01-01"),
}
FINE = {
    "a log of 10,000 events": HEAD + "log:\n" + EVENT + "".join(
        f"  - {{at: 2026-03-02T10:00:00+08:00, by: li.na, do: note, note: n{n}}}\n"
        for n in range(10000)
    ) + TAIL,
    "a body of 100,000 lines": HEAD + LOG + TAIL + "a line of the text\n" * 100_000,
}  # fmt: skip


def limited(desk, *words):
    """Run a command as a process of its own; give it, its seconds and its most memory in MiB."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-P", "-c", MEASURED, *words], cwd=desk.root, capture_output=True,
        text=True,
        env={**desk.environment, "CS_LANG": "en", "CS_NOW": "2026-03-02T10:00:00+08:00"},
        timeout=60, check=False,
    )  # fmt: skip
    seconds = time.monotonic() - began
    *err, peak = done.stderr.splitlines()
    return done.returncode, done.stdout, "\n".join(err), seconds, int(peak) / 1024


MEASURED = """
import resource, sys
from pathlib import Path
from cs_cli.cli.entry import run
code = run(sys.argv[1:])
# Where that can be told: getrusage also counts what the process that started this one had.
status = Path("/proc/self/status")
told = status.read_text().partition("VmHWM:")[2].split() if status.exists() else []
print(told[0] if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.slow
def test_what_is_too_much_is_refused_quickly_and_hides_nothing(desk):
    """S8: less than a second and 200 MB, each; here all of them lie on one desk together."""
    good = desk.new("ticket", "--title", "good")
    for number, content in enumerate(HUGE.values()):
        desk.write(f"ticket/2026/03/02/T-260302-AAAA{number:02}.md", content)
    code, out, err, seconds, memory = limited(desk, "ticket", "list")
    assert (code, good in out) == (5, True)
    for number, name in enumerate(HUGE):
        (told,) = [line for line in err.splitlines() if f"AAAA{number:02}.md" in line]
        assert ".md: " in told or ".md:" in told, name
    assert seconds < len(HUGE) + 3 and memory < 200, (seconds, memory)


@pytest.mark.slow
@pytest.mark.parametrize("name", FINE)
def test_what_is_much_and_right_is_read(desk, name):
    desk.write("ticket/2026/03/02/T-260302-AAAAAA.md", FINE[name])
    code, out, err, _seconds, memory = limited(desk, "ticket", "list")
    assert (code, err, "T-260302-AAAAAA" in out) == (0, "", True)
    assert memory < 200, memory


@pytest.mark.parametrize("name", HUGE)
def test_what_cannot_be_read_is_one_sentence_with_its_file(desk, name):
    good = desk.new("ticket", "--title", "good")
    path = desk.write("ticket/2026/03/02/T-260302-AAAAAA.md", HUGE[name])
    before = path.read_bytes()
    began = time.monotonic()
    result = desk.run("ticket", "list")
    assert time.monotonic() - began < 5
    assert (result.code, good in result.out) == (5, True)
    assert result.err.startswith("error: ticket/2026/03/02/T-260302-AAAAAA.md")
    assert path.read_bytes() == before


def test_nothing_in_a_record_runs(desk, tmp_path):
    """S1: tags, expansions, templates, commands: text is text, in every command."""
    ran = tmp_path / "ran"
    evil = [
        f"$(touch {ran})", f"`touch {ran}`", f"; touch {ran}", f"| touch {ran}",
        f"{{{{ 7*7 }}}} touch {ran}",
        f"__import__('os').system('touch {ran}')", f"${{IFS}}touch {ran}", f"%{{touch {ran}}}",
        f"!!python/object/apply:os.system ['touch {ran}']", "{customer.__class__.__mro__}",
        "{0.__class__}",
        "%(x)s %s %n", "$HOME ~ *", f"\n- !!python/name:os.system\n{ran}", "{title!r:>99999999}",
    ]  # fmt: skip
    for text in evil:
        id_ = desk.new("ticket", f"--title={text}", f"-m{text}", f"--department={text}")
        desk.ok("ticket", "note", id_, f"-m{text}")
        for words in [
            ("show", id_),
            ("ticket", "print", id_),
            ("ticket", "print", id_, "--html"),
            ("log", id_),
        ]:
            assert desk.run(*words).code == 0
        assert desk.json("show", id_)["title"] == text
    for words in [("ticket", "list"), ("due", "--all"), ("report",), ("check",), ("audit",)]:
        assert desk.run(*words).code == 0
    assert not ran.exists()
