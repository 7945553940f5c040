"""What the watch over free text found, in words."""

from __future__ import annotations

from mutualaid.discretion.watch import Kind
from mutualaid.language.catalog import N_, tr

_WORDS = {
    Kind.A_NUMBER: N_("an A-number"),
    Kind.SSN: N_("a Social Security number"),
    Kind.ITIN: N_("an ITIN"),
    Kind.PASSPORT: N_("a passport number"),
    Kind.CASE_NUMBER: N_("a case number"),
    Kind.BIRTH_DATE: N_("a birth date"),
    Kind.STATUS_WORD: N_("words about immigration"),
}


def kind_words(kind: Kind) -> str:
    """The finding's kind as it stands in a sentence."""
    return tr(_WORDS[kind])
