"""What the settings say of zones, and of a file that brings some, without a widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_list, format_number

if TYPE_CHECKING:
    from mutualaid.services.zone_files import ZoneLook, ZoneOfFile
    from mutualaid.services.zones import ZoneLine, ZoneUse

_KINDS = {
    "new": N_("new"),
    "changed": N_("changes"),
    "same": N_("already so"),
    "no_shape": N_("left out: no outline and no point"),
    "off_globe": N_("left out: its numbers are no degrees"),
    "too_wide": N_("left out: far too wide for a zone"),
    "no_name": N_("left out: no name"),
}


def name_words(line: ZoneLine) -> str:
    """A zone's name; of a closed one also that it is."""
    return line.name if line.active else tr("{zone} (closed)", zone=line.name)


def use_words(use: ZoneUse) -> str:
    """Who and what is in it."""
    told = [
        ntr("{n} household", "{n} households", use.households) if use.households else "",
        ntr("{n} volunteer", "{n} volunteers", use.volunteers) if use.volunteers else "",
        ntr("{n} place", "{n} places", use.sites) if use.sites else "",
    ]
    return format_list([one for one in told if one]) or tr("nobody yet")


def facts(line: ZoneLine, names: Mapping[str, str], use: ZoneUse) -> list[tuple[str, Callable[[], str]]]:
    """What is said of the zone that is chosen: (marked title, words)."""
    return [
        (N_("Also called"), lambda: format_list(list(line.aliases))),
        (N_("Borders on"), lambda: format_list(sorted(names.get(code, code) for code in line.neighbours))),
        (N_("Center"), lambda: center_words(line.latitude, line.longitude)),
        (N_("Who is there"), lambda: use_words(use)),
    ]


def center_words(latitude: float, longitude: float) -> str:
    """Degrees, as maps write them."""
    return f"{latitude:.4f}, {longitude:.4f}"


def kind_words(zone: ZoneOfFile) -> str:
    """What becomes of a zone of a file."""
    return tr(_KINDS[zone.kind])


def look_words(look: ZoneLook) -> str:
    """What a file would do."""
    told = [
        ntr("{n} new zone", "{n} new zones", look.count("new")),
        ntr("{n} that changes", "{n} that change", look.count("changed")),
        ntr("{n} that is already so", "{n} that are already so", look.count("same")),
    ]
    left = look.count("left_out")
    if left:
        told.append(ntr("{n} left out", "{n} left out", left))
    return tr("{what}.", what=format_list(told))


def taken_words(look: ZoneLook) -> str:
    """What was done."""
    return tr(
        "The zones are in: {new} new, {changed} changed.",
        new=format_number(look.count("new")),
        changed=format_number(look.count("changed")),
    )
