"""The sample office: invented people in a throwaway store, with a plan that is partly decided.

It lies in a private temporary folder, encrypted under a passphrase that nobody knows. The folder goes with `close`;
a small process that waits for this one to end removes it even when this one crashed.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import secrets
import shutil
import signal
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.progress import Progress

if TYPE_CHECKING:
    from mutualaid.services.office import Office

SIZES = {"households": 120, "needs": 260, "volunteers": 45, "lots": 70}
SEED = 11
ACCEPTED = 3
"""One of so many proposals is accepted in the sample, so that every standing is on view."""


def _await_end(alive: Connection, folder: str) -> None:
    """In the keeper process: wait until the other end closes, by will or by a crash, then remove the folder."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        alive.recv()
    shutil.rmtree(folder, ignore_errors=True)


class Throwaway:
    """A private temporary folder that does not outlive this process."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="mutualaid-"))
        context = multiprocessing.get_context("spawn")
        theirs, self._ours = context.Pipe(duplex=False)
        self._keeper = context.Process(target=_await_end, args=(theirs, str(self.path)), daemon=True)
        self._keeper.start()
        theirs.close()
        atexit.register(self.close)

    def close(self) -> None:
        """Remove the folder now; safe to call twice."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._ours.close()
        atexit.unregister(self.close)


class _Part(Progress):
    """A stretch of the whole work, in hundredths; Cancel passes through."""

    def __init__(self, outer: Progress, begins: int, ends: int) -> None:
        super().__init__()
        self._outer, self._begins, self._ends = outer, begins, ends

    @property
    def cancelled(self) -> bool:
        """Whether the whole was cancelled."""
        return self._outer.cancelled

    def step(self, done: int, total: int) -> None:
        """Report to the whole. Raises Cancelled when it does."""
        share = min(1.0, done / total) if total else 0.0
        self._outer.step(self._begins + int(share * (self._ends - self._begins)), 100)


def make_sample(folder: Path, progress: Progress) -> Office:
    """Make the sample office in `folder`: filled, planned, some of the plan accepted, pinned and confirmed, an event of
    which the forms wait, and the summary of a quarter.

    Raises Cancelled, and leaves removing the folder to the caller.
    """
    from mutualaid.services.deciding import accept, pin
    from mutualaid.services.matches import confirm_match, match_lines
    from mutualaid.services.office import create_office
    from mutualaid.services.planning import make_plan
    from mutualaid.services.sample_asks import sample_asks
    from mutualaid.services.sample_contacts import sample_contacts
    from mutualaid.services.sample_event import sample_event
    from mutualaid.services.sample_partners import sample_partners
    from mutualaid.services.sample_runs import sample_runs
    from mutualaid.services.sample_schedule import sample_schedule
    from mutualaid.services.sample_summary import sample_summary
    from mutualaid.services.sample_supplies import sample_caps, sample_walk_ins
    from mutualaid.services.sampling import fill_sample

    office, _words = create_office(
        folder, passphrase=secrets.token_hex(16), coordinator="demo", progress=_Part(progress, 0, 40)
    )
    try:
        fill_sample(office, **SIZES, seed=SEED, progress=_Part(progress, 40, 60))  # type: ignore[arg-type]
        sample_caps(office)
        plan = make_plan(office, progress=_Part(progress, 60, 100))
        codes = sorted((proposal.need.code, proposal.need.uid) for proposal in plan.proposals)
        accept(office, needs=[uid for _code, uid in codes[::ACCEPTED]])
        for _code, uid in codes[1 :: 4 * ACCEPTED]:
            pin(office, needs=[uid])
        for line in sorted(match_lines(office), key=lambda line: line.need_code)[:: 2 * ACCEPTED]:
            if line.state == "accepted":
                confirm_match(office, uid=line.uid)
        sample_walk_ins(office)
        sample_contacts(office, seed=SEED)
        sample_schedule(office, seed=SEED)
        sample_event(office, seed=SEED)
        sample_partners(office)
        sample_runs(office)
        sample_asks(office, seed=SEED)
        sample_summary(office)
    except BaseException:
        office.close()
        raise
    return office
