"""Answers that name a person, a telephone or a place by a code. Codes are text, never numbers."""

from __future__ import annotations

import datetime as dt
import re

from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import Kind, half_width

NO_TELEPHONE = "无电话"


class Coded(Kind[str]):
    """An answer that is a code: kept as it was read, whatever a later release would demand of it."""

    def recall(self, kept: str) -> str:
        return kept

    canonical = recall


class CitizenNumber(Coded):
    """A citizen number of 18 characters, or a disability certificate of 20 or 22.

    The check character and the day of birth must hold; the division code need not be known, because divisions are
    abolished and test numbers begin with 999999. Certificate: 18 + kind of disability 1–7 + grade 1–4, and for a
    re-issued one B + count.

    Source: GB 11643 (ISO 7064 MOD 11-2); 残疾人证 numbering of the federation.
    """

    def read(self, text: str) -> str:
        from stdnum.cn import ric  # late: it costs 0.03 s of the start

        number = re.sub(r"\s", "", half_width(text)).upper()
        if re.fullmatch(r"[0-9]{15}", number):
            raise BadAnswer("这是 15 位的旧号码。", "请按户口簿改填 18 位号码。")
        if not re.fullmatch(r"[0-9]{17}[0-9X]([1-7][1-4](B[0-9])?)?", number):
            raise BadAnswer(f"证件号码应为 18、20 或 22 位，现在是 {len(number)} 位。" if len(number) not in (18, 20, 22)
                            else "证件号码里有不该有的字符。", "请对照证件重新填写。")
        if ric.calc_check_digit(number[:18]) != number[17]:
            raise BadAnswer("证件号码的校验位不对，可能有一位填错。", "请对照证件重新填写。")
        if born(number) is None:
            raise BadAnswer("证件号码里的出生日期不存在。", "请对照证件重新填写。")
        return number


def born(number: str) -> dt.date | None:
    """The day of birth inside a citizen number; None where digits 7–14 are no day after 1850."""
    try:
        day = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return day if day.year >= 1850 else None


def is_male(number: str) -> bool:
    """Whether digit 17 of a citizen number is odd, which stands for a man (GB 11643)."""
    return int(number[16]) % 2 == 1


def masked(number: str) -> str:
    """A citizen number as it may be shown to others: region and the last two characters of the first 18."""
    return number[:6] + "*" * 10 + number[16:18] if len(number) >= 18 else "*" * len(number)


class Telephone(Coded):
    """A mobile number of 11 digits, a landline with or without area code, or 无电话."""

    def read(self, text: str) -> str:
        typed = half_width(text)
        if typed in (NO_TELEPHONE, "无", "没有", "没有电话"):
            return NO_TELEPHONE
        number = re.sub(r"^(\+|00)?86(?=1\d{10}$)|^(\+|00)86", "", re.sub(r"[\s()\-\u2010-\u2015\u2212]", "", typed))
        if re.fullmatch(r"1[3-9][0-9]{9}|(0[1-9][0-9]{1,2})?[2-9][0-9]{6,7}", number):
            return number
        raise BadAnswer(f"电话号码“{typed[:20]}”不对。", "手机号码是 11 位；没有电话请填 无电话。")


class VillageCode(Coded):
    """The 12-digit statistical code of a village: 6 county, 3 town, 3 village.

    Source: 统计用区划代码; codes of a town, county or city end in 000.
    """

    def read(self, text: str) -> str:
        code = half_width(text)
        if not re.fullmatch(r"[0-9]{12}", code):
            raise BadAnswer(f"村代码应为 12 位数字，现在是 {len(code)} 位。", "请查统计用区划代码后重新填写。")
        if code.endswith("000"):
            raise BadAnswer("这是乡镇或县的代码，不是村的代码。", "村代码的最后三位不是 000。")
        return code


class Code(Coded):
    """An official code other than the above: digits and letters, kept as text."""

    def __init__(self, longest: int = 40) -> None:
        self.longest = longest

    def read(self, text: str) -> str:
        code = half_width(text)
        if not re.fullmatch(rf"[0-9A-Za-z_./-]{{1,{self.longest}}}", code):
            raise BadAnswer(f"编号“{code[:20]}”里只能有数字和字母。", f"请重新填写，最长 {self.longest} 位。")
        return code
