"""Why a match: every fact of every reason, counted again one by one from the problem and the plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import Any

import pytest

from mutualaid.language.because import because
from mutualaid.language.catalog import catalog
from tests.language.test_reasons import START, whole
from tests.matching.checker import _distance as distance
from tests.matching.checker import lot_can, priority, volunteer_can
from tests.matching.generate import generate
from tests.matching.harness import plan_of
from tests.matching.small import lot, need, problem, volunteer

CASES = [("small", 3, "city"), ("small", 5, "rural"), ("tiny", 2, "scarce"), ("small", 4, "event")]
Doc = dict[str, Any]
FOREVER = 10**6


@cache
def solved(size: str, seed: int, shape: str) -> tuple[Doc, Doc]:
    document = generate(size, seed, pins=2, shape=shape)
    return document, plan_of(document, effort="quick")


class Count:
    """A plan read plainly: who does what when, which lots went where."""

    def __init__(self, document: Doc, plan: Doc) -> None:
        self.document = document
        self.needs = {row["id"]: row for row in document["needs"]}
        self.people = {row["id"]: row for row in document["volunteers"]}
        self.lots = {row["id"]: row for row in document["lots"]}
        self.doing: dict[tuple[str, int], list[str]] = defaultdict(list)
        self.took: dict[str, dict[str, int]] = defaultdict(dict)
        for match in plan["matches"]:
            for who in match["volunteers"]:
                self.doing[who, match["slot"]].append(match["need"])
            for line in match["lots"]:
                self.took[line["lot"]][match["need"]] = line["quantity"]

    def left(self, lots: list[str]) -> int:
        return sum(self.lots[x]["quantity"] - sum(self.took[x].values()) for x in lots)

    def km(self, zone: str, other: str) -> float:
        return distance(self.document, zone, other)

    def weightiest(self, needs: set[str]) -> list[str]:
        order = list(self.needs)
        return sorted(needs, key=lambda n: (-priority(self.needs[n]), order.index(n)))[:3]

    def went(self, match: Doc, lots: list[str]) -> Doc:
        to = {n for x in lots for n in self.took[x]} - {match["need"]}
        few = self.weightiest(to)
        return {"needs": few, "more": len(to) - len(few)}

    def kept_by(self, match: Doc, chosen: str, other: str) -> str:
        """What keeps a nearer volunteer from a match."""
        row, person, slot = self.needs[match["need"]], self.people[other], match["slot"]
        delivery, doing = row["kind"] == "delivery", self.doing.get((other, slot), [])
        tasks = sum(1 for who, _ in self.doing if who == other)
        if doing:
            there = [self.needs[n] for n in doing]
            if not delivery or there[0]["kind"] != "delivery" or there[0]["zone"] != row["zone"]:
                return "busy"
            doors = {n["household"] for n in [*there, row]}
            fits = len(doors) <= person["stops"] and sum(n["kg"] for n in [*there, row]) <= person["kg"]
            return "free" if fits else "full"
        if delivery and (person["stops"] < 1 or person["kg"] < row["kg"]):
            return "load"
        if tasks >= person["shifts"]:
            return "shifts"
        return "trip" if delivery and len(self.doing[chosen, slot]) > 1 else "free"

    def volunteer_reasons(self, match: Doc, chosen: str) -> list[Doc]:
        row, slot, mine = self.needs[match["need"]], match["slot"], self.people[chosen]
        rules = [v for v in self.people.values() if any(volunteer_can(self.document, row, v, s) for s in row["slots"])]
        here = [v for v in rules if slot in v["slots"]]
        away = self.km(mine["zone"], row["zone"])
        nearer = [v for v in here if self.km(v["zone"], row["zone"]) < away and v["id"] not in match["volunteers"]]
        nearer.sort(key=lambda v: self.km(v["zone"], row["zone"]))
        wants = row["people"] if row["kind"] == "service" else 1
        code = "chosen_volunteer" if nearer else "nearest_volunteer"
        code = "only_volunteer" if len(rules) <= wants else code
        counts = {"eligible": len(rules), "here": len(here), "nearer": len(nearer), "km": away, "slot": slot}
        out: list[Doc] = [{"code": code, "volunteer": chosen, **counts}]
        if nearer:
            why = [self.kept_by(match, chosen, v["id"]) for v in nearer]
            named = [v["id"] for v in nearer[:3]]
            counted = {"nearer": len(nearer), "kept_by": dict(Counter(why)), "who": list(zip(named, why, strict=False))}
            out.append({"code": "nearer_volunteers", "volunteer": chosen, "slot": slot, **counted})
        return out

    def lot_reasons(self, match: Doc) -> list[Doc]:
        row, mine = self.needs[match["need"]], [line["lot"] for line in match["lots"]]
        slot = match["slot"] if row["kind"] == "delivery" else None
        fits = [x for x, one in self.lots.items() if lot_can(self.document, row, one, slot)]
        plain = row | {"diet": []}
        lacking = [x for x, one in self.lots.items() if x not in fits and lot_can(self.document, plain, one, slot)]
        away = {x: self.km(self.lots[x]["site"], row["zone"]) for x in self.lots}
        out: list[Doc] = []
        for x in mine:
            nearer = [y for y in fits if away[y] < away[x] and y not in mine]
            code = "only_lot" if len(fits) == 1 else "lot_fits" if nearer else "nearest_lot"
            out.append({"code": code, "lot": x, "km": away[x], "eligible": len(fits), "nearer": len(nearer)})
            if lacking and row["diet"]:
                out[-1] |= {"diet": sorted(row["diet"]), "lacking": len(lacking)}
            if self.lots[x]["item"] != row["item"]:
                itself = [y for y in fits if self.lots[y]["item"] == row["item"]]
                told = {"item": self.lots[x]["item"], "wanted": row["item"], "own": len(itself)}
                told |= {"left": self.left(itself), **self.went(match, itself)}
                out.append({"code": "substitute", "lot": x, **told})
        nearer = [y for y in fits if away[y] < max(away[x] for x in mine) and y not in mine] if mine else []
        gone = [y for y in nearer if self.left([y]) == 0]
        if nearer:
            last = {x: FOREVER if one["expires_day"] is None else one["expires_day"] for x, one in self.lots.items()}
            farthest = max(mine, key=lambda x: (away[x], -list(self.lots).index(x)))
            longer = [y for y in nearer if y not in gone and last[y] > last[farthest]]
            counts = {"nearer": len(nearer), "gone": len(gone), "longer": len(longer), **self.went(match, gone)}
            out.append({"code": "nearer_lots", **counts})
        filled = sum(line["quantity"] for line in match["lots"])
        if filled < row["quantity"]:
            out.append({"code": "partial", "filled": filled, "quantity": row["quantity"], "left": self.left(fits)})
        return out


def _as_counted(reason: Doc) -> Doc:
    """A reason in the shape of the recount."""
    told = {k: v for k, v in reason.items() if k not in ("language", "skill", "after", "named")}
    if reason["code"] == "nearer_volunteers":
        told["who"] = [(one["volunteer"], one["why"]) for one in reason["named"]]
    if reason["code"] == "nearer_lots":
        del told["lot"]
    return told


@pytest.mark.parametrize(("size", "seed", "shape"), CASES)
def test_every_fact_of_every_reason_is_what_a_plain_count_gives(size: str, seed: int, shape: str) -> None:
    document, plan = solved(size, seed, shape)
    count = Count(document, plan)
    for match in plan["matches"]:
        told = [_as_counted(reason) for reason in match["reasons"]]
        expected = [one for who in match["volunteers"] for one in count.volunteer_reasons(match, who)]
        expected += count.lot_reasons(match)
        missing = [one for one in expected if one not in told]
        assert missing == []
        extra = [one["code"] for one in told if one not in expected]
        assert set(extra) <= {"pinned", "joins_run", "expires_soon", "urgency"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reason_of_a_plan_is_told_in_whole_sentences(language: str) -> None:
    for case in CASES:
        for match in solved(*case)[1]["matches"]:
            said = because(match["reasons"], start=START, item_name=str.title, cat=catalog(language))
            lines = [line[0].upper() + line[1:] for line in (*said.why, *said.others)]  # an id may begin a sentence
            assert [line for line in lines if not whole(line)] == []


def test_a_nearer_volunteer_is_named_with_the_need_that_takes_the_time() -> None:
    needs = [need("n1", urgency=4, slots=[0], skill="legal"), need("n2", slots=[0])]
    people = [volunteer("near", skills=["legal"], slots=[0]), volunteer("far", zone="north", slots=[0])]
    match = plan_of(problem(needs, people))["matches"][1]
    assert match["volunteers"] == ["far"]
    others = next(reason for reason in match["reasons"] if reason["code"] == "nearer_volunteers")
    assert others["kept_by"] == {"busy": 1}
    assert others["named"] == [{"volunteer": "near", "why": "busy", "needs": ["n1"]}]


def test_the_nearer_of_two_who_go_together_is_told_apart() -> None:
    people = [volunteer("near"), volunteer("next", zone="north"), volunteer("third", zone="far", radius_km=40)]
    reasons = plan_of(problem([need(people=2)], people))["matches"][0]["reasons"]
    after = {one["volunteer"]: one.get("after") for one in reasons if one["code"] == "nearest_volunteer"}
    assert after == {"near": None, "next": "near"}


def test_a_substitute_is_told_with_whom_the_item_itself_went_to() -> None:
    wants = [need("n1", kind="pickup", urgency=4, quantity=9), need("n2", kind="pickup", substitutes=["beans"])]
    document = problem(wants, [], [lot(quantity=9), lot("l2", item="beans")])
    reasons = plan_of(document)["matches"][1]["reasons"]
    told = next(one for one in reasons if one["code"] == "substitute")
    assert (told["item"], told["wanted"], told["own"], told["left"], told["needs"]) == ("beans", "rice", 1, 0, ["n1"])
