"""Files that are no records, records that are no files, and texts that nobody can read."""

from collections.abc import Iterator

from tampering.events import by_hand
from tampering.kinds import ATTACKER, LATER, Found, Kinds
from tampering.ledger import Ledger, event

PLACES = Kinds()


@PLACES.kind()
def file_that_is_no_record(desk: Ledger) -> Iterator[Found]:
    yield from by_hand(desk, desk.write("ticket/2026/03/19/notes.txt", "call them\n"), "names")


@PLACES.kind()
def record_in_the_folder_of_another_kind(desk: Ledger) -> Iterator[Found]:
    path, text = desk.path("gate"), desk.read("gate")
    (desk.root / path).unlink()
    new = desk.write(path.replace("ticket/", "callback/"), text)
    (bad,) = by_hand(desk, path, "deleted")
    yield bad
    for code in ("place", "author", "back-dated"):
        yield Found(code, bad.commit, new)


@PLACES.kind()
def record_in_no_kinds_folder(desk: Ledger) -> Iterator[Found]:
    path, text = desk.path("gate"), desk.read("gate")
    (desk.root / path).unlink()
    new = desk.write(path.replace("ticket/", "old/"), text)
    (bad,) = by_hand(desk, path, "deleted")
    yield bad
    yield Found("names", bad.commit, new)


@PLACES.kind()
def roster_of_no_month(desk: Ledger) -> Iterator[Found]:
    path = desk.write("roster/next.yaml", "2026-03-20: {day: [li.na]}\n")
    bad = desk.commit(ATTACKER, LATER, "A roster")
    yield Found("names", bad, path)
    yield Found("roster", bad, path)
    yield Found("roster-file", bad, path)


def for_a_while(desk: Ledger, old: str, new: str, code: str) -> Iterator[Found]:
    """Break a record, and mend it in the next commit: what is there now is as it was."""
    path, honest = desk.path("gate"), desk.read("gate")
    desk.edit("gate", old, new)
    (bad,) = by_hand(desk, path, code)
    yield bad
    desk.write(path, honest)
    desk.commit(ATTACKER, "03-19 10:30", f"ticket {desk.ids['gate']}: note")


@PLACES.kind()
def key_that_stands_twice_for_a_while(desk: Ledger) -> Iterator[Found]:
    one = "severity: minor\nowner"
    yield from for_a_while(desk, one, f"severity: major\n{one}", "readable")


@PLACES.kind()
def anchors_for_a_while(desk: Ledger) -> Iterator[Found]:
    yield from for_a_while(desk, "owner: li.na\nlog", "owner: &who li.na\nlog", "readable")


@PLACES.kind()
def halves_of_a_merge_for_a_while(desk: Ledger) -> Iterator[Found]:
    halves = "<<<<<<< ours\nowner: li.na\n=======\nowner: wu.gang\n>>>>>>> theirs\nlog"
    yield from for_a_while(desk, "owner: li.na\nlog", halves, "readable")


@PLACES.kind()
def closing_line_lost_for_a_while(desk: Ledger) -> Iterator[Found]:
    yield from for_a_while(desk, "    severity: minor\n---\n", "    severity: minor\n", "readable")


@PLACES.kind()
def event_gone_for_a_while(desk: Ledger) -> Iterator[Found]:
    gone = event("03-09 09:30", "li.na", "note", note="asked the guard")
    yield from for_a_while(desk, gone, "", "append-only")


@PLACES.kind()
def event_gone_under_cover_of_a_broken_state(desk: Ledger) -> Iterator[Found]:
    """The record is broken first, and mended without what it said."""
    path, honest = desk.path("gate"), desk.read("gate")
    desk.edit("gate", "owner: li.na\nlog", "owner: [li.na\nlog")
    yield from by_hand(desk, path, "readable")
    gone = event("03-09 09:30", "li.na", "note", note="asked the guard")
    desk.write(path, honest.replace(gone, ""))
    bad = desk.commit(ATTACKER, "03-19 10:30", f"ticket {desk.ids['gate']}: note")
    yield Found("append-only", bad, path)


@PLACES.kind()
def event_gone_under_cover_of_a_deletion(desk: Ledger) -> Iterator[Found]:
    """The record is deleted first, and brought back without what it said."""
    path, honest = desk.path("gate"), desk.read("gate")
    (desk.root / path).unlink()
    yield from by_hand(desk, path, "deleted")
    gone = event("03-09 09:30", "li.na", "note", note="asked the guard")
    desk.write(path, honest.replace(gone, ""))
    bad = desk.commit(ATTACKER, "03-19 10:30", f"ticket {desk.ids['gate']}: note")
    yield Found("append-only", bad, path)


@PLACES.kind()
def record_gone_for_a_while(desk: Ledger) -> Iterator[Found]:
    path, honest = desk.path("gate"), desk.read("gate")
    (desk.root / path).unlink()
    yield from by_hand(desk, path, "deleted")
    desk.write(path, honest)
    desk.commit(ATTACKER, "03-19 10:30", f"ticket {desk.ids['gate']}: note")


@PLACES.kind()
def bytes_that_are_no_text(desk: Ledger) -> Iterator[Found]:
    path = desk.path("gate")
    text = (desk.root / path).read_bytes()
    (desk.root / path).write_bytes(text.replace(b"title: Gate open", b"title: Gate \xff open"))
    yield from by_hand(desk, path, "readable")


@PLACES.kind()
def link_in_place_of_a_record(desk: Ledger) -> Iterator[Found]:
    path = desk.path("gate")
    (desk.root / path).unlink()
    (desk.root / path).symlink_to("../../../../people.yaml")
    yield from by_hand(desk, path, "names")


@PLACES.kind()
def link_in_place_of_the_people(desk: Ledger) -> Iterator[Found]:
    """The list of people comes from outside of the desk, where anybody may write it."""
    (desk.root / "people.yaml").unlink()
    (desk.root / "people.yaml").symlink_to("/tmp/people.yaml")
    bad = desk.commit(ATTACKER, LATER, "Put something right")
    yield Found("settings", bad, "people.yaml")
    yield Found("readable", bad, "people.yaml")


@PLACES.kind()
def program_in_place_of_a_record(desk: Ledger) -> Iterator[Found]:
    path = desk.path("gate")
    (desk.root / path).chmod(0o755)
    yield from by_hand(desk, path, "names")


@PLACES.kind()
def repository_in_place_of_a_record(desk: Ledger) -> Iterator[Found]:
    path = "ticket/2026/03/19/T-260319-000000.md"
    tree = f"160000,{desk.head()},{path}"
    desk.git("update-index", "--add", "--cacheinfo", tree)
    desk.git(
        "commit", "--quiet", "--no-verify", "-m", "A record",
        **desk.author("王伟", "wang.wei@example.test", LATER),
    )  # fmt: skip
    yield Found("names", desk.head(), path)


@PLACES.kind()
def two_names_that_differ_in_case(desk: Ledger) -> Iterator[Found]:
    path = desk.path("gate")
    new = path.replace(desk.ids["gate"], desk.ids["gate"].lower())
    desk.write(new, desk.read("gate"))
    yield from by_hand(desk, new, "place", "author", "back-dated")
