"""What an audit of published summaries found, in plain words."""

from __future__ import annotations

from mutualaid.language.catalog import N_, Catalog, current

FINDINGS = {
    "answers_differ": N_("{release}: the same question has another answer in another release ({detail})."),
    "budget_exceeded": N_(
        "{release}: the strict summaries of this year used more than the privacy budget allows ({detail}), so what "
        "they promise does not hold."
    ),
    "exposed": N_("{release}: a hidden number can be worked out too closely ({detail}). Do not publish this further."),
    "file_changed": N_("{release}: the file {detail} is not the one that was published."),
    "file_missing": N_("{release}: the file {detail} is missing."),
    "file_unlisted": N_("{release}: the file {detail} does not belong to the release."),
    "noise_too_small": N_("{release}: its noise is too small for what it says it paid ({detail})."),
    "structure_differs": N_("{release}: it is classified differently from the other releases of its year."),
    "table_unlisted": N_("{release}: it holds a table that the publication plan does not ({detail})."),
    "unproved": N_(
        "{release}: the attack could not be finished, so nothing is proved. Try again on a quieter machine."
    ),
    "value_implausible": N_("{release}: a number cannot come from the rules that it names ({detail})."),
    "value_too_precise": N_("{release}: a number is more precise than the rules allow ({detail})."),
    "ways_mixed": N_(
        "{release}: this year is published in the usual way and strictly; together they do not keep what the strict "
        "ones promise."
    ),
}


def finding(kind: str, release: str, detail: str, cat: Catalog | None = None) -> str:
    """One finding as a sentence; its code when it has none."""
    words = cat if cat is not None else current()
    return words.tr(FINDINGS.get(kind, kind), release=release, detail=detail)
