"""Words that stand for codes: urgency, mode, multi-selects whose options hold commas, languages, zones, skills."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from mutualaid.exchange.dates import parse_start
from mutualaid.records import categories, languages, skills, zones
from mutualaid.records.folding import Names, fold, longest_runs
from mutualaid.records.kinds import LanguageLevel, Mode, Trust, Urgency
from mutualaid.records.volunteer import SpokenLanguage, Training
from mutualaid.records.zones import Zone

_COMMA = re.compile(r"\s*[,;|\n]\s*")
_TRAINED = re.compile(r"(.*?[^\W\d].*?)[\s:]+([\d/-]{6,10})(?:\s*(?:-|–|to|until|a|hasta)\s*([\d/-]{6,10}))?", re.ASCII)

_URGENCY = Names(
    {
        str(Urgency.TODAY.value): (
            "today", "hoy", "urgent", "urgente", "emergency", "emergencia", "now", "ahora", "asap", "hoy mismo",
            "immediately", "high", "alta", "4",
        ),
        str(Urgency.THIS_WEEK.value): (
            "this week", "esta semana", "this_week", "soon", "pronto", "within a week", "in a week", "medium", "media",
            "3",
        ),
        str(Urgency.THIS_MONTH.value): (
            "this month", "este mes", "this_month", "within a month", "in a month", "2",
        ),
        str(Urgency.WHENEVER.value): (
            "whenever possible", "whenever", "cuando se pueda", "cuando sea posible", "cuando puedan", "no rush",
            "sin prisa", "not urgent", "no es urgente", "low", "baja", "any time", "cuando haya", "1",
        ),
    }
)  # fmt: skip
_MODES = Names(
    {
        Mode.DELIVERY.value: ("delivery", "deliver", "entrega", "entrega a domicilio", "a domicilio", "please deliver"),
        Mode.PICKUP.value: ("pickup", "pick up", "pick-up", "will pick up", "recoger", "paso por ello", "yo recojo"),
        Mode.SERVICE.value: ("service", "servicio"),
    }
)
_TRUST = Names(
    {
        str(Trust.NEW.value): ("new", "nueva", "nuevo", "0"),
        str(Trust.KNOWN.value): ("known", "conocida", "conocido", "1"),
        str(Trust.TRUSTED.value): ("trusted", "de confianza", "2"),
        str(Trust.VOUCHED.value): ("vouched", "recomendada", "recomendado", "avalada", "avalado", "3"),
    }
)
_LEVELS = Names(
    {
        LanguageLevel.BASIC.value: ("basic", "a little", "some", "beginner", "básico", "un poco", "poco"),
        LanguageLevel.CONVERSATION.value: (
            "conversation", "conversational", "intermediate", "good", "conversación", "conversacional", "intermedio",
        ),
        LanguageLevel.FLUENT.value: (
            "fluent", "native", "fluido", "fluida", "nativo", "nativa", "mother tongue", "lengua materna", "advanced",
            "avanzado",
        ),
    }
)  # fmt: skip


def parse_urgency(text: str) -> Urgency | None:
    """How soon: "Today / Hoy", "this_week", "Cuando se pueda"; none when it says something else."""
    for part in (text, *re.split(r"[/(|]", text)):
        code = _URGENCY.find(part)
        if code is not None:
            return Urgency(int(code))
    return None


def parse_mode(text: str) -> Mode | None:
    """Delivery, pick-up or a service, in either language."""
    code = _MODES.find(text)
    return Mode(code) if code is not None else None


def parse_trust(text: str) -> Trust | None:
    """How far a volunteer is known, in either language."""
    code = _TRUST.find(text)
    return Trust(int(code)) if code is not None else None


def parse_categories(text: str) -> tuple[list[str], list[str]]:
    """The categories of a multi-select and the parts not recognised: commas, or the spaces of Kobo and ODK."""
    text = text.strip()
    words = text.split()
    if len(words) > 1 and not _COMMA.search(text) and categories.from_text(text) is None:
        codes = [categories.from_text(word) for word in words]
        if all(codes) or ("_" in text and "/" not in text):
            found = list(dict.fromkeys(code for code in codes if code is not None))
            return found, [word for word, code in zip(words, codes, strict=True) if code is None]
    return categories.many_from_text(text.replace("|", ";"))


def parse_many(text: str, find: Callable[[str], str | None]) -> tuple[list[str], list[str]]:
    """The codes in a list, and the parts not recognised; at each place the longest run that makes one name is taken."""
    parts = [part for part in _COMMA.split(text.strip()) if part]
    return longest_runs(parts, lambda run: find(", ".join(run)))


def parse_zones(text: str, known: Mapping[str, Zone]) -> tuple[list[str], list[str]]:
    """The zones in a list of neighbourhoods, and the parts not recognised."""
    found, unknown = zones.find_many(text, known)
    return [zone.code for zone in found], unknown


def parse_diets(text: str) -> tuple[list[str], list[str]]:
    """Diet tags and the parts not recognised; "none" is none of either."""
    if fold(text) in {"none", "no", "ninguno", "ninguna", "n a", "na"}:
        return [], []
    return parse_many(text, skills.diet_from_text)


def parse_access(text: str) -> tuple[list[str], list[str]]:
    """Access needs and the parts not recognised; "none" is none of either."""
    if fold(text) in {"none", "no", "ninguno", "ninguna", "n a", "na"}:
        return [], []
    return parse_many(text, skills.access_from_text)


def parse_skills(text: str) -> tuple[list[str], list[str]]:
    """Skills and the parts not recognised."""
    return parse_many(text, skills.from_text)


def parse_spoken(text: str) -> tuple[list[SpokenLanguage], list[str]]:
    """Languages with a level if one is said: "Spanish,ASL", "Spanish (fluent)|English: basic"."""
    spoken: dict[str, SpokenLanguage] = {}
    unknown: list[str] = []
    for part in filter(None, _COMMA.split(text.strip())):
        found = re.fullmatch(r"(.+?)\s*(?:\(([^()]*)\)|[:=]\s*(.+))", part)
        level = _LEVELS.find(found[2] or found[3] or "") if found is not None else None
        codes, left = languages.parse(found[1] if found is not None and level is not None else part)
        unknown += left
        for code in codes:
            spoken.setdefault(code, SpokenLanguage(code=code, level=LanguageLevel(level or LanguageLevel.FLUENT)))
    return list(spoken.values()), unknown


def parse_trainings(text: str) -> tuple[list[Training], list[str]]:
    """Trainings such as "accompaniment 2026-03", "KYR 2026-09 to 2028-09"; the parts that are none come back."""
    trainings: list[Training] = []
    unknown: list[str] = []
    for part in filter(None, _COMMA.split(text.strip())):
        found = _TRAINED.fullmatch(part)
        skill = skills.from_text(found[1]) if found is not None else None
        on = parse_start(found[2]) if found is not None else None
        expires: date | None = parse_start(found[3]) if found is not None and found[3] else None
        if skill is None or on is None:
            unknown.append(part)
        else:
            trainings.append(Training(skill=skill, on=on, expires=expires))
    return trainings, unknown
