"""What each code of an import says: why a row was turned away, and what in a row asks for a look.

One line a code, in alphabetical order. They name no person and no value, so they may stand in a file or on a screen.
"""

from __future__ import annotations

from collections.abc import Iterable

from mutualaid.language.catalog import N_, Catalog, current

REASONS: dict[str, str] = {
    "ages_unreadable": N_("the number of children or the ages could not be read"),
    "category_missing": N_("it does not say what is needed"),
    "category_unknown": N_("what is asked for is not one of our categories"),
    "cell_too_long": N_("a cell holds more than 4,000 characters"),
    "date_unreadable": N_("a date could not be read"),
    "field_invalid": N_("a field holds something that is not allowed there"),
    "item_missing": N_("it does not say which item"),
    "keep_refused": N_("it was refused that anything be written down"),
    "language_unknown": N_("the language is not one we know"),
    "name_missing": N_("the name is missing"),
    "needed_by_unreadable": N_("the date it is needed by could not be read"),
    "number_unreadable": N_("a number could not be read, or is too large"),
    "quantity_unreadable": N_("the quantity is not a whole number from 1 to 100,000"),
    "site_missing": N_("it does not say where the supplies are"),
    "size_unreadable": N_("the number of people is not a whole number from 1 to 40"),
    "text_too_long": N_("a text that should be short, such as a name, an address or a list, is too long"),
    "too_many_cells": N_("the row has more cells than the header"),
    "who_missing": N_("there is neither a name nor a phone"),
    "zone_missing": N_("the neighborhood is missing"),
    "zone_unknown": N_("the neighborhood is not one we know"),
}
"""Why a row was turned away, by code."""

WARNINGS: dict[str, str] = {
    "access_in_notes": N_("The notes tell of an access need; put it in its field, so that plans take it into account."),
    "access_unknown": N_("An access need was not recognized and was left out."),
    "ages_exceed_size": N_("More children are given than people in the household; ask how many live there."),
    "asked_more_urgently": N_("It was asked for again, more urgently; look whether what waits should come sooner."),
    "availability_unreadable": N_("Some of the hours were not understood; they are in the notes."),
    "category_unknown": N_("Part of what was asked for was not recognized; it is in the notes."),
    "date_in_future": N_("The row is dated in the future."),
    "date_missing": N_("The row has no date; today's was taken."),
    "diet_in_notes": N_("The notes tell of a diet or an allergy; put it in its field, so that plans respect it."),
    "diet_unknown": N_("A diet or allergy was not recognized and was left out."),
    "expired": N_("The supplies are past their date."),
    "household_code_replaced": N_("The household code could show who it is, so a new one was given."),
    "identifier_redacted": N_("A number such as an SSN, ITIN or A-number was taken out."),
    "item_added": N_("The item is new to the catalog; check its unit and how much a household gets."),
    "item_unknown": N_("The item is not in the catalog; the category's usual one was taken and the words kept."),
    "language_missing": N_("No language is given."),
    "language_unknown": N_("One of the languages was not recognized and was left out."),
    "mode_unknown": N_("How it should reach the household was not recognized; delivery was taken."),
    "note_too_long": N_("The notes were already full, so the new ones were left out."),
    "phone_unreadable": N_("A phone could not be read and was left out."),
    "possible_duplicate": N_("This may be somebody who is here already; compare the two."),
    "site_added": N_("The place is new; it was put in the office's own zone. Check where it is."),
    "size_missing": N_("The number of people is missing; one was taken."),
    "skill_unknown": N_("A way to help was not recognized and was left out."),
    "status_word": N_("The notes told something about immigration status; those words were taken out."),
    "training_unreadable": N_("A training was not understood; it is in the notes."),
    "transport_unknown": N_("How the volunteer gets around was not recognized; on foot was taken."),
    "trust_unknown": N_("The trust level was not recognized and was left as usual."),
    "unit_differs": N_("The unit is not the one of the catalog; check that the quantity is right."),
    "unit_unknown": N_("The unit was not recognized; the catalog's was taken."),
    "urgency_unknown": N_('How soon it is needed was not recognized; "whenever possible" was taken.'),
    "windows_unreadable": N_("Some of the times were not understood; they are in the notes."),
    "zone_office": N_("No neighborhood is given; the office's own was taken."),
    "zone_unknown": N_("A neighborhood was not recognized and was left out."),
    "zones_several": N_("Several neighborhoods are given; the first was taken."),
}
"""What asks for a look in a row that was taken in, by code."""

NOTICES: dict[str, str] = {
    "source_deleted": N_(
        "The file was removed from its folder. That is all that deleting can do: traces can stay on the disk (on SSDs "
        "above all), in backups, in the folder of a cloud service, in the mail it came with, and the answers are still "
        "on the form's own server until they are deleted there."
    ),
    "source_gone": N_("The file you imported is no longer where it was."),
    "source_in_cloud": N_(
        "The file you imported still lies readable in a folder that seems to be copied to a cloud service. Delete it "
        "here once you have checked the import, and in the cloud and on the form's server too."
    ),
    "source_left": N_(
        "The file you imported still lies where it was, readable by anyone who opens this computer. Delete it once you "
        "have checked the import."
    ),
}
"""What the app says of the source file after an import, and after deleting it."""


def reason(codes: Iterable[str], cat: Catalog | None = None) -> str:
    """Why a row was turned away: each code with its words, "zone_unknown (the neighborhood is not one we know)"."""
    words = current() if cat is None else cat
    return "; ".join(f"{code} ({words.tr(REASONS[code])})" if code in REASONS else code for code in codes)


def warning(code: str, cat: Catalog | None = None) -> str:
    """The sentence of a warning; the code itself when it has none."""
    return (current() if cat is None else cat).tr(WARNINGS.get(code, code))


def notice(code: str, cat: Catalog | None = None) -> str:
    """The sentence about the source file."""
    return (current() if cat is None else cat).tr(NOTICES.get(code, code))
