"""What a wheel holds: the package with its words and resources, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_sources_words_and_resources_only(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {file.relative_to(ROOT).as_posix() for file in PACKAGE.rglob("*.py")}
    resources = {
        "mutualaid/" + file.relative_to(ROOT).as_posix()
        for file in (ROOT / "resources").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert sources <= names
    assert resources <= names
    assert "mutualaid/translations/es/LC_MESSAGES/mutualaid.mo" in names
    outside = {name for name in names if not name.startswith(("mutualaid/", "mutualaid-"))}
    assert not outside


def test_the_unpacked_wheel_speaks_spanish(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "from mutualaid import paths; from mutualaid.language.catalog import catalog; "
        "print(paths.__file__, catalog('es').tr('today'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.split() == [str(tmp_path / "mutualaid" / "paths.py"), "hoy"]
