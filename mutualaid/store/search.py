"""Search: a word index over codes, names and notes, a trigram index over codes, names and phone digits.

What a person types is only ever words to look for: it never reaches FTS5 as syntax. Ranking a whole common word is
slow, so a capped number of candidates is taken first, and those are put in order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Select,
    Text,
    bindparam,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects.sqlite import insert

from mutualaid.records.household import Contact, Household
from mutualaid.records.need import Need
from mutualaid.records.schedule import Shift
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.views import SearchHit
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.registry import KINDS, Doc, Kind
from mutualaid.store.tables import search_doc

_CANDIDATES = 400
_NEEDS = KINDS[Need].table
_HOUSEHOLDS = KINDS[Household].table
_household = _HOUSEHOLDS.c
_LEAST_TRIGRAM = 3
_PHONE = re.compile(r"[\d\s()+./-]*")
_WORDS = text("SELECT rowid FROM search_word WHERE search_word MATCH :words LIMIT :most")
_PARTS = text("SELECT rowid FROM search_part WHERE search_part MATCH :parts LIMIT :most")


def keep(connection: Connection, kind: Kind, docs: Iterable[tuple[str, Doc | None]]) -> None:
    """Index records (uid, doc), in place of what was indexed of them before; what has no doc is passed over."""
    rows = [{"kind": kind.name, "uid": uid, **doc._asdict()} for uid, doc in docs if doc is not None]
    if rows:
        row = insert(search_doc)
        fresh = {name: row.excluded[name] for name in Doc._fields}
        connection.execute(row.on_conflict_do_update(index_elements=["kind", "uid"], set_=fresh), rows)


def drop(connection: Connection, kind: Kind, uids: Sequence[str]) -> None:
    """Take records out of the indexes."""
    connection.execute(delete(search_doc).where(search_doc.c.kind == kind.name, search_doc.c.uid.in_(uids)))


def _readable(typed: str) -> str:
    """What was typed without what no index can hold: a null, half of a pair of surrogates; letters composed."""
    return unicodedata.normalize("NFC", typed.replace("\0", " ").encode(errors="replace").decode())


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def word_query(typed: str) -> str:
    """The FTS5 query for text as typed: every word, each as a prefix; empty when there is no word in it."""
    words = [word for word in _readable(typed).split() if any(letter.isalnum() for letter in word)]
    return " ".join(f"{_quoted(word)}*" for word in words)


def part_query(typed: str) -> str:
    """The trigram query for text as typed: a run inside a name or a code, or phone digits however they are written."""
    bare = " ".join(_readable(typed).split())
    digits = re.sub(r"\D", "", bare)
    if _PHONE.fullmatch(bare):
        return f"digits : {_quoted(digits)}" if len(digits) >= _LEAST_TRIGRAM else ""
    return f"{{code name}} : {_quoted(bare)}" if len(bare) >= _LEAST_TRIGRAM else ""


def _found(connection: Connection, typed: str, most: int) -> list[int]:
    """Ids of documents that match, words first, at most `most` from each index (-1: all)."""
    ids: dict[int, None] = {}
    if words := word_query(typed):
        ids.update(dict.fromkeys(connection.execute(_WORDS, {"words": words, "most": most}).scalars()))
    if parts := part_query(typed):
        ids.update(dict.fromkeys(connection.execute(_PARTS, {"parts": parts, "most": most}).scalars()))
    return list(ids)


def matching_uids(typed: str, *kinds: str) -> Select[tuple[str]]:
    """A subquery of the uids of such kinds that match what was typed."""
    sources = []
    if words := word_query(typed):
        sources.append(_WORDS.bindparams(bindparam("words", words), bindparam("most", -1)).columns(search_doc.c.id))
    if parts := part_query(typed):
        sources.append(_PARTS.bindparams(bindparam("parts", parts), bindparam("most", -1)).columns(search_doc.c.id))
    query = select(search_doc.c.uid).where(search_doc.c.kind.in_(kinds))
    hits: list[ColumnElement[bool]] = [search_doc.c.id.in_(source) for source in sources]
    if not hits:
        return query.where(text("0"))
    return query.where(hits[0] | hits[1] if len(hits) > 1 else hits[0])


def near_uids(connection: Connection, kind: Kind, words: Iterable[str], numbers: Iterable[str]) -> set[str]:
    """Uids of records of a kind with any of those words in their name, or any of those numbers among their phones."""
    quoted = [_quoted(word) for word in map(_readable, words) if any(letter.isalnum() for letter in word)]
    phones = [_quoted(digits) for number in numbers if len(digits := re.sub(r"\D", "", number)) >= _LEAST_TRIGRAM]
    sources = []
    if quoted:
        named: BindParameter[str] = bindparam("words", f"name : ({' OR '.join(quoted)})")
        sources.append(_WORDS.bindparams(named, bindparam("most", -1)).columns(search_doc.c.id))
    if phones:
        reached: BindParameter[str] = bindparam("parts", f"digits : ({' OR '.join(phones)})")
        sources.append(_PARTS.bindparams(reached, bindparam("most", -1)).columns(search_doc.c.id))
    query = select(search_doc.c.uid).where(search_doc.c.kind == kind.name)
    return {uid for source in sources for uid in connection.execute(query.where(search_doc.c.id.in_(source))).scalars()}


def search(connection: Connection, typed: str, limit: int) -> list[SearchHit]:
    """What matches, best first: a whole code, then the start of a code or a name, then words, then parts of words.

    A need is shown under the name of its household's contact.
    """
    wanted = " ".join(_readable(typed).split()).casefold()
    columns = search_doc.c
    exact = connection.execute(select(columns.id).where(columns.code.collate("NOCASE") == wanted)).scalars()
    ids = list(dict.fromkeys([*exact, *_found(connection, typed, _CANDIDATES)]))
    name = func.coalesce(_household.contact_name, columns.name)
    joined = search_doc.outerjoin(_NEEDS, (columns.kind == "need") & (_NEEDS.c.uid == columns.uid)).outerjoin(
        _HOUSEHOLDS, _household.uid == _NEEDS.c.household
    )
    query = select(columns.id, columns.kind, columns.uid, columns.code, name).select_from(joined)
    place = {found: order for order, found in enumerate(ids)}
    rows = connection.execute(query.where(columns.id.in_(ids))).all()
    best = sorted(rows, key=lambda row: (_rank(row[3].casefold(), row[4].casefold(), wanted), place[row[0]]))
    return _owned(connection, [SearchHit(*row[1:]) for row in best[:limit]])


def _owned(connection: Connection, hits: list[SearchHit]) -> list[SearchHit]:
    """The same, with notes under what they are about: whom a contact was with, which lot moved; when it was."""
    owners: dict[tuple[str, str], SearchHit] = {}
    for kind, about in _ABOUT.items():
        if uids := [hit.uid for hit in hits if hit.kind == kind]:
            for source, opened, uid, code, name, on in connection.execute(about(uids)):
                owners[kind, source] = SearchHit(opened, uid, code, name, via=kind, source=source, on=on)
    return [
        owners.get((hit.kind, hit.uid), hit) for hit in hits if hit.kind not in _ABOUT or (hit.kind, hit.uid) in owners
    ]


def _of_contacts(uids: list[str]) -> Select[Any]:
    contact, person = KINDS[Contact].table.c, KINDS[Volunteer].table.c
    home = contact.household.is_not(None)
    joined = KINDS[Contact].table.outerjoin(_HOUSEHOLDS, _household.uid == contact.household)
    return (
        select(
            contact.uid,
            case((home, "household"), else_="volunteer"),
            case((home, contact.household), else_=contact.volunteer),
            func.coalesce(_household.code, person.code),
            func.coalesce(_household.contact_name, person.name),
            contact.on,
        )
        .select_from(joined.outerjoin(KINDS[Volunteer].table, person.uid == contact.volunteer))
        .where(contact.uid.in_(uids), or_(_household.uid.is_not(None), person.uid.is_not(None)))
    )


def _of_movements(uids: list[str]) -> Select[Any]:
    movement, lot = KINDS[Movement].table.c, KINDS[Lot].table.c
    joined = KINDS[Movement].table.join(KINDS[Lot].table, lot.uid == movement.lot)
    told = select(movement.uid, literal("lot"), lot.uid, lot.code, lot.item, movement.on).select_from(joined)
    return told.where(movement.uid.in_(uids))


def _of_shifts(uids: list[str]) -> Select[Any]:
    shift = KINDS[Shift].table.c
    day = func.date(type_coerce(shift.starts, Text), "localtime", type_=Date)
    return select(shift.uid, literal("shift"), shift.uid, literal(""), literal(""), day).where(shift.uid.in_(uids))


_ABOUT: dict[str, Callable[[list[str]], Select[Any]]] = {
    KINDS[Contact].name: _of_contacts,
    KINDS[Movement].name: _of_movements,
    KINDS[Shift].name: _of_shifts,
}
"""Kinds that are found by their notes alone."""


def _rank(code: str, name: str, wanted: str) -> int:
    return 0 if code == wanted else 1 if code.startswith(wanted) else 2 if name.startswith(wanted) else 3
