"""What a run loads and reads when nothing has changed, in modules and files, not in seconds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Runs cs in a fresh interpreter; tells on stderr which modules it loaded and files it opened.
TELL = """\
import json, os, sys
COMMANDS = {"config", "commit", "add", "rev-parse", "update-index", "hash-object"}
opened, programs, calls = [], [], dict.fromkeys(("stat", "fstat", "open", "scandir", "fork"), 0)
def counted(name, call):
    def count(*args, **named):
        calls[name] += 1
        return call(*args, **named)
    return count
for name in calls:
    setattr(os, name, counted(name, getattr(os, name)))
def hear(event, args):
    if event == "subprocess.Popen":
        programs.append(next(word for word in args[1] if word in COMMANDS))
    if event == "open" and isinstance(args[0], (str, bytes)):
        opened.append(args[0] if isinstance(args[0], str) else args[0].decode())
sys.addaudithook(hear)
from cs_cli.cli.entry import run
code = run(sys.argv[1:])
told = {"modules": sorted(sys.modules), "opened": opened, "calls": calls, "programs": programs}
print(json.dumps(told), file=sys.stderr)
sys.exit(code)
"""

HEAVY = {
    "yaml", "ruamel", "tabulate", "wcwidth", "dateutil", "subprocess", "difflib", "hashlib",
    "random", "secrets", "chinese_calendar", "click", "dataclasses", "inspect",
    "importlib.metadata",
    "cs_cli.domain.policy", "cs_cli.domain.limit", "cs_cli.domain.calendar", "cs_cli.domain.clock",
    "cs_cli.domain.kind", "cs_cli.domain.match", "cs_cli.store.query",
    "cs_cli.domain.record", "cs_cli.domain.phrases", "cs_cli.domain.duty",
    "cs_cli.store.reindex", "cs_cli.store.desk", "cs_cli.store.codec", "cs_cli.store.files",
    "cs_cli.store.git", "cs_cli.store.holidays", "cs_cli.cli.kind", "cs_cli.app.draft",
    "cs_cli.app.records", "cs_cli.render.ics", "cs_cli.render.document", "cs_cli.render.tables",
}  # fmt: skip


class Told:
    """What one run printed, loaded and opened."""

    def __init__(self, desk, *words: str):
        environment = {**desk.environment, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", TELL, "-C", str(desk.root), *words],
            capture_output=True, text=True, env=environment, check=True,
        )  # fmt: skip
        told = json.loads(done.stderr.splitlines()[-1])
        self.out = done.stdout
        self.modules = set(told["modules"])
        self.own = {name for name in self.modules if name.split(".")[0] == "cs_cli"}
        self.calls, self.programs = told["calls"], told["programs"]
        # Some are opened from their folder's descriptor, by their bare name.
        opened = [Path(path) for path in told["opened"]]
        self.records = [path.name for path in opened if path.suffix == ".md"]
        self.settings = [path.name for path in opened if path.suffix == ".yaml"]


@pytest.fixture
def warm(desk):
    """A desk with a few open matters, its index up to date and none of its files young."""
    for title in ("灯不亮", "漏水", "门打不开"):
        desk.new("ticket", "--title", title, "--promised-at", "2026-03-02 11:00")
    settle(desk)
    return desk


def settle(desk):
    """Let the clock of the disk tick on, then look, so that nothing is as young as the index."""
    desk.tick()
    Told(desk, "--now", "2026-03-02T12:00:00+08:00", "due")


def due(desk, *words: str):
    return Told(desk, "--now", "2026-03-02T12:00:00+08:00", "due", *words)


@pytest.mark.slow
def test_due_on_a_desk_where_nothing_changed_loads_nothing_heavy(warm):
    told = due(warm)
    assert "灯不亮" in told.out
    loaded = {name for name in told.modules if name in HEAVY or name.split(".")[0] in HEAVY}
    assert loaded == set()


@pytest.mark.slow
def test_due_as_json_loads_no_more(warm):
    told = due(warm, "--json")
    assert len(json.loads(told.out)) >= 3
    assert not told.modules & HEAVY


@pytest.mark.slow
def test_due_opens_no_record_and_no_setting_when_nothing_changed(warm):
    told = due(warm)
    assert told.records == []
    # It is looked for twice: for the language, which it tells where neither a person nor the
    # environment does, and for the work itself.
    assert told.settings == ["cs.yaml"] * 2


@pytest.mark.slow
def test_due_reads_the_one_record_that_changed(warm):
    path = next(warm.root.rglob("T-*.md"))
    path.write_text(path.read_text().replace("title: ", "title: 急 "))
    told = due(warm)
    assert "急" in told.out
    assert told.records == [path.name]
    assert not told.modules & {"yaml", "ruamel"}  # it is plain, and settings were kept


# What a warm ``due`` loads of cs itself, one by one: each costs as much as looking at many files.
OF_DUE = {
    "cs_cli", "cs_cli.app", "cs_cli.app.due", "cs_cli.app.work", "cs_cli.cli",
    "cs_cli.cli.answers", "cs_cli.cli.common", "cs_cli.cli.context", "cs_cli.cli.due_answer",
    "cs_cli.cli.due_views", "cs_cli.cli.entry", "cs_cli.cli.fixed", "cs_cli.cli.quick",
    "cs_cli.cli.speech", "cs_cli.domain", "cs_cli.domain.errors", "cs_cli.domain.language",
    "cs_cli.domain.reasons", "cs_cli.render", "cs_cli.render.colour", "cs_cli.render.formats",
    "cs_cli.render.instants", "cs_cli.render.plain", "cs_cli.render.safe", "cs_cli.render.table",
    "cs_cli.render.width", "cs_cli.store", "cs_cli.store.aside", "cs_cli.store.database",
    "cs_cli.store.index", "cs_cli.store.owed", "cs_cli.store.place", "cs_cli.store.walk",
}  # fmt: skip
# What none of the commands that only look something up loads.
UNASKED = {
    "click", "yaml", "ruamel", "subprocess", "difflib", "chinese_calendar", "dateutil",
    "cs_cli.domain.policy", "cs_cli.domain.calendar", "cs_cli.domain.people", "cs_cli.rules",
    "cs_cli.app.draft", "cs_cli.store.desk", "cs_cli.store.reindex", "cs_cli.store.git",
}  # fmt: skip
# What a plain verb with its commit does without.
UNCHANGED = {
    "click", "yaml", "ruamel", "dataclasses", "inspect", "decimal", "dateutil", "difflib", "base64",
    "shutil", "tabulate", "cs_cli.store.definitions", "cs_cli.domain.money", "cs_cli.rules.fee",
    "cs_cli.domain.limit_words", "cs_cli.store.rosters", "cs_cli.store.marks", "cs_cli.cli.kind",
}  # fmt: skip
NOW = ("--now", "2026-03-02T12:00:00+08:00")


@pytest.mark.slow
def test_due_loads_these_modules_and_no_others(warm):
    assert due(warm).own == OF_DUE


@pytest.mark.slow
def test_one_more_record_costs_due_one_look_at_it(warm):
    first = due(warm)
    warm.new("ticket", "--title", "窗户关不上")
    settle(warm)
    second = due(warm)
    more = {name: second.calls[name] - first.calls[name] for name in first.calls}
    assert more == {"stat": 1, "fstat": 0, "open": 0, "scandir": 0, "fork": 0}
    assert first.calls["scandir"] == 0


@pytest.mark.slow
def test_a_record_of_a_sealed_month_costs_due_no_look_at_it(desk):
    april = {"as_": "zhao.min", "now": "2026-04-07T10:00:00+08:00"}

    def sealed(*titles):
        for title in titles:
            desk.ok("task", "done", desk.new("task", "--title", title))
        desk.ok("seal", "2026-03", **april)
        settle(desk)
        return due(desk).calls

    first = sealed("灯不亮", "漏水")
    desk.ok("unseal", "2026-03", "-m", "漏登", **april)
    assert sealed("门打不开", "窗户关不上", "电梯异响") == first
    assert first["scandir"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "modules"),
    [
        (("ticket", "list", "--where", "status=open", "--limit", "20"), 44),
        (("ticket", "list", "--open"), 44),
        (("show", "{id}"), 58),
        (("ticket", "show", "{part}"), 58),
    ],
)
def test_looking_something_up_needs_neither_click_nor_any_rule(warm, words, modules):
    id_ = next(warm.root.rglob("T-*.md")).stem
    told = Told(warm, *NOW, *(word.format(id=id_, part=id_[-6:]) for word in words))
    assert id_ in told.out
    assert not told.modules & UNASKED
    assert len(told.own) == modules
    # Only the record that is shown is read; lists come from the index.
    assert told.records == ([f"{id_}.md"] if "show" in words else [])
    assert told.calls["scandir"] == 0


@pytest.mark.slow
def test_a_verb_reads_and_looks_at_its_own_record_alone(warm):
    id_ = next(warm.root.rglob("T-*.md")).stem
    told = Told(warm, *NOW, "--as", "li.na", "ticket", "assign", id_, "--owner", "wang.wei")
    assert {name.split(".")[-2] for name in told.records} == {id_}
    assert told.calls["scandir"] <= 1  # the folder it lies in
    # Settings are known by their bytes, and so need no YAML.
    assert told.settings == ["cs.yaml"] * 3 + ["people.yaml", "calendar.yaml"]
    assert not told.modules & UNCHANGED
    assert len(told.own) == 118
    assert told.programs == []


@pytest.mark.slow
def test_a_verb_calls_git_for_its_settings_and_for_the_commit(desk_in_git):
    """And for nothing else, on a desk that ``git commit`` looks through in no time."""
    id_ = desk_in_git.new("ticket", "--title", "灯不亮")
    settle(desk_in_git)
    words = ("ticket", "assign", id_, "--owner", "wang.wei")
    told = Told(desk_in_git, *NOW, "--as", "li.na", *words)
    assert told.programs == ["config", "commit"]
    assert not told.modules & UNCHANGED
    assert len(told.own) == 119
