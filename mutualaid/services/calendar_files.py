"""A calendar file of a volunteer's time, or of everything in the office's schedule, that says only "Busy"."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime
from pathlib import Path

from mutualaid.exchange.calendars import Busy, ics
from mutualaid.language.catalog import Catalog, current
from mutualaid.services.files import check_target, write_new
from mutualaid.services.office import Office
from mutualaid.services.week import week


def calendar(
    office: Office,
    *,
    first: date,
    days: int = 7,
    volunteer: str | None = None,
    cat: Catalog | None = None,
    now: datetime | None = None,
) -> bytes:
    """The calendar of the days from one on, of one volunteer when given, titled in the language of `cat`."""
    key = office.vault.subkey("calendar ids")
    stretches = []
    for one in week(office, first=first, days=days, volunteer=volunteer).entries:
        # The same stretch has another id in each person's calendar, so that two files do not tell who goes together.
        told = f"{volunteer or ''}:{one.uid}".encode()
        name = hmac.digest(key, told, hashlib.sha256).hex()[:32]
        stretches.append(Busy(name, one.starts.astimezone(), one.ends.astimezone()))
    title = (cat or current()).tr("Busy")
    return ics(stretches, title=title, stamp=now or datetime.now(UTC))


def write_calendar(
    office: Office,
    *,
    out: Path,
    first: date,
    days: int = 7,
    volunteer: str | None = None,
    cat: Catalog | None = None,
) -> None:
    """Write the calendar to a new file that only its owner may read, whole or not at all.

    Raises Refused("target_exists" | "target_in_store"), NoSpace.
    """
    check_target(out, office.folder)
    write_new(out, calendar(office, first=first, days=days, volunteer=volunteer, cat=cat))
