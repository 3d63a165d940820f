"""What a desk says about leave in its settings, each of them ``none`` where the source is silent.

``leave.types`` lists the types that may be asked for, ``leave.proxy_types`` those that a colleague
may ask for; ``leave.allowance`` says how many days a year there are of a type, such as
``annual 5, sick 10``. Types are said by name or label.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.policy import Policy
from cs_cli.domain.shape import unknown

TYPES, PROXY, ALLOWANCE = "leave.types", "leave.proxy_types", "leave.allowance"
NONE = "none"

_COMMA = re.compile(r"[,，、]")
_DAYS = re.compile(r"(.+?) ?([0-9]+(?:\.[0-9]+)?) ?(?:天|days?)?")


def types_in(policy: Policy, setting: str) -> tuple[str, ...]:
    """Give the types a setting lists; raise :class:`Invalid` for one there is not."""
    return tuple(_type(word, policy) for word in _words(policy, setting))


def allowances(policy: Policy) -> Mapping[str, Decimal]:
    """Give how many days a year there are of each type that has a figure; raise Invalid."""
    found = {}
    for word in _words(policy, ALLOWANCE):
        match = _DAYS.fullmatch(word)
        if match is None:
            message = _('"{text}" is not an allowance such as annual 5')
            raise Invalid(message.format(text=word))
        found[_type(match[1], policy)] = Decimal(match[2])
    return found


def faults(policy: Policy) -> Iterator[Invalid]:
    """Give what is wrong with these settings, at their places in a policy."""
    if "leave" not in policy.kinds:
        return
    for setting in (TYPES, PROXY, ALLOWANCE):
        try:
            if setting == ALLOWANCE:
                allowances(policy)
            else:
                types_in(policy, setting)
        except Invalid as fault:
            yield Invalid(fault.message, "settings", setting, hint=fault.hint)


def _words(policy: Policy, setting: str) -> list[str]:
    said = policy.settings.get(setting, NONE).strip()
    return [] if said == NONE else [word.strip() for word in _COMMA.split(said) if word.strip()]


def _type(word: str, policy: Policy) -> str:
    types = policy.kinds["leave"].types
    for name, kind in types.items():
        if word in (name, kind.label.en, kind.label.zh):
            return name
    raise unknown(word, list(types))
