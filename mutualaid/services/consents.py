"""What a household allowed, by purpose, and what the rest of the program makes of it: the one place of these rules.

The latest answer for a purpose holds: by its day, and of one day the one that was written last (of many households,
`store.consenting` asks for just that). A "no" forbids; where
nobody asked yet, the work goes on as it always did and the household's page says that there is something to ask.

- KEEP "no": it is to be erased, and is marked as such. Until then its name stands on no list that leaves the program.
- CONTACT "no": nobody is told to try again, no message is made for it, and its name and numbers stand on no list.
- SHARE "no": nobody is sent. Its deliveries and services are in no plan, kept matches of them are in conflict and
  cannot be confirmed, and neither run sheets nor messages nor lists for volunteers tell of it. What it fetches itself
  goes on.
- COUNT "no": summaries leave it out (`store.counted`).
- REFER "no": its needs are not handed to partners.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mutualaid.records.errors import Refused
from mutualaid.records.household import Consent
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored


def latest(rows: Iterable[Stored[Consent]]) -> dict[ConsentPurpose, Consent]:
    """Of a household's answers, in the order they were written, the one that holds for each purpose."""
    return {row.record.purpose: row.record for row in sorted(rows, key=lambda row: row.record.on)}


def consents_of(read: Reading, household: str) -> dict[ConsentPurpose, bool]:
    """The answer that holds for each purpose that was asked about."""
    return {purpose: answer.given for purpose, answer in latest(read.all(Consent, household=household)).items()}


def refused(read: Reading, household: str, purpose: ConsentPurpose) -> bool:
    """Whether the household said no to a purpose."""
    return consents_of(read, household).get(purpose) is False


def all_refusing(read: Reading, purpose: ConsentPurpose, households: Collection[str] | None = None) -> set[str]:
    """The households (their uids) that said no to a purpose; among those only, when given."""
    found = read.refusing(purpose)
    return found if households is None else found & set(households)


def demand(read: Reading, household: str, purpose: ConsentPurpose) -> None:
    """Refuse what a household said no to: Refused("consent_refused", purpose)."""
    if refused(read, household, purpose):
        raise Refused("consent_refused", purpose=purpose.value)


def to_be_erased(read: Reading) -> set[str]:
    """The households (their uids) that said that nothing about them is to be kept."""
    return all_refusing(read, ConsentPurpose.KEEP)


def unlisted(read: Reading) -> set[str]:
    """The households (their uids) whose names and numbers stand on no list that leaves the program: those that said no
    to being kept, contacted, or told of to anybody.
    """
    purposes = (ConsentPurpose.KEEP, ConsentPurpose.CONTACT, ConsentPurpose.SHARE)
    return set().union(*(all_refusing(read, purpose) for purpose in purposes))
