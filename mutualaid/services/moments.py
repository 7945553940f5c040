"""The moment that a plan starts from: local time of the office, without a zone, as its people speak of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mutualaid.records.errors import UsageFault

YEARS = range(2000, 2200)
"""Years that an office may live in; far outside them dates run out."""


def local(as_of: datetime | None) -> datetime:
    """`as_of` on the office's clock (a moment of another time zone is turned into it); now when none is given.

    Raises UsageFault("moment_out_of_range") for a year outside `YEARS`.
    """
    moment = datetime.now() if as_of is None else as_of
    if moment.year not in YEARS:
        raise UsageFault("moment_out_of_range", first=YEARS[0], last=YEARS[-1])
    return moment if moment.tzinfo is None else moment.astimezone().replace(tzinfo=None)


def stamp() -> str:
    """Now, as text that does not depend on where the laptop is."""
    return datetime.now(UTC).isoformat()


def since(as_of: datetime, stamped: str) -> datetime:
    """What the office's clock shows by now, if it showed `as_of` when the stamp was taken.

    A plan made for another day (a trial) ages like one made for today. The hour that a clock change skips or repeats
    is counted as it passed; a clock that was set back makes no plan younger.
    """
    passed = max(datetime.now(UTC) - datetime.fromisoformat(stamped), timedelta())
    return (as_of.astimezone() + passed).astimezone().replace(tzinfo=None)
