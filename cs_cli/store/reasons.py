"""What the system says, in words for people."""

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
