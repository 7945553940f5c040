"""What the program does by itself when an office was unlocked, behind the first page: hearings that are past are
deleted, and the needs that come back are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.desktop.undoing import tell_done
from mutualaid.language.catalog import ntr
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.desktop.shell import Shell


def do_chores(shell: Shell) -> None:
    """Start them on the writer's thread; where nothing is due, nothing is written. What was made is told."""
    office, context, tasks = shell.office, shell.context, shell.tasks

    def forget() -> Changed:
        from mutualaid.services.appointments import forget_past

        return forget_past(office)

    def make() -> Changed:
        from mutualaid.services.recurring import make_next

        return make_next(office, today=context.today())

    def tell(made: Changed) -> None:
        count = len(made.uids)
        if count:
            said = ntr("{n} need came back and is open again.", "{n} needs came back and are open again.", count)
            tell_done(context, said)

    def refused(_fault: Fault) -> None:
        """Forgetting met the same and told it."""

    tasks.write(forget, owner=shell)
    tasks.write(make, tell, owner=shell, fail=refused)
