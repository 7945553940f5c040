"""A stand-in for logind and the desktops' screen savers, in a process of its own on a private message bus.

`FakeLogin` starts both and tells it what to say; run as a program it is that stand-in. It answers as logind does,
signatures included, prints each inhibitor that is taken or given back, and says what it is told to on its input.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

SESSION = "/org/freedesktop/login1/session/_32"
_LOGIN = "org.freedesktop.login1"
_MANAGER = "org.freedesktop.login1.Manager"
_PATIENCE_S = 20.0
missing = shutil.which("dbus-daemon") is None or sys.platform != "linux"


class FakeLogin:
    """A private bus with a fake logind on it."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "bus"
        self.address = f"unix:path={socket}"
        self.daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", f"--address={self.address}"], stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + _PATIENCE_S
        while not socket.exists():
            assert time.monotonic() < end
            select.select([], [], [], 0.01)
        self.fake = subprocess.Popen(
            [sys.executable, __file__, self.address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._heard = b""
        assert self.next() == "ready"

    def tell(self, what: str) -> None:
        """Have it say something; see `_say`."""
        assert self.fake.stdin is not None
        self.fake.stdin.write(what.encode() + b"\n")

    def heard(self) -> str:
        """The next thing that it printed, "" when there is none yet."""
        assert self.fake.stdout is not None
        while b"\n" not in self._heard:
            if not select.select([self.fake.stdout], [], [], 0)[0]:
                return ""
            self._heard += os.read(self.fake.stdout.fileno(), 4096)
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def next(self) -> str:
        """The next thing that it prints."""
        end = time.monotonic() + _PATIENCE_S
        while not (found := self.heard()):
            assert time.monotonic() < end, "the fake logind said nothing"
            assert self.fake.stdout is not None
            select.select([self.fake.stdout], [], [], 0.1)
        return found

    def close(self) -> None:
        """End both."""
        for one in (self.fake, self.daemon):
            one.terminate()
            one.wait(_PATIENCE_S)
        for end in (self.fake.stdin, self.fake.stdout):
            if end is not None:
                end.close()


def _main(address: str) -> None:
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection

    bus = open_dbus_connection(address, enable_fds=True)
    savers = ("org.freedesktop", "org.gnome", "org.cinnamon", "org.mate", "org.xfce")
    for name in (_LOGIN, *(f"{saver}.ScreenSaver" for saver in savers)):
        bus.send_and_get_reply(message_bus.RequestName(name))
    print("ready", flush=True)
    held: dict[int, str] = {}
    while True:
        ready, _, _ = select.select([bus.sock, sys.stdin, *held], [], [])
        for end in [end for end in held if end in ready]:
            os.close(end)
            print(f"given back {held.pop(end)}", flush=True)
        if sys.stdin in ready:
            line = os.read(0, 4096)
            if not line:
                return
            for words in line.decode().split("\n"):
                _say(bus, words)
        if bus.sock in ready:
            held.update(_answer(bus))


def _say(bus: object, words: str) -> None:
    from jeepney import DBusAddress, new_signal

    what, _, more = words.partition(" ")
    at = DBusAddress("/org/freedesktop/login1", interface=_MANAGER)
    if what in ("sleep", "wake"):
        bus.send(new_signal(at, "PrepareForSleep", "b", (what == "sleep",)))  # type: ignore[attr-defined]
    elif what == "lock":
        bus.send(new_signal(DBusAddress(more or SESSION, interface=f"{_LOGIN}.Session"), "Lock"))  # type: ignore[attr-defined]
    elif what in ("inactive", "active"):
        global active
        active = what == "active"
        properties = DBusAddress(SESSION, interface="org.freedesktop.DBus.Properties")
        changed = (f"{_LOGIN}.Session", {"Active": ("b", active)}, [])
        bus.send(new_signal(properties, "PropertiesChanged", "sa{sv}as", changed))  # type: ignore[attr-defined]
    elif what == "saver":
        name, _, on = more.partition(" ")
        place = DBusAddress("/" + name.replace(".", "/"), interface=name)
        bus.send(new_signal(place, "ActiveChanged", "b", (on == "on",)))  # type: ignore[attr-defined]


active = True


def _answer(bus: object) -> dict[int, str]:
    from jeepney import HeaderFields, MessageType, new_error, new_method_return

    message = bus.receive()  # type: ignore[attr-defined]
    if message.header.message_type != MessageType.method_call:
        return {}
    fields = message.header.fields
    asked = (fields.get(HeaderFields.member), fields.get(HeaderFields.signature, ""), message.body)
    if asked[:2] == ("Inhibit", "ssss") and (asked[2][0], asked[2][3]) == ("sleep", "delay"):
        ours, theirs = os.pipe()
        bus.send(new_method_return(message, "h", (theirs,)))  # type: ignore[attr-defined]
        os.close(theirs)
        print(f"taken {asked[2][1]}", flush=True)
        return {ours: asked[2][1]}
    if asked == ("GetSession", "s", ("auto",)):
        reply = new_method_return(message, "o", (SESSION,))
    elif asked == ("Get", "ss", (f"{_LOGIN}.Session", "Active")):
        reply = new_method_return(message, "v", (("b", active),))
    else:
        reply = new_error(message, "org.freedesktop.DBus.Error.InvalidArgs")
    bus.send(reply)  # type: ignore[attr-defined]
    return {}


if __name__ == "__main__":
    _main(sys.argv[1])
