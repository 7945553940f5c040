"""The closed lists of the domain: states, modes, reasons, purposes. Plain enums, importable without SQLModel.

Values are what lies in the store and in exported files, so they never change; labels live in `language.labels`.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class NeedState(StrEnum):
    """Where a need is in its one life cycle; `closed` and `referred` carry a reason or a partner."""

    NEW = "new"
    OPEN = "open"
    PARTLY_MATCHED = "partly_matched"
    MATCHED = "matched"
    SCHEDULED = "scheduled"
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    REFERRED = "referred"


UNFINISHED = (NeedState.NEW, NeedState.OPEN, NeedState.PARTLY_MATCHED, NeedState.MATCHED, NeedState.SCHEDULED)
"""States in which somebody still waits."""

PLANNABLE = (NeedState.NEW, NeedState.OPEN, NeedState.PARTLY_MATCHED)
"""States in which the matching may propose something new."""


class CloseReason(StrEnum):
    """Why a need ended without being fulfilled by the network."""

    MET_ELSEWHERE = "met_elsewhere"
    NO_LONGER_NEEDED = "no_longer_needed"
    CANNOT_REACH = "cannot_reach"
    CANNOT_MEET = "cannot_meet"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Mode(StrEnum):
    """How a need is met: goods brought, goods fetched, or people's time."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
    SERVICE = "service"


class Urgency(IntEnum):
    """How soon it is needed; each step doubles a need's priority points."""

    WHENEVER = 1
    THIS_MONTH = 2
    THIS_WEEK = 3
    TODAY = 4


class Trust(IntEnum):
    """How far the network knows a volunteer, and how far a task asks it to."""

    NEW = 0
    KNOWN = 1
    TRUSTED = 2
    VOUCHED = 3


class LanguageLevel(StrEnum):
    """How well a volunteer speaks a language; `basic` is enough to hand over a box, not to interpret."""

    BASIC = "basic"
    CONVERSATION = "conversation"
    FLUENT = "fluent"


class PhoneKind(StrEnum):
    """What a number reaches."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    WHATSAPP = "whatsapp"


class ConsentPurpose(StrEnum):
    """What a household may allow or refuse, each by itself."""

    KEEP = "keep"
    CONTACT = "contact"
    SHARE = "share"
    COUNT = "count"
    REFER = "refer"


WITHDRAWN = "withdrawn"
"""How a consent's "no" was given that takes back an earlier yes."""


class ContactKind(StrEnum):
    """How somebody was reached."""

    CALL = "call"
    TEXT = "text"
    VISIT = "visit"
    MESSAGE = "message"


class ContactOutcome(StrEnum):
    """What came of reaching out."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"


class MovementKind(StrEnum):
    """Why a lot's stock changed; stock is the sum of all movements."""

    RECEIVED = "received"
    RESERVED = "reserved"
    RELEASED = "released"
    HANDED_OUT = "handed_out"
    SPOILED = "spoiled"
    COUNTED = "counted"
    RETURNED = "returned"
    MOVED = "moved"


class MatchState(StrEnum):
    """The life of a proposal that the coordinator kept."""

    PINNED = "pinned"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE_MATCHES = (MatchState.ACCEPTED, MatchState.CONFIRMED)
"""Matches that hold people and stock."""


class RejectReason(StrEnum):
    """Why a proposal was turned down; each becomes a rule that the next plan keeps."""

    VOLUNTEER_UNSUITABLE = "volunteer_unsuitable"
    VOLUNTEER_SAID_NO = "volunteer_said_no"
    TIME_UNSUITABLE = "time_unsuitable"
    ITEM_UNSUITABLE = "item_unsuitable"
    WAIT = "wait"


class Recurrence(StrEnum):
    """How often a need comes back."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class ShiftKind(StrEnum):
    """What a shift is for."""

    WATCH = "watch"
    CANVASS = "canvass"
    DISTRIBUTION = "distribution"
    INTAKE = "intake"


class RunState(StrEnum):
    """Where a delivery run is; addresses leave the laptop from `confirmed` on."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    DONE = "done"


class Daypart(IntEnum):
    """The four slots of a day that a plan thinks in."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2
    NIGHT = 3


class FormState(StrEnum):
    """Where a form that was sealed at an event is in the office."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class FormMark(StrEnum):
    """What about a form from an event asks for a look."""

    UNFINISHED = "unfinished"
    AFTER_SLIP = "after_slip"
    GREW = "grew"
    DAY_DOUBTFUL = "day_doubtful"
    STATUS_WORD = "status_word"
    IDENTIFIER_REDACTED = "identifier_redacted"
    ALIKE_WAITING = "alike_waiting"


class FileMark(StrEnum):
    """What about an event's file asks for a look."""

    NO_SLIP = "no_slip"
    SEVERAL_SLIPS = "several_slips"
    SLIP_DISAGREES = "slip_disagrees"
    FORMS_AFTER_SLIP = "forms_after_slip"
    CUT = "cut"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
