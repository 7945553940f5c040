"""The pages of the shell, in order. A new page adds a folder and one line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.page import Context, Page
from mutualaid.language.catalog import N_


@dataclass(frozen=True)
class PageSpec:
    """A page's key, title (marked), icon, the record kinds that it opens from the search, and how it is made."""

    key: str
    title: str
    icon: str
    kinds: frozenset[str]
    make: Callable[[Context], Page]


@dataclass(frozen=True)
class WindowSpec:
    """What is gone to like a page and opens as a window beside them: `open` takes the record to show, "" for none."""

    key: str
    icon: str
    kinds: frozenset[str]
    open: Callable[[Context, QWidget, str], object]


def _today(context: Context) -> Page:
    from mutualaid.desktop.today.page import TodayPage

    return TodayPage(context)


def _needs(context: Context) -> Page:
    from mutualaid.desktop.needs.page import NeedsPage

    return NeedsPage(context)


def _households(context: Context) -> Page:
    from mutualaid.desktop.households.page import HouseholdsPage

    return HouseholdsPage(context)


def _volunteers(context: Context) -> Page:
    from mutualaid.desktop.volunteers.page import VolunteersPage

    return VolunteersPage(context)


def _supplies(context: Context) -> Page:
    from mutualaid.desktop.supplies.page import SuppliesPage

    return SuppliesPage(context)


def _matching(context: Context) -> Page:
    from mutualaid.desktop.matching.page import MatchingPage

    return MatchingPage(context)


def _schedule(context: Context) -> Page:
    from mutualaid.desktop.schedule.page import SchedulePage

    return SchedulePage(context)


def _summaries(context: Context) -> Page:
    from mutualaid.desktop.summaries.page import SummariesPage

    return SummariesPage(context)


def _intake(context: Context) -> Page:
    from mutualaid.desktop.events.page import IntakePage

    return IntakePage(context)


def _partners(context: Context) -> Page:
    from mutualaid.desktop.partners.page import PartnersPage

    return PartnersPage(context)


def _settings(context: Context) -> Page:
    from mutualaid.desktop.settings.page import SettingsPage

    return SettingsPage(context)


def _add_household(context: Context, parent: QWidget) -> None:
    from mutualaid.desktop.households.page import add_household

    add_household(context, parent)


def _call(context: Context, parent: QWidget) -> None:
    from mutualaid.desktop.asking.call import open_call

    open_call(context, parent)


def _keying(context: Context, parent: QWidget) -> None:
    from mutualaid.desktop.asking.keying import open_keying

    open_keying(context, parent)


def _import(context: Context, parent: QWidget) -> None:
    from mutualaid.desktop.importing.dialog import open_import

    open_import(context, parent)


def _paper(context: Context, parent: QWidget) -> None:
    from mutualaid.desktop.forms_out.paper_window import open_paper

    open_paper(context, parent)


def _xlsform(context: Context, parent: QWidget) -> None:
    from mutualaid.desktop.forms_out.phone_window import open_xlsform

    open_xlsform(context, parent)


PAGES: tuple[PageSpec, ...] = (
    PageSpec("today", N_("Today"), "today", frozenset(), _today),
    PageSpec("needs", N_("Needs"), "needs", frozenset({"need"}), _needs),
    PageSpec("households", N_("Households"), "households", frozenset({"household"}), _households),
    PageSpec("volunteers", N_("Volunteers"), "volunteers", frozenset({"volunteer"}), _volunteers),
    PageSpec("supplies", N_("Supplies"), "supplies", frozenset({"lot", "catalogue_item", "site"}), _supplies),
    PageSpec("matching", N_("Matching"), "matching", frozenset({"match"}), _matching),
    PageSpec("schedule", N_("Schedule"), "calendar", frozenset({"shift", "appointment", "run"}), _schedule),
    PageSpec("partners", N_("Partners"), "refer", frozenset({"partner"}), _partners),
    PageSpec("intake", N_("Intake"), "intake", frozenset(), _intake),
    PageSpec("summaries", N_("Summaries"), "summaries", frozenset(), _summaries),
    PageSpec("settings", N_("Settings"), "settings", frozenset(), _settings),
)


def _runs_window(context: Context, parent: QWidget, uid: str) -> object:
    from mutualaid.desktop.runs.window import open_runs

    return open_runs(context, parent, uid)


WINDOWS: tuple[WindowSpec, ...] = (WindowSpec("runs", "truck", frozenset({"run"}), _runs_window),)


def spec_of(kind: str, pages: Sequence[PageSpec]) -> PageSpec | WindowSpec | None:
    """The page or window that opens a kind of record, none for one that nothing shows."""
    specs: tuple[PageSpec | WindowSpec, ...] = (*pages, *WINDOWS)
    return next((spec for spec in specs if kind.lower() in spec.kinds), None)


KEYS: dict[str, str] = {
    "today": "Ctrl+1",
    "needs": "Ctrl+2",
    "households": "Ctrl+3",
    "volunteers": "Ctrl+4",
    "supplies": "Ctrl+5",
    "matching": "Ctrl+6",
    "schedule": "Ctrl+7",
    "partners": "Ctrl+8",
    "intake": "Ctrl+9",
    "summaries": "Ctrl+0",
    "settings": "Ctrl+,",
}
"""The keys that go to each page: learned once, they stay, whichever pages an office has."""


def load() -> None:
    """Import every page with the services that it calls at once, so that none holds the window up when first opened."""
    import mutualaid.desktop.events.page
    import mutualaid.desktop.households.page
    import mutualaid.desktop.matching.page
    import mutualaid.desktop.needs.page
    import mutualaid.desktop.partners.page
    import mutualaid.desktop.runs.window
    import mutualaid.desktop.schedule.page
    import mutualaid.desktop.settings.page
    import mutualaid.desktop.summaries.page
    import mutualaid.desktop.supplies.page
    import mutualaid.desktop.today.page
    import mutualaid.desktop.volunteers.page
    import mutualaid.services.event_kits
    import mutualaid.services.planning
    import mutualaid.services.releases
    import mutualaid.services.searching
    import mutualaid.services.today  # noqa: F401


def _rescue(how: str) -> Callable[[Context, QWidget], None]:
    def ask(_context: Context, parent: QWidget) -> None:
        from mutualaid.desktop.shell import Shell

        if isinstance(parent, Shell):
            parent.rescue_asked.emit(how)

    return ask


def _runs(context: Context, parent: QWidget) -> None:
    from mutualaid.desktop.runs.window import open_runs

    open_runs(context, parent)


def _rights(context: Context, parent: QWidget) -> None:
    from mutualaid.desktop.runs.rights_window import open_rights

    open_rights(context, parent)


ACTIONS: dict[str, Callable[[Context, QWidget], None]] = {
    "add_household": _add_household,
    "import": _import,
    "call": _call,
    "keying": _keying,
    "paper": _paper,
    "xlsform": _xlsform,
    "runs": _runs,
    "rights_card": _rights,
    "restore": _rescue("restore"),
    "salvage": _rescue("salvage"),
}
"""What the shell and the pages start by name. Each gets the context and a parent; the last two lock the office."""
