"""What is done with a need or one of its matches: each asks what it must ask, writes, and offers a way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from mutualaid.desktop.dialogs import FormDialog, ask, ask_reason
from mutualaid.desktop.needs.parts import GivePart, SplitNeed
from mutualaid.desktop.needs.talking import ContactsDialog
from mutualaid.desktop.partners.choose import PartnerChooser
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.records.kinds import LIVE_MATCHES, CloseReason, Mode
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.desktop.needs.acting import Acting
    from mutualaid.services.needs import NeedPage


def write(page: Acting, work: Callable[[], Changed], said: str) -> None:
    """Write, then say so and offer to take it back."""
    page.context.tasks.write(work, lambda _changed: tell_done(page.context, said), owner=page)


def need_verb(page: Acting, verb: str, need: NeedPage) -> None:
    """Do something with a need."""
    do = {
        "close": close,
        "refer": refer,
        "hold": hold,
        "reopen": reopen,
        "part": give,
        "split": lambda page, need: SplitNeed(page, need).open(),
        "contact": lambda page, need: ContactsDialog(page, need).open(),
        "skip": skip,
        "stop": stop,
    }[verb]
    do(page, need)


def give(page: Acting, need: NeedPage) -> None:
    """Hand out a part; where all of it is given or promised, say so."""
    promised = need.left < 1 if need.record.mode != Mode.SERVICE else bool(live_match(need))
    if promised:
        page.context.messages.tell(tr("Everything is given or promised already: mark the match as done."), "warn")
    else:
        GivePart(page, need).open()


def reopen(page: Acting, need: NeedPage) -> None:
    """Open a finished need again."""
    from mutualaid.services.needs import reopen_need

    office, uid = page.context.office, need.uid
    write(page, lambda: reopen_need(office, uid=uid), tr("The need is open again."))


def close(page: Acting, need: NeedPage) -> None:
    """Ask why, and close."""
    from mutualaid.services.needs import close_need

    office, uid, code = page.context.office, need.uid, need.record.code

    def do(reason: str) -> None:
        write(
            page,
            lambda: close_need(office, uid=uid, reason=CloseReason(reason), on=page.context.today()),
            tr("{code} is closed.", code=code),
        )

    reasons = [(reason.value, lambda reason=reason: labels.label(reason)) for reason in CloseReason]
    ask_reason(page, lambda: tr("Why is {code} closed?", code=code), reasons, N_("Close the need"), do)


def refer(page: Acting, need: NeedPage) -> None:
    """Ask to whom, and hand it over; where the household said no, say so."""
    if need.may_refer:
        ReferDialog(page, need).open()
    else:
        page.context.messages.tell(tr("The household said no to being referred."), "warn")


class ReferDialog(FormDialog):
    """Asks to whom a need is handed over."""

    def __init__(self, page: Acting, need: NeedPage) -> None:
        super().__init__(N_("Refer a need"), N_("Refer"), page, width=560)
        self._page, self._uid = page, need.uid
        household = need.household
        spoken = need.record.languages or household.languages
        self.partner = PartnerChooser(page.context, need.record.category, spoken, household.zone)
        self.form = Form()
        self.form.add("partner", N_("Which organization takes it over?"), self.partner, required=True)
        self.body.addWidget(self.form)
        self.partner.changed.connect(lambda: setattr(self, "dirty", True))
        self.partner.setFocus()

    def save(self) -> None:
        """Write it."""
        from mutualaid.services.needs import refer_need

        name = self.partner.text()
        if not self.form.set_errors({} if name else {"partner": N_("Type the organization's name.")}):
            return
        page, uid = self._page, self._uid
        office, today = page.context.office, page.context.today()
        work = answered_in(self, office, lambda: refer_need(office, uid=uid, partner=name, on=today))
        write(page, work, tr("The need is referred."))
        self.done_well()


class HoldDialog(FormDialog):
    """Asks until when a need is left out of plans."""

    def __init__(self, page: Acting, uid: str) -> None:
        super().__init__(N_("Leave it out for a while"), N_("Wait"), page, width=460)
        self._page, self._uid = page, uid
        self.until = DateField(today=page.context.today)
        self.until.set_day(page.context.today() + timedelta(days=7))
        self.form = Form()
        self.form.add("until", N_("Leave it out of plans until"), self.until, required=True)
        self.body.addWidget(self.form)
        self.until.setFocus()

    def save(self) -> None:
        """Write it."""
        try:
            until = self.until.day()
        except ValueError:
            until = None
        wrong = N_("Type the day with its month's name, such as 25 nov.")
        if not self.form.set_errors({} if until else {"until": wrong}):
            return
        from mutualaid.services.needs import hold_need

        page, uid = self._page, self._uid
        office = page.context.office
        write(page, lambda: hold_need(office, uid=uid, until=until), tr("The need waits."))
        self.done_well()


def hold(page: Acting, need: NeedPage) -> None:
    """Leave a need out of plans, or take it in again."""
    from mutualaid.services.needs import hold_need

    office, uid = page.context.office, need.uid
    if need.record.hold_until is None:
        HoldDialog(page, uid).open()
    else:
        write(page, lambda: hold_need(office, uid=uid, until=None), tr("The need is in the plans again."))


def skip(page: Acting, need: NeedPage) -> None:
    """Leave the next one of its series out."""
    from mutualaid.services.recurring import skip_next

    office, uid, today = page.context.office, need.uid, page.context.today()
    write(page, lambda: skip_next(office, uid=uid, today=today), tr("The next one is left out."))


def stop(page: Acting, need: NeedPage) -> None:
    """Let it come back no more."""
    from mutualaid.services.recurring import stop_series

    office, uid, today = page.context.office, need.uid, page.context.today()
    write(page, lambda: stop_series(office, uid=uid, today=today), tr("It does not come back any more."))


def live_match(need: NeedPage) -> str:
    """The uid of the match that is under way, "" for none."""
    return next((match.uid for match in need.matches if match.state in LIVE_MATCHES), "")


def match_verb(page: Acting, verb: str, match: str) -> None:
    """Confirm, fulfil or call off a match."""
    from mutualaid.services import matches

    office, today = page.context.office, page.context.today()
    if verb == "confirm":
        write(page, lambda: matches.confirm_match(office, uid=match), tr("It is scheduled."))
    elif verb == "fulfil":
        write(page, lambda: matches.fulfil_match(office, uid=match, on=today), tr("Marked as delivered."))
    elif verb == "cancel":
        ask(
            page,
            N_("Call this match off?"),
            N_("The volunteer and the supplies are free again, and the need waits."),
            N_("Call it off"),
            lambda: write(page, lambda: matches.cancel_match(office, uid=match), tr("The match is called off.")),
            danger=True,
        )
