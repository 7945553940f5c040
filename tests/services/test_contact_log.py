"""The contact log: whom to try again, and until when that stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Contact, Household
from mutualaid.records.kinds import ConsentPurpose, ContactKind, ContactOutcome
from mutualaid.services.contact_log import contacts, follow_ups, follow_ups_until, log_contact
from mutualaid.services.history import undo
from mutualaid.services.households import set_consent
from mutualaid.services.office import Office
from mutualaid.store.store import Stored
from tests.services.make import TODAY, helper, home, new_office

DAYS = [TODAY + timedelta(days=ahead) for ahead in range(6)]


def tried(office: Office, on: date, again: date | None = None, **whom: str) -> str:
    fields = {"kind": ContactKind.CALL, "outcome": ContactOutcome.NO_ANSWER, "on": on, "follow_up_on": again}
    return log_contact(office, contact=Contact.checked(**fields, **whom)).uids[0]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = new_office(tmp_path_factory.mktemp("log") / "office")
    yield made
    made.close()


def test_who_is_to_be_tried_again_is_told_until_somebody_did_and_never_where_they_said_no(office: Office) -> None:
    home_uid, other, volunteer = home(office)[0], home(office)[0], helper(office)
    first = tried(office, TODAY, DAYS[1], household=home_uid)
    theirs = tried(office, TODAY, DAYS[2], volunteer=volunteer)
    assert follow_ups_until(office, until=TODAY) == []
    found = follow_ups_until(office, until=DAYS[2])
    assert [(one.uid, one.household, one.volunteer, one.on) for one in found] == [
        (first, home_uid, None, DAYS[1]),
        (theirs, None, volunteer, DAYS[2]),
    ]
    assert found[0].code in {row.record.code for row in _homes(office)}
    tried(office, DAYS[2], volunteer=volunteer)
    set_consent(office, household=home_uid, purpose=ConsentPurpose.CONTACT, given=False, on=TODAY)
    assert follow_ups_until(office, until=DAYS[5]) == []
    undo(office)
    assert [one.uid for one in follow_ups_until(office, until=DAYS[5])] == [first]
    set_consent(office, household=other, purpose=ConsentPurpose.CONTACT, given=False, on=TODAY)
    with pytest.raises(Refused, match="consent_refused"):
        tried(office, TODAY, DAYS[1], household=other)
    tried(office, TODAY, household=other)  # that they called is written down all the same
    assert [len(contacts(office, household=uid)) for uid in (home_uid, other)] == [1, 1]
    with pytest.raises(BadInput, match="record_gone"):
        tried(office, TODAY, volunteer="nobody")


def _homes(office: Office) -> list[Stored[Household]]:
    with office.store.read() as read:
        return read.all(Household)


_entry = st.tuples(st.integers(0, 5), st.none() | st.integers(0, 5))


@settings(max_examples=10, deadline=None)
@given(log=st.lists(_entry, max_size=7))
def test_a_follow_up_stands_until_the_day_was_kept_or_another_was_named(
    office: Office, log: list[tuple[int, int | None]]
) -> None:
    whom = home(office)[0]
    uids = [tried(office, DAYS[on], None if again is None else DAYS[again], household=whom) for on, again in log]
    stands = set()
    for place, (on, again) in enumerate(log):
        after = [(day, more) for other, (day, more) in enumerate(log) if (day, other) > (on, place)]
        if again is not None and not any(day >= again or more is not None for day, more in after):
            stands.add(uids[place])
    with office.store.read() as read:
        assert {one.uid for one in follow_ups(read, until=DAYS[5]) if one.household == whom} == stands
