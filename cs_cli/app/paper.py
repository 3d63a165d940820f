"""What forms and phrases are filled from, and which of them a desk uses."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from cs_cli.app.work import Work
from cs_cli.domain.errors import NotFound
from cs_cli.domain.language import Language
from cs_cli.domain.worded import Desk
from cs_cli.store import definitions


def desk_of(work: Work, language: Language) -> Desk:
    """Give what the paths of a form or phrase lead to."""
    policy = work.policy
    return Desk(
        kinds=policy.kinds,
        roles={name: role.label for name, role in policy.roles.items()},
        people=work.desk.people,
        zone=work.desk.calendar.zone,
        now=work.now,
        language=language,
        record=work.records.get,
        linked=work.records.linked,
        actor=work.me if work.as_ else None,
    )


def root_of(work: Work) -> Path | None:
    """Give the folder of the desk, None where there is none."""
    with suppress(NotFound):
        return work.root
    return None


def used_here(work: Work) -> Callable[[Iterable[str]], bool]:
    """Give what tells whether a template for these packs is used on the desk; none are for all."""
    if root_of(work) is None:
        return lambda _packs: True
    chain = frozenset(packs_of(work.desk.settings.packs, work.root))
    return lambda packs: not (named := list(packs)) or not chain.isdisjoint(named)


def packs_of(packs: Sequence[str], root: Path | None) -> tuple[str, ...]:
    """Give the packs in force, with those they extend, in order."""
    paths = definitions.files(packs, root)
    return tuple(path.stem for path in paths if path.parent.name == "packs")
