"""What a kind of tampering is, and what must be found of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tampering.ledger import Ledger

ATTACKER = "wang.wei"
LATER = "03-19 10:00"
"""When most of it is done: after the story is over, in working hours."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: its code, commit, file, whom it is about, which rule."""

    code: str
    commit: str | None
    path: str | None
    person: str | None = ATTACKER
    rule: str | None = None

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Found":
        """Read a finding of ``cs audit --json``."""
        return cls(told["code"], told["commit"], told["path"], told["person"], told["rule"])


@dataclass
class Kind:
    """One way of tampering: ``act`` does it and gives what must be found, and nothing else.

    ``proven`` says that the clone must have audited the honest history before, ``whole`` that it
    must not have; ``signed`` that it is done on a desk where everybody signs.
    """

    name: str
    act: Callable[[Ledger], Iterable[Found]]
    proven: bool = False
    whole: bool = False
    signed: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass
class Kinds:
    """A list of kinds that functions enter themselves into."""

    known: list[Kind] = field(default_factory=list)

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.known)

    def kind(self, **more: bool) -> Any:
        """Enter a function under its own name."""

        def entered(act: Callable[[Ledger], Iterable[Found]]) -> Any:
            name = act.__name__.replace("_", "-")
            self.known.append(Kind(name, act, **more))
            return act

        return entered
