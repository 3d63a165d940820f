"""No half of a merge is left in the text of a record.

In the front matter such lines are unreadable anyway; in the body they would be taken for what
the customer said.

Passes::

    What the customer said
    ======================

Fails::

    <<<<<<< HEAD
    The lift stopped between floors 3 and 4.
    =======
    The lift stopped at floor 3.
    >>>>>>> wang-wei
"""

import re
from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject

RULE = "conflict"
_BEGINS = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
_ENDS = re.compile(r"^>{7}(?: |$)", re.MULTILINE)


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about the lines that git puts around what it could not merge."""
    yield from faults(subject.body, first_line=subject.body_line)


def faults(text: str, *, first_line: int = 1) -> Iterator[Fault]:
    """Complain about conflict lines in any text."""
    begins, ends = _BEGINS.search(text), _ENDS.search(text)
    if begins is None or ends is None:
        return
    line = first_line + text.count("\n", 0, begins.start())
    hint = _("keep the right lines and delete those with <<<<<<<, ======= and >>>>>>>")
    yield Fault(_("git left a conflict here"), hint=hint, line=line)
