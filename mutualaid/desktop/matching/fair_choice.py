"""Choosing how fair the next plan should be: a slider over the curve, its two numbers, and what it costs in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.matching import fair_words
from mutualaid.desktop.matching.fair_curve import FairCurve
from mutualaid.desktop.matching.fairness import FairnessBars
from mutualaid.desktop.page import Page
from mutualaid.desktop.widgets.words import Said, announce, describe
from mutualaid.language.catalog import N_, tr
from mutualaid.progress import Progress

if TYPE_CHECKING:
    from mutualaid.services.fairness import CurvePoint


class FairChoice(FormDialog):
    """Calls `plan(give)` with the share chosen, and closes. Begins at the setting of the last plan."""

    def __init__(
        self, parent: QWidget, points: Sequence[CurvePoint], give: float, plan: Callable[[float], object]
    ) -> None:
        self.points, self._plan = points, plan
        self.curve = FairCurve(points)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(points) - 1)
        self.slider.setPageStep(1)
        self.slider.setMinimumHeight(theme.HIT)
        self.served = Said(lambda: fair_words.served(self.point), points=2, bold=True)
        self.worst = Said(lambda: fair_words.worst(self.point), points=2, bold=True)
        self.cost = Said(lambda: fair_words.cost(self.points, self.slider.value()))
        self.bars = FairnessBars()
        super().__init__(N_("How fair should the plan be?"), N_("Plan with this"), parent)
        intro = N_(
            "The plan that meets the most is not always fair: a language few volunteers speak can be left behind. "
            "Choose how much of the plan's value may be given so that the worst-served are served better."
        )
        ends = QHBoxLayout()
        ends.addWidget(Said(N_("Most needs met"), role="subtle"), 1)
        fairest = Said(N_("Fairest between languages"), role="subtle")
        fairest.setAlignment(Qt.AlignmentFlag.AlignRight)
        ends.addWidget(fairest, 1)
        self.body.addWidget(Said(intro, role="subtle"))
        self.body.addWidget(self.curve)
        self.body.addWidget(self.slider)
        self.body.addLayout(ends)
        for widget in (self.served, self.worst, self.cost, self.bars):
            self.body.addWidget(widget)
        nearest = min(range(len(points)), key=lambda i: (abs(points[i].give - give), i))
        self.slider.setValue(nearest)
        self.slider.valueChanged.connect(self._moved)
        self._show()
        self.slider.setFocus()

    @property
    def point(self) -> CurvePoint:
        """The setting chosen."""
        return self.points[self.slider.value()]

    def retranslate(self) -> None:
        """Set the title and what is read aloud."""
        super().retranslate()
        self.slider.setAccessibleName(tr("How fair the plan should be"))
        describe(self.slider, f"{fair_words.setting(self.point)} {fair_words.cost(self.points, self.slider.value())}")

    def _moved(self) -> None:
        self._show()
        announce(self.slider, f"{fair_words.setting(self.point)} {fair_words.cost(self.points, self.slider.value())}")

    def _show(self) -> None:
        self.curve.choose(self.slider.value())
        self.bars.set_groups(self.point.groups)
        for words in (self.served, self.worst, self.cost):
            words.retranslate()
        self.retranslate()

    def save(self) -> None:
        """Have the plan made with this setting."""
        self._plan(self.point.give)
        self.done_well()


def choose_fairness(page: Page, give: float, plan: Callable[[float], object]) -> None:
    """Work out what fairness costs, with Cancel; then let her choose, beginning at `give`."""
    office = page.context.office

    def work(progress: Progress) -> tuple[CurvePoint, ...]:
        from mutualaid.services.fairness import curve

        return curve(office, progress=progress)

    page.context.tasks.compute(
        work,
        lambda points: FairChoice(page, points, give, plan).open(),
        owner=page,
        title=tr("Working out what fairness costs…"),
    )
