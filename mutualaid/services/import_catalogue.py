"""The office's catalogue as an import looks things up in it, and grows it."""

from __future__ import annotations

from mutualaid.records.categories import CATEGORIES
from mutualaid.records.defaults import find_item
from mutualaid.records.folding import Names
from mutualaid.records.kinds import Mode
from mutualaid.records.supply import CatalogueItem
from mutualaid.store.reading import Reading


class Catalogue:
    """The active items of the office, by code, by name in either language, and by the names everyone uses."""

    def __init__(self, read: Reading) -> None:
        self.items = {row.record.code: row.record for row in read.all(CatalogueItem)}
        self._usual: dict[str, CatalogueItem] = {}
        for item in self.items.values():
            held = self._usual.get(item.category)
            if item.active and (held is None or (item.default and not held.default)):
                self._usual[item.category] = item
        self._names = self._index()

    def _index(self) -> Names:
        return Names({item.code: (item.code, item.name_en, item.name_es) for item in self.items.values()})

    def find(self, text: str) -> CatalogueItem | None:
        """The item that goes by `text`: the office's own names first, then the aliases of the starting catalogue."""
        code = text if text in self.items else self._names.find(text)
        if code is None:
            known = find_item(text)
            code = known.code if known is not None else None
        return self.items.get(code) if code is not None else None

    def usual(self, category: str) -> CatalogueItem | None:
        """What a need that names only the category receives: the item so marked, else the first active one."""
        return self._usual.get(category)

    def add(self, item: CatalogueItem) -> None:
        """Know one more item."""
        self.items[item.code] = item
        self._names = self._index()


def service_fields(category: str) -> dict[str, object]:
    """What a service of that category asks for unless somebody says otherwise."""
    known = CATEGORIES[category]
    return {
        "mode": Mode.SERVICE,
        "skill": known.skill,
        "people": known.people,
        "duration_minutes": known.duration_minutes,
        "seats": known.seats,
        "trust": known.trust,
    }
