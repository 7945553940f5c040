"""Bringing a directory in, and giving ours away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.partner import Partner, PartnerService
from mutualaid.services import history, partners, settings
from mutualaid.services.directory import export_hsds, import_hsds, look_hsds
from mutualaid.services.journal import latest_changes
from mutualaid.services.office import Office
from tests.exchange.test_hsds import SAMPLE


def the(office: Office, name: str) -> tuple[str, Partner]:
    (line,) = [line for line in partners.partners(office, closed=True) if line.name == name]
    return line.uid, partners.partner(office, uid=line.uid)


def test_a_directory_comes_in_and_again_in_place_and_what_was_added_by_hand_stays(
    office: Office, tmp_path: Path
) -> None:
    seen = look_hsds(office, path=SAMPLE)
    assert (seen.new, seen.changed, seen.same, seen.no_id) == (2, 0, 0, 1)
    assert [unknown.term for unknown in seen.unknown] == ["Immigration Law"]
    assert seen.status_words == 1
    settings.set_taxonomy(office, terms={"Immigration Law": "legal"})
    assert look_hsds(office, path=SAMPLE).unknown == ()
    import_hsds(office, path=SAMPLE)
    uid, casa = the(office, "Casa de la Esquina")
    assert casa.zones == ["chi-30"]
    assert [(s.name, s.categories, s.no_id_asked) for s in casa.services] == [
        ("Law Porch", ("legal",), True),
        ("Food pantry", ("food",), False),
    ]
    assert look_hsds(office, path=SAMPLE).same == 2
    by_hand = PartnerService(name="Coffee", categories=("food",))
    quiet = casa.services[0].model_copy(update={"no_id_asked": True})
    partners.change(office, uid=uid, services=[quiet, casa.services[1], by_hand])
    newer = json.loads(SAMPLE.read_text(encoding="utf-8"))
    newer[0]["services"][0] |= {"fees_description": "5 dollars", "required_documents": []}
    newer[0]["description"] += " Ask for A# 123-456-789."
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(newer), encoding="utf-8")
    seen = look_hsds(office, path=path)
    assert (seen.new, seen.changed, seen.same, seen.struck) == (0, 1, 1, 1)
    import_hsds(office, path=path)
    again_uid, casa = the(office, "Casa de la Esquina")
    assert again_uid == uid
    assert [(s.name, s.fees, s.no_id_asked) for s in casa.services] == [
        ("Law Porch", "5 dollars", True),
        ("Food pantry", "", False),
        ("Coffee", "", False),
    ]
    assert "456" not in casa.note
    history.undo(office)
    assert the(office, "Casa de la Esquina")[1].services[0].fees == "Free"


def content(office: Office) -> list[object]:
    records = [partners.partner(office, uid=line.uid) for line in partners.partners(office)]
    return [
        [
            one.model_dump(exclude={"code", "hsds_id", "services"}),
            [s.model_dump(exclude={"hsds_id"}) for s in one.services],
        ]
        for one in records
    ]


def test_our_directory_reads_back_the_same_beside_its_own_and_where_nothing_of_it_is(
    office: Office, tmp_path: Path
) -> None:
    import_hsds(office, path=SAMPLE)
    service = PartnerService(name="Visits", categories=("health",), languages=("mam",), no_id_asked=True, hours="Mon")
    sol = Partner.checked(code="P-7", name="Clínica Sol", phones=["+17735550144"], zones=["chi-31"], services=[service])
    partners.add(office, partner=sol)
    before = content(office)
    for name in ("ours.json", "ours.zip"):
        out = tmp_path / name
        export_hsds(office, out=out)
        assert latest_changes(office, limit=1)[0].changes == (("partner", "export codes", 3),)
        assert look_hsds(office, path=out).same == 3
        for line in partners.partners(office):
            partners.remove(office, uid=line.uid)
        import_hsds(office, path=out)
        assert content(office) == before
        assert look_hsds(office, path=out).same == 3
    with pytest.raises(Refused, match="target_in_store"):
        export_hsds(office, out=office.folder / "ours.zip")
    with pytest.raises(BadInput, match="directory_suffix"):
        export_hsds(office, out=tmp_path / "ours.txt")
