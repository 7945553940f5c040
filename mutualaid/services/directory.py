"""Directories of other people's: look at one, bring it in, give ours away. What was brought in once is changed in place
when the same directory comes again, and what a coordinator added to it by hand stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mutualaid.discretion.watch import find, find_identifiers, redact_all
from mutualaid.exchange.hsds import OUR_TAXONOMY, Directory, Offered, Organization, Term, directory_of
from mutualaid.exchange.hsds_package import read_organizations
from mutualaid.exchange.hsds_write import as_json, as_package, derived
from mutualaid.progress import SILENT, Progress
from mutualaid.records import categories, zones
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput
from mutualaid.records.folding import fold
from mutualaid.records.partner import Partner, PartnerService
from mutualaid.records.views import Area, Changed
from mutualaid.services.files import check_target, write_new
from mutualaid.services.office import Office
from mutualaid.services.partners import partner_number
from mutualaid.services.settings import with_terms
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored

_AREA = frozenset({Area.PARTNERS})
_STEP = 50
_AT_ONCE = 200
"""Organizations written in one go."""


class Unknown(NamedTuple):
    """A word by which a directory sorts services that means none of our categories yet, and how many it sorts so."""

    term: str
    services: int


@dataclass(frozen=True, repr=False)
class DirectoryLook:
    """What bringing a directory in would do: how many organizations are new, changed, the same; how many services say
    that no ID is asked; the words whose category nobody has said yet; how many identifying numbers would be struck
    out, how many texts speak of somebody's status (they are about organizations, and stay); what is left out, by code.
    """

    new: int
    changed: int
    same: int
    services: int
    no_id: int
    unknown: tuple[Unknown, ...]
    struck: int
    status_words: int
    left_out: Mapping[str, int]
    names: tuple[tuple[str, str], ...]


class _Planned(NamedTuple):
    """One organization of a directory: the partner that it is already (its uid, "" for none), and what it becomes."""

    uid: str
    before: Partner | None
    after: Partner

    @property
    def kind(self) -> str:
        return "new" if self.before is None else "same" if self.before == self.after else "changed"


def look_hsds(office: Office, *, path: Path, progress: Progress = SILENT) -> DirectoryLook:
    """Look at a directory (HSDS 3 as JSON, or an HSDS 2 or 3 package of tables as zip or folder) without keeping it.

    Raises as `exchange.hsds_package.read_organizations`, BadInput("directory_empty").
    """
    directory = _read(path, progress)
    with office.store.read() as read:
        planned, struck, status = _plan(office, read, directory, office.settings.taxonomy)
    services = [service for one in planned for service in one.after.services]
    count = Counter(one.kind for one in planned)
    said = office.settings.taxonomy
    missing = Counter(
        term.name
        for organization in directory.organizations
        for service in organization.services
        for term in service.terms
        if fold(term.name) not in said and not category_of(term, said)
    )
    return DirectoryLook(
        count["new"],
        count["changed"],
        count["same"],
        len(services),
        sum(service.no_id_asked for service in services),
        tuple(Unknown(term, n) for term, n in missing.most_common()),
        struck,
        status,
        dict(directory.left_out),
        tuple((one.after.name, one.kind) for one in planned),
    )


def import_hsds(
    office: Office, *, path: Path, terms: Mapping[str, str] | None = None, progress: Progress = SILENT
) -> Changed:
    """Bring a directory in, whole or not at all. `terms` say by a directory's word the category that it means here (""
    for none), and are remembered. Raises as `look_hsds`, BadInput("category_unknown"), Cancelled.
    """
    directory = _read(path, progress)
    uids: list[str] = []
    settings = office.settings if terms is None else with_terms(office.settings, terms)
    with office.store.write("import partners") as write:
        if settings != office.settings:
            write.set_settings(settings)
        planned, _struck, _status = _plan(office, write, directory, settings.taxonomy)
        first, fresh = partner_number(write.codes(Partner)), list[Partner]()
        for number, one in enumerate(planned):
            if number % _STEP == 0:
                progress.step(number, len(planned))
            if one.before is None:
                fresh.append(one.after.model_copy(update={"code": f"P-{first + len(fresh)}"}))
            elif one.kind == "changed":
                fields = {name: getattr(one.after, name) for name in Partner.model_fields}
                write.change(Partner, one.uid, **fields)
                uids.append(one.uid)
        for start in range(0, len(fresh), _AT_ONCE):
            progress.step(start, len(fresh))
            uids += write.add_many(fresh[start : start + _AT_ONCE])
    office.settings = settings
    return Changed(_AREA, tuple(uids))


def export_hsds(office: Office, *, out: Path, uids: Sequence[str] | None = None) -> Changed:
    """Write our directory (of those partners only, when given) as HSDS 3 to a new file: `.json`, or `.zip` for the
    package of tables. Paused partners stay at home. The journal tells of it.

    Raises BadInput("directory_suffix" | "directory_empty"), Refused("target_exists" | "target_in_store"), NoSpace.
    """
    if out.suffix.lower() not in (".json", ".zip"):
        raise BadInput("directory_suffix")
    check_target(out, office.folder)
    with office.store.read() as read:
        rows = [row for row in read.all(Partner, active=True) if uids is None or row.uid in uids]
    if not rows:
        raise BadInput("directory_empty")
    given = [organization_of(row, office.zones) for row in sorted(rows, key=lambda row: fold(row.record.name))]
    data = as_json(given) if out.suffix.lower() == ".json" else as_package(given)
    with office.store.write("export partners") as write:
        write.note_export("partner", len(given), contact=False)
        write_new(out, data)
    return Changed(frozenset({Area.SETTINGS}))


def category_of(term: Term, said: Mapping[str, str]) -> str:
    """The category that a directory's word means, "" for none: by what the office said of it, by our own codes, by Open
    Eligibility's numbers, by its name.
    """
    if fold(term.name) in said:
        return said[fold(term.name)]
    if term.taxonomy == OUR_TAXONOMY and term.code in CATEGORIES:
        return term.code
    for code, known in CATEGORIES.items():
        if term.code and known.open_eligibility == term.code:
            return code
    return categories.from_text(term.name) or ""


def organization_of(row: Stored[Partner], known: Mapping[str, zones.Zone]) -> Organization:
    """A partner as a directory tells it; parts without an id of their own are given one that is always the same."""
    ids = _ids(row)
    return Organization(
        id=row.record.hsds_id or derived("partner", row.uid),
        name=row.record.name,
        note=row.record.note,
        url=row.record.url,
        phones=tuple(row.record.phones),
        address=row.record.address,
        areas=tuple(known[code].name for code in row.record.zones if code in known),
        services=tuple(
            Offered(
                id=service_id,
                name=service.name,
                terms=tuple(Term(CATEGORIES[c].en, c, OUR_TAXONOMY) for c in service.categories if c in CATEGORIES),
                languages=service.languages,
                no_id_asked=service.no_id_asked,
                documents_said=service.no_id_asked,
                fees=service.fees,
                eligibility=service.eligibility,
                hours=service.hours,
                note=service.note,
            )
            for service_id, service in zip(ids, row.record.services, strict=True)
        ),
    )


def _read(path: Path, progress: Progress) -> Directory:
    directory = directory_of(read_organizations(path, progress))
    if not directory.organizations:
        raise BadInput("directory_empty")
    return directory


def _ids(row: Stored[Partner]) -> list[str]:
    """The id of each service: its own, else one made of its name, and of its place among those of that name."""
    seen: Counter[str] = Counter()
    ids = []
    for service in row.record.services:
        seen[service.name] += 1
        ids.append(service.hsds_id or derived("service", row.uid, service.name, str(seen[service.name])))
    return ids


def _plan(
    office: Office, read: Reading, directory: Directory, said: Mapping[str, str]
) -> tuple[list[_Planned], int, int]:
    """What each organization becomes; how many numbers are struck out; how many texts speak of somebody's status."""
    rows = read.all(Partner)
    by_id = {row.record.hsds_id or derived("partner", row.uid): row for row in rows}
    by_name = {fold(row.record.name): row for row in rows if not row.record.hsds_id}
    planned: list[_Planned] = []
    watch, used = _Watch(), set[str]()
    for listed in directory.organizations:
        row = by_id.get(listed.id) if listed.id else None
        row = row or by_name.get(fold(listed.name))
        row = None if row is None or row.uid in used else row
        used |= {row.uid} if row is not None else set()
        after = _partner_of(office, watch, listed, row, said)
        planned.append(_Planned(row.uid if row else "", row.record if row else None, after))
    return planned, watch.struck, watch.status_words


class _Watch:
    """The watch over what a directory says: numbers are struck out. Words about status are about whom an organization
    is there for, not about a person: they are counted, and stay.
    """

    def __init__(self) -> None:
        self.struck = self.status_words = 0

    def __call__(self, text: str, most: int = 200) -> str:
        numbers = find_identifiers(text)
        self.struck += len(numbers)
        self.status_words += len(find(text)) > len(numbers)
        return redact_all(text, look=find_identifiers)[:most] if numbers else text


def _partner_of(
    office: Office, watch: _Watch, listed: Organization, row: Stored[Partner] | None, said: Mapping[str, str]
) -> Partner:
    before = row.record if row is not None else None
    found = [zone.code for name in listed.areas if (zone := zones.find(name, office.zones)) is not None]
    # Where one of the places that it serves is none of our zones, nothing is narrowed by the others.
    served = found if len(found) == len(listed.areas) else []
    kept_id = listed.id
    if before is not None and row is not None and (before.hsds_id or listed.id == derived("partner", row.uid)):
        kept_id = before.hsds_id
    return Partner.checked(
        code=before.code if before is not None else "P-0",
        name=watch(listed.name) or (before.name if before else listed.name),
        phones=list(listed.phones) or (before.phones if before else []),
        address=watch(listed.address) or (before.address if before else ""),
        url=listed.url or (before.url if before else ""),
        zones=list(dict.fromkeys(served)) or (before.zones if before else []),
        services=_services(watch, listed, row, said),
        note=watch(listed.note, 4000) or (before.note if before else ""),
        hsds_id=kept_id,
        active=before.active if before is not None else True,
    )


def _services(
    watch: _Watch, listed: Organization, row: Stored[Partner] | None, said: Mapping[str, str]
) -> list[PartnerService]:
    """The directory's services in its order, then those that a coordinator added by hand."""
    known = dict(zip(_ids(row), row.record.services, strict=True)) if row is not None else {}
    made = []
    for offered in listed.services:
        before = known.pop(offered.id, None)
        made.append(_service_of(watch, offered, before, said))
    return made + [service for service in known.values() if not service.hsds_id]


def _service_of(
    watch: _Watch, offered: Offered, before: PartnerService | None, said: Mapping[str, str]
) -> PartnerService:
    terms = offered.terms or (Term(offered.name),)
    codes = tuple(dict.fromkeys(code for term in terms if (code := category_of(term, said))))
    silent = before is not None and not offered.documents_said
    return PartnerService(
        name=watch(offered.name),
        categories=codes or (before.categories if before else ()),
        languages=offered.languages or (before.languages if before else ()),
        no_id_asked=before.no_id_asked if silent and before is not None else offered.no_id_asked,
        fees=watch(offered.fees),
        eligibility=watch(offered.eligibility),
        hours=watch(offered.hours),
        note=watch(offered.note),
        hsds_id=before.hsds_id if before is not None else offered.id,
    )
