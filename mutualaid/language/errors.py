"""The sentence that a person reads for each error: what happened, and what to do about it.

One line a code, in alphabetical order. Placeholders are the facts that the fault carries; they hold counts, rules,
column names and dates, never anything about a person.
"""

from __future__ import annotations

from mutualaid.language import (
    day_errors,
    form_errors,
    import_errors,
    intake_errors,
    key_errors,
    release_errors,
    store_errors,
    strict_errors,
)
from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.records.errors import Fault

SENTENCES: dict[str, str] = {
    "ages_exceed_size": N_("The ages add up to more people than live there; correct one or the other."),
    "answer_invalid": N_(
        "One of the answers in this file is not one that the form can give; the file was altered or is of another "
        "program."
    ),
    "answer_missing": N_(
        "A question is not answered without which nobody can be helped; ask it, or set the sheet aside."
    ),
    "answer_not_valid": N_("An answer does not fit its question; correct it and try again."),
    "append_only": N_("What was logged or moved in stock stays as it was written; add a new entry that puts it right."),
    "asked_worked_on": N_(
        "Somebody has worked on this household or its needs since, so it is not taken back; change it on its own page."
    ),
    "backup_altered": N_(
        "This backup was altered after it was made, so it is not used; keep it as evidence, and take another backup."
    ),
    "backup_damaged": N_("This backup is damaged, so it is not used; take another backup."),
    "backup_folder_missing": N_("That folder for backups is not there; put the stick in, or choose another folder."),
    "backup_key_not_kept": N_(
        "This store keeps no key for that backup, perhaps because it was made after the one that the store was "
        "restored from; check it with the recovery words."
    ),
    "backup_newer_version": N_(
        "A newer version of the program made this backup; install that version to check or restore it."
    ),
    "backup_not_sound": N_(
        "The backup could not be read back as it was written, so it was thrown away; check the disk or the stick, or "
        "choose another place, and make it again."
    ),
    "backup_of_another_store": N_(
        "That backup belongs to another store; check it with the recovery words of that store."
    ),
    "backup_truncated": N_(
        "The end of this backup is missing, as when a stick is pulled out while a file is being copied; copy it "
        "again, or take another backup."
    ),
    "bad_input": N_("What was read does not hold together; check the file or the field and try again."),
    "batch_gone": N_("That pile was finished meanwhile; begin it anew if there are sheets left."),
    "batch_size": N_("A pile has 1 to {most} sheets; split a larger one."),
    "cannot_read_or_write": N_(
        "Reading or writing failed; check that the disk or stick is there and not write-protected, then try again."
    ),
    "category_missing": N_("It is not said what is needed; choose at least one thing."),
    "category_unknown": N_("That category is not one of the office's; choose one from the list."),
    "code_taken": N_("Another entry already has that code; choose another code."),
    "column_missing": N_(
        'The file has no column that could be the field "{field}"; choose another kind of file, or say in a '
        "mapping which column it is."
    ),
    "columns_unknown": N_(
        "The columns of this file are not known; choose where it comes from, or say in a mapping which column is which."
    ),
    "command_unclear": N_("The command was put together wrongly; see {command} --help for how it is written."),
    "damaged": N_("The store cannot be opened because its files were changed or damaged; restore the latest backup."),
    "disk_full": N_("The disk is full; free some space and try again, because nothing was changed."),
    "field_invalid": N_("One field ({field}) does not hold what it should; correct it and try again."),
    "field_not_changed_here": N_("That field ({field}) stays as it is; what it stands for has its own button."),
    "file_empty": N_("The file is empty; export it again and check that it holds rows."),
    "file_missing": N_("There is no such file; check its name and where it lies."),
    "file_not_table": N_("The file cannot be read as a table; export it again as CSV."),
    "file_not_text": N_("The file is not text, or is damaged; export it again as CSV (UTF-8)."),
    "file_quote_open": N_(
        "From row {row} on a quotation mark is never closed, so the rest of the file cannot be told apart; "
        "export it again, or close the mark."
    ),
    "file_too_large": N_("The file is larger than {megabytes} MB; split it and import the parts one after another."),
    "file_too_many_columns": N_(
        "The file has more than {columns} columns; leave out those that are not needed and try again."
    ),
    "file_too_many_rows": N_("The file has more than {rows} rows; split it and import the parts one after another."),
    "folder_not_empty": N_(
        "That folder already holds other files; choose an empty folder, or a new one, for the store."
    ),
    "give_out_of_range": N_("What may be given up for fairness is a share from 0 to 1; choose one in between."),
    "hibernation_in_clear": N_(
        "This laptop can write all of its memory to the disk in clear when it hibernates, an open office included; "
        "turn hibernation off or have the whole disk encrypted, and until then lock the office before closing the lid."
    ),
    "identifier_in_text": N_(
        "Nothing was saved: a text holds a number or a birth date by which an authority knows somebody. Take it out; "
        "if it really must be kept, say so at the field, in the two steps there."
    ),
    "in_use": N_("This store is open in another window or by another command; close it there and try again."),
    "item_unknown": N_("That item is not in the catalog; choose one from the list, or add it first."),
    "keep_refused": N_("They did not want anything written down, so nothing was kept."),
    "language_unknown": N_("That language is not in the list; choose it by its name or its three-letter code."),
    "mapping_column_missing": N_(
        'The mapping gives "{field}" a column that the file does not have; write the header as it stands in the file.'
    ),
    "mapping_field_unknown": N_(
        "Entry {number} of the mapping is not one of our fields; see docs/files.md for their names."
    ),
    "mapping_unreadable": N_("The mapping is not written as it should be; see the example in docs/files.md."),
    "match_is_finished": N_("That match is already finished or cancelled; open the need again to plan anew."),
    "moment_out_of_range": N_("A plan starts between the years {first} and {last}; give another moment."),
    "need_has_match": N_(
        "Someone or something is already promised for that need; cancel the match first, then change it."
    ),
    "need_is_finished": N_("That need is already finished; open it again before changing how it ended."),
    "need_is_open": N_("That need is still open, so there is nothing to open again."),
    "need_not_planned": N_("No plan looks at that right now: it is finished, on hold, or waits for your decision."),
    "no_display": N_("There is no screen to show this on; start it where windows can be opened."),
    "no_item_to_reject": N_("That proposal brings no item to reject; choose another reason."),
    "no_plan": N_("There is no plan yet; press Match first."),
    "no_proposal": N_("The plan proposes nothing for that need; make the plan again."),
    "no_space": N_("Reading or writing failed, perhaps because the disk is full; nothing was changed."),
    "no_time_to_reject": N_("That proposal has no set time to reject; choose another reason."),
    "no_volunteer_to_reject": N_("That proposal needs no volunteer to reject; choose another reason."),
    "not_a_backup": N_("That file is not a backup of this program; choose a file that ends in .backup."),
    "not_a_store": N_("There is no store in that folder; check the folder, or make a new store there."),
    "not_enough_memory": N_(
        "There is too little free memory to check the passphrase; close other programs and try again."
    ),
    "not_enough_stock": N_("Only {free} are free in that lot; take fewer, or count the lot first."),
    "nothing_to_print": N_("Nothing would help more right now, so there is no list to print."),
    "nothing_to_salvage": N_("Nothing in the store's file can be read with these keys; restore the latest backup."),
    "option_missing": N_("The command needs the option {option} here; see --help for how it is written."),
    "period_unreadable": N_("That is not a period; write a month as 2026-10, a quarter as 2026-Q3 or a year as 2026."),
    "pin_breaks_rule": N_(
        "The match kept for need {need} breaks a rule ({rule}), so no plan can keep it; release that match or mend "
        "what it breaks."
    ),
    "preset_unknown": N_(
        "That kind of file is not one of those offered; leave it out and the kind is found by the headers."
    ),
    "problem_distances": N_(
        "The distances between zones must be a square table of kilometres, the same both ways and none negative; "
        "row {index} is the first that is not (0: the table itself); mend it and try again."
    ),
    "problem_duplicate": N_(
        "Entry {index} of {part} has the same {field} as one before it; give each its own and try again."
    ),
    "problem_field_missing": N_("Entry {index} of {part} lacks the field {field}; add it and try again."),
    "problem_field_wrong": N_(
        "The field {field} in entry {index} of {part} does not hold what it should; correct it and try again."
    ),
    "problem_format": N_(
        "That file is not a matching problem that this version reads; make it again with this version."
    ),
    "problem_not_json": N_("That file is not a readable matching problem; make it again and try once more."),
    "problem_too_big": N_("That problem is larger than any office needs ({part}); check how the file was made."),
    "problem_unknown_id": N_(
        "The field {field} in entry {index} of {part} names something that the problem does not have; correct it "
        "and try again."
    ),
    "problem_unreadable": N_("That file cannot be read; check that it is there and that you may read it."),
    "proposal_is_stale": N_("That proposal no longer fits what is in the store; make the plan again."),
    "record_gone": N_("What you chose is no longer there; go back to the list and choose again."),
    "refused": N_("A rule of the office does not allow this; nothing was changed."),
    "sample_dates_out_of_range": N_(
        "The invented past must lie between the years {first} and {last}; give another day or fewer months."
    ),
    "sample_sizes_wrong": N_(
        "The sizes of the sample do not fit together; give none below zero, and households if there are needs."
    ),
    "sealed_state_damaged": N_(
        "A saved draft or setting of this store was changed or damaged and cannot be read; carry on without it."
    ),
    "site_unknown": N_("That site is not one of the office's; choose one from the list, or add it first."),
    "skill_unknown": N_("That skill is not one of the office's; choose one from the list."),
    "solver_stopped": N_(
        "The calculation stopped before it had a plan; close other programs to free memory, then try again."
    ),
    "swap_in_clear": N_(
        "When memory runs short, this laptop may write parts of an open office to the disk in clear; have the whole "
        "disk or its swap space encrypted, or turn swap off."
    ),
    "swap_unknown": N_(
        "Whether this laptop encrypts what it writes from memory to its disk cannot be told from here; make sure that "
        "the whole disk is encrypted (BitLocker on Windows, FileVault on a Mac)."
    ),
    "target_exists": N_("Something already lies at that place; choose another name, because nothing is overwritten."),
    "target_in_store": N_("Files that can be read by anyone do not go into the store's folder; choose another place."),
    "template_unknown": N_("There are templates for needs, volunteers and supplies; name one of these."),
    "unexpected": N_(
        "Something went wrong inside the program ({kind} at {place}), and nothing was saved by that step; "
        "tell whoever looks after the program these words."
    ),
    "usage": N_("The command was put together wrongly; see --help for how it is written."),
    "what_if_is_old": N_("Something has changed since you asked; ask again to see what it would change now."),
    "what_if_not_possible": N_("That cannot be done as it stands; change what is in its way first."),
    "who_missing": N_("There is no name, no number and no way to reach them; write down at least one of these."),
    "workbook_locked": N_("The spreadsheet asks for a password; save it without one, or as CSV, and import that."),
    "workbook_too_large": N_(
        "The spreadsheet is too large to be read; save the sheet that you need as CSV and import that."
    ),
    "workbook_unreadable": N_(
        "The spreadsheet cannot be read; open it in the spreadsheet program and save it as .xlsx or as CSV (UTF-8)."
    ),
    "zone_exists": N_("A zone of that name is already there; choose it from the list, or give this one another name."),
    "zone_missing": N_("The neighborhood is missing; choose it, because help is planned by where people live."),
    "zone_unknown": N_("That area is not one of the office's; choose one from the list."),
}
SENTENCES |= (
    day_errors.SENTENCES
    | form_errors.SENTENCES
    | import_errors.SENTENCES
    | intake_errors.SENTENCES
    | key_errors.SENTENCES
    | release_errors.SENTENCES
    | store_errors.SENTENCES
    | strict_errors.SENTENCES
)


_BY_EXIT = {
    1: "bad_input",
    2: "usage",
    3: "wrong_passphrase",
    4: "damaged",
    5: "refused",
    6: "in_use",
    7: "no_space",
}


def sentence(fault: Fault, cat: Catalog | None = None) -> str:
    """The fault's sentence in the current language, or in that of `cat`, with its facts filled in.

    A code without a sentence of its own gets that of its class, so a person is never shown a bare code; one whose
    fact `kind` has a sentence ("code.kind") gets that.
    """
    words = current() if cat is None else cat
    closer = SENTENCES.get(f"{fault.code}.{fault.facts.get('kind')}")
    message = closer or SENTENCES.get(fault.code) or SENTENCES[_BY_EXIT[fault.exit_code]]
    return words.tr(message, **fault.facts)


def fallback_codes() -> frozenset[str]:
    """The codes whose sentences stand in for a class of errors."""
    return frozenset(_BY_EXIT.values())
