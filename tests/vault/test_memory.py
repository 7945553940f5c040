"""What a closed vault leaves in the memory of its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder

_CHILD = """
import sys
from pathlib import Path
from mutualaid.vault.keyfile import open_with_passphrase
from mutualaid.vault.layout import StoreFolder

def told(what):
    print(what, flush=True)
    sys.stdin.readline()
vault = open_with_passphrase(StoreFolder(Path(sys.argv[1])), sys.argv[2])
told("open")
vault.close()
told("closed")
"""


def _copies(pid: int, secret: bytes) -> int:
    """How often `secret` stands in the writable memory of a process."""
    found = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            where, rights = line.split()[:2]
            if "w" not in rights:
                continue
            start, end = (int(number, 16) for number in where.split("-"))
            try:
                memory.seek(start)
                found += memory.read(end - start).count(secret)
            except (OSError, ValueError, OverflowError):
                continue
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_closing_takes_the_keys_out_of_the_memory_of_the_process(
    folder: StoreFolder, vault: OpenVault, phrase: str
) -> None:
    root = vault._root
    assert root is not None
    seen = {}
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder.path), phrase],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for state in ("open", "closed"):
            assert child.stdout.readline() == state + "\n"
            try:
                seen[state] = _copies(child.pid, vault.data_key), _copies(child.pid, bytes(root))
            except PermissionError:
                child.kill()
                pytest.skip("this system lets no process read another's memory")
            child.stdin.write("\n")
            child.stdin.flush()
    assert min(seen["open"]) >= 1, "the search must find a key that is there"
    assert seen["closed"][0] == 0
    # HPKE hands the root out as `bytes`, which nobody can overwrite: a freed copy of it may stay.
    assert seen["closed"][1] < seen["open"][1]
