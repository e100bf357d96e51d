"""What is recorded, one module for each noun. RECORDS is the whole questionnaire, in order."""

from fieldapp.base.record import Record
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.plan import Measure, Plan
from fieldapp.records.problem import Problem, Promise
from fieldapp.records.registered import Registered
from fieldapp.records.review import Review
from fieldapp.records.village import Village
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water

RECORDS: tuple[type[Record], ...] = (
    Village, Household, Member, Visit, Housing, Water, Plan, Measure, Problem, Promise, Registered, Review,
)  # fmt: skip

SEARCHED = (Household.head, Household.code, Household.group, Household.phone, Member.name, Member.number, Member.phone)
"""The questions whose answers the search box looks through."""
