"""Searches every file of a release for what must not be in it.

The folder is judged by itself: what was published is what data.csv holds, and the few other numbers that files may say
are explained, each with its reason, from structure.json. Nothing of the program that wrote the files is used.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import getpass
import hashlib
import io
import json
import math
import os
import re
import socket
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tests.attacks.unpacking import Kind, Piece, unpacked

FIXED_TIMES = ("2000-01-01T00:00:00Z",)
"""The day in the workbook's properties, the same in every workbook."""
_LETTERS = 6
_TIME = re.compile(
    r"\b\d{4}-\d\d-\d\d[T ]\d\d:?\d\d\S*|(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"
    r"|D:\d{4,14}\S*|(?<![\w.])1[5-9]\d{8}(?!\w)"
)
_DAY = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
_PATH = re.compile(
    r"(?:/home|/root|/tmp|/Users|/usr|/var|/opt|/mnt|/media|/private|/proc)/\w|\b[A-Za-z]:[\\/]\w|\\\\\w+\\\w|file://"
    r"|site-packages|__pycache__|[/\\]\.venv|\w\.pyc?\b|\bTraceback\b"
)
_NUMBER = re.compile(r"(?<!\d)[1-9]\d{0,2}(?:[.,\u00a0\u202f ]\d{3}(?!\d))+(?:\.\d+)?|\d+(?:[.,]\d+)?|\d")
_MONTH = r"(?:jan|ene|feb|mar|apr|abr|may|jun|jul|aug|ago|sep|oct|nov|dec|dic)\w*\.?"


class Leak(NamedTuple):
    """What was found: `kind` is secret, time, path, number or wrong."""

    file: str
    part: str
    kind: str
    found: str


def files_of(folder: Path) -> dict[str, bytes]:
    """Everything in a released folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def surroundings() -> set[str]:
    """What tells of this computer, its user and this program's place; too common words are left out."""
    told = {str(Path.home()), tempfile.gettempdir(), str(Path.cwd()), sys.prefix, str(Path(__file__).parents[2])}
    told |= {socket.gethostname(), os.environ.get("USER", ""), os.environ.get("LOGNAME", "")}
    with contextlib.suppress(OSError, KeyError):
        told.add(getpass.getuser())
    return {each for each in told if len(each) > 5}


def leaks(files: Mapping[str, bytes], secrets: Iterable[str] = ()) -> list[Leak]:
    """Everything in the files that should not be there.

    `secrets` are texts of six letters or more to look for beside `surroundings`.
    """
    search = Search(files, secrets)
    return [leak for name, data in files.items() for leak in search.file(name, data)]


class Search:
    """A search that knows what one release has published."""

    def __init__(self, files: Mapping[str, bytes], secrets: Iterable[str] = ()) -> None:
        self._known = _Known(files)
        self._forms = {secret: sorted(set(_forms(secret))) for secret in sorted({*surroundings(), *secrets})}

    def file(self, name: str, data: bytes) -> list[Leak]:
        """What should not be in a file of the release."""
        pieces = list(unpacked(name, data))
        there = self._secrets_in("\n".join(piece.text.casefold() for piece in pieces))
        return [
            Leak(name, piece.part, kind, found)
            for piece in pieces
            for kind, found in self._in_piece(name, piece, there)
        ]

    def _secrets_in(self, text: str) -> dict[str, list[str]]:
        """The secrets anywhere in the text, with their forms; of many, the first letters are looked up before."""
        if len(self._forms) < 50:
            return {secret: forms for secret, forms in self._forms.items() if any(form in text for form in forms)}
        begun = {text[at : at + _LETTERS] for at in range(len(text) - _LETTERS + 1)}
        return {
            secret: forms
            for secret, forms in self._forms.items()
            if any(form[:_LETTERS] in begun and form in text for form in forms)
        }

    def _in_piece(self, name: str, piece: Piece, secrets: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
        if piece.kind is Kind.WRONG:
            yield "wrong", piece.text
            return
        for secret, forms in secrets.items():
            if any(form in piece.text.casefold() for form in forms):
                yield "secret", secret
        packed = piece.part == "bytes" and name.endswith((".xlsx", ".pdf"))
        if packed or (piece.part.startswith("stream ") and piece.kind is Kind.RAW):
            return  # compressed, or glyphs: what it says comes in pieces of its own
        if piece.kind is Kind.NUMBER or any(letter in piece.text for letter in "/\\.") or "Trace" in piece.text:
            yield from (("path", found.group()) for found in _PATH.finditer(piece.text))
        for found in _TIME.finditer(piece.text):
            if not self._known.explains_time(found.group()):
                yield "time", found.group()
        for found in _DAY.finditer(piece.text):
            if found.group() not in self._known.days and not piece.text.startswith(FIXED_TIMES, found.start()):
                yield "time", found.group()
        if piece.kind is not Kind.RAW and re.search(r"\d", piece.text):
            yield from (("number", number) for number in self._known.unexplained(name, piece))


def _forms(secret: str) -> Iterator[str]:
    """How a text may stand in a file read as Latin-1, in small letters: UTF-8, UTF-16, escaped, base64, hexadecimal."""
    yield secret.casefold()
    if len(secret) < 8:
        return  # in so few letters, compressed bytes spell anything now and then
    for encoded in (secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")):
        yield encoded.decode("latin-1").casefold()
        yield encoded.hex()
        for shift in range(3):
            # A text within a longer one begins at any of three places of base64's groups of three bytes.
            body = base64.b64encode(b"\0" * shift + encoded).decode()
            yield body[(0, 2, 3)[shift] : len(body) - 4].casefold()
    yield secret.replace("\\", "\\\\").casefold()
    yield secret.replace("/", "%2f").casefold()


class _Known:
    """What a release may say: its published values, and what else is explained."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        rows = csv.DictReader(io.StringIO(files["data.csv"].decode(), newline=""))
        self.rows = list(rows)
        self.structure: dict[str, Any] = json.loads(files["structure.json"])
        self.published = {int(row["value"]) for row in self.rows if row["value"]}
        self.totals = {int(row["value"]) for row in self.rows if row["table"] == "totals" and row["value"]}
        period = self.structure["period"]
        self.days = {period["first_day"], period["last_day"]}

    def explains_time(self, text: str) -> bool:
        """Fixed times, and the period's days at midnight as a PDF's dates."""
        days = {f"D:{day.replace('-', '')}000000Z" for day in self.days}
        midnight = {f"{day}T00:00:00{zone}" for day in self.days for zone in ("Z", "+00:00")}
        return text.strip("\"')<>").startswith((*FIXED_TIMES, *days, *midnight))

    @cached_property
    def method(self) -> list[str]:
        """Every paragraph of the how-protected files, without spaces; they are searched where they stand."""
        names = [name for name in self.files if name.startswith("how-protected.")]
        paragraphs = [piece.text for name in names for piece in unpacked(name, self.files[name])]
        return sorted({_bare(text) for text in paragraphs if len(_bare(text)) > 30}, key=len, reverse=True)

    @cached_property
    def explained(self) -> list[re.Pattern[str]]:
        """What may be said beside the published values, wherever it stands."""
        period = self.structure["period"]
        days = {int(day[8:]) for day in self.days}
        day = "(?:" + "|".join(map(str, sorted(days))) + ")"
        year = period["first_day"][:4]
        levels = self.structure["classification"].values()
        codes = {code for level in levels for code in level["areas"]} | set(self.structure["zones"])
        areas = max((len(level["areas"]) for level in levels), default=0)
        ordinal = "(?:" + "|".join(str(number) for number in range(areas, 0, -1)) + ")" if areas else "(?!)"
        hidden = self.structure.get("rules", {}).get("threshold_households")
        names = sorted(map(str, self.structure["zones"].values()), key=len, reverse=True)
        patterns = [
            *(re.escape(name) for name in names if any(letter.isdigit() for letter in name)),  # zones' names
            *(rf"\b{re.escape(code)}\b" for code in sorted(codes)),  # the codes of zones and areas
            *(re.escape(each) for each in self.days),
            re.escape(self.structure["release"]),  # the release's own id
            re.escape(self.structure["plan_version"]),  # the version of the rules
            rf"\b{_MONTH} {day}\b|\b{day}(?: de)? {_MONTH}",  # the first and the last day, as people write them
            rf"(?<![\d.,]){year}(?:-(?:\d\d|Q[1-4]))?(?![\d.,]\d)",  # the year, its months and quarters
            rf"(?:Area|Área)\s{ordinal}\b",  # the areas are numbered
            r"^sha256$",  # the name of a checksum
            r"^Chart \d+$",  # the name that a spreadsheet gives a chart
            r"^\d+ / \d+$",  # a page of so many
        ]
        if hidden:
            patterns.append(rf"(?:fewer than|menos de|<) ?{hidden}\b")  # the words for a hidden number
        return [re.compile(pattern, re.IGNORECASE) for pattern in patterns]

    def unexplained(self, name: str, piece: Piece) -> list[str]:
        """The numbers of a piece that were neither published nor explained."""
        if _of_the_format(name, piece, self):
            return []
        text = piece.text
        if name.startswith("how-protected.") and piece.kind is Kind.TEXT:
            return [found for found in self._numbers(text) if _value(found) not in self.of_the_method]
        text = _without(text, self.method)
        return [found for found in self._numbers(text) if not self._published(found, text)]

    def _numbers(self, text: str) -> list[str]:
        text = _TIME.sub(lambda found: " " if self.explains_time(found.group()) else found.group(), text)
        for pattern in self.explained:
            text = pattern.sub(" ", text)
        return _NUMBER.findall(text)

    def _published(self, found: str, text: str) -> bool:
        value = _value(found)
        percent = bool(re.search(re.escape(found) + r"\s?%", text))
        if percent or 0 < value < 1:
            share = value / 100 if percent else value
            decimals = len(f"{value:.6g}".partition(".")[2]) + 2 * percent  # 0.07 is kept as 0.07000000000000001
            half = min(0.005, 0.5 * 10.0**-decimals)
            return any(
                abs(one / whole - round(share, 9)) <= half + 1e-12 for one in self.published for whole in self.totals
            )
        return value in self.published

    @cached_property
    def of_the_method(self) -> set[float]:
        """The numbers of the rules: all of structure.json's, and what is said of any release."""
        of_the_rules = {
            float(piece.text)
            for piece in unpacked("structure.json", self.files["structure.json"])
            if piece.kind is Kind.NUMBER and piece.part.startswith("/rules/")
        }
        said = {
            10: "no hidden number is narrowed to within 10",
            95: "so many in a hundred keep within the typical error",
            100: "of a hundred",
            999: "so many in a thousand keep within the margin",
            1000: "of a thousand",
        }
        return of_the_rules | set(said) | self._of_the_promise()

    def _of_the_promise(self) -> set[float]:
        """What a strict release says of its promise and its noise, from the rules' epsilon, delta and deviations.

        A typical error is a quantile of a normal of that deviation, give or take the rounding.
        """
        rules = self.structure["rules"]
        if "epsilon" not in rules:
            return set()
        spread = [float(each["standard_deviation"]) for each in rules["noise_by_table"]]
        middles = [quantile * deviation for deviation in spread for quantile in (0.6745, 1.96)]
        errors = {float(round(middle) + step) for middle in middles for step in range(-1, rules["rounding"])}
        return errors | {float(math.ceil(math.exp(rules["epsilon"]))), float(round(1 / rules["delta"]))}


_FORMATS = (
    (
        "manifest.json",
        r"/seal",
        r"[0-9a-f]{64}",
        "by which the office knows its folder again; made of the manifest and a key",
    ),
    (
        ".xlsx",
        r"docProps/app\.xml (?:AppVersion|DocSecurity)",
        r"12\.0000|0",
        "the version of the format, and no password",
    ),
    (".pdf", r"object \d+/\w*", r"U\d+x\d+y\d+", "the marks that join heads of a table to its cells"),
    (".pdf", r"object 0/ID", r".{20,40}", "a checksum of the paper"),
    (".pdf", r"xmp (?:[iI]nstanceID|DocumentID)", r".{20,40}", "a checksum of the paper"),
    (".pdf", r"object \d+/Creator|xmp (?:CreatorTool|softwareAgent|Producer)", r"Typst [\d.]+", "what made the paper"),
    (".pdf", r"object \d+/Info", r"sRGB v4\.2", "the name of the colors' profile"),
    (".pdf", r"xmp (?:part|rev|amd|PDFVersion)", r"\d(?:\.\d)?", "which part of the standard the paper keeps"),
    (".pdf", r"xmp NPages", r"\d", "how many pages the paper has"),
    (".pdf", r"xmp namespaceURI", r"http://\S+", "the name of a part of the standard"),
    (".pdf", r"xmp description", r".*ISO.14289.*", "the name of a standard"),
)
"""Numbers in places of a format that speak of nobody: file, place, text, and why they stand there."""


def _of_the_format(name: str, piece: Piece, known: _Known) -> str:
    """Why a number stands in a place of its format that speaks of no neighbour; "" where none explains it."""
    if name == "structure.json" and piece.part.startswith("/rules/"):
        return "the rules"
    if name == "manifest.json" and (of := re.fullmatch(r"/files/(.+)/(bytes|sha256)", piece.part)):
        data = known.files.get(of[1], b"")
        fits = str(len(data)) if of[2] == "bytes" else hashlib.sha256(data).hexdigest()
        return "the size or the checksum of a file" if piece.text == fits else ""
    if name == "structure.json" and piece.part == "/format" and piece.text == "mutualaid release 1":
        return "the version of the format"
    for file, part, text, reason in _FORMATS:
        if name.endswith(file) and re.fullmatch(part, piece.part) and re.fullmatch(text, piece.text):
            return reason
    return ""


def _value(found: str) -> float:
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,\u00a0\u202f ]\d{3})+(?:\.\d+)?", found):
        return float(re.sub(r"[,\u00a0\u202f ]|\.(?=\d{3}(?:\D|$))", "", found))
    return float(found.replace(",", "."))


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


def _without(text: str, paragraphs: list[str]) -> str:
    """The text without those paragraphs, however their lines were broken."""
    places = [at for at, letter in enumerate(text) if not re.match(r"[\s\u00ad]", letter)]
    bare = "".join(text[at] for at in places)
    for paragraph in paragraphs:
        while len(paragraph) <= len(bare) and (at := bare.find(paragraph)) >= 0:
            gone = range(places[at], places[at + len(paragraph) - 1] + 1)
            text = "".join(" " if place in gone else letter for place, letter in enumerate(text))
            places = [each for each in places if each not in gone]
            bare = "".join(text[each] for each in places)
    return text
