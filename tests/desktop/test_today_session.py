"""A morning by keyboard in a real window: what waits, where Enter leads, and a neighbor found by a note of a call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.records.household import Contact
from mutualaid.records.kinds import ContactKind, ContactOutcome, Recurrence, Urgency
from mutualaid.services.contact_log import log_contact
from mutualaid.services.needs import need
from tests.desktop.real_window import RealWindow, missing, office_window, until
from tests.services.make import PASSPHRASE, helper, home, new_office, stock, wants

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}"),
]


@pytest.fixture
def office(tmp_path: Path) -> tuple[Path, str, str]:
    """An office with something urgent, a call to return, a lot that expires; the need's code and the household's."""
    today = date.today()
    made = new_office(tmp_path / "office")
    weekly = wants(made, "baby", recurrence=Recurrence.WEEKLY, received_on=today - timedelta(days=8))
    urgent = wants(made, "food", urgency=Urgency.TODAY, needed_by=today - timedelta(days=1))
    house, first, _second = home(made, urgent, weekly, contact_name="Rosa Tum")
    call = {"on": today - timedelta(days=2), "kind": ContactKind.CALL, "outcome": ContactOutcome.LEFT_MESSAGE}
    note = "pregunta por la cuna; su hermana, 773 555 0142"
    log_contact(made, contact=Contact.checked(household=house, follow_up_on=today, note=note, **call))
    helper(made)
    stock(made, "produce_box", 12, expires_on=today + timedelta(days=2))
    code = need(made, uid=first).record.code
    made.close()
    return tmp_path / "office", code, code.partition(".")[0]


@pytest.fixture
def window(tmp_path: Path, office: tuple[Path, str, str]) -> Iterator[RealWindow]:
    with office_window(tmp_path, office[0], "es", "today") as opened:
        yield opened


def es(words: str) -> str:
    return catalog("es").tr(words).replace("&", "")


def test_a_morning_begins_on_today_and_goes_where_the_work_is(
    window: RealWindow, office: tuple[Path, str, str]
) -> None:
    _folder, urgent, household = office
    window.enter_window("mutualaid")
    window.wait_for_focus(es("Passphrase"))
    window.write_covered(PASSPHRASE)
    window.press("Return")
    window.enter_window("mutualaid")
    window.wait_for(es("Urgent"))
    window.wait_for_focus(f"{urgent}")
    window.picture("today")
    window.press("Return")
    window.wait_for_focus("", role="cell")
    window.picture("the-need")
    window.press("ctrl+1", "Down", "Return")
    window.wait_for_focus(household)
    window.picture("whom-to-call")
    window.press("ctrl+5", "ctrl+k")
    window.write_covered("cuna")  # a table that has a current line says that the focus is there
    until(lambda: window.reader.pops_up("pregunta por la cuna; su hermana, •••"), "the note of the call")
    window.picture("found")
    window.press("Return")
    window.wait_for_focus(household)
    window.press("ctrl+1", "F5")
    window.wait_for(es("Waiting for a call or an answer"))
    window.press("ctrl+shift+l")
    window.wait_for("Waiting for a call or an answer")
    window.picture("today-en")
    window.press("ctrl+q")
