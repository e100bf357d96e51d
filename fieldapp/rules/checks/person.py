"""One member as the rules on age, school and labour look at him: everything that they ask is worked out once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Self

from fieldapp.records.member import Education, Health, Labour, Member, School
from fieldapp.rules.people import born_on, called, years

SCHOOL_AGE = range(3, 24)
"""Outside of these ages somebody of whom no school is told is no student (3: kindergarten; 23: DQ-035)."""
ABLE = (Labour.ORDINARY, Labour.SKILLED)


@dataclass(frozen=True, slots=True)
class Person:
    """One member on one day. None: nobody knows.

    Attributes:
        age: in full years.
        born: the day of birth.
        studies: whether he goes to school, kindergarten included.
        healthy: whether health is answered with nothing but 健康.
    """

    member: Member
    age: int | None
    born: dt.date | None
    school: School | None
    education: Education | None
    labour: Labour | None
    studies: bool | None
    healthy: bool | None

    @classmethod
    def of(cls, member: Member, on: dt.date) -> Self:
        """The member as he is on a day."""
        day, school, health = born_on(member), member.school, member.health
        age = years(day, on) if day else None
        studies = school is not School.NOT if school else False if age is not None and age not in SCHOOL_AGE else None
        healthy = health == {Health.HEALTHY} if health else None
        return cls(member, age, day, school, member.education, member.labour, studies, healthy)

    @property
    def name(self) -> str:
        """What the member is called in a sentence."""
        return called(self.member)

    def is_aged(self, least: int, most: int = 200) -> bool:
        """Whether his age is known and lies within these years, both included."""
        return self.age is not None and least <= self.age <= most
