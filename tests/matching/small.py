"""Rows for problems small enough to reason about by hand. Every argument overrides one field."""

from __future__ import annotations

from typing import Any


def need(name: str = "n1", **fields: Any) -> dict[str, Any]:
    row = {
        "id": name,
        "household": f"house of {name}",
        "zone": "centre",
        "kind": "service",
        "urgency": 2,
        "waiting_days": 0,
        "slots": [0, 1, 2, 3],
        "group": "all",
        "item": None,
        "substitutes": [],
        "quantity": 0,
        "diet": [],
        "kg": 0,
        "people": 1,
        "skill": None,
        "languages": [],
        "access": [],
        "trust": 0,
        "seats": 0,
        "exclude": [],
    }
    if fields.get("kind") in ("delivery", "pickup"):
        row |= {"item": "rice", "quantity": 3, "people": 0, "kg": 3 if fields["kind"] == "delivery" else 0}
    return row | fields


def volunteer(name: str = "v1", **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "zone": "centre",
        "radius_km": 10,
        "zones": None,
        "skills": [],
        "languages": ["spa"],
        "access": [],
        "trust": 3,
        "seats": 4,
        "slots": [0, 1, 2, 3],
        "shifts": 4,
        "stops": 5,
        "kg": 50,
    } | fields


def lot(name: str = "l1", **fields: Any) -> dict[str, Any]:
    return {"id": name, "item": "rice", "quantity": 10, "site": "centre", "diet": [], "expires_day": None} | fields


def problem(
    needs: list[dict[str, Any]] | None = None,
    volunteers: list[dict[str, Any]] | None = None,
    lots: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    return {
        "format": "mutualaid-problem/1",
        "slots": 8,
        "slots_per_day": 4,
        "zones": ["centre", "north", "far"],
        "km": [[0, 3, 30], [3, 0, 28], [30, 28, 0]],
        "pickup_km": 5,
        "haul_km": 10,
        "costs": {},
        "pins": [],
        "needs": needs or [],
        "volunteers": volunteers or [],
        "lots": lots or [],
    } | fields
