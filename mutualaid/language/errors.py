"""The sentence that a person reads for each error: what happened, and what to do about it.

One line a code, in alphabetical order. Placeholders are the facts that the fault carries; they hold counts, rules,
column names and dates, never anything about a person.
"""

from __future__ import annotations

from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.records.errors import Fault

SENTENCES: dict[str, str] = {
    "bad_input": N_("What was read does not hold together; check the file or the field and try again."),
    "damaged": N_("The store cannot be opened because its files were changed or damaged; restore the latest backup."),
    "disk_full": N_("The disk is full; free some space and try again, because nothing was changed."),
    "in_use": N_("This store is open in another window or by another command; close it there and try again."),
    "no_space": N_("Reading or writing failed, perhaps because the disk is full; nothing was changed."),
    "refused": N_("A rule of the office does not allow this; nothing was changed."),
    "unknown_code": N_("Nothing here has that code; check it and try again."),
    "usage": N_("The command was put together wrongly; see --help for how it is written."),
    "wrong_passphrase": N_("That passphrase does not open this store. Try it again; capital letters count."),
}


_BY_EXIT = {
    1: "bad_input",
    2: "usage",
    3: "wrong_passphrase",
    4: "damaged",
    5: "refused",
    6: "in_use",
    7: "no_space",
}


def sentence(fault: Fault, cat: Catalog | None = None) -> str:
    """The fault's sentence in the current language, or in that of `cat`, with its facts filled in.

    A code without a sentence of its own gets that of its class, so a person is never shown a bare code.
    """
    words = current() if cat is None else cat
    message = SENTENCES.get(fault.code) or SENTENCES[_BY_EXIT[fault.exit_code]]
    return words.tr(message, **fault.facts)
