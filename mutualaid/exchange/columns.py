"""Which column of a file is which field of ours: by its header, in either language or in both at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mutualaid.exchange.drafts import Kind
from mutualaid.records.folding import fold

Names = Mapping[str, tuple[str, ...]]

_PERSON = ("name", "full name", "nombre", "nombre completo")
_PHONE = (
    "phone", "phone number", "telephone", "cell", "cell phone", "mobile", "whatsapp", "telefono", "celular",
    "numero de telefono", "your phone", "su telefono",
)  # fmt: skip
_LANGUAGE = (
    "languages", "language", "idioma", "idiomas", "preferred language", "idioma preferido", "language s",
    "languages spoken", "lengua", "que idioma habla",
)  # fmt: skip
_ZONE = (
    "zone", "zona", "neighborhood", "neighbourhood", "vecindario", "barrio", "colonia", "community area", "area",
)  # fmt: skip
_NOTES = (
    "notes", "note", "notas", "nota", "comments", "comment", "comentarios", "anything else", "algo mas",
    "additional information", "informacion adicional",
)  # fmt: skip
_DIET = (
    "diet", "dietary needs", "dietary restrictions", "allergies", "diet or allergies", "dieta", "alergias",
    "restricciones de comida",
)  # fmt: skip
_ACCESS = ("access", "access needs", "accessibility", "acceso", "necesidades de acceso", "accesibilidad")
_RECEIVED = (
    "received on", "received", "date received", "timestamp", "marca temporal", "submission time", "submissiondate",
    "submission date", "submitted at", "created", "created at", "created time", "date", "fecha", "fecha de recepcion",
    "recibido", "recibido el", "end", "start", "today",
)  # fmt: skip

FIELDS: dict[Kind, Names] = {
    Kind.NEEDS: {
        "household_code": ("household code", "household", "codigo del hogar", "codigo", "hogar"),
        "contact_name": ("contact name", "your name", "su nombre", "contact", "contacto", *_PERSON),
        "phone": _PHONE,
        "safe_contact": ("safe contact", "how to contact safely", "contacto seguro", "best time to call"),
        "languages": _LANGUAGE,
        "household_size": (
            "household size", "how many people live with you", "cuantas personas viven con usted", "people",
            "family size", "number of people", "tamano del hogar", "personas", "cuantas personas",
            "people in household", "personas en el hogar", "how many people", "size",
        ),
        "ages": ("ages", "edades", "age bands"),
        "children": ("children under 12", "ninos menores de 12", "kids under 12", "children"),
        "diet": _DIET,
        "access": _ACCESS,
        "zone": _ZONE,
        "address": ("address", "direccion", "domicilio", "street address", "home address"),
        "category": (
            "category", "need types", "need type", "what do you need", "que necesita", "needs", "need", "necesidad",
            "necesidades", "categoria", "type of help", "tipo de ayuda", "request", "requests", "solicitud",
        ),
        "item": ("item", "items", "articulo", "producto"),
        "quantity": ("quantity", "qty", "cantidad", "how many", "amount"),
        "unit": ("unit", "units", "unidad"),
        "urgency": (
            "urgency", "when do you need it", "para cuando", "urgencia", "how soon", "how urgent", "que tan urgente",
            "priority", "prioridad",
        ),
        "needed_by": ("needed by", "need by", "deadline", "fecha limite", "lo necesita antes de", "para que fecha"),
        "windows": ("windows", "best times", "when are you home", "horarios", "horario", "availability",
                    "disponibilidad"),
        "mode": ("mode", "delivery or pickup", "entrega o recoger", "modo", "modalidad"),
        "notes": _NOTES,
        "received_on": _RECEIVED,
    },
    Kind.VOLUNTEERS: {
        "volunteer_code": ("volunteer code", "codigo", "codigo de voluntaria"),
        "name": ("contact name", "your name", "su nombre", "volunteer", "volunteer name", "voluntaria", *_PERSON),
        "phone": _PHONE,
        "languages": _LANGUAGE,
        "skills": (
            "skills", "ways to help", "how can you help", "como puede ayudar", "habilidades", "can help with", "roles",
            "formas de ayudar",
        ),
        "trainings": ("trainings", "trained", "training", "capacitacion", "capacitaciones", "talleres"),
        "transport": ("transport", "transportation", "vehicle", "transporte", "vehiculo", "how do you get around"),
        "seats": ("seats", "asientos", "passenger seats"),
        "capacity_kg": ("capacity kg", "carga kg", "kg"),
        "stops": ("stops", "paradas", "most stops"),
        "zone": ("zone", "home zone", "home neighborhood", "zona", "zona propia"),
        "zones": ("zones", "neighborhoods", "neighbourhoods", "neighborhood", "areas", "vecindarios", "vecindario",
                  "barrios", "zonas", "where can you help", "donde puede ayudar"),
        "radius_km": ("radius km", "radius", "radio km"),
        "availability": ("availability", "available", "disponibilidad", "when are you free", "horario", "horarios",
                         "windows"),
        "tasks_per_week": ("tasks per week", "max tasks per week", "most tasks per week", "tareas por semana",
                           "maximo de tareas por semana"),
        "trust": ("trust", "trust level", "confianza"),
        "access": _ACCESS,
        "notes": _NOTES,
    },
    Kind.SUPPLIES: {
        "item": ("item", "items", "articulo", "producto", "what", "description", "descripcion", *_PERSON),
        "category": ("category", "categoria", "type", "tipo"),
        "quantity": ("quantity", "qty", "cantidad", "amount", "count", "on hand", "existencias"),
        "unit": ("unit", "units", "unidad", "unidades", "uom"),
        "site": ("site", "location", "where", "place", "sitio", "lugar", "ubicacion", "almacen", "storage"),
        "zone": _ZONE,
        "expires_on": ("expires on", "expires", "expiry", "expiration", "expiration date", "best by", "use by",
                       "caduca", "caducidad", "vence", "fecha de caducidad", "vencimiento"),
        "source": ("source", "donor", "donated by", "donante", "origen", "from", "proveedor"),
        "diet": ("diet tags", "dietary", "diet info", *_DIET),
        "received_on": _RECEIVED,
        "notes": _NOTES,
    },
}  # fmt: skip
"""Our fields by kind, each with the headers it goes by, folded, the likeliest first."""

_REQUIRED = {
    Kind.NEEDS: ("category",),
    Kind.VOLUNTEERS: ("name",),
    Kind.SUPPLIES: ("item", "quantity"),
}
_TELLING = {
    Kind.NEEDS: ("contact_name", "phone", "household_code", "household_size", "urgency", "zone"),
    Kind.VOLUNTEERS: ("skills", "transport", "tasks_per_week", "trainings"),
    Kind.SUPPLIES: ("site", "expires_on", "unit", "source"),
}
_LONGEST_HEADER = 400
_SIDES = re.compile(r"\s*[/|?]\s*|\s+[-–—]\s+")
_ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Columns:
    """Where the fields of one kind lie: field -> index of its column."""

    kind: Kind
    at: Mapping[str, int]
    headers: tuple[str, ...] = ()

    def header(self, field: str) -> str:
        """The header of a field's column as it stands in the file, or "" when the file has none."""
        return self.headers[self.at[field]].strip() if field in self.at else ""


def keys(header: str) -> list[str]:
    """The folded names that a header offers: whole, without its asides, each language's side, the end of its path."""
    header = header.strip()[:_LONGEST_HEADER]
    plain = _ASIDE.sub(" ", header)
    offered = [header, plain, *_SIDES.split(plain)]
    if "/" in header and " " not in header:
        offered.append(header.rsplit("/", 1)[-1])
    if "-" in header and " " not in header:
        offered.append(header.rsplit("-", 1)[-1])
    return list(dict.fromkeys(filter(None, map(fold, offered))))


def find_columns(kind: Kind, headers: Sequence[str], ignored: frozenset[str] = frozenset()) -> dict[str, int]:
    """The column of each field of `kind` that some header names; no column serves two fields.

    A header that gives a name whole wins over one that gives it in part, and likelier names over others. `ignored`
    holds headers (stripped) of a tool's own columns.
    """
    offers = [[] if header.strip() in ignored else keys(header) for header in headers]
    taken: dict[str, int] = {}
    used: set[int] = set()
    depth = max(map(len, offers), default=0)
    for level in range(depth):
        for field, names in FIELDS[kind].items():
            if field in taken:
                continue
            at = _first(names, offers, level, used)
            if at is not None:
                taken[field] = at
                used.add(at)
    return taken


def _first(names: tuple[str, ...], offers: list[list[str]], level: int, used: set[int]) -> int | None:
    for name in names:
        for at, offered in enumerate(offers):
            if at not in used and level < len(offered) and offered[level] == name:
                return at
    return None


def missing(kind: Kind, at: Mapping[str, int]) -> list[str]:
    """The fields without which a file of that kind makes no sense."""
    return [field for field in _REQUIRED[kind] if field not in at]


def likely_kind(headers: Sequence[str]) -> Kind | None:
    """What the rows most likely are, judged by the headers alone; none when nothing fits."""
    best: tuple[int, int] = (0, 0)
    likely = None
    for order, kind in enumerate((Kind.SUPPLIES, Kind.VOLUNTEERS, Kind.NEEDS)):
        at = find_columns(kind, headers)
        telling = sum(field in at for field in _TELLING[kind])
        if not missing(kind, at) and telling and (telling, order) > best:
            best, likely = (telling, order), kind
    return likely
