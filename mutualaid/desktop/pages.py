"""The pages of the shell, in order. A new page adds a folder and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.page import Context, Page
from mutualaid.language.catalog import N_


@dataclass(frozen=True)
class PageSpec:
    """A page's key, title (marked), icon, the record kinds that it opens from the search, and how it is made."""

    key: str
    title: str
    icon: str
    kinds: frozenset[str]
    make: Callable[[Context], Page]


def _needs(context: Context) -> Page:
    from mutualaid.desktop.needs.page import NeedsPage

    return NeedsPage(context)


PAGES: tuple[PageSpec, ...] = (
    PageSpec("needs", N_("Needs"), "needs", frozenset({"need"}), _needs),
)

ACTIONS: dict[str, Callable[[Context, QWidget], None]] = {}
"""What the shell and empty pages start by name: "import", "add_household". Each gets the context and a parent."""
