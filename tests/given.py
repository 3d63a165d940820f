"""What a test of the rules is given: policies of real packs, a calendar, records as text."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from textwrap import dedent
from typing import Any

from cs_cli.domain import clock
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.clock import Clock, Fact
from cs_cli.domain.kind import Kind
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import Record, instant
from cs_cli.domain.schema import canonical_values
from cs_cli.store import codec, definitions, yamltext
from cs_cli.store.holidays import published_years

# The company codes of the rulebook; what lies beside them puts several together.
PACKS = [name for name in definitions.pack_names() if name.isupper()]

# Records as people would write them, the day being 2 March 2026 where the log has none.
SOFT = """
    kind: ticket
    type: complaint
    class: soft
    status: open
    log:
      10:00 open
"""
HARD = SOFT.replace("soft", "hard").replace("10:00", "09:00")
CALLBACK = """
    kind: callback
    type: {type}
    status: planned
    log:
      15:00 open
"""
BOOKING = """
    kind: booking
    slip: "0312"
    status: booked
    booked_on: 2026-03-02
    shooting_on: 2026-03-20
    viewing_on: 2026-03-05
    pickup_on: 2026-03-05
    wedding_on: 2026-05-01
    log:
      09:00 open
"""
LEAVE = """
    kind: leave
    type: {type}
    person: li
    from: "2026-03-05T08:30:00+08:00"
    to: 2026-03-05
    requested_by: li
    begins_at: 2026-03-05T08:30:00+08:00
    status: requested
    log:
      {asked} open
"""
HANDOVER = """
    kind: handover
    shift: day
    date: 2026-03-02
    from: li
    to: wang
    status: prepared
    log:
      15:00 open
"""

_HOURS = """
zone: Asia/Shanghai
hours:
  mon: [08:30-12:00, 13:30-18:00]
  tue: [08:30-12:00, 13:30-18:00]
  wed: [08:30-12:00, 13:30-18:00]
  thu: [08:30-12:00, 13:30-18:00]
  fri: [08:30-12:00, 13:30-18:00]
holidays: CN
shifts: {day: 08:00-16:00, night: 16:00-24:00}
"""


@cache
def calendar() -> Calendar:
    """Give office hours with Chinese holidays and two shifts."""
    data = yamltext.parse(_HOURS.encode(), path="calendar.yaml").data
    return Calendar.parse(data, published=published_years())


@cache
def policy(*packs: str) -> Policy:
    """Give the policy of real packs."""
    return definitions.load(packs, None)


def variants(rules: Policy) -> list[Kind]:
    """Give every kind and every type of one."""
    return [v for kind in rules.kinds.values() for v in kind.variants]


def record(text: str, rules: Policy) -> Record:
    """Read a record from front matter; an event may be written as one line.

    ``09:20 assign owner: li`` stands for an event on 2 March 2026 by li.
    """
    head, _log, events = text.partition("log:\n")
    lines = "".join(_event(line.strip()) for line in events.splitlines() if line.strip())
    front = f"---\nid: X-260302-000000\n{dedent(head).strip()}\nlog:\n{lines}---\n"
    document = codec.read(front.encode(), path="test.md")
    found = Record.parse(document.data)
    kind = rules.kinds[found.kind].of(found.type)
    return Record.parse(canonical_values(kind, document.data))


def _event(line: str) -> str:
    when, verb, *rest = line.split(" ", 2)
    said = f", {rest[0]}" if rest else ""
    return f"  - {{at: {moment(when).isoformat()}, by: li, do: {verb}{said}}}\n"


def moment(text: str) -> datetime:
    """Read ``10:14`` on 2 March 2026, ``03-05`` as the end of that day, or ``03-05T10:00``."""
    day, _t, time = text.rpartition("T") if ":" in text else (text, "", "24:00")
    if time == "24:00":
        return calendar().end_of_day(instant(f"2026-{day}T00:00:00+08:00").date())
    seconds = "" if time.count(":") == 2 else ":00"
    return instant(f"2026-{day or '03-02'}T{time}{seconds}+08:00")


def clocks(
    text: str, *packs: str, facts: Sequence[str] = (), rules: Policy | None = None
) -> dict[str, Clock]:
    """Give the clocks of a record by name, of several runs the last; ``facts`` are about it."""
    known = rules or policy(*packs)
    others = [record(fact, known) for fact in facts]
    linked = [Fact.of(o, known.kinds[o.kind].of(o.type)) for o in others]
    found = clock.clocks(record(text, known), known, calendar(), linked)
    return {one.name: one for one in found}


def at(text: str) -> str:
    """Give :func:`moment` as ``--now`` takes it."""
    return moment(text).isoformat()


def refused(desk: Any, row: str | None, *words: str, **options: Any) -> str:
    """Insist that a command is refused by that row of the rulebook; give the sentence."""
    result = desk.run(*words, **options)
    assert result.code == 3, result
    start = f"refused ({row}): " if row else "refused: "
    if options.get("lang") == "zh":
        start = f"不允许（{row}）：" if row else "不允许："
    assert result.err.startswith(start), result.err
    return str(result.err.removeprefix(start))


def noticed(desk: Any, id_: str, **options: Any) -> str:
    """Fill in the repair notice of a furniture store, as every step after it asks for."""
    customer = desk.new("customer", "--name", "高晓燕", "--phone", "13900001234", **options)
    told = ("--customer", customer, "--product", "wardrobe", "--symptom", "the door hangs")
    desk.ok("ticket", "fill-notice", id_, *told, **options)
    return id_


def diagnosed(desk: Any, id_: str) -> str:
    """Say what is wrong and how it is repaired, and have the store manager sign it."""
    staff = (desk.root / "people.yaml").read_text(encoding="utf-8")
    if "qin.lan" not in staff:
        desk.write("people.yaml", f"{staff}- {{id: qin.lan, name: 秦岚, roles: [store-manager]}}\n")
    told = ("--diagnosis", "runner worn", "--warranty-rule", "rules 2025, 4.2")
    told = (*told, "--warranty-covered", "yes", "--method", "new runner")
    desk.ok("ticket", "diagnose", id_, *told)
    desk.ok("ticket", "sign-notice", id_, as_="qin.lan")
    return id_
