"""What others say of the answers of a household: reviewers, and the two offices where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fieldapp.records.dossier import Dossier
from fieldapp.records.review import Review

if TYPE_CHECKING:
    from fieldapp.store.reader import Reader

Said = Mapping[tuple[str, str], str]
"""Id of the record and name of the question → sentences."""


def said_of(dossier: Dossier, reader: Reader) -> Said:
    """Everything that stands beside the answers of a household."""
    told = between(dossier, reader)
    for key, text in _reviewed(dossier).items():
        told[key] = "\n".join(filter(None, (told.get(key), text)))
    return told


def between(dossier: Dossier, reader: Reader) -> dict[tuple[str, str], str]:
    """What the two offices tell differently, and what one of them offers."""
    if not dossier.contested and not dossier.offered:
        return {}
    from fieldapp.desk.marks import beside_answers  # late: most households have none

    return dict(beside_answers(reader, dossier))


def _reviewed(dossier: Dossier) -> Said:
    """What reviewers say."""
    if not dossier.all(Review):
        return {}
    from fieldapp.rules.reviewing import reviewed
    from ui.household.reviews import beside_answers  # late: as above

    now = reviewed(dossier)
    records = {remark.target.record for remark in now.remarks}
    return {(id, name): told for id in records for name, told in beside_answers(now, id).items()}


def of_others(dossier: Dossier, reader: Reader) -> Mapping[str, str]:
    """What comes of typing over an answer that the other office has decided; by its key, as in `Dossier.contested`."""
    from fieldapp.desk.marks import of_others  # late: the start is short

    return of_others(reader, dossier)
