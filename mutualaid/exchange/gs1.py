"""What a scanned barcode says: a GTIN, or GS1 element strings with batch, dates, count and weight; offline, by rule.

From the GS1 General Specifications: 7.9 check digits, 7.12 dates and their century, 7.8 element strings and which of
them end by their length, 5.1 symbology identifiers, 5.2 the twelve digits behind the eight of UPC-E.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mutualaid.records.errors import BadInput

GS = "\x1d"
"""The separator that a scanner sends for FNC1."""

LONGEST = 200
"""More signs than any symbol that stands on goods holds."""

_BLANKS = " \t\r\n"
"""What a scanner may send around a code. Python calls the separator blank too, but it says something."""

GTIN_LENGTHS = (8, 12, 13, 14)

_ELEMENT_SYMBOLS = ("]C1", "]e0", "]d2", "]Q3", "]J1")
"""Symbology identifiers that promise element strings."""

_SYMBOL = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_PARENTHESES = re.compile(r"\((\d{2,4})\)([^()]*)")
_LOCAL = re.compile(r"[A-Za-z0-9_.'-]{3,64}")

_ENDS_BY_LENGTH = {
    "00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "20": 2,
    **{f"{n}": 6 for n in range(11, 20)},
    **{f"{n}": 6 for n in range(31, 37)},
    "41": 13,
}  # fmt: skip
"""By the first two digits of an application identifier, how many digits its data has; all others end at a separator."""

_AI_DIGITS = {
    **{f"{n:02}": 2 for n in (*range(5), *range(10, 23), 30, 37, *range(90, 100))},
    **{f"{n}": 3 for n in (23, 24, 25, 40, 41, 42, 71)},
    **{f"{n}": 4 for n in (*range(31, 37), 39, 43, 70, 80, 81, 82)},
}
"""By its first two digits, how many an application identifier has."""


@dataclass(frozen=True)
class Barcode:
    """What one scan says. `code` is the GTIN without needless zeros, or the text of a label of the office's own.

    `count` is how many items are in it when the code says so (AI 30, 37); `kg` the net weight (AI 310n); `expires_on`
    the expiry (AI 17), else the best-before date (AI 15).
    """

    code: str
    batch: str = ""
    expires_on: date | None = None
    made_on: date | None = None
    count: int | None = None
    kg: Decimal | None = None


def check_digit(digits: str) -> int:
    """The check digit that belongs behind these digits (7.9: weights 3 and 1 from the right)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def is_gtin(text: str) -> bool:
    """Whether it is 8, 12, 13 or 14 digits of which the last one checks the others."""
    return len(text) in GTIN_LENGTHS and _digits(text) and check_digit(text[:-1]) == int(text[-1])


def canonical(code: str) -> str:
    """The form by which codes are compared: a GTIN with fourteen digits, another code as it is."""
    return code.zfill(14) if is_gtin(code) else code


def shortest(gtin: str) -> str:
    """A GTIN as it stands under the bars: without the zeros that fill it up to fourteen."""
    full = gtin.zfill(14)
    for length in GTIN_LENGTHS:
        if not full[:-length].strip("0") and is_gtin(full[-length:]):
            return full[-length:]
    return full


def inner(gtin: str) -> str:
    """Of a carton's GTIN-14 that of what is in it: the same digits without its indicator; "" for others."""
    if len(gtin) != 14 or gtin[0] not in "12345678":
        return ""
    payload = gtin[1:-1]
    return shortest(payload + str(check_digit(payload)))


def read(text: str, *, today: date) -> Barcode:
    """Read what a scanner typed. `today` decides the century of two-digit years.

    Raises BadInput("code_unreadable" | "code_check_digit" | "code_date" | "code_names_no_item").
    """
    text = text.strip(_BLANKS)
    if not 3 <= len(text) <= LONGEST:
        raise BadInput("code_unreadable")
    symbol = text[:3] if _SYMBOL.match(text) else ""
    rest = text[len(symbol) :]
    if symbol in _ELEMENT_SYMBOLS or GS in rest:
        return _barcode(_elements(rest), today)
    if rest.startswith("("):
        return _barcode(_in_parentheses(rest), today)
    if len(rest) in GTIN_LENGTHS and _digits(rest):
        return Barcode(shortest(_twelve_of_eight(rest, symbol) or _checked(rest)))
    if rest[:2] in ("01", "02") and is_gtin(rest[2:16]):
        return _barcode(_elements(rest), today)
    if not _LOCAL.fullmatch(rest):
        raise BadInput("code_unreadable")
    return Barcode(rest)


def reads_as_code(text: str) -> bool:
    """Whether it is beyond doubt a code and no word: what a burst of keys must be before it is taken from a field."""
    text = text.strip(_BLANKS)
    if is_gtin(text) or _SYMBOL.match(text) or GS in text or _twelve_of_eight(text, ""):
        return True
    return bool(_PARENTHESES.match(text)) or (text[:2] in ("01", "02") and is_gtin(text[2:16]))


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _checked(gtin: str) -> str:
    if not is_gtin(gtin):
        raise BadInput("code_check_digit")
    return gtin


def _twelve_of_eight(text: str, symbol: str) -> str:
    """The GTIN-12 that eight digits of UPC-E stand for (5.2.2.4), "" when they are none."""
    if len(text) != 8 or not _digits(text) or text[0] not in "01" or symbol == "]E4":
        return ""
    system, six, last = text[0], text[1:7], int(text[6])
    if last < 3:
        body = f"{six[:2]}{last}0000{six[2:5]}"
    elif last == 3:
        body = f"{six[:3]}00000{six[3:5]}"
    elif last == 4:
        body = f"{six[:4]}00000{six[4]}"
    else:
        body = f"{six[:5]}0000{last}"
    full = f"{system}{body}{text[7]}"
    return full if is_gtin(full) else ""


def _in_parentheses(text: str) -> list[tuple[str, str]]:
    found = _PARENTHESES.findall(text)
    if not found or "".join(f"({ai}){data}" for ai, data in found) != text:
        raise BadInput("code_unreadable")
    return found


def _elements(text: str) -> list[tuple[str, str]]:
    """Application identifiers with their data, in order."""
    found = []
    while text := text.lstrip(GS):
        start = text[:2]
        size = _AI_DIGITS.get(start)
        if size is None or not _digits(text[:size]) or len(text) <= size:
            raise BadInput("code_unreadable")
        fixed = _ENDS_BY_LENGTH.get(start)
        end = size + fixed if fixed is not None else (text.find(GS) if GS in text else len(text))
        ai, data, text = text[:size], text[size:end], text[end:]
        if fixed is not None and len(data) != fixed:
            raise BadInput("code_unreadable")
        found.append((ai, data))
    return found


def _barcode(elements: list[tuple[str, str]], today: date) -> Barcode:
    held: dict[str, str] = {}
    for ai, data in elements:
        name, said = (ai[:3], ai[3] + data) if len(ai) == 4 else (ai, data)
        if held.setdefault(name, said) != said:
            raise BadInput("code_unreadable")  # the same thing said twice, and not the same
    gtin = held.get("01") or held.get("02")
    if gtin is None:
        raise BadInput("code_names_no_item")
    if len(gtin) != 14:
        raise BadInput("code_unreadable")
    count = held.get("37") or held.get("30")
    if count is not None and not (_digits(count) and len(count) <= 8 and int(count) > 0):
        raise BadInput("code_unreadable")
    batch = held.get("10", "")
    if len(batch) > 20 or not batch.isprintable():
        raise BadInput("code_unreadable")
    expires = held.get("17") or held.get("15")
    return Barcode(
        code=shortest(_checked(gtin)),
        batch=batch.strip(),
        expires_on=None if expires is None else _date(expires, today),
        made_on=None if "11" not in held else _date(held["11"], today),
        count=None if count is None else int(count),
        kg=None if "310" not in held else _weight(held["310"]),
    )


def _weight(text: str) -> Decimal:
    """Kilograms of the digit that says how many decimals there are, and six more."""
    if len(text) != 7 or not _digits(text) or int(text[0]) > 5:
        raise BadInput("code_unreadable")
    return Decimal(text[1:]).scaleb(-int(text[0]))


def _date(text: str, today: date) -> date:
    """YYMMDD; day 00 is the last of the month. The century puts the year within 49 back and 50 ahead."""
    if len(text) != 6 or not _digits(text):
        raise BadInput("code_date")
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    century = today.year // 100 * 100
    ahead = year - today.year % 100
    century += -100 if ahead >= 51 else 100 if ahead <= -50 else 0
    try:
        return date(century + year, month, day or calendar.monthrange(century + year, month)[1])
    except ValueError:  # no such month (which calendar says by a ValueError of its own) or day
        raise BadInput("code_date") from None
