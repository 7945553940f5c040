"""What the program cannot mend by itself: how the laptop treats the memory of the programs that run on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.language.errors import sentence
from mutualaid.records.errors import BadInput
from mutualaid.vault.swap import Swap, look

if TYPE_CHECKING:
    from mutualaid.services.verifying import Finding

_CODES = {
    Swap.IN_CLEAR: "swap_in_clear",
    Swap.HIBERNATES_IN_CLEAR: "hibernation_in_clear",
    Swap.UNKNOWN: "swap_unknown",
}


def memory_code() -> str:
    """The code of what this laptop may give away of its memory; "" when nothing was found. Loads no SQLModel.

    Codes: "swap_in_clear", "hibernation_in_clear", or "swap_unknown" where it cannot be told (Windows, macOS). Reads
    a few small files; nothing is written, and nothing needs rights.
    """
    return _CODES.get(look(), "")


def surroundings() -> list[Finding]:
    """What about this laptop may give away what the store protects; empty when nothing was found.

    Codes as of `memory_code`.
    """
    from mutualaid.services.verifying import Finding

    code = memory_code()
    return [Finding(code, sentence(BadInput(code)))] if code else []
