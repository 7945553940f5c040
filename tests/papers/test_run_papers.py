"""The papers of runs and shifts: what is on them, and above all what is not."""

from __future__ import annotations

import subprocess
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.language.catalog import set_language
from mutualaid.papers.box_labels import FORMATS
from mutualaid.papers.sheet import Sheet
from mutualaid.records.errors import Fault, Refused
from mutualaid.records.household import Phone
from mutualaid.records.kinds import ConsentPurpose, ShiftKind
from mutualaid.records.schedule import Shift
from mutualaid.records.volunteer import SpokenLanguage
from mutualaid.services import paper_texts, run_sheets, run_stops, runs
from mutualaid.services.history import undo
from mutualaid.services.households import set_consent
from mutualaid.services.office import Office
from mutualaid.services.paper_texts import CardText
from mutualaid.services.rosters import shift_roster
from tests.services.driving import boxes, driver, promised, tomorrow, with_run
from tests.services.make import copied_office, home, new_office, stock, wants

LANGUAGES = ("en", "es")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return copied_office(tmp_path_factory.mktemp("papers") / "office")


@pytest.fixture(scope="module")
def run(office: Office) -> str:
    """A run of twelve stops, one of which wants nothing shared, and one with hours and a status word in its notes."""
    lot = stock(office, "pantry_box", 60, diet=["halal"], expires_on=date.today() + timedelta(days=40))
    ana = driver(office, name="Ana Ruiz", capacity_kg=320, languages=[SpokenLanguage(code="spa")])
    needs = boxes(office, 10, quantity=2, diet=["halal"])
    petrona = home(
        office, wants(office, "food", quantity=2), contact_name="Sra. Petrona Ajpacajá", address="2733 W 23rd St, rear",
        delivery_notes=f"Knock twice. She is undocumented. {ODD}", safe_contact="Only after five", diet=["halal"],
        phones=[Phone(number="+17735550199", may_text=False, who_answers="Her sister Elena")],
    )  # fmt: skip
    silent = home(
        office, wants(office, "food", quantity=2), contact_name="Callada Silva", address="9999 Hidden Ave",
        diet=["halal"],
    )  # fmt: skip
    set_consent(office, household=silent[0], purpose=ConsentPurpose.SHARE, given=False)
    promised(office, [*needs, petrona[1]], ana, lot, units=2)
    promised(office, [silent[1]], ana, lot, units=2)
    runs.plan_runs(office, day=tomorrow())
    return runs.runs(office, first=tomorrow(), last=tomorrow())[0].uid


ODD = "\x03 \u202e#set \U0001f9e1 \ue000"
"""Letters that no paper can show, and what would be markup."""


def text(sheet: Sheet, folder: Path) -> str:
    """What a reader of the PDF finds in it."""
    file = folder / "paper.pdf"
    file.write_bytes(sheet.pdf())
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def secrets(office: Office, uid: str) -> set[str]:
    """Everything about the households of a run that is for nobody before the run is confirmed."""
    from mutualaid.services.households import household

    found: set[str] = set()
    for stop in runs.run(office, uid=uid).stops:
        record = household(office, uid=stop.household).record
        found |= {record.address, record.delivery_notes.split(".")[0], record.safe_contact}
        found |= {record.contact_name.split()[-1], *(phone.who_answers for phone in record.phones)}
        found |= {phone.number[-4:] for phone in record.phones}
    return {one for one in found if one}


def every_paper(office: Office, uid: str) -> list[Sheet]:
    papers = [run_sheets.driver_sheet(office, uid=uid, language=tongue) for tongue in LANGUAGES]
    papers.append(run_sheets.delivery_slips(office, uid=uid))
    papers += [run_sheets.stop_labels(office, uid=uid, kind=kind) for kind in ("Avery 5160", "Avery L7160")]
    return [*papers, run_sheets.cover_note(tomorrow())]


def test_no_paper_of_a_run_tells_an_address_before_it_is_confirmed_and_only_the_sheet_after(
    office: Office, run: str, tmp_path: Path
) -> None:
    kept = secrets(office, run)
    assert len(kept) > 30
    for sheet in every_paper(office, run):
        said = text(sheet, tmp_path)
        assert {one for one in kept if one in said} == set()
    with pytest.raises(Refused, match="run_stops_unfit"):  # the engine holds no match with who wants nothing shared
        runs.confirm_run(office, uid=run)
    silent = next(stop for stop in runs.run(office, uid=run).stops if not stop.shares)
    set_consent(office, household=silent.household, purpose=ConsentPurpose.SHARE, given=True)
    runs.confirm_run(office, uid=run)
    set_consent(office, household=silent.household, purpose=ConsentPurpose.SHARE, given=False)
    english, spanish, *others = every_paper(office, run)
    for sheet in others:
        said = text(sheet, tmp_path)
        assert {one for one in kept if one in said} == set()
    said = text(english, tmp_path)
    for part in ("2400 S Drake Ave", "(773) 555-1003", "Petrona", "Only after five", "Who may answer: Her sister Elena",
                 "Halal", "2 × Pantry box", "Destroy after", "Destruir después", "call the office"):  # fmt: skip
        assert part in said
    for part in ("Hidden", "Callada", "Silva", "undocumented", "Ajpacajá", "Apellido"):
        assert part not in said
    assert silent.code not in said
    assert "1 stop is left out" in said
    assert not [sheet for sheet in others if silent.code in text(sheet, tmp_path)]
    assert said.index("Only after five") < said.index("(773) 555-0199")
    said = text(spanish, tmp_path)
    assert all(part in said for part in ("Recorrido", "Caja de despensa", "Quién y dónde", "Solo llame"))
    codes = text(run_sheets.driver_sheet(office, uid=run, codes=True), tmp_path)
    assert "Petrona" not in codes
    assert "Quién y dónde" in codes  # the driver speaks Spanish
    slips = text(others[0], tmp_path)
    assert "From your neighbors" in slips
    assert "De parte de sus vecinas y vecinos" in slips


def test_the_sheet_keeps_the_order_and_what_is_delivered_leaves_it(tmp_path: Path) -> None:
    office = copied_office(tmp_path / "office")
    uid = with_run(office, 3)
    runs.confirm_run(office, uid=uid)
    stops = runs.run(office, uid=uid).stops
    runs.reorder(office, uid=uid, stops=[stop.match for stop in reversed(stops)])
    said = text(run_sheets.driver_sheet(office, uid=uid, language="en"), tmp_path)
    assert said.index(stops[2].code) < said.index(stops[1].code) < said.index(stops[0].code)
    run_stops.mark_stop(office, run=uid, match=stops[2].match, done=True)
    assert stops[2].code not in text(run_sheets.driver_sheet(office, uid=uid), tmp_path)
    run_stops.mark_all(office, run=uid)
    with pytest.raises(Refused, match="run_is_empty"):
        run_sheets.driver_sheet(office, uid=uid)
    with pytest.raises(Refused, match="target_in_store"):
        run_sheets.save_sheet(office, run_sheets.cover_note(tomorrow()), path=office.folder / "x.pdf")
    run_sheets.save_sheet(office, run_sheets.cover_note(tomorrow()), path=tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").stat().st_mode & 0o077 == 0
    office.close()


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_stickers_lie_within_their_sheet(kind: str) -> None:
    shape = FORMATS[kind]
    wide = shape.left + shape.across * shape.width + (shape.across - 1) * shape.gap_x
    high = shape.top + shape.down * shape.height + (shape.down - 1) * shape.gap_y
    assert wide <= shape.page_width
    assert high <= shape.page_height
    assert abs((shape.page_width - wide) - shape.left) < 1.5
    assert abs((shape.page_height - high) - shape.top) < 1.5


def test_labels_begin_where_the_sheet_was_left(office: Office, run: str, tmp_path: Path) -> None:
    sheet = run_sheets.stop_labels(office, uid=run, kind="Avery L7160", start=20)
    assert len(sheet.pictures().pages) == 2
    assert sheet.pictures().size == pytest.approx((595, 842), abs=2)
    for wrong in (0, 22):
        with pytest.raises(Fault, match="label_start_wrong"):
            run_sheets.stop_labels(office, uid=run, kind="Avery L7160", start=wrong)
    assert "Consumir antes del" in text(sheet, tmp_path)


def test_the_rights_card_says_the_offices_words_or_the_standard_ones(office: Office, tmp_path: Path) -> None:
    said = text(paper_texts.card_sheet(paper_texts.card_texts(office)), tmp_path)
    assert said.count("Usted tiene derechos") == said.count("You have rights") == 5
    own = {"en": CardText("Your rights", "Stay calm.\nCall us: #hotline"), "es": paper_texts.standard_card("es")}
    paper_texts.keep_card(office, texts=own)
    assert paper_texts.card_texts(office) == own
    said = text(paper_texts.card_sheet(paper_texts.card_texts(office)), tmp_path)
    assert "Call us: #hotline" in said
    undo(office)
    assert paper_texts.card_texts(office)["en"] == paper_texts.standard_card("en")
    paper_texts.keep_card(office, texts=own)
    paper_texts.keep_card(office, texts={tongue: paper_texts.standard_card(tongue) for tongue in LANGUAGES})
    assert paper_texts.card_texts(office)["en"] == paper_texts.standard_card("en")
    for wrong, code in (("", "card_text_empty"), ("x" * 700, "card_text_too_long")):
        with pytest.raises(Fault, match=code):
            paper_texts.keep_card(office, texts={"en": CardText("A", wrong)})
    for tongue in LANGUAGES:
        text_ = paper_texts.standard_card(tongue)
        assert len(text_.title) <= paper_texts.MOST_TITLE
        assert len(text_.body) <= paper_texts.MOST_BODY


def test_a_roster_names_by_first_name_or_code_and_says_who_is_wanted(office: Office, run: str, tmp_path: Path) -> None:
    with office.store.write("add shift") as write:
        starts = datetime.combine(tomorrow(), time(7)).astimezone()
        people = [one.uid for one in runs.run(office, uid=run).volunteers]
        write.add(
            Shift.checked(
                kind=ShiftKind.WATCH, zone="chi-30", starts=starts, ends=starts + timedelta(hours=2), people=3,
                volunteers=people,
            )
        )  # fmt: skip
    set_language("en")
    said = text(shift_roster(office, first=tomorrow(), last=tomorrow()), tmp_path)
    assert "Ana and 2 still wanted" in said
    assert "Ruiz" not in said
    said = text(shift_roster(office, first=tomorrow(), last=tomorrow(), language="es", codes=True), tmp_path)
    assert "Ana" not in said
    assert "Vigilancia" in said


@pytest.mark.campaign
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=st.text(max_size=120), name=st.text(max_size=40), address=st.text(max_size=60))
def test_whatever_is_written_down_an_unconfirmed_sheet_is_made_and_tells_no_address(
    tmp_path_factory: pytest.TempPathFactory, notes: str, name: str, address: str
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    office = new_office(folder / "office")
    marked = f"Q7{address}Z9X"
    try:
        lot = stock(office, "pantry_box", 4)
        need = home(office, wants(office, "food", quantity=1), contact_name=name, address=marked, delivery_notes=notes)[
            1
        ]
    except Fault:  # what the store does not take
        office.close()
        return
    promised(office, [need], driver(office), lot)
    runs.plan_runs(office, day=tomorrow())
    uid = runs.runs(office, first=tomorrow(), last=tomorrow())[0].uid
    for sheet in every_paper(office, uid):
        assert "Z9X" not in text(sheet, folder)
    runs.confirm_run(office, uid=uid)
    assert "Z9X" in text(run_sheets.driver_sheet(office, uid=uid), folder)
    office.close()
