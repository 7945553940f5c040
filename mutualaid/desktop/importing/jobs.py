"""The work of the import, off the window's thread: each ends in `then`, in a fault, or stopped by her."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from mutualaid.desktop.importing.state import Remarks, remarks
from mutualaid.desktop.importing.told import Asked, Told
from mutualaid.desktop.page import Context
from mutualaid.language.catalog import tr
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.import_look import FileLook
    from mutualaid.services.importing import Decision, ImportPreview, ImportResult, PastImport, Undone

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Jobs:
    """Starts the work for one window; answers that come after it closed are dropped by `tasks`."""

    context: Context
    owner: QObject
    fail: Callable[[Fault], None]
    stopped: Callable[[str], None]

    def look(self, asked: Asked, then: Callable[[FileLook], None]) -> None:
        """Open a file and look at its columns."""
        office = self.context.office

        def work(progress: Progress) -> FileLook:
            from mutualaid.services.import_look import look_at_file

            return look_at_file(
                office, path=asked.path, preset=asked.preset, kind=asked.kind, sheet=asked.sheet, progress=progress
            )

        self._compute(work, then, tr("Reading the file…"))

    def preview(self, told: Told, then: Callable[[tuple[ImportPreview, Remarks]], None]) -> None:
        """Find out what importing would do, and what is to be said of its rows."""
        office, today, asked = self.context.office, self.context.today(), told.asked
        mapping = told.mapping()

        def work(progress: Progress) -> tuple[ImportPreview, Remarks]:
            from mutualaid.services.importing import preview_import

            preview = preview_import(
                office, path=asked.path, preset=asked.preset if mapping is None else "auto", mapping=mapping,
                sheet=told.look.sheet or None, today=today, progress=progress,
            )  # fmt: skip
            return preview, remarks(preview.warnings, preview.rejected)

        self._compute(work, then, tr("Reading the file…"))

    def run(
        self,
        preview: ImportPreview,
        decisions: Mapping[int, Decision],
        then: Callable[[tuple[ImportResult, Remarks, str]], None],
    ) -> None:
        """Import: all of it, or nothing. `then` gets the result, what is said of rows, and the notice's code."""
        office, today = self.context.office, self.context.today()

        def work(progress: Progress) -> tuple[ImportResult, Remarks, str]:
            from mutualaid.services.importing import run_import, source_notice

            result = run_import(office, preview=preview, decisions=decisions, today=today, progress=progress)
            return result, remarks(result.warnings, result.rejected), source_notice(preview.path)

        self._write_long(work, then, tr("Importing…"), tr("Stopped. Nothing was imported."))

    def undo(self, uid: str, then: Callable[[Undone], None]) -> None:
        """Take a whole import back."""
        office = self.context.office

        def work(progress: Progress) -> Undone:
            from mutualaid.services.importing import undo_import

            return undo_import(office, undo=uid, progress=progress)

        self._write_long(work, then, tr("Taking the import back…"), tr("Stopped. Nothing was changed."))

    def past(self, then: Callable[[Sequence[PastImport]], None]) -> None:
        """Read which imports there were."""
        office = self.context.office

        def work() -> Sequence[PastImport]:
            from mutualaid.services.importing import past_imports

            return past_imports(office)

        self.context.tasks.read(work, then, owner=self.owner, fail=self.fail)

    def forget(self, told: Told, then: Callable[[Changed], None]) -> None:
        """Forget how files of this shape were read before."""
        office, headers = self.context.office, told.look.headers

        def work() -> Changed:
            from mutualaid.services.import_memory import forget_mapping

            return forget_mapping(office, headers=headers)

        self.context.tasks.write(work, then, owner=self.owner, fail=self.fail)

    def rejects(self, result: ImportResult, path: Path, then: Callable[[None], None]) -> None:
        """Write the rows that were turned away into a new file."""
        office = self.context.office

        def work() -> None:
            from mutualaid.services.importing import save_rejects

            save_rejects(office, result=result, path=path)

        self.context.tasks.write(work, then, owner=self.owner, fail=self.fail)

    def delete(self, path: Path, then: Callable[[str], None]) -> None:
        """Delete the file that was imported; `then` gets the code of what that cannot do."""

        def work() -> str:
            from mutualaid.services.importing import delete_source

            return delete_source(path)

        self.context.tasks.write(work, then, owner=self.owner, fail=self.fail)

    def _compute(self, work: Callable[[Progress], Answer], then: Callable[[Answer], None], title: str) -> None:
        self.context.tasks.compute(
            work, then, owner=self.owner, title=title, fail=self.fail,
            stopped=lambda: self.stopped(tr("Stopped. Nothing was imported.")),
        )  # fmt: skip

    def _write_long(
        self, work: Callable[[Progress], Answer], then: Callable[[Answer], None], title: str, stopped: str
    ) -> None:
        self.context.tasks.write_long(
            work, then, owner=self.owner, title=title, fail=self.fail, stopped=lambda: self.stopped(stopped)
        )
