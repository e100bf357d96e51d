"""Writing beside the screen: a lane writes a large act while whoever opened the file reads, types and is told to wait."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.desk.keeping import require_sound
from fieldapp.records.household import Household
from fieldapp.store.writing import STEPS


@pytest.fixture
def lane():
    """One thread beside this one."""
    with ThreadPoolExecutor(max_workers=1) as one:
        yield one


class Held:
    """An act that stands still at its first step until it is let go."""

    def __init__(self, survey, *heads: str, end: BaseException | None = None) -> None:
        self._survey, self._heads, self._end = survey, heads, end
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.steps: list[int] = []

    def step(self, done: int) -> None:
        self.steps.append(done)
        self.begun.set()
        self.go_on.wait(10)
        if self._end:
            raise self._end

    def write(self) -> str:
        with self._survey.change("导入", step=self.step) as change:
            for head in self._heads:
                change.save(Household(head=head))
        return change.act


def heads(survey):
    return [home.head for home in survey.reader.every(Household)]


def test_the_lane_writes_and_the_reader_sees_it_when_it_is_whole(survey, lane):
    held = Held(survey, "张三", "李四")
    done = lane.submit(held.write)
    assert held.begun.wait(10)
    assert heads(survey) == []
    held.go_on.set()
    act = done.result(10)
    assert heads(survey) == ["张三", "李四"]
    assert held.steps == list(range(1, 2 * STEPS + 1))
    assert survey.reader.acts(1)[0].id == act


def test_whoever_opened_the_file_is_told_at_once_that_another_act_is_being_written(survey, lane):
    held = Held(survey, "张三")
    done = lane.submit(held.write)
    assert held.begun.wait(10)
    with pytest.raises(FieldAppError, match="正在往档案里写另一批内容"), survey.change("走访") as change:
        change.save(Household(head="王五"))
    with pytest.raises(FieldAppError, match="正在往档案里写另一批内容"):
        survey.note("remark", "x")
    held.go_on.set()
    done.result(10)
    with survey.change("走访") as change:
        change.save(Household(head="王五"))
    assert heads(survey) == ["张三", "王五"]


def test_what_is_typed_meanwhile_is_kept(survey, lane):
    held = Held(survey, "张三")
    done = lane.submit(held.write)
    assert held.begun.wait(10)
    survey.drafts.keep("visit", {"typed": "半句"})
    assert survey.drafts.load("visit") == {"typed": "半句"}
    held.go_on.set()
    done.result(10)


def test_the_lane_waits_for_the_one_who_opened_the_file(survey, lane):
    held = Held(survey, "张三")
    held.go_on.set()
    with survey.change("走访") as change:
        done = lane.submit(held.write)
        assert not held.begun.wait(0.2)
        change.save(Household(head="王五"))
    done.result(10)
    assert heads(survey) == ["王五", "张三"]


def test_an_act_that_is_stopped_leaves_nothing_and_the_next_one_has_its_number(survey, lane):
    code, number = survey.code(), survey.reader.acts(1)[0].number
    held = Held(survey, "张三", "李四", end=Cancelled())
    held.go_on.set()
    with pytest.raises(Cancelled):
        lane.submit(held.write).result(10)
    assert (heads(survey), survey.code()) == ([], code)
    with survey.change("走访") as change:
        change.save(Household(head="王五"))
    assert survey.reader.acts(1)[0].number == number + 1
    assert require_sound(survey).troubles == ()


def test_acts_of_many_threads_stand_one_after_another_without_a_gap(survey):
    def write(number: int) -> None:
        with survey.change("导入") as change:
            change.save(Household(head=str(number)))

    with ThreadPoolExecutor(max_workers=4) as lanes:
        list(lanes.map(write, range(40)))
    numbers = [act.number for act in survey.reader.acts(limit=-1)]
    assert sorted(numbers) == list(range(1, 42))
    assert sorted(heads(survey), key=int) == [str(number) for number in range(40)]
    assert require_sound(survey).troubles == ()


def test_an_act_is_undone_in_the_lane(survey, lane):
    code = survey.code()
    with survey.change("导入") as change:
        change.save(Household(head="张三"))
    steps: list[int] = []
    lane.submit(lambda: survey.undo(change.act, step=steps.append)).result(10)
    assert (heads(survey), survey.code()) == ([], code)
    assert steps[-1] == 1
