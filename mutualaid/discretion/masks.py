"""What lists show of a person until somebody asks: enough to tell two rows apart, too little to be read from behind."""

from __future__ import annotations

HIDDEN = "•••"
"""What stands for something that is there and not shown."""


def mask_phone(number: str) -> str:
    """The last two digits of a number, which are enough to check it against a slip; nothing of an empty one."""
    digits = [sign for sign in number if sign.isdecimal()]
    if not digits:
        return HIDDEN if number.strip() else ""
    return f"{HIDDEN} {''.join(digits[-2:])}" if len(digits) >= 7 else HIDDEN


def mask_name(name: str) -> str:
    """The initials of a name, at most three: "S. G. V."."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    if not words:
        return HIDDEN if name.strip() else ""
    return " ".join(f"{word[0].upper()}." for word in words[:3])


def mask_address(address: str) -> str:
    """That there is an address, and nothing of it: a street name alone already leads to a door."""
    return HIDDEN if address.strip() else ""


def first_name(name: str) -> str:
    """The first word of a name, for run sheets: to ask for at the door."""
    words = name.split()
    return words[0] if words else ""
