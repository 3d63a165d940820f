"""What must hold in a desk; one file each.

A new check is a file here with a ``RULE``, an example that passes, one that fails, and a
``check``; list it below.
"""

from types import ModuleType

from cs_cli.checks import (
    append_only,
    appended,
    conflict,
    contested,
    head,
    log_entries,
    log_order,
    names,
    needs,
    opened_at,
    people,
    people_file,
    place,
    references,
    required,
    roster_file,
    sealed,
    status,
    template_fields,
    unknown_keys,
    values,
    verbs,
    waiting,
)

RECORD: tuple[ModuleType, ...] = (
    head, place, unknown_keys, values, required, log_entries, verbs, needs, status, log_order,
    opened_at, people, waiting, appended, contested, conflict,
)  # fmt: skip
"""Held for one record at a time: ``check(subject, around)`` gives faults."""

OTHERS: tuple[ModuleType, ...] = (
    references, append_only, names, people_file, roster_file, template_fields, sealed,
)  # fmt: skip
"""Held for more than one record, or for other files of the desk."""

__all__ = ["OTHERS", "RECORD"]
