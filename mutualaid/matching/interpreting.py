"""What makes an interpreter's help lawful, in its plainest form: one need, one interpreter, one helper at a time.

A helper who speaks none of a need's languages may be helped by one interpreter, who interprets one of them and a
language that the helper speaks (of the need's `relay` ones, where it names any).
"""

from __future__ import annotations

from collections.abc import Iterator

from mutualaid.matching.rows import Match, Need, Problem, Volunteer


def direct(need: Need, volunteer: Volunteer) -> bool:
    """Whether a volunteer speaks one of the need's languages, if it asks for any."""
    return not need.languages or not need.languages.isdisjoint(volunteer.languages)


def in_reach(problem: Problem, need: Need, volunteer: Volunteer) -> bool:
    """Whether the need lies where the volunteer goes."""
    if volunteer.zones:
        return need.zone in volunteer.zones
    return problem.km[volunteer.zone][need.zone] <= volunteer.radius_km


def shared(need: Need, interpreter: Volunteer, helper: Volunteer) -> frozenset[str]:
    """Languages in which an interpreter and a helper may speak with each other for this need."""
    both = interpreter.interprets & helper.languages
    return both & need.relay if need.relay else both


def may_interpret(problem: Problem, need: Need, person: Volunteer, *, remote: bool) -> bool:
    """Whether a volunteer may interpret for a need, whenever and whoever helps.

    Trust and exclusions hold always; distance and access for those who come.
    """
    if need.interpreting == "none" or need.languages.isdisjoint(person.interprets):
        return False
    if person.trust < need.trust or person.id in need.exclude:
        return False
    if remote:
        return need.interpreting == "remote" and person.calls > 0
    return person.in_person and need.access <= person.access and in_reach(problem, need, person)


def interpreters(problem: Problem, need: Need) -> Iterator[Volunteer]:
    """Volunteers with a shift who may interpret for a need in some slot of it, one way or the other."""
    for person in problem.volunteers if need.interpreting != "none" else ():
        there = person.shifts > 0 and not set(need.slots).isdisjoint(person.slots)
        if there and any(may_interpret(problem, need, person, remote=remote) for remote in (True, False)):
            yield person


def understood(problem: Problem, need: Need, helper: Volunteer) -> bool:
    """Whether a helper can speak with the household: by herself, or through some interpreter of the problem."""
    return direct(need, helper) or any(shared(need, person, helper) for person in interpreters(problem, need))


def interpreter_fault(problem: Problem, match: Match) -> str | None:
    """The rule that a match's interpreter breaks by herself: she is somebody else, there in its slot, and may do it."""
    if match.interpreter is None:
        return None
    need, person = problem.needs[match.need], problem.volunteers[match.interpreter.volunteer]
    if not match.volunteers or match.interpreter.volunteer in match.volunteers:
        return "people"
    if match.slot not in person.slots:
        return "time"
    allowed = may_interpret(problem, need, person, remote=match.interpreter.remote)
    return None if allowed else "interpreter"


def speaks(problem: Problem, match: Match, helper: Volunteer) -> bool:
    """Whether a helper of a match speaks with the household: by herself or through the match's interpreter."""
    need = problem.needs[match.need]
    if direct(need, helper) or match.interpreter is None:
        return direct(need, helper)
    return bool(shared(need, problem.volunteers[match.interpreter.volunteer], helper))


def spoken(problem: Problem, match: Match) -> list[str]:
    """The languages interpreted in a match: the household's first, then those of helpers who do not speak it."""
    assert match.interpreter is not None
    need, person = problem.needs[match.need], problem.volunteers[match.interpreter.volunteer]
    helpers = [problem.volunteers[v] for v in match.volunteers]
    theirs = [min(shared(need, person, helper)) for helper in helpers if not direct(need, helper)]
    return [min(need.languages & person.interprets), *sorted(set(theirs))]
