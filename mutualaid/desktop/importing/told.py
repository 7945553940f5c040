"""What she said of a file so far, put together for reading it: where it comes from, its columns, its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.desktop.importing.columns_state import ColumnsState
from mutualaid.desktop.importing.words_state import WordsState
from mutualaid.records.folding import fold

if TYPE_CHECKING:
    from mutualaid.services.import_look import FileLook
    from mutualaid.services.importing import FieldMapping

AUTO = "auto"


def same(words: str) -> str:
    """By what two spellings of a word in a file are the same."""
    return fold(words) or words.strip()


@dataclass(frozen=True)
class Asked:
    """Which file, and how it is to be read: "auto", "" and "" leave it to be found out."""

    path: Path
    preset: str = AUTO
    kind: str = ""
    sheet: str = ""


@dataclass
class Told:
    """A file that was looked at, its columns as she has them, and the meanings of words by field."""

    asked: Asked
    look: FileLook
    columns: ColumnsState
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def of(cls, asked: Asked, look: FileLook) -> Told:
        """What a look at the file tells, with what was remembered of files of its shape."""
        columns = ColumnsState(look.kind.value, look.headers, look.samples, look.offered, look.at, look.ignored)
        before = look.mapping.values if look.mapping is not None else {}
        return cls(asked, look, columns, {name: dict(words) for name, words in before.items()})

    @property
    def recognised(self) -> bool:
        """Whether the columns can be read without asking her anything."""
        return self.look.known

    def take(self, words: WordsState) -> None:
        """Take over what she chose for words."""
        for (name, text), code in words.chosen.items():
            meant = self.values.setdefault(name, {})
            meant.pop(same(text), None)
            if code:
                meant[same(text)] = words.meaning(code)
            self.changed = True

    def mapping(self) -> FieldMapping | None:
        """The mapping to read the file with; none where the tool it comes from tells everything."""
        from mutualaid.services.import_look import told_mapping

        if self.look.preset and self.look.mapping is None and not self.columns.changed and not self.changed:
            return None
        columns = {
            name: self.look.headers[self.columns.at[name]] if name in self.columns.at else None
            for name in self.look.offered
        }
        values = {name: meant for name, meant in self.values.items() if meant and name in columns}
        return told_mapping(self.look.kind.value, columns, values)
