"""What is said before a list leaves the program, without a widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_list, format_number

if TYPE_CHECKING:
    from mutualaid.services.list_export import Leaving

KINDS: dict[str, str] = {
    "needs": N_("Needs, as this page shows them"),
    "households": N_("Households, as this page shows them"),
    "volunteers": N_("Volunteers, as this page shows them"),
    "lots": N_("Supplies, as this page shows them"),
}


@dataclass
class ExportState:
    """What is to leave: of which kind, how much, and whether with names."""

    kind: str
    leaving: Leaving
    reveal: bool = False
    suffix: str = ".csv"

    @property
    def possible(self) -> bool:
        """Whether there is anything to write."""
        return self.leaving.rows > 0

    def rows_words(self) -> str:
        """How many rows."""
        rows = ntr("{n} row", "{n} rows", self.leaving.rows)
        return tr("{list}: {rows}.", list=tr(KINDS[self.kind]), rows=rows)

    def columns_words(self) -> str:
        """What each row says."""
        from mutualaid.services.list_export import columns

        return tr(
            "Columns: {columns}.", columns=format_list([tr(c.title) for c in columns(self.kind, reveal=self.reveal)])
        )

    def warning_words(self) -> str:
        """Whose contact data would leave; "" without it."""
        if not self.reveal:
            return ""
        told = [
            ntr(
                "The name or number of {n} row leaves this laptop, where nothing protects it.",
                "The names or numbers of {n} rows leave this laptop, where nothing protects them.",
                self.leaving.named,
            )
        ]
        if self.leaving.held_back:
            told.append(
                ntr(
                    "{n} household said no to being contacted or to being shared: its name and number stay here.",
                    "{n} households said no to being contacted or to being shared: their names and numbers stay here.",
                    self.leaving.held_back,
                )
            )
        return " ".join(told)

    def confirm_words(self) -> str:
        """What is asked the second time."""
        return tr(
            "A list of these people in the wrong hands can harm them. Type {rows}, the number of rows, to say that you "
            "mean it. The journal keeps that you did, how many rows, and that names were in it.",
            rows=format_number(self.leaving.rows),
        )

    def confirmed(self, typed: str) -> bool:
        """Whether what was typed is the number of rows, with or without its signs of grouping."""
        digits = "".join(sign for sign in typed if sign.isdigit())
        return digits.isdecimal() and int(digits) == self.leaving.rows

    def done_words(self) -> str:
        """What is said when it is written."""
        rows = ntr("{n} row is saved", "{n} rows are saved", self.leaving.rows)
        if self.reveal:
            return tr("{rows}, with names. Keep the file safe, and delete it when it has served.", rows=rows)
        return tr("{rows}, without names.", rows=rows)
