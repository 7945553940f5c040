"""Tagged PDF from a Typst template and plain data: what a screen reader can read, and an archive may keep.

The template is one of the program's own; what people wrote only ever comes as data, which Typst takes for text. It is
compiled in memory with the fonts that are shipped, so that a paper is the same bytes everywhere; nothing else is read,
nothing is fetched. docs/decisions/0043-tagged-papers.md says why Typst.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mutualaid.paths import resources

if TYPE_CHECKING:
    import typst

STANDARDS: Final = ("a-2a", "ua-1")
"""PDF/UA-1, for who cannot see the page, and PDF/A-2a, for who must keep it: the compiler refuses what breaks them."""

_UNSHOWABLE = "□"
_NO_GLYPH = "could not be displayed"
_CELL = re.compile(
    rb"(?P<before><</Type/StructElem/S/TD/P \d+ 0 R/A\[<</O/Table)(?P<headers>/Headers\[\(U\d+x(?P<column>\d+)y0\)\])"
)
_ONE_LETTER = b"""
#set document(title: "letter", date: datetime(year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0))
#set text(font: ("Inter", "Libertinus Serif", "DejaVu Sans Mono"))
#json(bytes(sys.inputs.data)).letter
"""


def tagged_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper that `resources/papers/<template>.typ` makes of `data`, which the template reads as `sys.inputs.data`.

    `data` is made of what JSON has. Letters that no font here has become an empty square, since a page that cannot be
    read aloud is no PDF/UA. Raises ImportError when Typst is not installed, FileNotFoundError for no such template.
    """
    return _with_row_headers(_made(_source(template), data)[0])


def page_pictures(template: str, data: Mapping[str, Any], dots_per_inch: float) -> list[bytes]:
    """The same paper as one PNG a page, for the screen and for printers. Raises as `tagged_pdf`."""
    source = _source(template)
    made = _compiler(source, _made(source, data)[1]).compile(format="png", ppi=dots_per_inch)
    return [made] if isinstance(made, bytes) else list(made or [])


def _source(template: str) -> bytes:
    return (resources() / "papers" / f"{template}.typ").read_bytes()


def _made(source: bytes, data: Mapping[str, Any]) -> tuple[bytes, Mapping[str, Any]]:
    """The PDF, and the data of letters that can be shown which it was made of."""
    for known in (None, _has_glyph, _is_common):
        shown = data if known is None else _showable(data, known)
        made = _compiled(source, shown)
        if made is not None:
            return made, shown
    raise AssertionError("a font that is shipped lacks a common letter")


def _compiled(source: bytes, data: Mapping[str, Any]) -> bytes | None:
    """The PDF; None when some letter has no glyph in any font."""
    import typst

    try:
        made = _compiler(source, data).compile(format="pdf", pdf_standards=[*STANDARDS])
    except typst.TypstError as error:
        if _NO_GLYPH in error.message:
            return None
        raise
    assert isinstance(made, bytes)
    return made


def _compiler(source: bytes, data: Mapping[str, Any]) -> typst.Compiler:
    import typst

    fonts = resources() / "fonts"
    return typst.Compiler(
        source,
        root=str(fonts),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        package_path=str(fonts),
        package_cache_path=str(fonts),
    )


@cache
def _fonts() -> typst.Fonts:
    """The shipped fonts and those inside Typst; never the machine's own."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(resources() / "fonts")])


def _with_row_headers(pdf: bytes) -> bytes:
    """The PDF with the first cell of every row tagged as the row's header, as Typst tags the first row's cells.

    Typst cannot be told so from Python yet. Each change is as long as what it replaces, so that every offset holds;
    cells that named their column by its id lose that, or a reader would not look for the header of the row.
    """

    def changed(cell: re.Match[bytes]) -> bytes:
        if cell["column"] != b"0":
            return cell["before"] + b" " * len(cell["headers"])
        return cell["before"].replace(b"/S/TD", b"/S/TH") + b"/Scope/Row".ljust(len(cell["headers"]))

    return _CELL.sub(changed, pdf)


def _showable(data: Any, known: Callable[[str], bool]) -> Any:
    """The data with every letter that is not known as an empty square, in texts however deep."""
    if isinstance(data, str):
        return "".join(letter if known(letter) else _UNSHOWABLE for letter in data)
    if isinstance(data, Mapping):
        return {name: _showable(value, known) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_showable(value, known) for value in data]
    return data


@cache
def _has_glyph(letter: str) -> bool:
    """Whether some font has the letter. Only Typst knows what is in the fonts inside it, so it is asked."""
    return _is_common(letter) or _compiled(_ONE_LETTER, {"letter": letter}) is not None


def _is_common(letter: str) -> bool:
    """Basic Latin to Latin Extended-B, and the typographic marks of both languages."""
    return letter < "\u0250" or letter in "–—‘’“”…·"
