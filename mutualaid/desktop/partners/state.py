"""What the partners page says, without a widget: columns, services in words, what a directory would bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from mutualaid.desktop.widgets.line_model import Column
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_list, format_number

if TYPE_CHECKING:
    from mutualaid.records.partner import Partner, PartnerService
    from mutualaid.services.directory import DirectoryLook, Unknown
    from mutualaid.services.partners import PartnerLine, Suited

NO_ID = N_("No ID asked")
MOST_TERMS = 40
"""How many words of a directory are asked about at once; the most frequent ones."""


def columns(zones: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of the table."""
    return (
        Column(N_("Organization"), name_words, width=190),
        Column(N_("Offers"), lambda line: categories_words(line.categories), width=190),
        Column(NO_ID, lambda line: tr(NO_ID) if line.no_id else "", lambda line: not line.no_id, width=110),
        Column(N_("Languages"), lambda line: languages_words(line.languages), width=130),
        Column(N_("Where"), lambda line: zones_words(line.zones, zones), width=120),
        Column(N_("Phone"), lambda line: show_phone(line.phone) if line.phone else "", width=120),
    )


def name_words(line: PartnerLine) -> str:
    """Its name; of a paused one also that it is."""
    return line.name if line.active else tr("{name} (paused)", name=line.name)


def categories_words(codes: tuple[str, ...]) -> str:
    """Kinds of help in words."""
    return format_list([labels.category(code) for code in codes])


def languages_words(codes: tuple[str, ...]) -> str:
    """Languages in words."""
    return format_list([labels.language(code) for code in codes])


def zones_words(codes: tuple[str, ...] | list[str], zones: Mapping[str, str]) -> str:
    """Where it serves."""
    return format_list([zones.get(code, code) for code in codes]) if codes else tr("everywhere")


def count_words(lines: list[PartnerLine], narrowed: bool) -> str:
    """The line under the title."""
    count = len(lines)
    said = (
        ntr("{n} organization found", "{n} organizations found", count)
        if narrowed
        else ntr("{n} organization", "{n} organizations", count)
    )
    no_id = sum(line.no_id for line in lines)
    if not no_id:
        return said
    also = ntr("{n} with a service that asks for no ID", "{n} with a service that asks for no ID", no_id)
    return tr("{lead} · {rest}", lead=said, rest=also)


def service_facts(service: PartnerService) -> list[tuple[str, Callable[[], str]]]:
    """What a service says of itself: (marked title, words)."""
    return [
        (N_("For"), lambda: categories_words(service.categories)),
        (N_("Languages"), lambda: languages_words(service.languages)),
        (N_("Open"), lambda: service.hours),
        (N_("Costs"), lambda: service.fees),
        (N_("For whom"), lambda: service.eligibility),
        (N_("Note"), lambda: service.note),
    ]


def choice_words(one: Suited) -> str:
    """One service in the list of whom to refer to."""
    name = one.name if one.service.name in ("", one.name) else f"{one.name} · {one.service.name}"
    marks = [tr(NO_ID)] if one.service.no_id_asked else []
    if one.service.languages:
        marks.append(languages_words(one.service.languages))
    return f"{name}\n{' · '.join(marks)}" if marks else name


def suited_words(one: Suited, zones: Mapping[str, str]) -> str:
    """What to tell a neighbor about it: phones, hours, fees."""
    phones = format_list([show_phone(number) for number in one.phones], "or")
    told = [
        tr("Phone: {phones}", phones=phones) if phones else "",
        tr("Open: {hours}", hours=one.service.hours) if one.service.hours else "",
        tr("Costs: {fees}", fees=one.service.fees) if one.service.fees else "",
        tr("For whom: {who}", who=one.service.eligibility) if one.service.eligibility else "",
        one.address,
        tr("Serves {zones}", zones=zones_words(one.zones, zones)) if one.zones else "",
        tr("Does not ask for ID.") if one.service.no_id_asked else tr("Whether it asks for ID is not known."),
    ]
    return "\n".join(line for line in told if line)


def look_words(look: DirectoryLook) -> str:
    """What bringing a directory in would do."""
    told = [
        ntr("{n} new organization", "{n} new organizations", look.new) if look.new else "",
        ntr("{n} that changes", "{n} that change", look.changed) if look.changed else "",
        ntr("{n} already as it says", "{n} already as it says", look.same) if look.same else "",
    ]
    services = ntr("{n} service in all", "{n} services in all", look.services)
    no_id = ntr("{n} of them says that no ID is asked", "{n} of them say that no ID is asked", look.no_id)
    return tr("{kinds}. {services}; {no_id}.", kinds=format_list([one for one in told if one]),
              services=services, no_id=no_id)  # fmt: skip


_LEFT_OUT: dict[str, Callable[[int], str]] = {
    "organization_without_name": lambda n: ntr(
        "{n} organization without a name", "{n} organizations without a name", n
    ),
    "service_closed": lambda n: ntr("{n} service that is closed", "{n} services that are closed", n),
    "service_without_name": lambda n: ntr("{n} service without a name", "{n} services without a name", n),
    "phone_unreadable": lambda n: ntr("{n} phone that is no number", "{n} phones that are no numbers", n),
    "language_unknown": lambda n: ntr("{n} language that we do not know", "{n} languages that we do not know", n),
    "text_shortened": lambda n: ntr("the end of {n} long text", "the ends of {n} long texts", n),
}


def watched_words(look: DirectoryLook) -> str:
    """What was left out, struck out, or is pointed out."""
    told = []
    left = [_LEFT_OUT[code](n) for code, n in look.left_out.items() if code in _LEFT_OUT and n]
    if left:
        told.append(tr("Left out: {what}.", what=format_list(left)))
    if look.struck:
        told.append(
            ntr(
                "{n} number that could identify somebody is struck out.",
                "{n} numbers that could identify somebody are struck out.",
                look.struck,
            )
        )
    if look.status_words:
        told.append(
            ntr(
                "{n} text speaks of immigration status: it is about whom the organization is there for, and stays.",
                "{n} texts speak of immigration status: they are about whom the organizations are there for, and stay.",
                look.status_words,
            )
        )
    return "\n".join(told)


def term_words(unknown: Unknown) -> str:
    """A word of the directory, and how many services it sorts."""
    count = ntr("{n} service", "{n} services", unknown.services)
    return tr("“{term}” ({count})", term=unknown.term, count=count)


def brought_words(look: DirectoryLook) -> str:
    """What was done."""
    return tr(
        "The directory is in: {new} new, {changed} changed.",
        new=format_number(look.new),
        changed=format_number(look.changed),
    )


def partner_facts(record: Partner, zones: Mapping[str, str]) -> list[tuple[str, Callable[[], str]]]:
    """What is said of an organization as a whole: (marked title, words)."""
    return [
        (N_("Phone"), lambda: format_list([show_phone(number) for number in record.phones])),
        (N_("Address"), lambda: record.address),
        (N_("Web"), lambda: record.url),
        (N_("Serves"), lambda: zones_words(record.zones, zones)),
        (N_("Note"), lambda: record.note),
    ]
