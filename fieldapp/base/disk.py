"""What kind of trouble a disk makes, whatever the system calls it."""

from __future__ import annotations

import enum
import errno
import os
from pathlib import Path


class Trouble(enum.Enum):
    """What a person can do something about."""

    FULL = enum.auto()
    GONE = enum.auto()
    """The folder, or the stick."""
    BROKEN = enum.auto()
    """The disk itself, or a stick pulled while it was written."""
    READ_ONLY = enum.auto()
    IN_USE = enum.auto()
    """Another program has the file open. Only Windows minds, and often calls it `CLOSED`."""
    CLOSED = enum.auto()
    """No right to write there."""
    FOLDER = enum.auto()
    LONG = enum.auto()
    OTHER = enum.auto()


_NUMBERS = {
    Trouble.FULL: (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)),
    Trouble.GONE: (errno.ENOENT, errno.ENOTDIR),
    Trouble.BROKEN: (errno.EIO, errno.ENODEV, errno.ENXIO),
    Trouble.READ_ONLY: (errno.EROFS,),
    Trouble.CLOSED: (errno.EACCES, errno.EPERM),
    Trouble.FOLDER: (errno.EISDIR,),
    Trouble.LONG: (errno.ENAMETOOLONG,),
}
_OF_WINDOWS = {
    Trouble.FULL: (39, 112),
    Trouble.GONE: (21, 53, 64, 67),
    Trouble.BROKEN: (23, 31, 433, 1117, 1167),
    Trouble.READ_ONLY: (19,),
    Trouble.IN_USE: (32, 33),
    Trouble.LONG: (206,),
}
"""Where Windows tells its own number, the errno beside it says less: 19 (write protected) and 21 (no stick in it) are both
called EACCES. Source: System Error Codes (0-499, 1000-1299) of Microsoft."""
_LONGEST = 259
"""Characters of a path that Windows takes unless somebody has told its registry otherwise; files with our own endings
beside it (`-journal`, `.received`) need some more. Source: Maximum Path Length Limitation of Microsoft."""
_BESIDE = 14


def trouble(error: OSError, path: Path) -> Trouble:
    """What an error at this path is."""
    number = getattr(error, "winerror", None)
    found = next((kind for kind, numbers in _OF_WINDOWS.items() if number in numbers), None)
    found = found or next((kind for kind, numbers in _NUMBERS.items() if error.errno in numbers), Trouble.OTHER)
    return Trouble.LONG if found is Trouble.GONE and is_too_long(path) else found


def is_too_long(path: Path) -> bool:
    """Whether Windows may refuse a path for its length alone; it then says that there is no such file."""
    return os.name == "nt" and len(str(path.absolute())) > _LONGEST - _BESIDE
