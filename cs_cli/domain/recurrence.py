"""When something recurs: iCalendar rules, one after another, from an anchor on.

RFC 5545 leaves out the 31st in a month of 30 days; ``SKIP=BACKWARD`` of RFC 7529 takes the last
day of such a month instead and comes back to the 31st afterwards. A rule that names no day steps
from its anchor where it is anchored, and ends its week, month or year where it is not.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from gettext import gettext as _
from itertools import islice, product

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.years import YEARS

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_CLOCK = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_OURS = frozenset({"SKIP", "RSCALE", "COUNT"})  # the library knows the first two not
_SKIPS = ("OMIT", "BACKWARD")
_END = {
    "WEEKLY": ("BYDAY", "BYDAY=SU"),
    "MONTHLY": ("BYMONTHDAY", "BYMONTHDAY=-1"),
    "YEARLY": ("BYMONTH", "BYMONTH=12;BYMONTHDAY=-1"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One iCalendar rule, taken apart."""

    parts: Mapping[str, str]

    @classmethod
    def read(cls, text: str) -> "Rule":
        """Read ``FREQ=…;…``; raise ValueError for what is no such text."""
        return cls(dict(part.split("=", 1) for part in text.upper().split(";")))

    @property
    def frequency(self) -> str:
        """Give ``DAILY``, ``WEEKLY``, ``MONTHLY`` or ``YEARLY``."""
        return self.parts["FREQ"]

    @property
    def names_days(self) -> bool:
        """Tell whether it says itself on which days, by BY… parts."""
        return any(key.startswith("BY") and key not in _CLOCK for key in self.parts)

    @property
    def is_timed(self) -> bool:
        """Tell whether it names a time of the day."""
        return "BYHOUR" in self.parts

    @property
    def clamps(self) -> bool:
        """Tell whether a day that a month has not is its last one instead."""
        return self.parts.get("SKIP") == "BACKWARD"

    @property
    def interval(self) -> int:
        """Give every how many days, weeks, months or years it comes."""
        return int(self.parts.get("INTERVAL", "1"))

    @property
    def count(self) -> int | None:
        """Give how often it comes, None for no end."""
        return int(self.parts["COUNT"]) if "COUNT" in self.parts else None

    @property
    def until(self) -> date | None:
        """Give the last day of it."""
        found = self.parts.get("UNTIL")
        return datetime.strptime(found[:8], "%Y%m%d").date() if found else None  # noqa: DTZ007

    def key(self, moment: datetime) -> str:
        """Name the period that an occurrence ends: a day, week, month, quarter or year.

        Every occurrence has a name of its own: where a month has several, it is the day.
        """
        day, several = moment.date(), "," in self.parts.get("BYHOUR", "")
        if not several and not self._repeats_within():
            if self.frequency == "WEEKLY":
                year, week, _weekday = day.isocalendar()
                return f"{year}-W{week:02}"
            if self.frequency == "MONTHLY":
                return f"{day:%Y-%m}"
            if self.frequency == "YEARLY":
                return self._of_year(day)
        return f"{moment:%Y-%m-%dT%H:%M}" if several else day.isoformat()

    def _of_year(self, day: date) -> str:
        months = self.parts.get("BYMONTH", "").count(",") + 1
        if months == 4:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        return f"{day.year}" if months == 1 else f"{day:%Y-%m}"

    def _repeats_within(self) -> bool:
        """Tell whether a week, or a month of it, may have several days."""
        if any("," in self.parts.get(key, "") for key in ("BYDAY", "BYMONTHDAY")):
            return "BYSETPOS" not in self.parts
        every = self.parts.get("BYDAY", "0")
        return self.frequency != "WEEKLY" and every.isalpha() and "BYSETPOS" not in self.parts


def occurrences(
    rules: Sequence[Rule], anchor: date, first: date, *, anchored: bool
) -> Iterator[tuple[Rule, datetime]]:
    """Give what falls on ``first`` or later, in order, each with its rule.

    Anchored rules that name no day step from the anchor, which itself is none of them.
    """
    begun, day, last = anchor, anchor.day, None
    for number, rule in enumerate(rules):
        steps = anchored and not rule.names_days
        ends = number < len(rules) - 1
        near = begun if ends or rule.count else max(begun, first)
        found = _steps(rule, begun, day, near) if steps else _listed(rule, begun, last)
        for moment in islice(found, rule.count):
            last = moment
            if moment.date() >= first:
                yield rule, moment
        if last is not None and last.date() > begun:
            keeps = steps and rule.frequency in ("MONTHLY", "YEARLY")
            begun, day = last.date(), day if keeps else last.day


def _listed(rule: Rule, begun: date, last: datetime | None) -> Iterator[datetime]:
    """Let the library list a rule of days, after what came before it."""
    text = _with_days(rule)
    begin = datetime.combine(begun, time())
    # Deferred, here and below: most commands lay out no period.
    from dateutil.rrule import rrulestr

    found = rrulestr(text, dtstart=begin)
    after = last or begin - timedelta(seconds=1)
    yield from found.xafter(after, inc=False)


def _with_days(rule: Rule) -> str:
    """Write the rule down; where it names no day, with the end of its period."""
    text = ";".join(f"{key}={value}" for key, value in rule.parts.items() if key not in _OURS)
    if "BYDAY" in rule.parts or rule.frequency not in _END:
        return text
    needed, added = _END[rule.frequency]
    if needed not in rule.parts:
        return f"{text};{added}"
    if rule.frequency == "YEARLY" and "BYMONTHDAY" not in rule.parts:
        return f"{text};BYMONTHDAY=-1"
    return text


def _steps(rule: Rule, begun: date, day: int, near: date) -> Iterator[datetime]:
    """Step from a day; long before ``near`` nobody looks."""
    number = max(1, _passed(rule, begun, near) - 1)
    while True:
        found = _step(rule, begun, day, number * rule.interval)
        number += 1
        if found is None:
            continue
        if found.year >= YEARS[-1] or (rule.until and found > rule.until):
            return
        hours, minutes = (rule.parts.get(k, "0").split(",") for k in ("BYHOUR", "BYMINUTE"))
        for hour, minute in sorted((int(h), int(m)) for h, m in product(hours, minutes)):
            yield datetime.combine(found, time(hour, minute))


def _passed(rule: Rule, begun: date, near: date) -> int:
    """Give how many steps lie between two days, roughly."""
    unit = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.frequency]
    return (near - begun).days // (unit * rule.interval)


def _step(rule: Rule, begun: date, day: int, amount: int) -> date | None:
    """Give the day so many steps later; None where its month has no such day."""
    if rule.frequency in ("DAILY", "WEEKLY"):
        return begun + timedelta(days=amount * (7 if rule.frequency == "WEEKLY" else 1))
    from dateutil.relativedelta import relativedelta

    months = amount * (12 if rule.frequency == "YEARLY" else 1)
    found = begun + relativedelta(day=1, months=months) + relativedelta(day=day)
    return found if found.day == day or rule.clamps else None


def check(texts: Sequence[str]) -> None:
    """Raise :class:`Invalid` for what is no iCalendar rule, or never lets the next one begin."""
    for number, text in enumerate(texts):
        try:
            rule = Rule.read(text)
            _check(rule)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            message = _("{rule} is not an iCalendar rule such as FREQ=MONTHLY;BYMONTHDAY=27")
            raise Invalid(message.format(rule=text), "rrule") from None
        if number < len(texts) - 1 and rule.count is None and rule.until is None:
            message = _("{rule} never ends; only the last rule of a list goes without COUNT")
            raise Invalid(message.format(rule=text), "rrule")


def _check(rule: Rule) -> None:
    if rule.frequency not in _FREQUENCIES or rule.interval < 1:
        raise ValueError(rule.frequency)
    if rule.parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise ValueError(rule.parts["RSCALE"])
    if rule.parts.get("SKIP", "OMIT") not in _SKIPS or (rule.clamps and rule.names_days):
        raise Invalid(
            _("only SKIP=BACKWARD is known, for rules without BY… parts"), "rrule",
            hint=_("the last day of every month is BYMONTHDAY=-1"),
        )  # fmt: skip
    if rule.count is not None and rule.count < 1:
        raise ValueError(rule.parts["COUNT"])
    for anchored in (True, False):
        begin = date(2026, 1, 1)
        found = next(occurrences([rule], begin, begin, anchored=anchored), None)
        if found is None and rule.until is None:
            raise ValueError(rule.parts)  # such as 30 February
