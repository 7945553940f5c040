"""The lines above the pages after unlocking: the last change, and what needs looking at; each can be put away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop import standing
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.words import Translated

if TYPE_CHECKING:
    from mutualaid.services.office import Office


class StandingBars(Translated, QWidget):
    """One bar a notice, and one for the `last` change. A notice's button calls `go` with a deed of `standing.DEEDS`."""

    def __init__(
        self,
        code: str,
        findings: Iterable[standing.Found],
        last: standing.Entry | None,
        *,
        go: Callable[[str], object],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._go = go
        self._said: list[tuple[MessageBar, Callable[[], str], standing.Notice | None]] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        for notice in standing.notices(code, findings):
            self._add(partial(standing.notice_words, notice), notice)
        if last is not None:
            self._add(lambda: standing.last_change_words(last, now()), None)
        self.setVisible(bool(self._said))

    def _add(self, words: Callable[[], str], notice: standing.Notice | None) -> None:
        bar = MessageBar(stay=True)
        self._rows.addWidget(bar)
        self._said.append((bar, words, notice))
        self._tell(bar, words, notice)

    def _tell(self, bar: MessageBar, words: Callable[[], str], notice: standing.Notice | None) -> None:
        if notice is not None and notice.deed:
            bar.tell(words(), notice.kind, action=standing.DEEDS[notice.deed], do=partial(self._go, notice.deed))
        else:
            bar.tell(words(), "info" if notice is None else notice.kind)

    def retranslate(self) -> None:
        """Say what is still shown in the new language."""
        for bar, words, notice in getattr(self, "_said", ()):
            if not bar.isHidden():
                self._tell(bar, words, notice)

    @property
    def bars(self) -> list[MessageBar]:
        """The lines, those that were put away too."""
        return [bar for bar, _words, _notice in self._said]

    def texts(self) -> list[str]:
        """What is on view; for tests."""
        return [bar.shown for bar, _words, _notice in self._said if bar.shown]


def bars_of(office: Office, go: Callable[[str], object]) -> StandingBars:
    """The lines for an office that was just opened; `go` shows a section of the settings."""
    return StandingBars(
        office.standing,
        office.findings,
        office.last_change,
        go=go,
        now=lambda: datetime.now().astimezone(),
    )
