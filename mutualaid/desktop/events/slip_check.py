"""An event's closing slip against the file that was brought: what was typed off the paper, and what differs. No widget.

The slip is what makes a missing file, or missing forms at its end, seen: the file alone cannot tell what is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_number

_GROUP = 4
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""Letters that are taken for digits when a slip is read; a fingerprint has none of them."""


class Verdict(Enum):
    """Where the comparison stands."""

    OPEN = auto()
    """Not compared yet, or only in part."""
    AGREES = auto()
    DIFFERS = auto()
    NO_SLIP = auto()
    """She says that there is none."""


def groups(fingerprint: str) -> list[str]:
    """A fingerprint in the groups in which it is read aloud, without what separates them."""
    plain = "".join(sign for sign in fingerprint.upper() if sign.isalnum()).translate(_ALIKE)
    return [plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP)]


@dataclass(frozen=True)
class SlipCheck:
    """`whole` and `fingerprint` are the file's; `count` and `typed` what stands on the slip, as far as it was typed.

    `seen` says that she compared the fingerprint by eye, `none` that there is no slip. `slips` are the forms and the
    fingerprint of each closing entry in the file, for it may have been closed more than once.
    """

    whole: int
    fingerprint: str
    count: int | None = None
    typed: str = ""
    seen: bool = False
    none: bool = False
    slips: tuple[tuple[int, str], ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Whether the slip and the file say the same."""
        if self.none:
            return Verdict.NO_SLIP
        if (self.count is not None and self.count != self.whole) or self.first_other:
            return Verdict.DIFFERS
        compared = self.seen or groups(self.typed) == groups(self.fingerprint)
        return Verdict.AGREES if self.count is not None and compared else Verdict.OPEN

    @property
    def first_other(self) -> int:
        """The number, from 1, of the first typed group that is another than the file's; 0 when none is.

        A last group that is still being typed counts by its beginning.
        """
        mine, theirs = groups(self.fingerprint), groups(self.typed)
        for at, group in enumerate(theirs):
            whole = at < len(theirs) - 1
            if at >= len(mine) or (group != mine[at] if whole else not mine[at].startswith(group)):
                return at + 1
        return 0

    @property
    def earlier(self) -> bool:
        """Whether what was typed is the slip of a closing after which more was sealed."""
        typed = groups(self.typed)
        return any(typed == groups(print_) and self.count in (None, forms) for forms, print_ in self.slips)

    def words(self) -> list[str]:
        """What can be said now, a sentence each."""
        if self.none:
            return [
                tr(
                    "Without a slip nobody can tell whether forms are missing. Ask the helper how many there were, "
                    "and whether there is another file."
                )
            ]
        said = []
        if self.count is not None:
            said.append(self._count_words(self.count))
        if self.first_other and self.earlier:
            said.append(
                tr(
                    "This is the slip of an earlier closing: more was sealed into the file after it. Those forms are "
                    "marked; is there a later slip?"
                )
            )
        elif self.first_other:
            said.append(
                tr(
                    "The fingerprint differs in group {n}. Look again at what you typed; if it stands so on the slip, "
                    "this is not the file that the slip was written for, or somebody changed it.",
                    n=format_number(self.first_other),
                )
            )
        elif self.seen or (self.typed and groups(self.typed) == groups(self.fingerprint)):
            said.append(tr("The fingerprint is the same."))
        return said

    def _count_words(self, count: int) -> str:
        slip, file, less = format_number(count), format_number(self.whole), count - self.whole
        if not less:
            return ntr("The slip and the file agree: {n} form.", "The slip and the file agree: {n} forms.", count)
        if less > 0:
            return ntr(
                "The slip says {slip}, the file holds {file}: {n} is missing. Look for another file of this event.",
                "The slip says {slip}, the file holds {file}: {n} are missing. Look for another file of this event.",
                less,
                slip=slip,
                file=file,
            )
        return ntr(
            "The slip says {slip}, the file holds {file}: {n} too many. Is it the slip of this file?",
            "The slip says {slip}, the file holds {file}: {n} too many. Is it the slip of this file?",
            -less,
            slip=slip,
            file=file,
        )
