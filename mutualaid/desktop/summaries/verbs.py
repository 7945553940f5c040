"""What the summaries page writes by itself: the plan that she agreed to, and a released folder that came back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.desktop.summaries import state
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault
from mutualaid.records.views import Area, Changed

if TYPE_CHECKING:
    from mutualaid.desktop.summaries.page import SummariesPage
    from mutualaid.progress import Progress
    from mutualaid.services.releases import ReleaseMade
    from mutualaid.summaries.plan import Plan

RELEASES = Changed(frozenset({Area.RELEASES}))
"""What making, handing out and bringing back change."""


def settle_plan(page: SummariesPage, plan: Plan) -> None:
    """She read the plan and agreed to it."""
    office, today = page.context.office, page.context.today()
    page.plan.setEnabled(False)

    def work() -> Changed:
        from mutualaid.services.publication_plan import review_plan

        return review_plan(office, plan=plan, today=today)

    def done(_changed: Changed) -> None:
        page.plan.setEnabled(True)
        page.tell(
            tr("Noted. The first summary settles it for good."), "good", action=N_("Make a summary…"), do=page.make
        )
        page.show_public()

    def refused(fault: Fault) -> None:
        page.plan.setEnabled(True)
        page.tell(sentence(fault), "fault")
        page.refresh()

    page.context.tasks.write(work, done, owner=page, fail=refused)


def bring_back(page: SummariesPage, folder: Path) -> None:
    """Take a released folder into the ledger, which frees its period."""
    office, today = page.context.office, page.context.today()

    def work(progress: Progress) -> ReleaseMade:
        from mutualaid.services.releases import bring_back

        return bring_back(office, folder=folder, today=today, progress=progress)

    def done(made: ReleaseMade) -> None:
        page.want(made.id)
        name = state.period_within(made.period)
        page.tell(tr("The summary of {period} is back, as it was handed out.", period=name), "good")
        page.context.tasks.changed.emit(RELEASES)

    page.context.tasks.compute(
        work,
        done,
        owner=page,
        title=tr("Checking the folder…"),
        fail=lambda fault: page.tell(sentence(fault), "fault"),
        stopped=lambda: page.tell(tr("Stopped. Nothing was changed."), "info"),
    )
