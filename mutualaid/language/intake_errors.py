"""The sentences of errors about events: the kit, the file that forms are sealed into, and what the office makes of it.

As in `errors`, which takes them up: one line a code, in alphabetical order.
"""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "event_closed": N_(
        "That event was closed and its key thrown away, so nobody can open what was sealed there any more."
    ),
    "event_file_closed": N_("This sitting has ended; start event mode again to go on in the same file."),
    "event_file_damaged": N_(
        "This file was damaged or changed, so nothing was brought in; copy it again from the event laptop. If every "
        "copy is like this, bring in the part that is proven sound."
    ),
    "event_file_foreign": N_(
        "At that place lies another kind of file, which stays untouched; give the sealed forms a name of their own."
    ),
    "event_file_forged": N_(
        "This file names one of our events but was not sealed with its kit, so nothing was brought in; ask who gave it "
        "to you, and take the file from the event laptop."
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
    "event_file_sealed_elsewhere": N_(
        "Nothing in this file can be opened with the key of its event, so it was sealed for somebody else; nothing was "
        "brought in. Find out who changed the kit, and take the file from the event laptop."
    ),
    "event_file_too_large": N_(
        "The file is larger than {megabytes} MB, which no event file is; nothing was brought in."
    ),
    "event_gone": N_("That event is not in this store any more; look at the list again."),
    "event_name": N_("Give the event a name of 1 to {letters} letters, on one line."),
    "event_unknown": N_(
        "These forms were sealed for another office, or with a kit that this store did not make; nothing was brought "
        "in."
    ),
    "event_words": N_(
        "The kit cannot hold those words; keep the consent text under {letters} letters and choose at least one "
        "category and one language."
    ),
    "form_has_gaps": N_(
        "Forms that lack what is needed cannot be accepted, and {forms} of these do; fill the gaps, or leave them "
        "waiting."
    ),
    "form_not_waiting": N_("That form is not waiting any more: somebody has decided on it; look at the list again."),
    "helper_alias": N_("A helper's alias is one line of at most {letters} letters; a first name is enough."),
    "kit_damaged": N_("This event kit is damaged; copy it again from the office, or ask the office for a new one."),
    "kit_missing": N_("There is no event kit at that place; check the name of the file, and that the stick is in."),
    "kit_newer_version": N_("A newer version of the program made this event kit; install that version on this laptop."),
    "not_a_kit": N_("That file is not an event kit; ask the office for one."),
    "not_an_event_file": N_("That file does not hold sealed forms of an event; choose the file that event mode wrote."),
    "undo_gone": N_("That cannot be taken back any more: it is too long ago, or somebody has worked on it since."),
}
