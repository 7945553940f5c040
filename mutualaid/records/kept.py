"""What an office keeps for its own convenience: filters by name, and texts that it prints."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from mutualaid.records.base import Code, Line, Note, Record
from mutualaid.records.columns import JsonOf


class SavedFilter(Record):
    """A filter of a page that a coordinator kept under a name. `filter` holds the fields that differ from no filter."""

    page: Code = Field(index=True)
    name: Line = Field(min_length=1)
    filter: dict[str, Any] = Field(default_factory=dict, sa_type=JsonOf(dict[str, Any]))


class PaperText(Record):
    """A text that the office prints and may change: `code` says which paper, `language` "en" or "es".

    `body` has one statement a line. Where an office keeps none, the text that the program brings is printed.
    """

    code: Code = Field(index=True)
    language: Code
    title: Line = ""
    body: Note = ""
