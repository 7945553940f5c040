"""Two small windows: hand out a part of a need, and split it in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date, format_quantity
from mutualaid.records.kinds import Mode
from mutualaid.records.views import Changed, LotLine

if TYPE_CHECKING:
    from mutualaid.desktop.needs.acting import Acting
    from mutualaid.services.needs import NeedPage

_NO_LOT = "-"


class GivePart(FormDialog):
    """Hands out some of what is still to be given, from a lot or from elsewhere. Of a service: it was done."""

    def __init__(self, page: Acting, need: NeedPage) -> None:
        self._page, self._need = page, need
        self.service = need.record.mode == Mode.SERVICE
        title = N_("Mark it as done") if self.service else N_("Hand out")
        super().__init__(title, title, page, width=480)
        unit = need.record.unit
        self._lots: list[LotLine] = []
        self.lot = Choice()
        self.units = Amount(1, max(1, need.left), lambda count: unit_word(unit, count))
        self.units.setValue(need.left)
        self.form = Form()
        self.body.addWidget(Said(lambda: need.record.code, role="subtle"))
        if self.service:
            self.body.addWidget(Said(N_("Somebody did this without a match. The need is fulfilled with that.")))
            self.save_button.setFocus()
            return
        self.body.addWidget(Said(self._left_words))
        self.form.add("units", N_("How much"), self.units)
        self.form.add(
            "lot",
            N_("From which lot"),
            self.lot,
            hint=N_("Its stock goes down by that. Only lots that fit are listed."),
        )
        self.body.addWidget(self.form)
        self.units.valueChanged.connect(lambda _value: self._touched())
        self.lot.chosen.connect(lambda _code: self._touched())
        office, uid, today = page.context.office, need.uid, page.context.today()

        def read() -> list[LotLine]:
            from mutualaid.services.splitting import lots_for

            return lots_for(office, uid=uid, on=today)

        page.context.tasks.read(read, self._offer, owner=self)
        self.units.setFocus()

    def _touched(self) -> None:
        self.dirty = True

    def _left_words(self) -> str:
        need = self._need
        left = format_quantity(need.left, unit_word(need.record.unit, need.left))
        return tr("Still to be given: {amount}", amount=left)

    def _offer(self, lots: list[LotLine]) -> None:
        self._lots = lots
        self.retranslate()
        self.lot.set_code(lots[0].uid if lots else _NO_LOT)

    def retranslate(self) -> None:
        """Say the lots again."""
        super().retranslate()
        if hasattr(self, "_lots"):
            here = [(line.uid, self._lot_words(line)) for line in self._lots]
            self.lot.set_choices([*here, (_NO_LOT, tr("From elsewhere, not from our stock"))])

    def _lot_words(self, line: LotLine) -> str:
        item = self._page.state.names.item(line.item)
        free = format_quantity(line.free, unit_word(line.unit, line.free))
        if line.expires_on is None:
            return tr("{lot}: {item}, {free} free", lot=line.code, item=item, free=free)
        day = format_date(line.expires_on)
        return tr("{lot}: {item}, {free} free, until {day}", lot=line.code, item=item, free=free, day=day)

    def save(self) -> None:
        """Write it."""
        from mutualaid.services.splitting import fulfil_part

        page, uid, units, lot = self._page, self._need.uid, self.units.value(), self.lot.code()
        context, from_lot = page.context, lot if lot not in ("", _NO_LOT) else None
        today = context.today()
        said = tr("It is done.") if self.service else tr("It is handed out.")

        def done(_changed: Changed) -> None:
            tell_done(context, said)
            self.done_well()

        context.tasks.write(
            lambda: fulfil_part(context.office, uid=uid, units=units, lot=from_lot, on=today),
            done,
            owner=self,
            fail=self.refused,
        )


class SplitNeed(FormDialog):
    """Takes some units of a need out into a need of their own."""

    def __init__(self, page: Acting, need: NeedPage) -> None:
        super().__init__(N_("Split a need"), N_("Split"), page, width=460)
        self._page, self._need = page, need
        unit, most = need.record.unit, min(need.record.quantity - 1, need.left)
        self.most = most
        self.units = Amount(1, max(1, most), lambda count: unit_word(unit, count))
        self.units.setValue(max(1, most // 2))
        self.form = Form()
        self.body.addWidget(Said(lambda: need.record.code, role="subtle"))
        if most < 1:
            self.body.addWidget(
                Said(N_("There is nothing to split off: one unit, or all of it is given or promised."), role="warn")
            )
            self.save_button.setEnabled(False)
            return
        self.form.add(
            "units",
            N_("How much goes into a need of its own"),
            self.units,
            hint=N_("The rest stays here, with what was given or is promised."),
        )
        self.body.addWidget(self.form)
        self.units.valueChanged.connect(lambda _value: setattr(self, "dirty", True))
        self.units.setFocus()

    def save(self) -> None:
        """Write it."""
        from mutualaid.services.splitting import split_need

        page, uid, units = self._page, self._need.uid, self.units.value()
        context = page.context

        def done(_changed: Changed) -> None:
            tell_done(context, tr("The need is split in two."))
            self.done_well()

        context.tasks.write(
            lambda: split_need(context.office, uid=uid, quantity=units), done, owner=self, fail=self.refused
        )
