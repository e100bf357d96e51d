"""What a citizen number tells of its bearer, and what it shows to others."""

import datetime as dt

import pytest

from fieldapp.base.identity import born, is_male, masked

NUMBERS = ["999999195001010018", "999999198002290027", "999999201206300033", "999999196708150123", "99999919700101005X"]
MAN, *_, X_MAN = NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_a_citizen_number_tells_the_day_of_birth(number):
    assert born(number) == dt.datetime.strptime(number[6:14], "%Y%m%d").date()


def test_a_citizen_number_tells_man_from_woman():
    assert [is_male(number) for number in NUMBERS] == [True, False, True, False, True]


def test_nobody_was_born_before_1850():
    assert born("999999185001010000") == dt.date(1850, 1, 1)
    assert born("999999184912310000") is None


def test_a_masked_number_shows_the_region_and_the_last_two_characters():
    assert masked(MAN) == "999999**********18"
    assert masked(X_MAN + "43B1") == "999999**********5X"
    assert masked("12345") == "*****"
