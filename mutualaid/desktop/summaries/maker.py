"""The window that makes a summary: which period, in which way, and what that means before it is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.summaries import reading, state, verbs
from mutualaid.desktop.summaries.make_state import MakeState, Share
from mutualaid.desktop.summaries.state import Seen, Standing
from mutualaid.desktop.summaries.ways_part import WaysPart
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.words import Button, Said, announce, describe
from mutualaid.language.catalog import N_, tr
from mutualaid.records.errors import Fault
from mutualaid.summaries.plan import STRICT, USUAL

if TYPE_CHECKING:
    from mutualaid.progress import Progress
    from mutualaid.services.release_advice import Instead
    from mutualaid.services.releases import ReleaseMade

_CODE = int(Qt.ItemDataRole.UserRole)


class MakeSummary(FormWindow):
    """`made` is called with what was made; `hand_out` with the id of a summary that is there; `bring_back` asks for
    a released folder. Pressing Make twice makes one: the buttons rest while it is made.
    """

    def __init__(
        self,
        context: Context,
        seen: Seen,
        parent: QWidget,
        *,
        made: Callable[[ReleaseMade], object],
        hand_out: Callable[[str], object],
        bring_back: Callable[[], object],
    ) -> None:
        super().__init__(N_("Make a summary"), N_("Make it"), parent, width=640)
        self._context, self._made, self._hand_out, self._bring_back = context, made, hand_out, bring_back
        self.state = MakeState(seen, context.today())
        self._asked = ""
        context.tasks.told.connect(lambda _text: self.set_busy(False))
        self.level = Choice()
        self.periods = QListWidget()
        self.ways = WaysPart()
        self.verdict = Said(self.state.verdict)
        self.hand_button = Button(N_("Hand it out…"), self._to_hand_out)
        self.back_button = Button(N_("Bring a released folder back…"), self._to_bring_back)
        self.instead_of_making = QWidget()
        self.instead = QWidget()
        self._instead_row = FlowLayout(self.instead, gap=8)
        self._build()
        self._fill()
        self.begin(self.periods)

    def _build(self) -> None:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(2, self.instead)
        self.instead.hide()
        form = self.section(N_("Which period"))
        form.add("level", N_("How long"), self.level)
        form.add("period", N_("Period"), self.periods, required=True)
        self.periods.setProperty("role", "choices")
        self.periods.setSpacing(2)
        self.periods.setWordWrap(True)
        self.periods.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.periods.setFixedHeight(5 * (self.fontMetrics().height() + 18) + 8)
        self.body.addWidget(self.verdict)
        row = FlowLayout(self.instead_of_making, gap=8)
        for button in (self.hand_button, self.back_button):
            row.addWidget(button)
        self.body.addWidget(self.instead_of_making)
        self.ways.chosen.connect(self._choose_mode)
        self.body.addWidget(self.ways)
        self.for_good = Said(
            N_(
                "Making settles the numbers of this period for good: they are drawn once, and kept whether you "
                "hand them out or not. Nothing leaves this laptop yet."
            ),
            bold=True,
        )
        self.body.addWidget(self.for_good)
        self.level.chosen.connect(self._choose_level)
        self.periods.currentRowChanged.connect(self._choose_row)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        if hasattr(self, "instead"):
            self._fill()

    def _fill(self) -> None:
        levels = [(level, tr(words)) for level, words in state.LEVEL_NAMES.items() if level in self.state.levels()]
        self.level.set_choices(levels)
        self.level.set_code(self.state.level)
        self.periods.blockSignals(True)
        self.periods.clear()
        for offer in self.state.offers():
            item = QListWidgetItem(offer.words())
            item.setData(_CODE, offer.period.code)
            self.periods.addItem(item)
            if offer.period.code == self.state.code:
                self.periods.setCurrentItem(item)
        self.periods.blockSignals(False)
        self._follow()

    def _follow(self) -> None:
        """Show what follows from what is chosen."""
        offer = self.state.offer()
        standing = offer.standing if offer is not None else None
        self.verdict.retranslate()
        self.verdict.setVisible(bool(self.verdict.text()))
        self.hand_button.setVisible(standing == Standing.MADE)
        self.back_button.setVisible(standing == Standing.LOCKED)
        self.instead_of_making.setVisible(standing in (Standing.MADE, Standing.LOCKED))
        for widget in (self.ways, self.for_good):
            widget.setVisible(standing == Standing.READY)
        self.ways.show_state(self.state)
        if self.state.mode == STRICT and standing == Standing.READY:
            self._read_share()
            self._grow()
        self.save_button.setEnabled(self.state.may_make and self.cancel_button.isEnabled())
        describe(self.periods, self.verdict.text())

    def _grow(self) -> None:
        """Become as high as what is shown now, as far as the screen goes, so that the gauge is on view."""
        wanted = self.sizeHint()
        if self.isVisible() and wanted.height() > self.height():
            self.resize(self.width(), wanted.height())
        self.area.ensureWidgetVisible(self.ways.budget)

    def _choose_level(self, level: str) -> None:
        self.state.choose_level(level)
        self._fill()

    def _choose_row(self, row: int) -> None:
        item = self.periods.item(row)
        if item is not None:
            self.state.choose(str(item.data(_CODE)))
            self._follow()

    def _choose_mode(self, mode: str) -> None:
        self.state.choose_mode(mode)
        self._follow()

    def choose(self, code: str, *, strict: bool = False) -> None:
        """Choose a period and the way of publishing it."""
        self.state.choose(code)
        self.state.choose_mode(STRICT if strict else USUAL)
        self._fill()

    def _read_share(self) -> None:
        office, code = self._context.office, self.state.code
        if self._asked == code:
            return
        self._asked = code
        self.ways.show_share(None)

        def show(share: Share | None) -> None:
            if self._asked == code:
                self.ways.show_share(share)

        self._context.tasks.read(lambda: reading.read_share(office, code), show, owner=self)

    def save(self) -> None:
        """Make it: long work that can be stopped, after which nothing was published."""
        if not self.save_button.isEnabled() or not self.state.may_make:
            return
        office, today, code, strict = self._context.office, self.state.today, self.state.code, self.strict
        self.messages.hide()
        self._offer(())
        self.set_busy(True)

        def work(progress: Progress) -> ReleaseMade:
            from mutualaid.services.releases import settle_release

            return settle_release(office, period=code, strict=strict, today=today, progress=progress)

        def done(made: ReleaseMade) -> None:
            self.done_well()
            self._made(made)

        def stopped() -> None:
            self.set_busy(False)
            self._look_again(tr("Stopped. Nothing was published."))

        self._context.tasks.compute(
            work,
            done,
            owner=self,
            title=tr("Making the summary and attacking it…"),
            fail=self.refused,
            stopped=stopped,
        )

    @property
    def strict(self) -> bool:
        """Whether it is made the strict way."""
        return self.state.mode == STRICT

    def set_busy(self, busy: bool) -> None:
        """While it is made nothing else is chosen."""
        super().set_busy(busy)
        self.content.setEnabled(not busy)
        self._follow()

    def refused(self, fault: Fault) -> None:
        """Name the rule, and offer what can be made instead."""
        super().refused(fault)
        if fault.code == "release_without_backup":
            self._look_again("")
            return
        office, today, code, strict = self._context.office, self.state.today, self.state.code, self.strict
        self._context.tasks.read(
            lambda: reading.read_instead(office, fault, code, strict=strict, today=today), self._offer, owner=self
        )

    def _look_again(self, nothing: str) -> None:
        """It was stopped, or its backup failed: read whether the numbers were settled by then; else say `nothing`."""
        office = self._context.office

        def show(seen: Seen) -> None:
            self.state.seen = seen
            if seen.of_period(self.state.code) is not None:
                self._context.tasks.changed.emit(verbs.RELEASES)
                if nothing:
                    self.messages.tell(tr("Stopped while the backup was made. The numbers are settled."), "warn")
            elif nothing:
                self.messages.tell(nothing, "info")
            self._fill()
            (self.save_button if self.save_button.isEnabled() else self.periods).setFocus()

        self._context.tasks.read(lambda: reading.read_seen(office), show, owner=self)

    def _offer(self, found: Sequence[Instead]) -> None:
        clear(self._instead_row)
        for one in found:
            words = partial(state.instead_words, one.period, self.state.seen, strict=one.strict)
            self._instead_row.addWidget(Button(words, partial(self._take, one)))
        self.instead.setVisible(bool(found))
        if found:
            first = self._instead_row.itemAt(0)
            widget = first.widget() if first is not None else None
            if widget is not None:
                widget.setFocus()
                announce(self, self.messages.shown)

    def _take(self, one: Instead) -> None:
        self.choose(one.period, strict=one.strict)
        if self.state.seen.of_period(one.period) is not None:
            self._to_hand_out()
        else:
            self.save()

    def _to_hand_out(self) -> None:
        line = self.state.seen.of_period(self.state.code)
        if line is not None:
            self.accept()
            self._hand_out(line.uid)

    def _to_bring_back(self) -> None:
        self.accept()
        self._bring_back()
