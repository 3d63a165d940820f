"""Desks of a few records, written as files, for reports and audits to count."""

from itertools import count
from typing import Any

APRIL = "2026-04-01T09:00:00+08:00"
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


FIRST_TIME = """\
kinds:
  ticket:
    fields:
      in_scope: {label: {en: in scope, zh: 职责内}, type: flag}
      settled_first_time: {label: {en: settled at once, zh: 一次办结}, type: flag}
reports:
  first-time:
    ref: TKT-09
    label: {en: settled at first contact, zh: 一次办结率}
    of: {kind: ticket, in_scope: "true"}
    share: {settled_first_time: "true"}
"""


def settled(desk: Any) -> Any:
    """Give a desk of four tickets in scope, three settled at once, and one out of scope."""
    rules(desk, FIRST_TIME)
    for at_once in ("true", "true", "true", "false"):
        put(desk, "ticket", "03-02T10:00", "open", in_scope="true", settled_first_time=at_once)
    put(desk, "ticket", "03-02T10:00", "open", in_scope="false")
    return desk


def figures(desk: Any, name: str, *words: str, **options: Any) -> Any:
    """Give a report as programs read it."""
    return desk.json("report", name, *words, **{"now": APRIL, **options})


def counts(desk: Any, name: str, field: str, *words: str, **options: Any) -> Any:
    """Give the count of every line by its value."""
    return {r[field]: r["count"] for r in figures(desk, name, *words, **options)["rows"]}
