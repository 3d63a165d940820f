"""Desks of a few records, written as files, for reports and audits to count."""

from itertools import count
from typing import Any

BASE = "packs: [base]\nstarted: 2026-01-01\nzone: Asia/Shanghai\nlanguage: en\n"
_NUMBERS = count(1)


def rules(desk: Any, *rows: str) -> None:
    """Let a desk have no rules but these."""
    desk.write("cs.yaml", BASE)
    for number, text in enumerate(rows):
        desk.write(f"policy/rules-{number}.yaml", text)


def put(desk: Any, kind: str, opened: str, status: str, *events: str, **values: Any) -> str:
    """Write a record that was opened at a time such as ``03-02T10:00``; give its id.

    An event is written ``03-02T11:00 reply`` or ``03-02T11:00 assign owner: wu.gang``.
    """
    prefix = {"ticket": "T", "callback": "B", "customer": "C", "campaign": "CP"}[kind]
    day = f"26{opened[:2]}{opened[3:5]}"
    id_ = f"{prefix}-{day}-{next(_NUMBERS):06d}"
    front = {"id": id_, "kind": kind, "title": "a matter", "status": status, **values}
    head = "".join(f"{key}: {value}\n" for key, value in front.items())
    log = "".join(_event(text) for text in (f"{opened} open", *events))
    path = f"{kind}/2026/{opened[:2]}/{opened[3:5]}/{id_}.md"
    at = f"2026-{opened}:00+08:00"
    desk.write(path, f"---\n{head}opened_at: {at}\nlog:\n{log}---\n")
    return id_


def _event(text: str) -> str:
    at, do, *said = text.split(" ", 2)
    more = "".join(f"    {pair.strip()}\n" for pair in (said[0].split(";") if said else ()))
    return f"  - at: 2026-{at}:00+08:00\n    by: li.na\n    do: {do}\n{more}"
