"""What a coordinator answered when the watch pointed something out: that it is fine, or that it must be kept.

An answer is about a sentence, compared without accents, capitals and spacing: the rest of a note may change and the
answer stays, but with another word in the sentence the question comes again. Words about status are fine at one word of
hers; identifiers are kept only when she insists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from mutualaid.discretion.plain import plain
from mutualaid.discretion.watch import Finding, Kind, find

_END = re.compile(r"\n|[.!?;](?=\s|\Z)")


class Answer(StrEnum):
    """What she answers: this is fine; or, of an identifier, keep it all the same."""

    FINE = "fine"
    INSISTED = "insisted"


Said = tuple[Answer, str]
"""An answer and the sentence that it is about, comparable."""


class Answers(Protocol):
    """Answers given in a form, or kept with a record."""

    def holds(self, said: Said) -> bool:
        """Whether that was answered so."""


@dataclass(frozen=True, repr=False)
class Told:
    """The answers given in one form. It prints none of them."""

    said: frozenset[Said] = field(default_factory=frozenset)

    def holds(self, said: Said) -> bool:
        """Whether that was answered so."""
        return said in self.said

    def __or__(self, other: Told) -> Told:
        return Told(self.said | other.said)


NOTHING = Told()
"""No answer."""


def answer_for(kind: Kind) -> Answer:
    """The answer that a finding of that kind asks for."""
    return Answer.FINE if kind is Kind.STATUS_WORD else Answer.INSISTED


def about(text: str, finding: Finding) -> Said:
    """What has to be answered for a finding in `text`, with the sentence around it."""
    start = max((end.end() for end in _END.finditer(text, 0, finding.start)), default=0)
    after = _END.search(text, finding.end)
    words = plain(text[start : after.start() if after else len(text)])[0].split()
    return answer_for(finding.kind), " ".join(words)


def unanswered(text: str, answers: Iterable[Answers]) -> list[Finding]:
    """What the watch finds in `text` and nobody has answered for yet."""
    found = find(text)
    if not found:
        return found
    given = list(answers)
    return [one for one in found if not any(answer.holds(about(text, one)) for answer in given)]
