"""The list of households in any order, for a table that reads no more of it than is on view."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from mutualaid.language import labels
from mutualaid.records.folding import fold
from mutualaid.records.views import HouseholdLine
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading


class HouseholdOrder(StrEnum):
    """By what households are put in order."""

    CODE = "code"
    NAME = "name"
    OPEN_NEEDS = "open_needs"
    ZONE = "zone"
    LANGUAGES = "languages"
    PEOPLE = "people"
    PHONE = "phone"
    RECEIVED = "received"


def ordered_households(
    office: Office, *, text: str = "", by: HouseholdOrder = HouseholdOrder.CODE, descending: bool = False
) -> list[str]:
    """Uids of the households whose code, name, phone or notes hold `text` (of all when it is blank), in order. Equals
    stand in the order of their codes; zones and languages are in the order of their names in the language in use.
    """
    with office.store.read() as read:
        keyed = _keyed(office, read, text, by)
    return [uid for uid, _key in sorted(keyed, key=lambda pair: pair[1], reverse=descending)]


def _keyed(office: Office, read: Reading, text: str, by: HouseholdOrder) -> list[tuple[str, Any]]:
    if by is HouseholdOrder.CODE:
        return [(uid, code) for uid, code in read.household_keys(text, "code")]
    if by is HouseholdOrder.OPEN_NEEDS:
        waiting = read.waiting_needs()
        return [(uid, waiting.get(uid, 0)) for (uid,) in read.household_keys(text)]
    if by is HouseholdOrder.NAME:
        return [(uid, fold(name)) for uid, name in read.household_keys(text, "contact_name")]
    if by is HouseholdOrder.ZONE:
        zones = {code: fold(zone.name) for code, zone in office.zones.items()}
        return [(uid, zones.get(zone, zone)) for uid, zone in read.household_keys(text, "zone")]
    if by is HouseholdOrder.LANGUAGES:
        rows = read.household_keys(text, "languages")
        spoken = {listed for _uid, listed in rows}
        named = {listed: [fold(labels.language(code)) for code in json.loads(listed)] for listed in spoken}
        return [(uid, named[listed]) for uid, listed in rows]
    if by is HouseholdOrder.PHONE:
        return [(uid, number[-2:]) for uid, number in read.household_keys(text, "phone")]
    column = "size" if by is HouseholdOrder.PEOPLE else "received_on"
    return [(uid, value) for uid, value in read.household_keys(text, column)]


def lines_of(office: Office, *, uids: Sequence[str]) -> list[HouseholdLine]:
    """The lines of those households in that order; of one that is gone none."""
    with office.store.read() as read:
        lines = {line.uid: line for line in read.household_lines(uids=uids)}
    return [lines[uid] for uid in uids if uid in lines]


def household_codes(office: Office) -> dict[str, str]:
    """The code of every household, by uid."""
    with office.store.read() as read:
        return dict(read.household_keys("", "code"))
