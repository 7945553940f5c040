"""What needs, calls, supplies, intake and people have due today, as lines; hearings, shifts and runs are in another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from mutualaid.records.supply import CatalogueItem
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.today_lines import MOST_LINES, LineKind, Mark, Section, SectionKind, TodayLine, Who, section
from mutualaid.store.reading import Reading

EXPIRES_WITHIN = 7
"""A lot is told of so many days before it expires."""

LAPSES_WITHIN = 30
"""A training is told of so many days before it lapses, and as many after."""


def named_items(read: Reading, codes: Iterable[str | None]) -> dict[str, tuple[str, str]]:
    """The English and the Spanish name of items, by code."""
    wanted = {code for code in codes if code}
    rows = read.all(CatalogueItem, code=wanted) if wanted else []
    return {row.record.code: (row.record.name_en, row.record.name_es) for row in rows}


def named_volunteers(read: Reading, uids: Iterable[str | None]) -> dict[str, Who]:
    """Code and name of volunteers, by uid."""
    wanted = {uid for uid in uids if uid}
    rows = read.columns(Volunteer, "code", "name", uid=wanted) if wanted else ()
    return {uid: Who(code, name) for uid, code, name in rows}


def urgent(read: Reading, on: date) -> Section:
    """Needs for today, and overdue ones, for which nobody has said yes."""
    found = read.due().urgent_needs(on, MOST_LINES)
    names = named_items(read, (row.item for row in found.rows))
    lines = [
        TodayLine(
            LineKind.NEED,
            "needs",
            row.uid,
            row.code,
            row.contact_name,
            what=row.category,
            item=names.get(row.item or "", ("", "")),
            on=row.needed_by,
            asked_on=row.received_on,
            marks=frozenset({Mark.PAST} if row.needed_by is not None and row.needed_by < on else ()),
        )
        for row in found.rows
    ]
    return section(SectionKind.URGENT, (found.total, lines))


def calls(read: Reading, on: date) -> Section:
    """Whom to call back, and volunteers who have not said yes or no."""
    due, asked = read.due().call_backs(on, MOST_LINES), read.due().unanswered(MOST_LINES)
    back = [
        TodayLine(
            LineKind.CALL_BACK,
            "households" if row.household else "volunteers",
            row.household or row.volunteer,
            row.code,
            row.name,
            what=row.outcome.value,
            on=row.follow_up_on,
            marks=frozenset({Mark.PAST} if row.follow_up_on < on else ()),
        )
        for row in due.rows
    ]
    people = named_volunteers(read, (uid for row in asked.rows for uid in (*row.volunteers, row.interpreter)))
    waiting = [
        TodayLine(
            LineKind.ASKED,
            "matching",
            row.uid,
            row.code,
            row.contact_name,
            what=row.category,
            on=row.day,
            part=row.part,
            who=tuple(people[uid] for uid in _silent(row) if uid in people),
            asked_on=row.asked_on,
            marks=frozenset({Mark.PAST} if row.day is not None and row.day < on else ()),
        )
        for row in asked.rows
    ]
    return section(SectionKind.CALLS, (due.total, back), (asked.total, waiting))


def _silent(row: Any) -> list[str]:
    """Whose yes a match still waits for."""
    said = {ask.volunteer for ask in row.asks if ask.yes}
    return [uid for uid in dict.fromkeys((*row.volunteers, row.interpreter)) if uid is not None and uid not in said]


def supplies(read: Reading, on: date) -> Section:
    """Lots that expire soon or have expired, and items that run low."""
    expiring = read.due().expiring_lots(on + timedelta(days=EXPIRES_WITHIN), MOST_LINES)
    low = read.due().low_items(MOST_LINES)
    names = named_items(read, [*(row.item for row in expiring.rows), *(row.code for row in low.rows)])
    lots = [
        TodayLine(
            LineKind.EXPIRING,
            "supplies",
            row.uid,
            row.code,
            item=names.get(row.item, (row.item, row.item)),
            unit=row.unit or "",
            on=row.expires_on,
            count=int(row.on_hand),
            marks=frozenset({Mark.PAST} if row.expires_on < on else ()),
        )
        for row in expiring.rows
    ]
    scarce = [
        TodayLine(
            LineKind.LOW,
            "supplies",
            row.uid,
            item=names[row.code],
            unit=row.unit,
            count=max(0, int(row.free)),
            of=row.low,
        )
        for row in low.rows
    ]
    return section(SectionKind.SUPPLIES, (expiring.total, lots), (low.total, scarce))


def forms(read: Reading) -> Section:
    """Forms from events that nobody has looked at, an event a line; the total counts forms."""
    found = read.due().waiting_forms(MOST_LINES)
    lines = [
        TodayLine(LineKind.FORMS, "intake", row.uid, what=row.name, on=row.on, count=row.waiting) for row in found.rows
    ]
    return section(SectionKind.INTAKE, (found.total, lines))


def reviews(read: Reading, on: date) -> Section:
    """Households that asked us to keep nothing; and those whose record is to be looked through again: what is still
    needed, and whether they still agree.
    """
    erased, found = read.due().to_erase(MOST_LINES), read.due().reviews(on, MOST_LINES)
    going = [
        TodayLine(LineKind.ERASE, "households", row.uid, row.code, row.contact_name, on=row.on) for row in erased.rows
    ]
    lines = [
        TodayLine(LineKind.REVIEW, "households", row.uid, row.code, row.contact_name, on=row.review_on)
        for row in found.rows
    ]
    return section(SectionKind.REVIEWS, (erased.total, going), (found.total, lines))


def trainings(read: Reading, on: date) -> Section:
    """Trainings of active volunteers that lapse soon, or lapsed lately and were not renewed."""
    found = read.due().lapsing(on, LAPSES_WITHIN, MOST_LINES)
    lines = [
        TodayLine(
            LineKind.TRAINING,
            "volunteers",
            uid,
            code,
            name,
            what=skill,
            on=expires,
            marks=frozenset({Mark.PAST} if expires < on else ()),
        )
        for uid, code, name, skill, expires in found.rows
    ]
    return section(SectionKind.TRAININGS, (found.total, lines))
