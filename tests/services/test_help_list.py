"""What would help, as it may leave the office: nobody is named, and no line points at one family."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mutualaid.language.asks import Ask, ask_line, ask_text
from mutualaid.language.catalog import catalog
from mutualaid.papers.help_sheet import pdf
from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.records.need import Need
from mutualaid.records.volunteer import Volunteer
from mutualaid.services import planning
from mutualaid.services.levers import FEW, HelpList, crowd, help_list, help_text, save_help_list
from mutualaid.services.office import Office
from mutualaid.services.sampling import fill_sample
from tests.services.conftest import solve_here
from tests.services.make import SATURDAY, copied_office, helper, home, stock, wants


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(planning, "solve_apart", solve_here)
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


def interpreting(office: Office, count: int, *, language: str = "mam", zone: str = "chi-30") -> None:
    for _ in range(count):
        home(office, wants(office, "interpreting", windows=[SATURDAY]), languages=[language], zone=zone)


def planned(office: Office) -> HelpList:
    planning.make_plan(office)
    return help_list(office)


def asked_for(wanted: HelpList, language: str) -> Ask:
    return next(ask for ask in wanted.of("volunteer") if any(code.startswith(language) for code in ask.languages))


def test_a_language_that_few_families_speak_is_asked_for_without_place_time_or_number(office: Office) -> None:
    interpreting(office, FEW - 1)
    ask = asked_for(planned(office), "mam")
    assert (ask.when, ask.zone, ask.needs) == ((), "", 0)
    assert ask_line(ask, catalog("en")) == "Someone who speaks Mam: interpreting"


def test_a_language_that_several_families_speak_there_is_asked_for_with_place_and_time(office: Office) -> None:
    interpreting(office, FEW)
    ask = asked_for(planned(office), "mam")
    assert ask.zone == "South Lawndale"
    assert ask.when


def test_families_far_from_each_other_make_no_place(office: Office) -> None:
    interpreting(office, 2)
    interpreting(office, 3, zone="chi-77")
    ask = asked_for(planned(office), "mam")
    assert ask.when
    assert ask.zone == ""


def test_for_the_court_neither_place_nor_time_is_said(office: Office) -> None:
    for _ in range(FEW + 2):
        home(office, wants(office, "accompaniment", windows=[SATURDAY]))
    helper(office, skills=["accompaniment"], trust=3)
    asks = planned(office).of("volunteer")
    assert asks
    assert all((ask.when, ask.zone) == ((), "") for ask in asks if "accompaniment" in ask.skills)


def test_small_amounts_are_some_and_larger_ones_are_rounded_up(office: Office) -> None:
    few = Ask("lot", item=("diapers", "pañales"))
    many = few._replace(amount=40)
    assert ask_line(few, catalog("en")) == "Some diapers"
    assert ask_line(many, catalog("es")) == "Unas 40 × pañales"
    home(office, wants(office, "baby", item="diapers_4", quantity=3, mode="pickup"))
    stock(office, "diapers_4", 1)
    helper(office)
    assert all(ask.amount % 10 == 0 for ask in planned(office).of("lot"))


def test_without_a_plan_there_is_no_list_and_where_all_is_met_nothing_to_print(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no_plan"):
        help_list(office)
    assert planned(office).asks == ()
    assert help_text(office, language="es") == ""
    with pytest.raises(Refused, match="nothing_to_print"):
        save_help_list(office, path=tmp_path / "list.pdf")


def secrets(office: Office) -> set[str]:
    """Every code, name, phone and address that the office holds."""
    with office.store.read() as read:
        homes = [row.record for row in read.all(Household)]
        needs = [row.record for row in read.all(Need)]
        people = [row.record for row in read.all(Volunteer)]
    held = {x for home in homes for x in (home.code, home.contact_name, home.address, *(p.number for p in home.phones))}
    held |= {need.code for need in needs}
    held |= {x for person in people for x in (person.code, person.name)}
    return {x for x in held if x}


def read_pdf(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def check_discreet(office: Office, said: str) -> None:
    assert not [held for held in secrets(office) if re.search(rf"\b{re.escape(held)}\b", said)]


def check_crowds(office: Office, wanted: HelpList) -> None:
    with office.store.read() as read:
        homes = [row.record for row in read.all(Household)]
    zones = {zone.name: code for code, zone in office.zones.items()}
    for ask in wanted.asks:
        tongues = {code.removesuffix("+") for code in ask.languages}
        assert not (ask.zone and crowd(homes, languages=tongues, zone=zones[ask.zone]) < FEW)
        assert not (tongues and ask.when and crowd(homes, languages=tongues) < FEW)
        assert not (ask.diet and crowd(homes, diet=ask.diet) < FEW)
        assert ask.needs % FEW == 0
        assert ask.amount % 10 == 0


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="not installed: poppler-utils")
@pytest.mark.parametrize("seed", [1, 2])
def test_no_list_of_any_office_names_or_points_at_anybody(qapp: QApplication, office: Office, seed: int) -> None:
    fill_sample(office, households=50, needs=60, volunteers=8, lots=6, seed=seed, months=1)
    planning.make_plan(office, effort="quick")
    wanted = help_list(office)
    assert wanted.asks
    check_crowds(office, wanted)
    for language in ("en", "es"):
        text = help_text(office, language=language)
        assert text.count("•") == len(wanted.asks)
        check_discreet(office, text)
    paper = read_pdf(pdf(wanted.asks, made_on=wanted.made_on))
    assert "Help wanted this week" in paper
    assert "Se busca ayuda esta" in paper
    check_discreet(office, paper)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(10, 30))
def test_no_list_of_many_offices_points_at_anybody(office: Office, seed: int) -> None:
    fill_sample(office, households=30 + seed * 5, needs=80, volunteers=10, lots=8, seed=seed, months=1)
    planning.make_plan(office, effort="quick")
    wanted = help_list(office)
    check_crowds(office, wanted)
    check_discreet(office, ask_text(wanted.asks, catalog("en")) + ask_text(wanted.asks, catalog("es")))


def test_the_pdf_is_new_and_lies_outside_the_store(qapp: QApplication, office: Office, tmp_path: Path) -> None:
    interpreting(office, 2)
    planning.make_plan(office)
    with pytest.raises(Refused, match="target_in_store"):
        save_help_list(office, path=office.folder / "list.pdf")
    saved = save_help_list(office, path=tmp_path / "list.pdf")
    assert saved.asks
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(Refused, match="target_exists"):
        save_help_list(office, path=tmp_path / "list.pdf")
