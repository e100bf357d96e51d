"""审核: what an office above the village says of what was recorded, and what the village answers. Said once; a later word counts instead.

It is a record like any other and travels by the same road. How a record stands follows from these alone (rules/reviewing.py).
"""

from fieldapp.base.dates import Day
from fieldapp.base.identity import Code
from fieldapp.base.kinds import Choice, Line, OneOf, Text
from fieldapp.base.numbers import Whole
from fieldapp.base.record import Owner, Part, Record, ask, belongs
from fieldapp.base.versions import Versions
from fieldapp.records.household import Household


class State(Choice):
    """What is said. The names are the codes of ODK and Kobo (exchange.md 2.14)."""

    RECEIVED = "待审"
    HAS_ISSUES = "存疑"
    APPROVED = "通过"
    REJECTED = "退回"


class Level(Choice):
    """Whose word it is. The village only answers; its word moves no state."""

    VILLAGE = "村"
    TOWN = "镇"
    COUNTY = "县"


WORD = Part("审核", Owner.COUNTY)
MARKS = Part("程序的记号", Owner.COUNTY, unit="marks")

_OURS = "由程序填写。"


class Review(Record, table="review", label="审核", observed=True):
    household = belongs(Household, must=False)
    what = ask("审核对象", Line(120), WORD, hint="空着就是整户。")
    state = ask("审核结果", OneOf(State), WORD, must=True)
    comment = ask("审核意见", Text(500), WORD, hint="存疑和退回要写哪里不对、怎么改。")
    level = ask("哪一级", OneOf(Level), WORD, must=True)
    by = ask("审核人", Line(30), WORD)
    day = ask("审核日期", Day(), WORD)
    subject = ask("对象编号", Code(80), MARKS, hint=_OURS)
    question = ask("哪一栏", Code(40), MARKS, hint=_OURS)
    turn = ask("第几次", Whole(1, 9999), MARKS, hint=_OURS)
    seen = ask("看过的版本", Versions(), MARKS, hint=_OURS)
