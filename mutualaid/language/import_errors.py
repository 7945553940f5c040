"""The sentences of what may go wrong with files that are imported, and with undoing an import."""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "file_changed": N_(
        "The file was changed, moved or deleted after it was looked at, so nothing was imported; choose it again and "
        "look at it once more."
    ),
    "file_not_plain": N_("That is a folder or a device and not a file; choose the file itself."),
    "import_gone": N_("That import is no longer in the list, so it cannot be undone."),
    "import_too_old": N_(
        "Only the latest 10 imports of the last 30 days can be undone; remove what should not be there by hand."
    ),
    "import_undone": N_("That import was undone already."),
    "sheet_missing": N_("The workbook has no such sheet with a table; choose one of its sheets."),
}
