"""Progress and Cancel inside one long statement of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_OPERATIONS = 20_000  # of SQLite's virtual machine between two looks: a few milliseconds


@contextmanager
def watched(connection: Any, look: Callable[[], None]) -> Iterator[None]:
    """Call `look` every few milliseconds while statements of the driver's `connection` run.

    What it raises (Cancelled) ends the statement and leaves the block in place of the driver's error.
    """
    raised: list[BaseException] = []

    def looked() -> int:
        try:
            look()
        except BaseException as problem:  # noqa: BLE001  the driver would swallow it; it is raised again below
            raised.append(problem)
        return len(raised)

    connection.set_progress_handler(looked, _OPERATIONS)
    try:
        yield
    except Exception:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
