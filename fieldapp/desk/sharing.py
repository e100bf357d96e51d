"""Who uses which building: a family begins to use one that is there already, uses it no longer, or it turns out to be nobody's."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.rules.dwelling import name_of
from fieldapp.store.reader import Reader

NOBODYS = "不属于哪一户"


@dataclass(frozen=True)
class Offer:
    """A building of the village that a household might use as well, and what it is called: 王桂花家(3组) 正房."""

    housing: Housing
    called: str


def offers(reader: Reader, dossier: Dossier, find: str = "") -> list[Offer]:
    """The buildings that this household does not use yet: those of others by group and code, then nobody's.

    Args:
        find: words of which each must be found in the owner (as in the list of households) or in the building's name.
    """
    mine = {housing.id for housing in dossier.all(Housing)}
    found = {entry.id for entry in reader.households(find)}
    others = [housing for housing in reader.every(Housing) if housing.id not in mine]
    owned = [
        Offer(
            housing, f"{entry.head}家({entry.group}) {name_of(housing)}" if entry.group else f"{entry.head}家 {name_of(housing)}"
        )
        for entry in reader.households()
        for housing in others
        if housing.household == entry.id and (entry.id in found or _names(housing, find))
    ]
    return owned + [
        Offer(housing, f"{name_of(housing)}({NOBODYS})")
        for housing in others
        if housing.household is None and _names(housing, find)
    ]


def used_too(housing: Housing, household: str) -> Housing:
    """The building, used by this household (its id) as well."""
    return housing.replace(shared=(housing.shared or frozenset()) | {household})


def left_by(housing: Housing, dossier: Dossier) -> Housing:
    """The building, which this household uses no longer: nobody of it sleeps there."""
    people = {member.id for member in dossier.members}
    return housing.replace(
        shared=(housing.shared or frozenset()) - {dossier.household.id}, sleepers=(housing.sleepers or frozenset()) - people
    )


def disowned(housing: Housing) -> Housing:
    """The building, which belongs to nobody; the household that it was said to belong to goes on using it."""
    users = (housing.shared or frozenset()) | ({housing.household} if housing.household else set())
    return housing.replace(household=None, shared=users)


def relation_told(housing: Housing, dossier: Dossier) -> str:
    """Whose the building is and who else uses it, as this household sees it; '' where it is its own alone."""
    names, home = dossier.names, dossier.household.id
    others = sorted(names.get(id, "不在名单上的一户") for id in (housing.shared or frozenset()) - {home})
    shared = f"与 {'、'.join(others)} 合用" if others else ""
    if housing.household is None:
        return "，".join(filter(None, (NOBODYS, shared)))
    if housing.household == home:
        return shared
    return "，".join(filter(None, (f"属于 {names.get(housing.household, '不在名单上的一户')}", shared)))


def _names(housing: Housing, find: str) -> bool:
    return all(word in (housing.name or "") for word in find.split())
