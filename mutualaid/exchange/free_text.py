"""Free text on its way in: identifiers and status words are struck out, and what belongs in a field is pointed out."""

from __future__ import annotations

import re

from mutualaid.discretion import watch
from mutualaid.exchange.drafts import Findings
from mutualaid.records import skills
from mutualaid.records.folding import fold

_PARTS = re.compile(r"[;,./()\n]+")
_MARK = re.compile(r"\[[^\[\]]*\]")


def watched(text: str, findings: Findings) -> str:
    """`text` without identifiers and status words, a neutral mark in their place; what was met is a warning.

    Nobody sits before an import to press the key, so it strikes by itself: the neighbour's meaning stays, the word
    that could be held against her does not.
    """
    if not text:
        return text
    kinds = {finding.kind for finding in watch.find(text)}
    if not kinds:
        return text
    findings.warn("status_word", when=watch.Kind.STATUS_WORD in kinds)
    findings.warn("identifier_redacted", when=bool(kinds - {watch.Kind.STATUS_WORD}))
    return watch.redact_all(text)


def hints(text: str, findings: Findings) -> None:
    """Point out an access need or a diet that a note tells of, for the coordinator to put where the plan sees it."""
    for part in _PARTS.split(text):
        findings.warn("access_in_notes", when=skills.access_from_text(part) is not None)
        findings.warn("diet_in_notes", when=skills.diet_from_text(part) is not None)


def said_already(notes: str, more: str) -> bool:
    """Whether `notes` hold `more`, whatever the language of the marks in it."""
    return fold(_MARK.sub(" ", more)) in fold(_MARK.sub(" ", notes))


def joined(notes: str, more: str) -> str:
    """Two notes as one, each on its own line, nothing said twice."""
    if not more or said_already(notes, more):
        return notes
    return f"{notes}\n{more}" if notes else more
