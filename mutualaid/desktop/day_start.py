"""What the program does by itself once an office is open: hearings of last week go, and what comes back is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.desktop.undoing import tell_done
from mutualaid.language.catalog import ntr
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.desktop.shell import Shell


def begin_day(shell: Shell) -> None:
    """Do it on the writer's thread. A store that refuses to be written to says so by itself."""
    office, context = shell.office, shell.context
    came: list[int] = []

    def make() -> Changed:
        from mutualaid.services.appointments import forget_past
        from mutualaid.services.recurring import make_next

        gone = forget_past(office, today=context.today())
        made = make_next(office, today=context.today())
        came.append(len(made.uids))
        return gone + made

    def tell(_changed: Changed) -> None:
        made = sum(came)
        if made:
            said = ntr("{n} need came back and is open again.", "{n} needs came back and are open again.", made)
            tell_done(context, said)

    def refused(_fault: Fault) -> None:
        """The standing of the store is told elsewhere."""

    context.tasks.write(make, tell, owner=shell, fail=refused)
