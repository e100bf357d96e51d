"""Pictures: taken from a file and kept beside the survey, whole, because they are evidence."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fieldapp.base.errors import FieldAppError
from fieldapp.store.survey import Survey

LARGEST = 30 * 2**20
"""Bytes of the largest picture that is kept."""


def keep_picture(survey: Survey, path: Path) -> str:
    """Keep a picture for ever; returns its digest. The same picture twice is kept once.

    Raises:
        FieldAppError: it cannot be read, is no picture or is larger than LARGEST.
    """
    return survey.photos.add(path.name, _bytes_of(path), survey.clock.now().isoformat(timespec="seconds"))


def digest_of(path: Path) -> str:
    """The digest that a picture will have. Raises: FieldAppError, see `keep_picture`."""
    return hashlib.sha256(_bytes_of(path)).hexdigest()


def _bytes_of(path: Path) -> bytes:
    from PIL import Image, UnidentifiedImageError  # late: it costs 0.05 s of the start

    try:
        if path.stat().st_size > LARGEST:
            raise FieldAppError(f"“{path.name}”太大，超过 {LARGEST // 2**20} 兆。", "请用手机或电脑把照片缩小后再选。")
        picture = path.read_bytes()
        with Image.open(path) as image:
            image.verify()
    except UnidentifiedImageError:
        raise FieldAppError(f"“{path.name}”不是照片。", "请选择 jpg 或 png 照片。") from None
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise FieldAppError(f"照片“{path.name}”读不出来。", "请核对文件的位置，或重新拍一张。") from None
    return picture
