"""The engine on files: problem in, plan out. Opens no store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mutualaid.matching.engine import Effort, solve
from mutualaid.matching.problem import read_problem
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import Refused
from mutualaid.vault.atomic import write_whole


def solve_file(
    *, problem: Path, plan: Path, give: float = 0.0, effort: Effort = "full", progress: Progress = SILENT
) -> dict[str, Any]:
    """Solve a problem file and write its plan, replacing an older one; returns the plan document.

    Raises BadInput for a malformed problem, Refused("pin_breaks_rule"), Refused("target_exists") when the plan would
    take the place of its problem, NoSpace.
    """
    if plan.exists() and problem.exists() and plan.samefile(problem):
        raise Refused("target_exists")
    solved = solve(read_problem(problem), give=give, effort=effort, progress=progress)
    write_whole(plan, solved.dumps().encode())
    document: dict[str, Any] = solved.to_document()
    return document
