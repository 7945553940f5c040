"""Empty files of our own columns, to be filled in and imported. Dates are ISO, lists are split by `|`."""

from __future__ import annotations

from mutualaid.exchange.drafts import Kind
from mutualaid.records.errors import UsageFault

COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.NEEDS: (
        "household_code", "contact_name", "phone", "safe_contact", "languages", "household_size", "ages", "diet",
        "access", "zone", "address", "category", "item", "quantity", "unit", "urgency", "needed_by", "windows", "mode",
        "notes", "received_on",
    ),
    Kind.VOLUNTEERS: (
        "volunteer_code", "name", "phone", "languages", "skills", "trainings", "transport", "seats", "capacity_kg",
        "stops", "zone", "zones", "radius_km", "availability", "tasks_per_week", "trust", "access", "notes",
    ),
    Kind.SUPPLIES: (
        "item", "category", "quantity", "unit", "site", "zone", "expires_on", "source", "diet", "received_on", "notes",
    ),
}  # fmt: skip
"""The columns of the canonical files, in order; docs/files.md says what each holds."""


def template(kind: str) -> bytes:
    """The header line of the canonical file of "needs", "volunteers" or "supplies".

    UTF-8 with a byte-order mark, so that spreadsheets keep the accents of what is filled in. Raises
    UsageFault("template_unknown").
    """
    if kind not in list(Kind):
        raise UsageFault("template_unknown")
    return b"\xef\xbb\xbf" + ",".join(COLUMNS[Kind(kind)]).encode("ascii") + b"\r\n"
