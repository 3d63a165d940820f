"""One thing shown in full: facts, then sections."""

from collections.abc import Iterator, Sequence

from cs_cli.domain.frozen import dataclass
from cs_cli.render.colour import paint
from cs_cli.render.formats import listing as write
from cs_cli.render.markdown import escape_markdown
from cs_cli.render.plain import GAP, fitted, one_line
from cs_cli.render.safe import clean, lines
from cs_cli.render.table import Listing
from cs_cli.render.width import pad, width, wrap


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, labelled facts, and sections of text or rows; empty sections are not shown.

    The lines of the ``banner`` come before everything.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    sections: Sequence[tuple[str, str | Listing]] = ()
    banner: Sequence[str] = ()


def text(sheet: Sheet, *, columns: int | None = None, colour: bool = False) -> str:
    """Write a sheet for people, wrapped to that many terminal columns (None: not wrapped)."""
    first = [line for said in sheet.banner for line in _wrapped(one_line(said), columns, 0)]
    parts = [
        "".join(paint(line, "alarm", colour=colour) + "\n" for line in first),
        paint(one_line(sheet.title), "title", colour=colour) + "\n",
        _facts(sheet.facts, columns, colour=colour),
        *_sections(sheet.sections, columns, colour=colour),
    ]
    return "\n".join(part for part in parts if part)


def markdown(sheet: Sheet) -> str:
    """Write a sheet as Markdown; texts of sections are taken to be Markdown already."""
    first = "".join(f"> - {escape_markdown(said)}\n" for said in sheet.banner)
    parts = [*([first] if first else []), f"# {escape_markdown(sheet.title)}\n"]
    if sheet.facts:
        parts.append("".join(_bullet(label, value) for label, value in sheet.facts))
    for heading, body in sheet.sections:
        shown = _markdown(body)
        if shown:
            parts.append(f"## {escape_markdown(heading)}\n\n{shown}")
    return "\n".join(parts)


def _bullet(label: str, value: str) -> str:
    return f"- **{escape_markdown(label)}**: {escape_markdown(value)}".rstrip(" ") + "\n"


def _facts(facts: Sequence[tuple[str, str]], columns: int | None, *, colour: bool) -> str:
    size = max((width(one_line(label)) for label, _ in facts), default=0)
    done: list[str] = []
    for label, value in facts:
        first, *more = _wrapped(value, columns, size + len(GAP))
        value_line = first.lstrip(" ")
        lead = pad(one_line(label), size) if value_line else one_line(label)
        done.append(paint(lead, "faint", colour=colour) + (GAP + value_line if value_line else ""))
        done += more
    return "".join(line + "\n" for line in done)


def _sections(
    sections: Sequence[tuple[str, str | Listing]], columns: int | None, *, colour: bool
) -> Iterator[str]:
    for heading, body in sections:
        if isinstance(body, Listing):
            shown = fitted(body, columns, colour=colour)
        else:
            shown = (
                "".join(line + "\n" for line in _wrapped(body, columns, 0)) if body.strip() else ""
            )
        if shown:
            yield paint(one_line(heading), "title", colour=colour) + "\n" + shown


def _wrapped(value: str, columns: int | None, indent: int) -> list[str]:
    """Give the cleaned lines of a text, all indented by that many columns."""
    safe = clean(lines(value).strip("\n"))
    space = " " * indent
    if columns is None:
        return [(space + line).rstrip(" ") for line in safe.expandtabs(4).split("\n")]
    return wrap(safe, max(columns, indent + 20), first=space, rest=space)


def _markdown(body: str | Listing) -> str:
    if isinstance(body, Listing):
        return write(body, "md", colour=False, width=None)
    return clean(lines(body).strip("\n")) + "\n" if body.strip() else ""
