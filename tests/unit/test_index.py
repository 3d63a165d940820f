"""The index never answers with what is no longer so, and never stands in the way."""

import contextlib
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cs_cli import __version__
from cs_cli.store import database
from cs_cli.store.desk import Desk
from cs_cli.store.index import Index

TICKET = """\
---
id: T-260302-7K3FQM
kind: ticket
title: Lift stopped between floors
status: open
promised_at: 2026-03-02T11:00:00+08:00
opened_at: 2026-03-02T09:00:00+08:00
log:
  - at: 2026-03-02T09:00:00+08:00
    by: li.na
    do: open
---
"""
PATH = "ticket/2026/03/02/T-260302-7K3FQM.md"


def overdue(desk, now="2026-03-02T12:00"):
    return [(item["id"], item["what"]) for item in desk.json("due", now=now)]


def promise(desk, now="2026-03-02T12:00"):
    return [item["due_at"] for item in desk.json("due", now=now) if item["what"] == "promise"]


def test_a_hand_edit_is_seen_even_when_size_and_time_stay_as_they_were(desk):
    file = desk.write(PATH, TICKET)
    assert promise(desk) == ["2026-03-02T11:00:00+08:00"]
    before = file.stat()
    desk.write(PATH, TICKET.replace("T11:00", "T11:30"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert promise(desk) == ["2026-03-02T11:30:00+08:00"]


def test_many_edits_within_one_tick_of_the_clock_are_all_seen(desk):
    for minute in range(10, 40):
        desk.write(PATH, TICKET.replace("T11:00", f"T11:{minute}"))
        assert promise(desk) == [f"2026-03-02T11:{minute}:00+08:00"]


def test_a_file_taken_away_or_brought_back_is_seen(desk):
    file = desk.write(PATH, TICKET)
    assert promise(desk)
    file.unlink()
    assert not promise(desk)
    desk.write(PATH, TICKET)
    assert promise(desk)


def test_a_record_that_breaks_is_told_on_every_run_and_hides_nothing(desk):
    desk.write(PATH, TICKET)
    other = PATH.replace("7K3FQM", "000000")
    desk.write(other, TICKET.replace("7K3FQM", "000000").replace("title:", "title: [", 1))
    for _again in range(3):
        result = desk.run("due", now="2026-03-02T12:00")
        assert result.code == 5
        assert "T-260302-7K3FQM" in result.out
        assert other in result.err
    desk.write(other, TICKET.replace("7K3FQM", "000000"))
    assert desk.run("due", now="2026-03-02T12:00").code == 0


def test_a_changed_rule_changes_what_is_owed_without_touching_a_record(desk):
    desk.write(PATH, TICKET)
    assert promise(desk)
    desk.write("policy/own.yaml", "deadlines:\n  promise: off\n")
    assert not promise(desk)
    (desk.root / "policy/own.yaml").unlink()
    assert promise(desk)


def test_a_changed_calendar_or_people_file_is_seen(desk):
    desk.write(PATH, TICKET.replace("title:", "owner: li.na\ntitle:"))
    desk.write(
        "policy/own.yaml",
        "deadlines:\n  first: {label: {en: a, zh: b}, on: {kind: ticket},"
        " limit: 30 business minutes, until: signal:response, escalate: supervisor}\n",
    )
    (item,) = [i for i in desk.json("due", now="2026-03-02T12:00") if i["what"] == "first"]
    assert (item["due_at"], item["escalate_to"]) == ("2026-03-02T09:30:00+08:00", "chen.jing")
    desk.write("calendar.yaml", desk.read("calendar.yaml").replace("08:30-12:00", "09:15-12:00"))
    desk.write("people.yaml", desk.read("people.yaml").replace("[supervisor]", "[clerk]"))
    (item,) = [i for i in desk.json("due", now="2026-03-02T12:00") if i["what"] == "first"]
    assert (item["due_at"], item["escalate_to"]) == ("2026-03-02T09:45:00+08:00", "supervisor")


def test_what_a_linked_record_settles_is_worked_out_again_when_that_changes(desk):
    desk.write("cs.yaml", "packs: [FUR]\nstarted: 2026-03-01\nlanguage: en\n")
    order = desk.new("order", "--title", "Sofa", "--ordered-at", "2026-03-02 09:00")
    assert (order, "sale-call") in overdue(desk, now="2026-03-03T12:00")
    call = desk.new("callback", "--type", "sale", "--about", order, "--title", "How was it?")
    answers = [f"--{name}=fine" for name in SURVEY]
    desk.ok("callback", "done", call, "--result", "well", "--satisfaction", "satisfied", *answers)
    assert (order, "sale-call") not in overdue(desk, now="2026-03-03T12:00")
    desk.ok("callback", "void", call, "-m", "written for the wrong customer")
    assert (order, "sale-call") in overdue(desk, now="2026-03-03T12:00")


SURVEY = (
    "shop-environment", "purchase-process", "staff-service", "product-installation", "delivery",
)  # fmt: skip


def test_a_missing_damaged_or_foreign_index_is_made_anew(desk):
    desk.write(PATH, TICKET)
    expected = overdue(desk)
    index = desk.root / ".cs/index.sqlite3"
    for content in (b"", b"not a database at all" * 100, index.read_bytes()[:3000]):
        for left in desk.root.glob(".cs/index.sqlite3*"):
            left.unlink()
        index.write_bytes(content)
        assert overdue(desk) == expected
    with sqlite3.connect(index) as other:
        other.execute("PRAGMA user_version = 99")
    assert overdue(desk) == expected


def copied(desk, folder):
    shutil.copytree(desk.root, folder, symlinks=True)
    return folder


def test_a_copy_of_a_desk_is_told_of_its_own_rules(desk, tmp_path):
    """Its index names the settings of the desk it was made from, which stay as they are."""
    desk.write(PATH, TICKET)
    assert promise(desk)
    other = copied(desk, tmp_path / "trial")
    due = ("-C", str(other), "due", "--kind", "ticket")
    assert desk.json(*due, now="2026-03-02T12:00")
    (other / "policy").mkdir(exist_ok=True)
    (other / "policy/own.yaml").write_text("deadlines:\n  promise: off\n")
    assert desk.json(*due, now="2026-03-02T12:00") == []
    assert promise(desk)


def test_an_index_that_came_with_a_clone_is_not_believed(desk, tmp_path):
    """It could say that it depends on no settings, and that nothing is owed."""
    desk.write(PATH, TICKET)
    expected = overdue(desk)
    for left in ("policy", "parsed"):
        (desk.root / ".cs" / left).unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(desk.root / ".cs/index.sqlite3")) as index, index:
        index.execute("UPDATE meta SET value = ? WHERE key = 'settings'", (__version__,))
        index.execute("UPDATE meta SET value = '' WHERE key = 'kinds'")
        index.execute("DELETE FROM folders")
        index.execute("DELETE FROM obligations")
    for ignored in (True, False):
        clone = copied(desk, tmp_path / f"clone {ignored}")
        if not ignored:
            (clone / ".cs/.gitignore").unlink()
        found = desk.json("-C", str(clone), "due", now="2026-03-02T12:00")
        assert expected and [(item["id"], item["what"]) for item in found] == expected


def test_a_held_index_does_not_stop_a_reader(desk, monkeypatch):
    desk.write(PATH, TICKET)
    expected = overdue(desk)
    desk.write(PATH, TICKET.replace("between floors", "on floor 3"))
    holder = sqlite3.connect(desk.root / ".cs/index.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert overdue(desk) == expected
    finally:
        holder.execute("ROLLBACK")
        holder.close()


def test_a_desk_that_cannot_be_written_is_read_all_the_same(desk):
    desk.write(PATH, TICKET)
    (desk.root / ".cs").rmdir() if (desk.root / ".cs").exists() else None
    (desk.root / ".cs").write_text("no folder can be made here")
    assert overdue(desk)


def test_reading_commands_change_no_tracked_file(desk):
    desk.write(PATH, TICKET)
    before = {
        p: p.read_bytes() for p in desk.root.rglob("*") if p.is_file() and ".cs" not in p.parts
    }
    for words in (
        ["due"],
        ["ticket", "list"],
        ["show", "7K3F"],
        ["why", "7K3F"],
        ["policy"],
        ["duty"],
    ):
        assert desk.run(*words, as_=None).code == 0, words
    after = {
        p: p.read_bytes() for p in desk.root.rglob("*") if p.is_file() and ".cs" not in p.parts
    }
    assert after == before


def test_duties_are_laid_out_as_far_as_one_looks(desk):
    near = desk.json("due", "--all", now="2026-03-02T12:00")
    far = desk.json("due", "--within", "2028-01-31 12:00", now="2028-01-01T12:00")
    assert all(item["due_at"] < "2027" for item in near if item["due_at"])
    assert any(item["due_at"] > "2028-01" for item in far if item["due_at"])


def test_duties_reach_far_enough_however_long_the_index_is_kept(desk):
    """Looking a month ahead finds what is due then, weeks after duties were last laid out."""
    desk.write("cs.yaml", "packs: [PRO]\nstarted: 2026-03-01\nlanguage: en\n")
    desk.json("due", now="2026-03-02T12:00")
    found = desk.json("due", "--within", "30d", now="2026-04-29")
    assert [row["due_at"][:10] for row in found] == ["2026-03-28", "2026-04-28", "2026-05-28"]


def test_a_duty_of_records_is_laid_out_further_without_a_change_of_them(desk):
    desk.write("cs.yaml", "packs: [base]\nstarted: 2026-03-01\nlanguage: en\n")
    desk.write(
        "policy/own.yaml",
        "duties:\n  visit: {label: {en: visit, zh: 拜访}, for: {kind: customer}, role: clerk,"
        " rrule: FREQ=MONTHLY;SKIP=BACKWARD}\n",
    )
    desk.new("customer", "--name", "A", now="2026-03-31T09:00")
    told = [row["due_at"][:10] for row in desk.json("due", now="2026-12-01T09:00")]
    assert told == [
        "2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01",
        "2026-11-01", "2026-12-01",
    ]  # fmt: skip


def test_what_was_written_and_is_no_record_is_not_taken_in(desk):
    """As the audit lays out one state of a desk after the other, notes of people among it."""
    desk.write(PATH, TICKET)
    now = datetime(2026, 3, 2, 4, tzinfo=UTC)
    index = Index(desk.root, now, lambda: Desk(desk.root))
    for place in ("NOTES.md", "notes/T-260302-000000.md"):
        desk.write(place, TICKET.replace("7K3FQM", "000000"))
    index.take_in(["NOTES.md", "notes/T-260302-000000.md", PATH])
    assert [row[0] for row in index.db.execute("SELECT id FROM records")] == ["T-260302-7K3FQM"]
    assert index.db.execute("SELECT path FROM folders WHERE path LIKE 'notes%'").fetchall() == []


@pytest.mark.parametrize(
    ("path", "old", "new", "again"),
    [
        ("roster/2026-03.yaml", "2026-03-05: {day: [li.na", "2026-03-05: {day: [wu.gang", False),
        ("people.yaml", "deputy: wang.wei", "deputy: chen.jing", False),
        ("people.yaml", "name: 李娜", "name: 李纳", False),
        ("calendar.yaml", "holidays: none", "holidays: CN", True),
        ("cs.yaml", "language: en", "language: zh", True),
    ],
)
def test_who_people_are_and_when_they_work_says_nothing_of_records(desk, path, old, new, again):
    """Not every record is seen anew because somebody changes a shift."""
    desk.write(PATH, TICKET)
    overdue(desk)
    desk.write(path, desk.read(path).replace(old, new))
    asked: list[str] = []
    index = Index(desk.root, datetime(2026, 3, 2, 4, tzinfo=UTC), lambda: Desk(desk.root))
    index.db.close()
    desk.write(path, desk.read(path).replace(new, old))
    with closing(database.connect(desk.root)) as db:
        db.set_trace_callback(asked.append)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "connect", lambda _root: db)
            Index(desk.root, datetime(2026, 3, 2, 4, tzinfo=UTC), lambda: Desk(desk.root))
    assert any(query.startswith("UPDATE records") for query in asked) == again
    assert any(query.startswith("INSERT INTO obligations") for query in asked)


def test_whoever_comes_to_hold_a_role_owes_what_it_owes(desk):
    def owners():
        found = desk.json("due", "--all", now="2026-04-02T12:00")
        return {one["owner"] for one in found if one["id"] is None}

    assert "sun.li" in owners()
    roles = desk.read("people.yaml").replace("[director]", "[guard]")
    desk.write("people.yaml", roles.replace("[manager]", "[manager, director]"))
    assert "sun.li" not in owners()
    assert "zhao.min" in owners()


@pytest.mark.parametrize(("records_a_second", "place"), [(1, "index.sqlite3"), (1_000, "")])
def test_who_comes_while_the_index_is_made_waits_as_long_as_making_it_takes(
    desk, monkeypatch, records_a_second, place
):
    desk.write(PATH, TICKET)
    overdue(desk)
    monkeypatch.setattr(database, "WAIT", 0.05)
    monkeypatch.setattr(database, "A_SECOND", records_a_second)
    with closing(sqlite3.connect(desk.root / database.NAME, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = threading.Timer(0.4, other.rollback)
        done.start()
        found = Index(desk.root, datetime(2026, 3, 2, 4, tzinfo=UTC), lambda: Desk(desk.root))
        with closing(found.db):
            (_number, _name, file) = found.db.execute("PRAGMA database_list").fetchone()
            assert found.db.execute("SELECT count(*) FROM records").fetchone() == (1,)
        done.join()
    assert Path(file).name == place
