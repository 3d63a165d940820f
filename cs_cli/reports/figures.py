"""Reports that data says in full: records counted, shared, averaged, summed, compared.

given:  kind ticket, by category, four this month, three of them settled at once
gives:  a line for every choice of category with its count, zeros too, and 3 of 4, 75 %
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import product
from typing import Any

from cs_cli.domain.clock import happens
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import Kind, Moment
from cs_cli.domain.match import fits
from cs_cli.domain.money import Money, held, totals
from cs_cli.domain.money import rounded as rounded_money
from cs_cli.domain.record import Step, instant
from cs_cli.domain.report_period import Period
from cs_cli.domain.reporting import Mean, Report, Share
from cs_cli.reports.groups import Key, keys_in_order
from cs_cli.reports.items import Item, definition, items, names
from cs_cli.reports.sight import Sight, received

Amount = Decimal | tuple[Money, ...]
"""A number, or money: one amount for each currency."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was worked out of some records; None where it was not asked for or there is none."""

    count: int
    fits: int | None = None
    percent: Decimal | None = None
    mean: Amount | None = None
    sum: Amount | None = None
    before: int | None = None
    max: Amount | None = None

    @property
    def change(self) -> int | None:
        """Give the difference to the period before."""
        return None if self.before is None else self.count - self.before


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one value of the field, or of one pair of values."""

    key: Key
    figures: Figures


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report worked out: its lines, the total, the records, and those the share lacks."""

    lines: tuple[Line, ...]
    total: Figures
    found: tuple[Found, ...] = ()
    missing: tuple[str, ...] = ()


def worked_out(row: Report, period: Period, before: Period | None, sight: Sight) -> Outcome:
    """Work out a report for a period; ``before`` is the one to compare with."""
    counted = _items(row, period, sight)
    earlier = _items(row, before, sight) if before is not None else None
    groups, then = _grouped(row, counted), _grouped(row, earlier or [])
    keys = keys_in_order(row, {k: len(v) for k, v in groups.items()}, list(then), sight)
    lines = [
        Line(key, _figures(row, groups.get(key, []), _many(then.get(key, []), earlier), sight))
        for key in keys
    ]
    total = _figures(row, counted, _many(earlier or [], earlier), sight)
    found = {item.found.id: item.found for item in counted}
    return Outcome(tuple(lines), total, tuple(found.values()), _missing(row, counted, sight))


def _items(row: Report, period: Period, sight: Sight) -> list[Item]:
    if row.of is None:
        return []
    every = [found for found in sight.found(row.of) if period.holds(_at(row, found))]
    every.sort(key=lambda found: (str(_at(row, found)), found.id))
    return [item for found in every for item in items(found, names(row), sight)]


def _at(row: Report, found: Found) -> object:
    value = found.values.get(row.at)
    if value in (None, "") and row.at == "opened_at":
        log = found.values.get("log")
        return log[0].get("at") if isinstance(log, list) and log else None
    return value


def _many(then: Sequence[Item], earlier: Sequence[Item] | None) -> int | None:
    return None if earlier is None else len(then)


def _grouped(row: Report, counted: Iterable[Item]) -> dict[Key, list[Item]]:
    groups: dict[Key, list[Item]] = {}
    for item in counted if row.by else ():
        for key in product(*(_values(item.values.get(name)) for name in row.by)):
            groups.setdefault(key, []).append(item)
    return groups


def _values(value: Any) -> list[str | None]:  # noqa: ANN401 - values are data
    """Give the values one record counts for: each of several, None for nothing."""
    every = value if isinstance(value, list) else [value]
    return [str(one) for one in dict.fromkeys(every) if one not in (None, "")] or [None]


def _figures(row: Report, counted: Sequence[Item], before: int | None, sight: Sight) -> Figures:
    count = len(counted)
    fit = None if row.share is None else sum(_counts(row.share, i, sight) for i in counted)
    percent = None if fit is None or not count else percentage(fit, count)
    mean, most = _mean(row.mean, row, counted, sight) if row.mean else (None, None)
    total = _sum(row.sum, row, counted, sight) if row.sum else None
    return Figures(count, fit, percent, mean, total, before, most)


def _sum(name: str, row: Report, counted: Sequence[Item], sight: Sight) -> Amount:
    field = definition(name, row, sight)
    if field is not None and field.type == "money":
        nothing = Money(Decimal(), field.currency)
        return totals(_amounts(name, counted)) or (nothing,)
    return sum(_numbers(name, counted), Decimal())


def _mean(
    mean: Mean, row: Report, counted: Sequence[Item], sight: Sight
) -> tuple[Amount | None, Amount | None]:
    """Give the average, and the greatest of what is averaged."""
    field = definition(mean.field, row, sight) if mean.field else None
    if field is not None and field.type == "money":
        amounts = _amounts(mean.field, counted)
        return _mean_amounts(amounts) or None, _most_amounts(amounts) or None
    if mean.field:
        numbers = _numbers(mean.field, counted)
    else:
        found = (_minutes(mean, item, sight) for item in counted)
        numbers = [minutes for minutes in found if minutes is not None]
    if not numbers:
        return None, None
    average = rounded(sum(numbers, Decimal()) / len(numbers), "0.01")
    return average, rounded(max(numbers), "0.01")


def _mean_amounts(amounts: Sequence[Money]) -> tuple[Money, ...]:
    many = Counter(one.currency for one in amounts)
    means = ((one.amount / many[one.currency], one.currency) for one in totals(amounts))
    return tuple(Money(rounded_money(mean, currency), currency) for mean, currency in means)


def _most_amounts(amounts: Sequence[Money]) -> tuple[Money, ...]:
    most: dict[str, Money] = {}
    for one in sorted(amounts, key=lambda money: money.amount):
        most[one.currency] = one
    return tuple(most[currency] for currency in sorted(most))


def percentage(part: int, whole: int) -> Decimal:
    """Give a percentage to one decimal, exactly."""
    return rounded(Decimal(100 * part) / whole, "0.1")


def rounded(value: Decimal, step: str) -> Decimal:
    """Round half up, as people do."""
    return value.quantize(Decimal(step), ROUND_HALF_UP)


def _counts(share: Share, item: Item, sight: Sight) -> bool:
    if not fits(share.match, item.values):
        return False
    return share.linked is None or len(sight.linked(item.found.id, share.linked)) >= share.least


def _missing(row: Report, counted: Sequence[Item], sight: Sight) -> tuple[str, ...]:
    share = row.share
    if share is None:
        return ()
    lacking = (item.found.id for item in counted if not _counts(share, item, sight))
    return tuple(dict.fromkeys(lacking))


def _numbers(name: str, counted: Sequence[Item]) -> list[Decimal]:
    read = (_number(item.values.get(name)) for item in counted)
    return [number for number in read if number is not None]


def _amounts(name: str, counted: Sequence[Item]) -> list[Money]:
    read = (held(item.values.get(name)) for item in counted)
    return [amount for amount in read if amount is not None]


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None


def _minutes(mean: Mean, item: Item, sight: Sight) -> Decimal | None:
    """Give the minutes between two moments; nothing when one is missing or they are turned."""
    start, end = _moment(mean.from_, item, sight), _moment(mean.to, item, sight)
    if start is None or end is None or end < start:
        return None
    return Decimal(int((end - start).total_seconds())) / 60


def _moment(word: str, item: Item, sight: Sight) -> datetime | None:
    """Give the instant in a field, or of the first event that is such a moment."""
    if ":" not in word:
        try:
            return instant(item.values.get(word))
        except Invalid:
            return None
    moment, kind = Moment.parse(word), sight.kind_of(item.found)
    for step in sight.steps(item.found):
        if _is_moment(moment, kind, step):
            return received(step) if step.event.do == "open" else step.event.at
    return None


def _is_moment(moment: Moment, kind: Kind, step: Step) -> bool:
    if moment.sort == "state":
        return kind.is_in(step.status, moment.name)
    if moment.sort == "field":
        return step.values.get(moment.name) not in (None, "", [])
    return happens([moment], kind, step)
