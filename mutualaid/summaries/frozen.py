"""What a ledger entry remembers beside the answers: map, classification, plan, and how the year is published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mutualaid.records.errors import Damaged
from mutualaid.summaries.coarsen import Merge
from mutualaid.summaries.facts import canonical
from mutualaid.summaries.ledger import LedgerEntry
from mutualaid.summaries.plan import USUAL, USUAL_PLAN, Plan
from mutualaid.summaries.scheme import Scheme
from mutualaid.summaries.strict.terms import Terms


@dataclass(frozen=True)
class Frozen:
    """What the first releases fixed: the map, how its zones merge, each year's classification, and the plan.

    `mode`: how the entry's calendar year is published, USUAL or STRICT; `terms`: what a strict release was made by.
    """

    geography: Mapping[str, Any]
    merges: tuple[Merge, ...]
    schemes: Mapping[int, Scheme]
    plan: Plan = USUAL_PLAN
    mode: str = USUAL
    terms: Terms | None = None

    def to_json(self) -> str:
        """Canonical JSON for a ledger entry."""
        schemes = {str(year): scheme.to_json() for year, scheme in self.schemes.items()}
        frozen = {"base": self.geography, "merges": self.merges, "schemes": schemes, "plan": self.plan.to_json()}
        terms = {} if self.terms is None else {"terms": self.terms.to_json()}
        return canonical({**frozen, "mode": self.mode, **terms})

    @classmethod
    def from_json(cls, text: str) -> Frozen:
        """What `to_json` wrote; an entry of before there was a plan to choose went by the usual one.

        Raises Damaged("release_ledger_broken").
        """
        try:
            data = json.loads(text)
            return cls(
                data["base"],
                tuple((str(a), str(b)) for a, b in data["merges"]),
                {int(year): Scheme.from_json(scheme) for year, scheme in data["schemes"].items()},
                Plan.from_json(data["plan"]) if "plan" in data else USUAL_PLAN,
                str(data.get("mode", USUAL)),
                Terms.from_json(data["terms"]) if "terms" in data else None,
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Damaged("release_ledger_broken") from None


def mode_of(entry: LedgerEntry) -> str:
    """How an entry's calendar year is published, USUAL or STRICT. Raises Damaged("release_ledger_broken")."""
    try:
        return str(json.loads(entry.geography).get("mode", USUAL))
    except (ValueError, AttributeError):
        raise Damaged("release_ledger_broken") from None
