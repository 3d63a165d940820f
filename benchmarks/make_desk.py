"""Make a desk of any size: the same seed gives the same bytes, on any machine and on any day.

``python benchmarks/make_desk.py --records 10000 [--seed S] [--git] DIR``

Of 22 records 2 are customers; of the other 20, 11 are tickets of all types, 6 callbacks,
2 handovers and 1 leave. Their days are spread over 2026 until 20 November, and over years before
where that would be more than 300,000 records a year. 2 % of them are open, most of those at the
end and none older than three months. Everything is written by templates and streamed: a million
records take minutes, and the memory needed does not grow.
"""

import argparse
import os
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import chain, groupby
from pathlib import Path

import vocabulary as words
from lives import CLERKS, STAFF, date_of, number_of
from stream import File, Stream, first_day


def settings(first: int) -> Iterator[File]:
    """Give the files that are no records, for a desk that begins on that day."""
    yield "cs.yaml", words.CS
    yield "calendar.yaml", words.CALENDAR
    yield ".gitignore", "/.cs/\n.*.tmp\n"
    yield "people.yaml", "".join(_person(*person) for person in STAFF)
    days = range(first, number_of(date(2026, 11, 30)) + 1)
    for month, of_it in groupby(days, lambda day: date_of(day)[:7]):
        yield f"roster/{month}.yaml", "".join(map(_roster_day, of_it))


def _person(id_: str, name: str, role: str, department: str, superior: str) -> str:
    above = "" if superior == "-" else f"  reports_to: {superior}\n"
    return (
        f"- id: {id_}\n  name: {name}\n  roles: [{role}]\n  department: {department}\n{above}"
        f"  emails: [{id_}@example.test]\n"
    )


def _roster_day(day: int) -> str:
    early, late = ", ".join(CLERKS[:4]), CLERKS[4 + day % 3]
    return f"{date_of(day)}: {{day: [{early}], night: [{late}]}}\n"


def make(root: Path, records: int, seed: int = 1) -> None:
    """Write a desk into a new or empty folder."""
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        raise SystemExit(f"{root} is not empty")
    made: set[str] = set()
    for path, text in chain(settings(first_day(records)), Stream(records, seed).files()):
        _write(root, path, text, made)


def _write(root: Path, path: str, text: str, made: set[str]) -> None:
    folder = path.rpartition("/")[0]
    if folder not in made:
        (root / folder).mkdir(parents=True, exist_ok=True)
        made.add(folder)
    (root / path).write_bytes(text.encode())


def put_under_git(root: Path) -> None:
    """Make a repository with one commit, the same for the same bytes."""
    at = "2026-11-20T18:00:00+08:00"
    person = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in
              (("NAME", "he.yulan"), ("EMAIL", "he.yulan@example.test"), ("DATE", at))}  # fmt: skip
    environment = {**os.environ, **person, "GIT_CONFIG_GLOBAL": os.devnull,
                   "GIT_CONFIG_SYSTEM": os.devnull}  # fmt: skip
    git = partial(subprocess.run, cwd=root, env=environment, check=True)
    git(["git", "init", "-q", "-b", "main"])
    listed = git(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"], stdout=subprocess.PIPE
    )
    paths = sorted(listed.stdout.decode().split("\0")[:-1])
    # One pack instead of an object in a file of its own for each record.
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root, env=environment,
                          stdin=subprocess.PIPE) as importer:  # fmt: skip
        assert importer.stdin is not None
        who = f"{person['GIT_AUTHOR_NAME']} <{person['GIT_AUTHOR_EMAIL']}> {_when(at)}"
        importer.stdin.write(f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n".encode())
        importer.stdin.write(b"data 7\na desk\n\n")
        for path in paths:
            content = (root / path).read_bytes()
            importer.stdin.write(f"M 100644 inline {path}\ndata {len(content)}\n".encode())
            importer.stdin.write(content + b"\n")
    if importer.returncode:
        raise SystemExit(f"git fast-import ended with {importer.returncode}")
    git(["git", "reset", "-q", "--mixed"])


def _when(text: str) -> str:
    """Give an instant as git's raw dates are."""
    at = datetime.fromisoformat(text)
    return f"{at.timestamp():.0f} {at:%z}"


def main() -> None:
    """Read the command line and make the desk."""
    parser = argparse.ArgumentParser(description="Make a desk with invented records.")
    parser.add_argument("--records", type=int, required=True, metavar="N",
                        help="how many, customers (one in eleven) included")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="other records (1)")
    parser.add_argument("--git", action="store_true", help="put it under git, with one commit")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    given = parser.parse_args()
    if given.records < 0:
        parser.error("--records is not negative")
    make(given.folder, given.records, given.seed)
    if given.git:
        put_under_git(given.folder)


if __name__ == "__main__":
    main()
