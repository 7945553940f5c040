"""Events and their kits: made here, carried to the event's laptop, and closed when nothing more is to come in."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, Fault
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.kinds import FormState
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.questions import COMMON_LANGUAGES
from mutualaid.records.views import Area, Changed
from mutualaid.services.files import check_target, write_new
from mutualaid.services.office import Office
from mutualaid.vault import intake_kit
from mutualaid.vault.canonical import to_text
from mutualaid.vault.kdf import wipe

_AREA = frozenset({Area.INTAKE})


@dataclass(frozen=True)
class EventLine:
    """An event in a list. `check` is what its kit is compared by; `closed_on` none: its forms can still be read."""

    uid: str
    name: str
    made_on: date
    check: str
    closed_on: date | None
    waiting: int
    accepted: int
    dismissed: int

    @property
    def forms(self) -> int:
        """How many of its forms were brought in."""
        return self.waiting + self.accepted + self.dismissed

    @property
    def closed(self) -> bool:
        """Whether its key was thrown away."""
        return self.closed_on is not None


def make_kit(
    office: Office,
    *,
    name: str,
    out: Path,
    categories: Sequence[str] = (),
    languages: Sequence[str] = (),
    consent: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Changed:
    """Make an event with fresh keys and write its kit to a new file. Without `categories` or `languages`: the usual.

    `consent` has the office's own words by language. The event is kept before the file appears, so that no kit is ever
    out there whose forms nobody could open. Raises Refused("target_exists" | "target_in_store"), BadInput("event_name"
    | "event_words" | "category_unknown" | "language_unknown"), NoSpace; then there is no event either.
    """
    check_target(out, office.folder)
    if not set(categories) <= set(CATEGORIES):
        raise BadInput("category_unknown")
    if not set(languages) <= set(LANGUAGES):
        raise BadInput("language_unknown")
    kit, private = intake_kit.new_kit(
        event=" ".join(name.split()),
        made_on=today or date.today(),
        categories=tuple(dict.fromkeys(categories)) or tuple(CATEGORIES),
        languages=tuple(dict.fromkeys(languages)) or COMMON_LANGUAGES,
        zones=tuple((zone.code, zone.name) for zone in office.zones.values()),
        consent={tongue: text.strip() for tongue, text in (consent or {}).items()},
    )
    record = Event.checked(
        event=kit.event_id,
        name=kit.event,
        made_on=kit.made_on,
        check=kit.check,
        verify_key=kit.verify_key.hex(),
        public_key=kit.public_digest,
        private_key=to_text(bytes(private)),
    )
    wipe(private)
    with office.store.write("make kit") as write:
        uid = write.add(record)
    data = intake_kit.encode(kit)
    try:
        write_new(out, data)
    except BaseException:
        if _taken_away(out, data):
            with contextlib.suppress(Fault), office.store.write("close event") as write:
                write.remove(Event, uid)
        raise
    return Changed(_AREA, (uid,))


def _taken_away(out: Path, data: bytes) -> bool:
    """Whether the kit is not out there. A write may fail when its file has its name already; then it goes first."""
    try:
        if out.read_bytes() == data:
            out.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def event_lines(office: Office) -> list[EventLine]:
    """Every event, the newest first, with how many of its forms are where."""
    with office.store.read() as read:
        events = read.all(Event)
        counts = Counter((row.record.event, row.record.state) for row in read.all(ReceivedForm))
    return [
        EventLine(
            row.uid,
            row.record.name,
            row.record.made_on,
            row.record.check,
            row.record.closed_on,
            *(counts[row.uid, state] for state in (FormState.WAITING, FormState.ACCEPTED, FormState.DISMISSED)),
        )
        for row in reversed(events)
    ]


def close_event(office: Office, *, uid: str, today: date | None = None) -> Changed:
    """Throw the event's private key away: what is out there can never be opened again, not by this office either.

    Forms that came in stay. Backups made before still hold the key until they are pruned. Closing twice changes
    nothing. Raises BadInput("event_gone").
    """
    with office.store.write("close event") as write:
        found = write.all(Event, uid=uid)
        if not found:
            raise BadInput("event_gone")
        if found[0].record.closed_on is None:
            write.change(Event, uid, private_key="", closed_on=today or date.today())
    return Changed(_AREA, (uid,))
