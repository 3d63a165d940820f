"""What ``cs audit`` finds when it holds the history of a desk against its rules.

=============== ==========================================================================
code            what was found
=============== ==========================================================================
author          an event in the name of somebody else than the author of its commit, or an
                author whom ``people.yaml`` did not know then
trailer         ``Cs-By`` or ``Cs-Op`` say something else than author and events
back-dated      an event before the newest one its ancestors had, before the one above it,
                or before its own commit
ahead           an event later than its own commit
append-only     an event of the log changed, moved or gone
deleted         a record deleted or moved away
unlogged        a field or the text of a record changed without an event that says so
verbs           a verb that was not possible in the state the record was in, or values that
                this verb cannot set
roles           a verb by somebody without the role it needs
required        fields or a reason missing that the verb needs
guard           a refusal of a pack (``rule`` is the row) that the command would have met
followup        a record that a rule makes with an event was never made
settings        settings, people or rules changed by somebody who may not, or one's own roles
                raised
roster          a change of the roster that ``cs roster`` would have refused
merge           a merge that lost or added events, or is not what the merge by meaning gives
contradiction   what two clones did at once cannot both be so; told, no finding
rewritten       the history this clone has proven is not that of the branch any more
signature       a commit without a valid signature by its author's key (``identity: signed``)
object          history that git cannot read, or has only a part of
told-clock      a commit made under a told time, or recorded late; a finding only where
                ``clock: strict``
imported        events from before the desk's history began: nothing says who wrote them
=============== ==========================================================================

Besides, a record or setting that a commit breaks is found under the name of the check that
``cs check`` tells of it: ``status``, ``values``, ``place``, ``readable``, ``names``, …
"""

from datetime import datetime

from cs_cli.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing found in a commit: where, against which rule, by whom, what to do about it.

    ``id`` is the record's; ``at`` the instant of the event, else of the commit. ``rule`` is the
    row of the rulebook where there is one. A ``remark`` is told and is no finding.
    """

    code: str
    message: str
    commit: str = ""
    path: str | None = None
    id: str | None = None
    line: int | None = None
    rule: str | None = None
    person: str | None = None
    hint: str | None = None
    at: datetime | None = None
    remark: bool = False
