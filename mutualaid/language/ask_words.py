"""How far a question to volunteers has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_date


def ask_words(people: Iterable[tuple[str, str]], asks: Iterable[tuple[str, date, bool]]) -> str:
    """Of each of the people (uid, name): not asked yet, asked when, or said yes. `asks` are (uid, day, yes)."""
    known = {uid: (on, yes) for uid, on, yes in asks}
    told = []
    for uid, name in people:
        if uid not in known:
            told.append(tr("{name}: not asked yet.", name=name))
        elif known[uid][1]:
            told.append(tr("{name}: said yes.", name=name))
        else:
            told.append(tr("{name}: asked on {day}.", name=name, day=format_date(known[uid][0], year=False)))
    return " ".join(told)
