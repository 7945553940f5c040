"""Numbers and dates that identify a person to an authority, as regular expressions over plain text.

Where a number has a shape that nothing else in these notes has (three-two-four digits with the same separator), it is
found bare; a phone is three-three-four and a ZIP code five-four. Otherwise its name must stand before it.
Shapes: SSN and ITIN after SSA and IRS rules (area not 000, 666 or 9xx; ITIN 9xx with group 50-65, 70-88, 90-92, 94-99);
A-numbers have eight or nine digits; receipt numbers three letters and ten digits; Cook County and federal case numbers
year, two-letter division and number.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a finding is; labels live with the other labels."""

    A_NUMBER = "a_number"
    SSN = "ssn"
    ITIN = "itin"
    PASSPORT = "passport"
    CASE_NUMBER = "case_number"
    BIRTH_DATE = "birth_date"
    STATUS_WORD = "status_word"


_NINE = r"\d(?:[\s.\-]?\d){8}(?!\d)"
_EIGHT_OR_NINE = r"\d(?:[\s.\-]?\d){7,8}(?!\d)"
_NUMBER_WORD = r"(?:number|numbers|numero|num|no|nr|n°|#)"
_GAP = r"[^\d\n]{0,25}?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|ene|abr|ago|dic|set)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?(?:{_YEAR}|\d\d)|{_YEAR}[/.\-]\d{{1,2}}[/.\-]\d{{1,2}}"
    rf"|\d{{1,2}}\s?[/.\-]\s?{_MONTH}\s?[/.\-]\s?(?:{_YEAR}|\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+|del\s+)?(?:{_YEAR}|\d\d(?!\d))"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:de\s+|del\s+)?{_YEAR})"
)
_OLD_YEAR = r"(?:19[2-9]\d|200\d)"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.A_NUMBER,
        (
            rf"(?<!\w)(?:a\s?-?\s?{_NUMBER_WORD}|{_NUMBER_WORD}\.?\s+(?:de\s+)?(?:registro\s+de\s+)?(?:a|alien|uscis|extranjer[oa])|alien(?:\s+registration)?"
            rf"|uscis|a#)(?!\w){_GAP}\d(?:[\s.\-]?\d){{6,8}}(?!\d)"
        ),
    ),
    (Kind.A_NUMBER, rf"(?<![\w])a[#:.\-]?{_EIGHT_OR_NINE}"),
    (Kind.A_NUMBER, r"(?<![\w])a[\s#:.\-]{1,3}\d{3}([\s.\-]?)\d{3}\1\d{3}(?!\d)"),
    (
        Kind.ITIN,
        rf"(?<!\w)(?:itin|tax\s?payer\s+id\w*|tax\s+id){_GAP}{_NINE}",
    ),
    (Kind.ITIN, r"(?<![\d\-])9\d\d([\s.\-])(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\1\d{4}(?![\d]|-\d)"),
    (
        Kind.SSN,
        rf"(?<!\w)(?:ssn|nss|ss#|s\.s\.n?\.?|soc\.?\s+sec\.?|social\s+security|seguro\s+social|social|seguro){_GAP}{_NINE}",
    ),
    (Kind.SSN, r"(?<![\d\-])(?!000|666|9)\d{3}([\s.\-])(?!00)\d\d\1(?!0000)\d{4}(?![\d]|-\d)"),
    (
        Kind.SSN,
        (
            r"(?<!\w)(?:ssn|social(?:\s+security)?|seguro(?:\s+social)?)(?!\w)[^\d\n]{0,15}"
            r"(?:last\s+(?:4|four)|end(?:s|ing)(?:\s+in)?|ultimos\s+(?:4|cuatro)|termina(?:do)?\s+en)[^\d\n]{0,12}\d{4}(?!\d)"
        ),
    ),
    (
        Kind.SSN,
        (
            r"(?<!\w)(?:last\s+(?:4|four)|ultimos\s+(?:4|cuatro))(?!\w)[^\d\n]{0,15}"
            r"(?:ssn|social(?:\s+security)?|seguro(?:\s+social)?)(?!\w)[^\d\n]{0,12}\d{4}(?!\d)"
        ),
    ),
    (
        Kind.SSN,
        r"(?<!\w)(?:ends?\s+in|ending\s+in|termina(?:do)?\s+en)\s+\d{4}(?!\d)[^\d\n]{0,12}(?<!\w)(?:ssn|social|seguro\s+social)(?!\w)",
    ),
    (
        Kind.PASSPORT,
        r"(?<!\w)(?:passport|pasaporte|matricula\s+consular)s?(?!\w)[^\d\n]{0,18}?(?<!\w)[a-z]{0,2}\s?\d{6,9}(?!\d)",
    ),
    (Kind.PASSPORT, r"(?<!\w)matricula[^\d\n]{0,10}\d{6,9}[^\d\n]{0,12}consul\w*"),
    (
        Kind.CASE_NUMBER,
        r"(?<!\w)(?:msc|eac|wac|lin|src|nbc|ioe|ysc|zla|zny|zch)[\s\-]?\d{2}[\s\-]?\d{3}[\s\-]?\d{5}(?!\d)",
    ),
    (Kind.CASE_NUMBER, r"(?<!\w)\d\s?:\s?\d\d\s?-\s?[a-z]{2}\s?-\s?\d{4,6}(?!\d)"),
    (Kind.CASE_NUMBER, rf"(?<!\w){_YEAR}[\s\-]?(?:cr|cv|cf|cm|dv|op|jd|ja|tr|ch|mr|sc)[\s\-]?\d{{4,8}}(?!\d)"),
    (Kind.CASE_NUMBER, r"(?<!\w)\d\d[\s\-]?(?:cr|cf|dv|op|jd|ja)[\s\-]?\d{4,8}(?!\d)"),
    (
        Kind.CASE_NUMBER,
        (
            rf"(?<!\w)(?:case|docket|caso|expediente|file)(?!\w)\s*(?:{_NUMBER_WORD}\.?)?\s*(?:is|es)?\s*[:#\-]*\s*"
            r"(?!(?:\(?\d{3}\)?[\s.\-]?)\d{3}[\s.\-]\d{4})(?=[a-z0-9/\-]*\d[a-z/\-]*\d[a-z/\-]*\d[a-z/\-]*\d[a-z/\-]*\d)"
            r"[a-z0-9][a-z0-9/\-]{4,20}(?!\w)"
        ),
    ),
    (
        Kind.BIRTH_DATE,
        (
            r"(?<!\w)(?:d\.?o\.?b\.?|date\s+of\s+birth|birth\s?-?date|birthday|born|fecha\s+de\s+nac(?:imiento|\.)?|f\.?\s?(?:de\s+)?nac\.?"
            rf"|fdn|nac(?:io|ida|ido|imiento|\.)?|cumpleanos)(?!\w)[^\d\n]{{0,20}}?(?:{_DATE}|{_YEAR}(?!\d))"
        ),
    ),
    (Kind.BIRTH_DATE, rf"(?<![\d/.\-])\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?{_OLD_YEAR}(?![\d/.\-]\d|\d)"),
    (Kind.BIRTH_DATE, rf"(?<![\d/.\-]){_OLD_YEAR}-\d\d-\d\d(?!\d)"),
    (Kind.BIRTH_DATE, rf"(?<!\w){_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_OLD_YEAR}(?!\d)"),
    (Kind.BIRTH_DATE, rf"(?<!\w)\d{{1,2}}\s+de\s+{_MONTH}\s+del?\s+{_OLD_YEAR}(?!\d)"),
)
IDENTIFIERS = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
"""Every kind of identifier with a pattern for plain text."""
