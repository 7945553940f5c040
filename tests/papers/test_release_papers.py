"""The paper and the page of a release, read as a screen reader, an archive and a browser would."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.language.catalog import catalog
from mutualaid.papers.release_content import Content, Listing, Section, content
from mutualaid.papers.release_html import summary_html
from mutualaid.papers.release_map import plain
from mutualaid.papers.release_papers import summary_papers
from mutualaid.papers.release_pdf import TEMPLATE, summary_pdf
from mutualaid.paths import resources
from mutualaid.summaries.cells import Answer
from mutualaid.summaries.release import Release
from tests.papers.maps import chicago_release, chicago_zones

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "#strong[x] $a$ @b ] \"q\" \\ 'x' `raw` *b* _i_ <l> // c",
    "= Heading\n- list\r\n+ enum\u202eesrever\u0000",
    "{x} {0} %s &amp; <script>alert(1)</script>",
    "x" * 200,
    "🏠🍎 中文 שכונה حي السلام",
    "Q'anjob'al K’iche’ Kreyòl Ñuñoa",
)


@pytest.fixture(scope="module")
def year() -> Release:
    """A year of Chicago: seven areas, one of them hidden, two zones without an outline, and names of every kind."""
    release = chicago_release("2026", households=2_000)
    zones = chicago_zones()
    names = {**release.names, **dict(zip(zones, HOSTILE, strict=False))}
    outlines = {zone: outline for zone, outline in release.outlines.items() if zone not in zones[10:12]}
    first = next(cell for cell in release.answers if cell.table == "areas")
    answers = {**release.answers, first: Answer(None)}
    return replace(release, names=names, outlines=outlines, answers=answers)


@pytest.fixture(scope="module")
def spanish(year: Release) -> Content:
    return content(year, catalog("es"))


@pytest.fixture(scope="module")
def paper(spanish: Content) -> bytes:
    return summary_pdf(spanish)


@pytest.fixture(scope="module")
def read(paper: bytes, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """What one of poppler's tools says of the paper."""
    file = tmp_path_factory.mktemp("paper") / "paper.pdf"
    file.write_bytes(paper)

    def told(*command: str) -> str:
        name, *options = command
        ends = ["-"] if name == "pdftotext" else []
        done = subprocess.run([name, *options, str(file), *ends], capture_output=True, check=True)
        return done.stdout.decode(errors="replace")

    return told


def test_the_paper_claims_what_a_screen_reader_and_an_archive_ask_for(read: Callable[..., str], paper: bytes) -> None:
    about = read("pdfinfo")
    assert "Tagged:          yes" in about
    assert re.search(r"Title: +2026: lo que pidieron", about)
    assert b"<pdfuaid:part>1" in paper
    assert b"<pdfaid:part>2" in paper
    assert b"<pdfaid:conformance>A" in paper
    assert b"/DisplayDocTitle true" in paper
    assert re.search(rb"/Lang\s*\(es\)", paper)


def headed(structure: str, level: int) -> list[str]:
    """The texts of the headings of a level."""
    found = re.findall(rf'^ *H{level} .*\n((?: *".*"\n)+)', structure, re.MULTILINE)
    return ["".join(re.findall(r'"(.*)"', text)) for text in found]


def test_headings_and_the_method_are_tagged_in_reading_order(tmp_path: Path) -> None:
    # A small paper, since poppler takes seconds to tell the text of a large one's structure.
    whole = content(chicago_release("2026-10", households=600), catalog("es"))
    (tmp_path / "paper.pdf").write_bytes(summary_pdf(whole))
    command = ["pdfinfo", "-struct-text", str(tmp_path / "paper.pdf")]
    structure = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    assert headed(structure, 1) == [whole.title]
    assert headed(structure, 2) == [*(section.title for section in whole.sections), whole.method_title]
    assert headed(structure, 3) == [heading for heading, _ in whole.method]
    places = [structure.index(f'"{text}') for text in (whole.title[:20], *headed(structure, 2), whole.named)]
    assert places == sorted(places)


def test_every_row_of_every_table_has_its_header_and_so_has_every_column(read: Callable[..., str]) -> None:
    structure = read("pdfinfo", "-struct")
    tables = structure.split("Table (block)")[1:]
    assert len(tables) >= 8
    for table in tables:
        head, _, body = table.partition("TBody")
        assert head.count("/Scope /Column") == len(re.findall(r"^ +TH\b", head, re.MULTILINE)) >= 2
        rows = re.split(r"^ +TR$", body, flags=re.MULTILINE)[1:]
        assert rows
        for row in rows:
            cells = re.findall(r"^ +(T[HD])\b", row, re.MULTILINE)
            assert cells[0] == "TH"
            assert set(cells[1:]) == {"TD"}
            assert row.count("/Scope /Row") == 1


def test_the_map_says_every_area_and_number_to_who_cannot_see_it(paper: bytes, spanish: Content) -> None:
    drawn = next(block for section in spanish.sections for block in section.blocks if hasattr(block, "borders"))
    alternatives = [
        bytes.fromhex(told.decode()).decode("utf-16") for told in re.findall(rb"/Alt\s*<([0-9A-F]+)>", paper)
    ]
    assert alternatives == [f"{drawn.caption}. {drawn.told}"]
    assert len(drawn.areas) >= 5
    for area in drawn.areas:
        assert f"{area.name}: {area.words}" in drawn.told
    assert "menos de 11" in drawn.told


def test_fonts_are_in_the_paper_and_pictures_are_not(read: Callable[..., str], paper: bytes) -> None:
    fonts = read("pdffonts").splitlines()[2:]
    assert any("Inter-Regular" in font for font in fonts)
    assert all(re.search(r"yes yes yes +\d+ +0$", font) for font in fonts)
    assert len(read("pdfimages", "-list").splitlines()) == 2
    assert len(paper) < 400_000


def test_the_method_begins_a_page_and_fits_on_it(read: Callable[..., str], spanish: Content) -> None:
    pages = read("pdftotext", "-layout").rstrip("\f").split("\f")
    (method,) = [page for page in pages if page.lstrip().startswith(spanish.method_title)]
    assert method is pages[-1]
    for heading, _ in spanish.method:
        assert heading in method


def test_names_of_zones_are_shown_as_they_are_and_are_never_markup(read: Callable[..., str], spanish: Content) -> None:
    text = re.sub(r"\s+|\u200b", "", read("pdftotext"))
    page = summary_html(spanish).decode()
    for name in HOSTILE[:1] + HOSTILE[2:4] + HOSTILE[5:]:
        assert re.sub(r"\s+", "", name) in text
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "□" in text
    assert "□" not in page


def test_what_is_hidden_is_said_with_the_releases_own_words(read: Callable[..., str]) -> None:
    assert read("pdftotext").count("menos de 11") > 3


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_another_process_makes_the_same_bytes_and_neither_asks_a_network_nor_reads_what_is_not_shipped(
    tmp_path: Path,
) -> None:
    code = (
        "import hashlib, os, sys\n"
        "from mutualaid.papers.release_papers import summary_papers\n"
        "from tests.papers.maps import chicago_release\n"
        "release = chicago_release('2026-10', households=600)\n"
        "os.path.exists('/what-follows-is-the-papers')\n"
        "for name, data in sorted(summary_papers(release).items()):\n"
        "    print(name, hashlib.sha256(data).hexdigest())\n"
    )
    log = tmp_path / "strace.txt"
    watch = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=network,openat,stat,newfstatat,statx,access,faccessat2",
        "-o",
        str(log),
    ]
    done = subprocess.run([*watch, sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    here = summary_papers(chicago_release("2026-10", households=600))
    assert done.stdout.splitlines() == [f"{name} {hashlib.sha256(here[name]).hexdigest()}" for name in sorted(here)]
    _, _, during = log.read_text(errors="replace").partition("what-follows-is-the-papers")
    assert not re.search(r"\b(socket|connect|sendto|sendmsg)\(", during)
    read = {Path(name).resolve() for name in re.findall(r'openat\(AT_FDCWD, "([^"]+)"', during)}
    ours = {file for file in read if file.is_relative_to(resources())}
    assert {file.suffix for file in ours if file.is_file()} == {".otf", ".typ"}
    system = ("/proc", "/sys", "/etc", "/lib", "/usr", sys.prefix, sys.base_prefix)
    program = (ROOT / "mutualaid", ROOT / "translations")
    assert not {file for file in read - ours if not any(file.is_relative_to(part) for part in (*system, *program))}


def test_the_template_can_neither_read_a_file_nor_ask_for_a_package() -> None:
    source = (resources() / "papers" / f"{TEMPLATE}.typ").read_text(encoding="utf-8")
    assert not re.search(
        r"\b(import|include|read|image|plugin|csv|toml|yaml|xml|cbor|bibliography|eval)\b\s*[(\"'@]", source
    )
    assert not re.search(r"\b(import|include)\b", re.sub(r"//.*", "", source))
    assert re.findall(r"\bjson\([^)]*\)", source) == ["json(bytes(sys.inputs.data)"]


def test_only_making_a_paper_loads_typst() -> None:
    sources = (ROOT / "mutualaid").rglob("*.py")
    assert [file.name for file in sources if "import typst" in file.read_text(encoding="utf-8")] == ["tagged.py"]
    code = (
        "import sys\n"
        "import mutualaid.services.release_assembly\n"
        "assert 'typst' not in sys.modules\n"
        "sys.modules['typst'] = None\n"
        "from mutualaid.papers.tagged import tagged_pdf\n"
        "try:\n"
        "    tagged_pdf('summary', {})\n"
        "except ImportError:\n"
        "    print('said so')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout == "said so\n", done.stderr


class Page(HTMLParser):
    """The headings, tables and open elements of a page."""

    void = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.levels: list[int] = []
        self.tables = self.captions = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.void:
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))
        self.tables += tag == "table"
        self.captions += tag == "caption"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_well_formed_with_headings_in_order_and_captions(year: Release, language: str) -> None:
    page = Page()
    page.feed(summary_html(content(year, catalog(language))).decode())
    assert page.open == []
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    assert page.tables == page.captions >= 7


def test_the_title_begins_with_a_capital_in_both_languages() -> None:
    month = chicago_release("2026-10", households=600)
    titles = [content(month, catalog(language)).title for language in ("en", "es")]
    assert titles == [
        "What neighbors asked for: October 2026",
        "Octubre de 2026: lo que pidieron las vecinas y los vecinos",
    ]


def tiny(name: str) -> Content:
    """A paper that says a zone's name and nothing else."""
    listing = Listing("What each area is made of", (("Area 1", plain(name)),))
    section = Section("areas", "Needs by area", (listing,))
    return Content("en", "Title", (), (section,), "Method", (), "Release 1", date(2026, 12, 31))


MARKS = "#$@[]{}()*_`<>\\/\"'=-+~^&%|;:.,!? \n\té\u200d\u0301🏠ק"
NAMES = st.text(st.characters(exclude_categories=[])) | st.text(MARKS)


@settings(max_examples=15)
@given(NAMES)
def test_any_name_of_a_zone_can_be_printed(name: str) -> None:
    assert summary_pdf(tiny(name)).startswith(b"%PDF")
    assert summary_html(tiny(name)).endswith(b"</html>\n")


@pytest.mark.campaign
@given(NAMES)
def test_any_name_of_a_zone_can_be_printed_however_many_are_tried(name: str) -> None:
    assert summary_pdf(tiny(name)).startswith(b"%PDF")
    assert summary_html(tiny(name)).endswith(b"</html>\n")
