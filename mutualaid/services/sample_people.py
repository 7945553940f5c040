"""Invented people for samples: names, phones, homes and habits, drawn from one seeded stream.

Every phone is from the 555-01xx block, which is kept for fiction.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, time, timedelta

from mutualaid.records.household import AgeBand, Household, Phone
from mutualaid.records.kinds import LanguageLevel, Trust
from mutualaid.records.skills import TRANSPORTS
from mutualaid.records.time import Window
from mutualaid.records.volunteer import SpokenLanguage, Training, Volunteer

FIRST = ("Alma Beto Carmen Chela Dalia Efraín Elvira Fidel Gladys Hilario Inés Jacinta Lázaro Lidia Marta Mateo Nelly "
         "Nicolás Ofelia Pascual Petrona Ramiro Rigoberta Santos Teresa Ulises Verónica Wilmer Ximena Yolanda "
         "Zoila Marie Jean Olha Taras Dorota Grace Samuel Ruth Malik").split()  # fmt: skip
LAST = ("Aguilar Barrios Caal Domingo Escobar Fuentes Guzmán Hernández Ixchop Juárez López Méndez Nájera Ordóñez Pérez "
        "Quej Ramírez Sajché Tum Velásquez Xicay Yat Zapeta Desrosiers Toussaint Koval Melnyk Nowak Wójcik Baker "
        "Coleman Reed").split()  # fmt: skip
STREETS = ("W 26th St", "S Pulaski Rd", "W Cermak Rd", "S Kedzie Ave", "W Lawrence Ave", "N Clark St", "S Ashland Ave")
HOME_LANGUAGES = (
    ("spa",),
    ("spa", "eng"),
    ("eng",),
    ("quc", "spa"),
    ("mam",),
    ("kjb", "spa"),
    ("hat",),
    ("ukr",),
    ("pol",),
)
_LANGUAGE_WEIGHTS = (46, 18, 8, 6, 4, 4, 6, 5, 3)
BUSY_ZONES = (30, 31, 61, 58, 63, 19, 20, 23, 22, 66, 57, 65, 62, 16, 14, 3, 1, 52, 70, 49)
_NOTES = (
    "Llamar después de las 5",
    "Please text first",
    "Timbre no sirve, tocar la ventana",
    "Trabaja de noche",
    "",
    "",
    "",
    "",
    "",
)


class People:
    """Draws households and volunteers; the same seed draws the same ones."""

    def __init__(self, seed: int, zones: Sequence[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invented people, not secrets
        wanted = [f"chi-{number}" for number in BUSY_ZONES if f"chi-{number}" in zones]
        rest = sorted(set(zones) - set(wanted))
        self._zones = wanted + rest
        self._weights = [1 / (rank + 2) for rank in range(len(wanted))] + [0.004] * len(rest)

    def below(self, n: int) -> int:
        """0..n-1: the draw that codes take."""
        return self.random.randrange(n)

    def zone(self) -> str:
        """A zone, the busy ones more often."""
        return self.random.choices(self._zones, self._weights)[0]

    def _phone(self) -> Phone:
        area = self.random.choice(("312", "773", "872"))
        return Phone(
            number=f"+1{area}55501{self.random.randrange(100):02d}",
            may_text=self.random.random() < 0.8,
            may_leave_message=self.random.random() < 0.3,
        )

    def _name(self, surnames: int) -> str:
        return " ".join([self.random.choice(FIRST), *(self.random.choice(LAST) for _ in range(surnames))])

    def household(self, code: str, received_on: date) -> Household:
        """A household that came on that day."""
        draw = self.random
        size = draw.choices(range(1, 10), (9, 15, 19, 21, 16, 10, 6, 3, 1))[0]
        children = min(size - 1, draw.choices(range(5), (30, 25, 25, 14, 6))[0])
        bands = [AgeBand(low=0, high=11, people=children)] if children else []
        return Household.checked(
            code=code,
            contact_name=self._name(2),
            phones=[self._phone()],
            languages=list(draw.choices(HOME_LANGUAGES, _LANGUAGE_WEIGHTS)[0]),
            size=size,
            ages=[*bands, AgeBand(low=18, high=64, people=size - children)],
            diet=draw.choices(([], ["halal"], ["gluten_free"], ["lactose_free"]), (84, 6, 4, 6))[0],
            access=["wheelchair"] if draw.random() < 0.03 else [],
            zone=self.zone(),
            address=f"{draw.randrange(1000, 6000)} {draw.choice(STREETS)}" if draw.random() < 0.7 else "",
            notes=draw.choice(_NOTES),
            received_on=received_on,
            review_on=received_on + timedelta(days=365),
        )

    def volunteer(self, code: str, today: date) -> Volunteer:
        """A volunteer with skills, hours and languages."""
        draw = self.random
        transport = TRANSPORTS[draw.choices(("foot", "bike", "car", "van"), (15, 12, 58, 15))[0]]
        skills = [s for s, p in _OFFERS if draw.random() < p] or ["deliveries"]
        zone = self.zone()
        spoken = [SpokenLanguage(code="eng")] if draw.random() < 0.85 else []
        spoken += [SpokenLanguage(code="spa", level=draw.choice(list(LanguageLevel)))] if draw.random() < 0.6 else []
        spoken += [SpokenLanguage(code=draw.choice(_SCARCE))] if draw.random() < 0.18 else []
        return Volunteer.checked(
            code=code,
            name=self._name(1),
            phones=[self._phone()],
            languages=spoken or [SpokenLanguage(code="spa")],
            skills=skills,
            trainings=[Training(skill=s, on=today - timedelta(days=200)) for s in skills if s in _TRAINED],
            transport=transport.code,
            seats=transport.seats,
            capacity_kg=transport.kg,
            stops=transport.stops,
            zone=zone,
            radius_km=transport.radius_km,
            availability=self._hours(),
            tasks_per_week=draw.choices((1, 2, 3, 4), (30, 40, 20, 10))[0],
            trust=draw.choices(list(Trust), (10, 40, 35, 15))[0],
            access=["wheelchair"] if draw.random() < 0.3 else [],
        )

    def _hours(self) -> list[Window]:
        draw = self.random
        days = draw.choices(range(7), (7, 7, 8, 8, 10, 30, 22), k=draw.randrange(2, 6))
        parts = ((time(8), time(12)), (time(12), time(17)), (time(17), time(20)))
        return [
            Window(weekday=day, start=start, end=end)
            for day in sorted(set(days))
            for start, end in [draw.choices(parts, (35, 30, 35))[0]]
        ]


_OFFERS = (("deliveries", 0.65), ("rides", 0.3), ("interpreting", 0.25), ("accompaniment", 0.2), ("watch", 0.15),
           ("know_your_rights", 0.2), ("childcare", 0.15), ("home_help", 0.1), ("legal", 0.04))  # fmt: skip
_TRAINED = {"accompaniment", "know_your_rights"}
_SCARCE = ("quc", "mam", "kjb", "hat", "ukr", "pol")
