"""The manual on board: short pages of Markdown in resources/manual, in the order in which its contents page names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "resources" / "manual"
CONTENTS = "index.md"
_ENTRY = re.compile(r"^## (?P<part>.+)$|\]\((?P<name>[a-z-]+)\.md\)", re.MULTILINE)
_MARKS = re.compile(r"^# .*$|^##+ |!\[[^]]*\]\([^)]*\)|\]\([^)]*\)|^\s*(?:-|\d+\.) |:?-{3,}:?|[*`\[|]", re.MULTILINE)
"""What stands in Markdown beside the words; so does the title of a page."""
_BEFORE, _AFTER = 5, 14
"""Characters told around what was found."""


@dataclass(frozen=True)
class ManualPage:
    """One page.

    Attributes:
        name: of its file, without ending.
        part: of the manual, to which it belongs.
        title: its heading.
        text: in Markdown, the heading included.
    """

    name: str
    part: str
    title: str
    text: str

    @property
    def plain(self) -> str:
        """Its words in one line, as they are read."""
        return " ".join(_MARKS.sub(" ", self.text).split())


@dataclass(frozen=True)
class Found:
    """A page in which something was found. `excerpt`: the words around it, '' where only the title has it."""

    page: ManualPage
    excerpt: str


@cache
def manual() -> Mapping[str, ManualPage]:
    """Every page by its name, in the order of the contents. Raises: OSError where a page that they name is missing."""
    pages, part = {}, ""
    for entry in _ENTRY.finditer((FOLDER / CONTENTS).read_text("utf-8")):
        part = entry["part"] or part
        if name := entry["name"]:
            text = (FOLDER / f"{name}.md").read_text("utf-8")
            pages[name] = ManualPage(name, part, text.split("\n", 1)[0].removeprefix("# ").strip(), text)
    return pages


def find(words: str) -> list[Found]:
    """The pages in which all of these words occur, those whose title has one of them first."""
    wanted = words.lower().split()
    pages = [page for page in manual().values() if all(word in f"{page.title} {page.plain}".lower() for word in wanted)]
    pages.sort(key=lambda page: not any(word in page.title.lower() for word in wanted))
    return [Found(page, _excerpt(page.plain, wanted)) for page in pages]


def _excerpt(plain: str, wanted: list[str]) -> str:
    places = [place for word in wanted if (place := plain.lower().find(word)) >= 0]
    if not places:
        return ""
    begin, end = max(min(places) - _BEFORE, 0), min(places) + _AFTER
    return f"{'…' if begin else ''}{plain[begin:end].strip()}{'…' if end < len(plain) else ''}"
