"""What the marks of a form from an event, and of its file, say: what is in doubt, and what to do about it.

One line a code, in alphabetical order. They name no person and no value.
"""

from __future__ import annotations

from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.language.import_words import REASONS, WARNINGS
from mutualaid.language.question_words import problem

FORM_MARKS: dict[str, str] = {
    "after_slip": N_(
        "It was added after the closing slip was printed, so the slip does not vouch for it; ask the helper about it."
    ),
    "alike_waiting": N_("Another form that waits may be about the same household; compare the two."),
    "day_doubtful": N_("The event laptop's clock was wrong that day, so today's date was taken."),
    "grew": N_("More was added to this form after it was brought in for the first time; look at it again."),
    "identifier_redacted": N_("A number such as an SSN, ITIN or A-number was taken out."),
    "status_word": N_("Words about immigration status were taken out of the text."),
    "unfinished": N_("It broke off before the end, as when the power goes; fill what is missing, or turn it away."),
}
"""What asks for a look in a form."""

FILE_MARKS: dict[str, str] = {
    "cut": N_(
        "The file breaks off in the middle of a record, as when the power goes or a stick is pulled out early; compare "
        "it with the copy on the event laptop."
    ),
    "damaged": N_(
        "Only what comes before the damage was read; keep looking for a better copy, and bring that in too: nothing "
        "comes in twice."
    ),
    "forms_after_slip": N_(
        "Forms were added after the closing slip was printed; each is marked, so ask the helper whether they are hers."
    ),
    "no_slip": N_(
        "The file has no closing slip, so nobody can tell whether forms are missing at its end; ask the helper how "
        "many there were."
    ),
    "several_slips": N_("The file was closed more than once, so there are several paper slips; the last one counts."),
    "slip_disagrees": N_(
        "A closing slip in the file counts other forms than there are, so somebody who has the kit changed it; compare "
        "it with the paper slip."
    ),
    "unreadable": N_(
        "Some records were sealed with the kit and yet say nothing that can be read, so somebody else may have it; "
        "they were left out."
    ),
}
"""What asks for a look in a file."""


def form_mark(code: str, cat: Catalog | None = None) -> str:
    """A mark of a form, in the current language or in that of `cat`."""
    return (current() if cat is None else cat).tr(FORM_MARKS[code])


def doubt(code: str, cat: Catalog | None = None) -> str:
    """Why a form waits for somebody to look at it: a mark, what is missing, or what an import would warn of too."""
    words = current() if cat is None else cat
    for sentences in (FORM_MARKS, WARNINGS, REASONS):
        if code in sentences:
            return words.tr(sentences[code])
    return problem(code, cat)


def file_mark(code: str, cat: Catalog | None = None) -> str:
    """A mark of a file, in the current language or in that of `cat`."""
    return (current() if cat is None else cat).tr(FILE_MARKS[code])
