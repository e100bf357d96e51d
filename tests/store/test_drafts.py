"""What is being typed survives, beside the file, until it is saved or dropped."""

from fieldapp.store.survey import Survey
from tests.store.conftest import make


def test_what_was_typed_is_there_after_the_program_was_killed(tmp_path):
    survey = make(tmp_path / "a.survey", "密")
    survey.drafts.keep("visit:1", {"litres": "3", "day": "2026-1", "step": 3})
    survey.drafts.keep("visit:1", {"litres": "30", "day": "2026-1", "step": 4})
    survey.drafts._connection.close()
    survey.abandon()
    with Survey.open(tmp_path / "a.survey", by="王", password="密") as again:
        assert again.drafts.keys() == ["visit:1"]
        assert again.drafts.load("visit:1") == {"litres": "30", "day": "2026-1", "step": 4}
        assert again.drafts.load("visit:2") is None


def test_the_sibling_goes_when_nothing_waits_in_it(tmp_path):
    with make(tmp_path / "a.survey") as survey:
        survey.drafts.keep("visit:1", {"x": "y"})
        survey.drafts.drop("visit:1")
        assert survey.drafts.path.exists()
    assert not survey.drafts.path.exists()


def test_a_draft_can_be_kept_while_an_act_is_being_written(tmp_path):
    with make(tmp_path / "a.survey") as survey:
        with survey.change("导入"):
            survey.drafts.keep("visit:1", {"x": "y"})
        assert survey.drafts.load("visit:1") == {"x": "y"}
