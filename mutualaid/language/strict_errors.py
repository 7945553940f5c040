"""The sentences for what stands in the way of a strict summary."""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "release_budget_spent": N_(
        "The privacy budget of {year} is spent, so no other strict summary of that year can be made; hand out the ones "
        "that are made already."
    ),
    "release_other_rules": N_(
        "The summaries of {year} were begun in the other way (usual or strict), and a year keeps to one; make this one "
        "in the same way as the first."
    ),
    "release_strict_month": N_("Strict summaries are of quarters and years only; choose the quarter or the year."),
    "release_strict_too_late": N_(
        "The areas of a later summary were chosen by looking at the records of {year}, so that year can no longer be "
        "published strictly; make a usual summary of it."
    ),
}
