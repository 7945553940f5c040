"""What the program cannot mend by itself: how the laptop treats the memory of the programs that run on it."""

from __future__ import annotations

from mutualaid.language.errors import sentence
from mutualaid.records.errors import BadInput
from mutualaid.services.verifying import Finding
from mutualaid.vault.swap import Swap, look

_CODES = {
    Swap.IN_CLEAR: "swap_in_clear",
    Swap.HIBERNATES_IN_CLEAR: "hibernation_in_clear",
    Swap.UNKNOWN: "swap_unknown",
}


def surroundings() -> list[Finding]:
    """What about this laptop may give away what the store protects; empty when nothing was found.

    Codes: "swap_in_clear", "hibernation_in_clear", or "swap_unknown" where it cannot be told (Windows, macOS). Reads
    a few small files; nothing is written, and nothing needs rights.
    """
    code = _CODES.get(look())
    return [Finding(code, sentence(BadInput(code)))] if code is not None else []
