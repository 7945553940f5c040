"""What the settings page says and allows, without a widget: ways in, backups, findings, the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mutualaid.desktop.kind_words import count_words
from mutualaid.desktop.standing import moment_words
from mutualaid.language import verb_words
from mutualaid.language.catalog import N_, ntr, ptr, tr
from mutualaid.language.formats import format_list, format_number

if TYPE_CHECKING:
    from mutualaid.records.views import JournalLine
    from mutualaid.services.backups import BackupCheck, BackupLine
    from mutualaid.services.keys import SlotLine

SECTIONS: tuple[tuple[str, str], ...] = (
    ("office", N_("This office")),
    ("zones", N_("Zones")),
    ("sites", N_("Places")),
    ("help", N_("Kinds of help")),
    ("items", N_("Items and boxes")),
    ("keys", N_("People and keys")),
    ("backups", N_("Backups")),
    ("safety", N_("Safety of this laptop")),
    ("check", N_("Check this store")),
    ("repair", N_("Repair")),
)
"""The page's sections by key, in order."""

OLD_DAYS = 7
"""After so many days without a backup the page says so."""

MASK_MINUTES, LOCK_MINUTES = (1, 30), (2, 30)


@dataclass
class KeysState:
    """The ways into the store, and which verbs make sense for each."""

    slots: Sequence[SlotLine] = field(default_factory=tuple)
    keyring_there: bool = False

    @property
    def own(self) -> SlotLine | None:
        """The way in of whoever has the store open."""
        return next((slot for slot in self.slots if slot.own), None)

    @property
    def coordinators(self) -> list[SlotLine]:
        """Those who have a passphrase."""
        return [slot for slot in self.slots if slot.kind == "passphrase"]

    @property
    def shown(self) -> list[SlotLine]:
        """One line for each coordinator, one for the paper, one for the keyring; three sheets are one line."""
        paper = [slot for slot in self.slots if slot.kind in ("recovery", "quorum")]
        return [*self.coordinators, *paper[:1], *(slot for slot in self.slots if slot.kind == "keyring")]

    @property
    def quorum(self) -> bool:
        """Whether the recovery words are on three sheets."""
        return any(slot.kind == "quorum" for slot in self.slots)

    @property
    def in_keyring(self) -> bool:
        """Whether her own way in by the keyring is there."""
        return any(slot.kind == "keyring" and slot.own for slot in self.slots)

    def title(self, slot: SlotLine) -> str:
        """Whose way in it is."""
        if slot.kind == "passphrase":
            return slot.name
        if slot.kind == "keyring":
            return tr("{name}, by the keyring", name=slot.name)
        return tr("Three recovery sheets") if slot.kind == "quorum" else tr("Recovery sheet")

    def line(self, slot: SlotLine) -> str:
        """By what it opens."""
        words = {
            "passphrase": N_("opens with a passphrase"),
            "recovery": N_("opens with the 15 words on paper"),
            "quorum": N_("any two of the three open it"),
            "keyring": N_("opens without a passphrase once somebody is signed in here"),
        }
        return tr(words[slot.kind])

    def can_rename(self, slot: SlotLine) -> bool:
        """Only coordinators have names."""
        return slot.kind == "passphrase"

    def can_remove(self, slot: SlotLine) -> bool:
        """Another coordinator, never oneself: whoever is left must be able to open it."""
        return slot.kind == "passphrase" and not slot.own and len(self.coordinators) > 1

    def can_change_passphrase(self, slot: SlotLine) -> bool:
        """One's own; and anybody's for whoever came in with the paper, because somebody forgot hers."""
        own = self.own
        on_paper = own is not None and own.kind in ("recovery", "quorum")
        return slot.kind == "passphrase" and (slot.own or on_paper)

    def keyring_words(self) -> str:
        """What keeping a key in the keyring would mean here."""
        if self.in_keyring:
            return tr("Whoever is signed in on this computer opens the office without a passphrase.")
        if not self.keyring_there:
            return tr("This computer offers no keyring that can be relied on, so this cannot be chosen here.")
        return tr(
            "The office then opens without a passphrase while you are signed in here. That is weaker: whoever gets "
            "into your session, or learns its password, gets into the office."
        )


def name_error(name: str, state: KeysState, but: str = "") -> str:
    """What is wrong with a coordinator's name, as a message to look up; "" for nothing. `but` may keep its own."""
    plain = " ".join(name.split()).casefold()
    if not plain:
        return N_("Type a name or an alias.")
    if any(slot.name.casefold() == plain and slot.id != but for slot in state.coordinators):
        return N_("Somebody here has that name already. Choose another, so that changes are told apart.")
    return ""


def backup_words(line: BackupLine, now: datetime) -> str:
    """A backup in the list: when, by whom or by itself, and where it should lie."""
    who = tr("made by itself") if line.automatic else tr("made by {name}", name=line.made_by)
    parts = [moment_words(line.made_at, now), who, line.path.name]
    if not line.there:
        parts.append(tr("not where it was put, or on a stick that is not plugged in"))
    return " · ".join(parts)


def newest_words(lines: Sequence[BackupLine], now: datetime) -> tuple[str, bool]:
    """What to say about the newest backup, and whether it is a warning."""
    found = [line for line in lines if line.there]
    if not found:
        return tr("There is no backup yet. If this laptop is lost or breaks, everything is lost with it."), True
    newest = max(found, key=lambda line: line.made_at)
    days = (now.date() - newest.made_at.astimezone().date()).days
    moment = moment_words(newest.made_at, now)
    if days > OLD_DAYS:
        ago = ntr("{n} day ago", "{n} days ago", days)
        return tr("Newest backup: {moment}, {ago}", moment=moment, ago=ago), True
    return tr("Newest backup: {moment}", moment=moment), False


def only_here(lines: Sequence[BackupLine], folder: Path) -> bool:
    """Whether every backup that is there lies beside the store, where one loss takes both."""
    there = [line for line in lines if line.there]
    return bool(there) and all(line.path.is_relative_to(folder) for line in there)


def checked_words(check: BackupCheck, now: datetime) -> str:
    """What a check of a backup found, when nothing is wrong with it."""
    counts = counts_words(check.counts)
    if check.made_at is None:
        return tr("The backup is whole: {counts}.", counts=counts)
    return tr("The backup of {moment} is whole: {counts}.", moment=moment_words(check.made_at, now), counts=counts)


_COUNTED = {"households": "household", "needs": "need", "volunteers": "volunteer", "lots": "lot"}


def counts_words(counts: dict[str, int]) -> str:
    """The kinds that people ask about, with how many there are."""
    return format_list([count_words(kind, counts[name]) for name, kind in _COUNTED.items() if name in counts])


class JournalRow(NamedTuple):
    """A journal entry as a table shows it."""

    uid: str
    entry: JournalLine


_VERBS: dict[str, str] = {
    "create": N_("office made"),
    "seed": N_("zones and kinds of supply set up"),
    "import": N_("import"),
    "undo import": N_("import undone"),
    "forget appointments": N_("hearings of the past deleted"),
    "forget mapping": N_("columns of a file forgotten"),
    "plan": N_("plan made"),
    "take back": N_("decision taken back"),
    "lift rule": N_("rule of what was turned down lifted"),
    "release": N_("summary made"),
    "hand out release": N_("summary handed out"),
    "bring back release": N_("released summary brought back"),
    "review plan": N_("publication plan reviewed"),
    "sample": N_("sample filled in"),
    "backup": N_("backup made"),
    "restore": N_("backup restored"),
    "salvage": N_("brought back from a damaged store"),
    "prune backups": N_("old backups removed"),
    "keep backups elsewhere": N_("place of backups chosen"),
    "add coordinator": N_("coordinator added"),
    "rename coordinator": N_("coordinator renamed"),
    "change passphrase": N_("passphrase changed"),
    "new recovery sheet": N_("new recovery words"),
    "keep in keyring": N_("key put into a keyring"),
    "forget keyring": N_("key taken out of a keyring"),
    "found other keys": N_("keyfile found changed"),
    "rekey": N_("keys replaced"),
    "revoke": N_("coordinator removed, keys replaced"),
    "settings": N_("settings changed"),
    "make kit": N_("event kit made"),
    "close event": N_("event closed, its key thrown away"),
    "collect": N_("forms brought in from an event"),
    "accept forms": N_("forms from an event accepted"),
    "dismiss forms": N_("forms from an event turned away"),
    "take back forms": N_("decision on forms taken back"),
    "take a call": N_("call taken down"),
    "key in a sheet": N_("sheet of paper keyed in"),
    "set a sheet aside": N_("sheet of paper set aside"),
    "take a sheet up again": N_("sheet of paper taken up again"),
    "begin a pile": N_("pile of paper begun"),
    "finish a pile": N_("pile of paper finished"),
    "take back answers": N_("what a call or a sheet made taken back"),
    "export list": N_("list saved as a file"),
    "export partners": N_("directory saved as a file"),
}
_TOLD_WITH_COUNTS = frozenset(
    {"export list", "export partners", "import", "undo import", "take a call", "key in a sheet", "take back answers"}
)
_DEEDS: dict[str, str] = {
    "add": N_("added: {what}"),
    "change": N_("changed: {what}"),
    "remove": N_("removed: {what}"),
    "insist": N_("an identifying number kept on insisting, in: {what}"),
    "export codes": N_("without names: {what}"),
    "export contact": N_("with names and phones: {what}"),
}
_UNSAID = frozenset({"import_log", "meta", "release_ledger"})


def journal_words(entry: JournalLine) -> str:
    """What an entry did, by kinds and counts; it never says to whom."""
    parts = [tr(_VERBS[entry.verb])] if entry.verb in _VERBS else []
    if not parts or entry.verb in _TOLD_WITH_COUNTS:
        for action, words in _DEEDS.items():
            what = [count_words(kind, n) for kind, did, n in entry.changes if did == action and kind not in _UNSAID]
            if what:
                parts.append(tr(words, what=format_list(what)))
    if not parts and entry.verb in verb_words.VERBS:
        return verb_words.verb_words(entry.verb)
    return "; ".join(parts) or ptr("journal entry", "other")


_STANDINGS: dict[str, str] = {
    "proved": N_("When it was opened, the file was exactly as the program had left it."),
    "unproven": N_("The last closing was not the usual one, so nothing vouches for the file since then."),
    "changed": N_("The file is not the one that the program left: it was opened all the same."),
    "rolled_back": N_("This is an older state than this computer has seen: it was opened all the same."),
}


def standing_words(standing: str, generation: int) -> str:
    """Whether the store's file is what the program left, and how many openings have written to it."""
    said = tr(_STANDINGS[standing])
    return " ".join((said, ntr("It was written to in {n} opening.", "It was written to in {n} openings.", generation)))


def verified_words(count: int, entries: int) -> str:
    """What a check of the store came to."""
    if count:
        return ntr("{n} thing is not as it should be:", "{n} things are not as they should be:", count)
    return tr(
        "All is as it should be: the keys, every page, every record, and the {entries} entries of the journal.",
        entries=format_number(entries),
    )


def minutes_errors(mask: int, lock: int) -> dict[str, str]:
    """What is wrong with the minutes: locking comes after covering, or covering means nothing."""
    return {"lock": N_("Locking comes after covering. Choose more minutes here.")} if lock <= mask else {}
