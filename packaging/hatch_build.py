"""Build hook: compiles the catalogues, and puts them and the resources inside the wheel.

`mutualaid.paths` finds both folders beside the package in a checkout and inside it in a wheel.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Compiles every .po; a wheel takes the results along, an editable install leaves them in the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the files of a target are gathered."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "packaging"))
        import words

        compiled = words.compile_all()
        if self.target_name != "wheel" or version == "editable":
            return
        include: dict[str, str] = build_data["force_include"]
        for file in compiled:
            include[str(file)] = f"mutualaid/{file.relative_to(root).as_posix()}"
        if (root / "resources").is_dir():
            include[str(root / "resources")] = "mutualaid/resources"
