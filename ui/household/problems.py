"""问题: what is wrong and what was promised, the open ones first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fieldapp.base.kinds import YesNo
from fieldapp.documents.column import Column
from fieldapp.records.problem import Problem, ProblemState, Promise
from ui.forms.panel import Asked
from ui.household.page import Edit, Home, HomePage
from ui.tables.badge import Badge
from ui.tables.badges import open_problems, open_promises
from ui.tables.records import Act, RecordTable
from ui.tables.waiting import waiting

REGISTER, CHANGE, PROMISE = Act("登记问题"), Act("修改", to_one=True), Act("记下诉求")
KEPT = {
    YesNo.YES: Badge("办到了", "good"),
    YesNo.NO: Badge("没办到", "bad"),
    YesNo.UNKNOWN: Badge("不清楚办没办到", "doubtful"),
}
SHARES = (13, 10, 33, 12, 13, 19)


def problem_badge(problem: Problem, today: dt.date) -> Badge:
    """How a problem stands."""
    if problem.state is ProblemState.CLOSED:
        return Badge("已销号", "good")
    if problem.state is ProblemState.CLAIMED:
        return Badge("申请销号", "doubtful")
    return waiting(problem.due, today)


def promise_badge(promise: Promise, today: dt.date) -> Badge:
    """How a promise stands."""
    if promise.kept is None:
        return waiting(promise.due, today)
    return KEPT[promise.kept]


class Problems(HomePage):
    """Two lists: the problems, and what the family asked for."""

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._today = today
        self.problems = RecordTable(
            "问题", self._problem_columns(), SHARES, (REGISTER, CHANGE), empty="没有登记过问题。",
            pills={5: lambda problem: problem_badge(problem, self._today)},
        )  # fmt: skip
        self.promises = RecordTable(
            "答应群众的事", self._promise_columns(), SHARES, (PROMISE, CHANGE), empty="没有记下过诉求。",
            pills={5: lambda promise: promise_badge(promise, self._today)},
        )  # fmt: skip
        self.main.addWidget(self.problems, 1)
        self.main.addWidget(self.promises, 1)
        self.problems.wanted.connect(self._on_problem)
        self.promises.wanted.connect(self._on_promise)

    def _problem_columns(self) -> list[Column[Any]]:
        asked = (Problem.found_on, Problem.kind, Problem.what, Problem.responsible, Problem.due)
        return [*(Column.of(field) for field in asked), Column.told("现在", lambda one: problem_badge(one, self._today).text)]

    def _promise_columns(self) -> list[Column[Any]]:
        asked = (Promise.asked_on, Promise.by, Promise.wish, Promise.kept_on, Promise.due)
        return [*(Column.of(field) for field in asked), Column.told("现在", lambda one: promise_badge(one, self._today).text)]

    def _show(self, home: Home) -> None:
        self._today = home.today
        waiting_problems, waiting_promises = open_problems(home.dossier), open_promises(home.dossier)
        closed = [one for one in home.dossier.all(Problem) if one not in waiting_problems]
        done = [one for one in home.dossier.all(Promise) if one not in waiting_promises]
        self.problems.show_records([*waiting_problems, *reversed(closed)])
        self.promises.show_records([*waiting_promises, *reversed(done)])

    def _on_problem(self, verb: str, problem: Problem | None) -> None:
        household = self._home.dossier.household.id
        record = problem or Problem(household=household, found_on=self._home.today, state=ProblemState.OPEN)
        key = f"edit:{problem.id}" if problem else f"new:problem:{household}"
        why, needs = "修改问题" if problem else "登记问题", (Problem.found_on, Problem.kind, Problem.what)
        self.wanted.emit(Edit(why, key, [Asked(record, Problem.questions(), None)], why, needs))

    def _on_promise(self, verb: str, promise: Promise | None) -> None:
        household = self._home.dossier.household.id
        record = promise or Promise(household=household, asked_on=self._home.today)
        key = f"edit:{promise.id}" if promise else f"new:promise:{household}"
        why = "修改答应的事" if promise else "记下诉求"
        self.wanted.emit(Edit(why, key, [Asked(record, Promise.questions(), None)], why, (Promise.asked_on, Promise.wish)))
