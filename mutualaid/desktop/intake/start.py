"""The first page of event mode, for whoever helps: how it is filled in today, and what people are told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mutualaid.desktop.door_frame import short_path
from mutualaid.desktop.intake.look import TARGET, Big, Leaf, heading, tall, text
from mutualaid.desktop.intake.tiles import Pick, TileGrid
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.words import Translated, announce, say
from mutualaid.language import question_words
from mutualaid.language.catalog import N_, catalog, current_language, tr
from mutualaid.language.errors import SENTENCES, sentence
from mutualaid.records.errors import Fault
from mutualaid.services.event_laptop import Kit

_ALIAS_MOST = 60


def consent_text(kit: Kit) -> str:
    """What a person is told before anything is written down: the office's own words, or the usual ones."""
    return kit.consent.get(current_language(), "") or question_words.why("keep")


def in_both(fault: Fault) -> str:
    """A fault's sentence in Spanish and in English, the language in use first."""
    tags = ("es", "en") if current_language() == "es" else ("en", "es")
    return "\n".join(sentence(fault, catalog(tag)) for tag in tags)


class StartPage(Translated, Leaf):
    """`begun` carries the helper's alias and whether people fill it in by themselves."""

    begun = Signal(str, bool)
    elsewhere = Signal()
    left = Signal()

    def __init__(self, kit: Kit, out: Path, *, warning: str = "") -> None:
        super().__init__()
        self._kit, self.out = kit, out
        self.fault: Fault | None = None
        self.title = heading(lambda: tr("Intake: {event}", event=kit.event))
        self.alias = QLineEdit()
        self.alias.setMaxLength(_ALIAS_MOST)
        tall(self.alias, TARGET)
        self.alias.returnPressed.connect(self.begin)
        self.alias_label = text(N_("A nickname for you, so that the office knows whom to ask. You may leave it empty."))
        self.alias_label.setBuddy(self.alias)
        self.with_helper = Pick(N_("I fill it in together with each person"))
        self.by_themselves = Pick(N_("People fill it in by themselves"))
        self.with_helper.setChecked(True)
        told = Card(N_("This is what each person is told first"))
        told.body.addWidget(text(lambda: consent_text(kit)))
        self.trouble = text("", role="error")
        self.trouble.hide()
        self.other_button = Big(N_("Choose another file"), self.elsewhere.emit)
        self.other_button.hide()
        honest = text(
            N_(
                "Full screen keeps people in the form, but it cannot lock this computer. What has been put away cannot "
                "be read here by anyone, you included: only the office can open it."
            ),
            role="subtle",
        )
        place = text(self._place, role="subtle")
        parts: list[QWidget] = [
            self.title,
            self.alias_label,
            self.alias,
            TileGrid([self.with_helper, self.by_themselves], most=2),
        ]
        parts += [told, honest]
        if warning:
            parts.append(text(SENTENCES[warning], role="warn"))
        parts += [place, self.trouble, self.other_button]
        for part in parts:
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.begin_button = Big(N_("Begin"), self.begin, role="primary")
        self.leave_button = Big(N_("Leave"), self.left.emit)
        self.row.addWidget(self.leave_button)
        self.row.addStretch(1)
        self.row.addWidget(self.begin_button)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the field, and say the trouble in both languages."""
        if hasattr(self, "begin_button"):
            self.alias.setAccessibleName(say(N_("A nickname for you")))

    def _place(self) -> str:
        where = tr("Everything is sealed into {file}.", file=short_path(self.out))
        if not self._kit.check:
            return where
        return (
            where + "\n" + tr("Letters of this kit, to compare with the office's: {letters}", letters=self._kit.check)
        )

    def first(self) -> QWidget:
        """The nickname."""
        return self.alias

    def begin(self) -> None:
        """Go."""
        self.begun.emit(" ".join(self.alias.text().split()), self.by_themselves.isChecked())

    def tell(self, fault: Fault) -> None:
        """The file cannot be used: say why, in both languages, and offer another."""
        self.fault = fault
        self.trouble.say(lambda: in_both(fault))
        self.trouble.show()
        self.other_button.show()
        self.other_button.setFocus()
        self.area.ensureWidgetVisible(self.other_button)
        announce(self.trouble, self.trouble.text())

    def use(self, out: Path) -> None:
        """Another file was chosen."""
        self.out, self.fault = out, None
        self.trouble.hide()
        self.other_button.hide()
        self.retranslate()
