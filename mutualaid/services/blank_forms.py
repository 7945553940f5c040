"""Empty forms to collect with: on paper in two languages, and as an XLSForm for KoboToolbox or ODK with its key.

Nothing here needs an open office: the command line makes the same forms of the standard zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mutualaid.exchange.xlsform import FormPlan, xlsform
from mutualaid.exchange.xlsform import standard_consent as standard_form_consent
from mutualaid.language.catalog import LANGUAGES
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.questions import COMMON_LANGUAGES, QuestionList, question_list
from mutualaid.records.zones import Zone, chicago
from mutualaid.services.files import check_target, write_new
from mutualaid.vault.form_keys import make_key, read_public_key

if TYPE_CHECKING:
    from mutualaid.papers.intake_form import FormSheet

__all__ = [
    "CONSENT_MOST", "FormChoices", "form_key", "make_form_key", "paper", "save_paper", "save_xlsform",
    "standard_choices", "standard_form_consent",
]  # fmt: skip

CONSENT_MOST = 2_000
"""Characters of an office's own words of consent, in each language: as many as an event kit takes."""

_WORD = re.compile(r"[\w.-]{1,64}")


@dataclass(frozen=True, repr=False)
class FormChoices:
    """What a form offers. None of `zones`, `categories`, `languages`: all zones, all categories, the common languages.

    `order`: the form's languages, the one it begins with first. `consent`: the office's own words by language.
    """

    zones: Mapping[str, Zone]
    offered: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    order: tuple[str, ...] = ("es", "en")
    consent: Mapping[str, str] = field(default_factory=dict)

    def questions(self) -> QuestionList:
        """The question list with these choices."""
        return question_list(
            zones=self.names(),
            categories=tuple(CATEGORIES) if self.categories is None else self.categories,
            languages=COMMON_LANGUAGES if self.languages is None else self.languages,
        )

    def names(self) -> dict[str, str]:
        """The names of the zones offered, by code."""
        codes: Iterable[str] = self.zones if self.offered is None else self.offered
        return {code: self.zones[code].name for code in codes}


def standard_choices() -> FormChoices:
    """What a form offers without an office: Chicago's community areas, every category, the common languages."""
    return FormChoices(chicago())


def paper(choices: FormChoices, *, large: bool = False) -> FormSheet:
    """The blank form as `papers.intake_form` draws and prints it. Raises BadInput("consent_too_long", letters)."""
    from mutualaid.papers.intake_form import FormSheet

    _check(choices)
    first, second = choices.order if len(choices.order) > 1 else (*choices.order, *choices.order)
    return FormSheet(choices.questions(), choices.names(), (first, second), large, choices.consent)


def save_paper(path: Path, *, choices: FormChoices, large: bool = False, store: Path | None = None) -> int:
    """Write the blank form to a new PDF, made in memory; returns its pages. Needs Qt's fonts, but no window system.

    Raises Refused("target_exists" | "target_in_store"), BadInput("consent_too_long", letters), NoSpace.
    """
    from mutualaid.papers.intake_form import drawn, pdf
    from mutualaid.papers.letter import need_fonts

    _check_place(path, store)
    sheet = paper(choices, large=large)
    need_fonts()
    write_new(path, pdf(sheet))
    return len(drawn(sheet).pages)


def save_xlsform(
    path: Path,
    *,
    choices: FormChoices,
    public_key: str = "",
    submission_url: str = "",
    store: Path | None = None,
) -> None:
    """Write the question list as an XLSForm, a new workbook. Without a `public_key` (as `form_key` gives it) what is
    collected lies readable on phones and server.

    Raises Refused("target_exists" | "target_in_store"), BadInput("consent_too_long", letters), BadInput("form_key_…"),
    BadInput("form_empty") when no zone, category or language is offered, BadInput("form_code", codes) when a zone's
    code cannot stand in a form, BadInput("submission_url"), NoSpace.
    """
    _check_place(path, store)
    _check(choices)
    if not choices.names() or choices.categories == () or choices.languages == ():
        raise BadInput("form_empty")
    if unfit := sum(_WORD.fullmatch(code) is None for code in choices.names()):
        raise BadInput("form_code", codes=unfit)
    plan = FormPlan(
        questions=choices.questions(),
        zones=choices.names(),
        tongues=choices.order,
        consent=choices.consent,
        public_key=form_key(public_key) if public_key else "",
        submission_url=_address(submission_url),
    )
    write_new(path, xlsform(plan))


def make_form_key(path: Path, *, store: Path | None = None) -> str:
    """Make the key pair of a form: the private half into a new file, the public half returned, for `save_xlsform`.

    Raises Refused("target_exists" | "target_in_store"), NoSpace.
    """
    _check_place(path, store)
    try:
        return make_key(path)
    except FileExistsError:
        raise Refused("target_exists") from None


def form_key(text: str) -> str:
    """A public key that somebody pasted or that a file holds, checked, as a form takes it.

    Raises BadInput("form_key_private" | "form_key_weak" | "form_key_unreadable").
    """
    return read_public_key(text)


def _check_place(path: Path, store: Path | None) -> None:
    if store is not None:
        check_target(path, store)
    elif path.exists() or path.is_symlink():
        raise Refused("target_exists")


def _check(choices: FormChoices) -> None:
    if any(len(choices.consent.get(language, "")) > CONSENT_MOST for language in LANGUAGES):
        raise BadInput("consent_too_long", letters=CONSENT_MOST)


def _address(text: str) -> str:
    """Where phones send to: an https address without a user, or nothing."""
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        raise BadInput("submission_url") from None
    if parts.scheme != "https" or not parts.hostname or parts.username or len(text) > 300 or not text.isprintable():
        raise BadInput("submission_url")
    return text
