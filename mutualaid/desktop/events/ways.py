"""The ways in which requests reach the office, a button each, with one line on when it is the right one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_


@dataclass(frozen=True)
class Way:
    """A way in: its key, what its button says, and when one takes it."""

    key: str
    verb: str
    when: str


WAYS: tuple[tuple[str, tuple[Way, ...]], ...] = (
    (
        N_("One household at a time"),
        (
            Way(
                "call", N_("Take a call…"), N_("Somebody is on the phone or at the door: the short form, by keyboard.")
            ),
            Way("keying", N_("Key in paper…"), N_("Filled-in sheets, one after another, in the order of the paper.")),
        ),
    ),
    (
        N_("Many at once"),
        (
            Way(
                "import",
                N_("Import a file…"),
                N_("A spreadsheet, or what Google Forms, Airtable, Kobo or ODK give out. You look before it counts."),
            ),
            Way(
                "bring",
                N_("Bring in an event's file…"),
                N_("What helpers collected at an event. You look at each form before it counts."),
            ),
        ),
    ),
    (
        N_("To take along"),
        (
            Way(
                "prepare",
                N_("Prepare an event…"),
                N_("A kit for a helper's laptop: it can write forms down, and nobody can read them there."),
            ),
            Way("paper", N_("Print blank forms…"), N_("Our questions on paper, in two languages side by side.")),
            Way(
                "xlsform", N_("Form for Kobo or ODK…"), N_("Our questions as an XLSForm, for a server you use already.")
            ),
        ),
    ),
)


class WaysIn(Card):
    """`start(key)` is called with the key of the way that was chosen."""

    def __init__(self, start: Callable[[str], object]) -> None:
        super().__init__(N_("Ways in"))
        self.buttons: dict[str, Button] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        row = 0
        for title, ways in WAYS:
            heading = Said(title, role="subtle")
            heading.setContentsMargins(0, 6 if row else 0, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
            row += 1
            for way in ways:
                button = Button(way.verb, partial(start, way.key))
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                when = Said(way.when)
                when.setBuddy(button)
                self.buttons[way.key] = button
                grid.addWidget(button, row, 0)
                grid.addWidget(when, row, 1, Qt.AlignmentFlag.AlignVCenter)
                row += 1
        self.body.addLayout(grid)
