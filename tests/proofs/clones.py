"""Prove that clones converge: many desks, many random commands, syncs in random order.

    .venv/bin/python tests/proofs/clones.py [--clones 5] [--commands 1000] [--seed 1] [--hot 3]
                                            [--skew 2] [--guarded]

Half of the commands go to a few hot records that every clone changes; the clocks of the clones are
``--skew`` hours apart. At the end all trees must be the same to the byte, every event that a
command was said to have done must be in exactly one log once, and ``cs check`` must be silent, but
for what two clones did to one record at once that could not both be done: that is listed, counted
and settled. Then ``cs check`` must be silent, and so must ``cs audit``: with ``--skew 0`` wholly,
else but for the clocks, which it must have found.
"""

import argparse
import contextlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cs_cli.cli.entry import run
from cs_cli.store import codec, wiring

START = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
CLOCKS = ("back-dated", "ahead", "log-order")
"""What ``cs audit`` finds of a clock that is wrong by more than the desk allows."""
PEOPLE = ("li.na", "wang.wei", "chen.jing", "zhao.min", "wu.gang")


def main() -> int:
    """Run it; 1 when anything was lost or differs."""
    parser = argparse.ArgumentParser(description="Prove that clones converge.")
    parser.add_argument("--clones", type=int, default=5)
    parser.add_argument("--commands", type=int, default=1000)
    parser.add_argument("--hot", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guarded", action="store_true")
    parser.add_argument("--skew", type=int, default=2, help="hours between the clocks of clones")
    parser.add_argument("--kills", type=float, default=0.2, help="share of killed exchanges")
    parser.add_argument("--orders", type=int, default=6, help="merge orders tried at the end")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return Proof(Path(folder), told).run()


class Proof:
    """Some clones of one desk, and what was done in them."""

    def __init__(self, folder: Path, told: argparse.Namespace) -> None:
        self.folder, self.told = folder, told
        self.chance = random.Random(told.seed)
        self.count = Counter[str]()
        self.done: list[tuple[str, str, str, str]] = []
        self.ids: list[str] = []
        self.known: dict[str, set[str]] = {}
        self.base = ""
        (folder / "home").mkdir()
        who = f"[user]\n\tname = {PEOPLE[0]}\n\temail = {PEOPLE[0]}@example.test\n"
        (folder / "home/.gitconfig").write_text(who)
        os.environ.update({"HOME": str(folder / "home"), "CS_SEED": "", "CS_LANG": "en"})

    def run(self) -> int:
        began = time.monotonic()
        clones = self.prepare()
        for number in range(self.told.commands):
            clone = self.chance.randrange(len(clones))
            self.command(clones[clone], number, clone)
            if self.chance.random() < 0.08:
                self.sync(clones[self.chance.randrange(len(clones))], number)
        orders = self.orders(clones)
        for _again in range(2):
            for clone in self.chance.sample(clones, len(clones)):
                self.sync(clone, self.told.commands)
        return self.judge(clones, orders, time.monotonic() - began)

    def orders(self, clones: list[Path]) -> set[str]:
        """Merge what the clones came to, by git itself, in several orders; give the trees."""
        place = self.folder / "orders"
        git(self.folder, "init", "--quiet", "-b", "main", str(place))
        git(place, "config", "user.name", "orders")
        git(place, "config", "user.email", "orders@example.test")
        git(place, "config", wiring.DRIVER, wiring.driver())
        for number, clone in enumerate(clones):
            git(place, "fetch", "--quiet", str(clone), f"HEAD:refs/heads/clone-{number}")
        trees = set()
        for _order in range(self.told.orders):
            first, *others = self.chance.sample(range(len(clones)), len(clones))
            git(place, "checkout", "--quiet", "-B", "order", f"clone-{first}")
            for other in others:
                git(place, "merge", "--quiet", "--no-edit", f"clone-{other}")
            trees.add(git(place, "rev-parse", "HEAD^{tree}"))
        if len(trees) > 1:
            print(git(place, "diff", *sorted(trees)[:2])[:4000])
        return trees

    def prepare(self) -> list[Path]:
        first, hub = self.folder / "clone-0", self.folder / "hub.git"
        git(self.folder, "init", "--quiet", "--bare", "-b", "main", str(hub))
        cs(self.folder, "init", str(first), "--pack", "HOT", "--as", "li.na", now=START)
        people = "".join(
            f"- {{id: {p}, name: {p}, roles: [manager, clerk], emails: [{p}@example.test]}}\n"
            for p in PEOPLE
        )
        (first / "people.yaml").write_text(people)
        git(first, "commit", "--quiet", "-am", "people")
        git(first, "remote", "add", "origin", str(hub))
        for _hot in range(self.told.hot):
            self.open(first, START, "li.na")
        cs(first, "sync", now=START, as_="li.na")
        if self.told.guarded:
            cs(self.folder, "-C", str(hub), "doctor", "--mend", now=START)
        clones = [first]
        for number in range(1, self.told.clones):
            git(self.folder, "clone", "--quiet", str(hub), f"clone-{number}")
            clones.append(self.folder / f"clone-{number}")
            for key, value in (
                ("name", PEOPLE[number]),
                ("email", f"{PEOPLE[number]}@example.test"),
            ):
                git(clones[-1], "config", f"user.{key}", value)
        self.known = {clone.name: set(self.ids) for clone in clones}
        self.base = git(first, "rev-parse", "HEAD")
        return clones

    def now(self, number: int, clone: int) -> datetime:
        """Give the time by the clock of a clone: each is wrong by its own hours."""
        skew = timedelta(hours=self.told.skew * (clone - 2), seconds=clone)
        return START + timedelta(days=1, minutes=2 * number) + skew

    def command(self, clone: Path, number: int, skew: int) -> None:
        now = self.now(number, skew)
        who = PEOPLE[skew % len(PEOPLE)]
        hot = self.chance.random() < 0.5
        ids = self.ids[: self.told.hot] if hot else sorted(self.known[clone.name])
        id_ = self.chance.choice(ids)
        words = self.chance.choice([
            ["set", id_, "--department", f"d{number}"],
            ["set", id_, "--category", f"c{number}"],
            ["note", id_, "-m", f"note {number}"],
            ["assign", id_, "--owner", self.chance.choice(PEOPLE)],
            ["answer", id_, "--answer", f"a{number}"],
            ["reopen", id_, "--reason", f"r{number}"],
            ["new"],
            ["undo"],
            ["settle", id_],
        ])  # fmt: skip
        if words[0] in ("undo", "settle"):
            self.correct(clone, words, now, who)
            return
        if words == ["new"]:
            self.known[clone.name].add(self.open(clone, now, who))
            return
        code, _out, err = cs(clone, "ticket", *words, now=now, as_=who)
        self.count[f"exit {code}"] += 1
        if code == 0:
            self.done.append((id_, who, words[0], now.isoformat()))
        elif code not in (2, 3):
            raise SystemExit(f"{words}: {code} {err}")

    def correct(self, clone: Path, words: list[str], now: datetime, who: str) -> None:
        """Take the last own command back, or settle what is contradictory in a record."""
        if words[0] == "settle":
            words = [*words, "--keep", self.contradiction(clone, words[1])]
        code, out, err = cs(clone, "--json", *words, now=now, as_=who)
        self.count[f"{words[0]} {code}"] += 1
        if code == 0:
            for record in json.loads(out)["records"]:
                if record["kind"] != "ticket":
                    continue
                do = "undo" if words[0] == "undo" else "adjudicate"
                self.done.append((record["id"], who, do, now.isoformat()))
        elif code not in (2, 3, 4):
            raise SystemExit(f"{words}: {code} {err}")

    def contradiction(self, clone: Path, id_: str) -> str:
        """Give the entry of one of the events of a record that contradict each other."""
        (path,) = clone.glob(f"ticket/**/{id_}.md")
        _code, out, _err = cs(clone, "--json", "check", str(path), now=START)
        entries = [str(e["entry"]) for one in json.loads(out) for e in one["events"]]
        return self.chance.choice(entries) if entries else "1"

    def open(self, clone: Path, now: datetime, who: str) -> str:
        words = ["--type", "inquiry", "--channel", "phone", "--received-by", who, "--question", "?"]
        code, out, err = cs(clone, "ticket", "new", *words, "--title", "x", now=now, as_=who)
        if code:
            raise SystemExit(err)
        self.count["exit 0"] += 1
        id_ = out.split()[0]
        self.ids.append(id_)
        self.done.append((id_, who, "open", now.isoformat()))
        return id_

    def sync(self, clone: Path, number: int) -> None:
        now = self.now(number, 2)
        if self.chance.random() < self.told.kills:
            self.kill(clone, now)
        code, out, err = cs(clone, "sync", now=now, as_=PEOPLE[0])
        until = time.monotonic() + 20
        while code == 6 and time.monotonic() < until:  # a lock is nobody's after some seconds
            time.sleep(0.5)
            cs(clone, "doctor", "--mend", now=now, as_=PEOPLE[0])
            self.count["mended"] += 1
            code, out, err = cs(clone, "sync", now=now, as_=PEOPLE[0])
        self.count[f"sync {code}"] += 1
        if code not in (0, 1) or err or "nothing was sent" in out:
            raise SystemExit(f"sync: {code} {out} {err}")
        self.known[clone.name] |= {path.stem for path in clone.glob("ticket/**/T-*.md")}

    def kill(self, clone: Path, now: datetime) -> None:
        """Kill an exchange, and all that it has started, at some moment of it."""
        words = ["-m", "cs_cli", "-C", str(clone), "--now", now.isoformat(), "--as", PEOPLE[0]]
        silent = subprocess.DEVNULL
        child = subprocess.Popen(
            [sys.executable, *words, "sync"], stdout=silent, stderr=silent, start_new_session=True
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(self.chance.uniform(0.05, 0.9))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        self.count["killed"] += 1

    def judge(self, clones: list[Path], orders: set[str], seconds: float) -> int:
        trees = {git(clone, "rev-parse", "HEAD^{tree}") for clone in clones}
        logged = Counter(events(clones[0]))
        lost = Counter(self.done) - logged
        twice = [event for event, times in logged.items() if times > Counter(self.done)[event]]
        _code, out, _err = cs(clones[0], "--json", "check", now=START)
        problems = json.loads(out) if out.strip() else []
        clocks = [one for one in problems if one["rule"] == "log-order" and self.told.skew]
        odd = [one for one in problems if not one["events"] and one not in clocks]
        merges = git(clones[0], "rev-list", "--merges", "--count", "HEAD")
        commands = sum(self.count.values())
        print(f"{self.told.clones} clones, {commands} commands and syncs in {seconds:.0f} s")
        print(f"{dict(sorted(self.count.items()))}, merges {merges}")
        print(f"trees {len(trees)}; events done {len(self.done)}, lost {lost.total()}, ", end="")
        open_ = len(problems) - len(odd) - len(clocks)
        print(f"doubled {len(twice)}; contradictions {open_}, others {len(odd)}; ", end="")
        print(f"trees of {self.told.orders} merge orders {len(orders)}; clocks {len(clocks)}")
        for one in odd[:5]:
            print(one)
        left, findings = self.settle(clones[0]), self.audit(clones[0])
        fault = len(trees) != 1 or len(orders) != 1 or lost or twice or odd or left or findings
        return 1 if fault else 0

    def settle(self, clone: Path) -> int:
        """Settle all that is contradictory; give how much is wrong then."""
        now = self.now(self.told.commands + 100, 4)
        for number in range(1000):
            _code, out, _err = cs(clone, "--json", "check", now=START)
            open_ = [one for one in json.loads(out) if one["events"]]
            if not open_:
                return self.settled(clone, number)
            id_, event = Path(open_[0]["path"]).stem, self.chance.choice(open_[0]["events"])
            at = now + timedelta(seconds=number)
            words = ["settle", id_, "--keep", str(event["entry"])]
            code, _out, err = cs(clone, *words, now=at, as_=PEOPLE[0])
            if code:
                print(words, err)
                break
        print(f"left {len(open_)}")
        return len(open_)

    def settled(self, clone: Path, commands: int) -> int:
        """Check the desk once more; give how much is wrong, but for clocks that were."""
        code, out, _err = cs(clone, "--json", "check", now=START)
        told = json.loads(out)
        left = [one for one in told if one["rule"] != "log-order" or not self.told.skew]
        print(f"settled by {commands} commands; check {code}: {len(left)} problems, ", end="")
        print(f"{len(told) - len(left)} clocks")
        return len(left)

    def audit(self, clone: Path) -> int:
        """Prove the history; give how many findings there are, but for clocks that were wrong."""
        code, out, err = cs(clone, "--json", "audit", f"{self.base}..HEAD", now=self.now(9999, 4))
        told = json.loads(out)
        clocks = CLOCKS if self.told.skew else ()
        flaws = [one for one in told["history"] if one["code"] not in clocks]
        remarks = dict(Counter(one["code"] for one in told["remarks"]))
        print(f"audit {code}: {len(flaws)} findings, ", end="")
        print(
            f"{len(told['history']) - len(flaws)} clocks; remarks {remarks}; {told['proven']}", err
        )
        for one in flaws[:5]:
            print(one)
        unseen = self.told.skew > 1 and len(flaws) == len(told["history"])
        return len(flaws) + unseen


def events(clone: Path) -> Iterator[tuple[str, str, str, str]]:
    """Give every event of every ticket: id, who, what, when."""
    for path in clone.glob("ticket/**/T-*.md"):
        for entry in codec.read(path.read_bytes(), path=path.name).data["log"]:
            yield path.stem, entry["by"], entry["do"], entry["at"]


def git(folder: Path, *words: str) -> str:
    """Run git and give what it says."""
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def cs(desk: Path, *words: str, now: datetime, as_: str | None = None) -> Any:
    """Run ``cs`` in this process; give code, answer, complaint."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    common = ["-C", str(desk), "--now", now.isoformat(), *(["--as", as_] if as_ else [])]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([*common, *words])
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())
    return code, *texts


if __name__ == "__main__":
    sys.exit(main())
