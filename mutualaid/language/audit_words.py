"""What an audit of published summaries read, tried and found, in plain words: what it means and what to do."""

from __future__ import annotations

import re

from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.records.categories import CATEGORIES

FINDINGS = {
    "answers_differ": N_("{release}: the same question is answered in two ways ({detail})."),
    "budget_exceeded": N_(
        "{release}: the strict summaries of this year used more than the privacy budget allows ({detail}), so what "
        "they promise does not hold."
    ),
    "close_pair": N_("{release}: two numbers differ by so few that the few stand alone ({detail})."),
    "columns_missing": N_("{release}: data.csv lacks a column ({detail})."),
    "contradiction": N_("{release}: its numbers cannot all be true; together they are off by {detail} or more."),
    "data_missing": N_("{release}: there is no data.csv with rows in it."),
    "exposed": N_("{release}: a hidden number can be worked out too closely ({detail})."),
    "file_changed": N_("{release}: the file {detail} is not the one that was published."),
    "file_cut": N_("{release}: the file {detail} is cut short or broken."),
    "file_missing": N_("{release}: the file {detail} is missing."),
    "file_too_large": N_("{release}: it is too large to be a summary ({detail}), and was not read to its end."),
    "file_unlisted": N_("{release}: the file {detail} does not belong to the release."),
    "file_unreadable": N_("{release}: the file {detail} cannot be read."),
    "folder_missing": N_("{release}: there is no such folder, or it cannot be opened."),
    "folder_repeated": N_("{release}: folder {detail} is the same again, and counts once."),
    "formula": N_("{release}: row {detail} holds a formula, which a spreadsheet would run."),
    "noise_too_small": N_("{release}: its noise is too small for what it says it paid ({detail})."),
    "not_judged": N_("{release}: {detail} rows cross columns in too many ways to be judged together; they were left."),
    "not_utf8": N_("{release}: {detail} is in another encoding; save it as CSV UTF-8 and try again."),
    "period_odd": N_(
        "{release}: periods that are no month, quarter or year ({detail}) are taken for stretches that do not overlap."
    ),
    "row_unreadable": N_("{release}: row {detail} of data.csv is no row, and was left."),
    "rows_unreadable": N_("{release}: {detail} more rows like that were left."),
    "small_shown": N_("{release}: a number is shown although it is small ({detail})."),
    "structure_differs": N_("{release}: it is classified differently from the other releases of its year."),
    "structure_unreadable": N_(
        "{release}: structure.json does not explain its data.csv; it was judged by its columns alone."
    ),
    "table_unlisted": N_("{release}: it holds a table that the publication plan does not ({detail})."),
    "taken_as_exact": N_("{release}: it names no margin, so its numbers are taken for exact."),
    "unproved": N_(
        "{release}: the attack could not be finished, so nothing is proved. Try again on a quieter machine."
    ),
    "value_implausible": N_("{release}: a number cannot come from the rules that it names ({detail})."),
    "value_not_whole": N_("{release}: row {detail} of data.csv has no whole number as its value, and was left."),
    "value_too_precise": N_("{release}: a number is not one that the rules allow ({detail})."),
    "ways_mixed": N_(
        "{release}: this year is published in the usual way and strictly; together they do not keep what the strict "
        "ones promise."
    ),
}

_LEAK = N_(
    "A number so small, together with what neighbors know, can tell who it is. Take the tables back where you can, and "
    "publish such numbers only joined: larger areas, longer periods, fewer columns, totals rounded too."
)
_TWICE = N_(
    "Whoever lays the two answers side by side sees what changed between them, be it one household. Publish each "
    "period once, and keep to the first answer."
)
_NOT_OURS = N_("Compare the folder with the one that was handed out first, and do not pass this one on.")
_READ = N_("What could not be read was not attacked, so nothing is known of it. Mend the files and try again.")
_RULES = N_("Ask whoever made the release; by this program's rules it cannot come about.")
_SUMS = N_(
    "Look whether each code means the same in every table, and whether something was typed wrongly. Numbers that "
    "contradict each other are attacked a table at a time, which is weaker."
)
WHAT_TO_DO = {
    **dict.fromkeys(("exposed", "small_shown", "close_pair"), _LEAK),
    "answers_differ": _TWICE,
    "contradiction": _SUMS,
    **dict.fromkeys(("file_changed", "file_missing", "file_unlisted"), _NOT_OURS),
    **dict.fromkeys(
        (
            "columns_missing", "data_missing", "file_cut", "file_too_large", "file_unreadable", "folder_missing",
            "formula", "not_judged", "not_utf8", "row_unreadable", "rows_unreadable", "value_not_whole",
        ),
        _READ,
    ),
    **dict.fromkeys(
        (
            "budget_exceeded", "noise_too_small", "structure_differs", "structure_unreadable",
            "table_unlisted", "value_implausible", "value_too_precise", "ways_mixed",
        ),
        _RULES,
    ),
}  # fmt: skip
"""What to do about each kind of finding."""

MOST_LINES = 5
"""Findings of one kind that are told one by one."""
_BOUNDS = re.compile(r"(?P<codes>.*): (?P<low>-?[\d.]+) to (?P<high>-?[\d.]+)", re.DOTALL)


def finding(kind: str, release: str, detail: str, cat: Catalog | None = None) -> str:
    """One finding as a sentence; its code when it has none."""
    words = cat if cat is not None else current()
    if release.isdigit() and len(release) < 4:
        release = words.tr("Folder {n}", n=release)
    bounds = _BOUNDS.fullmatch(detail) if kind == "exposed" else None
    if bounds is None:
        return words.tr(FINDINGS.get(kind, kind), release=release, detail=detail)
    where = _cell(bounds["codes"], words)
    low, high = float(bounds["low"]), float(bounds["high"])
    if low == high:
        return words.tr("{where}: the hidden number is exactly {value}.", where=where, value=f"{low:g}")
    return words.tr(
        "{where}: the hidden number lies from {low} to {high}.", where=where, low=f"{low:g}", high=f"{high:g}"
    )


def report(
    findings: list[tuple[str, str, str]],
    notes: list[tuple[str, str, str]],
    *,
    folders: int,
    published: int,
    hidden: int,
    solves: int,
) -> str:
    """The whole audit in at most a screenful or two: what was read, tried and found, what it means, what to do."""
    cat = current()
    lines = [
        cat.ntr("Read: {n} folder", "Read: {n} folders", folders)
        + " · "
        + cat.ntr("{n} number shown", "{n} numbers shown", published)
        + " · "
        + cat.ntr("{n} hidden", "{n} hidden", hidden),
        cat.tr(
            "Tried, over all of them together: the tightest limits of every hidden number ({solves} linear programs), "
            "the same question asked twice, numbers that differ by few, and files that are not as they were published.",
            solves=solves,
        ),
    ]
    lines += [finding(*note, cat) for note in notes[:MOST_LINES]]
    kinds = dict.fromkeys(kind for kind, _, _ in findings)
    for kind in kinds:
        those = [finding(*found, cat) for found in findings if found[0] == kind]
        lines += ["", *(f"- {line}" for line in those[:MOST_LINES])]
        if len(those) > MOST_LINES:
            more = len(those) - MOST_LINES
            lines.append(
                "- "
                + cat.ntr(
                    "and {n} more of this kind (all with --json)", "and {n} more of this kind (all with --json)", more
                )
            )
    advice = dict.fromkeys(WHAT_TO_DO[kind] for kind in kinds if kind in WHAT_TO_DO)
    return "\n".join([*lines, *([""] if advice else []), *(cat.tr(text) for text in advice)])


def _cell(codes: str, words: Catalog) -> str:
    """A row's codes as people would say them: what is not the total, kinds of help by their names."""
    language = "es" if words.language == "es" else "en"
    table, *parts = codes.split("/")
    told = [CATEGORIES[part].name(language) if part in CATEGORIES else part for part in parts if part != "all"]
    return ", ".join(told) + (f" ({table})" if table else "")
