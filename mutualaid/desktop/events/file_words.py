"""What is said of an event's file that was looked at: what it holds, what is in doubt, what bringing it in did."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mutualaid.desktop.widgets.facts import Fact
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_list, format_number

if TYPE_CHECKING:
    from mutualaid.services.collecting import Collected


def brings(found: Collected | None) -> bool:
    """Whether there is anything to bring in."""
    return found is not None and found.fresh > 0


def facts(found: Collected) -> list[Fact]:
    """What a file holds, each a name and what holds."""
    return [
        (N_("Event"), lambda: found.event),
        (N_("Helpers"), lambda: format_list(found.helpers) or tr("people filled it in by themselves")),
        (N_("Whole forms"), lambda: format_number(found.whole)),
        (N_("Unfinished"), partial(_unfinished, found.unfinished)),
        (N_("Brought in before"), lambda: format_number(found.known) if found.known else ""),
        (N_("To look at"), partial(_new, found.fresh)),
    ]


def _new(n: int) -> str:
    return ntr("{n} form", "{n} forms", n)


def _unfinished(n: int) -> str:
    if not n:
        return format_number(0)
    return ntr(
        "{n} form that broke off; it comes in too, marked", "{n} forms that broke off; they come in too, marked", n
    )


def nothing(found: Collected) -> str:
    """Why there is nothing to bring in."""
    if found.known:
        return tr("Every form of this file was brought in before. There is nothing to do.")
    return tr("There is no form in this file.")


def done(found: Collected) -> str:
    """What bringing it in did."""
    return ntr("{n} form was brought in.", "{n} forms were brought in.", found.fresh)
