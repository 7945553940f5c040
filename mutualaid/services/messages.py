"""A message to copy about a match, to a volunteer or to the household: in a language of theirs, with the fewest facts.

Day, part of the day, zone or site, and the need's code; never a name, an address, what a household eats or why somebody
is accompanied. What a phone keeps may be read by whoever takes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from mutualaid.language.catalog import Catalog, catalog, current
from mutualaid.language.message_words import About, asked, told
from mutualaid.records.errors import Refused
from mutualaid.records.household import Household, Phone
from mutualaid.records.kinds import ConsentPurpose, Mode
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.supply import Lot
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.consents import demand
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

To = Literal["volunteer", "household"]

_WRITTEN = {"spa": "es", "eng": "en"}
"""Languages that messages are written in, by their ISO 639-3 code."""


@dataclass(frozen=True)
class Message:
    """What to copy. `language` is the one it is written in ("en", "es"); `spoken` the receiver's own first language
    when it is not written here ("" else), so that somebody may say it to them instead. `phones` may be texted.
    """

    text: str = field(repr=False)
    language: str
    spoken: str
    phones: tuple[Phone, ...]
    receiver: str


def message(
    office: Office, *, match: str, to: To = "volunteer", volunteer: str | None = None, cat: Catalog | None = None
) -> str:
    """The text alone; in the language of `cat`, else as `draft_message` chooses it."""
    return draft_message(office, match=match, to=to, volunteer=volunteer, cat=cat).text


def draft_message(
    office: Office, *, match: str, to: To = "volunteer", volunteer: str | None = None, cat: Catalog | None = None
) -> Message:
    """The message to one of the match's volunteers (the first unless said), or to the household.

    It is written in the first of the receiver's languages that messages are written in, else in the one in use.
    Raises BadInput("record_gone"), Refused("not_in_match"), Refused("consent_refused", purpose="contact" | "share"),
    and Refused("texting_not_safe") where no number of theirs may be texted.
    """
    with office.store.read() as read:
        kept = read.get(Match, match)
        need = read.get(Need, kept.need)
        home = read.get(Household, need.household)
        if to == "household":
            demand(read, need.household, ConsentPurpose.CONTACT)
            receiver, phones, spoken = need.household, home.phones, list(home.languages)
        else:
            receiver = volunteer or next(iter(kept.people), "")
            if receiver not in kept.people:
                raise Refused("not_in_match")
            demand(read, need.household, ConsentPurpose.SHARE)
            person = read.get(Volunteer, receiver)
            phones, spoken = person.phones, [one.code for one in person.languages]
        site = _site(read, kept)
    texted = tuple(phone for phone in phones if phone.may_text)
    if phones and not texted:
        raise Refused("texting_not_safe")
    words = cat or _catalog(spoken)
    zone = office.zones[home.zone].name if home.zone in office.zones else home.zone
    about = About(need.code, need.mode, need.category, kept.day, kept.part)
    if to == "household":
        text = told(about, site=site if need.mode == Mode.PICKUP else "", cat=words)
    else:
        text = asked(about, zone=zone, telephone=kept.by_telephone and receiver == kept.interpreter, cat=words)
    own = "" if not spoken or any(_WRITTEN.get(code) == words.language for code in spoken) else spoken[0]
    return Message(text, words.language, own, texted, receiver)


def _catalog(spoken: Iterable[str]) -> Catalog:
    """The words of the first language that messages are written in, else those in use."""
    known = [_WRITTEN[code] for code in spoken if code in _WRITTEN]
    return catalog(known[0]) if known else current()


def _site(read: Reading, match: Match) -> str:
    """Where the goods lie, by name."""
    for use in match.lots:
        found = read.by_code(Site, read.get(Lot, use.lot).site)
        if found is not None:
            return found.record.name
    return ""
