"""The example desk in ``records/``: made again byte for byte, whole, and with a due list.

``python records/make.py DIR`` types the stories of ``records/maker/stories`` at a new desk.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from cs_cli.domain.kind import VOID, Kind
from cs_cli.domain.record import Record
from cs_cli.store import codec, definitions, files

ROOT = Path(__file__).parents[2]
DESK = ROOT / "records"
DUE = Path(__file__).parent / "example_due.json"
NOT_OF_THE_DESK = ("make.py", "maker", "README.md", ".cs")
PACKS = ("property-desk",)
LINES = {"shift"}
"""Kinds whose records are lines of other files: they have no files, no states of their own."""


def cs(*words: str, desk: Path = DESK) -> "subprocess.CompletedProcess[bytes]":
    """Run ``cs`` as a program with nobody at the keyboard: no acting person, no settings."""
    return subprocess.run(
        [sys.executable, "-m", "cs_cli", "-C", str(desk), *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C"},
        capture_output=True,
        check=False,
    )


def contents(desk: Path) -> dict[str, bytes]:
    """Give every file of a desk, but not what makes it."""
    found = (path for path in desk.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    named = ((path.relative_to(desk), path) for path in found)
    return {
        place.as_posix(): path.read_bytes()
        for place, path in named
        if place.parts[0] not in NOT_OF_THE_DESK
    }


def records() -> Iterator[tuple[Kind, Record]]:
    """Read every record of the desk."""
    kinds = definitions.load(PACKS, DESK).kinds
    for path in sorted(DESK.glob("*/2026/*/*/*.md")):
        place = path.relative_to(DESK).as_posix()
        document = codec.read(files.read(DESK, place), path=place)
        record = Record.parse(document.data, document.body)
        yield kinds[record.kind].of(record.type), record


@pytest.mark.slow
def test_it_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, str(DESK / "make.py"), str(tmp_path / "desk")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    there, here = contents(tmp_path / "desk"), contents(DESK)
    assert sorted(there) == sorted(here)
    assert [path for path in here if here[path] != there[path]] == []


def test_it_is_not_made_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    made = subprocess.run(
        [sys.executable, str(DESK / "make.py"), str(tmp_path)], capture_output=True, check=False
    )
    assert made.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_check_finds_nothing_wrong_in_it() -> None:
    found = cs("check")
    assert (found.returncode, found.stdout, found.stderr) == (0, b"", b"")


def test_it_has_records_of_every_kind_and_type() -> None:
    kinds = definitions.load(PACKS, DESK).kinds
    there = Counter((record.kind, record.type) for _, record in records())
    assert there.total() >= 150
    assert set(kinds) == {kind for kind, _ in there} | LINES
    wanted = {(name, type_) for name, kind in kinds.items() for type_ in kind.types}
    assert wanted - set(there) == set()


def test_some_record_is_in_every_state_of_every_kind() -> None:
    kinds = definitions.load(PACKS, DESK).kinds
    there = {(record.kind, record.status) for _, record in records()}
    filed = {name: kind for name, kind in kinds.items() if name not in LINES}
    wanted = {(name, state) for name, kind in filed.items() for state in kind.states}
    # A duty that was done cannot be undone from the command line; a seal is unsealed.
    voided = {(name, VOID) for name in filed if name not in ("duty", "seal")}
    assert (wanted | voided) - there == set()


def test_some_record_went_through_every_state_of_its_type() -> None:
    wanted, there = set(), set()
    for name, kind in definitions.load(PACKS, DESK).kinds.items():
        for type_, variant in kind.types.items():
            wanted |= {(name, type_, state) for state in variant.states.keys() - kind.states.keys()}
    for kind, record in records():
        there |= {(record.kind, record.type, state) for state in passed(kind, record)}
    assert wanted - there == set()


def passed(kind: Kind, record: Record) -> Iterator[str]:
    """Give the states that the commands on a record lead to, and the one it is in."""
    yield record.status
    for event in record.log:
        verb = kind.verbs.get(event.do)
        for case in verb.to if verb else ():
            yield case.state


def test_at_least_a_dozen_people_work_at_it() -> None:
    assert len({event.by for _, record in records() for event in record.log}) >= 12


due = partial(cs, "--now", "2026-03-02T12:00", "due")


def test_its_due_list_is_the_same_bytes_every_time() -> None:
    first, second = due("--json"), due("--json")
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout == DUE.read_bytes()


def test_due_needs_nobody_at_the_keyboard_and_speaks_the_language_of_the_desk() -> None:
    listed = due()
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert "8栋屋面渗水" in listed.stdout.decode()


def test_in_november_a_believable_number_is_overdue_and_the_urgent_stand_first() -> None:
    told = cs("--now", "2026-11-22T12:00", "due", "--within", "1d", "--json")
    items: list[Mapping[str, object]] = json.loads(told.stdout)
    states = Counter(str(item["state"]) for item in items)
    assert 15 <= states["overdue"] <= 50
    assert states["due"] >= 3
    assert states["no-limit"] >= 3
    urgent = [item["urgent"] for item in items]
    assert urgent == sorted(urgent, reverse=True)
    assert any(urgent)
