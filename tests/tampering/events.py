"""Events removed, changed, moved, put in, dated otherwise, and said to be somebody else's."""

from collections.abc import Iterator

from tampering.kinds import ATTACKER, LATER, Found, Kinds
from tampering.ledger import Ledger, email, event

EVENTS = Kinds()

URGED = """\
  - at: 2026-03-02T16:10:00+08:00
    by: chen.jing
    do: urge
    said: tomorrow
"""
URGE = URGED.replace("    do: urge\n", "")


def by_hand(desk: Ledger, path: str, *codes: str) -> Iterator[Found]:
    """Commit what stands there as the attacker, as if it were a note; all codes are found there."""
    id_ = path.rpartition("/")[2].removesuffix(".md")
    kind = path.partition("/")[0]
    bad = desk.commit(ATTACKER, LATER, f"{kind} {id_}: note")
    for code in codes:
        yield Found(code, bad, path)


@EVENTS.kind()
def event_removed(desk: Ledger) -> Iterator[Found]:
    """Somebody takes a reproach of the supervisor out of the log, and out of the list."""
    desk.edit("noise", URGED, "")
    yield from by_hand(desk, desk.edit("noise", URGE, ""), "append-only", "unlogged")


@EVENTS.kind()
def own_event_removed(desk: Ledger) -> Iterator[Found]:
    """Not even one's own event may go."""
    own = event("03-03 14:20", ATTACKER, "resolve")
    desk.edit("water", own, "")
    yield from by_hand(desk, desk.edit("water", "status: resolved", "status: open"), "append-only")


@EVENTS.kind()
def time_of_an_event_changed(desk: Ledger) -> Iterator[Found]:
    old = event("03-02 10:02", ATTACKER, "call")
    yield from by_hand(
        desk,
        desk.edit("noise", old, old.replace("10:02", "09:20")),
        "append-only",
        "back-dated",
        "verbs",
    )


@EVENTS.kind()
def person_of_an_event_changed(desk: Ledger) -> Iterator[Found]:
    old = event("03-05 09:00", "wu.gang", "feedback")
    path = desk.edit("heat", old, old.replace("wu.gang", ATTACKER))
    yield from by_hand(desk, path, "append-only", "back-dated")


@EVENTS.kind()
def verb_of_an_event_changed(desk: Ledger) -> Iterator[Found]:
    old = event("03-04 11:30", ATTACKER, "note")
    path = desk.edit("heat", old, old.replace("note", "message"))
    yield from by_hand(desk, path, "append-only", "back-dated")


@EVENTS.kind()
def value_of_an_event_changed(desk: Ledger) -> Iterator[Found]:
    """What the supervisor had said, in the log and in the list."""
    desk.edit("noise", URGED, URGED.replace("tomorrow", "whenever"))
    path = desk.edit("noise", URGE, URGE.replace("tomorrow", "whenever"))
    yield from by_hand(desk, path, "append-only", "back-dated", "author", "unlogged")


@EVENTS.kind()
def note_of_an_event_changed(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("heat", "note: boiler room", "note: the tenant was out")
    yield from by_hand(desk, path, "append-only", "back-dated")


@EVENTS.kind()
def note_changed_beside_an_honest_event(desk: Ledger) -> Iterator[Found]:
    desk.edit("heat", "note: boiler room", "note: the tenant was out")
    path = desk.log("heat", event(LATER, ATTACKER, "note", note="told the tenant"))
    yield from by_hand(desk, path, "append-only", "back-dated")


@EVENTS.kind()
def events_swapped(desk: Ledger) -> Iterator[Found]:
    one, two = (event(at, "li.na", do, **more) for at, do, more in (
        ("03-09 09:10", "assign", {"owner": "li.na"}),
        ("03-09 09:30", "note", {"note": "asked the guard"}),
    ))  # fmt: skip
    yield from by_hand(desk, desk.edit("gate", one + two, two + one), "append-only", "log-order")


@EVENTS.kind()
def event_put_between_old_ones(desk: Ledger) -> Iterator[Found]:
    """A call to the customer that nobody made, dated to when it should have been."""
    after = event("03-04 11:30", ATTACKER, "note", note="boiler room")
    made_up = event("03-04 16:00", ATTACKER, "note", note="called the tenant")
    yield from by_hand(desk, desk.edit("heat", after, after + made_up), "back-dated")


@EVENTS.kind()
def event_doubled(desk: Ledger) -> Iterator[Found]:
    one = event("03-04 11:30", ATTACKER, "note", note="boiler room")
    yield from by_hand(desk, desk.edit("heat", one, one + one), "back-dated")


@EVENTS.kind()
def log_replaced(desk: Ledger) -> Iterator[Found]:
    """The whole story is told anew."""
    path, text = desk.path("heat"), desk.read("heat")
    head, _log, _events = text.partition("log:\n")
    told = "".join([
        event("03-04 10:30", ATTACKER, "open"),
        event("03-04 10:31", ATTACKER, "dispatch", department="engineering"),
        event("03-04 12:00", "wu.gang", "feedback", result="mended"),
    ])  # fmt: skip
    desk.write(path, f"{head.replace('10:41:00', '10:31:00')}log:\n{told}---\n")
    yield from by_hand(desk, path, "append-only", "author", "back-dated", "unlogged")


@EVENTS.kind()
def record_deleted(desk: Ledger) -> Iterator[Found]:
    path = desk.path("gate")
    (desk.root / path).unlink()
    yield from by_hand(desk, path, "deleted")


@EVENTS.kind()
def record_renamed(desk: Ledger) -> Iterator[Found]:
    """The id stays inside, so no command finds the file any more."""
    path = desk.path("gate")
    new = path.replace(desk.ids["gate"], "T-260304-000000")
    (desk.root / path).rename(desk.root / new)
    (bad,) = by_hand(desk, path, "deleted")
    yield bad
    for code in ("place", "author", "back-dated"):
        yield Found(code, bad.commit, new)


@EVENTS.kind()
def record_moved_to_another_day(desk: Ledger) -> Iterator[Found]:
    path = desk.path("gate")
    new = path.replace("03/04", "03/05")
    desk.write(new, desk.read("gate"))
    (desk.root / path).unlink()
    (bad,) = by_hand(desk, path, "deleted")
    yield bad
    for code in ("place", "author", "back-dated"):
        yield Found(code, bad.commit, new)


@EVENTS.kind()
def id_changed_inside(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("gate", f"id: {desk.ids['gate']}", "id: T-260304-000000")
    yield from by_hand(desk, path, "place")


@EVENTS.kind()
def record_made_anew_under_another_id(desk: Ledger) -> Iterator[Found]:
    """Deleted, and told anew by somebody else as if it had always been so."""
    path, text = desk.path("gate"), desk.read("gate")
    new = path.replace(desk.ids["gate"], "T-260304-000000")
    desk.write(new, text.replace(desk.ids["gate"], "T-260304-000000"))
    (desk.root / path).unlink()
    (bad,) = by_hand(desk, path, "deleted")
    yield bad
    yield Found("author", bad.commit, new)
    yield Found("back-dated", bad.commit, new)


@EVENTS.kind()
def event_in_somebody_elses_name(desk: Ledger) -> Iterator[Found]:
    path = desk.log("gate", event(LATER, "chen.jing", "note", note="all is well"))
    yield from by_hand(desk, path, "author")


@EVENTS.kind()
def commit_in_the_supervisors_name(desk: Ledger) -> Iterator[Found]:
    """The author is forged; the event still says who it was."""
    path = desk.log("gate", event(LATER, ATTACKER, "note", note="all is well"))
    bad = desk.commit("chen.jing", LATER, f"ticket {desk.ids['gate']}: note")
    yield Found("author", bad, path, "chen.jing")


@EVENTS.kind()
def commit_by_nobody_we_know(desk: Ledger) -> Iterator[Found]:
    desk.log("gate", event(LATER, ATTACKER, "note", note="all is well"))
    stranger = ("Somebody", "somebody@elsewhere.test")
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: note", author=stranger)
    yield Found("author", bad, None, "somebody@elsewhere.test")


@EVENTS.kind()
def commit_by_the_name_without_the_address(desk: Ledger) -> Iterator[Found]:
    """A name is not who somebody is; the address is."""
    path = desk.log("gate", event(LATER, "chen.jing", "note", note="all is well"))
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: note",
                      author=("陈静", email(ATTACKER)))  # fmt: skip
    yield Found("author", bad, path)


@EVENTS.kind()
def events_of_two_people_in_one_commit(desk: Ledger) -> Iterator[Found]:
    desk.log("gate", event("03-19 09:50", "li.na", "note", note="is it mended?"))
    path = desk.log("gate", event(LATER, ATTACKER, "note", note="all is well"))
    yield from by_hand(desk, path, "author")


@EVENTS.kind()
def dated_back_an_hour(desk: Ledger) -> Iterator[Found]:
    path = desk.log("gate", event("03-19 09:00", ATTACKER, "note", note="called at nine"))
    yield from by_hand(desk, path, "back-dated")


@EVENTS.kind()
def dated_back_days(desk: Ledger) -> Iterator[Found]:
    path = desk.log("gate", event("03-11 09:00", ATTACKER, "note", note="called on the 11th"))
    yield from by_hand(desk, path, "back-dated")


@EVENTS.kind()
def dated_back_with_cs(desk: Ledger) -> Iterator[Found]:
    """``--now`` tells ``cs`` another time than the computer's."""
    gate = desk.ids["gate"]
    code, _out, _err = desk.run("ticket", "note", gate, "-m", "called on the 11th",
                                at="03-11 09:00", as_=ATTACKER, clock=LATER)  # fmt: skip
    assert code == 0
    yield Found("back-dated", desk.head(), desk.path("gate"))


@EVENTS.kind()
def dated_back_with_its_commit(desk: Ledger) -> Iterator[Found]:
    """The commit is dated back as well: before the one that it stands on."""
    path = desk.log("gate", event("03-11 09:00", ATTACKER, "note", note="called on the 11th"))
    bad = desk.commit(ATTACKER, "03-11 09:00", f"ticket {desk.ids['gate']}: note")
    yield Found("back-dated", bad, path)


@EVENTS.kind()
def new_record_dated_back(desk: Ledger) -> Iterator[Found]:
    """A complaint that nobody took down is made up when it is asked after."""
    desk.new("late", "ticket new --channel phone --type complaint", LATER, ATTACKER, title="Cold")
    path, text = desk.path("late"), desk.read("late")
    id_ = desk.ids["late"]
    old = id_.replace("260319", "260310")
    desk.git("reset", "--quiet", "--hard", "HEAD~1")
    new = path.replace("03/19", "03/10").replace(id_, old)
    desk.write(new, text.replace(id_, old).replace("2026-03-19", "2026-03-10"))
    desk.ids["late"] = old
    yield from by_hand(desk, new, "back-dated")


@EVENTS.kind()
def dated_into_the_future(desk: Ledger) -> Iterator[Found]:
    path = desk.log("gate", event("03-20 09:00", ATTACKER, "note", note="called tomorrow"))
    yield from by_hand(desk, path, "ahead")


@EVENTS.kind()
def text_blotted_without_saying_so(desk: Ledger) -> Iterator[Found]:
    """It looks erased, and no event says who erased it, and why."""
    path = desk.edit("heat", "note: boiler room", "note: (erased)")
    yield from by_hand(desk, path, "append-only", "back-dated")


@EVENTS.kind()
def erased_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    """Only a superior may let texts be forgotten; the supervisor's words are gone all the same."""
    desk.edit("noise", "note: called the neighbour", "note: (erased)")
    path = desk.log("noise", event(LATER, ATTACKER, "erase", note="asked to"))
    yield from by_hand(desk, path, "roles")


@EVENTS.kind()
def more_changed_than_was_erased(desk: Ledger) -> Iterator[Found]:
    """Under an erasure that is allowed another event gets other words."""
    desk.edit("noise", "note: called the neighbour", "note: (erased)")
    desk.edit("noise", URGED, URGED.replace("tomorrow", "whenever"))
    desk.edit("noise", URGE, URGE.replace("tomorrow", "whenever"))
    path = desk.log("noise", event(LATER, "zhao.min", "erase", note="asked to"))
    bad = desk.commit("zhao.min", LATER, f"ticket {desk.ids['noise']}: erase")
    for code in ("append-only", "back-dated", "author", "unlogged"):
        yield Found(code, bad, path, "zhao.min")
