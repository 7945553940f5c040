"""The sentences of errors about events: the kit, the file that forms are sealed into, and what the office makes of it.

As in `errors`, which takes them up: one line a code, in alphabetical order.
"""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "event_file_closed": N_("This sitting has ended; start event mode again to go on in the same file."),
    "event_file_damaged": N_(
        "This file was damaged or changed, so nothing was brought in; copy it again from the event laptop. If every "
        "copy is like this, bring in the part that is proven sound."
    ),
    "event_file_foreign": N_(
        "At that place lies another kind of file, which stays untouched; give the sealed forms a name of their own."
    ),
    "event_file_in_use": N_(
        "Another window of event mode is writing into that file; close it there, or give this one another name."
    ),
    "event_file_newer_version": N_(
        "A newer version of the program sealed this file; install that version to bring it in."
    ),
    "event_file_not_whole": N_(
        "The file at that place is damaged and stays as it is, for the office to save what it can; go on in a new file "
        "with another name."
    ),
    "event_file_other_event": N_(
        "At that place lie the forms of another event or of another kit; they stay untouched. Give this event's file "
        "another name."
    ),
    "event_name": N_("Give the event a name of 1 to {letters} letters, on one line."),
    "event_words": N_(
        "The kit cannot hold those words; keep the consent text under {letters} letters and choose at least one "
        "category and one language."
    ),
    "helper_alias": N_("A helper's alias is one line of at most {letters} letters; a first name is enough."),
    "kit_damaged": N_("This event kit is damaged; copy it again from the office, or ask the office for a new one."),
    "kit_missing": N_("There is no event kit at that place; check the name of the file, and that the stick is in."),
    "kit_newer_version": N_("A newer version of the program made this event kit; install that version on this laptop."),
    "not_a_kit": N_("That file is not an event kit; ask the office for one."),
    "not_an_event_file": N_("That file does not hold sealed forms of an event; choose the file that event mode wrote."),
}
