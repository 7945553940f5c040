"""The sentences of what may go wrong with files that are imported, and with undoing an import."""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "import_gone": N_("That import is no longer in the list, so it cannot be undone."),
    "import_too_old": N_(
        "Only the latest 10 imports of the last 30 days can be undone; remove what should not be there by hand."
    ),
    "import_undone": N_("That import was undone already."),
}
