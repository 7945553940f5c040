"""The last two plans as they are kept, and what they proposed, told by dates and records rather than by opaque ids."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from mutualaid.records.kinds import Daypart, MatchState
from mutualaid.records.match import KeptPlan, Match
from mutualaid.services.horizon import Horizon
from mutualaid.services.problem import Exported
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing

_PART = 5000
_OVER = (MatchState.DONE, MatchState.FAILED)


class Offer(NamedTuple):
    """A proposal: references are uids; `day` and `part` are none for a pick-up; lots with their units are sorted;
    `interpreter` is who interprets, and how.
    """

    need: str
    volunteers: tuple[str, ...]
    day: date | None
    part: Daypart | None
    lots: tuple[tuple[str, int], ...]
    interpreter: tuple[str, str] | None = None


def keep_plan(
    write: Writing, exported: Exported, plan: dict[str, Any], *, moment: datetime, made_at: str, give: float
) -> None:
    """Keep a plan and its problem. Of those before it the last stays for comparison, without its problem."""
    before = write.all(KeptPlan)
    for old in before[:-1]:
        write.remove(KeptPlan, old.uid)
    for uid, last in before[-1:]:
        about = json.loads(last.problem)
        about.pop("document", None)
        write.change(KeptPlan, uid, problem=json.dumps(about))
    about = {
        "as_of": moment.isoformat(),
        "made_at": made_at,
        "give": give,
        "conflicts": [[c.match, c.need, c.rule] for c in exported.conflicts],
        "document": base64.b64encode(zlib.compress(json.dumps(exported.document).encode())).decode(),
    }
    write.add(
        KeptPlan.checked(
            made_on=moment.date(),
            problem=json.dumps(about),
            plan=json.dumps(plan, sort_keys=True),
            ids=exported.ids,
        )
    )


def problem_of(kept: KeptPlan) -> dict[str, Any] | None:
    """The problem document that a plan was made for; none where only the plan is left."""
    text = json.loads(kept.problem).get("document")
    document: dict[str, Any] | None = None if text is None else json.loads(zlib.decompress(base64.b64decode(text)))
    return document


def share_given(kept: KeptPlan) -> float:
    """The share of the best value that a plan gave up for the worst-served groups."""
    return float(json.loads(kept.problem).get("give", 0.0))


def offers(kept: KeptPlan, hours: Mapping[Daypart, tuple[time, time]]) -> dict[str, Offer]:
    """What a plan proposed, by need."""
    return {row.need: row for row in _offers(kept, hours)}


def _offers(kept: KeptPlan, hours: Mapping[Daypart, tuple[time, time]]) -> list[Offer]:
    horizon = Horizon(as_of=datetime.fromisoformat(json.loads(kept.problem)["as_of"]), hours=dict(hours))
    return [
        Offer(
            kept.ids[row["need"]],
            tuple(sorted(kept.ids[v] for v in row["volunteers"])),
            None if row["slot"] is None else horizon.day(row["slot"]),
            None if row["slot"] is None else Daypart(row["slot"] % len(Daypart)),
            tuple(sorted((kept.ids[line["lot"]], line["quantity"]) for line in row["lots"])),
            None if by is None else (kept.ids[by["volunteer"]], by["mode"]),
        )
        for row in json.loads(kept.plan)["matches"]
        for by in [row.get("interpreter")]
    ]


def still_proposed(read: Reading, kept: KeptPlan, exported: Exported, horizon: Horizon) -> list[dict[str, Any]]:
    """What a plan proposed as rows of a later problem's plan.

    Left out is what names something that the problem no longer holds, what lies in the past, and what came to an end.
    """
    name = {uid: opaque for opaque, uid in exported.ids.items()}
    mine = offers(kept, horizon.hours)
    over, rows = ended(read, kept, horizon.hours), []
    for offer in mine.values():
        slot = None if offer.day is None or offer.part is None else horizon.slot(offer.day, offer.part)
        by = offer.interpreter
        named = [offer.need, *offer.volunteers, *(lot for lot, _ in offer.lots), *(by or ())[:1]]
        past = offer.day is not None and slot is None
        if past or offer.need in over or not name.keys() >= set(named):
            continue
        row = {
            "need": name[offer.need],
            "volunteers": [name[v] for v in offer.volunteers],
            "slot": slot,
            "lots": [{"lot": name[lot], "quantity": units} for lot, units in offer.lots],
        }
        rows.append(row if by is None else row | {"interpreter": {"volunteer": name[by[0]], "mode": by[1]}})
    return rows


def ended(read: Reading, kept: KeptPlan, hours: Mapping[Daypart, tuple[time, time]]) -> set[str]:
    """Needs whose proposal was carried out just so, or failed: it is proposed again only if it is best."""
    mine = offers(kept, hours)
    finished = [match for match in _matches_of(read, list(mine)) if match.state in _OVER]
    return {match.need for match in finished if _content(match) == mine[match.need]}


def _content(match: Match) -> Offer:
    lots = tuple(sorted((use.lot, use.units) for use in match.lots))
    mode = "remote" if match.by_telephone else "in_person"
    voice = None if match.interpreter is None else (match.interpreter, mode)
    return Offer(match.need, tuple(sorted(match.volunteers)), match.day, match.part, lots, voice)


def _matches_of(read: Reading, needs: list[str]) -> list[Match]:
    """Matches of any of many needs, asked for in parts that a query can hold."""
    parts = (needs[start : start + _PART] for start in range(0, len(needs), _PART))
    return [row.record for part in parts for row in read.all(Match, need=part)]
