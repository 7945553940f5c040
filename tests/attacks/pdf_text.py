"""What a PDF says, read without a library: every string in it, every stream unpacked, and the text of its pages.

Enough of ISO 32000 for papers: Flate and plain streams, object streams, literal and hexadecimal strings in
PDFDocEncoding or UTF-16, fonts with a ToUnicode map. Anything else is given back as not read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_STRING = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))*\)|<[0-9A-Fa-f\s]*>(?!>)", re.DOTALL)
_SHOWN = re.compile(
    rb"/(?P<font>[^\s/\[\]()<>]+)\s+[-\d.]+\s+Tf|(?P<end>\bEMC\b|\bET\b)|(?P<string>" + _STRING.pattern + rb")",
    re.DOTALL,
)
_BINARY = (b"/FontFile", b"CIDFontType0C", b"OpenType", b"/N 3", b"/N 1", b"/Subtype/Image")


class Pdf:
    """A file taken apart: objects without their streams, and streams by number, None where one was not unpacked."""

    def __init__(self, data: bytes) -> None:
        self.objects: dict[int, bytes] = {}
        self.streams: dict[int, bytes | None] = {}
        self.outside = b""
        end = 0
        while found := _OBJECT.search(data, end):
            self.outside += data[end : found.start()]
            number, start = int(found.group(1)), found.end()
            end = self._object(data, number, start)
        self.outside += data[end:]
        for number, stream in list(self.streams.items()):
            if stream is not None and b"/ObjStm" in self.objects[number]:
                self._packed(number, stream)

    def _object(self, data: bytes, number: int, start: int) -> int:
        stop = data.find(b"endobj", start)
        begun = _STREAM.search(data, start, stop if stop >= 0 else len(data))
        if begun is None:
            self.objects[number] = data[start : stop if stop >= 0 else len(data)]
            return stop if stop >= 0 else len(data)
        head = data[start : begun.start()]
        length = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", head)
        stop = begun.end() + int(length.group(1)) if length else data.index(b"endstream", begun.end())
        self.objects[number] = head
        self.streams[number] = _unpacked(head, data[begun.end() : stop])
        return stop

    def _packed(self, number: int, stream: bytes) -> None:
        count = int(re.search(rb"/N\s+(\d+)", self.objects[number]).group(1))  # type: ignore[union-attr]
        first = int(re.search(rb"/First\s+(\d+)", self.objects[number]).group(1))  # type: ignore[union-attr]
        numbers = list(map(int, stream[:first].split()))
        places = [*numbers[1 : 2 * count : 2], len(stream) - first]
        for inner, begin, stop in zip(numbers[: 2 * count : 2], places, places[1:], strict=False):
            self.objects[inner] = stream[first + begin : first + stop]

    def strings(self) -> Iterator[tuple[str, str]]:
        """Every string of the objects and the trailer, decoded, with where it stands."""
        for number, body in [*self.objects.items(), (0, self.outside)]:
            for found in _STRING.finditer(body):
                key = re.search(
                    rb"/(\w+)\s*(?:\[\s*(?:\([^()]*\)\s*)?)?$", body[max(0, found.start() - 80) : found.start()]
                )
                yield f"object {number}/{key.group(1).decode() if key else ''}", _words(_bytes_of(found.group()))

    def binary(self, number: int) -> bool:
        """Whether a stream is a font, a color profile or the like: no text in it for a person to read."""
        return any(mark in self.objects[number] for mark in _BINARY) or not any(
            mark in (self.streams[number] or b"") for mark in (b" Tf", b"<?xpacket", b"begincmap")
        )

    def text(self) -> list[str]:
        """The text that is drawn, a string a run; runs that go on after a space are one."""
        runs: list[str] = []
        for number, stream in self.streams.items():
            if stream is None or b" Tf" not in stream:
                continue
            maps = {name: self._map(int(target)) for name, target in self._fonts(number)}
            table: dict[int, str] | None = None
            run = ""
            for shown in _SHOWN.finditer(stream):
                if shown["font"] is not None:
                    table = maps.get(shown["font"])
                elif shown["end"] is not None:
                    if run and runs and runs[-1].endswith(" "):
                        runs[-1] += run
                    elif run:
                        runs.append(run)
                    run = ""
                elif table is not None:
                    run += _mapped(_bytes_of(shown["string"]), table)
                else:
                    run += _words(_bytes_of(shown["string"]))
        return runs

    def _fonts(self, number: int) -> set[tuple[bytes, bytes]]:
        """The fonts that a stream may name: of the pages that draw it, else its own; each page has names of its own."""
        drawn = re.compile(rb"/Contents\s*\[?[^\]/]*\b%d\s+\d+\s+R" % number)
        heads = [body for body in self.objects.values() if drawn.search(body)] or [self.objects[number]]
        fonts = set()
        for head in heads:
            held = head
            for target in re.findall(rb"/Resources\s+(\d+)\s+\d+\s+R", head):
                held += self.objects.get(int(target), b"")
            for target in re.findall(rb"/Font\s+(\d+)\s+\d+\s+R", held):
                held += b"/Font" + self.objects.get(int(target), b"")
            for listed in re.finditer(rb"/Font\s*<<(.*?)>>", held, re.DOTALL):
                fonts |= set(re.findall(rb"/(\S+?)\s+(\d+)\s+\d+\s+R", listed.group(1)))
        return fonts

    def _map(self, font: int) -> dict[int, str] | None:
        target = re.search(rb"/ToUnicode\s+(\d+)", self.objects.get(font, b""))
        stream = self.streams.get(int(target.group(1))) if target else None
        if stream is None:
            return None
        table = {}
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", stream, re.DOTALL):
            for code, letters in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                table[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", stream, re.DOTALL):
            for low, high, first in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                for step in range(int(high, 16) - int(low, 16) + 1):
                    table[int(low, 16) + step] = chr(int(first, 16) + step)
        return table


def _unpacked(head: bytes, data: bytes) -> bytes | None:
    filters = re.search(rb"/Filter\s*(\[[^\]]*\]|/\w+)", head)
    named = re.findall(rb"/(\w+)", filters.group(1)) if filters else []
    try:
        for each in named:
            if each != b"FlateDecode":
                return None
            data = zlib.decompressobj().decompress(data)
    except zlib.error:
        return None
    return data


def _bytes_of(token: bytes) -> bytes:
    if token.startswith(b"<"):
        digits = re.sub(rb"\s", b"", token[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return re.sub(rb"\\(\r\n|[0-7]{1,3}|.)", _unescaped, token[1:-1], flags=re.DOTALL)


def _unescaped(found: re.Match[bytes]) -> bytes:
    said = found.group(1)
    if said[:1] in b"01234567":
        return bytes([int(said, 8) & 255])
    return b"" if said in (b"\n", b"\r", b"\r\n") else _ESCAPES.get(said, said)


def _words(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("utf-8" if data.startswith(b"\xef\xbb\xbf") else "latin-1", "replace")


def _mapped(data: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(data[at : at + 2], "big"), "") for at in range(0, len(data), 2))
