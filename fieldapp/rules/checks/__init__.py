"""The doubtful data, one module a theme. CHECKS is the whole list, in the order of its numbers.

Source: the numbers and severities are those of our own list (domain notes, section 8), put together from published
check lists of county systems; severity E, W, I as there.
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.rules.checks.across import ACROSS, Doubles, doubled
from fieldapp.rules.checks.blanks import BLANKS
from fieldapp.rules.checks.causes import CAUSES
from fieldapp.rules.checks.doubt import Case, Check, Doubt
from fieldapp.rules.checks.household import HOUSEHOLD
from fieldapp.rules.checks.housing import HOUSING
from fieldapp.rules.checks.identity import IDENTITY
from fieldapp.rules.checks.labour import LABOUR
from fieldapp.rules.checks.measures import MEASURES
from fieldapp.rules.checks.problems import PROBLEMS
from fieldapp.rules.checks.schooling import SCHOOLING
from fieldapp.rules.checks.water import WATER

__all__ = ["CHECKS", "KINDS", "Case", "Check", "Doubles", "Doubt", "doubled", "doubts_of"]

_THEMES = (IDENTITY, HOUSEHOLD, BLANKS, CAUSES, SCHOOLING, LABOUR, HOUSING, WATER, MEASURES, PROBLEMS)
CHECKS: tuple[Check, ...] = tuple(sorted((check for theme in _THEMES for check in theme), key=lambda check: check.rule))
KINDS: Mapping[str, Check] = {check.rule: check for check in (*ACROSS, *CHECKS)}
"""Everything that a doubt can be, by its number: also what is asked of several households at once."""


def doubts_of(case: Case) -> list[Doubt]:
    """Everything doubtful in one household. What needs several households is asked apart, see across.py."""
    return [doubt for check in CHECKS for doubt in check.doubts(case)]
