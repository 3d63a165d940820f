"""Prove that a kill at any moment leaves every record as it was or as it was to be.

    .venv/bin/python tests/proofs/kills.py [--kills 1000] [--seed 1]

Whole processes that make, change and exchange records are killed (SIGKILL, git and all) after a
random time. After each, all records read whole, and each is as it was or has exactly the one event
more; the next command works within five seconds. At the end ``cs doctor --mend`` leaves
nothing, ``cs check`` is silent, and all that was said to be done is in the history.
"""

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from clones import cs, git

from cs_cli.store import codec

START = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
NEW = ("ticket", "new", "--type", "inquiry", "--channel", "phone", "--received-by", "li.na",
       "--question", "?", "--title", "x")  # fmt: skip


def main() -> int:
    """Run it; 1 when anything is half or lost."""
    parser = argparse.ArgumentParser(description="Prove that kills do no harm.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"HOME": folder, "CS_LANG": "en", "CS_SEED": ""})
        return prove(Path(folder), told.kills, random.Random(told.seed))


def prove(folder: Path, kills: int, chance: random.Random) -> int:
    """Kill so many processes and judge what each leaves."""
    desk, other = prepared(folder)
    whole = seconds(desk)
    count, faults, slowest = Counter[str](), list[str](), 0.0
    known = snapshot(desk)
    for number in range(kills):
        now = START + timedelta(minutes=number + 10)
        words = command(chance, sorted(known), number)
        if words == ("sync",) and number % 2:
            cs(other, *NEW, now=now, as_="li.na")
            cs(other, "sync", now=now, as_="li.na")
        killed = kill_after(desk, words, now, chance.uniform(0, whole * 1.3))
        count[
            f"{words[0] if words == ('sync',) else words[1]} {'killed' if killed else 'done'}"
        ] += 1
        found = snapshot(desk)
        faults += judged(known, found, words)
        began = time.monotonic()
        code, _out, err = cs(
            desk, "ticket", "note", min(known), "-m", "after", now=now, as_="li.na"
        )
        slowest = max(slowest, time.monotonic() - began)
        if code:
            faults.append(f"the next command: {code} {err}")
        known = snapshot(desk)
    mended = cs(desk, "doctor", "--mend", now=START, as_="li.na")
    again = cs(desk, "doctor", now=START)
    check = cs(desk, "check", now=START)
    clean = git(desk, "status", "--porcelain")
    print(f"{kills} kills: {dict(sorted(count.items()))}")
    print(f"faults {len(faults)}, slowest next command {slowest:.1f} s, doctor {mended[0]} then "
          f"{again[0]}, check {check[0]}, tree clean {not clean}")  # fmt: skip
    for fault in [
        *faults[:5],
        *([again[1]] if again[0] else []),
        *([check[1]] if check[0] else []),
    ]:
        print(fault)
    return 1 if faults or again[0] or check[0] or clean or slowest > 5 else 0


def prepared(folder: Path) -> tuple[Path, Path]:
    """Make a desk, a remote, and another clone of it."""
    desk, hub, other = folder / "desk", folder / "hub.git", folder / "other"
    git(folder, "init", "--quiet", "--bare", "-b", "main", str(hub))
    cs(folder, "init", str(desk), "--pack", "HOT", "--as", "li.na", now=START)
    git(desk, "config", "user.name", "li.na")
    git(desk, "config", "user.email", "li.na@example.test")
    git(desk, "remote", "add", "origin", str(hub))
    for _record in range(5):
        cs(desk, *NEW, now=START, as_="li.na")
    cs(desk, "sync", now=START, as_="li.na")
    git(folder, "clone", "--quiet", str(hub), str(other))
    return desk, other


def command(chance: random.Random, ids: list[str], number: int) -> tuple[str, ...]:
    """Choose what is to be killed."""
    id_ = chance.choice(ids)
    return chance.choice([
        NEW,
        ("ticket", "set", id_, "--department", f"d{number}"),
        ("ticket", "note", id_, "-m", f"n{number}"),
        ("ticket", "assign", id_, "--owner", "li.na"),
        ("sync",),
    ])  # fmt: skip


def program(desk: Path, words: tuple[str, ...], now: datetime) -> list[str]:
    """Give the command line of a whole process."""
    common = ["-C", str(desk), "--now", now.isoformat(), "--as", "li.na"]
    return [sys.executable, "-P", "-m", "cs_cli", *common, *words]


def seconds(desk: Path) -> float:
    """Measure how long a command takes here and now."""
    began = time.monotonic()
    subprocess.run(program(desk, NEW, START), capture_output=True, check=True)
    return time.monotonic() - began


def kill_after(desk: Path, words: tuple[str, ...], now: datetime, after: float) -> bool:
    """Run a command and kill it with everything it started; tell whether it was still running."""
    process = subprocess.Popen(
        program(desk, words, now), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
        return False
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return True


def snapshot(desk: Path) -> dict[str, int]:
    """Read every record whole; give how many events each has."""
    found = {}
    for path in desk.glob("ticket/**/T-*.md"):
        found[path.stem] = len(codec.read(path.read_bytes(), path=path.name).data["log"])
    return found


def judged(before: dict[str, int], after: dict[str, int], words: tuple[str, ...]) -> list[str]:
    """Say what is neither old nor new."""
    lost = [f"{id_} is gone after {words}" for id_ in before if id_ not in after]
    if words == ("sync",):
        return lost
    grown = (
        sum(after.get(id_, 0) - events for id_, events in before.items()) + len(after) - len(before)
    )
    return [*lost, *([f"{grown} changes by {words}"] if grown not in (0, 1) else [])]


if __name__ == "__main__":
    sys.exit(main())
