"""The files for other people's gates: a framework of hooks, and two hosts that run jobs."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PLACE = "ticket/2026/03/02/T-260302-7K3FQM.md"
TICKET = """\
---
id: T-260302-7K3FQM
kind: ticket
title: Lift stopped
status: open
opened_at: 2026-03-02T09:14:05+08:00
log:
  - at: 2026-03-02T09:14:05+08:00
    by: li.na
    do: open
---
"""
NOTHING = "0" * 40


@pytest.fixture
def programs(tmp_path):
    """A path with ``cs`` and with a ``pip`` that has nothing left to install."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, line in {"cs": f'exec {sys.executable} -P -m cs_cli "$@"', "pip": "exit 0"}.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def saved(desk, text, *words, path=PLACE):
    """Commit a file past every hook; give the commit."""
    desk.write(path, text)
    desk.git("add", ".")
    desk.git("commit", "--quiet", "--no-verify", "-m", "by hand", *words)
    return desk.git("rev-parse", "HEAD").strip()


def test_the_framework_s_hook_refuses_what_is_wrong_and_passes_what_is_not(desk_in_git, programs):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert (hook["id"], hook["language"]) == ("cs-check", "python")
    assert hook["always_run"] and not hook["pass_filenames"]
    command = [*shlex.split(hook["entry"]), *hook.get("args", [])]
    environment = {**desk_in_git.environment, "PATH": f"{programs}:{os.environ['PATH']}"}

    def hooked():
        return subprocess.run(
            command, cwd=desk_in_git.root, env=environment, capture_output=True, text=True
        )

    desk_in_git.write(PLACE, TICKET)
    desk_in_git.git("add", ".")
    assert hooked().returncode == 0
    desk_in_git.git("commit", "--quiet", "-m", "a ticket")
    desk_in_git.git("rm", "--quiet", PLACE)
    done = hooked()
    assert done.returncode == 1
    assert "nothing is deleted here (append-only)" in done.stdout


def by_github(event, before, after):
    """Give the lines that GitHub runs, and the variables it sets for them."""
    (job,) = yaml.safe_load((ROOT / "templates/ci/github.yml").read_text())["jobs"].values()
    checkout = job["steps"][0]
    assert checkout["uses"].startswith("actions/checkout@")
    assert checkout["with"]["fetch-depth"] == 0
    known = {"push": {"event.before": before, "sha": after},
             "pull_request": {"event.pull_request.base.sha": before,
                              "event.pull_request.head.sha": after}}[event]  # fmt: skip

    def told(value):
        names = value.removeprefix("${{ ").removesuffix(" }}").split(" || ")
        return next(known[n] for name in names if (n := name.removeprefix("github.")) in known)

    variables = {k: told(v) if v.startswith("${{") else v for k, v in job["env"].items()}
    lines = [
        step["run"]
        for step in job["steps"]
        if "run" in step
        and step.get("if", f"github.event_name == '{event}'").endswith(f"'{event}'")
    ]
    return "set -e\n" + "\n".join(lines), variables


def by_gitlab(event, before, after):
    """Give the lines that GitLab runs, and the variables it sets for them."""
    (job,) = yaml.safe_load((ROOT / "templates/ci/gitlab-ci.yml").read_text()).values()
    variables = job["variables"]
    assert variables["GIT_DEPTH"] == "0"
    if event == "push":
        told = {"CI_COMMIT_BEFORE_SHA": before}
    else:
        told = {"CI_COMMIT_BEFORE_SHA": NOTHING, "CI_MERGE_REQUEST_DIFF_BASE_SHA": before}
    lines = [*job["before_script"], *job["script"]]
    return "set -e\n" + "\n".join(lines), {**variables, **told, "CI_COMMIT_SHA": after}


@pytest.mark.parametrize("host", [by_github, by_gitlab], ids=["github", "gitlab"])
def test_a_host_refuses_what_came_past_the_hook(desk_in_git, programs, host):
    desk = desk_in_git

    def ran(event, before, after, **more):
        script, variables = host(event, before, after)
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=desk.root,
            env={
                **desk.environment,
                "PATH": f"{programs}:{os.environ['PATH']}",
                **variables,
                **more,
            },
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    first = desk.git("rev-parse", "HEAD").strip()
    id_ = desk.new("ticket", "--title", "Lift stopped")
    good = desk.git("rev-parse", "HEAD").strip()
    assert ran("push", NOTHING, good) == (0, "")
    assert ran("push", first, good) == (0, "")
    assert ran("pull_request", first, good) == (0, "")
    place, record = desk.path(id_), desk.record(id_)
    bad = saved(desk, record.replace("status: open", "status: closed"), path=place)
    for event in ("push", "pull_request"):
        code, said = ran(event, good, bad)
        assert code == 1
        assert f"{place}:5: status is closed" in said
    # What only the history shows: a field that nobody's event changed.
    desk.git("reset", "--quiet", "--hard", good)
    bad = saved(desk, record.replace("Lift", "The lift"), path=place)
    code, said = ran("push", good, bad)
    assert code == 1
    assert bad[:12] in said and "unlogged" in said
    # Somebody else's commit was taken away: on the branch of the desk that is refused.
    desk.git("reset", "--quiet", "--hard", first)
    other = saved(desk, "", path="notes.txt")
    assert ran("push", good, other)[0] == 1
