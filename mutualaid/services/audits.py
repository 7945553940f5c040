"""Attack released folders with nothing but their files. Opens no store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mutualaid.progress import SILENT, Progress
from mutualaid.summaries.audit import AuditReport, audit


def audit_folders(*, folders: Sequence[Path], progress: Progress = SILENT) -> AuditReport:
    """What an expert could learn from these folders together. Raises BadInput when one cannot be read."""
    return audit(list(folders), progress=progress)
