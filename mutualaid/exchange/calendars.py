"""Calendar files (iCalendar, RFC 5545) that say when somebody is busy, and nothing else.

Every event has the same title. There is no place, no description, no attendee and no category, and nothing in the file
names the program, the office or a person. Times are UTC, so that no time zone has to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

_LINE = 75
"""The most octets of a line, without its end (RFC 5545, section 3.1)."""

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Busy(NamedTuple):
    """A stretch of somebody's time; `id` is opaque, and the same whenever the stretch is written again."""

    id: str
    starts: datetime
    ends: datetime


def ics(stretches: Iterable[Busy], *, title: str, stamp: datetime) -> bytes:
    """A calendar of these stretches, all with that title; `stamp` is when it was made. Times carry their zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for one in stretches:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.id}",
            f"DTSTAMP:{_utc(stamp)}",
            f"DTSTART:{_utc(one.starts)}",
            f"DTEND:{_utc(one.ends)}",
            f"SUMMARY:{title.translate(_ESCAPED)}",
            "CLASS:PRIVATE",
            "TRANSP:OPAQUE",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in folded(line))


def folded(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, each but the first begun by a space; no character is cut apart."""
    piece = b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > _LINE:
            yield piece
            piece = b" "
        piece += octets
    yield piece


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
