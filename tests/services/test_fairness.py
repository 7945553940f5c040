"""What fairness would cost, asked of the engine in its own process; the setting stays with the plan."""

from __future__ import annotations

import pytest

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.kinds import Urgency
from mutualaid.records.volunteer import SpokenLanguage
from mutualaid.services.desk import current_plan
from mutualaid.services.fairness import curve
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from tests.services.make import helper, home, wants


@pytest.fixture
def crowded(office: Office) -> Office:
    """A volunteer with one hour a week, and two homes: the Spanish speakers' need weighs twice the Mam speakers'."""
    helper(
        office,
        languages=[SpokenLanguage(code="spa"), SpokenLanguage(code="mam")],
        skills=["deliveries", "rides"],
        tasks_per_week=1,
    )
    ride = wants(office, "ride", urgency=Urgency.TODAY)
    home(office, ride, wants(office, "ride", urgency=Urgency.TODAY))
    home(office, wants(office, "ride", urgency=Urgency.THIS_WEEK), languages=["mam"])
    return office


def test_the_curve_begins_with_the_best_plan_and_tells_the_worst_served_group(crowded: Office) -> None:
    told: list[tuple[int, int]] = []
    points = curve(crowded, progress=Progress(lambda done, total: told.append((done, total))))
    assert [point.give for point in points] == sorted({point.give for point in points})
    first = points[0]
    assert (first.give, first.needs, first.worst, first.fill) == (0.0, 3, "mam", 0.0)
    assert first.whole + first.partly <= 3
    assert first.groups.keys() == {"mam", "spa"}
    assert told


def test_the_curve_keeps_nothing(crowded: Office) -> None:
    curve(crowded)
    assert current_plan(crowded) is None


def test_the_share_given_is_remembered_with_the_plan(crowded: Office) -> None:
    assert make_plan(crowded).give == 0.0
    make_plan(crowded, give=0.08)
    kept = current_plan(crowded)
    assert kept is not None
    assert kept.give == 0.08


def test_an_empty_office_has_no_worst_served_group(office: Office) -> None:
    assert {(point.needs, point.worst, point.points) for point in curve(office)} == {(0, "", 0.0)}


def test_a_cancelled_curve_stops(crowded: Office) -> None:
    handle = Progress()
    handle.cancel()
    with pytest.raises(Cancelled):
        curve(crowded, progress=handle)
