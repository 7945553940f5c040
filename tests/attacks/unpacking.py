"""Takes a released file apart into everything that it says, whether people see it or not.

By the format alone, and without the code that wrote it. What cannot be taken apart is given back as such: a search
that skips what it does not understand finds nothing there and calls it clean.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from enum import Enum
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tests.attacks.pdf_text import Pdf


class Kind(Enum):
    """What a piece of a file is."""

    TEXT = "text"
    """Words that somebody may read: a cell, a label, a description, a sentence, a property."""
    NUMBER = "number"
    """A number by itself, in a place for numbers."""
    RAW = "raw"
    """Markup, styles and the like: no number in it speaks for itself."""
    WRONG = "wrong"
    """What must not be in a release at all, or could not be taken apart; the text says what."""


class Piece(NamedTuple):
    """Something that a file says, and where."""

    part: str
    text: str
    kind: Kind = Kind.TEXT


def unpacked(name: str, data: bytes) -> Iterator[Piece]:
    """Everything in the file."""
    yield Piece("bytes", data.decode("latin-1"), Kind.RAW)
    readers = {"csv": _csv, "json": _json, "txt": _txt, "html": _html, "xlsx": _xlsx, "pdf": _pdf}
    reader = readers.get(name.rpartition(".")[2])
    if reader is None:
        yield Piece("", "a kind of file that is not searched", Kind.WRONG)
        return
    try:
        yield from reader(data)
    except (ValueError, KeyError, IndexError, AttributeError, ET.ParseError, zipfile.BadZipFile) as error:
        yield Piece("", f"cannot be read: {type(error).__name__}", Kind.WRONG)


def _single(part: str, text: str) -> Piece:
    return Piece(part, text, Kind.NUMBER if re.fullmatch(r"-?[\d.,]+(?:[eE][-+]?\d+)?%?", text) else Kind.TEXT)


def _csv(data: bytes) -> Iterator[Piece]:
    rows = csv.reader(io.StringIO(data.decode(), newline=""))
    head = next(rows)
    for number, row in enumerate(rows, 2):
        if len(row) != len(head):
            yield Piece(f"line {number}", "more or fewer fields than the head", Kind.WRONG)
        for column, text in zip(head, row, strict=False):
            yield Piece(f"{number}/{column}", text, Kind.NUMBER if column == "value" and text else Kind.TEXT)


def _json(data: bytes) -> Iterator[Piece]:
    def walk(value: object, path: str) -> Iterator[Piece]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield Piece(f"{path} key", key)
                yield from walk(inner, f"{path}/{key}")
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner, f"{path}/*")
        elif isinstance(value, bool) or value is None:
            return
        else:
            yield Piece(path, str(value), Kind.NUMBER if isinstance(value, int | float) else Kind.TEXT)

    yield from walk(json.loads(data), "")


def _txt(data: bytes) -> Iterator[Piece]:
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    for number, paragraph in enumerate(text.split("\n\n"), 1):
        yield _single(f"paragraph {number}", " ".join(paragraph.split()))


class _Page(HTMLParser):
    """Text and attributes of a page; attributes that people read are words, the others are markup."""

    _READ = ("alt", "title", "content", "label", "placeholder", "summary", "value", "datetime")
    _RUN = ("script", "iframe", "object", "embed", "link", "img", "form", "base", "audio", "video")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag in self._RUN:
            self.pieces.append(Piece(tag, "an element that loads or runs something", Kind.WRONG))
        for name, value in attrs:
            read = name in self._READ or name.startswith(("aria-", "data-"))
            ids = name in ("aria-labelledby", "aria-describedby", "aria-controls")
            layout = tag == "meta" and dict(attrs).get("name") == "viewport"
            kind = Kind.TEXT if read and not ids and not layout else Kind.RAW
            self.pieces.append(Piece(f"{tag} {name}", value or "", kind))
            for packed in re.findall(r"base64,([A-Za-z0-9+/=]+)", value or ""):
                inside = base64.b64decode(packed).decode("latin-1")
                self.pieces.append(Piece(f"{tag} {name} base64", inside))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        within = self.open[-1] if self.open else ""
        if data.strip():
            piece = _single(within, " ".join(data.split()))
            self.pieces.append(Piece("style", data, Kind.RAW) if within == "style" else piece)

    def handle_comment(self, data: str) -> None:
        self.pieces.append(Piece("comment", data))
        self.pieces.append(Piece("comment", "a comment, which nobody sees", Kind.WRONG))

    def unknown_decl(self, data: str) -> None:
        self.pieces.append(Piece("declaration", data))


def _html(data: bytes) -> Iterator[Piece]:
    page = _Page()
    page.feed(data.decode())
    page.close()
    yield from page.pieces


_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml"
    r"|xl/(?:workbook|styles|sharedStrings|metadata)\.xml|xl/theme/theme1\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels"
    r"|xl/drawings/drawing\d+\.xml|xl/drawings/_rels/drawing\d+\.xml\.rels|xl/charts/chart\d+\.xml"
)
_ARCHIVED = 0x20
"""The one attribute that a file of an archive may have, of the oldest system that has any."""
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_READ_XML = ("descr", "title", "prompt", "tooltip", "display")


def _xlsx(data: bytes) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.comment or not data.startswith(b"PK\x03\x04"):
            yield Piece("zip", "something beside the parts", Kind.WRONG)
        for entry in archive.infolist():
            if entry.date_time != _ZIP_DAY:
                yield Piece(entry.filename, f"a time in the archive: {entry.date_time}", Kind.WRONG)
            if entry.extra or entry.comment or entry.create_system or entry.external_attr & ~_ARCHIVED:
                yield Piece(entry.filename, "the archive tells of the system that made it", Kind.WRONG)
            if not _PARTS.fullmatch(entry.filename):
                yield Piece(entry.filename, "a part that a release has not", Kind.WRONG)
            text = archive.read(entry).decode()
            yield Piece(entry.filename, re.sub(r' spans="\d+:\d+"', "", text), Kind.RAW)  # like 1:14, which is no time
            yield from _xml(entry.filename, ET.fromstring(text))


def _xml(part: str, root: ET.Element) -> Iterator[Piece]:
    """What a part of a workbook says. Places, sizes and numbers of styles are markup, everything else is not."""
    numbered = part.startswith(("xl/charts", "xl/worksheets"))
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        text = (element.text or "").strip()
        if tag == "f" and part.startswith("xl/worksheets"):
            yield Piece(part, f"a formula: {text}", Kind.WRONG)
        elif tag == "definedName" and element.get("name") != "_xlnm.Print_Titles":
            yield Piece(part, f"a name for cells: {element.get('name')}", Kind.WRONG)
        elif tag in ("hyperlink", "legacyDrawing", "oleObject", "externalReference"):
            yield Piece(part, f"a {tag}", Kind.WRONG)
        if element.get("TargetMode") == "External":
            yield Piece(part, "a link to the outside", Kind.WRONG)
        if tag == "si":
            yield Piece(part, "".join(each.text or "" for each in element.iter() if each.tag.endswith("}t")))
        elif tag == "c" and numbered and element.get("t") != "s":
            yield from (
                _single(f"{part} {element.get('r')}", value.text or "") for value in element if value.tag.endswith("}v")
            )
        elif tag == "v" and part.startswith("xl/charts"):
            yield _single(part, text)
        elif tag in ("oddFooter", "oddHeader"):
            yield from (_single(f"{part} {tag}", each) for each in re.sub(r"&(?:\d+|[A-Z])", "\n", text).split("\n"))
        elif (
            text
            and tag not in ("v", "t", "f", "formatCode", "definedName")
            and not (tag in _FIGURES and text.isdigit())
        ):
            yield _single(f"{part} {tag}", text)
        elif tag == "t" and text and part.startswith("xl/charts"):
            yield _single(part, text)
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            if plain in _READ_XML or (plain == "name" and tag in ("sheet", "cNvPr")):
                yield Piece(f"{part} {tag} {plain}", value)


_FIGURES = ("col", "row", "colOff", "rowOff", "i4")
"""Elements of drawings that say where a chart is, and of the properties that say how many sheets there are."""


def _pdf(data: bytes) -> Iterator[Piece]:
    if not data.startswith(b"%PDF-"):
        yield Piece("", "no PDF", Kind.WRONG)
        return
    read = Pdf(data)
    if data.count(b"%%EOF") != 1:
        yield Piece("", "an older state of the file is still in it", Kind.WRONG)
    for number, body in read.objects.items():
        for active in (b"/JavaScript", b"/JS", b"/EmbeddedFile", b"/Launch", b"/URI", b"/AcroForm", b"/Annot"):
            if re.search(active + rb"\b", body):
                yield Piece(f"object {number}", f"{active.decode()} is in it", Kind.WRONG)
    for number, stream in read.streams.items():
        if stream is None:
            yield Piece(f"stream {number}", "a stream that could not be unpacked", Kind.WRONG)
        else:
            yield Piece(f"stream {number}", stream.decode("latin-1"), Kind.RAW)
            if b"<?xpacket" in stream:
                found = re.search(r"<x:xmpmeta.*</x:xmpmeta>", stream.decode(), re.DOTALL)
                for element in ET.fromstring(found.group() if found else "").iter():
                    if element.text and element.text.strip():
                        yield Piece(f"xmp {element.tag.rpartition('}')[2]}", element.text.strip())
    for part, text in read.strings():
        yield Piece(part, text)
    for run in read.text():
        yield _single("page", run.strip())
