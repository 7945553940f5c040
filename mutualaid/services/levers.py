"""What would help most as lists that may leave the office: for recruiting, for donations, and as a text to send.

What is said may not point at one family (docs/decisions/0028-help-wanted.md). A crowd of `FEW` households must stand
behind every language, place, time or diet that is said together; what has no such crowd is left out. Numbers are told
from `FEW` on, rounded to fives (needs, down) or tens (units, up). Nobody is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutualaid.language.asks import KINDS, Ask, ask_text
from mutualaid.language.catalog import catalog
from mutualaid.records.errors import Refused
from mutualaid.records.kinds import Daypart
from mutualaid.services.desk import Desk, open_desk
from mutualaid.services.files import check_target, write_new
from mutualaid.services.office import Office

if TYPE_CHECKING:
    from mutualaid.records.household import Household

FEW = 5
"""Fewer households than this are not spoken of."""
ROUND = 10
QUIET = frozenset({"accompaniment", "legal", "raid_response"})
"""Help whose place and time are never said: who waits for it is looked for by others too."""


@dataclass(frozen=True)
class HelpList:
    """What the office looks for, as far as it may be said: people, hours of those who help already, and things."""

    made_on: date
    asks: tuple[Ask, ...]

    def of(self, kind: str) -> tuple[Ask, ...]:
        """The asks of one kind, those that would do most first."""
        return tuple(ask for ask in self.asks if ask.kind == kind)


def help_list(office: Office) -> HelpList:
    """What would help most, from the kept plan, in words that may leave the office. Raises Refused("no_plan")."""
    with office.store.read() as read:
        desk = open_desk(office, read)
        asks = [_ask(office, desk, lever) for lever in desk.plan["levers"]]
        return HelpList(desk.kept.made_on, tuple(_together(ask for ask in asks if ask is not None)))


def help_text(office: Office, *, language: str) -> str:
    """The same as a text to send to volunteers and partners, in "en" or "es"; "" when nothing would help more.

    Raises Refused("no_plan").
    """
    return ask_text(help_list(office).asks, catalog(language))


def save_help_list(office: Office, *, path: Path) -> HelpList:
    """Write the list to a new PDF in both languages, whole or not at all. Needs Qt's fonts, and so a window system.

    Raises Refused("no_plan" | "nothing_to_print" | "target_exists" | "target_in_store"), NoSpace.
    """
    from mutualaid.papers.help_sheet import pdf

    check_target(path, office.folder)
    wanted = help_list(office)
    if not wanted.asks:
        raise Refused("nothing_to_print")
    write_new(path, pdf(wanted.asks, made_on=wanted.made_on))
    return wanted


def _ask(office: Office, desk: Desk, lever: dict[str, Any]) -> Ask | None:
    """What may be said of a lever; None when nothing may."""
    unlocked = {desk.needs[uid].household for need in lever["unlocks"] if (uid := desk.uid(need)) in desk.needs}
    needs = len(lever["unlocks"]) // FEW * FEW if len(unlocked) >= FEW else 0
    add = lever["add"]
    if "lot" in add:
        return _lot(office, desk, lever, needs)
    if "slot" in add:
        asked = _skills(desk, lever, add["slot"]["volunteer"], add["slot"]["slot"])
        if asked & QUIET:
            return None
        return Ask("slot", when=_when(desk, [add["slot"]["slot"]]), needs=needs)
    person = add["volunteer"]
    tongues = {code.removesuffix("+") for code in person["languages"]}
    zone = desk.uid(person["zone"])
    quiet = bool(QUIET & set(person["skills"]))
    time = not quiet and crowd(desk.households.values(), languages=tongues) >= FEW
    near = time and crowd(desk.households.values(), languages=tongues, zone=zone) >= FEW
    return Ask(
        "volunteer",
        skills=tuple(person["skills"]),
        languages=tuple(person["languages"]),
        when=_when(desk, person["slots"]) if time else (),
        zone=office.zones[zone].name if near else "",
        needs=needs,
    )


def crowd(
    households: Iterable[Household], *, languages: Collection[str] = (), zone: str = "", diet: Collection[str] = ()
) -> int:
    """How many households share all of this: one of the languages, the zone, every diet tag."""
    return sum(
        (not languages or not set(languages).isdisjoint(home.languages))
        and (not zone or home.zone == zone)
        and set(diet) <= set(home.diet)
        for home in households
    )


def _when(desk: Desk, slots: Iterable[int]) -> tuple[tuple[date, Daypart], ...]:
    return tuple((desk.horizon.day(slot), Daypart(slot % len(Daypart))) for slot in slots)


def _skills(desk: Desk, lever: dict[str, Any], volunteer: str, slot: int) -> set[str]:
    """What the volunteer would do in the slot."""
    from mutualaid.records.categories import CATEGORIES

    rows = [row for row in lever["changed"] if row["slot"] == slot and volunteer in row["volunteers"]]
    needs = [desk.needs[uid] for row in rows if (uid := desk.uid(row["need"])) in desk.needs]
    return {skill for need in needs if (skill := need.skill or CATEGORIES[need.category].skill)}


def _lot(office: Office, desk: Desk, lever: dict[str, Any], needs: int) -> Ask | None:
    lot = lever["add"]["lot"]
    item = desk.tables.items.get(lot["item"])
    if item is None:
        return None
    zone = desk.uid(lot["site"])
    slots = [
        row["slot"]
        for row in lever["changed"]
        if row["slot"] is not None and any(part["lot"] == lot["id"] for part in row["lots"])
    ]
    # A day is told when somebody drives; for those who fetch it, the week is enough.
    by = desk.horizon.day(min(slots)) if len(slots) >= FEW else None
    diet = tuple(lot["diet"]) if crowd(desk.households.values(), diet=lot["diet"]) >= FEW else ()
    return Ask(
        "lot",
        zone=office.zones[zone].name if crowd(desk.households.values(), zone=zone) >= FEW else "",
        item=(item.name_en, item.name_es),
        amount=-(-lot["quantity"] // ROUND) * ROUND if lot["quantity"] >= ROUND else 0,
        diet=diet,
        by=by,
        needs=needs,
    )


def _together(asks: Iterable[Ask]) -> list[Ask]:
    """Asks that now say the same are one; in order of kind, and as they came."""
    once: dict[Ask, int] = {}
    for ask in asks:
        same = ask._replace(needs=0)
        once[same] = once.get(same, 0) + ask.needs
    return sorted((ask._replace(needs=needs) for ask, needs in once.items()), key=lambda ask: KINDS.index(ask.kind))
