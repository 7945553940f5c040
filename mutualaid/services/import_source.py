"""The file that was imported: where it lies, and deleting it."""

from __future__ import annotations

from pathlib import Path

from mutualaid.records.errors import BadInput, NoSpace

_CLOUDS = ("dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud", "nextcloud", "box sync", "mega")


def source_notice(path: Path) -> str:
    """The code of what to say about the source file: "source_left", "source_in_cloud" or "source_gone"."""
    if not path.is_file():
        return "source_gone"
    parts = " / ".join(part.casefold() for part in path.resolve().parts)
    return "source_in_cloud" if any(cloud in parts for cloud in _CLOUDS) else "source_left"


def delete_source(path: Path) -> str:
    """Delete the imported file, and what a link leads to. Returns the code of the sentence on what that cannot do.

    It does not overwrite: on today's disks that reaches nothing. Raises BadInput("file_missing"), NoSpace.
    """
    try:
        file = path.resolve(strict=True)
        if not file.is_file():
            raise BadInput("file_missing")
        file.unlink()
        if path.is_symlink():
            path.unlink()
    except FileNotFoundError:
        raise BadInput("file_missing") from None
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    return "source_deleted"
