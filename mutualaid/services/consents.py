"""What a household allowed, by purpose, and what the rest of the program makes of it.

The latest answer for a purpose holds. A "no" forbids; where nobody asked yet, the work goes on as it always did and the
household's page says that there is something to ask.
"""

from __future__ import annotations

from collections.abc import Collection

from mutualaid.records.household import Consent
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.store.reading import Reading


def consents_of(read: Reading, household: str) -> dict[ConsentPurpose, bool]:
    """The latest answer for each purpose that was asked about."""
    return {row.record.purpose: row.record.given for row in read.all(Consent, household=household)}


def refused(read: Reading, household: str, purpose: ConsentPurpose) -> bool:
    """Whether the household said no to a purpose."""
    return consents_of(read, household).get(purpose) is False


def all_refusing(read: Reading, purpose: ConsentPurpose, households: Collection[str] | None = None) -> set[str]:
    """The households (their uids) that said no to a purpose; among those only, when given."""
    rows = read.columns(Consent, "household", "given", purpose=purpose)
    latest: dict[str, bool] = {household: given for _uid, household, given in rows}
    return {uid for uid, given in latest.items() if not given and (households is None or uid in households)}
