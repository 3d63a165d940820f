"""Whether a folder lies on a disk that several machines share, where one machine's lock is no lock.

Known from the system's table of mounts, and from the folders that programs for sharing files keep.
"""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_KINDS = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|ncpfs|9p|ceph|glusterfs|lustre|fuse\.(sshfs|s3fs|rclone)"
)
_FOLDERS = re.compile(r"Dropbox\b.*|OneDrive\b.*|iCloud\b.*|Google ?Drive\b.*|Nutstore.*|坚果云.*")


def shared_by(folder: Path, mounts: str | None = None) -> str | None:
    """Give by what a folder is shared, such as ``nfs4`` or ``Dropbox``; None where nobody can tell.

    ``mounts`` is the text of the system's table of mounts.
    """
    kind = _kind_of(folder, _read() if mounts is None else mounts)
    if kind is not None and _KINDS.fullmatch(kind):
        return kind
    return next((part for part in folder.parts if _FOLDERS.fullmatch(part)), None)


def _read() -> str:
    try:
        return _MOUNTS.read_text(errors="surrogateescape")
    except OSError:
        return ""


def _kind_of(folder: Path, mounts: str) -> str | None:
    """Give the kind of the file system mounted nearest above a folder, the last one of several."""
    nearest, kind = -1, None
    for line in mounts.splitlines():
        head, _dash, tail = line.partition(" - ")
        parts = head.split(" ")
        if len(parts) < 5 or not tail:
            continue
        place = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), parts[4]))
        if folder.is_relative_to(place) and len(place.parts) >= nearest:
            nearest, kind = len(place.parts), tail.split(" ")[0]
    return kind
