"""Making one need of several: which one stays, how much it asks for; and the list of those that may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.words import Button, Said, plain_label
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date, format_list, format_quantity
from mutualaid.records.kinds import LIVE_MATCHES, Mode
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.desktop.needs.acting import Acting
    from mutualaid.services.merging_needs import Alike
    from mutualaid.services.needs import NeedPage


class _Found(NamedTuple):
    pages: Sequence[NeedPage]
    quantity: int


class MergeDialog(FormDialog):
    """Asks which need stays. The one that something is promised for is proposed, else the oldest."""

    def __init__(self, page: Acting, uids: Sequence[str]) -> None:
        super().__init__(N_("Make one need of several"), N_("Make one"), page, width=560)
        self._page, self._uids = page, list(uids)
        self._pages: Sequence[NeedPage] = ()
        self.group = QButtonGroup(self)
        self.radios: list[QRadioButton] = []
        self.quantity = Amount(1, 100_000, self._unit)
        self.form = Form()
        self.body.addWidget(
            Said(N_("The others are closed as duplicates. What they were given goes to the one that stays."))
        )
        self.choices = QVBoxLayout()
        self.body.addLayout(self.choices)
        self.form.add("quantity", N_("How much it asks for"), self.quantity)
        self.body.addWidget(self.form)
        self.form.hide()
        self.save_button.setEnabled(False)
        office, today = page.context.office, page.context.today()

        def read() -> _Found:
            from mutualaid.services.merging_needs import together
            from mutualaid.services.needs import need

            return _Found([need(office, uid=uid, today=today) for uid in uids], together(office, uids=uids))

        page.context.tasks.read(read, self._fill, owner=self)

    def _unit(self, count: int) -> str:
        pages = getattr(self, "_pages", ())
        return unit_word(pages[0].record.unit if pages else None, count)

    def _fill(self, found: _Found) -> None:
        self._pages = found.pages
        for number, page in enumerate(found.pages):
            radio = QRadioButton()
            self.group.addButton(radio, number)
            self.radios.append(radio)
            self.choices.addWidget(radio)
            about = Said(partial(self._about, page), role="subtle")
            about.setContentsMargins(26, 0, 0, 6)
            self.choices.addWidget(about)
            for part in (radio, about):
                part.show()  # or the window would not know yet how high it is with them
        promised = [any(match.state in LIVE_MATCHES for match in page.matches) for page in found.pages]
        oldest = min(range(len(found.pages)), key=lambda at: (not promised[at], found.pages[at].record.received_on))
        for before, after in pairwise([*self.radios, self.quantity, self.cancel_button]):
            self.setTabOrder(before, after)
        self.radios[oldest].setChecked(True)
        self.radios[oldest].setFocus()
        self.quantity.setValue(max(1, found.quantity))
        self.quantity.retranslate()
        self.form.setVisible(found.pages[0].record.mode != Mode.SERVICE)
        self.save_button.setEnabled(True)
        self.retranslate()
        self.resize(self.sizeHint())

    def retranslate(self) -> None:
        """Say the needs again."""
        super().retranslate()
        for radio, page in zip(getattr(self, "radios", ()), getattr(self, "_pages", ()), strict=True):
            radio.setText(page.record.code)
            radio.setAccessibleDescription(self._about(page))

    def _about(self, page: NeedPage) -> str:
        need = page.record
        amount = format_quantity(need.quantity, unit_word(need.unit, need.quantity))
        asked = tr("asked for on {day}", day=format_date(need.received_on))
        parts = [labels.category(need.category), self._page.state.names.item(need.item)]
        parts += [amount if need.mode != Mode.SERVICE else "", asked, labels.label(need.state)]
        return " · ".join(part for part in parts if part)

    def save(self) -> None:
        """Write it."""
        from mutualaid.services.merging_needs import merge_needs

        page, context, chosen = self._page, self._page.context, self.group.checkedId()
        keep = self._pages[max(0, chosen)]
        others = [uid for uid in self._uids if uid != keep.uid]
        quantity = self.quantity.value()
        code = keep.record.code

        def done(_changed: Changed) -> None:
            tell_done(context, tr("They are one need now: {code}.", code=code))
            page.uid = keep.uid
            self.done_well()

        context.tasks.write(
            lambda: merge_needs(context.office, keep=keep.uid, others=others, quantity=quantity),
            done,
            owner=self,
            fail=self.refused,
        )


class DuplicatesWindow(FormDialog):
    """Lists the needs that may be the same one, household by household, each with a way to merge them."""

    MOST = 40

    def __init__(self, page: Acting, groups: Sequence[Alike]) -> None:
        super().__init__(N_("Needs that may be the same"), N_("Close"), page, width=560)
        self._page = page
        self.body.addWidget(Said(partial(self._count, len(groups))))
        for group in groups[: self.MOST]:
            self.body.addWidget(self._row(group))
        self.cancel_button.hide()
        self.save_button.setFocus()

    def _count(self, count: int) -> str:
        if not count:
            return tr("No household asked for the same thing twice within two weeks.")
        said = ntr("{n} household may have asked twice.", "{n} households may have asked twice.", count)
        more = tr("The first {n} are shown.", n=self.MOST) if count > self.MOST else ""
        return f"{said} {more}".strip()

    def _row(self, group: Alike) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        what = tr("{category}: {codes}", category=labels.category(group.category), codes=format_list(list(group.codes)))
        column.addWidget(plain_label(what))
        column.addWidget(Button(N_("Make one of them…"), partial(self._merge, group), role="link"))
        return row

    def _merge(self, group: Alike) -> None:
        self.done_well()
        MergeDialog(self._page, group.uids).open()

    def save(self) -> None:
        """Nothing is left to write."""
        self.done_well()
