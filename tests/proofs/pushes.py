"""Prove that a guarded server takes honest work in good time, however much comes at once.

    .venv/bin/python tests/proofs/pushes.py [--records 2000] [--commits 1000]

A server has a desk with so many records; then so many commits of commands are pushed at once, then
one alone; at last one in which an event was edited, which must be refused.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from clones import cs, git

START = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
OPEN = ("ticket", "new", "--type", "inquiry", "--channel", "phone", "--received-by", "li.na",
        "--question", "?", "--title")  # fmt: skip
_WORKED_ON = 100
LIMIT = 120.0
"""Seconds that a push may take."""


def main() -> int:
    """Run it; 1 when anything honest was refused, anything else taken, or it took too long."""
    parser = argparse.ArgumentParser(description="Prove that a server takes honest work in time.")
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--commits", type=int, default=1000)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"HOME": folder, "CS_LANG": "en", "CS_SEED": ""})
        who = "[user]\n\tname = 李娜\n\temail = li.na@example.test\n"
        Path(folder, ".gitconfig").write_text(who)
        return prove(Path(folder), told.records, told.commits)


def prove(folder: Path, records: int, commits: int) -> int:
    """Make the desk, push in several ways, tell the figures."""
    desk, server = folder / "desk", folder / "desk.git"
    cs(folder, "init", str(desk), "--pack", "HOT", now=START)
    first = cs(desk, *OPEN, "first", now=START)[1].split()[0]
    copied(desk, first, records)
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", server], check=True)
    git(desk, "remote", "add", "origin", str(server))
    git(desk, "push", "--quiet", "origin", "main")
    cs(folder, "-C", str(server), "doctor", "--mend", now=START)
    ids = sorted(path.stem for path in desk.rglob("T-*.md"))[:_WORKED_ON]
    for turn in range(commits):
        at = START + timedelta(minutes=1, seconds=turn)
        cs(desk, "ticket", "note", ids[turn % len(ids)], "-m", f"{turn}", now=at)
    taken = [pushed(desk, f"records {records}, commits {commits}")]
    at = START + timedelta(days=1)
    cs(desk, "ticket", "note", first, "-m", "one more", now=at)
    taken.append(pushed(desk, "commits 1"))
    (path,) = desk.rglob(f"{first}.md")
    path.write_text(path.read_text().replace("one more", "no more"))
    git(desk, "commit", "--quiet", "--no-verify", "-am", "by hand")
    refused = not pushed(desk, "commits 1, an event edited")
    return 0 if all(taken) and refused else 1


def copied(desk: Path, first: str, records: int) -> None:
    """Fill the desk with copies of a record, each with an id of its own, in one commit."""
    (path,) = desk.rglob(f"{first}.md")
    text = path.read_text()
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for number in range(records):
        own = first[:-4] + "".join(digits[number >> shift & 31] for shift in (15, 10, 5, 0))
        if own != first:
            path.with_name(f"{own}.md").write_text(text.replace(first, own))
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "--no-verify", "-m", "imported")


def pushed(desk: Path, what: str) -> bool:
    """Push and tell how long it took; tell whether the server took it in time."""
    began = time.monotonic()
    done = subprocess.run(
        ["git", "-C", desk, "push", "--quiet", "origin", "main"], capture_output=True, check=False
    )
    seconds = time.monotonic() - began
    said = done.stderr.decode().splitlines()
    print(f"{what}: {'taken' if done.returncode == 0 else 'refused'} in {seconds:.1f} s")
    for line in said[:3]:
        print(f"  {line[:160]}")
    return done.returncode == 0 and seconds < LIMIT


if __name__ == "__main__":
    sys.exit(main())
