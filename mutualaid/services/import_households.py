"""Submissions into households and needs: the same household is recognised, the same request is not kept twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from mutualaid.exchange.drafts import Draft, HouseholdDraft, NeedDraft
from mutualaid.exchange.free_text import joined
from mutualaid.exchange.people import People
from mutualaid.exchange.same_person import Person, name_words, names_agree
from mutualaid.progress import Progress
from mutualaid.records import codes
from mutualaid.records.errors import BadInput
from mutualaid.records.household import Consent, Household, Phone
from mutualaid.records.kinds import UNFINISHED, ConsentPurpose
from mutualaid.records.need import Need
from mutualaid.records.zones import Zone
from mutualaid.services.import_catalogue import Catalogue
from mutualaid.services.import_needs import asked_already, need_fields
from mutualaid.services.import_rows import OF_ROW, STEP, Beside, Decision, Fate, Intake, Office, Outcome, fate, rejected
from mutualaid.services.import_shown import shown_household
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing

_MOST_PHONES = 6
_NOTE = 4000


@dataclass(slots=True)
class _Home:
    """A household of the store (`uid`) or one to come, as it will be, with its needs old and new."""

    record: Household
    uid: str | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    needs: list[Need] = field(default_factory=list)
    fresh: list[Need] = field(default_factory=list)
    consents: dict[ConsentPurpose, tuple[bool, HouseholdDraft]] = field(default_factory=dict)


class HouseholdIntake(Intake):
    """Decides and writes submissions. With `only`, households of other uids are not looked at: who takes in a single
    submission knows beforehand which of them may be the same, and reading the others would take seconds.
    """

    def __init__(self, read: Reading, office: Office, *, only: Collection[str] | None = None) -> None:
        self._office = office
        self._catalogue = Catalogue(read)
        near = {} if only is None else {"uid": list(only)}
        self._homes = [_Home(row.record, row.uid) for row in read.all(Household, **near)]
        self._taken = read.codes(Household)
        self._by_code = {home.record.code: index for index, home in enumerate(self._homes)}
        self._by_row: dict[int, int] = {}
        by_uid = {home.uid: home for home in self._homes}
        theirs = {} if only is None else {"household": list(only)}
        for row in read.all(Need, **theirs):
            if (home := by_uid.get(row.record.household)) is not None:
                home.needs.append(row.record)
        self._people = People()
        for index, home in enumerate(self._homes):
            self._people.keep(index, _person(home.record))

    def take(self, draft: Draft, told: Decision | None = None, doubtful: Decision | None = None) -> Fate:
        """Find the household or make it; then add those of its needs that are new. What was `told` goes first.

        Raises BadInput("record_gone") when the household to merge with is not there (any more).
        """
        draft = cast("HouseholdDraft", draft)
        warnings = dict.fromkeys(draft.warnings)
        index, possible = self._told(told) if told is not None else self._find(draft)
        if possible is not None and doubtful is not None:
            if doubtful.action == "skip":
                return fate(draft, Outcome.DUPLICATE, warnings, near=possible)
            index, possible = (possible if doubtful.action == "merge" else None), None
        try:
            if possible is not None:
                warnings["possible_duplicate"] = None
            found = index is not None
            home = self._homes[index] if index is not None else self._new(draft)
            changes = _more(home.record, draft, warnings) if found else {}
            after = Household.checked(**(_fields(home.record) | changes))
            needs = self._needs(home, after, draft, warnings)
        except BadInput as problem:
            return rejected(draft, problem.code)
        near = possible if index is None else index
        if index is None:
            index = len(self._homes)
            self._homes.append(home)
            self._by_code[home.record.code] = index
            self._by_row[draft.row] = index
            self._taken.add(home.record.code)
        home.record = after
        home.changes |= changes
        home.fresh += needs
        home.consents |= {purpose: (given, draft) for purpose, given in draft.consents}
        self._people.keep(index, _person(after))
        outcome = Outcome.ADDED if not found else Outcome.MERGED if changes or needs else Outcome.DUPLICATE
        return fate(draft, outcome, warnings, len(needs), near)

    def beside(self, near: int, zones: Mapping[str, Zone]) -> Beside:
        """The household that a fate's `near` tells of."""
        home = self._homes[near]
        ref = home.uid or next(f"{OF_ROW}{row}" for row, index in self._by_row.items() if index == near)
        return Beside(ref, home.record.code, shown_household(home.record, zones))

    def _told(self, told: Decision) -> tuple[int | None, int | None]:
        if told.action == "new":
            return None, None
        if told.uid.startswith(OF_ROW):
            index = self._by_row.get(int(told.uid.removeprefix(OF_ROW)))
        else:
            index = next((index for index, home in enumerate(self._homes) if home.uid == told.uid), None)
        if index is None:
            raise BadInput("record_gone", record="Household")
        return index, None

    def _find(self, draft: HouseholdDraft) -> tuple[int | None, int | None]:
        """The household of that code; else the same one by the rule of `same_person`; else one that may be."""
        if draft.code in self._by_code:
            return self._by_code[draft.code], None
        return self._people.nearest(
            Person(
                name=draft.contact_name,
                phones=frozenset(phone.number for phone in draft.phones),
                address=draft.address,
                zone=draft.zone,
                size=draft.size,
            )
        )

    def _new(self, draft: HouseholdDraft) -> _Home:
        code = draft.code if draft.code and draft.code not in self._taken else codes.household_code(self._taken)
        return _Home(
            Household.checked(
                code=code,
                contact_name=draft.contact_name,
                phones=list(draft.phones),
                safe_contact=draft.safe_contact,
                languages=list(draft.languages),
                wants_interpreter=draft.wants_interpreter,
                size=draft.size or 1,
                ages=list(draft.ages),
                diet=list(draft.diet),
                access=list(draft.access),
                zone=draft.zone,
                address=draft.address,
                notes=draft.notes,
                received_on=draft.received_on or self._office.today,
            )
        )

    def _needs(self, home: _Home, after: Household, draft: HouseholdDraft, warnings: dict[str, None]) -> list[Need]:
        """The needs of the row that the household has not asked for already."""
        day = draft.received_on or self._office.today
        fresh: list[Need] = []
        for asked in draft.needs:
            need, code = self._need(asked, after, len(home.needs) + len(home.fresh) + len(fresh), day, warnings)
            before = (*home.needs, *home.fresh, *fresh)
            same = next((old for old in before if asked_already(asked, need, code, old)), None)
            if same is None:
                fresh.append(need)
            elif same.state in UNFINISHED and need.urgency > same.urgency:
                warnings["asked_more_urgently"] = None
        return fresh

    def _need(
        self, asked: NeedDraft, household: Household, before: int, day: Any, warnings: dict[str, None]
    ) -> tuple[Need, str | None]:
        fields, item, notes = need_fields(asked, self._catalogue, household.size)
        for note in notes:
            warnings[note] = None
        need = Need.checked(
            **fields, code=codes.need_code(household.code, before + 1), household=household.code, received_on=day
        )
        return need, item

    def keep(self, write: Writing, progress: Progress) -> list[str]:
        """Write new households, what was learned about known ones, and the needs of both."""
        fresh = [home for home in self._homes if home.uid is None]
        touched = [
            home for home in self._homes if home.uid is not None and (home.changes or home.fresh or home.consents)
        ]
        total, uids = len(fresh) + len(touched), []
        for start in range(0, len(fresh), STEP):
            progress.step(start, total)
            part = fresh[start : start + STEP]
            for home, uid in zip(part, write.add_many(home.record for home in part), strict=True):
                home.uid = uid
                uids.append(uid)
        for number, home in enumerate(touched):
            if number % STEP == 0:
                progress.step(len(fresh) + number, total)
            if home.changes and home.uid is not None:
                write.change(Household, home.uid, **home.changes)
        taken, asking = write.codes(Need), [*fresh, *touched]
        for start in range(0, len(asking), STEP):
            progress.step(start, len(asking))
            part = asking[start : start + STEP]
            uids += write.add_many(need for home in part for need in _numbered(home, taken))
        write.add_many(consent for home in asking for consent in self._consents(home))
        return uids

    def _consents(self, home: _Home) -> Iterator[Consent]:
        for purpose, (given, draft) in home.consents.items():
            on = draft.received_on or self._office.today
            yield Consent.checked(household=home.uid, purpose=purpose, given=given, on=on, how=draft.how)


def _numbered(home: _Home, taken: set[str]) -> list[Need]:
    """The home's new needs under its uid, each with the next code that is free."""
    needs, number = [], len(home.needs)
    for need in home.fresh:
        number += 1
        while (code := codes.need_code(home.record.code, number)) in taken:
            number += 1
        taken.add(code)
        needs.append(Need.checked(**(_need_values(need) | {"household": home.uid, "code": code})))
    return needs


def _need_values(need: Need) -> dict[str, Any]:
    return {name: getattr(need, name) for name in type(need).model_fields}


def _fields(record: Household) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields}


def _person(record: Household) -> Person:
    return Person(
        name=record.contact_name,
        phones=frozenset(phone.number for phone in record.phones),
        address=record.address,
        zone=record.zone,
        size=record.size,
    )


def _more(record: Household, draft: HouseholdDraft, warnings: dict[str, None]) -> dict[str, Any]:
    """What a submission adds to a household that is known. It fills gaps and lengthens lists; it overwrites nothing."""
    notes = joined(record.notes, draft.notes)
    if len(notes) > _NOTE:
        warnings["note_too_long"] = None
        notes = record.notes
    after = {
        "contact_name": fuller_name(record.contact_name, draft.contact_name),
        "phones": more_phones(record.phones, draft.phones),
        "safe_contact": record.safe_contact or draft.safe_contact,
        "languages": list(dict.fromkeys((*record.languages, *draft.languages))),
        "wants_interpreter": record.wants_interpreter or draft.wants_interpreter,
        "ages": record.ages or list(draft.ages),
        "diet": list(dict.fromkeys((*record.diet, *draft.diet))),
        "access": list(dict.fromkeys((*record.access, *draft.access))),
        "address": record.address or draft.address,
        "notes": notes,
    }
    return {name: value for name, value in after.items() if value != getattr(record, name)}


def more_phones(known: list[Phone], said: tuple[Phone, ...]) -> list[Phone]:
    """The known phones, and those said that are new."""
    numbers = {phone.number for phone in known}
    return [*known, *(phone for phone in said if phone.number not in numbers)][: max(_MOST_PHONES, len(known))]


def fuller_name(known: str, said: str) -> str:
    """The one of two agreeing names that says more: more surnames, or the same without shouting."""
    if not known:
        return said
    one, other = name_words(known), name_words(said)
    if not other or not names_agree(one, other):
        return known
    if len(other) > len(one) or (len(other) == len(one) and known.isupper() and not said.isupper()):
        return said
    return known
