"""What is chosen on the left of the desk, told on the right."""

from __future__ import annotations

from collections.abc import Callable

from mutualaid.desktop.matching import cards, levers, lines
from mutualaid.desktop.matching.board import Board
from mutualaid.desktop.matching.rows import Lever, Tab
from mutualaid.desktop.matching.state import MatchingState
from mutualaid.language.catalog import N_, tr


def show_chosen(board: Board, state: MatchingState) -> None:
    """Show on the right what is chosen on the left."""
    pane, tree = board.pane, board.tree
    chosen, row, group, run = tree.chosen(), tree.current(), tree.current_group(), tree.current_run()
    if state.tab is Tab.MATCHED and (group is not None or run is not None or len(chosen) > 1):
        cards.show_several(pane, state, chosen, _several_words(board, state))
    elif row is None:
        hint = N_("Choose a line to see what stands behind it.")
        cards.show_nothing(pane, hint if state.groups(state.tab) else board.nothing_words)
    elif isinstance(row.item, Lever):
        levers.show_lever(pane, state, row.item)
    elif state.tab is Tab.UNMATCHED:
        cards.show_why_not(pane, state, row.item)
    else:
        cards.show_proposal(pane, state, row.item)


def _several_words(board: Board, state: MatchingState) -> Callable[[], str]:
    """What stands over several chosen lines: their heading, their run, or that they were chosen together."""
    tree = board.tree
    group, run = tree.current_group(), tree.current_run()
    if len(tree.selectedIndexes()) > 1 or (group is None and run is None):
        return lambda: tr("Chosen together")
    if group is not None:
        return lambda: lines.group_words(group)
    return lambda: lines.run_words(state, run) if run is not None else ""
