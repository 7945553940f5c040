"""A row of a volunteers' list as a volunteer."""

from __future__ import annotations

import re

from mutualaid.exchange.amounts import parse_number
from mutualaid.exchange.choices import (
    parse_access,
    parse_skills,
    parse_spoken,
    parse_trainings,
    parse_trust,
)
from mutualaid.exchange.clocks import parse_windows
from mutualaid.exchange.drafts import Draft, VolunteerDraft
from mutualaid.exchange.free_text import joined, watched
from mutualaid.exchange.sheet import Cells
from mutualaid.exchange.submissions import listed, read_phones
from mutualaid.records import skills

SPEAKABLE = re.compile(r"V-[DFKLMNPRT][AEIOU][DFKLMNPRT][AEIOU]-[1-9]\d")
"""A volunteer code of the office's making."""


def volunteer(cells: Cells) -> Draft:
    """The volunteer in one row."""
    if cells.row.blank:
        return VolunteerDraft(row=cells.row.number, blank=True)
    found = cells.findings
    name = cells.line("name")
    found.reject("name_missing", when=not name)
    spoken, strange = parse_spoken(cells.words("languages", 200))
    found.warn("language_unknown", when=bool(strange))
    can = listed(cells, parse_skills(cells.words("skills")), "skill_unknown")
    trainings, unread = parse_trainings(cells.words("trainings"))
    found.warn("training_unreadable", when=bool(unread))
    windows, whole = parse_windows(cells.words("availability"), cells.setting.hours)
    found.warn("availability_unreadable", when=not whole)
    notes = cells.note("notes")
    for lost, text in ((unread, ", ".join(unread)), (not whole, cells.words("availability"))):
        notes = joined(notes, watched(text, found)) if lost else notes
    code = cells.words("volunteer_code").upper()
    fields = {
        "row": cells.row.number,
        "code": code if SPEAKABLE.fullmatch(code) else "",
        "name": name,
        "phones": tuple(read_phones(cells)),
        "languages": tuple(spoken),
        "skills": tuple(can),
        "trainings": tuple(trainings),
        "transport": _transport(cells),
        "zones": tuple(_zones(cells)),
        "availability": tuple(windows),
        "trust": parse_trust(cells.words("trust")),
        "access": tuple(listed(cells, parse_access(cells.words("access")), "access_unknown")),
        "notes": notes,
        "seats": _number(cells, "seats", 60),
        "capacity_kg": _number(cells, "capacity_kg", 5000),
        "stops": _number(cells, "stops", 60),
        "radius_km": _number(cells, "radius_km", 500),
        "tasks_per_week": _number(cells, "tasks_per_week", 28),
    }
    found.warn("trust_unknown", when=bool(cells.words("trust")) and fields["trust"] is None)
    return VolunteerDraft(**fields, warnings=tuple(found.warnings), problems=tuple(found.problems))  # type: ignore[arg-type]


def _transport(cells: Cells) -> str:
    """How she gets around; of several ways the one that carries most."""
    text = cells.words("transport")
    if not text:
        return ""
    codes = [code for part in re.split(r"[,;|/]", text) if (code := skills.transport_from_text(part)) is not None]
    cells.findings.warn("transport_unknown", when=not codes)
    return max(codes, key=lambda code: skills.TRANSPORTS[code].stops, default="")


def _zones(cells: Cells) -> list[str]:
    """Her own zone first, then the others where she helps."""
    home, strange = cells.sheet.zones(cells.words("zone"))
    others, strangers = cells.sheet.zones(cells.words("zones"))
    found = list(dict.fromkeys((*home, *others)))
    if strange or strangers:
        (cells.findings.warn if found else cells.findings.reject)("zone_unknown")
    return found


def _number(cells: Cells, field: str, most: int) -> int | None:
    text = cells.words(field)
    number = parse_number(text) if text else None
    if text and (number is None or number > most):
        cells.findings.reject("number_unreadable")
        return None
    return number
