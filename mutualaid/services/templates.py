"""Empty files of our own columns, to be filled in by hand or by another program."""

from __future__ import annotations

from pathlib import Path

from mutualaid.exchange.templates import template
from mutualaid.services.files import write_new


def write_template(*, kind: str, out: Path) -> None:
    """Write the header of a canonical CSV of "needs", "volunteers" or "supplies"."""
    write_new(out, template(kind))
