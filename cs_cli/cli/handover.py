"""``cs handover check [ID]``: nothing open is without somebody in the next shift (HND-20)."""

from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.due_views import hidden
from cs_cli.cli.speech import say
from cs_cli.cli.words import Command
from cs_cli.domain.kind import Kind
from cs_cli.render import instants
from cs_cli.render.table import Column, Listing

if TYPE_CHECKING:
    from cs_cli.app.handover import Checked, Loose


def check_command(_kind: Kind) -> Command:
    """Give the command that proves a handover complete."""
    text = _(
        "Check that nothing open is without somebody in the next shift.\n\n"
        "Lists every open ticket, promise and callback due that is neither in the handover nor "
        "with somebody who is at work in the next shift, and ends with 1 where there is any."
    )
    command = Command(name="check", help=text)
    command.params += [
        click.Argument(["part"], required=False, metavar="[ID]"),
        click.Option(["--no-mask", "unmasked"], is_flag=True, help=_("show personal data")),
    ]

    @click.pass_obj
    def check_handover(run: Run, /, *, part: str | None, unmasked: bool) -> int:
        # Deferred: every command of the kind passes here, one of them checks.
        from cs_cli.app.handover import check

        found = check(run.work, part)
        _print(run, found, masked=not unmasked)
        answers.unreadable(run, found.problems)
        return 1 if found.loose else 0

    command.callback = check_handover
    return command


def _print(run: Run, found: "Checked", *, masked: bool) -> None:
    items = [_item(one, masked=masked) for one in found.loose]
    if run.format in ("json", "jsonl"):
        answers.data(run, _data(found, items))
        return
    labels = {
        "id": _("record"), "title": _("title"), "owner": _("owner"), "due": _("due"),
        "why": _("why"),
    }  # fmt: skip
    columns = tuple(Column(key, label, wide=key == "title") for key, label in labels.items())
    rows = [
        {**item, "owner": one.owner or "-", "due": _due(one, found), "why": _why(one)}
        for one, item in zip(found.loose, items, strict=True)
    ]
    if items or run.format == "csv":
        keys = ("id", "kind", "type", "title", "owner", "due_at", "why")
        answers.written(run, Listing(columns, rows, items, keys))
    elif run.format in ("table", "md"):
        say(_said(found))


def _said(found: "Checked") -> str:
    if found.coming is None:
        return _("open matters: {n}; each is with somebody at work").format(n=found.open)
    message = _("open matters: {n}; each is handed over, or with somebody of {shift}")
    return message.format(n=found.open, shift=found.coming.key)


def _why(one: "Loose") -> str:
    words = {
        "no-owner": _("nobody has it"),
        "unknown-owner": _("owner has left"),
        "on-leave": _("owner is on leave"),
        "not-in-next-shift": _("owner is not in the next shift"),
    }
    return words[one.why]


def _due(one: "Loose", found: "Checked") -> str:
    return instants.instant(one.due, found.zone) if one.due else _("no limit set")


def _item(one: "Loose", *, masked: bool) -> dict[str, Any]:
    return {
        "id": one.found.id, "kind": one.found.kind, "type": one.found.type,
        "title": hidden(one.title, one.private) if masked else one.title,
        "owner": one.owner, "due_at": one.due.isoformat() if one.due else None, "why": one.why,
    }  # fmt: skip


def _data(found: "Checked", items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "shift": found.ending.key if found.ending else None,
        "next_shift": found.coming.key if found.coming else None,
        "people": list(found.people),
        "handovers": list(found.handovers),
        "open": found.open,
        "loose": items,
    }
