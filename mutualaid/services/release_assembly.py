"""All the files of a release, put together: data and structure, workbook, pages, papers, and the manifest over them."""

from __future__ import annotations

from mutualaid.exchange.release_files import release_files, with_manifest
from mutualaid.exchange.release_workbook import WORKBOOK, summary_workbook
from mutualaid.papers.release_papers import summary_papers
from mutualaid.summaries.release import Release


def rendered(release: Release) -> dict[str, bytes]:
    """The files by name, as they will be published. Nothing in them depends on a clock, a path or a user."""
    made = release_files(release) | {WORKBOOK: summary_workbook(release)}
    return with_manifest(release, made | summary_papers(release))
