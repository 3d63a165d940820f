"""What cancelling an order costs, and above which sum two people approve: settings of a policy.

While the window ``free-cancellation`` is open a cancellation is free; later, and for goods made to
measure, it costs ``cancel.fee_min_rate`` of the ``cancel.fee_base`` (``amount`` of the order or
sales ``price``), at least (``cancel.fee_mode: minimum``) or exactly (``exact``). Without a rate
nothing is reckoned. Above ``approval.limit`` two people approve; absent means no limit.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from gettext import gettext as _

from cs_cli.domain import money
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.money import Money
from cs_cli.domain.shape import unknown

RATE, BASE, MODE = "cancel.fee_min_rate", "cancel.fee_base", "cancel.fee_mode"
FREE = "free-cancellation"
"""The deadline whose limit tells how long a cancellation is free."""
BASES = ("amount", "price")
MINIMUM, EXACT = "minimum", "exact"
LIMIT = "approval.limit"


@dataclass(frozen=True, slots=True)
class CancelTerms:
    """What a cancellation costs; ``base`` is the field it is reckoned from."""

    rate: Decimal
    base: str
    exact: bool


def cancel_terms(settings: Mapping[str, str]) -> CancelTerms | None:
    """Give the terms of the desk, None where no fee is reckoned; raise :class:`Invalid`."""
    if not settings.get(RATE):
        return None
    return CancelTerms(
        _rate(settings[RATE]),
        _one_of(settings.get(BASE, BASES[0]), BASES),
        _one_of(settings.get(MODE, MINIMUM), (MINIMUM, EXACT)) == EXACT,
    )


def approval_limit(settings: Mapping[str, str]) -> Money | None:
    """Give the sum above which two people approve; raise :class:`Invalid`."""
    said = settings.get(LIMIT)
    return money.read(said, settings.get(money.SETTING, "")) if said else None


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with these settings, each at its place."""
    readers: Mapping[str, Callable[[str], object]] = {
        RATE: _rate, BASE: lambda text: _one_of(text, BASES),
        MODE: lambda text: _one_of(text, (MINIMUM, EXACT)),
        LIMIT: lambda text: money.read(text, settings.get(money.SETTING, "")),
    }  # fmt: skip
    for name, read in readers.items():
        try:
            if settings.get(name):
                read(settings[name])
        except Invalid as fault:
            yield fault.within("settings", name)


def _rate(text: str) -> Decimal:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        rate = Decimal(-1)
    if not (rate.is_finite() and 0 <= rate <= 1):
        raise Invalid(_("{text} is not a share between 0 and 1, such as 0.10").format(text=text))
    return rate


def _one_of(text: str, words: tuple[str, ...]) -> str:
    if text not in words:
        fault = unknown(text, list(words))
        raise Invalid(fault.message, hint=fault.hint)
    return text
