"""What a program did to a folder, call by call with every byte, read from strace's log and done again on a `Disk`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.durability.disk import Disk

_CALL = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<(.*?)>)?")
_UNFINISHED = " <unfinished ...>"
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)", re.DOTALL)
_DESCRIPTOR = re.compile(r"(\d+|AT_FDCWD)<(.*?)>")


class Call(NamedTuple):
    """A system call that succeeded: its name, its arguments as strace writes them, and what it returned."""

    name: str
    arguments: list[str]
    returned: int
    path: str
    """Of the descriptor that was returned, if one was."""


def calls(log: Path) -> Iterator[Call]:
    """The calls of a log in the order in which they ended."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii", errors="replace") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.endswith(_UNFINISHED):
                begun[line.split()[0]] = line.removesuffix(_UNFINISHED)
                continue
            resumed = _RESUMED.match(line)
            if resumed:
                line = begun.pop(resumed[1]) + resumed[3]
            found = _CALL.match(line)
            if found and int(found[4]) >= 0:
                yield Call(found[2], found[3].split(", "), int(found[4]), _text(found[5] or ""))


def _text(words: str) -> str:
    """What strace wrote as \\x pairs."""
    return bytes.fromhex(words.strip('"').replace("\\x", "")).decode("utf-8", "surrogateescape")


def _bytes(words: str) -> bytes:
    assert not words.endswith("..."), "strace cut the bytes short"
    return bytes.fromhex(words.strip('"').replace("\\x", ""))


def _of_descriptor(words: str) -> tuple[str, str]:
    found = _DESCRIPTOR.match(words)
    return (found[1], _text(found[2])) if found and not words.endswith("(deleted)") else (words, "")


def _at(words: list[str]) -> str:
    """The path of a call that takes a folder's descriptor and a path."""
    folder, path = _of_descriptor(words[0])[1], _text(words[1])
    return path if path.startswith("/") else f"{folder}/{path}"


def path_of(words: str) -> str:
    """The path of a descriptor, "" when what it leads to has no name any more."""
    return _of_descriptor(words)[1]


def target_of(call: Call) -> str:
    """The new name in a call that renames or links."""
    at = {"renameat": 2, "renameat2": 2, "linkat": 2}.get(call.name)
    return _text(call.arguments[1]) if at is None else _at(call.arguments[at : at + 2])


def data_of(call: Call) -> bytes:
    """What a call wrote."""
    if "v" in call.name:
        parts = re.findall(r'iov_base="((?:\\x[0-9a-f]{2})*)"', ", ".join(call.arguments))
        return b"".join(map(_bytes, parts))[: call.returned]
    return _bytes(call.arguments[1])[: call.returned]


class Replay:
    """Does a log's calls again on a disk, one at a time. `told` are the tokens that the program had acknowledged."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._positions: dict[str, int] = {}
        self.heard = b""

    def do(self, call: Call) -> bool:
        """Do one call; whether it changed anything on the disk or told anything."""
        does: Callable[[Call], bool] | None = getattr(self, f"_{call.name}", None)
        return does(call) if does is not None else False

    def _openat(self, call: Call) -> bool:
        self._positions[str(call.returned)] = 0
        flags = call.arguments[2].split("|")
        if call.path not in self._disk or "O_TMPFILE" in flags:
            return False
        if "O_APPEND" in flags:
            self._positions[str(call.returned)] = len(self._disk.file(call.path).live)
        if "O_CREAT" in flags:
            self._disk.create(call.path)
        if "O_TRUNC" in flags and self._disk.file(call.path).live:
            self._disk.file(call.path).resize(0)
        return "O_CREAT" in flags

    def _lseek(self, call: Call) -> bool:
        self._positions[_of_descriptor(call.arguments[0])[0]] = call.returned
        return False

    def _write(self, call: Call) -> bool:
        descriptor, path = _of_descriptor(call.arguments[0])
        data = data_of(call)
        if path not in self._disk:
            return False
        at = self._positions.get(descriptor, 0)
        self._disk.file(path).write(at, data)
        self._positions[descriptor] = at + len(data)
        return True

    def _writev(self, call: Call) -> bool:
        assert _of_descriptor(call.arguments[0])[1].startswith("pipe:"), "only the harness was thought to use it"
        self.heard += data_of(call)
        return True

    def _pwrite64(self, call: Call) -> bool:
        path = _of_descriptor(call.arguments[0])[1]
        if path not in self._disk or path.endswith("-shm"):
            return False
        self._disk.file(path).write(int(call.arguments[3]), data_of(call))
        return True

    def _ftruncate(self, call: Call) -> bool:
        path = _of_descriptor(call.arguments[0])[1]
        if path not in self._disk or path.endswith("-shm"):
            return False
        self._disk.file(path).resize(int(call.arguments[1]))
        return True

    def _fsync(self, call: Call) -> bool:
        path = _of_descriptor(call.arguments[0])[1]
        if path not in self._disk:
            return False
        self._disk.sync(path)
        return True

    _fdatasync = _fsync

    def _sendfile(self, call: Call) -> bool:
        descriptor, path = _of_descriptor(call.arguments[0])
        source = _of_descriptor(call.arguments[1])[1]
        if path not in self._disk:
            return False
        start, at = int(call.arguments[2].split("]")[0].strip("[")), self._positions.get(descriptor, 0)
        whole = self._disk.file(source).live if source in self._disk else Path(source).read_bytes()
        self._disk.file(path).write(at, bytes(whole[start : start + call.returned]))
        self._positions[descriptor] = at + call.returned
        return True

    def _copy_file_range(self, call: Call) -> bool:
        assert not any(_of_descriptor(words)[1] in self._disk for words in call.arguments), f"cannot follow {call.name}"
        return False

    _fallocate = _pwritev = _copy_file_range

    def _moved(self, old: str, new: str) -> bool:
        if new not in self._disk:
            return False
        self._disk.rename(old, new)
        return True

    def _rename(self, call: Call) -> bool:
        return self._moved(_text(call.arguments[0]), _text(call.arguments[1]))

    def _renameat(self, call: Call) -> bool:
        return self._moved(_at(call.arguments[:2]), _at(call.arguments[2:4]))

    _renameat2 = _renameat

    def _linked(self, old: str, new: str) -> bool:
        if new not in self._disk:
            return False
        self._disk.link(old, new)
        return True

    def _link(self, call: Call) -> bool:
        return self._linked(_text(call.arguments[0]), _text(call.arguments[1]))

    def _linkat(self, call: Call) -> bool:
        return self._linked(_at(call.arguments[:2]), _at(call.arguments[2:4]))

    def _gone(self, path: str) -> bool:
        if path not in self._disk:
            return False
        self._disk.unlink(path)
        return True

    def _unlink(self, call: Call) -> bool:
        return self._gone(_text(call.arguments[0]))

    _rmdir = _unlink

    def _unlinkat(self, call: Call) -> bool:
        return self._gone(_at(call.arguments[:2]))

    def _made(self, path: str) -> bool:
        if path not in self._disk:
            return False
        self._disk.make_folder(path)
        return True

    def _mkdir(self, call: Call) -> bool:
        return self._made(_text(call.arguments[0]))

    def _mkdirat(self, call: Call) -> bool:
        return self._made(_at(call.arguments[:2]))
