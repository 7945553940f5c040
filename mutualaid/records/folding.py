"""How words that people typed are compared: without accents, capitals, apostrophes, punctuation or extra spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹꞌ"))
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`text` in lower case, accents and apostrophes dropped, every run of anything but letters and digits one space.

    The apostrophe goes without a space, so K'iche', K’iche’ and Kiche are one word: keyboards and phones differ in
    which of them they offer, and people in whether they type any.
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.replace("'", "").replace("`", "").lower()).strip()
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    # Folding case can bring back composed or combining signs (the Turkish İ, Greek with iota below): once more.
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(sign for sign in plain if not unicodedata.category(sign).startswith("M"))
    return _NOT_WORD.sub(" ", plain.translate(_APOSTROPHES)).strip()


def squeeze(text: str) -> str:
    """`fold(text)` without its spaces, for names that a tool or a typist broke apart (`k_iche_`, "Mc Kinley Park")."""
    return fold(text).replace(" ", "")


class Names:
    """An index from the names people use to codes; a name that two codes share is left out rather than guessed."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._folded = _unique(names, fold)
        self._squeezed = _unique(names, squeeze)

    def find(self, text: str) -> str | None:
        """The code that goes by `text`, or none."""
        key = fold(text)
        if not key:
            return None
        return self._folded.get(key) or self._squeezed.get(key.replace(" ", ""))

    def starting(self, text: str, least: int = 8) -> str | None:
        """The one code with a name starting with `text`, of `least` letters or more: for labels that a tool cut."""
        key = squeeze(text)
        if len(key) < least:
            return None
        codes = {code for name, code in self._squeezed.items() if name.startswith(key)}
        return codes.pop() if len(codes) == 1 else None


LONGEST_RUN = 5
"""Parts between separators that one name may be made of."""


def runs(
    parts: Sequence[str], find: Callable[[Sequence[str]], str | None]
) -> Iterator[tuple[Sequence[str], str | None]]:
    """The parts of a list in order, those together that `find` knows by one name, with what it finds; else one by one.

    A name may itself hold the separator ("Rent or utilities, small cash help"), so at each place the longest run of
    parts that `find` knows is taken.
    """
    at = 0
    while at < len(parts):
        end = min(len(parts), at + LONGEST_RUN)
        while (code := find(parts[at:end])) is None and end > at + 1:
            end -= 1
        yield parts[at:end], code
        at = end


def longest_runs(parts: Sequence[str], find: Callable[[Sequence[str]], str | None]) -> tuple[list[str], list[str]]:
    """The codes that the `runs` of a list name, once each in the order met, and the parts that name nothing."""
    found = list(runs(parts, find))
    unknown = [part for run, code in found if code is None for part in run]
    return list(dict.fromkeys(code for _, code in found if code is not None)), unknown


def _unique(names: Mapping[str, Iterable[str]], key: Callable[[str], str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for code, spellings in names.items():
        for spelling in spellings:
            folded = key(spelling)
            if folded:
                found.setdefault(folded, set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
