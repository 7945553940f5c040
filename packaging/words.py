"""The catalogue's workshop: `words.py extract | update | compile | check`, run by `./run words` and by the build.

extract   reads every marked message in the sources into translations/mutualaid.pot
update    extract, then bring each language's .po in step with it; translations of vanished messages are dropped
compile   turns each .po into the .mo that the program reads
check     says what is missing or wrong, and exits 1: messages not extracted, untranslated or fuzzy, or whose
          translation lost a placeholder, a tag, a mnemonic or an ending

The files hold no line number and no date, so they change only when words do.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "mutualaid"
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "mutualaid.pot"
LANGUAGES = ("es",)
KEYWORDS = {"tr": None, "N_": None, "ntr": (1, 2), "ptr": ((1, "c"), 2)}

_VOLATILE = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):.*\n',
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MNEMONIC = re.compile(r"&(?=[^\W_])(?![A-Za-z]+;)")
_ENDING = re.compile(r"(?:\.\.\.|[.:?!…])?\s*$")


def po_file(language: str) -> Path:
    """The catalogue that translators edit."""
    return FOLDER / language / "LC_MESSAGES" / "mutualaid.po"


def _write(catalog: Catalog, file: Path) -> None:
    """Write a .pot or .po without dates and names, and only when it differs."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    content = _VOLATILE.sub(b"", buffer.getvalue())
    if not file.exists() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _read(file: Path, language: str | None = None) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=language, domain="mutualaid", ignore_obsolete=True)


def extracted() -> Catalog:
    """Every marked message of the sources, with the files that it stands in."""
    catalog = Catalog(project="mutualaid", version="", domain="mutualaid", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# Messages of mutualaid, extracted from its sources."
    found = extract_from_dir(
        str(SOURCES), [("**.py", "python")], {}, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for name, _line, message, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(message, locations=[(f"mutualaid/{name}", 1)], auto_comments=comments, context=context)
    return catalog


def extract() -> None:
    """Write the template."""
    _write(extracted(), TEMPLATE)


def update() -> None:
    """Bring every language's catalogue in step with the sources."""
    extract()
    template = _read(TEMPLATE)
    for language in LANGUAGES:
        file = po_file(language)
        fresh = Catalog(locale=language, project="mutualaid", version="", domain="mutualaid", fuzzy=False)
        catalog = _read(file, language) if file.exists() else fresh
        catalog.update(template, no_fuzzy_matching=True)
        catalog.header_comment = f"# Words of mutualaid in the language {language}."
        _write(catalog, file)


def compile_all() -> list[Path]:
    """Write the .mo beside each .po, leaving out what is fuzzy; return the files."""
    made = []
    for language in LANGUAGES:
        file = po_file(language)
        buffer = io.BytesIO()
        write_mo(buffer, _read(file, language))
        target = file.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != buffer.getvalue():
            # Replaced whole: a running program may be reading the old one.
            fresh = target.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(buffer.getvalue())
            fresh.replace(target)
        else:
            target.touch()
        made.append(target)
    return made


def _texts(value: object) -> list[str]:
    """The text, or the singular and plural, of a message id or of its translation."""
    if isinstance(value, str):
        return [value]
    return [str(text) for text in value] if isinstance(value, (tuple, list)) else []


def _shape(text: str) -> tuple[Counter[str], Counter[str], int, str]:
    """What a translation must keep: placeholders, tags, number of mnemonics, and how it ends."""
    ending = _ENDING.search(text)
    return (
        Counter(_PLACEHOLDER.findall(text)),
        Counter(_TAG.findall(text)),
        len(_MNEMONIC.findall(text)),
        ending.group().replace("...", "…") if ending else "",
    )


def _lost(message: Message) -> Iterator[str]:
    """What each form of a message's translation lost of its source."""
    sources = _texts(message.id)
    for number, text in enumerate(_texts(message.string)):
        source = sources[min(number, len(sources) - 1)]
        if not text.strip():
            yield "untranslated"
            continue
        want, have = _shape(source), _shape(text)
        # "one need" may print no number, in either language.
        spare = {"{n}"} if len(sources) > 1 and number == 0 else set()
        if (set(want[0]) ^ set(have[0])) - spare:
            yield "placeholders differ"
        for part, name in ((1, "tags differ"), (2, "mnemonics differ"), (3, "ends differently")):
            if want[part] != have[part]:
                yield name


def untranslated(language: str) -> dict[str, list[str]]:
    """The messages that a language lacks, by source file."""
    missing: dict[str, list[str]] = {}
    for message in _read(po_file(language), language):
        if message.id and (message.fuzzy or not all(text.strip() for text in _texts(message.string))):
            for name, _line in message.locations:
                missing.setdefault(name, []).append(_texts(message.id)[0])
    return missing


def findings() -> list[str]:
    """Everything wrong with the catalogues, one line each; empty when they are complete."""
    source = {(message.context, _texts(message.id)[0]) for message in extracted() if message.id}
    listed = {(message.context, _texts(message.id)[0]) for message in _read(TEMPLATE) if message.id}
    wrong = [f"not in the template, run `./run words update`: {text!r}" for _, text in sorted(source - listed, key=str)]
    wrong += [f"in the template but in no source: {text!r}" for _, text in sorted(listed - source, key=str)]
    for language in LANGUAGES:
        catalog = _read(po_file(language), language)
        have = {(message.context, _texts(message.id)[0]) for message in catalog if message.id}
        wrong += [f"{language}: not listed: {text!r}" for _, text in sorted(listed - have, key=str)]
        for message in catalog:
            if not message.id:
                continue
            text = _texts(message.id)[0]
            if message.fuzzy:
                wrong.append(f"{language}: fuzzy: {text!r}")
            wrong += [f"{language}: {fault}: {text!r}" for fault in dict.fromkeys(_lost(message))]
    return wrong + _pseudo_findings()


def _pseudo_findings() -> list[str]:
    """Whether every message survives the made-up language with its placeholders and tags."""
    sys.path.insert(0, str(ROOT))
    from mutualaid.language.pseudo import CLOSING, OPENING, pseudo

    wrong = []
    for message in extracted():
        for text in _texts(message.id) if message.id else ():
            made = pseudo(text)
            whole = made.startswith(OPENING) and made.endswith(CLOSING) and len(made) >= len(text) * 1.4
            if not whole or _shape(made)[:3] != _shape(text)[:3]:
                wrong.append(f"pseudo: damaged: {text!r}")
    return wrong


def main(arguments: list[str]) -> int:
    """Do what the first argument names; 0 when all is well, 1 when `check` found something, 2 for a wrong word."""
    what = arguments[0] if len(arguments) == 1 else ""
    if what == "check":
        wrong = findings()
        for line in wrong:
            print(line, file=sys.stderr)
        count = sum(1 for message in _read(TEMPLATE) if message.id)
        print(f"words: {count} messages, {len(LANGUAGES)} translation(s), {len(wrong)} finding(s)")
        return 1 if wrong else 0
    steps = {"extract": extract, "update": update, "compile": compile_all}
    if what not in steps:
        print("usage: ./run words extract | update | compile | check", file=sys.stderr)
        return 2
    steps[what]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
