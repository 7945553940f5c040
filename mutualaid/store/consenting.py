"""Who said no to what, as a query: the latest answer holds, by its day and then as it was written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, or_, select

from mutualaid.records.household import Consent
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.store.registry import KINDS

_CONSENTS = KINDS[Consent].table


def refusals(purpose: ConsentPurpose) -> Select[Any]:
    """Household and day of each answer that is a no to a purpose and still holds, as `services.consents` has it."""
    held, later = _CONSENTS.c, _CONSENTS.alias("later_answer")
    newer = or_(later.c.on > held.on, and_(later.c.on == held.on, later.c.id > held.id))
    same = and_(later.c.household == held.household, later.c.purpose == held.purpose)
    overruled = select(later.c.id).where(same, newer).exists()
    return select(held.household, held.on).where(held.purpose == purpose, held.given.is_(False), ~overruled)
