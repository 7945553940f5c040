"""Work in a child process that is killed, refused its system calls, kept short of disk, or written down call by call.

The child is forked from this warm process, so that a round takes milliseconds. strace stands between it and the
system: it kills the child at its n-th changing call, fails that call, or logs every one with its bytes.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mutualaid.papers import tagged
from mutualaid.records.errors import Fault
from tests.durability.places import Place

CHANGES = (
    "write,pwrite64,?pwritev,fsync,fdatasync,ftruncate,?fallocate,?sendfile,?copy_file_range,"
    "?rename,?renameat,?renameat2,?link,?linkat,?unlink,?unlinkat,?mkdir,?mkdirat,?rmdir"
)
"""Calls that change what lies on the disk, or make it last. A leading ? lets a machine be without one."""
_PR_SET_PTRACER, _ANY = 0x59616D61, ctypes.c_ulong(-1)

_PLACED = re.compile(r"pwrite64\(.*, (\d+), (\d+)\) = ")

Tell = Callable[[str], None]
Act = Callable[[Place, Tell], None]

needs_strace = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strace") is None, reason="needs strace on Linux"
)


@dataclass
class Ended:
    """How a child ended: what it had acknowledged by then, and its fault's code and exit code if it met one."""

    told: list[str] = field(default_factory=list)
    done: bool = False
    code: str = ""
    exit_code: int = 0
    crash: str = ""
    killed: bool = False


def run(
    act: Act,
    place: Place,
    *,
    kill_after: float | None = None,
    inject: Sequence[str] = (),
    log: Path | None = None,
    with_bytes: bool = False,
    most_bytes: int | None = None,
    prepare: Callable[[], None] | None = None,
) -> Ended:
    """Do `act` in a child, with the place's folders as its home.

    `kill_after`: seconds until it is killed. `inject`: strace's words for what befalls which call. `log`: where its
    changing calls are written down, `with_bytes` so that they can be done again. `most_bytes`: no file may grow beyond.
    `prepare` runs in the child first.
    """
    ready_in, ready_out = os.pipe()
    heard_in, heard_out = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ready_out)
        os.close(heard_in)
        _be_child(act, place, ready_in, heard_out, most_bytes, prepare)
    os.close(ready_in)
    os.close(heard_out)
    tracer = _trace(pid, inject, log, with_bytes) if inject or log else None
    os.write(ready_out, b"!")
    os.close(ready_out)
    timer = None
    if kill_after is not None:
        timer = threading.Timer(kill_after, os.kill, (pid, signal.SIGKILL))
        timer.start()
    with os.fdopen(heard_in, "rb") as heard:
        lines = heard.read()
    if timer is not None:
        timer.cancel()
        timer.join()
    _, status = os.waitpid(pid, 0)
    if tracer is not None:
        tracer.communicate()
    return _ended(lines, status)


def _be_child(
    act: Act, place: Place, ready: int, heard: int, most_bytes: int | None, prepare: Callable[[], None] | None
) -> None:
    def say(**what: object) -> None:
        # A call that nothing else here makes, so that what befalls the program's writes does not befall this.
        os.writev(heard, [json.dumps(what).encode() + b"\n"])

    try:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)
        os.read(ready, 1)
        tagged._compiled = _paper
        if prepare is not None:
            prepare()
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))
        with place.at_home():
            act(place, lambda token: say(told=token))
        say(done=True)
    except Fault as fault:
        say(code=fault.code, exit_code=fault.exit_code)
    except BaseException:
        say(crash=traceback.format_exc())
    finally:
        os._exit(0)


def _paper(source: bytes, data: Mapping[str, Any]) -> bytes:
    """Stands in for Typst, whose threads a fork of a process that used it does not take along: the child would wait.

    How a paper is set is tried elsewhere; here its bytes only have to be the release's own.
    """
    return b"%PDF-1.7\n" + hashlib.sha256(source).digest() + json.dumps(data).encode()


def _trace(pid: int, inject: Sequence[str], log: Path | None, with_bytes: bool) -> subprocess.Popen[bytes]:
    line = ["strace", "-f", "-qq", "-p", str(pid), "-o", str(log or "/dev/null")]
    line += ["-e", f"trace={CHANGES},openat,lseek,writev" if with_bytes else f"trace={CHANGES}"]
    if with_bytes:
        line += ["-xx", "-y", "-s", str(1 << 26)]
    for words in inject:
        line += ["-e", f"inject={words}"]
    tracer = subprocess.Popen(line, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while not _traced(pid):
        if tracer.poll() is not None:
            os.kill(pid, signal.SIGKILL)
            pytest.fail(f"strace could not attach: {tracer.communicate()[1].decode()}")
    return tracer


def _traced(pid: int) -> bool:
    return "TracerPid:\t0\n" not in Path(f"/proc/{pid}/status").read_text()


def _ended(lines: bytes, status: int) -> Ended:
    ended = Ended(killed=os.WIFSIGNALED(status))
    for line in lines.split(b"\n")[:-1]:
        said = json.loads(line)
        if "told" in said:
            ended.told.append(said["told"])
        for name in ("done", "code", "exit_code", "crash"):
            if name in said:
                setattr(ended, name, said[name])
    return ended


def changing_calls(act: Act, place: Place, log: Path) -> list[str]:
    """The names of the changing calls that `act` makes on its main thread when nothing befalls it, in their order."""
    ended = run(act, place, log=log)
    assert ended.done, ended
    lines = [line.split(maxsplit=1) for line in log.read_text(errors="replace").splitlines()]
    first = lines[0][0]
    return [rest.split("(")[0] for thread, rest in lines if thread == first and "resumed>" not in rest]


def befalls(calls: list[str], number: int, what: str, *, on: bool = False) -> list[str]:
    """strace's words for `what` befalling call `number` (0, 1, ...) of `calls`; with `on`, and every call after it.

    strace counts the calls of each name apart.
    """
    before = Counter(calls[:number])
    if not on:
        return [f"{calls[number]}:{what}:when={before[calls[number]] + 1}"]
    return [f"{name}:{what}:when={before[name] + 1}+" for name in sorted(set(calls))]


def largest_file(log: Path, place: Place) -> int:
    """How large any file became, by the log of `changing_calls` and by what lies there."""
    ends = [int(size) + int(at) for size, at in _PLACED.findall(log.read_text(errors="replace"))]
    return max([*ends, *(file.stat().st_size for file in place.root.rglob("*") if file.is_file())])
