"""An event's file that remembers what was sealed, and fails or waits when it is told to."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from mutualaid.records.answers import Answers
from mutualaid.records.errors import Fault, NoSpace
from mutualaid.services.event_laptop import Kit, Slip

Said = tuple[str, dict[str, Any], str]


class File:
    """What lies in it, in order: ("begin" | "page" | "whole" | "drop" | "slip" | "close", answers, language)."""

    def __init__(self) -> None:
        self.log: list[Said] = []
        self.whole = 0
        self.fail: Fault | Exception | None = None
        self.wait: threading.Event | None = None

    def kinds(self) -> list[str]:
        return [kind for kind, _answers, _language in self.log]

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [answers for one, answers, _language in self.log if one == kind]

    def write(self, kind: str, answers: Answers, language: str = "") -> None:
        if self.wait is not None:
            assert self.wait.wait(20)
        if self.fail is not None:
            raise self.fail
        self.log.append((kind, dict(answers), language))


class FakeSealing:
    def __init__(self, file: File, helper: str) -> None:
        self._file, self._helper = file, helper
        file.write("begin", {"helper": helper})

    @property
    def whole(self) -> int:
        return self._file.whole

    def keep_page(self, answers: Answers, *, language: str) -> None:
        self._file.write("page", answers, language)

    def finish(self, answers: Answers, *, language: str) -> int:
        self._file.write("whole", answers, language)
        self._file.whole += 1
        return self._file.whole

    def drop(self) -> None:
        self._file.write("drop", {})

    def slip(self) -> Slip:
        self._file.write("slip", {})
        return Slip("San Pío", self._helper, self._file.whole, 0, "AAAA-BBBB")

    def close(self) -> None:
        self._file.log.append(("close", {}, ""))


class Shelf:
    """Files by the name of their path; the path itself is made, so that it is there to be seen."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}

    def file(self, name: str) -> File:
        return self.files.setdefault(name, File())

    def start(self, _kit: Kit, out: Path, helper: str) -> FakeSealing:
        if not out.parent.exists():
            raise NoSpace("cannot_read_or_write")
        made = FakeSealing(self.file(out.name), helper)
        out.touch()
        return made
