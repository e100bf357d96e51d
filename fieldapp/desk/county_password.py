"""The password of a county: its registry and the files of all its villages come under another one at one stroke.

They take their places as `store/swapping` has it, by one journal beside the registry. A program that is killed leaves all
files under the old password or, once somebody has opened the county again, all under the new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from fieldapp.store.connection import Key, connect, copy, telling
from fieldapp.store.locking import locked
from fieldapp.store.progress import Percent, percent, share
from fieldapp.store.registry import Registry
from fieldapp.store.swapping import Swap, changing, clear, fresh, journal, siblings, swap


def set_password(path: Path, *, old: str, new: str, step: Percent | None = None) -> None:
    """Set, change or (with '') remove the password of a county; nobody has it or one of its villages open.

    Older backups of its villages keep the old one.

    Raises:
        FieldAppError: the old password is wrong, a file is in use elsewhere, or the disk is full; all is then as it was.
    """
    with Registry.open(path, password=old) as registry:
        key, villages = registry.key, sorted(registry.folder.glob("*.survey"))
    fresh_key = Key.of(new)
    with changing(path), _held(path, villages) as there:
        for number, one in enumerate(there):
            told = share(step, number, len(there))
            with telling(one):
                copy(one, fresh(one), key, fresh_key, percent(told))
                with closing(connect(fresh(one), fresh_key)) as connection:
                    connection.execute("select count(*) from sqlite_master").fetchone()
            told(1, 1)
        swap(path, [Swap(str(one.relative_to(path.parent))) for one in there])


@contextmanager
def _held(path: Path, villages: Sequence[Path]) -> Iterator[list[Path]]:
    """Every file of a county that is there, those of its villages locked; what was made ready in vain goes."""
    files = [path, *(one for village in villages for one in siblings(village))]
    with ExitStack() as locks:
        for village in villages:
            locks.callback(locked(village).release)
        try:
            _clear(files)
            yield [one for one in files if one.exists()]
        finally:
            if not journal(path).exists():
                _clear(files)


def _clear(files: Sequence[Path]) -> None:
    for one in files:
        clear(one)
