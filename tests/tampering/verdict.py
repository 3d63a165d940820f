"""Do one kind of tampering to a copy of the desk, and hold what is found against what must be."""

import shutil
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tampering import signed, story
from tampering.kinds import Found, Kind
from tampering.ledger import Ledger

NOW = "03-20 09:00"
"""When it is audited."""


@dataclass(frozen=True)
class Verdict:
    """What was to be found of a kind, and what was."""

    kind: Kind
    code: int
    wanted: list[Found]
    found: list[Found]
    seconds: float

    @property
    def missing(self) -> list[Found]:
        """Give what was not found."""
        return [one for one in self.wanted if one not in self.found]

    @property
    def besides(self) -> list[Found]:
        """Give what was found and is not so."""
        return [one for one in self.found if one not in self.wanted]

    @property
    def is_right(self) -> bool:
        """Tell whether exactly that was found, and said by the exit code."""
        return not self.missing and not self.besides and bool(self.code) == bool(self.wanted)


class Bench:
    """The desks that are tampered with: each is made once, and put back for every kind.

    ``quick`` lets audits begin where the story ends, where that finds as much: they look at what
    was done to it, and not at two weeks of honest work each time.
    """

    def __init__(self, folder: Path, *, quick: bool = False) -> None:
        self.folder, self.quick = folder, quick

    @cached_property
    def honest(self) -> Ledger:
        """Give the honest desk."""
        return self._kept(story.tell(self.folder / "story"))

    @cached_property
    def proven(self) -> Ledger:
        """Give one that has been audited."""
        desk = self._put_back(self.honest).clone(self.folder / "proven")
        code, found = desk.audit(at=NOW)
        if code or found:
            raise AssertionError(f"the honest desk: {found}")
        return self._kept(desk)

    @cached_property
    def signed(self) -> Ledger:
        """Give one where everybody signs by now."""
        desk = self._put_back(self.honest).clone(self.folder / "signed")
        signed.begin(desk)
        return self._kept(desk)

    def judge(self, kind: Kind) -> Verdict:
        """Do it, audit, compare."""
        desk = self._put_back(
            self.proven if kind.proven else self.signed if kind.signed else self.honest
        )
        since = [f"{desk.head()}.."] if self.quick and not (kind.proven or kind.whole) else []
        wanted = list(kind.act(desk))
        began = time.monotonic()
        code, told = desk.audit(*since, at=NOW)
        seconds = time.monotonic() - began
        found = dict.fromkeys(Found.of(one) for one in told)
        return Verdict(kind, code, wanted, list(found), seconds)

    def _kept(self, desk: Ledger) -> Ledger:
        """Keep a desk's repository, and how far it is proven, as they are."""
        pristine = desk.root.with_name(f"{desk.root.name}.git")
        desk.git("repack", "-a", "-d", "--quiet")
        shutil.copytree(desk.root / ".git", pristine)
        proven = desk.root / ".cs/proven"
        if proven.exists():
            shutil.copy(proven, pristine / "proven")
        return desk

    def _put_back(self, desk: Ledger) -> Ledger:
        """Put a desk back as it was kept; the ledger that is given may name more records."""
        pristine = desk.root.with_name(f"{desk.root.name}.git")
        shutil.rmtree(desk.root / ".git")
        shutil.copytree(pristine, desk.root / ".git")
        for name in (".cs/proven", ".cs/pending"):
            (desk.root / name).unlink(missing_ok=True)
        if (pristine / "proven").exists():
            shutil.copy(pristine / "proven", desk.root / ".cs/proven")
        desk.git("reset", "--quiet", "--hard")
        desk.git("clean", "--quiet", "--force", "-d", "-x", "--exclude=/.cs/")
        return desk.copy()
