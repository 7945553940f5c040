"""Words that occur nowhere else, and every way in which a program might write them in clear."""

from __future__ import annotations

import base64
import json
import unicodedata

NAME = "Xochiquetzal Ñandú Ibarrolaza"
NOTE = "El quetzalcóatlito duerme en la azotea con la llave"
STREET = "4417 Zacatecas Poniente"
PHONE = "773 555 0187"
SEARCHED = "Tlaltecuhtli Ñemby"
COORDINATOR = "Itzpapálotl Coyolxauhqui"
WORDS = [NAME, NOTE, STREET, SEARCHED, COORDINATOR, "Xochiquetzal", "quetzalcóatlito", "Zacatecas", "Coyolxauhqui"]

_PHONE = [
    "7735550187", "773-555-0187", "773 555 0187", "(773) 555-0187", "773.555.0187", "(773)555-0187", "+1 773 555 0187",
    "tel:+1-773-555-0187",
]  # fmt: skip


def folded(text: str) -> str:
    """Without capitals and accents, as search keeps words."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def spellings(text: str) -> set[str]:
    """A text composed and decomposed, as it is, in small letters, in capitals, and without accents."""
    plain = {text, text.lower(), text.upper(), folded(text)}
    return {unicodedata.normalize(form, one) for one in plain for form in ("NFC", "NFD")}


def encodings(text: str) -> dict[str, bytes]:
    """A spelling as bytes, by the name of the encoding."""
    found = {code: text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")}
    found |= {"json": json.dumps(text).strip('"').encode(), "url": text.encode("unicode_escape")}
    for code in ("utf-8", "utf-16-le"):
        found |= {f"base64 of {code}, {shift}": _base64(text.encode(code), shift) for shift in range(3)}
    return found


def _base64(data: bytes, shift: int) -> bytes:
    """What base64 makes of the data when it begins `shift` bytes into a group of three, without its changing ends."""
    coded = base64.b64encode(bytes(shift) + data)
    first, last = -(-shift * 4 // 3), (shift + len(data)) * 4 // 3
    return coded[first + (shift > 0) : last - 1]


def forms(*more: str) -> dict[bytes, str]:
    """Every form of every canary and of what else must not be found, with its name."""
    found: dict[bytes, str] = {}
    for text in [*WORDS, *_PHONE, *more]:
        for spelling in spellings(text):
            for name, data in encodings(spelling).items():
                found.setdefault(data, f"{text} ({name})")
    return found


def seen_in(data: bytes, looked_for: dict[bytes, str]) -> list[str]:
    """Which forms lie in the data."""
    return [name for form, name in looked_for.items() if form in data]
