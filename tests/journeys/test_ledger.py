"""Every changing command is one commit of only its own files, by whoever acted."""

import re

import pytest


def log(desk, form, *words):
    return desk.git("log", f"--format={form}", *words).strip().split("\n")


def files(desk, commit="HEAD"):
    return desk.git("show", "--name-only", "--format=", commit).split()


def test_a_new_record_is_one_commit_of_one_file(desk_in_git):
    desk = desk_in_git
    id_ = desk.new("ticket", "--title", "Lift", as_="wang.wei")
    assert files(desk) == [desk.path(id_)]
    assert log(desk, "%an <%ae>|%s", "-1") == [
        f"王伟 <wang.wei@example.test>|ticket {id_}: open"
    ]  # fmt: skip
    assert log(desk, "%(trailers)", "-1") == ["Cs-Op: ticket.open", "Cs-By: wang.wei"]
    assert desk.git("status", "--porcelain") == ""
    assert len(log(desk, "%h")) == 2


def test_a_verb_with_its_follow_up_is_one_commit_of_both(desk_in_git):
    desk = desk_in_git
    id_ = desk.new("ticket", "--title", "Lift")
    made = re.search(r"B-\S+", desk.ok("ticket", "resolve", id_, "--result", "mended"))[0]
    assert sorted(files(desk)) == sorted([desk.path(id_), desk.path(made)])
    assert log(desk, "%s", "-1") == [f"ticket {id_}: resolve"]


def test_other_staged_and_unstaged_work_stays_as_it_was(desk_in_git):
    desk = desk_in_git
    desk.write("staged.md", "half a thought\n")
    desk.git("add", "staged.md")
    desk.write("people.yaml", desk.read("people.yaml") + "# not yet\n")
    desk.write("loose.md", "")
    before = desk.git("status", "--porcelain")
    id_ = desk.new("ticket", "--title", "Lift")
    assert files(desk) == [desk.path(id_)]
    assert desk.git("status", "--porcelain") == before


def test_no_word_of_a_customer_gets_into_the_message(desk_in_git):
    desk = desk_in_git
    customer = desk.new("customer", "--name", "周小燕", "--phone", "13900001234")
    desk.new("ticket", "--title", "周小燕 13900001234", "--customer", customer, "-m", "周小燕")
    messages = desk.git("log", "--format=%B")
    assert "周小燕" not in messages
    assert "1390000" not in messages


def test_a_refusal_a_dry_run_and_reading_leave_no_commit(desk_in_git):
    desk = desk_in_git
    id_ = desk.new("ticket", "--title", "Lift")
    head = desk.git("rev-parse", "HEAD")
    assert desk.run("ticket", "close", id_).code == 3
    desk.ok("ticket", "note", id_, "-m", "x", "--dry-run")
    for words in (("due",), ("ticket", "list"), ("show", id_), ("why", id_), ("policy", "list")):
        desk.ok(*words)
    assert desk.git("rev-parse", "HEAD") == head
    assert desk.git("status", "--porcelain") == ""


def test_commit_manual_leaves_committing_to_people(desk_in_git):
    desk = desk_in_git
    desk.write("cs.yaml", desk.read("cs.yaml") + "commit: manual\n")
    id_ = desk.new("ticket", "--title", "Lift")
    assert len(log(desk, "%h")) == 1
    assert desk.git("status", "--porcelain", "--untracked-files=all", "--", "ticket") == (
        f"?? {desk.path(id_)}\n"
    )


def test_a_desk_without_git_works(desk):
    id_ = desk.new("ticket", "--title", "Lift")
    desk.ok("ticket", "note", id_, "-m", "x")
    assert not (desk.root / ".git").exists()


def test_without_git_on_the_machine_whoever_acts_is_named(desk):
    nothing = {"PATH": "/nonexistent"}
    desk.ok("ticket", "new", "--title", "x", **nothing)
    result = desk.run("ticket", "new", "--title", "x", as_=None, **nothing)
    assert result.code == 2
    assert "--as" in result.err


def test_whoever_acts_is_the_person_with_gits_address(desk_in_git):
    """user.email is li.na@example.test; --as and CS_AS come before it."""
    desk = desk_in_git

    def who(**more):
        return desk.json("show", desk.new("ticket", "--title", "x", **more))["first_responsible"]

    assert who(as_=None) == "li.na"
    assert who(as_=None, CS_AS="wang.wei") == "wang.wei"
    assert who(as_="wu.gang", CS_AS="wang.wei") == "wu.gang"
    (desk.home / ".gitconfig").write_text("[user]\n\temail = nobody@example.test\n")
    result = desk.run("ticket", "new", "--title", "x", as_=None)
    assert (result.code, "people.yaml" in result.err) == (2, True)


@pytest.mark.parametrize("words", [("-C", "{desk}"), ("-C{desk}",)])
def test_the_desk_named_before_or_after_the_command(desk, words):
    named = [word.format(desk=desk.root) for word in words]
    desk.new("ticket", "--title", "Lift")
    assert "Lift" in desk.ok(*named, "ticket", "list", cwd=desk.home)
    assert "Lift" in desk.ok("ticket", "list", *named, cwd=desk.home)
    assert "Lift" in desk.ok("ticket", *named, "list", cwd=desk.home)


def test_the_desk_by_environment_from_below_and_from_above(desk):
    id_ = desk.new("ticket", "--title", "Lift")
    assert "Lift" in desk.ok("ticket", "list", cwd=desk.home, CS_DESK=str(desk.root))
    assert "Lift" in desk.ok("ticket", "list", cwd=(desk.root / desk.path(id_)).parent)
    # -C comes before CS_DESK; a folder records/ is looked into.
    assert "Lift" in desk.ok("-C", str(desk.root), "ticket", "list", CS_DESK="/nonexistent")
    desk.root.rename(desk.root.with_name("records"))
    assert "Lift" in desk.ok("ticket", "list", cwd=desk.home.parent)
    assert desk.run("ticket", "list", cwd=desk.home, CS_DESK="/nonexistent").code == 4
