"""Show a record: the job behind ``cs show``."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from cs_cli.app import banners, naming
from cs_cli.app.banners import Told
from cs_cli.app.due import Item, private_items
from cs_cli.app.find import find_id, seen
from cs_cli.app.work import Work
from cs_cli.domain.errors import CsError
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.kind import Kind
from cs_cli.domain.record import Record


@dataclass(frozen=True, slots=True)
class Shown:
    """One record in full, with what it owes and what is linked to it.

    ``banner`` is what is to be read first, ``told`` what the records it names have to tell,
    ``names`` says by id who or what these are. ``meanwhile`` is what falls due during a leave.
    """

    kind: Kind
    record: Record
    owed: tuple[Item, ...]
    linked: tuple[Found, ...]
    zone: ZoneInfo
    banner: tuple[Told, ...] = ()
    told: tuple[Told, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    meanwhile: tuple[Item, ...] = ()


def show(work: Work, part: str, kind: str | None = None) -> Shown:
    """Give the record that ``part`` of an id stands for; raise NotFound, Ambiguous, Broken."""
    id_ = find_id(work, part, kind)
    found = work.records.get(id_)
    if found is None:
        raise CsError(id_)
    definition, record = seen(work, found)
    zone = work.zone
    owed = tuple(private_items(work, work.obligations.of(id_), zone))
    return Shown(
        definition, record, owed, tuple(work.records.linked(id_)), zone,
        banners.banner(definition, record.values),
        tuple(banners.banners(work, definition, record.values)),
        naming.names(work, definition, [record.values]),
        _meanwhile(work, record) if record.kind == "leave" else (),
    )  # fmt: skip


def _meanwhile(work: Work, record: Record) -> tuple[Item, ...]:
    # Deferred: during a leave alone something falls due to others.
    from cs_cli.app.standing_in import meanwhile

    return meanwhile(work, record)
