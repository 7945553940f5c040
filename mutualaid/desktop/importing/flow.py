"""The steps of the import: which there are, which can be gone to, and what the main button does. No widget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number


class Step(IntEnum):
    """The steps, in order."""

    FILE = 0
    COLUMNS = 1
    WORDS = 2
    PREVIEW = 3
    RESULT = 4


NAMES: dict[Step, str] = {
    Step.FILE: N_("File"),
    Step.COLUMNS: N_("Columns"),
    Step.WORDS: N_("Words"),
    Step.PREVIEW: N_("Preview"),
    Step.RESULT: N_("Result"),
}
"""What the steps are called."""


@dataclass
class Flow:
    """Where she is. `looked`: a file was opened and its columns are known to us; `wanting`: a needed column is missing;
    `fresh`: the preview is of what the steps before it say now; `taking`: it would take something in.
    """

    step: Step = Step.FILE
    looked: bool = False
    wanting: bool = False
    fresh: bool = False
    taking: bool = False
    busy: bool = False

    def may_go(self, step: Step) -> bool:
        """Whether a step can be gone to. Once the import is done, only a new one leads elsewhere."""
        if self.step is Step.RESULT or step is Step.RESULT:
            return step is self.step
        if step is Step.FILE:
            return True
        return self.looked and (step is Step.COLUMNS or not self.wanting)

    def must_read(self, step: Step) -> bool:
        """Whether the file has to be read anew before a step can be shown."""
        return step in (Step.WORDS, Step.PREVIEW) and not self.fresh

    def forward(self) -> Step | None:
        """The step after this one, none when there is no way on."""
        if self.step >= Step.PREVIEW:
            return None
        step = Step(self.step + 1)
        return step if self.may_go(step) else None

    def back(self) -> Step | None:
        """The step before this one."""
        return Step(self.step - 1) if Step.FILE < self.step < Step.RESULT else None

    @property
    def may_import(self) -> bool:
        """Whether Import would do something."""
        return not self.busy and self.step is Step.PREVIEW and self.fresh and self.taking

    def begin(self, unknown: int, recognised: bool) -> Step:
        """The first step that needs her once a file was read: columns nobody knows, words nobody knows, else a look."""
        if self.wanting or not recognised:
            return Step.COLUMNS
        return Step.WORDS if unknown else Step.PREVIEW

    def words(self, step: Step) -> str:
        """A step's button: "2 Columns"."""
        return tr("{number} {step}", number=format_number(step + 1), step=tr(NAMES[step]))
