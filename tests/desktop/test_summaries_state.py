"""What the summaries page offers, forbids and says, without a window."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.desktop.summaries import inside, state
from mutualaid.desktop.summaries.make_state import MakeState, Share
from mutualaid.desktop.summaries.plan_state import CORE, ROWS, PlanChoice
from mutualaid.desktop.summaries.published import method, sections
from mutualaid.desktop.summaries.state import Line, Seen, Standing
from mutualaid.language.catalog import catalog
from mutualaid.papers.release_content import content
from mutualaid.records.kinds import Urgency
from mutualaid.summaries.periods import LEVELS, MONTH, QUARTER, YEAR, parse_period
from mutualaid.summaries.plan import STRICT, TABLES, USUAL, USUAL_PLAN, Plan, require_plan
from mutualaid.summaries.release import make_release
from tests.services.make import TODAY
from tests.summaries.year import geography, make_year


class Handed(NamedTuple):
    recipient: str
    on: date


def line(period, *, mode=USUAL, handed=()):
    return Line(f"{period}-1", period, TODAY, mode, 40, 3, tuple(handed))


def standing(found, code):
    return next(offer.standing for offer in found if offer.period.code == code)


def test_periods_that_are_not_over_say_from_when():
    months = state.offers(MONTH, date(2026, 11, 3), Seen())
    assert [(offer.period.code, offer.standing) for offer in months[:3]] == [
        ("2026-11", Standing.OPEN),
        ("2026-10", Standing.OPEN),  # seven days for late records are not over
        ("2026-09", Standing.READY),
    ]
    assert months[1].words() == "October 2026 — can be made from Nov 7, 2026 on"
    assert [offer.period.code for offer in state.offers(QUARTER, TODAY, Seen())][:2] == ["2026-Q4", "2026-Q3"]
    years = [(offer.period.code, offer.standing) for offer in state.offers(YEAR, TODAY, Seen())][:2]
    assert years == [("2026", Standing.OPEN), ("2025", Standing.READY)]


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from(LEVELS))
def test_the_periods_on_offer_follow_one_another_without_a_gap_and_the_first_holds_today(today, level):
    found = [offer.period for offer in state.offers(level, today, Seen())]
    assert found[0].start <= today <= found[0].end
    assert {period.level for period in found} == {level}
    assert all((later.start - earlier.end).days == 1 for later, earlier in pairwise(found))


def test_made_and_locked_periods_are_marked_and_a_quarter_with_a_locked_month_is_locked():
    seen = Seen(lines=[line("2026-Q2")], locked=("2026-08", "2025-Q4"))
    quarters = state.offers(QUARTER, TODAY, seen)
    assert standing(quarters, "2026-Q2") == Standing.MADE
    assert standing(quarters, "2026-Q3") == Standing.LOCKED
    assert standing(quarters, "2026-Q1") == Standing.READY
    assert "made already" in next(offer.words() for offer in quarters if offer.period.code == "2026-Q2")
    assert "locked since the restore" in next(offer.words() for offer in quarters if offer.period.code == "2026-Q3")


def test_the_newest_period_that_can_be_made_is_chosen_first_and_only_such_a_one_can_be_made():
    made = MakeState(Seen(lines=[line("2026-Q3")]), TODAY)
    assert (made.code, made.mode, made.may_make) == ("2026-Q2", USUAL, True)
    made.choose("2026-Q3")
    assert not made.may_make
    assert "settled" in made.verdict()
    made.choose("2026-Q4")
    assert not made.may_make
    assert "late records get a week" in made.verdict()


def test_what_is_locked_says_why_and_what_to_do():
    made = MakeState(Seen(locked=("2026-Q3",)), TODAY)
    made.choose("2026-Q3")
    assert not made.may_make
    assert "Bring the released folder back" in made.verdict()


def test_months_are_never_strict_and_a_year_stays_with_the_way_it_began():
    made = MakeState(Seen(), TODAY)
    made.choose("2026-Q3")
    made.choose_mode(STRICT)
    assert made.mode == STRICT
    made.choose("2026-08")
    assert (made.mode, made.why_not(STRICT)) == (USUAL, "Only quarters and years can be published the strict way.")
    made.choose_mode(STRICT)
    assert made.mode == USUAL
    made.choose("2026-Q2")  # what she chose holds where it can be
    assert made.mode == STRICT
    strict = MakeState(Seen(lines=[line("2026-Q3", mode=STRICT)]), TODAY)
    strict.choose("2026-Q2")
    assert (strict.mode, strict.may_make) == (STRICT, True)
    assert strict.why_not(USUAL) == "2026 began the strict way, and stays with it."
    strict.choose("2026-08")
    assert not strict.may_make
    strict.choose("2025-Q3")  # another year is free to choose, and begins with what is usual
    assert strict.mode == USUAL
    assert not strict.why_not(USUAL)
    assert not strict.why_not(STRICT)


def test_lengths_of_period_that_the_plan_leaves_out_are_not_offered():
    plan = USUAL_PLAN.only({table.name: (YEAR,) for table in TABLES})
    made = MakeState(Seen(plan=plan), TODAY)
    assert made.levels() == (YEAR,)
    assert (made.level, made.code) == (YEAR, "2025")
    assert not MakeState(Seen(plan=Plan(())), TODAY).may_make


def test_a_share_of_the_budget_says_what_is_used_what_it_takes_and_what_stays():
    share = Share(2026, 4.0, 1.0, 3.0, 0.75)
    assert share.words() == "2026: 1 of 4 used, 3 left. This summary takes 0.75; 2.25 stay."
    assert share.enough
    spent = Share(2026, 4.0, 3.5, 0.5, 0.75)
    assert not spent.enough
    assert spent.words().endswith("This summary would take 0.75, which is more.")
    assert Share(2026, 4.0, 0.0, 4.0, None).words() == "2026: 0 of 4 used, 4 left."


def test_who_received_a_summary_is_told_the_latest_first_and_named_once_in_the_table():
    given_out = [Handed("Ward office", TODAY), Handed("", TODAY), Handed("Ward office", TODAY)]
    assert state.handed_words(line("2026-Q3", handed=given_out)) == "Ward office, not said"
    assert len(state.handed_lines(line("2026-Q3", handed=given_out))) == 3
    assert state.handed_lines(line("2026-Q3", handed=given_out))[1].endswith("not said to whom")
    assert state.handed_words(line("2026-Q3")) == "nobody yet"


def test_what_a_restore_locked_is_named_by_its_longest_periods():
    words = state.locked_words(["2026-07", "2026-08", "2026-09", "2026-Q3", "2026-10"])
    assert words == "October 2026; July to September 2026"


def test_something_else_to_make_is_named_with_its_way_and_what_is_made_is_handed_out():
    seen = Seen(lines=[line("2026-Q2")])
    assert state.instead_words("2026-Q3", seen, strict=False) == "Make July to September 2026 instead"
    assert state.instead_words("2026-Q3", seen, strict=True) == "Make July to September 2026, the strict way"
    assert state.instead_words("2026-Q2", seen, strict=False) == "Hand out April to June 2026, which is made"


def test_everything_ticked_is_the_usual_plan_and_a_length_taken_out_takes_all_its_tables():
    choice = PlanChoice()
    assert choice.plan() == USUAL_PLAN
    choice.tick(CORE, MONTH, on=False)
    assert choice.plan().levels == (QUARTER, YEAR)
    assert not choice.may("areas", MONTH)
    choice.tick(CORE, MONTH, on=True)
    assert choice.plan() == USUAL_PLAN
    for level in LEVELS:
        choice.tick(CORE, level, on=False)
    assert choice.problem()


ticks = st.lists(st.tuples(st.sampled_from(ROWS), st.sampled_from(LEVELS), st.booleans()), max_size=12)


@given(ticks)
def test_whatever_is_ticked_is_a_plan_that_may_be_settled_and_no_more_than_the_usual_one(ticked):
    choice = PlanChoice()
    for row, level, on in ticked:
        choice.tick(row, level, on=on)
    plan = choice.plan()
    require_plan(plan)
    usual = {table.name: set(table.levels) for table in USUAL_PLAN.tables}
    assert all(set(table.levels) <= usual[table.name] for table in plan.tables)
    assert PlanChoice(plan).plan() == plan
    assert bool(choice.problem()) == (not plan.levels)


class Waits(NamedTuple):
    category: str
    urgency: Urgency
    received_on: date


waits = st.builds(
    Waits, st.sampled_from(["food", "ride", "legal"]), st.sampled_from(Urgency), st.dates(date(2026, 1, 1), TODAY)
)


@given(st.lists(waits, max_size=30))
def test_what_waits_is_counted_exactly_whichever_way_it_is_looked_at(lines):
    waiting = inside.count(lines, TODAY)
    for counted in (waiting.categories, waiting.ages, waiting.urgencies):
        assert sum(count for _what, count in counted) == waiting.total == len(lines)
    assert dict(waiting.urgencies)[Urgency.TODAY] == sum(one.urgency == Urgency.TODAY for one in lines)


@pytest.mark.parametrize(("mark", "end"), [("", "\n"), ("\ufeff", "\r\n")])
def test_the_published_page_on_protection_is_read_as_headings_with_their_paragraphs(mark, end):
    text = "How it is done\n=====\n\nWhat is counted\n-----\n\nNeeds,\nall.\n\nOnce each.\n\nMore\n----\n\nNo.\n"
    assert method(mark + text.replace("\n", end)) == [
        ("How it is done", []),
        ("What is counted", ["Needs, all.", "Once each."]),
        ("More", ["No."]),
    ]


@pytest.mark.parametrize("code", ["2026-08", "2026-Q3", "2025"])
def test_a_period_is_called_by_name(code):
    assert str(parse_period(code).year) in state.period_words(code)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("strict", [False, True])
def test_the_preview_calls_each_table_what_the_papers_call_it(strict, language):
    """A strict summary counts households, a usual one needs."""
    release = make_release(
        make_year(1_500), period="2026-Q3", today=date(2027, 2, 1), geography=geography(), ledger=(), strict=strict
    )
    cat = catalog(language)
    shown = {section.name: (section.title, section.note) for section in sections(release, cat)}
    assert shown == {part.table: (part.title, part.note) for part in content(release, cat).sections}
    assert len(shown) > 2
