"""History itself: commits amended, dropped, joined, merged otherwise, hidden, damaged."""

import re
from collections.abc import Iterator
from pathlib import Path

from tampering.kinds import ATTACKER, LATER, Found, Kinds
from tampering.ledger import NAMES, Ledger, email, event

REWRITING = Kinds()

_REST = ("-c", "user.name=wang", "-c", "user.email=wang.wei@example.test")


def replayed(desk: Ledger, upstream: str, onto: str) -> None:
    """Put the commits after ``upstream`` onto another one, each as it was."""
    desk.git(*_REST, "-c", "core.hooksPath=/dev/null", "rebase", "--quiet", "--rebase-merges",
             "--committer-date-is-author-date", "--onto", onto, upstream, "main")  # fmt: skip


def find(desk: Ledger, subject: str) -> str:
    """Give the one commit whose subject this is; a name of the story stands for its id."""
    kind, name, verb = subject.split()
    wanted = f"{kind} {desk.ids.get(name, name)}: {verb}"
    lines = desk.git("log", "--format=%H %s").splitlines()
    found = [line.split(" ", 1)[0] for line in lines if line.split(" ", 1)[1] == wanted]
    if len(found) != 1:
        raise AssertionError(f"{wanted}: {found}")
    return found[0]


@REWRITING.kind()
def event_reverted(desk: Ledger) -> Iterator[Found]:
    """``git revert`` takes a commit back; what was done was done."""
    desk.git("revert", "--no-edit", "--no-commit", find(desk, "ticket heat feedback"))
    bad = desk.commit(ATTACKER, LATER, "Revert")
    yield Found("append-only", bad, desk.path("heat"))
    yield Found("unlogged", bad, desk.path("heat"))


@REWRITING.kind()
def new_record_reverted(desk: Ledger) -> Iterator[Found]:
    path = desk.path("roof")
    desk.git("revert", "--no-edit", "--no-commit", find(desk, "ticket roof open"))
    yield Found("deleted", desk.commit(ATTACKER, LATER, "Revert"), path)


@REWRITING.kind()
def setting_reverted(desk: Ledger) -> Iterator[Found]:
    """The manager's rule is taken back by a clerk."""
    desk.git("revert", "--no-edit", "--no-commit", desk.marks["policy"])
    yield Found("settings", desk.commit(ATTACKER, LATER, "Revert"), "policy/desk.yaml")


@REWRITING.kind(proven=True)
def older_commit_amended(desk: Ledger) -> Iterator[Found]:
    """A note gets other words, and everything after it is put onto the new commit."""
    was = desk.head()
    old = find(desk, "ticket gate note")
    desk.git("checkout", "--quiet", "--detach", old)
    desk.edit("gate", "asked the guard", "asked nobody")
    desk.git("commit", "--quiet", "--all", "--no-verify", "--amend", "--no-edit",
             **desk.author(NAMES["li.na"], email("li.na"), "03-09 09:30"))  # fmt: skip
    replayed(desk, old, desk.head())
    yield Found("rewritten", was, None, None)


@REWRITING.kind(proven=True)
def last_commit_amended(desk: Ledger) -> Iterator[Found]:
    was = desk.head()
    desk.git(*_REST, "commit", "--quiet", "--no-verify", "--amend", "--no-edit",
             "--date=2026-03-16T17:52:30+08:00")  # fmt: skip
    yield Found("rewritten", was, None, None)


@REWRITING.kind(proven=True)
def rolled_back(desk: Ledger) -> Iterator[Found]:
    """The branch ends three commits earlier, as if these had never been."""
    was = desk.head()
    desk.git("reset", "--quiet", "--hard", "HEAD~3")
    yield Found("rewritten", was, None, None)


@REWRITING.kind(proven=True)
def rolled_back_and_worked_on(desk: Ledger) -> Iterator[Found]:
    was = desk.head()
    desk.git("reset", "--quiet", "--hard", "HEAD~3")
    desk.cs(f"ticket note {desk.ids['gate']}", LATER, ATTACKER, m="all is well")
    yield Found("rewritten", was, None, None)


@REWRITING.kind(proven=True)
def commit_dropped(desk: Ledger) -> Iterator[Found]:
    """The newest repair vanishes, what came after it stays."""
    was, old = desk.head(), find(desk, "ticket roof open")
    replayed(desk, old, f"{old}~1")
    assert not list(desk.root.glob(f"ticket/**/{desk.ids['roof']}.md"))
    yield Found("rewritten", was, None, None)
    # What names it names nothing now; whoever wrote that is the only one git can tell of.
    bad = find(desk, "handover late-shift open")
    yield Found("references", bad, desk.path("late-shift"), "li.na")


@REWRITING.kind(proven=True)
def everything_begun_anew(desk: Ledger) -> Iterator[Found]:
    """One commit without a parent holds it all."""
    was = desk.head()
    desk.git("checkout", "--quiet", "--orphan", "new")
    bad = desk.commit("zhao.min", LATER, "The desk")
    desk.git("branch", "--quiet", "--force", "main", bad)
    desk.git("checkout", "--quiet", "main")
    yield Found("rewritten", was, None, None)


@REWRITING.kind(whole=True)
def commits_of_several_people_joined(desk: Ledger) -> Iterator[Found]:
    """The last handover in one commit: Wu Gang's part of it is said to be Li Na's."""
    desk.git("reset", "--quiet", "--soft", "HEAD~5")
    bad = desk.commit("li.na", "03-16 17:52", "The handover")
    yield Found("author", bad, desk.path("late-shift"), "li.na")


def merged(desk: Ledger, *words: str) -> None:
    """Merge what Wang Wei does in a branch while Li Na goes on; without a commit yet."""
    gate, heat = desk.ids["gate"], desk.ids["heat"]
    desk.git("checkout", "--quiet", "-b", "side")
    desk.cs(f"ticket note {heat}", "03-17 09:00", ATTACKER, m="it is warm")
    desk.cs(f"ticket note {gate}", "03-17 09:05", ATTACKER, m="seen it")
    desk.git("checkout", "--quiet", "main")
    desk.cs(f"ticket note {gate}", "03-17 09:30", "li.na", m="ordered a lock")
    desk.git("merge", "--quiet", "--no-ff", "--no-commit", *words, "side")


def merge_committed(desk: Ledger) -> str:
    """Commit the merge as the attacker."""
    return desk.commit(ATTACKER, LATER, "desk: merge", do="merge")


@REWRITING.kind()
def merge_that_drops_the_other_side(desk: Ledger) -> Iterator[Found]:
    """``-s ours``: the notes of the branch are in history, and in no record."""
    merged(desk, "-s", "ours")
    bad = merge_committed(desk)
    yield Found("merge", bad, desk.path("gate"))
    yield Found("merge", bad, desk.path("heat"))


@REWRITING.kind()
def merge_that_adds_an_event(desk: Ledger) -> Iterator[Found]:
    """Hardly anybody looks at what a merge itself changes."""
    merged(desk)
    path = desk.log("noise", event(LATER, "chen.jing", "note", note="settled, says the boss"))
    yield Found("merge", merge_committed(desk), path)


@REWRITING.kind()
def merge_made_into_something_else(desk: Ledger) -> Iterator[Found]:
    """Both sides say that it is Li Na's; the merge gives it to Wu Gang."""
    merged(desk)
    path = desk.edit("gate", "owner: li.na\nlog", "owner: wu.gang\nlog")
    yield Found("merge", merge_committed(desk), path)


@REWRITING.kind()
def merge_that_takes_an_event_out(desk: Ledger) -> Iterator[Found]:
    merged(desk)
    gone = event("03-17 09:30", "li.na", "note", note="ordered a lock")
    path = desk.edit("gate", gone, "")
    yield Found("merge", merge_committed(desk), path)


@REWRITING.kind()
def merge_that_changes_the_people(desk: Ledger) -> Iterator[Found]:
    merged(desk)
    me = "name: 王伟\n  roles: [clerk"
    path = desk.edit("people.yaml", me, f"{me}, manager")
    yield Found("merge", merge_committed(desk), path)


@REWRITING.kind()
def merge_that_deletes_a_record(desk: Ledger) -> Iterator[Found]:
    merged(desk)
    path = desk.path("roof")
    (desk.root / path).unlink()
    yield Found("merge", merge_committed(desk), path)


@REWRITING.kind(whole=True)
def record_brought_in_by_a_history_of_its_own(desk: Ledger) -> Iterator[Found]:
    """A second beginning is merged: a repair of last year that nobody here ever saw."""
    end, path = desk.head(), "ticket/2026/03/10/T-260310-000000.md"
    text = desk.read("roof").replace(desk.ids["roof"], "T-260310-000000").replace("03-16", "03-10")
    desk.git("checkout", "--quiet", "--orphan", "elsewhere")
    desk.git("rm", "--quiet", "-r", "--force", "--cached", ".")
    desk.git("clean", "--quiet", "--force", "-d", "-x", "--exclude=.cs")
    desk.write(path, text)
    bad = desk.commit(ATTACKER, LATER, "ticket T-260310-000000: open")
    desk.git("checkout", "--quiet", "main")
    desk.git("merge", "--quiet", "--no-ff", "--no-commit", "--allow-unrelated-histories", bad)
    yield Found("merge", merge_committed(desk), None)
    assert desk.head("main^1") == end


@REWRITING.kind(whole=True)
def commit_replaced(desk: Ledger) -> Iterator[Found]:
    """``git replace`` shows another commit in place of an old one."""
    old = find(desk, "ticket roof open")
    desk.git("replace", old, find(desk, "leave leave depart"))
    yield Found("object", old, None, None)


@REWRITING.kind(whole=True)
def commits_hidden_by_a_graft(desk: Ledger) -> Iterator[Found]:
    """The first week has no parents any more, for whoever asks this clone."""
    old = desk.marks["merge"]
    desk.write(".git/info/grafts", f"{desk.head()} {old}\n")
    yield Found("object", desk.head(), None, None)


@REWRITING.kind(whole=True)
def clone_that_begins_in_the_middle(desk: Ledger) -> Iterator[Found]:
    """A shallow clone knows nothing of what came before."""
    old = desk.head("HEAD~4")
    desk.write(".git/shallow", f"{old}\n")
    yield Found("object", old, None, None)


def loose(desk: Ledger, id_: str) -> Path:
    """Give the file of an object, each lying by itself."""
    for pack in desk.root.glob(".git/objects/pack/*.pack"):
        content = pack.read_bytes()
        for file in pack.parent.glob(f"{pack.stem}.*"):
            file.unlink()
        desk.git("unpack-objects", "-q", stdin=content)
    return desk.root / ".git/objects" / id_[:2] / id_[2:]


@REWRITING.kind(whole=True)
def byte_flipped_in_a_record(desk: Ledger) -> Iterator[Found]:
    commit = find(desk, "ticket gate assign")
    path = desk.path("gate")
    object_ = loose(desk, desk.git("rev-parse", f"{commit}:{path}"))
    object_.chmod(0o644)
    data = bytearray(object_.read_bytes())
    data[len(data) // 2] ^= 0x40
    object_.write_bytes(bytes(data))
    yield Found("object", commit, path, None)


@REWRITING.kind(whole=True)
def object_of_other_content(desk: Ledger) -> Iterator[Found]:
    """A whole, readable object under a name that is not its own."""
    commit = find(desk, "ticket gate assign")
    path = desk.path("gate")
    old = desk.git("rev-parse", f"{commit}:{path}")
    text = desk.git("cat-file", "blob", old).replace("owner: li.na", "owner: wu.gang")
    other = desk.git("hash-object", "-w", "--stdin", stdin=f"{text}\n".encode())
    loose(desk, old).chmod(0o644)
    loose(desk, old).write_bytes(loose(desk, other).read_bytes())
    yield Found("object", commit, path, None)


@REWRITING.kind(whole=True)
def object_lost(desk: Ledger) -> Iterator[Found]:
    commit = find(desk, "ticket gate assign")
    path = desk.path("gate")
    loose(desk, desk.git("rev-parse", f"{commit}:{path}")).unlink()
    yield Found("object", commit, path, None)


@REWRITING.kind(whole=True)
def commit_with_a_forged_header(desk: Ledger) -> Iterator[Found]:
    """The author of an old commit is written over inside the object itself."""
    commit = find(desk, "ticket gate assign")
    raw = desk.git("cat-file", "commit", commit) + "\n"
    forged = re.sub(r"author .*? <.*?>", f"author {NAMES[ATTACKER]} <{email(ATTACKER)}>", raw)
    other = desk.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=forged.encode())
    loose(desk, commit).chmod(0o644)
    loose(desk, commit).write_bytes(loose(desk, other).read_bytes())
    yield Found("object", commit, None, None)
