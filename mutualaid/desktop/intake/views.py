"""Every page of event mode, one after the other: what the pictures and the tests walk over. Nothing is sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mutualaid.desktop.intake.event import Event
from mutualaid.desktop.intake.sealing import Pace
from mutualaid.desktop.intake.window import IntakeWindow
from mutualaid.language.catalog import N_, tr
from mutualaid.records.answers import Answers, Value
from mutualaid.records.errors import NoSpace, Refused
from mutualaid.records.questions import question_list
from mutualaid.records.zones import chicago
from mutualaid.services.event_laptop import Kit, Slip

See = Callable[[str, IntakeWindow], object]

ALIAS, EVENT = "Lupe", "Parroquia San Pío V"
ANSWERS: dict[str, Value] = {
    "keep": True,
    "contact_name": "Rosa",
    "languages": ["spa", "quc"],
    "wants_interpreter": False,
    "safe_contact": N_("After six, ask for Rosa and say nothing else."),
    "phone": "773 555 0142",
    "phone_rules": ["may_text", "whatsapp"],
    "household_size": 4,
    "ages": {"0-2": 1, "3-11": 1, "18-64": 2},
    "zone": "chi-30",
    "needs": ["food", "baby", "ride"],
    "other_need": N_("A stroller"),
    "urgency": "this_week",
    "diet": ["gluten_free"],
    "access": [],
    "handover": "delivery",
    "address": "2840 S Kolin Ave",
    "windows": ["mon_evening", "sat_morning", "sat_afternoon"],
    "notes": N_("The bell does not work; please knock."),
    "consents": ["contact", "share"],
}
"""Somebody invented, who answers everything."""


class Rehearsal:
    """A file that is none: it counts, and keeps nothing."""

    def __init__(self, helper: str = "") -> None:
        self.whole, self._helper = 41, helper

    def keep_page(self, answers: Answers, *, language: str) -> None:
        """Nothing."""

    def finish(self, answers: Answers, *, language: str) -> int:
        """Count."""
        self.whole += 1
        return self.whole

    def drop(self) -> None:
        """Nothing."""

    def slip(self) -> Slip:
        """A slip with made-up letters."""
        return Slip(EVENT, self._helper, self.whole, 2, "K7QF-2MXD-9TRA-HB4N")

    def close(self) -> None:
        """Nothing."""


def specimen() -> Kit:
    """A kit that was never made: Chicago's areas, everything that may be asked."""
    zones = {code: zone.name for code, zone in chicago().items()}
    return Kit(
        event_id="0" * 32,
        event=EVENT,
        made_on=date(2026, 11, 28),
        questions=question_list(zones=zones),
        zones=zones,
        consent={"en": "", "es": ""},
        check="7ADC-PW2E-MMQ4-19VX",
    )


def rehearse(app: QApplication) -> Event:
    """Event mode over a file that is none, with nothing held back after a page has turned."""
    return Event(
        app,
        specimen(),
        Path("/media/usb/san-pio.sealed"),
        lambda _kit, _out, helper: Rehearsal(helper),
        warning="swap_in_clear",
        pace=Pace(calm=0.0),
    )


def visit(event: Event, lang: str, settle: Callable[[], object], see: See, *, self_serve: bool = False) -> None:
    """Bring each page into view and give `see` its name and the window, in the order in which a person meets them."""
    count = 0

    def look(name: str) -> None:
        nonlocal count
        count += 1
        settle()
        see(f"{count:02}-{name}", event.window)

    look("start")
    event.begin_page.tell(Refused("event_file_other_event"))
    look("start-refused")
    event.begin_page.use(event.begin_page.out)
    event.begin(ALIAS, self_serve)
    settle()
    look("language")
    _visit_form(event, lang, settle, look)
    _visit_ends(event, lang, settle, look)


def _visit_form(event: Event, lang: str, settle: Callable[[], object], look: Callable[[str], None]) -> None:
    event.choose_language(lang)
    settle()
    event.next()
    look("unanswered")
    while event.form is not None and event.form.at != "summary":
        here = event.form.at
        event.form.answers |= {name: _said(value) for name, value in _answers_of(event, here).items()}
        event.show_form()
        look(here.replace("_", "-"))
        if here == "notes":
            event.form.answers[here] = ""
            event.show_form()
            event.form.answers[here] = tr("Her A-number is A-012 345 678.")
            event.show_form()
            look("watched")
            event.form.answers[here] = _said(ANSWERS[here])
            event.show_form()
        event.next() if here != "access" else event.skip()
        settle()
    look("summary")
    event.window.trouble.tell(NoSpace("disk_full"))
    look("trouble")
    event.window.trouble.hide()
    event.change("zone")
    look("change")
    event.next()
    settle()


def _visit_ends(event: Event, lang: str, settle: Callable[[], object], look: Callable[[str], None]) -> None:
    event.ask_stop()
    look("stop")
    event.window.uncover()
    event.ask_still_there()
    look("still-there")
    event.window.uncover()
    event.ask_helper()
    look("for-the-helper")
    event.show_helper()
    look("helper")
    event.window.uncover()
    event.send()
    look("thanks")
    event.rest()
    event.choose_language(lang)
    settle()
    event.nothing_kept()
    look("nothing-kept")
    event.finish_day()
    settle()
    look("slip")


def _answers_of(event: Event, question_id: str) -> dict[str, Value]:
    other = event.kit.questions[question_id].other
    return {name: ANSWERS[name] for name in (question_id, other) if name in ANSWERS}


def _said(value: Value) -> Value:
    """Texts in the language of the form: somebody who speaks Spanish writes it."""
    return tr(value) if isinstance(value, str) and " " in value else value
