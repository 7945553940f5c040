"""Languages of households and volunteers, by ISO 639-3 code, with their names in English, Spanish and themselves.

The indigenous languages of Guatemala and Mexico are here because general tables leave most of them out, and a speaker
of Mam who is offered "Spanish" is offered nothing. Where one name covers languages that cannot always understand one
another (Mixtec, Zapotec, Nahuatl), the general name is kept as it was said, and variants stand beside it for when
somebody has asked. A general name takes the code of its macrolanguage or family (zap, nah, oto, myn); a few have none
in ISO and use codes from qaa to qtz, which ISO 639-2 leaves to local use. Chalchiteko has such a code too: Guatemala
counts it by itself, ISO within Awakateko.

`relay` names the language through which an interpreter is easier to find: Mam by way of Spanish. It is a hint for
finding two interpreters in a row, and says nothing about what the speaker herself understands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mutualaid.records.folding import Names, fold
from mutualaid.records.language_table import ROWS


@dataclass(frozen=True, slots=True)
class Language:
    """A language: names in English (`en`), Spanish (`es`) and itself (`own`), and the codes to relay through."""

    code: str
    en: str
    es: str
    own: str
    relay: tuple[str, ...] = ()
    aliases: tuple[str, ...] = field(default=(), repr=False)

    def name(self, language: str) -> str:
        """Its name in "es", else in English."""
        return self.es if language == "es" else self.en


def _row(line: str) -> Language:
    code, en, es, own, relay, aliases = line.split("|")
    return Language(code, en, es, own, tuple(relay.split()), tuple(aliases.split(", ")) if aliases else ())


LANGUAGES: dict[str, Language] = {
    row.code: row for row in (_row(line) for line in ROWS.strip().splitlines() if not line.startswith("#"))
}
"""Every language by code, in the order of lists."""

_NAMES = Names({row.code: (row.code, row.en, row.es, *row.aliases) for row in LANGUAGES.values()})
_OWN_NAMES = Names({row.code: (row.own,) for row in LANGUAGES.values()})

_BETWEEN = re.compile(
    r"[,;/|&+()\[\]\n\r]|\s[-–—]\s|\b(?:and|y|e|et|or|o|u|with|con|plus|más|also|también)\b", re.IGNORECASE
)
_FILLER = frozenset(
    "language languages lengua lenguas idioma idiomas dialecto dialect a little bit some un poco poquito de algo only "
    "solo solamente mostly native nativo fluent basic basico speak speaks habla hablo hablamos i we both ambos el la "
    "the of in en mainly principalmente preferred preferido mucho".split()
)


def find(text: str) -> str | None:
    """The code of the one language that `text` names, in any spelling of the table, or none."""
    return _NAMES.find(text) or _OWN_NAMES.find(text)


def parse(text: str) -> tuple[list[str], list[str]]:
    """The codes of all languages that `text` names, each once in the order met, and the parts not recognised.

    Reads "Spanish and English", "español e inglés", "Mam, un poco de español", "K'iche'/Spanish" and a form's
    "spanish haitian_creole". A part is taken whole or reported: nothing is guessed from likeness.
    """
    whole = find(text)
    if whole is not None:
        return [whole], []
    codes: list[str] = []
    unknown: list[str] = []
    for part in _BETWEEN.split(text):
        found = _part(part)
        if found is None:
            unknown.append(part.strip())
        else:
            codes.extend(code for code in found if code not in codes)
    if not codes and not unknown and text.strip():
        unknown.append(text.strip())
    return codes, unknown


def from_text(text: str) -> list[str]:
    """The codes of the languages that `text` names; `parse` also tells what was not recognised."""
    return parse(text)[0]


def relay_languages(code: str) -> tuple[str, ...]:
    """Languages through which interpreting from `code` may be relayed, the likeliest first; none where unknown."""
    language = LANGUAGES.get(code)
    return language.relay if language is not None else ()


_LONGEST_NAME = 5
"""Words in the longest name of a language that a list may hold beside others."""


def _part(part: str) -> list[str] | None:
    """The codes in one part between separators; none when anything in it but filler is unknown."""
    code = find(part)
    if code is not None:
        return [code]
    words = [word for word in fold(part).split() if word not in _FILLER]
    codes: list[str] = []
    while words:
        for end in range(min(len(words), _LONGEST_NAME), 0, -1):
            code = find(" ".join(words[:end]))
            if code is not None:
                codes.append(code)
                words = words[end:]
                break
        else:
            return None
    return codes
