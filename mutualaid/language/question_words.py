"""The words of the question list: what is asked, why we ask, and the choices, in the reader's language.

Asked of a neighbour who may be afraid of any record, often by a helper who reads them aloud: short, with "usted", no
official word. `why` is what a neighbour may answer to "and why do you want to know?".
"""

from __future__ import annotations

from mutualaid.language import labels
from mutualaid.language.catalog import N_, Catalog, current
from mutualaid.records.questions import Answer, Question

_ASK: dict[str, str] = {
    "keep": N_("May we write down what you tell us, so that we can help?"),
    "contact_name": N_("What may we call you?"),
    "languages": N_("Which languages do you like to speak?"),
    "wants_interpreter": N_("Would you like an interpreter?"),
    "safe_contact": N_("How is it safe for us to reach you?"),
    "phone": N_("What is a number where we can reach you?"),
    "phone_rules": N_("What is safe with that number?"),
    "household_size": N_("How many people live with you, counting yourself?"),
    "ages": N_("How old are they?"),
    "zone": N_("Which neighborhood do you live in?"),
    "needs": N_("What do you need?"),
    "urgency": N_("How soon do you need it?"),
    "diet": N_("Is there anything that you do not eat?"),
    "access": N_("Is there anything that we should know before we come or meet?"),
    "handover": N_("Shall we bring it, or will you come for it?"),
    "address": N_("Where shall we bring it?"),
    "windows": N_("When is a good time to come?"),
    "notes": N_("Is there anything else that you want to tell us?"),
    "consents": N_("What may we do with what you told us?"),
}

_WHY: dict[str, str] = {
    "keep": N_(
        "What you say is locked at once, and only the coordinators of this network can read it. You may ask them at "
        "any time what they hold, have it corrected, or have it erased. We never ask about papers, and never where "
        "you were born."
    ),
    "contact_name": N_("So that we know whom to ask for. A first name or a nickname is enough."),
    "languages": N_("So that someone who speaks your language calls you."),
    "wants_interpreter": N_("It costs you nothing, and the interpreter keeps what you say to herself."),
    "safe_contact": N_("Tell us who may answer, at what hours, and what we should not say."),
    "phone": N_("To agree with you on a day and an hour. Without a number, tell us where to find you."),
    "phone_rules": N_("Someone else may see the phone. We do only what you tick here."),
    "household_size": N_("So that there is enough for everybody."),
    "ages": N_("A baby needs other things than a grandmother."),
    "zone": N_("So that someone who lives near can help."),
    "needs": N_("Choose everything that would help. We may not have all of it, and we will tell you so."),
    "urgency": N_("So that what cannot wait comes first."),
    "diet": N_("So that nobody gets what would make them ill or what they do not eat."),
    "access": N_("So that the person who comes is prepared."),
    "handover": N_("Some people would rather not have anybody at their door. Both are fine."),
    "address": N_("Only if you want something brought. Only the person who brings it sees it, and only that day."),
    "windows": N_("So that nobody knocks when you are out or asleep."),
    "notes": N_("Please leave out papers, numbers of documents, and anything about the court or the police."),
    "consents": N_("You may say no to any of these, and we will still help as well as we can."),
}

_SHORT: dict[str, str] = {
    "keep": N_("May be written down"),
    "contact_name": N_("Name"),
    "languages": N_("Languages"),
    "wants_interpreter": N_("Interpreter"),
    "safe_contact": N_("Safe contact"),
    "phone": N_("Phone"),
    "phone_rules": N_("Safe with the number"),
    "household_size": N_("People"),
    "ages": N_("Ages"),
    "zone": N_("Neighborhood"),
    "needs": N_("Needs"),
    "urgency": N_("How soon"),
    "diet": N_("Food"),
    "access": N_("Good to know"),
    "handover": N_("Brought or fetched"),
    "address": N_("Address"),
    "windows": N_("Good times"),
    "notes": N_("Anything else"),
    "consents": N_("What we may do"),
}

_OTHER: dict[str, str] = {
    "other_language": N_("Another language"),
    "other_need": N_("Something else"),
    "other_diet": N_("Something else, or an allergy"),
    "other_access": N_("Something else"),
}

_CHOICES: dict[str, dict[str, str]] = {
    "phone_rules": {
        "may_text": N_("You may send text messages"),
        "may_leave_message": N_("You may leave a message"),
        "whatsapp": N_("The number has WhatsApp"),
    },
    "urgency": {
        "today": N_("Today"),
        "this_week": N_("This week"),
        "this_month": N_("This month"),
        "whenever": N_("Whenever possible"),
    },
    "handover": {
        "delivery": N_("Please bring it"),
        "pickup": N_("I will come for it"),
    },
    "consents": {
        "contact": N_("Call me or write to me"),
        "share": N_("Tell a volunteer my first name and how to reach me"),
        "count": N_("Count me in numbers without names"),
        "refer": N_("Tell another organization that can help, after asking me"),
    },
    "ages": {
        "0-2": N_("0 to 2 years"),
        "3-11": N_("3 to 11 years"),
        "12-17": N_("12 to 17 years"),
        "18-64": N_("18 to 64 years"),
        "65+": N_("65 years and older"),
    },
}

_DAYS: dict[str, str] = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}
_PARTS: dict[str, str] = {"morning": N_("Morning"), "afternoon": N_("Afternoon"), "evening": N_("Evening")}

_PROBLEMS: dict[str, str] = {
    "answer_missing": N_("We need this one to be able to help."),
    "answer_refused": N_("Then nothing is written down, and nothing is kept."),
    "answer_not_valid": N_("This does not fit here; please look at it again."),
    "ages_exceed_size": N_("The ages add up to more people than live there."),
}


def ask(question_id: str, cat: Catalog | None = None) -> str:
    """The question, as it is put to a neighbour."""
    return (cat or current()).tr(_ASK[question_id])


def why(question_id: str, cat: Catalog | None = None) -> str:
    """Why we ask, as it is told to a neighbour."""
    return (cat or current()).tr(_WHY[question_id])


def short(question_id: str, cat: Catalog | None = None) -> str:
    """The question in a word or two, for a summary, a column or a label."""
    return (cat or current()).tr(_SHORT[question_id])


def other(key: str, cat: Catalog | None = None) -> str:
    """The label of the words beside the choices (`Question.other`)."""
    return (cat or current()).tr(_OTHER[key])


def day(code: str, cat: Catalog | None = None) -> str:
    """The weekday of a code of `questions.DAYS`."""
    return (cat or current()).tr(_DAYS[code])


def part(code: str, cat: Catalog | None = None) -> str:
    """The part of the day of a code of `questions.PARTS`."""
    return (cat or current()).tr(_PARTS[code])


def yes_no(value: bool, cat: Catalog | None = None) -> str:
    """Yes or no."""
    words = cat or current()
    return words.tr("Yes") if value else words.tr("No")


def problem(code: str, cat: Catalog | None = None) -> str:
    """What `answers.problems` found, said to whoever answers."""
    return (cat or current()).tr(_PROBLEMS[code])


def choice(question: Question, code: str, cat: Catalog | None = None) -> str:
    """A choice in words. Zones are names of places, which the form knows and no catalogue does: the code comes back."""
    words = cat or current()
    if question.id in _CHOICES:
        return words.tr(_CHOICES[question.id].get(code, code))
    if question.kind is Answer.TIMES:
        weekday, _, when = code.partition("_")
        return words.tr("{day}, {part}", day=day(weekday, words), part=part(when, words).lower())
    named = {"languages": labels.language, "needs": labels.category, "diet": labels.diet, "access": labels.access}
    return named[question.id](code, words) if question.id in named else code
