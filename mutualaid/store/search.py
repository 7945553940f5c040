"""Search: a word index over codes, names and notes, a trigram index over codes, names and phone digits.

What a person types is only ever words to look for: it never reaches FTS5 as syntax. Ranking a whole common word is
slow, so a capped number of candidates is taken first, and those are put in order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, delete, func, select, text
from sqlalchemy.dialects.sqlite import insert

from mutualaid.records.household import Household
from mutualaid.records.need import Need
from mutualaid.records.views import SearchHit
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


def keep(connection: Connection, kind: Kind, docs: Iterable[tuple[str, Doc]]) -> None:
    """Index records (uid, doc), in place of what was indexed of them before."""
    rows = [{"kind": kind.name, "uid": uid, **doc._asdict()} for uid, doc in docs]
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
    return [SearchHit(*row[1:]) for row in best[:limit]]


def _rank(code: str, name: str, wanted: str) -> int:
    return 0 if code == wanted else 1 if code.startswith(wanted) else 2 if name.startswith(wanted) else 3
