"""The example desk with its history: every command of its first days is proven."""

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def test_the_example_desk_is_proven_command_by_command(desk, tmp_path):
    made = tmp_path / "made"
    script = [sys.executable, str(TOP / "records/make.py"), str(made)]
    subprocess.run([*script, "--history", "--until", "2026-01-08"], check=True)
    answer = desk.json("-C", str(made), "audit", now="2026-01-08T20:00+08:00")
    assert answer["history"] == []
    assert answer["proven"]["commits"] > 40
    assert answer["proven"]["unproven"] == 0
    desk.root = made
    authors = set(desk.git("log", "--format=%an").split())
    assert {"李娜", "沈慧敏"} <= authors
