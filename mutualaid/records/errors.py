"""Errors that a person can cause or meet, as a code and facts; `mutualaid.language.errors` owns their words.

A fault's facts are safe to print and to log: counts, column names, rule names, dates. Never a name, a phone, an
address, a note or a path chosen by the person. The class says how a command exits (see the command line's contract).
"""

from __future__ import annotations


class Fault(Exception):
    """Something the person can mend. `code` is stable snake_case; `facts` fill the placeholders of its sentence."""

    exit_code = 1

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class BadInput(Fault):
    """What was read or checked is wrong: a malformed file, a field that does not hold, a finding of `verify`."""

    exit_code = 1


class UsageFault(Fault):
    """The command or the call was put together wrongly."""

    exit_code = 2


class WrongPassphrase(Fault):
    """No slot opens with that secret."""

    exit_code = 3


class Damaged(Fault):
    """The store, or its keyfile, cannot be opened because its bytes are not what was written."""

    exit_code = 4


class Refused(Fault):
    """A rule of the office or of the program forbids it; the code names the rule."""

    exit_code = 5


class InUse(Fault):
    """Another window or command holds the store."""

    exit_code = 6


class NoSpace(Fault):
    """The disk is full, or reading or writing failed."""

    exit_code = 7
