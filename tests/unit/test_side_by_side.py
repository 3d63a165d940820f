"""Two processes see what one sees, and what one of them leaves undone the other does."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cs_cli.app import check_records
from cs_cli.store import aside, owing, readers, reindex, walk
from cs_cli.store.aside import side_by_side
from cs_cli.store.entering import Read, Reader
from cs_cli.store.readers import Batch

# From Python 3.12 on, forking warns where pytest has threads of its own; cs has none.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
LATER = 1 << 62  # nanoseconds: nothing is young


@pytest.fixture(autouse=True)
def two_cores(monkeypatch):
    for module in (aside, readers, walk):
        monkeypatch.setattr(module, "cores", lambda: 2)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for day in range(1, 7):
        folder = tmp_path / f"ticket/2026/03/0{day}"
        folder.mkdir(parents=True)
        for name in ("a", "b"):
            (folder / f"{name}.md").write_text(f"{name} {day}")
    return tmp_path


def known(root: Path) -> list[walk.Known]:
    return [folder.known(before=LATER) for folder in walk.walk(root, ["ticket/"], [])]


def change(root: Path) -> set[str]:
    """Edit, take away, replace and add a file each; give the folders."""
    day = root / "ticket/2026/03"
    (day / "01/a.md").write_text("other words")
    (day / "02/a.md").unlink()
    (day / "03/new").write_text("b 3")
    (day / "03/new").rename(day / "03/b.md")
    (day / "04/c.md").write_text("c")
    return {f"ticket/2026/03/0{number}/" for number in (1, 2, 3, 4)}


@pytest.mark.parametrize("large", [1, 1 << 30])
def test_one_process_and_two_find_the_same_changes(folders, monkeypatch, large):
    monkeypatch.setattr(walk, "LARGE", large)
    before = known(folders)
    assert walk.changed(folders, before) == []
    assert set(walk.changed(folders, before[::-1])) == set()
    expected = change(folders)
    assert set(walk.changed(folders, before)) == expected


def test_where_the_second_process_dies_one_looks_at_everything(folders, monkeypatch):
    monkeypatch.setattr(walk, "LARGE", 1)
    before, mine, real = known(folders), os.getpid(), walk._changed

    def dies(root, some):
        if os.getpid() != mine:
            os._exit(9)
        return real(root, some)

    monkeypatch.setattr(walk, "_changed", dies)
    assert set(walk.changed(folders, before)) == set()
    expected = change(folders)
    assert set(walk.changed(folders, before)) == expected


def test_a_second_process_that_fails_tells_nothing_half():
    assert side_by_side(lambda: 1, lambda: "a\0b") == (1, "a\0b")
    assert side_by_side(lambda: 1, lambda: "") == (1, "")
    assert side_by_side(lambda: 1, lambda: os._exit(0)) is None


class Counting(Reader):
    """Tells who read what; a further process dies at a file of that name."""

    def __init__(self) -> None:
        self.pid = os.getpid()

    def read(self, folder, wanted):
        for name, _known in wanted:
            if name == "deadly" and os.getpid() != self.pid:
                os._exit(9)
            yield Read(folder + name, str(os.getpid() == self.pid))


def batches(*names: str) -> list[Batch]:
    return [Batch(f"{name}/", [(name, (0, 0, 0, 0), None)]) for name in names]


@pytest.mark.slow
def test_many_files_are_read_by_others_in_the_same_order(monkeypatch):
    names = [f"f{number}" for number in range(60)]
    few = list(readers.read_all(Counting(), batches(*names)))
    monkeypatch.setattr(readers, "MANY", 10)
    many = list(readers.read_all(Counting(), batches(*names)))
    assert [batch for batch, _found in few] == [batch for batch, _found in many] == batches(*names)
    assert {one.digest for _batch, found in few for one in found} == {"True"}
    assert {one.digest for _batch, found in many for one in found} == {"False"}


@pytest.mark.slow
def test_what_a_dead_reader_leaves_is_read_here(monkeypatch):
    monkeypatch.setattr(readers, "MANY", 1)
    names = [*(f"f{number}" for number in range(5)), "deadly", *(f"g{n}" for n in range(40))]
    found = list(readers.read_all(Counting(), batches(*names)))
    assert [one.path for _batch, some in found for one in some] == [f"{n}/{n}" for n in names]


@pytest.mark.slow
def test_an_index_made_by_several_processes_owes_the_same(desk, monkeypatch):
    for number in range(12):
        desk.new("ticket", "--title", f"灯 {number}", "--promised-at", "2026-03-02 11:00")
    (desk.root / "ticket/2026/03/02/T-260302-ZZZZZZ.md").write_text("---\nid: [\n---\n")

    def due():
        result = desk.run("due", "--json", now=str(datetime(2026, 3, 3, tzinfo=UTC)))
        return result.code, result.out, result.err

    def afresh():
        for path in (desk.root / ".cs").glob("index*"):
            path.unlink()
        return due()

    alone = afresh()
    monkeypatch.setattr(readers, "MANY", 1)
    monkeypatch.setattr(owing, "MANY", 1)
    monkeypatch.setattr(reindex, "MANY", 1)
    assert afresh() == alone
    # Seen again by other rules, which say the same.
    settings = desk.root / "cs.yaml"
    settings.write_text(settings.read_text() + "# seen again\n")
    assert due() == alone
    assert alone[0] == 5 and alone[1].count('"promise"') == 12


@pytest.mark.slow
def test_work_is_shared_out_from_so_many_items_on(monkeypatch):
    mine = os.getpid()

    def work(some):
        return os.getpid() == mine, sum(some)

    found = list(aside.shared_out(work, range(10), some=3, many=11))
    assert found == [
        ([0, 1, 2], (True, 3)), ([3, 4, 5], (True, 12)), ([6, 7, 8], (True, 21)), ([9], (True, 9)),
    ]  # fmt: skip
    shared = list(aside.shared_out(work, range(10), some=3, many=10))
    assert [(some, total) for some, (_mine, total) in shared] == [
        (some, total) for some, (_mine, total) in found
    ]
    assert not any(here for _some, (here, _total) in shared)
    assert list(aside.shared_out(work, [], some=3, many=1)) == []


@pytest.mark.slow
def test_a_check_by_several_processes_finds_the_same(desk, monkeypatch):
    first, *more = [desk.new("ticket", "--title", f"灯 {number}") for number in range(12)]
    call = desk.new("callback", "--title", "回访", "--about", first, "--due-at", "2026-03-03 10:00")
    files = {path.stem: path for path in desk.root.rglob("*.md")}
    files[first].unlink()
    for id_ in more[:4]:
        files[id_].write_text(files[id_].read_text().replace("status: open", "status: closed"))
    monkeypatch.setattr(check_records, "cores", lambda: 1)
    alone = desk.run("check", "--json")
    monkeypatch.setattr(check_records, "cores", lambda: 2)
    monkeypatch.setattr(check_records, "AT_ONCE", 2)
    assert desk.run("check", "--json") == alone
    found = {problem["path"].rpartition("/")[2] for problem in json.loads(alone.out)}
    assert {f"{id_}.md" for id_ in (call, *more[:4])} <= found


SLEEPERS = """\
import os, time
from cs_cli.store import aside
aside.cores = lambda: 2
def work(number):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
list(aside.spread(work, range(2)))
"""


@pytest.mark.slow
def test_no_further_process_outlives_the_first():
    words = [sys.executable, "-c", SLEEPERS]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as first:
        assert first.stdout is not None
        others = {int(first.stdout.readline()) for _number in range(2)}
        assert len(others) == 2 and first.pid not in others
        first.kill()
        # The pipe ends when the last one that could write into it has gone.
        assert first.stdout.read() == ""
