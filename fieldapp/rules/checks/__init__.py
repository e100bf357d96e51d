"""The doubtful data, one module a theme. CHECKS is the whole list, in the order of its numbers.

Source: the numbers and severities are those of our own list (domain notes, section 8), put together from published
check lists of county systems; severity E, W, I as there.
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.rules.checks.doubt import Case, Check, Doubt
from fieldapp.rules.checks.household import HOUSEHOLD
from fieldapp.rules.checks.housing import HOUSING
from fieldapp.rules.checks.identity import DOUBLED_NUMBER, IDENTITY, doubled_numbers
from fieldapp.rules.checks.problems import PROBLEMS
from fieldapp.rules.checks.water import WATER

__all__ = ["CHECKS", "KINDS", "Case", "Check", "Doubt", "doubled_numbers", "doubts_of"]

CHECKS: tuple[Check, ...] = (*IDENTITY, *HOUSEHOLD, *HOUSING, *PROBLEMS, *WATER)
KINDS: Mapping[str, Check] = {check.rule: check for check in (DOUBLED_NUMBER, *CHECKS)}
"""Everything that a doubt can be, by its number: also what is asked of several households at once."""


def doubts_of(case: Case) -> list[Doubt]:
    """Everything doubtful in one household. What needs several households is asked apart, see `doubled_numbers`."""
    return [doubt for check in CHECKS for doubt in check.doubts(case)]
