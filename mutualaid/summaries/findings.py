"""What an audit finds, by kind."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """Something wrong: `kind` is a stable code, `release` the id or folder number, `detail` codes, a file or a row.

    Of any folder: folder_missing, data_missing, file_unreadable, file_too_large, file_cut, not_utf8, columns_missing,
    row_unreadable, rows_unreadable, value_not_whole, formula, structure_unreadable, answers_differ, contradiction,
    exposed, unproved. Of our own: file_changed, file_missing, file_unlisted, structure_differs, table_unlisted,
    value_too_precise, ways_mixed; of strict ones budget_exceeded, noise_too_small, value_implausible. Of others':
    small_shown, close_pair, not_judged. Notes, no faults: folder_repeated, taken_as_exact, period_odd.
    """

    kind: str
    release: str
    detail: str = ""


@dataclass
class Judged:
    """What was found in folders together: `tried` hidden numbers were attacked with `solves` linear programs."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    published: int = 0
    hidden: int = 0
    solves: int = 0
    tried: int = 0
