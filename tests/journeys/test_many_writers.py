"""Nothing is lost when several write at once, or when a writer is killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CS = str(Path(sys.executable).with_name("cs"))
SHELL = """
import gc, sys
from cs_cli.cli.entry import run
gc.set_threshold(100_000)  # as cs does at its start
for number in range(int(sys.argv[1])):
    if number % 2:
        code = run(["ticket", "note", sys.argv[2], "-m", f"{sys.argv[3]} {number}"])
    else:
        code = run(["ticket", "new", "--title", f"{sys.argv[3]} {number}"])
    assert code == 0, code
"""


def environment(desk) -> dict[str, str]:
    told = {"CS_AS": "li.na", "CS_DESK": str(desk.root), "CS_NOW": "2026-03-02T10:00+08:00"}
    return {**desk.environment, **told, "LANG": "C.UTF-8"}


@pytest.mark.slow
def test_two_shells_write_five_hundred_times_at_once_and_lose_nothing(desk_in_git):
    """Half of the commands make tickets, half remark on one ticket that both share."""
    desk = desk_in_git
    desk.write("cs.yaml", "packs: [HOT]\nstarted: 2026-03-01\nlanguage: en\n")
    shared = desk.new("ticket", "--title", "shared")
    shells = [
        subprocess.Popen(
            [sys.executable, "-c", SHELL, "250", shared, f"shell-{name}"],
            env=environment(desk), cwd=desk.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        for name in "ab"
    ]  # fmt: skip
    said = [shell.communicate(timeout=280)[1].decode() for shell in shells]
    assert [shell.returncode for shell in shells] == [0, 0], said
    titles = [ticket["title"] for ticket in desk.json("ticket", "list")]
    expected = {f"shell-{name} {number}" for name in "ab" for number in range(0, 250, 2)}
    assert sorted(titles) == sorted({*expected, "shared"})
    notes = [e["note"] for e in desk.json("ticket", "show", shared)["log"] if e["do"] == "note"]
    assert len(notes) == len(set(notes)) == 250
    commits = desk.git("log", "--format=%s").count("ticket T-")
    assert commits == 501
    assert desk.git("status", "--porcelain", "--", "ticket") == ""
    assert desk.run("check").code == 0


@pytest.mark.slow
def test_a_killed_writer_leaves_the_old_record_or_the_new_one_and_the_next_command_works(
    desk_in_git,
):
    desk = desk_in_git
    id_ = desk.new("ticket", "--title", "before")
    chance = random.Random(20260302)
    for number in range(40):
        old = desk.record(id_)
        words = [CS, "ticket", "set", id_, "--title", f"after {number}"]
        writer = subprocess.Popen(
            words, env=environment(desk), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.02, 0.35))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        new = desk.record(id_)
        assert new == old or f"title: after {number}\n" in new
        assert new.endswith("---\n") and new.count("---\n") == 2
        assert desk.run("ticket", "note", id_, "-m", f"still here {number}").code == 0
    assert desk.run("check").code == 0
    assert desk.git("status", "--porcelain", "--", "ticket") == ""
    assert not [p for p in desk.root.rglob(".*tmp*") if ".git" not in p.parts]


def test_a_desk_held_by_somebody_else_is_busy_and_says_who(desk):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk.root)], env=dict(os.environ), stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        result = desk.run("--json", "ticket", "new", "--title", "waiting", CS_WAIT="0.2")
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert result.code == 6
    assert str(holder.pid) in json.loads(result.err)["message"]
    assert desk.json("ticket", "list") == []


HOLD = """
import sys, time
from pathlib import Path
from cs_cli.store import transaction
with transaction.writing(Path(sys.argv[1]), command="a long command"):
    print("held", flush=True)
    time.sleep(60)
"""
