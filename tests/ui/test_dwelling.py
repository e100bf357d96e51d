"""住房 and 饮水 of one household: every building it uses, whose it is, what is suggested and what is decided."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from fieldapp.base.kinds import YesNo
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Condition, Decided, Grade, Housing, Remedy
from fieldapp.records.member import Member
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.water import Safety, Water
from tests.ui.keyboard import CTRL, ENTER, press, write
from tests.ui.pictures import painted
from tests.ui.village import HE, HOUSE, LI, LI_AWAY, LI_SELF, TODAY, WATER, ZHOU
from ui.forms.pictures import Strip
from ui.forms.verdict import LACKING
from ui.household.timeline import told
from ui.screens.household import HouseholdScreen
from ui.tables.badges import badges_of

HALF_YEAR_AGO = dt.date(2026, 6, 30)


@pytest.fixture
def old(session):
    """周建军's old house on a dangerous site, where nobody is known to sleep."""
    with session.change("登记") as change:
        return change.save(Housing(household=ZHOU, name="老屋", storeys=1, site_dangerous=YesNo.YES))


@pytest.fixture
def screen(session, on_screen):
    screen = on_screen(HouseholdScreen(session))
    screen.show_household(LI)
    return screen


@pytest.fixture
def page(screen):
    screen.tabs.setCurrentIndex(list(screen.pages).index("住房"))
    return screen.pages["住房"]


@pytest.fixture
def supply(screen):
    screen.tabs.setCurrentIndex(list(screen.pages).index("饮水"))
    return screen.pages["饮水"]


def texts(widget):
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def newest(session):
    return session.reader.acts()[0].why


def save(session, *records):
    with session.change("登记") as change:
        return [change.save(record) for record in records]


def say_why(screen, reason):
    screen.beside.panel.reason.setText(reason)
    write(ENTER)


def remark(screen, question):
    return screen.beside.panel.flow.forms[0].row(question).remark.text()


def test_a_building_of_others_is_found_by_its_owner_and_used_from_then_on(screen, page, session, old):
    page.use.click()
    sheet = screen.beside.panel
    assert sheet.list.item(0).text() == "周建军家(5组) 老屋"
    write("zjj", ENTER)
    house = session.reader.get(Housing, old.id)
    assert (house.household, house.shared) == (ZHOU, {LI})
    assert newest(session) == "李国兰家也用这栋房屋"
    assert [sheet.heading.text() for sheet in page.sheets] == ["正房", "老屋"]
    assert page.sheets[1].told.text() == "属于 周建军家"
    assert screen.beside.panel is None


@pytest.mark.parametrize(("find", "found"), [
    ("老屋", ["周建军家(5组) 老屋"]), ("5组", ["周建军家(5组) 老屋"]), ("旧房", ["祠堂边旧房(不属于哪一户)"]),
    ("", ["周建军家(5组) 老屋", "祠堂边旧房(不属于哪一户)"]), ("没有的", ["没有找到别的房屋。"]),
])  # fmt: skip
def test_buildings_are_found_by_owner_group_and_name_and_never_those_used_already(screen, page, session, old, find, found):
    save(session, Housing(name="祠堂边旧房"))
    page.use.click()
    write(find) if find else None
    sheet = screen.beside.panel
    assert [sheet.list.item(row).text() for row in range(sheet.list.count())] == found
    assert sheet.take.isEnabled() == (find != "没有的")


def test_the_list_of_buildings_is_walked_by_keyboard(screen, page, session, old):
    [nobodys] = save(session, Housing(name="祠堂边旧房"))
    page.use.click()
    press(Qt.Key.Key_Down)
    write(Qt.Key.Key_Down, ENTER)
    assert session.reader.get(Housing, nobodys.id).shared == {LI}


def test_what_is_shared_says_with_whom_on_both_pages(screen, page, session, old):
    save(session, old.replace(shared=frozenset({LI, HE})))
    screen.show_household(LI)
    assert page.sheets[1].told.text() == "属于 周建军家，与 何文平家 合用"
    screen.show_household(ZHOU)
    screen.tabs.setCurrentIndex(3)
    assert page.sheets[0].told.text() == "与 何文平家、李国兰家 合用"


def test_a_family_stops_using_a_building_and_nobody_of_it_sleeps_there_any_more(screen, page, session, old):
    [man] = session.reader.of(Member, ZHOU)
    save(session, old.replace(shared=frozenset({LI}), sleepers=frozenset({LI_SELF, man.id})))
    screen.show_household(LI)
    page.sheets[1].acts["这一户不再使用…"].trigger()
    say_why(screen, "搬走了")
    house = session.reader.get(Housing, old.id)
    assert (house.household, house.shared, house.sleepers) == (ZHOU, None, {man.id})
    assert newest(session) == "李国兰家不再使用 老屋：搬走了"
    assert len(page.sheets) == 1


def test_a_building_turns_out_to_be_nobodys_and_the_family_goes_on_using_it(screen, page, session):
    page.sheets[0].acts["这栋不属于哪一户…"].trigger()
    say_why(screen, "是村集体的")
    house = session.reader.get(Housing, HOUSE.id)
    assert (house.household, house.shared) == (None, {LI})
    assert page.sheets[0].told.text() == "不属于哪一户"
    assert newest(session) == "正房 不属于哪一户：是村集体的"
    assert "这一户不再使用…" in page.sheets[0].acts


def test_what_was_saved_elsewhere_while_a_reason_is_asked_is_not_written_back(screen, page, session):
    page.sheets[0].acts["这栋不属于哪一户…"].trigger()
    save(session, HOUSE.replace(walls=Condition.c))
    say_why(screen, "是村集体的")
    house = session.reader.get(Housing, HOUSE.id)
    assert (house.household, house.walls) == (None, Condition.c)


def test_an_act_without_a_reason_is_not_done(screen, page, session):
    before = len(session.reader.acts())
    page.sheets[0].acts["录错了，删除…"].trigger()
    say_why(screen, "  ")
    assert screen.beside.panel._entry.complaint.startswith("请写明原因")
    assert len(session.reader.acts()) == before
    press(Qt.Key.Key_Escape)
    assert screen.beside.panel is None


def test_a_building_recorded_by_mistake_is_deleted_with_its_reason_and_brought_back(screen, page, session):
    page.sheets[0].acts["录错了，删除…"].trigger()
    say_why(screen, "录到别家去了")
    assert page.sheets == []
    assert page.add.text() == "填写住房"
    assert newest(session) == "删除录错的 正房：录到别家去了"
    assert told(session.reader.history([HOUSE.id]), {})[0][1] == ["住房：删除(录到别家去了)。"]
    session.undo()
    assert [sheet.heading.text() for sheet in page.sheets] == ["正房"]


def test_a_shared_building_offers_the_people_of_all_who_use_it(screen, page, session, old):
    save(session, old.replace(shared=frozenset({LI})))
    screen.show_household(LI)
    page.sheets[1].buttons["修改"].click()
    screen.beside.panel.flow.go_to(Housing.sleepers)
    row = screen.beside.panel.flow.forms[0].row(Housing.sleepers)
    assert row.remark.text().endswith("1 李国兰  2 李小军  3 李文斌  4 周建军(周建军家)")
    write("4")
    assert row.editor.box.currentText() == "周建军(周建军家)"


def test_the_two_demands_the_class_the_area_and_what_to_recheck_stand_beside(screen, page, session):
    save(session, HOUSE.replace(walls=Condition.c, built=1980, area=96, made_safe=Remedy.REPAIR, made_safe_on="2016-05"))
    screen.show_household(LI)
    shown = texts(page.demands)
    assert shown[:4] == ["两项要求和核验", "人不住危房", "不达标", "正房 C级，住着 2 人。"]
    assert shown[shown.index("危房不住人") + 1] == "不达标"
    assert shown[shown.index("核验类别") + 1] == "住房不安全"
    assert "面积" in shown
    assert any("建成 46 年" in text for text in texts(page.recheck))
    assert any("危房改造" in text for text in texts(page.recheck))


def test_the_verdict_on_a_vacated_house_that_stands_open_is_apart_from_that_on_the_family(screen, page, session, old):
    save(session, old.replace(shared=frozenset({LI}), sealed=YesNo.NO))
    screen.show_household(LI)
    shown = texts(page.demands)
    assert shown[shown.index("人不住危房") + 1] == "达标"
    assert shown[shown.index("危房不住人") + 1] == "不达标"
    assert page.verdict.pill.text() == "B级"
    assert screen.pills[0].text() == "住房 B级 旧危房没封"


def test_a_decision_says_at_once_what_it_lacks_and_counts_when_nothing_is_lacking(screen, page, session, messages, tmp_path):
    save(session, HOUSE.replace(walls=Condition.c))
    screen.show_household(LI)
    page.sheets[0].buttons["认定…"].click()
    assert "认定 正房 · 建议 C级" in texts(screen.beside.panel)
    write("2")
    lacking = "人工认定为 B级，比查看的结果轻，还缺“认定理由”、“鉴定人”、“认定照片”，没有采用。"
    told = [
        remark(screen, question) for question in (Housing.decided, Housing.decided_why, Housing.decided_by, Housing.decided_on)
    ]
    assert told == [lacking, LACKING, LACKING, ""]
    write(ENTER, "墙已加固", ENTER, "张工", ENTER, "2026-11-01", ENTER)
    assert remark(screen, Housing.decided).endswith("还缺“认定照片”，没有采用。")
    messages.places = [painted(tmp_path / "墙.png", "gray")]
    write(Qt.Key.Key_Space)
    assert remark(screen, Housing.decided) == ""
    press(ENTER, CTRL)
    assert session.reader.get(Housing, HOUSE.id).decided is Decided.B
    assert newest(session) == "人工认定住房"
    assert page.verdict.pill.text() == "认定 B级"
    assert page.verdict.decided.text() == "建议 C级 · 人工认定为 B级：墙已加固(张工、2026-11-01)。"
    assert screen.pills[0].text() == "住房 认定 B级"


def test_an_appraisal_is_recorded_apart_with_the_picture_of_its_report_and_leaves_the_grade_seen_alone(
    screen, page, session, messages, tmp_path
):
    page.sheets[0].buttons["鉴定…"].click()
    messages.places = [painted(tmp_path / "报告.png", "white")]
    write("3", ENTER, "县住建局", ENTER, "2025-05-01", ENTER, "12", ENTER, Qt.Key.Key_Space)
    press(ENTER, CTRL)
    house = session.reader.get(Housing, HOUSE.id)
    assert (house.appraised, house.appraiser, len(house.report_picture)) == (Grade.C, "县住建局", 1)
    assert page.sheets[0].pill.text() == "B级"
    shown = texts(page.sheets[0])
    assert shown[shown.index("鉴定结论") + 1 :][:2] == ["鉴定等级", "C级"]
    [strip] = page.sheets[0].findChildren(Strip)
    assert (strip.digests, strip.missing) == (sorted(house.report_picture), [])


def test_what_is_registered_stands_beside_ours_with_day_and_source(screen, page, session):
    save(
        session,
        Registered(household=LI, topic=Topic.GRADE, column="住房等级", said="B级", on=HALF_YEAR_AGO, source="名册.xlsx · 农户"),
    )
    screen.show_household(LI)
    assert page.verdict.beside.text() == "登记：B级（2026-06-30，名册.xlsx）"
    screen.show_household(ZHOU)
    screen.tabs.setCurrentIndex(3)
    assert page.verdict.beside.isHidden()


def test_water_tells_its_four_parts_and_the_days_without_water(screen, supply, session):
    spells = ((dt.date(2026, 1, 5), dt.date(2026, 2, 14)),)
    save(session, WATER.replace(shut_off=spells), Registered(household=LI, topic=Topic.WATER, said="安全", on=HALF_YEAR_AGO))
    screen.show_household(LI)
    assert supply.verdict.parts == ["✓ 水量 达标", "✓ 水质 基本达标", "✓ 用水方便程度 达标", "✗ 供水保证率 不达标"]
    assert "2026-01-05 至 2026-02-14" in texts(supply.sheet)
    assert supply.verdict.beside.text() == "登记：安全（2026-06-30） · 与本次不同"


def test_water_is_decided_by_a_person_with_a_reason_and_a_name(screen, supply, session):
    supply.decide.click()
    write("3")
    assert remark(screen, Water.decided) == "人工认定为不安全，还缺“认定理由”、“认定人”，没有采用。"
    write(ENTER, "水里有油味", ENTER, "韩立")
    assert remark(screen, Water.decided) == ""
    press(ENTER, CTRL)
    assert session.reader.get(Water, WATER.id).decided is Safety.UNSAFE
    assert supply.verdict.decided.text().startswith("建议 基本安全 · 人工认定为不安全：水里有油味")
    assert screen.pills[1].text() == "饮水 认定 不安全"


@pytest.mark.parametrize(("lodging", "badge", "about"), [
    (Lodging.OWN, "住房 B级", ""), (Lodging.KIN, "无房户 住房 B级", "无房户(投亲靠友)"), (None, "住房 B级", ""),
])  # fmt: skip
def test_who_has_no_house_of_his_own_is_told_in_the_head(screen, session, lodging, badge, about):
    save(session, session.reader.get(Household, LI).replace(lodging=lodging))
    assert screen.pills[0].text() == badge
    assert about in screen.about.text()
    assert ("无房户" in screen.about.text()) == bool(about)


def test_who_has_no_roof_at_all_is_told_so_without_any_building(session):
    save(session, session.reader.get(Household, ZHOU).replace(lodging=Lodging.NONE))
    badge = badges_of(session.reader.dossier(ZHOU), TODAY).housing
    assert (badge.text, badge.tone) == ("住房 无房户", "bad")


def test_danger_that_somebody_sleeps_in_is_marked_though_the_best_house_is_safe(session):
    save(session, HOUSE.replace(appraised=Grade.D))
    badge = badges_of(session.reader.dossier(LI), TODAY).housing
    assert (badge.text, badge.tone) == ("住房 B级 危房有人住", "bad")


def test_an_age_without_a_birth_is_told_as_of_the_day_of_the_register(screen, session):
    save(session, Registered(household=LI, member=LI_AWAY, topic=Topic.AGE, said="9", on=HALF_YEAR_AGO, source="名册"))
    screen.show_household(LI)
    model = screen.pages["概况"].members.model
    assert [model.index(row, 2).data() for row in range(3)] == ["58", "31", "约 9 岁（2026-06-30 时）"]


def test_registered_conclusions_are_listed_with_day_and_source_the_newest_first(screen, session):
    table = screen.pages["概况"].registered
    assert not table.isVisible()
    save(
        session,
        Registered(household=LI, topic=Topic.INCOME_HEAD, said="8000", on=dt.date(2024, 6, 30), source="旧名册 · 农户"),
        Registered(household=LI, topic=Topic.GRADE, said="B级", on=HALF_YEAR_AGO, source="名册 · 农户"),
    )
    assert table.isVisible()
    rows = [[table.model.index(row, column).data() for column in range(5)] for row in range(2)]
    assert rows == [
        ["住房等级", "", "B级", "2026-06-30", "名册 · 农户"],
        ["人均纯收入", "", "8000", "2024-06-30", "旧名册 · 农户"],
    ]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("tab", ["住房", "饮水"])
def test_no_sentence_is_cut_off(screen, session, old, qtbot, tab, scale):
    from ui.theme import Theme, wear

    wear(Theme(scale=scale))
    save(session, old.replace(shared=frozenset({LI}), sealed=YesNo.NO), HOUSE.replace(walls=Condition.c, built=1980, area=96))
    screen.tabs.setCurrentIndex(list(screen.pages).index(tab))
    screen.show_household(LI)

    def whole():
        cut = [one.text() for one in screen.page.side.findChildren(QLabel) if one.isVisible() and is_cut(one)]
        assert cut == []

    qtbot.waitUntil(whole)


def is_cut(label):
    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    return label.height() < needed or (not label.wordWrap() and label.width() < label.sizeHint().width())
