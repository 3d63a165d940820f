"""Lock, journal, recovery: all or nothing, and one writer at a time."""

import os
import random
import signal
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from cs_cli.domain.errors import Broken, Busy
from cs_cli.store import files, lock, transaction
from cs_cli.store.transaction import Created, Replaced

OLD, NEW = b"old " * 5000, b"new " * 5000
OLD_DIGEST = files.digest(OLD)


def state(desk: Path) -> dict[str, bytes]:
    found = {str(p.relative_to(desk)): p.read_bytes() for p in desk.rglob("*") if p.is_file()}
    return {path: content for path, content in found.items() if not path.startswith(".cs/")}


def three() -> list[transaction.Change]:
    """A ticket closes, its callback opens, and the handover mentions both."""
    return [
        Replaced("ticket/a.md", NEW, OLD_DIGEST),
        Created("callback/b.md", NEW),
        Replaced("handover/c.md", NEW, OLD_DIGEST),
    ]


BEFORE = {"ticket/a.md": OLD, "handover/c.md": OLD}
AFTER = {"ticket/a.md": NEW, "handover/c.md": NEW, "callback/b.md": NEW}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for path in BEFORE:
        files.create(tmp_path, path, OLD)
    return tmp_path


def test_several_files_change_together(desk: Path) -> None:
    with transaction.writing(desk, command="ticket resolve"):
        transaction.apply(desk, three())
    assert state(desk) == AFTER
    assert not (desk / ".cs/journal").exists()
    assert (desk / ".cs/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize("path", ["handover/c.md", "callback/b.md"])
def test_one_file_that_moved_on_keeps_all_from_changing(desk: Path, path: str) -> None:
    (desk / path).parent.mkdir(exist_ok=True)
    (desk / path).write_bytes(b"by hand")
    with transaction.writing(desk, command="x"), pytest.raises(Busy):
        transaction.apply(desk, three())
    assert state(desk) == {**BEFORE, path: b"by hand"}


@pytest.mark.parametrize("failing", ["fsync", "write", "link"])
def test_a_full_disk_at_any_point_leaves_all_or_nothing(
    desk: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    real = getattr(os, failing)
    with transaction.writing(desk, command="x"):
        pass
    for good_calls in range(20):
        left = [good_calls]

        def sometimes(*arguments: object, _left: list[int] = left, **options: object) -> object:
            _left[0] -= 1
            if _left[0] < 0:
                raise OSError(28, "No space left on device")
            return real(*arguments, **options)

        monkeypatch.setattr(os, failing, sometimes)
        with transaction.writing(desk, command="x"):
            try:
                transaction.apply(desk, three())
            except Busy:
                pass
            else:
                break
            finally:
                monkeypatch.undo()
        left_over = [path for path in state(desk) if path.endswith(".tmp")]
        assert not left_over
        transaction.recover(desk)
        if state(desk) == AFTER:
            break
        assert state(desk) == BEFORE
    assert state(desk) == AFTER


def die(*_arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("published", [0, 1, 2, 3])
def test_what_a_killed_writer_began_is_finished_by_the_next(
    desk: Path, monkeypatch: pytest.MonkeyPatch, published: int
) -> None:
    real = files.Staged.publish
    left = [published + 1]

    def publish(staged: files.Staged) -> None:
        left[0] -= not staged.relative.startswith(".cs/")
        if left[0] == 0:
            die()
        real(staged)

    if (child := os.fork()) == 0:
        monkeypatch.setattr(files.Staged, "publish", publish)
        monkeypatch.setattr(files, "remove", die)
        with transaction.writing(desk, command="ticket resolve"):
            transaction.apply(desk, three())
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    with transaction.writing(desk, command="next"):
        assert state(desk) == AFTER


def test_a_hand_edit_is_kept_when_a_journal_cannot_be_finished(desk: Path) -> None:
    files.create(desk, ".cs/journal", transaction._journal(three()))
    (desk / "handover/c.md").write_bytes(b"by hand")
    with pytest.raises(Broken, match=r"handover/c\.md"), transaction.writing(desk, command="x"):
        pass
    assert state(desk) == {**AFTER, "handover/c.md": b"by hand"}
    with transaction.writing(desk, command="the next one works"):
        pass


@pytest.mark.parametrize("path", [".git/config", "x/.GIT/hooks/y", ".cs/pending", "../x", "/x"])
def test_a_journal_that_came_with_a_clone_cannot_reach_what_git_obeys(
    desk: Path, path: str
) -> None:
    journal = transaction._journal([Created(path, b"[core]"), Created("callback/b.md", NEW)])
    files.create(desk, ".cs/journal", journal)
    with pytest.raises(Broken), transaction.writing(desk, command="x"):
        pass
    assert {found.name for found in desk.rglob("*")} & {"config", "y", "pending", "x"} == set()


@pytest.mark.parametrize("journal", [b"{", b"[1]", b'[{"path": "x"}]', b"null", b"7"])
def test_a_journal_that_cannot_be_read_is_reported_once(desk: Path, journal: bytes) -> None:
    files.create(desk, ".cs/journal", journal)
    with pytest.raises(Broken), transaction.writing(desk, command="x"):
        pass
    with transaction.writing(desk, command="x"):
        assert state(desk) == BEFORE


def test_temporary_files_of_the_dead_are_swept_up(desk: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mine, alive = f".a.md.{dead.pid}-0123abcd.tmp", f".a.md.{os.getppid()}-0123abcd.tmp"
    foreign = ".a.md.swp"
    for name in (mine, alive, foreign):
        (desk / "ticket" / name).write_text("half")
    with lock.hold(desk, command="x"):
        transaction.recover(desk)
    left = {path.name for path in (desk / "ticket").iterdir()}
    assert left == {"a.md", alive, foreign}
    os.utime(desk / "ticket" / alive, (0, 0))
    with lock.hold(desk, command="x"):
        transaction.recover(desk)
    assert not (desk / "ticket" / alive).exists()


def test_who_waits_in_vain_is_told_for_whom(desk: Path) -> None:
    with lock.hold(desk, command="ticket assign"):
        start = time.monotonic()
        with (
            pytest.raises(Busy, match=rf"process {os.getpid()} \(ticket assign\)"),
            lock.hold(desk, command="x", wait=0.1),
        ):
            pass
        assert time.monotonic() - start < 5
    with lock.hold(desk, command="free again"):
        pass


def test_a_refusal_inside_leaves_the_lock_in_order(desk: Path) -> None:
    with pytest.raises(Busy), lock.hold(desk, command="x"):
        raise Busy("refused")
    with lock.hold(desk, command="x") as left_in_order:
        assert left_in_order


def test_a_lock_that_is_a_link_or_a_pipe_is_refused(tmp_path: Path) -> None:
    for number, make in enumerate((lambda p: p.symlink_to("/etc/passwd"), os.mkfifo)):
        desk = tmp_path / str(number)
        (desk / ".cs").mkdir(parents=True)
        make(desk / ".cs/lock")
        with pytest.raises(Busy), lock.hold(desk, command="x", wait=0.1):
            pass
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / ".cs").symlink_to(tmp_path)
    with pytest.raises(Busy), lock.hold(linked, command="x", wait=0.1):
        pass


def append_often(desk: Path, name: str, times: int) -> None:
    for number in range(times):
        with transaction.writing(desk, command="append", wait=60):
            before = files.read(desk, "ticket/log.md")
            line = f"{name} {number}\n".encode()
            change = Replaced("ticket/log.md", before + line, files.digest(before))
            transaction.apply(desk, [change, Created(f"ticket/{name}-{number}.md", line)])


def test_two_writers_lose_nothing(desk: Path) -> None:
    files.create(desk, "ticket/log.md", b"")
    context = get_context("fork")
    writers = [context.Process(target=append_often, args=(desk, name, 25)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    lines = (desk / "ticket/log.md").read_text().splitlines()
    assert sorted(lines) == sorted(f"{name} {number}" for name in "ab" for number in range(25))


def flip(desk: Path) -> None:
    """Change all three files between old and new for ever."""
    os.setpgrp()
    while True:
        with transaction.writing(desk, command="flip"):
            content = OLD if files.read(desk, "ticket/a.md") == NEW else NEW
            paths = ("ticket/a.md", "handover/c.md")
            digests = [files.digest(files.read(desk, path)) for path in paths]
            changes = [Replaced(p, content, d) for p, d in zip(paths, digests, strict=True)]
            transaction.apply(desk, changes)


@pytest.mark.slow
def test_a_killed_writer_leaves_old_or_new_and_never_half(desk: Path) -> None:
    chance = random.Random(7)
    context = get_context("fork")
    for _kill in range(120):
        writer = context.Process(target=flip, args=(desk,))
        writer.start()
        time.sleep(chance.uniform(0.002, 0.03))
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        for path in ("ticket/a.md", "handover/c.md"):
            assert (desk / path).read_bytes() in (OLD, NEW)
        with transaction.writing(desk, command="next"):
            found = state(desk)
        assert set(found) == {"ticket/a.md", "handover/c.md"}
        assert len(set(found.values())) == 1
