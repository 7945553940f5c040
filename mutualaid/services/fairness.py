"""What fairness between language groups would cost: the same plan made with several shares to give, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mutualaid.progress import SILENT, Progress
from mutualaid.services.moments import local
from mutualaid.services.office import Office
from mutualaid.services.planning import last_proposals
from mutualaid.services.problem import build_problem
from mutualaid.services.solving import ask_apart


@dataclass(frozen=True)
class CurvePoint:
    """A plan that may give the share `give` (0 to 1) of the best value to serve the worst-served groups better.

    `value` in points; of `needs` it meets some `whole` and some `partly`; `points` is the share of all priority points
    that it earns. `worst` is the language code of the worst-served group and `fill` its share (0 to 1), `groups` those
    of all. Without needs `worst` is empty.
    """

    give: float
    value: float
    needs: int
    whole: int
    partly: int
    points: float
    worst: str
    fill: float
    groups: dict[str, float]


def curve(office: Office, *, as_of: datetime | None = None, progress: Progress = SILENT) -> tuple[CurvePoint, ...]:
    """A point for each share that may be given, from none up; nothing is kept.

    Raises UsageFault("moment_out_of_range"), Refused("solver_stopped") and Cancelled.
    """
    moment = local(as_of)
    exported = build_problem(office, as_of=moment)
    kept = last_proposals(office, exported, moment)
    return tuple(_point(**row) for row in ask_apart("curve", exported.document, kept=kept, progress=progress))


def _point(groups: dict[str, float], **numbers: float) -> CurvePoint:
    worst = min(groups, key=lambda group: (groups[group], group), default="")
    return CurvePoint(worst=worst, fill=groups.get(worst, 0.0), groups=groups, **numbers)  # type: ignore[arg-type]
