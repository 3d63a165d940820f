"""Answers written in the format that was asked for."""

import sys
from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from cs_cli.cli.context import Run
from cs_cli.cli.speech import say, say_raw
from cs_cli.domain.errors import Broken, Problem, UsageError
from cs_cli.render.formats import as_json, as_json_line, listing
from cs_cli.render.table import Listing

if TYPE_CHECKING:
    from cs_cli.render.document import Sheet

_ID = r"\b[A-Z]{1,3}-[0-9]{6}-[0-9A-Z]{6}\b"


def written(run: Run, what: Listing, *, nothing: str = "") -> None:
    """Print a listing in the format of this run; at a terminal, ``nothing`` where it is empty."""
    say_raw(listing(what, run.format, colour=run.colour, width=run.width))
    if nothing and not what.rows and run.format == "table":
        say(nothing)


def data(run: Run, value: Any) -> bool:  # noqa: ANN401 - JSON is any value
    """Print an object if a program asked for one; tell whether it did."""
    if run.format == "json":
        say_raw(as_json(value))
    elif run.format == "jsonl":
        for one in value if isinstance(value, list) else [value]:
            say_raw(as_json_line(one))
    return run.format in ("json", "jsonl")


def sheet(run: Run, what: "Sheet") -> None:
    """Print a sheet for people, as Markdown where that was asked for."""
    # Deferred: lists, which cron and people wait for most, are no sheets.
    from cs_cli.render import document

    if run.format == "md":
        say_raw(document.markdown(what))
    else:
        say_raw(document.text(what, columns=run.width, colour=run.colour))


def ids_of(given: Sequence[str]) -> list[str]:
    """Give the ids named; ``-`` reads them from stdin, as any list of ``cs`` prints them."""
    found: list[str] = []
    for word in given:
        if word == "-":
            found += _ids_in(sys.stdin.read())
        else:
            found.append(word)
    if not found:
        raise UsageError(_("no id was given"))
    return found


def _ids_in(text: str) -> list[str]:
    """Give the id of every object, row or line; without any whole id, the first word of each."""
    # Deferred: only a pipe from another command needs them.
    import json
    import re

    try:
        data = json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.split()]
        whole = [match[0] for line in lines if (match := re.search(_ID, line))]
        return whole or [line.split()[0] for line in lines]
    objects = data if isinstance(data, list) else [data]
    return [str(one["id"]) for one in objects if isinstance(one, dict) and one.get("id")]


def unreadable(_run: Run, problems: Sequence[Problem]) -> None:
    """End with what could not be read: the rest has been told, and the exit code says so."""
    if problems:
        raise Broken(problems)
