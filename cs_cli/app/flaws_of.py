"""What is found in a commit, told with place, person and time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from gettext import gettext as _
from pathlib import PurePosixPath
from typing import Any

from cs_cli.app.consequences import Judged
from cs_cli.app.replay import Step
from cs_cli.domain.frozen import replace
from cs_cli.domain.ledger import Commit
from cs_cli.domain.people import Person
from cs_cli.domain.policy import Policy
from cs_cli.domain.proof import Flaw
from cs_cli.domain.record import Event
from cs_cli.store import desk as desks

Blobs = Mapping[str, bytes]
_ALSO = {"needs": "required", "required": "required", "verbs": "verbs", "log-order": "back-dated"}
"""Checks of records that say what the engine says as well, and of which event."""
LEFT_OUT = "followup"
"""The code of what may still be made by a later commit."""


def unknown(commit: Commit, desk: desks.Desk) -> Flaw:
    """Give the flaw of an author whom the desk does not know."""
    message = _("nobody in {file} has the author's address {email}").format(
        file=desk.settings.people, email=commit.email
    )
    return Flaw("author", message)


def persons(steps: Sequence[Step], who: Sequence[Person], commit: Commit) -> Iterator[Flaw]:
    """Tell events in the name of somebody else than the author."""
    if not who:
        return
    names = [person.id for person in who]
    for step in steps:
        if step.event.by not in names:
            message = _("the event {verb} is by {by}, its commit by {author}").format(
                verb=step.event.do, by=step.event.by, author=", ".join(names)
            )
            yield of(step, "author", message)


def engine(judged: Judged) -> Iterator[Flaw]:
    """Tell the events that no command could have made."""
    for step, verdict in judged.verdicts:
        if verdict.code is not None:
            yield replace(
                of(step, verdict.code, verdict.message), rule=verdict.rule, hint=verdict.hint
            )


def left_out(judged: Judged, policy: Policy) -> Iterator[Flaw]:
    """Tell records that a rule makes with an event, and that the commit has not."""
    for step, path, rule in judged.left_out:
        id_ = PurePosixPath(path).stem
        message = _("the event {verb} of {id} makes {path}, which is not there").format(
            verb=step.event.do, id=step.after.id, path=path
        )
        kind = policy.kinds[path.partition("/")[0]]
        new = f"cs {kind.kind} new" + (
            f" --about {step.after.id}" if "about" in kind.fields else ""
        )
        hint = _("commands make it by themselves; make one now with: {command}").format(command=new)
        yield replace(of(step, LEFT_OUT, message), path=path, id=id_, line=None,
                      rule=rule, hint=hint)  # fmt: skip


def told(commit: Commit, desk: desks.Desk) -> Iterator[Flaw]:
    """Tell a commit that was made at another time than its command acted, in the desk's zone."""
    said, zone = desk.settings, desk.calendar.zone
    if abs(commit.committed - commit.at) > said.tolerance.span:
        message = _("its command acted at {at}, the commit was made at {made}").format(
            at=commit.at.astimezone(zone).isoformat(),
            made=commit.committed.astimezone(zone).isoformat(),
        )
        yield Flaw("told-clock", message, remark=said.clock == "told")


def of(step: Step, code: str, message: str) -> Flaw:
    """Give the flaw of an event."""
    event: Event = step.event
    return Flaw(
        code, message, path=step.path, id=step.after.id, line=step.line, person=event.by,
        at=event.at,
    )  # fmt: skip


def unique(flaws: Iterable[Flaw], steps: Sequence[Step] = ()) -> list[Flaw]:
    """Leave out what was found twice, by a check of records and by the engine."""
    found: dict[Any, Flaw] = {}
    for one in flaws:
        found.setdefault((one.code, one.path, one.line) if one.line else one, one)
    said = {(one.path, one.line, one.code) for one in found.values()}
    doubled = {
        (step.path, line, check)
        for step in steps
        for check, code in _ALSO.items()
        if (step.path, step.line, code) in said
        for line in step.lines
        if (check, line) != (code, step.line)
    }
    return [one for one in found.values() if (one.path, one.line, one.code) not in doubled]
