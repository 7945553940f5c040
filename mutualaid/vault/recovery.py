"""The recovery words: 160 random bits written as 15 words with a checksum (BIP-39), to print and put away."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator

from mutualaid.records.errors import WrongPassphrase
from mutualaid.vault import words

ENTROPY_BYTES = 20
WORD_COUNT = 15
_LETTERS = re.compile(r"[^\W\d_]+")


class RecoveryWords:
    """The secret of a recovery slot. It can be written in either language; both open the same slot."""

    __slots__ = ("_entropy",)

    def __init__(self, entropy: bytes) -> None:
        if len(entropy) != ENTROPY_BYTES:
            raise ValueError("a recovery secret has 20 bytes")
        self._entropy = entropy

    @classmethod
    def generate(cls) -> RecoveryWords:
        """A new secret from the system's random source."""
        return cls(secrets.token_bytes(ENTROPY_BYTES))

    @classmethod
    def parse(cls, text: str) -> RecoveryWords:
        """Read the words as somebody typed them: capitals, missing accents, numbers and extra spaces do not matter.

        Raises WrongPassphrase("recovery_words_mistyped") when they are not 15 words of one list whose checksum holds.
        """
        typed = _split(text)
        for language in words.LANGUAGES:
            places = [place for word in typed if (place := words.positions(language).get(word)) is not None]
            if len(places) != len(typed) or len(typed) != WORD_COUNT:
                continue
            entropy = _entropy_of(places, language)
            if entropy is not None:
                return cls(entropy)
        raise WrongPassphrase("recovery_words_mistyped")

    @property
    def entropy(self) -> bytes:
        """The 20 bytes that the words stand for."""
        return self._entropy

    def words(self, language: str = "en") -> tuple[str, ...]:
        """The 15 words, in English or Spanish ("es")."""
        return tuple(unicodedata.normalize("NFC", words.coder(language).to_mnemonic(self._entropy)).split())

    def text(self, language: str = "en") -> str:
        """The 15 words on one line."""
        return " ".join(self.words(language))

    def __iter__(self) -> Iterator[str]:
        return iter(self.words())

    def __repr__(self) -> str:
        return "RecoveryWords(...)"

    def __reduce__(self) -> str:
        raise TypeError("recovery words are not pickled")


def unknown_words(text: str) -> tuple[int, ...]:
    """Which of the typed words, counted from 1, stand in no list; the list is the one that knows most of them."""
    typed = _split(text)
    unknown = [
        tuple(n for n, word in enumerate(typed, 1) if word not in words.positions(language))
        for language in words.LANGUAGES
    ]
    return min(unknown, key=len)


def _split(text: str) -> list[str]:
    return _LETTERS.findall(words.fold(text))


def _entropy_of(places: list[int], language: str) -> bytes | None:
    listed = words.word_list(language)
    try:
        return bytes(words.coder(language).to_entropy([listed[place] for place in places]))
    except ValueError:  # its checksum does not hold
        return None
