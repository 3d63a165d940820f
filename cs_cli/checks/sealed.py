"""What lies in a sealed month is as it was when the month was sealed.

Passes::

    callback/2025-03, ticket/2025-03: sealed with 2 records; those 2 lie there, byte for byte

Fails::

    the same, when a record was changed by hand, came or went
    callback/2025-03, sealed on 31 March 2025: the month was not over
    a seal of 2025-03 whose id is of another month; one of 2025-3, or of no kinds

The digest tells that something differs, not what. So the paths that a commit changes are named
where there are some; else the seal itself.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Fault
from cs_cli.domain.seals import Seal, digest, folder_of

RULE = "sealed"


def of_itself(seal: Seal, path: str) -> Iterator[tuple[str, Fault]]:
    """Complain where no command can have set a seal as it is; ``path`` is its own."""
    lies_in = "-".join(path.split("/")[1:3])
    if not seal.folders:
        hint = _("its month is written as 2025-03, its kinds are a list")
        yield path, Fault(_("it seals nothing"), hint=hint)
    elif lies_in != seal.month:
        message = _("it seals {month}, but its id is of {other}")
        yield path, Fault(message.format(month=seal.month, other=lies_in), hint=_way_in(seal))
    elif seal.at[: len(seal.month)] <= seal.month:
        message = _("{month} was sealed before it was over")
        yield path, Fault(message.format(month=seal.month), hint=_way_in(seal))


def _way_in(seal: Seal) -> str:
    return _("look at it, and: cs unseal {month} -m REASON").format(month=seal.month)


def check(
    seal: Seal, path: str, files: Collection[tuple[str, str]],
    changed: Callable[[], Iterable[str]],
) -> Iterator[tuple[str, Fault]]:  # fmt: skip
    """Complain, with the path it is about, where the month is not as its seal says.

    ``path`` is that of the seal, ``files`` are path and SHA-256 of all that it covers as they lie;
    ``changed`` is asked, where something differs, which paths are known to have changed.
    """
    if digest(files) == seal.digest:
        return
    hint = _("put back what was; or look at it, and: cs unseal {month} -m REASON")
    hint = hint.format(month=seal.month)
    named = sorted({one for one in changed() if folder_of(one) in seal.folders})
    for one in named:
        message = _("it lies in {month}, which is sealed, and is not as it was")
        yield one, Fault(message.format(month=seal.month), hint=hint)
    if not named:
        message = _("{month} is not as it was sealed: {now} records now, {then} then")
        said = message.format(month=seal.month, now=len(files), then=seal.records)
        yield path, Fault(said, hint=hint)
