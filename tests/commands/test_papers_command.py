"""Papers and plans from the command line."""

import pypdf
import pytest

from fieldapp.desk.printing import PaperKind


def text_of(path) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_is_written_one_file_a_household_or_all_in_one(run, village, tmp_path, kind):
    codes = [one["code"] for one in run("households", village, "--json").json()[:3]]
    chosen = [word for code in codes for word in ("--household", code)]
    told = run("papers", village, "纸", "--kind", kind.value, *chosen)
    assert told.code == 0, told.err
    files = list((tmp_path / "纸").iterdir())
    assert len(files) == 1 if kind is PaperKind.OUTING else len(files) >= 3
    assert f"已写好 {len(files)} 份{kind.value}" in told.out
    told = run("papers", village, "a.pdf", "--kind", kind.name.lower(), "--one-file", *chosen)
    assert told.code == 0, told.err
    assert (tmp_path / "a.pdf").stat().st_size > 1000


def test_one_file_is_sorted_by_group_and_code_and_a_round_as_it_was_told(run, village, tmp_path):
    heads = [one["code"] for one in run("households", village, "--json").json()[:2]]
    backwards = [word for code in reversed(heads) for word in ("--household", code)]
    assert run("papers", village, "a.pdf", "--kind", "饮水评价", "--one-file", *backwards).code == 0
    text = text_of(tmp_path / "a.pdf")
    assert text.index(heads[0]) < text.index(heads[1])
    assert run("papers", village, "b.pdf", "--kind", "出门单", "--one-file", *backwards).code == 0
    text = text_of(tmp_path / "b.pdf")
    assert text.index(f"…{heads[1][-4:]}") < text.index(f"…{heads[0][-4:]}")


@pytest.mark.parametrize("command", [("papers", "--kind", "plan"), ("plans",)])
def test_numbers_are_masked_unless_full_ones_are_asked_for(run, village, tmp_path, command):
    household = run("households", village, "--json").json()[0]["code"]
    number = next(one["number"] for one in run("show", village, household, "--json").json()["member"] if one.get("number"))
    for flags in ((), ("--full-numbers",)):
        name, *kind = command
        told = run(name, village, "a.pdf", *kind, "--one-file", "--household", household, *flags)
        assert told.code == 0, told.err
        assert (number in text_of(tmp_path / "a.pdf")) == bool(flags)
        assert ("请当面交接" in told.out) == bool(flags)


def test_visits_since_a_day_and_one_visit_alone(run, village, tmp_path):
    household = run("households", village, "--json").json()[0]["code"]
    visits = run("show", village, household, "--json").json()["visit"]
    days = sorted(one["day"] for one in visits)
    assert run("papers", village, "a.pdf", "--kind", "visit", "--one-file", "--household", household, "--all").code == 0
    assert all(day in text_of(tmp_path / "a.pdf") for day in days)
    assert (
        run(
            "papers", village, "b.pdf", "--kind", "visit", "--one-file", "--household", household, "--visit", visits[0]["id"]
        ).code
        == 0
    )
    assert visits[0]["day"] in text_of(tmp_path / "b.pdf")
    refused = run("papers", village, "c.pdf", "--kind", "visit", "--one-file", "--household", household, "--since", "2027-01-01")
    assert (refused.code, "没有要打印的内容。" in refused.err) == (1, True)
    assert not (tmp_path / "c.pdf").exists()


def test_a_kind_that_nobody_knows_is_refused_in_two_sentences(run, village):
    refused = run("papers", village, "a", "--kind", "奖状")
    assert refused.code == 1
    assert refused.err.splitlines()[0] == "没有“奖状”这种材料。"
    assert "出门单(outing)" in refused.err
