"""What is said right after unlocking: who changed the office last, and what is not quite as it should be. No widget."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import SENTENCES
from mutualaid.language.formats import format_date, format_number, format_time

REKEY, CHECK = "keys", "check"
DEEDS: dict[str, str] = {REKEY: N_("Change the keys"), CHECK: N_("Check this store")}
"""What a notice's button says, by the section of the settings page that it leads to."""


class Entry(Protocol):
    """The newest entry of the journal: its number, when it was written, and by whom."""

    @property
    def seq(self) -> int:
        """Its number."""

    @property
    def at(self) -> datetime:
        """When it was written, aware."""

    @property
    def actor(self) -> str:
        """Who wrote it."""


class Found(Protocol):
    """Something that opening found: a code and the facts of its sentence."""

    @property
    def code(self) -> str:
        """Which finding."""

    @property
    def facts(self) -> dict[str, object]:
        """What fills its sentence."""


class Notice(NamedTuple):
    """One line to show: how grave, in words (asked again when the language changes), and what its button leads to."""

    kind: Literal["info", "warn"]
    words: str
    facts: dict[str, object]
    deed: str = ""


STANDINGS: dict[str, tuple[str, str]] = {
    "unproven": (
        N_(
            "The office was not closed in the usual way last time: a crash, an empty battery or the panic key. What "
            "was saved is here. When you have a moment, check the store."
        ),
        CHECK,
    ),
    "changed": (
        N_(
            "This store was opened although something had changed it from outside. Look through the newest entries, "
            "and check the store."
        ),
        CHECK,
    ),
    "rolled_back": (
        N_(
            "This store was opened although it is an older state. What was entered after its last change is missing; "
            "look for the newer one."
        ),
        CHECK,
    ),
}
"""What is said of each standing that is not proved, and where its button leads."""

FINDINGS: dict[str, tuple[str, str]] = {
    "rekey_interrupted": (
        N_(
            "Changing the keys was interrupted before anything was replaced: the old keys are still in use. If you "
            "had removed somebody, do it again."
        ),
        REKEY,
    ),
    "wal_damaged": (
        N_(
            "The latest changes could not all be read back: some of what was saved last is lost. Look at the newest "
            "entries and enter again what is missing."
        ),
        CHECK,
    ),
}
"""Findings that are said in other words than the sentence of their code."""


def notices(standing: str, findings: Iterable[Found]) -> list[Notice]:
    """What is to be said besides the last change; each once."""
    said: list[Notice] = []
    if standing in STANDINGS:
        said.append(Notice("warn", STANDINGS[standing][0], {}, STANDINGS[standing][1]))
    for found in findings:
        if found.code in FINDINGS:
            notice = Notice("warn", FINDINGS[found.code][0], {}, FINDINGS[found.code][1])
        else:
            notice = Notice("warn", SENTENCES.get(found.code, SENTENCES["bad_input"]), dict(found.facts), CHECK)
        if notice not in said:
            said.append(notice)
    return said


def notice_words(notice: Notice) -> str:
    """The notice in the language in use."""
    return tr(notice.words, **notice.facts)


def moment_words(at: datetime, now: datetime) -> str:
    """A moment with its day's and month's name: "Tuesday, November 24, 6:04 PM"; the year only when it is another."""
    there = at.astimezone() if at.tzinfo is not None else at
    day = format_date(there.date(), style="full", weekday=True, year=there.year != now.year)
    return f"{day}, {format_time(there)}"


def last_change_words(entry: Entry, now: datetime) -> str:
    """Who changed the office last, when, and the number of that entry: she may know that it was not her."""
    return tr(
        "Last change: {name}, {moment} (no. {number})",
        name=entry.actor,
        moment=moment_words(entry.at, now),
        number=format_number(entry.seq),
    )
