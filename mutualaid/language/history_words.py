"""What the history of a record says: who did what and when, from the facts of `services.histories`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mutualaid.language import labels
from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.language.formats import format_date, format_datetime, format_list, format_number
from mutualaid.records.kinds import (
    CloseReason,
    ConsentPurpose,
    ContactKind,
    ContactOutcome,
    Daypart,
    MatchState,
    MovementKind,
    NeedState,
    RejectReason,
)
from mutualaid.records.views import HistoryLine, Touched

FIELDS: dict[str, str] = {
    "absences": N_("absences"),
    "access": N_("access"),
    "active": N_("whether they help now"),
    "address": N_("address"),
    "ages": N_("ages"),
    "asked_on": N_("when they were asked"),
    "availability": N_("times of the week"),
    "batch": N_("batch"),
    "by_telephone": N_("interpreter"),
    "calls": N_("interpreting"),
    "capacity_kg": N_("what fits in"),
    "category": N_("category"),
    "close_reason": N_("why it was closed"),
    "code": N_("code"),
    "contact_name": N_("name"),
    "day": N_("day"),
    "delivery_notes": N_("what to mind at the door"),
    "diet": N_("diet"),
    "duration_minutes": N_("how long it takes"),
    "excluded_households": N_("households not to be sent to"),
    "excluded_volunteers": N_("volunteers not to be sent"),
    "excluded_zones": N_("zones nobody is to come from"),
    "expires_on": N_("expiry date"),
    "filled": N_("how much was handed out"),
    "finished_on": N_("when it ended"),
    "follows": N_("what it follows"),
    "hold_until": N_("how long it waits"),
    "household": N_("household"),
    "interpreter": N_("interpreter"),
    "interpreter_in_person": N_("interpreter"),
    "interprets_in_person": N_("interpreting"),
    "item": N_("item"),
    "languages": N_("languages"),
    "lots": N_("supplies"),
    "mode": N_("how it gets there"),
    "name": N_("name"),
    "needed_by": N_("needed by"),
    "note": N_("notes"),
    "notes": N_("notes"),
    "part": N_("part of the day"),
    "people": N_("how many go"),
    "phones": N_("phones"),
    "quantity": N_("how much"),
    "radius_km": N_("how far they go"),
    "received_on": N_("when it was received"),
    "recurrence": N_("how often"),
    "recurs_from": N_("how often"),
    "recurs_until": N_("how often"),
    "referred_to": N_("to whom it was referred"),
    "relay_languages": N_("interpreter"),
    "review_on": N_("day to look again"),
    "safe_contact": N_("what to mind when reaching them"),
    "seats": N_("seats"),
    "site": N_("place"),
    "size": N_("number of people"),
    "skill": N_("skill"),
    "skills": N_("skills"),
    "source": N_("who gave it"),
    "split_of": N_("what it was split from"),
    "state": N_("state"),
    "stops": N_("stops in one run"),
    "substitutes": N_("substitutes"),
    "tasks_per_week": N_("tasks in a week"),
    "trainings": N_("trainings"),
    "transport": N_("transport"),
    "trust": N_("trust"),
    "unit": N_("unit"),
    "urgency": N_("how soon"),
    "volunteers": N_("volunteers"),
    "wants_interpreter": N_("interpreter"),
    "windows": N_("times"),
    "zone": N_("zone"),
    "zones": N_("zones"),
}
"""What a field is called when it was changed."""

_PLAIN: dict[tuple[str, str], str] = {
    ("household", "add"): N_("Household added"),
    ("household", "remove"): N_("Household taken away"),
    ("volunteer", "add"): N_("Volunteer added"),
    ("volunteer", "remove"): N_("Volunteer taken away"),
    ("lot", "add"): N_("Supplies received"),
    ("lot", "remove"): N_("Supplies taken away"),
    ("consent", "remove"): N_("An answer about what they allow taken away"),
    ("contact", "remove"): N_("An entry of the log taken away"),
    ("need", "remove"): N_("A need taken away"),
    ("kept_match", "remove"): N_("A match taken away"),
    ("rejection", "remove"): N_("A rule lifted"),
    ("appointment", "add"): N_("An appointment added"),
    ("appointment", "change"): N_("An appointment changed"),
    ("appointment", "remove"): N_("An appointment taken away"),
    ("consent", "change"): N_("An answer about what they allow brought over"),
}
"""What is said without a fact."""


def head_words(line: HistoryLine, cat: Catalog | None = None) -> str:
    """When, and who."""
    words = cat or current()
    when = format_datetime(line.at.astimezone(), cat=words)
    return " · ".join(part for part in (when, line.actor) if part)


def history_words(line: HistoryLine, cat: Catalog | None = None) -> str:
    """What was done, in a line."""
    words = cat or current()
    said = " · ".join(dict.fromkeys(_item(item, words) for item in line.items))
    if line.verb.startswith("undo "):
        return words.tr("Undone: {what}", what=said)
    if line.verb.startswith("redo "):
        return words.tr("Done again: {what}", what=said)
    return said


def _item(item: Touched, words: Catalog) -> str:
    plain = _PLAIN.get((item.kind, item.action))
    if plain is not None:
        return words.tr(plain)
    special = _SPECIAL.get(item.kind)
    said = special(item, item.facts, words) if special is not None else ""
    return said or _changed(item, words)


def _changed(item: Touched, words: Catalog) -> str:
    named = list(dict.fromkeys(words.tr(FIELDS.get(name, name)) for name in item.fields))
    return words.tr("Changed: {what}", what=format_list(named, cat=words))


def _consent(_item: Touched, facts: Mapping[str, Any], words: Catalog) -> str:
    purpose = labels.label(ConsentPurpose(facts["purpose"]), words)
    answer = words.tr("Yes") if facts["given"] else words.tr("No")
    return words.tr("{what}: {answer}", what=purpose, answer=answer.lower())


def _contact(_item: Touched, facts: Mapping[str, Any], words: Catalog) -> str:
    kind, outcome = ContactKind(facts["kind"]), ContactOutcome(facts["outcome"])
    return words.tr("{what}: {answer}", what=labels.label(kind, words), answer=labels.label(outcome, words).lower())


def _need(item: Touched, facts: Mapping[str, Any], words: Catalog) -> str:
    if item.action == "add":
        return words.tr("Need {code} added: {what}", code=facts["code"], what=labels.category(facts["category"], words))
    if "state" not in facts:
        return "" if item.own else words.tr("A need changed")
    state = labels.label(NeedState(facts["state"]), words)
    if reason := facts.get("close_reason"):
        state = f"{state} ({labels.label(CloseReason(reason), words).lower()})"
    return words.tr("Need now: {state}", state=state.lower())


def _match(item: Touched, facts: Mapping[str, Any], words: Catalog) -> str:
    if "state" not in facts:
        return words.tr("A match changed")
    state = labels.label(MatchState(facts["state"]), words).lower()
    if item.action == "add" and facts.get("day") is not None and facts.get("part") is not None:
        day = format_date(date.fromisoformat(facts["day"]), weekday=True, cat=words)
        part = labels.label(Daypart(facts["part"]), words).lower()
        return words.tr("Match for {day}, {part}: {state}", day=day, part=part, state=state)
    return words.tr("Match: {state}", state=state)


def _rejection(_item: Touched, facts: Mapping[str, Any], words: Catalog) -> str:
    reason = labels.label(RejectReason(facts["reason"]), words)
    return words.tr("Turned down: {reason}", reason=reason.lower())


def _movement(_item: Touched, facts: Mapping[str, Any], words: Catalog) -> str:
    kind = labels.label(MovementKind(facts["kind"]), words)
    return words.tr("{what}: {units}", what=kind, units=format_number(facts["units"], cat=words))


_SPECIAL: dict[str, Callable[[Touched, Mapping[str, Any], Catalog], str]] = {
    "consent": _consent,
    "contact": _contact,
    "need": _need,
    "kept_match": _match,
    "rejection": _rejection,
    "movement": _movement,
}
