"""Choosing how fair the plan should be: what the slider says, shows and does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language
from mutualaid.desktop.matching import fair_words
from mutualaid.desktop.matching.fair_choice import FairChoice
from mutualaid.desktop.matching.fairness import FairnessBars
from mutualaid.services.fairness import CurvePoint


def point(give: float, met: int, mam: float, spa: float = 0.9) -> CurvePoint:
    return CurvePoint(give, 1000.0, 150, met, 2, 0.8, "mam", mam, {"mam": mam, "spa": spa})


CURVE = (point(0.0, 144, 0.3), point(0.03, 141, 0.42), point(0.08, 141, 0.42, 0.89))


@pytest.fixture
def asked() -> list[float]:
    return []


@pytest.fixture
def choice(app: QApplication, asked: list[float], qtbot) -> FairChoice:
    made = FairChoice(None, CURVE, 0.03, asked.append)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.open()
    return made


def test_it_begins_at_the_setting_of_the_last_plan(choice: FairChoice) -> None:
    assert choice.point.give == 0.03
    assert choice.served.text() == "143 of 150 needs met, 2 of them in part"
    assert choice.worst.text() == "Worst served: Mam, 42%"
    assert choice.cost.text() == "Serving Mam speakers better by 12 points costs 3 of 146 needs."


def test_arrows_home_and_end_move_it_and_all_that_is_said_goes_with_it(choice: FairChoice, qtbot) -> None:
    qtbot.keyClick(choice.slider, Qt.Key.Key_Home)
    assert choice.point.give == 0.0
    assert choice.cost.text().startswith("Urgent and long-waiting needs come first")
    assert "30%" in choice.slider.accessibleDescription()
    assert choice.curve.at == 0
    qtbot.keyClick(choice.slider, Qt.Key.Key_Right)
    assert choice.point.give == 0.03
    qtbot.keyClick(choice.slider, Qt.Key.Key_End)
    assert choice.point.give == 0.08
    assert "89%" in choice.bars.accessibleDescription()


def test_the_plan_is_made_with_what_was_chosen(choice: FairChoice, asked: list[float], qtbot) -> None:
    choice.slider.setValue(2)
    choice.save_button.click()
    assert asked == [0.08]
    assert not choice.isVisible()


def test_the_curve_is_read_aloud_with_its_numbers(choice: FairChoice) -> None:
    told = choice.curve.accessibleDescription()
    assert told.count("Worst served: Mam") == len(CURVE)
    assert "Up to 3% given" in told


def test_it_says_the_same_in_spanish(choice: FairChoice, app: QApplication) -> None:
    language.switch(app, "es")
    try:
        assert choice.cost.text() == "Atender 12 puntos mejor a quienes hablan mam cuesta 3 de 146 necesidades."
        assert choice.windowTitle() == "¿Qué tan parejo debe ser el plan?"
    finally:
        language.switch(app, "en")


def test_a_language_that_nothing_can_help_is_said_so() -> None:
    stuck = (point(0.0, 144, 0.3), point(0.03, 144, 0.3), point(0.05, 144, 0.3, 0.91))
    assert "nobody free" in fair_words.cost(stuck, 1)
    assert "those after them can" in fair_words.cost(stuck, 2)


def test_those_of_whom_no_language_is_known_are_a_group_with_words(app, qtbot):
    bars = FairnessBars()
    qtbot.addWidget(bars)
    bars.set_groups({"spa": 1.0, "-": 0.5})
    assert [name for name, _share in bars.texts()] == ["no language noted", "Spanish"]
