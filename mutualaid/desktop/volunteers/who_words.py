"""What the window "who could do this" says of each volunteer, without a widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mutualaid.desktop.widgets.words import Words
from mutualaid.language import who_words
from mutualaid.language.catalog import N_, ntr, tr

if TYPE_CHECKING:
    from mutualaid.services.candidates import Candidate

Groups = list[tuple[Words, list[tuple[str, str]]]]


def groups(found: Sequence[Candidate], name: Callable[[str], str]) -> Groups:
    """Candidates under two headings, as lines with their uid; `name` covers a name where names are covered."""
    able = [(words(one, name), one.volunteer) for one in found if one.able]
    others = [(words(one, name), one.volunteer) for one in found if not one.able]
    return [(N_("They could"), able), (N_("Something stands against these"), others)]


def words(one: Candidate, name: Callable[[str], str]) -> str:
    """Who it is and what she has that week; what speaks for her; what against, each on a line."""
    tasks = ntr("{n} task that week", "{n} tasks that week", one.tasks)
    if one.load is not None:
        asked = ntr("asked {n} time in four weeks", "asked {n} times in four weeks", one.load.asked)
        tasks = f"{tasks}, {asked}"
    lines = [tr("{name} ({code}): {tasks}", name=name(one.name), code=one.code, tasks=tasks)]
    if one.reasons:
        lines.append(" · ".join(who_words.reason(reason) for reason in one.reasons))
    if against := against_words(one):
        lines.append(tr("Against it: {what}", what=" · ".join(against)))
    return "\n".join(lines)


def against_words(one: Candidate) -> list[str]:
    """What stands against her, what forbids it first; the same thing is said once."""
    said = [who_words.clash(clash.kind.value) for clash in one.clashes if clash.hard]
    said += [who_words.against(rule) for rule in one.rules]
    said += [who_words.clash(clash.kind.value) for clash in one.clashes if not clash.hard]
    return list(dict.fromkeys(said))


def count_words(found: Sequence[Candidate]) -> str:
    """How many could."""
    able = sum(one.able for one in found)
    if not able:
        return tr("Nobody could without bending something.")
    return ntr("{n} volunteer could do it.", "{n} volunteers could do it.", able)
