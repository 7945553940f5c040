"""The watch finds what must not be kept and stays quiet about what fills ordinary notes."""

from __future__ import annotations

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.discretion.watch import Finding, Kind, find, redact, redact_all, tidy_note
from mutualaid.language.catalog import catalog
from tests.discretion.more_sentences import UNSEEN_LOOK_ALIKES, UNSEEN_SECRETS
from tests.discretion.sentences import LOOK_ALIKES, SECRETS
from tests.discretion.third_sentences import THIRD_LOOK_ALIKES, THIRD_SECRETS
from tests.samples import sample

MORE_SECRETS = UNSEEN_SECRETS + THIRD_SECRETS
MORE_LOOK_ALIKES = UNSEEN_LOOK_ALIKES + THIRD_LOOK_ALIKES
TEXTS = [text for text, _ in SECRETS + MORE_SECRETS] + LOOK_ALIKES + MORE_LOOK_ALIKES
notes = st.lists(st.one_of(st.sampled_from(TEXTS), st.text(max_size=20)), max_size=5).map(" ".join)


def kinds(text: str) -> set[str]:
    return {finding.kind.value for finding in find(text)}


@pytest.mark.parametrize(("text", "expected"), SECRETS, ids=[text for text, _ in SECRETS])
def test_what_must_not_be_kept_is_found(text: str, expected: set[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_look_alike_raises_no_alarm(text: str) -> None:
    assert [text[f.start : f.end] for f in find(text)] == []


def test_every_further_note_is_met_and_no_further_look_alike_raises_an_alarm() -> None:
    assert [(text, kinds(text)) for text, expected in MORE_SECRETS if kinds(text) != expected] == []
    assert [(text, kinds(text)) for text in MORE_LOOK_ALIKES if find(text)] == []


def test_the_sentences_are_many_and_their_recall_and_false_alarms_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    secrets, look_alikes = SECRETS + MORE_SECRETS, LOOK_ALIKES + MORE_LOOK_ALIKES
    wanted = sum(len(expected) for _, expected in secrets)
    met = sum(len(expected & kinds(text)) for text, expected in secrets)
    alarms = sum(bool(find(text)) for text in look_alikes)
    with capsys.disabled():
        print(f"\nwatch: recall {met}/{wanted}, false alarms {alarms}/{len(look_alikes)} look-alikes")
    assert len(secrets) + len(look_alikes) >= 760
    assert met == wanted
    assert alarms == 0


@pytest.mark.parametrize(("text", "_kinds"), SECRETS, ids=[text for text, _ in SECRETS])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_finding_is_the_same_however_accents_are_stored(text: str, _kinds: set[str], form: str) -> None:
    assert kinds(unicodedata.normalize(form, text)) == kinds(text)  # type: ignore[arg-type]


def test_a_number_is_taken_out_together_with_its_name() -> None:
    assert redact_all("su número A es A 209 876 543, llamar", catalog("en")) == "su [removed], llamar"
    assert redact_all("ITIN 912-73-4567", catalog("en")) == "[removed]"


def test_every_kind_leaves_the_same_mark() -> None:
    left = {redact_all(text, catalog("en")) for text in ("SSN 123-45-6789", "A209876543", "DOB 3/14/1985", "TPS")}
    assert left == {"[removed]"}


def test_redacting_one_finding_leaves_the_rest_of_the_note() -> None:
    text = "Apt 3B. SSN 123-45-6789. Leave with María."
    (finding,) = find(text)
    assert redact(text, finding, catalog("en")) == "Apt 3B. [removed]. Leave with María."


def test_accented_letters_before_a_finding_do_not_shift_it() -> None:
    text = unicodedata.normalize("NFD", "Ñandú está aquí: indocumentada ¿sí?")
    (finding,) = find(text)
    assert text[finding.start : finding.end] == "indocumentada"


def test_a_finding_does_not_hold_the_text() -> None:
    assert repr(find("SSN 123-45-6789")) == f"[{Finding(0, 15, Kind.SSN)!r}]"
    assert "6789" not in repr(find("SSN 123-45-6789"))


@given(notes)
def test_after_redacting_everything_nothing_is_left_to_find(text: str) -> None:
    clean = redact_all(text, catalog("en"))
    assert find(clean) == []
    assert redact_all(clean, catalog("en")) == clean


@given(notes)
def test_findings_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for finding in find(text):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


@given(notes)
def test_tidying_a_note_hides_nothing_from_the_watch(text: str) -> None:
    assert kinds(tidy_note(text)) >= kinds(text)


def test_the_sample_notes_are_flagged_and_the_others_not() -> None:
    with sample("google-form.csv").open(encoding="utf-8-sig", newline="") as lines:
        found = {row[-1] for row in csv.reader(lines) if find(row[-1])}
    assert found == {
        "SSN 123-45-6789 on the form",
        "ITIN 912-73-4567",
        "su número A es A 209 876 543",
        "husband has no papers, please be careful",
        "tiene audiencia de asilo el 12 de enero",
    }
