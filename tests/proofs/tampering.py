"""Prove that tampering is found: every kind that we know, and nothing on honest desks.

    .venv/bin/python tests/proofs/tampering.py [KIND …] [--quick] [--verbose]

A desk of six people, two clones and a merge works honestly for two weeks; then a copy of it is
tampered with for each kind, as somebody with git and an editor would, and ``cs audit`` must find
just that: code, commit, file and person. Honest histories that only look odd must give nothing.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tampering import signed
from tampering.every import HONEST, KINDS
from tampering.kinds import Found
from tampering.verdict import Bench, Verdict

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where small files are fastest; elsewhere it takes longer."""


def main() -> int:
    """Run them; 1 when one was missed or wrongly named, or an honest one accused."""
    parser = argparse.ArgumentParser(description="Prove that tampering is found.")
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--quick", action="store_true", help="go on from what was proven before")
    parser.add_argument("--verbose", action="store_true", help="what was found, in full")
    told = parser.parse_args()
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
