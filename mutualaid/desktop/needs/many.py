"""Many needs at once: the bar that appears when several are chosen, and the window that changes them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.merging import MergeDialog
from mutualaid.desktop.partners.choose import PartnerChooser
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language, ntr, tr
from mutualaid.language.formats import format_list
from mutualaid.records.kinds import CloseReason, Mode, Urgency

if TYPE_CHECKING:
    from mutualaid.desktop.needs.acting import Acting
    from mutualaid.records.views import NeedLine
    from mutualaid.services.bulk import BulkChanged

_NO_DAY = N_("Type the day with its month's name, such as 25 nov.")


def _because(why: str, count: int) -> str:
    if why == "need_is_finished":
        return ntr("{n} is finished", "{n} are finished", count)
    if why == "need_has_match":
        return ntr("{n} has something promised", "{n} have something promised", count)
    if why == "item_of_other_category":
        return ntr("{n} is of another category", "{n} are of another category", count)
    if why == "mode_of_services":
        return ntr("{n} is a service", "{n} are services", count)
    if why == "consent_refused":
        return ntr("{n} said no to it", "{n} said no to it", count)
    return ntr("{n} was so already", "{n} were so already", count)


def outcome(changed: BulkChanged) -> str:
    """What became of all of them: how many were changed, and of those left out how many for which reason."""
    done = ntr("{n} need is changed.", "{n} needs are changed.", changed.done)
    if not changed.left_out:
        return done
    reasons = Counter(one.why for one in changed.left_out)
    told = format_list([_because(why, count) for why, count in sorted(reasons.items())])
    return tr("{done} Left as they were: {reasons}.", done=done, reasons=told)


def change_many(page: Acting, work: Callable[[], BulkChanged], close: Callable[[], object], dialog: Any) -> None:
    """Write, say what came of it, and keep chosen what was left out."""
    context = page.context

    def done(changed: BulkChanged) -> None:
        close()
        if changed.done:
            tell_done(context, outcome(changed))
        else:
            context.messages.tell(outcome(changed), "warn")

    context.tasks.write(work, done, owner=dialog, fail=dialog.refused, title=tr("Changing the needs…"))


class ManyBar(Translated, QFrame):
    """Says how many are chosen, and what can be done with all of them. Emits `asked` with "change", "close", "refer",
    "merge" or "none".
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.count = 0
        self.said = Said(self._words, bold=True, wrap=False)
        self.buttons = {
            "change": Button(N_("Change them… (C)"), lambda: self.asked.emit("change"), role="primary"),
            "close": Button(N_("Close them… (Del)"), lambda: self.asked.emit("close")),
            "refer": Button(N_("Refer them…"), lambda: self.asked.emit("refer")),
            "merge": Button(N_("Make one of them… (J)"), lambda: self.asked.emit("merge")),
            "none": Button(N_("Choose only one"), lambda: self.asked.emit("none"), role="link"),
        }
        flow = QWidget()
        beside = FlowLayout(flow, gap=8)
        for button in self.buttons.values():
            beside.addWidget(button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(12)
        layout.addWidget(self.said)
        layout.addWidget(flow, 1)
        self.hide()

    def _words(self) -> str:
        return ntr("{n} need is chosen", "{n} needs are chosen", self.count)

    def show_count(self, count: int) -> None:
        """So many are chosen; with fewer than two there is nothing to do with all of them."""
        self.count = count
        self.said.retranslate()
        self.setVisible(count > 1)


class _Many(FormDialog):
    """What the three windows share: the needs that they are about, and how what was written is told."""

    def __init__(self, page: Acting, needs: Sequence[NeedLine], title: Words, verb: Words) -> None:
        super().__init__(title, verb, page, width=520)
        self._page, self._uids = page, [line.uid for line in needs]
        self.form = Form()
        self.body.addWidget(Said(lambda: ntr("{n} need is chosen", "{n} needs are chosen", len(needs)), role="subtle"))
        self.body.addWidget(self.form)

    def _touched(self, *_what: object) -> None:
        self.dirty = True

    def _write(self, work: Callable[[], BulkChanged]) -> None:
        self.set_busy(True)
        office = self._page.context.office
        change_many(self._page, answered_in(self, office, work), self.done_well, self)


class ChangeMany(_Many):
    """Sets what she fills in; what stays empty stays as it is."""

    def __init__(self, page: Acting, needs: Sequence[NeedLine], items: Sequence[Any]) -> None:
        super().__init__(page, needs, N_("Change several needs"), N_("Change"))
        categories = {line.category for line in needs}
        self._items = [item for item in items if item.active and {item.category} == categories]
        self.urgency, self.mode, self.item = Choice(), Choice(), Choice()
        self.by, self.hold = DateField(today=page.context.today), DateField(today=page.context.today)
        self.no_day, self.no_hold = QCheckBox(), QCheckBox()
        self.form.add("urgency", N_("How soon"), self.urgency)
        self.form.add("needed_by", N_("Needed by"), self.by)
        self.form.add_widget(self.no_day)
        self.form.add("mode", N_("How it is met"), self.mode)
        self.form.add("hold_until", N_("Leave it out of plans until"), self.hold)
        self.form.add_widget(self.no_hold)
        if self._items:
            self.form.add("item", N_("Item"), self.item)
        for choice in (self.urgency, self.mode, self.item):
            choice.chosen.connect(self._touched)
        for day in (self.by, self.hold):
            day.changed.connect(self._touched)
        for box in (self.no_day, self.no_hold):
            box.toggled.connect(self._touched)
        self.retranslate()
        self.urgency.setFocus()

    def retranslate(self) -> None:
        """Set the choices."""
        super().retranslate()
        if not hasattr(self, "no_hold"):
            return
        as_is = tr("As it is")
        self.urgency.set_choices([(level.name, labels.label(level)) for level in Urgency], empty=as_is)
        modes = (Mode.DELIVERY, Mode.PICKUP)
        self.mode.set_choices([(mode.value, labels.label(mode)) for mode in modes], empty=as_is)
        spanish = current_language() == "es"
        names = [(item.code, item.name_es if spanish else item.name_en) for item in self._items]
        self.item.set_choices(sorted(names, key=lambda pair: pair[1]), empty=as_is)
        self.no_day.setText(tr("No day is set any more"))
        self.no_hold.setText(tr("Take them into plans again"))

    def fields(self) -> dict[str, object]:
        """What is to be set. Raises ValueError on a day that is none."""
        fields: dict[str, object] = {}
        if self.urgency.code():
            fields["urgency"] = Urgency[self.urgency.code()]
        if self.mode.code():
            fields["mode"] = Mode(self.mode.code())
        if self.item.code():
            fields["item"] = self.item.code()
        for name, day, none in (("needed_by", self.by, self.no_day), ("hold_until", self.hold, self.no_hold)):
            if none.isChecked():
                fields[name] = None
            elif (value := day.day()) is not None:
                fields[name] = value
        return fields

    def save(self) -> None:
        """Write it."""
        from mutualaid.services.bulk import change_needs

        wrong: dict[str, Words] = {}
        for key, day in (("needed_by", self.by), ("hold_until", self.hold)):
            try:
                day.day()
            except ValueError:
                wrong[key] = _NO_DAY
        if not self.form.set_errors(wrong):
            return
        fields, office, uids = self.fields(), self._page.context.office, self._uids
        if not fields:
            self.messages.tell(tr("Nothing is filled in, so nothing would change."), "warn")
            return
        self._write(lambda: change_needs(office, uids=uids, **fields))


class EndMany(_Many):
    """Closes several needs with one reason, or refers them to one organization."""

    def __init__(self, page: Acting, needs: Sequence[NeedLine], *, refer: bool) -> None:
        title = N_("Refer several needs") if refer else N_("Close several needs")
        super().__init__(page, needs, title, N_("Refer") if refer else N_("Close them"))
        self.refer = refer
        categories = {line.category for line in needs}
        category = categories.pop() if len(categories) == 1 else ""
        spoken = set.intersection(*(set(line.languages) for line in needs)) if needs else set()
        self.reason, self.partner = Choice(), PartnerChooser(page.context, category, sorted(spoken))
        self.partner.hide()
        self.matched = QCheckBox()
        if refer:
            self.form.add("partner", N_("Which organization takes it over?"), self.partner, required=True)
            self.partner.show()
        else:
            self.form.add("reason", N_("Why are they closed?"), self.reason, required=True)
        self.form.add_widget(self.matched)
        self.form.add_widget(
            Said(N_("Their matches are called off, and what was reserved is free again."), role="subtle")
        )
        self.partner.changed.connect(self._touched)
        self.reason.chosen.connect(self._touched)
        self.retranslate()
        (self.partner if refer else self.reason).setFocus()

    def retranslate(self) -> None:
        """Set the choices."""
        super().retranslate()
        if hasattr(self, "matched"):
            self.reason.set_choices([(reason.value, labels.label(reason)) for reason in CloseReason])
            self.matched.setText(tr("Also those with a match"))

    def save(self) -> None:
        """Write it."""
        from mutualaid.services.bulk import close_needs, refer_needs

        context, uids, matched = self._page.context, self._uids, self.matched.isChecked()
        office, today = context.office, context.today()
        if self.refer:
            name = self.partner.text()
            if self.form.set_errors({} if name else {"partner": N_("Type the organization's name.")}):
                self._write(lambda: refer_needs(office, uids=uids, partner=name, on=today, matched=matched))
            return
        code = self.reason.code()
        if self.form.set_errors({} if code else {"reason": N_("Choose why.")}):
            reason = CloseReason(code)
            self._write(lambda: close_needs(office, uids=uids, reason=reason, on=today, matched=matched))


def open_many(page: Acting, verb: str, needs: Sequence[NeedLine], items: Sequence[Any]) -> None:
    """Open the window of a verb for several needs."""
    if verb == "merge":
        MergeDialog(page, [line.uid for line in needs]).open()
    elif verb == "change":
        ChangeMany(page, needs, items).open()
    else:
        EndMany(page, needs, refer=verb == "refer").open()
