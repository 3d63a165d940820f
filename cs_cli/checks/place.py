"""A record lies where its id and kind say, and its id is one.

The path of a record is worked out from its id, never looked for; a file that lies elsewhere is
found by no command. Copies made by hand show up here.

Passes::

    # in ticket/2026/03/02/T-260302-7K3FQM.md
    id: T-260302-7K3FQM
    kind: ticket

Fails::

    # in ticket/2026/03/02/T-260302-7K3FQM.md
    id: T-260301-7K3FQM
    kind: ticket
"""

from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.domain.ids import is_id, path_of

RULE = "place"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about a file whose name or folder is another than that of its id."""
    kind, id_ = subject.kind, subject.text("id")
    if kind is None:
        return
    yield from lies(subject)
    if id_ and is_id(id_) and not id_.startswith(f"{kind.prefix}-"):
        message = _("the id of a {kind} begins with {prefix}-")
        yield Fault(message.format(kind=kind.kind, prefix=kind.prefix), ("id",))


def lies(subject: Subject) -> Iterator[Fault]:
    """Complain about the place alone; needs no policy."""
    id_, kind = subject.text("id"), subject.text("kind")
    if not id_ or not kind:
        return
    if not is_id(id_):
        message = _("{value} is not an id such as T-260302-7K3FQM").format(value=id_)
        yield Fault(message, ("id",))
    elif path_of(kind, id_) != subject.path:
        message = _("the file's name and folder must be those of its id {id}").format(id=id_)
        yield Fault(message, ("id",), _("it belongs at {path}").format(path=path_of(kind, id_)))
