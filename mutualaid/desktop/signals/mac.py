"""macOS: notifications of the workspace and of the lock screen, by ctypes to the Objective-C runtime.

Written from Apple's reference; untested there. An Objective-C class of our own, made at run time, has one method for
each notification; Cocoa calls it on the main thread, whose run loop is Qt's.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Any

from PySide6.QtCore import QObject

from mutualaid.desktop.signals.base import SystemSignals

_METHOD = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
_CLASS_NAME = b"MutualaidSystemSignals"


class _Runtime:
    """The few calls of the Objective-C runtime that are needed, with their types set."""

    def __init__(self) -> None:
        ctypes.CDLL(ctypes.util.find_library("AppKit") or "/System/Library/Frameworks/AppKit.framework/AppKit")
        self._objc = ctypes.CDLL(ctypes.util.find_library("objc") or "/usr/lib/libobjc.A.dylib")
        word, text = ctypes.c_void_p, ctypes.c_char_p
        for name, gives, takes in (
            ("objc_getClass", word, [text]),
            ("sel_registerName", word, [text]),
            ("objc_allocateClassPair", word, [word, text, ctypes.c_size_t]),
            ("objc_registerClassPair", None, [word]),
            ("class_addMethod", ctypes.c_bool, [word, word, _METHOD, text]),
        ):
            function = getattr(self._objc, name)
            function.restype, function.argtypes = gives, takes

    def named(self, name: bytes) -> Any:
        """A class by its name."""
        return self._objc.objc_getClass(name)

    def selector(self, name: bytes) -> Any:
        """A selector by its name."""
        return self._objc.sel_registerName(name)

    def send(self, receiver: Any, selector: bytes, *given: Any, returns: Any = ctypes.c_void_p) -> Any:
        """Send a message whose arguments are all objects, selectors or C strings."""
        takes = [ctypes.c_char_p if isinstance(one, bytes) else ctypes.c_void_p for one in given]
        call = ctypes.CFUNCTYPE(returns, ctypes.c_void_p, ctypes.c_void_p, *takes)(("objc_msgSend", self._objc))
        return call(receiver, self.selector(selector), *given)

    def text(self, words: bytes) -> Any:
        """An NSString."""
        return self.send(self.named(b"NSString"), b"stringWithUTF8String:", words)

    def make_class(self, name: bytes, methods: dict[bytes, Any]) -> Any:
        """A subclass of NSObject with these methods, each of which takes a notification."""
        known = self.named(name)
        if known:  # made before in this process; its methods call what they were made with
            return known
        made = self._objc.objc_allocateClassPair(self.named(b"NSObject"), name, 0)
        for selector, method in methods.items():
            self._objc.class_addMethod(made, self.selector(selector), method, b"v@:@")
        self._objc.objc_registerClassPair(made)
        return made


class MacSignals(SystemSignals):
    """One of these lives in a process. Cocoa waits for the observers of will-sleep before the machine sleeps."""

    sleeps_on_return = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runtime: _Runtime | None = None
        self._observer: Any = None
        self._centers: list[Any] = []
        # Held here, for the runtime keeps only their addresses.
        self._methods = {
            b"screenLocked:": _METHOD(lambda _self, _selector, _note: self.screen_locked.emit()),
            b"willSleep:": _METHOD(lambda _self, _selector, _note: self.sleeping.emit()),
            b"sessionResigned:": _METHOD(lambda _self, _selector, _note: self.user_switched.emit()),
        }

    def start(self) -> None:
        """Observe the three notifications."""
        if self._runtime is not None:
            return
        try:
            objc = _Runtime()
        except (OSError, AttributeError):
            return
        self._runtime = objc
        kind = objc.make_class(_CLASS_NAME, self._methods)
        self._observer = objc.send(objc.send(kind, b"alloc"), b"init")
        distributed = objc.send(objc.named(b"NSDistributedNotificationCenter"), b"defaultCenter")
        shared = objc.send(objc.named(b"NSWorkspace"), b"sharedWorkspace")
        workspace = objc.send(shared, b"notificationCenter")
        self._centers = [distributed, workspace]
        for center, selector, name in (
            (distributed, b"screenLocked:", b"com.apple.screenIsLocked"),
            (workspace, b"willSleep:", b"NSWorkspaceWillSleepNotification"),
            (workspace, b"sessionResigned:", b"NSWorkspaceSessionDidResignActiveNotification"),
        ):
            objc.send(
                center, b"addObserver:selector:name:object:", self._observer, objc.selector(selector), objc.text(name),
                None, returns=None,
            )  # fmt: skip

    def stop(self) -> None:
        """Observe nothing any more."""
        if self._runtime is not None:
            for center in self._centers:
                self._runtime.send(center, b"removeObserver:", self._observer, returns=None)
        self._centers = []
