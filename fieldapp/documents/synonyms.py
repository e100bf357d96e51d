"""What others call our questions, answers and units: the data of resources/catalogues/heads.toml.

A question's own label is always among them, so that a new question is understood without another line.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fieldapp.base.record import Field, Record
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.registered import Topic

CATALOGUE = Path(__file__).parents[2] / "resources" / "catalogues" / "heads.toml"
NOUNS: tuple[type[Record], ...] = (Household, Member)
"""The nouns that rosters tell."""
HEAD = "head."
"""A key that begins so is a member's question, told of the head of the household."""
HEAD_OF_FAMILY = "户主"
"""A head that begins so speaks of the head of the household."""
VILLAGE, LINE = "roster.village", "roster.line"

_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_NUMBERING = re.compile(r"^(\(?\d{1,3}[)、.]|[一二三四五六七八九十]+、)(?=\D)")
_YEAR = re.compile(r"^(截[至止])?(20\d\d年?|上一?年|本年|当年|去年|今年)度?[底末]?|20\d\d年?度?$")
_AMOUNT = re.compile(r"(万?元|周?岁)$")
_BRACKETS = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]$")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """What others call our questions and answers.

    Attributes:
        questions: key (`member.name`) → the question.
        heads: plain head → what it may mean: rank (the smaller the better) and key.
        prefixes: plain heads that make a member's question one about the head of the household.
        units: a unit as others write it → as we write it.
        also: key → another question that the same text may answer.
        personal: key of a household's question → a member's question where members differ.
        labels: key → text as others write it → our label.
        topics: plain head → what its column concludes, where it answers no question of ours.
    """

    questions: Mapping[str, Field[Any]]
    heads: Mapping[str, tuple[int, str]]
    prefixes: frozenset[str]
    units: Mapping[str, str]
    also: Mapping[str, str]
    personal: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    topics: Mapping[str, Topic]

    def question(self, key: str) -> Field[Any] | None:
        """The question of a key, `head.…` included; None for keys that say where a row belongs."""
        return self.questions.get(key.replace(HEAD, f"{Member.table}.", 1) if key.startswith(HEAD) else key)

    def topic(self, names: Sequence[str]) -> Topic | None:
        """What a column with these plain heads, from the top, concludes; a year in front and a unit behind do not count."""
        for name in ("".join(names[at:]) for at in range(len(names))):
            for text in (name, bare := _YEAR.sub("", name), _AMOUNT.sub("", bare)):
                if text in self.topics:
                    return self.topics[text]
        return None


@lru_cache(maxsize=4)
def catalogue(nouns: tuple[type[Record], ...] = NOUNS) -> Catalogue:
    """The catalogue for these nouns. Names of questions that they do not ask are passed over."""
    told = tomllib.loads(CATALOGUE.read_text("utf-8"))
    questions = {question.key: question for noun in nouns for question in noun.questions()}
    heads: dict[str, tuple[int, str]] = {}
    for key, names in told["heads"].items():
        if key in questions or key in (VILLAGE, LINE):
            for rank, name in enumerate(names, 1):
                heads.setdefault(plain_head(name)[0], (rank, key))
    heads |= {plain_head(question.label)[0]: (0, key) for key, question in questions.items()}
    labels = {
        key: {squeezed(text): label for label, texts in known.items() for text in texts} for key, known in told["labels"].items()
    }
    nations = told["nations"]
    labels["member.nation"] = {name: name + nations["ending"] for name in nations["names"]}
    units = {spelling: unit for unit, others in told["units"].items() for spelling in (unit, *others)}
    prefixes = frozenset(told["prefixes"]["head"])
    topics = {plain_head(name)[0]: Topic[topic] for topic, names in told["conclusions"].items() for name in names}
    return Catalogue(questions, heads, prefixes, units, told["also"], told["personal"], labels, topics)


def squeezed(text: str) -> str:
    """A text as it is compared: compatible forms folded, nothing blank or invisible left."""
    return _UNSEEN.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def plain_head(shown: str) -> tuple[str, str]:
    """A head without blanks, stars, numbering and its last brackets, and what stood in these: 务工时间(月)* → 务工时间, 月.

    Letters of the head are small ones: codes of systems come as AAB002 and as aab002.
    """
    text = _NUMBERING.sub("", squeezed(shown).strip("*#※★☆:"))
    remark = ""
    if found := _BRACKETS.search(text):
        text, remark = text[: found.start()], found[1]
    return text.strip("*#※★☆:").lower(), remark
