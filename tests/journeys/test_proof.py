"""``cs audit`` proves that the history in git obeyed the rules, and names what did not."""

import pytest

AT = "2026-03-02T10:{}:00+08:00"


@pytest.fixture
def honest(desk_in_git):
    """A desk with a ticket that was opened, noted and assigned by commands."""
    desk = desk_in_git
    id_ = desk.new("ticket", "--title", "Lift stopped", now=AT.format("00"))
    desk.ok("ticket", "note", id_, "-m", "called the firm", now=AT.format("05"))
    desk.ok("ticket", "set", id_, "--owner", "wang.wei", now=AT.format("10"))
    return desk, id_


def audited(desk, *words: str, code: int = 1):
    return desk.json("audit", *words, code=code, now=AT.format("30"))


def codes(desk, *words: str, code: int = 1):
    return [one["code"] for one in audited(desk, "HEAD~1..", *words, code=code)["history"]]


def test_an_honest_history_is_proven_without_a_word(honest):
    desk, _id = honest
    answer = audited(desk, code=0)
    assert answer["history"] == []
    assert answer["proven"] == {"commits": 4, "events": 3, "unproven": 0, "since": None}
    assert desk.ok("audit", now=AT.format("30")) == ""  # nothing for cron to mail


def test_a_field_changed_by_hand_is_told_with_commit_file_and_person(honest):
    desk, id_ = honest
    desk.write(desk.path(id_), desk.record(id_).replace("Lift stopped", "All is well"))
    desk.git("commit", "-qam", "tidy up")
    (found,) = audited(desk)["history"]
    assert (found["code"], found["id"], found["person"]) == ("unlogged", id_, "li.na")
    assert found["commit"] == desk.git("rev-parse", "HEAD").strip()
    assert "Lift stopped → All is well" in found["message"]
    told = desk.run("--format", "table", "audit", now=AT.format("30"), COLUMNS="220")
    assert told.code == 1
    assert found["commit"][:12] in told.out


def commit(desk, by="li.na", at="20", message="by hand"):
    """Commit what lies there as somebody with git alone would, at the time of the story."""
    when = AT.format(at)
    desk.git("add", "--all")
    desk.git(
        "-c", f"user.email={by}@example.test", "-c", f"user.name={by}",
        "commit", "--quiet", "-m", message, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when,
    )  # fmt: skip


def said(verb, by="li.na", at="20", **values):
    """Give an event as it stands in a log."""
    more = "".join(f"    {name}: {value}\n" for name, value in values.items())
    return f"  - at: {AT.format(at)}\n    by: {by}\n    do: {verb}\n{more}"


def forge(desk, id_, event, *changes):
    """Put an event at the end of a log, and change words of the record."""
    text = desk.record(id_)
    head, dashes, body = text.rpartition("---\n")
    for old, new in changes:
        assert old in head
        head = head.replace(old, new, 1)
    desk.write(desk.path(id_), f"{head}{event}{dashes}{body}")


def test_an_event_by_hand_that_a_command_could_have_made_is_no_finding(honest):
    desk, id_ = honest
    forge(desk, id_, said("note", note="by hand"))
    commit(desk)
    assert codes(desk, code=0) == []


@pytest.mark.parametrize(
    ("event", "changes", "by", "expected"),
    [
        (said("note", note="x", by="zhao.min"), (), "li.na", ["author"]),
        (said("note", note="x"), (), "stranger", ["author"]),
        (said("note", note="x", at="55"), (), "li.na", ["ahead"]),
        (
            said("note", note="x").replace("T10:20", "T09:20"), (), "li.na",
            ["back-dated"],
        ),
        (said("note"), (), "li.na", ["required"]),
        (said("reopen"), (), "li.na", ["needs", "verbs"]),
        (said("note", note="x", owner="wu.gang"), (), "li.na", ["unlogged", "verbs"]),
        (said("set", owner="wu.gang"), (), "li.na", ["unlogged"]),
        (said("set", title="Nothing"), (("Lift stopped", "All well"),), "li.na", ["unlogged"]),
    ],
)  # fmt: skip
def test_an_event_that_no_command_could_have_made_is_found(honest, event, changes, by, expected):
    desk, id_ = honest
    forge(desk, id_, event, *changes)
    commit(desk, by)
    assert sorted(codes(desk)) == expected


def test_two_events_that_there_cannot_be_do_not_hide_each_other(honest):
    desk, id_ = honest
    forge(desk, id_, said("reopen", note="again") + said("reopen", note="again and again"))
    commit(desk)
    lines = [one["line"] for one in audited(desk)["history"] if one["code"] == "verbs"]
    first = desk.record(id_).split("\n").index("    note: again") - 2
    assert lines == [first, first + 4]


def test_a_call_that_comes_with_a_later_commit_is_not_missed(honest):
    desk, id_ = honest
    desk.ok("ticket", "resolve", id_, "--result", "mended", now=AT.format("20"))
    calls = desk.git("show", "--name-only", "--format=", "HEAD", "--", "callback").split()
    desk.git("reset", "--quiet", "--soft", "HEAD~1")
    desk.git("restore", "--staged", "callback")
    desk.git("commit", "--quiet", "-m", "first", GIT_AUTHOR_DATE=AT.format("20"))
    found = audited(desk)["history"]
    assert [(one["code"], one["path"]) for one in found] == [("followup", one) for one in calls]
    commit(desk, message="second")
    assert audited(desk, code=0)["history"] == []


def test_a_call_that_was_still_open_where_the_command_was_typed_is_not_missed(honest):
    """A rebase puts the second settling after the call that was open when it was typed."""
    desk, id_ = honest
    desk.ok("ticket", "resolve", id_, "--result", "mended", now=AT.format("12"))
    (call,) = desk.json("callback", "list")
    desk.git("checkout", "--quiet", "-b", "side")
    desk.ok("callback", "void", call["id"], "-m", "he rang himself", now=AT.format("14"))
    desk.git("checkout", "--quiet", "main")
    desk.ok("ticket", "reopen", id_, "--reason", "again", now=AT.format("16"))
    desk.ok("ticket", "resolve", id_, "--result", "mended again", now=AT.format("18"))
    desk.git("rebase", "--quiet", "side")
    assert len(desk.json("callback", "list")) == 1
    assert audited(desk, code=0)["history"] == []


def test_events_that_were_changed_moved_or_taken_out_are_found(honest):
    desk, id_ = honest
    text = desk.record(id_)
    events = [f"  - at:{one}" for one in text.split("  - at:")[1:]]
    events[-1] = events[-1].removesuffix("---\n")
    for new in (
        text.replace("called the firm", "did nothing"),
        text.replace(events[1], ""),
        text.replace(events[1] + events[2], events[2] + events[1]),
    ):
        assert new != text
        desk.write(desk.path(id_), new)
        commit(desk)
        assert "append-only" in codes(desk)
        desk.git("reset", "--quiet", "--hard", "HEAD~1")


def test_a_record_that_was_deleted_or_moved_is_found(honest):
    desk, id_ = honest
    path = desk.path(id_)
    desk.git("rm", "--quiet", path)
    commit(desk)
    assert codes(desk) == ["deleted"]
    desk.git("reset", "--quiet", "--hard", "HEAD~1")
    (desk.root / "task").mkdir()
    desk.git("mv", path, f"task/{id_}.md")
    commit(desk)
    assert {"deleted", "place"} <= set(codes(desk))


def test_a_trailer_that_says_otherwise_is_found(honest):
    desk, id_ = honest
    forge(desk, id_, said("note", note="x"))
    subject = f"ticket {id_}: resolve"
    commit(desk, message=f"{subject}\n\nCs-Op: ticket.resolve\nCs-By: zhao.min")
    assert codes(desk) == ["trailer", "trailer"]


def test_settings_are_for_those_who_lead(honest):
    desk, _id = honest
    desk.write("people.yaml", desk.read("people.yaml").replace("[clerk, front-desk]", "[manager]"))
    commit(desk)
    first, second = audited(desk, "HEAD~1..")["history"]
    assert (first["code"], first["path"], first["person"]) == ("settings", "people.yaml", "li.na")
    assert "gave themselves the role manager" in second["message"]
    desk.write("cs.yaml", desk.read("cs.yaml") + "identity: none\n")
    commit(desk)
    assert codes(desk, code=0) == []  # a manager now; how that came about was found
    assert [one["code"] for one in audited(desk, "HEAD~2..")["history"]] == ["settings"] * 2


def test_who_may_change_settings_can_be_said(honest):
    desk, _id = honest
    desk.write("cs.yaml", desk.read("cs.yaml") + "keepers: [supervisor]\n")
    commit(desk, "zhao.min")
    desk.write("calendar.yaml", desk.read("calendar.yaml") + "closed: [2026-12-31]\n")
    commit(desk, "chen.jing")
    assert audited(desk, code=0)["history"] == []
    desk.write("calendar.yaml", desk.read("calendar.yaml").replace("12-31", "12-30"))
    commit(desk, "zhao.min")
    assert codes(desk) == ["settings"]


def test_what_was_proven_stays_proven_and_a_rewritten_history_is_noticed(honest):
    desk, id_ = honest
    audited(desk, code=0)
    head = desk.git("rev-parse", "HEAD").strip()
    desk.ok("ticket", "note", id_, "-m", "more", now=AT.format("25"))
    answer = audited(desk, code=0)
    assert answer["proven"] == {"commits": 1, "events": 1, "unproven": 0, "since": head}
    desk.git("reset", "--quiet", "--hard", "HEAD~2")
    for _time in range(2):  # it does not go away by being told
        (found,) = audited(desk)["history"]
        assert found["code"] == "rewritten"
        assert "events: 4" in found["message"]


def test_a_finding_stays_until_it_is_settled(honest):
    desk, id_ = honest
    forge(desk, id_, said("note", note="x", by="zhao.min"))
    commit(desk)
    desk.ok("ticket", "note", id_, "-m", "more", now=AT.format("25"))
    assert [one["code"] for one in audited(desk)["history"]] == ["author"]
    assert [one["code"] for one in audited(desk)["history"]] == ["author"]


def test_a_strict_clock_takes_no_told_time(honest):
    desk, id_ = honest
    remarks = audited(desk, code=0)["remarks"]
    assert "acted at 2026-03-02T10:00:00+08:00" in remarks[0]["message"]  # as people there say it
    assert {one["code"] for one in remarks} == {"told-clock"}
    desk.write("cs.yaml", desk.read("cs.yaml") + "clock: strict\n")
    commit(desk, "zhao.min")
    desk.ok("ticket", "note", id_, "-m", "more", now=AT.format("25"))
    assert codes(desk) == ["told-clock"]


def test_a_desk_that_proves_nothing_says_so(honest):
    desk, id_ = honest
    desk.write("cs.yaml", desk.read("cs.yaml") + "identity: none\n")
    commit(desk, "zhao.min")
    forge(desk, id_, said("note", note="x", by="zhao.min"))
    commit(desk)
    told = desk.run("--format", "table", "audit", now=AT.format("30"))
    assert (told.code, "proves nothing" in told.out) == (0, True)
    assert audited(desk, "--whole", code=0)["proven"]["unproven"] == 1


def test_replaced_objects_and_grafts_hide_nothing(honest):
    desk, id_ = honest
    forge(desk, id_, said("note", note="x", by="zhao.min"))
    commit(desk)
    desk.ok("ticket", "note", id_, "-m", "more", now=AT.format("25"))
    bad, good = (desk.git("rev-parse", one).strip() for one in ("HEAD~1", "HEAD~2"))
    desk.git("replace", bad, good)
    head = desk.git("rev-parse", "HEAD").strip()
    desk.write(".git/info/grafts", f"{head} {good}\n")
    codes = [one["code"] for one in audited(desk, "--whole")["history"]]
    assert codes == ["object", "object", "author"]  # the history as it is, and what hides it


def test_a_damaged_or_missing_object_is_told_and_no_traceback(honest):
    desk, id_ = honest
    blob = desk.git("rev-parse", f"HEAD~1:{desk.path(id_)}").strip()
    place = desk.root / ".git/objects" / blob[:2] / blob[2:]
    content = place.read_bytes()
    place.chmod(0o600)
    place.write_bytes(content[:-4] + bytes(byte ^ 1 for byte in content[-4:]))
    found = audited(desk, "--whole")["history"]
    assert {one["code"] for one in found} == {"object"}
    assert "git fsck" in found[0]["hint"]
    place.unlink()
    found = audited(desk, "--whole")["history"]
    assert {one["code"] for one in found} == {"object"}
    assert blob[:12] in found[0]["message"]


def test_a_shallow_clone_proves_nothing_and_says_what_to_do(honest, tmp_path):
    desk, _id = honest
    desk.git("clone", "--quiet", "--depth", "1", f"file://{desk.root}", str(tmp_path / "part"))
    told = desk.json("-C", str(tmp_path / "part"), "audit", code=1, now=AT.format("30"))
    (found,) = told["history"]
    assert (found["code"], "--unshallow" in found["hint"]) == ("object", True)


def test_what_undo_takes_back_is_proven_as_well(honest):
    desk, id_ = honest
    desk.ok("undo", now=AT.format("12"))
    assert audited(desk, code=0)["history"] == []
    forge(desk, id_, said("undo", by="wang.wei", undoes="[2026-03-02T10:05:00+08:00 li.na note]"))
    commit(desk, "wang.wei")
    assert codes(desk) == ["roles"]


def test_settings_that_cannot_be_read_are_told_and_the_last_ones_hold(honest):
    desk, id_ = honest
    desk.write("cs.yaml", "packs: [PSC\n")
    commit(desk, "zhao.min")
    desk.write("cs.yaml", desk.git("show", "HEAD~1:cs.yaml"))
    forge(desk, id_, said("note", note="x"))
    commit(desk, "li.na")
    found = audited(desk, "HEAD~2..")["history"]
    assert {(one["path"], one["code"]) for one in found} == {
        ("cs.yaml", "readable"), ("cs.yaml", "settings"),
    }  # fmt: skip


def test_a_desk_whose_settings_never_could_be_read_is_no_traceback(desk):
    desk.git("init", "--quiet")
    desk.write("cs.yaml", "packs: [NONE]\n")
    commit(desk)
    desk.write("cs.yaml", "packs: [PSC]\n")
    desk.write("people.yaml", "- id: li.na\n")
    commit(desk)
    result = desk.run("--json", "audit", "HEAD~1..")
    assert result.code == 1
    assert result.err == ""


def test_the_roster_is_changed_by_whom_the_command_lets(desk_in_git):
    desk = desk_in_git
    policy = (
        "guards:\n  ours:\n    says: {en: no, zh: 否}\n"
        "    on: {kind: shift, do: set}\n    roles: [supervisor]\n"
    )
    desk.write("policy/ours.yaml", policy)
    commit(desk, "zhao.min", "01")
    change = ("roster", "set", "2026-03-05", "night", "li.na")
    assert desk.run(*change, now=AT.format("05")).code == 3
    desk.ok(*change, now=AT.format("05"), as_="chen.jing")
    assert audited(desk, code=0)["history"] == []
    path = "roster/2026-03.yaml"
    desk.write(path, desk.read(path).replace("2026-03-05: {day", "2026-03-06: {day", 1))
    before = desk.git("show", f"HEAD:{path}")
    desk.write(path, before.replace("wang.wei", "wu.gang", 1))
    commit(desk, "wang.wei")
    (found,) = audited(desk, "HEAD~1..")["history"]
    assert (found["code"], found["path"], found["person"]) == ("roster", path, "wang.wei")


def test_a_desk_that_people_commit_themselves_may_do_so_later(desk_in_git):
    desk = desk_in_git
    desk.write("cs.yaml", desk.read("cs.yaml") + "commit: manual\n")
    commit(desk, "zhao.min", "01")
    id_ = desk.new("ticket", "--title", "Lift stopped", now="2026-03-02T08:00:00+08:00")
    desk.ok("ticket", "note", id_, "-m", "called", now="2026-03-02T08:10:00+08:00")
    commit(desk, "li.na", "20")
    assert audited(desk, code=0)["history"] == []
    desk.ok("ticket", "note", id_, "-m", "too early", now="2026-03-02T06:10:00+08:00")
    commit(desk, "li.na", "25")
    assert codes(desk) == ["back-dated"]


def test_how_far_clocks_may_differ_can_be_said(honest):
    desk, id_ = honest
    forge(desk, id_, said("note", note="x", at="26"))
    commit(desk, at="20")
    assert codes(desk, code=0) == []
    desk.git("reset", "--quiet", "--hard", "HEAD~1")
    desk.write("cs.yaml", desk.read("cs.yaml") + "tolerance: 5 minutes\n")
    commit(desk, "zhao.min", "12")
    forge(desk, id_, said("note", note="x", at="26"))
    commit(desk, at="20")
    assert codes(desk) == ["ahead"]


def test_a_desk_that_is_taken_away_and_made_anew_is_found(honest):
    desk, _id = honest
    text = desk.read("cs.yaml")
    (desk.root / "cs.yaml").unlink()
    commit(desk, "zhao.min")
    desk.write("cs.yaml", text)
    commit(desk, "zhao.min")
    found = audited(desk, "--whole")["history"]
    assert [one["code"] for one in found] == ["settings", "settings"]
    assert "no desk any more" in found[0]["message"]
    assert "another desk begins here" in found[1]["message"]


def test_staff_listed_in_another_file_raises_nobody_either(honest):
    desk, _id = honest
    desk.write(
        "staff.yaml", desk.read("people.yaml").replace("[manager]", "[manager, director, clerk]")
    )
    desk.write("cs.yaml", desk.read("cs.yaml") + "people: staff.yaml\n")
    commit(desk, "zhao.min")
    (found,) = audited(desk, "HEAD~1..")["history"]
    assert "zhao.min gave themselves the role director" in found["message"]


def test_what_was_saved_and_committed_later_keeps_its_author_and_time(honest):
    desk, id_ = honest
    assert desk.run("ticket", "note", id_, "-m", "saved", now=AT.format("12"), PATH="").code == 6
    later = {"now": "2026-03-02T15:00:00+08:00", "as_": "wang.wei"}
    desk.ok("ticket", "note", id_, "-m", "later", **later)
    assert audited(desk, code=0)["history"] == []
    authors = desk.git("log", "-2", "--format=%an %aI").splitlines()
    assert authors == ["王伟 2026-03-02T15:00:00+08:00", "李娜 2026-03-02T10:12:00+08:00"]


def test_what_cs_makes_by_itself_is_proven(honest):
    desk, _id = honest
    morning = {"now": "2026-03-03T09:00:00+08:00"}
    (duty, *_rest) = [one["name"] for one in desk.json("duty", "list", **morning)]
    desk.run("duty", "done", duty, **morning)
    reports = desk.json("report", **morning)
    for one in reports[:3]:
        desk.run("report", one["name"], "--save", now="2026-03-03T09:05:00+08:00", as_="sun.li")
    desk.ok("audit", "--propose", now="2026-03-05T09:00:00+08:00", as_="chen.jing")
    desk.ok("doctor", "--mend", now="2026-03-05T09:10:00+08:00", as_="wu.gang")
    answer = desk.json("audit", "--whole", now="2026-03-05T10:00:00+08:00")
    assert answer["history"] == []
    kinds = {path.parts[-5] for path in desk.root.glob("*/2026/*/*/*.md")}
    assert {"report", "duty"} & kinds
