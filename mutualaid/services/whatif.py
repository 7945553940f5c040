"""What if somebody else did it, or a need left out were met: asked of the engine, and kept when the answer is liked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import Refused
from mutualaid.records.kinds import Daypart, MatchState
from mutualaid.records.match import KeptPlan, Match
from mutualaid.records.views import Area, Changed
from mutualaid.services.desk import Desk, open_desk
from mutualaid.services.horizon import Horizon
from mutualaid.services.last_plans import keep_plan, problem_of, still_proposed
from mutualaid.services.moments import stamp
from mutualaid.services.office import Office
from mutualaid.services.plan_page import Given
from mutualaid.services.problem import Exported, build_problem
from mutualaid.services.solving import ask_apart

_ALL = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES, Area.SUPPLIES, Area.VOLUNTEERS})
Facts = dict[str, Any]


class Choice(NamedTuple):
    """A volunteer or a lot that a need could be given instead, and the rules that stand in its way (none: it fits).

    `name` is a volunteer's name or a lot's code, `item` a lot's item; `now` says that the plan has it so already.
    """

    uid: str
    name: str
    item: str | None
    km: float
    forbidden: tuple[Facts, ...]
    now: bool


@dataclass(frozen=True)
class WhatIf:
    """What a wish would change in the plan. Needs are told by code; times by day and part of the day.

    `forbidden` are the rules in its way: where there are only ones that people bend by talking (`bends`), the rest
    tells what would come of bending them. `possible` says that it can be done as it stands. `value` is the exact change
    of the plan's value, in points; `dropped` needs are no longer met, `reduced` (code, units before, after) get less,
    `moved` get other people or another time, `other_lots` only other lots, `gained` are met besides.
    """

    need: str
    code: str
    possible: bool
    forbidden: tuple[Facts, ...]
    value: float = 0.0
    volunteers: tuple[str, ...] = ()
    day: date | None = None
    part: Daypart | None = None
    lots: tuple[Given, ...] = ()
    dropped: tuple[str, ...] = ()
    reduced: tuple[tuple[str, int, int], ...] = ()
    moved: tuple[str, ...] = ()
    other_lots: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    matches: Sequence[Facts] | None = field(default=None, repr=False)
    asked: Exported | None = field(default=None, repr=False)
    moment: datetime | None = None

    @property
    def bends(self) -> bool:
        """Whether it could be done if somebody bent the rules in its way."""
        return not self.possible and bool(self.volunteers or self.lots)


@dataclass(frozen=True)
class _Question:
    """A problem as it is now, the rows of the plan in it, and the need by its opaque id."""

    exported: Exported
    horizon: Horizon
    rows: list[Facts]
    need: str
    desk: Desk

    def opaque(self, uid: str | None) -> str | None:
        if uid is None:
            return None
        found = next((name for name, meaning in self.exported.ids.items() if meaning == uid), None)
        if found is None:
            raise Refused("need_not_planned")
        return found


def _question(office: Office, need: str) -> _Question:
    with office.store.read() as read:
        desk = open_desk(office, read)
        exported = build_problem(office, as_of=desk.now.as_of)
        rows = still_proposed(read, desk.kept, exported, desk.now)
    opaque = next((name for name, uid in exported.ids.items() if uid == need), None)
    if opaque is None or all(row["id"] != opaque for row in exported.document["needs"]):
        raise Refused("need_not_planned")
    kept = desk.matches.get(need)
    if kept is not None and kept.record.state == MatchState.PINNED:
        # A pin is the coordinator's own wish; this one takes its place.
        pins = [pin for pin in exported.document["pins"] if pin["need"] != opaque]
        held = [pin for pin in exported.document["pins"] if pin["need"] == opaque]
        exported = replace(exported, document={**exported.document, "pins": pins})
        rows = [*(row for row in rows if row["need"] != opaque), *held]
    return _Question(exported, desk.now, rows, opaque, desk)


def choices(office: Office, *, need: str) -> list[Choice]:
    """Every volunteer (for a pick-up every lot) that the need could be given, those that fit first, then the nearest.

    Raises Refused("no_plan" | "need_not_planned").
    """
    from mutualaid.matching.problem import parse_problem
    from mutualaid.matching.wish import Wish, forbidden

    asked = _question(office, need)
    problem = parse_problem(asked.exported.document)
    at = problem.need_at[asked.need]
    row, ids, desk = problem.needs[at], asked.exported.ids, asked.desk
    now = next((one for one in asked.rows if one["need"] == asked.need), None)
    out = []
    if row.kind == "pickup":
        given = {line["lot"] for line in now["lots"]} if now else set()
        for number, lot in enumerate(problem.lots):
            rules = _told(asked, forbidden(problem, [], Wish(at, lot=number)))
            away, uid = problem.km[lot.site][row.zone], ids[lot.id]
            out.append(Choice(uid, desk.lots[uid].code, lot.item, away, rules, lot.id in given))
    else:
        doing = set(now["volunteers"]) if now else set()
        for number, person in enumerate(problem.volunteers):
            rules = _told(asked, forbidden(problem, [], Wish(at, volunteer=number)))
            away, uid = problem.km[person.zone][row.zone], ids[person.id]
            out.append(Choice(uid, desk.volunteers[uid].name, None, away, rules, person.id in doing))
    return sorted(out, key=lambda one: (len(one.forbidden), one.km, one.name))


def _told(asked: _Question, rules: Sequence[Facts]) -> tuple[Facts, ...]:
    """Rules with days and parts of the day in place of slot numbers."""

    def told(facts: Facts) -> Facts:
        if "slots" not in facts:
            return facts
        when = [(asked.horizon.day(s), Daypart(s % len(Daypart))) for s in facts["slots"]]
        return {**{name: value for name, value in facts.items() if name != "slots"}, "when": when}

    return tuple(told(facts) for facts in rules)


def what_if(
    office: Office,
    *,
    need: str,
    volunteer: str | None = None,
    slot: tuple[date, Daypart] | None = None,
    lot: str | None = None,
    progress: Progress = SILENT,
) -> WhatIf:
    """What it would change to meet a need: by this volunteer, at this time, from this lot, where they are given.

    Solved in a worker process; nothing is written. The plan it comes from is the last one, as far as it still holds.
    Raises Refused("no_plan" | "need_not_planned" | "solver_stopped") and Cancelled.
    """
    asked = _question(office, need)
    number = None if slot is None else asked.horizon.slot(*slot)
    answer = ask_apart(
        "what_if",
        asked.exported.document,
        progress=progress,
        kept=asked.rows,
        need=asked.need,
        volunteer=asked.opaque(volunteer),
        slot=number,
        lot=asked.opaque(lot),
    )
    return _read(asked, need, answer)


def _read(asked: _Question, need: str, answer: Facts) -> WhatIf:
    """The worker's answer in codes, names and days."""
    desk, ids = asked.desk, asked.exported.ids
    code, rules = desk.needs[need].code, _told(asked, answer["forbidden"])
    match = answer["match"]
    if match is None:
        return WhatIf(need, code, False, rules)

    def codes(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(desk.needs[ids[name]].code for name in names)

    slot = match["slot"]
    lots = [(ids[line["lot"]], line["quantity"]) for line in match["lots"]]
    return WhatIf(
        need=need,
        code=code,
        possible=answer["matches"] is not None,
        forbidden=rules,
        value=answer["value"],
        volunteers=tuple(desk.volunteers[ids[v]].name for v in match["volunteers"]),
        day=None if slot is None else asked.horizon.day(slot),
        part=None if slot is None else Daypart(slot % len(Daypart)),
        lots=tuple(
            Given(uid, desk.lots[uid].item, units, desk.lots[uid].site, desk.lots[uid].expires_on)
            for uid, units in lots
        ),
        dropped=codes(answer["dropped"]),
        reduced=tuple((desk.needs[ids[name]].code, before, after) for name, before, after in answer["reduced"]),
        moved=codes(answer["moved"]),
        other_lots=codes(answer["other_lots"]),
        gained=codes(answer["gained"]),
        matches=answer["matches"],
        asked=asked.exported,
        moment=asked.horizon.as_of,
    )


def take_what_if(office: Office, *, what_if: WhatIf, progress: Progress = SILENT) -> Changed:
    """Make a counterfactual the plan, and pin what was wished for, so that every new plan keeps it.

    Reasons and levers are made for it; the last plan stays for comparison. Raises Refused("what_if_is_old") when the
    office has changed since it was asked, Refused("what_if_not_possible"), Refused("solver_stopped") and Cancelled.
    """
    if what_if.matches is None or what_if.asked is None or what_if.moment is None:
        raise Refused("what_if_not_possible")
    asked, made_at = what_if.asked, stamp()
    if _without_pins(build_problem(office, as_of=what_if.moment).document) != _without_pins(asked.document):
        raise Refused("what_if_is_old")
    wished = next(row for row in what_if.matches if asked.ids[row["need"]] == what_if.need)
    document = {**asked.document, "pins": [*asked.document["pins"], wished]}
    with office.store.read() as read:
        last = read.all(KeptPlan)[-1].record
    plan = ask_apart("finish", document, progress=progress, matches=list(what_if.matches), bound=_bound(last, document))
    with office.store.write("plan") as write:
        moment = what_if.moment
        keep_plan(
            write,
            replace(asked, document=document),
            plan,
            moment=moment,
            made_at=made_at,
            give=json.loads(last.problem).get("give", 0.0),
        )
        for pin in write.all(Match, need=what_if.need, state=[MatchState.PINNED]):
            write.change(Match, pin.uid, state=MatchState.CANCELLED)
        desk = open_desk(office, write)
        row = next(row for row in desk.plan["matches"] if desk.uid(row["need"]) == what_if.need)
        write.add(desk.as_match(row, MatchState.PINNED))
    return Changed(_ALL, (what_if.need,))


def _without_pins(document: Facts) -> Facts:
    return {name: part for name, part in document.items() if name != "pins"}


def _bound(last: KeptPlan, document: Facts) -> float | None:
    """The last plan's bound, where it holds for this problem too: the same, with all its pins and perhaps more."""
    before = problem_of(last)
    if before is None or _without_pins(before) != _without_pins(document):
        return None
    if not all(pin in document["pins"] for pin in before["pins"]):
        return None
    bound: float = json.loads(last.plan)["bound"]
    return bound
