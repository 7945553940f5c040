"""How long things are kept, as data and as pure functions over dates. Deleting is for services, which write receipts.

What is not needed is not kept. A rule counts days from the end of what the record was for; an office may change the
days within the rule's limits, and a legal hold stops every rule until it is lifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """`fields` are cleared (the whole record when empty) `days` after the end; an office may set `least` to `most`."""

    code: str
    days: int
    least: int
    most: int
    fields: tuple[str, ...] = ()


CONTACT_FIELDS = ("contact_name", "phones", "safe_contact", "address", "delivery_notes", "notes")
"""What of a household is contact detail; the code, size and zone stay for counting."""

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("finished_contacts", 180, 30, 730, CONTACT_FIELDS),
        Rule("need_notes", 90, 7, 365, ("notes",)),
        Rule("appointments", 7, 0, 7),
        Rule("contact_log", 180, 30, 730),
        Rule("inactive_volunteers", 365, 30, 1095),
    )
}
"""The rules by code, with the days a new office starts with."""


def days_of(code: str, chosen: Mapping[str, int] | None = None) -> int:
    """The days of rule `code`: those the office chose, kept within the rule's limits, else the rule's own."""
    rule = RULES[code]
    return min(max((chosen or {}).get(code, rule.days), rule.least), rule.most)


def ends_on(end: date, code: str, chosen: Mapping[str, int] | None = None) -> date:
    """The last day on which something that ended on `end` is kept under rule `code`."""
    return end + timedelta(days=days_of(code, chosen))


def is_due(
    end: date | None, code: str, today: date, chosen: Mapping[str, int] | None = None, held: bool = False
) -> bool:
    """Whether rule `code` asks for clearing today: never before the end, nor while a legal hold is on."""
    return end is not None and not held and today > ends_on(end, code, chosen)


def case_end(finished: Iterable[date | None]) -> date | None:
    """When a household's case ended: the day its last need was finished; none while any need is unfinished or none is.

    `finished` has an entry for each need, none for one that somebody still waits for.
    """
    days = list(finished)
    ended = [day for day in days if day is not None]
    return max(ended) if ended and len(ended) == len(days) else None


def contacts_due(
    finished: Iterable[date | None], today: date, chosen: Mapping[str, int] | None = None, held: bool = False
) -> bool:
    """Whether a household's contact details are to be cleared: all its needs finished, long enough ago."""
    return is_due(case_end(finished), "finished_contacts", today, chosen, held)


def appointment_delete_after(day: date, chosen: Mapping[str, int] | None = None) -> date:
    """The last day on which the details of an accompaniment on `day` are kept: seven days after it at most."""
    return ends_on(day, "appointments", chosen)


def review_on(received: date, months: int = 6) -> date:
    """When to ask a household again whether it still wants to be on file: `months` (30.5 days each) after it came."""
    return received + timedelta(days=round(months * 30.5))
