"""The pages around a person's questions: which language, thank you, nothing kept, are you still there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mutualaid.desktop.intake.look import SELF_TARGET, TARGET, Big, Leaf, centred, heading, larger, text
from mutualaid.desktop.widgets.language_button import OWN_NAMES
from mutualaid.desktop.widgets.panels import IconLabel
from mutualaid.desktop.widgets.words import Words, announce
from mutualaid.language.catalog import N_, catalog, ntr

LANGUAGES = ("es", "en")
"""In the order in which they are offered."""


def _welcome(tag: str) -> str:
    return catalog(tag).tr("Welcome. Tell us what would help, as much or as little as you like.")


def _go_on(tag: str) -> str:
    return catalog(tag).ptr("in its own language", "Go on in English")


class LanguagePage(Leaf):
    """The page on which the form rests between two people. `picked` carries the language."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        self.buttons: dict[str, Big] = {}
        for tag in LANGUAGES:
            side = QVBoxLayout()
            side.setSpacing(16)
            name = heading(partial(str, OWN_NAMES[tag]))
            words = text(partial(_welcome, tag))
            centred(name, words)
            # Says it in its own language whatever is spoken around it, so that nobody has to understand the other.
            button = Big(partial(_go_on, tag), partial(self.picked.emit, tag), role="primary", high=96)
            larger(button, 4)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            side.addWidget(name)
            side.addWidget(words)
            side.addStretch(1)
            side.addWidget(button)
            row.addLayout(side, 1)
            self.buttons[tag] = button
        self.column.addLayout(row)
        self.column.addStretch(2)

    def first(self) -> QWidget:
        """Spanish: who reads English finds the other button too."""
        return self.buttons["es"]


class Ending(Leaf):
    """A picture, a few sentences and a button: the end of one person's form."""

    done = Signal()

    def __init__(self, icon: str, title: Words, *sentences: Words, self_serve: bool) -> None:
        super().__init__()
        self.column.addStretch(1)
        self.column.addWidget(IconLabel(icon, 72), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = heading(title)
        self.column.addWidget(self.title)
        labels = [text(one) for one in sentences]
        centred(self.title, *labels)
        for label in labels:
            self.column.addWidget(label)
        self.column.addStretch(2)
        high = SELF_TARGET if self_serve else TARGET
        self.button = Big(N_("Next person"), self.done.emit, role="primary", high=high)
        self.row.addStretch(1)
        self.row.addWidget(self.button)
        self.row.addStretch(1)

    def first(self) -> QWidget:
        """The button."""
        return self.button


def thanks(*, self_serve: bool) -> Ending:
    """After the form has reached the disk, and never before."""
    return Ending(
        "heart",
        N_("Thank you. It is put away safely."),
        N_("Nobody can read it on this computer any more. Only the coordinators of this network can open it."),
        N_(
            "They will look at it in the next days and reach you the way you told us. If it is urgent, tell the "
            "helper now."
        ),
        N_("You may ask them at any time what they hold about you, and have it corrected or erased."),
        self_serve=self_serve,
    )


def nothing_kept(*, self_serve: bool) -> Ending:
    """She would rather not, or stopped."""
    return Ending(
        "good",
        N_("Nothing was kept."),
        N_("That is quite all right. You can still talk to us here today, and you can come back whenever you like."),
        self_serve=self_serve,
    )


class StillThere(Leaf):
    """Covers a form that nobody has touched for a while. `back` when somebody is there, `gone` when nobody is."""

    back = Signal()
    gone = Signal()

    def __init__(self, grace: float, clock: Callable[[], float]) -> None:
        super().__init__()
        self._grace, self._clock, self._since = grace, clock, clock()
        self.title = heading(N_("Are you still there?"))
        self.words = text(self._left)
        centred(self.title, self.words)
        self.column.addStretch(1)
        self.column.addWidget(self.title)
        self.column.addWidget(self.words)
        self.column.addStretch(2)
        self.button = Big(N_("Yes, I am here"), self.back.emit, role="primary", high=SELF_TARGET)
        self.row.addStretch(1)
        self.row.addWidget(self.button)
        self.row.addStretch(1)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Count from now."""
        self._since = self._clock()
        self.words.retranslate()
        self._timer.start(1000)
        announce(self.title, self.title.text())

    def end(self) -> None:
        """Count no more."""
        self._timer.stop()

    def _left(self) -> str:
        left = max(0, round(self._grace - (self._clock() - self._since)))
        return ntr(
            "In {n} second what you told us leaves the screen.",
            "In {n} seconds what you told us leaves the screen.",
            left,
        )

    def look(self) -> None:
        """Count down."""
        self.words.retranslate()
        if self._clock() - self._since >= self._grace:
            self.end()
            self.gone.emit()

    def first(self) -> QWidget:
        """The button."""
        return self.button

    def event(self, event: QEvent) -> bool:
        """A touch anywhere means yes."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress):
            self.back.emit()
            return True
        return super().event(event)
