"""The records of an invented desk, one after the other, whatever their number."""

from collections.abc import Callable, Iterator
from datetime import date
from math import ceil
from typing import NamedTuple

import vocabulary as words
from lives import (
    CLERKS,
    DAY,
    FIRST,
    HOUR,
    OPEN,
    SETTLED,
    STAFF,
    SUPERIOR,
    TYPES,
    Chance,
    Life,
    Values,
    date_of,
    number_of,
    step,
    written,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LAST_DAY = number_of(date(2026, 11, 20))
A_YEAR = 300_000  # records that a busy desk of twenty people comes to
# Records begin from half past eight to half past three, so that what follows is the same day.
MORNING, AFTERNOON = 8 * HOUR + 1_800, 15 * HOUR + 1_800
# The last 1.5 % are open, and of the last three months as many that it makes 2 % in all.
RECENT, STRAGGLERS, YOUNG = 0.985, 0.005, 90

File = tuple[str, str]  # path and text


class Unit(NamedTuple):
    """Some records that belong together: their number in the stream, day, and whether open."""

    number: int
    day: int
    open: bool


def first_day(records: int) -> int:
    """Give the day a desk begins: 1 January 2026, or earlier where it has more than a year's."""
    return min(0, LAST_DAY + 1 - -(-records * 365 // A_YEAR))


class Stream:
    """The records of a desk, in the order of their days."""

    def __init__(self, records: int, seed: int) -> None:
        self._records = records
        self._seed = seed
        self._chance = Chance(f"desk {seed}")
        self._units = max(records // 2, 1)  # 22 records in 11 units
        self._first = first_day(records)
        self._days = LAST_DAY + 1 - self._first
        self._recent = ceil(self._units * RECENT)
        young = self._recent - self._units * (self._days - YOUNG) // self._days
        self._every = max(1, round(young / (self._units * STRAGGLERS)))
        self._made = {"T": 0, "B": 0, "L": 0, "H": 0}

    def files(self) -> Iterator[File]:
        """Give every record; a case that does not fit in at the end is left out."""
        left, number = self._records, 0
        while left:
            size, make = BLOCK[number % len(BLOCK)]
            if size <= left:
                left -= size
                yield from make(self, self._unit(number))
            number += 1

    def _unit(self, number: int) -> Unit:
        day = self._day(number)
        strays = day > LAST_DAY - YOUNG and number % self._every == 0
        return Unit(number, day, number >= self._recent or strays)

    def _day(self, number: int) -> int:
        return min(self._first + number * self._days // self._units, LAST_DAY)

    def _id(self, prefix: str, day: int, number: int) -> str:
        """Give the id of the so many-th record of a kind: another one for every number."""
        bits = (number * 0x2545F491 + self._seed * 0x9E3779B1 + 0x1B873593) % (1 << 30)
        letters = "".join(ALPHABET[bits >> shift & 31] for shift in range(25, -1, -5))
        return f"{prefix}-{date_of(day)[2:].replace('-', '')}-{letters}"

    def _next_id(self, prefix: str, day: int) -> str:
        self._made[prefix] += 1
        return self._id(prefix, day, self._made[prefix])

    def _start(self, unit: Unit) -> int:
        return unit.day * DAY + MORNING + self._chance.below(AFTERNOON - MORNING)

    def _pause(self) -> int:
        return 60 + self._chance.below(540)

    def _later(self, unit: Unit) -> int:
        """Give the seconds to what comes next: up to a day, for what is over by now."""
        return self._pause() + (0 if unit.open else self._chance.below(2) * DAY)

    # --- customers

    def _customer_id(self, number: int) -> str:
        """Give the id of the so many-th customer, two to a block, without remembering them."""
        return self._id("C", self._day(number // 2 * len(BLOCK) + number % 2), number)

    def _some_customer(self, unit: Unit) -> str:
        """Give one of this block's customers, or now and then an earlier one."""
        newest = unit.number // len(BLOCK) * 2 + 1
        chance = self._chance
        return self._customer_id(
            chance.below(newest + 1) if chance.below(3) == 0 else newest - chance.below(2)
        )

    def customer(self, unit: Unit) -> Iterator[File]:
        """Give a customer, known before the desk opens that day."""
        chance = self._chance
        number = unit.number // len(BLOCK) * 2 + unit.number % len(BLOCK)
        at = unit.day * DAY + 8 * HOUR + chance.below(1_800)
        life = Life(self._customer_id(number), "customer", None, at, chance.pick(CLERKS))
        name = chance.pick(words.SURNAMES) + chance.pick(words.GIVEN) + chance.pick(words.GIVEN)
        place = f"{chance.below(30) + 1}栋{chance.below(3) + 1}单元{chance.below(28) + 1}02室"
        life.values = {
            "name": name,
            "phone": f"139 0000 {number % 10_000:04}",
            "address": chance.pick(words.ESTATES) + place,
            "region": chance.pick(words.REGIONS),
            "tier": chance.pick(words.TIERS),
            "member": chance.pick(("true", "false")),
        }
        yield _file(life, "active", "")

    # --- one customer's matters, and the call that settles them

    def case(self, unit: Unit) -> Iterator[File]:
        """Give two tickets and the callback on both."""
        return self._case(unit, 2)

    def small_case(self, unit: Unit) -> Iterator[File]:
        """Give a ticket and its callback."""
        return self._case(unit, 1)

    def _case(self, unit: Unit, size: int) -> Iterator[File]:
        customer = self._some_customer(unit)
        tickets = [self._ticket(unit, customer) for _ in range(size)]
        if unit.open:
            states = [self._leave_open(ticket) for ticket in tickets]
        else:
            states = ["closed" for _ in tickets]
            for ticket in tickets:
                self._settle(ticket, unit)
        callback, outcome = self._callback(unit, customer, tickets)
        if not unit.open:
            for ticket in tickets:
                ticket.at = callback.at
                for verb in ("call-back", "close"):
                    step(ticket, verb, self._pause(), self._chance)
        for ticket, state in zip(tickets, states, strict=True):
            yield _file(ticket, state, self._chance.body())
        yield _file(callback, outcome, "")

    def _ticket(self, unit: Unit, customer: str) -> Life:
        chance = self._chance
        type_, by = chance.pick(TYPES), chance.pick(CLERKS)
        life = Life(self._next_id("T", unit.day), "ticket", type_, self._start(unit), by)
        life.values = {
            "title": chance.fill(words.TITLES[type_]),
            "channel": chance.pick(words.CHANNELS),
            "customer": customer,
            "first_responsible": by,
            "severity": chance.pick(("minor", "normal", "normal")),
            "priority": chance.pick(("low", "normal", "normal")),
            "received_at": written(life.at),
            "received_by": by,
            **{name: value(chance) for name, value in FIRST.get(type_, {}).items()},
        }
        return life

    def _leave_open(self, ticket: Life) -> str:
        verbs, state = self._chance.pick(OPEN)
        for verb in verbs.split():
            step(ticket, verb, self._pause(), self._chance)
        return state

    def _settle(self, ticket: Life, unit: Unit) -> None:
        verbs = self._chance.pick(SETTLED[str(ticket.type)]).split()
        night = self._chance.below(len(verbs) + 1)  # after so many verbs, if at all
        for number, verb in enumerate(verbs):
            after = self._pause() if number != night else self._later(unit)
            step(ticket, verb, after, self._chance)

    def _callback(self, unit: Unit, customer: str, tickets: list[Life]) -> tuple[Life, str]:
        chance = self._chance
        at = max(ticket.at for ticket in tickets) + self._later(unit)
        type_ = "repair" if tickets[0].type == "repair" else "first-contact"
        id_ = self._next_id("B", at // DAY)
        life = Life(id_, "callback", type_, at, tickets[0].by)
        life.values = {
            "title": f"回访：{tickets[0].values['title']}",
            "customer": customer,
            "about": [ticket.id for ticket in tickets],
            "owner": tickets[0].by,
            "due_at": written(at + chance.below(4) * HOUR),
        }
        return life, self._call(life, unit)

    def _call(self, life: Life, unit: Unit) -> str:
        """Try to reach the customer; give the state that comes of it."""
        chance, attempts, by = self._chance, [], life.by
        for _ in range(chance.below(3)):
            at = life.at + self._pause()
            said: Values = {"reached": "false", "outcome": chance.pick(words.OUTCOMES)}
            attempts.append({"at": written(at), "by": by, **said})
            life.do("attempt", at, by, {}, said)
        if attempts:
            life.values["attempts"] = attempts
        if unit.open:
            return "attempted" if attempts else "planned"
        found: Values = {
            "result": chance.pick(words.RESULTS), "satisfaction": chance.pick(words.SATISFACTION)
        }  # fmt: skip
        if life.type == "repair":
            found |= {name: chance.pick(("good", "good", "fair")) for name in words.RATINGS}
        life.do("done", life.at + self._later(unit), by, found)
        if chance.below(2):
            life.do("archive", life.at + self._pause(), by, {})
            return "archived"
        return "done"

    # --- leave and handovers

    def leave(self, unit: Unit) -> Iterator[File]:
        """Give somebody's leave of a day or two, two days from now."""
        chance = self._chance
        person = chance.pick(STAFF[8:])[0]
        type_ = chance.pick(("annual", "sick", "ordinary-personal", "compensatory"))
        life = Life(self._next_id("L", unit.day), "leave", type_, self._start(unit), person)
        first = unit.day + 2
        life.values = {
            "person": person,
            "from": date_of(first),
            "to": date_of(first + chance.below(2)),
            "reason": chance.pick(words.LEAVE_REASONS),
            "requested_by": person,
            "begins_at": written(first * DAY + 8 * HOUR),
        }
        if unit.open and chance.below(2):
            life.values["next_approver"] = SUPERIOR[person]
            yield _file(life, "requested", "")
            return
        yield _file(life, self._decide(life, unit, first), "")

    def _decide(self, life: Life, unit: Unit, first: int) -> str:
        superior, at = SUPERIOR[life.by], life.at + self._pause()
        said: Values = {"opinion": "同意"}
        life.do("approve", at, superior, {"approved_at": written(at)}, said)
        life.values["approvals"] = [{"by": superior, "at": written(at), "opinion": "同意"}]
        if unit.open:
            return "approved"
        life.do("depart", first * DAY + 8 * HOUR, life.by, {})
        back = (first + 1) * DAY + 8 * HOUR + self._pause()
        life.do("return", back, life.by, {"returned_at": written(back)})
        return "returned"

    def handover(self, unit: Unit) -> Iterator[File]:
        """Give a handover at the end of the day shift."""
        chance = self._chance
        giver, taker = chance.pick(CLERKS[:4]), chance.pick(CLERKS[4:])
        at = unit.day * DAY + 17 * HOUR + chance.below(1_200)
        life = Life(self._next_id("H", unit.day), "handover", None, at, giver)
        life.values = {
            "shift": "day",
            "date": date_of(unit.day),
            "from": giver,
            "to": taker,
            "items": [{"text": chance.pick(words.ITEMS), "status": "已交代"}
                      for _ in range(1 + chance.below(4))],
            "inventory": [{"item": item, "expected": str(count), "found": str(count)}
                          for item, count in words.INVENTORY],
        }  # fmt: skip
        state = self._hand_over(life, giver, taker, chance.below(2) if unit.open else 2)
        yield _file(life, state, "")

    def _hand_over(self, life: Life, giver: str, taker: str, signatures: int) -> str:
        def at() -> int:
            return life.at + self._pause()

        ready = at()
        life.do("ready", ready, giver, {"outgoing_ready_at": written(ready)})
        if signatures == 0:
            return "prepared"
        arrived = at()
        life.do("arrive", arrived, taker, {"incoming_at": written(arrived)})
        life.do("read", at(), taker, {"read_log": "true"})
        life.do("sign", at(), giver, {})
        if signatures == 1:
            return "outgoing-signed"
        life.do("accept", at(), taker, {})
        return "incoming-signed"


BLOCK: tuple[tuple[int, Callable[[Stream, Unit], Iterator[File]]], ...] = (
    (1, Stream.customer), (1, Stream.customer),
    (3, Stream.case), (3, Stream.case), (1, Stream.handover),
    (3, Stream.case), (3, Stream.case), (1, Stream.leave),
    (3, Stream.case), (1, Stream.handover), (2, Stream.small_case),
)  # fmt: skip
"""How many records each unit makes, and how."""


def _file(life: Life, status: str, body: str) -> File:
    day = date_of(life.opened // DAY).replace("-", "/")
    return f"{life.head['kind']}/{day}/{life.id}.md", life.text(status, body)
