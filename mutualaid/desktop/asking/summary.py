"""How a pile of paper stands: what became of its sheets, whether all are there, and what to do with the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words
from mutualaid.language.catalog import N_, ntr, tr

if TYPE_CHECKING:
    from mutualaid.services.keying import Batch

_ADVICE = (
    N_(
        "Shred the sheets now, crosswise if you can, or lock them away: on paper everybody can read what the store "
        "keeps encrypted."
    ),
    N_(
        "That does not reach photographs or copies of the sheets, pages beneath on which the pen has pressed through, "
        "or what lies in a waste bin until it is emptied."
    ),
)


class PileSummary(Translated, QDialog):
    """`finish` is called when she says that the pile is done with; going on closes just this window."""

    def __init__(self, pile: Batch, parent: QWidget, finish: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.pile = pile
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(2, 2, 14, 2)
        inner.setSpacing(8)
        self.lines: list[Said] = []
        for words, role in self._lines():
            line = Said(words, role=role)
            self.lines.append(line)
            inner.addWidget(line)
        inner.addSpacing(8)
        inner.addWidget(Said(N_("What to do with the paper"), bold=True))
        for advice in _ADVICE:
            inner.addWidget(Said(advice))
        inner.addStretch(1)
        self.go_on = Button(N_("Go on keying in"), self.reject)
        self.done_button = Button(N_("The pile is done with"), self.accept, role="primary")
        self.accepted.connect(finish)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go_on)
        buttons.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(Said(N_("The pile of paper"), points=4, bold=True))
        layout.addWidget(scrolled(content), 1)
        layout.addLayout(buttons)
        screen = self.screen().availableGeometry()
        self.resize(min(theme.roomy(560), screen.width() - 40), min(theme.roomy(480), screen.height() - 60))
        self.retranslate()
        (self.done_button if pile.missing == 0 else self.go_on).setFocus()

    def retranslate(self) -> None:
        """What the window is for."""
        self.setWindowTitle(tr("The pile of paper"))

    def _lines(self) -> Iterator[tuple[Words, str]]:
        of = {what: self.pile.counts.get(what, 0) for what in ("keyed", "merged", *_ASIDE)}
        yield lambda: ntr("{n} sheet made a new household.", "{n} sheets made new households.", of["keyed"]), ""
        yield lambda: _known_words(of["merged"]), ""
        yield lambda: ntr("{n} sheet was set aside.", "{n} sheets were set aside.", self.pile.aside), ""
        for reason, words in _ASIDE.items():
            if of[reason]:
                yield partial(words, of[reason]), "subtle"
        yield partial(_balance, self.pile), "good" if self.pile.missing == 0 else "warn"


def _known_words(n: int) -> str:
    return ntr(
        "{n} sheet was added to a household that was known.", "{n} sheets were added to households that were known.", n
    )


_ASIDE: dict[str, Callable[[int], str]] = {
    "blank": lambda n: ntr("{n} had nothing on it", "{n} had nothing on them", n),
    "unreadable": lambda n: ntr("{n} could not be read", "{n} could not be read", n),
    "refused": lambda n: ntr("{n} gave no permission", "{n} gave no permission", n),
    "twice": lambda n: ntr("{n} was known already", "{n} were known already", n),
}


def _balance(pile: Batch) -> str:
    """Whether all sheets are there."""
    if pile.missing > 0:
        return ntr(
            "{n} sheet of the pile is missing: look on the table and under the lid of the copier.",
            "{n} sheets of the pile are missing: look on the table and under the lid of the copier.",
            pile.missing,
        )
    if pile.missing < 0:
        return ntr(
            "That is {n} sheet more than you counted: one may have been keyed in twice.",
            "That is {n} sheets more than you counted: some may have been keyed in twice.",
            -pile.missing,
        )
    return ntr(
        "The one sheet of the pile is accounted for.", "All {n} sheets of the pile are accounted for.", pile.sheets
    )
