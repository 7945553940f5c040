"""Backups and the way back from one: make, check, list, restore; made by themselves and pruned by rule."""

from __future__ import annotations

from mutualaid.services.backup_care import automatic, due, keep_at, kept_at, prune
from mutualaid.services.backup_checking import BackupCheck, check_backup, examine_backup
from mutualaid.services.backup_making import BackupLine, back_up, listed
from mutualaid.services.restoring import restore

__all__ = [
    "BackupCheck",
    "BackupLine",
    "automatic",
    "back_up",
    "check_backup",
    "due",
    "examine_backup",
    "keep_at",
    "kept_at",
    "listed",
    "prune",
    "restore",
]
