"""At the event: what is sealed is on the disk and unreadable, and a power cut costs a page at most."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from mutualaid.records.errors import BadInput, InUse, NoSpace, Refused
from mutualaid.services.event_laptop import Kit, Slip, open_kit, start_sealing
from mutualaid.vault import intake_seal
from tests.durability.rounds import STRIDE, Rounds, rounds
from tests.services.events import a_kit, answers


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return a_kit(tmp_path)[0]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "forms"


def test_a_kit_tells_the_event_its_questions_and_the_offices_own_words(kit: Kit) -> None:
    assert (kit.event, kit.made_on) == ("Parroquia San Pío", date(2026, 11, 20))
    assert kit.questions["zone"].choices == ("chi-30", "chi-31")
    assert kit.questions["needs"].choices == ("food", "baby", "ride")
    assert kit.zones["chi-31"] == "Lower West Side"
    assert kit.consent == {"en": "", "es": "Guardamos esto bajo llave."}
    assert "Pío" not in repr(kit)
    assert [len(group) for group in kit.check.split("-")] == [4, 4, 4, 4]


def test_what_is_no_kit_is_refused_with_its_own_words(tmp_path: Path, kit: Kit) -> None:
    whole = (tmp_path / "kit").read_bytes()

    def code(data: bytes) -> str:
        (tmp_path / "other").write_bytes(data)
        with pytest.raises(BadInput) as refused:
            open_kit(tmp_path / "other")
        return refused.value.code

    assert code(b"") == code(b"a letter") == code(os.urandom(5000)) == "not_a_kit"
    assert code(whole[:-40]) == code(whole + b" ") == code(whole.replace(b"food", b"fool")) == "kit_damaged"
    assert code(whole.replace(b'"version":1', b'"version":2')) == "kit_newer_version"
    assert code(whole.replace(b'"version":1', b'"version":true')) == "kit_damaged"
    with pytest.raises(BadInput, match="kit_missing"):
        open_kit(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="not_a_kit"):
        open_kit(tmp_path)
    assert kit.file is not None


@rounds(20_000, daily=200, at_once=19_800)
def test_every_flipped_bit_of_a_kit_is_noticed(tmp_path: Path, part: Rounds) -> None:
    a_kit(tmp_path)
    whole = (tmp_path / "kit").read_bytes()
    assert 8 * len(whole) <= part.total
    for number in part.numbers():
        bit = number * STRIDE % part.total % (8 * len(whole))
        altered = bytearray(whole)
        altered[bit // 8] ^= 1 << bit % 8
        (tmp_path / "kit").write_bytes(altered)
        with pytest.raises(BadInput):
            open_kit(tmp_path / "kit")


def test_forms_are_counted_and_the_slip_says_how_many(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper=" Ana  Lu ")
    sealing.keep_page({"keep": True}, language="es")
    sealing.keep_page({"keep": True, "contact_name": "Rosa"}, language="es")
    assert sealing.whole == 0
    assert sealing.finish(answers(), language="es") == 1
    assert sealing.finish(answers(), language="en") == 2
    slip = sealing.slip()
    assert slip == Slip("Parroquia San Pío", "Ana Lu", 2, 0, slip.fingerprint)
    sealing.close()


def test_nothing_that_was_typed_can_be_read_in_the_file(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper="Anabel")
    for _ in range(3):
        sealing.keep_page(answers(), language="es")
        sealing.finish(answers(notes="tiene miedo de salir"), language="es")
    sealing.close()
    data = out.read_bytes()
    for text in ("Rosa", "Tum", "0142", "miedo", "Anabel", "chi-30", "food"):
        assert text.encode() not in data
    assert repr(sealing) == "<Sealing of 3 forms>"


def test_the_size_of_a_record_tells_only_whole_kilobytes(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper="")
    sizes = []
    sealing.keep_page({}, language="es")
    for letters in (1, 300, 500, 1400):
        before = out.stat().st_size
        sealing.keep_page({"keep": True, "notes": "a" * letters}, language="es")
        sizes.append(out.stat().st_size - before)
    sealing.close()
    assert sizes[0] == sizes[1] == sizes[2] == sizes[3] - 1024


def test_after_a_power_cut_sealing_goes_on_in_the_same_file(kit: Kit, out: Path) -> None:
    first = start_sealing(kit, out=out, helper="Ana")
    first.finish(answers(), language="es")
    first.keep_page(answers(), language="es")
    first.close()
    whole = out.read_bytes()
    for torn in (b"\n", b"\nRECORD\nP", bytes(1800), b"\nRECORD\nP\x00\x00\x08\x70" + os.urandom(900)):
        out.write_bytes(whole + torn)
        again = start_sealing(kit, out=out, helper="Bea")
        assert again.whole == 1
        assert again.slip().unfinished == 1
        again.close()
        assert out.read_bytes().startswith(whole)
        start_sealing(kit, out=out, helper="Cas").close()  # nothing torn is left between the records


def test_a_damaged_file_is_left_as_it_is_and_another_is_asked_for(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper="Ana")
    for _ in range(3):
        sealing.finish(answers(), language="es")
    sealing.close()
    whole = out.read_bytes()
    for at in (1500, 2800, len(whole) - 4000):  # the length, the mark and the seal of records that others follow
        out.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        before = out.read_bytes()
        with pytest.raises(Refused, match="event_file_not_whole"):
            start_sealing(kit, out=out, helper="Ana")
        assert out.read_bytes() == before


def test_the_file_of_another_event_or_program_is_never_touched(kit: Kit, out: Path, tmp_path: Path) -> None:
    other, _ = a_kit(tmp_path, name="other")
    start_sealing(other, out=out, helper="").close()
    before = out.read_bytes()
    with pytest.raises(Refused, match="event_file_other_event"):
        start_sealing(kit, out=out, helper="")
    assert out.read_bytes() == before
    for data in (b"", b"a letter\n", before[:100], b"{}\n"):
        out.write_bytes(data)
        with pytest.raises(Refused, match="event_file_foreign"):
            start_sealing(kit, out=out, helper="")
        assert out.read_bytes() == data
    out.unlink()
    out.symlink_to(tmp_path / "kit")
    with pytest.raises(Refused, match="event_file_foreign"):
        start_sealing(kit, out=out, helper="")
    with pytest.raises(Refused, match="event_file_foreign"):
        start_sealing(kit, out=tmp_path, helper="")


def test_one_window_at_a_time_writes_into_a_file(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper="")
    with pytest.raises(InUse, match="event_file_in_use"):
        start_sealing(kit, out=out, helper="")
    sealing.close()
    sealing.close()
    with pytest.raises(Refused, match="event_file_closed"):
        sealing.keep_page(answers(), language="es")
    start_sealing(kit, out=out, helper="").close()


def test_a_form_that_was_given_up_leaves_nothing_under_way(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper="")
    sealing.keep_page(answers(), language="es")
    sealing.keep_page({"keep": False}, language="es")
    before = out.stat().st_size
    sealing.drop()
    sealing.keep_page({"keep": False}, language="es")
    assert out.stat().st_size == before
    assert sealing.slip().unfinished == 0
    sealing.close()


def test_answers_that_the_form_cannot_give_are_not_sealed(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper="")
    sealing.keep_page({}, language="es")
    before = out.stat().st_size
    for wrong in ({"name_of_father": "x"}, {"household_size": 0}, {"contact_name": "a" * 121}):
        with pytest.raises(BadInput, match="answer_invalid"):
            sealing.keep_page(wrong, language="es")
    for lacking in (answers(zone=None), answers(keep=False), answers(needs=[])):
        with pytest.raises(BadInput, match="answer_invalid"):
            sealing.finish(lacking, language="es")
    assert out.stat().st_size == before
    sealing.close()
    with pytest.raises(BadInput, match="helper_alias"):
        start_sealing(kit, out=out, helper="a" * 61)


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_failed_write_keeps_nothing_and_trying_again_works(
    kit: Kit, out: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    sealing = start_sealing(kit, out=out, helper="")
    sealing.finish(answers(), language="es")
    whole = out.read_bytes()
    real = os.write

    def half(descriptor: int, data: memoryview) -> int:
        real(descriptor, data[: len(data) // 2])
        raise OSError(28, "no space")

    def refuses(_descriptor: int) -> None:
        raise OSError(5, "input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(intake_seal.os, call, half if call == "write" else refuses)
        for _ in range(3):
            with pytest.raises(NoSpace):
                sealing.keep_page(answers(), language="es")
    assert (out.read_bytes(), sealing.whole) == (whole, 1)
    assert sealing.finish(answers(), language="es") == 2
    assert sealing.slip().forms == 2
    sealing.close()


def test_a_file_that_somebody_deleted_meanwhile_takes_nothing_more(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper="")
    sealing.finish(answers(), language="es")
    out.unlink()
    with pytest.raises(NoSpace, match="cannot_read_or_write"):
        sealing.finish(answers(), language="es")
    assert sealing.whole == 1
    sealing.close()
    again = start_sealing(kit, out=out, helper="")
    assert again.finish(answers(), language="es") == 1
    again.close()


def test_a_file_that_somebody_cut_meanwhile_takes_nothing_more(kit: Kit, out: Path) -> None:
    sealing = start_sealing(kit, out=out, helper="")
    sealing.finish(answers(), language="es")
    sealing.finish(answers(), language="es")
    short = out.read_bytes()[:-2237]
    os.truncate(out, len(short))
    with pytest.raises(NoSpace, match="cannot_read_or_write"):
        sealing.finish(answers(), language="es")
    sealing.close()
    assert out.read_bytes() == short
    assert start_sealing(kit, out=out, helper="").whole == 1


def test_the_event_laptop_loads_neither_sqlmodel_nor_pydantic() -> None:
    script = (
        "import sys, mutualaid.services.event_laptop, mutualaid.vault.intake_seal\n"
        "print([name for name in ('sqlmodel', 'pydantic', 'sqlalchemy', 'PySide6') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
