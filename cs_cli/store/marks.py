"""Where the top-level entries of any front matter stand, by the marks of YAML's events."""

from collections.abc import Iterator, Sequence

import yaml

from cs_cli.store.layout import Entry, Form, Mark
from cs_cli.store.yamlstrict import LOADER, Event


def entries(text: str) -> list[Entry]:
    """Give the entries of a text that the strict reader has accepted as a block mapping."""
    lines = text.split("\n")
    events = list(yaml.parse(text, Loader=LOADER))
    # stream, document and mapping start; mapping, document and stream end
    return [_entry(key, value, lines) for key, value in _pairs(events[3:-3])]


def _pairs(events: Sequence[Event]) -> Iterator[tuple[Event, list[Event]]]:
    values = _values(events)
    for key in values:
        yield key[0], next(values)


def _values(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Give each value as the events from its start to its end."""
    value: list[Event] = []
    depth = 0
    for event in events:
        value.append(event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth == 0:
            yield value
            value = []


def _entry(key: Event, value: list[Event], lines: list[str]) -> Entry:
    first = value[0]
    form = _form(first)
    end = value[-1].end_mark if form == "line" else first.end_mark
    listed = form == "line" and isinstance(first, yaml.SequenceStartEvent)
    return Entry(
        key=key.value,
        key_start=_mark(key.start_mark),
        key_end=_mark(key.end_mark),
        start=_mark(first.start_mark),
        end=_mark(end),
        last=max(key.end_mark.line, *(_last_line(event, lines) for event in value)),
        form=form,
        keeps_blanks=any(_keeps(event, lines) for event in value),
        items=tuple(_span(item) for item in _values(value[1:-1])) if listed else (),
    )


def _form(event: Event) -> Form:
    if isinstance(event, yaml.ScalarEvent):
        return "text" if event.style in ("|", ">") else "line"
    if event.flow_style:
        return "line"
    return "list" if isinstance(event, yaml.SequenceStartEvent) else "map"


def _last_line(event: Event, lines: list[str]) -> int:
    """Give the last line that an event itself takes; the end of a block takes none."""
    start, end = event.start_mark, event.end_mark
    if getattr(event, "style", None) in ("|", ">"):
        return _last_of_text(event, lines)
    if (start.line, start.column) != (end.line, end.column):
        return int(end.line)
    # An empty value may be marked where the next key begins; block ends always are.
    return int(start.line) if isinstance(event, yaml.ScalarEvent) and start.column else 0


def _last_of_text(event: Event, lines: list[str]) -> int:
    """Give a block text's last line; blank lines count only where they are kept (``|+``)."""
    end = event.end_mark
    last: int = end.line - (end.column == 0)
    if _keeps(event, lines):
        return last
    while last > event.start_mark.line and not lines[last].strip():
        last -= 1
    return last


def _keeps(event: Event, lines: list[str]) -> bool:
    """Tell whether the blank lines after a block text belong to it: ``|+``, ``>2+``."""
    if getattr(event, "style", None) not in ("|", ">"):
        return False
    start = event.start_mark
    return "+" in lines[start.line][start.column :].partition("#")[0]


def _mark(mark: Event) -> Mark:
    return mark.line, mark.column


def _span(item: list[Event]) -> tuple[Mark, Mark]:
    return _mark(item[0].start_mark), _mark(item[-1].end_mark)
