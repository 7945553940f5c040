"""Calendar files: read back by a reader of RFC 5545 that shares nothing with the writer, and searched for words."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.exchange.calendars import Busy, folded, ics
from mutualaid.language.catalog import catalog
from mutualaid.records.errors import Refused
from mutualaid.services.calendar_files import calendar, write_calendar
from mutualaid.services.office import Office
from tests.services.make import copied_office, helper, home
from tests.services.test_schedule import MONDAY, at, hearing, watch

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


def read(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar: lines end in CRLF, none is longer than 75 octets, folded ones are put together."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    text = data.decode().replace("\r\n ", "").splitlines()
    assert (text[0], text[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert [line for line in text if line.startswith(("VERSION", "PRODID"))] == [
        "VERSION:2.0",
        "PRODID:-//calendar//EN",
    ]
    events: list[dict[str, str]] = []
    for line in text:
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and ":" in line and not line.startswith(("END:", "BEGIN:")):
            name, _, value = line.partition(":")
            assert name not in events[-1]
            events[-1][name] = re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
    assert len([line for line in text if line == "END:VEVENT"]) == len(events)
    return events


def moment(text: str) -> datetime:
    assert re.fullmatch(r"\d{8}T\d{6}Z", text)
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@settings(max_examples=25)
@given(
    stretches=st.lists(st.builds(Busy, st.from_regex(r"[0-9a-f]{32}", fullmatch=True), MOMENTS, MOMENTS), max_size=4),
    title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=90),
)
def test_what_is_written_is_read_back(stretches: list[Busy], title: str) -> None:
    events = read(ics(stretches, title=title, stamp=datetime(2026, 11, 30, tzinfo=UTC)))
    assert [(one["UID"], moment(one["DTSTART"]), moment(one["DTEND"])) for one in events] == stretches
    assert {one["SUMMARY"] for one in events} <= {title}


@settings(max_examples=50)
@given(line=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_long_lines_are_folded_between_characters(line: str) -> None:
    pieces = list(folded(line))
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode() for piece in pieces[1:])
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == line


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


def test_a_week_in_a_file_says_busy_and_nothing_that_means_anything_outside(office: Office, tmp_path: Path) -> None:
    ana, eva = helper(office, name="Ana Lobos"), helper(office, name="Eva Ruiz")
    household = home(office, contact_name="Rosa Tum")[0]
    uids = [
        watch(office, at(22), ana, hours=4, note="Bring vests"),
        hearing(office, household, at(9), ana, eva, meeting_point="Bus stop"),
        household,
    ]
    mine = read(calendar(office, first=MONDAY, volunteer=ana))
    assert {moment(one["DTSTART"]) for one in mine} == {at(22).astimezone(UTC), at(9).astimezone(UTC)}
    assert moment(next(one for one in mine if moment(one["DTSTART"]) == at(22))["DTEND"]) == at(26)
    assert {one["SUMMARY"] for one in mine} == {"Busy"}
    assert {*mine[0]} == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}
    hers = read(calendar(office, first=MONDAY, volunteer=eva, cat=catalog("es")))
    assert {one["SUMMARY"] for one in hers} == {"Ocupado"}
    assert not {one["UID"] for one in mine} & {one["UID"] for one in hers}  # who goes together is not told
    assert {one["UID"] for one in read(calendar(office, first=MONDAY, volunteer=ana))} == {one["UID"] for one in mine}
    out = tmp_path / "calendar.ics"
    write_calendar(office, out=out, first=MONDAY)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert len(read(out.read_bytes())) == 2
    text = re.sub(r"UID:[0-9a-f]{32}", "", out.read_bytes().decode()).lower()  # those digits may spell anything
    for word in ("mutualaid", "court", "lobos", "ruiz", "rosa", "2b", "vests", "bus stop", "chi-30", *uids):
        assert word.lower() not in text
    with pytest.raises(Refused, match="target_exists"):
        write_calendar(office, out=out, first=date(2026, 11, 30))
    with pytest.raises(Refused, match="target_in_store"):
        write_calendar(office, out=office.folder / "calendar.ics", first=MONDAY + timedelta(days=7))
