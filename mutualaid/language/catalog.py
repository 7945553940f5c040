"""The words of the interface: English sources looked up in the Babel catalogue of the language in use.

`tr`, `ntr`, `ptr` ask the current language, which `set_language` swaps while the program runs; `catalog("es")` gives
a second language beside it, for bilingual paper and a neighbour's own form. Only the standard library's gettext is
needed to read a catalogue, so importing this costs nothing; Babel itself makes the files and formats dates.

Messages are looked up when they are shown, never at import: mark a constant with `N_` and translate it where it is
used. Placeholders are `{name}`, filled after the look-up, so a fact that itself holds braces is printed as it is.
"""

from __future__ import annotations

import gettext
import logging
import os
import re
import struct
import sys
import threading
from collections.abc import Mapping

from mutualaid.language.pseudo import pseudo
from mutualaid.paths import translations

LANGUAGES = ("en", "es")
"""The languages that a person can choose, the source language first."""

PSEUDO = "qps"
"""The made-up language for testing; never offered to a person."""

DOMAIN = "mutualaid"

_log = logging.getLogger(__name__)
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}")


def fill(text: str, facts: Mapping[str, object]) -> str:
    """`text` with each `{name}` replaced by that fact, and `{{`, `}}` by one brace.

    Only plain names are understood: no attribute, index or format is followed, so neither a translation nor a fact
    can reach further than the value it was given. A name without a fact stays visible rather than raising.
    """
    if "{" not in text and "}" not in text:
        return text

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if name is None:
            return found.group()[0]
        return str(facts[name]) if name in facts else found.group()

    return _PLACEHOLDER.sub(value, text)


class Catalog:
    """One language's words. Immutable, and so safe to share between threads."""

    __slots__ = ("_words", "language")

    def __init__(self, language: str, words: gettext.NullTranslations) -> None:
        self.language = language
        self._words = words

    def __repr__(self) -> str:
        return f"Catalog({self.language!r})"

    def tr(self, message: str, /, **facts: object) -> str:
        """The message in this language, its placeholders filled."""
        return fill(self._words.gettext(message), facts) if message else ""

    def ntr(self, singular: str, plural: str, n: int, /, **facts: object) -> str:
        """The form of the message that this language uses for `n` things; `{n}` prints it, thousands separated."""
        return fill(self._words.ngettext(singular, plural, n), {"n": f"{n:,}", **facts})

    def ptr(self, context: str, message: str, /, **facts: object) -> str:
        """The message as it is said in `context`, where one English word has two translations."""
        return fill(self._words.pgettext(context, message), facts) if message else ""


class _Pseudo(gettext.NullTranslations):
    """Makes up each translation as it is asked for, so that text never marked for translation stands out."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)


_lock = threading.Lock()
_catalogs: dict[str, Catalog] = {}


def _load(language: str) -> Catalog:
    """The catalogue read from its compiled file; the English sources when that is missing or unreadable."""
    if language == PSEUDO:
        return Catalog(PSEUDO, _Pseudo())
    if language == "en":
        return Catalog("en", gettext.NullTranslations())
    file = translations() / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    words = gettext.NullTranslations()
    try:
        with file.open("rb") as opened:
            words = gettext.GNUTranslations(opened)
    except FileNotFoundError:
        _log.info("no compiled catalogue for %s: showing English", language)
    except (OSError, ValueError, struct.error):
        _log.warning("the compiled catalogue for %s cannot be read: showing English", language)
    return Catalog(language, words)


def catalog(language: str) -> Catalog:
    """The catalogue of a language tag ("es", "es_US", "es-MX"); English for a language without one."""
    base = _base(language)
    with _lock:
        if base not in _catalogs:
            _catalogs[base] = _load(base)
        return _catalogs[base]


def _base(tag: str) -> str:
    """The known language that a tag, a POSIX locale or a Windows locale's name begins with; "en" if none."""
    word = re.split(r"[^a-z]", tag.strip().lower(), maxsplit=1)[0]
    if word == "spanish":
        return "es"
    return word if word in LANGUAGES or word == PSEUDO else "en"


_current = catalog("en")


def set_language(language: str) -> None:
    """Make `language` the one that `tr`, `ntr` and `ptr` answer in, from the next call on, in every thread."""
    global _current  # noqa: PLW0603  one catalogue is current, and swapping it is what this module is for
    _current = catalog(language)


def current() -> Catalog:
    """The catalogue in use."""
    return _current


def current_language() -> str:
    """The language in use: "en", "es", or "qps" in tests."""
    return _current.language


def tr(message: str, /, **facts: object) -> str:
    """The message in the current language, its `{placeholders}` filled from the facts."""
    return _current.tr(message, **facts)


def ntr(singular: str, plural: str, n: int, /, **facts: object) -> str:
    """The form of the message for `n` things in the current language; `{n}` prints the number."""
    return _current.ntr(singular, plural, n, **facts)


def ptr(context: str, message: str, /, **facts: object) -> str:
    """The message as the current language says it in `context`."""
    return _current.ptr(context, message, **facts)


def N_(message: str, /) -> str:  # noqa: N802  gettext's own name for it, which extraction and translators know
    """Mark a constant for translation and return it unchanged; `tr` it where it is shown."""
    return message


def system_language() -> str:
    """The language that the person's system is set to: the first known one, else English.

    Follows POSIX: LC_ALL, LC_MESSAGES, LANG in that order decide the locale, and LANGUAGE refines it with a list of
    preferences unless the locale is C. Windows sets none of them, and is asked for its own.
    """
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if not locale and sys.platform == "win32":
        locale = _windows_locale()
    wishes = [locale]
    if locale.partition(".")[0] not in ("", "C", "POSIX"):
        wishes = [*os.environ.get("LANGUAGE", "").split(":"), locale]
    for wish in wishes:
        if re.match(r"(en|es|english|spanish)([^a-z]|$)", wish.lower()):
            return _base(wish)
    return "en"


def _windows_locale() -> str:
    """The name of the locale that Windows is set to, such as `Spanish_United States`."""
    import locale

    locale.setlocale(locale.LC_CTYPE, "")
    return locale.getlocale(locale.LC_CTYPE)[0] or ""
