"""The log is a list of events, each with its time, its person and what was done.

Without a log nothing is known of a record: its state, its deadlines and its history are all
worked out from it.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02 09:14, do: open}
"""

from collections.abc import Iterator, Mapping
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.domain.errors import Invalid
from cs_cli.domain.record import instant

RULE = "log-entries"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about a log that is none, and about entries that lack what every event has."""
    log = subject.data.get("log")
    if not isinstance(log, list) or not log:
        yield Fault(_("the log is missing"), ("log",))
        return
    for number, entry in enumerate(log):
        if isinstance(entry, Mapping):
            yield from _entry(number, entry)
        else:
            yield Fault(_("a log entry is keys and values"), ("log", number))


def _entry(number: int, entry: Mapping[str, object]) -> Iterator[Fault]:
    for key in ("at", "by", "do"):
        if not isinstance(entry.get(key), str):
            message = _("the log entry has no {key}").format(key=key)
            yield Fault(message, ("log", number, key))
    if isinstance(entry.get("at"), str):
        try:
            instant(entry["at"])
        except Invalid as fault:
            yield Fault(fault.message, ("log", number, "at"), fault.hint)
    if not isinstance(entry.get("was") or {}, Mapping):
        yield Fault(_("was holds names and values"), ("log", number, "was"))
    for key in ("undoes", "keeps"):
        names = entry.get(key, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            message = _("{key} is a list of events, each as: time person verb").format(key=key)
            yield Fault(message, ("log", number, key))
    if not isinstance(entry.get("note") or "", str):
        yield Fault(_("note is one text"), ("log", number, "note"))
