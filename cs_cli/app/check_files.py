"""What every part of ``cs check`` needs: files of YAML read without raising, faults as problems."""

from collections.abc import Iterable
from gettext import gettext as _
from pathlib import Path

from cs_cli.checks import conflict
from cs_cli.checks.subject import Fault
from cs_cli.domain.errors import Broken, Did, NotFound, Problem
from cs_cli.store import files, yamltext
from cs_cli.store.yamltext import Node

READABLE = "readable"


def problem(
    path: str, fault: Fault, rule: str, node: Node | None = None, *, at: int | None = None,
    events: tuple[Did, ...] = (),
) -> Problem:  # fmt: skip
    """Give a fault its line; the row of the rulebook goes before the name of the check."""
    line = fault.line or at or (node.line(*fault.place) if node is not None else None)
    return Problem(path, fault.message, line, fault.rule or rule, fault.hint, events)


def told(problems: Iterable[Problem], rule: str = READABLE) -> list[Problem]:
    """Give problems that others found, with the name of the check where they have no rule."""
    return [Problem(p.path, p.message, p.line, p.rule or rule, p.hint) for p in problems]


def read(folder: Path, path: str, problems: list[Problem]) -> Node | None:
    """Read a file of YAML, or add to ``problems`` why it cannot be."""
    try:
        raw = files.read(folder, path)
        halves = [*conflict.faults(raw.decode(errors="replace"))]
        problems += [problem(path, fault, conflict.RULE) for fault in halves]
        return None if halves else yamltext.parse(raw, path=path)
    except NotFound:
        problems.append(Problem(path, _("the file is missing"), rule=READABLE))
    except Broken as error:
        problems += told(error.problems)
    return None
