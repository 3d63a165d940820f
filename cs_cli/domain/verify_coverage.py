"""Find the words in a coverage row that name nothing, and numbers that cannot be met."""

from collections.abc import Iterator
from datetime import date
from gettext import gettext as _

from cs_cli.domain.cover import DAYS, DURING, Cover
from cs_cli.domain.errors import Invalid
from cs_cli.domain.policy import Policy
from cs_cli.domain.shape import build
from cs_cli.domain.verify_words import known


def cover_faults(row: Cover, policy: Policy) -> Iterator[Invalid]:
    """Complain about every word of a row that is not right; shifts are the desk's own."""
    yield from known(row.roles, policy.roles, "roles")
    if row.least is None and row.most is None:
        yield Invalid(_("say how many: least, most or both"), "least")
    if row.least is not None and row.most is not None and row.most < row.least:
        yield Invalid(_("at most fewer than at least"), "most")
    if row.turns is not None and (row.least is None or set(row.during) & set(DURING)):
        yield Invalid(_("turns need the name of a shift in during, and least"), "turns")
    for word in row.days:
        if word not in DAYS:
            yield from _day_faults(word)


def _day_faults(word: str) -> Iterator[Invalid]:
    try:
        build(date, word)
    except Invalid:
        message = _("{word} is none of {words}, nor a date such as 2026-03-02")
        yield Invalid(message.format(word=word, words=", ".join(DAYS)), "days")
