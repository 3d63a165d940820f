"""What the system says, in words for people: why it refuses, and what to do about it."""

import errno
from gettext import gettext as _


def reason(error: OSError) -> str:
    """Say in words for people why the system refused."""
    reasons = {
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("your share of the disk is used up"),
        errno.EROFS: _("the disk is read-only"),
        errno.EACCES: _("you may not"),
        errno.EPERM: _("you may not"),
        errno.EIO: _("the disk has an error"),
        errno.ELOOP: _("it is a symbolic link, or a loop of them"),
        errno.ENOTDIR: _("a part of its path is a link or no folder"),
        errno.EISDIR: _("it is a folder"),
        errno.ENXIO: _("it is no regular file"),
        errno.EFBIG: _("it is too large"),
        errno.ENAMETOOLONG: _("its name is too long"),
    }
    return reasons.get(error.errno or 0, error.strerror or _("the system refuses"))


def way_out(error: OSError) -> str | None:
    """Say what a person can do about it, where anything can be said."""
    ways = {
        errno.ENOSPC: _("make room on the disk, then run the command again"),
        errno.EDQUOT: _("make room in your share of the disk, then run the command again"),
        errno.EROFS: _("work where the disk can be written; reading works here"),
        errno.EACCES: _("let its owner give you the right to write it; reading works"),
        errno.EPERM: _("let its owner give you the right to write it; reading works"),
        errno.EIO: _("have the disk looked at; cs sync keeps a copy elsewhere"),
    }
    return ways.get(error.errno or 0)
