"""Tagged PDF from a Typst template and plain data: what a screen reader can read, and an archive may keep.

The template is one of the program's own; what people wrote only ever comes as data, which Typst takes for text. It is
compiled in memory with the fonts that are shipped, so that a paper is the same bytes everywhere; nothing else is read,
nothing is fetched. docs/decisions/0043-tagged-papers.md says why Typst.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mutualaid.paths import resources

if TYPE_CHECKING:
    import typst

STANDARDS: Final = ("a-2a", "ua-1")
"""PDF/UA-1, for who cannot see the page, and PDF/A-2a, for who must keep it: the compiler refuses what breaks them."""

_UNSHOWABLE = "□"


def tagged_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper that `resources/papers/<template>.typ` makes of `data`, which the template reads as `sys.inputs.data`.

    `data` is made of what JSON has. Letters that no shipped font has become an empty square, since a page that cannot
    be read aloud is no PDF/UA. Raises ImportError when Typst is not installed, FileNotFoundError for no such template.
    """
    import typst

    source = (resources() / "papers" / f"{template}.typ").read_bytes()
    try:
        return _compiled(source, data)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
    return _compiled(source, _showable(data))


def _compiled(source: bytes, data: Mapping[str, Any]) -> bytes:
    import typst

    fonts = resources() / "fonts"
    made = typst.Compiler(
        source,
        root=str(fonts),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        package_path=str(fonts),
        package_cache_path=str(fonts),
    ).compile(format="pdf", pdf_standards=[*STANDARDS])
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The shipped fonts and those inside Typst; never the machine's own."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(resources() / "fonts")])


def _showable(data: Any) -> Any:
    """The data with every letter that the shipped fonts lack as an empty square, in texts however deep."""
    if isinstance(data, str):
        known = _letters()
        return "".join(letter if ord(letter) in known else _UNSHOWABLE for letter in data)
    if isinstance(data, Mapping):
        return {name: _showable(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_showable(value) for value in data]
    return data


@cache
def _letters() -> frozenset[int]:
    """The code points that the shipped fonts have, by their tables of format 4 (OpenType, `cmap`)."""
    return frozenset.intersection(*(_cmap(file.read_bytes()) for file in (resources() / "fonts").glob("*.otf")))


def _cmap(font: bytes) -> frozenset[int]:
    tables = struct.unpack_from(">H", font, 4)[0]
    records = [struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables)]
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">HHL", font, start + 4 + 8 * number)[2]
        if struct.unpack_from(">H", font, at)[0] == 4:
            half = struct.unpack_from(">H", font, at + 6)[0] // 2
            ends = struct.unpack_from(f">{half}H", font, at + 14)
            starts = struct.unpack_from(f">{half}H", font, at + 16 + 2 * half)
            return frozenset(code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1))
    return frozenset()
