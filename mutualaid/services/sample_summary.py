"""A summary for the sample office: the plan agreed to, and the last quarter that is over made, handed to nobody yet."""

from __future__ import annotations

import contextlib
from datetime import date

from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.services.office import Office
from mutualaid.services.publication_plan import review_plan
from mutualaid.services.releases import settle_release
from mutualaid.summaries.periods import QUARTER, periods_of
from mutualaid.summaries.plan import USUAL_PLAN

_LEAST = 100
"""Households in the sample below which whether there is enough to publish would be a matter of luck."""


def sample_summary(office: Office, *, today: date | None = None) -> None:
    """Make it, unless the sample is too small for one."""
    day = today or date.today()
    with office.store.read() as read:
        households = sum(1 for _row in read.all(Household))
    if households < _LEAST:
        return
    closed = [one for year in (day.year - 1, day.year) for one in periods_of(year) if one.closes <= day]
    newest = max(one for one in closed if one.level == QUARTER)
    review_plan(office, plan=USUAL_PLAN, today=day)
    with contextlib.suppress(Refused):  # an unlucky sample is shown without one
        settle_release(office, period=newest.code, today=day)
