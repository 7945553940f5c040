"""A second opinion on the strict summaries by OpenDP, in a process of its own; it shares no code with ours.

python tests/summaries/opendp_oracle.py < QUESTIONS.json    prints answers, in order

A question is {"draws": n, "variance": v}: how often each value was drawn of a discrete Gaussian; {"rho": r, "delta":
d}: the epsilon that r-zCDP amounts to; or {"sensitivity_squared": s, "variance": v}: the rho that such noise pays.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from typing import Any

import opendp.prelude as dp

dp.enable_features("contrib")


def answer(question: dict[str, Any]) -> Any:
    if "draws" in question:
        noise = dp.m.make_gaussian(
            dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T="i64"), scale=math.sqrt(question["variance"])
        )
        return sorted(Counter(noise([0] * question["draws"])).items())
    if "rho" in question:
        # the rho of a sensitivity of one with noise of variance 1 / (2 rho)
        noise = dp.m.make_gaussian(
            dp.atom_domain(T="i64"), dp.absolute_distance(T="i64"), scale=math.sqrt(1 / (2 * question["rho"]))
        )
        return dp.c.make_zCDP_to_approxDP(noise).map(1).epsilon(question["delta"])
    noise = dp.m.make_gaussian(
        dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T="f64"), scale=math.sqrt(question["variance"])
    )
    return noise.map(math.sqrt(question["sensitivity_squared"]))


if __name__ == "__main__":
    print(json.dumps([answer(question) for question in json.load(sys.stdin)]))
