"""What the program remembers outside the store: language, look, and where the store lies. Nothing about anybody."""

from __future__ import annotations

import json
import os
from collections import UserDict
from dataclasses import asdict, dataclass, field
from pathlib import Path

import platformdirs

from mutualaid.language.catalog import LANGUAGES, system_language

LOOKS = ("system", "light", "dark", "contrast")
"""The looks that a person can choose; `system` follows the desktop's own light or dark."""


@dataclass
class Preferences:
    """Read by `load`, written by `save` to one small readable file. `folder` is where the office's store lies, `looks`
    how pages were last looked at, by page.
    """

    language: str = "en"
    look: str = "system"
    folder: str = ""
    looks: dict[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Path:
        """The store's folder: the chosen one, else the usual place of the system."""
        return Path(self.folder) if self.folder else default_folder()


class Looks(UserDict[str, str]):
    """How pages were last looked at, by page; each change is written down at once."""

    def __init__(self, remembered: Preferences, file: Path | None = None) -> None:
        super().__init__()
        self.data = remembered.looks
        self._remembered, self._file = remembered, file

    def __setitem__(self, page: str, look: str) -> None:
        super().__setitem__(page, look)
        save(self._remembered, self._file)


def default_folder() -> Path:
    """Where a new office lies unless she picks another folder."""
    return Path(platformdirs.user_data_dir("mutualaid", appauthor=False)) / "office"


def preferences_file() -> Path:
    """The file that holds the preferences."""
    return Path(platformdirs.user_config_dir("mutualaid", appauthor=False)) / "window.json"


def load(file: Path | None = None) -> Preferences:
    """The remembered preferences; a missing, broken or foreign file gives the system's language and defaults."""
    fresh = Preferences(language=system_language())
    try:
        found = json.loads((file or preferences_file()).read_text("utf-8"))
    except (OSError, ValueError):
        return fresh
    if not isinstance(found, dict):
        return fresh
    if found.get("language") in LANGUAGES:
        fresh.language = found["language"]
    if found.get("look") in LOOKS:
        fresh.look = found["look"]
    if isinstance(found.get("folder"), str):
        fresh.folder = found["folder"]
    looks = found.get("looks")
    if isinstance(looks, dict):
        fresh.looks = {str(page): look for page, look in looks.items() if isinstance(look, str)}
    return fresh


def save(preferences: Preferences, file: Path | None = None) -> None:
    """Write them whole or not at all; a full disk must not keep her from her work, so failing is silent."""
    target = file or preferences_file()
    beside = target.with_suffix(".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside.write_text(json.dumps(asdict(preferences), indent=1, sort_keys=True), "utf-8")
        os.replace(beside, target)
    except OSError:
        return
