"""What git's settings hold that ``cs`` must know: the user, and the programs git would run.

A setting can name a program that git runs on every file it stores, lays out or merges. Such
settings do not come with a clone, but a whole folder that is handed over has them, and
``.gitattributes``, which does come with a clone, can turn on those of the user. What is in a
record must run nothing, so these are switched off in every call of git; where one would have
changed what a record is in git (an encrypting filter), writing is refused instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cs_cli.domain.frozen import dataclass, field

QUESTION = (
    "config", "--null", "--show-scope", "--get-regexp",
    r"^(user\.(name|email)|(filter|diff|merge)\..+\..+|gpg\.(.+\.)?program|core\.worktree"
    r"|commit\.gpgsign)$",
)  # fmt: skip
OURS = "cs"
_FILTERS = frozenset({"clean", "smudge", "process"})
_OWN = frozenset({"local", "worktree"})
_SIGNERS = {
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
}


@dataclass(frozen=True, slots=True)
class Configured:
    """The settings that matter.

    ``drivers`` are (attribute, name), such as ``("filter", "lfs")``; ``options`` are settings that
    keep git from running anything of it; ``worktree`` is where the repository says that its files
    are, empty where it does not; ``signs`` tells whether ``git commit`` would sign.
    """

    user: tuple[str, str] = ("", "")
    drivers: frozenset[tuple[str, str]] = frozenset()
    options: tuple[str, ...] = ()
    worktree: str = ""
    signs: bool = False

    def applied(self, attributes: bytes) -> dict[str, list[str]]:
        """Read what ``git check-attr -z`` says: which files each driver is to be run on."""
        found: dict[str, list[str]] = {}
        parts = attributes.decode(errors="replace").split("\0")
        for path, attribute, name in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            if (attribute, name) in self.drivers:
                found.setdefault(f"{attribute}={name}", []).append(path)
        return found


@dataclass(frozen=True, slots=True)
class _Reading:
    values: dict[str, str] = field(default_factory=dict)
    drivers: set[tuple[str, str]] = field(default_factory=set)
    options: dict[str, str] = field(default_factory=dict)


def parse(said: bytes) -> Configured:
    """Read the answer to :data:`QUESTION`; what cannot be read says nothing."""
    reading = _Reading()
    for scope, key, value in _entries(said.decode(errors="replace").split("\0")):
        section, _dot, rest = key.partition(".")
        name, _dot, variable = rest.rpartition(".")
        if name and section in _DRIVERS:
            _take_driver(reading, section, name, variable)
        elif key in _SIGNERS and scope in _OWN:
            reading.options[key] = _SIGNERS[key]
        elif section in ("user", "core", "commit"):
            reading.values[key] = value
    return Configured(
        (reading.values.get("user.name", ""), reading.values.get("user.email", "")),
        frozenset(reading.drivers),
        tuple(f"{key}={value}" for key, value in reading.options.items()),
        reading.values.get("core.worktree", ""),
        _is_on(reading.values.get("commit.gpgsign", "no")),
    )


def _is_on(value: str) -> bool:
    """Read yes or no as git does; a setting without a value is a yes."""
    return value.strip().lower() not in ("no", "false", "off", "0")


def _entries(parts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for scope, entry in zip(parts[::2], parts[1::2], strict=False):
        key, _newline, value = entry.partition("\n")
        yield scope, key, value


def _take_driver(reading: _Reading, section: str, name: str, variable: str) -> None:
    if variable not in _DRIVERS[section] or (section != "filter" and name == OURS):
        return
    reading.drivers.add((section, name))
    if section == "filter":
        for each in sorted(_FILTERS):
            reading.options[f"filter.{name}.{each}"] = ""
        reading.options[f"filter.{name}.required"] = "false"
    elif section == "merge":
        # One that fails leaves a conflict to a person; an empty one would take our side silently.
        reading.options[f"merge.{name}.driver"] = "false"


_DRIVERS: Mapping[str, frozenset[str]] = {
    "filter": _FILTERS,
    "diff": frozenset({"command", "textconv"}),
    "merge": frozenset({"driver"}),
}


def leads_out(worktree: str, own: Path, top: Path) -> bool:
    """Tell whether a repository says that its files are elsewhere than where it was found."""
    return bool(worktree) and (own / worktree).resolve() != top
