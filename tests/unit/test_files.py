"""Files of a desk: inside it, whole, and nobody else's."""

import errno
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cs_cli.domain.errors import Broken, Busy, NotFound, Problem
from cs_cli.store import files
from cs_cli.store.walk import walk

RECORD = "ticket/2026/03/02/T-260302-7K3FQM.md"


@pytest.fixture(params=[0o000, 0o002, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def everything(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_a_new_file_is_read_back(tmp_path: Path) -> None:
    files.create(tmp_path, RECORD, b"one")
    assert files.read(tmp_path, RECORD) == b"one"
    assert everything(tmp_path) == {RECORD: b"one"}


def test_a_new_file_overwrites_nothing(tmp_path: Path) -> None:
    files.create(tmp_path, RECORD, b"one")
    with pytest.raises(Busy, match="is there already"):
        files.create(tmp_path, RECORD, b"two")
    assert everything(tmp_path) == {RECORD: b"one"}


def test_a_new_file_does_not_follow_a_link_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "x.md").symlink_to("elsewhere")
    with pytest.raises(Busy):
        files.create(tmp_path, "x.md", b"one")
    assert everything(tmp_path) == {}


def test_the_file_that_was_read_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"one")
    (tmp_path / "x.md").chmod(0o604)
    files.replace(tmp_path, "x.md", b"two", expecting=files.digest(b"one"))
    assert everything(tmp_path) == {"x.md": b"two"}
    assert stat.S_IMODE((tmp_path / "x.md").stat().st_mode) == 0o604


@pytest.mark.parametrize("meanwhile", [b"by hand", None])
def test_a_file_that_changed_since_it_was_read_is_left_alone(
    tmp_path: Path, meanwhile: bytes | None
) -> None:
    if meanwhile is not None:
        (tmp_path / "x.md").write_bytes(meanwhile)
    before = everything(tmp_path)
    with pytest.raises(Busy):
        files.replace(tmp_path, "x.md", b"two", expecting=files.digest(b"one"))
    assert everything(tmp_path) == before


def test_nothing_new_is_for_everybody(tmp_path: Path, umask: int) -> None:
    files.create(tmp_path, RECORD, b"one")
    for path in tmp_path.rglob("*"):
        wanted = 0o770 if path.is_dir() else 0o660
        assert stat.S_IMODE(path.stat().st_mode) == wanted & ~umask


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a//b",
        "./a",
        "",
        "a/",
        "a\0b",
        "..",
        ".git/config",
        "a/.GIT/x",
    ],
)
def test_a_path_out_of_the_desk_is_refused(tmp_path: Path, path: str) -> None:
    for attempt in (
        lambda: files.read(tmp_path, path),
        lambda: files.create(tmp_path, path, b""),
        lambda: files.replace(tmp_path, path, b"", expecting=""),
    ):
        with pytest.raises(Broken, match="no path inside the desk"):
            attempt()


def test_links_pipes_sockets_folders_and_giants_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "link.md").symlink_to(tmp_path / "secret")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.md")
    with (tmp_path / "giant.md").open("wb") as giant:
        giant.truncate(8 << 30)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "sock.md"))
        for name in ("link.md", "loop.md", "folder.md", "linked/secret", "pipe.md", "sock.md"):
            with pytest.raises(Broken) as refusal:
                files.read(tmp_path, name)
            assert "secret: secret" not in str(refusal.value)
    with pytest.raises(Broken, match="too large"):
        files.read(tmp_path, "giant.md")
    with pytest.raises(Broken, match="regular file"):
        files.read(Path("/dev"), "null")


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    for path in ("x.md", "no/such/folder/x.md"):
        with pytest.raises(NotFound):
            files.read(tmp_path, path)
        assert files.is_new(tmp_path, path)


def test_a_link_on_the_way_is_not_written_through(tmp_path: Path) -> None:
    desk, outside = tmp_path / "desk", tmp_path / "outside"
    desk.mkdir()
    outside.mkdir()
    (desk / "ticket").symlink_to(outside)
    with pytest.raises(Busy):
        files.create(desk, RECORD, b"one")
    assert not list(outside.iterdir())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "you may not"),
        (errno.EIO, "the disk has an error"),
    ],
)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "link", "rename"])
def test_a_failing_disk_is_one_sentence_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    (tmp_path / "x.md").write_bytes(b"one")
    real = os.open

    def fail(*arguments: object, **options: object) -> int:
        if call == "open" and not arguments[1] & os.O_CREAT:  # type: ignore[operator]
            return real(*arguments, **options)  # type: ignore[arg-type]
        raise OSError(number, "raw words of the system")

    monkeypatch.setattr(os, call, fail)
    if call != "rename":
        with pytest.raises(Busy, match=words):
            files.create(tmp_path, "new.md", b"two")
    if call != "link":
        with pytest.raises(Busy, match=words):
            files.replace(tmp_path, "x.md", b"two", expecting=files.digest(b"one"))
    monkeypatch.undo()
    assert everything(tmp_path) == {"x.md": b"one"}


def test_a_file_system_without_hard_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.EPERM, "")

    monkeypatch.setattr(os, "link", refuse)
    files.create(tmp_path, "x.md", b"one")
    assert everything(tmp_path) == {"x.md": b"one"}


def test_walking_finds_records_and_reports_what_is_odd(tmp_path: Path) -> None:
    files.create(tmp_path, RECORD, b"one")
    files.create(tmp_path, "ticket/2026/03/02/.T.md.1-00000000.tmp", b"left over")
    files.create(tmp_path, "ticket/notes.txt", b"no record")
    files.create(tmp_path, "other/x.md", b"another kind")
    (tmp_path / "ticket/link.md").symlink_to("nowhere")
    (tmp_path / "ticket/linked").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "ticket/pipe.md")
    (tmp_path / "leave").symlink_to("ticket")
    odd: list[Problem] = []
    folders = walk(tmp_path, ["ticket/", "leave/", "missing/"], odd)
    (entry,) = (entry for folder in folders for entry in folder.entries())
    found = (tmp_path / RECORD).stat()
    assert entry.path == RECORD
    assert entry.signature == (3, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    assert {problem.path for problem in odd} == {
        "ticket/link.md",
        "ticket/linked",
        "ticket/pipe.md",
        "leave",
    }


def test_removing_twice_is_removing_once(tmp_path: Path) -> None:
    files.create(tmp_path, ".cs/journal", b"one")
    files.remove(tmp_path, ".cs/journal")
    files.remove(tmp_path, ".cs/journal")
    assert everything(tmp_path) == {}


@pytest.mark.parametrize("said", [0, 3, 9, 10, 11, 4000, files.MAX_BYTES])
def test_a_file_that_changes_its_length_while_it_is_read_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: int
) -> None:
    """What was told of it before is no more than a guess."""
    files.create(tmp_path, RECORD, b"0123456789")
    monkeypatch.setattr(files, "_content", lambda fd, _size, read=files._content: read(fd, said))
    assert files.read(tmp_path, RECORD) == b"0123456789"


@pytest.mark.parametrize(
    ("said", "more", "fault"),
    [(None, 0, False), (None, 1, True), (3, 0, False), (3, 1, True), (3, 9, True)],
)
def test_a_file_is_as_long_as_it_may_be_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: int | None, more: int, fault: bool
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 20)
    files.create(tmp_path, RECORD, b"x" * (20 + more))
    if said is not None:
        whole = files._content
        monkeypatch.setattr(files, "_content", lambda fd, _size: whole(fd, said))
    if fault:
        with pytest.raises(Broken, match="too large"):
            files.read(tmp_path, RECORD)
    else:
        assert files.read(tmp_path, RECORD) == b"x" * 20
