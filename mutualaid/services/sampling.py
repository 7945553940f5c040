"""A sample office: plausible, invented households, needs, volunteers and lots, the same for the same seed."""

from __future__ import annotations

from datetime import date, timedelta

from mutualaid.progress import SILENT, Progress
from mutualaid.records import codes
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import UsageFault
from mutualaid.records.household import Household
from mutualaid.records.kinds import CloseReason, MovementKind, NeedState, Urgency
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.moments import YEARS
from mutualaid.services.needs import draft_in
from mutualaid.services.office import Office
from mutualaid.services.sample_people import People
from mutualaid.services.supplies import lot_number
from mutualaid.store.writing import Writing

SITES = (
    ("st-pius", "St. Pius pantry", "chi-31"),
    ("garage-26th", "Garage on 26th", "chi-30"),
    ("library", "Library closet", "chi-58"),
)
_WISHES = (("food", 34), ("baby", 12), ("clothing", 8), ("hygiene", 6), ("school", 5), ("cash", 7), ("ride", 8),
           ("interpreting", 5), ("accompaniment", 4), ("childcare", 3), ("know_your_rights", 3), ("legal", 5),
)  # fmt: skip
OPEN_DAYS = 21
"""Needs of the last three weeks may still be open."""


def fill_sample(
    office: Office,
    *,
    households: int,
    needs: int,
    volunteers: int,
    lots: int,
    seed: int,
    until: date | None = None,
    months: int = 12,
    progress: Progress = SILENT,
) -> dict[str, int]:
    """Add invented records: a past of `months` ending on `until` (today by default), in one transaction.

    Returns how many of each were added. Raises UsageFault("sample_sizes_wrong") for negative sizes, or needs without
    households, and UsageFault("sample_dates_out_of_range").
    """
    if min(households, needs, volunteers, lots) < 0 or months < 1 or (needs and not households):
        raise UsageFault("sample_sizes_wrong")
    last = until or date.today()
    if last.year not in YEARS or last.year - months // 12 - 1 not in YEARS:
        raise UsageFault("sample_dates_out_of_range", first=YEARS[0], last=YEARS[-1])
    people = People(seed, sorted(office.zones))
    total = households + needs + volunteers + lots
    with office.store.write("sample") as write:
        write.steps.stop()  # thousands of invented records are nothing to take back one step at a time
        fill = _Fill(write, people, last, months * 30, total, progress)
        homes = fill.households(households)
        fill.needs(homes, needs)
        fill.volunteers(volunteers)
        fill.lots(lots)
    return {"households": households, "needs": needs, "volunteers": volunteers, "lots": lots}


class _Fill:
    """One filling of a store, in chunks so that progress moves and Cancel answers."""

    def __init__(self, write: Writing, people: People, last: date, days: int, total: int, progress: Progress) -> None:
        self.write, self.people, self.last, self.days = write, people, last, days
        self.total, self.progress, self.done = total, progress, 0
        self._drafts: dict[tuple[str, int], Need] = {}

    def _step(self, count: int = 1) -> None:
        self.done += count
        if self.done % 50 == 0 or self.done == self.total:
            self.progress.step(self.done, self.total)

    def _day(self) -> date:
        return self.last - timedelta(days=self.people.random.randrange(self.days))

    def households(self, count: int) -> list[tuple[str, Household]]:
        """Households; each came some time in the past."""
        taken = self.write.codes(Household)
        records = []
        for _ in range(count):
            code = codes.household_code(taken, self.people.below)
            taken.add(code)
            records.append(self.people.household(code, self._day()))
            self._step()
        return list(zip(self.write.add_many(records), records, strict=True))

    def needs(self, homes: list[tuple[str, Household]], count: int) -> None:
        """Needs of those households, older ones mostly met."""
        numbers: dict[str, int] = {}
        draw = self.people.random
        weights = [1 / (1 + rank % 7) for rank in range(len(homes))]
        records = []
        for uid, home in draw.choices(homes, weights, k=count) if count else []:
            numbers[uid] = numbers.get(uid, 0) + 1
            records.append(self._need(uid, home, numbers[uid]))
            self._step()
        self.write.add_many(records)

    def _need(self, uid: str, home: Household, number: int) -> Need:
        draw = self.people.random
        category = draw.choices([c for c, _ in _WISHES], [w for _, w in _WISHES])[0]
        urgency = draw.choices(list(Urgency), (35, 30, 25, 10))[0]
        received = home.received_on + timedelta(days=draw.randrange((self.last - home.received_on).days + 1))
        draft = self._drafts.get((category, home.size))
        if draft is None:
            draft = draft_in(self.write, category, home.size, received, urgency)
            self._drafts[category, home.size] = draft
        fields = draft.model_dump() | {"received_on": received, "urgency": urgency}
        fields |= {"household": uid, "code": codes.need_code(home.code, number)}
        return Need.checked(**(fields | self._fate(received, urgency, draft)))

    def _fate(self, received: date, urgency: Urgency, draft: Need) -> dict[str, object]:
        draw = self.people.random
        age = (self.last - received).days
        if age < OPEN_DAYS and draw.random() > age / OPEN_DAYS * 0.6:
            wait = {Urgency.TODAY: 1, Urgency.THIS_WEEK: 7, Urgency.THIS_MONTH: 30}.get(urgency)
            return {"needed_by": None if wait is None else received + timedelta(days=wait)}
        finished = min(self.last, received + timedelta(days=draw.randrange(1, 15)))
        fate = draw.choices(("fulfilled", "closed", "referred"), (82, 10, 8))[0]
        if fate == "closed":
            reason = draw.choice([r for r in CloseReason if r != CloseReason.DUPLICATE])
            return {"state": NeedState.CLOSED, "close_reason": reason, "finished_on": finished}
        if fate == "referred":
            return {"state": NeedState.REFERRED, "referred_to": "Partner clinic", "finished_on": finished}
        given = draft.quantity if CATEGORIES[draft.category].kind == "goods" else 0
        return {"state": NeedState.FULFILLED, "filled": given, "finished_on": finished}

    def volunteers(self, count: int) -> None:
        """Volunteers of today."""
        taken = self.write.codes(Volunteer)
        records = []
        for _ in range(count):
            code = codes.volunteer_code(taken, self.people.below)
            taken.add(code)
            records.append(self.people.volunteer(code, self.last))
            self._step()
        self.write.add_many(records)

    def lots(self, count: int) -> None:
        """Lots at three sites, some expiring soon."""
        draw = self.people.random
        known = self.write.codes(Site)
        for code, name, zone in SITES if count else ():
            if code not in known:
                self.write.add(Site.checked(code=code, name=name, zone=zone))
        items = [row.record for row in self.write.all(CatalogueItem) if row.record.active]
        first = lot_number(self.write.codes(Lot))
        for number in range(first, first + count):
            item = draw.choices(items, [6 if known.default else 1 for known in items])[0]
            fresh = item.category in ("food", "baby")
            lot = Lot.checked(
                code=f"L-{number}",
                item=item.code,
                site=draw.choice(SITES)[0],
                expires_on=self.last + timedelta(days=draw.randrange(2, 120)) if fresh else None,
                received_on=self.last - timedelta(days=draw.randrange(14)),
                source=draw.choice(("Food depository", "Neighbors", "Parish drive", "")),
                diet=["halal"] if fresh and draw.random() < 0.2 else [],
            )
            uid = self.write.add(lot)
            units = draw.randrange(4, 40) * (10 if item.unit == "usd" else 1)
            self.write.add(Movement.checked(lot=uid, kind=MovementKind.RECEIVED, units=units, on=lot.received_on))
            self._step()
