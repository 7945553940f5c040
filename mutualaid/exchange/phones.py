"""Phone numbers as people write them, in E.164 form, with what is said beside them ("(WhatsApp)", "no texts")."""

from __future__ import annotations

import re

from mutualaid.records.folding import fold
from mutualaid.records.household import Phone
from mutualaid.records.kinds import PhoneKind

REGION = "US"
"""Where a number without a country code is dialled."""

_BETWEEN = re.compile(r"\s*(?:[|;/\n]|,(?=\s*[+(\d])|\s+(?:or|and|o|y)\s+(?=[+(\d]))\s*", re.IGNORECASE)
_DIALLED = re.compile(r"\+?[\d(][\d\s().\-–·/]{5,}\d")
_WHATSAPP = ("whatsapp", "whats app", "wsp", "wa")
_LANDLINE = ("home", "house", "landline", "casa", "fijo", "telefono de casa", "work", "trabajo")
_NO_TEXTS = ("no text", "no texts", "do not text", "calls only", "call only", "no mensajes", "solo llamadas")
_VOICEMAIL = ("voicemail ok", "ok to leave message", "leave message", "dejar mensaje", "puede dejar mensaje")
_NONE = {"no", "none", "n a", "na", "no phone", "no tiene", "ninguno", "sin telefono", "no tengo", "no telephone"}
_MOST = 6


def says_none(text: str) -> bool:
    """Whether the answer is that there is no phone."""
    return fold(text) in _NONE


def parse_phones(text: str) -> tuple[list[Phone], bool]:
    """The phones in `text`, each once, and whether all of it was understood."""
    phones: dict[str, Phone] = {}
    whole = True
    for part in filter(None, _BETWEEN.split(text.strip())):
        phone = _one(part)
        if phone is None:
            whole = False
        else:
            phones.setdefault(phone.number, phone)
    return list(phones.values())[:_MOST], whole and len(phones) <= _MOST


def _one(part: str) -> Phone | None:
    import phonenumbers  # its tables take a moment to load

    found = _DIALLED.search(part)
    if found is None:
        return None
    try:
        number = phonenumbers.parse(found.group(), REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not re.fullmatch(r"\+[1-9]\d{6,14}", written, re.ASCII):
        return None
    words = f" {fold(part[: found.start()] + ' ' + part[found.end() :])} "
    return Phone(
        number=written,
        kind=_kind(words),
        may_text=not _says(words, _NO_TEXTS) and _kind(words) != PhoneKind.LANDLINE,
        may_leave_message=_says(words, _VOICEMAIL),
    )


def _says(words: str, any_of: tuple[str, ...]) -> bool:
    return any(f" {phrase} " in words for phrase in any_of)


def _kind(words: str) -> PhoneKind:
    if _says(words, _WHATSAPP):
        return PhoneKind.WHATSAPP
    return PhoneKind.LANDLINE if _says(words, _LANDLINE) else PhoneKind.MOBILE
