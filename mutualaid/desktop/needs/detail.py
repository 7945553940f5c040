"""One need beside the table: what, for whom (covered until asked), the safe ways to reach them, matches, and verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mutualaid.desktop.needs.series import series_words
from mutualaid.desktop.needs.state import Names, NeedsState, unit_word
from mutualaid.desktop.needs.what import FactColumn, show_what
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date, format_list, format_quantity
from mutualaid.language.safe_words import phone_words, refusal_words
from mutualaid.records.kinds import LIVE_MATCHES, ConsentPurpose, MatchState, Mode, NeedState
from mutualaid.records.views import MatchLine

if TYPE_CHECKING:
    from mutualaid.records.household import Phone
    from mutualaid.services.needs import NeedPage

_KINDS = {NeedState.FULFILLED: "good", NeedState.CLOSED: "", NeedState.REFERRED: ""}


def phone_rules(phone: Phone) -> str:
    """What is safe to do with a number; shown before the number is."""
    rules = [labels.label(phone.kind)]
    rules.append(tr("you may text") if phone.may_text else tr("do not text"))
    rules.append(tr("you may leave a message") if phone.may_leave_message else tr("leave no message"))
    if phone.who_answers:
        rules.append(tr("may be answered by: {who}", who=phone.who_answers))
    return " · ".join(rules)


_PANE = 280
"""The least width of a need beside the list, in pixels."""


class NeedDetail(Translated, QFrame):
    """Shows a NeedPage. `asked` carries a verb ("edit", "move", "part", "split", "close", "refer", "reopen", "hold",
    "contact", "merge", "skip", "stop", "why"), `match_asked` a verb ("confirm", "fulfil", "cancel") with a match's uid,
    `household_asked` the household's uid, `need_asked` another need's.
    """

    asked = Signal(str)
    match_asked = Signal(str, str)
    household_asked = Signal(str)
    need_asked = Signal(str)

    def __init__(self, state: NeedsState, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._state, self._today = state, today
        self.page: NeedPage | None = None
        self._masked: list[Masked] = []
        self._content = QWidget()
        self._column = FactColumn()
        self._content.setLayout(self._column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2, 2, 2, 2)
        outer.addWidget(scrolled(self._content))
        self.verbs: dict[str, Button] = {}

    def minimumSizeHint(self) -> QSize:
        """Wide enough to read in, and as wide as what is in it has to be."""
        return super().minimumSizeHint().expandedTo(QSize(_PANE, 0))

    @property
    def _names(self) -> Names:
        return self._state.names

    def show_need(self, page: NeedPage | None) -> None:
        """Show a need, contact data covered unless it was already this one; none shows a hint."""
        if self.page is not None and page is not None and page.uid != self.page.uid:
            self.cover()
        self.page = page
        self.retranslate()

    def cover(self) -> None:
        """Cover contact data."""
        for masked in self._masked:
            masked.cover()

    def retranslate(self) -> None:
        """Build everything again in the language in use."""
        uncovered = {m.objectName() for m in self._masked if m.open}
        focused = self.window().focusWidget()
        within = any(widget is focused for widget in self.findChildren(QWidget))
        here = next((verb for verb, button in self.verbs.items() if button is focused), "")
        self._content.hide()
        fresh = QWidget()
        self._column = FactColumn()
        fresh.setLayout(self._column)
        self.verbs = {}
        if self.page is None:
            hint = Said(N_("Choose a need to see it here."), role="subtle")
            hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(hint, 1)
        else:
            self._fill(self.page)
            self._column.addStretch(1)
        area = scrolled(fresh)
        layout = self.layout()
        if layout is not None:
            old = layout.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
            layout.addWidget(area)
        self._content, self._masked = fresh, self._column.masked
        for masked in self._masked:
            if masked.objectName() in uncovered:
                masked.toggle()
        if within and self.verbs:
            # The keyboard stays in the need: on the same verb, else on the first that is left.
            self.verbs.get(here, next(iter(self.verbs.values()))).setFocus()

    def _fill(self, page: NeedPage) -> None:
        need = page.record
        head = QWidget()
        flow = FlowLayout(head, gap=10)
        flow.addWidget(Said(lambda: need.code, points=4, bold=True, wrap=False))
        badge = Said(lambda: labels.label(need.state), role="badge", wrap=False)
        badge.setProperty("kind", _KINDS.get(need.state, "warn"))
        flow.addWidget(badge)
        self._column.addWidget(head)
        self._add_verbs(page)
        self._alike(page)
        show_what(self._column, need, page.household, self._names, self._today())
        self._rest(page)
        self._series(page)
        self._who(page)
        self._matches(page.matches)

    def _add_verbs(self, page: NeedPage) -> None:
        need, row = page.record, QWidget()
        flow = FlowLayout(row, gap=6)
        service = need.mode == Mode.SERVICE
        verbs: list[tuple[str, Words]] = [
            ("move", N_("Move to… (M)")),
            ("edit", N_("Change…")),
            ("part", N_("Mark it as done…") if service else N_("Hand out…")),
            ("split", N_("Split…")),
            ("close", N_("Close…")),
            ("refer", N_("Refer…")),
            ("hold", N_("Take it in again") if need.hold_until else N_("Wait…")),
            ("reopen", N_("Open it again")),
            ("contact", N_("Calls… (L)")),
        ]
        for verb, words in verbs:
            if self._offered(verb, page):
                button = Button(words, partial(self.asked.emit, verb))
                self.verbs[verb] = button
                flow.addWidget(button)
        if "refer" in self.verbs and not page.may_refer:
            self.verbs["refer"].setEnabled(False)
            self.verbs["refer"].setToolTip(tr("The household said no to being referred."))
        self._column.addWidget(row)

    def _offered(self, verb: str, page: NeedPage) -> bool:
        need = page.record
        promised = any(match.state in LIVE_MATCHES for match in page.matches)
        if verb in ("move", "contact"):
            return True
        if not self._state.can(verb, need.state):
            return False
        if verb == "part":
            return page.left > 0 if need.mode != Mode.SERVICE else not promised
        return verb != "split" or min(need.quantity - 1, page.left) > 0

    def _alike(self, page: NeedPage) -> None:
        """The offer to merge it with what the household asked for already."""
        if page.alike:
            others = [code for group in page.alike for code in group.codes if code != page.record.code]
            said = tr("This may be the same as {codes}.", codes=format_list(others))
            self._column.addWidget(plain_label(said, role="warn"))
            merge = Button(N_("Make one of them…"), partial(self.asked.emit, "merge"), role="link")
            self._column.addWidget(merge, 0, Qt.AlignmentFlag.AlignLeft)

    def _rest(self, page: NeedPage) -> None:
        need = page.record
        if need.mode != Mode.SERVICE and 0 < page.left < need.quantity:
            left = format_quantity(page.left, unit_word(need.unit, page.left))
            self._column.fact(N_("Still to be given, beside what is promised"), left)
        if page.part_of and need.split_of:
            self._column.addWidget(Said(N_("Split off from"), role="subtle"))
            self._link(page.part_of, need.split_of)

    def _link(self, code: str, uid: str) -> None:
        link = Button(lambda: code, partial(self.need_asked.emit, uid), role="link")
        self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _series(self, page: NeedPage) -> None:
        series = page.series
        if series is None:
            return
        self._column.section(N_("How often"))
        self._column.addWidget(plain_label(series_words(series)))
        for other in (series.before, series.after):
            if other is not None:
                self._link(other.record.code, other.uid)
        if series.next is None:
            return
        row = QWidget()
        flow = FlowLayout(row, gap=6)
        for verb, words in (("skip", N_("Skip the next one")), ("stop", N_("Stop it"))):
            self.verbs[verb] = Button(words, partial(self.asked.emit, verb))
            flow.addWidget(self.verbs[verb])
        self._column.addWidget(row)

    def _who(self, page: NeedPage) -> None:
        household, column = page.household, self._column
        column.section(N_("For whom"))
        open_household = Button(
            lambda: tr("Household {code}", code=household.code),
            lambda: self.household_asked.emit(page.record.household),
            role="link",
        )
        column.addWidget(open_household, 0, Qt.AlignmentFlag.AlignLeft)
        column.fact(N_("Zone"), self._names.zone(household.zone))
        if ConsentPurpose.CONTACT in page.refused:
            column.addWidget(plain_label(refusal_words(ConsentPurpose.CONTACT), role="warn"))
        column.fact(N_("Before you call"), household.safe_contact)
        column.covered(N_("Name"), household.contact_name, "")
        for phone in household.phones:
            column.covered(N_("Phone"), show_phone(phone.number), phone_words(phone))
        if household.address:
            column.covered(N_("Address"), household.address, household.delivery_notes)

    def _matches(self, matches: list[MatchLine]) -> None:
        if not matches:
            return
        self._column.section(N_("Matches"))
        why = Button(N_("Why this match"), lambda: self.asked.emit("why"), role="link")
        self._column.addWidget(why, 0, Qt.AlignmentFlag.AlignLeft)
        for match in sorted(matches, key=lambda match: match.state not in LIVE_MATCHES):
            self._match(match)

    def _match(self, match: MatchLine) -> None:
        when = ""
        if match.day is not None:
            when = format_date(match.day, weekday=True)
            if match.part is not None:
                when += f", {labels.label(match.part).lower()}"
        who = format_list(list(match.volunteers))
        self._column.addWidget(plain_label(" · ".join(part for part in (when, who) if part) or match.need_code))
        self._column.addWidget(plain_label(labels.label(match.state), role="subtle"))
        if match.state not in LIVE_MATCHES:
            return
        row = QWidget()
        flow = FlowLayout(row, gap=6)
        verbs = [("fulfil", N_("Mark delivered")), ("cancel", N_("Call off…"))]
        if match.state == MatchState.ACCEPTED:
            verbs.insert(0, ("confirm", N_("Volunteer said yes")))
        for verb, words in verbs:
            button = Button(words, lambda verb=verb: self.match_asked.emit(verb, match.uid))  # type: ignore[misc]
            if verb == "fulfil":
                button.setProperty("role", "primary")
            self.verbs[verb] = button
            flow.addWidget(button)
        self._column.addWidget(row)
