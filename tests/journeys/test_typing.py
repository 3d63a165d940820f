"""Typed by hand: the editor, questions on a terminal, completion, help, Chinese words."""

import os
import signal
import sys
from pathlib import Path

import pexpect
import pytest
from clerk import packs

from cs_cli.render.width import width

CS = str(Path(sys.executable).with_name("cs"))


def editor(desk, script):
    """A program that stands in for somebody writing in the editor."""
    path = desk.home / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return {"EDITOR": str(path)}


def test_a_record_written_in_the_editor(desk):
    """The draft has every field; what is given already stands in it."""
    given = editor(
        desk,
        f"""cp "$1" {desk.home}/draft
        sed -i 's/^# severity:.*/severity: 重大/; s/^title:.*/title: Lift stopped/' "$1"
        echo 'Between 3 and 4' >> "$1" """,
    )
    id_ = desk.new("ticket", "--title", "Lift", "--edit", **given)
    shown = desk.json("show", id_)
    assert (shown["title"], shown["severity"]) == ("Lift stopped", "major")
    assert "Between 3 and 4" in shown["body"]
    draft = (desk.home / "draft").read_text()
    assert 'title: "Lift"  # title*' in draft
    assert "# severity:   # severity [minor, normal, major]" in draft


def test_an_editor_left_without_writing_saves_nothing(desk):
    result = desk.run("ticket", "new", "--edit", **editor(desk, "exit 0"))
    assert (result.code, result.out) == (2, "")
    assert desk.json("ticket", "list") == []


@pytest.mark.parametrize("program", ["false", "/nonexistent"])
def test_an_editor_that_fails_is_told(desk, program):
    result = desk.run("ticket", "new", "--edit", EDITOR=program)
    assert (result.code, program in result.err) == (2, True)


@pytest.mark.parametrize("wrong", ["title: [a", "severity: huge", "titel: x"])
def test_a_draft_that_is_refused_is_kept_and_can_be_gone_on_with(desk, wrong):
    sed = f"sed -i 's/^title:.*/{wrong}/' \"$1\"; echo 'a long story' >> \"$1\""
    result = desk.run("ticket", "new", "--title", "x", "--edit", **editor(desk, sed))
    assert result.code in (2, 3, 5)
    (kept,) = (desk.root / ".cs").glob("draft-*")
    assert f"cs ticket new --edit -F {kept}" in result.err
    mended = editor(desk, f"sed -i 's/^{wrong.replace('[', '.')}.*/title: y/' \"$1\"")
    id_ = desk.new("ticket", "--edit", "-F", str(kept), **mended)
    shown = desk.json("show", id_)
    assert (shown["title"], shown["body"].strip()) == ("y", "a long story")


def terminal(desk, *words, **more):
    """cs at a terminal of its own."""
    env = {**desk.environment, "CS_LANG": "en", "CS_AS": "li.na", "LANG": "C.UTF-8", **more}
    return pexpect.spawn(
        CS, [*words], cwd=str(desk.root), env=env, encoding="utf-8", timeout=20,
        # What a shell starts with & ignores Ctrl-C, and so would all that it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


@pytest.mark.slow
def test_on_a_terminal_what_is_missing_is_asked_for(desk):
    typist = terminal(desk, "ticket", "new", "--severity", "major")
    typist.expect("title")
    typist.sendline("Lift stopped")
    typist.expect("T-[0-9]{6}-[0-9A-Z]{6}")
    typist.expect(pexpect.EOF)
    id_ = desk.json("ticket", "list")[0]["id"]
    typist = terminal(desk, "ticket", "void", id_)
    typist.expect("reason")
    typist.sendline("typed twice")
    typist.expect("void")
    typist.expect(pexpect.EOF)
    shown = desk.json("show", id_)
    assert (shown["title"], shown["log"][-1]["note"]) == ("Lift stopped", "typed twice")


@pytest.mark.slow
def test_who_does_not_want_to_be_asked_is_not(desk):
    for words, more in ((["--no-input"], {}), ([], {"CS_NO_INPUT": "1"})):
        typist = terminal(desk, "ticket", "new", *words, **more)
        typist.expect("still needed: --title")
        typist.expect(pexpect.EOF)
        typist.close()
        assert typist.exitstatus == 2
    # Nor is a pipe.
    result = desk.run("ticket", "new", stdin="Lift\n")
    assert (result.code, desk.json("ticket", "list")) == (2, [])


@pytest.mark.slow
def test_broken_off_at_a_question_nothing_is_changed(desk):
    typist = terminal(desk, "ticket", "new")
    typist.expect("title")
    # Once more where the first came before the question was waiting for an answer.
    for _try in range(20):
        typist.sendcontrol("c")
        if typist.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=1) == 0:
            break
    typist.close()
    # Another one while Python already ends ends it by the signal, which a shell calls 130 too.
    assert typist.exitstatus == 130 or typist.signalstatus == signal.SIGINT
    assert desk.json("ticket", "list") == []


@pytest.mark.slow
def test_on_a_terminal_lists_are_tables_and_an_empty_one_says_so(desk):
    packs(desk, "base")
    typist = terminal(desk, "due", CS_NOW="2026-03-02T10:00:00+08:00")
    typist.expect("nothing is overdue")
    typist.expect(pexpect.EOF)
    desk.new("ticket", "--title", "Lift", "--promised-at", "2026-03-02T10:00:00+08:00")
    typist = terminal(desk, "due", CS_NOW="2026-03-02T10:01:00+08:00")
    typist.expect("-----")
    typist.expect("\x1b\\[")  # late ones in colour
    typist.expect("overdue 1m")
    typist.expect(pexpect.EOF)
    typist = terminal(desk, "due", CS_NOW="2026-03-02T10:01:00+08:00", NO_COLOR="1")
    typist.expect(pexpect.EOF)
    assert "\x1b[" not in typist.before


def completed(desk, *words, now=None, **more):
    """What bash is offered for the last word."""
    line = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    result = desk.run(now=None, as_=None, lang=None, _CS_COMPLETE="bash_complete", **line, **more)
    assert (result.code, result.err) == (0, "")
    return [item.removeprefix("plain,") for item in result.out.splitlines()]


@pytest.mark.parametrize(
    ("words", "offered", "not_offered"),
    [
        ("cs tick", {"ticket"}, {"due"}),
        ("cs ", {"ticket", "due", "handover", "policy"}, {"order"}),
        ("cs ticket re", {"reply", "resolve", "reopen"}, {"new"}),
        ("cs ticket new --sev", {"--severity"}, {"--title"}),
        ("cs ticket new --severity ", {"minor", "normal", "major"}, set()),
        ("cs ticket new --severity 重", {"重大"}, {"major", "轻微"}),
        ("cs ticket new --type re", {"repair", "return"}, {"complaint"}),
        ("cs ticket new --type 投", {"投诉"}, {"complaint"}),
        ("cs ticket assign X --owner w", {"wang.wei", "wu.gang"}, {"li.na"}),
        ("cs ticket assign X --owner 王", {"王伟"}, {"李娜"}),
        ("cs ticket list --status pend", {"pending"}, {"open"}),
        ("cs handover new --shift ", {"day", "night"}, set()),
        ("cs due --owner li", {"li.na"}, {"wang.wei"}),
        ("cs sea", {"search"}, {"ticket"}),
        ("cs 搜", {"搜索"}, {"search"}),
        ("cs search x --", {"--kind", "--no-mask"}, {"--open"}),
        ("cs search x --kind ti", {"ticket"}, {"callback"}),
        ("cs search x --kind 工", {"工单"}, {"ticket"}),
        ("cs search x --type 投", {"投诉"}, {"complaint"}),
        ("cs search x --status pend", {"pending"}, {"open"}),
        ("cs search x --owner 王", {"王伟"}, {"李娜"}),
        ("cs due --wi", {"--within"}, {"--owner"}),
        ("cs --l", {"--lang"}, set()),
        ("cs --lang zh ticket show T-", {"{id}"}, set()),
        ("cs ticket show {tail}", {"{id}"}, set()),
        ("cs callback show T-", set(), {"{id}"}),
        ("cs 工", {"工单"}, {"ticket"}),
        ("cs 工单 新", {"新建"}, {"new"}),
        ("cs 工单 新建 --严", {"--严重程度"}, {"--标题"}),
    ],
)  # fmt: skip
def test_completion(desk, words, offered, not_offered):
    id_ = desk.new("ticket", "--title", "Lift")
    parts = words.format(id=id_, tail=id_[-4:]).split(" ")
    found = completed(desk, *parts)
    wanted, unwanted = ({w.format(id=id_) for w in s} for s in (offered, not_offered))
    assert wanted <= set(found)
    assert not unwanted & set(found)


def test_ids_are_offered_with_their_titles_where_the_shell_can_show_them(desk):
    id_ = desk.new("ticket", "--title", "Lift stopped")
    line = {"_CS_COMPLETE": "zsh_complete", "COMP_WORDS": "cs show T", "COMP_CWORD": "2"}
    out = desk.run(now=None, as_=None, lang=None, **line).out
    assert out == f"plain\n{id_}\nLift stopped\n"


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        ("cs --as li.na ticket assi", "assi", ["assign"]),
        ("cs ticket assign X --owner", "", ["li.na", "wang.wei"]),
        ("cs 工单 新", "新", ["新建"]),
        ("cs due --lang", "", []),
    ],
)
def test_fish_asks_in_its_own_way(desk, words, begun, offered):
    line = {"_CS_COMPLETE": "fish_complete", "COMP_WORDS": words, "COMP_CWORD": begun}
    result = desk.run(now=None, as_=None, lang=None, **line)
    assert (result.code, result.err) == (0, "")
    found = [item.split(",")[1].split("\t")[0] for item in result.out.splitlines()]
    assert found[: len(offered)] == offered
    assert bool(found) == bool(offered)


def test_the_value_of_a_common_option_is_nothing_to_complain_about(desk):
    assert completed(desk, "cs", "due", "--lang", "") == []
    assert completed(desk, "cs", "--as", "li") == []


VERBS = """\
kinds:
  ticket/complaint:
    verbs:
      ask: {label: {en: ask, zh: 问清}, to: pending}
      ask-again: {label: {en: ask once more, zh: 再问}}
  ticket/repair:
    verbs:
      ask: {label: {en: ask, zh: 问清}, help: {en: ask the fitter, zh: 询问师傅}}
      knock: {label: {en: knock, zh: 敲门}}
"""


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", {"ask": "→ pending; ask the fitter (complaint, repair)", "knock": "(repair)",
                "ask-again": "ask once more (complaint)", "close": "→ closed", "note": ""}),
        ("zh", {"ask": "→ 待处理; 询问师傅 (投诉, 报修)", "knock": "(报修)",
                "ask-again": "(投诉)", "close": "→ 已关闭", "note": ""}),
    ],
)  # fmt: skip
def test_a_verb_is_explained_by_where_it_leads_and_never_by_its_own_name(desk, lang, expected):
    packs(desk, "base")
    desk.write("policy/verbs.yaml", VERBS)
    lines = desk.ok("ticket", "--help", lang=lang).splitlines()
    rows = {}
    for at, line in enumerate(lines):
        name, _comma, rest = line.strip().partition(", ")
        if name in expected and line.startswith("  "):
            more = lines[at + 1].strip() if lines[at + 1].startswith(" " * 10) else ""
            rows[name] = f"{rest.partition(' ')[2].strip()} {more}".strip()
    shape = str.maketrans("（）；", "();", " ")  # a line may be broken at any blank
    wanted = {name: text.translate(shape) for name, text in expected.items()}
    assert {name: text.translate(shape) for name, text in rows.items()} == wanted


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell(desk, shell):
    out = desk.ok("completion", shell, cwd=desk.home)
    assert "_CS_COMPLETE" in out
    if shell == "bash":
        assert os.system(f"bash -n <<'EOF'\n{out}\nEOF\n") == 0


@pytest.mark.parametrize(
    "words",
    ["", "ticket", "ticket new", "due", "policy", "leave approve", "when"],
)
def test_help_is_in_both_languages_and_fits_a_page(desk, words):
    line = [*words.split(), "--help"]
    english, chinese = desk.ok(*line), desk.ok(*line, lang="zh")
    assert "cs" in english.splitlines()[0]
    assert english != chinese
    assert max(width(line) for line in (english + chinese).splitlines()) <= 100


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (
            "工单 列表 --状态 已登记 --排序 标题 --条数 1",
            "ticket list --status open --sort title --limit 1",
        ),
        ("工单 列表 --条件 严重程度=重大", "ticket list --where severity=major"),
        ("到期 --全部 --种类 工单", "due --all --kind ticket"),
        ("到期 --我的 --之内 4小时", "due --mine --within 4h"),
        ("到期 --部门 service --格式 json", "due --team service --format json"),
        ("制度 列表", "policy list"),
        ("制度 解释 TKT-07", "policy explain TKT-07"),
        ("职责 列表", "duty list"),
    ],
)  # fmt: skip
def test_fixed_commands_and_their_options_have_chinese_words_too(desk, words, same):
    desk.new("ticket", "--title", "b", "--severity", "major", "--promised-at", "2026-03-02 11:00")
    desk.new("ticket", "--title", "a")
    assert desk.ok(*words.split()) == desk.ok(*same.split())
    assert desk.ok(*same.split()) != ""
