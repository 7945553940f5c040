"""A paper that Typst sets: as a PDF with tags, or as pictures of its pages for the screen and a printer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from mutualaid.discretion.plain import remove_controls

if TYPE_CHECKING:
    from mutualaid.papers.page_pictures import PagePictures

SCREEN_DPI, PRINTER_DPI = 110, 300


@dataclass(frozen=True)
class Sheet:
    """A template and what it is to say. Prints nothing of it."""

    template: str
    data: Mapping[str, Any] = field(repr=False)

    def pdf(self) -> bytes:
        """The paper as a tagged PDF, made in memory. Raises ImportError when Typst is not installed."""
        from mutualaid.papers.tagged import tagged_pdf

        return tagged_pdf(self.template, cleaned(self.data))

    def pictures(self, dots_per_inch: float = SCREEN_DPI) -> PagePictures:
        """The same pages as pictures, made in memory."""
        from mutualaid.papers.page_pictures import PagePictures
        from mutualaid.papers.tagged import page_pictures

        return PagePictures(tuple(page_pictures(self.template, cleaned(self.data), dots_per_inch)), dots_per_inch)


def cleaned(data: Any) -> Any:
    """The data without letters that nobody sees or that turn the text around them, in texts however deep."""
    if isinstance(data, str):
        return remove_controls(data)
    if isinstance(data, Mapping):
        return {name: cleaned(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [cleaned(value) for value in data]
    return data


def day_parts(day: date) -> dict[str, int]:
    """A day as the templates take it."""
    return {"year": day.year, "month": day.month, "day": day.day}
