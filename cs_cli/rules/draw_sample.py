"""The sample of repair records that is called back for a period (CBK-18).

The population are the repairs registered in the period (by ``opened_at``), void ones left out.
The share is a percentage of it, rounded up to whole records and worked out exactly. Each
record's place follows from the SHA-256 of seed and id, so that the same seed draws the same
sample on every machine and in every order of the files; without a seed the id of the drawing
record is one, and it is stored with the sample either way. A period that was over before the desk
started has no sample. An empty sample is worth nothing while repairs of the period may still come
in; once it is over, none of none is the truth.

    given: 43 repairs in 2026-Q1, a share of 20
    gives: 9 of them, their number 43, the seed, and the end of the quarter by which to call

    passes:  a sample of none of 2026-Q1, shared out on 1 April
    refused: the same on 5 January
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid, UsageError
from cs_cli.domain.found import Found
from cs_cli.domain.kind import VOID
from cs_cli.domain.language import Text

if TYPE_CHECKING:
    from fractions import Fraction

    from cs_cli.domain.report_period import Period

KIND, TYPE = "ticket", "repair"


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Draw the sample of the period named; raise :class:`UsageError` for no such period."""
    said, percent = act.values.get("period"), act.values.get("share")
    if not said or not percent:
        return {}
    period = _period(str(said), world)
    seed = str(act.values.get("seed") or act.id)
    ids = [found.id for found in _population(period, world)]
    share = _share(str(percent))
    return {
        "period": period.key,
        "seed": seed,
        "population": str(len(ids)),
        "sample": drawn(ids, share, seed),
        "call_by": period.end.isoformat(),
    }


def check(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse an empty sample of a period that may still have repairs, or has some by now."""
    period = _period(str(act.values.get("period") or ""), world)
    count, key = len(_population(period, world)), period.key
    if count:
        return Text(
            f"repairs of {key} registered by now: {count}; void this sample and draw another one",
            f"{key} 现已登记维修 {count} 件：请作废该样本后重新抽样",
        )
    if period.end <= world.now:
        return None
    return Text(
        f"no repair of {key} is registered yet; go on when there is one, or once {key} is over",
        f"{key} 尚无维修记录；有记录后或该期结束后再办",
    )


def drawn(ids: Iterable[str], share: "Fraction", seed: str) -> list[str]:
    """Give that share of the ids, rounded up, as the seed chooses them; in the order of ids."""
    every = sorted(set(ids))
    size = -(-share * len(every) // 1)  # rounded up
    return sorted(sorted(every, key=lambda id_: (_place(seed, id_), id_))[: int(size)])


def _place(seed: str, id_: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{id_}".encode()).digest()


def _share(percent: str) -> "Fraction":
    # Deferred, as is the reader of periods: only this one rule needs them.
    from fractions import Fraction

    found = Fraction(percent) / 100
    if not 0 < found <= 1:
        raise UsageError(_("--share: {percent} is no percentage").format(percent=percent))
    return found


def _period(said: str, world: World) -> "Period":
    from cs_cli.domain import report_period as periods

    try:
        found = periods.read(said, periods.Sort("quarter"), world.now, world.calendar)
    except Invalid as fault:
        raise UsageError(f"--period: {fault.message}") from None
    if found.start is None or found.start > world.now:
        raise UsageError(_("--period: {period} has not begun").format(period=found.key))
    if world.started and found.end <= world.calendar.midnight(world.started):
        message = _("--period: {period} was over before this desk started, on {day}")
        raise UsageError(message.format(period=found.key, day=world.started))
    return found


def _population(period: "Period", world: World) -> Sequence[Found]:
    every = world.records.find(KIND, {"type": (TYPE,)})
    return [one for one in every if one.status != VOID and period.holds(_registered(one))]


def _registered(found: Found) -> object:
    log = found.values.get("log")
    return log[0].get("at") if isinstance(log, list) and log else None
