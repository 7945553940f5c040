"""Cells that a spreadsheet would take for a formula, made harmless in what is written and whole again when it is read.

After OWASP on CSV injection: what begins with = + - @ or with a tab or a return gets an apostrophe before it. What
begins so behind apostrophes gets one more, so that nothing is lost on the way there and back. A number is a number,
also with a sign or written as a phone: no formula can be made of digits and their signs alone.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*(?:[=@\t\r]|[+-](?![\d\s().,/-]*\Z))")


def escaped(cell: str) -> str:
    """A cell as it may be written into a file that a spreadsheet opens."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    """The cell that was escaped."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
