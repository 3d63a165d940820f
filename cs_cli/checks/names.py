"""Only records lie in the folders of kinds, and records lie nowhere else.

A link may lead out of the desk, a copy with another ending is seen by no command, and two names
that differ in case alone are one file on many computers.

Passes::

    ticket/2026/03/02/T-260302-7K3FQM.md
    roster/2026-03.yaml
    README.md

Fails::

    ticket/2026/03/02/T-260302-7K3FQM.md
    ticket/2026/03/02/t-260302-7k3fqm.md
    ticket/2026/03/02/T-260302-7K3FQM.md~
    tickets/2026/03/02/T-260302-7K3FQM.md
    roster/March.yaml
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from gettext import gettext as _

from cs_cli.checks.subject import Fault
from cs_cli.domain.ids import is_id
from cs_cli.domain.lying import Form, Lying

RULE = "names"

_TEMPORARY = re.compile(r"\..+\.[0-9]+-[0-9a-f]{8}\.tmp")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\.yaml")
_HARMLESS = frozenset({".gitkeep", ".gitignore", ".gitattributes", ".DS_Store"})


def check(lying: Sequence[Lying], kinds: Collection[str]) -> Iterator[tuple[str, Fault]]:
    """Complain, with its path, about everything that lies where it should not."""
    for path, form in lying:
        for fault in _faults(path, form, kinds):
            yield path, fault
    yield from _twins([path for path, _form in lying], kinds)


def _twins(paths: Sequence[str], kinds: Collection[str]) -> Iterator[tuple[str, Fault]]:
    """Complain about records that many computers take for one; one of two is written oddly."""
    odd = {_folded(path) for path in paths if not _is_upright(path) and is_record(path, kinds)}
    seen: dict[str, str] = {}
    for path in paths if odd else ():
        if is_record(path, kinds) and _folded(path) in odd:
            twin = seen.setdefault(_folded(path), path)
            if twin != path:
                hint = _("on many computers these are one file")
                message = _("its name differs from {other} in case alone").format(other=twin)
                yield path, Fault(message, hint=hint)


def _is_upright(path: str) -> bool:
    """Tell whether a path is written as cs writes it: the kind small, all below it in capitals."""
    kind, _slash, rest = path.removesuffix(".md").partition("/")
    return path.isascii() and kind == kind.lower() and rest == rest.upper()


def is_record(path: str, kinds: Collection[str]) -> bool:
    """Tell whether a path is where commands look for records; kinds may be unknown."""
    folder, _slash, _rest = path.partition("/")
    name = path.rpartition("/")[2]
    if not name.endswith(".md") or name.startswith("."):
        return False
    return folder in kinds and folder != path if kinds else is_id(name.removesuffix(".md"))


def _faults(path: str, form: Form, kinds: Collection[str]) -> Iterator[Fault]:
    folder, _slash, rest = path.partition("/")
    name = path.rpartition("/")[2]
    if form == "unmerged":
        yield Fault(_("git has not merged it yet"), hint=_("merge it, then git add it"))
    elif _TEMPORARY.fullmatch(name):
        hint = _("the next change on this computer takes it away, or delete it")
        yield Fault(_("a temporary file that a broken-off command left"), hint=hint)
    elif folder in kinds:
        yield from _among_records(path, form, kinds)
    elif kinds and is_id(name.removesuffix(".md")) and name.endswith(".md"):
        hint = _("kinds here: {kinds}").format(kinds=", ".join(sorted(kinds)))
        yield Fault(_("a record outside the folders of the kinds"), hint=hint)
    elif folder == "roster" and rest and not _MONTH.fullmatch(rest):
        yield Fault(_("a roster is named after its month, such as 2026-03.yaml"))
    elif folder == "policy" and rest and not rest.endswith(".yaml"):
        yield Fault(_("rules of the desk are in files whose names end in .yaml"))


def _among_records(path: str, form: Form, kinds: Collection[str]) -> Iterator[Fault]:
    name = path.rpartition("/")[2]
    if form == "link":
        yield Fault(_("it is a symbolic link"), hint=_("put the record itself there"))
    elif form == "other":
        yield Fault(_("it is no regular file"))
    elif not name.isprintable():
        yield Fault(_("its name holds a character that cannot be typed"))
    elif not is_record(path, kinds) and name not in _HARMLESS:
        yield Fault(_("only records, whose names end in .md, belong here"))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
