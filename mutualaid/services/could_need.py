"""Who could meet one need: the engine's rules about just this need, beside what each volunteer has taken on."""

from __future__ import annotations

from collections import defaultdict

from mutualaid.matching.rows import Interpreter, Match
from mutualaid.matching.rules import Ledger
from mutualaid.matching.wish import Wish, forbidden
from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, ConsentPurpose, Daypart, MatchState, Mode, NeedState
from mutualaid.records.match import Match as Kept
from mutualaid.records.need import Need
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import Clash, ClashKind
from mutualaid.services.candidates import Candidate, Facts, Rows, own_name, people_rows, speaks_for, tables_of
from mutualaid.services.consents import refused
from mutualaid.services.horizon import PARTS, Horizon
from mutualaid.services.moments import local
from mutualaid.services.office import Office
from mutualaid.services.problem_rows import interpreting, need_row
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored


class NeedSearch:
    """Who could meet one need."""

    def __init__(self, office: Office, read: Reading, uid: str) -> None:
        need = read.get(Need, uid)
        if need.state not in UNFINISHED or need.mode == Mode.PICKUP:
            raise Refused("need_not_planned")
        self.horizon = Horizon(as_of=local(None), hours=dict(office.settings.hours))
        # Held for later, or matched already: who else could do it is asked all the same.
        need = need.model_copy(update={"state": NeedState.OPEN, "hold_until": None})
        self.tables = tables_of(office, read, [Stored(uid, need)], (self.horizon.first, self.horizon.last))
        if not self.tables.can_be_met(need):
            raise Refused("need_not_planned")
        self.uid, self.need, self.read = uid, need, read
        self.shut = refused(read, need.household, ConsentPurpose.SHARE)
        rows = Rows(office, self.horizon, people=people_rows(self.tables, self.horizon))
        first = need_row(self.tables, Stored(uid, need), own_name, self.horizon)
        rows.needs = [first | interpreting(self.tables, need)]
        self.taken = self._taken(rows)
        self.problem = rows.problem()

    def _taken(self, rows: Rows) -> list[Kept]:
        """What is accepted in these days for other needs, whose rows hold just what tells what else fits beside it."""
        days = sorted({self.horizon.day(slot) for slot in self.horizon.slots})
        kept = [row.record for row in self.read.all(Kept, day=days, state=list(LIVE_MATCHES))]
        kept = [match for match in kept if match.need != self.uid and match.part is not None]
        needs = {row.uid: row.record for row in self.read.all(Need, uid=list({match.need for match in kept}))}
        zones = dict(self.read.columns(Household, "zone", uid=list({need.household for need in needs.values()})))
        for match in kept:
            need = needs[match.need]
            item = self.tables.item_of(need) if need.mode != Mode.SERVICE else None
            kilos = round((need.quantity - need.filled) * item.unit_kg, 3) if item is not None else 0
            rows.needs.append(
                rows.needs[0] | {
                    "id": match.need, "household": need.household, "zone": zones[need.household],
                    "kind": need.mode.value, "kg": max(0, kilos), "exclude": [], "item": "-", "quantity": 1,
                    "people": need.people if need.mode == Mode.SERVICE else 0,
                }
            )  # fmt: skip
        return kept

    def candidates(self) -> list[Candidate]:
        """Every active volunteer who is not in it already."""
        hers: dict[str, list[Kept]] = defaultdict(list)
        for match in self.taken:
            for who in dict.fromkeys(match.people):
                hers[who].append(match)
        knows = self._known()
        asked = self.read.all(Kept, need=self.uid, state=list(LIVE_MATCHES))
        already = {who for row in asked for who in row.record.people}
        return [
            self._candidate(number, one, hers[one.uid], knows)
            for number, one in enumerate(self.tables.volunteers)
            if one.uid not in already
        ]

    def _candidate(self, number: int, one: Stored[Volunteer], taken: list[Kept], knows: set[str]) -> Candidate:
        rules = forbidden(self.problem, [], Wish(0, volunteer=number))
        free, beside = self._free(number, taken)
        if not rules and not free:
            rules = [{"rule": beside or "time", "when": []}]
        reasons = speaks_for(self.problem, number)
        away = self.problem.km[self.problem.volunteers[number].zone][self.problem.needs[0].zone]
        when = tuple((self.horizon.day(slot), Daypart(slot % PARTS)) for slot in free)
        if when and not rules:
            reasons.append({"for": "free", "when": when})
        reasons.append({"for": "near", "km": away})
        if one.uid in knows:
            reasons.insert(0, {"for": "knows"})
        clashes = (Clash(ClashKind.CONSENT, one.uid),) if self.shut else ()
        tasks = len({(match.day, match.part) for match in taken})
        told = tuple(self._told(rule) for rule in rules)
        return Candidate(one.uid, one.record.code, one.record.name, tuple(reasons), clashes, tasks, told, when, away)

    def _free(self, number: int, taken: list[Kept]) -> tuple[list[int], str | None]:
        """The slots in which she could do it beside what she has taken on, else the first rule in the way."""
        person, need = self.problem.volunteers[number], self.problem.needs[0]
        free, beside = [], None
        for slot in sorted(set(need.slots) & set(person.slots)):
            ledger = Ledger(self.problem)
            for match in taken:
                ledger.add(self._as_taken(match, number))
            broken = ledger.add(Match(0, (number,), slot, ()))
            if broken is None:
                free.append(slot)
            beside = beside or broken
        return free, beside

    def _as_taken(self, match: Kept, number: int) -> Match:
        """Her own part of what was accepted."""
        assert match.day is not None
        assert match.part is not None
        slot = self.horizon.slot(match.day, match.part)
        at = self.problem.need_at[match.need]
        if match.interpreter == self.problem.volunteers[number].id and match.interpreter not in match.volunteers:
            return Match(at, (), slot, (), Interpreter(number, match.by_telephone))
        return Match(at, (number,), slot, ())

    def _known(self) -> set[str]:
        """Who has helped this household before."""
        theirs = [uid for uid, _code in self.read.columns(Need, "code", household=self.need.household)]
        done = self.read.all(Kept, need=theirs, state=[MatchState.DONE])
        return {who for row in done for who in row.record.people}

    def _told(self, rule: Facts) -> Facts:
        """A rule with days and parts of days in place of slot numbers."""
        if "slots" not in rule:
            return rule
        when = [(self.horizon.day(slot), Daypart(slot % PARTS)) for slot in rule["slots"]]
        return {**{name: value for name, value in rule.items() if name != "slots"}, "when": when}
