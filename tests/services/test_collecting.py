"""What was sealed at an event comes into the office, once, and waits there until somebody has decided on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mutualaid.progress import SILENT, Cancelled, Progress
from mutualaid.records.errors import BadInput, NoSpace, Refused
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Household
from mutualaid.records.kinds import FileMark, FormMark, FormState
from mutualaid.records.need import Need
from mutualaid.services.backups import back_up, restore
from mutualaid.services.collecting import accept_forms, collect, dismiss_forms, look, take_back, waiting_forms
from mutualaid.services.event_kits import close_event, event_lines, make_kit
from mutualaid.services.event_laptop import open_kit, start_sealing
from mutualaid.services.import_rows import Decision
from mutualaid.services.office import Office
from mutualaid.services.rekeying import rekey
from mutualaid.vault import atomic
from mutualaid.vault.ways import new_recovery
from tests.services.events import an_event, answers, sealed
from tests.services.make import CHEAP, PASSPHRASE, home, wants

JUAN = {"contact_name": "Juan Pérez Xol", "phone": "773 555 0177", "household_size": 2}


def test_an_event_comes_back_to_the_office_form_by_form(office: Office, tmp_path: Path) -> None:
    uid, kit = an_event(office, tmp_path)
    slip = sealed(kit, tmp_path / "forms", answers(), answers(**JUAN))
    assert slip is not None
    seen = look(office, path=tmp_path / "forms")
    assert (seen.event, seen.uid, seen.helpers) == ("Parroquia San Pío", uid, ("Ana",))
    assert (seen.whole, seen.unfinished, seen.fresh, seen.known, seen.marks) == (2, 0, 2, 0, ())
    assert seen.fingerprint == slip.fingerprint == seen.slips[0].fingerprint
    assert waiting_forms(office) == []
    collect(office, path=tmp_path / "forms")
    first, second = waiting_forms(office)
    assert (first.number, first.event, first.helper, first.language) == (1, "Parroquia San Pío", "Ana", "es")
    assert (first.on, first.marks, first.alike) == (date.today(), (), ())
    assert second.answers["contact_name"] == "Juan Pérez Xol"
    assert "Juan" not in repr(second)
    done = accept_forms(office, forms=[first.uid, second.uid])
    assert (done.added, done.merged, done.needs) == (2, 0, 2)
    with office.store.read() as read:
        assert {row.record.contact_name for row in read.all(Household)} == {"Rosa Tum", "Juan Pérez Xol"}
        assert {row.record.how for row in read.all(Consent)} == {"event"}
        forms = read.all(ReceivedForm)
        assert read.verify() == []
    assert [row.record.answers for row in forms] == [{}, {}]
    assert {row.record.household for row in forms} <= set(done.changed.uids)
    (line,) = event_lines(office)
    assert (line.forms, line.waiting, line.accepted, line.closed) == (2, 0, 2, False)


def test_the_same_file_again_or_a_longer_copy_brings_nothing_twice(office: Office, tmp_path: Path) -> None:
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers(), answers(**JUAN))
    collect(office, path=tmp_path / "forms")
    (tmp_path / "stick").write_bytes((tmp_path / "forms").read_bytes())
    again = collect(office, path=tmp_path / "stick")
    assert (again.known, again.fresh, again.changed.uids) == (2, 0, ())
    first, second = waiting_forms(office)
    accept_forms(office, forms=[first.uid])
    dismiss_forms(office, forms=[second.uid])
    sealed(kit, tmp_path / "forms", answers(contact_name="Ixchel Cux", phone="773 555 0188"), helper="Bea")
    longer = collect(office, path=tmp_path / "forms")
    assert (longer.known, longer.fresh, longer.helpers) == (2, 1, ("Ana", "Bea"))
    assert longer.marks == (FileMark.SEVERAL_SLIPS,)
    assert [form.number for form in waiting_forms(office)] == [3]
    assert collect(office, path=tmp_path / "stick").fresh == 0
    with office.store.read() as read:
        assert (read.count(Household), read.count(ReceivedForm)) == (1, 3)


def test_two_laptops_at_one_event_both_come_in(office: Office, tmp_path: Path) -> None:
    _, kit = an_event(office, tmp_path)
    for name, form in (("one", answers()), ("two", answers(**JUAN))):
        sealed(kit, tmp_path / name, form)
        assert collect(office, path=tmp_path / name).fresh == 1
    assert len(waiting_forms(office)) == 2


def test_a_form_that_broke_off_comes_marked_and_one_that_was_given_up_does_not(office: Office, tmp_path: Path) -> None:
    _, kit = an_event(office, tmp_path)
    sealing = start_sealing(kit, out=tmp_path / "forms", helper="Ana")
    sealing.keep_page(answers(needs=None), language="en")
    sealing.close()  # the power goes
    sealing = start_sealing(kit, out=tmp_path / "forms", helper="Ana")
    sealing.keep_page(answers(**JUAN), language="es")
    sealing.drop()
    sealing.keep_page({"household_size": 3}, language="es")  # who has not said yes yet
    assert sealing.slip().unfinished == 2
    sealing.close()
    found = collect(office, path=tmp_path / "forms")
    assert (found.whole, found.unfinished, found.fresh) == (0, 2, 1)
    (form,) = waiting_forms(office)
    assert (form.number, form.marks, form.answers["contact_name"]) == (0, (FormMark.UNFINISHED,), "Rosa Tum")
    with pytest.raises(BadInput, match="form_has_gaps"):
        accept_forms(office, forms=[form.uid])
    done = accept_forms(office, forms=[form.uid], answers={form.uid: answers()})
    assert done.added == 1


def test_a_form_that_went_on_after_it_was_brought_in_waits_again(office: Office, tmp_path: Path) -> None:
    _, kit = an_event(office, tmp_path)
    sealing = start_sealing(kit, out=tmp_path / "forms", helper="Ana")
    sealing.keep_page(answers(needs=None), language="es")
    collect(office, path=tmp_path / "forms")
    sealing.keep_page(answers(notes="tercer piso"), language="es")
    assert collect(office, path=tmp_path / "forms").fresh == 1
    (form,) = waiting_forms(office)
    assert (form.answers["notes"], form.marks) == ("tercer piso", (FormMark.UNFINISHED,))
    dismiss_forms(office, forms=[form.uid])
    sealing.finish(answers(), language="es")
    sealing.close()
    collect(office, path=tmp_path / "forms")
    (form,) = waiting_forms(office)
    assert (form.number, form.marks) == (1, (FormMark.GREW,))


def test_who_may_be_known_is_pointed_out_and_goes_where_the_coordinator_says(office: Office, tmp_path: Path) -> None:
    known = home(office, wants(office, "food"), contact_name="Rosa Tum", size=4)[0]
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers(), answers(**JUAN), answers(**JUAN | {"household_size": 3}))
    collect(office, path=tmp_path / "forms")
    rosa, one, other = waiting_forms(office)
    assert [alike.uid for alike in rosa.alike] == [known]
    assert rosa.marks == ()
    assert one.marks == other.marks == (FormMark.ALIKE_WAITING,)
    done = accept_forms(
        office,
        forms=[rosa.uid, one.uid, other.uid],
        decisions={rosa.uid: Decision("merge", known), other.uid: Decision("skip")},
    )
    assert (done.added, done.merged) == (1, 1)
    with office.store.read() as read:
        assert [phone.number for phone in read.get(Household, known).phones] == ["+17735550142"]
        states = {row.uid: row.record.state for row in read.all(ReceivedForm)}
    assert states[other.uid] is FormState.DISMISSED
    take_back(office, undo=done.undo)
    assert [form.uid for form in waiting_forms(office)] == [rosa.uid, one.uid, other.uid]
    with office.store.read() as read:
        assert read.get(Household, known).phones == []
        assert (read.count(Household), read.count(Need), read.count(Consent)) == (1, 1, 0)
        assert read.verify() == []


@pytest.mark.parametrize("step", range(1, 5))
def test_accepting_may_be_stopped_at_any_step_and_then_nothing_was_accepted(
    office: Office, tmp_path: Path, step: int
) -> None:
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers(), answers(**JUAN))
    collect(office, path=tmp_path / "forms")
    steps = iter(range(1, 100))
    stopping = Progress(lambda _done, _total: stopping.cancel() if next(steps) == step else None)
    with pytest.raises(Cancelled):
        accept_forms(office, forms=[form.uid for form in waiting_forms(office)], progress=stopping)
    assert len(waiting_forms(office)) == 2
    with office.store.read() as read:
        assert (read.count(Household), read.count(Need), read.count(Consent)) == (0, 0, 0)


def test_what_somebody_has_worked_on_since_is_not_taken_back(office: Office, tmp_path: Path) -> None:
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers())
    collect(office, path=tmp_path / "forms")
    done = accept_forms(office, forms=[form.uid for form in waiting_forms(office)])
    with office.store.write("work") as write:
        write.change(Need, write.all(Need)[0].uid, notes="tocar fuerte")
    with pytest.raises(Refused, match="undo_gone"):
        take_back(office, undo=done.undo)
    with office.store.read() as read:
        assert read.count(Household) == 1


def test_a_decision_stands_until_it_is_taken_back(office: Office, tmp_path: Path) -> None:
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers())
    collect(office, path=tmp_path / "forms")
    (form,) = waiting_forms(office)
    turned = dismiss_forms(office, forms=[form.uid])
    for decide in (accept_forms, dismiss_forms):
        with pytest.raises(Refused, match="form_not_waiting"):
            decide(office, forms=[form.uid])
    take_back(office, undo=turned.undo)
    assert waiting_forms(office)[0].answers == form.answers
    with pytest.raises(Refused, match="undo_gone"):
        take_back(office, undo=turned.undo)


def test_what_should_not_be_kept_is_struck_before_anything_is_written(office: Office, tmp_path: Path) -> None:
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers(notes="su A-number es A123456789, es indocumentada"))
    collect(office, path=tmp_path / "forms")
    (form,) = waiting_forms(office)
    assert set(form.marks) == {FormMark.STATUS_WORD, FormMark.IDENTIFIER_REDACTED}
    assert "123456789" not in str(form.answers["notes"])
    assert "indocumentada" not in str(form.answers["notes"])


def test_a_number_that_is_no_telephone_is_struck_wherever_it_was_typed(office: Office, tmp_path: Path) -> None:
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers(phone="SSN 123-45-6789"))
    collect(office, path=tmp_path / "forms")
    (form,) = waiting_forms(office)
    assert form.marks == (FormMark.IDENTIFIER_REDACTED,)
    assert "123-45" not in str(form.answers)
    with pytest.raises(Refused, match="identifier_in_text"):
        accept_forms(office, forms=[form.uid], answers={form.uid: answers(notes="SSN 123-45-6789")})
    accept_forms(office, forms=[form.uid])


def test_a_wrong_clock_at_the_event_is_told(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers())
    collect(office, path=tmp_path / "forms", today=date(2026, 11, 21))
    (form,) = waiting_forms(office)
    assert (form.on, form.marks) == (date(2026, 11, 21), (FormMark.DAY_DOUBTFUL,))


def test_closing_an_event_makes_its_forms_unreadable_for_good(office: Office, tmp_path: Path) -> None:
    uid, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers())
    collect(office, path=tmp_path / "forms")
    close_event(office, uid=uid)
    close_event(office, uid=uid)
    with pytest.raises(Refused, match="event_closed"):
        look(office, path=tmp_path / "forms")
    with office.store.read() as read:
        assert read.get(Event, uid).private_key == ""
        journal = str(read._connection.exec_driver_sql("SELECT group_concat(value) FROM change_value").scalar())
    assert "private_key" not in journal
    assert "Rosa Tum" not in journal  # nor do the answers of a form that still waits lie there
    assert len(waiting_forms(office)) == 1
    assert event_lines(office)[0].closed
    with pytest.raises(BadInput, match="event_gone"):
        close_event(office, uid="nobody")


def test_a_kit_that_cannot_be_written_leaves_no_event(office: Office, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("a letter")
    with pytest.raises(Refused, match="target_exists"):
        make_kit(office, name="Parroquia", out=tmp_path / "there")
    with pytest.raises(Refused, match="target_in_store"):
        make_kit(office, name="Parroquia", out=office.folder / "kit")
    with pytest.raises(Exception, match="cannot_read_or_write"):
        make_kit(office, name="Parroquia", out=tmp_path / "no folder" / "kit")
    for name in ("", "a" * 121, "a\x07b"):
        with pytest.raises(BadInput, match="event_name"):
            make_kit(office, name=name, out=tmp_path / "kit")
    with pytest.raises(BadInput, match="event_words"):
        make_kit(office, name="Parroquia", out=tmp_path / "kit", consent={"es": "a" * 2001})
    with pytest.raises(BadInput, match="category_unknown"):
        make_kit(office, name="Parroquia", out=tmp_path / "kit", categories=["passport"])
    with pytest.raises(BadInput, match="language_unknown"):
        make_kit(office, name="Parroquia", out=tmp_path / "kit", languages=["xx"])
    assert event_lines(office) == []
    assert not (tmp_path / "kit").exists()
    chosen = {"categories": ["ride", "food"], "languages": ["mam", "spa"], "consent": {"en": " Yes? ", "es": "¿Sí?"}}
    make_kit(office, name=" Parroquia  San Pío ", out=tmp_path / "kit", **chosen)  # type: ignore[arg-type]
    kit = open_kit(tmp_path / "kit")
    assert kit.event == event_lines(office)[0].name == "Parroquia San Pío"
    assert kit.check == event_lines(office)[0].check
    assert kit.questions["needs"].choices == ("ride", "food")
    assert kit.questions["languages"].choices == ("mam", "spa")
    assert kit.consent == {"en": "Yes?", "es": "¿Sí?"}
    assert kit.zones == {code: zone.name for code, zone in office.zones.items()}


def test_forms_still_out_there_open_after_new_keys_and_in_a_restored_backup(
    office: Office, tmp_path: Path, another_laptop: None
) -> None:
    _, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers())
    words = new_recovery(office.vault).text("es")
    back_up(office, target=tmp_path / "office.backup")
    rekey(office, progress=SILENT)
    assert look(office, path=tmp_path / "forms").fresh == 1
    secrets = {"recovery": words, "passphrase": PASSPHRASE}
    restored = restore(tmp_path / "office.backup", tmp_path / "restored", kdf=CHEAP, **secrets)
    assert collect(restored, path=tmp_path / "forms").fresh == 1
    restored.close()


def test_nothing_of_an_event_prints_what_it_holds(office: Office, tmp_path: Path) -> None:
    uid, kit = an_event(office, tmp_path)
    sealed(kit, tmp_path / "forms", answers())
    collect(office, path=tmp_path / "forms")
    with office.store.read() as read:
        event = read.get(Event, uid)
        shown = [repr(event), *(repr(row) for row in read.all(ReceivedForm))]
    (form,) = waiting_forms(office)
    done = accept_forms(office, forms=[form.uid])
    shown += [repr(kit), repr(kit.file), repr(form), repr(done), repr(form.draft)]
    assert kit.file is not None
    for secret in (
        "Rosa",
        "0142",
        event.private_key[:20],
        kit.file.signing_seed.hex()[:20],
        str(kit.file.signing_seed),
    ):
        assert not [line for line in shown if secret in line]


def test_a_kit_that_got_its_name_before_the_disk_failed_has_its_event_or_is_gone(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_folder: Path) -> None:
        raise OSError(5, "input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(atomic, "sync_folder", fails)
        with pytest.raises(NoSpace, match="cannot_read_or_write"):
            make_kit(office, name="Parroquia", out=tmp_path / "kit")
    assert event_lines(office) == []
    assert not (tmp_path / "kit").exists()
