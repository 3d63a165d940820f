"""``benchmarks/make_desk.py``: desks to measure with, the same ones everywhere, nothing odd."""

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cs_cli.domain.kind import VOID
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import Record, replay, target
from cs_cli.domain.schema import faults
from cs_cli.store import codec, definitions
from cs_cli.store.desk import Desk
from cs_cli.store.entering import parse
from cs_cli.store.values import Plain

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "make_desk.py"
PACKS = ("PSC", "ONE", "CHD", "PRO")
END = datetime.fromisoformat("2026-11-20T23:59:59+08:00")


def make(root: Path, *options: str) -> Path:
    """Make a desk as somebody at a shell would."""
    # Neither the order of sets nor the locale may show in the bytes.
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C", "PYTHONHASHSEED": "random"}
    subprocess.run([sys.executable, SCRIPT, *options, root], env=environment, check=True)
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Give every file of a desk."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made") / "desk", "--records", "2000")


@pytest.fixture(scope="module")
def policy() -> Policy:
    return definitions.load(PACKS, None)


@pytest.fixture(scope="module")
def records(root: Path) -> list[Record]:
    paths = (path for path in sorted(root.rglob("*.md")))
    return [parse(path.read_bytes(), str(path.relative_to(root))) for path in paths]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one = make(tmp_path / "one", "--records", "300", "--seed", "7")
    other = make(tmp_path / "other", "--records", "300", "--seed", "7")
    assert contents(one) == contents(other)


def test_another_seed_gives_other_records(tmp_path: Path) -> None:
    one = make(tmp_path / "one", "--records", "30", "--seed", "1")
    other = make(tmp_path / "other", "--records", "30", "--seed", "2")
    assert set(one.rglob("*.md")) and not {
        name for name in contents(one).keys() & contents(other).keys() if name.endswith(".md")
    }


@pytest.mark.parametrize("number", [0, 1, 2, 23, 100])
def test_a_desk_has_as_many_records_as_were_asked_for(tmp_path: Path, number: int) -> None:
    root = make(tmp_path / "desk", "--records", str(number))
    assert len(list(root.rglob("*.md"))) == number


def test_two_of_a_hundred_records_are_open(records: list[Record], policy: Policy) -> None:
    work = [record for record in records if record.kind != "customer"]
    is_open = [r for r in work if not policy.kinds[r.kind].of(r.type).is_final(r.status)]
    assert 0.015 <= len(is_open) / len(work) <= 0.025
    assert min(record.opened_at for record in is_open) > END - timedelta(days=90)


def test_a_year_has_no_more_records_than_a_busy_desk_writes(
    monkeypatch: pytest.MonkeyPatch, policy: Policy
) -> None:
    """A desk that needs them has years before, all of them settled."""
    monkeypatch.syspath_prepend(SCRIPT.parent)
    stream = import_module("stream")
    date_of = import_module("lives").date_of
    assert [date_of(stream.first_day(n)) for n in (0, 266_000, 300_000, 1_000_000)] == [
        "2026-01-01", "2026-01-01", "2025-11-21", "2023-07-23",
    ]  # fmt: skip
    monkeypatch.setattr(stream, "A_YEAR", 1_000)
    records = [parse(text.encode(), path) for path, text in stream.Stream(3_000, 1).files()]
    months = Counter(f"{record.opened_at:%Y-%m}" for record in records)
    assert min(months) == "2023-11" and max(months) == "2026-11" and len(months) == 37
    assert max(months.values()) < 100
    work = [record for record in records if record.kind != "customer"]
    is_open = [r for r in work if not policy.kinds[r.kind].of(r.type).is_final(r.status)]
    assert 0.015 <= len(is_open) / len(work) <= 0.025
    assert min(record.opened_at for record in is_open) > END - timedelta(days=90)


def test_the_kinds_have_their_shares_and_every_type_is_there(records: list[Record]) -> None:
    found = Counter(record.kind for record in records)
    work = len(records) - found["customer"]
    shares = {kind: round(found[kind] / work, 2) for kind in found if kind != "customer"}
    assert shares == {"ticket": 0.55, "callback": 0.3, "leave": 0.05, "handover": 0.1}
    assert len({record.type for record in records if record.kind == "ticket"}) == 9


def test_every_log_leads_legally_to_the_status_in_the_file(
    records: list[Record], policy: Policy
) -> None:
    for record in records:
        kind = policy.kinds[record.kind].of(record.type)
        state = target(kind, "open", "", {})
        for step in list(replay(record, kind))[1:]:
            verb = kind.verbs.get(step.event.do)
            if verb is not None:
                is_final = kind.is_final(state) or state == VOID
                assert state in verb.from_ or ("any" in verb.from_ and not is_final), record
            state = step.status
        assert state == record.status, record


def test_logs_have_one_to_twelve_events_in_order_and_none_in_the_future(
    records: list[Record],
) -> None:
    lengths = {len(record.log) for record in records}
    assert lengths == set(range(1, 13))
    for record in records:
        times = [event.at for event in record.log]
        assert times == sorted(times) and times[-1] <= END, record.id


def test_every_field_holds_what_its_kind_allows(records: list[Record], policy: Policy) -> None:
    odd = [
        (record.id, fault.message, fault.place)
        for record in records
        for fault in faults(policy.kinds[record.kind].of(record.type), record.values)
    ]
    assert odd == []


def test_no_link_leads_nowhere(records: list[Record]) -> None:
    known = {record.id for record in records}
    targets = {t for r in records for t in (*r.about, r.values.get("customer"))} - {None}
    assert targets <= known


def test_the_settings_can_be_read_and_everybody_is_known(root: Path, records: list[Record]) -> None:
    desk = Desk(root)
    assert desk.settings.packs == PACKS and desk.settings.commit == "manual"
    assert len(list(desk.people)) == 20
    assert {event.by for r in records for event in r.log} <= set(desk.people.by_id)
    assert (
        desk.months()[0] == "2026-01" and len(desk.months()) == 11 and desk.calendar.shifts["day"]
    )


def test_records_are_written_as_cs_writes_them(root: Path) -> None:
    """A file made by the templates is what the codec makes of its values."""
    for path in sorted(root.rglob("*.md"))[:200]:
        raw = path.read_bytes()
        document = codec.read(raw, path=str(path))
        assert codec.compose(_bare(document.data), document.body) == raw


def _bare(value: Any) -> Any:
    """Give every scalar to be written as it stands: none of these texts needs quotes."""
    if isinstance(value, dict):
        return {name: _bare(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return Plain(value)


@pytest.mark.slow
def test_cs_check_finds_nothing_wrong_with_a_made_desk(tmp_path: Path) -> None:
    root = make(tmp_path / "desk", "--records", "500")
    command = [sys.executable, "-m", "cs_cli", "-C", root, "check", "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (json.loads(done.stdout), done.stderr, done.returncode) == ([], "", 0)
