"""Two times of a record stand in order: the first is not after the last.

Nobody returns from leave before going. ``with`` names the two fields; a bare day counts as a
whole day, so leave of one day has the same day twice.

    passes:  --from 2026-03-05 --to 2026-03-05
    refused: --from 2026-03-05 --to 2026-03-04
"""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.record import moment


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when the field ``first`` is after the field ``last``."""
    first, last = (act.seen.get(with_[end]) for end in ("first", "last"))
    zone = world.calendar.zone
    if not first or not last or not _is_after(str(first), str(last), zone):
        return None
    one, other = _label(with_["first"], act), _label(with_["last"], act)
    begins, ends = _said(str(first), zone), _said(str(last), zone)
    return Text(
        f"{other.en} {ends} is before {one.en} {begins}",
        f"{other.zh} {ends} 早于{one.zh} {begins}",
    )


def _label(name: str, act: Act) -> Text:
    verb = act.kind.verbs.get(act.do)
    return {**act.kind.fields, **(verb.fields if verb else {})}[name].label


def _said(value: str, zone: ZoneInfo) -> str:
    found = moment(value)
    if isinstance(found, datetime):
        return f"{found.astimezone(zone):%Y-%m-%d %H:%M}"
    return value


def _is_after(first: str, last: str, zone: ZoneInfo) -> bool:
    one, other = moment(first), moment(last)
    if one is None or other is None:
        return False
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one > other
    return _day(one, zone) > _day(other, zone)


def _day(found: date | datetime, zone: ZoneInfo) -> date:
    return found.astimezone(zone).date() if isinstance(found, datetime) else found
