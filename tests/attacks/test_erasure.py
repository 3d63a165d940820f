"""Threat 16 and promise S12: somebody asks to be forgotten.

What is here is gone at once; what git remembers, after the history was written anew.
"""

import subprocess

import pytest

NAME, PHONE, PLACE, BIRTHDAY = "周小燕", "+86 139 0000 1234", "Lime Street 12, Leeds", "1971-04-05"
CANARIES = [NAME, PHONE, "13900001234", "139 0000 1234", PLACE, "Lime Street", BIRTHDAY]


@pytest.fixture
def known(desk_in_git):
    """A customer whose data went into every sort of text, and somebody else of the same name."""
    desk = desk_in_git
    customer = desk.new(
        "customer", "--name", NAME, "--phone", "13900001234", "--address", PLACE, "--birthday",
        BIRTHDAY,
        "-m", f"{NAME} lives at {PLACE}",
    )  # fmt: skip
    desk.ok("customer", "set", customer, "--phone", PHONE)
    desk.ok("customer", "note", customer, "-m", f"{NAME}'s mother called")
    words = ("--customer", customer, "--promised-at", "2026-03-02T11:00:00+08:00")
    ticket = desk.new("ticket", "--title", f"{NAME} asks", "-m", f"Call {NAME} on {PHONE}.", *words)
    desk.ok("ticket", "note", ticket, "-m", f"{NAME} called from 139-0000-1234")
    loose = desk.new("ticket", "--title", "a voice on the machine", "-m", f"from {PHONE}")
    other = desk.new("customer", "--name", NAME, "--phone", "555-0100")
    return desk, customer, ticket, loose, other


def hits(text):
    return sorted({canary for canary in CANARIES if canary in text})


def tree(desk):
    """Give everything that lies on the desk, its machinery too, but not git's own."""
    files = [p for p in desk.root.rglob("*") if p.is_file() and ".git" not in p.parts]
    return "".join(p.read_bytes().decode(errors="replace") for p in files)


def erased(desk, *words, as_="zhao.min", **options):
    return desk.run("erase", *words, as_=as_, now="2026-03-03T09:00:00+08:00", **options)


def test_what_is_here_is_gone_at_once(known):
    desk, customer, ticket, loose, other = known
    result = erased(desk, customer, "-m", "asked to be forgotten")
    assert (result.code, result.out) == (
        0,
        f"{customer}: personal data erased\n"
        f"  also in: {', '.join(sorted([loose, ticket]))}\n"
        f"  left, as it may be somebody else: {other}\n",
    )
    assert result.err == "the history in git still has it; --history writes it anew without it\n"
    whole = tree(desk).replace(desk.record(other), "")
    assert hits(whole.replace(desk.path(other), "")) == []
    assert f"name: {NAME}" in desk.record(other)
    record = desk.record(customer)
    assert "name: (erased)\n" in record and "birthday" not in record
    assert record.endswith("---\n(erased)\n")
    assert "do: erase\n    note: asked to be forgotten\n" in record
    shown = desk.json("show", ticket)
    assert (shown["title"], shown["customer"]) == ("(erased) asks", customer)
    assert [event["do"] for event in shown["log"]] == ["open", "note", "erase"]
    assert desk.json("due", now="2026-03-03T09:00:00+08:00")[0]["id"] == ticket
    assert desk.git("log", "-1", "--format=%s|%an").strip() == f"customer {customer}: erase|赵敏"
    assert desk.git("status", "--porcelain") == ""


def test_the_records_stay_whole_and_the_history_honest(known):
    """An event that was erased is none that was changed: for check, for the gate, for audit."""
    desk, customer, ticket, _loose, _other = known
    erased(desk, customer, "-m", "asked")
    assert desk.run("check").out == ""
    assert desk.run("check", "--rev", "HEAD~1..HEAD").out == ""
    path = desk.path(ticket)
    desk.write(path, desk.record(ticket).replace("do: note", "do: urge", 1))
    desk.git("commit", "--quiet", "--all", "-m", "x")
    assert "was changed" in desk.run("check", "--rev", "HEAD~2..HEAD").out


@pytest.mark.parametrize(
    ("old", "new"),
    [("(erased) called from", "(erased) never called from"),
         ("by: li.na\n    do: note", "by: wang.wei\n    do: note"),
     ("2026-03-02T10:00:00+08:00\n    by: li.na\n    do: note",
          "2026-03-02T09:00:00+08:00\n    by: li.na\n    do: note"),
     ("title: (erased) asks", "title: (erased) paid")],
)  # fmt: skip
def test_under_the_cloak_of_erasing_nothing_else_can_be_changed(known, old, new):
    desk, customer, ticket, _loose, _other = known
    erased(desk, customer, "-m", "asked")
    path = desk.path(ticket)
    assert old in desk.record(ticket)
    desk.write(path, desk.record(ticket).replace(old, new))
    desk.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    checked = desk.run("check", "--rev", "HEAD~1..HEAD")
    told = checked.out + desk.run("audit", "HEAD~1..HEAD").out
    assert path in told, told


def test_twice_is_once(known):
    desk, customer, ticket, _loose, _other = known
    erased(desk, customer, "-m", "asked")
    before, head = tree(desk), desk.git("rev-parse", "HEAD")
    again = desk.run("--json", "erase", customer, "-m", "asked", as_="zhao.min")
    assert (again.code, again.err) == (0, "")
    assert [desk.record(id_) in before for id_ in (customer, ticket)] == [True, True]
    assert desk.git("rev-parse", "HEAD") == head


def test_whoever_may_not_is_refused_and_a_reason_is_needed(known):
    desk, customer, ticket, _loose, _other = known
    result = erased(desk, customer, "-m", "x", as_="li.na")
    assert (result.code, result.out) == (3, "")
    assert result.err == "refused: only a superior may erase personal data\n"
    assert erased(desk, customer).code == 2
    before = tree(desk)
    assert erased(desk, customer, "-m", "x", "--dry-run").code == 0
    assert NAME in desk.record(customer) and NAME in before
    assert NAME in desk.record(ticket)


def test_after_the_history_was_written_anew_git_has_nothing(known):
    """0 hits over everything that git can show, and in its files as they lie."""
    desk, customer, _ticket, loose, other = known
    count = desk.git("rev-list", "--count", "--all")
    assert hits(desk.git("log", "-p", "--all")) != []
    result = erased(desk, customer, "-m", "asked", "--history")
    assert result.code == 0
    assert result.err.startswith(
        "the history here is clean; make the remote so with: git push --force"
    )
    text = desk.git("log", "-p", "--all").replace(NAME, "")
    assert hits(text) == []
    objects = desk.git("cat-file", "--batch-all-objects", "--batch-check", "--unordered")
    blobs = [line.split()[0] for line in objects.splitlines() if " blob " in line]
    held = [text for oid in blobs if other not in (text := desk.git("cat-file", "blob", oid))]
    assert [hits(text) for text in held if hits(text)] == []
    assert desk.git("fsck", "--full", "--no-dangling") == ""
    assert desk.git("status", "--porcelain") == ""
    assert int(desk.git("rev-list", "--count", "--all")) == int(count) + 1
    assert desk.run("check", "--rev", "HEAD~3..HEAD").out == ""
    desk.ok("ticket", "note", loose, "-m", "work goes on")


def test_what_was_erased_before_can_be_taken_out_of_the_history_later(known):
    desk, customer, _ticket, _loose, _other = known
    erased(desk, customer, "-m", "asked")
    assert hits(desk.git("log", "-p", "--all")) != []
    assert erased(desk, customer, "-m", "asked", "--history").code == 0
    assert hits(desk.git("log", "-p", "--all").replace(NAME, "")) == []


def test_clones_merge_what_was_erased_and_do_not_bring_it_back(known, tmp_path):
    """As long as the history is kept; a clone that has seen the erasing has it erased, too."""
    desk, customer, ticket, _loose, _other = known
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", hub], check=True)
    desk.write(".gitattributes", "*.md merge=cs\n")
    desk.git("add", ".gitattributes")
    desk.git("commit", "--quiet", "-m", "attributes")
    desk.git("remote", "add", "origin", str(hub))
    desk.ok("sync")
    clone, here = tmp_path / "clone", desk.root
    desk.git("clone", "--quiet", str(hub), str(clone))
    erased(desk, customer, "-m", "asked")
    desk.run("sync")
    desk.root = clone
    desk.ok("ticket", "note", ticket, "-m", "meanwhile")
    desk.run("sync")
    for root in (clone, here):
        desk.root = root
        desk.run("sync")
        assert hits(desk.record(ticket)) == []
        assert "meanwhile" in desk.record(ticket)


def test_a_history_that_is_not_all_here_is_left_alone(known):
    desk, customer, ticket, _loose, _other = known
    desk.write(desk.path(ticket), desk.record(ticket) + "by hand\n")
    result = erased(desk, customer, "-m", "asked", "--history")
    assert (result.code, result.out) == (6, "")
    assert NAME in desk.record(customer)
