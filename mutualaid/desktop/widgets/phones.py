"""Phone numbers as people type and read them, kept in E.164."""

from __future__ import annotations


def read_phone(text: str) -> str:
    """The number in E.164 ("+17735550165"), "" for no text; the United States unless it starts with +.

    Raises ValueError for what no phone can have.
    """
    import phonenumbers

    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        raise ValueError("no phone") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("no phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(number: str) -> str:
    """As it is dialled at home: "(773) 555-0165"; numbers of other countries with their code."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return number
    styles = phonenumbers.PhoneNumberFormat
    style = styles.NATIONAL if parsed.country_code == 1 else styles.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
