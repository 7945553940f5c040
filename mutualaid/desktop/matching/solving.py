"""The strip that shows a plan being made: steps, how good it is so far, and two ways to end it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from mutualaid.desktop.matching.gap import Best, GapLine, Watched
from mutualaid.desktop.matching.words import percent_up
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce, describe
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number, format_percent

_LOOK_MS = 100


def so_far_words(best: Best | None) -> str:
    """How good the plan in the making is."""
    if best is None:
        return tr("Looking for a first plan. You can go on working meanwhile.")
    if best.gap < 1e-6:
        return tr("Worth {value} points so far: no plan is better.", value=format_number(best.value, digits=0))
    return tr(
        "Worth {value} points so far, at most {percent} below the best possible.",
        value=format_number(best.value, digits=0),
        percent=percent_up(best.gap),
    )


class SolvingStrip(Translated, QFrame):
    """Shows a plan being made; the page stays usable. `stop` ends it and changes nothing, `enough` keeps the best."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._watched: Watched | None = None
        self._told = False
        self.words = Said(N_("Making the plan"), bold=True)
        self.so_far = Said(lambda: so_far_words(self._best()), role="subtle")
        self.line = GapLine()
        self.bar = QProgressBar()
        self.bar.setMinimumWidth(120)
        self.keep = Button(N_("Keep the best so far"), self.enough)
        self.cancel = Button(N_("Cancel"), self.stop, hint=N_("The plan before stays as it is"))
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.words)
        said.addWidget(self.so_far)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        row.addLayout(said, 3)
        row.addWidget(self.line)
        row.addWidget(self.bar, 1)
        row.addWidget(self.keep)
        row.addWidget(self.cancel)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self.hide()
        self.retranslate()

    def _best(self) -> Best | None:
        found = self._watched.best if self._watched is not None else []
        return found[-1] if found else None

    def retranslate(self) -> None:
        """Name the bar."""
        self.bar.setAccessibleName(tr("Making the plan"))
        self._look()

    def watch(self, watched: Watched) -> None:
        """Show this work until `finish`."""
        self._watched, self._told = watched, False
        self.words.say(N_("Making the plan"))
        self.cancel.say(N_("Cancel"))
        self.cancel.setEnabled(True)
        self._look()
        self.show()
        self._timer.start(_LOOK_MS)
        announce(self, tr("Making the plan. You can go on working meanwhile."))

    def _look(self) -> None:
        watched, best = self._watched, self._best()
        done, total = watched.seen if watched is not None else (0, 0)
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.bar.setFormat(format_percent(done / total) if total else "")
        self.keep.setEnabled(watched is not None and bool(total) and not (watched.settling or watched.cancelled))
        self.line.setVisible(best is not None)
        words = so_far_words(best)
        if words != self.so_far.text():
            self.so_far.retranslate()
            describe(self.bar, words)
        if watched is not None and best is not None:
            self.line.show_steps(tuple(watched.best), watched.elapsed)
            if not self._told:
                self._told = True
                announce(self, words)

    def enough(self) -> None:
        """Ask the search to end with the best that it has."""
        if self._watched is not None and self.keep.isEnabled():
            self._watched.settle()
            self.keep.setEnabled(False)
            self.words.say(N_("Finishing with the best so far"))
            announce(self, self.words.text())

    def stop(self) -> None:
        """Ask the work to end; nothing changes."""
        if self._watched is not None:
            self._watched.cancel()
            self.cancel.setEnabled(False)
            self.keep.setEnabled(False)
            self.cancel.say(N_("Stopping…"))

    def finish(self) -> None:
        """The work has ended."""
        self._watched = None
        self._timer.stop()
        self.hide()
