"""What ``cs doctor`` finds."""

from collections.abc import Callable

from cs_cli.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; ``hint`` says what a person can do about it."""

    name: str
    message: str
    mended: bool = False
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Ill:
    """A finding that can be mended, and how; the mending tells whether it worked."""

    name: str
    message: str
    mend: Callable[[], bool]
    hint: str | None = None
