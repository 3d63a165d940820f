"""Make a desk: the job behind ``cs init``."""

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import Any

from cs_cli.app import hooks, init_examples
from cs_cli.app.paper import packs_of
from cs_cli.app.work import Work
from cs_cli.domain.definitions import BASE
from cs_cli.domain.errors import UsageError
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.people import Person
from cs_cli.domain.policy import On, Policy
from cs_cli.store import (
    definitions,
    files,
    forms,
    phrases,
    place,
    settings,
    templates,
    transaction,
    wiring,
)
from cs_cli.store.git import Git
from cs_cli.store.pending import Work as Commit
from cs_cli.store.transaction import Created
from cs_cli.store.values import Plain

IGNORED = "/.cs/\n.*.tmp\n"


@dataclass(frozen=True, slots=True)
class Made:
    """A new desk: where, by which packs, its first person, the files written.

    ``unchecked`` says what to do where commits by hand are not checked first.
    """

    root: Path
    packs: tuple[str, ...]
    person: Person
    files: tuple[str, ...]
    unchecked: str | None = None


def init(folder: Path, work: Work, packs: Sequence[str], language: str) -> Made:
    """Make a desk in a folder; raise UsageError where there is one already, NotFound for a pack."""
    if (folder / place.MARK).exists():
        raise UsageError(_("{folder} already is a desk").format(folder=folder))
    chosen = definitions.canonical_names(packs)
    policy = definitions.load(chosen, None)
    defaults = definitions.desk_defaults(chosen)
    nearest = next(above for above in (folder, *folder.parents) if above.is_dir())
    git = Git(nearest)
    person = _first_person(work, *(git.user() if git.available else ("", "")))
    contents = {
        **_contents(chosen, defaults, person, work, language),
        **_examples(defaults, person, work),
        **_templates(chosen, policy),
    }
    contents["people.yaml"] += _people(chosen, person, policy)
    unchecked = None
    if not work.dry_run:
        work.again = "cs init"
        folder.mkdir(parents=True, exist_ok=True)
        unchecked = _write(folder, contents, person)
    return Made(folder, tuple(chosen), person, tuple(contents), unchecked)


def _write(folder: Path, contents: Mapping[str, bytes], person: Person) -> str | None:
    """Write a desk; say what is left to do where its commits by hand are not checked."""
    git = Git(folder)
    with transaction.writing(folder, command="init"):
        if git.available and not git.is_repository():
            git.init()
        # What makes it a desk comes last: one that is half made is made again by the same command.
        names = sorted(contents, key=lambda path: path == place.MARK)
        changes = [Created(p, contents[p]) for p in names if not (folder / p).exists()]
        ledger = git.available and git.inside_repository()
        if ledger:
            digests = {change.path: files.digest(change.content) for change in changes}
            git.remember(
                Commit(
                    digests,
                    "desk: init",
                    {"Cs-Op": "init", "Cs-By": person.id},
                    person.author,
                    new=True,
                )
            )
        transaction.apply(folder, changes)
        if ledger:
            git.commit_pending()
            wiring.install_driver(git)
            if not wiring.install_hook(folder, git):
                return hooks.way_out(git)
    return None


def _first_person(work: Work, name: str, email: str) -> Person:
    """Make whoever runs it the first in people.yaml, as manager."""
    said = work.as_ or (email.partition("@")[0] if email else "") or "manager"
    id_ = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "-" for c in said.lower())
    return Person(
        id_.strip("-.") or "manager", name or said, ("manager",), emails=(email,) if email else ()
    )


def _contents(
    packs: Sequence[str], defaults: Mapping[str, Any], person: Person, work: Work, language: str
) -> dict[str, bytes]:
    calendar: dict[str, Any] = dict(defaults.get("calendar") or {})
    about: dict[str, Any] = {
        "packs": list(packs),
        "started": Plain(work.now.date().isoformat()),
        "zone": calendar.get("zone", "Asia/Shanghai"),
        "language": language,
        "commit": "auto",
    }
    me: dict[str, Any] = {"id": person.id, "name": person.name, "roles": list(person.roles)}
    if person.emails:
        me["emails"] = list(person.emails)
    return {
        place.MARK: settings.mapping_text(about),
        "people.yaml": settings.list_text([me]),
        "calendar.yaml": settings.mapping_text(calendar),
        ".gitignore": IGNORED.encode(),
        wiring.ATTRIBUTES: f"{wiring.LINE}\n".encode(),
    }


def _people(packs: Sequence[str], person: Person, policy: Policy) -> bytes:
    """Give examples of further people, with the roles of these packs alone."""
    _kinds, chain = definitions.sources(packs, None)
    ours = [source.data for source in chain if source.name != BASE]
    return init_examples.people(person, ours, policy).encode()


def _examples(defaults: Mapping[str, Any], person: Person, work: Work) -> dict[str, bytes]:
    found = {"policy/desk.yaml": init_examples.policy()}
    shifts = list((defaults.get("calendar") or {}).get("shifts") or {})
    if shifts:
        today = work.now.date()
        found[f"roster/{today:%Y-%m}.yaml"] = init_examples.roster(today, person, shifts)
    return {path: text.encode() for path, text in found.items()}


def _templates(packs: Sequence[str], policy: Policy) -> dict[str, bytes]:
    """Give the forms and phrases of these packs, and those for everybody, to be edited."""
    chain = frozenset(packs_of(packs, None))
    known = [
        (forms.FOLDER, f"{form.head.form}{forms.ENDING}", form.head.packs, form.head.on)
        for form in forms.load(None).values()
    ] + [
        (phrases.FOLDER, f"{phrase.phrase}{phrases.ENDING}", phrase.packs, phrase.on)
        for phrase in phrases.load(None).values()
    ]
    return {
        f"templates/{folder}/{name}": templates.content(folder, name)
        for folder, name, named, on in known
        if (not named or not chain.isdisjoint(named)) and _is_here(on, policy)
    }


def _is_here(on: On | None, policy: Policy) -> bool:
    """Tell whether the desk has such records: not every pack uses every kind and type."""
    if on is None:
        return True
    kind = policy.kinds.get(on.kind)
    return kind is not None and set(on.type) <= {*kind.types, "none"}
