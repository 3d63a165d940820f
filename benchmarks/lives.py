"""How records come about: which verbs follow each other, and what each of them sets.

The verbs and states are those of ``templates/kinds``; a test replays what comes of them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, TypeVar

import vocabulary as words

T = TypeVar("T")
Value = Any  # a text, a list of texts or of mappings, or a mapping of them
Values = dict[str, Value]

HOUR, DAY = 3_600, 86_400
_NEW_YEAR = date(2026, 1, 1)  # day 0

STAFF = [line.split() for line in words.PEOPLE.splitlines()]
CLERKS = [id_ for id_, _name, role, *_rest in STAFF if role in ("clerk", "front-desk")]
TECHNICIANS = [id_ for id_, _name, role, *_rest in STAFF if role == "technician"]
SUPERIOR = {person[0]: person[4] for person in STAFF}


def number_of(day: date) -> int:
    """Give how many days after 1 January 2026 that is; it may be negative."""
    return (day - _NEW_YEAR).days


@cache
def date_of(day: int) -> str:
    """Give the date of a day's number."""
    return str(_NEW_YEAR + timedelta(day))


class Chance:
    """Choices that a seed repeats; only ``random()`` is the same in every Python."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed).random

    def below(self, number: int) -> int:
        """Give a whole number from 0, below this one."""
        return int(self._random() * number)

    def pick(self, options: Sequence[T]) -> T:
        """Give one of these."""
        return options[int(self._random() * len(options))]

    def fill(self, text: str) -> str:
        """Put invented words into a sentence."""
        return text.format(
            thing=self.pick(words.THINGS), symptom=self.pick(words.SYMPTOMS),
            matter=self.pick(words.MATTERS), fault=self.pick(words.FAULTS),
            estate=self.pick(words.ESTATES),
        )  # fmt: skip

    def body(self) -> str:
        """Give a few sentences."""
        lines = [self.fill(self.pick(words.SENTENCES)) for _ in range(1 + self.below(5))]
        return "\n".join(lines) + "\n"


def written(second: int) -> str:
    """Give a second, counted from the start of day 0, as records hold it."""
    day, rest = divmod(second, DAY)
    return f"{date_of(day)}T{rest // HOUR:02}:{rest // 60 % 60:02}:{rest % 60:02}+08:00"


class Life:
    """One record as it comes about; ``at`` is the second it has reached."""

    def __init__(self, id_: str, kind: str, type_: str | None, at: int, by: str) -> None:
        self.head: Values = {"id": id_, "kind": kind}
        if type_ is not None:
            self.head["type"] = type_
        self.type = type_
        self.values: Values = {}
        self.opened = self.at = at
        self.by = by
        self._logged: set[str] = set()
        self.log: list[tuple[str, str, str, Mapping[str, Value]]] = [(written(at), by, "open", {})]

    @property
    def id(self) -> str:
        """Give the record's id."""
        return str(self.head["id"])

    def do(self, verb: str, at: int, by: str, values: Values, said: Values | None = None) -> None:
        """Add an event: what it changes in the record, and what is said in the log alone."""
        self.at = at
        changed = {name: v for name, v in values.items() if v != self.values.get(name)}
        was = {n: self.values[n] for n in changed if n in self.values and n not in self._logged}
        self.values.update(changed)
        self._logged.update(changed)
        event: Values = {**changed, **(said or {})}
        if was:
            event["was"] = was
        self.log.append((written(at), by, verb, event))

    def text(self, status: str, body: str) -> str:
        """Give the file."""
        title: Values = {
            name: self.values[name] for name in ("title", "name") if name in self.values
        }
        front: Values = {**self.head, **title}
        front["status"] = status
        front.update(self.values)
        front["opened_at"] = written(self.opened)
        events = (
            f"  - at: {at}\n    by: {by}\n    do: {verb}\n{_lines(values, '    ')}"
            for at, by, verb, values in self.log
        )
        return f"---\n{_lines(front, '')}log:\n{''.join(events)}---\n{body}"


def _lines(values: Mapping[str, Value], indent: str) -> str:
    lines = []
    for name, value in values.items():
        if isinstance(value, str):
            lines.append(f"{indent}{name}: {value}\n")
            continue
        lines.append(f"{indent}{name}:\n")
        if isinstance(value, Mapping):
            lines.append(_lines(value, indent + "  "))
            continue
        for item in value:
            inner = item if isinstance(item, str) else _lines(item, indent + "    ").lstrip()[:-1]
            lines.append(f"{indent}  - {inner}\n")
    return "".join(lines)


# --- tickets -------------------------------------------------------------------------------

TYPES = (*["repair"] * 6, *["inquiry"] * 5, *["complaint"] * 3, "incident", "suggestion",
         "service", "service", "return", "exchange", "cancellation")  # fmt: skip

# From `open` to where a callback may follow.
SETTLED = {
    "inquiry": ("answer", "reply answer", "assign answer", "wait resume answer", "set answer"),
    "complaint": (
        "assign reply handle resolve",
        "react verify handle resolve reply",
        "hear ask restate notify propose agree execute handle resolve",
        "hear ask restate notify handle propose agree resolve reply",
        "react notify collect return-slip check-slip handle resolve reply",
        "assign set wait resume find-cause propose handle resolve",
    ),
    "repair": (
        "dispatch arrive resolve",
        "dispatch depart arrive resolve sign",
        "notify approve dispatch depart arrive resolve sign",
        "dispatch arrive quote accept-quote resolve sign",
        "dispatch arrive await-parts resume dispatch arrive resolve sign",
        "dispatch not-home reschedule resume dispatch arrive resolve sign",
    ),
    "incident": ("handle resolve", "file handle resolve analyse", "handle resolve feed-back"),
    "suggestion": ("reply resolve", "forward decide inform", "forward urge decide inform"),
    "service": ("assign resolve", "dispatch feedback resolve", "promise dispatch resolve"),
    "return": (
        "inspect-on-site insist draft customer-sign inspect-goods approve file resolve",
        "inspect-on-site approve resolve",
    ),
    "exchange": (
        "inspect-on-site draft customer-sign approve file resolve",
        "inspect-on-site approve resolve",
    ),
    "cancellation": ("retain", "insist draft customer-sign approve notify-centre resolve"),
}

# Verbs so far, and the state they have led to.
OPEN = (
    ("", "open"),
    ("assign", "open"),
    ("assign promise", "open"),
    ("assign message", "open"),
    ("assign reply set", "open"),
    ("wait", "pending"),
    ("assign wait", "pending"),
    ("escalate", "escalated"),
    ("assign carry-over", "carried-over"),
    ("dispatch", "dispatched"),
    ("dispatch urge", "dispatched"),
    ("dispatch feedback", "feedback-received"),
    ("assign resolve", "resolved"),
)

FIRST: Mapping[str, Mapping[str, Callable[[Chance], str]]] = {
    "inquiry": {"question": lambda c: c.fill("{matter}怎么办，需要带什么材料")},
    "complaint": {
        "class": lambda c: c.pick(("soft", "hard")),
        "details": lambda c: c.pick(words.FAULTS),
    },
    "repair": {
        "product": lambda c: c.pick(words.THINGS),
        "place": lambda c: c.pick(words.ESTATES),
        "symptom": lambda c: c.pick(words.SYMPTOMS),
    },
    "incident": {"place": lambda c: c.pick(words.ESTATES)},
    "service": {
        "service": lambda c: c.pick(("household", "electricity", "paid-repair")),
        "fee": lambda c: c.pick(("0", "30", "60")),
        "procedure": lambda c: c.pick(words.PROCEDURES),
    },
    "return": {"product": lambda c: c.pick(words.THINGS)},
    "exchange": {"product": lambda c: c.pick(words.THINGS)},
}

Set = Callable[[Life, Chance], Value]


def _any_of(options: Sequence[str]) -> Set:
    return lambda _life, chance: chance.pick(options)


def _in(hours: int) -> Set:
    return lambda life, _chance: written(life.at + hours * HOUR)


def _before(hours: int) -> Set:
    return lambda life, _chance: written(life.opened - hours * HOUR)


def _just(text: str) -> Set:
    return lambda _life, _chance: text


def _now(life: Life, _chance: Chance) -> str:
    return written(life.at)


def _again(life: Life, _chance: Chance) -> str:
    """Count how often the customer was reached."""
    return str(int(str(life.values.get("responses", "0"))) + 1)


_OWNER, _TECHNICIAN = _any_of(CLERKS), _any_of(TECHNICIANS)
_DEPARTMENT, _RESULT = _any_of(words.DEPARTMENTS), _any_of(words.RESULTS)
_REASON = _any_of(words.REASONS)

# What a verb sets; what begins with a dot stays in the log.
SETS: Mapping[str, Mapping[str, Set]] = {
    "assign": {"owner": _OWNER, "planned_done_at": _in(26)},
    "set": {"priority": _just("high")},
    "reply": {"result": _RESULT, "responses": _again},
    "message": {},
    "promise": {"promised_at": _in(24), ".customer_informed": _just("true")},
    "wait": {"recheck_at": _in(20), ".reason": _REASON},
    "inquiry wait": {
        "promised_at": _in(22),
        "recheck_at": _in(20),
        ".reason": _REASON,
        ".apology_given": _just("true"),
    },
    "escalate": {".superior": _just("chen.shufen"), ".reason": _REASON},
    "carry-over": {"promised_at": _in(22), ".reason": _REASON},
    "dispatch": {"owner": _TECHNICIAN, "department": _DEPARTMENT, "planned_done_at": _in(26)},
    "repair dispatch": {
        "owner": _TECHNICIAN,
        "department": _just("工程部"),
        "planned_done_at": _in(26),
    },
    "feedback": {"result": _RESULT},
    "resolve": {"result": _RESULT},
    "call-back": {"satisfaction": _any_of(words.SATISFACTION)},
    "answer": {"answer": _RESULT, "responses": _again},
    "react": {"first_reaction_at": _now},
    "verify": {"finding": _any_of(words.FAULTS), "verified_at": _now},
    "hear": {"customer_statement": _any_of(words.FAULTS)},
    "ask": {"course": _any_of(words.FAULTS), "place": _any_of(words.ESTATES)},
    "restate": {"customer_confirmed": _just("true")},
    "notify": {"department": _DEPARTMENT},
    "repair notify": {"department": _DEPARTMENT, "notified_at": _now},
    "collect": {"slip_receiver": _any_of(words.DEPARTMENTS)},
    "return-slip": {
        "happened_at": _before(2),
        "place": _any_of(words.ESTATES),
        "course": _any_of(words.FAULTS),
    },
    "check-slip": {"result": _RESULT, "dept_head_signature": _just("高铁军")},
    "find-cause": {"cause": _any_of(words.SYMPTOMS)},
    "propose": {"plan": _any_of(words.PLANS), "plan_at": _in(24)},
    "agree": {"customer_agreed": _just("true")},
    "arrive": {"arrived_at": _now},
    "quote": {"quote": _any_of(("50", "80", "120", "260"))},
    "await-parts": {"recheck_at": _in(20)},
    "not-home": {"appointment_at": _in(20)},
    "reschedule": {"appointment_at": _in(21)},
    "handle": {"owner": _TECHNICIAN},
    "complaint handle": {".text": _RESULT},
    "file": {},
    "incident file": {"contingency_plan": _any_of(words.PLANS)},
    "analyse": {"cause": _any_of(words.SYMPTOMS), "preventive": _any_of(words.PLANS)},
    "forward": {"department": _just("工程部"), "forwarded_to": _just("工程部")},
    "decide": {"decision": _any_of(words.PLANS)},
    "inform": {"responses": _again},
    "inspect-on-site": {"goods_state": _any_of(("外观完好", "有使用痕迹", "包装破损"))},
    "draft": {"receipt": _just("收据已附")},
    "cancellation draft": {"fee": _any_of(("0", "20"))},
}
_LISTS = {"complaint handle": "handling_log"}
"""Fields that keep what a verb says, entry by entry."""

_WORK = frozenset({"depart", "arrive", "quote", "await-parts", "not-home", "reschedule", "handle"})


def step(ticket: Life, verb: str, after: int, chance: Chance) -> None:
    """Do a verb on a ticket some seconds after the last one."""
    ticket.at += after
    sets = SETS.get(f"{ticket.type} {verb}") or SETS.get(verb) or {}
    found = {name: value(ticket, chance) for name, value in sets.items()}
    values = {name: value for name, value in found.items() if name[0] != "."}
    said = {name[1:]: value for name, value in found.items() if name[0] == "."}
    by = str(ticket.values.get("owner", ticket.by)) if verb in _WORK else ticket.by
    kept = _LISTS.get(f"{ticket.type} {verb}")
    if kept:
        entry = {"at": written(ticket.at), "by": by, **said}
        ticket.values[kept] = [*ticket.values.get(kept, ()), entry]
    ticket.do(verb, ticket.at, by, values, said)
