"""What has left the house with whole numbers or without: workbooks, packages with pictures, and papers with full numbers.

Kept in the survey file itself: who, when, what, of how many households. It cannot be told from here who has it now.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict, dataclass

from fieldapp.documents.edition import PAPERS
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

HANDED_OVER = "handed_over"
"""The remark under which a survey keeps the moment of its last hand-over."""
_LOG = "hand_overs"
"""The remark that keeps what has left the house, as JSON, the newest first."""
_LOGGED = 1000


@dataclass(frozen=True)
class HandOver:
    """One thing that left the house.

    Attributes:
        at: when, ISO 8601 with zone.
        by: who exported or printed it.
        file: its name, without its folder; of what went to a printer, what it was.
        edition: full, locked or masked; papers of papers with full numbers.
        code: the 对账码 of what it tells; '' of papers.
        sha256: of the file, in hexadecimal; '' of papers.
        households: of how many it tells; 0 where an older program did not count.
    """

    at: str
    by: str
    file: str
    edition: str
    code: str = ""
    sha256: str = ""
    households: int = 0


def departures(reader: Reader) -> list[HandOver]:
    """Everything that left the house, the newest first; the last 1,000."""
    return [HandOver(**told) for told in json.loads(reader.about(_LOG) or "[]")]


def hand_overs(reader: Reader) -> list[HandOver]:
    """The workbooks that left the house, the newest first."""
    return [one for one in departures(reader) if one.edition != PAPERS]


def log(survey: Survey, told: HandOver) -> None:
    """Keep that something has left the house. For any thread. Raises: FieldAppError."""
    with closing(survey.new_reader()) as reader:
        known = [asdict(one) for one in (told, *departures(reader))][:_LOGGED]
    survey.note(_LOG, json.dumps(known, ensure_ascii=False))


def log_papers(survey: Survey, what: str, households: int) -> None:
    """Keep that papers with full numbers were written or printed. For any thread. Raises: FieldAppError."""
    log(survey, HandOver(survey.clock.now().isoformat(timespec="seconds"), survey.by, what, PAPERS, households=households))
