"""The ledger: real git, a fixed author, a clean environment."""

import os
import shutil
import signal
import stat
import subprocess
import time
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from cs_cli.domain.errors import Broken, Busy, CsError, Invalid, NotFound, UsageError
from cs_cli.store import files, lock, pending, repository
from cs_cli.store.git import Git, Work

LI_NA = ("李娜", "li.na@example.test")
AT = datetime.fromisoformat("2026-03-02T09:14:05+08:00")
TICKET = "ticket/2026/03/02/T-260302-7K3FQM.md"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = 王伟\n\temail = wang.wei@example.test\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "somebody else")
    root = tmp_path / "desk"
    root.mkdir()
    Git(root).init()
    files.create(root, ".cs/.gitignore", b"*\n")
    return root


def git(desk: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    command = ["git", "-C", str(desk), "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def save(desk: Path, content: bytes = b"one\n", path: str = TICKET, *, new: bool = False) -> None:
    (desk / path).parent.mkdir(parents=True, exist_ok=True)
    (desk / path).write_bytes(content)
    Git(desk).commit([path], "ticket T-260302-7K3FQM: new", {"Cs-Verb": "new"}, LI_NA, AT, new=new)


@pytest.mark.parametrize("new", [True, False])
def test_the_first_commit_of_a_repository_says_who_when_and_what(desk: Path, new: bool) -> None:
    save(desk, new=new)
    line = git(desk, "log", "--format=%an|%ae|%aI|%cn|%B").strip()
    assert line == (
        "李娜|li.na@example.test|2026-03-02T09:14:05+08:00|王伟|"
        "ticket T-260302-7K3FQM: new\n\nCs-Verb: new"
    )
    committed = int(git(desk, "log", "--format=%ct"))
    assert abs(committed - time.time()) < 60  # whatever time the command was told
    assert git(desk, "status", "--porcelain") == ""
    assert not (desk / pending.PATH).exists()


@pytest.mark.parametrize("new", [True, False])
def test_other_staged_and_unstaged_work_stays_as_it_is(desk: Path, new: bool) -> None:
    save(desk)
    (desk / "staged.txt").write_text("x")
    (desk / "changed.txt").write_text("x")
    git(desk, "add", "staged.txt")
    (desk / TICKET).write_bytes(b"half staged\n")
    git(desk, "add", TICKET)
    save(desk, b"two\n", new=new)
    save(desk, b"three\n", "ticket/other.md", new=new)
    assert git(desk, "show", "--format=", "--name-only") == "ticket/other.md\n"
    assert git(desk, "show", "--format=", "--name-only", "HEAD~1") == f"{TICKET}\n"
    assert git(desk, "status", "--porcelain") == "A  staged.txt\n?? changed.txt\n"
    assert Git(desk).staged_paths() == ["staged.txt"]


def test_a_desk_in_a_folder_of_a_repository_commits_its_own_files(desk: Path) -> None:
    inner = desk / "records"
    inner.mkdir()
    (desk / "outside.txt").write_text("x")
    git(desk, "add", "outside.txt")
    save(inner)
    assert git(desk, "show", "--format=", "--name-only") == f"records/{TICKET}\n"
    ledger = Git(inner)
    assert ledger.staged_paths() == []
    assert ledger.files_at("HEAD", "ticket") == [TICKET]
    assert ledger.blob("HEAD", TICKET) == b"one\n"


def test_odd_names_are_paths_and_nothing_else(desk: Path) -> None:
    (desk / "bait.md").write_text("x")
    for path in (":(glob)*.md", "--all.md", "工单.md", 'a "b".md', "*.md"):
        save(desk, path=path)
        assert git(desk, "show", "--format=", "--name-only", "-z") == f"{path}\0"
    assert Git(desk).files_at("HEAD") == sorted(
        [":(glob)*.md", "--all.md", "工单.md", 'a "b".md', "*.md"]
    )


def test_committing_what_git_has_already_is_no_error(desk: Path) -> None:
    save(desk)
    save(desk)
    assert git(desk, "rev-list", "--count", "HEAD").strip() == "1"


def test_without_a_git_identity_the_author_commits(desk: Path) -> None:
    (desk.parent / "home/.gitconfig").unlink()
    assert Git(desk).user() == ("", "")
    save(desk)
    assert git(desk, "log", "--format=%an %cn").strip() == "李娜 李娜"


def test_git_s_user_is_known(desk: Path) -> None:
    assert Git(desk).user() == ("王伟", "wang.wei@example.test")
    git(desk, "config", "user.name", "Here")
    assert Git(desk).user() == ("Here", "wang.wei@example.test")


@pytest.mark.parametrize(
    "subject", ["", "x\n\nApproved-by: manager", "x\x1b[2J", "x\rApproved-by: manager"]
)
def test_a_message_cannot_be_forged(desk: Path, subject: str) -> None:
    (desk / "x.md").write_text("x")
    for words, trailers in ((subject, {}), ("fine", {"A": f"{subject}\n"}), ("ok", {"A b": "x"})):
        with pytest.raises(Invalid):
            Git(desk).commit(["x.md"], words, trailers, LI_NA)
    assert not (desk / pending.PATH).exists()


def test_hooks_fsmonitor_and_a_git_in_the_desk_do_not_run(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = desk / "git"
    trap.write_text("#!/bin/sh\ntouch ../ran\n")
    trap.chmod(0o755)
    for hook in ("pre-commit", "post-commit", "reference-transaction", "post-index-change"):
        shutil.copy(trap, desk / ".git/hooks" / hook)
    git(desk, "config", "core.fsmonitor", str(trap))
    monkeypatch.chdir(desk)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    save(desk)
    Git(desk).staged_paths()
    assert not (desk.parent / "ran").exists()


def test_nothing_in_the_repository_is_for_everybody(desk: Path) -> None:
    before = os.umask(0o002)
    try:
        save(desk)
    finally:
        os.umask(before)
    for path in (desk / ".git").rglob("*"):
        if path.parent.name != "hooks":
            assert not stat.S_IMODE(path.stat().st_mode) & 0o007, path


@pytest.mark.parametrize(
    ("break_it", "words", "hint"),
    [
        (["checkout", "--detach", "--quiet"], "on no branch", "git switch"),
        (["update-ref", "MERGE_HEAD", "HEAD"], "a merge is not finished", "git commit"),
        (["update-ref", "CHERRY_PICK_HEAD", "HEAD"], "cherry-pick", "--continue"),
    ],
)
def test_what_cannot_be_committed_is_saved_and_committed_later(
    desk: Path, break_it: list[str], words: str, hint: str
) -> None:
    save(desk)
    git(desk, *break_it)
    with pytest.raises(Busy, match=rf"saved, not committed: .*{words}") as refusal:
        save(desk, b"two\n")
    assert hint in str(refusal.value.hint)
    with pytest.raises(Busy):
        save(desk, b"three\n", "ticket/other.md")
    (desk / ".git/MERGE_HEAD").unlink(missing_ok=True)
    (desk / ".git/CHERRY_PICK_HEAD").unlink(missing_ok=True)
    git(desk, "switch", "--quiet", "main")
    assert Git(desk).commit_pending() == 2
    assert git(desk, "status", "--porcelain") == ""
    assert Git(desk).commit_pending() == 0


def test_a_rebase_in_progress_is_named(desk: Path) -> None:
    save(desk)
    (desk / ".git/rebase-merge").mkdir()
    with pytest.raises(Busy, match="a rebase is not finished"):
        Git(desk).ensure_ready()


def test_a_hand_edit_after_saving_is_not_committed_in_our_name(desk: Path) -> None:
    save(desk)
    work = Work({TICKET: files.digest(b"ours"), "gone.md": "0"}, "ticket: set", {}, LI_NA)
    Git(desk).remember(work)
    (desk / TICKET).write_bytes(b"theirs")
    assert Git(desk).commit_pending() == 0
    assert git(desk, "status", "--porcelain") == f" M {TICKET}\n"


def test_what_was_not_saved_after_all_is_forgotten(desk: Path) -> None:
    Git(desk).remember(Work({TICKET: "0"}, "ticket: set", {"A": "b"}, LI_NA, AT))
    assert pending.load(desk)[0].when == AT
    Git(desk).forget()
    assert not (desk / pending.PATH).exists()


def test_a_pending_file_that_cannot_be_read_is_reported_once(desk: Path) -> None:
    files.create(desk, pending.PATH, b"[{}]")
    with pytest.raises(Broken):
        Git(desk).commit_pending()
    assert Git(desk).commit_pending() == 0


def test_a_foreign_lock_is_waited_for(desk: Path) -> None:
    save(desk)
    blocking = desk / ".git/index.lock"
    blocking.touch()
    waiter = subprocess.Popen(["sh", "-c", f"sleep 0.5; rm {blocking}"])
    save(desk, b"two\n")
    waiter.wait()
    assert git(desk, "rev-list", "--count", "HEAD").strip() == "2"


@pytest.mark.parametrize("name", ["index.lock", "HEAD.lock", "refs/heads/main.lock"])
def test_the_lock_of_a_killed_git_is_taken_away(desk: Path, name: str) -> None:
    save(desk)
    (desk / ".git" / name).touch()
    old = time.time() - 60
    os.utime(desk / ".git" / name, (old, old))
    with lock.hold(desk, command="x"):
        save(desk, b"two\n")
    assert git(desk, "status", "--porcelain") == ""


def test_the_lock_of_a_git_that_lives_stays(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody has ``git commit`` waiting in an editor, or a program has the lock open."""
    save(desk)
    found = repository.find(desk)
    assert found is not None
    blocking = desk / ".git/index.lock"
    blocking.touch()
    with subprocess.Popen(
        ["git", "cat-file", "--batch"], cwd=desk, stdin=subprocess.PIPE, env={"HOME": "/"}
    ) as living:
        # The parent goes on a moment before the child bears its new name.
        while not Path(f"/proc/{living.pid}/comm").read_text().startswith("git"):
            time.sleep(0.01)
        assert not repository.heal(found, blocking, now=time.time() + 60)
        living.communicate()
    with blocking.open("w") as held, subprocess.Popen(["sleep", "30"], stdout=held) as holder:
        assert not repository.heal(found, blocking, now=time.time() + 60)
        holder.kill()
    assert not repository.heal(found, blocking, now=time.time())
    assert not repository.heal(found, desk / TICKET, now=time.time() + 60)
    assert repository.heal(found, blocking, now=time.time() + 60)
    assert repository.heal(found, blocking, now=time.time() + 60)


def test_a_git_that_ends_while_it_is_looked_at_holds_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux refuses to tell the folder of a process that has just ended, as of another user's."""
    found = repository.Repository(tmp_path, tmp_path, tmp_path)
    process = tmp_path / "1"

    def refused(_path: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "readlink", refused)
    for ended in (False, True):
        process.mkdir(exist_ok=True)
        (process / "comm").write_text("git\n")
        if ended:
            monkeypatch.setattr(Path, "exists", lambda _path: False)
        assert repository._works_in(process, found) == (not ended)


def test_a_git_killed_between_ref_and_index_is_put_right(desk: Path) -> None:
    save(desk)
    index = (desk / ".git/index").read_bytes()
    save(desk, b"two\n")
    (desk / ".git/index").write_bytes(index)
    save(desk, b"two\n")
    assert git(desk, "status", "--porcelain") == ""
    assert git(desk, "rev-list", "--count", "HEAD").strip() == "2"


def test_no_git_is_a_sentence(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(desk))
    ledger = Git(desk)
    assert not ledger.available
    assert ledger.user() == ("", "")
    with pytest.raises(CsError, match="git is not installed"):
        ledger.staged_paths()
    with pytest.raises(Busy, match="saved, not committed: git is not installed"):
        save(desk)


def test_no_repository_is_a_sentence(tmp_path: Path) -> None:
    assert not Git(tmp_path).inside_repository()
    with pytest.raises(CsError, match="in no git repository"):
        Git(tmp_path).ensure_ready()


def test_history_is_read_by_revision_and_index(desk: Path) -> None:
    save(desk)
    save(desk, b"two\n")
    (desk / TICKET).write_bytes(b"three\n")
    git(desk, "add", TICKET)
    ledger = Git(desk)
    assert ledger.blob("HEAD~1", TICKET) == b"one\n"
    assert ledger.blob("", TICKET) == b"three\n"
    assert list(ledger.blobs("HEAD", ["no.md", TICKET, "a\nb"])) == [
        ("no.md", None),
        (TICKET, b"two\n"),
    ]
    assert ledger.paths_between("HEAD~1", "HEAD") == [TICKET]
    assert ledger.paths_between("HEAD", "HEAD") == []
    with pytest.raises(NotFound):
        ledger.blob("HEAD", "no.md")


@pytest.mark.parametrize("revision", ["--output=x", "-p", "HEAD\n", "a:b", "no-such"])
def test_a_revision_is_never_an_option(desk: Path, revision: str) -> None:
    save(desk)
    wanted = UsageError if revision != "no-such" else CsError
    for call in (partial(Git(desk).paths_between, "HEAD"), Git(desk).files_at):
        with pytest.raises(wanted):
            call(revision)
    assert not (desk / "x").exists()


def test_an_index_of_a_commit_in_progress_can_be_read(desk: Path) -> None:
    save(desk)
    shutil.copy(desk / ".git/index", desk / ".git/other")
    (desk / TICKET).write_bytes(b"two\n")
    git(desk, "add", TICKET)
    assert Git(desk, index=desk / ".git/other").staged_paths() == []
    assert Git(desk).staged_paths() == [TICKET]


def test_a_linked_working_tree_is_a_repository_too(desk: Path) -> None:
    save(desk)
    other = desk.parent / "other"
    git(desk, "worktree", "add", "--quiet", "-b", "side", str(other))
    save(other, b"two\n")
    assert git(desk, "log", "-1", "--format=%s", "side").strip() == "ticket T-260302-7K3FQM: new"
    found = repository.find(other)
    assert found is not None
    assert found.shared == desk / ".git"


@pytest.mark.slow
def test_after_a_kill_of_everything_the_next_command_commits(desk: Path) -> None:
    save(desk)
    for number in range(12):
        child = os.fork()
        if child == 0:
            os.setpgrp()
            save(desk, f"{number}\n".encode())
            os._exit(0)
        time.sleep(0.001 * number)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with lock.hold(desk, command="next"):
            Git(desk).commit_pending()
            assert not (desk / pending.PATH).exists()
    assert "error" not in git(desk, "fsck", "--no-dangling")
