"""The usual export, as a positive control: exact totals, small cells suppressed, nothing else."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

from mutualaid.exchange.release_files import release_files, with_manifest
from mutualaid.exchange.release_folder import write_release_folder
from mutualaid.summaries.cells import Answer, planned_cells
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import STATUSES
from mutualaid.summaries.plan import CATEGORIES, EVERYDAY_CATEGORIES
from mutualaid.summaries.release import Release
from mutualaid.summaries.scheme import Scheme
from tests.summaries.offices import Office


def as_usual(release: Release, office: Office) -> Release:
    """The release as one that names everything by itself: no families, nothing too small to be told apart."""
    languages = tuple(sorted(set(office.facts.language.tolist()) - {""}))
    levels = {
        name: replace(
            level,
            single=CATEGORIES,
            crossed=dict.fromkeys(("geo", "language", "status"), EVERYDAY_CATEGORIES),
            languages=languages,
            families={},
            statuses=STATUSES,
        )
        for name, level in release.scheme.levels.items()
    }
    scheme = Scheme(levels)
    cells = planned_cells(release.period, scheme, release.plan)
    return replace(release, scheme=scheme, answers=dict.fromkeys(cells, Answer(None)))


def naive_folder(office: Office, release: Release, out: Path) -> tuple[Path, dict[tuple[str, ...], int]]:
    """A folder with the same tables, every kind of help and language by itself, counted exactly and hidden only below
    eleven; and the truth of what is hidden.
    """
    release = as_usual(release, office)
    counter = Counter(office.facts, release.scheme)
    files = release_files(release)
    rows = list(csv.reader(io.StringIO(files["data.csv"].decode(), newline="")))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows[0])
    truth: dict[tuple[str, ...], int] = {}
    for cell in release.answers:
        count, households = counter.count(cell)
        few = households < 11
        writer.writerow([release.release_id, cell.table, *cell.key, "" if few else count, "hidden" if few else "value"])
        if few:
            truth[cell.key] = count
    structure = json.loads(files["structure.json"])
    structure["rules"] |= {"margin": 0}
    files |= {"data.csv": text.getvalue().encode(), "structure.json": json.dumps(structure).encode()}
    folder = out / f"naive-{release.release_id}"
    write_release_folder(folder, with_manifest(release, files))
    return folder, truth
