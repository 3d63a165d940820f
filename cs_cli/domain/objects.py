"""What is counted when a shift is handed over: the setting ``handover.objects`` of a policy.

Written ``telephone 2, computer 1, water dispenser``: a name, and how many there should be where
that is known. Empty or absent means that the objects are those of the handover before.
"""

import re
from collections.abc import Iterator, Mapping
from gettext import gettext as _

from cs_cli.domain.errors import Invalid

SETTING = "handover.objects"

_BETWEEN = re.compile(r"[,，、;；]")
_OBJECT = re.compile(r"(?P<name>.*?[^\s\d])\s*(?P<number>\d+)?")


def parse(text: str) -> dict[str, str | None]:
    """Give the number expected of each object, by name; raise :class:`Invalid`."""
    found: dict[str, str | None] = {}
    for part in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        read = _OBJECT.fullmatch(part)
        if read is None or read["name"] in found:
            message = _("{text} is no object to count, or one named twice")
            hint = _("write them as in telephone 2, computer 1")
            raise Invalid(message.format(text=part), hint=hint)
        found[read["name"]] = read["number"]
    return found


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with the setting, at its place in a policy."""
    try:
        parse(settings.get(SETTING, ""))
    except Invalid as fault:
        yield fault.within("settings", SETTING)
