"""The window's language: one translator for all of Qt's own words, swapped while the program runs.

Our own words come from `mutualaid.language.catalog`; Qt's dialogs ask this translator, which looks into Qt's own
Spanish file and, where that has gaps, into ours. It is installed once and stays, so a switch costs every widget one
LanguageChange event, not three.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from mutualaid.desktop.widgets.top_level import top_level_widgets
from mutualaid.language.catalog import N_, current_language, set_language, tr

QT_GAPS = frozenset(
    {
        N_("Look in:"),
        N_("&Look in:"),
        N_("Files of type:"),
        N_("Files of &type:"),
        N_("File &name:"),
        N_("Save"),
        N_("Cancel"),
        N_("OK"),
        N_("Close"),
        N_("&Yes"),
        N_("&No"),
        N_("&Open"),
        N_("&Save"),
        N_("&Choose"),
        N_("Directory:"),
        N_("All Files (*)"),
        N_("Cu&t"),
        N_("&Copy"),
        N_("&Paste"),
        N_("&Undo"),
        N_("&Redo"),
        N_("Delete"),
        N_("Select All"),
    }
)
"""Words of Qt's own dialogs and menus that Qt's Spanish leaves in English, or that must agree with ours."""

_LOCALES = {"en": "en_US", "es": "es_US"}


class QtWords(QTranslator):
    """Answers for Qt's own strings in the language in use."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._qt: QTranslator | None = None

    def load_for(self, language: str) -> None:
        """Read Qt's own words of that language; English has none because Qt's sources are English."""
        self._qt = None
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language != "en":
            words = QTranslator(self)
            if words.load(f"qtbase_{language}", folder):
                self._qt = words

    def isEmpty(self) -> bool:
        """Never: Qt would refuse to install an empty one, and the first language may be English."""
        return False

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Ours where it has the string, else Qt's; None (not "") leaves the source as it is."""
        if source_text in QT_GAPS:
            ours = tr(source_text)
            if ours != source_text:
                return ours
        if self._qt is not None:
            theirs = self._qt.translate(context, source_text, disambiguation, n)
            if theirs:
                return theirs
        return None  # type: ignore[return-value]  # a null string means: not here; "" would blank the button


_NAME = "mutualaid_qt_words"


def switch(app: QApplication, language: str) -> None:
    """Show everything in `language` from now on: every widget gets one LanguageChange event."""
    set_language(language)
    words = app.findChild(QtWords, _NAME)
    if words is None:
        words = QtWords(app)
        words.setObjectName(_NAME)
        words.load_for(current_language())
        QLocale.setDefault(QLocale(_LOCALES.get(current_language(), "en_US")))
        app.installTranslator(words)
        return
    words.load_for(current_language())
    QLocale.setDefault(QLocale(_LOCALES.get(current_language(), "en_US")))
    # Sent to each window, not to the application, which would post it: what follows a switch sees the new words.
    for window in top_level_widgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
