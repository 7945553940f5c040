"""What a passphrase must be, and one to propose. Length counts; mixtures of signs are not asked for."""

from __future__ import annotations

import math
import re
import secrets
import unicodedata

from mutualaid.records.errors import Refused
from mutualaid.vault import words

MIN_LETTERS = 15
MAX_LETTERS = 1024
SUGGESTED_WORDS = 6
SPARE_LETTERS = 4

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "12345678901234567890",
    "09876543210987654321",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "qazwsxedcrfvtgbyhnujmik",
)
# Phrases and words that guessing lists begin with, folded and without spaces; longer ones first.
_COMMON = (
    "correcthorsebatterystaple thequickbrownfoxjumpsoverthelazydog letmeinplease passwordpassword "
    "quieroverlasestrellas elperrodesanroque contrasenasegura administrator administrador "
    "contrasena contrasenia passphrase password passwort passw0rd p4ssword bienvenidos bienvenida bienvenido "
    "trustno1 iloveyou teamomucho teamo tequiero sunshine princess princesa football futbol baseball beisbol superman "
    "batman dragon monkey mariposa estrella corazon secreto secret welcome letmein changeme cambiame default qwerty "
    "asdfgh zxcvbn 123456 654321 abc123 admin access master login hello hola clave test guest user usuario prueba "
    "open office oficina store tienda"
).split()

# What a guesser who knows whose laptop it is tries beside them.
_OURS = ("mutualaid", "ayudamutua", "chicago")


def normalize(text: str) -> str:
    """The form that is stretched: NFKC, no white space at the ends, runs of it one space. Case and accents stay."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def to_secret(text: str) -> bytes:
    """The bytes of the normalized passphrase. A text that no slot could have been made with gives b""."""
    if len(text) > MAX_LETTERS:
        return b""
    return normalize(text).encode("utf-8", "surrogatepass")


def check(text: str) -> None:
    """Raise unless `text` may protect a store.

    Refused("passphrase_too_short", letters=15), Refused("passphrase_too_long", letters=1024) or, for what guessing
    begins with (listed phrases, keyboard rows, repetitions), Refused("passphrase_common").
    """
    if len(text) > MAX_LETTERS:
        raise Refused("passphrase_too_long", letters=MAX_LETTERS)
    plain = normalize(text)
    if len(plain) < MIN_LETTERS:
        raise Refused("passphrase_too_short", letters=MIN_LETTERS)
    if _is_common(plain):
        raise Refused("passphrase_common")


def suggest(language: str = "en") -> str:
    """Six random words of "es" or English, about 65 bits; only words without accents, which every keyboard types."""
    easy = [word for word in words.word_list(language) if word.isascii()]
    return " ".join(secrets.choice(easy) for _ in range(SUGGESTED_WORDS))


def suggested_bits(language: str = "en") -> float:
    """How many bits a guesser lacks who knows that the passphrase was suggested here."""
    return SUGGESTED_WORDS * math.log2(sum(word.isascii() for word in words.word_list(language)))


def _is_common(plain: str) -> bool:
    bare = re.sub(r"[\W_]+", "", words.fold(plain))
    if len(set(bare)) < 5 or _repeats(bare) or any(_walks(bare, row) for row in _ROWS):
        return True
    letters = re.sub(r"\d+", "", bare)
    for word in _OURS:
        letters = letters.replace(word, "")
    return len(letters) < SPARE_LETTERS or any(
        phrase in bare and len(_without(phrase, letters)) < SPARE_LETTERS for phrase in _COMMON
    )


def _without(phrase: str, letters: str) -> str:
    """What the letters say beyond one listed phrase, however often it is repeated."""
    return letters.replace(re.sub(r"\d+", "", phrase) or phrase, "")


def _repeats(bare: str) -> bool:
    return any(bare == (bare[:unit] * len(bare))[: len(bare)] for unit in range(1, len(bare) // 2 + 1))


def _walks(bare: str, row: str) -> bool:
    ring = row * 2
    return bare[:MIN_LETTERS] in ring or bare[:MIN_LETTERS] in ring[::-1]
