"""What a column of a foreign sheet can be told to answer, in the words of a list to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.documents.synonyms import HEAD, LINE, VILLAGE, Catalogue
from fieldapp.records.member import Member
from fieldapp.records.registered import Registered, Topic

OUT = ""
"""The key of a column that is not taken."""
STATED = f"{Registered.table}."
"""A key that begins so is no question: what the column says is kept as a conclusion of others about this topic."""
_ABOUT_ROWS = {OUT: "不导入", VILLAGE: "所在的村", LINE: "序号"}
_NOT_OF_HEADS = frozenset({Member.name, Member.relation})
"""The name of the head is a household's question, and his relation to himself is none."""


@dataclass(frozen=True)
class Offer:
    """One entry of the list. `names`: what others call the question, to be found by."""

    key: str
    label: str
    names: tuple[str, ...] = ()


def offers(known: Catalogue) -> list[Offer]:
    """Everything that a column can be told to answer, each key and each label once; to leave it out comes first."""
    names: dict[str, list[str]] = {}
    for name, (_, key) in known.heads.items():
        names.setdefault(key, []).append(name)
    keys = [*known.questions, *(f"{HEAD}{question.name}" for question in Member.questions() if question not in _NOT_OF_HEADS)]
    told = [Offer(key, label_of(key, known), tuple(names.get(_asked(key), ()))) for key in keys]
    about = [Offer(key, label, tuple(names.get(key, ()))) for key, label in _ABOUT_ROWS.items()]
    stated = [Offer(key := f"{STATED}{topic.name}", label_of(key, known), tuple(_heads_of(topic, known))) for topic in Topic]
    return [about[0], *told, *stated, *about[1:]]


def label_of(key: str, known: Catalogue) -> str:
    """What a person reads for a key: 成员 · 姓名. The key itself where nobody asks that question any more."""
    question = known.question(key)
    if topic := topic_of_key(key):
        return f"{Registered.label} · {topic.value}"
    if question is None or question.owner is None:
        return _ABOUT_ROWS.get(key, key)
    return f"{'户主' if key.startswith(HEAD) else question.owner.label} · {question.head}"


def topic_of_key(key: str) -> Topic | None:
    """What a column is told to conclude; None where it is told something else."""
    return next((topic for topic in Topic if key == f"{STATED}{topic.name}"), None)


def _heads_of(topic: Topic, known: Catalogue) -> list[str]:
    return [name for name, told in known.topics.items() if told is topic]


def _asked(key: str) -> str:
    return key.replace(HEAD, f"{Member.table}.", 1) if key.startswith(HEAD) else key
