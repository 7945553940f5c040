"""The BIP-39 word lists in English and Spanish: 2,048 words each, told apart by their first four letters."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mnemonic import Mnemonic

_LISTS = {"en": "english", "es": "spanish"}

LANGUAGES = tuple(_LISTS)


@cache
def coder(language: str) -> Mnemonic:
    """Between bytes and the words of `language` ("es", else English)."""
    from mnemonic import Mnemonic

    return Mnemonic(_LISTS.get(language[:2], "english"))


@cache
def word_list(language: str) -> tuple[str, ...]:
    """The words of `language` in order, accents written the usual way (NFC)."""
    return tuple(unicodedata.normalize("NFC", word) for word in coder(language).wordlist)


@cache
def positions(language: str) -> dict[str, int]:
    """Folded word -> its place in `word_list(language)`."""
    return {fold(word): place for place, word in enumerate(word_list(language))}


def fold(text: str) -> str:
    """`text` without capitals or accents (ñ as n), so that people may type words as they come."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
