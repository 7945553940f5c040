"""An office that releases: facts, map and ledger together, and the folders it gives away."""

from __future__ import annotations

import random
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from unittest.mock import patch

from mutualaid.exchange.release_files import release_files, with_manifest
from mutualaid.exchange.release_folder import write_release_folder
from mutualaid.services.release_assembly import rendered
from mutualaid.summaries import coarsen
from mutualaid.summaries.facts import Facts, Geography
from mutualaid.summaries.ledger import LedgerEntry
from mutualaid.summaries.release import Release, make_release, seal
from tests.summaries.year import geography, make_year

TODAY = date(2027, 2, 1)
_MUCH = {"month": 0.6, "quarter": 0.6, "year": 0.6}


@dataclass
class Office:
    facts: Facts = field(default_factory=make_year)
    map: Geography = field(default_factory=geography)
    ledger: list[LedgerEntry] = field(default_factory=list)
    seed: int = 1
    papers: bool = True
    """Whether releases have pages and PDF too, which take longer to set than all else together."""
    names_more: bool = False
    """Its years were classified by rules that name more than they should, so that much has to be hidden."""

    def release(self, period: str, *, today: date = TODAY) -> Release:
        """A new release is sealed into the ledger, as the services do."""
        random_source = random.Random(f"{self.seed}/{len(self.ledger)}")
        with patch.multiple(coarsen, WITHIN=0.4, EXPECTED_HIDDEN=_MUCH) if self.names_more else nullcontext():
            release = make_release(
                self.facts,
                period=period,
                today=today,
                geography=self.map,
                ledger=self.ledger,
                randomness=random_source.randrange,
            )
        if release.entry is None:
            self.ledger.append(seal(release, self._rendered(release), self.ledger, created_on=today))
        return release

    def _rendered(self, release: Release) -> dict[str, bytes]:
        return rendered(release) if self.papers else with_manifest(release, release_files(release))

    def files(self, period: str) -> dict[str, bytes]:
        """The published bytes of a period, released now if they were not before."""
        release = self.release(period)
        return dict((release.entry or self.ledger[-1]).files)

    def folder(self, period: str, out: Path) -> Path:
        files = self.files(period)
        entry = next(entry for entry in self.ledger if entry.period == period)
        folder = out / f"release-{entry.release_id}"
        write_release_folder(folder, files)
        return folder
