"""Sentences of what the rules of summaries refuse: what happened, which rule and why, and what is possible instead."""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "period_open": N_(
        "That period is not closed yet: a period closes a week after its end, so that most late records are in; it can "
        "be released from {closes} on."
    ),
    "release_folder_altered": N_(
        "That folder is not as this office released it: a file in it was changed, added or taken out. Look for another "
        "copy, perhaps with somebody who received it."
    ),
    "release_folder_exists": N_(
        "A folder for this release is already there; choose another place, or take the release from that folder."
    ),
    "release_folder_foreign": N_(
        "That folder was not released by this office, or by another map or plan than its own, so it was not taken in; "
        "choose the folder that this office released."
    ),
    "release_folder_not_missing": N_(
        "This office did not lose any release of that period ({period}), so a folder of it cannot be one of its own; "
        "nothing was taken in."
    ),
    "release_folder_other_numbers": N_(
        "This office has already published other numbers for that period ({period}); a period has only one release, so "
        "the folder was not taken in. Do not hand it out."
    ),
    "release_folder_unreadable": N_(
        "That is not the folder of a release; choose the folder with its data, structure and manifest files."
    ),
    "release_ledger_broken": N_(
        "The ledger of releases was changed or is incomplete, so nothing more can be released safely; "
        "restore the latest backup."
    ),
    "release_no_zones": N_("There are no zones on the map; add the zones that the network serves, then try again."),
    "release_other_geography": N_(
        "A zone of the map that releases use is gone, or touches others than it did, and comparing two maps could give "
        "a household away; put these zones back as they were. Zones that were added may stay."
    ),
    "release_pair_too_close": N_(
        "Two totals would differ by only 1 to {households} households, which could give them away; "
        "release a longer period instead."
    ),
    "release_period_unlisted": N_(
        "The publication plan has no tables for periods of that length, and only what is in the plan is ever released; "
        "choose another length of period."
    ),
    "release_plan_frozen": N_(
        "The first release, of {on}, froze the publication plan, since comparing releases of two plans could give a "
        "household away; it stays as it is."
    ),
    "release_plan_incomplete": N_(
        "A summary without the table {table} would say nothing; keep that table in the plan, or leave out the whole "
        "length of period."
    ),
    "release_table_unlisted": N_(
        "The table {table} is not on the list of tables that may be released, since finer ones can point at a "
        "household; choose one that is."
    ),
    "release_too_few": N_(
        "Fewer than {households} households asked for help in that period, and numbers about so few could point at "
        "somebody; release a longer period instead."
    ),
    "release_unknown_past": N_(
        "This store was restored from a backup, and a summary of {period} may have been published since that backup "
        "was made; other numbers for the same time could give a household away. Bring the released folder back in the "
        "window, under Summaries, or restore a newer backup that knows of it."
    ),
    "release_unproved": N_(
        "It could not be proved that this release gives nobody away, so nothing was written; release a "
        "longer period instead."
    ),
    "release_without_backup": N_(
        "The summary is made and kept, but no backup of it could be made, so no file has left this computer; make room "
        "where the backups lie, then ask for it again: it comes out the same."
    ),
}
