"""The QR code of a record's id, so that a paper finds its record again.

Always version 3, level M, bytes, mask 0: 29 × 29 modules for up to 42 characters. reportlab's own encoder makes any
code, and takes 8 ms where it is told the mask and 60 ms where it chooses one: four seconds for a village's plans, more
than all the rest. With one version and one mask the places of all bits are worked out once. A reader learns the mask
from the code, so choosing the prettiest of eight is worth nothing for an id.

Source: ISO/IEC 18004 (layout, Reed–Solomon over GF(256) with 0x11D, format information).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

SIDE = 29
LONGEST = 42
_DATA, _CHECK = 44, 26
"""Bytes of data and of check in version 3-M, which is one block."""
_FORMAT = 0b101010000010010
"""Level M with mask 0, already guarded and masked, its first bit first."""

Matrix = list[list[bool]]
Place = tuple[int, int]
"""Row and column from the upper left corner."""


def qr_rows(text: str) -> list[int]:
    """The rows of the code, each a number of 29 bits, the left module its highest; 1 is black.

    Raises:
        ValueError: the text is longer than 42 bytes.
    """
    told = text.encode("utf-8")
    if len(told) > LONGEST:
        raise ValueError(f"{len(told)} bytes do not fit")
    fixed, places = _frame()
    rows = list(fixed)
    data = _padded(told)
    bits = int.from_bytes(bytes([*data, *_check(data)]), "big") << 7  # version 3 ends in seven empty bits
    for number, (row, column) in enumerate(reversed(places)):
        if (bits >> number & 1) != ((row + column) % 2 == 0):
            rows[row] |= 1 << (SIDE - 1 - column)
    return rows


def _padded(told: bytes) -> bytes:
    """Mode, length, text, end mark and filling, 44 bytes."""
    bits = (0b0100 << 8 | len(told)) << 8 * len(told) | int.from_bytes(told, "big")
    head = (bits << 4).to_bytes(len(told) + 2, "big")
    return (head + b"\xec\x11" * _DATA)[:_DATA]


@lru_cache(maxsize=1)
def _powers() -> tuple[list[int], list[int]]:
    """Powers of 2 in GF(256), twice over, and their logarithms."""
    powers, logs, one = [0] * 510, [0] * 256, 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = one
        logs[one] = exponent
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
    return powers, logs


@lru_cache(maxsize=1)
def _generator() -> list[int]:
    """The logarithms of the coefficients of the generator polynomial, without the leading one."""
    powers, logs = _powers()
    told = [1]
    for exponent in range(_CHECK):
        shifted = [0, *(powers[logs[one] + exponent] if one else 0 for one in told)]
        told = [a ^ b for a, b in zip([*told, 0], shifted, strict=True)]
    return [logs[one] for one in told[1:]]


def _check(data: bytes) -> list[int]:
    """The check bytes: what remains when the data is divided by the generator."""
    powers, logs = _powers()
    rest = [0] * _CHECK
    for byte in data:
        lead = byte ^ rest[0]
        rest = [*rest[1:], 0]
        if lead:
            rest = [one ^ powers[logs[lead] + log] for one, log in zip(rest, _generator(), strict=True)]
    return rest


@lru_cache(maxsize=1)
def _frame() -> tuple[list[int], list[Place]]:
    """What is the same in every code of this version and mask, and the places of the bits in their order."""
    black: set[Place] = set()
    taken: set[Place] = set()
    for place, dark in (*_finders(), *_alignment(), *_timing(), *_format()):
        if place not in taken:
            taken.add(place)
            black |= {place} if dark else set()
    rows = [sum(1 << (SIDE - 1 - column) for row, column in black if row == number) for number in range(SIDE)]
    return rows, [place for place in _zigzag() if place not in taken]


def _finders() -> Iterator[tuple[Place, bool]]:
    """The three squares in the corners with the white around them."""
    for top, left in ((0, 0), (0, SIDE - 7), (SIDE - 7, 0)):
        for row in range(max(0, top - 1), min(SIDE, top + 8)):
            for column in range(max(0, left - 1), min(SIDE, left + 8)):
                away = max(abs(row - top - 3), abs(column - left - 3))
                yield (row, column), away in (0, 1, 3)


def _alignment() -> Iterator[tuple[Place, bool]]:
    """The small square near the fourth corner; version 3 has one, its middle at 22."""
    for row in range(20, 25):
        for column in range(20, 25):
            yield (row, column), max(abs(row - 22), abs(column - 22)) != 1


def _timing() -> Iterator[tuple[Place, bool]]:
    """The dotted lines between the squares."""
    for at in range(8, SIDE - 8):
        yield (6, at), at % 2 == 0
        yield (at, 6), at % 2 == 0


def _format() -> Iterator[tuple[Place, bool]]:
    """Level and mask, told twice, and the module that is always black."""
    first = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    second = [(r, 8) for r in range(SIDE - 1, SIDE - 8, -1)] + [(8, c) for c in range(SIDE - 8, SIDE)]
    for places in (first, second):
        for number, place in enumerate(places):
            yield place, bool(_FORMAT >> (14 - number) & 1)
    yield (SIDE - 8, 8), True


def _zigzag() -> Iterator[Place]:
    """All places in the order in which bits are laid: two columns up, two down, from the right, leaving out column 6."""
    upward = True
    for right in (*range(SIDE - 1, 6, -2), 5, 3, 1):
        for row in range(SIDE - 1, -1, -1) if upward else range(SIDE):
            yield row, right
            yield row, right - 1
        upward = not upward
