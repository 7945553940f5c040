"""A row of an export of our own XLSForm as the household that its answers tell of, consents and all."""

from __future__ import annotations

from dataclasses import replace

from mutualaid.exchange.answers import household_draft, watched_answers
from mutualaid.exchange.drafts import Draft, Findings, HouseholdDraft
from mutualaid.exchange.own_form import questions
from mutualaid.exchange.sheet import Cells
from mutualaid.exchange.submissions import received
from mutualaid.records.answers import Value, checked, tidied
from mutualaid.records.errors import BadInput

HOW = "form"
"""How these consents were given, as it is kept with them."""

_PROBLEMS = {"household_size": "size_unreadable", "ages": "ages_unreadable"}
_LONG = 200
"""No code is longer, and no line."""


def household(cells: Cells) -> Draft:
    """The household and its needs in one row. Nobody sits before an import, so what is written is watched here."""
    form = cells.sheet.layout.form
    if cells.row.blank or form is None:
        return HouseholdDraft(row=cells.row.number, blank=True)
    found = cells.findings
    answers = watched_answers(_sound(tidied(questions(), form.answers(cells.row.cells)), found), found)
    on = received(cells)
    draft = household_draft(
        answers, number=cells.row.number, setting=cells.setting, on=on or cells.setting.today, how=HOW
    )
    return replace(
        draft,
        received_on=on,
        warnings=tuple(dict.fromkeys((*found.warnings, *draft.warnings))),
        problems=tuple(dict.fromkeys((*found.problems, *draft.problems))),
    )


def _sound(answers: dict[str, Value], found: Findings) -> dict[str, Value]:
    """The answers that hold; for one that does not the row is turned away."""
    sound: dict[str, Value] = {}
    for name, value in answers.items():
        try:
            sound |= checked(questions(), {name: value})
        except BadInput:
            long = isinstance(value, str) and len(value) > _LONG
            found.reject(_PROBLEMS.get(name, "text_too_long" if long else "field_invalid"))
    return sound
