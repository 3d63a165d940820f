"""What a run loads and reads when nothing has changed, in modules and files, not in seconds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Runs cs in a fresh interpreter; tells on stderr which modules it loaded and files it opened.
TELL = """\
import json, sys
opened = []
def hear(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        opened.append(args[0] if isinstance(args[0], str) else args[0].decode())
sys.addaudithook(hear)
from cs_cli.cli.entry import run
code = run(sys.argv[1:])
print(json.dumps({"modules": sorted(sys.modules), "opened": opened}), file=sys.stderr)
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
    probe = desk.root / ".probe"
    probe.touch()
    before = probe.stat().st_ctime_ns
    while probe.stat().st_ctime_ns - before < 60_000_000:
        probe.touch()
    probe.unlink()
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
    # The language is asked of cs.yaml where neither a person nor the environment tells it.
    assert told.settings == ["cs.yaml"]


@pytest.mark.slow
def test_due_reads_the_one_record_that_changed(warm):
    path = next(warm.root.rglob("T-*.md"))
    path.write_text(path.read_text().replace("title: ", "title: 急 "))
    told = due(warm)
    assert "急" in told.out
    assert told.records == [path.name]
    assert "yaml" in told.modules and "ruamel" not in told.modules
