"""Ask git whether commits are signed, and by whose key; nothing the repository names is run."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from cs_cli.domain.frozen import dataclass
from cs_cli.store.git import Git
from cs_cli.store.signing import options

GOOD, NONE = "G", "N"
_FIELDS = "%H%x00%G?%x00%GS%x00"


@dataclass(frozen=True, slots=True)
class Signature:
    """What git says of a commit's signature: one letter, and the names its key is known by."""

    commit: str
    state: str
    signers: tuple[str, ...]


def verified(git: Git, commits: Sequence[str], signers: bytes) -> Iterator[Signature]:
    """Hold commits against a file of allowed signers, as of the time each was made."""
    with tempfile.TemporaryDirectory(prefix="cs-") as folder:
        allowed = Path(folder, "allowed_signers")
        allowed.write_bytes(signers)
        given = [*options(), f"gpg.ssh.allowedSignersFile={allowed}", "gpg.ssh.revocationFile="]
        show = [
            "log",
            "--no-walk=unsorted",
            "--no-show-signature",
            f"--format={_FIELDS}",
            "--stdin",
        ]
        asked = "".join(f"{one}\n" for one in commits).encode()
        said = git.read_objects(show, stdin=asked, options=given).decode(errors="replace")
    fields = said.split("\0")
    for n in range(0, len(fields) - 2, 3):
        names = tuple(one for one in fields[n + 2].split(",") if one)
        yield Signature(fields[n].strip(), fields[n + 1], names)
