"""No file of a release says more than its data.csv, and the search that says so finds what is planted in it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import random
import re
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from mutualaid.services.release_assembly import rendered
from mutualaid.summaries.cells import Answer
from tests.attacks.leaks import Search, leaks
from tests.exchange.releases import release_of

ROOT = Path(__file__).resolve().parents[2]
CANARY = "Xochiquetzal Marroquín"
UNPUBLISHED = "1237"


@pytest.fixture(scope="module")
def release():
    """Made by hand; whole offices are searched in test_office_day.py, and at length in test_leaks_at_length.py."""
    return release_of({f"z{number}": f"Barrio {number}" for number in range(1, 6)})


@pytest.fixture(scope="module")
def files(release):
    return rendered(release)


@pytest.fixture(scope="module")
def search(files):
    return Search(files, [CANARY])


def test_a_release_says_nothing_but_what_it_publishes(files):
    assert leaks(files, [CANARY]) == []


def test_the_noise_that_stays_in_the_office_changes_no_byte_of_any_file(release, files):
    """And so no width, color, order or hidden property of a file can depend on it, nor on the counts behind it."""
    source = random.Random(5)
    other = {cell: Answer(answer.value, source.randint(-14, 14)) for cell, answer in release.answers.items()}
    assert rendered(replace(release, answers=other)) == files


RENDER = """
import hashlib, json, pickle, sys
from mutualaid.services.release_assembly import rendered
files = rendered(pickle.load(open(sys.argv[1], "rb")))
print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}))
"""
STRANGE = {
    "PYTHONHASHSEED": "12345",
    "TZ": "Pacific/Chatham",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "tr_TR.UTF-8",
    "LANGUAGE": "es",
    "USER": "tonantzin",
    "LOGNAME": "tonantzin",
}


def test_another_process_user_place_time_zone_and_language_render_the_same_bytes(release, files, tmp_path):
    kept = tmp_path / "release.pickle"
    kept.write_bytes(pickle.dumps(release))
    env = {**os.environ, **STRANGE, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", RENDER, str(kept)], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def _in_text(data: bytes, planted: str) -> bytes:
    return data + f"\r\n\r\nRemember {planted} too.\r\n".encode()


def _in_csv(data: bytes, planted: str) -> bytes:
    first, _, rest = data.partition(b"\r\n")
    line, _, others = rest.partition(b"\r\n")
    return b"\r\n".join([first, line, re.sub(rb",all,", f",{planted},".encode(), line, count=1), others])


def _in_json(data: bytes, planted: str) -> bytes:
    return data.replace(b"{", f'{{"note": "about {planted}",'.encode(), 1)


def _in_html(data: bytes, planted: str) -> bytes:
    return data.replace(b"<main>", f'<main><p aria-label="about {planted}"></p>'.encode(), 1)


def _in_part(part: str, old: str, new: str):
    def plant(data: bytes, planted: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
            for entry in before.infolist():
                text = before.read(entry).decode()
                if entry.filename == part:
                    assert old in text
                    text = text.replace(old, new.format(planted), 1)
                fresh = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
                fresh.create_system, fresh.external_attr = 0, 0x20
                fresh.compress_type = zipfile.ZIP_DEFLATED
                after.writestr(fresh, text)
        return made.getvalue()

    return plant


_in_cell = _in_part("xl/sharedStrings.xml", "<si><t>", "<si><t>about {0} </t></si><si><t>")
_in_property = _in_part("docProps/core.xml", "<dc:creator>", "<dc:creator>{0} ")
_in_alt_text = _in_part("xl/drawings/drawing1.xml", 'descr="', 'descr="{0}: ')


def _in_pdf_property(data: bytes, planted: str) -> bytes:
    return data.replace(b"/Creator(", f"/Subject(about {planted})/Creator(".encode("latin-1"), 1)


def _in_pdf_utf16(data: bytes, planted: str) -> bytes:
    said = (b"\xfe\xff" + f"about {planted}".encode("utf-16-be")).hex().encode()
    return data.replace(b"/Creator(", b"/Subject<" + said + b">/Creator(", 1)


def _in_pdf_stream(data: bytes, planted: str) -> bytes:
    packed = zlib.compress(f"BT /fx 11 Tf (about {planted}) Tj ET".encode("latin-1"))
    made = b"9999 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    return data.replace(b"trailer", made + b"trailer", 1)


PLACES = {
    "text": ("how-protected.es.txt", _in_text),
    "data": ("data.csv", _in_csv),
    "structure": ("structure.json", _in_json),
    "manifest": ("manifest.json", _in_json),
    "page": ("summary.en.html", _in_html),
    "cell": ("summary.xlsx", _in_cell),
    "property": ("summary.xlsx", _in_property),
    "alt text": ("summary.xlsx", _in_alt_text),
    "paper's property": ("summary.es.pdf", _in_pdf_property),
    "paper's property in UTF-16": ("summary.es.pdf", _in_pdf_utf16),
    "paper's page": ("summary.en.pdf", _in_pdf_stream),
}
PLANTED = {
    "secret": CANARY,
    "path": "/home/lupe/store",
    "time": "2026-11-30T14:57:03",
    "number": UNPUBLISHED,
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_planted_anywhere_is_found(files, search, place):
    name, plant = PLACES[place]
    found = search.file(name, plant(files[name], ", ".join(PLANTED.values())))
    assert {leak.kind for leak in found} >= set(PLANTED)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize("place", PLACES)
def test_each_kind_of_leak_is_found_by_itself(files, search, place, kind):
    name, plant = PLACES[place]
    assert kind in {leak.kind for leak in search.file(name, plant(files[name], PLANTED[kind]))}


def _rezipped(data: bytes, **changes: object) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            fresh = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            fresh.create_system, fresh.external_attr = 0, 0x20
            for name, value in changes.items():
                setattr(fresh, name, value)
            after.writestr(fresh, before.read(entry))
    return made.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        {"date_time": (2026, 11, 30, 14, 57, 2)},
        {"create_system": 3},
        {"external_attr": 0o644 << 16},
        {"extra": b"ux\x0b\x00\x01\x04\xe8\x03\x00\x00\x04\xe8\x03\x00\x00"},
        {"comment": b"mine"},
    ],
    ids=str,
)
def test_what_an_archive_tells_of_its_maker_is_found(files, search, change):
    name = "summary.xlsx"
    assert search.file(name, _rezipped(files[name])) == []
    assert {leak.kind for leak in search.file(name, _rezipped(files[name], **change))} == {"wrong"}


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet2.xml", '<c r="C5"', '<c r="C9" s="1"><f>C5*2</f><v>10</v></c><c r="C5"'),
        ("xl/workbook.xml", "<definedNames>", '<definedNames><definedName name="secret">1</definedName>'),
        (
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            '<Relationship Id="x" Target="u" TargetMode="External" Type="t"/></Relationships>',
        ),
    ],
    ids=["formula", "name", "link"],
)
def test_what_acts_in_a_workbook_is_found(files, search, part, old, new):
    data = _in_part(part, old, new.replace("{", "{{"))(files["summary.xlsx"], "")
    assert "wrong" in {leak.kind for leak in search.file("summary.xlsx", data)}


def test_a_part_or_a_file_that_nobody_knows_is_not_called_clean(files, search):
    made = io.BytesIO(files["summary.xlsx"])
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(zipfile.ZipInfo("xl/printerSettings/printerSettings1.bin", (1980, 1, 1, 0, 0, 0)), b"laser")
    strange = {"summary.xlsx": made.getvalue(), "notes.docx": b"PK", "summary.en.pdf": b"%PDF-1.7 torn"}
    for name, data in strange.items():
        assert "wrong" in {leak.kind for leak in search.file(name, data)}


def test_a_number_in_the_place_of_a_hidden_one_is_found(files, search):
    name, hidden = "summary.en.html", b"fewer than 11"
    told = files[name].replace(hidden, b"7", 1)
    assert told != files[name]
    assert {(leak.kind, leak.found) for leak in search.file(name, told)} == {("number", "7")}


def test_a_checksum_or_a_size_that_fits_no_file_is_found(files):
    told = files["manifest.json"].replace(b'"bytes": ', b'"bytes": 1', 1)
    search = Search({**files, "manifest.json": told})
    assert {leak.kind for leak in search.file("manifest.json", told)} == {"number"}
