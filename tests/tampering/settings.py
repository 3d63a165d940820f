"""Rules, people, calendar, roster and what git is told, changed by those who may not."""

from collections.abc import Iterator

from tampering.acts import approved, call_after
from tampering.kinds import ATTACKER, LATER, Found, Kinds
from tampering.ledger import Ledger, event
from tampering.story import POLICY

SETTINGS = Kinds()


def changed(desk: Ledger, path: str, code: str = "settings") -> Iterator[Found]:
    """Commit a changed setting as the attacker."""
    yield Found(code, desk.commit(ATTACKER, LATER, "Put something right"), path)


@SETTINGS.kind()
def policy_softened_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    strict = "type: complaint, do: resolve}\n    require: "
    path = desk.edit("policy/desk.yaml", f"{strict}result", f"{strict}title")
    yield from changed(desk, path)


@SETTINGS.kind()
def policy_file_added_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    yield from changed(desk, desk.write("policy/zz.yaml", "guards:\n  answer-written: off\n"))


@SETTINGS.kind()
def policy_file_removed_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    (desk.root / "policy/desk.yaml").unlink()
    yield from changed(desk, "policy/desk.yaml")


@SETTINGS.kind()
def own_roles_raised(desk: Ledger) -> Iterator[Found]:
    me = "name: 王伟\n  roles: [clerk"
    yield from changed(desk, desk.edit("people.yaml", me, f"{me}, manager"))


@SETTINGS.kind()
def own_address_added_to_the_managers_entry(desk: Ledger) -> Iterator[Found]:
    theirs = "emails: [zhao.min@example.test"
    path = desk.edit("people.yaml", theirs, f"{theirs}, wei@home.test")
    yield from changed(desk, path)


@SETTINGS.kind()
def another_superior_chosen(desk: Ledger) -> Iterator[Found]:
    """Wang Wei would like to report to the technician."""
    mine = "name: 王伟\n  roles: [clerk]\n  department: service\n  reports_to: "
    yield from changed(desk, desk.edit("people.yaml", f"{mine}chen.jing", f"{mine}wu.gang"))


@SETTINGS.kind()
def roles_raised_and_used_at_once(desk: Ledger) -> Iterator[Found]:
    """One commit makes the clerk a supervisor's superior and approves; it is judged as before."""
    me = "name: 王伟\n  roles: [clerk"
    desk.edit("people.yaml", me, f"{me}, manager")
    path = approved(desk, ATTACKER)
    bad = desk.commit(ATTACKER, LATER, f"leave {desk.ids['open-leave']}: approve")
    yield Found("settings", bad, "people.yaml")
    yield Found("guard", bad, path, ATTACKER, "LVE-07")


@SETTINGS.kind()
def somebody_taken_off_the_list(desk: Ledger) -> Iterator[Found]:
    text = desk.read("people.yaml")
    start = text.index("- id: ma.li")
    desk.write("people.yaml", text[:start] + text[text.index("- id: chen.jing") :])
    yield from changed(desk, "people.yaml")


@SETTINGS.kind()
def calendar_changed_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    """A holiday more, and nothing is late."""
    path = desk.edit("calendar.yaml", "holidays: none", "holidays: none\nclosed: [2026-03-19]")
    yield from changed(desk, path)


@SETTINGS.kind()
def roster_changed_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("roster/2026-03.yaml", "2026-03-20: {day: [li.na, wang.wei]",
                     "2026-03-20: {day: [li.na]")  # fmt: skip
    yield from changed(desk, path, "roster")


@SETTINGS.kind()
def pack_taken_out_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    yield from changed(desk, desk.edit("cs.yaml", "  - TEL\n", ""))


@SETTINGS.kind()
def tolerance_widened_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    path = desk.write("cs.yaml", f"{desk.read('cs.yaml')}tolerance: 30 days\n")
    yield from changed(desk, path)


@SETTINGS.kind()
def tolerance_widened_and_used_at_once(desk: Ledger) -> Iterator[Found]:
    desk.write("cs.yaml", f"{desk.read('cs.yaml')}tolerance: 30 days\n")
    path = desk.log("gate", event("03-11 09:00", ATTACKER, "note", note="called on the 11th"))
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: note")
    yield Found("settings", bad, "cs.yaml")
    yield Found("back-dated", bad, path)


@SETTINGS.kind()
def clerks_made_keepers(desk: Ledger) -> Iterator[Found]:
    path = desk.write("cs.yaml", f"{desk.read('cs.yaml')}keepers: [clerk]\n")
    yield from changed(desk, path)


@SETTINGS.kind()
def merging_by_meaning_switched_off(desk: Ledger) -> Iterator[Found]:
    yield from changed(desk, desk.write(".gitattributes", "\n"))


@SETTINGS.kind()
def records_run_through_a_program(desk: Ledger) -> Iterator[Found]:
    """What git shows and commits of a record would be what a filter makes of it."""
    yield from changed(desk, desk.write(".gitattributes", "*.md merge=cs\n*.md filter=mine\n"))


@SETTINGS.kind()
def kind_of_its_own_added_by_a_clerk(desk: Ledger) -> Iterator[Found]:
    path = desk.write("templates/kinds/wish.yaml", """\
kind: wish
label: {en: wish, zh: 愿望}
prefix: W
title: title
fields:
  title: {label: {en: title, zh: 标题}, required: true}
states:
  open: {label: {en: open, zh: 未办}}
start: open
verbs: {}
""")  # fmt: skip
    yield from changed(desk, path)


@SETTINGS.kind()
def policy_changed_afterwards_to_allow_it(desk: Ledger) -> Iterator[Found]:
    """The manager may soften the rule; what was done before it was still forbidden then."""
    desk.edit("gate", "status: open", "status: resolved")
    path = desk.log("gate", event(LATER, ATTACKER, "resolve"))
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: resolve")
    yield Found("needs", bad, path)
    yield Found("guard", bad, path)
    desk.write("policy/desk.yaml", POLICY.replace("require: result", "require: title"))
    desk.commit("zhao.min", "03-19 11:00", "A title will do")


@SETTINGS.kind()
def superior_made_afterwards(desk: Ledger) -> Iterator[Found]:
    """The manager makes the technician a supervisor after he has approved."""
    path = approved(desk, "wu.gang")
    bad = desk.commit("wu.gang", LATER, f"leave {desk.ids['open-leave']}: approve")
    yield Found("guard", bad, path, "wu.gang", "LVE-07")
    mine = "name: 王伟\n  roles: [clerk]\n  department: service\n  reports_to: "
    desk.edit("people.yaml", f"{mine}chen.jing", f"{mine}wu.gang")
    desk.edit("people.yaml", "roles: [technician]", "roles: [technician, manager]")
    desk.commit("zhao.min", "03-19 11:00", "Wu Gang is a manager now")


@SETTINGS.kind()
def trailer_names_somebody_else(desk: Ledger) -> Iterator[Found]:
    desk.log("gate", event(LATER, ATTACKER, "note", note="all is well"))
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: note",
                      do="ticket.note", by="chen.jing")  # fmt: skip
    yield Found("trailer", bad, None)


@SETTINGS.kind()
def trailer_names_another_verb(desk: Ledger) -> Iterator[Found]:
    """What looks like a note in the list of commits closes the matter, and no call follows."""
    call = call_after(desk)
    desk.edit("gate", "status: open", "status: resolved")
    desk.edit("gate", "log:\n", "result: closed\nlog:\n")
    desk.log("gate", event(LATER, ATTACKER, "resolve", result="closed"))
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: note", do="ticket.note")
    yield Found("trailer", bad, None)
    yield Found("followup", bad, call, ATTACKER, "TKT-15")


@SETTINGS.kind()
def trailer_written_in_small_letters(desk: Ledger) -> Iterator[Found]:
    """Git does not tell ``cs-by`` from ``Cs-By``."""
    desk.log("gate", event(LATER, ATTACKER, "note", note="all is well"))
    subject = f"ticket {desk.ids['gate']}: note\n\ncs-by: chen.jing"
    yield Found("trailer", desk.commit(ATTACKER, LATER, subject), None)


@SETTINGS.kind()
def trailer_hides_a_change_of_people(desk: Ledger) -> Iterator[Found]:
    """A raise that calls itself a note."""
    me = "name: 王伟\n  roles: [clerk"
    desk.edit("people.yaml", me, f"{me}, manager")
    desk.log("gate", event(LATER, ATTACKER, "note", note="all is well"))
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: note", do="ticket.note")
    yield Found("settings", bad, "people.yaml")
