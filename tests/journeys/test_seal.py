"""Months that are closed for good: sealed, guarded, unsealed with a reason."""

import hashlib
import subprocess
from dataclasses import replace

import pytest

MARCH, LATER, APRIL = (f"2026-{day}T10:00:00+08:00" for day in ("03-02", "03-03", "04-07"))
MANAGER = "zhao.min"
ALREADY = (
    "error: 2026-03 is sealed already\n  try: to seal what was left out: "
    "cs unseal 2026-03 -m REASON, then cs seal 2026-03\n"
)


def closed(desk, title="Lamp in the corridor", *words, now=MARCH):
    """Give a ticket that is done with; its callback is made."""
    id_ = desk.new("ticket", "--type", "inquiry", "--title", title, *words, now=now)
    desk.ok("ticket", "resolve", id_, "--result", "answered", now=now)
    for callback in desk.json("callback", "list", "--open"):
        desk.ok("callback", "done", callback["id"], "--result", "answered",
                "--satisfaction", "satisfied", now=now)  # fmt: skip
    desk.ok("ticket", "close", id_, "--answer", "on the third floor", "--satisfaction",
            "satisfied", now=now)  # fmt: skip
    return id_


def seal(desk, *words, as_=MANAGER, now=APRIL, **more):
    return desk.run("seal", *words, as_=as_, now=now, **more)


def sealed(desk, month="2026-03"):
    result = seal(desk, month)
    assert result.code == 0, result.err
    return result.out.split()[0]


def place(desk, id_):
    """Give where a record lies."""
    (found,) = desk.root.rglob(f"{id_}.md")
    return found


def in_place(desk, id_, old, new):
    """Change a file as an editor does that writes it over: the folder does not show it."""
    path = place(desk, id_)
    assert old in path.read_text()
    with path.open("r+") as file:
        text = file.read().replace(old, new)
        file.seek(0)
        file.write(text)
        file.truncate()
    return path.relative_to(desk.root).as_posix()


def look(desk):
    """Let the index see everything, and everything be older than that."""
    desk.tick()
    titles(desk)


def titles(desk, **options):
    return {one["title"] for one in desk.json("ticket", "list", **options)}


def test_a_seal_tells_what_it_covers_and_anybody_can_work_out_its_digest(desk):
    closed(desk), closed(desk, "Where is the lift?", now=LATER)
    shown = desk.json("show", sealed(desk))
    assert (shown["month"], shown["status"], shown["records"]) == ("2026-03", "sealed", 4)
    assert shown["kinds"] == ["callback", "ticket"]
    paths = sorted(path.relative_to(desk.root).as_posix() for kind in shown["kinds"]
                   for path in (desk.root / kind / "2026/03").rglob("*.md"))  # fmt: skip
    sums = "".join(f"{hashlib.sha256((desk.root / path).read_bytes()).hexdigest()}  {path}\n"
                   for path in paths)  # fmt: skip
    assert shown["digest"] == hashlib.sha256(sums.encode()).hexdigest()
    assert desk.run("check", now=APRIL).code == 0


def test_two_clones_make_the_same_seal(desk):
    closed(desk)
    first = sealed(desk)
    assert seal(desk, "2026-03").err == ALREADY
    text = place(desk, first).read_text()
    place(desk, first).unlink()
    assert (sealed(desk), place(desk, first).read_text()) == (first, text)


def test_what_lives_on_is_left_out_told_and_free_to_change(desk):
    customer = desk.new("customer", "--name", "Zhou Ling", now=MARCH)
    closed(desk)
    result = seal(desk, "2026-03")
    assert result.code == 0
    assert result.err == "not sealed: customer, 1 of 1 not done with\n"
    assert desk.json("seal")[0]["kinds"] == ["callback", "ticket"]
    desk.ok("customer", "set", customer, "--tier", "vip", now=APRIL)
    assert desk.run("check", now=APRIL).code == 0


@pytest.mark.parametrize(
    ("month", "as_", "now", "code", "said"),
    [
        ("2026-03", MANAGER, "2026-03-31T23:59:59+08:00", 3, "2026-03 is not over yet"),
        ("2026-05", MANAGER, APRIL, 3, "2026-05 is not over yet"),
        ("2026-02", MANAGER, APRIL, 3, "there are no records of 2026-02"),
        ("2026-03", "li.na", APRIL, 3, "li.na may not do this; it needs: "),
        ("March", MANAGER, APRIL, 2, "'March' is no month; write it as 2025-03"),
        ("2026-13", MANAGER, APRIL, 2, "'2026-13' is no month"),
    ],
)
def test_a_month_is_sealed_by_a_manager_once_it_is_over(desk, month, as_, now, code, said):
    closed(desk)
    result = seal(desk, month, as_=as_, now=now)
    assert result.code == code
    assert said in result.err
    assert not (desk.root / "seal").exists()


def test_nothing_in_it_may_still_be_owed(desk):
    done, open_ = closed(desk), desk.new("ticket", "--title", "Lift", "--owner", "wu.gang")
    result = seal(desk, "2026-03")
    # The ticket that is open keeps its kind out; what is about it may be sealed.
    assert (result.code, result.err) == (0, "not sealed: ticket, 1 of 2 not done with\n")
    desk.ok("ticket", "note", done, "-m", "called again", now=APRIL)
    desk.ok("ticket", "note", open_, "-m", "called again", now=APRIL)


def test_where_nothing_can_be_sealed_it_says_what_is_in_the_way(desk):
    customer = desk.new("customer", "--name", "Zhou Ling")
    opened = [desk.new("ticket", "--title", f"Lift {n}") for n in range(4)]
    result = seal(desk, "2026-03")
    assert result.code == 3
    assert f"not done with in 2026-03: customer {customer}, ticket " in result.err
    assert result.err.rstrip().endswith("… (4)")
    assert opened[0][:9] in result.err
    assert "2026-03 未了结：客户 " in seal(desk, "2026-03", lang="zh").err


def test_a_record_that_one_still_at_work_is_about_keeps_the_month_open(desk):
    id_ = closed(desk)
    later = desk.new("task", "--title", "Ask again", "--about", id_, now=APRIL)
    result = seal(desk, "2026-03")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"refused: still at work in 2026-03: {id_} ({later})\n")
    desk.ok("task", "void", later, "-m", "no need", now=APRIL)
    sealed(desk)


@pytest.mark.parametrize(
    "words",
    [
        ("ticket", "note", "ID", "-m", "x"),
        ("ticket", "set", "ID", "--result", "other"),
        ("ticket", "void", "ID", "-m", "x"),
        ("ticket", "reopen", "ID", "--reason", "dark again", "-m", "x"),
        ("erase", "ID", "-m", "asked to"),
    ],
)
def test_what_lies_in_it_does_not_change(desk, words):
    id_ = closed(desk)
    sealed(desk)
    text = place(desk, id_).read_bytes()
    for lang, said in (("en", "lies in 2026-03, which is sealed"), ("zh", "属于已封存的 2026-03")):
        command = [id_ if word == "ID" else word for word in words]
        result = desk.run(*command, now=APRIL, as_=MANAGER, lang=lang)
        assert (result.code, result.out) == (3, "")
        assert f"{id_} {said}" in result.err
        assert "cs unseal 2026-03 -m" in result.err
    assert place(desk, id_).read_bytes() == text


def test_nothing_is_put_into_it(desk):
    closed(desk)
    sealed(desk)
    result = desk.run("ticket", "new", "--title", "forgotten", now=LATER)
    assert result.code == 3
    assert "lies in 2026-03, which is sealed" in result.err
    assert titles(desk) == {"Lamp in the corridor"}


def test_no_first_record_of_another_kind_is_put_into_it(desk):
    closed(desk)
    customer = desk.new("customer", "--name", "Zhou Ling", now=MARCH)
    seal(desk, "2026-03")
    for words in (("task", "new", "--title", "x"), ("report", "attendance", "--save")):
        result = desk.run(*words, as_=MANAGER, now=LATER)
        assert (result.code, result.out) == (3, ""), words
        assert "lies in 2026-03, which is sealed" in result.err
    assert not (desk.root / "task").exists()
    # A kind that the seal has left out goes on.
    assert customer != desk.new("customer", "--name", "He Ping", now=LATER)
    desk.ok("customer", "set", customer, "--tier", "vip", now=LATER)


def test_a_rule_puts_nothing_into_it(desk):
    id_ = closed(desk)
    later = desk.new("ticket", "--type", "repair", "--title", "Lift", now=APRIL)
    sealed(desk)
    result = desk.run("ticket", "resolve", later, "--result", "mended", now=LATER)
    assert result.code == 3
    assert "lies in 2026-03, which is sealed" in result.err
    assert id_


def test_unsealed_with_a_reason_it_may_change_and_be_sealed_again(desk):
    id_ = closed(desk)
    seal_id = sealed(desk)
    refused = desk.run("unseal", "2026-03", as_=MANAGER, now=APRIL)
    assert (refused.code, refused.err) == (2, "error: still needed: -m (the reason, in words)\n")
    by_clerk = desk.run("unseal", "2026-03", "-m", "x", now=APRIL)
    assert by_clerk.code == 3
    said = desk.ok("unseal", "2026-03", "-m", "wrong invoice", as_=MANAGER, now=APRIL)
    assert said == f"{seal_id}: unsealed\n"
    again = desk.run("unseal", "2026-03", "-m", "x", as_=MANAGER, now=APRIL)
    assert (again.code, again.err) == (
        4, "error: 2026-03 is not sealed\n  try: see the months: cs seal\n")  # fmt: skip
    desk.ok("ticket", "note", id_, "-m", "invoice mended", now=APRIL)
    before = desk.json("show", seal_id)["digest"]
    assert sealed(desk) == f"{seal_id}:"
    shown = desk.json("show", seal_id)
    assert [event["do"] for event in shown["log"]] == ["open", "unseal", "seal"]
    assert shown["log"][1]["note"] == "wrong invoice"
    assert shown["digest"] != before
    assert desk.run("check", now=APRIL).code == 0


def test_the_months_are_listed(desk):
    closed(desk)
    desk.new("ticket", "--title", "Lift", now=APRIL)
    sealed(desk)
    listed = desk.json("seal")
    columns = ("month", "status", "records", "sealed", "open")
    assert [tuple(one[name] for name in columns) for one in listed] == [
        ("2026-04", "open", 1, 0, 1),
        ("2026-03", "sealed", 2, 2, 0),
    ]
    chinese = desk.ok("封存", lang="zh")
    assert "2026-03  已封存" in chinese
    assert "2026-04  未封存" in chinese
    month_left_out = seal(desk, "-m", "year-end")
    assert (month_left_out.code, month_left_out.out) == (2, "")
    assert month_left_out.err == "error: which month? such as 2025-03\n"
    stdin = desk.run("seal", "-", as_=MANAGER, now=APRIL, stdin="2026-03\n")
    assert stdin.err == ALREADY
    assert seal(desk, "--dry-run", "2026-04", now="2026-05-02T10:00:00+08:00").code == 3


def test_what_comes_goes_or_is_replaced_in_a_sealed_month_is_seen_all_the_same(desk):
    id_, other = closed(desk), closed(desk, "Where is the lift?")
    sealed(desk)
    path = place(desk, id_)
    assert titles(desk) == {"Lamp in the corridor", "Where is the lift?"}
    beside = path.with_suffix(".new")
    beside.write_text(path.read_text().replace("Lamp", "Light"))
    beside.replace(path)
    assert "Light in the corridor" in titles(desk)
    place(desk, other).unlink()
    assert titles(desk) == {"Light in the corridor"}


def test_what_was_written_over_in_place_is_seen_by_check_and_after_unsealing(desk):
    id_ = closed(desk)
    seal_id = sealed(desk)
    look(desk)
    path = in_place(desk, id_, "Lamp", "Light")
    assert titles(desk) == {"Lamp in the corridor"}  # as it was sealed
    found = desk.run("check", now=APRIL)
    assert found.code == 1
    seal_path = place(desk, seal_id).relative_to(desk.root)
    assert found.out == (
        f"{seal_path}: 2026-03 is not as it was sealed: 2 records now, 2 then (sealed)"
        " - put back what was; or look at it, and: cs unseal 2026-03 -m REASON\n"
    )
    desk.ok("unseal", "2026-03", "-m", "look", as_=MANAGER, now=APRIL)
    assert titles(desk) == {"Light in the corridor"}
    assert path


def test_outside_a_sealed_month_nothing_written_in_place_is_missed(desk):
    first, later = closed(desk), closed(desk, "Where is the lift?", now=APRIL)
    sealed(desk)
    look(desk)
    in_place(desk, later, "Where", "There")
    assert "There is the lift?" in titles(desk)
    assert first


def test_check_looks_at_sealed_records_one_by_one_when_asked_to(desk):
    id_ = closed(desk)
    path = in_place(desk, id_, "status: closed", "status: open")
    in_place(desk, id_, "status: open", "status: closed")
    in_place(desk, id_, "channel: phone", "channel: pigeon")
    sealed(desk)
    assert desk.run("check", now=APRIL).code == 0
    for words in (("--whole",), (path,), ("ticket",)):
        found = desk.run("check", *words, now=APRIL)
        assert (found.code, "pigeon" in found.out) == (1, True), words


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("month: 2026-03", "month: 2026-3", "it seals nothing"),
        ("kinds:\n  - callback\n  - ticket\n", "", "it seals nothing"),
        ("month: 2026-03", "month: 2026-02", "it seals 2026-02, but its id is of 2026-03"),
        ("at: 2026-04-07", "at: 2026-03-31", "2026-03 was sealed before it was over"),
    ],
)
def test_a_seal_that_no_command_sets_so_spares_check_no_record(desk, old, new, said):
    id_ = closed(desk)
    in_place(desk, id_, "channel: phone", "channel: pigeon")
    path = in_place(desk, sealed(desk), old, new)
    found = {(one["path"], one["message"]) for one in desk.json("check", now=APRIL, code=1)}
    assert (path, said) in found
    assert any("pigeon" in message for _path, message in found)


def test_unsealing_opens_a_month_that_was_sealed_twice_by_hand(desk):
    id_ = closed(desk)
    first = sealed(desk)
    second = f"{first[:-6]}AAAAAA"
    text = place(desk, first).read_text()
    place(desk, first).with_stem(second).write_text(text.replace(first, second))
    said = desk.ok("unseal", "2026-03", "-m", "look", as_=MANAGER, now=APRIL)
    assert sorted(said.splitlines()) == sorted(f"{one}: unsealed" for one in (first, second))
    desk.ok("ticket", "note", id_, "-m", "called again", now=APRIL)


def test_the_last_command_of_a_month_is_not_taken_back_once_it_is_sealed(desk):
    closed(desk, now="2026-03-31T17:00:00+08:00")
    assert seal(desk, "2026-03", now="2026-04-01T08:30:00+08:00").code == 0
    refused = desk.run("undo", now="2026-04-01T09:00:00+08:00")
    assert refused.code == 3
    assert "cs unseal 2026-03 -m REASON" in refused.err


def test_a_seal_that_names_its_month_oddly_shuts_nothing(desk):
    id_ = closed(desk)
    in_place(desk, sealed(desk), "month: 2026-03", "month: [2026-03]")
    desk.ok("ticket", "note", id_, "-m", "called again", now=APRIL)


def test_an_index_made_anew_guards_sealed_months_again(desk):
    id_ = closed(desk)
    sealed(desk)
    titles(desk)
    for one in (desk.root / ".cs").glob("index*"):
        one.unlink()
    look(desk)
    in_place(desk, id_, "Lamp", "Light")
    assert titles(desk) == {"Lamp in the corridor"}
    assert desk.run("check", now=APRIL).code == 1


# --- with a ledger


def test_check_names_what_git_knows_to_have_changed(desk_in_git):
    desk = desk_in_git
    id_ = closed(desk)
    sealed(desk)
    path = in_place(desk, id_, "Lamp", "Light")
    found = desk.json("check", now=APRIL, code=1)
    assert [(one["path"], one["rule"]) for one in found] == [(path, "sealed")]
    assert found[0]["message"] == "it lies in 2026-03, which is sealed, and is not as it was"
    (desk.root / path).unlink()
    found = desk.json("check", now=APRIL, code=1)
    assert (path, "sealed") in [(one["path"], one["rule"]) for one in found]


def test_the_hook_takes_no_change_in_a_sealed_month(desk_in_git):
    desk = desk_in_git
    id_ = closed(desk)
    sealed(desk)
    path = in_place(desk, id_, "title: Lamp", "title: Light")
    desk.git("add", path)
    found = desk.json("check", "--staged", now=APRIL, code=1)
    assert [(one["path"], one["rule"]) for one in found] == [(path, "sealed")]
    desk.git("commit", "-qm", "by hand", "--no-verify")
    found = desk.json("check", "--rev", "HEAD~1..HEAD", now=APRIL, code=1)
    assert [(one["path"], one["rule"]) for one in found] == [(path, "sealed")]


def test_a_range_that_unseals_changes_and_seals_again_is_in_order(desk_in_git):
    desk = desk_in_git
    id_ = closed(desk)
    sealed(desk)
    start = desk.git("rev-parse", "HEAD").strip()
    desk.ok("unseal", "2026-03", "-m", "wrong invoice", as_=MANAGER, now=APRIL)
    desk.ok("ticket", "note", id_, "-m", "invoice mended", now=APRIL)
    sealed(desk)
    assert desk.run("check", "--rev", f"{start}..HEAD", now=APRIL).code == 0
    assert desk.run("check", "--rev", f"{start}..HEAD~1", now=APRIL).code == 0


def test_history_with_seals_is_proven_and_a_forged_one_is_not(desk_in_git):
    desk = desk_in_git
    id_ = closed(desk)
    seal_id = sealed(desk)
    desk.ok("unseal", "2026-03", "-m", "wrong invoice", as_=MANAGER, now=APRIL)
    desk.ok("ticket", "note", id_, "-m", "invoice mended", now=APRIL)
    sealed(desk)
    assert desk.json("audit", now=APRIL)["history"] == []
    path = place(desk, seal_id)
    digest = desk.json("show", seal_id)["digest"]
    path.write_text(path.read_text().replace(digest, "0" * 64))
    desk.git("commit", "-qam", "by hand")
    found = desk.json("audit", now=APRIL, code=1)["history"]
    assert "unlogged" in {one["code"] for one in found}


def test_what_is_not_committed_is_not_sealed(desk_in_git):
    desk = desk_in_git
    path = desk.path(closed(desk))
    desk.write(path, f"{desk.read(path)}Said again.\n")
    desk.write("notes.txt", "what is no record is in nobody's way")
    for words in ((), ("--dry-run",)):
        result = seal(desk, "2026-03", *words)
        assert (result.code, result.out) == (6, "")
        assert result.err.startswith(f"error: changed by hand and not committed: {path}\n")
    desk.git("checkout", "-q", path)
    sealed(desk)
    assert desk.run("check", "--rev", "HEAD~1..HEAD", now=APRIL).code == 0


def test_one_commit_by_hand_may_unseal_change_and_seal_again(desk_in_git):
    desk = desk_in_git
    desk.write("cs.yaml", f"{desk.read('cs.yaml')}commit: manual\n")
    id_ = closed(desk)
    hour = APRIL.replace("T10", "T{}").format

    def commit(at):
        desk.git("add", ".")
        who = {"GIT_AUTHOR_EMAIL": "zhao.min@example.test", "GIT_AUTHOR_NAME": "赵敏"}
        desk.git("commit", "-qm", "by hand", GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at, **who)

    desk.ok("seal", "2026-03", as_=MANAGER, now=hour(10))
    commit(hour(10))
    desk.ok("unseal", "2026-03", "-m", "wrong invoice", as_=MANAGER, now=hour(11))
    desk.ok("ticket", "note", id_, "-m", "invoice mended", as_=MANAGER, now=hour(12))
    desk.ok("seal", "2026-03", as_=MANAGER, now=hour(13))
    commit(hour(13))
    seals = [one for one in desk.json("audit", now=hour(13), code=1)["history"]
             if one["path"] and one["path"].startswith(("seal/", "ticket/"))
             and one["commit"] == desk.git("rev-parse", "HEAD").strip()]  # fmt: skip
    assert seals == []
    path = place(desk, desk.json("seal")[0]["id"])
    digest = desk.json("show", path.stem)["digest"]
    path.write_text(path.read_text().replace(digest, "0" * 64))
    desk.git("commit", "-qa", "--amend", "--no-edit", "--no-verify")
    found = desk.json("audit", now=hour(13), code=1)["history"]
    assert any("seal sets digest to" in one["message"] for one in found)


def test_who_is_erased_from_the_history_makes_no_seal_of_it_a_forged_one(desk_in_git):
    desk = desk_in_git
    customer = desk.new("customer", "--name", "Zhou Ling", now=MARCH)
    closed(desk, "Zhou Ling lost a key", "--customer", customer)
    assert seal(desk, "2026-03").code == 0
    refused = desk.run("erase", customer, "-m", "asked to", as_=MANAGER, now=APRIL)
    assert refused.code == 3
    assert "cs unseal 2026-03 -m REASON" in refused.err
    desk.ok("unseal", "2026-03", "-m", "asked to be forgotten", as_=MANAGER, now=APRIL)
    words = ("erase", customer, "-m", "asked to", "--history")
    assert desk.run(*words, as_=MANAGER, now=APRIL).code == 0
    assert seal(desk, "2026-03").code == 0
    assert desk.json("audit", now=APRIL)["history"] == []
    assert desk.run("check", now=APRIL).code == 0


def test_a_command_in_a_sealed_month_by_hand_is_a_finding(desk_in_git):
    desk = desk_in_git
    id_ = closed(desk)
    sealed(desk)
    head, dashes, body = desk.record(id_).rpartition("---\n")
    event = f"  - at: {APRIL}\n    by: li.na\n    do: note\n    note: by hand\n"
    desk.write(desk.path(id_), f"{head}{event}{dashes}{body}")
    desk.git("commit", "-qam", "by hand", GIT_AUTHOR_DATE=APRIL, GIT_COMMITTER_DATE=APRIL)
    found = desk.json("audit", now=APRIL, code=1)["history"]
    assert [(one["code"], one["id"]) for one in found] == [("guard", id_)]
    assert "lies in 2026-03, which is sealed" in found[0]["message"]


def test_an_unsealing_is_not_simply_taken_back(desk_in_git):
    desk = desk_in_git
    id_ = closed(desk)
    sealed(desk)
    desk.ok("undo", as_=MANAGER, now=APRIL)  # of the seal
    desk.ok("ticket", "note", id_, "-m", "forgotten", now=APRIL)
    sealed(desk)
    assert desk.run("check", now=APRIL).code == 0
    desk.ok("unseal", "2026-03", "-m", "wrong invoice", as_=MANAGER, now=APRIL)
    desk.ok("undo", as_=MANAGER, now=APRIL)  # nothing has changed since
    assert desk.json("seal")[0]["status"] == "sealed"
    assert desk.run("check", now=APRIL).code == 0
    later = APRIL.replace("10:00", "10:30")
    desk.ok("unseal", "2026-03", "-m", "wrong invoice", as_=MANAGER, now=later)
    desk.ok("ticket", "note", id_, "-m", "invoice mended", now=later)
    refused = desk.run("undo", as_=MANAGER, now=later)
    assert refused.code == 3
    assert "2026-03 has changed since it was unsealed" in refused.err
    assert desk.json("audit", now=later)["history"] == []


@pytest.fixture
def clones(desk_in_git, tmp_path):
    """A desk with a ticket that is done with, a clone of it, and the server between them."""
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", hub], check=True)
    one = desk_in_git
    one.write(".gitattributes", "*.md merge=cs\n")
    one.git("add", ".gitattributes")
    one.git("commit", "--quiet", "-m", "attributes")
    one.git("remote", "add", "origin", str(hub))
    id_ = closed(one)
    one.ok("sync", now=MARCH)
    other = replace(one, root=tmp_path / "other", runs=1000)
    one.git("clone", "--quiet", str(hub), str(other.root))
    assert one.run("-C", str(hub), "doctor", "--mend", cwd=tmp_path).code == 0
    return one, other, id_


def test_who_changed_a_record_before_the_seal_came_is_not_held_up(clones):
    one, other, id_ = clones
    other.ok("ticket", "note", id_, "-m", "called again", now=APRIL)
    sealed(one)
    one.ok("sync", as_=MANAGER, now=APRIL)
    result = other.run("sync", now=APRIL)
    assert "sent 2" in result.out, result
    synced = one.run("sync", as_=MANAGER, now=APRIL)
    assert "received 2" in synced.out, synced
    found = one.json("check", now=APRIL, code=1)
    assert [(each["path"], each["rule"]) for each in found] == [(one.path(id_), "sealed")]
    one.ok("unseal", "2026-03", "-m", "a late note", as_=MANAGER, now=APRIL)
    sealed(one)
    assert one.run("check", now=APRIL).code == 0
    one.ok("sync", as_=MANAGER, now=APRIL)


@pytest.mark.parametrize("words", [None, ("-m", "called again")])
def test_two_clones_that_both_seal_a_month_come_to_one_seal(clones, words):
    one, other, id_ = clones
    later = APRIL.replace("10:00", "11:00")
    sealed(one)
    if words:  # the one did not know of
        other.ok("ticket", "note", id_, *words, now=APRIL)
    assert other.run("seal", "2026-03", "-m", "year-end", as_=MANAGER, now=later).code == 0
    one.ok("sync", as_=MANAGER, now=later)
    assert "sent " in other.run("sync", as_=MANAGER, now=later).out
    found = other.json("check", now=later, code=1 if words else 0)
    assert {each["rule"] for each in found} == ({"sealed"} if words else set())
    if words:
        other.ok("unseal", "2026-03", "-m", "look", as_=MANAGER, now=later)
        assert seal(other, "2026-03", now=later).code == 0
    assert other.run("check", now=later).code == 0
    assert other.json("audit", now=later)["history"] == []
    other.ok("sync", as_=MANAGER, now=later)


def test_who_knows_of_the_seal_sends_no_change_under_it(clones):
    one, other, id_ = clones
    sealed(one)
    one.ok("sync", as_=MANAGER, now=APRIL)
    other.ok("sync", now=APRIL)
    assert other.run("ticket", "note", id_, "-m", "again", now=APRIL).code == 3
    in_place(other, id_, "title: Lamp", "title: Light")
    other.git("commit", "-qam", "by hand")
    held = other.run("sync", now=APRIL)
    assert held.code != 0
    assert "which is sealed" in held.out + held.err
    pushed = subprocess.run(["git", "-C", other.root, "push"], env=other.environment,
                            capture_output=True, text=True)  # fmt: skip
    assert pushed.returncode != 0
    assert "which is sealed" in pushed.stderr
