"""Pictures: taken from a file and kept beside the survey; what is evidence is kept as it was taken.

A picture of evidence (a report, a decision, a building before and after) keeps its original bytes, and a large one has
a copy for the screen beside it. Of any other picture only the copy is kept: 3,000 of them are 1 GB then, and not 12.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp.base.errors import FieldAppError
from fieldapp.base.record import Field, Record
from fieldapp.documents.pictures import Shot, read_shot
from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.rules.dwelling import name_of
from fieldapp.store.photos import Photos
from fieldapp.store.survey import Survey

LARGEST = 30 * 2**20
"""Bytes of the largest picture that is kept."""


def keep_picture(survey: Survey, path: Path, *, evidence: bool = True) -> str:
    """Keep a picture for ever; returns its digest. The same picture twice is kept once.

    Day and place are those that the camera wrote into it. A day that is still to come is none.

    Raises:
        FieldAppError: it cannot be read, is no picture, is larger than LARGEST or too large to be unpacked.
    """
    picture, shot = _taken(path, evidence)
    day = shot.day if shot.day and shot.day <= survey.clock.today() else None
    at = survey.clock.now().isoformat(timespec="seconds")
    return survey.photos.add(path.name, picture, at, day=day, place=shot.place, screen=shot.screen)


def digest_of(path: Path, *, evidence: bool = True) -> str:
    """The digest that a picture will have. Raises: FieldAppError, see `keep_picture`."""
    return hashlib.sha256(_taken(path, evidence)[0]).hexdigest()


def _taken(path: Path, evidence: bool) -> tuple[bytes, Shot]:
    """What is kept of a picture file."""
    try:
        if path.stat().st_size > LARGEST:
            raise FieldAppError(f"“{path.name}”太大，超过 {LARGEST // 2**20} 兆。", "请用手机或电脑把照片缩小后再选。")
        picture = path.read_bytes()
    except OSError:
        raise FieldAppError(f"照片“{path.name}”读不出来。", "请核对文件的位置，或重新拍一张。") from None
    shot = read_shot(picture, path.name)
    if evidence or shot.screen is None:
        return picture, shot
    return shot.screen, Shot(shot.day, shot.place, None)


@dataclass(frozen=True)
class Pictured:
    """One picture of a family: of what, and when it was taken (None where nobody knows)."""

    digest: str
    record: Record
    field: Field[Any]
    day: dt.date | None
    place: str = ""

    @property
    def of(self) -> str:
        """What is on it: the building, or the noun of the record."""
        return name_of(self.record) if isinstance(self.record, Housing) else self.record.label


def pictures_of(dossier: Dossier, photos: Photos) -> list[Pictured]:
    """All pictures of a family: record by record in the order of the questionnaire, of each the earliest day first.

    Pictures without a day stand at the end of their record.
    """
    held = dossier.pictures
    known = photos.known(dict.fromkeys(digest for _, _, digest in held))
    found = []
    for record, field, digest in held:
        photo = known.get(digest)
        found.append(Pictured(digest, record, field, photo.day if photo else None, photo.place if photo else ""))
    order = {record.id: place for place, record in reversed(list(enumerate(record for record, _, _ in held)))}
    return sorted(found, key=lambda one: (order[one.record.id], one.day or dt.date.max))
