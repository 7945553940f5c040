from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.language import catalog as words
from mutualaid.language.catalog import catalog, current_language, ntr, ptr, set_language, system_language, tr
from mutualaid.language.pseudo import CLOSING, OPENING, pseudo
from mutualaid.paths import translations


def test_words_change_when_the_language_does() -> None:
    assert tr("tomorrow") == "tomorrow"
    set_language("es")
    assert tr("tomorrow") == "mañana"
    assert current_language() == "es"


def test_a_second_language_speaks_beside_the_current_one() -> None:
    spanish = catalog("es")
    assert spanish.tr("today") == "hoy"
    assert tr("today") == "today"
    assert spanish.language == "es"


def test_plurals_follow_the_language() -> None:
    assert ntr("{n} hour", "{n} hours", 1) == "1 hour"
    assert ntr("{n} hour", "{n} hours", 0) == "0 hours"
    assert catalog("es").ntr("{n} hour", "{n} hours", 1) == "1 hora"
    assert catalog("es").ntr("{n} hour", "{n} hours", 1200) == "1,200 horas"


def test_a_context_falls_back_to_the_english_text() -> None:
    assert ptr("a context nobody translated", "Open {what}", what="it") == "Open it"


def test_a_fact_that_holds_braces_is_printed_as_it_is() -> None:
    assert tr("Found {what}", what="{0.__class__} {what} }{") == "Found {0.__class__} {what} }{"


def test_no_attribute_of_a_fact_can_be_reached() -> None:
    assert tr("{x.__class__} {x[0]} {x!r} {x:>9}", x="y") == "{x.__class__} {x[0]} {x!r} {x:>9}"


def test_a_missing_fact_stays_visible_and_raises_nothing() -> None:
    assert tr("{done} of {total}", done=3) == "3 of {total}"


def test_doubled_braces_print_one() -> None:
    assert tr("{{code}} is {code}", code=7) == "{code} is 7"


@given(st.text(), st.text())
def test_any_text_and_any_fact_are_harmless(text: str, fact: str) -> None:
    assert words.fill("{fact}", {"fact": fact}) == fact
    assert isinstance(words.fill(text, {"fact": fact}), str)


def test_an_empty_message_is_empty_in_every_language() -> None:
    for language in ("en", "es", "qps"):
        assert catalog(language).tr("") == ""
        assert catalog(language).ptr("menu", "") == ""


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es", "es"), ("es_MX", "es"), ("ES-us", "es"), ("es_419.UTF-8", "es"), ("Spanish_United States", "es"),
     ("en_GB", "en"), ("fr", "en"), ("est", "en"), ("", "en"), ("qps", "qps")],
)  # fmt: skip
def test_a_tag_finds_its_language_or_english(tag: str, language: str) -> None:
    assert catalog(tag).language == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_US.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_MX.UTF-8"}, "es"),
        ({"LANG": "es_US.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "es:en"}, "es"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "quc:es"}, "es"),
        ({"LANG": "C", "LANGUAGE": "es"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
    ],
)
def test_the_system_language_follows_the_locale(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", "linux")
    assert system_language() == language


def test_without_a_compiled_file_english_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(words, "_catalogs", {})
    monkeypatch.setattr(words, "translations", lambda: tmp_path)
    set_language("es")
    assert tr("today") == "today"
    assert ntr("{n} hour", "{n} hours", 2) == "2 hours"
    assert current_language() == "es"


def test_a_damaged_compiled_file_is_told_to_the_log_and_english_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "es" / "LC_MESSAGES" / "mutualaid.mo"
    file.parent.mkdir(parents=True)
    monkeypatch.setattr(words, "_catalogs", {})
    monkeypatch.setattr(words, "translations", lambda: tmp_path)
    whole = (translations() / "es" / "LC_MESSAGES" / "mutualaid.mo").read_bytes()
    for damage in (b"", b"not a catalogue", whole[:40], whole[: len(whole) // 2]):
        words._catalogs.clear()
        file.write_bytes(damage)
        assert catalog("es").tr("today") == "today"
        assert "showing English" in caplog.text
        caplog.clear()


def test_many_threads_share_one_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_catalogs", {})
    seen: list[words.Catalog] = []
    threads = [threading.Thread(target=lambda: seen.append(catalog("es"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 16
    assert len({id(one) for one in seen}) == 1


def test_the_made_up_language_marks_both_ends_and_keeps_placeholders() -> None:
    set_language("qps")
    shown = tr("Open {name} <b>now</b> &amp; go", name="Rosa")
    assert shown.startswith(OPENING)
    assert shown.endswith(CLOSING)
    assert "Rosa" in shown
    assert "<b>" in shown
    assert "&amp;" in shown
    assert "Open" not in shown
    assert ntr("{n} hour", "{n} hours", 2).startswith(OPENING + "2 ")
    assert ptr("menu", "Open") == pseudo("Open")


@given(st.text(alphabet=st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), min_size=1))
def test_the_made_up_language_is_two_fifths_longer(text: str) -> None:
    made = pseudo(text)
    assert len(made) >= len(text) * 1.4
    assert (made[0], made[-1]) == (OPENING, CLOSING)
