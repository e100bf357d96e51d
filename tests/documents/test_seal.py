"""The seal of a package: any value changed breaks it, and where a key is shared only that key's seal is one."""

import pytest

from fieldapp.base.change import Act, Change
from fieldapp.base.errors import BadBook
from fieldapp.documents.package import CHANGES_SHA, SEAL, Sent, digest, read, rows_of, seal

MINE, THEIRS = "FLW9-RW9Y-H294-FYPM-9KM2", "559X-X3W7-7XL7-7M59-7YKX"
ACT = Act("a" * 32, "n" * 32, 1, "0" * 16, "2026-11-22T21:07:33+08:00", "韩立", "登记", "")
CHANGES = [
    Change("c" * 32, ACT, "water", "w" * 32, {"litres": "60"}),
    Change("d" * 32, ACT, "household", "h" * 32, {"phone": "13800000000"}, {"phone": "1"}, frozenset({("e" * 32, "phone")})),
]
META = {"format": "1", "village": "530100000001", "name": "石桥村", "knows": "{}", "by": "韩立", "at": ACT.at, "blank": ""}


def sealed(key: str) -> tuple[dict[str, str], list[str]]:
    """`_meta` and the rows of `_changes` as they are sent."""
    rows = rows_of(Sent(META, [ACT], CHANGES, key))
    meta = META | {CHANGES_SHA: digest(rows)}
    return meta | {SEAL: seal(meta, key)}, rows


def test_the_seal_of_the_shared_key_holds_and_the_package_is_what_was_sent():
    meta, rows = sealed(MINE)
    package = read("a.xlsx", meta, rows, [MINE])
    assert (package.sealed, package.acts, package.changes) == ("key", [ACT], CHANGES)


@pytest.mark.parametrize("key", [MINE, ""])
def test_any_character_changed_in_any_value_breaks_the_seal(key):
    meta, rows = sealed(key)
    keys = [key] if key else []
    for name, value in meta.items():
        for place in range(len(value)):
            other = value[:place] + ("x" if value[place] != "x" else "y") + value[place + 1 :]
            if name == "format" and other.isdigit():
                continue
            assert read("a.xlsx", meta | {name: other}, rows, keys).sealed == "", name
    for number, row in enumerate(rows):
        for place in range(len(row)):
            other = row[:place] + ("x" if row[place] != "x" else "y") + row[place + 1 :]
            assert read("a.xlsx", meta, [*rows[:number], other, *rows[number + 1 :]], keys).sealed == ""


@pytest.mark.parametrize("key", [MINE, ""])
def test_a_value_or_row_more_or_less_or_elsewhere_breaks_it(key):
    meta, rows = sealed(key)
    keys = [key] if key else []
    shorter = [{k: v for k, v in meta.items() if k != name} for name in meta if meta[name]]
    assert not any(read("a.xlsx", one, rows, keys).sealed for one in [*shorter, meta | {"more": "x"}])
    assert not any(read("a.xlsx", meta, one, keys).sealed for one in ([], rows[:-1], [*rows, rows[-1]], rows[::-1]))


@pytest.mark.parametrize("key", [THEIRS, "", MINE.lower(), MINE[:-1], MINE.replace("-", "")])
def test_where_a_key_is_shared_nothing_of_a_package_with_another_seal_or_an_open_one_is_read(key):
    meta, rows = sealed(key)
    package = read("a.xlsx", meta, rows, [MINE])
    assert (package.sealed, package.acts, package.changes, package.meta) == ("", (), (), meta)


def test_without_a_key_an_open_seal_is_told_from_none_and_a_strange_one_is_none():
    assert [read("a.xlsx", *sealed(key), []).sealed for key in ("", MINE)] == ["plain", ""]
    assert read("a.xlsx", *sealed(""), [""]).sealed == "plain"


def test_a_key_opens_no_seal_of_its_own_text():
    meta, rows = sealed("")
    assert read("a.xlsx", meta | {SEAL: MINE}, rows, [MINE]).sealed == ""


def test_a_newer_format_is_refused_whatever_its_seal():
    meta, rows = sealed(MINE)
    with pytest.raises(BadBook, match="更新的版本"):
        read("a.xlsx", meta | {"format": "2"}, rows, [MINE])
