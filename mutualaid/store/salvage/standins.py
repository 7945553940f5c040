"""References to what is lost: a stand-in where the office can go on with one, else what refers to it is set aside.

A need without its household is still somebody who waits: the household stands in under its code, with what the search
index still says of it, and nothing allowed that was not known to be allowed. A match without its need says nothing
that could be acted on; it goes, and what it had reserved is free again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from mutualaid.records.base import Record
from mutualaid.records.codes import household_code, volunteer_code
from mutualaid.records.errors import BadInput
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Household, Phone
from mutualaid.records.kinds import MovementKind
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.registry import KINDS, Doc
from mutualaid.store.salvage.merge import Records, Traces

HOUSEHOLD, VOLUNTEER, LOT = (KINDS[record].name for record in (Household, Volunteer, Lot))
EVENT, FORM = (KINDS[record].name for record in (Event, ReceivedForm))
_HOLDERS = (("need", HOUSEHOLD), ("consent", HOUSEHOLD), ("contact", HOUSEHOLD), ("appointment", HOUSEHOLD))
_NUMBER = re.compile(r"[1-9]\d{6,14}")
_NO_DOC = Doc("", "")


@dataclass
class Mended:
    """What references to lost records became: records to add under the uids that are referred to, and codes to tell."""

    records: list[tuple[str, Record]] = field(default_factory=list)
    stood_in: list[tuple[str, str]] = field(default_factory=list)
    set_aside: list[tuple[str, str]] = field(default_factory=list)
    freed: list[Movement] = field(default_factory=list)


def mend(kinds: Mapping[str, Records], traces: Traces, *, zone: str, remark: str, today: date) -> Mended:
    """Mend every reference to a lost record; takes what is set aside out of `kinds`."""
    mended = Mended()
    _set_aside(kinds, mended, "kept_match", "need", "need", traces)
    _set_aside(kinds, mended, "rejection", "need", "need", traces)
    _free(kinds, mended, today)
    _lots(kinds, traces, mended, remark)
    _households(kinds, traces, mended, zone, remark)
    _volunteers(kinds, traces, mended, zone, remark)
    _events(kinds, traces, mended, today)
    return mended


def _missing(kinds: Mapping[str, Records], target: str, uid: object, traces: Traces) -> bool:
    return isinstance(uid, str) and uid not in kinds[target].rows and (target, uid) not in traces.gone


def _set_aside(
    kinds: Mapping[str, Records], mended: Mended, kind: str, column: str, target: str, traces: Traces
) -> None:
    holders = kinds[kind]
    for uid in list(holders.rows):
        referred = holders.value(uid, column)
        if _missing(kinds, target, referred, traces):
            del holders.rows[uid]
            holders.docs.pop(uid, None)
            holders.renewed.discard(uid)
            holders.outdated.discard(uid)
            mended.set_aside.append((kind, kinds[target].lost.get(str(referred), "")))


def _free(kinds: Mapping[str, Records], mended: Mended, today: date) -> None:
    """Give back what matches that are not there any more had reserved."""
    movements = kinds["movement"]
    matches = kinds["kept_match"].rows
    open_units: dict[tuple[str, str], int] = {}
    for uid in movements.rows:
        match, kind = movements.value(uid, "match"), movements.value(uid, "kind")
        if isinstance(match, str) and match not in matches and kind in (MovementKind.RESERVED, MovementKind.RELEASED):
            key = (str(movements.value(uid, "lot")), match)
            units = movements.value(uid, "units")
            open_units[key] = open_units.get(key, 0) + (units if isinstance(units, int) else 0)
    for (lot, match), units in open_units.items():
        if units < 0 and lot in kinds[LOT].rows:
            mended.freed.append(
                Movement.checked(lot=lot, kind=MovementKind.RELEASED, units=-units, on=today, match=match)
            )


def _lots(kinds: Mapping[str, Records], traces: Traces, mended: Mended, remark: str) -> None:
    """A lot stands in where its item is known; the movements of others are set aside, for nothing can be counted."""
    movements, lots, sites = kinds["movement"], kinds[LOT], kinds["site"]
    first_site = next((str(sites.value(uid, "code")) for uid in sites.rows), "?")
    wanted: dict[str, list[str]] = {}
    for uid in movements.rows:
        if _missing(kinds, LOT, lot := movements.value(uid, "lot"), traces):
            wanted.setdefault(str(lot), []).append(uid)
    for lot, holders in wanted.items():
        doc = traces.docs.get((LOT, lot), _NO_DOC)
        first = min(str(movements.value(uid, "on")) for uid in holders)
        fields = {"code": doc.code, "item": doc.name, "site": first_site, "received_on": first, "note": remark}
        if not _stand_in(mended, lots, lot, fields):
            for uid in holders:
                del movements.rows[uid]
            mended.set_aside += [("movement", doc.code)] * len(holders)


def _households(kinds: Mapping[str, Records], traces: Traces, mended: Mended, zone: str, remark: str) -> None:
    wanted: dict[str, list[str]] = {}
    codes: dict[str, str] = {}
    for kind, _ in _HOLDERS:
        holders = kinds[kind]
        for uid in holders.rows:
            home = holders.value(uid, "household")
            if not _missing(kinds, HOUSEHOLD, home, traces):
                continue
            day = next((holders.value(uid, name) for name in ("received_on", "on") if name in holders.layout.place), "")
            wanted.setdefault(str(home), []).append(str(day))
            if kind == "need":
                codes.setdefault(str(home), str(holders.value(uid, "code")).rpartition(".")[0])
    taken = _codes(kinds[HOUSEHOLD])
    for home, days in wanted.items():
        doc = traces.docs.get((HOUSEHOLD, home), _NO_DOC)
        told = (kinds[HOUSEHOLD].lost.get(home), doc.code, codes.get(home))
        code = next((code for code in told if code and code not in taken), None) or household_code(taken)
        taken.add(code)
        fields = {
            "code": code,
            "contact_name": doc.name,
            "phones": _phones(doc.digits),
            "zone": zone,
            "notes": "\n".join(part for part in (remark, doc.body) if part)[:4000],
            "received_on": min((day for day in days if day), default=date.today().isoformat()),
        }
        _stand_in(mended, kinds[HOUSEHOLD], home, fields)


def _volunteers(kinds: Mapping[str, Records], traces: Traces, mended: Mended, zone: str, remark: str) -> None:
    volunteers = kinds[VOLUNTEER]
    taken = _codes(volunteers)
    wanted = dict.fromkeys(uid for uid in _people(kinds) if _missing(kinds, VOLUNTEER, uid, traces))
    for uid in wanted:
        doc = traces.docs.get((VOLUNTEER, uid), _NO_DOC)
        told = (volunteers.lost.get(uid), doc.code)
        code = next((code for code in told if code and code not in taken), None) or volunteer_code(taken)
        taken.add(code)
        notes = "\n".join(part for part in (remark, doc.body) if part)[:4000]
        fields = {"code": code, "name": doc.name, "phones": _phones(doc.digits), "zone": zone, "notes": notes}
        _stand_in(mended, volunteers, uid, {**fields, "active": False})


def _events(kinds: Mapping[str, Records], traces: Traces, mended: Mended, today: date) -> None:
    """An event stands in as a closed one: its key is lost, but the forms that came in still wait for an answer."""
    forms = kinds[FORM]
    wanted = dict.fromkeys(str(event) for uid in forms.rows if (event := forms.value(uid, "event")))
    for uid in wanted:
        if _missing(kinds, EVENT, uid, traces):
            fields = {"event": uid, "name": "?", "made_on": today, "closed_on": today}
            record = Event.checked(**fields)
            mended.records.append((uid, record))
            mended.stood_in.append((EVENT, "?"))


def _people(kinds: Mapping[str, Records]) -> Iterator[str]:
    """The volunteers that contacts and matches name."""
    for uid in kinds["contact"].rows:
        if isinstance(named := kinds["contact"].value(uid, "volunteer"), str):
            yield named
    for uid in kinds["kept_match"].rows:
        yield from json.loads(str(kinds["kept_match"].value(uid, "volunteers")))


def _stand_in(mended: Mended, records: Records, uid: str, fields: Mapping[str, object]) -> bool:
    try:
        record = records.kind.record.checked(**fields)
    except BadInput:
        return False
    mended.records.append((uid, record))
    mended.stood_in.append((records.kind.name, str(fields["code"])))
    return True


def _codes(records: Records) -> set[str]:
    return {str(records.value(uid, "code")) for uid in records.rows}


def _phones(digits: str) -> list[Phone]:
    """The numbers that the search index has; what was safe to do with them is not known, so nothing is."""
    return [
        Phone(number=f"+{number}", may_text=False, may_leave_message=False)
        for number in digits.split()
        if _NUMBER.fullmatch(number)
    ]
