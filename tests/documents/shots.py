"""Picture files as cameras and messengers write them, drawn for the tests."""

import io
import struct
import zlib

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

KUNMING = ((25, 2, 20), (102, 43, 6))
"""Latitude and longitude in degrees, minutes and seconds."""


def shot(
    size=(400, 300), *, kind="JPEG", taken="", place=None, orientation=0, mode="RGB", left="red", right="blue", **options
) -> bytes:
    """A picture whose left half has one colour and whose right half another."""
    image = Image.new(mode, size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    exif = image.getexif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if orientation:
        exif[0x0112] = orientation
    if place:
        north, east = ([IFDRational(part) for part in parts] for parts in place)
        exif.get_ifd(0x8825).update({1: "N", 2: north, 3: "E", 4: east})
    written = io.BytesIO()
    image.save(written, kind, exif=exif, **options)
    return written.getvalue()


def bomb(side=30_000) -> bytes:
    """A PNG of a few hundred bytes that says it has so many pixels on each side."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 3000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body
