"""The sentences for what can go wrong in the coordinator's day; merged into those of `language.errors`."""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "nothing_to_undo": N_("There is nothing to undo."),
    "undo_changed_since": N_(
        "This cannot be undone any more: somebody has gone on with it since. Change it by hand where it is."
    ),
    "undo_no_longer_fits": N_(
        "This cannot be undone any more: supplies or people have been promised elsewhere since. Free them first."
    ),
    "undo_not_last": N_("Something else was done since; press Ctrl+Z to undo that first."),
}
