"""The code of a record's id, held against another encoder."""

import random

import pytest
from reportlab.graphics.barcode import qrencoder

from fieldapp.documents.qr import LONGEST, SIDE, qr_rows


class _Told(qrencoder.QRCode):
    """reportlab's encoder, told the mask instead of choosing one."""

    def getBestMaskPattern(self):
        return 0


def other_encoder(text: str) -> list[int]:
    code = _Told(3, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return [int("".join("01"[code.isDark(row, column)] for column in range(SIDE)), 2) for row in range(SIDE)]


def ids() -> list[str]:
    draw = random.Random(1)
    return ["0123456789abcdef" * 2, "f" * 32, "a", "x" * LONGEST, *(f"a{draw.getrandbits(124):031x}" for _ in range(20))]


@pytest.mark.parametrize("text", ids())
def test_every_module_is_that_of_another_encoder(text):
    assert qr_rows(text) == other_encoder(text)


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="43 bytes"):
        qr_rows("x" * (LONGEST + 1))
