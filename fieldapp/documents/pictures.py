"""Pictures as cameras write them: when and where they were taken, and a copy for the screen that stands upright.

Neither the file's time nor its name is ever believed: a messenger strips what the camera wrote and gives the file the
time of sending.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldapp.base.errors import FieldAppError

if TYPE_CHECKING:
    from PIL import Image

LONGEST = 1600
"""Of the longest side of a copy, in pixels."""
PIXELS = 80_000_000
"""Of the largest picture that is unpacked: a small file can hold more than a laptop has memory for."""
_HEAVY = 2**20
"""Bytes from which on even a picture of few pixels gets a copy."""
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
_ORIENTATION, _EXIF, _GPS, _TAKEN = 0x0112, 0x8769, 0x8825, 0x9003
_DAMAGED = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, struct.error)
"""What Pillow raises over bytes that nobody foresaw."""


@dataclass(frozen=True)
class Shot:
    """What a picture tells.

    Attributes:
        day: when the camera says it was taken; None where it says nothing.
        place: latitude and longitude in degrees, such as 25.03889,102.71833; '' where not told.
        screen: a copy of at most LONGEST pixels, upright; None where the picture itself is one.
    """

    day: dt.date | None
    place: str
    screen: bytes | None


def read_shot(picture: bytes, name: str) -> Shot:
    """Read a picture. `name`: what it is called in a refusal.

    Raises:
        FieldAppError: it is no picture, is damaged, or has more than PIXELS pixels.
    """
    from PIL import Image, UnidentifiedImageError  # late: it costs 0.05 s of the start
    from PIL import WebPImagePlugin as _  # noqa: F401 - Pillow knows this format only once it is imported

    Image.preinit()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(picture), formats=_FORMATS)
        if image.width * image.height > PIXELS:
            raise Image.DecompressionBombError
        told = _told(image)
        return Shot(_day(told), _place(told), _screen(image, len(picture), told.get(_ORIENTATION, 1) != 1))
    except UnidentifiedImageError:
        raise _stranger(picture, name) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FieldAppError(f"照片“{name}”的像素太多，打开会占满内存。", "请用手机或电脑把照片缩小后再选。") from None
    except _DAMAGED:
        raise FieldAppError(f"照片“{name}”读不出来，可能没有传完整。", "请重新传一次，或重新拍一张。") from None


def _stranger(picture: bytes, name: str) -> FieldAppError:
    if picture[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        return FieldAppError(f"“{name}”是 HEIC 照片，本程序打不开。", "请在手机相机的设置里改成 JPG，或用微信发一次再选。")
    return FieldAppError(f"“{name}”不是照片。", "请选择 jpg 或 png 照片。")


def _told(image: Image.Image) -> Mapping[int, Any]:
    """What the camera wrote: tags of the picture and of EXIF, GPS under its own number. Damaged, it tells nothing."""
    try:
        exif = image.getexif()
        return {**exif, **exif.get_ifd(_EXIF), _GPS: exif.get_ifd(_GPS)}
    except _DAMAGED:
        return {}


def _day(told: Mapping[int, Any]) -> dt.date | None:
    try:
        return dt.datetime.strptime(str(told[_TAKEN])[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a camera has no time zone
    except (LookupError, ValueError):
        return None


def _place(told: Mapping[int, Any]) -> str:
    try:
        gps = told[_GPS]
        degrees = [_degrees(gps[2], gps[1], "S"), _degrees(gps[4], gps[3], "W")]
    except _DAMAGED:
        return ""
    inside = abs(degrees[0]) <= 90 and abs(degrees[1]) <= 180  # false for what is no number, too
    return ",".join(f"{one:.5f}" for one in degrees) if inside and any(degrees) else ""


def _degrees(parts: Any, side: Any, negative: str) -> float:
    degree, minute, second = (float(part) for part in parts)
    return (degree + minute / 60 + second / 3600) * (-1 if str(side).startswith(negative) else 1)


def _screen(image: Image.Image, size: int, turned: bool) -> bytes | None:
    """The copy. A picture that needs none is unpacked all the same: half of one is refused here and not years later."""
    from PIL import Image, ImageOps

    fits = max(image.size) <= LONGEST and size <= _HEAVY and not turned
    share = LONGEST / max(*image.size, LONGEST)
    image.draft("RGB", (round(image.width * share), round(image.height * share)))  # a JPEG is unpacked no larger than needed
    image.load()
    if fits:
        return None
    upright = ImageOps.exif_transpose(image) if turned else image
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    if upright.mode != "RGB":
        ground = Image.new("RGB", upright.size, "white")
        seen = upright.convert("RGBA")
        ground.paste(seen, mask=seen.getchannel("A"))
        upright = ground
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
