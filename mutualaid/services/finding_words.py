"""What `verify` found, in words: the sentence of its code, then what is known beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.language.formats import format_list
from mutualaid.language.stored import counted, part
from mutualaid.records.errors import BadInput

MOST_CODES = 20
_MISSING = {
    "household": N_("The household is not there of: {what}."),
    "volunteer": N_("The volunteer is not there of: {what}."),
    "need": N_("The need is not there of: {what}."),
    "lot": N_("The lot is not there of: {what}."),
}


def words(code: str, facts: Mapping[str, Any]) -> str:
    """A finding as a coordinator reads it."""
    return " ".join([sentence(BadInput(code, **facts)), *_beside(facts)])


def document(code: str, message: str, facts: Mapping[str, Any]) -> dict[str, object]:
    """A finding for a program: code, message and facts."""
    told: dict[str, object] = {"code": code, "message": message}
    for name, value in facts.items():
        if name == "unreadable":
            told[name] = [{"kind": one.kind, "count": one.number, "codes": list(one.codes)} for one in value]
        elif name == "missing":
            told[name] = [{"kind": kind, "target": target, "count": count} for kind, target, count in value]
        else:
            told[name] = list(value) if isinstance(value, tuple) else value
    return told


def _beside(facts: Mapping[str, Any]) -> Iterator[str]:
    if "pages" in facts:
        what = format_list([part(area) for area in facts["areas"]])
        yield tr("Damaged pages: {pages}. On them: {what}.", pages=facts["pages"], what=what)
    for one in facts.get("unreadable", ()):
        yield tr("Cannot be read there: {what}.", what=_with_codes(one.kind, one.number, one.codes))
    if isinstance(facts.get("entries"), str):
        yield tr("Entries: {entries}.", entries=facts["entries"])
    elif "entries" in facts:
        n = facts["entries"]
        yield ntr("{n} entry does not agree.", "{n} entries do not agree.", n)
    missing: dict[str, list[str]] = {}
    for kind, target, count in facts.get("missing", ()):
        if target in _MISSING:
            missing.setdefault(target, []).append(counted(kind, count))
        else:
            yield ntr("{n} value of the journal has no entry.", "{n} values of the journal have no entry.", count)
    for target, those in missing.items():
        yield tr(_MISSING[target], what=format_list(those))


def _with_codes(kind: str, number: int, codes: tuple[str, ...]) -> str:
    if not codes:
        return counted(kind, number)
    more = "…" if len(codes) > MOST_CODES else ""
    return f"{counted(kind, number)} ({', '.join(codes[:MOST_CODES])}{more})"
