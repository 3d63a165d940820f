"""From a command line to a job: the text, JSON from a program, the editor, and questions."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import Any

from cs_cli.app import editing, records
from cs_cli.app.draft import Missing
from cs_cli.app.records import Done
from cs_cli.cli.context import Run
from cs_cli.cli.field_words import typed_fields, with_label
from cs_cli.domain.errors import CsError, NotFound, UsageError
from cs_cli.domain.kind import Kind


def asked_until_complete(
    run: Run, kind: Kind, do: str, given: Mapping[str, Any], part: str = ""
) -> Iterator[Done]:
    """Do what was asked, one by one; on a terminal ask for what is missing and try again."""
    if given.get("source"):
        yield from _all_of(run, kind, do, _from_json(given), part)
        return
    fields = typed_fields(given)
    if given.get("type"):
        fields["type"] = given["type"]
    text = typed_body(given)
    note = None if do == "open" else text or None
    body = text if do == "open" else ""
    if given.get("edit"):
        yield _from_editor(run, kind, fields, body)
        return
    while True:
        try:
            yield _once(run, kind, do, fields, part, note, body)
            return
        except Missing as missing:
            if not run.may_ask:
                raise
            note = _ask(missing, fields) or note


def _all_of(
    run: Run, kind: Kind, do: str, entries: Sequence[tuple[dict[str, Any], str]], part: str
) -> Iterator[Done]:
    """Do one entry after the other; an error says which it was, those before it are done."""
    for number, (fields, text) in enumerate(entries, start=1):
        try:
            yield _once(run, kind, do, fields, part, "", text)
        except CsError as error:
            if len(entries) > 1:
                which = _("entry {number}: {message}")
                error.message = which.format(number=number, message=error.message)
            raise


def _once(
    run: Run, kind: Kind, do: str, fields: Mapping[str, Any], part: str, note: str | None, body: str
) -> Done:
    if do == "open":
        return records.create(run.work, kind.kind, fields, note=None, body=body)
    return records.change(run.work, part, kind.kind, do, fields, note=note)


def _ask(missing: Missing, fields: dict[str, Any]) -> str | None:
    """Ask for every missing field; give the remark if that was missing."""
    # Deferred: most lines say all that is needed.
    import click

    try:
        return _answers(missing, fields, partial(click.prompt, err=True))
    except click.Abort:
        raise KeyboardInterrupt from None


def _answers(
    missing: Missing, fields: dict[str, Any], prompt: Callable[[str], object]
) -> str | None:
    for name, field in missing.fields.items():
        choices = ", ".join(with_label(n, str(c.label)) for n, c in field.choices.items())
        fields[name] = prompt(f"{field.label} [{choices}]" if choices else str(field.label))
    return str(prompt(_("reason"))) if missing.note else None


def typed_body(given: Mapping[str, Any]) -> str:
    """Give the text of ``-m``, or of the file of ``-F`` (``-`` for stdin)."""
    if given.get("file") and given.get("message"):
        raise UsageError(_("give the text with -m or with -F, not both"))
    if given.get("file"):
        return _read(str(given["file"]))
    message = given.get("message") or ""
    return f"{message}\n" if message and "file" in given else str(message)


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(_("{file} is not UTF-8 text").format(file=name)) from None
    except OSError as error:
        raise NotFound(
            _("{file} cannot be read: {reason}").format(file=name, reason=error.strerror)
        ) from None


def _from_json(given: Mapping[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Read one object, a list of objects, or one object per line."""
    text = _read(str(given["source"]))
    found = _parsed(text)
    listed = found if isinstance(found, list) else [found]
    if not listed:
        raise UsageError(_("no record was given"))
    pairs = []
    for entry in listed:
        if not isinstance(entry, dict):
            raise UsageError(_("expected JSON objects with the fields of the record"))
        body = str(entry.pop("body", ""))
        pairs.append((entry, body))
    return pairs


def _parsed(text: str) -> Any:  # noqa: ANN401 - JSON is any value
    # Deferred: only a program gives JSON.
    from decimal import Decimal

    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as first:
        try:
            return [
                json.loads(line, parse_float=Decimal) for line in text.splitlines() if line.strip()
            ]
        except (ValueError, RecursionError):
            raise UsageError(_("not JSON: {error}").format(error=first)) from None


def _from_editor(run: Run, kind: Kind, fields: Mapping[str, Any], body: str) -> Done:
    """Let the person write the record in an editor; a draft that fails is kept."""
    text = _edited(run, kind, fields, body)
    try:
        typed, body = editing.read_draft(text)
        return records.create(run.work, kind.kind, typed, note=None, body=body)
    except CsError as error:
        kept = editing.keep_draft(run.work, text)
        again = _("what you wrote is kept; go on with: cs {kind} new --edit -F {file}")
        way = again.format(kind=kind.kind, file=kept)
        error.hint = f"{error.hint}\n{way}" if error.hint else way
        raise


def _edited(run: Run, kind: Kind, fields: Mapping[str, Any], body: str) -> str:
    # Deferred: as above.
    import click

    chosen = kind.of(str(fields.get("type") or ""))
    draft = body if body.startswith("---\n") else editing.draft_text(chosen, fields, body)
    editor = (
        run.environment.get("CS_EDITOR")
        or run.environment.get("VISUAL")
        or run.environment.get("EDITOR")
    )
    # On the desk, not in a folder for everybody: it is about somebody.
    with editing.draft_file(run.work, draft) as file:
        try:
            click.edit(filename=str(file), editor=editor)
        except click.ClickException as error:
            raise UsageError(error.format_message()) from None
        written = _read(str(file))
    if written == draft:
        raise UsageError(_("nothing was written; nothing is saved"))
    return written
