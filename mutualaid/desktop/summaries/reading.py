"""What the summaries page reads of the office, off the window's thread."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mutualaid.desktop.summaries.inside import Waiting, count
from mutualaid.desktop.summaries.make_state import Share
from mutualaid.desktop.summaries.preview import Published
from mutualaid.desktop.summaries.published import LANGUAGES
from mutualaid.desktop.summaries.state import Line, Seen
from mutualaid.records.errors import Fault
from mutualaid.records.kinds import UNFINISHED
from mutualaid.records.views import NeedFilter
from mutualaid.summaries.periods import parse_period

if TYPE_CHECKING:
    from mutualaid.services.office import Office
    from mutualaid.services.release_advice import Instead


def read_seen(office: Office) -> Seen:
    """Summaries, plan and locked periods."""
    from mutualaid.services.publication_plan import publication_plan
    from mutualaid.services.releases import locked_periods, releases

    plan = publication_plan(office)
    return Seen(
        [Line.of(line) for line in releases(office)],
        plan.plan,
        plan.frozen_on,
        plan.reviewed_on,
        tuple(locked_periods(office)),
    )


def read_published(office: Office, uid: str) -> Published:
    """A summary as it was published. Raises BadInput("record_gone")."""
    from mutualaid.services.releases import published, published_file

    files = {
        language: published_file(office, release_id=uid, name=f"how-protected.{language}.txt").decode()
        for language in LANGUAGES
    }
    return Published(published(office, release_id=uid), files)


def read_waiting(office: Office, today: date) -> Waiting:
    """What waits, counted exactly."""
    from mutualaid.services.needs import need_ids, need_lines

    return count(need_lines(office, ids=need_ids(office, filter=NeedFilter(states=frozenset(UNFINISHED)))), today)


def read_share(office: Office, code: str) -> Share | None:
    """The strict way's budget of a period's year and what that period would take; None where there is no budget."""
    from mutualaid.services.release_budget import budget

    period = parse_period(code)
    found = budget(office, year=period.year)
    if found is None:
        return None
    cost = found.costs.get(code, found.costs.get(period.level))
    return Share(period.year, found.epsilon, found.spent, found.left, cost)


def read_instead(office: Office, fault: Fault, code: str, *, strict: bool, today: date) -> list[Instead]:
    """What can be made instead of what was refused, nearest first."""
    from mutualaid.services.release_advice import possible_instead

    return possible_instead(office, fault=fault, period=code, strict=strict, today=today)
