"""When the events of a commit say they happened, held against its own date and its ancestors'."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from gettext import gettext as _
from typing import Protocol

from cs_cli.domain.ledger import Commit


class Timed(Protocol):
    """An event with its time."""

    @property
    def at(self) -> datetime:
        """Give when it happened."""
        ...


def newest(known: Iterable[datetime | None]) -> datetime | None:
    """Give the latest of some instants, None of none."""
    found = [one for one in known if one is not None]
    return max(found) if found else None


def faults(
    event: Timed, commit: Commit, before: datetime | None, span: timedelta, *, late: bool
) -> Iterator[tuple[str, str]]:
    """Give what is wrong with the time of an event, as code and sentence.

    ``before`` is the newest event of all ancestors; ``late`` tells that commits follow when people
    make them (``commit: manual``), so that events are older than they are.
    """
    if event.at > commit.at + span:
        yield (
            "ahead",
            _("the event is of {at}, its commit of {commit}").format(
                at=event.at.isoformat(), commit=commit.at.astimezone(event.at.tzinfo).isoformat()
            ),
        )
    elif event.at < commit.at - span and not late:
        yield (
            "back-dated",
            _("the event is of {at}, its commit of {commit}").format(
                at=event.at.isoformat(), commit=commit.at.astimezone(event.at.tzinfo).isoformat()
            ),
        )
    if before is not None and event.at < before - span:
        yield (
            "back-dated",
            _("the event is of {at}, but there were events of {before}").format(
                at=event.at.isoformat(), before=before.astimezone(event.at.tzinfo).isoformat()
            ),
        )


def counted(events: Iterable[Timed], commit: Commit, span: timedelta) -> Iterator[datetime]:
    """Give the times that later events must not be before; what is ahead counts as its commit."""
    for event in events:
        yield min(event.at, commit.at + span)
