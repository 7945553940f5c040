"""The office's catalog: what it hands out, how much a household gets, by which barcodes it is known, when it is low."""

from __future__ import annotations

from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.supply import CatalogueItem
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office
from mutualaid.services.supplies import slug
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

_AREA = frozenset({Area.SUPPLIES, Area.NEEDS})


def catalogue(office: Office) -> list[Stored[CatalogueItem]]:
    """Every item, in the order of categories, what a bare need gets first and closed ones last."""
    order = list(CATEGORIES)
    with office.store.read() as read:
        rows = read.all(CatalogueItem)

    def place(row: Stored[CatalogueItem]) -> tuple[object, ...]:
        item = row.record
        known = order.index(item.category) if item.category in CATEGORIES else len(order)
        return not item.active, known, not item.default, item.name_en.casefold()

    return sorted(rows, key=place)


def new_code(office: Office, *, name: str) -> str:
    """A code for a new item of that name."""
    with office.store.read() as read:
        return slug(name, read.codes(CatalogueItem)).replace("-", "_")


def keep_item(office: Office, *, item: CatalogueItem, uid: str = "") -> Changed:
    """Add an item, or with `uid` change one; its code stays. One item of each category is what a bare need gets, so
    naming another one takes that from the one before.

    Raises BadInput("category_unknown" | "record_gone"), Refused("code_taken" | "barcode_taken", item |
    "field_not_changed_here" | "default_item_closed").
    """
    if item.category not in CATEGORIES:
        raise BadInput("category_unknown")
    if item.default and not item.active:
        raise Refused("default_item_closed")
    with office.store.write("change item" if uid else "add item") as write:
        if uid and write.get(CatalogueItem, uid).code != item.code:
            raise Refused("field_not_changed_here", field="code")
        _check_barcodes(write, item, uid)
        if item.default:
            for row in write.all(CatalogueItem, category=item.category, default=True):
                if row.uid != uid:
                    write.change(CatalogueItem, row.uid, default=False)
        if uid:
            write.change(CatalogueItem, uid, **{name: getattr(item, name) for name in CatalogueItem.model_fields})
        else:
            uid = write.add(item)
    return Changed(_AREA, (uid,))


def _check_barcodes(write: Writing, item: CatalogueItem, uid: str) -> None:
    """A scanned code means one thing: no other item has it, and no pack of this one has it twice."""
    codes = [*item.barcodes, *(pack.code for pack in item.packs)]
    if len(codes) != len(set(codes)):
        raise Refused("barcode_taken", item=item.code)
    for row in write.all(CatalogueItem):
        others = {*row.record.barcodes, *(pack.code for pack in row.record.packs)}
        if row.uid != uid and others & set(codes):
            raise Refused("barcode_taken", item=row.record.code)
