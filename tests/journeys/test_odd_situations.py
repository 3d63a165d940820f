"""What real desks run into: settings cut short, people who left, pipes, full disks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CS = str(Path(sys.executable).with_name("cs"))


def test_settings_need_no_more_than_their_packs(desk):
    """Without ``started``, duties are expected from the day of the first record."""
    desk.write("cs.yaml", "packs: [PSC, CHD]\nlanguage: en\n")
    assert desk.ok("due") == ""
    desk.new("ticket", "--title", "x")
    days = [item["due_at"] for item in desk.json("due", now="2026-03-04T09:00")]
    assert "2026-03-03T00:00:00+08:00" in days
    assert not any(day and day < "2026-03-02" for day in days)


def test_the_only_person_of_a_new_desk_acts_where_git_knows_nobody(desk):
    (desk.home / ".gitconfig").unlink()
    desk.write("people.yaml", "- {id: li.na, name: 李娜, roles: [manager]}\n")
    id_ = desk.new("ticket", "--title", "x", as_=None)
    assert "by: li.na\n" in desk.record(id_)


@pytest.mark.parametrize("key", ["deputy", "reports_to"])
def test_somebody_who_left_stops_nobody_from_working(desk, key):
    desk.write("people.yaml", desk.read("people.yaml") + f"- {{id: x, name: X, {key}: gone}}\n")
    id_ = desk.new("ticket", "--title", "x", "--promised-at", "2026-03-02 11:00")
    assert id_ in desk.ok("due", now="2026-03-02T12:00")
    (problem,) = desk.json("check", code=1)
    assert "gone" in problem["message"]


@pytest.mark.parametrize("format_", ["plain", "json", "jsonl", "csv", "md", "table"])
def test_what_a_list_prints_names_the_records_for_the_next_command(desk, format_):
    ids = [desk.new("ticket", "--title", f"number {n}") for n in range(2)]
    listed = desk.ok("ticket", "list", "--format", format_)
    desk.ok("ticket", "note", "-", "-m", "seen", stdin=listed)
    assert all("note: seen\n" in desk.record(id_) for id_ in ids)


def test_a_needed_field_cannot_be_emptied(desk):
    id_ = desk.new("ticket", "--title", "x")
    result = desk.run("ticket", "set", id_, "--title", "")
    assert (result.code, desk.run("check").code) == (2, 0)
    assert "--title" in result.err


def test_what_a_verb_sets_is_not_typed_afterwards(desk):
    id_ = desk.new("handover", "--shift", "day", "--to", "wu.gang")
    result = desk.run("handover", "set", id_, "--incoming-at", "2026-03-02 09:00")
    assert result.code == 2
    assert "incoming_at" not in desk.record(id_)


@pytest.mark.parametrize(
    "typed", ["电话, expected=2, found=1", "电话 expected=2 found=1", "电话，应有=2；实有=1"]
)
def test_an_entry_is_typed_with_commas_or_spaces(desk, typed):
    id_ = desk.new("handover", "--shift", "day", "--to", "wu.gang", "--inventory", typed)
    inventory = desk.json("show", id_)["inventory"]
    assert inventory == [{"item": "电话", "expected": 2, "found": 1}]


def test_an_empty_entry_is_no_entry(desk):
    id_ = desk.new("handover", "--shift", "day", "--to", "wu.gang", "--inventory", "")
    assert "inventory" not in desk.record(id_)


def test_a_row_taken_away_under_a_name_that_no_row_has_is_a_fault(desk):
    desk.write("policy/own.yaml", "deadlines:\n  clear-anser: off\n")
    result = desk.run("due")
    assert result.code == 5
    assert "policy/own.yaml:2" in result.err
    assert "clear-answer" in result.err


def test_a_period_that_has_not_begun_is_not_done(desk):
    desk.write("cs.yaml", "packs: [CHD]\nstarted: 2026-03-02\nlanguage: en\n")
    desk.write("people.yaml", desk.read("people.yaml").replace("[supervisor]", "[cs-head]"))
    done = ("duty", "done", "log-review", "-m", "seen")
    desk.ok(*done, as_="chen.jing")
    again = desk.run(*done, as_="chen.jing")
    assert (again.code, "until now" in again.err) == (2, True)
    assert desk.run(*done, "--period", "2026-W11", as_="chen.jing").code == 4


def test_an_answer_that_cannot_be_written_is_no_internal_error(desk):
    desk.new("ticket", "--title", "x")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [CS, "ticket", "list", "--lang", "en"],
            cwd=desk.root, env=desk.environment, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 6
    assert done.stderr.decode().startswith("error: the answer could not be written")


def test_a_file_name_cannot_break_the_lines_of_an_error(desk):
    desk.write("ticket/2026/03/02/T-260302-7K3FQM\n.md", "no record")
    told = desk.run("due").err
    assert all(line.startswith(("error: ticket/", "  ")) for line in told.splitlines()), told


def test_the_packs_are_listed_with_their_names_before_there_is_a_desk(desk, tmp_path):
    for lang, name in (("en", "hotline department"), ("zh", "热线")):
        told = desk.ok("policy", "packs", cwd=tmp_path, lang=lang)
        (row,) = [line for line in told.splitlines() if line.startswith("HOT ")]
        assert name in row
        assert not [line for line in told.splitlines() if line.startswith("base ")]
    listed = desk.json("policy", "packs", cwd=tmp_path)
    assert {"pack", "label", "about"} == set(listed[0])
    assert "cs policy packs" in desk.ok("init", "--help", cwd=tmp_path)
    wrong = desk.run("init", "new", "--pack", "hotlin", cwd=tmp_path)
    assert (wrong.code, wrong.out) == (4, "")
    assert "hotline" in wrong.err and "cs policy packs" in wrong.err
    # Those of a desk are among them.
    desk.write("templates/packs/OURS.yaml", "pack: OURS\nlabel: {en: our own, zh: 自有}\n")
    assert "our own" in desk.ok("policy", "packs")


def test_a_time_of_day_is_of_the_day_that_is_set(desk):
    set_ = {"now": None, "CS_NOW": "2026-03-05T10:00:00+08:00"}
    assert desk.ok("--now", "15:02", "when", "1 hour", **set_).startswith("2026-03-05 16:02")
    assert desk.ok("--now", "+1h", "when", "1 hour", **set_).startswith("2026-03-05 12:00")
    wrong = desk.run("when", "1 hour", now=None, CS_NOW="some day")
    assert (wrong.code, "CS_NOW" in wrong.err) == (2, True)


def test_a_desk_needs_a_pack(desk, tmp_path):
    result = desk.run("init", str(tmp_path / "new"), "--pack", "")
    assert (result.code, (tmp_path / "new").exists()) == (2, False)


def test_errors_of_one_entry_of_many_say_which(desk):
    given = json.dumps([{"title": "good"}, {"title": "bad", "severity": "huge"}])
    result = desk.run("ticket", "new", "-", stdin=given)
    assert (result.code, result.err.startswith("refused (CMP-55): entry 2: ")) == (3, True)
    assert [ticket["title"] for ticket in desk.json("ticket", "list")] == ["good"]


@pytest.mark.parametrize(
    ("field", "verb", "wrong"),
    [("note", "leave", "fields note"), ("json", "leave", "fields json"),
     ("badge", "void", "verbs void"), ("badge", "list", "verbs list")],
)  # fmt: skip
def test_a_kind_cannot_take_a_name_that_every_record_or_command_has(desk, field, verb, wrong):
    desk.write("templates/kinds/visitor.yaml", VISITOR.format(field=field, verb=verb))
    result = desk.run("due")
    assert result.code == 5
    assert "templates/kinds/visitor.yaml" in result.err
    assert f"{wrong}: {wrong.split()[1]} has a meaning of its own" in result.err


VISITOR = """
kind: visitor
label: {{en: visitor, zh: 访客}}
prefix: V
fields:
  title: {{label: {{en: purpose, zh: 事由}}}}
  {field}: {{label: {{en: badge, zh: 证号}}}}
states:
  here: {{label: {{en: here, zh: 在访}}}}
  gone: {{label: {{en: gone, zh: 已离开}}, final: true}}
start: here
verbs:
  {verb}: {{label: {{en: leave, zh: 离开}}, from: [here], to: gone}}
"""
