"""A real Secret Service for tests: gnome-keyring-daemon on a message bus of its own, with nothing of the person's."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def secret_service(place: Path) -> Iterator[str]:
    """The address of a bus whose keyring is unlocked and empty; its files lie in `place`."""
    if not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-daemon")):
        pytest.skip("no gnome-keyring-daemon here: ./run setup installs it")
    place.mkdir(mode=0o700, exist_ok=True)
    # HOME too: a keyring of the person's own must be out of reach. No DISPLAY: nobody is asked for anything.
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL")
    }
    own |= {
        name: str(place) for name in ("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    }
    quiet = {"stderr": subprocess.DEVNULL, "env": own}
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1", f"--address=unix:dir={place}"],
        stdout=subprocess.PIPE, text=True, **quiet,
    )  # fmt: skip
    assert bus.stdout is not None
    address = bus.stdout.readline().strip()
    own["DBUS_SESSION_BUS_ADDRESS"] = address
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", f"--control-directory={place}"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **quiet,
    )  # fmt: skip
    assert daemon.stdin is not None
    assert daemon.stdout is not None
    daemon.stdin.write("open sesame")
    daemon.stdin.close()
    daemon.stdout.readline()  # it says where its control socket is once it has its name on the bus
    try:
        yield address
    finally:
        for process in (daemon, bus):
            process.terminate()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def lock(address: str) -> None:
    """Lock the keyring, as a screen saver does."""
    import secretstorage

    before = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
    try:
        with contextlib.closing(secretstorage.dbus_init()) as connection:
            secretstorage.get_default_collection(connection).lock()
    finally:
        os.environ.pop("DBUS_SESSION_BUS_ADDRESS")
        if before is not None:
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = before
