"""Honest histories that look odd: nothing may be found in any of them."""

from collections.abc import Iterator

from tampering.kinds import ATTACKER, LATER, Found, Kinds
from tampering.ledger import Ledger, email, event
from tampering.story import at_keyboard

ODD = Kinds()


@ODD.kind()
def nothing_odd(desk: Ledger) -> Iterator[Found]:
    """The story as it is."""
    yield from ()


@ODD.kind()
def offline_for_two_days(desk: Ledger) -> Iterator[Found]:
    """Wang Wei works on a train; what he did on the 17th comes in on the 19th."""
    hub, far = (
        desk.root.parent / f"{desk.root.name}-hub.git",
        desk.root.parent / f"{desk.root.name}-far",
    )
    desk.git("clone", "--quiet", "--bare", str(desk.root), str(hub))
    desk.git("remote", "set-url", "origin", str(hub))
    desk.git("clone", "--quiet", str(hub), str(far))
    other = Ledger(far, desk.home, desk.ids)
    at_keyboard(other, ATTACKER)
    other.cs("doctor --mend", "03-17 08:00", ATTACKER)
    other.cs(f"ticket note {desk.ids['gate']}", "03-17 09:00", ATTACKER, m="seen it")
    other.new(
        "far", "ticket new --channel phone --type complaint", "03-17 10:00", ATTACKER, title="Dust"
    )
    desk.cs(f"ticket note {desk.ids['gate']}", "03-18 09:00", "li.na", m="ordered a lock")
    desk.cs("sync", "03-18 10:00", "li.na")
    other.cs("sync", LATER, ATTACKER)
    desk.cs("sync", "03-19 11:00", "li.na")
    assert int(desk.git("rev-list", "--count", "--merges", "HEAD")) == 2
    yield from ()


@ODD.kind()
def saved_and_committed_by_the_next(desk: Ledger) -> Iterator[Found]:
    """Git was missing when Wang Wei did something; Li Na's next command commits it in his name."""
    code, _out, err = desk.run("ticket", "note", desk.ids["heat"], "-m", "it is warm",
                               at="03-18 09:00", as_=ATTACKER, path="/nowhere")  # fmt: skip
    if code != 6:
        raise AssertionError(f"{code}: {err}")
    desk.cs(f"ticket note {desk.ids['gate']}", LATER, "li.na", m="ordered a lock")
    authors = desk.git("log", "-2", "--format=%ae").split()
    if authors != [email("li.na"), email(ATTACKER)]:
        raise AssertionError(authors)
    yield from ()


@ODD.kind()
def written_by_hand_with_its_event(desk: Ledger) -> Iterator[Found]:
    """An editor will do, as long as the log says what was done."""
    desk.edit("gate", "owner: li.na\nlog", "owner: wang.wei\nlog")
    desk.log("gate", event("03-19 09:58", ATTACKER, "assign", owner=ATTACKER))
    desk.commit(ATTACKER, LATER, "I take this one")
    yield from ()


@ODD.kind()
def another_address(desk: Ledger) -> Iterator[Found]:
    """Both addresses are in the list when the new one is used first."""
    new = "li.na@new.test"
    desk.edit("people.yaml", "emails: [li.na@example.test]", f"emails: [li.na@example.test, {new}]")
    desk.commit("zhao.min", "03-19 09:00", "Li Na has another address")
    desk.log("gate", event(LATER, "li.na", "note", note="ordered a lock"))
    desk.commit("li.na", LATER, f"ticket {desk.ids['gate']}: note", author=("Li", new))
    desk.edit("people.yaml", f"li.na@example.test, {new}", new)
    desk.commit("zhao.min", "03-19 12:00", "Li Na's old address is gone")
    desk.cs(f"ticket note {desk.ids['gate']}", "03-19 13:00", "li.na", m="lock is there")
    yield from ()


@ODD.kind()
def forbidden_later(desk: Ledger) -> Iterator[Found]:
    """What was allowed when it was done stays so; the record may be worked on after that."""
    desk.write("policy/desk.yaml", """\
guards:
  answer-written:
    says: {en: "solved with a result: {fields}", zh: "办结须填写{fields}"}
    on: {kind: ticket, do: resolve}
    require: result
""")  # fmt: skip
    desk.commit("zhao.min", "03-19 09:00", "Everything is solved with a result")
    desk.cs(f"ticket note {desk.ids['water']}", LATER, ATTACKER, m="was explained")
    yield from ()


@ODD.kind()
def somebody_leaves(desk: Ledger) -> Iterator[Found]:
    """The technician is taken off the list; what he did was his to do."""
    text = desk.read("people.yaml")
    start = text.index("- id: wu.gang")
    desk.write("people.yaml", text[:start] + text[text.index("- id: sun.li") :])
    desk.write(
        "roster/2026-03.yaml", desk.read("roster/2026-03.yaml").replace(", night: [wu.gang]", "")
    )
    desk.commit("zhao.min", "03-19 09:00", "Wu Gang has left for good")
    desk.cs(f"ticket note {desk.ids['gate']}", LATER, "li.na", m="ordered a lock")
    yield from ()


@ODD.kind()
def committed_by_hand_in_batches(desk: Ledger) -> Iterator[Found]:
    """``commit: manual``: everybody commits at the end of the day what they did."""
    desk.edit("cs.yaml", "commit: auto", "commit: manual")
    desk.commit("zhao.min", "03-17 08:00", "We commit ourselves")
    desk.cs(f"ticket note {desk.ids['gate']}", "03-17 09:00", "li.na", m="ordered a lock")
    desk.cs(f"ticket assign {desk.ids['gate']} --owner wang.wei", "03-17 11:00", "li.na")
    desk.new(
        "dust", "ticket new --channel phone --type complaint", "03-17 14:00", "li.na", title="Dust"
    )
    for name, at in (("gate", "15"), ("dust", "16")):
        desk.cs(f"ticket set {desk.ids[name]} --severity major", f"03-17 {at}:00", "li.na")
        desk.cs("undo", f"03-17 {at}:05", "li.na")
    desk.cs(f"ticket set {desk.ids['dust']} --severity minor", "03-17 17:00", "li.na")
    desk.cs(f"ticket set {desk.ids['dust']} --severity normal", "03-17 17:10", "li.na")
    desk.cs("undo", "03-17 17:20", "li.na")
    desk.commit("li.na", "03-17 18:00", "What I did today")
    desk.cs(f"ticket note {desk.ids['gate']}", "03-18 09:00", ATTACKER, m="the lock is there")
    desk.commit(ATTACKER, "03-18 18:00", "What I did today")
    yield from ()


@ODD.kind()
def own_commits_joined(desk: Ledger) -> Iterator[Found]:
    """Two of Wang Wei's commits become one before anybody else has them."""
    desk.cs(f"ticket note {desk.ids['gate']}", "03-19 09:00", ATTACKER, m="seen it")
    desk.cs(f"ticket note {desk.ids['heat']}", "03-19 09:20", ATTACKER, m="it is warm")
    desk.git("reset", "--quiet", "--soft", "HEAD~2")
    desk.commit(ATTACKER, "03-19 09:30", "Two notes")
    yield from ()


@ODD.kind()
def clock_told(desk: Ledger) -> Iterator[Found]:
    """Somebody enters this morning what was done then, and ``cs`` writes down both times.

    It is within the tolerance; that a time was told is a remark, and no finding.
    """
    code, _out, err = desk.run("ticket", "note", desk.ids["gate"], "-m", "seen it",
                               at="03-19 09:55", as_=ATTACKER, clock=LATER)  # fmt: skip
    assert code == 0, err
    yield from ()


@ODD.kind()
def texts_of_the_house(desk: Ledger) -> Iterator[Found]:
    """A file beside the records, a form of the desk's own, and a comment in a record."""
    desk.write("README.md", "How we work here.\n")
    desk.commit(ATTACKER, "03-19 09:00", "How we work here")
    desk.edit("gate", "severity: minor\nowner", "severity: minor # says the guard\nowner")
    desk.commit("li.na", LATER, "A comment")
    yield from ()


@ODD.kind(signed=True)
def everybody_signs(desk: Ledger) -> Iterator[Found]:
    """The signed part of the story, and one more commit after it."""
    desk.cs(f"ticket note {desk.ids['gate']}", LATER, ATTACKER, m="seen it")
    yield from ()


@ODD.kind()
def customer_forgotten(desk: Ledger) -> Iterator[Found]:
    """The one exception to what was said stays said; an event says who asked for it, and why."""
    who = "customer new --name 周小燕 --phone 13900001111"
    desk.new("customer", who, "03-18 09:00", "li.na")
    about = f"ticket new --channel phone --type complaint --customer {desk.ids['customer']}"
    desk.new("theirs", about, "03-18 09:10", "li.na", title="周小燕 heard a noise")
    desk.cs(f"ticket note {desk.ids['theirs']}", "03-18 09:20", "li.na", m="call 13900001111")
    desk.cs(f"erase {desk.ids['customer']}", LATER, "zhao.min", m="wishes to be forgotten")
    assert "13900001111" not in desk.read("theirs")
    yield from ()


@ODD.kind(signed=True)
def signed_though_git_does_not_ask(desk: Ledger) -> Iterator[Found]:
    """Where the desk wants it, ``cs`` signs with the key that is there."""
    desk.git("config", "commit.gpgSign", "false")
    desk.cs(f"ticket note {desk.ids['gate']}", LATER, ATTACKER, m="seen it")
    yield from ()
