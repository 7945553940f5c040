"""What volunteers can do, what a home or a person needs to be reached, what food must be free of, and how one travels.

Plain tables with both languages inside; `name(language)` gives "en" or "es". Codes lie in the store and in exported
files, so they never change; the order is that of lists on screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from mutualaid.records.folding import Names

DELIVERY_SKILL = "deliveries"
"""The skill that bringing goods asks for."""


@dataclass(frozen=True, slots=True)
class Term:
    """A coded word in both languages, with the other names that people write."""

    code: str
    en: str
    es: str
    aliases: tuple[str, ...] = field(default=(), repr=False)

    def name(self, language: str) -> str:
        """The word in "es", else in English."""
        return self.es if language == "es" else self.en

    def spellings(self) -> tuple[str, ...]:
        """Every way of writing it that is recognised."""
        return (self.code, self.en, self.es, *self.aliases)


@dataclass(frozen=True, slots=True)
class Skill(Term):
    """Something a volunteer offers; `needs_training` says that the network trains people before they do it."""

    needs_training: bool = False


@dataclass(frozen=True, slots=True)
class Transport(Term):
    """A way of getting around, with what it usually carries: households a run, kilograms, passenger seats, reach."""

    stops: int = 2
    kg: int = 10
    seats: int = 0
    radius_km: float = 5.0


AnyTerm = TypeVar("AnyTerm", bound=Term)


def _table(*terms: AnyTerm) -> dict[str, AnyTerm]:
    return {term.code: term for term in terms}


def _names(terms: Iterable[Term]) -> Names:
    return Names({term.code: term.spellings() for term in terms})


SKILLS: dict[str, Skill] = _table(
    Skill("deliveries", "Deliveries", "Entregas a domicilio",
          ("delivery", "deliver", "food delivery", "deliver groceries", "deliver boxes", "driver", "driving",
           "entregas", "entrega", "repartir", "reparto", "repartos", "llevar cajas", "llevar comida",
           "errands", "mandados")),
    Skill("rides", "Rides", "Traslados",
          ("ride", "give rides", "rides to appointments", "transport", "transportation", "traslado", "transporte",
           "llevar a citas", "aventones", "raites", "raite", "dar raite", "viajes")),
    Skill("interpreting", "Interpreting", "Interpretación",
          ("interpreter", "interpret", "interpretation", "translation", "translating", "translator", "intérprete",
           "interpretar", "traducción", "traducir", "traductor", "traductora")),
    Skill("accompaniment", "Court accompaniment", "Acompañamiento a la corte",
          ("accompany", "accompanying", "court", "court support", "court watch accompaniment", "acompañamiento",
           "acompañar", "acompañamiento a citas", "acompañar a la corte", "court companion"), needs_training=True),
    Skill("watch", "Watch shifts", "Turnos de vigilancia",
          ("watch shift", "watch", "school watch", "corner watch", "migra watch", "ice watch", "neighborhood watch",
           "patrol", "turno de vigilancia", "vigilancia", "guardias", "turnos", "rondas", "patrullas")),
    Skill("know_your_rights", "Know-your-rights canvassing", "Conozca sus derechos, casa por casa",
          ("canvassing", "canvass", "canvasser", "kyr", "know your rights", "know your rights information",
           "know your rights training", "door knocking", "flyering", "outreach", "conozca sus derechos",
           "conoce tus derechos", "tocar puertas", "volanteo", "volantear"), needs_training=True),
    Skill("childcare", "Childcare", "Cuidado de niños",
          ("child care", "babysitting", "babysit", "kids", "cuidar niños", "cuidado de niñas y niños", "guardería",
           "niñera", "niñero")),
    Skill("home_help", "Help at home", "Ayuda en casa",
          ("home help", "housework", "cleaning", "cooking", "moving help", "repairs", "handy", "handyperson",
           "limpieza", "cocinar", "mudanza", "mudanzas", "reparaciones", "arreglos en casa")),
    Skill("legal", "Legal help", "Ayuda legal",
          ("legal referral", "legal aid", "lawyer", "attorney", "paralegal", "legal clinic", "abogada", "abogado",
           "asesoría legal", "referencia legal", "clínica legal"), needs_training=True),
    Skill("referral", "Referrals and orientation", "Referencias y orientación",
          ("referrals", "navigation", "navigator", "system navigation", "case management", "form filling",
           "help with forms", "llenar formularios", "orientación", "referencias", "trámites")),
    Skill("health", "Health support", "Apoyo de salud",
          ("nurse", "nursing", "medic", "street medic", "first aid", "doctor", "therapist", "enfermería", "enfermera",
           "enfermero", "primeros auxilios", "médica", "médico", "promotora de salud", "promotor de salud"),
          needs_training=True),
    Skill("raid_response", "Rapid response", "Respuesta rápida",
          ("raid response", "rapid responder", "legal observer", "verifier", "verification", "observer", "observadora",
           "observador", "observación legal", "respuesta a redadas", "verificador", "verificadora"),
          needs_training=True),
    Skill("warehouse", "Packing and sorting", "Empacar y clasificar",
          ("packing", "pack boxes", "sorting", "sort donations", "pantry", "pantry shifts", "distribution", "empacar",
           "empacar cajas", "clasificar", "clasificar donaciones", "despensa", "distribución", "almacén")),
    Skill("phones", "Phone calls and intake", "Llamadas y registro",
          ("phone banking", "phone calls", "calls", "hotline", "intake", "llamadas", "línea de ayuda", "registro",
           "contestar teléfonos", "check-in calls")),
)  # fmt: skip
"""What a volunteer can offer, by code."""

ACCESS: dict[str, Term] = _table(
    Term("wheelchair", "Wheelchair", "Silla de ruedas",
         ("wheelchair user", "uses a wheelchair", "ramp", "wheelchair accessible", "usa silla de ruedas", "rampa")),
    Term("stairs", "Stairs to climb", "Hay que subir escaleras",
         ("stairs", "walk up", "walk-up", "no elevator", "escaleras", "sin elevador", "sin ascensor")),
    Term("no_stairs", "Cannot climb stairs", "No puede subir escaleras",
         ("no stairs", "cannot do stairs", "limited mobility", "sin escaleras", "movilidad reducida")),
    Term("heavy_lifting", "Heavy things to carry", "Hay que cargar cosas pesadas",
         ("heavy lifting", "lifting", "heavy", "cargar peso", "cosas pesadas")),
    Term("deaf", "Deaf or hard of hearing", "Sorda, sordo o con dificultad para oír",
         ("deaf", "hard of hearing", "sorda", "sordo", "no oye bien")),
    Term("blind", "Blind or low vision", "Ciega, ciego o con baja visión",
         ("blind", "low vision", "ciega", "ciego", "baja visión", "no ve bien")),
    Term("reads_little", "Prefers talking to reading", "Prefiere hablar a leer",
         ("does not read", "cannot read", "low literacy", "no lee", "no sabe leer", "lee poco")),
    Term("service_animal", "Service animal", "Animal de servicio",
         ("service dog", "guide dog", "perro guía", "perro de servicio")),
    Term("car_seat", "Child car seat", "Silla de auto para niño",
         ("car seat", "booster", "booster seat", "asiento de bebé", "silla para carro", "asiento para niños")),
    Term("animals", "Animals in the home", "Animales en la casa",
         ("dog", "dogs", "cat", "cats", "pets", "perro", "perros", "gato", "gatos", "mascotas")),
    Term("smoke_free", "No smoke near", "Sin humo cerca",
         ("asthma", "no smoking", "smoke free", "asma", "sin humo")),
    Term("mask", "Please wear a mask", "Por favor use cubrebocas",
         ("mask", "masks", "cubrebocas", "mascarilla", "tapabocas")),
)  # fmt: skip
"""What reaching or serving a home asks for, and what a volunteer can do: the same codes on both sides."""

DIETS: dict[str, Term] = _table(
    Term("vegetarian", "Vegetarian", "Vegetariano", ("vegetariana", "no meat", "sin carne", "veggie")),
    Term("vegan", "Vegan", "Vegano", ("vegana", "plant based")),
    Term("halal", "Halal", "Halal", ("jalal",)),
    Term("kosher", "Kosher", "Kosher", ("cósher", "kósher", "casher")),
    Term("no_pork", "No pork", "Sin puerco",
         ("pork free", "sin cerdo", "no cerdo", "no come puerco", "no come cerdo", "does not eat pork")),
    Term("no_beef", "No beef", "Sin res", ("beef free", "sin carne de res", "no come res")),
    Term("gluten_free", "Gluten-free", "Sin gluten",
         ("no gluten", "celiac", "coeliac", "celiaca", "celíaco", "celíaca", "celiaquía", "libre de gluten", "gf")),
    Term("lactose_free", "Lactose-free", "Sin lactosa",
         ("no lactose", "lactose intolerant", "intolerante a la lactosa", "deslactosada", "deslactosado",
          "lactaid", "libre de lactosa")),
    Term("dairy_free", "Dairy-free", "Sin lácteos", ("no dairy", "milk allergy", "alergia a la leche", "sin leche")),
    Term("nut_free", "Nut-free", "Sin nueces ni cacahuates",
         ("no nuts", "nut allergy", "peanut allergy", "peanut free", "no peanuts", "tree nut allergy", "nuts",
          "peanuts", "alergia a cacahuates", "alergia al cacahuate", "alergia a las nueces", "alergia al maní",
          "sin nueces",
          "sin cacahuates", "sin cacahuate", "sin maní", "cacahuates", "nueces")),
    Term("egg_free", "Egg-free", "Sin huevo", ("no eggs", "egg allergy", "alergia al huevo", "sin huevos")),
    Term("soy_free", "Soy-free", "Sin soya", ("no soy", "soy allergy", "alergia a la soya", "sin soja")),
    Term("shellfish_free", "No fish or shellfish", "Sin pescado ni mariscos",
         ("no shellfish", "shellfish allergy", "fish allergy", "no seafood", "alergia a mariscos",
          "alergia a los mariscos", "alergia al pescado", "sin mariscos", "shellfish", "mariscos")),
    Term("diabetic", "Low sugar", "Bajo en azúcar",
         ("diabetic friendly", "diabetes", "diabetic diet", "sugar free", "no sugar", "sin azúcar", "para diabéticos",
          "dieta para diabetes", "diabética", "diabético")),
    Term("low_salt", "Low salt", "Bajo en sal",
         ("low sodium", "no salt", "salt free", "sin sal", "bajo en sodio", "poca sal")),
    Term("no_cooking", "No kitchen to cook in", "Sin cocina para preparar",
         ("no kitchen", "no cooking", "ready to eat", "sin cocina", "listo para comer", "no stove", "sin estufa")),
    Term("soft", "Soft food", "Comida blanda", ("soft diet", "dieta blanda", "puree", "papilla")),
)  # fmt: skip
"""What a household's food must be, and what a lot of food is."""

TRANSPORTS: dict[str, Transport] = _table(
    Transport("foot", "On foot or by bus", "A pie o en camión",
              ("foot", "walk", "walking", "on foot", "bus", "cta", "train", "public transit", "a pie", "caminando",
               "camión", "autobús", "tren", "none", "ninguno", "no car", "sin carro"),
              stops=2, kg=8, seats=0, radius_km=3.0),
    Transport("bike", "Bicycle", "Bicicleta",
              ("bike", "bicycle", "cargo bike", "cycling", "bici", "en bici"),
              stops=3, kg=20, seats=0, radius_km=6.0),
    Transport("car", "Car", "Carro",
              ("auto", "automobile", "own car", "sedan", "suv", "coche", "tengo carro", "drive", "driver", "maneja"),
              stops=6, kg=120, seats=3, radius_km=15.0),
    Transport("van", "Van or truck", "Camioneta",
              ("van", "minivan", "truck", "pickup", "pickup truck", "troca", "vagoneta", "combi"),
              stops=12, kg=500, seats=6, radius_km=25.0),
)  # fmt: skip
"""Ways of getting around. What each carries is a starting point that a volunteer's own figures replace."""

_SKILL_NAMES = _names(SKILLS.values())
_ACCESS_NAMES = _names(ACCESS.values())
_DIET_NAMES = _names(DIETS.values())
_TRANSPORT_NAMES = _names(TRANSPORTS.values())


def from_text(text: str) -> str | None:
    """The code of the skill that goes by `text` in either language, or none."""
    return _SKILL_NAMES.find(text) or _SKILL_NAMES.starting(text)


def access_from_text(text: str) -> str | None:
    """The code of the access need that goes by `text`, or none."""
    return _ACCESS_NAMES.find(text)


def diet_from_text(text: str) -> str | None:
    """The code of the diet tag that goes by `text`, or none."""
    return _DIET_NAMES.find(text)


def transport_from_text(text: str) -> str | None:
    """The code of the means of transport that goes by `text`, or none."""
    return _TRANSPORT_NAMES.find(text)
