"""Prove that tampering is found: every kind that we know, and nothing on honest desks.

    .venv/bin/python tests/proofs/tampering.py [KIND …] [--quick] [--verbose]
    .venv/bin/python tests/proofs/tampering.py --example [--until 2026-04-30]

A desk of six people, two clones and a merge works honestly for two weeks; then a copy of it is
tampered with for each kind, as somebody with git and an editor would, and ``cs audit`` must find
just that: code, commit, file and person. Honest histories that only look odd must give nothing.
With ``--example`` the example desk is made with its history, every command a commit by who typed
it, and nothing may be found in it.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from tampering import signed
from tampering.every import HONEST, KINDS
from tampering.kinds import Found
from tampering.ledger import Ledger
from tampering.verdict import Bench, Verdict

from records.maker import make

END = "12-31 18:00"
"""After everything that happens on the example desk."""

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where small files are fastest; elsewhere it takes longer."""


def main() -> int:
    """Run them; 1 when one was missed or wrongly named, or an honest one accused."""
    parser = argparse.ArgumentParser(description="Prove that tampering is found.")
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--quick", action="store_true", help="go on from what was proven before")
    parser.add_argument("--verbose", action="store_true", help="what was found, in full")
    parser.add_argument("--example", action="store_true", help="audit the example desk instead")
    parser.add_argument("--until", type=date.fromisoformat, help="of it, up to this day")
    told = parser.parse_args()
    if told.example:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            return example(Path(folder), told.until)
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        return run(Bench(Path(folder), quick=told.quick), told.kinds, verbose=told.verbose)


def run(bench: Bench, names: list[str], *, verbose: bool) -> int:
    """Judge the kinds of these names, all where none is given."""
    began, wrong, done = time.monotonic(), 0, {True: 0, False: 0}
    seconds = 0.0
    for kind in [*KINDS, *HONEST]:
        if names and kind.name not in names:
            continue
        if kind.signed and not signed.possible():
            print(f"{kind.name:48} skipped: there is no ssh-keygen to sign with")
            continue
        verdict = bench.judge(kind)
        tell(verdict, verbose=verbose)
        done[kind in HONEST] += 1
        wrong += not verdict.is_right
        seconds = max(seconds, verdict.seconds)
    print(
        f"{done[False]} kinds of tampering, {done[True]} honest histories; wrong {wrong}; ", end=""
    )
    print(f"longest audit {seconds:.1f} s, all in {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


def example(folder: Path, until: date | None) -> int:
    """Make the example desk with its history and audit all of it; 1 when anything is found."""
    began = time.monotonic()
    (folder / "home").mkdir()
    desk = Ledger(folder / "desk", folder / "home")
    make(desk.root, history=True, until=until)
    made = time.monotonic() - began
    code, out, err = desk.run("--json", "audit", "--whole", at=END)
    seconds = time.monotonic() - began - made
    answer = json.loads(out)
    for one in answer["history"]:
        print(f"    {one['code']} {one['commit'][:10]} {one['path']} {one['message']}")
    proven = answer["proven"]
    print(f"example desk: {proven['commits']} commits, {proven['events']} events; ", end="")
    print(
        f"{len(answer['history'])} findings; made in {made:.0f} s, proven in {seconds:.1f} s", err
    )
    return 1 if answer["history"] or code not in (0, 5) else 0


def tell(verdict: Verdict, *, verbose: bool) -> None:
    """Print a line for a kind, and more where it came out wrong."""
    codes = " ".join(dict.fromkeys(one.code for one in verdict.found)) or "nothing"
    mark = "" if verdict.is_right else "   WRONG"
    print(f"{verdict.kind.name:48} {codes}{mark}", flush=True)
    lists = {"missing": verdict.missing, "besides": verdict.besides}
    if verbose:
        lists["found"] = verdict.found
    for name, found in lists.items():
        for one in found:
            print(f"    {name}: {said(one)}")


def said(one: Found) -> str:
    """Give a finding in a line."""
    return f"{one.code} {(one.commit or '-')[:10]} {one.path or '-'} {one.person} {one.rule or ''}"


if __name__ == "__main__":
    sys.exit(main())
