"""The publication plan: what is published, in words, with boxes to publish less, until the first summary settles it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QGridLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.summaries.plan_state import ROWS, PlanChoice, row_title
from mutualaid.desktop.summaries.state import LEVEL_NAMES, Seen
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.words import Button, Said, Translated, plain_label
from mutualaid.language.catalog import N_, current, tr
from mutualaid.language.formats import format_date
from mutualaid.summaries import plan_words
from mutualaid.summaries.plan import Plan

_NARROW = 820
"""Pixels, in letters of the usual size, under which the boxes stand under the words."""


class Ticks(Translated, QWidget):
    """A box for each table and length of period. `changed` when the person ticked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = PlanChoice()
        self.boxes: dict[tuple[str, str], QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, words in enumerate(LEVEL_NAMES.values(), 1):
            grid.addWidget(Said(words, bold=True, wrap=False), 0, column, Qt.AlignmentFlag.AlignHCenter)
        for row, name in enumerate(ROWS, 1):
            grid.addWidget(Said(partial(row_title, name)), row, 0)
            for column, level in enumerate(LEVEL_NAMES, 1):
                if PlanChoice.exists(name, level):
                    box = QCheckBox()
                    box.clicked.connect(partial(self._tick, name, level, box))
                    self.boxes[name, level] = box
                    grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignHCenter)
        self.retranslate()

    def retranslate(self) -> None:
        """Name each box by its row and column."""
        for (name, level), box in getattr(self, "boxes", {}).items():
            box.setAccessibleName(
                tr("{table}, {periods}", table=row_title(name), periods=tr(LEVEL_NAMES[level]).lower())
            )

    def show_plan(self, plan: Plan) -> None:
        """Tick what a plan has."""
        self.choice = PlanChoice(plan)
        self._fill()

    def _tick(self, name: str, level: str, box: QCheckBox) -> None:
        self.choice.tick(name, level, on=box.isChecked())
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        for (name, level), box in self.boxes.items():
            box.setChecked(self.choice.on(name, level))
            box.setEnabled(self.choice.may(name, level))


class PlanLook(Translated, QWidget):
    """`settled` carries the plan that she agreed to. What she ticked stays when the page is read again."""

    settled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._seen, self._held = Seen(), Seen().plan
        self.ticks = Ticks()
        self.ticks.changed.connect(self._follow)
        self.standing = Said(self._standing, bold=True)
        self.problem = Said("", role="error")
        self.go_button = Button(N_("Yes, publish this"), self._go, role="primary")
        self.all_button = Button(N_("Tick everything again"), self._all)
        self.words = Card(N_("What will be public, and what never is"))
        self._told = QVBoxLayout()
        self._told.setSpacing(6)
        self.words.body.addLayout(self._told)
        self.less = Card(N_("Publish less"))
        self.less.body.addWidget(
            Said(
                N_(
                    "Take out what nobody outside needs. A table that is never published can give nothing away; more "
                    "than this is never offered."
                ),
                role="subtle",
            )
        )
        self.less.body.addWidget(self.ticks)
        self.less.body.addWidget(self.problem)
        buttons = QWidget()
        row = FlowLayout(buttons, gap=8)
        for button in (self.go_button, self.all_button):
            row.addWidget(button)
        self.settle = Card()
        self.settle.body.addWidget(self.standing)
        self.settle.body.addWidget(buttons)
        self._buttons = buttons
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(12)
        self._halves.addWidget(self.words, 3)
        self._halves.addWidget(self.less, 2, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 4)
        column.setSpacing(12)
        column.addWidget(self.settle)
        column.addLayout(self._halves)
        column.addStretch(1)
        self.show_seen(Seen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the boxes stand under the words."""
        super().resizeEvent(event)
        narrow = self.width() < theme.roomy(_NARROW)
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def retranslate(self) -> None:
        """Tell the plan in the language in use."""
        if hasattr(self, "_buttons"):
            self._follow()

    def show_seen(self, seen: Seen) -> None:
        """Show how the plan stands; ticks that were changed and not agreed to stay, unless it was settled meanwhile."""
        untouched = self.ticks.choice.plan() == self._held
        if untouched or seen.frozen_on is not None:
            self.ticks.show_plan(seen.plan)
        self._seen, self._held = seen, seen.plan
        self._follow()

    @property
    def frozen(self) -> bool:
        """Whether a first summary settled it."""
        return self._seen.frozen_on is not None

    def start(self) -> None:
        """The keyboard begins at what is to be done."""
        (self.setFocus if self.frozen else self.go_button.setFocus)()

    def _follow(self) -> None:
        plan = self._seen.plan if self.frozen else self.ticks.choice.plan()
        problem = "" if self.frozen else self.ticks.choice.problem()
        self.standing.retranslate()
        self.problem.say(self._problem)
        self.problem.setVisible(bool(problem))
        self.less.setVisible(not self.frozen)
        self._buttons.setVisible(not self.frozen)
        changed = plan != self._held
        self.go_button.setEnabled(not problem)
        self.go_button.say(N_("Keep it so") if self._seen.reviewed and not changed else N_("Yes, publish this"))
        self.all_button.setEnabled(plan != PlanChoice().plan())
        self._tell(plan)

    def _problem(self) -> str:
        return self.ticks.choice.problem()

    def _standing(self) -> str:
        if self._seen.frozen_on is not None:
            return tr(
                "Settled on {day}, with the first summary. It is the same for all that follow: only so can nothing be "
                "learned by comparing them.",
                day=format_date(self._seen.frozen_on),
            )
        ahead = tr(
            "Read this through once, with the others if you can. The first summary settles it for good: only the same "
            "tables every time keep anybody from learning something by comparing them."
        )
        if self._seen.reviewed_on is not None:
            day = format_date(self._seen.reviewed_on)
            return tr("Agreed to on {day}; it can be changed until the first summary.", day=day)
        return ahead

    def _tell(self, plan: Plan) -> None:
        clear(self._told)
        for heading, sentences in plan_words.told(plan, current()):
            title = plain_label(heading)
            font = title.font()
            font.setBold(True)
            title.setFont(font)
            title.setContentsMargins(0, 8, 0, 0)
            self._told.addWidget(title)
            for sentence in sentences:
                self._told.addWidget(plain_label(sentence))

    def _all(self) -> None:
        self.ticks.show_plan(PlanChoice().plan())
        self._follow()

    def _go(self) -> None:
        if not self.ticks.choice.problem():
            self.settled.emit(self.ticks.choice.plan())
