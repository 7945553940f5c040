"""The parts of a card about what was before: the last plan's proposal, and the rules of those turned down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mutualaid.desktop.matching.pane import Pane
from mutualaid.desktop.matching.state import MatchingState
from mutualaid.language import reasons
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date, format_list, format_quantity

if TYPE_CHECKING:
    from mutualaid.services.changes import Before, Change
    from mutualaid.services.turned_down import StandingRule

_WHAT = {"volunteer": N_("who helps"), "slot": N_("when"), "lots": N_("what is given")}


def show(pane: Pane, state: MatchingState, need: str) -> None:
    """What became of the need's proposal since the plan before, and what was turned down, each with a way back."""
    change = state.change(need)
    if change is not None:
        pane.text(change_words(state, change))
    rules = state.rules_of(need)
    if rules:
        pane.section(N_("Turned down before"))
        for rule in rules:
            pane.line_with(rule_words(state, rule), N_("Allow again"), partial(pane.lift_asked.emit, rule.uid))


def change_words(state: MatchingState, change: Change) -> str:
    """What is otherwise than in the plan before, and what that one had."""
    if change.kind == "new":
        return tr("New: the plan before had nothing for it.")
    before = before_words(state, change.before) if change.before is not None else ""
    if change.kind == "gone":
        return tr("The plan before had a proposal: {before}.", before=before)
    parts = format_list([tr(_WHAT[part]) for part in change.what])
    return tr("Changed: {parts}. The plan before said: {before}.", parts=parts, before=before)


def before_words(state: MatchingState, before: Before) -> str:
    """An earlier proposal in one line."""
    when = ""
    if before.day is not None:
        fixed = before.part
        when = format_date(before.day, weekday=True, year=False) if fixed is None else reasons.slot(before.day, fixed)
    given = [f"{format_quantity(units, '×')} {state.names.item(item)}" for item, units in before.lots]
    who = format_list(before.volunteers)
    return " · ".join(part for part in (who, when, format_list(given)) if part)


def rule_words(state: MatchingState, rule: StandingRule) -> str:
    """What a rule forbids."""
    if rule.until is not None:
        return tr("Not in any plan before {day}", day=format_date(rule.until, weekday=True, year=False))
    if rule.day is not None and rule.part is not None:
        return tr("Not on {slot}", slot=reasons.slot(rule.day, rule.part))
    if rule.item is not None:
        return tr("Never with: {item}", item=state.names.item(rule.item))
    return tr("Never with {name}", name=rule.volunteer) if rule.volunteer else tr("Never with that volunteer")
