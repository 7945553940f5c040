"""Submissions into households and needs: the same household is recognised, the same request is not kept twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from mutualaid.exchange.drafts import Draft, HouseholdDraft, NeedDraft
from mutualaid.exchange.free_text import joined
from mutualaid.exchange.people import People
from mutualaid.exchange.same_person import Person, name_words, names_agree, person_of
from mutualaid.progress import Progress
from mutualaid.records import codes
from mutualaid.records.errors import BadInput
from mutualaid.records.household import Consent, Household, Phone
from mutualaid.records.kinds import UNFINISHED
from mutualaid.records.need import Need
from mutualaid.records.zones import Zone
from mutualaid.services.import_catalogue import Catalogue
from mutualaid.services.import_homes import Home, Homes
from mutualaid.services.import_needs import asked_already, need_fields
from mutualaid.services.import_rows import (
    OF_ROW,
    STEP,
    Beside,
    Decision,
    Fate,
    Intake,
    Office,
    Outcome,
    doubtful_fate,
    fate,
    known_again,
    rejected,
)
from mutualaid.services.import_shown import shown_household
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing

_MOST_PHONES = 6
_NOT_READ = -1
_TELLING = ("code", "contact_name", "phones", "address", "zone", "size")
_NOTE = 4000


class HouseholdIntake(Intake):
    """Decides and writes submissions. With `only`, households of other uids are not looked at: who takes in a single
    submission knows beforehand which of them may be the same, and reading the others would take seconds.

    Of households nobody asks for anew, only what tells people apart is read; the others are kept packed.
    """

    def __init__(self, read: Reading, office: Office, *, only: Collection[str] | None = None) -> None:
        self._office = office
        self._catalogue = Catalogue(read)
        self._homes = Homes(read)
        self._people = People()
        self._claimed: set[int] = set()
        self._by_code = dict.fromkeys(read.codes(Household), _NOT_READ)
        near = {} if only is None else {"uid": list(only)}
        for uid, code, name, phones, address, zone, size in read.columns(Household, *_TELLING, **near):
            index = self._by_code[code] = self._homes.known(uid)
            numbers = frozenset(phone.number for phone in phones)
            self._people.keep(index, Person(name=name, phones=numbers, address=address, zone=zone, size=size))

    def take(self, draft: Draft, told: Decision | None = None, doubtful: Decision | None = None) -> Fate:
        """Find the household or make it; then add those of its needs that are new. What was `told` goes first.

        Raises BadInput("record_gone") when the household to merge with is not there (any more).
        """
        draft = cast("HouseholdDraft", draft)
        warnings = dict.fromkeys(draft.warnings)
        asks = person_of(draft)
        index, possible = self._told(told) if told is not None else self._find(draft.code, asks)
        if index is None:
            index, possible, left_out = doubtful_fate(draft, possible, doubtful)
            if left_out is not None:
                return left_out
            again = self._again(draft, asks) if told is None and doubtful is None else None
            if again is not None:
                return known_again(draft, again)
        try:
            if possible is not None:
                warnings["possible_duplicate"] = None
            found = index is not None
            home = self._homes.get(index) if index is not None else Home(self._new(draft))
            changes = _more(home.record, draft, warnings) if found else {}
            after = Household.checked(**(_fields(home.record) | changes))
            needs = self._needs(home, after, draft, warnings)
        except BadInput as problem:
            return rejected(draft, problem.code)
        near = possible if index is None else index
        home.record = after
        home.changes |= changes.keys()
        home.fresh += needs
        on = draft.received_on or self._office.today
        home.consents = {**home.consents, **{purpose: (given, on, draft.how) for purpose, given in draft.consents}}
        if index is None:
            index = self._by_code[after.code] = self._homes.add(home, draft.row)
        else:
            self._homes.put(index, home)
        if not found or changes:
            self._people.keep(index, person_of(after))
        outcome = Outcome.ADDED if not found else Outcome.MERGED if changes or needs else Outcome.DUPLICATE
        return fate(draft, outcome, warnings, len(needs), near)

    def beside(self, near: int, zones: Mapping[str, Zone]) -> Beside:
        """The household that a fate's `near` tells of."""
        home = self._homes.get(near)
        ref = home.uid or f"{OF_ROW}{self._homes.row(near)}"
        return Beside(ref, home.record.code, shown_household(home.record, zones))

    def _told(self, told: Decision) -> tuple[int | None, int | None]:
        if told.action == "new":
            return None, None
        if told.uid.startswith(OF_ROW):
            index = self._homes.of_row(int(told.uid.removeprefix(OF_ROW)))
        else:
            index = self._homes.of_uid(told.uid)
        if index is None:
            raise BadInput("record_gone", record="Household")
        return index, None

    def _find(self, code: str, asks: Person) -> tuple[int | None, int | None]:
        """The household of that code; else the same one by the rule of `same_person`; else one that may be."""
        index = self._by_code.get(code, _NOT_READ)
        if index != _NOT_READ:
            return index, None
        return self._people.nearest(asks)

    def _again(self, draft: HouseholdDraft, asks: Person) -> int | None:
        """The household of the store to which this row adds nothing at all, not even a need: the file is read again.

        The name is too common to tell people apart, so each household stands for one row only: two families who say the
        same in one file stay two, however often it is read.
        """
        for index in self._people.repeated(asks, below=self._homes.fresh().start):
            if index in self._claimed:
                continue
            home = self._homes.get(index)
            if not _more(home.record, draft, {}) and not self._needs(home, home.record, draft, {}):
                self._claimed.add(index)
                return index
        return None

    def _new(self, draft: HouseholdDraft) -> Household:
        code = draft.code if draft.code and draft.code not in self._by_code else codes.household_code(self._by_code)
        return Household.checked(
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

    def _needs(self, home: Home, after: Household, draft: HouseholdDraft, warnings: dict[str, None]) -> list[Need]:
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
        taken, uids = write.codes(Need), list[str]()
        every = [*self._homes.fresh(), *self._homes.touched()]
        for start in range(0, len(every), STEP):
            progress.step(start, len(every))
            part = [self._homes.take_out(index) for index in every[start : start + STEP]]
            uids += self._write(write, part, taken)
        return uids

    def _write(self, write: Writing, homes: list[Home], taken: set[str]) -> list[str]:
        new = [home for home in homes if home.uid is None]
        uids = write.add_many(home.record for home in new)
        for home, uid in zip(new, uids, strict=True):
            home.uid = uid
        for home in homes:
            if home.changes and home.uid is not None:
                write.change(Household, home.uid, **{name: getattr(home.record, name) for name in home.changes})
        uids += write.add_many(need for home in homes for need in _numbered(home, taken))
        write.add_many(
            Consent.checked(household=home.uid, purpose=purpose, given=given, on=on, how=how)
            for home in homes
            for purpose, (given, on, how) in home.consents.items()
        )
        return uids


def _numbered(home: Home, taken: set[str]) -> list[Need]:
    """The home's new needs under its uid, each with the next code that is free."""
    needs, number = [], len(home.needs)
    for need in home.fresh:
        number += 1
        while (code := codes.need_code(home.record.code, number)) in taken:
            number += 1
        needs.append(need.model_copy(update={"household": home.uid, "code": code}))
    return needs


def _fields(record: Household) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields}


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
