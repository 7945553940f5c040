"""How to reach somebody safely, as plain sentences: they come before a number wherever a number is shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.records.kinds import ConsentPurpose, PhoneKind

if TYPE_CHECKING:
    from mutualaid.records.household import Household, Phone
    from mutualaid.records.volunteer import Volunteer

_MAY = {
    (True, True): N_("You may call, send a text, and leave a message."),
    (True, False): N_("You may call or send a text. Leave no message on the machine."),
    (False, True): N_("You may call and leave a message. Do not send a text."),
    (False, False): N_("Only call: do not send a text, and leave no message."),
}
"""By whether one may text, and whether one may leave a message."""

_KINDS = {
    PhoneKind.MOBILE: "",
    PhoneKind.LANDLINE: N_("It is a landline: somebody else may pick up."),
    PhoneKind.WHATSAPP: N_("It has WhatsApp."),
}

_REFUSALS = {
    ConsentPurpose.KEEP: N_("They asked us to keep nothing about them. Finish what is open, then have this erased."),
    ConsentPurpose.CONTACT: N_("They do not want to be contacted. Call only if they are waiting for you to."),
    ConsentPurpose.SHARE: N_("No volunteer may be told about them or sent to them. They can still pick things up."),
    ConsentPurpose.COUNT: N_("They are in no statistics."),
    ConsentPurpose.REFER: N_("Do not hand their needs to another organization."),
}


def refusal_words(purpose: ConsentPurpose, cat: Catalog | None = None) -> str:
    """What it means for the work that a household said no to a purpose."""
    return (cat or current()).tr(_REFUSALS[purpose])


def phone_words(phone: Phone, cat: Catalog | None = None) -> str:
    """What is safe with one number, in sentences; the number itself is not in them."""
    words = cat or current()
    said = [words.tr(_MAY[phone.may_text, phone.may_leave_message]), words.tr(_KINDS[phone.kind])]
    if phone.who_answers:
        said.append(words.tr("Who may answer: {who}.", who=phone.who_answers.rstrip(".")))
    return " ".join(part for part in said if part)


def safe_words(
    record: Household | Volunteer, cat: Catalog | None = None, *, refused: Collection[ConsentPurpose] = ()
) -> list[str]:
    """The rules for reaching a household or a volunteer, in the order to read them: what they refused, what they asked
    us to mind, then number by number what is safe with it.
    """
    words = cat or current()
    said = [refusal_words(ConsentPurpose.CONTACT, words)] if ConsentPurpose.CONTACT in refused else []
    if minded := getattr(record, "safe_contact", ""):
        said.append(words.tr("Please mind: {what}", what=minded))
    several = len(record.phones) > 1
    for number, phone in enumerate(record.phones, 1):
        rules = phone_words(phone, words)
        said.append(words.tr("Number {n}: {rules}", n=number, rules=rules) if several else rules)
    return said
