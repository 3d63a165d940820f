"""Threat 2: text that drives a terminal, a pager, or the reader's eye, from wherever it comes.

S3: C0 (but line feed and tab), DEL, C1, bidi marks and overrides,
tag characters and lone surrogates
are shown, never sent.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
# What a field can hold is text; what the shell hands over may be anything but NUL.
STORABLE = "\u202egnp\u2066\u200f\U000e0041\u2028"
HOSTILE = f"\x1b]52;c;cm0=\x07\x1b[2J\x9b31m\x7f{STORABLE}"
SHOWN = "\\u202egnp\\u2066\\u200f\\udb40\\udc41\\u2028"
ESCAPED = STORABLE.encode("ascii", "backslashreplace").decode()  # as YAML writes it
CS = str(Path(sys.executable).with_name("cs"))
FORMATS = ["plain", "table", "json", "csv", "md"]


def raw(result):
    """Give what must not have been sent; CSV and calendars end their lines as they must."""
    said = (result.out + result.err).replace("\r\n", "\n")
    return sorted(set(RAW.findall(said)))


@pytest.fixture
def hostile(desk_in_git):
    """Text that drives a terminal in every place that a person or a clone can put it."""
    desk = desk_in_git
    desk.write("people.yaml", desk.read("people.yaml").replace("王伟", f'"王{ESCAPED}伟"'))
    desk.write("templates/kinds/visitor.yaml", VISITOR.replace("EVIL", ESCAPED))
    desk.write("policy/own.yaml", POLICY.replace("EVIL", ESCAPED))
    customer = desk.new("customer", "--name", f"李{STORABLE}", "--phone", f"138{STORABLE}")
    words = ("--customer", customer, "--department", STORABLE, "--owner", "wang.wei")
    id_ = desk.new("ticket", "--title", f"Lift{STORABLE}", "-m", f"body{STORABLE}", *words,
                   "--promised-at", "2026-03-02T11:00:00+08:00")  # fmt: skip
    desk.ok("ticket", "note", id_, "-m", f"note{STORABLE}")
    visit = desk.new("visitor", "--title", STORABLE)
    return desk, customer, id_, visit


VISITOR = """\
kind: visitor
label: {en: "visitorEVIL", zh: "访EVIL客"}
prefix: V
title: title
columns: [title, badge]
fields:
  title: {label: {en: "purposeEVIL", zh: 事由}, required: true}
  badge: {label: {en: "badgeEVIL", zh: 证}, type: choice, choices: {a: {en: "AEVIL", zh: 甲}}}
states:
  here: {label: {en: "hereEVIL", zh: 在访}}
  gone: {label: {en: gone, zh: 已离开}, final: true}
start: here
verbs:
  leave:
    label: {en: "leaveEVIL", zh: 离开}
    help: {en: "helpEVIL", zh: 助}
    from: [here]
    to: gone
    ask: [badge]
"""
POLICY = """\
deadlines:
  badge:
    label: {en: "collectEVIL", zh: 收回}
    on: {kind: visitor}
    start: do:open
    limit: 1 hour
    until: state:gone
guards:
  badge:
    says: {en: "no badgeEVIL", zh: 无证}
    on: {kind: visitor, do: leave}
    require: [badge]
"""


@pytest.mark.slow
def test_no_field_reaches_the_terminal_raw_in_any_command_or_format(hostile):
    desk, customer, id_, visit = hostile
    commands = [
        ("ticket", "list", "--no-mask"), ("customer", "list", "--no-mask"), ("show", id_),
        ("show", customer), ("due", "--all", "--no-mask"), ("log", id_), ("diff", "HEAD~3"),
        ("visitor", "list"), ("why", id_), ("why", visit), ("policy",), ("staff", "list"),
        ("roster",), ("search", "lift", "--no-mask"), ("search", "purpose"),
        ("check",), ("phrase",), ("report",), ("audit",),
    ]  # fmt: skip
    later = "2026-03-03T12:00:00+08:00"
    found = {}
    for words in commands:
        for form in FORMATS:
            result = desk.run(*words, "--format", form, now=later)
            assert result.code in (0, 1), (words, form, result)
            found[words, form] = raw(result)
    assert {case: left for case, left in found.items() if left} == {}
    assert SHOWN in desk.ok("ticket", "list", "--format", "plain", "--no-mask")
    assert f'"title": "Lift{SHOWN}"' in desk.ok("show", id_, "--json")
    assert json.loads(desk.ok("show", id_, "--json"))["title"] == f"Lift{STORABLE}"


HELP = [
    "visitor --help",
    "visitor new --help",
    "visitor leave --help",
    "visitor list --help",
    "--help",
]


@pytest.mark.parametrize("words", HELP)
def test_the_help_of_a_desks_own_kinds_is_no_exception(hostile, words):
    desk = hostile[0]
    result = desk.run(*words.split())
    assert (result.code, raw(result)) == (0, [])


def test_the_help_shows_what_it_hides(hostile):
    assert f"purpose{SHOWN}" in hostile[0].ok("visitor", "new", "--help")


def test_forms_refusals_and_calendars_are_no_exception(hostile):
    desk, _customer, id_, visit = hostile
    for words in [
        ("ticket", "print", id_), ("ticket", "print", id_, "--html"),
        ("visitor", "leave", visit), ("visitor", "new"), ("due", "--all", "--format", "ics"),
        ("visitor", "leave", visit, "--badge", HOSTILE),
        ("ticket", "note", id_, "-m", "x", "--dry-run"),
        ("visitor", "set", visit, "--title", f"other{STORABLE}"),
        ("visitor", "leave", visit, "--json"),
    ]:  # fmt: skip
        assert raw(desk.run(*words)) == [], words
    refused = desk.run("visitor", "leave", visit)
    assert (refused.code, f"no badge{SHOWN}" in refused.err) == (3, True)


TYPED = [
    ("{evil}",), ("show", "{evil}"), ("ticket", "{evil}"), ("ticket", "list", "--{evil}"),
    ("ticket", "list", "--owner", "{evil}"), ("due", "--kind", "{evil}"), ("report", "{evil}"),
    ("policy", "show", "{evil}"), ("policy", "explain", "{evil}"), ("phrase", "show", "{evil}"),
    ("log", "{evil}"), ("diff", "{evil}"), ("check", "{evil}"), ("check", "--rev", "{evil}"),
    ("--format", "{evil}", "due"), ("--now", "{evil}", "due"), ("-C", "{evil}", "due"),
    ("--as", "{evil}", "due", "--mine"), ("--lang", "{evil}", "due"), ("when", "{evil}"),
    ("ticket", "new", "-F", "{evil}"), ("ticket", "new", "--json", "{evil}"),
    ("ticket", "new", "--title", "x", "--owner", "{evil}"), ("init", "{evil}", "--pack", "{evil}"),
    ("ticket", "new", "--title", "x{evil}"), ("ticket", "list", "--where", "{evil}=x"),
    ("completion", "{evil}"), ("roster", "--month", "{evil}"), ("duty", "done", "{evil}"),
]  # fmt: skip


@pytest.mark.parametrize("words", TYPED, ids=" ".join)
@pytest.mark.parametrize("form", ["plain", "json"])
def test_what_is_typed_comes_back_in_an_error_shown(desk, words, form):
    result = desk.run("--format", form, *(word.format(evil=HOSTILE) for word in words))
    assert raw(result) == [], words
    assert result.code in (2, 4), result
    assert "internal error" not in result.err


def test_the_name_of_a_file_is_shown(desk):
    name = f"T-260302-AAAAAA{HOSTILE.replace('/', '')}.md"
    desk.write(f"ticket/2026/03/02/{name}", "no record")
    desk.write(f"policy/{HOSTILE}.yaml", "x: [")
    for words in [("due",), ("ticket", "list"), ("check",), ("--json", "check"), ("doctor",)]:
        result = desk.run(*words)
        assert raw(result) == [], words
    assert "\\u001b]52;c;cm0=\\u0007" in desk.run("check").out


def test_what_git_says_is_shown(desk_in_git, tmp_path):
    """The other side of an exchange chooses its words."""
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", hub], check=True)
    hook = hub / "hooks/pre-receive"
    hook.write_bytes(
        b"#!/bin/sh\nprintf 'fatal: \\033[2J\\033]52;c;x\\007\\342\\200\\256evil\\n' >&2\nexit 1\n"
    )
    hook.chmod(0o755)
    desk_in_git.git("remote", "add", "origin", str(hub))
    result = desk_in_git.run("sync")
    assert result.code and raw(result) == [], result
    desk_in_git.git("config", "remote.origin.url", f"/nonexistent/{HOSTILE}")
    result = desk_in_git.run("sync")
    assert (result.code, raw(result)) == (6, [])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_offers_nothing_that_a_shell_would_run_or_a_terminal_obey(desk, shell):
    desk.write("people.yaml", desk.read("people.yaml").replace("王伟", f'"王{ESCAPED}伟"'))
    desk.write(
        "templates/kinds/visitor.yaml",
        VISITOR.replace("EVIL", "").replace(
            "choices: {a:", 'choices: {"b$(touch x)": {en: b, zh: 乙}, "c;id": {en: c, zh: 丙}, a:'
        ),
    )
    for line in ("cs visitor new --badge ", "cs ticket new --owner ", "cs visitor "):
        words = line.split(" ")
        asked = {
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
            "_CS_COMPLETE": f"{shell}_complete",
        }
        if shell == "fish":
            asked["COMP_CWORD"] = ""
        result = desk.run(**asked)
        assert raw(result) == []
        assert "$(" not in result.out and "c;id" not in result.out


@pytest.mark.slow
def test_on_a_real_terminal_only_our_own_colours_are_sent(hostile):
    desk, _customer, id_, _visit = hostile
    environment = {**desk.environment, "TERM": "xterm-256color", "CS_LANG": "en"}
    for words in (["due", "--all", "--no-mask"], ["show", id_], ["ticket", "show", "\x1b[2J"]):
        said = pexpect.run(
            " ".join([CS, "--now", "2026-03-03T12:00:00+08:00", *map(repr, words)]),
            cwd=str(desk.root), env=environment, timeout=30,
        ).decode()  # fmt: skip
        said = re.sub("\x1b\\[[0-9;]*m", "", said.replace("\r\n", "\n"))
        assert RAW.findall(said) == [], words


def test_bytes_that_are_no_text_are_shown_too(desk):
    """A file name and an argument in another encoding arrive as lone surrogates."""
    (desk.root / "ticket").mkdir()
    Path(os.fsdecode(os.fsencode(desk.root) + b"/ticket/\xff\xfe.md")).write_bytes(b"x")
    for words in [
        ("due",),
        ("check",),
        ("--json", "check"),
        ("show", "\udcff"),
        ("customer", "show", "\udcff"),
        ("\udcff",),
    ]:
        result = desk.run(*words)
        assert raw(result) == [] and "internal error" not in result.err, words
    assert "\\udcff" in desk.run("check").out
