"""The catalogue's workshop: what `./run words` extracts, and what it finds wrong."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

PO_HEADER = (
    'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The workshop over a small program of its own."""
    spec = importlib.util.spec_from_file_location("words", ROOT / "packaging" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sources = tmp_path / "mutualaid"
    sources.mkdir()
    (sources / "page.py").write_text(
        'tr("&Open {name}…", name=x)\nwords.ntr("{n} need", "{n} needs", n)\n'
        'ptr("verb", "Match")\nX = N_("<b>Bold</b>")\n'
    )
    monkeypatch.setattr(module, "SOURCES", sources)
    monkeypatch.setattr(module, "FOLDER", tmp_path / "translations")
    monkeypatch.setattr(module, "TEMPLATE", tmp_path / "translations" / "mutualaid.pot")
    module.update()
    return module


def translate(workshop: ModuleType, **replaced: str) -> None:
    entries = {
        "open": 'msgid "&Open {name}…"\nmsgstr "&Abrir {name}…"\n',
        "need": 'msgid "{n} need"\nmsgid_plural "{n} needs"\nmsgstr[0] "una necesidad"\nmsgstr[1] "{n} necesidades"\n',
        "match": 'msgctxt "verb"\nmsgid "Match"\nmsgstr "Emparejar"\n',
        "bold": 'msgid "<b>Bold</b>"\nmsgstr "<b>Negrita</b>"\n',
    } | replaced
    workshop.po_file("es").write_text(PO_HEADER + "\n" + "\n".join(entries.values()), encoding="utf-8")


def test_every_kind_of_mark_is_extracted(workshop: ModuleType) -> None:
    template = workshop.TEMPLATE.read_text(encoding="utf-8")
    for line in ('msgid "&Open {name}…"', 'msgid_plural "{n} needs"', 'msgctxt "verb"', 'msgid "<b>Bold</b>"'):
        assert line in template
    assert "#: mutualaid/page.py\n" in template


def test_extracting_again_changes_nothing(workshop: ModuleType) -> None:
    before = workshop.TEMPLATE.read_bytes(), workshop.po_file("es").read_bytes()
    workshop.update()
    assert (workshop.TEMPLATE.read_bytes(), workshop.po_file("es").read_bytes()) == before


def test_a_complete_translation_has_no_findings(workshop: ModuleType) -> None:
    translate(workshop)
    assert workshop.findings() == []


@pytest.mark.parametrize(
    ("entry", "text", "finding"),
    [
        ("open", 'msgid "&Open {name}…"\nmsgstr "&Abrir {nombre}…"\n', "placeholders differ"),
        ("open", 'msgid "&Open {name}…"\nmsgstr "Abrir {name}…"\n', "mnemonics differ"),
        ("open", 'msgid "&Open {name}…"\nmsgstr "&Abrir {name}"\n', "ends differently"),
        ("open", 'msgid "&Open {name}…"\nmsgstr ""\n', "untranslated"),
        ("open", '#, fuzzy\nmsgid "&Open {name}…"\nmsgstr "&Abrir {name}…"\n', "fuzzy"),
        ("bold", 'msgid "<b>Bold</b>"\nmsgstr "Negrita"\n', "tags differ"),
        ("bold", "", "not listed"),
        ("need", 'msgid "{n} need"\nmsgid_plural "{n} needs"\nmsgstr[0] "una"\nmsgstr[1] ""\n', "untranslated"),
        ("need", 'msgid "{n} need"\nmsgid_plural "{n} needs"\nmsgstr[0] "una"\nmsgstr[1] "varias"\n', "placeholders"),
    ],
)
def test_a_faulty_translation_is_found(workshop: ModuleType, entry: str, text: str, finding: str) -> None:
    translate(workshop, **{entry: text})
    assert [line for line in workshop.findings() if finding in line]


def test_a_message_added_to_the_sources_is_missed_until_the_next_update(workshop: ModuleType) -> None:
    translate(workshop)
    (workshop.SOURCES / "new.py").write_text('tr("New words")\n')
    assert any("not in the template" in line for line in workshop.findings())
    workshop.update()
    assert workshop.findings() == ["es: untranslated: 'New words'"]
    assert workshop.untranslated("es") == {"mutualaid/new.py": ["New words"]}


def test_compiled_words_are_read_back(workshop: ModuleType) -> None:
    import gettext

    translate(workshop)
    (made,) = workshop.compile_all()
    with made.open("rb") as opened:
        words = gettext.GNUTranslations(opened)
    assert words.pgettext("verb", "Match") == "Emparejar"
    assert words.ngettext("{n} need", "{n} needs", 2) == "{n} necesidades"


def test_an_unknown_command_is_refused(workshop: ModuleType) -> None:
    assert workshop.main(["polish"]) == 2
    assert workshop.main([]) == 2
