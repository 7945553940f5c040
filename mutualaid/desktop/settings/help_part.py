"""Kinds of help: which of them this office offers, and what the program knows of each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.section import Section
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.facts import Facts
from mutualaid.desktop.widgets.ticks import TickList
from mutualaid.desktop.widgets.words import Said
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_duration
from mutualaid.records.categories import CATEGORIES, Category
from mutualaid.records.views import Changed


class HelpSection(Section):
    """A list to tick, and beside it the rules of the one that the cursor is on."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        card = self.card(
            N_("Kinds of help"),
            N_(
                "Ticked ones are offered for new needs. Taking a tick away hides nothing: needs that are there stay, "
                "and are planned for. Space ticks."
            ),
        )
        self.list = TickList(tuple(CATEGORIES), labels.category, lines=12)
        card.body.addWidget(self.list)
        self.rules = self.card(self._name_words)
        self.facts = Facts()
        self.rules.body.addWidget(self.facts)
        self.rules.body.addWidget(
            Said(
                N_("These rules come with the program, and hold unless a need says otherwise in its own form."),
                role="subtle",
            )
        )
        self.first = self.list
        self.list.currentRowChanged.connect(lambda _row: self._tell())
        self.list.changed.connect(self.keep)
        self.column.addStretch(1)
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        """The list and the rules hold words."""
        if hasattr(self, "facts"):
            self.list.setAccessibleName(tr("Kinds of help"))
            self._tell()

    def refresh(self) -> None:
        """Show what is offered."""
        closed = self.context.office.settings.closed_categories
        self.list.set_codes([code for code in CATEGORIES if code not in closed])
        self._tell()

    def chosen(self) -> Category:
        """The kind that the cursor is on."""
        item = self.list.item(max(0, self.list.currentRow()))
        return CATEGORIES[str(item.data(int(Qt.ItemDataRole.UserRole)))]

    def _name_words(self) -> str:
        return labels.category(self.chosen().code) if hasattr(self, "list") else ""

    def _tell(self) -> None:
        if self.rules.heading is not None:
            self.rules.heading.retranslate()
        self.facts.set_facts(rules(self.chosen()))

    def keep(self) -> None:
        """Keep what is ticked."""
        office, ticked = self.context.office, self.list.codes()
        closed = [code for code in CATEGORIES if code not in ticked]

        def work() -> Changed:
            from mutualaid.services.settings import set_closed_categories

            return set_closed_categories(office, closed=closed)

        self.context.tasks.write(
            work,
            lambda _changed: tell_done(
                self.context, ntr("{n} kind of help is offered.", "{n} kinds of help are offered.", len(ticked))
            ),
            owner=self,
            fail=self._refused,
        )

    def _refused(self, fault: object) -> None:
        self.refused(fault)  # type: ignore[arg-type]
        self.refresh()


def rules(known: Category) -> list[tuple[str, Callable[[], str]]]:
    """What the program knows of a kind of help: (marked title, words)."""
    return [
        (N_("What it is"), lambda: tr("something handed out") if known.kind == "goods" else tr("something done")),
        (N_("How"), lambda: labels.label(known.default_mode)),
        (N_("Takes the skill"), lambda: labels.skill(known.skill) if known.skill else ""),
        (N_("People going"), lambda: str(known.people) if known.kind == "service" else ""),
        (N_("Seats needed"), lambda: str(known.seats) if known.seats else ""),
        (N_("How long"), lambda: format_duration(known.duration_minutes) if known.duration_minutes else ""),
        (N_("Least trust"), lambda: labels.label(known.trust) if known.kind == "service" else ""),
        (
            N_("In summaries"),
            lambda: tr("never crossed with a place or a language") if known.sensitive else tr("as other kinds"),
        ),
        (N_("Open Eligibility"), lambda: known.open_eligibility or ""),
    ]
