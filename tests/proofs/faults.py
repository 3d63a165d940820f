"""Prove that a failing disk, or a kill, at any call of a command does no harm.

    .venv/bin/python tests/proofs/faults.py [--faults ENOSPC,EDQUOT,EIO,EROFS,KILL,KILL-GIT]
                                            [--cases new,followups,…] [--every 1]

For each command, each call that can change the disk, of ``cs`` and of every git it calls, fails
once with each error, or is the last one before SIGKILL (``KILL``: everything; ``KILL-GIT``: git
alone). Afterwards every file is as it was or as it was to be, all of them alike; what was said to
be saved is; an error is one sentence that says why and leaves with 6; the next command works; then
``cs doctor --mend`` mends all that is left, and ``cs doctor``, ``cs check`` and ``git status`` have
nothing to say. Needs strace.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

from clones import cs, git
from traced import CASES, NOW, Bench, Outcome

ERRORS = ("ENOSPC", "EDQUOT", "EIO", "EROFS")
KILLS = ("KILL", "KILL-GIT")
WORDS = {
    "en": {"ENOSPC": "the disk is full", "EDQUOT": "your share of the disk is used up",
           "EIO": "the disk has an error", "EROFS": "the disk is read-only"},
    "zh": {"ENOSPC": "磁盘已满", "EDQUOT": "磁盘配额已用完", "EIO": "磁盘出错",
           "EROFS": "磁盘是只读的"},
}  # fmt: skip
GIT_ONLY = ("git could not write", "git 无法写入")  # it does not say why
SAVED = ("error: saved, not committed", "错误：已保存，未提交", "could not be written", "无法写出")


def main() -> int:
    """Run it; 1 when anything was half, lost, unsaid or left over."""
    parser = argparse.ArgumentParser(description="Prove that faults do no harm.")
    parser.add_argument("--faults", default=",".join([*ERRORS, *KILLS]))
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--every", type=int, default=1, help="only every so many-th point")
    parser.add_argument("--show", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    told = parser.parse_args()
    if not shutil.which("strace"):
        print("skipped: strace is not installed")
        return 0
    wanted = [
        (case, fault, told.every)
        for case in told.cases.split(",")
        for fault in told.faults.split(",")
    ]
    bad = 0
    with Pool(told.jobs, maxtasksperchild=1) as pool:
        for (case, fault, _every), (count, slowest, faults) in zip(
            wanted, pool.imap(_judged, wanted), strict=True
        ):
            bad += len(faults)
            print(f"{case:9} {fault:8} {dict(sorted(count.items()))}, slowest next command "
                  f"{slowest:.1f} s, faults {len(faults)}", flush=True)  # fmt: skip
            for one in faults[: told.show]:
                print(f"   {one}", flush=True)
    print(f"faults in all: {bad}")
    return 1 if bad else 0


def _judged(task: tuple[str, str, int]) -> tuple[Counter[str], float, list[str]]:
    name, fault, every = task
    language = "zh" if fault in ("EDQUOT", "EIO") else "en"
    quick = Path("/dev/shm")  # syncing costs nothing there
    with tempfile.TemporaryDirectory(dir=quick if quick.is_dir() else None) as folder:
        home = Path(folder, "home")
        home.mkdir()
        (home / ".gitconfig").write_text("[user]\n\tname = 李娜\n\temail = li.na@example.test\n")
        os.environ.update({"HOME": str(home), "CS_LANG": "en"})
        bench = Bench(Path(folder, "bench"), CASES[name], language)
        count, slowest, faults = Counter[str](), 0.0, list[str]()
        for point in bench.points()[::every]:
            if fault == "KILL-GIT" and not point.git:
                continue
            outcome = bench.run(point, fault)
            count[f"exit {outcome.code}" if outcome.hit else "not reached"] += 1
            if outcome.hit:
                seconds, found = judge(bench, fault, outcome)
                slowest = max(slowest, seconds)
                faults += [f"{point.git}/{point.call}/{point.nth}: {one}" for one in found]
        return count, slowest, faults


def judge(bench: Bench, fault: str, outcome: Outcome) -> tuple[float, list[str]]:
    """Give how long the next command took, and what is wrong after one fault."""
    found = [*said(bench, fault, outcome)]
    began = time.monotonic()
    code, _out, err = bench.next()
    seconds = time.monotonic() - began
    if code or (err and bench.case.name != "init"):
        found.append(f"next command: {code} {err!r} after {outcome.code} {outcome.err!r}")
    if seconds > 5:
        found.append(f"next command took {seconds:.1f} s")
    after = bench.snapshot()
    if after not in (bench.before, bench.after) and bench.case.name != "init":
        wrong = [
            name for name in {**bench.after, **after} if after.get(name) != bench.after.get(name)
        ]
        found.append(f"half done: {wrong} after {outcome.code} {outcome.err!r}")
    told_saved = outcome.code == 0 or any(word in outcome.err for word in SAVED)
    if told_saved and after != bench.after:
        found.append(f"said to be saved and is not: {outcome.code} {outcome.err!r}")
    return seconds, [*found, *left_over(bench)]


def said(bench: Bench, fault: str, outcome: Outcome) -> list[str]:
    """Give what is wrong with what was said."""
    if fault == "KILL" or outcome.code == -9:
        return []
    known = (0, 1, 6) if bench.case.name == "doctor" else (0, 6)
    if "Traceback" in outcome.err or outcome.code not in known:
        return [f"exit {outcome.code}: {outcome.err!r} {outcome.out!r}"]
    if outcome.code == 0:
        return [f"done, and complains: {outcome.err!r}"] if outcome.err else []
    lines = outcome.err.splitlines()
    if fault in ERRORS and outcome.code == 6:
        reasons = (WORDS[bench.language][fault], *GIT_ONLY)
        if len(lines) > 2 or not any(reason in lines[0] for reason in reasons):
            return [f"unclear: {outcome.err!r}"]
        if len(lines) < 2:
            return [f"says not what to do: {outcome.err!r}"]
    return []


def left_over(bench: Bench) -> list[str]:
    """Give what is still wrong after ``cs doctor --mend``."""
    desk, found = bench.desk, list[str]()
    # What is young may belong to a git that lives.
    for path in [*desk.glob(".git/**/*"), *desk.glob(".merge_file_*")]:
        os.utime(path, (0, time.time() - 60), follow_symlinks=False)
    mended = cs(desk, "doctor", "--mend", now=NOW, as_="li.na")
    again = cs(desk, "doctor", now=NOW)
    check = cs(desk, "check", now=NOW)
    for what, (code, out, err) in (("mend", mended), ("doctor", again), ("check", check)):
        if code or err or (out and what != "mend"):
            found.append(f"{what}: {code} {out!r} {err!r}")
    try:
        dirty = git(desk, "status", "--porcelain")
        times = git(desk, "log", "--format=%s").splitlines().count(bench.subject)
    except subprocess.CalledProcessError as error:
        return [*found, error.stderr]
    if dirty:
        found.append(f"not clean: {dirty}")
    litter = [path.name for path in desk.rglob("*") if path.name.endswith((".tmp", ".lock"))]
    litter += [path.name for path in desk.glob(".git/objects/**/tmp_obj_*")]
    if litter:
        found.append(f"left: {litter}")
    if times != int(bench.snapshot() == bench.after) and bench.case.name != "sync":
        found.append(f"{times} commits of {bench.subject}")
    return found


if __name__ == "__main__":
    sys.exit(main())
