"""The directory of partner organisations: who offers what, in which language, and who asks for no ID."""

from __future__ import annotations

from typing import Any

import pytest

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.partner import Partner, PartnerService
from mutualaid.services import history, partners
from mutualaid.services.office import Office


def keep(office: Office, name: str, *services: PartnerService, **fields: Any) -> str:
    record = Partner.checked(code=partners.partner_code(office), name=name, services=list(services), **fields)
    return partners.add(office, partner=record).uids[0]


def service(name: str, *categories: str, **fields: Any) -> PartnerService:
    return PartnerService(name=name, categories=categories, **fields)


@pytest.fixture
def known(office: Office) -> Office:
    keep(office, "Clínica Sol", service("Visits", "health", languages=("spa",)), zones=["chi-30"])
    keep(office, "Abogadas del Barrio", service("Papers", "legal", languages=("eng",)), phones=["+17735550165"])
    keep(
        office,
        "Law Porch",
        service("Advice", "legal", languages=("eng", "spa"), no_id_asked=True, fees="free"),
        service("Food shelf", "food"),
        address="1 Oak St",
    )
    return office


def names(lines) -> list[str]:
    return [line.name for line in lines]


def test_partners_are_found_by_words_category_language_zone_and_no_id_asked(known: Office) -> None:
    assert names(partners.partners(known)) == ["Abogadas del Barrio", "Clínica Sol", "Law Porch"]
    assert names(partners.partners(known, text="oak food")) == ["Law Porch"]
    assert names(partners.partners(known, text="clinica salud")) == ["Clínica Sol"]
    assert names(partners.partners(known, category="legal")) == ["Abogadas del Barrio", "Law Porch"]
    assert names(partners.partners(known, category="legal", language="spa")) == ["Law Porch"]
    assert names(partners.partners(known, zone="chi-31")) == ["Abogadas del Barrio", "Law Porch"]
    assert names(partners.partners(known, no_id=True)) == ["Law Porch"]
    # That one service asks for no ID says nothing of another one of the same organization.
    assert names(partners.partners(known, category="food", no_id=True)) == []


def test_what_suits_a_need_is_put_first_and_nothing_that_suits_is_left_out(known: Office) -> None:
    found = partners.suited(known, category="legal", languages=["spa"], zone="chi-31")
    assert [(one.name, one.service.name, one.speaks) for one in found] == [
        ("Law Porch", "Advice", True),
        ("Abogadas del Barrio", "Papers", False),
    ]
    assert [one.name for one in partners.suited(known, category="health", zone="chi-31")] == []
    assert len(partners.suited(known)) == 4


def test_a_partner_is_changed_paused_removed_and_all_of_it_taken_back(known: Office) -> None:
    uid = partners.partners(known, text="law")[0].uid
    partners.change(known, uid=uid, name="Law Porch Chicago")
    partners.set_active(known, uid=uid, active=False)
    assert names(partners.partners(known, text="law")) == []
    assert names(partners.partners(known, text="law", closed=True)) == ["Law Porch Chicago"]
    partners.remove(known, uid=uid)
    for _ in range(3):
        history.undo(known)
    assert names(partners.partners(known, text="law")) == ["Law Porch"]


def test_what_no_partner_can_be_is_refused(known: Office) -> None:
    with pytest.raises(Refused, match="partner_exists"):
        keep(known, "law porch")
    with pytest.raises(BadInput, match="category_unknown"):
        keep(known, "Zoo", service("Lions", "zoo"))
    with pytest.raises(BadInput, match="language_unknown"):
        keep(known, "Zoo", service("Lions", languages=("xxx",)))
    with pytest.raises(BadInput, match="zone_unknown"):
        keep(known, "Zoo", zones=["mars"])
    with pytest.raises(BadInput, match="url_invalid"):
        keep(known, "Zoo", url="javascript:alert(1)")
    with pytest.raises(BadInput, match="service_without_name"):
        keep(known, "Zoo", service(""))
    with pytest.raises(Refused, match="identifier_in_text"):
        keep(known, "Zoo", note="SSN 123-45-6789")
    assert len(partners.partners(known)) == 3
