"""Labels of the closed lists: every state, mode, reason and purpose as people say it, in the reader's language."""

from __future__ import annotations

from enum import Enum

from mutualaid.language.catalog import N_, Catalog, catalog, current_language
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.kinds import (
    CloseReason,
    ConsentPurpose,
    ContactKind,
    ContactOutcome,
    Daypart,
    LanguageLevel,
    MatchState,
    Mode,
    MovementKind,
    NeedState,
    PhoneKind,
    Recurrence,
    RejectReason,
    RunState,
    ShiftKind,
    Trust,
    Urgency,
)
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.skills import ACCESS, DIETS, SKILLS, TRANSPORTS

_LABELS: dict[type[Enum], dict[str, str]] = {
    NeedState: {
        "NEW": N_("New"),
        "OPEN": N_("Open"),
        "PARTLY_MATCHED": N_("Partly matched"),
        "MATCHED": N_("Matched"),
        "SCHEDULED": N_("Scheduled"),
        "FULFILLED": N_("Fulfilled"),
        "CLOSED": N_("Closed"),
        "REFERRED": N_("Referred"),
    },
    CloseReason: {
        "MET_ELSEWHERE": N_("Somebody else met it"),
        "NO_LONGER_NEEDED": N_("No longer needed"),
        "CANNOT_REACH": N_("We could not reach them"),
        "CANNOT_MEET": N_("We cannot meet it"),
        "DUPLICATE": N_("It was here twice"),
        "WITHDRAWN": N_("The household withdrew it"),
    },
    Mode: {
        "DELIVERY": N_("Delivery"),
        "PICKUP": N_("Pick-up"),
        "SERVICE": N_("Service"),
    },
    Urgency: {
        "WHENEVER": N_("Whenever possible"),
        "THIS_MONTH": N_("This month"),
        "THIS_WEEK": N_("This week"),
        "TODAY": N_("Today"),
    },
    Trust: {
        "NEW": N_("New to us"),
        "KNOWN": N_("Known"),
        "TRUSTED": N_("Trusted"),
        "VOUCHED": N_("Vouched for"),
    },
    LanguageLevel: {
        "BASIC": N_("Basic"),
        "CONVERSATION": N_("Conversation"),
        "FLUENT": N_("Fluent"),
    },
    PhoneKind: {
        "MOBILE": N_("Mobile"),
        "LANDLINE": N_("Landline"),
        "WHATSAPP": "WhatsApp",
    },
    ConsentPurpose: {
        "KEEP": N_("Keep their details"),
        "CONTACT": N_("Contact them"),
        "SHARE": N_("Share with a volunteer"),
        "COUNT": N_("Count them in statistics"),
        "REFER": N_("Refer them to a partner"),
    },
    ContactKind: {
        "CALL": N_("Call"),
        "TEXT": N_("Text message"),
        "VISIT": N_("Visit"),
        "MESSAGE": N_("Message left"),
    },
    ContactOutcome: {
        "REACHED": N_("Spoke with them"),
        "NO_ANSWER": N_("No answer"),
        "LEFT_MESSAGE": N_("Left a message"),
        "WRONG_NUMBER": N_("Wrong number"),
        "CALL_BACK": N_("Call back"),
    },
    MovementKind: {
        "RECEIVED": N_("Received"),
        "RESERVED": N_("Reserved"),
        "RELEASED": N_("Released"),
        "HANDED_OUT": N_("Handed out"),
        "SPOILED": N_("Spoiled"),
        "COUNTED": N_("Counted"),
        "RETURNED": N_("Returned"),
        "MOVED": N_("Moved"),
    },
    RunState: {
        "PLANNED": N_("To be confirmed"),
        "CONFIRMED": N_("Ready to leave"),
        "UNDER_WAY": N_("Under way"),
        "DONE": N_("Over"),
    },
    MatchState: {
        "PINNED": N_("Pinned"),
        "ACCEPTED": N_("Accepted, waiting for a yes"),
        "CONFIRMED": N_("Confirmed"),
        "DONE": N_("Done"),
        "FAILED": N_("Did not happen"),
        "CANCELLED": N_("Called off"),
    },
    RejectReason: {
        "VOLUNTEER_UNSUITABLE": N_("Not the right volunteer for this household"),
        "VOLUNTEER_SAID_NO": N_("The volunteer said no"),
        "TIME_UNSUITABLE": N_("Not a good time"),
        "ITEM_UNSUITABLE": N_("Not the right item"),
        "WAIT": N_("Wait a week"),
    },
    Recurrence: {
        "ONCE": N_("Once"),
        "WEEKLY": N_("Every week"),
        "FORTNIGHTLY": N_("Every two weeks"),
        "MONTHLY": N_("Every month"),
    },
    ShiftKind: {
        "WATCH": N_("Watch"),
        "CANVASS": N_("Canvassing"),
        "DISTRIBUTION": N_("Distribution"),
        "INTAKE": N_("Intake"),
    },
    Daypart: {
        "MORNING": N_("Morning"),
        "AFTERNOON": N_("Afternoon"),
        "EVENING": N_("Evening"),
        "NIGHT": N_("Night"),
    },
}
"""By member name within each enum: members of different integer enums are equal to each other."""


def _catalog(cat: Catalog | None) -> Catalog:
    return cat if cat is not None else catalog(current_language())


def label(value: Enum, cat: Catalog | None = None) -> str:
    """The label of an enum's member."""
    return _catalog(cat).tr(_LABELS[type(value)][value.name])


def category(code: str, cat: Catalog | None = None) -> str:
    """The name of a need category; the code itself when the table lost it."""
    known = CATEGORIES.get(code)
    return known.name(_catalog(cat).language) if known is not None else code


def language(code: str, cat: Catalog | None = None) -> str:
    """The name of an ISO 639-3 language."""
    known = LANGUAGES.get(code)
    return known.name(_catalog(cat).language) if known is not None else code


def language_group(code: str, cat: Catalog | None = None) -> str:
    """The name of a group that a plan tells shares of: a first language, or those of whom none is known."""
    return language(code, cat) if code != "-" else _catalog(cat).tr(N_("no language noted"))


def skill(code: str, cat: Catalog | None = None) -> str:
    """The name of a skill."""
    known = SKILLS.get(code)
    return known.name(_catalog(cat).language) if known is not None else code


def access(code: str, cat: Catalog | None = None) -> str:
    """The name of an access need."""
    known = ACCESS.get(code)
    return known.name(_catalog(cat).language) if known is not None else code


def diet(code: str, cat: Catalog | None = None) -> str:
    """The name of a diet tag."""
    known = DIETS.get(code)
    return known.name(_catalog(cat).language) if known is not None else code


def transport(code: str, cat: Catalog | None = None) -> str:
    """The name of a means of transport."""
    known = TRANSPORTS.get(code)
    return known.name(_catalog(cat).language) if known is not None else code
