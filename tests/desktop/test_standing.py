from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from mutualaid.desktop import standing
from mutualaid.desktop.standing_bars import StandingBars
from mutualaid.language.catalog import set_language

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ENTRY = SimpleNamespace(seq=1234, at=datetime(2026, 11, 24, 18, 4, tzinfo=UTC), actor="Ana")


@pytest.fixture(autouse=True)
def in_utc(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def found(code: str, **facts: object) -> SimpleNamespace:
    return SimpleNamespace(code=code, facts=facts)


def test_the_last_change_is_said_with_who_when_and_which():
    said = standing.last_change_words(ENTRY, NOW).replace("\u00a0", " ")
    assert said == "Last change: Ana, Tuesday, November 24, 6:04 PM (no. 1,234)"
    set_language("es")
    said = standing.last_change_words(ENTRY, NOW).replace("\u00a0", " ")
    assert said == "Último cambio: Ana, martes, 24 de noviembre, 6:04 p.m. (n.º 1,234)"


def test_the_year_is_said_only_when_it_is_another():
    assert "2025" in standing.moment_words(datetime(2025, 12, 31, 23, tzinfo=UTC), NOW)
    assert "2026" not in standing.moment_words(ENTRY.at, NOW)


def test_a_proved_office_without_findings_needs_no_word():
    assert standing.notices("proved", []) == []


@pytest.mark.parametrize("code", ["unproven", "changed", "rolled_back"])
def test_every_other_standing_is_said_and_leads_to_a_check(code):
    (notice,) = standing.notices(code, [])
    assert notice.deed == standing.CHECK
    assert standing.notice_words(notice)


def test_an_interrupted_change_of_keys_leads_to_the_keys():
    (notice,) = standing.notices("proved", [found("rekey_interrupted")])
    assert notice.deed == standing.REKEY
    assert "do it again" in standing.notice_words(notice)


def test_a_damaged_copy_of_the_keyfile_is_named():
    (notice,) = standing.notices("proved", [found("keyfile_copy_damaged", file="keyfile.json")])
    assert "keyfile.json" in standing.notice_words(notice)


def test_a_finding_that_comes_twice_is_said_once():
    twice = [found("wal_damaged"), found("wal_damaged")]
    assert len(standing.notices("unproven", twice)) == 2


def test_each_line_can_be_put_away_and_follows_the_language(qtbot, app):
    led: list[str] = []
    bars = StandingBars("unproven", [found("rekey_interrupted")], ENTRY, go=led.append, now=lambda: NOW)
    qtbot.addWidget(bars)
    bars.show()
    assert len(bars.texts()) == 3
    bars.bars[0].closer.click()
    assert len(bars.texts()) == 2
    bars.bars[1].action.click()
    assert led == [standing.REKEY]
    from mutualaid.desktop import language

    language.switch(app, "es")
    assert bars.texts()[0].startswith("Último cambio: Ana")


def test_an_office_of_which_nothing_is_to_be_said_shows_no_line(qtbot, app):
    bars = StandingBars("proved", [], None, go=print, now=lambda: NOW)
    qtbot.addWidget(bars)
    assert bars.isHidden()
