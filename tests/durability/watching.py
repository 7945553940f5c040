"""Programs run under strace: every file that they open for writing, every byte that they write, every socket."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.durability.places import HOMES, Place
from tests.durability.recording import calls, data_of, path_of, target_of

ROOT = Path(__file__).resolve().parents[2]
_TRACED = "openat,?open,?creat,write,pwrite64,?pwritev,?writev,?rename,?renameat,?renameat2,?link,?linkat,socket"
_SOCKET = re.compile(r"\bsocket\((AF_\w+)")
INTERNET = {"AF_INET", "AF_INET6"}


@dataclass
class Seen:
    """What was seen of programs: files opened for writing, what was written to each, families of sockets."""

    programs: int = 0
    files: dict[str, list[bytes]] = field(default_factory=dict)
    sockets: list[str] = field(default_factory=list)

    def read(self, log: Path) -> None:
        """Take in one log."""
        self.programs += 1
        for call in calls(log):
            if call.name in ("openat", "open", "creat"):
                flags = call.arguments[-1 if call.name == "open" else 2]
                if call.name == "creat" or re.search("O_WRONLY|O_RDWR|O_CREAT", flags):
                    self.files.setdefault(call.path, [])
            elif "rename" in call.name or "link" in call.name:
                self.files.setdefault(target_of(call), [])
            elif call.name != "socket":
                path = path_of(call.arguments[0])
                if path.startswith("/"):
                    self.files.setdefault(path, []).append(data_of(call))
        self.sockets += _SOCKET.findall(log.read_text("ascii", "replace"))


def environment(place: Place) -> dict[str, str]:
    """The person's own folders are the place's, and nothing of this test's settings goes along."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST", "XDG"))}
    homes = {name: str(place.root / "home" / name.lower()) for name in HOMES}
    for folder in homes.values():
        Path(folder).mkdir(parents=True, exist_ok=True)
    own = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}  # compiled Python is not a file of the program's
    return {**kept, **homes, **own, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def watched(place: Place, seen: Seen, *words: object, secret: str = "", second: str = "", code: int = 0) -> str:
    """Run this Python with `words` in the place's work folder; gives what it printed.

    `secret` comes on standard input, and a `second` one on a descriptor whose number is put for the word SECOND.
    """
    reading, writing = os.pipe()
    os.write(writing, second.encode())
    os.close(writing)
    try:
        return _watched(place, seen, [reading if word == "SECOND" else word for word in words], secret, reading, code)
    finally:
        os.close(reading)


def _watched(place: Place, seen: Seen, words: list[object], secret: str, second: int, code: int) -> str:
    log = place.root / "trace.log"
    work = place.root / "work"
    work.mkdir(exist_ok=True)
    line = ["strace", "-f", "--seccomp-bpf", "-qq", "-xx", "-y", "-s", str(1 << 26), "-e", f"trace={_TRACED}"]
    done = subprocess.run(
        [*line, "-o", str(log), sys.executable, *map(str, words)],
        cwd=work,
        env=environment(place),
        input=secret,
        pass_fds=(second,),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == code, (words, done.returncode, done.stderr)
    seen.read(log)
    log.unlink()
    return done.stdout
