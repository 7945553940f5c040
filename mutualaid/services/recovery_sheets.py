"""The recovery words on paper: in both languages, labelled so that one office's paper is told from another's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.language.catalog import LANGUAGES
from mutualaid.services.files import check_target, write_new
from mutualaid.vault.recovery import RecoveryWords

if TYPE_CHECKING:
    from mutualaid.papers.recovery_sheet import Sheet
    from mutualaid.services.office import Office

_LABEL_LETTERS = 4


def in_both_languages(words: str) -> dict[str, tuple[str, ...]]:
    """The 15 words of one sheet by language; both spell the same secret.

    Raises WrongPassphrase("recovery_words_mistyped").
    """
    read = RecoveryWords.parse(words)
    return {language: read.words(language) for language in LANGUAGES}


def sheet_label(office: Office) -> str:
    """What tells this office's paper from another's and names nobody: the first letters of the store's own number."""
    return office.vault.vault_id[:_LABEL_LETTERS].upper()


def sheets(words: Sequence[str]) -> list[Sheet]:
    """The sheets for one or three texts of words, as `papers.recovery_sheet` prints them."""
    from mutualaid.papers.recovery_sheet import Sheet

    return [Sheet(in_both_languages(text), number, len(words)) for number, text in enumerate(words, 1)]


def save_sheets(path: Path, *, words: Sequence[str], label: str, made_on: date, store: Path) -> None:
    """Write the sheets to a new PDF, made in memory: whole or not at all. Needs Qt's fonts, and so a window system.

    Raises Refused("target_exists" | "target_in_store"), NoSpace.
    """
    from mutualaid.papers.recovery_sheet import pdf

    check_target(path, store)
    write_new(path, pdf(sheets(words), label=label, made_on=made_on))
