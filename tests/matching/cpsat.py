"""The best plan of a problem by CP-SAT: an oracle, written from the format's rules alone and run in its own process.

python tests/matching/cpsat.py PROBLEM.json [--seconds S] [--workers N]    prints value, bound, optimal, seconds

It shares no code with the engine, and no process: OR-Tools and HiGHS's Python package do not load into one on Linux.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

Row = dict[str, Any]
SCALE = 10_000
"""Points are whole ten-thousandths, so that the objective is exact."""
COSTS = {"run": 200, "km": 40, "stop": 30, "unit_km": 1, "fresh": 2, "substitute": 0.1}


def priority(need: Row) -> int:
    return round(1000 * 2 ** (need["urgency"] - 1) * (1 + min(need["waiting_days"], 28) / 28))


class Oracle:
    """The whole problem as one constraint program; `points` are its objective, in (variable, points) terms."""

    def __init__(self, problem: Row) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        self.at = {zone: i for i, zone in enumerate(problem["zones"])}
        self.cost = COSTS | problem["costs"]
        self.points: list[tuple[Any, float]] = []
        self.pins = {pin["need"]: pin for pin in problem["pins"]}
        self.services: dict[tuple[str, int], list[Any]] = defaultdict(list)
        self.visits: dict[tuple[str, int], list[tuple[Row, Any]]] = defaultdict(list)
        self.given: dict[str, list[Any]] = defaultdict(list)
        for need in problem["needs"]:
            {"service": self.service, "delivery": self.delivery, "pickup": self.pickup}[need["kind"]](need)
        for volunteer in problem["volunteers"]:
            self.volunteer(volunteer)
        for lot in problem["lots"]:
            self.model.add(sum(self.given[lot["id"]]) <= lot["quantity"])
        self.model.maximize(sum(round(points * SCALE) * variable for variable, points in self.points))

    def km(self, one: str, other: str) -> float:
        return float(self.problem["km"][self.at[one]][self.at[other]])

    def day(self, slot: int) -> int:
        return slot // int(self.problem["slots_per_day"])

    def can(self, need: Row, volunteer: Row) -> bool:
        """Whether nothing but time keeps the two apart."""
        if volunteer["zones"]:
            near = need["zone"] in volunteer["zones"]
        else:
            near = self.km(volunteer["zone"], need["zone"]) <= volunteer["radius_km"]
        return (
            near
            and (not need["skill"] or need["skill"] in volunteer["skills"])
            and (not need["languages"] or bool(set(need["languages"]) & set(volunteer["languages"])))
            and set(need["access"]) <= set(volunteer["access"])
            and volunteer["trust"] >= need["trust"]
            and volunteer["seats"] >= need["seats"]
            and volunteer["id"] not in need["exclude"]
        )

    def goes(self, need: Row) -> dict[int, dict[str, Any]]:
        """By slot and volunteer, whether that volunteer meets the need then; settled where it is pinned."""
        pin, by_slot = self.pins.get(need["id"]), dict[int, dict[str, Any]]()
        for slot in need["slots"]:
            able = [v for v in self.problem["volunteers"] if slot in v["slots"] and self.can(need, v)]
            by_slot[slot] = {v["id"]: self.model.new_bool_var("") for v in able}
            for name, variable in by_slot[slot].items():
                if pin is not None:
                    self.model.add(variable == int(slot == pin["slot"] and name in pin["volunteers"]))
        return by_slot

    def service(self, need: Row) -> None:
        home = {v["id"]: v["zone"] for v in self.problem["volunteers"]}
        done = []
        for slot, who in self.goes(need).items():
            meets = self.model.new_bool_var("")
            self.model.add(sum(who.values()) == need["people"] * meets)
            done.append(meets)
            for name, variable in who.items():
                self.services[name, slot].append(variable)
                self.points.append((variable, -self.cost["km"] * self.km(home[name], need["zone"])))
        self.model.add_at_most_one(done)
        self.points += [(meets, float(priority(need))) for meets in done]

    def delivery(self, need: Row) -> None:
        by_slot = self.goes(need)
        made = self.model.new_bool_var("")
        self.model.add(sum(x for who in by_slot.values() for x in who.values()) == made)
        for slot, who in by_slot.items():
            for name, variable in who.items():
                self.visits[name, slot].append((need, variable))
        self.goods(need, made, by_slot)

    def pickup(self, need: Row) -> None:
        self.goods(need, self.model.new_bool_var(""), None)

    def goods(self, need: Row, made: Any, by_slot: dict[int, dict[str, Any]] | None) -> None:
        quantity, worth, pin = need["quantity"], priority(need), self.pins.get(need["id"])
        reach = self.problem["pickup_km" if by_slot is None else "haul_km"]
        first = self.day(min(need["slots"], default=0))
        taken = []
        for lot in self.problem["lots"]:
            away = self.km(lot["site"], need["zone"])
            last = 10**9 if lot["expires_day"] is None else lot["expires_day"]
            fits = lot["item"] == need["item"] or lot["item"] in need["substitutes"]
            if not fits or not set(need["diet"]) <= set(lot["diet"]) or away > reach or last < first:
                continue
            most = min(quantity, lot["quantity"])
            units = self.model.new_int_var(0, most, "")
            if by_slot is not None:
                fresh = sum(x for slot, who in by_slot.items() if self.day(slot) <= last for x in who.values())
                self.model.add(units <= most * fresh)
            if pin is not None:
                self.model.add(units == sum(part["quantity"] for part in pin["lots"] if part["lot"] == lot["id"]))
            earned = -self.cost["unit_km"] * away
            earned -= self.cost["substitute"] * worth / quantity if lot["item"] != need["item"] else 0.0
            earned += self.cost["fresh"] * max(0, 7 - last)
            self.points.append((units, earned))
            self.given[lot["id"]].append(units)
            taken.append(units)
        self.model.add(sum(taken) <= quantity * made)
        self.model.add(sum(taken) >= made)
        one = -(-quantity // 3)
        two = -(-(quantity - one) // 2)
        sizes = (one, two, quantity - one - two)
        each = worth / (1.5 * one + two + 0.5 * sizes[2])
        thirds = [self.model.new_int_var(0, size, "") for size in sizes]
        self.model.add(sum(thirds) == sum(taken))
        self.points += [(third, share * each) for third, share in zip(thirds, (1.5, 1.0, 0.5), strict=True)]

    def volunteer(self, person: Row) -> None:
        busy = []
        for slot in person["slots"]:
            visits, uses = self.visits[person["id"], slot], list(self.services[person["id"], slot])
            for zone in sorted({need["zone"] for need, _ in visits}):
                here = [(need, variable) for need, variable in visits if need["zone"] == zone]
                run = self.model.new_bool_var("")
                uses.append(run)
                self.points.append((run, -self.cost["run"] - self.cost["km"] * self.km(person["zone"], zone)))
                doors = []
                for household in sorted({need["household"] for need, _ in here}):
                    door = self.model.new_bool_var("")
                    self.points.append((door, -self.cost["stop"]))
                    doors.append(door)
                    for need, variable in here:
                        if need["household"] == household:
                            self.model.add_implication(variable, door)
                            self.model.add_implication(variable, run)
                self.model.add(sum(doors) <= person["stops"])
                grams = [round(need["kg"] * 1000) * variable for need, variable in here]
                self.model.add(sum(grams) <= round(person["kg"] * 1000))
            self.model.add_at_most_one(uses)
            busy += uses
        self.model.add(sum(busy) <= person["shifts"])


def best(problem: Row, seconds: float, workers: int) -> Row:
    """Value and bound of the best plan, as far as the time allows."""
    began = time.perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    status = solver.solve(Oracle(problem).model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "value": solver.objective_value / SCALE if found else None,
        "bound": solver.best_objective_bound / SCALE,
        "optimal": status == cp_model.OPTIMAL,
        "seconds": round(time.perf_counter() - began, 2),
    }


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("problem", type=Path)
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--workers", type=int, default=1)
    given = asked.parse_args()
    print(json.dumps(best(json.loads(given.problem.read_text(encoding="utf-8")), given.seconds, given.workers)))
