"""From the rows of a survey to what they mean: the journal, tombstones, small values, records, and all the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from mutualaid.store import journal, meta
from mutualaid.store.registry import KINDS, Doc
from mutualaid.store.salvage import merge
from mutualaid.store.salvage.cells import Row
from mutualaid.store.salvage.history import History, Named
from mutualaid.store.salvage.merge import Key, Records, Traces
from mutualaid.store.salvage.shapes import Layout
from mutualaid.store.salvage.survey import Survey

_KINDS = frozenset(kind.name for kind in KINDS.values())
_APART = frozenset({"change", "change_seal", "change_value", "release_ledger", "meta", "search_doc"})
_OF_OLD_PAGES = frozenset({"change", "change_seal", "deleted", "release_ledger", "meta"})
"""Tables of which a row may come from an older copy of its page: nothing that could have been erased lies there."""


@dataclass(frozen=True)
class Sorted:
    """What was found, by meaning. `small` are the values of `meta`; `others` the tables that are taken as they are.

    `ledger` is the ledger of releases by number, `told_ledger` the hashes that the journal has of its entries.
    """

    history: History
    traces: Traces
    kinds: dict[str, Records]
    small: dict[str, str]
    ledger: dict[int, Row]
    told_ledger: dict[int, bytes]
    others: list[tuple[Layout, list[Row]]]

    def last_clock(self) -> str:
        """The latest clock reading that anything bears, "" when nothing does."""
        readings = [self.small.get(meta.CLOCK, ""), self.history.last_clock()]
        for records in self.kinds.values():
            at = records.layout.place["changed"]
            readings += [str(row[at]) for row in records.rows.values()]
        return max(readings)


def sort(survey: Survey, layouts: Mapping[str, Layout], log_key: bytes) -> Sorted:
    """Sort out a survey; takes its rows away as it goes. `log_key` is the damaged store's."""
    taken = {name: _taken(survey, layout) for name, layout in layouts.items() if name not in _KINDS}
    key, value = layouts["meta"].place["key"], layouts["meta"].place["value"]
    small = {str(row[key]): str(row[value]) for row in taken["meta"]}
    history = History(
        _named(taken.pop("change"), layouts["change"]),
        _named(taken.pop("change_seal"), layouts["change_seal"]),
        _named(taken.pop("change_value"), layouts["change_value"]),
        log_key,
        _told_head(small),
    )
    gone = merge.removed(taken["deleted"], history)
    taken["deleted"] = [*_tombstones(gone, history), *taken["deleted"]]
    if not survey.whole("field_clock"):
        taken["field_clock"] = [*_told_clocks(history), *taken["field_clock"]]
    docs = _docs(taken["search_doc"], layouts["search_doc"], gone)
    clocks = _clocks(taken["field_clock"], layouts["field_clock"]) if survey.whole("field_clock") else None
    traces = Traces(history, gone, docs, clocks)
    return Sorted(
        history=history,
        traces=traces,
        kinds=merge.merged(survey, layouts, traces),
        small=small,
        ledger={row[0]: row for row in taken["release_ledger"] if isinstance(row[0], int)},
        told_ledger=_told_ledger(history),
        others=[
            (layouts[name], [row for row in rows if not _erased(layouts[name], row, gone)])
            for name, rows in taken.items()
            if name not in _APART
        ],
    )


def _taken(survey: Survey, layout: Layout) -> list[Row]:
    """A table's rows, those from older copies of pages first or not at all."""
    found = survey.rows.pop(layout.table)
    old = [one for one in found if one.doubtful] if layout.table in _OF_OLD_PAGES else []
    return [layout.whole(one.rowid, one.values) for one in (*old, *(one for one in found if not one.doubtful))]


def _named(rows: list[Row], layout: Layout) -> list[Named]:
    return [layout.named(row) for row in rows]


def _told_head(small: Mapping[str, str]) -> int:
    """The number of the journal's last entry, as the store had noted it."""
    with suppress(ValueError, KeyError, TypeError):
        return int(json.loads(small[journal.HEAD])["seq"])
    return 0


def _docs(rows: list[Row], layout: Layout, gone: frozenset[Key]) -> dict[Key, Doc]:
    docs = {}
    for row in rows:
        named = layout.named(row)
        key = (str(named["kind"]), str(named["uid"]))
        if key not in gone:
            docs[key] = Doc(*(str(named[name]) for name in Doc._fields))
    return docs


def _clocks(rows: list[Row], layout: Layout) -> dict[Key, dict[str, str]]:
    clocks: dict[Key, dict[str, str]] = {}
    for row in rows:
        kind, uid, field, clock = (str(row[layout.place[name]]) for name in ("kind", "uid", "field", "clock"))
        clocks.setdefault((kind, uid), {})[field] = clock
    return clocks


def _told_clocks(history: History) -> list[Row]:
    """When single fields changed, as far as the journal tells, should that be lost."""
    told: list[Row] = []
    for (kind, uid), steps in history.steps.items():
        for step in steps if kind in _KINDS else ():
            low, high = history.clock(step.seq)
            if step.action == "change" and low == high:
                with suppress(ValueError, TypeError):
                    told += [(kind, uid, str(field), low) for field in json.loads(step.value)]
    return told


def _tombstones(gone: frozenset[Key], history: History) -> list[Row]:
    """Tombstones of what the journal tells was removed, should their own be lost."""
    ends = {key: history.steps[key][-1] for key in gone if key in history.steps}
    return [(*key, history.clock(end.seq)[0]) for key, end in ends.items() if end.action == merge.REMOVED]


def _told_ledger(history: History) -> dict[int, bytes]:
    steps = ((key, steps) for (kind, key), steps in history.steps.items() if kind == "release_ledger")
    return {int(key): _hash(told[-1].value) for key, told in steps if key.isdecimal()}


def _hash(text: str) -> bytes:
    with suppress(ValueError, TypeError):
        return bytes.fromhex(json.loads(text))
    return bytes(32)


def _erased(layout: Layout, row: Row, gone: frozenset[Key]) -> bool:
    """Whether a row of another table belongs to a record that is gone; a tombstone itself does not."""
    place = layout.place
    if layout.table == "deleted" or not {"kind", "uid"} <= place.keys():
        return False
    return (str(row[place["kind"]]), str(row[place["uid"]])) in gone
