"""``cs check``: everything that is wrong, all at once, with file, line, rule and hint."""

import os
import re
import shutil

import pytest

from cs_cli.store import definitions

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
The lift stopped between floors 3 and 4.
"""
CUSTOMER = """\
---
id: C-260302-7K3FQM
kind: customer
name: Mrs Wang
status: active
opened_at: 2026-03-02T09:00:00+08:00
log:
  - {at: 2026-03-02T09:00:00+08:00, by: li.na, do: open}
---
"""
PLACE = "ticket/2026/03/02/T-260302-7K3FQM.md"


def said(problem: dict) -> tuple:
    return problem["path"], problem["line"], problem["rule"]


def test_a_desk_that_is_in_order_prints_nothing(desk) -> None:
    desk.write(PLACE, TICKET)
    assert desk.ok("check") == ""
    assert desk.json("check") == []
    assert desk.ok("--format", "jsonl", "check") == ""
    assert desk.ok("--format", "table", "check") == "records checked: 1; nothing is wrong\n"


def test_what_cs_writes_it_finds_in_order(desk) -> None:
    customer = desk.new("customer", "--name", "Mrs Wang", "--phone", "+86 138 0000 1111")
    ticket = desk.new("ticket", "--type", "complaint", "--title", "Lift stopped",
                      "--customer", customer, "--severity", "重大", "-m", "电梯困人")  # fmt: skip
    desk.ok("ticket", "assign", ticket, "--owner", "王伟")
    desk.ok("ticket", "promise", ticket, "--promised-at", "2026-03-02 18:00")
    desk.ok("ticket", "set", ticket, "--promised-at", "")
    desk.ok("ticket", "wait", ticket, "--recheck-at", "2026-03-03 09:00", "--reason", "the part")
    desk.ok("ticket", "resume", ticket)
    desk.ok("ticket", "resolve", ticket, "--result", "mended")
    desk.ok("customer", "void", customer, "-m", "she wrote in twice")
    problems = desk.json("check", code=1)
    assert {(p["path"], p["message"]) for p in problems} == {
        (desk.path(id_), f"{customer} is void")
        for id_ in (ticket, *(r["id"] for r in desk.json("callback", "list")))
    }


def test_all_problems_are_told_at_once_one_a_line_with_line_rule_and_hint(desk) -> None:
    text = TICKET.replace("status: open", "status: closed\nowner: lina\nseverty: major")
    desk.write(PLACE, text.replace("title: Lift stopped\n", ""))
    result = desk.run("check")
    assert (result.code, result.err) == (1, "")
    assert result.out.splitlines() == [
        f"{PLACE}:2: title (title) is missing (required)",
        f"{PLACE}:4: status is closed, but the log leads to open (status)"
        " - entry 1 of the log, open at 2026-03-02T09:14:05+08:00, leads to open",
        f"{PLACE}:5: there is nobody called lina (people) - did you mean li.na?",
        f"{PLACE}:6: severty is not a field of ticket (unknown-keys) - did you mean severity?",
    ]


def test_json_is_a_list_of_objects_with_always_the_same_keys(desk) -> None:
    desk.write(PLACE, "no front matter\n")
    (problem,) = desk.json("check", code=1)
    assert problem == {
        "path": PLACE,
        "line": 1,
        "message": "the file does not begin with front matter",
        "rule": "readable",
        "hint": "begin the file with a line of exactly '---'",
        "events": [],
    }


def test_csv_has_the_same_columns(desk) -> None:
    desk.write(PLACE, "")
    lines = desk.run("--format", "csv", "check").out.split("\r\n")
    assert lines[0] == "path,line,message,rule,hint"
    assert lines[1] == f"{PLACE},1,the file is empty,readable,take it from git again"


def test_it_speaks_chinese(desk) -> None:
    desk.write(PLACE, TICKET.replace("by: li.na", "by: li.ma"))
    result = desk.run("检查", lang="zh")
    assert (result.code, result.out) == (
        1,
        f"{PLACE}:9: 没有叫 li.ma 的人 (people) - 您是不是想写 li.na？\n",
    )


def test_one_broken_record_does_not_hide_another(desk) -> None:
    other = PLACE.replace("7K3FQM", "7K3FQN")
    desk.write(PLACE, b"\xff\xfe\x00binary")
    desk.write(other, TICKET.replace("7K3FQM", "7K3FQN").replace("li.na", "nobody"))
    assert [said(p) for p in desk.json("check", code=1)] == [
        (PLACE, 1, "readable"),
        (other, 9, "people"),
    ]


@pytest.mark.parametrize("kind", ["[ticket]", "{a: b}", "", '""', "ticket"])
@pytest.mark.parametrize("type_", ["[a]", "{a: b}", "a", ""])
@pytest.mark.parametrize("log", ["[]", "{a: b}", "x", "[[]]", "[{at: [], by: {}, do: }]",
    "[{at: 0001-01-01T00:00:00+14:00, by: x, do: open, was: [], note: {}}]",
    "[{at: 9999-12-31T23:59:59-12:00, by: li.na, do: open, about: {}, owner: [{a: [b]}]}]",
])  # fmt: skip
def test_no_file_makes_it_fall(desk, kind, type_, log) -> None:
    text = f"id: T-260302-7K3FQM\nkind: {kind}\ntype: {type_}\nstatus: {kind}\nabout: {log}\n"
    desk.write(PLACE, f"---\n{text}opened_at: {type_}\nlog: {log}\n---\n")
    assert desk.run("check").code == 1


def test_odd_files_are_named(desk, tmp_path) -> None:
    record = desk.write(PLACE, TICKET)
    folder = record.parent
    (folder / "T-260302-7K3FQP.md").symlink_to("/etc/passwd")
    (folder / "t-260302-7k3fqm.md").write_text(TICKET)
    (folder / "T-260302-7K3FQM.md.orig").write_text(TICKET)
    (folder / ".T-260302-7K3FQM.md.4194303-0a1b2c3d.tmp").write_text("half")
    os.mkfifo(folder / "T-260302-7K3FQS.md")
    desk.write("tickets/2026/03/02/T-260302-7K3FQM.md", TICKET)
    desk.write("roster/march.yaml", "")
    desk.write("policy/old.yaml.bak", "")
    desk.write("README.md", "# Our desk\n")
    desk.write(".hidden/T-260302-7K3FQM.md", TICKET)
    names = [p["path"] for p in desk.json("check", code=1) if p["rule"] == "names"]
    day = "ticket/2026/03/02/"
    assert names == [
        "policy/old.yaml.bak",
        "roster/march.yaml",
        f"{day}.T-260302-7K3FQM.md.4194303-0a1b2c3d.tmp",
        f"{day}T-260302-7K3FQM.md.orig",
        f"{day}T-260302-7K3FQP.md",
        f"{day}T-260302-7K3FQS.md",
        f"{day}t-260302-7k3fqm.md",
        "tickets/2026/03/02/T-260302-7K3FQM.md",
    ]


def test_a_name_that_plays_with_the_terminal_is_shown_harmless(desk) -> None:
    desk.write("ticket/2026/03/02/\x1b]52;c;eA==\x07\n\u202e.md", "x")
    result = desk.run("check")
    assert result.code == 1
    lines = result.out.splitlines()
    assert [line.partition("(")[2].partition(")")[0] for line in lines] == ["names", "readable"]
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", "".join(lines))


def test_a_link_instead_of_a_folder_is_named_and_not_followed(desk, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere/2026/03/02"
    elsewhere.mkdir(parents=True)
    (elsewhere / "T-260302-7K3FQM.md").write_text("not for us")
    (desk.root / "ticket").symlink_to(tmp_path / "elsewhere")
    assert [said(p) for p in desk.json("check", code=1)] == [("ticket", None, "names")]


def test_paths_limit_what_is_checked(desk) -> None:
    for day in ("02", "03"):
        id_ = f"T-2603{day}-7K3FQM"
        desk.write(f"ticket/2026/03/{day}/{id_}.md", TICKET.replace("li.na", "nobody"))
    desk.write("roster/2026-04.yaml", "2026-04-01: {day: [nobody]}\n")
    assert {p["path"] for p in desk.json("check", "ticket/2026/03/02", code=1)} == {PLACE}
    assert {p["path"] for p in desk.json("check", PLACE, "roster", code=1)} == {
        PLACE,
        "roster/2026-04.yaml",
    }
    assert desk.json("check", "cs.yaml") == []


def test_paths_are_seen_from_where_one_stands(desk, tmp_path) -> None:
    folder = desk.write(PLACE, TICKET.replace("li.na", "nobody")).parent
    link = tmp_path / "link"
    link.symlink_to(folder)
    for words, where in (
        (["T-260302-7K3FQM.md"], folder),
        (["."], folder),
        (["../02/"], folder),
        ([str(folder)], tmp_path),
        ([".."], folder),
        (["."], link),
        ([PLACE], folder),
    ):
        where_ = {"CS_DESK": str(desk.root)} if where == tmp_path else {}
        found = desk.json("check", *words, cwd=where, code=1, **where_)
        assert {p["path"] for p in found} == {PLACE}, words


@pytest.mark.parametrize("name", ["-rf.md", "two words.md", "客户陈述.md", "--help.md", "a\nb.md"])
def test_odd_names_are_taken_as_they_are(desk, name) -> None:
    path = f"ticket/2026/03/02/{name}"
    desk.write(path, "x")
    found = desk.json("check", "--", name, cwd=desk.root / "ticket/2026/03/02", code=1)
    assert {p["path"] for p in found} == {path}


def test_paths_may_come_from_another_program(desk) -> None:
    desk.write(PLACE, TICKET.replace("li.na", "nobody"))
    assert desk.json("check", "-", stdin=f"{PLACE}\nroster\n", code=1)
    assert desk.json("check", "-", stdin="roster\n") == []
    assert desk.json("check", "-", stdin="") == []


def test_a_path_that_is_not_there_and_one_outside_the_desk(desk, tmp_path) -> None:
    missing = desk.run("check", "tikcet")
    assert (missing.code, missing.out) == (4, "")
    assert "there is no tikcet" in missing.err
    outside = desk.run("check", str(tmp_path / "home"))
    assert (outside.code, outside.out) == (2, "")


def test_a_broken_policy_ends_with_5_and_tells_all_of_it_and_of_the_records(desk) -> None:
    desk.write("policy/a.yaml", "guards:\n  one:\n    on: {kind: tikcet}\n    says: x\n  two: 3\n")
    desk.write("policy/b.yaml", "deadlnes: {}\n")
    desk.write("policy/c.yaml", "guards: [\n")
    desk.write(PLACE, TICKET.replace("id: T-260302-7K3FQM", "id: T-260302-7K3FQN"))
    desk.write(PLACE.replace("FQM", "FQP"), "")
    problems = desk.json("check", code=5)
    assert {(p["path"], p["rule"]) for p in problems} == {
        ("policy/a.yaml", "policy"),
        ("policy/b.yaml", "policy"),
        ("policy/c.yaml", "readable"),
        (PLACE, "place"),
        (PLACE.replace("FQM", "FQP"), "readable"),
    }


def test_every_row_of_a_policy_that_is_wrong_is_told(desk) -> None:
    desk.write(
        "policy/own.yaml",
        """\
guards:
  one:
    on: {kind: ticket}
    says: only English
  fine:
    on: {kind: ticket, do: close}
    require: owner
    says: {en: name the owner, zh: 请填写经办人}
  two:
    on: {kind: ticket}
    reqiure: owner
    says: {en: no, zh: 不}
deadlines:
  three:
    on: {kind: ticket}
    label: {en: x, zh: 某}
    limit: soon
""",
    )
    lines = [p["line"] for p in desk.json("check", code=5)]
    assert lines == [4, 11, 17]


def test_every_hour_of_a_calendar_that_is_wrong_is_told(desk) -> None:
    desk.write(
        "calendar.yaml",
        """\
zone: Asia/Shanghai
hours:
  mon: [08:30-12:00, 25:00-26:00, 13:30-18:61]
  teu: []
closed: [2026-02-30, 2026-12-31, soon]
""",
    )
    assert [(p["line"], p["rule"]) for p in desk.json("check", code=5)] == [
        (3, "calendar"),
        (3, "calendar"),
        (4, "calendar"),
        (5, "calendar"),
        (5, "calendar"),
    ]


def test_people_who_are_wrong_are_all_told_and_end_with_1(desk) -> None:
    desk.write(
        "people.yaml",
        "- {id: a, name: A, roles: [clark], reports_to: c}\n- {id: b, roles: [clerk]}\n",
    )
    desk.write("roster/2026-03.yaml", "2026-03-02: {day: [a, b]}\n")
    found = [(p["path"], p["line"]) for p in desk.json("check", code=1)]
    assert found == [("people.yaml", 1), ("people.yaml", 1), ("people.yaml", 2)]


@pytest.mark.parametrize("file", ["cs.yaml", "people.yaml", "calendar.yaml", "roster/2026-03.yaml",
                                  "policy/x.yaml"])  # fmt: skip
@pytest.mark.parametrize("text", [
    "", "[]", "x", "a: {b: [c", "[[a], {b: c}]", "- a\n- b", "\x00", "packs: {a: b}",
    "? [a]\n: b", "hours: 3\nzone: [a]",
])  # fmt: skip
def test_no_setting_makes_it_fall(desk, file, text) -> None:
    desk.write(file, text)
    assert desk.run("check").code in (0, 1, 5)


def test_missing_settings_are_named(desk) -> None:
    (desk.root / "people.yaml").unlink()
    (desk.root / "calendar.yaml").unlink()
    found = [(p["path"], p["message"]) for p in desk.json("check", code=5)]
    assert found == [
        ("calendar.yaml", "the file is missing"),
        ("people.yaml", "the file is missing"),
    ]


def test_staged_looks_at_what_is_staged_and_at_nothing_else(desk_in_git) -> None:
    desk = desk_in_git
    desk.write(PLACE, TICKET.replace("li.na", "nobody"))
    desk.git("add", ".")
    desk.write(PLACE, TICKET)
    desk.write(PLACE.replace("FQM", "FQN"), "not staged")
    assert [said(p) for p in desk.json("check", "--staged", code=1)] == [(PLACE, 9, "people")]
    assert [said(p)[2] for p in desk.json("check", code=1)] == ["readable"]
    desk.git("add", PLACE)
    assert desk.json("check", "--staged") == []
    assert desk.git("status", "--porcelain") == (f"A  {PLACE}\n?? {PLACE.replace('FQM', 'FQN')}\n")


def test_staged_settings_count_and_not_those_in_the_folder(desk_in_git) -> None:
    desk = desk_in_git
    desk.write(PLACE, TICKET.replace("li.na", "zhou.jie"))
    desk.write("people.yaml", desk.read("people.yaml") + "- {id: zhou.jie, name: 周杰}\n")
    desk.git("add", "ticket")
    assert [said(p)[2] for p in desk.json("check", "--staged", code=1)] == ["people"]
    desk.git("add", "people.yaml")
    assert desk.json("check", "--staged") == []
    desk.write("cs.yaml", "packs: [XYZ]\nstarted: 2026-03-01\n")
    assert desk.json("check", "--staged") == []
    desk.git("add", "cs.yaml")
    assert [said(p) for p in desk.json("check", "--staged", code=5)] == [("cs.yaml", 1, "policy")]


def test_a_staged_reference_must_be_staged_or_committed_too(desk_in_git) -> None:
    desk = desk_in_git
    desk.write("customer/2026/03/02/C-260302-7K3FQM.md", CUSTOMER)
    desk.write(PLACE, TICKET.replace("status: open", "status: open\ncustomer: C-260302-7K3FQM"))
    desk.git("add", "ticket")
    assert [said(p) for p in desk.json("check", "--staged", code=1)] == [(PLACE, 6, "references")]
    desk.git("add", "customer")
    assert desk.json("check", "--staged") == []


def test_a_hook_sees_the_index_of_its_commit(desk_in_git) -> None:
    desk = desk_in_git
    desk.write(PLACE, TICKET.replace("li.na", "nobody"))
    other = shutil.copy(desk.root / ".git/index", desk.root / ".git/next-index-1.lock")
    desk.git("add", PLACE, GIT_INDEX_FILE=str(other))
    assert desk.json("check", "--staged") == []
    assert desk.json("check", "--staged", code=1, GIT_INDEX_FILE=".git/next-index-1.lock")
    assert desk.json("check", "--staged", GIT_INDEX_FILE="/nonexistent/index") == []


def test_odd_files_that_are_staged_are_named(desk_in_git) -> None:
    desk = desk_in_git
    folder = desk.write(PLACE, TICKET).parent
    (folder / "T-260302-7K3FQP.md").symlink_to("/etc/passwd")
    (folder / "a\nb.md").write_text("x")
    desk.git("add", ".")
    found = desk.json("check", "--staged", code=1)
    assert [(p["path"].rpartition("/")[2], p["rule"]) for p in found] == [
        ("T-260302-7K3FQP.md", "names"),
        ("a\nb.md", "names"),
    ]


def test_a_record_that_git_has_not_merged_is_named(desk_in_git) -> None:
    desk = desk_in_git
    desk.write(PLACE, TICKET)
    desk.git("add", ".")
    desk.git("commit", "-qm", "one")
    desk.git("switch", "-qc", "other")
    desk.write(PLACE, TICKET.replace("Lift", "Elevator"))
    desk.git("commit", "-qam", "two")
    desk.git("switch", "-q", "main")
    desk.write(PLACE, TICKET.replace("Lift", "Paternoster"))
    desk.git("commit", "-qam", "three")
    with pytest.raises(Exception, match="merge"):
        desk.git("merge", "-q", "other")
    assert [said(p) for p in desk.json("check", "--staged", code=1)] == [(PLACE, None, "names")]
    assert [said(p) for p in desk.json("check", code=1)] == [(PLACE, 4, "readable")]


def test_history_may_only_grow(desk_in_git) -> None:
    desk = desk_in_git
    note = "  - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: note, note: rang twice}\n"
    told = TICKET.replace("    do: open\n", f"    do: open\n{note}")
    desk.write(PLACE, told)
    desk.git("add", ".")
    desk.git("commit", "-qm", "one")
    desk.write(PLACE, told.replace("rang twice", "rang once"))
    desk.git("commit", "-qam", "two")
    assert desk.json("check") == []
    assert [said(p) for p in desk.json("check", "--rev", "HEAD~1..HEAD", code=1)] == [
        (PLACE, 11, "append-only")
    ]
    assert desk.json("check", "--rev", "HEAD~1", code=1)
    assert desk.json("check", "--rev", "HEAD~2..HEAD~1") == []
    desk.write(PLACE, TICKET)
    desk.git("add", ".")
    (problem,) = desk.json("check", "--staged", code=1)
    assert problem["message"] == (
        "the event note by li.na at 2026-03-02T09:20:00+08:00 is gone from the log"
    )


def test_a_deleted_record_is_a_problem_and_a_moved_one_is_not(desk_in_git) -> None:
    desk = desk_in_git
    wrong = "ticket/2026/03/01/T-260302-7K3FQM.md"
    desk.write(wrong, TICKET)
    desk.git("add", ".")
    desk.git("commit", "-qm", "one")
    desk.write(PLACE, TICKET)
    (desk.root / wrong).unlink()
    desk.git("add", ".")
    assert desk.json("check", "--staged") == []
    desk.git("commit", "-qm", "two")
    (desk.root / PLACE).unlink()
    desk.git("commit", "-qam", "three")
    assert [said(p) for p in desk.json("check", "--rev", "HEAD~1..", code=1)] == [
        (PLACE, None, "append-only")
    ]


def test_a_range_is_checked_as_of_its_end(desk_in_git) -> None:
    desk = desk_in_git
    desk.write(PLACE, TICKET.replace("li.na", "nobody"))
    desk.git("add", ".")
    desk.git("commit", "-qm", "one")
    desk.write(PLACE, TICKET)
    assert [said(p)[2] for p in desk.json("check", "--rev", "HEAD~1..HEAD", code=1)] == ["people"]
    assert desk.json("check") == []
    assert desk.json("check", "--rev", "HEAD..HEAD") == []
    assert desk.json("check", "--rev", "HEAD~1..HEAD", "roster") == []


@pytest.mark.parametrize("revision", ["nowhere", "HEAD..nowhere", "nowhere...HEAD"])
def test_a_revision_that_git_does_not_know_is_not_found(desk_in_git, revision) -> None:
    result = desk_in_git.run("check", "--rev", revision)
    assert (result.code, result.out) == (4, "")
    assert "nowhere" in result.err


@pytest.mark.parametrize("revision", ["--output=x", "-x", "HEAD:x", "a b", "$(id)", "..--all"])
def test_a_revision_is_no_option(desk_in_git, revision) -> None:
    result = desk_in_git.run("check", f"--rev={revision}")
    assert (result.code, result.out) == (2, "")
    assert not (desk_in_git.root / "x").exists()


def test_outside_git_there_is_nothing_staged(desk) -> None:
    for words in (["--staged"], ["--rev", "HEAD"]):
        result = desk.run("check", *words)
        assert (result.code, result.out) == (4, "")
        assert "no git repository" in result.err


def test_staged_and_a_range_exclude_each_other(desk_in_git) -> None:
    assert desk_in_git.run("check", "--staged", "--rev", "HEAD").code == 2


def test_a_desk_within_a_repository_is_checked_alone(desk_in_git) -> None:
    desk = desk_in_git
    for path in ("cs.yaml", "people.yaml", "calendar.yaml", "roster/2026-03.yaml"):
        desk.write(f"records/{path}", desk.read(path))
    desk.write(f"records/{PLACE}", TICKET.replace("li.na", "nobody"))
    desk.git("add", ".")
    inner = desk.root / "records"
    assert desk.json("check") == []
    assert desk.json("check", "--staged") == []
    assert [said(p) for p in desk.json("check", cwd=inner, code=1)] == [(PLACE, 9, "people")]
    found = desk.json("check", "--staged", cwd=inner, code=1)
    assert [said(p) for p in found] == [(PLACE, 9, "people")]


def test_nothing_is_written(desk) -> None:
    desk.write(PLACE, "")
    before = sorted(desk.root.rglob("*"))
    desk.run("check")
    assert sorted(desk.root.rglob("*")) == before


def test_what_a_record_names_is_found_though_it_is_not_checked_itself(desk) -> None:
    place = "customer/2026/03/02/C-260302-7K3FQM.md"
    desk.write(PLACE, TICKET.replace("status: open", "status: open\ncustomer: C-260302-7K3FQM"))
    void = "  - {at: 2026-03-02T09:30:00+08:00, by: li.na, do: void, note: twice}\n---\n"
    gone = CUSTOMER.replace("active", "void").removesuffix("---\n") + void
    for text, wrong in ((None, 1), (CUSTOMER, 0), (gone, 1), ("broken", 0)):
        if text is not None:
            desk.write(place, text)
        assert len(desk.json("check", "ticket", code=wrong)) == wrong, text


def test_an_id_of_another_kind_is_no_id_of_this_one(desk) -> None:
    path = "customer/2026/03/02/T-260302-7K3FQM.md"
    desk.write(path, CUSTOMER.replace("C-260302", "T-260302"))
    (problem,) = desk.json("check", code=1)
    assert said(problem) == (path, 2, "place")
    assert problem["message"] == "the id of a customer begins with C-"


def test_a_misspelt_key_in_a_list_is_told_with_its_line(desk) -> None:
    text = TICKET.replace("T-260302", "B-260302").replace("kind: ticket", "kind: callback")
    text = text.replace("status: open", "status: planned")
    text = text.replace(
        "log:",
        """attempts:
  - at: 2026-03-02T09:30:00+08:00
    by: li.na
    outcom: engaged
log:""",
    )
    path = "callback/2026/03/02/B-260302-7K3FQM.md"
    desk.write(path, text)
    (problem,) = desk.json("check", code=1)
    assert said(problem) == (path, 10, "unknown-keys")
    assert problem["hint"] == "did you mean outcome?"


def test_a_broken_pack_of_the_desk_ends_with_5(desk) -> None:
    desk.write("cs.yaml", "packs: [OWN]\nstarted: 2026-03-01\n")
    desk.write("templates/packs/OWN.yaml", "pack: OWN\nextends: [PCS]\n")
    assert [said(p) for p in desk.json("check", code=5)] == [
        ("templates/packs/OWN.yaml", 2, "policy")
    ]
    desk.write("templates/packs/OWN.yaml", "pack: OWN\nextends: [\n")
    assert [said(p) for p in desk.json("check", code=5)] == [
        ("templates/packs/OWN.yaml", 3, "readable")
    ]


def test_a_range_of_branches_begins_where_they_part(desk_in_git) -> None:
    desk = desk_in_git
    desk.write(PLACE, TICKET)
    desk.git("add", ".")
    desk.git("commit", "-qm", "one")
    desk.git("switch", "-qc", "other", "HEAD~1")
    desk.write("roster/2026-04.yaml", "2026-04-01: {day: [nobody]}\n")
    desk.git("add", ".")
    desk.git("commit", "-qm", "two")
    assert [p["rule"] for p in desk.json("check", "--rev", "main..other", code=1)] == [
        "roster-file",
        "append-only",
    ]
    found = desk.json("check", "--rev", "main...other", code=1)
    assert [p["rule"] for p in found] == ["roster-file"]


def test_a_record_that_was_broken_before_may_be_mended(desk_in_git) -> None:
    desk = desk_in_git
    desk.write(PLACE, "broken")
    desk.git("add", ".")
    desk.git("commit", "-qm", "one")
    desk.write(PLACE, TICKET)
    desk.git("add", ".")
    assert desk.json("check", "--staged") == []


def test_without_git_on_the_computer_it_says_so(desk_in_git) -> None:
    result = desk_in_git.run("check", "--staged", PATH="/nonexistent")
    assert (result.code, result.out) == (4, "")
    assert "git is not installed" in result.err


TYPED = {"text": "x", "flag": "yes", "number": "1", "money": "1", "date": "2026-03-05",
         "shift": "day", "instant": "2026-03-03 10:00", "moment": "2026-03-05",
         "person": "wang.wei"}  # fmt: skip


def typed(fields, made, wanted) -> list[str]:
    """Give options for these fields with the first value that comes to mind."""
    words = []
    for name in wanted:
        field = fields[name]
        value = next(iter(field.choices), TYPED.get(field.type))
        if field.type == "record":
            value = made.get(field.to[0] if field.to else "customer")
        if value is not None and not field.fixed:
            words += [f"--{name.replace('_', '-')}", value]
    return words


@pytest.mark.slow
@pytest.mark.parametrize("pack", ["PSC", "HOT"])
def test_whatever_verb_goes_through_leaves_the_desk_in_order(desk, pack) -> None:
    """Every verb of every kind on a new record that has as little as possible."""
    desk.write("cs.yaml", f"packs: [{pack}]\nstarted: 2026-03-01\nlanguage: en\n")
    kinds = definitions.load([pack], None).kinds.values()
    made, done = {}, 0
    for kind in sorted(kinds, key=lambda kind: kind.kind != "customer"):
        for name, verb in kind.verbs.items():
            needs = kind.open.require if kind.open else ()
            opening = [field for need in needs for field in need.fields]
            wanted = [n for n, f in kind.fields.items() if f.required or n in opening]
            new = desk.run(kind.kind, "new", *typed(kind.fields, made, wanted))
            if new.code:
                continue
            made.setdefault(kind.kind, new.out.split()[0])
            asked = {**kind.fields, **verb.fields}
            wanted = [n for need in verb.require for n in need.fields]
            words = typed(asked, made, wanted) + (["-m", "why"] if verb.note else [])
            done += desk.run(kind.kind, name, new.out.split()[0], *words, as_="sun.li").code == 0
    assert done >= 15
    assert desk.json("check") == []
