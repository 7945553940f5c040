"""Everything an office holds, to be compared before and after, and files of every kind that may hit what is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from mutualaid.services.import_supplies import LOTS_SEEN
from mutualaid.services.importing import ImportResult, preview_import, run_import
from mutualaid.services.office import Office
from mutualaid.store.registry import KINDS

TODAY = date(2026, 11, 23)


def everything(office: Office) -> dict[str, Any]:
    """Every record by kind and uid, and what is remembered of lots that were imported."""
    with office.store.read() as read:
        held: dict[str, Any] = {
            kind.name: {row.uid: row.record.model_dump() for row in read.all(kind.record)} for kind in KINDS.values()
        }
        held["lots seen"] = read.meta(LOTS_SEEN) or "{}"
        assert read.verify() == [], read.verify()
    return held


def stock_adds_up(office: Office) -> bool:
    """Whether the stock of each lot is the sum of its movements."""
    held = everything(office)
    with office.store.read() as read:
        stock = read.stock()
    sums = dict.fromkeys(held["lot"], 0)
    for movement in held["movement"].values():
        sums[movement["lot"]] += movement["units"]
    return {uid: here for uid, (here, _) in stock.items()} == sums


def brought(office: Office, path: Path, lines: list[str]) -> ImportResult:
    """Write lines into a file, and import it."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return run_import(office, preview=preview_import(office, path=path, today=TODAY), today=TODAY)


_names = st.sampled_from(["Ana Pérez Xol", "Ana Perez", "Eva Mora", "José Luis Tun", "", "Eva Moras"])
_phones = st.sampled_from(["773-555-0101", "773-555-0102", "773-555-0103", ""])
_days = st.sampled_from(["2026-11-20", "2026-11-01", ""])
_HOME = st.tuples(
    _names, _phones, st.sampled_from(["Pilsen", "Narnia"]), st.sampled_from(["2", "4", "x"]),
    st.sampled_from(["Spanish", "Mam", "Spanish, Mam"]), st.sampled_from(["food", "food|diapers", "ride"]), _days,
    st.sampled_from(["", "the back door", "second floor"]), st.sampled_from(["1825 S Racine", ""]),
).map(lambda cells: ",".join(f'"{cell}"' for cell in cells))  # fmt: skip
_HELPER = st.tuples(
    _names, _phones, st.sampled_from(["Pilsen", "Avondale"]), st.sampled_from(["cooking", "driving", ""]),
    st.sampled_from(["Spanish", "Mam", "English"]), st.sampled_from(["", "has a ladder"]),
).map(lambda cells: ",".join(f'"{cell}"' for cell in cells))  # fmt: skip
_LOT = st.tuples(
    st.sampled_from(["Rice", "Diapers size 4", "Blue box", "Green box"]), st.sampled_from(["food", "diapers"]),
    st.sampled_from(["3", "12"]), st.sampled_from(["Church", "Closet"]), _days,
).map(lambda cells: ",".join(f'"{cell}"' for cell in cells))  # fmt: skip

_HEADERS: list[tuple[str, st.SearchStrategy[str]]] = [
    ("contact_name,phone,zone,household_size,languages,category,received_on,notes,address", _HOME),
    ("name,phone,zone,skills,languages,notes", _HELPER),
    ("item,category,quantity,site,received_on", _LOT),
]


def files() -> st.SearchStrategy[list[str]]:
    """The lines of a file of any kind, over names and goods so few that they meet one another."""
    return st.sampled_from(_HEADERS).flatmap(
        lambda of: st.lists(of[1], min_size=1, max_size=6).map(lambda rows: [of[0], *rows])
    )
