"""The watch over free text: finds identifiers and status words before a note is kept, so that they can be taken out.

It points out and never decides: the coordinator sees each finding and redacts it with one key, or goes on. It prefers
a false alarm to a miss for numbers that follow their name ("SSN", "número A"), and silence for bare numbers, because
phones, addresses, ZIP and gate codes fill these notes. A finding covers the number together with its name, since "his
A-number is [removed]" still tells what it hides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mutualaid.discretion.identifiers import IDENTIFIERS, Kind
from mutualaid.discretion.plain import plain, remove_controls, tidy_note
from mutualaid.discretion.status_words import ICE, STATUS
from mutualaid.language.catalog import Catalog, current

__all__ = ["Finding", "Kind", "find", "find_identifiers", "redact", "redact_all", "remove_controls", "tidy_note"]

_FOUR_DIGITS = re.compile(r"(?:\d\D*){4}")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to take out of a text: its kind, and where it starts and ends. It does not hold the text itself."""

    start: int
    end: int
    kind: Kind


def find(text: str) -> list[Finding]:
    """What should not be kept in `text`, in order of place; findings do not overlap."""
    flat, places = plain(text)
    return _apart([*_identifiers(flat, places), *_status_words(text, flat, places)])


def find_identifiers(text: str) -> list[Finding]:
    """Those of `find` that are numbers and dates; at a glance where a text has no four digits, as most have not."""
    if text.isascii() and not _FOUR_DIGITS.search(text):
        return []
    flat, places = plain(text)
    return _apart(_identifiers(flat, places)) if _FOUR_DIGITS.search(flat) else []


def _apart(found: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(found, key=_weight):
        if all(finding.end <= other.start or finding.start >= other.end for other in kept):
            kept.append(finding)
    return sorted(kept)


def _weight(finding: Finding) -> tuple[bool, int, int]:
    """Identifiers before words, then the longer finding, then the earlier."""
    return finding.kind == Kind.STATUS_WORD, finding.start - finding.end, finding.start


def _identifiers(flat: str, places: list[int]) -> Iterator[Finding]:
    for kind, pattern in IDENTIFIERS:
        for match in pattern.finditer(flat):
            yield Finding(places[match.start()], places[match.end() - 1] + 1, kind)


def _status_words(text: str, flat: str, places: list[int]) -> Iterator[Finding]:
    for match in STATUS.finditer(flat):
        yield Finding(places[match.start()], places[match.end() - 1] + 1, Kind.STATUS_WORD)
    for match in ICE.finditer(text):
        if not text.isupper():
            yield Finding(match.start(), match.end(), Kind.STATUS_WORD)


def redact(text: str, finding: Finding, cat: Catalog | None = None) -> str:
    """`text` with a neutral mark in the finding's place, in the current language or in that of `cat`.

    The mark is the same for every kind, so that it does not tell what stood there.
    """
    return text[: finding.start] + _mark(cat) + text[finding.end :]


def redact_all(text: str, cat: Catalog | None = None, *, look: Callable[[str], list[Finding]] = find) -> str:
    """`text` with every finding (of `look`) redacted, until nothing more is found."""
    while findings := look(text):
        for finding in reversed(findings):
            text = redact(text, finding, cat)
    return text


def _mark(cat: Catalog | None) -> str:
    return (current() if cat is None else cat).tr("[removed]")
