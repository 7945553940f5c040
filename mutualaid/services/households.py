"""Households: list, open, add, change, keep a consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from mutualaid.discretion.told import Answers
from mutualaid.exchange.names import agreeing
from mutualaid.records import codes
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.kinds import LIVE_MATCHES, ConsentPurpose
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment, Run
from mutualaid.records.supply import CatalogueItem
from mutualaid.records.views import Area, Changed, HouseholdLine, MatchLine
from mutualaid.services.consents import latest
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

_BOTH = frozenset({Area.HOUSEHOLDS, Area.NEEDS})


@dataclass(frozen=True)
class HouseholdPage:
    """Everything on one household's page; contact data is masked by the page until asked for.

    `answers` are what was said about its texts when the watch pointed something out; `held` is the consent that holds
    for each purpose that was asked about; `appointments` are those that are kept; `runs` are by the match that they
    stop for.
    """

    uid: str
    record: Household
    needs: list[Stored[Need]]
    contacts: list[Stored[Contact]]
    consents: list[Stored[Consent]]
    matches: list[MatchLine]
    answers: Answers
    held: dict[ConsentPurpose, Consent] = field(default_factory=dict)
    appointments: list[Stored[Appointment]] = field(default_factory=list)
    runs: dict[str, Stored[Run]] = field(default_factory=dict)

    @property
    def refused(self) -> frozenset[ConsentPurpose]:
        """What they said no to."""
        return frozenset(purpose for purpose, answer in self.held.items() if not answer.given)


def household_lines(office: Office, *, text: str = "") -> list[HouseholdLine]:
    """Households whose code, name, phone or notes hold `text`; all when it is empty."""
    with office.store.read() as read:
        return read.household_lines(text)


def household(office: Office, *, uid: str) -> HouseholdPage:
    """One household with its needs, contacts, consents and matches. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        record = read.get(Household, uid)
        needs = read.all(Need, household=uid)
        consents = read.all(Consent, household=uid)
        matches = read.match_lines(needs=[need.uid for need in needs])
        days = {match.day for match in matches if match.day is not None and match.state in LIVE_MATCHES}
        runs = read.all(Run, day=sorted(days)) if days else []
        return HouseholdPage(
            uid=uid,
            record=record,
            needs=needs,
            contacts=read.all(Contact, household=uid),
            consents=consents,
            matches=matches,
            answers=read.told(uid),
            held=latest(consents),
            appointments=sorted(read.all(Appointment, household=uid), key=lambda row: row.record.starts),
            runs={stop: run for run in runs for stop in run.record.stops},
        )


def similar_households(office: Office, *, household: Household, most: int = 5) -> list[HouseholdLine]:
    """Households that may be the same one: a number in common, or names that agree. Same numbers come first.

    Of names, the rule is that of `exchange.names`; the zone is not looked at, for it may not be typed yet and
    families move. The household itself (by its code) is left out.
    """
    numbers = {phone.number for phone in household.phones}
    with office.store.read() as read:
        named = agreeing(household.contact_name, read.contact_names())
        reached = {
            row.uid
            for row in read.all(Household, uid=read.near(Household, numbers=numbers))
            if not numbers.isdisjoint(phone.number for phone in row.record.phones)
        }
        best = sorted({*named, *reached}, key=lambda uid: (uid not in reached, -named.get(uid, 0), uid))[: most + 1]
        lines = {line.uid: line for line in read.household_lines(uids=best)}
    return [lines[uid] for uid in best if lines[uid].code != household.code][:most]


def new_household_code(office: Office) -> str:
    """A speakable code that no household has."""
    with office.store.read() as read:
        return codes.household_code(read.codes(Household))


def check_household(office: Office, record: Household) -> None:
    """Refuse zones and languages that the office does not know: BadInput("zone_unknown" | "language_unknown")."""
    if record.zone not in office.zones or not set(record.excluded_zones) <= set(office.zones):
        raise BadInput("zone_unknown")
    if not set(record.languages) | set(record.relay_languages) <= set(LANGUAGES):
        raise BadInput("language_unknown")


def check_need(read: Reading, need: Need) -> None:
    """Refuse a category or item that the office does not have: BadInput("category_unknown" | "item_unknown")."""
    if need.category not in CATEGORIES:
        raise BadInput("category_unknown")
    for item in filter(None, [need.item, *(need.substitutes or [])]):
        if read.by_code(CatalogueItem, item) is None:
            raise BadInput("item_unknown")


def add_needs(write: Writing, household_uid: str, household_code: str, needs: Sequence[Need]) -> list[str]:
    """Write needs under a household, giving each the next of its codes; returns their uids. Raises as `check_need`."""
    number = write.count(Need, household=household_uid)
    uids = []
    for need in needs:
        check_need(write, need)
        number += 1
        fields = {**need.model_dump(), "household": household_uid, "code": codes.need_code(household_code, number)}
        while write.by_code(Need, fields["code"]) is not None:
            number += 1
            fields["code"] = codes.need_code(household_code, number)
        uids.append(write.add(Need.checked(**fields)))
    return uids


def add_household(office: Office, *, household: Household, needs: Sequence[Need] = ()) -> Changed:
    """Keep a new household with what it needs, in one transaction. `Changed.uids` starts with the household's."""
    check_household(office, household)
    with office.store.write("add household") as write:
        uid = write.add(household)
        return Changed(_BOTH, (uid, *add_needs(write, uid, household.code, needs)))


def change_household(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change some fields of a household."""
    with office.store.write("change household") as write:
        check_household(office, write.change(Household, uid, **fields))
    return Changed(_BOTH, (uid,))


def set_consent(
    office: Office, *, household: str, purpose: ConsentPurpose, given: bool, how: str = "", on: date | None = None
) -> Changed:
    """Keep what the household allowed or refused for one purpose; the latest answer holds (see `services.consents`).

    `how` is how they said so: `kinds.WITHDRAWN` where a yes is taken back.
    """
    with office.store.write("consent") as write:
        write.get(Household, household)
        uid = write.add(
            Consent.checked(household=household, purpose=purpose, given=given, on=on or date.today(), how=how)
        )
    return Changed(frozenset({Area.HOUSEHOLDS, Area.MATCHES, Area.SCHEDULE}), (uid,))
