"""The two copies of a keyfile: reading them, saying what is wrong with either, and which to try first."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mutualaid.records.errors import Damaged, Fault, NoSpace
from mutualaid.vault import document
from mutualaid.vault.document import KeyDocument
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.opened import Finding

_MISSING, _UNREADABLE = "keyfile_copy_missing", "keyfile_copy_unreadable"
_FINDING_OF = {
    "keyfile_damaged": "keyfile_copy_damaged",
    "keyfile_too_costly": "keyfile_copy_costly",
    "store_newer_version": "keyfile_copy_newer",
}


@dataclass
class Copies:
    """What lies in the folder: sound documents under their file's name, and findings about the rest."""

    store_is_there: bool
    documents: list[tuple[str, KeyDocument]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def read(cls, folder: StoreFolder) -> Copies:
        """Read both copies; raises nothing, whatever lies there."""
        copies = cls(folder.store.exists())
        for path in (folder.keyfile, folder.keyfile_copy):
            found = _read(path)
            if isinstance(found, KeyDocument):
                copies.documents.append((path.name, found))
            else:
                copies.findings.append(Finding(found, path.name))
        copies.findings += _compared(copies.documents)
        return copies

    def candidates(self) -> list[tuple[str, KeyDocument]]:
        """The documents to try, the latest first; equal ones once. Raises the fault that forbids trying any."""
        codes = [finding.code for finding in self.findings]
        if "keyfile_copy_newer" in codes:
            raise Damaged("store_newer_version")
        if not self.documents:
            raise self._nothing_sound(codes)
        if len({(keys.vault_id, keys.lineage) for _, keys in self.documents}) > 1:
            raise Damaged("keyfile_of_another_store")
        if len(self.documents) > 1 and self.documents[0][1] == self.documents[1][1]:
            return self.documents[:1]
        return sorted(self.documents, key=lambda found: -found[1].revision)

    def _nothing_sound(self, codes: list[str]) -> Fault:
        if "keyfile_copy_costly" in codes:
            return Damaged("keyfile_too_costly")
        if "keyfile_copy_damaged" in codes:
            return Damaged("keyfile_damaged")
        if _UNREADABLE in codes:
            return NoSpace("cannot_read_or_write")
        return Damaged("keyfile_missing" if self.store_is_there else "not_a_store")


def _read(path: Path) -> KeyDocument | str:
    try:
        with path.open("rb") as file:
            data = file.read(document.MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return _MISSING
    except OSError:
        return _UNREADABLE
    try:
        return document.parse(data)
    except Damaged as fault:
        return _FINDING_OF[fault.code]


def _compared(documents: list[tuple[str, KeyDocument]]) -> list[Finding]:
    if len(documents) < 2 or documents[0][1] == documents[1][1]:
        return []
    (first_file, first), (second_file, second) = documents
    if (first.vault_id, first.lineage) != (second.vault_id, second.lineage):
        return [Finding("keyfile_copies_of_two_stores", second_file)]
    if first.revision == second.revision:
        return [Finding("keyfile_copies_differ", second_file)]
    return [Finding("keyfile_copy_old", first_file if first.revision < second.revision else second_file)]
