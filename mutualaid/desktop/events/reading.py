"""What the intake page reads, off the window's thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mutualaid.desktop.events.state import Seen

if TYPE_CHECKING:
    from mutualaid.records.answers import Value
    from mutualaid.services.likely_homes import Alike
    from mutualaid.services.office import Office


def read_intake(office: Office) -> Seen:
    """The events and the forms that wait."""
    from mutualaid.services.asking import office_questions
    from mutualaid.services.collecting import waiting_forms
    from mutualaid.services.event_kits import event_lines

    return Seen(
        events=tuple(event_lines(office)),
        forms=tuple(waiting_forms(office)),
        zones=dict(office.zones),
        questions=office_questions(office),
    )


def read_alike(office: Office, answers: Mapping[str, Value]) -> tuple[Alike, ...]:
    """The households that may be the one that gave these answers."""
    from mutualaid.services.asking import similar

    return similar(office, answers=answers)
