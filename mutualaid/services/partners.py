"""Partner organisations: whom needs are referred to, what they offer, and which of them suit a need."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.folding import fold
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.partner import Partner, PartnerService
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

_AREA = frozenset({Area.PARTNERS})

LIKE_HTTP = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
"""What a web address may look like. It is shown as text and never opened."""


class PartnerLine(NamedTuple):
    """A partner as the list shows it. `no_id`: at least one service says that it asks for no ID."""

    uid: str
    code: str
    name: str
    phone: str
    services: int
    categories: tuple[str, ...]
    languages: tuple[str, ...]
    zones: tuple[str, ...]
    no_id: bool
    active: bool


class Suited(NamedTuple):
    """A service of a partner that a need may be referred to."""

    uid: str
    name: str
    service: PartnerService
    phones: tuple[str, ...]
    address: str
    zones: tuple[str, ...]
    speaks: bool


def partners(
    office: Office,
    *,
    text: str = "",
    category: str = "",
    language: str = "",
    zone: str = "",
    no_id: bool = False,
    closed: bool = False,
) -> list[PartnerLine]:
    """Partners by name that hold every word of `text` (name, address, note, what they offer) and offer, in one service,
    what is asked: for a category, in a language, without asking for ID; in a zone. Paused ones only with `closed`.
    """
    words = fold(text).split()
    with office.store.read() as read:
        rows = read.all(Partner)
    found = [
        _line(row.uid, row.record)
        for row in rows
        if (row.record.active or closed)
        and (not zone or not row.record.zones or zone in row.record.zones)
        and (
            not (category or language or no_id) or any(_offers(s, category, language, no_id) for s in _all(row.record))
        )
        and (not words or _holds(row.record, words))
    ]
    return sorted(found, key=lambda line: (not line.active, fold(line.name), line.code))


def partner(office: Office, *, uid: str) -> Partner:
    """One partner. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        return read.get(Partner, uid)


def suited(
    office: Office, *, category: str = "", languages: Collection[str] = (), zone: str = "", text: str = ""
) -> list[Suited]:
    """Services for a category (every one without it), best first: those that serve the zone, speak one of the
    languages, and ask for no ID; then by name. Nothing is left out but partners that are paused or serve elsewhere.
    """
    words = fold(text).split()
    with office.store.read() as read:
        rows = read.all(Partner, active=True)
    found = [
        Suited(
            row.uid,
            row.record.name,
            service,
            tuple(row.record.phones),
            row.record.address,
            tuple(row.record.zones),
            not languages or bool(set(languages) & set(service.languages)),
        )
        for row in rows
        if not zone or not row.record.zones or zone in row.record.zones
        for service in _all(row.record)
        if (not category or not service.categories or category in service.categories)
        and (not words or _holds(row.record, words))
    ]
    return sorted(
        found,
        key=lambda one: (
            category not in one.service.categories,
            not one.service.no_id_asked,
            not one.speaks,
            fold(one.name),
            fold(one.service.name),
        ),
    )


def add(office: Office, *, partner: Partner) -> Changed:
    """Add a partner. Raises as `check`, Refused("partner_exists")."""
    check(office, partner)
    with office.store.write("add partner") as write:
        if _named(write, partner.name):
            raise Refused("partner_exists")
        return Changed(_AREA, (write.add(partner),))


def change(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change some fields of a partner; its code stays. Raises as `check`, Refused("partner_exists" |
    "field_not_changed_here"), BadInput("record_gone").
    """
    with office.store.write("change partner") as write:
        before = write.get(Partner, uid)
        after = write.change(Partner, uid, **fields)
        check(office, after)
        if after.code != before.code:
            raise Refused("field_not_changed_here", field="code")
        if _named(write, after.name, besides=uid):
            raise Refused("partner_exists")
    return Changed(_AREA, (uid,))


def set_active(office: Office, *, uid: str, active: bool) -> Changed:
    """Offer a partner for referrals, or no longer."""
    with office.store.write("resume partner" if active else "pause partner") as write:
        write.change(Partner, uid, active=active)
    return Changed(_AREA, (uid,))


def remove(office: Office, *, uid: str) -> Changed:
    """Take a partner out of the directory. Needs that were referred to it keep its name."""
    with office.store.write("remove partner") as write:
        write.remove(Partner, uid)
    return Changed(_AREA, (uid,))


def partner_number(taken: Collection[str]) -> int:
    """The number of the next partner: codes are P-1, P-2, ..."""
    numbers = [int(code[2:]) for code in taken if re.fullmatch(r"P-\d{1,9}", code)]
    return max(numbers, default=0) + 1


def partner_code(office: Office) -> str:
    """A code that no partner has."""
    with office.store.read() as read:
        return f"P-{partner_number(read.codes(Partner))}"


def check(office: Office, partner: Partner) -> None:
    """Raises BadInput("category_unknown" | "language_unknown" | "zone_unknown" | "url_invalid" | "field_invalid")."""
    for service in partner.services:
        if not set(service.categories) <= set(CATEGORIES):
            raise BadInput("category_unknown")
        if not set(service.languages) <= set(LANGUAGES):
            raise BadInput("language_unknown")
        if not service.name:
            raise BadInput("service_without_name")
    if not set(partner.zones) <= set(office.zones):
        raise BadInput("zone_unknown")
    if partner.url and not LIKE_HTTP.fullmatch(partner.url):
        raise BadInput("url_invalid")


def _named(read: Reading, name: str, *, besides: str = "") -> bool:
    wanted = fold(name)
    return any(uid != besides and fold(known) == wanted for uid, known in read.columns(Partner, "name"))


def _all(partner: Partner) -> Sequence[PartnerService]:
    """What it offers; a partner of whom nothing is said offers something all the same."""
    return partner.services or (PartnerService(name=partner.name),)


def _offers(service: PartnerService, category: str, language: str, no_id: bool) -> bool:
    return (
        (not category or category in service.categories)
        and (not language or language in service.languages)
        and (not no_id or service.no_id_asked)
    )


def _holds(partner: Partner, words: Sequence[str]) -> bool:
    said = [partner.code, partner.name, partner.address, partner.note, *partner.phones]
    for service in partner.services:
        said += [service.name, service.note, service.eligibility, service.hours]
        said += [f"{CATEGORIES[code].en} {CATEGORIES[code].es}" for code in service.categories if code in CATEGORIES]
    text = fold(" ".join(said))
    return all(word in text for word in words)


def _line(uid: str, record: Partner) -> PartnerLine:
    return PartnerLine(
        uid=uid,
        code=record.code,
        name=record.name,
        phone=record.phones[0] if record.phones else "",
        services=len(record.services),
        categories=tuple(dict.fromkeys(code for service in record.services for code in service.categories)),
        languages=tuple(dict.fromkeys(code for service in record.services for code in service.languages)),
        zones=tuple(record.zones),
        no_id=any(service.no_id_asked for service in record.services),
        active=record.active,
    )
