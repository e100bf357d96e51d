"""What the papers do not tell: numbers that somebody wrote into a text, nothing where nobody knows, nothing of what is not there."""

import dataclasses

import pytest

from fieldapp.documents.outline import Grid, as_text
from fieldapp.records.household import Lodging
from fieldapp.records.housing import Housing
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from tests.documents.families import NUMBER, nobody
from tests.documents.rich import DECIDED, RICH, VISITS, WATER, every_kind, outing, rich

KINDS = [kind for kind, _ in every_kind(nobody())]


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_that_somebody_has_written_into_a_text_or_a_code_is_masked_too(kind):
    spaced = f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"
    home = RICH.replace(head=f"李 {NUMBER}", code=NUMBER, address=f"见 {spaced}")
    why = {"decided_why": f"本人（{NUMBER}）要求", "name": None}
    records = {**rich().records, Housing: [DECIDED.replace(**why)], Water: [WATER.replace(decided_why=f"{NUMBER}43B1 说的")],
               Visit: [VISITS[0].replace(note=f"身份证{NUMBER.lower()}；联系 13900000009")]}  # fmt: skip
    planted = dataclasses.replace(rich(), household=home, records=records)
    hidden, full = (dict(every_kind(planted, mask=mask))[kind] for mask in (True, False))
    told = as_text(hidden)
    assert NUMBER[6:14] not in told.replace(hidden.id, "")
    assert f"{NUMBER[:6]}**********{NUMBER[16:]}" in told
    assert NUMBER in as_text(full)
    assert ("13900000009" in told) == (kind in ("visit", "outing")), "whoever is to be called stands there"


def test_a_family_that_has_no_roof_is_not_asked_how_its_walls_are():
    without = dataclasses.replace(nobody(), household=nobody().household.replace(lodging=Lodging.NONE))
    [block] = outing(without).blocks
    assert [grid.name for grid in block.blocks if isinstance(grid, Grid) and grid.name] == ["走访", "近况", "饮水"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_family_of_whom_nobody_is_registered_is_not_a_family_of_none(kind):
    told = as_text(dict(every_kind(nobody()))[kind])
    assert "0 人" not in told
    assert kind in ("plan", "outing") or "家庭人口：未填写" in told
