"""What the import says, without a widget: counts, warnings and reasons in words, and the rows of the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutualaid.desktop.importing import fields
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_datetime, format_list, format_number
from mutualaid.language.import_words import REASONS, warning

if TYPE_CHECKING:
    from mutualaid.services.importing import Counts, ImportPreview, PastImport, RowCode, Undone

MOST_ROWS = 8
MOST_REJECTED = 40

PRESETS: dict[str, str] = {
    "auto": N_("Find out by the headers"),
    "google-form": N_("Google Forms: requests"),
    "kobo": N_("KoboToolbox: requests"),
    "odk": N_("ODK Central: requests"),
    "airtable": N_("Airtable: volunteers"),
    "needs": N_("Our own list of needs"),
    "volunteers": N_("Our own list of volunteers"),
    "supplies": N_("A list of supplies"),
}
"""Where a file may come from."""

_OUTCOMES: dict[str, str] = {
    "added": N_("new"),
    "merged": N_("adds to what is here"),
    "duplicate": N_("here already"),
    "rejected": N_("not taken in"),
    "blank": N_("empty"),
}

_GO: dict[str, str] = {
    "needs": N_("Go to the needs"),
    "volunteers": N_("Go to the volunteers"),
    "supplies": N_("Go to the supplies"),
}


def preset_words(code: str) -> str:
    """Where a file comes from, in words."""
    return tr(PRESETS[code]) if code in PRESETS else code


def outcome_words(outcome: str) -> str:
    """What becomes of a row."""
    return tr(_OUTCOMES.get(outcome, outcome))


_DECIDED: dict[str, str] = {
    "merge": N_("adds to what is here"),
    "new": N_("new"),
    "skip": N_("you leave it out"),
}


def decided_words(action: str) -> str:
    """What becomes of a row that she decided about."""
    return tr(_DECIDED[action])


def go_words(kind: str) -> str:
    """The button to the page where the new records are."""
    return tr(_GO[kind])


def count_lines(kind: str, counts: Counts, *, done: bool) -> list[str]:
    """The counts as sentences; `done` says them of what has happened."""
    lines = [_new(kind, counts.added)]
    if counts.needs_added:
        lines.append(ntr("{n} need of theirs", "{n} needs of theirs", counts.needs_added))
    if counts.merged:
        lines.append(
            ntr("{n} row about somebody known: added to them", "{n} rows about somebody known: added to them",
                counts.merged)
            if kind != "supplies"
            else ntr("{n} row adds to what is here", "{n} rows add to what is here", counts.merged)
        )  # fmt: skip
    if counts.duplicates:
        lines.append(ntr("{n} row is here already: nothing added", "{n} rows are here already: nothing added",
                         counts.duplicates))  # fmt: skip
    if counts.rejected:
        lines.append(
            ntr("{n} row was not taken in", "{n} rows were not taken in", counts.rejected)
            if done
            else ntr("{n} row cannot be taken in", "{n} rows cannot be taken in", counts.rejected)
        )
    if counts.blank:
        lines.append(ntr("{n} empty row left out", "{n} empty rows left out", counts.blank))
    return lines


def _new(kind: str, count: int) -> str:
    if kind == "volunteers":
        return ntr("{n} new volunteer", "{n} new volunteers", count)
    if kind == "supplies":
        return ntr("{n} new lot", "{n} new lots", count)
    return ntr("{n} new household", "{n} new households", count)


@dataclass(frozen=True)
class Remarks:
    """What an import says of rows, gathered off the window's thread: a large file has hundreds of thousands.

    `warnings` are (code, the first rows, how many rows); `rejected` the first rows turned away with their codes, and
    `more` how many there are beyond them.
    """

    warnings: tuple[tuple[str, tuple[int, ...], int], ...] = ()
    rejected: tuple[tuple[int, tuple[str, ...]], ...] = ()
    more: int = 0


def remarks(warnings: Sequence[RowCode], rejected: Sequence[RowCode]) -> Remarks:
    """Warnings of one kind together, what was taken out first; and the rows turned away, each with its reasons."""
    rows: dict[str, list[int]] = {}
    for one in warnings:
        rows.setdefault(one.code, []).append(one.row)
    first = ("identifier_redacted", "status_word", "possible_duplicate")
    codes = sorted(rows, key=lambda code: (first.index(code) if code in first else len(first), -len(rows[code])))
    reasons: dict[int, tuple[str, ...]] = {}
    for one in rejected:
        reasons[one.row] = (*reasons.get(one.row, ()), one.code)
    return Remarks(
        tuple((code, tuple(rows[code][:MOST_ROWS]), len(rows[code])) for code in codes),
        tuple(sorted(reasons.items())[:MOST_REJECTED]),
        max(0, len(reasons) - MOST_REJECTED),
    )


def rows_words(rows: Sequence[int], count: int) -> str:
    """The rows that something is about, as a spreadsheet numbers them: the first of `count`."""
    shown = [format_number(row) for row in rows]
    if count > len(rows):
        listed = ", ".join(shown)
        return ntr("rows {rows} and {n} more", "rows {rows} and {n} more", count - len(rows), rows=listed)
    return ntr("row {rows}", "rows {rows}", len(shown), rows=format_list(shown))


def warning_lines(found: Remarks) -> list[str]:
    """A sentence for each kind of warning, with its rows."""
    return [
        tr("{warning} ({rows})", warning=warning(code), rows=rows_words(rows, count))
        for code, rows, count in found.warnings
    ]


def rejected_lines(found: Remarks) -> list[str]:
    """The rows turned away, each with its reasons."""
    lines = [
        tr("Row {row}: {reasons}", row=format_number(row),
           reasons="; ".join(tr(REASONS[code]) if code in REASONS else code for code in codes))
        for row, codes in found.rejected
    ]  # fmt: skip
    return [*lines, ntr("and {n} more", "and {n} more", found.more)] if found.more else lines


def preview_columns(preview: ImportPreview) -> list[str]:
    """The fields that any shown row holds, in the order of a form."""
    held = dict.fromkeys(name for row in preview.rows for name in row.fields)
    return [name for name in fields.FIELDS if name in held]


def past_words(past: PastImport) -> str:
    """An import of before: when, by whom, and what came in."""
    counts = count_lines(past.kind.value, past.counts, done=True)
    when = format_datetime(past.at.astimezone())
    return tr("{when}, {who}: {what}", when=when, who=past.who, what="; ".join(counts))


def past_end(past: PastImport) -> str:
    """Why an import of before cannot be taken back any more."""
    return tr("taken back") if past.undone else tr("too long ago to undo")


def _records(kind: str, count: int) -> str:
    """So many records of a kind, "" of one that goes along with another."""
    named = {
        "household": ntr("{n} household", "{n} households", count),
        "need": ntr("{n} need", "{n} needs", count),
        "volunteer": ntr("{n} volunteer", "{n} volunteers", count),
        "lot": ntr("{n} lot", "{n} lots", count),
        "catalogue_item": ntr("{n} item of the catalog", "{n} items of the catalog", count),
        "site": ntr("{n} place", "{n} places", count),
    }
    return named.get(kind, "")


def _listed(counts: Mapping[str, int]) -> str:
    return format_list([words for kind, count in counts.items() if count and (words := _records(kind, count))])


def undone_lines(undone: Undone) -> list[str]:
    """What taking an import back did, and what stayed because somebody has worked on it since."""
    gone, kept = _listed(undone.undone), _listed(undone.kept)
    lines = [tr("Taken out again: {what}.", what=gone)] if gone else []
    if undone.put_back:
        lines.append(
            ntr("{n} record that was here before is again as it was.",
                "{n} records that were here before are again as they were.", undone.put_back)
        )  # fmt: skip
    if kept:
        lines.append(tr("These stay, because somebody has worked on them since: {what}.", what=kept))
    if undone.kept_changes:
        lines.append(
            ntr("In {n} record something was changed again since; that stays.",
                "In {n} records something was changed again since; that stays.", undone.kept_changes)
        )  # fmt: skip
    return lines or [tr("There was nothing left to take out.")]
