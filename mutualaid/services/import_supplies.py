"""Rows of a stock list into items, sites and lots; the same list again adds nothing.

Two rows alike in one list are two lots, so what was imported is remembered by counting: each row's content is put
through a hash, and the store keeps how many lots of that content came in. A list adds a row only when it holds more
of its kind than that.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import cast

from mutualaid.exchange.drafts import Draft, LotDraft
from mutualaid.progress import Progress
from mutualaid.records.errors import BadInput
from mutualaid.records.folding import fold
from mutualaid.records.kinds import MovementKind
from mutualaid.records.place import Site
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.zones import Zone
from mutualaid.services.import_catalogue import Catalogue
from mutualaid.services.import_rows import STEP, Beside, Decision, Fate, Intake, Office, Outcome, fate, rejected
from mutualaid.services.supplies import lot_number, slug
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing

LOTS_SEEN = "imported_lots"
"""The small value of the store that holds how many lots of each content were imported."""


class SupplyIntake(Intake):
    """Decides and writes lots, with the items and sites that they need."""

    def __init__(self, read: Reading, office: Office) -> None:
        self._office = office
        self._catalogue = Catalogue(read)
        self._item_codes = read.codes(CatalogueItem)
        self._sites: dict[str, Site] = {}
        for row in read.all(Site):
            self._sites[fold(row.record.code)] = self._sites[fold(row.record.name)] = row.record
        self._site_codes = read.codes(Site)
        self._next_lot = lot_number(read.codes(Lot))
        self._seen: Counter[str] = Counter(json.loads(read.meta(LOTS_SEEN) or "{}"))
        self._here: Counter[str] = Counter()
        self._new_items: list[CatalogueItem] = []
        self._new_sites: list[Site] = []
        self._lots: list[tuple[Lot, int, str]] = []
        self._kept: dict[str, list[str]] = {}

    def take(self, draft: Draft, told: Decision | None = None, doubtful: Decision | None = None) -> Fate:
        """Find the item and the site, or make them; take the lot unless it came before and is not told to be new."""
        draft = cast("LotDraft", draft)
        warnings = dict.fromkeys(draft.warnings)
        content = _content(draft)
        if told is None and self._here[content] < self._seen[content]:
            self._here[content] += 1
            return fate(draft, Outcome.DUPLICATE, warnings)
        try:
            item, site = self._item(draft), self._site(draft)
            if item is None or site is None:
                return rejected(draft, "category_missing" if item is None else "site_missing")
            lot = Lot.checked(
                code=f"L-{self._next_lot}",
                item=item.code,
                site=site.code,
                expires_on=draft.expires_on,
                received_on=draft.received_on or self._office.today,
                source=draft.source,
                diet=list(draft.diet),
                note=draft.notes,
            )
        except BadInput as problem:
            return rejected(draft, problem.code)
        self._learn(item, site, warnings)
        if draft.unit and draft.unit != item.unit:
            warnings["unit_differs"] = None
        self._lots.append((lot, draft.quantity, content))
        self._next_lot += 1
        self._here[content] += 1
        return fate(draft, Outcome.ADDED, warnings)

    def beside(self, near: int, zones: Mapping[str, Zone]) -> Beside:
        """No lot is ever like another."""
        raise NotImplementedError

    def _learn(self, item: CatalogueItem, site: Site, warnings: dict[str, None]) -> None:
        """Know a new item or site from here on."""
        if item.code not in self._item_codes:
            self._new_items.append(item)
            self._item_codes.add(item.code)
            self._catalogue.add(item)
            warnings["item_added"] = None
        if site.code not in self._site_codes:
            self._new_sites.append(site)
            self._site_codes.add(site.code)
            self._sites[fold(site.name)] = site
            warnings["site_added"] = None

    def _item(self, draft: LotDraft) -> CatalogueItem | None:
        """The item, or a new one; none for a new one of which the row gives no category."""
        found = self._catalogue.find(draft.item)
        if found is not None or not draft.category:
            return found
        code = slug(draft.item, self._item_codes)
        return CatalogueItem.checked(
            code=code, name_en=draft.item, name_es=draft.item, category=draft.category, unit=draft.unit or "each"
        )

    def _site(self, draft: LotDraft) -> Site | None:
        """The site, or a new one; none when the row leaves it open which of several."""
        if not draft.site:
            known = {site.code: site for site in self._sites.values()}
            return next(iter(known.values())) if len(known) == 1 else None
        found = self._sites.get(fold(draft.site))
        if found is not None:
            return found
        code = slug(draft.site, self._site_codes)
        return Site.checked(code=code, name=draft.site, zone=draft.zone or self._office.zone)

    def keep(self, write: Writing, progress: Progress) -> list[str]:
        """Write items and sites, then lots with what was received of each."""
        write.add_many([*self._new_items, *self._new_sites])
        uids: list[str] = []
        for start in range(0, len(self._lots), STEP):
            progress.step(start, len(self._lots))
            part = self._lots[start : start + STEP]
            fresh = write.add_many(lot for lot, _, _ in part)
            uids += fresh
            write.add_many(
                Movement.checked(lot=uid, kind=MovementKind.RECEIVED, units=units, on=lot.received_on)
                for uid, (lot, units, _) in zip(fresh, part, strict=True)
            )
            for uid, (_, _, content) in zip(fresh, part, strict=True):
                self._kept.setdefault(content, []).append(uid)
        if self._lots:
            seen = {content: max(count, self._here[content]) for content, count in (self._seen | self._here).items()}
            write.set_meta(LOTS_SEEN, json.dumps(seen, sort_keys=True))
        return uids

    def extra(self) -> dict[str, str]:
        """Which lots each content brought."""
        return {LOTS_SEEN: json.dumps(self._kept)} if self._kept else {}


def _content(draft: LotDraft) -> str:
    """A short hash of what a row says, alike for the same words in another order of columns or other capitals."""
    words = [
        fold(draft.item), draft.category, str(draft.quantity), draft.unit, fold(draft.site), draft.zone,
        str(draft.expires_on or ""), str(draft.received_on or ""), fold(draft.source), " ".join(sorted(draft.diet)),
        fold(draft.notes),
    ]  # fmt: skip
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]
