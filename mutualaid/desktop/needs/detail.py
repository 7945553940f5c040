"""One need beside the table: what, for whom (covered until asked), the safe ways to reach them, matches, and verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.needs.state import Names, NeedsState, unit_word
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import (
    format_date,
    format_list,
    format_quantity,
    format_time_range,
    format_weekday,
    relative_day,
)
from mutualaid.records.kinds import LIVE_MATCHES, MatchState, Mode, NeedState
from mutualaid.records.views import MatchLine

if TYPE_CHECKING:
    from mutualaid.records.household import Household, Phone
    from mutualaid.records.need import Need
    from mutualaid.records.time import Window
    from mutualaid.services.needs import NeedPage

_KINDS = {NeedState.FULFILLED: "good", NeedState.CLOSED: "", NeedState.REFERRED: ""}


def window_words(window: Window) -> str:
    """A window as a person says it: "Monday, 8:00 AM to 12:00 PM"."""
    span = format_time_range(window.start, window.end)
    if window.on is not None:
        return f"{format_date(window.on, weekday=True)}, {span}"
    day = tr("any day") if window.weekday is None else format_weekday(window.weekday)
    return f"{day}, {span}"


def phone_rules(phone: Phone) -> str:
    """What is safe to do with a number; shown before the number is."""
    rules = [labels.label(phone.kind)]
    rules.append(tr("you may text") if phone.may_text else tr("do not text"))
    rules.append(tr("you may leave a message") if phone.may_leave_message else tr("leave no message"))
    if phone.who_answers:
        rules.append(tr("may be answered by: {who}", who=phone.who_answers))
    return " · ".join(rules)


class NeedDetail(Translated, QFrame):
    """Shows a NeedPage. `asked` carries a verb ("edit", "close", "refer", "reopen", "hold", "why"), `match_asked` a
    verb ("confirm", "fulfil", "cancel") with a match's uid, `household_asked` the household's uid.
    """

    asked = Signal(str)
    match_asked = Signal(str, str)
    household_asked = Signal(str)

    def __init__(self, state: NeedsState, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._state, self._today = state, today
        self.page: NeedPage | None = None
        self._masked: list[Masked] = []
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2, 2, 2, 2)
        outer.addWidget(scrolled(self._content))
        self.verbs: dict[str, Button] = {}

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
        here = [verb for verb, button in self.verbs.items() if button.hasFocus()]
        self._content.hide()
        fresh = QWidget()
        self._column = QVBoxLayout(fresh)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(6)
        self._masked, self.verbs = [], {}
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
        self._content = fresh
        for masked in self._masked:
            if masked.objectName() in uncovered:
                masked.toggle()
        if here and self.verbs:
            # The keyboard stays where it was: on the same verb, else on the first that is left.
            self.verbs.get(here[0], next(iter(self.verbs.values()))).setFocus()

    def _fill(self, page: NeedPage) -> None:
        need = page.record
        head = QHBoxLayout()
        head.addWidget(Said(lambda: need.code, points=4, bold=True, wrap=False), 1)
        badge = Said(lambda: labels.label(need.state), role="badge", wrap=False)
        badge.setProperty("kind", _KINDS.get(need.state, "warn"))
        head.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(head)
        self._add_verbs(need)
        self._what(need, page.household)
        self._who(page)
        self._matches(page.matches)

    def _add_verbs(self, need: Need) -> None:
        row = QWidget()
        flow = FlowLayout(row, gap=6)
        hold = N_("Take it in again") if need.hold_until else N_("Wait…")
        for verb, words in (
            ("edit", N_("Change…")),
            ("close", N_("Close…")),
            ("refer", N_("Refer…")),
            ("hold", hold),
            ("reopen", N_("Open it again")),
        ):
            if self._state.can(verb, need.state):
                button = Button(words, lambda verb=verb: self.asked.emit(verb))  # type: ignore[misc]
                self.verbs[verb] = button
                flow.addWidget(button)
        self._column.addWidget(row)

    def _section(self, title: Words) -> None:
        self._column.addSpacing(8)
        self._column.addWidget(Said(title, bold=True, points=1))

    def _fact(self, name: Words, value: str) -> None:
        if value:
            self._column.addWidget(Said(name, role="subtle"))
            label = plain_label(value)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(label)

    def _what(self, need: Need, household: Household) -> None:
        self._section(N_("What is needed"))
        goods = need.mode != Mode.SERVICE
        amount = format_quantity(need.quantity, unit_word(need.unit, need.quantity)) if goods else ""
        parts = [labels.category(need.category), self._names.item(need.item), amount, labels.label(need.mode)]
        self._column.addWidget(plain_label(" · ".join(part for part in parts if part)))
        if need.filled and goods:
            self._fact(N_("Given so far"), format_quantity(need.filled, unit_word(need.unit, need.filled)))
        soon = labels.label(need.urgency)
        if need.needed_by:
            day = format_date(need.needed_by, weekday=True)
            ago = relative_day(need.needed_by, self._today())
            soon = tr("{urgency}, by {day} ({ago})", urgency=soon, day=day, ago=ago)
        self._fact(N_("How soon"), soon)
        self._fact(N_("When"), "\n".join(window_words(window) for window in need.windows))
        if need.recurrence.value != "once":
            self._fact(N_("How often"), labels.label(need.recurrence))
        spoken = need.languages or household.languages
        self._fact(N_("Languages"), format_list([labels.language(code) for code in spoken]))
        self._fact(N_("What the one who helps must bring"), self._bring(need))
        if need.hold_until:
            self._fact(N_("Left out of plans until"), format_date(need.hold_until))
        if need.close_reason:
            self._fact(N_("Why it was closed"), labels.label(need.close_reason))
        self._fact(N_("Referred to"), need.referred_to)
        self._fact(N_("Notes"), need.notes)

    def _bring(self, need: Need) -> str:
        if need.mode != Mode.SERVICE:
            return ""
        bring = [labels.skill(need.skill)] if need.skill else []
        if need.people > 1:
            bring.append(tr("two people"))
        if need.trust > 0:
            bring.append(tr("at least: {trust}", trust=labels.label(need.trust)))
        return format_list(bring)

    def _who(self, page: NeedPage) -> None:
        household = page.household
        self._section(N_("For whom"))
        open_household = Button(
            lambda: tr("Household {code}", code=household.code),
            lambda: self.household_asked.emit(page.record.household),
            role="link",
        )
        self._column.addWidget(open_household, 0, Qt.AlignmentFlag.AlignLeft)
        self._fact(N_("Zone"), self._names.zone(household.zone))
        self._fact(N_("Before you call"), household.safe_contact)
        self._covered(N_("Name"), household.contact_name, "")
        for phone in household.phones:
            self._covered(N_("Phone"), show_phone(phone.number), phone_rules(phone))
        if household.address:
            self._covered(N_("Address"), household.address, household.delivery_notes)

    def _covered(self, name: Words, text: str, before: str) -> None:
        self._column.addWidget(Said(name, role="subtle"))
        if before:
            self._column.addWidget(plain_label(before))
        masked = Masked(name, text)
        masked.setObjectName(f"{name}:{len(self._masked)}")
        self._masked.append(masked)
        self._column.addWidget(masked)

    def _matches(self, matches: list[MatchLine]) -> None:
        if not matches:
            return
        self._section(N_("Matches"))
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
