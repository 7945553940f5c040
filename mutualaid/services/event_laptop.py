"""At an event: an opened kit, and forms sealed one page at a time into a file that this laptop cannot read.

Loads no SQLModel and needs no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mutualaid.records.answers import Answers, checked, problems, tidied
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, NoSpace
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.questions import QuestionList, question_list
from mutualaid.vault import intake_kit
from mutualaid.vault.intake_kit import KitFile
from mutualaid.vault.intake_record import Entry
from mutualaid.vault.intake_seal import SealedFile

HELPER_MOST = 60
"""Characters of a helper's alias."""


@dataclass(frozen=True, repr=False)
class Kit:
    """An opened kit. `zones`: code -> name. `consent`: "en" and "es" -> the office's own words, "" for the usual ones.

    `check` is to be compared with what the office shows of its event: another kit, or one whose keys somebody swapped,
    has other letters.
    """

    event_id: str
    event: str
    made_on: date
    questions: QuestionList
    zones: Mapping[str, str]
    consent: Mapping[str, str]
    check: str = ""
    file: KitFile | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        return f"<Kit {self.event_id}>"


@dataclass(frozen=True)
class Slip:
    """What the closing slip says. `forms` are whole; `unfinished` broke off, as when the power went.

    `fingerprint` is in groups of letters, to be compared with what the office reads in the file: a form that was
    dropped from it, or put into it, changes them.
    """

    event: str
    helper: str
    forms: int
    unfinished: int
    fingerprint: str


def open_kit(path: Path) -> Kit:
    """The kit in a file.

    Raises BadInput("kit_missing" | "not_a_kit" | "kit_damaged" | "kit_newer_version"), NoSpace when reading fails.
    """
    try:
        if not path.is_file():
            raise BadInput("not_a_kit" if path.exists() else "kit_missing")
        with path.open("rb") as stream:
            data = stream.read(intake_kit.MAX_BYTES + 1)
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    file = intake_kit.decode(data)
    if not set(file.categories) <= set(CATEGORIES) or not set(file.languages) <= set(LANGUAGES):
        raise BadInput("kit_newer_version")
    zones = dict(file.zones)
    return Kit(
        event_id=file.event_id,
        event=file.event,
        made_on=file.made_on,
        questions=question_list(zones=zones, categories=file.categories, languages=file.languages),
        zones=zones,
        consent=file.consent,
        check=file.check,
        file=file,
    )


def start_sealing(kit: Kit, *, out: Path, helper: str) -> Sealing:
    """Begin a new event file at `out`, or go on in the same event's file that is there, as after a power cut.

    `helper` is an alias, "" for a laptop that people use by themselves. Raises Refused("event_file_foreign" |
    "event_file_other_event" | "event_file_not_whole"), InUse("event_file_in_use"), BadInput("helper_alias"), NoSpace;
    a file that is refused stays as it is.
    """
    alias = " ".join(helper.split())
    if len(alias) > HELPER_MOST or not alias.isprintable():
        raise BadInput("helper_alias", letters=HELPER_MOST)
    if kit.file is None:
        raise BadInput("not_a_kit")
    return Sealing(kit, SealedFile(kit.file, out), alias)


class Sealing:
    """An event file being filled. Every method returns only when what it seals has reached the disk.

    Each raises NoSpace when that failed; then nothing was kept, and calling again tries again.
    """

    def __init__(self, kit: Kit, file: SealedFile, helper: str) -> None:
        self._kit, self._file, self._helper = kit, file, helper
        self._begun = False

    def __repr__(self) -> str:
        return f"<Sealing of {self.whole} forms>"

    @property
    def whole(self) -> int:
        """Whole forms sealed in the file, those of earlier sittings among them."""
        return self._file.count.whole

    def keep_page(self, answers: Answers, *, language: str) -> None:
        """Seal the form so far, asked in `language` ("en" or "es"); nothing is kept of one who refuses that.

        Raises BadInput("answer_invalid") for answers to questions that are not asked here.
        """
        if answers.get("keep") is False:
            self.drop()
            return
        self._seal(Entry.PAGE, self._content(answers, language))

    def finish(self, answers: Answers, *, language: str) -> int:
        """Seal the whole form. Returns its number among the whole forms of this file, counted from 1.

        Raises BadInput("answer_invalid") when an answer that is needed is missing, or does not hold.
        """
        wrong = problems(self._kit.questions, answers)
        if wrong:
            raise BadInput("answer_invalid", question=next(iter(wrong)))
        self._seal(Entry.WHOLE, self._content(answers, language))
        return self.whole

    def drop(self) -> None:
        """Give the form up: what was sealed of it so far is void, and the office never opens it."""
        if self._begun and self._file.count.open:
            self._seal(Entry.DROP, {})

    def slip(self) -> Slip:
        """Seal the closing entry. What the slip shows is what the office's laptop shall show of this file."""
        count = self._file.count
        forms, unfinished = count.whole, count.unfinished + count.open
        self._seal(Entry.SLIP, {"forms": forms, "unfinished": unfinished})
        return Slip(self._kit.event, self._helper, forms, unfinished, self._file.fingerprint)

    def close(self) -> None:
        """Give the file back; safe to call twice."""
        self._file.close()

    def _seal(self, kind: Entry, content: dict[str, Any]) -> None:
        """Seal a record, after the sitting's own: if nothing happens in it, the file and its slip stay as they were."""
        if not self._begun:
            self._file.append(Entry.BEGIN, {"helper": self._helper})
            self._begun = True
        self._file.append(kind, content)

    def _content(self, answers: Answers, language: str) -> dict[str, Any]:
        held = checked(self._kit.questions, tidied(self._kit.questions, answers))
        return {"answers": held, "language": language, "on": date.today().isoformat()}
