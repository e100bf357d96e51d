"""The pictures that go out with a workbook in one package, each with what the index says of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from fieldapp.base.errors import FieldAppError
from fieldapp.base.pictures import Pictures
from fieldapp.base.record import Field, Record
from fieldapp.documents.landing import landing, settle
from fieldapp.records import RECORDS
from fieldapp.records.housing import Housing
from fieldapp.store.photos import Photos
from fieldapp.store.reader import Reader

if TYPE_CHECKING:
    from fieldapp.documents.packing import Picture
    from fieldapp.documents.workbook import Written


@dataclass(frozen=True)
class Packed:
    """What was written, and how many pictures are with it, and how many should be and are lost."""

    written: Written
    pictures: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Enclosed:
    """The pictures that go with a workbook. `since`: only those that were kept from this day on."""

    photos: Photos
    since: dt.date | None = None

    def packed(self, path: Path, reader: Reader, write: Callable[[Path], Written], password: str, at: dt.datetime) -> Packed:
        """Write one package: re-opened and compared before it gets its name.

        Args:
            write: writes the workbook under the password to a place.

        Raises:
            FieldAppError: there is no password, the place cannot be written, or what was read back differs.
        """
        from fieldapp.documents.packing import pack, require_packed

        if not password:
            raise FieldAppError("带照片的包要有密码。", "请设一个密码，或者先用县里发的登记包登记。")
        lost = 0

        def counted() -> Iterator[Picture]:
            nonlocal lost
            for one in evidence(reader, self.photos, self.since):
                lost += one.content is None
                yield one

        with landing(path) as part:
            with TemporaryDirectory(dir=path.parent, prefix=".") as folder:  # it is under its password there, too
                written = write(Path(folder) / f"{path.stem}.xlsx")
                content = written.path.read_bytes()
            digests = pack(part, content, counted(), password, at)
            settle(part)
            require_packed(part, content, digests, password)
            with part.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Packed(replace(written, path=path, sha256=sha256), len(digests), lost)


def evidence(reader: Reader, photos: Photos, since: dt.date | None = None) -> Iterator[Picture]:
    """Every picture that a present record names, once, one in memory at a time; a lost one without its bytes.

    Args:
        since: only those that were kept from this day on, and lost ones.
    """
    from fieldapp.documents.packing import Picture

    told: set[str] = set()
    for code, head, record, question, digest in _named(reader):
        if digest in told:
            continue
        told.add(digest)
        about = photos.known([digest]).get(digest)
        if since and about and about.at[:10] < since.isoformat():
            continue
        name, day = (about.name, about.day) if about else ("", None)
        yield Picture(digest, _bytes(photos, digest), name, day, code, head, f"{_called(record)}的{question.label}")


def _named(reader: Reader) -> Iterator[tuple[str, str, Record, Field[Any], str]]:
    """Code and head of the household, record, question and digest of all pictures; those of nobody's records at the end."""
    for dossier in reader.dossiers():
        for record, question, digest in dossier.pictures:
            yield dossier.household.code or "", dossier.head, record, question, digest
    for noun in RECORDS:
        questions = [one for one in noun.questions() if isinstance(one.kind, Pictures)]
        for record in reader.unowned(noun) if questions else ():
            for question in questions:
                for digest in sorted(record.answers.get(question.name) or ()):
                    yield "", "", record, question, digest


def _called(record: Record) -> str:
    from fieldapp.rules.dwelling import name_of  # late: the rules cost 0.03 s of the start

    return name_of(record) if isinstance(record, Housing) else record.label


def _bytes(photos: Photos, digest: str) -> bytes | None:
    try:
        return photos.get(digest)
    except FieldAppError:
        return None
