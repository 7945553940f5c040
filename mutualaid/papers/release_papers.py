"""What a release is read on, in both languages: a page for every browser and a paper for the desk."""

from __future__ import annotations

from mutualaid.language.catalog import LANGUAGES, catalog
from mutualaid.papers.release_content import content
from mutualaid.papers.release_html import summary_html
from mutualaid.papers.release_pdf import summary_pdf
from mutualaid.summaries.release import Release


def summary_papers(release: Release) -> dict[str, bytes]:
    """summary.<language>.html and summary.<language>.pdf for each language. Raises ImportError without Typst."""
    files = {}
    for language in LANGUAGES:
        whole = content(release, catalog(language))
        files[f"summary.{language}.html"] = summary_html(whole)
        files[f"summary.{language}.pdf"] = summary_pdf(whole)
    return files
