"""Whether the store has changed since the last plan was made, as the change journal remembers it."""

from __future__ import annotations

from mutualaid.records.match import KeptPlan
from mutualaid.services.office import Office

_OF_THE_PLAN = frozenset({"plan", "accept plan", "pin", "unpin", "take back", "confirm match", "fulfil match"})
"""Verbs that carry a plan out, and so do not make it old."""
_MATTERS = frozenset(
    {"need", "household", "volunteer", "lot", "movement", "rejection", "match", "site", "catalogue_item"}
)
_LOOK_BACK = 1000


def changed_since_plan(office: Office) -> bool:
    """Whether needs, people or supplies changed otherwise than by carrying the last plan out. False without a plan."""
    changed = False
    with office.store.read() as read:
        for line in read.journal(_LOOK_BACK):
            if line.verb == "plan":
                return changed
            if line.verb not in _OF_THE_PLAN and any(kind in _MATTERS for kind, _action, _count in line.changes):
                changed = True
        return changed and read.count(KeptPlan) > 0  # made longer ago than was looked back
