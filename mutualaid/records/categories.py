"""What households ask for: goods and services, with stable codes and the names that people say in both languages.

`open_eligibility` is the number of the closest term of the Open Eligibility taxonomy (Aunt Bertha, CC BY-SA 3.0),
where one means the same thing. The taxonomy itself publishes names only; the numbers are those that Open Referral's
Ohana API gives its terms, which is how they travel between directories. A category without a true counterpart has none.

`sensitive` marks what is never crossed with geography or language in what is published, because the mere fact of
asking could be held against a group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from mutualaid.records.folding import Names, longest_runs
from mutualaid.records.kinds import Mode, Trust


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of need with what it asks for unless the need says otherwise.

    `skill` is the volunteer's skill that a service takes (none for goods); `people` how many volunteers go together;
    `duration_minutes` none for goods; `trust` the least trust level of a volunteer for it.
    """

    code: str
    en: str
    es: str
    kind: Literal["goods", "service"]
    default_mode: Mode
    open_eligibility: str | None = None
    skill: str | None = None
    sensitive: bool = False
    people: int = 1
    duration_minutes: int | None = None
    trust: Trust = Trust.NEW
    seats: int = 0
    aliases: tuple[str, ...] = field(default=(), repr=False)

    def name(self, language: str) -> str:
        """The category's name in "es", else in English."""
        return self.es if language == "es" else self.en


def _goods(code: str, en: str, es: str, number: str | None, aliases: tuple[str, ...]) -> Category:
    return Category(code, en, es, "goods", Mode.DELIVERY, number, aliases=aliases)


def _service(
    code: str,
    en: str,
    es: str,
    number: str | None,
    minutes: int,
    aliases: tuple[str, ...],
    *,
    skill: str | None = None,
    people: int = 1,
    seats: int = 0,
    trust: Trust = Trust.KNOWN,
    sensitive: bool = False,
) -> Category:
    return Category(
        code, en, es, "service", Mode.SERVICE, number, skill or code, sensitive, people, minutes, trust, seats, aliases
    )


_ALL = (
    _goods("food", "Food", "Comida", "102-04",
           ("food groceries", "groceries", "food box", "food pantry", "pantry", "despensa", "alimentos", "víveres",
            "comida despensa", "comida o despensa", "mandado", "caja de comida", "canasta básica", "produce",
            "food or groceries", "meals", "comida alimentos")),
    _goods("baby", "Diapers and baby things", "Pañales y cosas de bebé", "104-01",
           ("baby", "baby supplies", "baby items", "baby needs", "diapers", "diapers formula", "diapers or formula",
            "diapers and formula", "formula", "infant formula", "wipes", "bebé", "cosas de bebé", "pañales",
            "pañales fórmula", "pañales o fórmula", "pañales y fórmula", "pañales leche", "fórmula",
            "fórmula para bebé", "artículos de bebé", "leche de fórmula", "toallitas")),
    _goods("clothing", "Clothes and coats", "Ropa y abrigos", "104-02",
           ("clothing", "clothes", "winter coats", "winter coat", "coats", "coat", "winter clothes", "winter clothing",
            "shoes", "boots", "ropa", "abrigos", "abrigo", "abrigos de invierno", "ropa de invierno", "chamarras",
            "chamarras de invierno", "chamarra", "zapatos", "botas")),
    _goods("hygiene", "Soap and hygiene", "Jabón e higiene", "104-03-04",
           ("hygiene", "hygiene kit", "hygiene kits", "hygiene supplies", "toiletries", "personal care", "soap",
            "menstrual products", "pads", "higiene", "productos de higiene", "artículos de higiene", "aseo personal",
            "kit de higiene", "jabón", "toallas femeninas", "toallas sanitarias")),
    _goods("school", "School supplies", "Útiles escolares", None,
           ("school", "school supply", "backpack", "backpacks", "uniforms", "útiles", "mochila", "mochilas",
            "uniformes", "útiles para la escuela", "material escolar", "escuela")),
    _goods("household_goods", "Things for the home", "Cosas para la casa", "104-03",
           ("household goods", "household items", "home goods", "furniture", "bed", "beds", "mattress", "bedding",
            "blankets", "kitchen things", "kitchenware", "muebles", "cama", "camas", "colchón", "cobijas", "cobija",
            "trastes", "artículos para el hogar", "enseres", "cosas del hogar")),
    _goods("medical_supplies", "Medicine and medical supplies", "Medicinas y artículos médicos", "104-04",
           ("medical supplies", "medicine", "medicines", "medication", "over the counter medicine", "medicinas",
            "medicina", "medicamentos", "artículos médicos", "walker", "crutches", "andadera", "muletas")),
    _goods("cash", "Small cash help", "Pequeña ayuda en efectivo", "101-02",
           ("cash", "cash help", "cash aid", "emergency cash", "small cash aid", "money", "gift card", "gift cards",
            "rent", "utilities", "rent help", "rent or utilities", "rent or utilities small cash help",
            "rent utilities", "rent and utilities", "bills", "financial help", "dinero", "efectivo", "ayuda económica",
            "ayuda en efectivo", "renta", "renta o servicios", "renta o servicios pequeña ayuda en efectivo",
            "renta o utilidades", "renta o biles", "renta luz y gas", "pagar la renta", "luz", "gas", "biles",
            "tarjeta de regalo", "tarjetas de regalo")),
    _service("ride", "Ride to an appointment", "Transporte a una cita", "105-02", 90,
             ("ride", "rides", "ride to appointment", "rides to appointments", "transportation", "transport", "a ride",
              "transporte", "transporte a citas", "transporte a cita", "traslado", "traslados", "raite", "raites",
              "aventón", "viaje", "viaje a una cita", "llevar a una cita"), skill="rides", seats=1),
    _service("interpreting", "Interpreter", "Intérprete", "111-05", 60,
             ("interpreting", "interpretation", "interpreters", "translation", "translator", "translate",
              "interpretación", "traducción", "traductor", "traductora", "intérpretes", "alguien que interprete")),
    _service("accompaniment", "Court accompaniment", "Acompañamiento a la corte", None, 240,
             ("accompaniment", "accompany", "court", "court support", "court date", "accompaniment to court",
              "accompaniment to an appointment", "acompañamiento", "acompañamiento a cita",
              "acompañamiento a una cita", "acompañar", "corte", "acompañamiento a corte",
              "que me acompañen a la corte"), people=2, sensitive=True),
    _service("childcare", "Childcare", "Cuidado de niños", "108-03-03", 180,
             ("child care", "babysitting", "daycare", "cuidado de niñas y niños", "cuidado infantil", "cuidar niños",
              "guardería", "niñera")),
    _service("home_help", "Help at home", "Ayuda en casa", "108-07-04", 120,
             ("home help", "housework", "cleaning", "moving", "moving help", "repairs", "in-home help",
              "ayuda en el hogar", "limpieza", "mudanza", "reparaciones", "ayuda con la casa")),
    _service("know_your_rights", "Know-your-rights information", "Información: conozca sus derechos", None, 60,
             ("know your rights", "kyr", "know your rights info", "know your rights training",
              "know your rights workshop", "rights information", "red cards", "conozca sus derechos",
              "conoce tus derechos", "información sobre sus derechos", "información de derechos",
              "información sobre conozca sus derechos", "derechos", "tarjetas rojas", "taller de derechos")),
    _service("legal", "Legal help or referral", "Ayuda o referencia legal", "111-01", 60,
             ("legal", "legal referral", "legal referrals", "legal help", "legal aid", "lawyer", "attorney",
              "ayuda legal", "referencia legal", "referencias legales", "asesoría legal", "abogado", "abogada",
              "referido legal", "consulta legal"), sensitive=True),
    _service("referral", "Referral to another organization", "Referencia a otra organización", "108-05", 30,
             ("referral", "referrals", "other referral", "navigation", "help with forms", "forms", "benefits help",
              "referencia", "referencias", "orientación", "trámites", "formularios", "ayuda con formularios",
              "llenar formularios", "information", "información")),
    _service("health", "Health visit or support", "Visita o apoyo de salud", "106-06", 60,
             ("health", "health support", "medical", "medical care", "doctor", "clinic", "nurse", "salud", "médico",
              "clínica", "enfermería", "atención médica", "apoyo de salud")),
    _service("mental_health", "Someone to talk to", "Alguien con quien hablar", "108-07-06", 60,
             ("mental health", "emotional support", "counseling", "therapy", "support group", "salud mental",
              "apoyo emocional", "consejería", "terapia", "grupo de apoyo"), skill="health"),
    _service("medicine_pickup", "Medicine or errand picked up", "Recoger medicinas o mandados", None, 60,
             ("medicine pickup", "pharmacy", "pharmacy pickup", "prescription pickup", "errand", "errands",
              "pick up medicine", "recoger medicinas", "recoger medicina", "farmacia", "mandados", "recetas",
              "recoger recetas"), skill="deliveries"),
    _service("housing", "Help finding a place to live", "Ayuda para encontrar vivienda", "103-02", 60,
             ("housing", "help find housing", "housing help", "apartment search", "shelter", "a place to stay",
              "vivienda", "buscar vivienda", "casa", "albergue", "refugio", "lugar donde vivir",
              "lugar donde quedarse"), skill="referral"),
    _service("watch", "Watch shift", "Turno de vigilancia", None, 120,
             ("watch", "watch shifts", "school watch", "corner watch", "neighborhood watch", "vigilancia",
              "turnos de vigilancia", "guardia", "rondas")),
    _service("raid_response", "Rapid response", "Respuesta rápida", None, 120,
             ("raid response", "rapid response team", "raid", "response to a raid", "raid support", "redada",
              "respuesta a redada", "respuesta a redadas", "apoyo en redada", "emergencia redada"),
             people=2, trust=Trust.TRUSTED, sensitive=True),
)  # fmt: skip

CATEGORIES: dict[str, Category] = {category.code: category for category in _ALL}
"""Every category by code, in the order of forms and lists: goods first, then services."""

GOODS: tuple[str, ...] = tuple(code for code, category in CATEGORIES.items() if category.kind == "goods")
SERVICES: tuple[str, ...] = tuple(code for code, category in CATEGORIES.items() if category.kind == "service")
SENSITIVE: frozenset[str] = frozenset(code for code, category in CATEGORIES.items() if category.sensitive)

_NAMES = Names({c.code: (c.code, c.en, c.es, *c.aliases) for c in _ALL})
_BILINGUAL = re.compile(r"\s*[/|(){}\[\]]\s*|\s+[-–—]\s+")
_COMMA = re.compile(r"\s*[,;\n]\s*")


def from_text(text: str) -> str | None:
    """The code of the category that `text` names, or none.

    `text` is a name, an option label of a form, a bilingual "Food / Comida", or a label as KoboToolbox and ODK write
    it into a column (`food___groceries`, cut off after twenty letters as in `rent_or_utilities__s`). Of a bilingual
    label it is enough that one side is known, so long as no side says something else.
    """
    return _NAMES.find(text) or _NAMES.starting(text) or _bilingual(text)


def _bilingual(text: str, every: bool = False) -> str | None:
    """The one category that the sides of "Food / Comida" name; with `every`, no side may be unknown."""
    parts = [part for part in _BILINGUAL.split(text) if part]
    found = {code for part in parts if (code := _NAMES.find(part)) is not None or every}
    return found.pop() if len(parts) > 1 and len(found) == 1 else None


def label(parts: Sequence[str]) -> str | None:
    """The category of one option label: of a label put together from several parts, all of it must be known."""
    text = ", ".join(parts)
    return from_text(text) if len(parts) == 1 else _NAMES.find(text) or _bilingual(text, every=True)


def many_from_text(text: str) -> tuple[list[str], list[str]]:
    """The codes of all categories in a list such as a form's "check all that apply", and the parts not recognised.

    A label may itself hold commas ("Rent or utilities, small cash help"), so at each place the longest run of parts
    that makes one label is taken. Codes come once, in the order met.
    """
    parts = [part for part in _COMMA.split(text.strip()) if part]
    return longest_runs(parts, label)
