"""Threats 6, 7: what git's settings, hooks, attributes, branches and remotes would make it do.

S1, S2 and S14: nothing that comes with a desk runs, and git is called in one place.
"""

import ast
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

import cs_cli
from attacks.canary import HOOKS, Canary, reading, writing

PROGRAM_SETTINGS = (
    "core.fsmonitor", "core.pager", "core.editor", "core.askPass", "core.sshCommand",
    "core.gitProxy", "credential.helper", "diff.external", "sequence.editor", "gpg.program",
    "gpg.ssh.program", "gpg.openpgp.program", "uploadpack.packObjectsHook", "pager.log",
    "alias.commit", "alias.add", "alias.config", "interactive.diffFilter",
)  # fmt: skip


@pytest.fixture
def canary(tmp_path):
    return Canary(tmp_path)


@pytest.fixture
def id_(desk_in_git):
    return desk_in_git.new("ticket", "--title", "Lift stopped", "--department", "service")


def booby_trapped(desk, canary):
    """Put the canary into every hook and every setting that names a program."""
    for hook in HOOKS:
        canary.put(desk.root / ".git/hooks" / hook)
    desk.git("config", "core.hooksPath", str(desk.root / ".git/hooks"))
    included = desk.home / "included"
    included.write_text(f"[core]\n\tfsmonitor = {canary.path}\n")
    desk.git("config", "include.path", str(included))
    for setting in PROGRAM_SETTINGS:
        desk.git("config", setting, str(canary.path))
    desk.git("config", "commit.gpgSign", "false")


@pytest.mark.slow
def test_a_desk_whose_git_settings_are_traps_is_read_and_written(desk_in_git, canary, id_):
    booby_trapped(desk_in_git, canary)
    for words in [*reading(id_), *writing(id_)]:
        result = desk_in_git.run(*words)
        assert (result.code, result.err) == (0, "") or words == ("audit",), (words, result)
    desk_in_git.run("doctor", "--mend")
    desk_in_git.ok("ticket", "note", id_, "-m", "after mending")
    assert canary.ran == []


@pytest.mark.slow
def test_reading_calls_no_git_at_all(desk_in_git, canary, id_, tmp_path):
    canary.put(tmp_path / "bin/git")
    desk_in_git.environment["PATH"] = f"{tmp_path}/bin:{os.environ['PATH']}"
    for words in reading(id_):
        assert desk_in_git.run(*words).code == 0, words
    assert canary.ran == []


def test_a_signing_program_of_the_desks_own_settings_is_not_run(desk_in_git, canary, id_):
    """What git itself is told to sign with in the settings of the user is."""
    desk_in_git.git("config", "gpg.program", str(canary.path))
    desk_in_git.git("config", "commit.gpgSign", "true")
    desk_in_git.run("ticket", "note", id_, "-m", "x")
    assert canary.ran == []


@pytest.mark.parametrize("scope", ["--local", "--global"])
def test_a_filter_on_records_is_refused_and_not_run(desk_in_git, canary, id_, scope):
    """``.gitattributes`` comes with a clone; the filter is a setting of the clone or the user."""
    desk = desk_in_git
    desk.write(".gitattributes", "*.md filter=evil\n")
    for step in ("clean", "smudge", "process"):
        desk.git("config", scope, f"filter.evil.{step}", str(canary.path))
    before = desk.record(id_)
    result = desk.run("ticket", "note", id_, "-m", "x")
    assert (result.code, result.out) == (6, "")
    assert result.err == (
        "error: git's settings run a program on records: filter=evil\n"
        "  try: take it out of .gitattributes, or commit by hand: commit: manual in cs.yaml\n"
    )
    assert desk.record(id_) == before
    for words in [("due",), ("show", id_), ("check",), ("diff",)]:
        assert desk.run(*words).code == 0, words
    assert "driver" in {finding["name"] for finding in desk.json("doctor", code=1)}
    assert canary.ran == []
    desk.write(".gitattributes", "*.bin filter=evil\n")
    desk.ok("ticket", "note", id_, "-m", "x")
    assert canary.ran == []


def test_diff_and_merge_programs_on_records_are_told_by_doctor_and_not_run(
    desk_in_git, canary, id_, tmp_path
):
    desk = desk_in_git
    desk.write(".gitattributes", "*.md diff=evil merge=evil\n")
    for setting in ("diff.evil.textconv", "diff.evil.command", "merge.evil.driver"):
        desk.git("config", setting, str(canary.path))
    desk.ok("ticket", "note", id_, "-m", "x")
    assert "x" in desk.ok("diff", "HEAD~1")
    told = [f["message"] for f in desk.json("doctor", code=1) if f["name"] == "driver"]
    files = desk.git("ls-files", "*.md").count("\n")
    assert told == [
        f"git's settings run a program on files of the desk: {name}=evil on {files} of them"
        for name in ("diff", "merge")
    ]
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "hub"], check=True)
    desk.git("remote", "add", "origin", str(tmp_path / "hub"))
    assert desk.run("sync").err.startswith(
        "error: git's settings run a program on records: merge=evil\n"
    )
    assert canary.ran == []


def test_what_a_clone_brings_runs_nothing(desk_in_git, canary, tmp_path):
    """Everything that travels: attributes, modules, hooks lying in the tree, settings files."""
    desk = desk_in_git
    for name in (".gitmodules", ".lfsconfig", ".mailmap", ".env", "cs.toml", "setup.cfg"):
        desk.write(name, f'[submodule "x"]\n\tpath = x\n\turl = ext::{canary.path}\n')
    canary.put(desk.root / "hooks/pre-commit")
    canary.put(desk.root / ".githooks/pre-commit")
    desk.write(".gitattributes", "* filter=evil diff=evil merge=evil ident text\n*.md merge=cs\n")
    desk.git("add", "--all", "--force")
    desk.git("commit", "--quiet", "-m", "a gift")
    hub, clone = tmp_path / "hub.git", tmp_path / "clone"
    desk.git("clone", "--quiet", "--bare", str(desk.root), str(hub))
    desk.git("clone", "--quiet", str(hub), str(clone))
    desk.root = clone
    id_ = desk.new("ticket", "--title", "Lift stopped")
    for words in [*reading(id_), *writing(id_), ("sync",)]:
        assert desk.run(*words).code == 0 or words == ("audit",), words
    desk.run("doctor", "--mend")
    assert desk.git("ls-remote", str(hub)) and canary.ran == []


@pytest.mark.parametrize(
    "url", ["ext::{canary} %S x", "-oProxyCommand={canary}", "--upload-pack={canary}",
            "ssh://-oProxyCommand={canary}/x", "fd::0"]
)  # fmt: skip
def test_a_remote_that_is_a_command_is_not_run(desk_in_git, canary, id_, url):
    desk_in_git.git("config", "remote.origin.url", url.format(canary=canary.path))
    desk_in_git.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    desk_in_git.git("config", "protocol.ext.allow", "always")
    began = time.monotonic()
    result = desk_in_git.run("sync")
    assert time.monotonic() - began < 30
    assert (result.code, result.out) == (6, "")
    assert result.err.startswith("error: origin cannot be reached: ")
    assert "everything is kept here" in result.err
    assert canary.ran == []


def test_a_url_that_is_rewritten_into_a_command_is_not_run(desk_in_git, canary, id_):
    desk_in_git.git("config", f"url.ext::{canary.path} .insteadOf", "https://")
    desk_in_git.git("remote", "add", "origin", "https://desk.example.test/desk")
    result = desk_in_git.run("sync")
    assert (result.code, "origin cannot be reached" in result.err) == (6, True)
    assert canary.ran == []


@pytest.mark.parametrize(
    "branch", ["--upload-pack=touch", "--exec=canary", "-delete", "x$(canary)", "x;canary&"]
)
def test_a_branch_named_like_an_option_or_a_command_is_a_name(desk_in_git, canary, id_, branch):
    desk = desk_in_git
    head = f"ref: refs/heads/{branch}\n"
    shutil.copy(desk.root / ".git/refs/heads/main", desk.root / ".git/refs/heads" / branch)
    desk.write(".git/HEAD", head)
    for words in writing(id_)[:5]:
        assert desk.run(*words).code == 0, words
    desk.git("config", "remote.origin.url", "/nonexistent")
    desk.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    assert desk.run("sync").code == 6
    assert desk.read(".git/HEAD") == head
    assert canary.ran == []


def test_a_command_to_be_copied_cannot_hide_another(desk_in_git, tmp_path):
    """What the hint says is typed into a shell; a name of a branch may hold a command."""
    desk, branch, hub = desk_in_git, "x$(canary)", tmp_path / "hub.git"
    id_ = desk.new("ticket", "--title", "Lift stopped")
    desk.git("checkout", "--quiet", "-b", branch)
    desk.git("clone", "--quiet", "--bare", str(desk.root), str(hub))
    desk.git("remote", "add", "origin", str(hub))
    desk.ok("ticket", "note", id_, "-m", "here")
    desk.git("clone", "--quiet", str(hub), str(tmp_path / "other"))
    here, desk.root = desk.root, tmp_path / "other"
    desk.write("people.yaml", "- {id: li.na, name: There, emails: [li.na@example.test]}\n")
    desk.git("commit", "--quiet", "--all", "-m", "there")
    desk.git("push", "--quiet")
    desk.root = here
    desk.write("people.yaml", "- {id: li.na, name: Here, emails: [li.na@example.test]}\n")
    desk.git("commit", "--quiet", "--all", "-m", "here")
    result = desk.run("sync")
    assert result.code == 6
    assert "git merge 'origin/x$(canary)', edit" in result.err


def test_a_repository_of_somebody_else_is_left_to_git_to_trust(desk_in_git, id_):
    """``safe.directory``: the way out is told, nothing is written, reading goes on."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    desk = desk_in_git
    for path in (desk.root, desk.root / ".git"):
        os.chown(path, 12345, 12345)
    before = desk.record(id_)
    for words in [("ticket", "note", id_, "-m", "x"), ("ticket", "new", "--title", "y"), ("sync",)]:
        result = desk.run(*words)
        assert (result.code, result.out) == (6, "")
        assert result.err == (
            "error: the repository belongs to somebody else, and git does not trust it\n"
            f"  try: if you do: git config --global --add safe.directory {desk.root}\n"
        )
    assert desk.record(id_) == before
    for words in [("due",), ("show", id_), ("check",), ("ticket", "list")]:
        assert desk.run(*words).code == 0, words
    desk.git("config", "--global", "--add", "safe.directory", str(desk.root))
    desk.ok("ticket", "note", id_, "-m", "x")


def test_a_repository_whose_files_are_elsewhere_is_not_written(desk_in_git, id_, tmp_path):
    """``core.worktree`` would make git write what it merges into any folder."""
    (tmp_path / "elsewhere").mkdir()
    desk_in_git.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    result = desk_in_git.run("ticket", "note", id_, "-m", "x")
    assert (result.code, result.out) == (6, "")
    assert result.err.startswith(
        "error: the repository says that its files are elsewhere: core.worktree is "
    )
    assert not list((tmp_path / "elsewhere").iterdir())
    assert "note" not in desk_in_git.record(id_)


def test_git_is_started_in_one_place_and_nothing_else_is():
    """S14: the code itself. The editor of ``--edit`` is started by click; a fork
    reads records with more than one processor and starts no other program."""
    source = Path(cs_cli.__file__).parent
    starters = {
        "subprocess", "os.system", "os.popen", "os.fork", "os.forkpty", "os.startfile", "pty.spawn",
        "multiprocessing", "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell",
        "click.edit", "click.launch", "click.pager", "webbrowser", "eval", "exec", "compile",
        "__import__", "ctypes", "runpy", "code.interact",
    }  # fmt: skip
    found = []
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = _called(node)
            is_start = name.split(".")[0] in starters or name.startswith(("os.exec", "os.spawn"))
            if name and (name in starters or is_start or name.startswith("os.posix_spawn")):
                found.append((path.relative_to(source).as_posix(), name))
    assert found == [
        ("cli/asking.py", "click.edit"), ("store/aside.py", "os.fork"),
        ("store/git.py", "subprocess.Popen"),
    ]  # fmt: skip


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def test_what_a_person_types_is_no_argument_of_git_unless_it_is_fenced():
    """S14: every call of git with a revision, a path or a remote has ``--`` before it."""
    loose = []
    source = Path(cs_cli.__file__).parent
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.List) and node.elts and _names_git(node.elts[0]):
                loose += [(path.name, ast.unparse(one)) for one in _unfenced(node.elts)]
    assert loose == []


# What a person types, a record holds or another repository chooses goes by one of these names.
FROM_OUTSIDE = {
    "revision", "revisions", "path", "paths", "part", "parts", "word", "words", "name", "names",
    "text", "remote", "branch", "id_", "ids", "given", "typed", "asked", "since", "url", "target",
    "whole",
}  # fmt: skip
COMMANDS = {
    "init", "config", "diff", "cat-file", "merge-file", "rev-parse", "ls-files", "read-tree",
    "update-index", "ls-tree", "add", "commit", "remote", "fetch", "rev-list", "merge", "push",
    "merge-base", "check-attr", "log", "show", "verify-commit", "for-each-ref",
}  # fmt: skip


def _names_git(first: ast.expr) -> bool:
    return isinstance(first, ast.Constant) and first.value in COMMANDS


def _unfenced(words):
    """Give the variable words of a call of git before which there is no fence."""
    for word in words:
        if isinstance(word, ast.Constant) and word.value in ("--", "--end-of-options"):
            return
        named = {node.id for node in ast.walk(word) if isinstance(node, ast.Name)}
        if named & FROM_OUTSIDE and not _begins_safely(word):
            yield word


def _begins_safely(word):
    """Tell whether a word cannot begin with a dash: it begins with other letters, or is checked."""
    if isinstance(word, ast.JoinedStr):
        first = word.values[0]
        return isinstance(first, ast.Constant) or _begins_safely(first.value)
    return isinstance(word, ast.Call) and ast.unparse(word.func) == "_safe"
