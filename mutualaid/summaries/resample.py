"""The records that a classification is judged by: with chance in them, since the classification is published.

Judged by the records themselves, a line of 150 households that a single one makes the difference to would tell whoever
knows all the others that she is there.
"""

from __future__ import annotations

import numpy as np

from mutualaid.summaries.facts import Facts
from mutualaid.summaries.noise import Randomness

ONE_IN = 10
"""One household in so many is left out, and one in so many counted twice."""


def resampled(facts: Facts, below: Randomness) -> Facts:
    """The facts with one household in ten left out and one in ten there twice, drawn for each: their number is right on
    average, and off by about 5 in 150. In one draw of ten the result is what it would be had she never been there.
    """
    households, who = np.unique(facts.household, return_inverse=True)
    drawn = np.array([below(ONE_IN) for _ in households], dtype=np.int64)
    kept = np.flatnonzero((drawn > 0)[who]) if len(who) else np.arange(0)
    twice = np.flatnonzero((drawn == 1)[who]) if len(who) else np.arange(0)
    number = np.concatenate([who[kept], who[twice] + len(households)]).astype(np.int64)
    rows = facts.only(np.concatenate([kept, twice]))
    return Facts(number, rows.day, rows.zone, rows.category, rows.language, rows.status)
