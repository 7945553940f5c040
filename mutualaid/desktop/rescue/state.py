"""What stands in the way of opening a store, said calmly: what happened, what is safe, and what helps. No widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mutualaid.desktop.kind_words import count_words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.language.formats import format_list
from mutualaid.records.errors import Fault, InUse, NoSpace, Refused, WrongPassphrase
from mutualaid.records.folding import fold

if TYPE_CHECKING:
    from mutualaid.services.salvaging import Lost, Salvaged

Words = str | Callable[[], str]

AGAIN, WORDS, RESTORE, SALVAGE, ANYWAY, ELSEWHERE = "again", "words", "restore", "salvage", "anyway", "elsewhere"

ACTIONS: dict[str, str] = {
    AGAIN: N_("Try again"),
    WORDS: N_("Use the recovery words"),
    RESTORE: N_("Restore a backup…"),
    SALVAGE: N_("Bring back what can be read…"),
    ANYWAY: N_("Open it anyway…"),
    ELSEWHERE: N_("Choose another folder"),
}
"""What each button of a trouble says."""


class Trouble(NamedTuple):
    """A trouble in words (marked), and the buttons that help, the best first. `beside` leaves the form in view."""

    title: str
    happened: Words
    safe: str
    actions: tuple[str, ...]
    beside: bool = False


_BACKUPS_ARE_SAFE = N_("Your backups are files of their own and are not touched by this. Nothing was changed just now.")
_RECORDS_ARE_SAFE = N_("The records themselves are still in the folder, encrypted. Nothing was changed just now.")

_WRONG = Trouble(
    N_("That did not open it"),
    N_(
        "Capital letters, spaces and accents count in a passphrase. Press “Show” to see what you typed. "
        "Perhaps it is the passphrase of another store?"
    ),
    N_("Nothing is lost, and nobody counts how often you try."),
    (WORDS, RESTORE, ELSEWHERE),
    beside=True,
)
_WORDS = Trouble(
    N_("Those words did not open it"),
    N_(
        "Compare each word with the paper, its number and the code at the top: an older sheet, or that of another "
        "office, no longer opens this one."
    ),
    N_("Nothing is lost, and nobody counts how often you try."),
    (RESTORE, ELSEWHERE),
    beside=True,
)
_KEYS = Trouble(
    N_("The keyfile is damaged"),
    N_(
        "The small file with the locked keys and its copy are not as the program wrote them. Without one of the two, "
        "no passphrase and no recovery words can open this store."
    ),
    N_(
        "Your backups carry keys of their own and open with the recovery words. If you ever copied the folder, its "
        "keyfile.json may fit too."
    ),
    (RESTORE, AGAIN, ELSEWHERE),
)
_DAMAGED = Trouble(
    N_("The store is damaged"),
    N_(
        "Part of the store's file is not as it was written. A failing disk or stick can do that, and so can a program "
        "that “cleans up” files. A file that was copied here from another store looks the same."
    ),
    _BACKUPS_ARE_SAFE,
    (RESTORE, SALVAGE, AGAIN, ELSEWHERE),
)

TROUBLES: dict[str, Trouble] = {
    "wrong_passphrase": _WRONG,
    "recovery_words_mistyped": _WORDS,
    "recovery_words_of_another_store": _WORDS,
    "keyfile_damaged": _KEYS,
    "keyfile_too_costly": _KEYS,
    "keyfile_missing": Trouble(
        N_("The keyfile is missing"),
        N_(
            "The small files that hold the locked keys (keyfile.json and its copy) are not in the folder, so no "
            "passphrase can open the store. Perhaps they were moved, or only part of the folder was copied?"
        ),
        _RECORDS_ARE_SAFE,
        (AGAIN, RESTORE, ELSEWHERE),
    ),
    "keyfile_of_another_store": Trouble(
        N_("Two stores are mixed up here"),
        N_(
            "The keyfile and its copy in this folder belong to two different stores. Put back the pair that belongs "
            "here."
        ),
        _RECORDS_ARE_SAFE,
        (AGAIN, RESTORE, ELSEWHERE),
    ),
    "store_missing": Trouble(
        N_("The store's file is not there"),
        N_(
            "The keys are in the folder, but the file with the records is not. Perhaps it was moved, or it lies on a "
            "stick that is not plugged in."
        ),
        _BACKUPS_ARE_SAFE,
        (AGAIN, RESTORE, ELSEWHERE),
    ),
    "store_empty": Trouble(
        N_("The store's file is empty"),
        N_("The file with the records is there but holds nothing. A full disk or an interrupted copy can do that."),
        _BACKUPS_ARE_SAFE,
        (RESTORE, AGAIN, ELSEWHERE),
    ),
    "store_damaged": _DAMAGED,
    "store_foreign": Trouble(
        N_("This file belongs to another store"),
        N_("Keys and records in this folder do not belong together: one of them was copied from another store."),
        _BACKUPS_ARE_SAFE,
        (AGAIN, RESTORE, ELSEWHERE),
    ),
    "store_changed": Trouble(
        N_("Something changed this store from outside"),
        N_(
            "When the program closed this store it noted what was in it, and that is not what is there now. Only this "
            "program should write to it. Somebody may have meddled with the file, or a copying program mixed up two "
            "states."
        ),
        _BACKUPS_ARE_SAFE,
        (RESTORE, SALVAGE, ANYWAY, ELSEWHERE),
    ),
    "store_rolled_back": Trouble(
        N_("This is an older state of the store"),
        N_(
            "This computer has already seen a newer state. Somebody put an old copy of the folder in its place, or a "
            "backup program did. What was entered since then is missing in it."
        ),
        N_("The newer state may still lie somewhere: look for it before you go on. Nothing was changed just now."),
        (ELSEWHERE, RESTORE, ANYWAY, AGAIN),
    ),
    "store_newer_version": Trouble(
        N_("A newer version of the program made this store"),
        N_("This version does not know all that is in it, and so leaves it alone. Install the newer version here."),
        N_("Everything is as the newer version left it."),
        (AGAIN, ELSEWHERE),
    ),
    "store_in_use": Trouble(
        N_("The store is open somewhere else"),
        N_("Another window of the program on this computer, or a command, has it open. Close that first."),
        N_("Nothing is wrong with the store."),
        (AGAIN, ELSEWHERE),
    ),
}
"""By the fault's code. A code that is not here gets its own sentence and the buttons of its class."""

_REFUSED = Trouble(
    N_("It was not opened"),
    "",
    N_("Nothing is lost, and nobody counts how often you try."),
    (WORDS, ELSEWHERE),
    beside=True,
)
_DISK = Trouble(N_("The disk does not answer as it should"), "", _RECORDS_ARE_SAFE, (AGAIN, RESTORE, ELSEWHERE))


def trouble(fault: Fault) -> Trouble:
    """What to say of a fault that kept a store from opening."""
    known = TROUBLES.get(fault.code)
    if known is not None:
        return known
    if isinstance(fault, WrongPassphrase):
        return _WRONG._replace(happened=lambda: sentence(fault))
    if isinstance(fault, InUse):
        return TROUBLES["store_in_use"]._replace(happened=lambda: sentence(fault))
    if isinstance(fault, Refused):
        return _REFUSED._replace(happened=lambda: sentence(fault))
    if isinstance(fault, NoSpace):
        return _DISK._replace(happened=lambda: sentence(fault))
    return _DAMAGED._replace(happened=lambda: sentence(fault))


CONFIRMATION = N_("OPEN")
"""What she types to open a store that was changed from outside: a word, so that no stray key does it."""


def confirmed(typed: str) -> bool:
    """Whether the word was typed, in the language in use."""
    return fold(typed) == fold(tr(CONFIRMATION))


_MOST_CODES = 12
"""So many codes of lost records are named for each kind; the rest is counted."""

_KNOWN_BEST = ("household", "need", "volunteer", "lot", "kept_match")

Lines = list[Callable[[], str]]


def salvaged_words(found: Salvaged) -> str:
    """What came of it, in a sentence."""
    if found.whole:
        return tr("Everything could be read. The new office holds all that the damaged one held.")
    return tr("Most of it could be read. Look at what is lost, and enter it again where you can.")


def salvaged_parts(found: Salvaged) -> list[tuple[str, Lines]]:
    """What was kept and what was not, each part with its title (marked) and its lines; parts without lines are left
    out.
    """
    order = [kind for kind in _KNOWN_BEST if found.kept.get(kind)]
    order += sorted(kind for kind, count in found.kept.items() if count and kind not in _KNOWN_BEST)
    parts: list[tuple[str, Lines]] = [
        (N_("What came back"), [partial(count_words, kind, found.kept[kind]) for kind in order]),
        (N_("What is lost"), [*map(_lost_line, found.lost), *_other_losses(found)]),
        (N_("Empty now, because others refer to it: fill it in again"), [*map(_lost_line, found.stood_in)]),
        (N_("Came back, perhaps without its latest change"), [*map(_lost_line, found.outdated)]),
    ]
    return [(title, lines) for title, lines in parts if lines]


def _lost_line(lost: Lost) -> Callable[[], str]:
    return partial(_lost_words, lost.kind, lost.number, lost.codes)


def _lost_words(kind: str, number: int, codes: Sequence[str]) -> str:
    named, count = sorted(codes)[:_MOST_CODES], count_words(kind, number)
    if not named:
        return count
    more = number - len(named)
    listed = [*named, ntr("{n} more", "{n} more", more)] if more else named
    return tr("{count}: {codes}", count=count, codes=format_list(listed))


def _other_losses(found: Salvaged) -> Lines:
    said: Lines = []
    entries = sum(last - first + 1 for first, last in found.entries)
    if entries:
        said.append(lambda: ntr("{n} entry of the journal", "{n} entries of the journal", entries))
    if found.releases:
        said.append(lambda: tr("Part of the list of published summaries: what may have been published stays closed."))
    if found.settings:
        said.append(lambda: tr("The settings of the office: look at them once."))
    return said
