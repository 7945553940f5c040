"""What an office sets for itself while it is open."""

from __future__ import annotations

from mutualaid.records.office import OfficeSettings
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office


def set_minutes(office: Office, *, mask: int, lock: int) -> Changed:
    """After how many idle minutes names are covered (1 to 30) and the office locks (2 to 30).

    Raises pydantic's ValidationError for minutes outside of that, which no form of ours lets through.
    """
    with office.store.write("settings") as write:
        settings = OfficeSettings.model_validate(
            office.settings.model_dump() | {"mask_minutes": mask, "lock_minutes": lock}
        )
        write.set_settings(settings)
    office.settings = settings
    return Changed(frozenset({Area.SETTINGS}))
