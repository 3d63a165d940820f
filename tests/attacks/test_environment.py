"""Threats 8 and 12: modules and settings lying about, and the environment of the process (S2)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from attacks.canary import Canary

CS = Path(sys.executable).with_name("cs")
MODULES = [
    "yaml", "click", "ruamel", "sitecustomize", "usercustomize", "cs_cli", "gettext", "json", "os",
    "re", "sqlite3", "subprocess", "tabulate", "wcwidth", "chinese_calendar", "dateutil",
    "readline",
    "conftest", "setup", "encodings", "typing", "__main__", "pickle", "datetime",
]  # fmt: skip


@pytest.fixture
def canary(tmp_path):
    return Canary(tmp_path)


def process(desk, *words, **environment):
    """Run the installed program in the desk's own folder."""
    common = {
        **desk.environment,
        "CS_LANG": "en",
        "CS_AS": "li.na",
        "CS_NOW": "2026-03-02T10:00:00+08:00",
    }
    common.pop("CS_DEBUG")
    return subprocess.run(
        [CS, *words], cwd=desk.root, env={**common, **environment}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.slow
def test_no_module_and_no_setting_of_the_desk_is_used(desk_in_git, canary):
    desk = desk_in_git
    for name in MODULES:
        canary.python(desk.root / f"{name}.py")
        canary.python(desk.root / name / "__init__.py")
    (desk.root / "evil.pth").write_text(f"import os; os.system('{canary.path}')\n")
    for name in (
        ".env",
        "cs.toml",
        "setup.cfg",
        "pyproject.toml",
        ".cs.yaml",
        "pyvenv.cfg",
        ".pythonrc",
    ):
        desk.write(
            name, f"[cs]\neditor = {canary.path}\nEDITOR={canary.path}\nCS_EDITOR={canary.path}\n"
        )
    canary.put(desk.root / "git")
    canary.put(desk.root / "ssh")
    canary.put(desk.root / ".venv/bin/python")
    for words in [("due",), ("ticket", "new", "--title", "x"), ("check",), ("diff",), ("--help",)]:
        done = process(desk, *words)
        assert (done.returncode, done.stderr) == (0, ""), (words, done)
    assert canary.ran == []


@pytest.mark.slow
def test_from_a_checkout_python_is_told_nothing_by_its_environment(desk, canary):
    """Where ``PYTHONPATH`` names the desk, an installed Python itself looks there first."""
    for name in MODULES:
        canary.python(desk.root / f"{name}.py")
    environment = {
        **desk.environment,
        "PYTHONPATH": str(desk.root),
        "PYTHONSTARTUP": "sitecustomize.py",
    }
    checkout = ready_checkout(desk.home / "checkout")
    done = subprocess.run(
        [checkout / "cs", "due"], cwd=desk.root, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert canary.ran == []


def ready_checkout(root: Path) -> Path:
    """Make a checkout whose environment is that of this test: ``./cs`` has nothing to set up."""
    (root / ".venv/bin").mkdir(parents=True)
    for name in ("cs", "setup.cfg", "constraints.txt"):
        shutil.copy(Path(__file__).parents[2] / name, root / name)
    shutil.copy(CS, root / ".venv/bin/cs")
    python = root / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (root / ".venv/ok").write_text(f"{root}\n")
    return root


@pytest.mark.slow
def test_the_hook_and_the_merge_driver_import_nothing_from_the_desk(desk_in_git, canary):
    desk = desk_in_git
    desk.run("doctor", "--mend")
    for name in MODULES:
        canary.python(desk.root / f"{name}.py")
    desk.git("add", "--all", "--force")
    desk.git("commit", "--quiet", "-m", "a gift of modules")
    id_ = desk.new("ticket", "--title", "x")
    desk.git("checkout", "--quiet", "-b", "side", "HEAD")
    desk.ok("ticket", "note", id_, "-m", "one")
    desk.git("checkout", "--quiet", "main")
    desk.ok("ticket", "note", id_, "-m", "two")
    desk.git("merge", "--quiet", "-m", "both", "side")
    assert {"one", "two"} <= {event.get("note") for event in desk.json("show", id_)["log"]}
    assert canary.ran == []


@pytest.mark.parametrize("place", [".", "", "desk", "bin"])
def test_a_git_in_the_desk_is_not_git_wherever_the_path_leads(desk_in_git, canary, place):
    """Nor does git find its own helpers there."""
    desk = desk_in_git
    folder = desk.root / "bin" if place == "bin" else desk.root
    for name in ("git", "ssh", "gpg", "sh", "git-remote-evil", "ssh-keygen", "git-commit"):
        canary.put(folder / name)
    first = str(folder) if place in ("desk", "bin") else place
    desk.environment["PATH"] = f"{first}{os.pathsep}{os.environ['PATH']}"
    id_ = desk.new("ticket", "--title", "x")
    desk.ok("ticket", "note", id_, "-m", "x")
    desk.git("remote", "add", "origin", "evil://x") if False else None
    desk.ok("diff")
    assert canary.ran == []


GIT_VARIABLES = {
    "GIT_DIR": "/nonexistent", "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "/nonexistent/index",
    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": "{canary}",
    "GIT_CONFIG_PARAMETERS": "'core.fsmonitor={canary}'", "GIT_CONFIG_GLOBAL": "/nonexistent",
    "GIT_SSH_COMMAND": "{canary}", "GIT_SSH": "{canary}", "GIT_ASKPASS": "{canary}",
    "SSH_ASKPASS": "{canary}", "GIT_EDITOR": "{canary}", "GIT_SEQUENCE_EDITOR": "{canary}",
    "GIT_PAGER": "{canary}", "PAGER": "{canary}", "EDITOR": "{canary}", "VISUAL": "{canary}",
    "GIT_EXTERNAL_DIFF": "{canary}", "GIT_EXEC_PATH": "/nonexistent",
    "GIT_TEMPLATE_DIR": "/nonexistent",
    "GIT_PROXY_COMMAND": "{canary}", "GIT_OBJECT_DIRECTORY": "/nonexistent", "GIT_TRACE": "1",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nonexistent", "GIT_NAMESPACE": "x",
    "GIT_AUTHOR_NAME": "boss",
    "GIT_AUTHOR_EMAIL": "boss@example.test", "GIT_CEILING_DIRECTORIES": "/",
    "GIT_LITERAL_PATHSPECS": "0",
    "GIT_GLOB_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1", "GIT_ATTR_SOURCE": "HEAD",
    "LESSOPEN": "|{canary}",
    "LD_PRELOAD": "", "BASH_ENV": "{canary}", "ENV": "{canary}", "GIT_DEFAULT_HASH": "sha256",
}  # fmt: skip


def test_no_variable_of_git_or_of_pagers_and_editors_reaches_git(desk_in_git, canary):
    desk = desk_in_git
    variables = {name: value.format(canary=canary.path) for name, value in GIT_VARIABLES.items()}
    id_ = desk.new("ticket", "--title", "x", **variables)
    desk.ok("ticket", "note", id_, "-m", "x", **variables)
    for words in [("diff",), ("log", id_), ("check", "--staged"), ("due",)]:
        result = desk.run(*words, **variables)
        assert (result.code, result.err) == (0, ""), (words, result)
    assert canary.ran == []
    assert set(desk.git("log", "--format=%an <%ae>").splitlines()) == {"李娜 <li.na@example.test>"}


def test_what_git_gets_is_what_it_needs(desk_in_git, tmp_path):
    """The whole environment of git, told by a program in its place."""
    told, real = tmp_path / "told", tmp_path / "bin/git"
    real.parent.mkdir()
    real.write_text(f'#!/bin/sh\nenv | cut -d= -f1 | sort >>{told}\nexec /usr/bin/git "$@"\n')
    real.chmod(0o755)
    variables = dict.fromkeys(
        (*GIT_VARIABLES, "LD_PRELOAD_", "SECRET", "CS_TOKEN", "PYTHONPATH_"), "x"
    )
    variables.pop("LD_PRELOAD")
    desk_in_git.new("ticket", "--title", "x", PATH=f"{real.parent}:/usr/bin:/bin", **variables)
    ours = {"HOME", "PATH", "LC_ALL", "GIT_TERMINAL_PROMPT", "GIT_NO_REPLACE_OBJECTS",
         "GIT_GRAFT_FILE", "GIT_INDEX_FILE",
            "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE",
            "GIT_COMMITTER_DATE"}  # fmt: skip
    shells = {"PWD", "OLDPWD", "SHLVL", "_"}
    assert set(told.read_text().split()) <= ours | shells


@pytest.mark.parametrize("lacking", ["HOME", "LANG", "PATH", "USER"])
def test_a_bare_environment_is_enough(desk_in_git, lacking):
    desk = desk_in_git
    desk.environment.pop(lacking, None)
    result = desk.run("ticket", "new", "--title", "x")
    if lacking == "PATH":
        # Without a search path the system's own default is searched.
        assert result.code in (0, 6)
        return
    assert (result.code, result.err) == (0, ""), result
    assert desk.run("due").code == 0
