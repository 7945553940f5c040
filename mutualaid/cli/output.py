"""What a command prints: one JSON document on stdout, or plain lines; sentences for people go to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault


class Output:
    """Prints for a program (`as_json`) or for a person."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, text: str) -> None:
        """A sentence for the person at the keyboard."""
        print(text, file=sys.stderr)

    def document(self, value: Mapping[str, Any], text: str = "") -> None:
        """The result: JSON on stdout, or its words."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, sort_keys=False))
        elif text:
            print(text)

    def table(self, value: Mapping[str, Any], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A list: JSON, or columns."""
        if self.as_json:
            self.document(value)
            return
        widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]
        for row in [headings, *rows]:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def fault(self, fault: Fault, **more: object) -> None:
        """What went wrong and what to do, in one sentence; `more` is for programs."""
        words = sentence(fault)
        if self.as_json:
            print(json.dumps({"error": {"code": fault.code, "message": words, **more}}, ensure_ascii=False))
        self.say(words)

    def progress(self) -> Progress:
        """A counter on stderr when a person watches a terminal; silent otherwise."""
        if self.as_json or not sys.stderr.isatty():
            return Progress()
        return Progress(_count)


def _count(done: int, total: int) -> None:
    if total:
        end = "\n" if done >= total else ""
        print(f"\r{done * 100 // total:3d} %", end=end, file=sys.stderr, flush=True)
