"""What a merge decided by itself because both sides wrote it by hand, told once to whoever merges.

The log knows nothing of what people write into a file, so nothing there says which of two words
holds. The merge takes one by the same rule in every clone; of the text it keeps all.
"""

from collections.abc import Iterator
from contextlib import suppress
from gettext import gettext as _
from pathlib import PurePath

from cs_cli.checks import names
from cs_cli.domain.errors import Broken, Invalid, Problem
from cs_cli.domain.kind import Kind
from cs_cli.domain.merge import BODY, Clash
from cs_cli.domain.policy import Policy
from cs_cli.store import codec, versions
from cs_cli.store.git import Git

RULE = "merged"


def problems(
    base: bytes, one: bytes, other: bytes, kind: Kind | None, *, path: str
) -> Iterator[Problem]:
    """Tell what was decided in the merge of a record; raises Broken, Invalid as it does."""
    for clash, line in versions.clashes(base, one, other, kind, path=path):
        hint = _("look at it once; what each side had is in: git log -p {path}").format(path=path)
        yield Problem(path, _said(clash, kind, PurePath(path).stem), line, RULE, hint)


def of_merge(git: Git, policy: Policy, base: str, sides: tuple[str, str]) -> Iterator[Problem]:
    """Tell what was decided in the merge of two commits that parted at ``base``."""
    changed = [set(git.paths_between(base, side)) for side in sides]
    kinds = frozenset(policy.kinds)
    paths = [path for path in sorted(set.intersection(*changed)) if names.is_record(path, kinds)]
    found = dict(git.contents((revision, path) for path in paths for revision in (base, *sides)))
    for path in paths:
        old, one, other = (found.get((revision, path)) for revision in (base, *sides))
        if old is not None and one is not None and other is not None:
            with suppress(Broken, Invalid):  # check tells what is wrong with it
                kind = policy.kinds.get(str(codec.read(one, path=path).data.get("kind")))
                yield from problems(old, one, other, kind, path=path)


def _said(clash: Clash, kind: Kind | None, id_: str) -> str:
    if clash.field == BODY:
        message = _("{id}: both sides wrote here into the text at once; all of it stays")
        return message.format(id=id_)
    field = kind.fields.get(clash.field) if kind else None
    label = str(field.label) if field else clash.field
    if field is None or field.pii or field.type == "text":  # may be what a customer said
        message = _("{id}: {field} was changed by hand on both sides; one of them stands")
        return message.format(id=id_, field=label)
    message = _("{id}: {field} was changed by hand on both sides: {lost}, and {held}, which stands")
    return message.format(id=id_, field=label, lost=_short(clash.lost), held=_short(clash.held))


def _short(value: object) -> str:
    text = "–" if value in (None, "", []) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
