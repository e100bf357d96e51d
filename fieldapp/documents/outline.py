"""A neutral paper: what stands on it, without saying how it is drawn. Writers make PDF or plain text of it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any


class Manner(enum.Enum):
    """How a grid is set: as a family reads it, in small print for a working copy, or as boxes for a pen."""

    PLAIN = "plain"
    SMALL = "small"
    PEN = "pen"


@dataclass(frozen=True)
class Heading:
    """A heading within the paper."""

    text: str


@dataclass(frozen=True)
class Grid:
    """Labels and values in ruled boxes, `across` pairs to a line; a long value takes the place of several pairs.

    Attributes:
        pairs: label → value.
        name: what these pairs are about, told once at their left; '' where that is clear.
        manner: how they are set; for a pen, a value is what can be ticked, and '' leaves room to write.
    """

    pairs: tuple[tuple[str, str], ...]
    name: str = ""
    across: int = 3
    manner: Manner = Manner.PLAIN


@dataclass(frozen=True)
class Table:
    """A table with one head, repeated where it goes on on another page.

    Attributes:
        widths: shares of the line, one for each column.
        numbers: the columns whose cells stand at the right.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Text:
    """A paragraph. `bold`: in the face of headings, for what must not be overlooked."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Note:
    """A paragraph in small print."""

    text: str


@dataclass(frozen=True)
class Signatures:
    """Boxes to sign in with a pen, each with room for a day; never torn apart.

    Attributes:
        seal: what is stamped in the box after the last; '' for none.
    """

    places: tuple[str, ...]
    seal: str = ""


@dataclass(frozen=True)
class Together:
    """Blocks that are not torn apart where they fit on one page."""

    blocks: tuple[Heading | Grid | Table | Text | Note, ...]


Block = Heading | Grid | Table | Text | Note | Signatures | Together


@dataclass(frozen=True)
class Paper:
    """One paper about one thing.

    Attributes:
        title: stands large at the top.
        subtitle: stands under it.
        blocks: what follows, in order.
        foot: stands small at the foot of each page, so that a loose sheet finds its home.
        id: of the record it is about, at most 42 characters; drawn as a QR code on the first page, '' for none.
        mark: a warning at the foot of each page, such as that something is still undecided; '' for none.
    """

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    foot: str
    id: str = ""
    mark: str = ""


def retold(paper: Paper, tell: Callable[[str], str]) -> Paper:
    """The paper with every word that stands on it told anew; its id is no word."""
    told = tuple(_retold(block, tell) for block in paper.blocks)
    title, subtitle, foot = tell(paper.title), tell(paper.subtitle), tell(paper.foot)
    return replace(paper, title=title, subtitle=subtitle, blocks=told, foot=foot)


def _retold(block: Block, tell: Callable[[str], str]) -> Any:
    match block:
        case Grid(pairs, name):
            return replace(block, pairs=tuple((tell(label), tell(value)) for label, value in pairs), name=tell(name))
        case Table(_, rows):
            return replace(block, rows=tuple(tuple(map(tell, cells)) for cells in rows))
        case Together(blocks):
            return Together(tuple(_retold(one, tell) for one in blocks))
        case Heading(text) | Text(text) | Note(text):
            return replace(block, text=tell(text))
        case Signatures():
            return block


def as_text(paper: Paper) -> str:
    """The paper as plain text, every word of it, for comparing."""
    lines = [paper.title, paper.subtitle]
    for block in paper.blocks:
        lines += ["", *_lines(block)] if isinstance(block, Heading) else _lines(block)
    end = [f"[{told}]" for told in (paper.id, paper.mark) if told]
    return "\n".join([*lines, "", paper.foot, *end, ""])


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(text):
            return [f"# {text}"]
        case Grid(pairs, name):
            return [*([f"## {name}"] if name else []), *(f"{label}：{value}" for label, value in pairs)]
        case Table(head, rows):
            return [" | ".join(cells) for cells in (head, *rows)]
        case Signatures(places, seal):
            return [f"{place}:____" for place in (*places, *([seal] if seal else []))]
        case Text(text) | Note(text):
            return [text]
        case Together(blocks):
            return ["", *(line for one in blocks for line in _lines(one))]
