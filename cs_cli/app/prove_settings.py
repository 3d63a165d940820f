"""Prove that settings, staff, rules and roster were changed by those who may."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from gettext import gettext as _
from pathlib import Path

from cs_cli.app import roster_edit
from cs_cli.app.check_settings import Examined, examine
from cs_cli.app.roster_lines import Turn
from cs_cli.app.work import Work
from cs_cli.domain import keepers
from cs_cli.domain.errors import Broken, CsError, Invalid, Refused
from cs_cli.domain.ledger import Change
from cs_cli.domain.people import Person, Roster, parse_roster
from cs_cli.domain.proof import Flaw
from cs_cli.store import wiring, yamltext
from cs_cli.store.desk import Desk
from cs_cli.store.place import MARK

_FOLDERS = ("policy/", "templates/")
ROSTER = "roster/"


def is_setting(path: str, desk: Desk) -> bool:
    """Tell whether a file says how the desk works."""
    settings = desk.settings
    named = (MARK, settings.people, settings.calendar, settings.signers, wiring.ATTRIBUTES)
    return path in named or path.startswith(_FOLDERS)


def changed(
    changes: Iterable[Change], blobs: Mapping[str, bytes], desk: Desk, who: Sequence[Person]
) -> Iterator[Flaw]:
    """Tell settings that somebody changed who may not, by the settings before."""
    roles = keepers.keepers(desk.settings.keepers, desk.policy)
    may = any(person.has(*roles) for person in who)
    for change in changes:
        if not is_setting(change.path, desk) or _is_wiring(change, blobs):
            continue
        if not may:
            labels = ", ".join(
                str(desk.policy.roles[one].label) for one in roles if one in desk.policy.roles
            )
            yield Flaw(
                "settings", _("changed by somebody who may not; it needs: {roles}").format(
                    roles=labels or ", ".join(roles)
                ),
                path=change.path, person=_named(who),
                hint=_("who may is said in cs.yaml: keepers"),
            )  # fmt: skip


def _is_wiring(change: Change, blobs: Mapping[str, bytes]) -> bool:
    """Tell whether a file only gained the lines that ``cs doctor`` adds for anybody."""
    if change.path != wiring.ATTRIBUTES or not change.new:
        return False
    old, new = (blobs.get(one, b"").decode(errors="replace") for one in (change.old, change.new))
    had, has = old.splitlines(), new.splitlines()
    return has[: len(had)] == had and set(has[len(had) :]) <= {wiring.LINE}


def raised(before: Desk, after: Desk, who: Sequence[Person]) -> Iterator[Flaw]:
    """Tell roles that somebody gave themselves, in whatever file the staff is listed."""
    gained = keepers.raised(before.people, after.people, who, before.policy)
    if gained:
        yield Flaw(
            "settings", _("{person} gave themselves the role {roles}").format(
                person=_named(who), roles=", ".join(gained)
            ),
            path=after.settings.people, person=_named(who),
            hint=_("somebody else must do that"),
        )  # fmt: skip


def _named(who: Sequence[Person]) -> str | None:
    return who[0].id if who else None


def broken(folder: Path, paths: Sequence[str] | None, before: Examined | None) -> Iterator[Flaw]:
    """Tell what is wrong with the settings now and was not before; None means all files."""
    known = {(one.path, one.message) for one in (*before.fatal, *before.problems)} if before else ()
    now = examine(folder, paths or ())
    for one in (*now.fatal, *now.problems):
        if (one.path, one.message) not in known and (paths is None or one.path in paths):
            yield Flaw(one.rule or "readable", one.message, path=one.path, line=one.line,
                       hint=one.hint)  # fmt: skip


def roster(
    change: Change, blobs: Mapping[str, bytes], work: Work, written: Mapping[str, bytes]
) -> Iterator[Flaw]:
    """Tell lines of the roster that ``cs roster`` would have refused.

    What a follow-up of a command of the same commit wrote there is its own.
    """
    new = blobs.get(change.new, b"")
    if change.new and written.get(change.path) == new:
        return
    try:
        before, after = (_shifts(blobs.get(one, b""), change.path) for one in (
            change.old, change.new
        ))  # fmt: skip
    except (Broken, Invalid):
        return  # said as a setting that cannot be read
    for turn in _turns(before, after):
        try:
            roster_edit.judged(work, turn, "")
        except Refused as fault:
            yield Flaw(
                "roster", f"{turn.day} {turn.shift}: {fault.message}", path=change.path,
                rule=fault.rule, person=work.actor.id, at=work.now, hint=fault.hint,
            )  # fmt: skip
        except CsError:
            continue


def _shifts(raw: bytes, path: str) -> Roster:
    return parse_roster(yamltext.parse(raw, path=path).data) if raw.strip() else {}


def _turns(before: Roster, after: Roster) -> Iterator[Turn]:
    for day in sorted({**before, **after}):
        had, has = before.get(day, {}), after.get(day, {})
        for shift in {**had, **has}:
            if tuple(had.get(shift, ())) != tuple(has.get(shift, ())):
                yield Turn(day, shift, tuple(has.get(shift, ())))
