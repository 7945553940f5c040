"""The program in a real window on a screen of its own: X key events go in, the accessibility tree tells what came.

Nothing here knows the program from inside. Keys are sent by xdotool as a keyboard sends them; what has the focus,
what it is called and what it holds is read as a screen reader reads it, over a private message bus. Whatever is waited
for is waited for by looking, never by a guess at how long it takes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

if sys.platform == "linux":  # keyring brings it there
    from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, Message, new_method_call
    from jeepney.io.blocking import DBusConnection, open_dbus_connection
    from jeepney.wrappers import unwrap_msg

PATIENCE_S = 40.0
"""How long anything may take, on a laptop that is busy with other things too."""
NEEDED = ("Xvfb", "xdotool", "setxkbmap", "dbus-daemon")
_LOOK_S = 0.03
_TOP, _BOTTOM = 8, 760
"""Between which heights of the screen something can be clicked."""
_ROOT = "/org/a11y/atspi/accessible/root"
_ATSPI = "org.a11y.atspi"
_ACTIVE, _FOCUSED, _SHOWING = 1, 12, 25
_FEW = 60
"""What holds more than so many things is a list, whose lines never have the focus on their own."""
_LISTS = {"table", "tree", "tree table", "list", "list box"}
_LINES = {"cell", "table cell", "list item", "tree item"}
_UNSURE = re.compile(r"[^ -~]+|[?()]")
"""What a title on X may hold otherwise than it is written, or a pattern means something by."""
_DEAD = {"\u0301": "dead_acute", "\u0308": "dead_diaeresis", "\u0303": "dead_tilde"}
Found = TypeVar("Found")


def missing() -> list[str]:
    """The programs that a real window needs and this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


def until(look: Callable[[], Found], what: Callable[[], str] | str, patience: float = PATIENCE_S) -> Found:
    """Look again and again until something is found; fails saying what was waited for."""
    end = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not in {patience:g} s: {what() if callable(what) else what}")
        time.sleep(_LOOK_S)


class Thing(NamedTuple):
    """Something on the screen: its path on the bus, what it is, and what it is called."""

    path: str
    role: str
    name: str


class Reader:
    """Reads the program's windows as a screen reader does."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus
        self._program = ""
        self._roles: dict[str, str] = {}

    def _asked(self, path: str, interface: str, method: str, form: str = "", *given: object) -> Message:
        return new_method_call(DBusAddress(path, self._program, interface), method, form, given)

    def _call(self, *asked: Any) -> Any:
        return self._all([self._asked(*asked)])[0]

    def _all(self, questions: Sequence[Message]) -> list[Any]:
        """The answers to questions that are all asked before the first answer is waited for: a window is hundreds."""
        numbers = [next(self._bus.outgoing_serial) for _ in questions]
        for number, question in zip(numbers, questions, strict=True):
            self._bus.send(question, serial=number)
        waiting: dict[int, Message] = {}
        missing, end = set(numbers), time.monotonic() + PATIENCE_S
        while missing:
            message = self._bus.receive(timeout=max(end - time.monotonic(), 0.001))
            number = message.header.fields.get(HeaderFields.reply_serial)
            if number in missing:
                missing.discard(number)
                waiting[number] = message
        return [unwrap_msg(waiting[number])[0] for number in numbers]

    def find_program(self) -> bool:
        """Whether the program has come to the bus."""
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        (names,) = unwrap_msg(self._bus.send_and_get_reply(new_method_call(bus, "ListNames")))
        for name in names:
            if name.startswith(":") and name != self._bus.unique_name:
                self._program = name
                try:
                    return bool(self._children(_ROOT))
                except DBusErrorResponse:
                    continue
        return False

    def _children(self, *paths: str) -> list[str]:
        """The children of all of them, one after another."""
        return [child for children in self._families(paths) for child in children]

    def _families(self, paths: Sequence[str]) -> list[list[str]]:
        asked = [self._asked(path, f"{_ATSPI}.Accessible", "GetChildren") for path in paths]
        return [[child for _bus, child in children] for children in self._all(asked)]

    def _with(self, state: int, paths: Sequence[str]) -> list[tuple[str, int]]:
        """Those of the paths that have the state, with all their states."""
        asked = [self._asked(path, f"{_ATSPI}.Accessible", "GetState") for path in paths]
        states = [int(low) | int(high) << 32 for low, high in self._all(asked)]
        return [(path, one) for path, one in zip(paths, states, strict=True) if one >> state & 1]

    def _things(self, paths: Sequence[str]) -> list[Thing]:
        new = [path for path in paths if path not in self._roles]
        roles = [self._asked(path, f"{_ATSPI}.Accessible", "GetRoleName") for path in new]
        self._roles.update(zip(new, map(str, self._all(roles)), strict=True))
        ask = ("org.freedesktop.DBus.Properties", "Get", "ss", f"{_ATSPI}.Accessible", "Name")
        names = self._all([self._asked(path, *ask) for path in paths])
        return [Thing(path, self._roles[path], str(name[1])) for path, name in zip(paths, names, strict=True)]

    def things(self) -> Iterator[Thing]:
        """Everything on view, level by level, in the window in use only; lists are not read line by line."""
        try:
            windows = self._with(_SHOWING, self._children(_ROOT))
            level = [path for path, state in windows if state >> _ACTIVE & 1] or [path for path, _ in windows]
            while level:
                on_view = self._things([path for path, _state in self._with(_SHOWING, level)])
                yield from on_view
                level = self._children(*(thing.path for thing in on_view if thing.role not in _LISTS))
        except DBusErrorResponse:
            return  # a window went while it was read; whoever waits looks again

    def focused(self) -> Thing | None:
        """What has the keyboard: of what says so of itself, what comes last in the window."""
        try:
            windows = [path for path, _state in self._with(_ACTIVE, self._children(_ROOT))]
            level: dict[str, tuple[int, ...]] = {path: (at,) for at, path in enumerate(windows)}
            found: dict[tuple[int, ...], str] = {}
            while level:
                on_view = self._with(_SHOWING, list(level))
                found |= {level[path]: path for path, state in on_view if state >> _FOCUSED & 1}
                families = self._families([path for path, _state in on_view])
                level = {
                    child: (*level[path], at)
                    for (path, _state), children in zip(on_view, families, strict=True)
                    if len(children) <= _FEW
                    for at, child in enumerate(children)
                }
            places = sorted(found, reverse=True)
            last = self._things([found[place] for place in places])
            told = (thing for place, thing in zip(places, last, strict=True) if _tells(thing, place[:-1] in found))
            return next(told, last[0] if last else None)
        except DBusErrorResponse:
            return None

    def sees(self, words: str) -> bool:
        """Whether some label, button or field on view says these words, wherever a line must not break in them."""
        return any(words in thing.name.replace("\u00a0", " ") for thing in self.things())

    def pops_up(self, words: str) -> bool:
        """Whether a line of a list that lies over the window in use says these words."""
        try:
            windows = self._with(_SHOWING, self._children(_ROOT))
            over = [path for path, state in windows if not state >> _ACTIVE & 1]
            return any(words in line.name for line in self._things(self._children(*over)))
        except DBusErrorResponse:
            return False

    def lines(self, name: str) -> dict[str, Thing]:
        """What lies in the list or table called so, by its text."""
        things = list(self.things())
        found = [thing for thing in things if thing.name == name and thing.role in ("table", "list")]
        assert found, [thing.name for thing in things]
        return {thing.name: thing for thing in self._things(self._children(found[0].path))}

    def find(self, name: str, role: str = "") -> Thing | None:
        """What is called so (or begins so), outside of lists; what is called exactly so goes first."""
        alike = [thing for thing in self.things() if thing.name.startswith(name) and role in thing.role]
        return next((thing for thing in alike if thing.name == name), alike[0] if alike else None)

    def line(self, list_name: str, text: str) -> Thing | None:
        """The line (or cell) of the list or table called so that holds the text."""
        things = [thing for thing in self.things() if thing.name == list_name and thing.role in _LISTS]
        for thing in things:
            for line in self._things(self._children(thing.path)):
                if text in line.name:
                    return line
        return None

    def place(self, thing: Thing) -> tuple[int, int, int, int]:
        """Where it is on the screen: left, top, width, height."""
        x, y, wide, high = self._call(thing.path, f"{_ATSPI}.Component", "GetExtents", "u", 0)
        return x, y, wide, high

    def text(self, thing: Thing) -> str:
        """What a field holds."""
        try:
            return str(self._call(thing.path, f"{_ATSPI}.Text", "GetText", "ii", 0, -1))
        except DBusErrorResponse:
            return ""


def _tells(thing: Thing, within: bool) -> bool:
    """Whether what says that it has the focus is where the keyboard is. `within`: what it lies in says so too. A list's
    current line always does, and so does the nameless part that a box of several lines holds.
    """
    return within if thing.role in _LINES else bool(thing.role != "filler" or thing.name)


class RealWindow:
    """The program, started on a screen of its own, and a person at its keyboard."""

    def __init__(self, folder: Path, environment: Mapping[str, str], pictures: Path | None = None) -> None:
        self.folder = folder
        self._log = (folder / "said.txt").open("w+b")
        self._pictures, self._taken = pictures, 0
        self._known: set[str] = set()
        self._running: list[subprocess.Popen[bytes]] = []
        self._bus: DBusConnection | None = None
        try:
            self._start(folder, environment)
        except BaseException:
            self.close()
            raise

    def _start(self, folder: Path, environment: Mapping[str, str]) -> None:
        ours, theirs = os.pipe()
        screen = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x860x24", "-nolisten", "tcp", "-noreset"]
        self._run(screen, os.environ, pass_fds=(theirs,))
        os.close(theirs)
        with os.fdopen(ours) as told:
            display = f":{told.readline().strip()}"
        # Spanish as it is typed in Latin America, dead keys and all.
        subprocess.run(["setxkbmap", "-display", display, "-layout", "latam"], check=True, timeout=PATIENCE_S)
        socket = folder / "bus"
        address = f"unix:path={socket}"
        self._run(["dbus-daemon", "--session", "--nofork", f"--address={address}"], os.environ)
        until(socket.exists, "the message bus")
        self._bus = open_dbus_connection(address)
        self.reader = Reader(self._bus)
        self.environment = {
            **os.environ, **environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8",
            "DBUS_SESSION_BUS_ADDRESS": address, "AT_SPI_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }  # fmt: skip
        self.program = self._run([sys.executable, "-m", "mutualaid"], self.environment)
        until(self._came, "the program's window")

    def _run(
        self, command: list[str], environment: Mapping[str, str], pass_fds: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        started = subprocess.Popen(command, env=environment, pass_fds=pass_fds, stdout=self._log, stderr=self._log)
        self._running.append(started)
        return started

    def _came(self) -> bool:
        assert self.program.poll() is None, f"the program ended: {self.said()}"
        return self.reader.find_program()

    def said(self) -> str:
        """What the program and its helpers wrote to the terminal."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def close(self) -> None:
        """End whatever still runs."""
        if self._bus is not None:
            self._bus.close()
        for one in reversed(self._running):
            if one.poll() is None:
                one.terminate()
            one.wait(PATIENCE_S)
        self._log.close()

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return done.stdout

    def enter_window(self, title: str) -> None:
        """A window with that title has come. It gets the keyboard, as from any window manager."""

        sure = _UNSURE.sub(".*", title)

        def new() -> str:
            found = self._xdotool("search", "--onlyvisible", "--name", f"^{sure}$").split()
            return next((window for window in found if window not in self._known), "")

        window = until(new, f"a window called {title}")
        self._known.add(window)
        self._xdotool("windowfocus", "--sync", window)
        until(self.reader.focused, lambda: f"the focus in the window {title}")

    def back_to(self, title: str) -> None:
        """Give the keyboard to a window that is there already, as a click on its frame does."""
        (window, *_more) = self._xdotool("search", "--onlyvisible", "--name", f"^{_UNSURE.sub('.*', title)}$").split()
        self._xdotool("windowfocus", "--sync", window)

    def enter_newest(self, title: str, words: str) -> None:
        """Windows with that title come and go; the last of them shows the words. It gets the keyboard."""

        def there() -> bool:
            windows = self._xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()
            self._known.update(windows)
            if not windows or not self.reader.sees(words):
                return False
            self._xdotool("windowfocus", windows[-1])
            return self.reader.focused() is not None

        until(there, lambda: f"a window called {title} that says {words}")

    def press(self, *keys: str) -> None:
        """Press keys by their X names, such as Tab or ctrl+5."""
        self._xdotool("key", "--delay", "25", *keys)

    def write(self, text: str) -> None:
        """Type into the field that has the focus, accents by their dead keys, and wait until it holds the text."""
        field = until(self.reader.focused, "a field to type into")
        for letter in text:
            base, *marks = unicodedata.normalize("NFD", letter)
            if marks and letter not in "ñÑ":
                self.press(_DEAD[marks[0]], base)
            else:
                self._xdotool("type", "--delay", "25", letter)
        until(
            lambda: text in self.reader.text(field),  # an amount is followed by its unit
            lambda: f"“{text}” in {field.name}, which holds “{self.reader.text(field)}”",
        )

    def write_covered(self, text: str) -> None:
        """Type into a field that does not show what it holds."""
        self._xdotool("type", "--delay", "25", text)

    def scan(self, code: str) -> None:
        """Hold a barcode before the scanner, which types it faster than fingers do, and ends it with Enter."""
        self._xdotool("type", "--args", "1", "--delay", "4", code, "key", "Return")

    def click(self, name: str, role: str = "", *, times: int = 1) -> None:
        """Click what is called so, in its middle."""
        thing = until(lambda: self.reader.find(name, role), lambda: f"something called {name}")
        self.click_at(*self._in_sight(thing), times=times)

    def click_line(self, list_name: str, text: str, *, times: int = 1) -> None:
        """Click the line of a list or table that holds the text."""
        thing = until(lambda: self.reader.line(list_name, text), lambda: f"a line with {text} in {list_name}")
        self.click_at(*self._middle(thing), times=times)

    def click_at(self, x: int, y: int, *, times: int = 1) -> None:
        """Click a spot of the screen."""
        self._xdotool("mousemove", str(x), str(y))
        self._xdotool("click", "--repeat", str(times), "--delay", "60", "1")

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at one spot, move in steps as a hand does, and let go at another."""
        self.hold(start, end)
        self.let_go()

    def hold(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at one spot and move to another in steps; the button stays down."""
        self._xdotool("mousemove", *map(str, start), "mousedown", "1")
        for step in range(1, 9):
            x, y = (round(a + (b - a) * step / 8) for a, b in zip(start, end, strict=True))
            self._xdotool("mousemove", str(x), str(y))
            time.sleep(_LOOK_S)

    def let_go(self) -> None:
        """Let go of what is dragged."""
        self._xdotool("mouseup", "1")

    def _in_sight(self, thing: Thing) -> tuple[int, int]:
        """Turn the wheel over where it lies until its middle can be seen, below the bar and above the window's end."""
        x, y = self._middle(thing)
        for _ in range(60):
            if _TOP < y < _BOTTOM:
                break
            self._xdotool("mousemove", str(x), str((_TOP + _BOTTOM) // 2), "click", "5" if y >= _BOTTOM else "4")
            x, y = self._middle(thing)
        return x, y

    def _middle(self, thing: Thing) -> tuple[int, int]:
        x, y, wide, high = self.reader.place(thing)
        return x + wide // 2, y + high // 2

    def tab_to(self, name: str, most: int = 60) -> Thing:
        """Press Tab until what is called so (or begins so) has the focus."""
        now = until(self.reader.focused, "something that has the focus")
        passed = [now.name]
        for _ in range(most):
            if now.name.startswith(name):
                return now
            self.press("Tab")
            before = now
            now = until(lambda before=before: self._elsewhere(before), f"Tab to leave {before.name}")  # type: ignore[misc]
            passed.append(now.name)
        raise AssertionError(f"Tab does not reach {name}, only {passed}")

    def _elsewhere(self, before: Thing) -> Thing | None:
        now = self.reader.focused()
        return now if now is not None and now.path != before.path else None

    def wait_for(self, words: str) -> None:
        """Wait until the words are on view."""
        until(lambda: self.reader.sees(words), f"“{words}” on view")

    def wait_for_focus(self, name: str, role: str = "") -> None:
        """Wait until what is called so (and is such a thing) has the focus."""

        def there() -> bool:
            now = self.reader.focused()
            return now is not None and now.name.startswith(name) and role in now.role

        until(there, lambda: f"the focus on {name or role}; it is on {self.reader.focused()}")

    def picture(self, name: str) -> None:
        """Keep a picture of the screen for people to look at, where a folder was named for it."""
        if self._pictures is None:
            return
        self._taken += 1
        file = self._pictures / f"{self._taken:02}-{name}.png"
        program = (
            "import sys; from PySide6.QtGui import QGuiApplication as A; a = A([]);"
            "sys.exit(not a.primaryScreen().grabWindow(0).save(sys.argv[1]))"
        )
        subprocess.run([sys.executable, "-c", program, str(file)], env=self.environment, check=True, timeout=PATIENCE_S)


@contextmanager
def office_window(place: Path, office: Path, language: str, pictures: str = "") -> Iterator[RealWindow]:
    """The program as somebody left it: in a language, on an office. Where MUTUALAID_SHOTS names a folder, pictures are
    kept there, in a folder of their own when `pictures` names one.
    """
    homes = {f"XDG_{kind}_HOME": str(place / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    settings = place / "CONFIG" / "mutualaid" / "window.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"language": language, "look": "light", "folder": str(office)}), "utf-8")
    shots = os.environ.get("MUTUALAID_SHOTS")
    kept = Path(shots) / pictures if shots else None
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
    window = RealWindow(place, homes, kept)
    try:
        yield window
    finally:
        window.close()
