"""Why this one: the reasons of a match, as the engine gives them (`matching.chosen`), in sentences.

Facts may hold ids or names; whatever stands where a volunteer, a need or a lot does is printed as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from mutualaid.language import labels
from mutualaid.language.catalog import Catalog, catalog, current_language
from mutualaid.language.formats import format_list
from mutualaid.language.reasons import ItemName, distance, lower_first, moment, spoken, when_expires
from mutualaid.records.kinds import Daypart, Urgency
from mutualaid.records.skills import DELIVERY_SKILL

Facts = Mapping[str, Any]
_OTHERS = ("nearer_volunteers", "nearer_lots")
_LOTS = ("only_lot", "nearest_lot", "lot_fits")
_VOLUNTEERS = ("only_volunteer", "nearest_volunteer", "chosen_volunteer")


class Because(NamedTuple):
    """Sentences: why this volunteer and this lot, and why not those that lie nearer."""

    why: list[str]
    others: list[str]


def because(reasons: Iterable[Facts], *, start: date, item_name: ItemName, cat: Catalog | None = None) -> Because:
    """All reasons of a match. `start` is the plan's first day."""
    said = _Said(start, item_name, cat if cat is not None else catalog(current_language()))
    given = list(reasons)
    why = [line for facts in _together(given) if facts["code"] not in _OTHERS for line in _told(said, facts)]
    others = [line for facts in given if facts["code"] in _OTHERS for line in _told(said, facts)]
    return Because(why, others)


def _told(said: _Said, facts: Facts) -> list[str]:
    """A reason's sentences; none of one that was kept by an earlier version of the program with fewer facts."""
    try:
        return said.lines(facts)
    except KeyError:
        return []


def _together(reasons: Sequence[Facts]) -> list[Facts]:
    """Lots of which the same is to be said, said once: `lots` names them."""
    out: list[Facts] = []
    at: dict[tuple[Any, ...], int] = {}
    for facts in reasons:
        if facts["code"] not in _LOTS:
            out.append(facts)
            continue
        key = (facts["code"], facts.get("km"))
        if key in at:
            first = out[at[key]]
            out[at[key]] = {**first, "lots": [*first["lots"], facts["lot"]]}
        else:
            at[key] = len(out)
            out.append({**facts, "lots": [facts["lot"]]})
    return out


class _Said:
    """Sentences in one language."""

    def __init__(self, start: date, item_name: ItemName, words: Catalog) -> None:
        self.start, self.item_name, self.words = start, item_name, words

    def lines(self, facts: Facts) -> list[str]:
        """The sentences of one reason. A plan that an earlier version kept may lack facts: what cannot be said then is
        left out until the next plan.
        """
        try:
            return self._lines(facts)
        except KeyError:
            return []

    def _lines(self, facts: Facts) -> list[str]:
        code = facts["code"]
        if code in _VOLUNTEERS:
            return [self._volunteer(facts)]
        if code in _LOTS:
            return [self._lot(facts)]
        said: Callable[[Facts], list[str]] = getattr(self, f"_{code}")
        return said(facts)

    def _list(self, names: Sequence[str], more: int = 0) -> str:
        """Names joined, with how many more there are."""
        rest = [self.words.ntr("{n} more", "{n} more", more)] if more else []
        return format_list([*names, *rest], cat=self.words)

    def _moment(self, slot: int) -> str:
        return moment(self.start + timedelta(days=slot // len(Daypart)), Daypart(slot % len(Daypart)), self.words)

    def _pinned(self, _facts: Facts) -> list[str]:
        return [self.words.tr("You pinned it.")]

    def _volunteer(self, facts: Facts) -> str:
        words, when = self.words, self._moment(facts["slot"])
        told = {"volunteer": facts["volunteer"], "away": distance(facts["km"], words), "when": when}
        language = facts.get("language")
        if facts["code"] == "only_volunteer":
            said = words.ntr(
                "{volunteer} is the only one who can do this, {away}.",
                "{volunteer} is one of the only {n} who can do this, {away}.",
                max(facts["eligible"], 1),
                **told,
            )
        elif facts["here"] == 1:
            said = words.tr(
                "Of {n} who could do this, only {volunteer} is free {when}, {away}.", n=facts["eligible"], **told
            )
        elif facts.get("after"):
            told["others"] = self._crowd(facts)
            said = words.tr(
                "After {first}, {volunteer} is the nearest of {others}, {away}.", first=facts["after"], **told
            )
            language = None
        else:
            told["others"] = self._crowd(facts)
            language = None
            if facts["code"] == "nearest_volunteer":
                said = words.tr("{volunteer} is the nearest of {others}, {away}.", **told)
            else:
                said = words.tr("{volunteer} is one of {others}, {away}.", **told)
        if language is not None:
            said += " " + words.tr("Speaks {language}.", language=spoken(language, words))
        return said

    def _crowd(self, facts: Facts) -> str:
        """Those who can, such as "4 who speak Spanish and are free Saturday morning"."""
        words, can = self.words, list[str]()
        if facts.get("language"):
            can.append(words.tr("speak {language}", language=spoken(facts["language"], words)))
        if facts.get("skill") and facts["skill"] != DELIVERY_SKILL:
            can.append(words.tr("offer {skill}", skill=lower_first(labels.skill(facts["skill"], words))))
        can.append(words.tr("are free {when}", when=self._moment(facts["slot"])))
        return words.ntr("{n} who {can}", "{n} who {can}", facts["here"], can=format_list(can, cat=words))

    def _interpreter(self, facts: Facts) -> list[str]:
        words = self.words
        told = {
            "interpreter": facts["volunteer"],
            "languages": format_list(
                [spoken(code, words) for code in [facts["language"], *facts["through"]]], cat=words
            ),
        }
        if facts["mode"] == "remote":
            return [words.tr("{interpreter} interprets by telephone: {languages}.", **told)]
        return [words.tr("{interpreter} comes along and interprets: {languages}.", **told)]

    def _joins_run(self, facts: Facts) -> list[str]:
        return [
            self.words.ntr(
                "{volunteer} goes there anyway, with {n} more delivery.",
                "{volunteer} goes there anyway, with {n} more deliveries.",
                facts["others"],
                volunteer=facts["volunteer"],
            )
        ]

    def _nearer_volunteers(self, facts: Facts) -> list[str]:
        """The nearest few by name, and when there are more, all of them counted."""
        words = self.words
        said = [self._named(one, facts) for one in facts["named"]]
        if facts["nearer"] > len(facts["named"]):
            kept = [self._kept(why, n) for why, n in sorted(facts["kept_by"].items(), key=lambda one: -one[1])]
            said.append(
                words.tr("Of {n} nearer in all, {why}.", n=f"{facts['nearer']:,}", why=format_list(kept, cat=words))
            )
        return said

    def _named(self, one: Facts, facts: Facts) -> str:
        words, name = self.words, one["volunteer"]
        why, needs = one["why"], format_list(one.get("needs", []), cat=self.words)
        if why == "busy":
            return words.tr("{volunteer} is nearer, but busy then with {codes}.", volunteer=name, codes=needs)
        if why == "full":
            return words.tr(
                "{volunteer} is nearer and goes there too, but has no room left beside {codes}.",
                volunteer=name,
                codes=needs,
            )
        if why == "shifts":
            return words.ntr(
                "{volunteer} is nearer, but already has the only task offered for these days.",
                "{volunteer} is nearer, but already has the {n} tasks offered for these days.",
                one["shifts"],
                volunteer=name,
            )
        if why == "load":
            return words.tr("{volunteer} is nearer, but cannot carry this much.", volunteer=name)
        if why == "trip":
            return words.tr(
                "{volunteer} is nearer, but would go just for this; {chosen} goes there anyway.",
                volunteer=name,
                chosen=facts["volunteer"],
            )
        return words.tr("{volunteer} is nearer and free too; you can try it below.", volunteer=name)

    def _kept(self, why: str, n: int) -> str:
        words = self.words
        if why == "busy":
            return words.ntr("{n} is busy then", "{n} are busy then", n)
        if why == "full":
            return words.ntr("{n} has no room left", "{n} have no room left", n)
        if why == "shifts":
            return words.ntr("{n} has all the tasks offered", "{n} have all the tasks they offered", n)
        if why == "load":
            return words.ntr("{n} cannot carry this much", "{n} cannot carry this much", n)
        if why == "trip":
            return words.ntr("{n} would go just for this", "{n} would go just for this", n)
        return words.ntr("{n} is free too", "{n} are free too", n)

    def _lot(self, facts: Facts) -> str:
        words = self.words
        told = {"lots": format_list(facts["lots"], cat=words), "away": distance(facts["km"], words)}
        count, fit = len(facts["lots"]), f"{facts['eligible']:,}"
        if facts["code"] == "only_lot":
            said = words.tr("Lot {lots} is the only one that fits, {away}.", **told)
        elif facts["code"] == "nearest_lot":
            said = words.ntr(
                "Lot {lots} is the nearest of {fit} that fit, {away}.",
                "Lots {lots} are the nearest of {fit} that fit, {away}.",
                count,
                fit=fit,
                **told,
            )
        else:
            said = words.ntr(
                "Lot {lots} is one of {fit} that fit, {away}.",
                "Lots {lots} are among {fit} that fit, {away}.",
                count,
                fit=fit,
                **told,
            )
        if facts.get("lacking"):
            diet = format_list([lower_first(labels.diet(tag, words)) for tag in facts["diet"]], cat=words)
            said += " " + words.ntr(
                "{n} other lacks only what the household eats: {diet}.",
                "{n} others lack only what the household eats: {diet}.",
                facts["lacking"],
                diet=diet,
            )
        return said

    def _nearer_lots(self, facts: Facts) -> list[str]:
        words, gone, nearer = self.words, facts["gone"], facts["nearer"]
        told = {"codes": self._list(facts["needs"], facts["more"])}
        if facts["longer"] == nearer:
            return [
                words.ntr("{n} lot lies nearer, but keeps longer.", "{n} lots lie nearer, but keep longer.", nearer)
            ]
        if not gone:
            return [
                words.ntr("{n} lot lies nearer and has some left.", "{n} lots lie nearer and have some left.", nearer)
            ]
        if not facts["needs"]:
            said = words.ntr("{n} nearer lot is empty.", "{n} nearer lots are empty.", gone)
        else:
            said = words.ntr(
                "{n} nearer lot is all given out, to {codes}.",
                "{n} nearer lots are all given out, to {codes}.",
                gone,
                **told,
            )
        if facts["longer"] and nearer - gone == facts["longer"]:
            said += " " + words.ntr("{n} more keeps longer.", "{n} more keep longer.", facts["longer"])
        elif nearer > gone:
            said += " " + words.ntr("{n} more has some left.", "{n} more have some left.", nearer - gone)
        return [said]

    def _substitute(self, facts: Facts) -> list[str]:
        words = self.words
        told = {"item": self.item_name(facts["item"]), "wanted": self.item_name(facts["wanted"])}
        if not facts["own"]:
            return [words.tr("{item} in place of {wanted}, of which nothing fits.", **told)]
        if facts["left"] > 0:
            left = f"{facts['left']:,}"
            return [words.tr("{item} in place of {wanted}, of which {left} are left for others.", left=left, **told)]
        if not facts["needs"]:
            return [words.tr("{item} in place of {wanted}, of which nothing is left.", **told)]
        codes = self._list(facts["needs"], facts["more"])
        return [words.tr("{item} in place of {wanted}, which went to {codes}.", codes=codes, **told)]

    def _expires_soon(self, facts: Facts) -> list[str]:
        day = when_expires(self.start + timedelta(days=facts["day"]), self.start, self.words)
        return [self.words.tr("Lot {lot} expires {when}.", lot=facts["lot"], when=day)]

    def _partial(self, facts: Facts) -> list[str]:
        words = self.words
        told = {"filled": f"{facts['filled']:,}", "quantity": f"{facts['quantity']:,}"}
        if not facts["left"]:
            return [words.tr("Only {filled} of {quantity} for now: no more that fits is left.", **told)]
        return [words.tr("Only {filled} of {quantity} for now.", **told)]

    def _urgency(self, facts: Facts) -> list[str]:
        words, urgency = self.words, labels.label(Urgency(facts["urgency"]), self.words)
        if not facts["waiting_days"]:
            return [words.tr("{urgency}; came in today.", urgency=urgency)]
        waited = facts["waiting_days"]
        return [words.ntr("{urgency}; has waited {n} day.", "{urgency}; has waited {n} days.", waited, urgency=urgency)]
