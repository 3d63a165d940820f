"""The rules in force and where each comes from: the job behind ``cs policy``."""

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _

from cs_cli.app.work import Work
from cs_cli.domain.definitions import BASE
from cs_cli.domain.errors import NotFound
from cs_cli.domain.language import Text
from cs_cli.domain.policy import SECTIONS, Guard, Origin, Policy, Row
from cs_cli.domain.shape import unknown
from cs_cli.store import definitions


@dataclass(frozen=True, slots=True)
class Rule:
    """One row in force."""

    section: str
    name: str
    row: Row
    origin: Origin

    @property
    def where(self) -> str:
        """Give file and line."""
        return f"{self.origin.path}:{self.origin.line}"

    @property
    def text(self) -> Text:
        """Give what the row says, in both languages."""
        if isinstance(self.row, Guard):
            return self.row.label or self.row.says
        label = self.row.label
        return label if label is not None else Text(self.name, self.name)


def rules(work: Work) -> list[Rule]:
    """Give every row in force on the desk, by rulebook row."""
    return sorted(_rules(work.policy), key=lambda r: (r.row.ref is None, r.row.ref or "", r.name))


def of_pack(work: Work, code: str) -> list[Rule]:
    """Give the rows that one pack brings; raise :class:`NotFound` for no such pack."""
    known = definitions.pack_names(work.root)
    wanted = next((name for name in known if name.casefold() == code.casefold()), None)
    if wanted is None:
        raise NotFound(
            _("there is no pack {code}").format(code=code), hint=unknown(code, known).hint
        )
    policy = definitions.load([wanted], None)
    everything = list(_rules(policy))
    # A pack that only puts others together has no rows of its own.
    own = [rule for rule in everything if rule.origin.pack == wanted]
    found = own or [rule for rule in everything if rule.origin.pack != BASE]
    return sorted(found, key=lambda r: (r.row.ref or "", r.name))


def explain(work: Work, ref: str) -> list[Rule]:
    """Give the rows in force for one row of the rulebook (or one name)."""
    wanted = ref.casefold()
    found = [
        rule
        for rule in rules(work)
        if wanted in ((rule.row.ref or "").casefold(), rule.name.casefold())
    ]
    if not found:
        known = sorted({rule.row.ref for rule in rules(work) if rule.row.ref})
        raise NotFound(
            _("no rule in force is called {ref}").format(ref=ref),
            hint=unknown(ref.upper(), known).hint,
        )
    return found


def _rules(policy: Policy) -> Iterator[Rule]:
    for section in SECTIONS:
        for name, versions in getattr(policy.rows, section).items():
            for row in versions:
                yield Rule(section, name, row, policy.origins[section, name])
