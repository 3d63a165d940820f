"""Answers about records: what a command did, lists, records in full."""

from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _
from typing import Any
from zoneinfo import ZoneInfo

from cs_cli.app.due import items, private_items
from cs_cli.app.records import Done
from cs_cli.cli import list_views
from cs_cli.cli.answers import data
from cs_cli.cli.context import Run
from cs_cli.cli.due_views import due_data, due_row
from cs_cli.cli.speech import say, tell
from cs_cli.cli.tellings import recalled_data, recalled_lines, told_data, told_lines
from cs_cli.domain.act import Warned


def done(run: Run, results: Iterable[Done]) -> None:
    """Print what a command did: ids, and what is now owed; for a dry run the diff.

    What was done before one of several fails is told all the same.
    """
    values: list[Any] = []
    try:
        for one in results:
            warn(run, one.warnings)
            if run.format in ("json", "jsonl"):
                values += _dry_data(one) if run.work.dry_run else [_done_data(run, one)]
            elif run.work.dry_run:
                _say_diff(run, one)
            else:
                _done_text(run, one)
    finally:
        if values:
            is_one = len(values) == 1 and not run.work.dry_run
            data(run, values[0] if is_one else values)


def _say_diff(run: Run, one: Done) -> None:
    # Deferred: only a dry run compares texts.
    from cs_cli.render.diff import diff

    changes = [(s.path, s.before, s.after) for s in one.saved]
    say(diff(changes, colour=run.colour), colour=run.colour)


def warn(run: Run, warnings: Sequence[Warned]) -> None:
    """Tell what rules have against a command that they let pass."""
    for warned in warnings if not run.speaks_json else ():
        if warned.rule:
            tell(_("warning ({rule}): {message}").format(rule=warned.rule, message=warned.text))
        else:
            tell(_("warning: {message}").format(message=warned.text))


def _dry_data(one: Done) -> list[dict[str, str | None]]:
    return [{"path": s.path, "before": _text(s.before), "after": _text(s.after)} for s in one.saved]


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode()


def _done_data(run: Run, one: Done) -> dict[str, Any]:
    zone = run.work.desk.calendar.zone
    owed = [due_data(item, masked=True) for item in private_items(run.work, one.owed, zone)]
    return {
        "id": one.id, "kind": one.kind, "type": one.type, "status": one.status, "do": one.do,
        "made": list(one.made), "changed": list(one.changed), "owed": owed,
        "told": told_data(one.told), "recalled": recalled_data(one.recalled),
        "warnings": [{"rule": w.rule, "message": w.text} for w in one.warnings],
    }  # fmt: skip


def _done_text(run: Run, one: Done) -> None:
    zone = run.work.desk.calendar.zone
    kind = run.work.policy.kinds[one.kind].of(one.type)
    state = list_views.state_label(kind, one.status)
    say(one.id if one.do == "open" else f"{one.id}: {state}")
    for line in told_lines(one.told, zone):
        say(f"  {line}")
    for made in one.made:
        say(_("  made {id}").format(id=made))
    for changed in one.changed:
        say(_("  changed {id}").format(id=changed))
    for item in items(one.owed, run.now, zone):
        say("  " + _owed_line(item, one.id, zone))
    for line in recalled_lines(one.recalled, zone) if one.recalled else ():
        say(f"  {line}")


def owed_lines(run: Run, id_: str) -> Iterator[str]:
    """Say what is owed on a record, one line each."""
    zone = run.work.desk.calendar.zone
    for item in items(tuple(run.work.obligations.of(id_)), run.now, zone):
        yield "  " + _owed_line(item, id_, zone)


def _owed_line(item: Any, id_: str, zone: ZoneInfo) -> str:  # noqa: ANN401
    row = due_row(item, zone, masked=True)
    other = f"{row['id']} " if item.owed.id != id_ else ""
    rule = f" ({row['rule']})" if row["rule"] else ""
    return f"{row['due']}  {other}{row['what']}{rule}  {row['owner']}"
