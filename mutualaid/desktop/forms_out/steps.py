"""What is left to do in KoboToolbox or ODK once the form is saved, and how its answers come back here."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, tr

_KOBO = (
    N_("Make a new project by uploading an XLSForm, choose the file, then deploy it."),
    N_("Fill it in with KoboCollect or in the browser. Try one invented entry before the event."),
)
_KOBO_LOCKED = (
    N_(
        "Entries arrive encrypted and KoboToolbox cannot show them: fetch them with ODK Briefcase, on a computer that "
        "has the private key, and export them as CSV."
    ),
)
_KOBO_OPEN = (
    N_("Download them under Data, Downloads: CSV, XML values and headers (labels work too). Nothing has to be mapped."),
)
_ODK_OPEN = (
    N_("Make a new form by uploading the file, publish it, and give the phones their QR code."),
    N_("Turn on encryption in the project's settings before the first entry; keep its passphrase off the phones."),
    N_("Download all submissions as a zip and import that here as it is."),
)
_ODK_LOCKED = (
    N_("Make a new form by uploading the file, publish it, and give the phones their QR code."),
    N_(
        "Central cannot open entries that are locked with a key of yours: fetch them with ODK Briefcase too. Easier "
        "there: a form without a key, and encryption turned on in the project's settings."
    ),
)
_LAST = (N_("Import the file here, look at it, then delete the entries on the server and on every phone."),)


class Steps(QWidget):
    """Two short lists, one a tool, and how both end."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        kobo = (*_KOBO, *(_KOBO_LOCKED if locked else _KOBO_OPEN))
        odk = _ODK_LOCKED if locked else _ODK_OPEN
        for title, steps in ((N_("In KoboToolbox"), kobo), (N_("In ODK Central"), odk), (N_("Afterwards"), _LAST)):
            layout.addWidget(Said(title, bold=True))
            for number, step in enumerate(steps, 1):
                layout.addWidget(Said(lambda number=number, step=step: _numbered(number, step)))  # type: ignore[misc]
        layout.addStretch(1)


def _numbered(number: int, step: str) -> str:
    return tr("{number}. {step}", number=number, step=tr(step))
