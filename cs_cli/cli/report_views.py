"""Reports as listings, sheets and objects."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from cs_cli.app.report import Amount, Figures, Key, Made
from cs_cli.cli.list_views import aligned, cell, hide, machine, state_label
from cs_cli.domain.form import form_number
from cs_cli.domain.found import Found
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.language import Text, spoken
from cs_cli.render import instants
from cs_cli.render.document import Sheet
from cs_cli.render.table import Column, Listing

_SHOWN = 50
_OWN = {
    "id": Text("record", "记录"),
    "type": Text("type", "类型"),
    "status": Text("status", "状态"),
    "opened_at": Text("opened", "登记时间"),
}


def listing(made: Made, *, masked: bool) -> Listing:
    """Give the lines of a report; for people the last one is the total."""
    if made.table is not None:
        return _table(made, masked=masked)
    if made.row.columns:
        return _records(made, masked=masked)
    return _figures(made, masked=masked)


def data(made: Made, *, masked: bool) -> dict[str, Any]:
    """Give a report as the object that programs read."""
    lines = listing(made, masked=masked)
    period = made.period
    shift = period.sort.unit == "shift" and period.start is not None
    first = period.start.isoformat() if shift and period.start else _day(period.first)
    total = {"count": made.count} if made.table else _figure_data(made.outcome.total, made)
    return {
        "report": made.name,
        "rule": made.row.ref,
        "period": period.key,
        "from": first,
        "to": period.end.isoformat() if shift else period.last.isoformat(),
        "running": made.is_running,
        "rows": [dict(item) for item in lines.items],
        "total": total,
        "missing": list(made.outcome.missing),
    }


def sheet(made: Made, *, masked: bool) -> Sheet:
    """Give a report for people."""
    facts = [(_("period"), _period(made)), *([(_("rule"), made.row.ref)] if made.row.ref else [])]
    number = form_number(made.sight.policy.settings, made.name)
    if number:
        facts.insert(0, (_("form no."), number))
    lines = listing(made, masked=masked)
    if made.row.columns or made.table:
        facts.append((_("total"), str(made.count)))
        if made.row.share:
            facts.append((_("share"), _share(made.outcome.total)))
    sections: list[tuple[str, str | Listing]] = [*_parts(made, lines)]
    sections.append((_lacking(made), _ids(made.outcome.missing)))
    return Sheet(str(made.row.label), facts, sections)


def _parts(made: Made, lines: Listing) -> Iterable[tuple[str, Listing]]:
    """Give the lines under their headings: one for all, or one for each part of a table."""
    by = made.table.by if made.table else None
    if by is None:
        yield _("figures"), lines
        return
    columns = tuple(column for column in lines.columns if column.key != by)
    for heading in dict.fromkeys(row[by] for row in lines.rows):
        pairs = zip(lines.rows, lines.items, strict=True)
        kept = [(row, item) for row, item in pairs if row[by] == heading]
        yield heading, Listing(columns, [row for row, _i in kept], [item for _r, item in kept])


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _period(made: Made) -> str:
    period, zone = made.period, made.sight.calendar.zone
    if period.first is None:
        return _("everything until {last}").format(last=instants.day(period.last))
    first, last = instants.day(period.first), instants.day(period.last)
    if period.sort.unit == "shift" and period.start:
        first, last = (instants.instant(at, zone) for at in (period.start, period.end))
    said = _("{period}: {first} to {last}").format(period=period.key, first=first, last=last)
    said = first if first == last else said
    return _("{period}, still running").format(period=said) if made.is_running else said


def _lacking(made: Made) -> str:
    share = made.row.share
    if share is not None and share.least > 1:
        return _("target {least} not reached").format(least=share.least)
    return _("still missing")


def _ids(ids: Sequence[str]) -> str:
    more = len(ids) - _SHOWN
    said = ", ".join(ids[:_SHOWN])
    return said + _(" and {count} more").format(count=more) if more > 0 else said


def _figures(made: Made, *, masked: bool) -> Listing:
    by = made.row.by
    columns = [Column(name, _label(made, name), wide=True) for name in by]
    columns += [Column(key, label, "right") for key, label in _figure_columns(made)]
    rows, items = [], []
    for line in made.outcome.lines:
        labels = _labels(made, line.key, masked=masked)
        rows.append({**labels, **_figure_texts(line.figures)})
        values = _values(made, line.key, masked=masked)
        items.append({**values, **_figure_data(line.figures, made)})
    head = {name: _("total") for name in by[:1]}
    rows.append({**head, **_figure_texts(made.outcome.total)})
    keys = (*by, *_figure_data(made.outcome.total, made))
    if not by:
        items.append(_figure_data(made.outcome.total, made))
    return Listing(tuple(columns), rows, items, keys)


def _label(made: Made, name: str) -> str:
    if name in _OWN:
        return str(_OWN[name])
    field = made.definition(name)
    return str(field.label) if field else name


def _labels(made: Made, key: Key, *, masked: bool) -> dict[str, str]:
    values = _values(made, key, masked=masked)
    return {n: made.said(n, v) for n, v in values.items()}


def _values(made: Made, key: Key, *, masked: bool) -> dict[str, str | None]:
    pairs = dict(zip(made.row.by, key, strict=True))
    if not masked:
        return pairs
    return {n: hide(made.definition(n), v, ()) for n, v in pairs.items()}


def _figure_columns(made: Made) -> Iterable[tuple[str, str]]:
    row = made.row
    yield "count", _("count")
    if row.share:
        yield "share", _("share")
    if row.mean:
        yield "mean", _("mean") if row.mean.field else _("mean minutes")
    if row.mean and row.max:
        yield "max", _("greatest") if row.mean.field else _("most minutes")
    if row.sum:
        yield "sum", _("sum of {field}").format(field=_label(made, row.sum))
    if made.outcome.total.before is not None:
        yield "before", _("period before")
        yield "change", _("change")


def _figure_texts(figures: Figures) -> dict[str, str]:
    change = figures.change
    return {
        "count": str(figures.count),
        "share": _share(figures),
        "mean": _said(figures.mean),
        "max": _said(figures.max),
        "sum": _said(figures.sum),
        "before": "" if figures.before is None else str(figures.before),
        "change": "" if change is None else f"{change:+d}" if change else "0",
    }


def _share(figures: Figures) -> str:
    if figures.fits is None:
        return ""
    said = _("{part} of {whole}").format(part=figures.fits, whole=figures.count)
    return said if figures.percent is None else f"{said}, {_said(figures.percent)} %"


def _said(number: Amount | None) -> str:
    """Write a number without zeros at its end; money currency by currency."""
    if isinstance(number, tuple):
        return " + ".join(amount.said_in(spoken()) for amount in number)
    return "" if number is None else f"{_plain(number):f}"


def _plain(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _figure_data(figures: Figures, made: Made) -> dict[str, Any]:
    row = made.row
    values: dict[str, Any] = {"count": figures.count}
    if row.share:
        values |= {"fits": figures.fits, "percent": _number(figures.percent)}
    if row.mean:
        values["mean"] = _number(figures.mean)
    if row.mean and row.max:
        values["max"] = _number(figures.max)
    if row.sum:
        values["sum"] = _number(figures.sum)
    if figures.before is not None:
        values |= {"before": figures.before, "change": figures.change}
    return values


def _number(number: Amount | None) -> int | float | list[str] | None:
    """Give a number for programs; of money the exact texts, one for each currency."""
    if number is None:
        return None
    if isinstance(number, tuple):
        return [str(amount) for amount in number]
    plain = _plain(number)
    return int(plain) if plain == plain.to_integral_value() else float(plain)


def _records(made: Made, *, masked: bool) -> Listing:
    """List the records: their id first, then the fields the report names."""
    names = [name for name in made.row.columns if name != "id"]
    columns = [Column("id", str(_OWN["id"]))]
    columns += [
        Column(n, _label(made, n), aligned(made.definition(n)), wide=n == made.kind.title)
        for n in names
    ]
    rows, items = [], []
    for found in made.outcome.found:
        fields = made.fields(found)
        values = {n: _value(found, n) for n in names}
        if masked:
            words = made.private[found.id]
            values = {n: hide(fields.get(n), value, words) for n, value in values.items()}
        said = {n: _cell(made, fields, found, n, value) for n, value in values.items()}
        rows.append({"id": found.id, **said})
        items.append({"id": found.id, **{n: machine(fields.get(n), values[n]) for n in names}})
    return Listing(tuple(columns), rows, items, ("id", *names))


def _value(found: Found, name: str) -> Any:  # noqa: ANN401 - values are data
    own = {"type": found.type, "status": found.status}
    return own[name] if name in own else found.values.get(name)


def _cell(
    made: Made, fields: Mapping[str, FieldDef], found: Found, name: str, value: object
) -> str:
    kind = made.sight.kind_of(found)
    if name == "status":
        return state_label(kind, found.status)
    if name == "type":
        return str(kind.label) if found.type else ""
    field = FieldDef(_OWN[name], "instant") if name == "opened_at" else fields.get(name)
    return cell(field, value, made.sight.calendar.zone)


def _table(made: Made, *, masked: bool) -> Listing:
    """Give the table of a report in Python."""
    table, zone = made.table, made.sight.calendar.zone
    if table is None:
        raise ValueError(made.name)
    columns = [
        Column(c.key, str(c.field.label), aligned(c.field), wide=c.key == "title")
        for c in table.columns
    ]
    rows, items = [], []
    for row in table.rows:
        private = made.private.get(str(row.get("id")), ())
        said = {c.key: row.get(c.key) for c in table.columns}
        if masked:
            said = {c.key: _hidden(c.key, c.field, said[c.key], private) for c in table.columns}
        rows.append({c.key: cell(c.field, said[c.key], zone) for c in table.columns})
        items.append(said)
    return Listing(tuple(columns), rows, items, tuple(c.key for c in table.columns))


def _hidden(key: str, field: FieldDef, value: Any, private: tuple[str, ...]) -> Any:  # noqa: ANN401
    return value if key == "id" else hide(field, value, private)
