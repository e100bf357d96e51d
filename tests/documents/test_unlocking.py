"""A locked book from outside opens in a child, which is all that a hostile one can kill."""

import io
from time import monotonic

import pytest

from fieldapp.base.errors import BadBook
from fieldapp.documents.locking import is_locked, locked
from fieldapp.documents.unlocking import opened
from tests.books import xlsx

NAME = "石桥.xlsx"


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> bytes:
    place = tmp_path_factory.mktemp("book") / NAME
    xlsx(place, [["姓名"], ["张三"]])
    return place.read_bytes()


@pytest.fixture(scope="module")
def under(book) -> bytes:
    return locked(io.BytesIO(book), "密码 1")


def test_the_first_password_that_opens_it_opens_it(book, under):
    assert opened(NAME, under, ["", "错", "密码 1"]) == book


def test_what_is_not_locked_comes_back_as_it_is(book):
    assert opened(NAME, book, ["密码 1"]) is book
    assert opened(NAME, b"", []) == b""


@pytest.mark.parametrize(
    ("passwords", "said"), [([], "没有它的密码"), ([""], "没有它的密码"), (["密码 2", "密码 1 "], "密码不对")]
)
def test_no_password_and_a_wrong_one_are_two_things(under, passwords, said):
    with pytest.raises(BadBook, match=said) as refused:
        opened(NAME, under, passwords)
    assert NAME in refused.value.what
    assert refused.value.advice.endswith("。")
    assert not any(one and one in str(refused.value) for one in passwords)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_damaged_one_is_damaged_and_not_a_wrong_password_wherever_it_was_cut(under, share):
    cut = under[: int(len(under) * share)]
    with pytest.raises(BadBook, match="打不开"):
        opened(NAME, cut if is_locked(cut) else under[:-4096], ["密码 1"])


def test_a_changed_bit_of_the_content_is_no_wrong_password(under):
    spoiled = bytearray(under)
    spoiled[len(spoiled) - 3000] ^= 1
    with pytest.raises(BadBook, match="已损坏"):
        opened(NAME, bytes(spoiled), ["密码 1"])


def test_one_that_keeps_the_machine_busy_is_ended(under):
    slow = under.replace(b'  <p:encryptedKey spinCount="100000"', b'<p:encryptedKey spinCount="10000000"')
    assert slow != under
    begun = monotonic()
    with pytest.raises(BadBook, match="已损坏"):
        opened(NAME, slow, ["密码 1"], seconds=1)
    assert monotonic() - begun < 5


def test_one_that_wants_more_memory_than_it_may_have_kills_the_child_alone(under):
    with pytest.raises(BadBook, match="已损坏"):
        opened(NAME, under, ["密码 1"], memory=30 * 2**20)
