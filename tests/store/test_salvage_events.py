"""Events and the forms that came in from them, out of a damaged store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.kinds import FormState
from mutualaid.records.office import OfficeSettings
from mutualaid.store.store import Store
from mutualaid.vault.pages import PAGE_BYTES
from tests.store.salvaging import PlainKeys, keys_in, open_pages, salvage

DAY = date(2026, 11, 21)


def _office(folder: Path) -> tuple[PlainKeys, str, list[str]]:
    """A store with an event and forms that each fill most of a page; its keys, and their uids."""
    keys = keys_in(folder)
    store = Store.create(keys, settings=OfficeSettings(zone="chi-30"))
    with store.write("add") as write:
        event = write.add(Event.checked(event="0f" * 16, name="Parroquia", made_on=DAY, private_key="A" * 128))
        forms = write.add_many(
            ReceivedForm.checked(
                begun=f"{number:064x}", event=event, number=number, last=number, language="es", on=DAY,
                answers={"keep": True, "notes": f"{number} " * 900},
            )
            for number in range(1, 7)
        )  # fmt: skip
        write.change(ReceivedForm, forms[0], state=FormState.DISMISSED, answers={}, decided_on=DAY)
    store.close()
    return keys, event, forms


def _broken(keys: PlainKeys, *texts: str) -> set[int]:
    """Blank every page that holds one of the texts; gives their numbers."""
    data = bytearray(keys.folder.store.read_bytes())
    found = {
        number for number, page in open_pages(keys, bytes(data)).items() if any(text.encode() in page for text in texts)
    }
    for number in found:
        data[(number - 1) * PAGE_BYTES : number * PAGE_BYTES] = bytes(PAGE_BYTES)
    keys.folder.store.write_bytes(data)
    return found


def test_the_forms_of_a_lost_event_still_wait_under_a_closed_one(tmp_path: Path) -> None:
    keys, event, forms = _office(tmp_path / "store")
    assert _broken(keys, "A" * 128, '"name":"Parroquia"')
    done, fresh = salvage(keys, tmp_path / "new")
    assert ("event", "?") in done.stood_in
    store = Store.open(fresh)
    with store.read() as read:
        stand_in = read.get(Event, event)
        assert (stand_in.closed_on is not None, stand_in.private_key) == (True, "")
        waiting = read.all(ReceivedForm, state=FormState.WAITING)
        assert {row.uid for row in waiting} == set(forms[1:])
        assert read.verify() == []
    store.close()


def test_a_form_whose_answers_are_lost_is_lost_so_that_it_may_be_brought_in_again(tmp_path: Path) -> None:
    keys, _, forms = _office(tmp_path / "store")
    assert _broken(keys, "3 3 3 3 3 3")
    done, fresh = salvage(keys, tmp_path / "new")
    store = Store.open(fresh)
    with store.read() as read:
        left = {row.uid: row.record for row in read.all(ReceivedForm)}
        assert read.verify() == []
    store.close()
    assert forms[2] not in left
    assert all(record.answers for record in left.values() if record.state is FormState.WAITING)
    assert any(kind == "received_form" for kind, _ in done.lost)


def test_a_form_that_was_decided_on_comes_back_from_the_journal(tmp_path: Path) -> None:
    """Nothing of its answers is needed, and it keeps the same form from coming in a second time."""
    keys, _, forms = _office(tmp_path / "store")
    assert _broken(keys, f"{forms[0]}01")  # the row, where the clock readings follow the uid
    _, fresh = salvage(keys, tmp_path / "new")
    store = Store.open(fresh)
    with store.read() as read:
        assert read.get(ReceivedForm, forms[0]).state is FormState.DISMISSED
    store.close()
