"""Events for window tests: a kit made by the office, and forms sealed with it as a helper's laptop seals them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mutualaid.services.event_kits import event_lines, make_kit
from mutualaid.services.event_laptop import Slip, open_kit, start_sealing
from mutualaid.services.office import Office

PLAIN: dict[str, Any] = {
    "keep": True,
    "contact_name": "Rosa Tum",
    "languages": ["spa"],
    "phone": "773 555 0142",
    "household_size": 4,
    "zone": "chi-30",
    "needs": ["food"],
    "urgency": "this_week",
    "consents": ["contact", "share"],
}


def plain(number: int, **other: Any) -> dict[str, Any]:
    """A whole form of a household that is like no other; `other` answers in the place of its own, None for none."""
    own = PLAIN | {"contact_name": f"{_NAMES[number % len(_NAMES)]} {_LAST[number // len(_NAMES) % len(_LAST)]}"}
    own |= {"phone": f"312 555 {1000 + number:04d}"} | other
    return {name: value for name, value in own.items() if value is not None}


_NAMES = ("Elodia", "Fermín", "Ixchel", "Nadège", "Olena", "Tomasz", "Yusuf", "Quetzalí", "Bernarda", "Hipólito")
_LAST = ("Chávez", "Tzoc", "Wójcik", "Haddad", "Pierre", "Bondar", "Escalante", "Okafor", "Lindqvist", "Marroquín")


def new_event(office: Office, folder: Path, name: str = "Saturday market") -> tuple[str, Path]:
    """An event of the office: its uid and its kit."""
    out = folder / f"event-{len(event_lines(office))}.kit"
    make_kit(office, name=name, out=out)
    return event_lines(office)[0].uid, out


def seal(
    kit: Path,
    out: Path,
    forms: Sequence[Mapping[str, Any]],
    *,
    helper: str = "Ana",
    unfinished: Mapping[str, Any] | None = None,
    language: str = "es",
    slip: bool = True,
) -> Slip | None:
    """Seal forms into a file, the last one unfinished if there is one; the closing slip."""
    sealing = start_sealing(open_kit(kit), out=out, helper=helper)
    try:
        for form in forms:
            sealing.keep_page(form, language=language)
            sealing.finish(form, language=language)
        if unfinished is not None:
            sealing.keep_page(unfinished, language=language)
        return sealing.slip() if slip else None
    finally:
        sealing.close()
