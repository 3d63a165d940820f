"""A commit put together from parts is the one that ``git commit --only`` would have made."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from cs_cli.domain.errors import Busy, CsError
from cs_cli.store import files, pending, plumbing, repository
from cs_cli.store.git import Git

LI_NA = ("李娜", "li.na@example.test")
AT = datetime.fromisoformat("2026-03-02T09:14:05+08:00")
TICKET = "ticket/2026/03/02/T-260302-7K3FQM.md"
OTHER = "ticket/2026/03/02/T-260302-AAAAAA.md"
NEW = "ticket/2026/03/03/T-260303-BBBBBB.md"
SUBJECT = "ticket T-260302-7K3FQM: set"


@dataclass
class Ledger:
    """A desk in a repository whose every commit has the same dates."""

    root: Path

    def git(self, *words: str, stdin: str = "") -> str:
        told = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
        told |= {f"GIT_{who}_DATE": "2026-03-01T09:00:00+08:00" for who in ("AUTHOR", "COMMITTER")}
        command = ["git", "-C", str(self.root), "-c", "core.quotePath=false", *words]
        done = subprocess.run(command, env=told, input=stdin.encode(), capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode(errors="backslashreplace")

    def write(self, path: str, content: bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content)

    def save(self, **contents: bytes) -> None:
        """Write TICKET and NEW and commit them as one change of the desk."""
        for path, content in {TICKET: b"two\n", NEW: b"new\n", **contents}.items():
            self.write(path, content)
        paths = [TICKET, NEW]
        Git(self.root).commit(paths, SUBJECT, {"Cs-Op": "ticket.set"}, LI_NA, AT, new=True)

    def seen(self) -> dict[str, str]:
        """Give everything that git tells of it."""
        seen = {" ".join(question): self.git(*question) for question in QUESTIONS}
        head = self.git("rev-parse", "--git-path", "logs/HEAD").strip()
        seen["log of HEAD"] = (self.root / head).read_text()
        return seen


QUESTIONS = (
    ("rev-parse", "HEAD", "HEAD^{tree}"), ("cat-file", "commit", "HEAD"),
    ("log", "--stat", "--format=%an %ae %aI %cn %cI %B"), ("status", "--porcelain=v2", "--branch"),
    ("ls-files", "--stage", "-t"), ("diff",), ("diff", "--cached"), ("reflog", "-1"),
    ("fsck", "--strict", "--no-dangling"), ("symbolic-ref", "HEAD"),
)  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n\tname = 王伟\n\temail = wang.wei@example.test\n[init]\n\tdefaultBranch = main\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    real = pending.authorship
    monkeypatch.setattr(plumbing, "LARGE", 0)
    dated = {"GIT_COMMITTER_DATE": "2026-03-02T09:14:06+08:00"}
    monkeypatch.setattr(pending, "authorship", lambda work: {**real(work), **dated})
    found = Ledger(tmp_path / "desk")
    found.root.mkdir()
    return found


def first(desk: Ledger, *words: str) -> None:
    """Make the repository and its first commit."""
    desk.git("init", "--quiet", *words)
    files.create(desk.root, ".cs/.gitignore", b"*\n")
    for path in (TICKET, OTHER, "people.yaml", "b.txt"):
        desk.write(path, b"one\n")
    desk.git("add", ".")
    desk.git("commit", "--quiet", "--message", "a desk")


def plain(_desk: Ledger) -> None:
    """Nothing out of the ordinary."""


def other_files_staged(desk: Ledger) -> None:
    desk.write("people.yaml", b"staged\n")
    desk.write("staged.txt", b"x\n")
    desk.git("add", "people.yaml", "staged.txt")
    desk.write("people.yaml", b"staged, then changed again\n")
    desk.write("loose.txt", b"x\n")


def other_files_renamed_and_deleted(desk: Ledger) -> None:
    desk.git("mv", "b.txt", "c.txt")
    desk.git("rm", "--quiet", OTHER)


def the_same_file_staged(desk: Ledger) -> None:
    desk.write(TICKET, b"half\n")
    desk.git("add", TICKET)


def the_same_file_taken_out(desk: Ledger) -> None:
    desk.git("rm", "--quiet", "--cached", TICKET)


def files_only_intended(desk: Ledger) -> None:
    desk.write("later.txt", b"x\n")
    desk.write(NEW, b"x\n")
    desk.git("add", "--intent-to-add", "later.txt", NEW)


def ignored(desk: Ledger) -> None:
    desk.write(".gitignore", b"*.md\n")


def line_ends_converted(desk: Ledger) -> None:
    desk.git("config", "core.autocrlf", "true")
    desk.write(".gitattributes", b"*.md text ident\n")
    desk.write(NEW, b"one\r\ntwo $Id: x$\r\n")


def packed(desk: Ledger) -> None:
    desk.git("pack-refs", "--all")
    desk.git("repack", "-a", "-d", "--quiet")


def on_a_branch_in_a_folder(desk: Ledger) -> None:
    desk.git("switch", "--quiet", "--create", "li.na/night")


def index_of_version_4(desk: Ledger) -> None:
    desk.git("update-index", "--index-version", "4")


def with_an_untracked_cache(desk: Ledger) -> None:
    desk.git("update-index", "--force-untracked-cache")


def with_a_split_index(desk: Ledger) -> None:
    desk.git("update-index", "--split-index")


def sparse(desk: Ledger) -> None:
    desk.git("sparse-checkout", "set", "--no-cone", "/*", "!/b.txt")


def for_a_group(desk: Ledger) -> None:
    desk.git("config", "core.sharedRepository", "group")


def with_settings_of_the_working_tree(desk: Ledger) -> None:
    desk.git("config", "extensions.worktreeConfig", "true")
    desk.git("config", "--worktree", "user.name", "李伟")


def executable(desk: Ledger) -> None:
    (desk.root / TICKET).chmod(0o755)


def in_another_encoding(desk: Ledger) -> None:
    desk.git("config", "i18n.commitEncoding", "GB18030")


def signed(desk: Ledger) -> None:
    key = desk.root.with_name("key")
    if not key.exists():
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "li.na", "-f", str(key)]
        subprocess.run(words, check=True)
    desk.git("config", "gpg.format", "ssh")
    desk.git("config", "user.signingKey", f"{key}.pub")
    desk.git("config", "commit.gpgSign", "true")


def nobody_known(desk: Ledger) -> None:
    (desk.root.parent / "home/.gitconfig").unlink()


def branch_without_index(desk: Ledger) -> None:
    (desk.root / ".git/index").unlink()


SITUATIONS = [
    plain, other_files_staged, other_files_renamed_and_deleted, the_same_file_staged,
    the_same_file_taken_out, files_only_intended, ignored, line_ends_converted, packed,
    on_a_branch_in_a_folder, index_of_version_4, with_an_untracked_cache, with_a_split_index,
    sparse, for_a_group, with_settings_of_the_working_tree, executable, in_another_encoding,
    nobody_known, branch_without_index,
]  # fmt: skip


def both(desk: Ledger, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Save the same in two desks alike, from parts and by ``git commit``; give what git tells."""
    twin, aside = desk.root.with_name("twin"), desk.root.with_name("aside")
    shutil.copytree(desk.root, twin, symlinks=True)
    desk.save()
    found = [desk.seen()]
    # At the same place, because paths are told.
    desk.root.rename(aside)
    twin.rename(desk.root)
    with monkeypatch.context() as patch:
        patch.setattr(plumbing, "commit", unsuited)
        desk.save()
    return [*found, desk.seen()]


def unsuited(*_arguments: object) -> bool:
    raise plumbing.Unsuited


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="nothing to sign with")
def test_it_is_signed_where_git_commit_would_sign(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(ledger)
    signed(ledger)
    ours, theirs = both(ledger, monkeypatch)
    assert ours == theirs
    assert "-----BEGIN SSH SIGNATURE-----" in ours["cat-file commit HEAD"]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_it_is_what_git_commit_makes(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, situation: Callable[[Ledger], None]
) -> None:
    first(ledger)
    situation(ledger)
    ours, theirs = both(ledger, monkeypatch)
    assert ours == theirs
    assert f"commit: {SUBJECT}" in ours["log of HEAD"]


def test_so_it_is_in_a_repository_of_sha256(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(ledger, "--object-format=sha256")
    ours, theirs = both(ledger, monkeypatch)
    assert ours == theirs
    assert len(ours["rev-parse HEAD HEAD^{tree}"].split()[0]) == 64


def test_so_it_is_for_the_first_commit(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.git("init", "--quiet")
    files.create(ledger.root, ".cs/.gitignore", b"*\n")
    ours, theirs = both(ledger, monkeypatch)
    assert ours == theirs


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Tell of every commit whether it was put together from parts."""
    told: list[bool] = []
    real = plumbing.commit

    def watched(*arguments: object) -> bool:
        try:
            done = real(*arguments)  # type: ignore[arg-type]
        except plumbing.Unsuited:
            told.append(False)
            raise
        told.append(True)
        return done

    monkeypatch.setattr(plumbing, "commit", watched)
    return told


@pytest.mark.parametrize(
    ("situation", "ordinary"),
    [(plain, True), (line_ends_converted, True), (files_only_intended, True), (sparse, False),
     (with_a_split_index, False), (executable, False), (branch_without_index, False)],
)  # fmt: skip
def test_what_is_out_of_the_ordinary_is_left_to_git_commit(
    ledger: Ledger, parts: list[bool], situation: Callable[[Ledger], None], ordinary: bool
) -> None:
    first(ledger)
    situation(ledger)
    ledger.save()
    assert parts == [ordinary]
    assert not list((ledger.root / ".git").glob("cs-index*"))
    assert not list((ledger.root / ".git").rglob("*.lock"))


def test_what_is_staged_already_leaves_no_lock_behind(ledger: Ledger, parts: list[bool]) -> None:
    first(ledger)
    ledger.write(TICKET, b"two\n")
    ledger.write(NEW, b"new\n")
    long_ago = datetime(2026, 1, 1).timestamp()
    for path in (TICKET, NEW):
        os.utime(ledger.root / path, (long_ago, long_ago))  # git trusts what is not of this second
    ledger.git("add", ".")
    for _time in range(2):  # the second is that of a killed command, which git knows already
        Git(ledger.root).commit([TICKET, NEW], SUBJECT, {}, LI_NA, AT, new=True)
        assert not list((ledger.root / ".git").rglob("*.lock"))
        assert not list((ledger.root / ".git").glob("cs-index*"))
        assert ledger.git("status", "--porcelain") == ""
    assert parts == [True, True]
    assert ledger.git("log", "--format=%s") == f"{SUBJECT}\na desk\n"


@pytest.mark.parametrize(("more", "from_parts"), [(0, []), (1, [True])])
def test_few_files_are_left_to_git_commit(
    ledger: Ledger, parts: list[bool], monkeypatch: pytest.MonkeyPatch, more: int,
    from_parts: list[bool],
) -> None:  # fmt: skip
    """One process that looks at some files costs less than seven that look at none."""
    first(ledger)
    size = (ledger.root / ".git/index").stat().st_size
    monkeypatch.setattr(plumbing, "LARGE", size + 1 - more)
    ledger.save()
    assert parts == from_parts
    assert ledger.git("status", "--porcelain") == ""
    assert ledger.git("log", "-1", "--format=%s %an") == f"{SUBJECT} 李娜\n"


@pytest.mark.slow
def test_very_many_files_are_told_to_git_before_it_is_listened_to(
    ledger: Ledger, parts: list[bool]
) -> None:
    """All of that must fit into a pipe, with a warning for each."""
    first(ledger)
    ledger.git("config", "core.autocrlf", "true")
    paths = [f"ticket/2026/01/{n % 28:02}/T-260101-{n:06}.md" for n in range(500)]
    for path in paths:
        ledger.write(path, b"x\r\n")
    Git(ledger.root).commit(paths, SUBJECT, {}, LI_NA, AT, new=True)
    assert parts == [True]
    assert ledger.git("status", "--porcelain") == ""
    found = repository.find(ledger.root)
    assert found is not None
    with pytest.raises(plumbing.Unsuited):
        plumbing.commit(Git(ledger.root), ledger.root, found, plumbing.Commit(
            [*paths, TICKET], b"x", {}))  # fmt: skip


def test_without_hard_links_git_commit_does_it(
    ledger: Ledger, parts: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    first(ledger)
    link = os.link

    def refused(source: str, target: Path | str, **options: int) -> None:
        if Path(target).name == "cs-index":
            raise PermissionError
        link(source, target, **options)

    monkeypatch.setattr(os, "link", refused)
    ledger.save()
    assert parts == [False]
    assert ledger.git("status", "--porcelain") == ""


def test_a_desk_in_a_folder_a_linked_working_tree_and_a_submodule(
    ledger: Ledger, parts: list[bool]
) -> None:
    first(ledger)
    inner = Ledger(ledger.root / "records")
    inner.write("cs.yaml", b"")
    inner.save()
    assert ledger.git("show", "--format=", "--name-only").split() == [
        f"records/{TICKET}", f"records/{NEW}",
    ]  # fmt: skip
    ledger.git("worktree", "add", "--quiet", "-b", "side", "../side")
    Ledger(ledger.root.parent / "side").save()
    assert ledger.git("log", "-1", "--format=%s", "side") == f"{SUBJECT}\n"
    module = ledger.root.parent / "module"
    ledger.git("init", "--quiet", str(module))
    first(Ledger(module))
    words = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(module), "sub")
    ledger.git(*words)
    inner = Ledger(ledger.root / "sub")
    inner.save()
    assert inner.git("log", "-1", "--format=%s") == f"{SUBJECT}\n"
    for desk in (ledger, Ledger(ledger.root / "sub"), Ledger(ledger.root.parent / "side")):
        assert "error" not in desk.git("fsck")
    assert ledger.git("status", "--porcelain", "records") == "?? records/cs.yaml\n"
    assert parts == [True, True, True]


def test_files_that_are_not_merged_stop_it(ledger: Ledger) -> None:
    """``git stash pop`` leaves such an index with no merge to be seen."""
    first(ledger)
    blob = ledger.git("rev-parse", "HEAD:b.txt").strip()
    stages = "".join(f"100644 {blob} {number}\tb.txt\n" for number in (1, 2, 3))
    ledger.git("update-index", "--index-info", stdin=f"0 {'0' * 40}\tb.txt\n{stages}")
    before = ledger.git("status", "--porcelain")
    with pytest.raises(Busy, match=r"saved, not committed: .*not merged") as refusal:
        ledger.save()
    assert "git add" in str(refusal.value.hint)
    assert "UU b.txt" in before and "UU b.txt" in ledger.git("status", "--porcelain")
    ledger.git("add", "b.txt")
    assert Git(ledger.root).commit_pending() == 1
    assert ledger.git("status", "--porcelain") == ""


def test_a_branch_that_moves_meanwhile_loses_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(ledger)
    real, moved = plumbing._moved, []

    def meanwhile(*arguments: object) -> bool:
        """Somebody pushes to the branch, which asks for no index."""
        if not moved:
            tree = ledger.git("rev-parse", "HEAD^{tree}").strip()
            moved.append(ledger.git("commit-tree", tree, "-p", "HEAD", stdin="theirs").strip())
            ledger.git("update-ref", "refs/heads/main", moved[0])
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(plumbing, "_moved", meanwhile)
    ledger.save()
    assert ledger.git("log", "--format=%s").split("\n") == [SUBJECT, "theirs", "a desk", ""]
    assert ledger.git("status", "--porcelain") == ""
    assert ledger.git("rev-parse", "HEAD^").strip() == moved[0]


def test_a_person_s_commit_waits_or_is_refused_and_takes_nothing_back(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between branch and index a ``git commit`` would take the record back, if it could run."""
    first(ledger)
    ledger.write("b.txt", b"theirs\n")
    ledger.git("add", "b.txt")
    real, said = plumbing._moved, []

    def meanwhile(*arguments: object) -> bool:
        done = real(*arguments)  # type: ignore[arg-type]
        words = ["git", "-C", str(ledger.root), "commit", "--quiet", "-m", "theirs"]
        said.append(subprocess.run(words, capture_output=True, text=True).stderr)
        return done

    monkeypatch.setattr(plumbing, "_moved", meanwhile)
    ledger.save()
    assert "index.lock" in said[0]
    assert ledger.git("status", "--porcelain") == "M  b.txt\n"
    ledger.git("commit", "--quiet", "-m", "theirs")
    assert ledger.git("show", "--format=", "--name-only") == "b.txt\n"
    assert ledger.git("show", f"HEAD:{TICKET}") == "two\n"


PERSON = """\
cd "$1" || exit 1
number=0
until [ -e .git/enough ]; do
    number=$((number + 1))
    echo "$number" > "person-$number.txt"
    until git add "person-$number.txt" 2>/dev/null; do :; done
    until git commit --quiet --message "person $number" 2>/dev/null; do :; done
done
"""


@pytest.mark.slow
def test_a_person_who_commits_at_the_same_time_and_the_desk_lose_nothing(ledger: Ledger) -> None:
    first(ledger)
    (ledger.root / ".cs/lock").touch()
    settings = {**os.environ, "GIT_EDITOR": "false"}
    with subprocess.Popen(["sh", "-c", PERSON, "-", str(ledger.root)], env=settings) as person:
        number = 0
        while number < 5 or len(list(ledger.root.glob("person-*.txt"))) < 15:
            number += 1
            ledger.write(TICKET, b"%d\n" % number)
            Git(ledger.root).commit([TICKET], f"ticket: {number}", {}, LI_NA)
        (ledger.root / ".git/enough").touch()
        assert person.wait() == 0
    theirs = len(list(ledger.root.glob("person-*.txt")))
    number += 1
    ledger.write(TICKET, b"%d\n" % number)
    Git(ledger.root).commit([TICKET], f"ticket: {number}", {}, LI_NA)
    subjects = ledger.git("log", "--first-parent", "--reverse", "--format=%s").splitlines()
    assert [s for s in subjects if s[:6] == "person"] == [
        f"person {n}" for n in range(1, theirs + 1)
    ]
    # None of ours went missing. One of theirs may name our file: git reads the head before the
    # index, and whoever commits in between is taken back by git itself, until the next of ours.
    told = ledger.git("log", "--reverse", "--format=%s", "--", TICKET).splitlines()
    assert [s for s in told if s[:6] != "person"] == [
        "a desk",
        *(f"ticket: {n}" for n in range(1, number + 1)),
    ]
    assert ledger.git("status", "--porcelain") == ""


def test_the_next_index_of_a_writer_that_is_gone_is_litter(ledger: Ledger) -> None:
    first(ledger)
    (ledger.root / ".cs/lock").touch()
    index = ledger.root / ".git/cs-index"
    index.write_bytes(b"x")
    os.utime(index, (0, 0))
    lock = ledger.root / ".git/index.lock"
    lock.touch()
    assert Git(ledger.root).litter() == []
    lock.unlink()
    assert Git(ledger.root).litter() == [index]
    assert Git(ledger.root).swept([index])
    assert not index.exists()


STEPS = ("subprocess.Popen", "os.rename", "os.link", "os.remove")


def killed_at(step: int, desk: Ledger) -> bool:
    """Commit in a process of its own that is killed at a step; tell whether it came to that."""
    child = os.fork()
    if child == 0:
        os.setpgrp()
        count = 0

        def hear(event: str, _told: object) -> None:
            nonlocal count
            count += event in STEPS
            if event in STEPS and count == step:
                os.killpg(0, signal.SIGKILL)

        try:
            sys.addaudithook(hear)
            Git(desk.root).commit([TICKET], f"ticket: {step}", {}, LI_NA)
            os._exit(0)
        finally:
            os._exit(1)
    ended = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(ended) or os.WEXITSTATUS(ended) == 0
    return os.WIFSIGNALED(ended)


@pytest.mark.slow
@pytest.mark.parametrize(("large", "steps"), [(0, 15), (1 << 20, 4)])
def test_a_kill_at_every_step_is_put_right_by_the_next_command(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, large: int, steps: int
) -> None:
    monkeypatch.setattr(plumbing, "LARGE", large)
    first(ledger)
    (ledger.root / ".cs/lock").touch()
    step, commits = 1, 1
    while True:
        ledger.write(TICKET, f"{step}\n".encode())
        killed = killed_at(step, ledger)
        # What was left is old at once: nobody waits in a test.
        for lock in (ledger.root / ".git").rglob("*.lock"):
            os.utime(lock, (0, 0))
        noted = (ledger.root / ".cs/pending").exists()
        Git(ledger.root).commit_pending()
        commits += noted or not killed
        if killed and not noted:
            # Either it had not been written down yet, or all was over but the last word.
            commits = int(ledger.git("rev-list", "--count", "HEAD"))
        else:
            assert ledger.git("status", "--porcelain") == ""
        assert int(ledger.git("rev-list", "--count", "HEAD")) == commits
        if not killed:
            break
        step += 1
    assert step > steps
    assert ledger.git("fsck", "--strict", "--no-dangling") == ""
    assert not list((ledger.root / ".git").glob("cs-index*"))


def test_nothing_of_it_is_for_everybody(ledger: Ledger) -> None:
    before = os.umask(0)
    try:
        first(ledger)
        ledger.save()
    finally:
        os.umask(before)
    index = ledger.root / ".git/index"
    assert not stat.S_IMODE(index.stat().st_mode) & 0o007


def test_what_git_says_against_it_is_said(ledger: Ledger) -> None:
    first(ledger)
    (ledger.root / ".git/index").write_bytes(b"DIRCbroken")
    with pytest.raises(CsError, match="saved, not committed"):
        ledger.save()
    assert not list((ledger.root / ".git").glob("*.lock"))
    assert Git(ledger.root).rebuild_index()
    assert Git(ledger.root).commit_pending() == 1


@dataclass
class Traced:
    """What git did for one commit: its programs, how often it wrote an index, looked at files,
    how many folders it had on the disk for sure before it went on."""

    programs: list[str]
    written: int
    looked: int
    objects: int
    synced: int


def traced(desk: Ledger, files_besides: int) -> Traced:
    """Save on a desk with so many more files, with git's own trace of it."""
    for number in range(files_besides):
        desk.write(f"ticket/2026/01/{number % 28:02}/T-260101-{number:06}.md", b"x\n")
    desk.git("add", ".")
    desk.git("commit", "--quiet", "--message", "more")
    before = objects(desk)
    trace = desk.root.with_name("trace")
    settings = desk.root.parent / "home/.gitconfig"
    plain_settings = settings.read_text()
    settings.write_text(f"{plain_settings}[trace2]\n\teventTarget = {trace}\n")
    trace.write_text("")
    desk.save(**{TICKET: str(files_besides).encode(), NEW: b"%d\n" % files_besides})
    settings.write_text(plain_settings)
    events = [json.loads(line) for line in trace.read_text().splitlines()]
    regions = [one.get("label") for one in events if one["event"] == "region_enter"]
    folders = {one["sid"] for one in events if one.get("name") == "unpack-objects"}
    return Traced(
        sorted(one["name"] for one in events if one["event"] == "cmd_name"),
        regions.count("do_write_index"),
        regions.count("refresh") + regions.count("preload"),
        objects(desk) - before,
        sum(
            int(one["value"])
            for one in events
            if one.get("key") == "fsync/hardware-flush" and one["sid"] in folders
        ),
    )


def objects(desk: Ledger) -> int:
    return int(desk.git("count-objects", "-v").split("in-pack: ")[0].split()[1])


PROGRAMS = ["cat-file", "commit-tree", "config", "hash-object", "ls-files",
            "unpack-objects", "update-index", "update-ref"]  # fmt: skip


def test_git_does_the_same_however_many_files_there_are(ledger: Ledger) -> None:
    first(ledger)
    found = traced(ledger, 10)
    assert found.programs == PROGRAMS
    assert (found.written, found.looked) == (1, 0)
    # Two files, the two days they lie in, four folders above them, and the commit.
    assert found.objects == 2 + 2 + 4 + 1
    assert found.synced == 2 + 4
    assert traced(ledger, 300) == found


def test_git_commit_itself_would_look_at_every_file(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trace tells what is counted above."""
    first(ledger)
    monkeypatch.setattr(plumbing, "commit", unsuited)
    found = traced(ledger, 10)
    assert "commit" in found.programs
    assert found.written > 1
    assert found.looked > 0
