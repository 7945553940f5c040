"""The papers of a run: the driver's sheet, the slips that stay with the boxes, and the boxes' labels.

A telephone number, an address and notes for the door are on the sheet only once everybody said yes to the run, and
never for a household that wants nothing shared. Until then there is a first name or a code, the area and what to bring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mutualaid.discretion.watch import redact_all
from mutualaid.language import labels
from mutualaid.language.catalog import LANGUAGES, Catalog, catalog, current_language
from mutualaid.language.formats import format_date, format_list, format_time, format_time_range
from mutualaid.language.goods import goods, weight
from mutualaid.language.reasons import slot
from mutualaid.language.safe_words import safe_words
from mutualaid.papers.box_labels import FORMATS, BoxLabel, box_labels
from mutualaid.papers.expiring_note import cover
from mutualaid.papers.run_sheet import RunSheetContent, SheetStop, Slip, SlipSide, run_sheet, slips
from mutualaid.papers.sheet import Sheet
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import ConsentPurpose, MatchState
from mutualaid.services.consents import all_refusing
from mutualaid.services.files import check_target, write_new
from mutualaid.services.office import Office
from mutualaid.services.run_reading import read_run
from mutualaid.services.run_views import LoadLine, RunPage, RunPerson, RunStop, StopGoods

_ISO = {"en": "eng", "es": "spa"}


def language_of(people: Sequence[RunPerson]) -> str:
    """The language of the driver's sheet: of those the program has, the first that every one of them speaks; the
    window's own where there is none.
    """
    spoken = [set(one.languages) for one in people]
    shared = [code for code in LANGUAGES if people and all(_ISO[code] in codes for codes in spoken)]
    mine = current_language()
    return mine if mine in shared or not shared else shared[0]


@dataclass(frozen=True)
class _Read:
    """A run with its households, and those that want no call."""

    page: RunPage
    homes: Mapping[str, Household] = field(repr=False)
    uncalled: frozenset[str]


def _read(office: Office, uid: str) -> _Read:
    with office.store.read() as read:
        page = read_run(office, read, uid)
        wanted = {stop.household for stop in page.stops}
        homes = {row.uid: row.record for row in read.all(Household, uid=list(wanted))}
        return _Read(page, homes, frozenset(all_refusing(read, ConsentPurpose.CONTACT, wanted)))


def _carried(page: RunPage) -> list[tuple[int, RunStop]]:
    """The open stops with their numbers, without those whose household said meanwhile that nobody may be sent.

    Raises Refused("run_is_empty").
    """
    carried = [(number, stop) for number, stop in enumerate(page.stops, 1) if stop.open and stop.shares]
    if not carried:
        raise Refused("run_is_empty")
    return carried


def driver_sheet(office: Office, *, uid: str, language: str | None = None, codes: bool = False) -> Sheet:
    """The run sheet in the driver's language unless one is given; with `codes` it has no first names.

    Raises BadInput("record_gone"), Refused("run_is_empty").
    """
    found = _read(office, uid)
    page = found.page
    cat = catalog(language or language_of(page.volunteers))
    carried = _carried(page)
    people = [one.code if codes else one.name.split()[0] for one in page.volunteers if one.name]
    facts = [
        (cat.tr("Who drives"), format_list(people, cat=cat)),
        (cat.tr("Leaves at"), " · ".join(filter(None, [format_time(page.starts, cat=cat), page.site_name]))),
        (cat.tr("Stops"), str(len(carried))),
    ]
    if silent := len(page.open) - len(carried):
        left_out = cat.ntr(
            "{n} stop is left out, for nothing about it is shared any more: call the office.",
            "{n} stops are left out, for nothing about them is shared any more: call the office.",
            silent,
        )
        facts.append((cat.tr("Please mind"), left_out))
    if not page.tells_addresses:
        facts.append(
            (cat.tr("Please mind"), cat.tr("This run is not confirmed yet. Addresses come with the confirmed sheet."))
        )
    content = RunSheetContent(
        title=cat.tr("Run {code}: {when}", code=page.code, when=slot(page.day, page.part, cat)),
        day=page.day,
        facts=tuple((name, said) for name, said in facts if said),
        load=tuple(_load(line, cat) for line in page.load),
        load_sum=cat.tr("All together {weight}.", weight=weight(page.kg, cat)) if page.kg else "",
        stops=tuple(_stop(office, found, number, stop, cat, codes=codes) for number, stop in carried),
    )
    return run_sheet(content, cat)


def _load(line: LoadLine, cat: Catalog) -> tuple[str, str, str]:
    what = " · ".join([goods(line.units, line.unit, line.name, cat), *(labels.diet(tag, cat) for tag in line.diet)])
    return what, f"{line.site_name} · {line.lot_code}", weight(line.kg, cat)


def tells_address(page: RunPage, stop: RunStop) -> bool:
    """Whether a paper may say where a stop is: its run is confirmed, so is it, and the household shares it."""
    return page.tells_addresses and stop.state == MatchState.CONFIRMED and stop.shares


def _stop(office: Office, found: _Read, number: int, stop: RunStop, cat: Catalog, *, codes: bool) -> SheetStop:
    home, page = found.homes[stop.household], found.page
    told = tells_address(page, stop)
    name = "" if codes else stop.contact
    where = [office.zones[stop.zone].name]
    notes: list[str] = []
    if told:
        where = [home.address or cat.tr("No address is written down; call the office."), *where]
        notes += [redact_all(line, cat) for line in home.delivery_notes.splitlines() if line.strip()]
        notes += _contact(home, stop, found.uncalled, cat)
    times = [cat.tr("about {time}", time=format_time(stop.arrival, cat=cat))]
    if stop.hours:
        hours = [format_time_range(*one, cat=cat) for one in stop.hours]
        times.append(cat.tr("asked for {hours}", hours=format_list(hours, "or", cat=cat)))
    if stop.late:
        times.append(cat.ntr("{n} minute late", "{n} minutes late", stop.late))
    return SheetStop(
        number=number,
        who=" · ".join(filter(None, [name, stop.code])),
        where=(*where, " · ".join(times)),
        notes=tuple(notes),
        items=tuple(goods(one.units, one.unit, one.name, cat) for one in stop.goods),
        marks=tuple(_marks(stop, cat)),
    )


def _contact(home: Household, stop: RunStop, uncalled: frozenset[str], cat: Catalog) -> list[str]:
    """How to reach them: what is safe first, then the numbers, in the order of the rules."""
    refused = (ConsentPurpose.CONTACT,) if stop.household in uncalled else ()
    rules = [redact_all(rule, cat) for rule in safe_words(home, cat, refused=refused)]
    if refused:
        return rules
    return [*rules, *(cat.tr("Telephone: {number}", number=_dialled(phone.number)) for phone in home.phones)]


def _dialled(number: str) -> str:
    """A number as it is dialled here: "(773) 555-0165"; those of other countries with their code."""
    import phonenumbers

    parsed = phonenumbers.parse(number, "US")
    styles = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, styles.NATIONAL if parsed.country_code == 1 else styles.INTERNATIONAL)


def _marks(stop: RunStop, cat: Catalog) -> list[str]:
    """Diet, access, language and who interprets: what the one at the door has to know."""
    marks = [labels.diet(tag, cat) for tag in stop.diet] + [labels.access(tag, cat) for tag in stop.access]
    spoken = [labels.language(code, cat) for code in stop.languages]
    if spoken:
        marks.append(cat.tr("Speaks {languages}", languages=format_list(spoken, cat=cat)))
    if stop.interpreter:
        said = "{name} interprets by telephone" if stop.by_telephone else "{name} interprets"
        marks.append(cat.tr(said, name=stop.interpreter.split()[0]))
    return marks


def delivery_slips(office: Office, *, uid: str) -> Sheet:
    """A slip for each open stop, in both languages: a code, what is in the box, and whom to ask. It names nobody.

    Raises Refused("run_is_empty").
    """
    page = _read(office, uid).page
    made = [_slip(page, number, stop) for number, stop in _carried(page)]
    return slips(made, title=catalog("en").tr("Delivery slips"), day=page.day)


def _slip(page: RunPage, number: int, stop: RunStop) -> Slip:
    sides = [_side(stop, catalog(language)) for language in LANGUAGES]
    return Slip(stop.code, f"{page.code} / {number}", tuple(sides))


def _side(stop: RunStop, cat: Catalog) -> SlipSide:
    return SlipSide(
        language=cat.language,
        title=cat.tr("From your neighbors"),
        items=tuple(goods(one.units, one.unit, one.name, cat) for one in stop.goods),
        marks=format_list([labels.diet(tag, cat) for tag in stop.diet], cat=cat) if stop.diet else "",
        words=(
            cat.tr("Something missing, wrong or not good any more? Call the office and say the code above."),
            cat.tr("Nobody needs to show papers or sign anything for this."),
        ),
    )


def stop_labels(office: Office, *, uid: str, kind: str = "Avery 5160", start: int = 1) -> Sheet:
    """A label for each box of the open stops; several units of one item go by one label.

    Raises BadInput("label_format_unknown" | "label_start_wrong", most), Refused("run_is_empty").
    """
    if kind not in FORMATS:
        raise BadInput("label_format_unknown")
    if not 1 <= start <= FORMATS[kind].places:
        raise BadInput("label_start_wrong", most=FORMATS[kind].places)
    page = _read(office, uid).page
    made = [_label(page, number, stop, one) for number, stop in _carried(page) for one in stop.goods]
    if not made:
        raise Refused("run_is_empty")
    return box_labels(made, kind=kind, start=start, title=catalog("en").tr("Box labels"), day=page.day)


def _label(page: RunPage, number: int, stop: RunStop, one: StopGoods) -> BoxLabel:
    both = [catalog(language) for language in LANGUAGES]
    before = ""
    if one.expires_on is not None:
        days = [format_date(one.expires_on, cat=cat) for cat in both]
        before = "\n".join(cat.tr("Best before {day}", day=day) for cat, day in zip(both, days, strict=True))
    marks = [" / ".join(dict.fromkeys(labels.diet(tag, cat) for cat in both)) for tag in stop.diet]
    return BoxLabel(
        code=stop.code,
        place=f"{page.code} / {number}",
        contents=tuple((cat.language, goods(one.units, one.unit, one.name, cat)) for cat in both),
        marks=" · ".join(marks),
        before=before,
    )


def cover_note(day: date) -> Sheet:
    """The expiring note by itself."""
    return cover(day)


def save_sheet(office: Office, sheet: Sheet, *, path: Path) -> None:
    """Write a paper as a new PDF, for its owner only. Raises Refused("target_exists" | "target_in_store"), NoSpace."""
    check_target(path, office.folder)
    write_new(path, sheet.pdf())
