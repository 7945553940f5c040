"""Directories of services as Open Referral's HSDS tells them: what of it this program keeps, and what it makes of it.

HSDS 3 is JSON, organizations with all that belongs to them inside; its tables are CSV files in a data package, as in
HSDS 2 (docs.openreferral.org). `hsds_package` reads both into the nested form; here it becomes `Organization`. Names of
contact persons, mail addresses and whatever else the specification or somebody's extension holds are left where they
are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mutualaid.exchange.phones import parse_phones
from mutualaid.language.formats import format_weekday
from mutualaid.records import languages
from mutualaid.records.folding import fold

Nested = Mapping[str, Any]
"""An organization or a part of one, as it stands in JSON."""

OUR_TAXONOMY = "mutualaid"
"""How our categories are named where we write a directory."""

NO_ID = "No ID required"
"""What we write where a service says that it asks for none."""

_LINE, _NOTE, _MOST_PHONES = 200, 4000, 6
_GONE = {"inactive", "defunct", "temporarily closed"}
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_SPACE = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_WEEKDAYS = {
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}

_NO_ID_SAID = frozenset(
    fold(said)
    for said in (
        "none", "none required", "no id", "no id required", "no id needed", "no id is required", "id not required",
        "no identification", "no identification required", "no identification needed", "no identification is required",
        "identification not required", "no photo id required", "no documents", "no documents required",
        "no documents needed", "no documents are required", "no document required", "no documentation required",
        "no documentation needed", "no documentation is required", "documents not required", "nothing required",
        "no id asked", "we do not ask for id",
        "ninguno", "ninguna", "ningún documento", "no se pide identificación", "no se requiere identificación",
        "no se necesita identificación", "sin identificación", "identificación no requerida", "no se piden documentos",
        "no se requieren documentos", "no se necesitan documentos", "sin documentos", "no pedimos identificación",
    )
)  # fmt: skip


class Term(NamedTuple):
    """A word by which a directory sorts its services: its code there, if it has one, and of which taxonomy it is."""

    name: str
    code: str = ""
    taxonomy: str = ""


@dataclass(frozen=True, repr=False)
class Offered:
    """A service of an organization. `documents_said`: the directory says what papers it asks for, or that it asks none;
    only then does `no_id_asked` mean anything.
    """

    id: str
    name: str
    terms: tuple[Term, ...] = ()
    languages: tuple[str, ...] = ()
    no_id_asked: bool = False
    documents_said: bool = False
    fees: str = ""
    eligibility: str = ""
    hours: str = ""
    note: str = ""


@dataclass(frozen=True, repr=False)
class Organization:
    """An organization of a directory; `areas` are the names of where it serves, none for everywhere."""

    id: str
    name: str
    note: str = ""
    url: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    areas: tuple[str, ...] = ()
    services: tuple[Offered, ...] = ()


@dataclass(frozen=True, repr=False)
class Directory:
    """What a file tells. `left_out` counts what was passed over, by code: "organization_without_name",
    "service_closed", "service_without_name", "phone_unreadable", "language_unknown", "text_shortened".
    """

    organizations: tuple[Organization, ...]
    left_out: Counter[str] = field(default_factory=Counter)


def no_id_asked(documents: Sequence[str]) -> bool:
    """Whether a list of required documents says, in so many words, that no ID is asked for.

    An empty list says nothing. One that also names a paper does not say it either, nor does any sentence that is not
    one of those known: a family sent to a door that then asks for papers is worse off than one sent elsewhere.
    """
    said = [fold(document) for document in documents if fold(document)]
    return bool(said) and all(one in _NO_ID_SAID for one in said)


def directory_of(organizations: Iterable[Nested]) -> Directory:
    """The organizations as this program understands them. One that comes twice counts once, the last time."""
    reader = _Reader()
    found = {}
    for nested in organizations:
        made = reader.organization(nested)
        if made is not None:
            found[made.id or made.name] = made
    return Directory(tuple(found.values()), reader.left_out)


class _Reader:
    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()

    def organization(self, nested: Nested) -> Organization | None:
        name = self.line(nested.get("name"))
        if not name:
            self.left_out["organization_without_name"] += 1
            return None
        services = list(_parts(nested, "services"))
        locations = [*_parts(nested, "locations"), *_locations(services)]
        return Organization(
            id=self.line(nested.get("id")),
            name=name,
            note=self.note(nested.get("description")),
            url=_web(self.line(nested.get("website") or nested.get("url"))),
            phones=self.phones([nested, *locations, *services]),
            address=self.address(locations),
            areas=self.areas(services),
            services=tuple(made for part in services if (made := self.service(part)) is not None),
        )

    def service(self, nested: Nested) -> Offered | None:
        if _text(nested.get("status")).lower() in _GONE:
            self.left_out["service_closed"] += 1
            return None
        name = self.line(nested.get("name"))
        if not name:
            self.left_out["service_without_name"] += 1
            return None
        documents = [_text(part.get("document")) for part in _parts(nested, "required_documents")]
        return Offered(
            id=self.line(nested.get("id")),
            name=name,
            terms=_terms(nested),
            languages=self.languages(nested),
            no_id_asked=no_id_asked(documents),
            documents_said=any(map(fold, documents)),
            fees=self.line(nested.get("fees_description") or nested.get("fees") or _costs(nested)),
            eligibility=self.line(_eligibility(nested)),
            hours=self.line(_hours(nested)),
            note=self.line(nested.get("description")),
        )

    def line(self, value: Any) -> str:
        """Text of one line: no markup, no control signs, no longer than a line may be."""
        return self._short(" ".join(_clean(value).split()), _LINE)

    def note(self, value: Any) -> str:
        lines = (_SPACE.sub(" ", line).strip() for line in _clean(value).split("\n"))
        return self._short("\n".join(lines).strip(), _NOTE)

    def _short(self, text: str, most: int) -> str:
        if len(text) <= most:
            return text
        self.left_out["text_shortened"] += 1
        return text[: most - 1].rstrip() + "…"

    def phones(self, owners: Sequence[Nested]) -> tuple[str, ...]:
        numbers: dict[str, None] = {}
        for part in (phone for owner in owners for phone in _parts(owner, "phones")):
            text = _text(part.get("number")).strip("'\" ")
            found, _whole = parse_phones(text) if text else ([], True)
            if text and not found:
                self.left_out["phone_unreadable"] += 1
            numbers.update(dict.fromkeys(phone.number for phone in found))
        return tuple(numbers)[:_MOST_PHONES]

    def address(self, locations: Sequence[Nested]) -> str:
        keys = ("address_1", "address_2", "city", "state_province", "postal_code")
        for location in locations:
            for part in (*_parts(location, "addresses"), *_parts(location, "physical_addresses")):
                if _text(part.get("address_type")).lower() == "postal":
                    continue
                said = [text for key in keys if (text := self.line(part.get(key)))]
                if said:
                    return self.line(", ".join(said))
        return ""

    def areas(self, services: Sequence[Nested]) -> tuple[str, ...]:
        names = [self.line(part.get("name") or part.get("service_area")) for nested in services
                 for part in _parts(nested, "service_areas")]  # fmt: skip
        return tuple(dict.fromkeys(name for name in names if name))

    def languages(self, nested: Nested) -> tuple[str, ...]:
        codes: list[str] = []
        for part in _parts(nested, "languages"):
            words = [text for key in ("code", "name", "language") if (text := _text(part.get(key)))]
            found = next((code for text in words if (code := languages.find(text)) is not None), None)
            if found is not None:
                codes.append(found)
            elif words:
                self.left_out["language_unknown"] += 1
        return tuple(dict.fromkeys(codes))


def _parts(nested: Nested, key: str) -> Iterator[Nested]:
    """The objects of a list, of which nothing else is expected; whatever is no object is passed over."""
    value = nested.get(key)
    yield from (part for part in (value if isinstance(value, list) else ()) if isinstance(part, Mapping))


def _locations(services: Sequence[Nested]) -> Iterator[Nested]:
    for nested in services:
        for there in _parts(nested, "service_at_locations"):
            location = there.get("location")
            if isinstance(location, Mapping):
                yield location


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _clean(value: Any) -> str:
    return _CONTROL.sub(" ", _TAG.sub(" ", _text(value)).replace("\r\n", "\n").replace("\r", "\n"))


def _web(text: str) -> str:
    """A web address as it stands, with a scheme before a bare name; nothing for what is none."""
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text):
        text = f"https://{text}"
    return text if re.fullmatch(r"https?://[^\s/]+\S*", text, re.IGNORECASE) else ""


def _terms(nested: Nested) -> tuple[Term, ...]:
    found: list[Term] = []
    for part in (*_parts(nested, "attributes"), *_parts(nested, "taxonomy")):
        if fold(_text(part.get("link_type"))) in ("eligibility", "required documents", "language"):
            continue  # what a service is for somebody, not what it is
        term = part.get("taxonomy_term")
        about: Nested = term if isinstance(term, Mapping) else part
        name = next((text for key in ("name", "term", "label", "value", "taxonomy_detail") if
                     (text := _text(about.get(key)))), "") or _text(part.get("label"))  # fmt: skip
        if name:
            found.append(Term(name[:_LINE], _text(about.get("code"))[:_LINE], fold(_text(about.get("taxonomy")))))
    return tuple(dict.fromkeys(found))


def _costs(nested: Nested) -> str:
    said = []
    for part in _parts(nested, "cost_options"):
        words = [_text(part.get(key)) for key in ("option", "amount", "currency", "amount_description")]
        said.append(" ".join(word for word in words if word))
    return "; ".join(one for one in said if one)


def _eligibility(nested: Nested) -> str:
    said = [_text(nested.get("eligibility_description"))]
    value = nested.get("eligibility")
    said += (
        [_text(part.get("eligibility")) for part in _parts(nested, "eligibility")] if isinstance(value, list) else []
    )
    said += [_text(value)]
    return "; ".join(dict.fromkeys(one for one in said if one))


def _hours(nested: Nested) -> str:
    """When it is open: in the directory's own words, else by days and clock times."""
    owners = [nested, *_parts(nested, "service_at_locations"), *_locations([nested])]
    for owner in owners:
        schedules = [part for key in ("schedules", "regular_schedules") for part in _parts(owner, key)]
        said = [_text(part.get("description")) or _clock(part) for part in schedules]
        if any(said):
            return "; ".join(dict.fromkeys(one for one in said if one))
    return ""


def _clock(part: Nested) -> str:
    numbers = [_DAYS[day] for day in re.findall(r"[A-Z]{2}", _text(part.get("byday")).upper()) if day in _DAYS]
    named = _WEEKDAYS.get(_text(part.get("weekday")).lower())
    days = ", ".join(format_weekday(number, short=True) for number in (numbers or ([] if named is None else [named])))
    opens, closes = (_text(part.get(key))[:5] for key in ("opens_at", "closes_at"))
    hours = f"{opens}–{closes}" if opens and closes else opens or closes
    return " ".join(one for one in (days, hours) if one)
