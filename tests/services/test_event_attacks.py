"""Event files that somebody made, changed, cut or mixed: each is refused or marked, and nothing comes in by halves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from mutualaid.records.errors import BadInput, Fault, Refused
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.kinds import FileMark, FormMark
from mutualaid.services.collecting import Collected, collect, look, waiting_forms
from mutualaid.services.event_laptop import Kit, start_sealing
from mutualaid.services.office import Office
from mutualaid.vault import hybrid
from mutualaid.vault.canonical import to_bytes
from mutualaid.vault.intake_read import EventReading, read_event_file
from mutualaid.vault.intake_record import MARK, Entry
from tests.durability.rounds import STRIDE, Rounds, rounds
from tests.services.events import a_kit, an_event, answers, sealed
from tests.services.forging import appended, file_of, header_of, records

JUAN = {"contact_name": "Juan Pérez Xol", "phone": "773 555 0177", "household_size": 2}
WHOLE = {"answers": answers(), "language": "es", "on": "2026-11-21"}


@pytest.fixture
def kit(office: Office, tmp_path: Path) -> Kit:
    return an_event(office, tmp_path)[1]


@pytest.fixture
def path(kit: Kit, tmp_path: Path) -> Path:
    """A file of two forms with its slip."""
    sealed(kit, tmp_path / "forms", answers(), answers(**JUAN))
    return tmp_path / "forms"


def refused(office: Office, path: Path, code: str, kind: type[Fault] = BadInput) -> None:
    """Both ways of reading the file refuse it, and nothing is written."""
    for read in (look, collect):
        with pytest.raises(kind, match=code):
            read(office, path=path)
    with office.store.read() as reading:
        assert reading.count(ReceivedForm) == 0


# Whose it is


def test_a_file_of_another_office_is_refused(office: Office, tmp_path: Path) -> None:
    stranger, _ = a_kit(tmp_path)
    sealed(stranger, tmp_path / "forms", answers())
    refused(office, tmp_path / "forms", "event_unknown", Refused)


def test_a_file_of_another_event_of_ours_is_that_events(office: Office, kit: Kit, tmp_path: Path) -> None:
    uid, other = an_event(office, tmp_path, name="Escuela")
    sealed(other, tmp_path / "forms", answers())
    assert look(office, path=tmp_path / "forms").uid == uid


def test_what_is_no_event_file_is_refused(office: Office, kit: Kit, tmp_path: Path) -> None:
    path = tmp_path / "other"
    for data in (b"", b"\n", b"a letter", bytes(9000), b"{}\n", random.Random(1).randbytes(9000)):
        path.write_bytes(data)
        refused(office, path, "not_an_event_file")
    refused(office, office.folder / "keyfile.json", "not_an_event_file")
    refused(office, tmp_path, "not_an_event_file")
    refused(office, tmp_path / "nowhere", "file_missing")


def test_a_file_of_a_newer_program_says_so(office: Office, path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"version":1', b'"version":2', 1))
    refused(office, path, "event_file_newer_version")
    path.write_bytes(data.replace(b'"version":1', b'"version":0', 1))
    refused(office, path, "event_file_damaged")


def test_a_file_larger_than_any_event_is_not_read(office: Office, path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate((1 << 28) + 1)
    refused(office, path, "event_file_too_large")


# Forged


def test_a_file_in_our_events_name_signed_with_another_key_is_refused(office: Office, kit: Kit, tmp_path: Path) -> None:
    stranger, _ = a_kit(tmp_path)
    forged = file_of(stranger)
    keys = {"event": kit.event_id, "public_key": file_of(kit).public_digest}
    path = tmp_path / "forms"
    path.write_bytes(header_of(stranger, **keys))
    appended(stranger, path, Entry.BEGIN, {"helper": "Ana"}, public=file_of(kit).public_key)
    appended(stranger, path, Entry.WHOLE, WHOLE, public=file_of(kit).public_key)
    assert forged.verify_key != file_of(kit).verify_key
    refused(office, path, "event_file_forged")


def test_a_header_that_names_our_key_without_its_signature_is_damaged(office: Office, kit: Kit, tmp_path: Path) -> None:
    stranger, _ = a_kit(tmp_path)
    path = tmp_path / "forms"
    path.write_bytes(header_of(stranger, event=kit.event_id, verify_key=file_of(kit).verify_key.hex()))
    refused(office, path, "event_file_damaged")


def test_forms_sealed_for_somebody_else_are_refused(office: Office, kit: Kit, tmp_path: Path) -> None:
    """A kit whose sealing key somebody swapped: the helper's laptop sealed for him, and here nothing opens."""
    public, _ = hybrid.new_pair()
    path = tmp_path / "forms"
    path.write_bytes(header_of(kit, public_key="00" * 32))
    refused(office, path, "event_file_sealed_elsewhere")
    path.write_bytes(header_of(kit))
    appended(kit, path, Entry.BEGIN, {"helper": "Ana"}, public=public)
    appended(kit, path, Entry.WHOLE, WHOLE, public=public)
    refused(office, path, "event_file_sealed_elsewhere")


def test_what_one_who_has_the_kit_adds_after_the_slip_is_marked(office: Office, kit: Kit, path: Path) -> None:
    slip = look(office, path=path).fingerprint
    appended(kit, path, Entry.WHOLE, WHOLE | {"answers": answers(contact_name="Nadie")})
    found = collect(office, path=path)
    assert (found.whole, found.marks) == (3, (FileMark.FORMS_AFTER_SLIP,))
    assert found.fingerprint != slip == found.slips[0].fingerprint
    assert [FormMark.AFTER_SLIP in form.marks for form in waiting_forms(office)] == [False, False, True]


def test_a_slip_that_counts_other_forms_is_marked(office: Office, kit: Kit, path: Path) -> None:
    appended(kit, path, Entry.SLIP, {"forms": 7, "unfinished": 0})
    assert FileMark.SLIP_DISAGREES in look(office, path=path).marks


SAYS_NOTHING: list[dict[str, object] | bytes] = [
    {},
    {"answers": answers(), "language": "es", "on": "yesterday"},
    {"answers": answers(), "language": "xx", "on": "2026-11-21"},
    {"answers": ["keep"], "language": "es", "on": "2026-11-21"},
    {"answers": {"keep": True, "passport": "x"}, "language": "es", "on": "2026-11-21"},
    {"answers": {"keep": True, "contact_name": "a\x00b"}, "language": "es", "on": "2026-11-21"},
    b"\xff\xff\xff\xff" + bytes(1020),
    b"\x00\x00\x00\x02{}" + b"x" * 1018,
    b"\x00\x00\x03\xe8" + b"[" * 1000 + bytes(20),
    b"\x00\x00\x00\x07NaN    " + bytes(1013),
]


def test_a_signed_record_that_says_nothing_is_left_out_and_the_others_come_in(
    office: Office, kit: Kit, path: Path
) -> None:
    whole = path.read_bytes()
    for content in SAYS_NOTHING:
        path.write_bytes(whole)
        appended(kit, path, Entry.WHOLE, content)
        found = look(office, path=path)
        assert (found.unreadable, FileMark.UNREADABLE in found.marks) == (1, True), content
    collect(office, path=path)
    assert [form.number for form in waiting_forms(office)] == [1, 2]


def test_a_form_without_a_yes_is_not_kept_whoever_sealed_it(office: Office, kit: Kit, path: Path) -> None:
    for keep in (False, None):
        appended(kit, path, Entry.WHOLE, WHOLE | {"answers": answers(keep=keep)})
    assert (collect(office, path=path).whole, len(waiting_forms(office))) == (4, 2)


# Changed


def test_reordered_repeated_pasted_and_missing_records_are_refused(
    office: Office, kit: Kit, path: Path, tmp_path: Path
) -> None:
    header, _, parts = records(path)
    sealed(kit, tmp_path / "second", answers(contact_name="Ixchel Cux"))
    _, _, others = records(tmp_path / "second")
    begin, page1, whole1, page2, whole2, slip = parts
    for changed in (
        [begin, page2, whole2, page1, whole1, slip],
        [begin, page1, whole1, page1, whole1, page2, whole2, slip],
        [begin, page1, whole1, others[1], others[2], page2, whole2, slip],
        [begin, page1, others[2], page2, whole2, slip],
        [begin, page2, whole2, slip],
        [page1, whole1, slip],
    ):
        path.write_bytes(header.line + b"".join(changed))
        refused(office, path, "event_file_damaged")
    path.write_bytes(header.line + b"".join([begin, page1, whole1, page1, whole1, page2, whole2, slip]))
    found = look(office, path=path, sound_part=True)
    assert (found.whole, FileMark.DAMAGED in found.marks) == (1, True)


def test_whole_records_dropped_from_the_end_show_by_count_and_fingerprint(office: Office, path: Path) -> None:
    header, _, parts = records(path)
    slip = look(office, path=path)
    seen: dict[int, Collected] = {}
    for kept in range(1, len(parts)):
        path.write_bytes(header.line + b"".join(parts[:kept]))
        seen[kept] = look(office, path=path)
    assert {found.marks for found in seen.values()} == {(FileMark.NO_SLIP,)}
    assert slip.fingerprint not in {found.fingerprint for found in seen.values()}
    assert [found.whole for found in seen.values()] == [0, 0, 1, 1, 2]


def test_a_damaged_file_gives_what_is_proven_sound_only_if_asked(office: Office, path: Path) -> None:
    _, found, _ = records(path)
    data = bytearray(path.read_bytes())
    data[found[3].start + 100] ^= 1
    path.write_bytes(data)
    refused(office, path, "event_file_damaged")
    part = collect(office, path=path, sound_part=True)
    assert (part.whole, part.fresh, part.marks) == (1, 1, (FileMark.NO_SLIP, FileMark.DAMAGED))
    data[found[3].start + 100] ^= 1
    path.write_bytes(data)
    better = collect(office, path=path)
    assert (better.known, better.fresh) == (1, 1)


def test_sizes_that_no_record_has_are_not_believed(office: Office, kit: Kit, path: Path) -> None:
    _, found, _ = records(path)
    data = path.read_bytes()
    for size in (0, 1, 1024, 1136, 2161, 65536 + 1137, 0x7FFFFFFF, 0xFFFFFFFF):
        at = found[2].start + len(MARK) + 1
        path.write_bytes(data[:at] + size.to_bytes(4, "big") + data[at + 4 :])
        refused(office, path, "event_file_damaged")
        last = found[-1].start + len(MARK) + 1
        path.write_bytes(data[:last] + size.to_bytes(4, "big") + data[last + 4 :])
        assert look(office, path=path).marks == (FileMark.NO_SLIP, FileMark.CUT)


# Whatever else


class Small:
    """A file of one form, read without an office, so that thousands of changes take seconds."""

    def __init__(self, place: Path, office: Office) -> None:
        uid, kit = an_event(office, place)
        with office.store.read() as read:
            self._key = to_bytes(read.get(Event, uid).private_key)
        self._path = place / "small"
        sealed(kit, self._path, answers())
        self.data = self._path.read_bytes()
        self.ends = [record.end for record in records(self._path)[1]]

    def read(self, data: bytes, *, sound_part: bool = False) -> EventReading:
        self._path.write_bytes(data)
        return read_event_file(self._path, lambda _header: self._key, sound_part=sound_part)

    def outcome(self, data: bytes) -> str:
        """How a changed file ended: a fault's code, or what was read; the form never changes, and no crash."""
        try:
            found = self.read(data)
        except (BadInput, Refused) as fault:
            return fault.code
        assert found.unreadable == 0
        for form in found.forms:
            assert form.answers == answers()
        if data != self.data:
            assert found.tail or not found.slips or found.forms == []
        whole = sum(form.number > 0 for form in found.forms)
        tail = f", {found.tail}" if found.tail else ""
        return f"{whole} whole, {len(found.forms) - whole} broken off, {len(found.slips)} slips{tail}"


@pytest.fixture
def small(office: Office, tmp_path: Path) -> Small:
    return Small(tmp_path, office)


def _told(what: str, counts: Counter[str]) -> None:
    print(f"\n{what}: {sum(counts.values())} files; " + ", ".join(f"{n} {how}" for how, n in counts.most_common()))


BITS = 76_000
"""Rounded up from the file's own, which varies by some bytes."""


@rounds(BITS, daily=100, at_once=19_000)
def test_every_flipped_bit_is_refused_or_marked(small: Small, part: Rounds) -> None:
    counts: Counter[str] = Counter()
    for number in part.numbers():
        bit = number * STRIDE % BITS
        if bit // 8 >= len(small.data):
            continue
        altered = bytearray(small.data)
        altered[bit // 8] ^= 1 << bit % 8
        counts[small.outcome(bytes(altered))] += 1
    _told("flipped bits", counts)
    assert "1 whole, 0 broken off, 1 slips" not in counts


@rounds(9_500, daily=60, at_once=9_440)
def test_a_file_cut_at_any_byte_gives_what_came_before(small: Small, part: Rounds) -> None:
    counts: Counter[str] = Counter()
    for number in part.numbers():
        cut = number * STRIDE % 9_500
        if cut >= len(small.data):
            continue
        how = small.outcome(small.data[:cut])
        counts[how] += 1
        page, whole = small.ends[1], small.ends[2]
        if cut >= small.ends[0]:
            torn = "" if cut in small.ends else ", torn"
            assert how == f"{int(cut >= whole)} whole, {int(page <= cut < whole)} broken off, 0 slips{torn}"
    _told("cut files", counts)


def _flip(data: bytearray, draw: random.Random) -> None:
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _drop(data: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(data))
    del data[start : start + draw.choice([1, 7, 64, 512, 2237, 4096])]


def _insert(data: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(data))
    data[at:at] = draw.choice([draw.randbytes(draw.choice([1, 9, 700])), MARK, bytes(512), data[at : at + 2237]])


def _move(data: bytearray, draw: random.Random) -> None:
    start, size, at = draw.randrange(len(data)), draw.choice([4, 64, 512, 2237]), draw.randrange(len(data))
    part = data[start : start + size]
    data[at : at + len(part)] = part


def _blank(data: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(data)) // 512 * 512
    data[start : start + 512] = bytes(len(data[start : start + 512]))


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _drop, _insert, _move, _blank)


@rounds(10_000, daily=60, at_once=5_000)
def test_random_mutations_never_change_a_form_and_never_crash(small: Small, part: Rounds) -> None:
    counts: Counter[str] = Counter()
    for number in part.numbers():
        draw = random.Random(number)
        altered = bytearray(small.data)
        for _ in range(draw.choice([1, 1, 2, 5])):
            draw.choice(MUTATIONS)(altered, draw)
            altered = altered or bytearray(b"\n")
        if altered != small.data:
            counts[small.outcome(bytes(altered))] += 1
    _told("mutations", counts)
    assert "1 whole, 0 broken off, 1 slips" not in counts


def test_the_sound_part_of_any_mutation_is_a_beginning_of_the_file(small: Small) -> None:
    for number in range(40):
        draw = random.Random(number)
        altered = bytearray(small.data)
        draw.choice(MUTATIONS)(altered, draw)
        try:
            found = small.read(bytes(altered), sound_part=True)
        except BadInput:
            continue
        assert [form.answers for form in found.forms] in ([], [answers()])


def test_a_file_that_is_being_sealed_may_be_read_meanwhile(office: Office, kit: Kit, tmp_path: Path) -> None:
    sealing = start_sealing(kit, out=tmp_path / "forms", helper="Ana")
    sealing.finish(answers(), language="es")
    assert look(office, path=tmp_path / "forms").whole == 1
    sealing.finish(answers(**JUAN), language="es")
    sealing.close()
    assert look(office, path=tmp_path / "forms").whole == 2
