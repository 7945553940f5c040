"""What is decided of rows that may be about somebody who is here already, without a widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mutualaid.desktop.importing import fields
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_number

if TYPE_CHECKING:
    from mutualaid.services.importing import AlikeRow, Decision

EVERY_ROW = 0
"""The row under which a decision stands for all that have none of their own, as the services have it."""

Pair = tuple[str, str, str]


class AlikeState:
    """The rows to decide on, those first about which no clear rule speaks; and what was decided, by row.

    What is not decided goes by the suggestion: only the one clear rule merges, and whoever is merely alike stays apart.
    """

    def __init__(self, kind: str, rows: Sequence[AlikeRow], more: int = 0) -> None:
        self.kind = kind
        self.rows = sorted(rows, key=lambda row: (row.suggestion != "new", row.row))
        self.more = more
        self.decisions: dict[int, Decision] = {}
        self.place = 0

    def keep(self, before: AlikeState) -> None:
        """Keep what was decided of the same rows before the file was read again."""
        held = {row.row: row.uid for row in self.rows}
        for row, said in before.decisions.items():
            if row == EVERY_ROW or (row in held and said.uid in ("", held[row])):
                self.decisions[row] = said

    @property
    def doubtful(self) -> int:
        """How many rows are alike without the clear rule saying that they are the same."""
        return sum(row.suggestion == "new" for row in self.rows) + self.more

    @property
    def row(self) -> AlikeRow | None:
        """The row at hand."""
        return self.rows[self.place] if 0 <= self.place < len(self.rows) else None

    def step(self, by: int) -> None:
        """Go to a row before or after."""
        self.place = max(0, min(len(self.rows) - 1, self.place + by))

    def decided(self, row: AlikeRow) -> str:
        """What is decided of a row: "merge", "new", "skip", or "" for nothing yet."""
        said = self.decisions.get(row.row)
        if said is None and row.suggestion == "new":
            said = self.decisions.get(EVERY_ROW)
        return said.action if said is not None else ""

    def decide(self, action: str) -> None:
        """Decide about the row at hand."""
        from mutualaid.services.importing import Decision

        row = self.row
        if row is not None:
            uid = row.uid if action == "merge" else ""
            self.decisions[row.row] = Decision(action, uid)  # type: ignore[arg-type]

    def same_for_rest(self) -> int:
        """Decide the same of all doubtful rows that are not decided yet, those beyond the list too. How many."""
        from mutualaid.services.importing import Decision

        row = self.row
        action = self.decided(row) if row is not None else ""
        open_before = self.open
        if action:
            self.decisions[EVERY_ROW] = Decision(action)  # type: ignore[arg-type]
        return open_before

    @property
    def open(self) -> int:
        """How many doubtful rows are not decided yet."""
        known = sum(row.suggestion == "new" and not self.decided(row) for row in self.rows)
        return known + (self.more if EVERY_ROW not in self.decisions else 0)

    def next_open(self) -> bool:
        """Go to the next doubtful row that is not decided; whether there is one."""
        count = len(self.rows)
        for step in range(1, count + 1):
            place = (self.place + step) % count
            if self.rows[place].suggestion == "new" and not self.decided(self.rows[place]):
                self.place = place
                return True
        return False

    def pairs(self) -> list[Pair]:
        """The row at hand beside whom it may be about: each field's name, still to be translated, and both texts."""
        row = self.row
        if row is None:
            return []
        order = list(fields.FIELDS)
        names = sorted({*row.fields, *row.known}, key=lambda name: order.index(name) if name in order else len(order))
        return [(fields.field_message(name, self.kind), row.fields.get(name, ""), row.known.get(name, ""))
                for name in names]  # fmt: skip

    def open_fields(self) -> list[str]:
        """The fields that need not be covered, named as in `pairs`."""
        row = self.row
        held = {*row.fields, *row.known} if row is not None else set()
        return [fields.field_message(name, self.kind) for name in held if not fields.covers(self.kind, name)]

    def title(self) -> str:
        """How many there are, in a sentence."""
        doubtful, clear = self.doubtful, len(self.rows) + self.more - self.doubtful
        if doubtful:
            return ntr(
                "{n} row may be about somebody who is here already. Compare, and decide.",
                "{n} rows may be about somebody who is here already. Compare, and decide.",
                doubtful,
            )
        return ntr(
            "{n} row is added to somebody who is here already. Look whether that is right.",
            "{n} rows are added to somebody who is here already. Look whether that is right.",
            clear,
        )

    def where(self) -> str:
        """Which of them is at hand."""
        row = self.row
        if row is None:
            return ""
        return tr("{n} of {all}: row {row} of the file", n=format_number(self.place + 1),
                  all=format_number(len(self.rows)), row=format_number(row.row))  # fmt: skip

    def suggestion(self) -> str:
        """What happens to the row at hand if nothing is decided, and why."""
        row = self.row
        if row is None:
            return ""
        if row.suggestion == "merge":
            return tr("Unless you say otherwise it is added to {code}: the names agree, and a phone, an address or the "
                      "home with them, or the code is the same.", code=row.code)  # fmt: skip
        return tr("Unless you say otherwise it is kept apart: alike is not the same. Merge it with {code} if you know "
                  "that it is.", code=row.code)  # fmt: skip

    def summary(self) -> list[str]:
        """What was decided so far, as sentences."""
        by = dict.fromkeys(("merge", "new", "skip"), 0)
        for row in self.rows:
            if (action := self.decided(row)) in by:
                by[action] += 1
        lines = []
        if by["merge"]:
            lines.append(ntr("You merge {n} row.", "You merge {n} rows.", by["merge"]))
        if by["new"]:
            lines.append(ntr("You keep {n} row apart.", "You keep {n} rows apart.", by["new"]))
        if by["skip"]:
            lines.append(ntr("You leave {n} row out.", "You leave {n} rows out.", by["skip"]))
        return lines
