"""The whole table, put together again from what was published: by linear programs and by least squares."""

from __future__ import annotations

import numpy as np
import pytest

from mutualaid.records.errors import Refused
from mutualaid.summaries.cells import Answer, Cell
from mutualaid.summaries.model import build
from mutualaid.summaries.protect import observe
from mutualaid.summaries.scheme import Scheme
from mutualaid.summaries.solver import Solver
from tests.attacks.attacker import Question, Year, from_files, level_of, months_of, read, read_year
from tests.attacks.insider import Insider
from tests.attacks.joint import Joint
from tests.attacks.naive import naive_folder
from tests.summaries.offices import Office
from tests.summaries.year import PERIODS, make_year


@pytest.fixture(scope="module")
def naive(tmp_path_factory) -> tuple[Year, Office]:
    """One month of a small office, exported exactly with small cells hidden."""
    office = Office(make_year(300), papers=False)
    folder, _ = naive_folder(office, office.release("2026-02"), tmp_path_factory.mktemp("naive"))
    return Year([read(folder)]), office


def truth(year: Year, office: Office, questions: list[Question]) -> dict[Question, int]:
    insider = Insider(year, office.facts)
    return {question: int(insider.needs_of_all(question).sum()) for question in questions}


def hidden(year: Year) -> list[Question]:
    return [question for question in year.hidden if question.measure == "needs"]


def exposed(bounds: dict[Question, tuple[float, float]], year: Year | None = None) -> list[Question]:
    """The hidden numbers known to within ten, or known to be above nothing.

    One that holds a published number is above nothing for everybody to see, and so proves nobody's presence.
    """
    large = {each for each in bounds if year and any(holds(year, each, inner) for inner in year.answers)}
    return [
        each for each, (low, high) in bounds.items() if (low > 1e-6 and each not in large) or high - low < 10 - 1e-6
    ]


def holds(year: Year, outer: Question, inner: Question) -> bool:
    """Whether everything that the published `inner` counts is in `outer`."""
    covers = (year.categories_of, year.zones_of, year.languages_of, year.statuses_of)
    return (
        year.answers[inner] is not None
        and inner.measure == outer.measure
        and set(months_of(inner.period)) <= set(months_of(outer.period))
        and all(cover(inner) <= cover(outer) for cover in covers)
    )


def joint_bounds(year: Year) -> dict[Question, tuple[float, float]]:
    """With the strongest belief that what was published leaves room for."""
    joint = Joint(year)
    return joint.bounds(hidden(year)) or joint.bounds(hidden(year), limited=False) or {}


@pytest.mark.campaign
def test_the_truth_lies_within_the_bounds_of_every_hidden_number(naive):
    year, office = naive
    bounds = joint_bounds(year)
    true = truth(year, office, list(bounds))
    assert len(true) > 20
    assert all(low - 1e-6 <= true[each] <= high + 1e-6 for each, (low, high) in bounds.items())


@pytest.mark.campaign
def test_the_whole_table_gives_no_hidden_number_of_a_year_away(a_year):
    year = read_year(a_year)
    bounds = joint_bounds(year)
    assert len(bounds) == len(hidden(year)) > 0
    assert exposed(bounds, year) == []


def test_the_programs_own_attack_is_exactly_as_strong_as_one_on_the_whole_table(naive):
    """Two-way tables that meet in the kind of help bound every hidden number as the table of all combinations does."""
    year, _ = naive
    scheme = Scheme.from_json(year.releases[0].structure["classification"])
    cells = {question: Cell("", *question) for question in year.answers if question.measure == "needs"}
    seen = [observe(cell, Answer(year.answers[question]), margin=0) for question, cell in cells.items()]
    seen = [each if each.hidden else type(each)(each.cell, each.high, each.high) for each in seen]
    system = build(seen, scheme)
    solver = Solver(system, seconds=60)
    whole = Joint(year).bounds(hidden(year), limited=False)
    assert whole
    for number, question in enumerate(cells):
        if question in whole:
            columns, costs = system.terms(system.row_of[number])
            ends = [float(costs @ solver.minimise(columns, sign * costs)[columns]) for sign in (1, -1)]
            assert ends == pytest.approx(list(whole[question]), abs=1e-5)


def hits(guess: dict[Question, float], true: dict[Question, int], near: int) -> int:
    return sum(abs(round(guess[each]) - true[each]) <= near for each in true)


def against_chance(
    year: Year, office: Office, near: int, by_question: bool = False, rounds: int = 200
) -> tuple[int, float, float, int]:
    """How many hidden numbers least squares hits, how many of a permuted truth on average and at the 99th percentile,
    and of how many. `by_question`: truths change places between the periods of one question only, since that food is
    asked for more often than legal help can be read in the totals, and is nothing to find out.
    """
    guess = Joint(year).least_squares()
    true = truth(year, office, list(guess))
    rng = np.random.default_rng(3)
    alike: dict[object, list[Question]] = {}
    for each in true:
        alike.setdefault((level_of(each.period), *each[1:]) if by_question else level_of(each.period), []).append(each)
    permuted = []
    for _ in range(rounds):
        other = {}
        for those in alike.values():
            other |= dict(zip(those, rng.permutation([true[each] for each in those]).tolist(), strict=True))
        permuted.append(hits(guess, other, near))
    return hits(guess, true, near), float(np.mean(permuted)), float(np.quantile(permuted, 0.99)), len(true)


def test_least_squares_recovers_much_of_a_naive_export(naive):
    found, by_chance, most_by_chance, count = against_chance(*naive, near=1)
    assert found > max(most_by_chance, 0.4 * count), (found, by_chance, count)


@pytest.mark.campaign
def test_the_whole_table_gives_a_naive_export_away(tmp_path):
    office = Office(make_year(600), papers=False)
    folder, _ = naive_folder(office, office.release("2026-Q1"), tmp_path)
    year = Year([read(folder)])
    bounds = joint_bounds(year)
    assert len(exposed(bounds)) > 0.1 * len(bounds)
    exact = {each: low for each, (low, high) in bounds.items() if high - low < 1e-6}
    true = truth(year, office, list(exact))
    assert exact
    assert all(exact[each] == pytest.approx(true[each]) for each in exact)


def test_least_squares_hits_no_more_of_a_year_of_releases_than_of_a_permuted_truth(a_year, small_office):
    found, by_chance, most_by_chance, count = against_chance(read_year(a_year), small_office, near=0, by_question=True)
    assert found <= max(most_by_chance, 1), (found, by_chance, count)


@pytest.mark.campaign
@pytest.mark.parametrize("households", [150, 300])
def test_many_small_offices_withstand_the_whole_table(households, capsys):
    """Prints how many hidden numbers were attacked, exposed and hit, beside a naive export's."""
    told = {"hidden": 0, "exposed": 0, "hit": 0, "hit of a permuted truth": 0.0}
    offices, codes = 6, set[str]()
    for seed in range(1, offices + 1):
        office = Office(make_year(households, seed=seed), seed=seed, papers=False, names_more=True)
        files = []
        for period in PERIODS:
            try:
                files.append(from_files(office.files(period)))
            except Refused as refused:
                codes.add(refused.code)
        year = Year(files)
        if not hidden(year):
            continue
        bounds = joint_bounds(year)
        found, by_chance, _, count = against_chance(year, office, near=0, by_question=True)
        told["hidden"] += count
        told["exposed"] += len(exposed(bounds, year))
        told["hit"] += found
        told["hit of a permuted truth"] += by_chance
    with capsys.disabled():
        print(f"\nwhole table, {offices} years of {households}: {told}")
    assert codes <= {"release_too_few"}
    assert told["exposed"] == 0
    spread = 3 * max(1.0, told["hit of a permuted truth"]) ** 0.5
    assert told["hit"] <= told["hit of a permuted truth"] + spread
