"""Opening an event file at the office: every record's signature and place are verified before any of it is believed.

What does not hold together ends the file there; what was proved before it can be had, if it is asked for. Forms that
were given up, and pages that a later one replaced, are never opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput
from mutualaid.vault import canonical, groups, hybrid
from mutualaid.vault import intake_record as form
from mutualaid.vault.atomic import as_fault
from mutualaid.vault.boxes import DoesNotOpen
from mutualaid.vault.canonical import NotCanonical
from mutualaid.vault.intake_record import Entry, Header, Record, Walk
from mutualaid.vault.kdf import wipe

_LENGTH = 4
_ALIAS_MOST = 60
_MOST_HELPERS = 60
_LANGUAGES = ("en", "es")
_MEGABYTE = 1 << 20


@dataclass(frozen=True, repr=False)
class OpenedForm:
    """A form out of the file. `number` counts whole forms, 0: it broke off. `answers` are JSON data not yet checked.

    `begun` is the chain, in hex, at its first record; `last` the number of the record that it was read from. `slips` is
    how many closing slips stand before it.
    """

    begun: str
    last: int
    number: int
    helper: str
    language: str
    on: date
    answers: Any
    slips: int

    def __repr__(self) -> str:
        return f"<OpenedForm {self.number}>"


@dataclass(frozen=True)
class OpenedSlip:
    """A closing slip: what it says, what was counted, and the fingerprint that was printed on it."""

    helper: str
    forms: int
    unfinished: int
    fingerprint: str
    agrees: bool


@dataclass(repr=False)
class EventReading:
    """What is in an event file. `fingerprint` is that of its end; `tail` as `Walk.tail`; `unreadable` counts records
    that somebody with the kit signed, but that do not open or do not say what they should.
    """

    header: Header
    forms: list[OpenedForm] = field(default_factory=list)
    slips: list[OpenedSlip] = field(default_factory=list)
    helpers: list[str] = field(default_factory=list)
    whole: int = 0
    unfinished: int = 0
    fingerprint: str = ""
    tail: str = ""
    unreadable: int = 0

    def __repr__(self) -> str:
        return f"<EventReading of {len(self.forms)} forms>"


def read_event_file(
    path: Path,
    key_of: Callable[[Header], bytes],
    *,
    sound_part: bool = False,
    progress: Progress = SILENT,
) -> EventReading:
    """Verify and open the file at `path`.

    `key_of` gives the private key of the header's event, and raises what is to be said when there is none. With
    `sound_part` a file that is damaged inside is read up to the damage, which is refused otherwise.

    Raises BadInput("file_missing" | "not_an_event_file" | "event_file_too_large" | "event_file_newer_version" |
    "event_file_damaged" | "event_file_sealed_elsewhere"), NoSpace, Cancelled.
    """
    try:
        if not path.is_file():
            raise BadInput("not_an_event_file" if path.exists() else "file_missing")
        size = path.stat().st_size
        if size > form.MAX_BYTES:
            raise BadInput("event_file_too_large", megabytes=form.MAX_BYTES // _MEGABYTE)
        with path.open("rb") as stream:
            header = form.read_header(stream)
            private = bytearray(key_of(header))
            try:
                reading = _Reader(header, private).read(stream, size, progress)
            finally:
                wipe(private)
    except OSError as problem:
        raise as_fault(problem) from None
    if reading.tail == "damaged" and not sound_part:
        raise BadInput("event_file_damaged")
    return reading


class _Reader:
    """Follows one file's records from sitting to sitting and form to form."""

    def __init__(self, header: Header, private: bytearray) -> None:
        self._private = private
        self._reading = EventReading(header)
        self._helper = ""
        self._begun = ""
        self._page: Record | None = None
        self._opened = 0

    def read(self, stream: BinaryIO, size: int, progress: Progress) -> EventReading:
        walk, reading = Walk(stream, self._reading.header), self._reading
        for record in walk:
            progress.step(record.end, size)
            self._take(record, walk)
        self._break_off()
        if reading.unreadable and not self._opened:
            raise BadInput("event_file_sealed_elsewhere")
        reading.whole, reading.unfinished = walk.count.whole, walk.count.unfinished + walk.count.open
        reading.fingerprint, reading.tail = groups.shown(walk.digest), walk.tail
        return reading

    def _take(self, record: Record, walk: Walk) -> None:
        if record.kind is Entry.PAGE:
            self._begun = self._begun or record.digest.hex()
            self._page = record
            return
        if record.kind is Entry.WHOLE:
            self._form(record, self._begun or record.digest.hex(), walk.count.whole)
        elif record.kind in (Entry.BEGIN, Entry.SLIP):
            self._break_off()
            (self._sitting if record.kind is Entry.BEGIN else self._slip)(record, walk)
        self._begun, self._page = "", None

    def _sitting(self, record: Record, _walk: Walk) -> None:
        content = self._open(record)
        helper = "" if content is None else content.get("helper")
        if not isinstance(helper, str) or len(helper) > _ALIAS_MOST or not helper.isprintable():
            self._reading.unreadable += 1
            helper = ""
        self._helper = helper
        helpers = self._reading.helpers
        if self._helper and self._helper not in helpers and len(helpers) < _MOST_HELPERS:
            helpers.append(self._helper)

    def _slip(self, record: Record, walk: Walk) -> None:
        said = self._open(record) or {}
        counted = walk.count.whole, walk.count.unfinished
        agrees = (said.get("forms"), said.get("unfinished")) == counted
        shown = groups.shown(record.digest)
        self._reading.slips.append(OpenedSlip(self._helper, *counted, fingerprint=shown, agrees=agrees))

    def _break_off(self) -> None:
        """A form under way that nothing follows comes as it is."""
        if self._page is not None:
            self._form(self._page, self._begun, 0)
        self._begun, self._page = "", None

    def _form(self, record: Record, begun: str, number: int) -> None:
        said = self._open(record)
        if said is None:
            return
        day, language = _day(said.get("on")), said.get("language")
        if day is None or language not in _LANGUAGES or "answers" not in said:
            self._reading.unreadable += 1
            return
        slips = len(self._reading.slips)
        self._reading.forms.append(
            OpenedForm(begun, record.number, number, self._helper, language, day, said["answers"], slips)
        )

    def _open(self, record: Record) -> dict[str, Any] | None:
        """What a record says; none, and one more unreadable, when it cannot be opened."""
        bound = form.bound_to(self._reading.header, record.kind, record.number, record.before)
        try:
            plain = hybrid.open_sealed(self._private, record.sealed, bound)
            end = _LENGTH + int.from_bytes(plain[:_LENGTH], "big")
            if any(plain[end:]) or end > len(plain):
                raise NotCanonical
            content = canonical.decode(bytes(plain[_LENGTH:end]))
        except (DoesNotOpen, NotCanonical):
            self._reading.unreadable += 1
            return None
        self._opened += 1
        return content


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
