"""What is seen in a practice village: visits, houses, water, and what the register said before anybody went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from fieldapp.base.kinds import YesNo
from fieldapp.base.record import Record
from fieldapp.desk.practice_dice import Dice
from fieldapp.desk.practice_pictures import Scenes
from fieldapp.records.household import Lodging
from fieldapp.records.housing import Condition, Decided, Grade, Housing, Protection, Remedy, Structure
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.visit import Topic as Looked
from fieldapp.records.water import OnSite, Report, Source, Water

REGISTER = "某县底册(编造) · 户信息"


class Sights:
    """Sees what is there to be seen. `scenes`: takes the pictures of it."""

    def __init__(self, dice: Dice, scenes: Scenes) -> None:
        self._dice, self._scenes = dice, scenes

    def first_visits(self, families: Sequence[Sequence[Record]], day: dt.date, houses: dict[str, Housing]) -> Iterator[Record]:
        """The first visits of a day: visit, house and water of each family. `houses`: household → its house, filled here."""
        for home, *people in families:
            yield self.visit(home, day, Outcome.MET)
            match home.answers["lodging"]:
                case Lodging.OWN if self._dice.chance(0.93):
                    house = self._house(home, people, day)
                    houses[home.id] = house.replace(pictures=self._scenes.of_house(house, day))
                    yield houses[home.id]
                    if self._dice.chance(0.06):
                        yield self._old_house(home)
                case Lodging.KIN if houses:
                    host = self._dice.choice(list(houses))
                    houses[host] = houses[host].replace(shared=frozenset({*(houses[host].shared or ()), home.id}))
                    yield houses[host]
                case Lodging.RENTED:
                    yield self._house(home, people, day).replace(household=None, name="租住的农房", shared=frozenset({home.id}))
            if self._dice.chance(0.94):
                yield self._water(home, day).replace(pictures=self._scenes.of_water(day))

    def common_roofs(self, homes: Sequence[Record]) -> Iterator[Record]:
        """The buildings that belong to nobody, and who lives in them."""
        for lodging, name in ((Lodging.HOME, "村幸福大院"), (Lodging.PUBLIC, "集体公租房")):
            users = frozenset(home.id for home in homes if home.answers["lodging"] is lodging)
            if users:
                sound = dict.fromkeys(("foundation", "walls", "concrete", "slabs", "roof", "enclosure"), Condition.a)
                absent = dict.fromkeys(("timber", "truss"), Condition.ABSENT)
                yield self._dice.new(
                    Housing, name=name, built=2018, storeys=2, structure=Structure.BRICK_CONCRETE, site_dangerous=YesNo.NO,
                    protection=Protection.FULL, appraised=Grade.A, appraiser="某县住房安全鉴定站", shared=users, **sound, **absent,
                )  # fmt: skip

    def registered(self, home: Record, on: dt.date) -> Iterator[Record]:
        """What the register said of a family on a day, before anybody went."""
        said = {
            Topic.GRADE: ("住房等级", self._dice.some([("A级", 6), ("B级", 3), ("C级", 1)])),
            Topic.WATER: ("饮水是否安全", self._dice.some([("是", 19), ("否", 1)])),
            Topic.INCOME_HEAD: ("人均纯收入(元)", str(self._dice.number(80, 260) * 100)),
        }
        for topic, (column, text) in said.items():
            yield self._dice.new(Registered, household=home.id, topic=topic, column=column, said=text, on=on, source=REGISTER)

    def visit(self, home: Record, day: dt.date, outcome: Outcome) -> Visit:
        """One visit, whatever came of it."""
        met = outcome is Outcome.MET
        return self._dice.new(
            Visit, household=home.id, day=day, entered=day, outcome=outcome, met=home.answers["head"] if met else None,
            way=self._dice.some([(Way.HOME, 8), (Way.CALL, 1), (Way.VIDEO, 1)]) if met else Way.HOME,
            companions=self._dice.choice(["石大山", "何敏", None]), schooling="孩子正常在学" if met and self._dice.chance(0.3) else None,
            confirmed=frozenset({Looked.MEMBERS, *([Looked.HOUSING] if self._dice.chance(0.6) else [])}) if met else None,
        )  # fmt: skip

    def _house(self, home: Record, people: Sequence[Record], day: dt.date) -> Housing:
        worst = self._dice.some([(Condition.a, 55), (Condition.b, 35), (Condition.c, 7), (Condition.d, 3)])
        timber = self._dice.chance(0.4)
        milder = [one for one in list(Condition)[:4] if one.value <= worst.value]
        grades: dict[str, Any] = {
            name: self._dice.choice(milder) for name in ("foundation", "walls", "slabs", "roof", "enclosure")
        } | {name: self._dice.choice(milder) if timber else Condition.ABSENT for name in ("timber", "truss")}
        grades |= {"concrete": Condition.ABSENT if timber else self._dice.choice(milder), "walls": worst}
        area = self._dice.number(60, 160)
        appraised, remedied = self._dice.chance(0.5), self._dice.chance(0.15)
        return self._dice.new(
            Housing, household=home.id, name="正房", built=self._dice.number(1978, 2019), area=area,
            structure=Structure.BRICK_TIMBER if timber else Structure.BRICK_CONCRETE, storeys=self._dice.choice([1, 1, 2]),
            rooms=(rooms := self._dice.number(3, 6)), rooms_habitable=rooms - (1 if worst in (Condition.c, Condition.d) else 0),
            site_dangerous=YesNo.NO if self._dice.chance(0.985) else YesNo.YES, protection=self._dice.choice(list(Protection)[:2]),
            appraised=Grade[worst.name.upper()] if appraised else None, appraiser="某县住房安全鉴定站" if appraised else None,
            appraised_on=day - dt.timedelta(days=400) if appraised else None,
            report=f"鉴{self._dice.number(1000, 9999)}" if appraised else None,
            made_safe=self._dice.choice([Remedy.REPAIR, Remedy.REPAIR, Remedy.RELOCATION]) if remedied else None,
            made_safe_on=f"{self._dice.number(2017, 2023)}-10" if remedied else None,
            sleepers=frozenset(one.id for one in people) if self._dice.chance(0.7) else None, **self._decision(worst, day), **grades,
        )  # fmt: skip

    def _decision(self, worst: Condition, day: dt.date) -> dict[str, Any]:
        """Now and then a person decides otherwise: harsher for a reason, or milder with an appraiser and a picture."""
        if worst is Condition.b and self._dice.chance(0.05):
            return {"decided": Decided.C, "decided_why": "雨后山墙裂缝变宽", "decided_on": day}
        if worst is Condition.c and self._dice.chance(0.4):
            return {"decided": Decided.B, "decided_why": "裂缝只在抹灰层，墙体没有开裂", "decided_by": "某县鉴定站 周平", "decided_on": day,
                    "decided_picture": frozenset({self._scenes.crack})}  # fmt: skip
        return {}

    def _old_house(self, home: Record) -> Housing:
        """The house that a family has left: D, sealed or not."""
        return self._dice.new(
            Housing, household=home.id, name="老屋", built=self._dice.number(1962, 1979), storeys=1, structure=Structure.EARTH_TIMBER,
            site_dangerous=YesNo.NO, foundation=Condition.c, walls=Condition.d, timber=Condition.c, roof=Condition.d,
            sealed=self._dice.choice([YesNo.YES, YesNo.YES, YesNo.NO]),
        )  # fmt: skip

    def _water(self, home: Record, day: dt.date) -> Water:
        piped = self._dice.chance(0.88)
        source = self._dice.choice([Source.PIPED, Source.TOWN_PLANT] if piped else [Source.SPRING, Source.WELL])
        tested = piped and (source is Source.TOWN_PLANT or self._dice.chance(0.5))
        look: dict[str, Any] = {} if tested else dict.fromkeys(("look", "smell", "asked", "taste"), OnSite.GOOD)
        if not tested and self._dice.chance(0.12):
            look["taste"] = None
        return self._dice.new(
            Water, household=home.id, source=source,
            litres=Water.litres.kind.read(str(self._dice.choice([40, 60, 70, 80, 100] if self._dice.chance(0.97) else [25, 30]))),
            piped=YesNo.YES if piped else YesNo.NO, minutes=None if piped else self._dice.choice([5, 8, 10, 15, 20, 25]),
            dry_days=(dry := self._dice.choice([0, 0, 3, 6, 10, 18, 20] if self._dice.chance(0.97) else [40])),
            shut_off=((day - dt.timedelta(days=30 + dry), day - dt.timedelta(days=31)),) if dry and self._dice.chance(0.6) else None,
            result=Report.PASSED if tested else None, laboratory="某县疾控中心" if tested else None,
            tested_on=day - dt.timedelta(days=60) if tested else None, report=f"水检{self._dice.number(100, 999)}" if tested else None, **look,
        )  # fmt: skip
