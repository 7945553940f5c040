"""The sentences of errors about blank forms and the key of a form on phones.

As in `errors`, which takes them up: one line a code, in alphabetical order.
"""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "consent_too_long": N_("The text is too long for a form; keep it under {letters} letters in each language."),
    "form_code": N_(
        "Neighborhoods with a code that no form can hold: {codes}. Leave them out, or give them a code of letters and "
        "digits."
    ),
    "form_empty": N_(
        "The form has nothing to choose from; choose at least one neighborhood, one need and one language."
    ),
    "form_key_private": N_(
        "That is the private key, which reads the answers and must not go into a form; choose the public one."
    ),
    "form_key_unreadable": N_(
        "That is not a public RSA key; paste all of it, from BEGIN PUBLIC KEY to END PUBLIC KEY, or have one made here."
    ),
    "form_key_weak": N_(
        "That key is too short to keep answers safe; use one of at least 2,048 bits, or have one made."
    ),
    "submission_url": N_("The address that phones send to begins with https:// and holds no name or password."),
}
