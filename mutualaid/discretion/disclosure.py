"""The least that serves: which facts about a household may stand on each thing that leaves the screen.

Every outlet has its list, and a fact that is on none of them does not go out: what a new field may be shown on is
decided here, or it is not shown. `only` is the one door through which papers, calendars and logs take their facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Value = TypeVar("Value")


class Outlet(StrEnum):
    """Where facts go to."""

    LIST = "list"
    RUN_DRAFT = "run_draft"
    RUN_CONFIRMED = "run_confirmed"
    ACCOMPANIMENT = "accompaniment"
    ASKING = "asking"
    REFERRAL = "referral"
    CALENDAR = "calendar"
    LOG = "log"
    WINDOW_TITLE = "window_title"
    FILE_NAME = "file_name"


_HANDOVER = frozenset({"code", "first_name", "zone", "day", "part", "items", "languages", "access", "stop"})

ALLOWED: dict[Outlet, frozenset[str]] = {
    # A row on screen: masked name and phone come from `masks`, under names of their own.
    Outlet.LIST: frozenset(
        {"code", "zone", "languages", "size", "category", "item", "quantity", "urgency", "state", "received_on",
         "needed_by", "mode", "masked_name", "masked_phone"}
    ),
    # A plan that the volunteer has not said yes to: a driver who declines never learned where.
    Outlet.RUN_DRAFT: _HANDOVER,
    Outlet.RUN_CONFIRMED: _HANDOVER | {"address", "delivery_notes", "phone", "phone_rules"},
    # Where and when to stand; never which court, what case, or why.
    Outlet.ACCOMPANIMENT: frozenset(
        {"code", "first_name", "languages", "starts", "place", "room", "meeting_point", "pair", "replacement",
         "call_tree", "access"}
    ),
    # The question to a volunteer, by text or phone: may be read by others on her screen.
    Outlet.ASKING: frozenset({"day", "part", "zone", "category", "stops", "languages"}),
    # To a partner organisation, with consent to refer.
    Outlet.REFERRAL: frozenset({"code", "first_name", "phone", "phone_rules", "languages", "category", "urgency"}),
    # Synchronised to phones and clouds that nobody here controls.
    Outlet.CALENDAR: frozenset({"starts", "ends"}),
    Outlet.LOG: frozenset({"verb", "count", "outcome", "error", "seconds"}),
    Outlet.WINDOW_TITLE: frozenset(),
    Outlet.FILE_NAME: frozenset({"day", "kind", "number"}),
}  # fmt: skip
"""The facts that each outlet may carry."""


def run_sheet(confirmed: bool) -> Outlet:
    """The outlet of a run sheet: an address is on it only once the run is confirmed."""
    return Outlet.RUN_CONFIRMED if confirmed else Outlet.RUN_DRAFT


def only(outlet: Outlet, facts: Mapping[str, Value]) -> dict[str, Value]:
    """Those of `facts` that the outlet may carry, in their order."""
    allowed = ALLOWED[outlet]
    return {name: value for name, value in facts.items() if name in allowed}


def withheld(outlet: Outlet, facts: Mapping[str, object]) -> list[str]:
    """The names of those facts that the outlet may not carry, for showing what was kept back."""
    return [name for name in facts if name not in ALLOWED[outlet]]
