"""A neutral paper: what stands on it, without saying how it is drawn. Writers make PDF or plain text of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading within the paper."""

    text: str


@dataclass(frozen=True)
class Grid:
    """Labels and values, several pairs to a line; a long value gets a line of its own."""

    pairs: tuple[tuple[str, str], ...]
    across: int = 2


@dataclass(frozen=True)
class Table:
    """A table. `widths`: shares of the line, one for each column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Note:
    """A paragraph in small print."""

    text: str


@dataclass(frozen=True)
class Signatures:
    """Places to sign with a pen; `seal`: what is stamped beside them, or ''."""

    places: tuple[str, ...]
    seal: str = ""


Block = Heading | Grid | Table | Text | Note | Signatures


@dataclass(frozen=True)
class Paper:
    """One paper about one thing.

    Attributes:
        title: stands large at the top.
        subtitle: stands under it.
        blocks: what follows, in order.
        foot: stands small at the foot of each page, so that a loose sheet finds its home.
    """

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    foot: str


def as_text(paper: Paper) -> str:
    """The paper as plain text, every word of it, for comparing."""
    lines = [paper.title, paper.subtitle]
    for block in paper.blocks:
        match block:
            case Heading(text):
                lines += ["", f"## {text}"]
            case Grid(pairs):
                lines += [f"{label}:{value}" for label, value in pairs]
            case Table(head, rows):
                lines += [" | ".join(cells) for cells in (head, *rows)]
            case Text(text) | Note(text):
                lines.append(text)
            case Signatures(places, seal):
                lines += [f"{place}:" for place in places] + ([seal] if seal else [])
    return "\n".join([*lines, paper.foot, ""])
