"""Prove that nothing is lost when many write at once: each command is one event and one commit.

    .venv/bin/python tests/proofs/writers.py [--processes 16] [--writes 250]

A third of the writes go to one record that everybody changes, the others make new records or
change their own; four more processes read all the while and must never hear an error.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from clones import cs, events, git

START = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
OPEN = ("ticket", "new", "--type", "inquiry", "--channel", "phone", "--received-by", "li.na",
        "--question", "?", "--title")  # fmt: skip


def main() -> int:
    """Run it; 1 when anything was lost or refused."""
    parser = argparse.ArgumentParser(description="Prove that nothing is lost.")
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--writes", type=int, default=250)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"HOME": folder, "CS_LANG": "en", "CS_WAIT": "600", "CS_SEED": ""})
        return prove(Path(folder), told.processes, told.writes)


def prove(folder: Path, processes: int, writes: int) -> int:
    """Let them write and read, then count."""
    desk = folder / "desk"
    cs(folder, "init", str(desk), "--pack", "HOT", "--as", "li.na", now=START)
    hot = cs(desk, *OPEN, "hot", now=START, as_="li.na")[1].split()[0]
    before = int(git(desk, "rev-list", "--count", "HEAD"))
    began = time.monotonic()
    stop = multiprocessing.Event()
    heard: multiprocessing.Queue[list[str]] = multiprocessing.Queue()
    readers = [multiprocessing.Process(target=read, args=(desk, stop, heard)) for _n in range(4)]
    for reader in readers:
        reader.start()
    with multiprocessing.Pool(processes) as pool:
        done = pool.starmap(write, [(desk, hot, n, writes) for n in range(processes)])
    stop.set()
    errors = [error for _reader in readers for error in heard.get()]
    for reader in readers:
        reader.join()
    seconds = time.monotonic() - began
    made = Counter(note for notes in done for note in notes)
    commits = int(git(desk, "rev-list", "--count", "HEAD")) - before
    logged = sum(1 for _event in events(desk)) - 1
    clean = git(desk, "status", "--porcelain") == "" and cs(desk, "check", now=START)[0] == 0
    said = subprocess.run(["git", "-C", desk, "fsck", "--strict"], capture_output=True, check=False)
    wanted = processes * writes
    print(f"{processes} processes, {wanted} writes in {seconds:.0f} s, {os.cpu_count()} cores")
    print(f"said to be done {made.total()}, commits {commits}, events {logged}, "
          f"errors of readers {len(errors)}, clean {clean}, fsck {said.returncode}")  # fmt: skip
    for error in errors[:3]:
        print(error)
    counts = {made.total(), commits, logged, wanted}
    return 0 if len(counts) == 1 and not errors and clean and said.returncode == 0 else 1


def write(desk: Path, hot: str, number: int, writes: int) -> list[str]:
    """Write so many times; give what was said to be done."""
    done, own = [], ""
    for turn in range(writes):
        if turn % 3 == 0:
            words = ("ticket", "note", hot, "-m", f"{number}/{turn}")
        elif turn % 3 == 1:
            words = (*OPEN, f"{number}/{turn}")
        else:
            words = ("ticket", "set", own, "--department", f"{number}/{turn}")
        code, out, err = cs(desk, *words, now=START, as_="li.na")
        if code:
            raise SystemExit(f"{words}: {code} {err}")
        own = out.split()[0] if words[1] == "new" else own
        done.append(f"{number}/{turn}")
    return done


def read(
    desk: Path, stop: "multiprocessing.synchronize.Event", heard: "multiprocessing.Queue"
) -> None:
    """Read until told to stop; give every complaint."""
    errors = []
    while not stop.is_set():
        for words in (("due",), ("ticket", "list", "--limit", "20")):
            code, _out, err = cs(desk, *words, now=START)
            if code or err:
                errors.append(f"{words}: {code} {err}")
        time.sleep(0.2)
    heard.put(errors)


if __name__ == "__main__":
    sys.exit(main())
