"""The sentences about the store's files: what was damaged, changed or put back, and what to do about it.

As in `errors`, which takes them up: one line a code, in alphabetical order.
"""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "copy_not_sound": N_(
        "The copy did not read back as it was written, so it was thrown away; check the disk or stick and try again."
    ),
    "file_state_damaged": N_(
        "The record of what the store's file was at its last closing ({file}) was altered or belongs to another "
        "moment; check the latest entries, because nothing proves that nobody changed them."
    ),
    "file_state_missing": N_(
        "The record of what the store's file was at its last closing ({file}) is missing; check the latest entries, "
        "because nothing proves that nobody changed them."
    ),
    "journal_broken": N_(
        "The change journal in {file} has gaps or altered entries; restore the latest backup that verifies."
    ),
    "journal_forged": N_(
        "Entries of the change journal in {file} were not sealed by this office; restore the latest backup "
        "that verifies."
    ),
    "journal_shortened": N_(
        "The latest entries of the change journal in {file} are missing; restore the latest backup that verifies."
    ),
    "journal_value_changed": N_(
        "A value in the change journal in {file} is not the one that was written; restore the latest backup "
        "that verifies."
    ),
    "ledger_broken": N_(
        "The ledger of published summaries in {file} was altered; publish nothing until a backup that "
        "verifies is restored."
    ),
    "migration_stopped": N_(
        "This store was made by an older version of the program and is used only after it was brought up to date; "
        "open it again to do that. Nothing was changed."
    ),
    "rekey_interrupted": N_(
        "Changing the keys was interrupted before anything was replaced, so the old keys are still in use; change the "
        "keys again, or revoke the coordinator again."
    ),
    "store_changed": N_(
        "Somebody changed the store's file while it was closed; restore the latest backup, or open it all the same "
        "if you know what happened, and check the latest entries."
    ),
    "store_damaged": N_("The store's file was changed or damaged and cannot be read; restore the latest backup."),
    "store_empty": N_(
        "The store's file is empty, so what it held is gone from this folder; restore the latest backup."
    ),
    "store_exists": N_("There is already a store in that folder; open it, or choose another folder."),
    "store_foreign": N_(
        "The store's file belongs to another store than the keyfile beside it; put back the two that belong together."
    ),
    "store_in_use": N_("This store is open in another window or by another command; close it there and try again."),
    "store_locked": N_("The store is locked; unlock it and try again."),
    "store_missing": N_(
        "The store's file is missing from its folder; put store.db back, or restore the latest backup."
    ),
    "store_newer_version": N_(
        "This store was written by a newer version of the program; install that version to open it."
    ),
    "store_page_damaged": N_(
        "Part of {file} was changed or damaged; make no more changes, and restore the latest backup that verifies."
    ),
    "store_reference_missing": N_(
        "Something in {file} refers to an entry that is not there; restore the latest backup that verifies."
    ),
    "store_rolled_back": N_(
        "The store in this folder is older than the one that was last used here; put the newer folder back, or open "
        "this one all the same if you restored it yourself."
    ),
    "store_search_out_of_step": N_(
        "The search index in {file} does not agree with the records, so that searches may miss some; nothing is lost, "
        "and salvaging the store makes the index anew."
    ),
    "store_settings_damaged": N_(
        "The office's settings in {file} cannot be read; restore the latest backup that verifies."
    ),
    "store_tables_disagree": N_(
        "The tables in {file} do not agree with one another, as when an older copy of a part was put in its place; "
        "make no more changes, and restore the latest backup that verifies, or salvage the store."
    ),
    "store_unproven": N_(
        "The store was not closed properly the last time, so nothing proves that nobody changed it since; whatever was "
        "shown as saved should be there. Check the latest entries; after the next proper closing it is proved again."
    ),
    "wal_damaged": N_(
        "Part of the latest writes ({file}) was damaged after the program did not end properly, and what it held is "
        "lost; check the last entries and write them again, or restore a backup."
    ),
}
