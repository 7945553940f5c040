"""Who may import whom, how long a file may be, and what must start fast."""

from __future__ import annotations

import ast
import subprocess
import sys
import warnings

import pytest

from tests.architecture.sources import PACKAGE, ROOT, imports, module_name, trees

NETWORK = (
    "socket", "ssl", "http", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib",
    "imaplib", "poplib", "telnetlib", "socketserver", "xmlrpc", "webbrowser",
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets",
)  # fmt: skip

LIGHT_ROOMS = ("language", "matching", "summaries", "vault")
LIGHT_DOORS = (
    "cli/solve.py",
    "cli/audit.py",
    "cli/intake.py",
    "desktop/unlock*.py",
    "desktop/unlock/*.py",
    "__main__.py",
)


def light_modules() -> list[str]:
    """Modules that a person waits for before anything is shown, and so must not load the two seconds of SQLModel."""
    files = [file for room in LIGHT_ROOMS for file in sorted((PACKAGE / room).rglob("*.py"))]
    files += [file for door in LIGHT_DOORS for file in sorted(PACKAGE.glob(door))]
    return [module_name(file.relative_to(ROOT).as_posix()) for file in files]


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)


def test_every_contract_between_rooms_is_kept() -> None:
    # In a process of its own: the linter sets up logging for itself.
    done = run_python("import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr


def test_no_module_can_reach_a_network() -> None:
    named = {(path, name) for path, tree in trees().items() for name in imports(tree)}
    assert len(named) > 1000
    assert not {one for one in named for bad in NETWORK if one[1] == bad or one[1].startswith(bad + ".")}


@pytest.mark.filterwarnings("default:long file")
def test_files_stay_short() -> None:
    lengths = {
        path: len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in [*trees(), *(str(file.relative_to(ROOT)) for file in (ROOT / "packaging").glob("*.py"))]
    }
    long = {path: lines for path, lines in lengths.items() if lines > 300}
    if long:
        warnings.warn(f"long file: {long}", stacklevel=1)
    assert not {path: lines for path, lines in long.items() if lines > 400}


def test_the_shell_of_the_window_stays_small() -> None:
    shells = [path for path in trees() if path.endswith("desktop/shell.py")]
    assert all(len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 300 for path in shells)


def test_packages_import_nothing() -> None:
    loaded = {path: list(imports(tree)) for path, tree in trees().items() if path.endswith("__init__.py")}
    assert len(loaded) >= 12
    assert not {path: names for path, names in loaded.items() if names}


def test_imports_are_absolute() -> None:
    relative = [
        path
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


def test_what_must_start_fast_loads_no_table_models() -> None:
    modules = light_modules()
    assert "mutualaid.language.catalog" in modules
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        "    heavy = {'sqlmodel', 'sqlalchemy', 'pydantic'} & set(sys.modules)\n"
        "    assert not heavy, (name, heavy)\n"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr


def light_commands() -> list[list[str]]:
    """The help of the program, and of those of its commands that must start at once."""
    commands = [name for name in ("solve", "audit", "intake") if (PACKAGE / "cli" / f"{name}.py").exists()]
    assert commands
    return [["--help"], *([name, "--help"] for name in commands)]


@pytest.mark.parametrize("arguments", light_commands())
def test_help_loads_no_table_models(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from mutualaid.__main__ import main\n"
        f"sys.argv = ['mutualaid', *{arguments!r}]\n"
        "try:\n"
        "    status = main()\n"
        "except SystemExit as end:\n"
        "    status = end.code\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'PySide6'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert not status, status\n"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    assert "mutualaid" in done.stdout


def test_loading_the_words_does_not_load_babel() -> None:
    code = "import mutualaid.language.formats, mutualaid.language.errors, sys; assert 'babel' not in sys.modules"
    done = run_python(code)
    assert done.returncode == 0, done.stderr
