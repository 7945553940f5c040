"""A zone that comes after the first release: its households count in the totals, in no area, and are not given away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mutualaid.records.errors import Refused
from mutualaid.summaries.attack import attack
from mutualaid.summaries.audit import audit
from mutualaid.summaries.cells import Cell
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import Geography
from mutualaid.summaries.frozen import Frozen
from mutualaid.summaries.model import Observation
from mutualaid.summaries.plan import EVERYDAY
from mutualaid.summaries.protect import observe
from mutualaid.summaries.release import earlier_answers, levels_of
from mutualaid.summaries.scheme import EVERYDAY_CATEGORIES, UNNAMED, Scheme
from tests.summaries.offices import Office

NEW = "the other side of the river"


def with_new_zone(office: Office, households: int) -> None:
    """A zone is added that touches an old one, and so many households turn out to live there."""
    near = {zone: [b for a, b in office.map.neighbours if a == zone] for zone in office.map.zones}
    office.map = Geography.of({**near, NEW: [office.map.zones[0]]})
    office.facts = replace(office.facts, zone=office.facts.zone.astype("U40"))
    moved = np.unique(office.facts.household)[:: len(np.unique(office.facts.household)) // households][:households]
    office.facts.zone[np.isin(office.facts.household, moved)] = NEW


@pytest.mark.parametrize(
    ("seed", "households"),
    [
        (1, 4),
        *(pytest.param(seed, few, marks=pytest.mark.campaign) for seed in range(1, 12) for few in (1, 4, 9)),
    ],
)
def test_who_lives_in_the_new_zone_is_not_what_totals_less_areas_tell(seed: int, households: int) -> None:
    """Neither to an outsider, nor to one who knows every draw of the noise."""
    office = Office(seed=seed, papers=False)
    for period in ("2026-08", "2026-09"):
        office.release(period)
    with_new_zone(office, households)
    for period in ("2026-10", "2026-Q4", "2026"):
        office.release(period)
    scheme = Scheme(levels_of([Frozen.from_json(entry.geography) for entry in office.ledger], 2026))
    counter = Counter(office.facts, scheme)
    outside = [
        Cell("unasked", period, geo=UNNAMED, category=category)
        for period in ("2026-10", "2026-Q4", "2026")
        for category in (EVERYDAY, *EVERYDAY_CATEGORIES)
    ]
    hidden = [Observation(cell, 0.0, float("inf"), hidden=True) for cell in outside if counter.count(cell)[1]]
    answers = earlier_answers(office.ledger, 2026)
    assert hidden
    for known_noise in (False, True):
        seen = [observe(cell, answer, known_noise=known_noise) for cell, answer in answers.items()]
        exposed = attack([*seen, *hidden], scheme).exposed
        assert [each.cell for each in exposed if each.cell in outside] == []


@pytest.mark.campaign
def test_the_map_stays_the_one_that_the_first_release_froze(tmp_path: Path) -> None:
    office = Office(papers=False)
    folders = [office.folder("2026-09", tmp_path)]
    first = Frozen.from_json(office.ledger[0].geography)
    with_new_zone(office, 40)
    for period in ("2026-10", "2026-Q4", "2026"):
        release = office.release(period)
        folders.append(office.folder(period, tmp_path))
        assert release.frozen.geography == first.geography
        assert NEW not in {zone for area in release.scheme.levels[release.period.level].areas.values() for zone in area}
    assert audit(folders).findings == ()


def test_a_zone_that_is_gone_or_touches_others_is_refused() -> None:
    office = Office(papers=False)
    office.release("2026-09")
    whole = office.map
    gone = whole.zones[-1]
    office.map = replace(
        whole,
        zones=tuple(zone for zone in whole.zones if zone != gone),
        neighbours=frozenset(pair for pair in whole.neighbours if gone not in pair),
    )
    with pytest.raises(Refused, match="release_other_geography"):
        office.release("2026-10")
    office.map = replace(whole, neighbours=frozenset(sorted(whole.neighbours)[1:]))
    with pytest.raises(Refused, match="release_other_geography"):
        office.release("2026-10")
    office.map = whole
    assert office.release("2026-10").period.code == "2026-10"
