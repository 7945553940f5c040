"""Passphrases before a store is open: what makes a good one, and a suggestion. Imports no tables."""

from __future__ import annotations

from mutualaid.vault import passphrase


def check_passphrase(text: str) -> None:
    """Raises Refused("passphrase_too_short" | "passphrase_common") when `text` would not protect a store."""
    passphrase.check(text)


def suggest_passphrase(language: str) -> str:
    """Six random words in "en" or "es", easy to say and hard to guess."""
    return passphrase.suggest(language)
