"""Directories in HSDS: what is taken from them, what is never guessed, and which files are refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.exchange.hsds import OUR_TAXONOMY, Offered, Organization, Term, directory_of, no_id_asked
from mutualaid.exchange.hsds_package import read_organizations
from mutualaid.exchange.hsds_write import as_json, as_package
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput

SAMPLE = Path(__file__).parents[1] / "data" / "hsds" / "organizations.json"

TABLES = {
    "organizations": "id,name,description,url,tax_id\no1,Casa de la Esquina,Papers and food,http://casa.example.org,9\n",
    "services": "id,organization_id,name,status,fees\ns1,o1,Law Porch,active,Free\ns9,nobody,Ghost,active,\n",
    "phones": "id,organization_id,service_id,number\np1,o1,,773-555-0122\np2,,s1,773-555-0133\n",
    "locations": "id,organization_id,name\nl1,o1,Hall\n",
    "physical_addresses": "id,location_id,address_1,city,state_province\na1,l1,1200 S Nowhere Ave,Chicago,IL\n",
    "languages": "id,service_id,language\nx1,s1,Spanish\n",
    "required_documents": "id,service_id,document\nd1,s1,No se pide identificación\n",
    "eligibility": "id,service_id,eligibility\ne1,s1,Everyone\n",
    "regular_schedules": "id,service_id,weekday,opens_at,closes_at\nh1,s1,Tuesday,10:00,14:00\n",
    "services_at_location": "id,service_id,location_id\nq1,s1,l1\n",
    "service_attributes": "id,service_id,taxonomy_term_id\nt1,s1,y1\n",
    "taxonomy_terms": "id,term,taxonomy\ny1,Immigration Law,AIRS\n",
    "made_up": "id\n1\n",
}


def zipped(path: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_json_directory_is_read_and_what_nobody_asked_for_stays_in_it() -> None:
    read = directory_of(read_organizations(SAMPLE))
    casa, bare = read.organizations
    assert casa.name == "Casa de la Esquina"
    assert casa.note == "Help with papers and food.\nAsk at the door."
    assert casa.url == "https://casa.example.org"
    assert casa.phones == ("+17735550122",)
    assert casa.address == "1200 S Nowhere Ave, Chicago, IL, 60623"
    assert casa.areas == ("Little Village",)
    law, food = casa.services
    assert (law.name, law.fees, law.languages, law.no_id_asked) == ("Law Porch", "Free", ("spa",), True)
    assert law.hours == "Tue, Thu 10:00–14:00"
    assert law.terms == (Term("Immigration Law", "111-01-02"),)
    assert (food.no_id_asked, food.documents_said) == (False, True)
    assert bare.services == ()
    assert read.left_out == {
        "organization_without_name": 1, "service_closed": 1, "phone_unreadable": 1, "language_unknown": 1,
    }  # fmt: skip
    kept = json.dumps([str(vars(one)) for one in read.organizations])
    assert not [word for word in ("Marta", "hello@", "12-34", "secret", "0111") if word in kept]


@pytest.mark.parametrize("how", ["zip", "folder", "inside"])
def test_a_package_of_tables_of_the_second_version_is_read_alike(tmp_path: Path, how: str) -> None:
    files = {f"{name}.csv": text for name, text in TABLES.items()}
    if how == "folder":
        path = tmp_path / "package"
        path.mkdir()
        for name, text in files.items():
            (path / name).write_text(text, encoding="utf-8")
    else:
        path = zipped(tmp_path / "x.zip", {f"hsds/{k}" if how == "inside" else k: v for k, v in files.items()})
    (casa,) = directory_of(read_organizations(path)).organizations
    assert casa.phones == ("+17735550122", "+17735550133")
    assert casa.address == "1200 S Nowhere Ave, Chicago, IL"
    (law,) = casa.services
    assert law.terms == (Term("Immigration Law", taxonomy="airs"),)
    assert (law.languages, law.no_id_asked, law.fees, law.eligibility) == (("spa",), True, "Free", "Everyone")
    assert law.hours == "Tue 10:00–14:00"


def test_services_that_hold_their_organization_are_gathered_under_it(tmp_path: Path) -> None:
    owner = {"id": "o1", "name": "Casa", "description": ""}
    document = {"contents": [{"id": "s1", "name": "Law", "organization": owner}, {"id": "s2", "organization": owner}]}
    path = tmp_path / "page.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    read = directory_of(read_organizations(path))
    assert [(one.name, [service.name for service in one.services]) for one in read.organizations] == [("Casa", ["Law"])]
    assert read.left_out == {"service_without_name": 1}


def test_that_no_id_is_asked_is_said_or_it_is_not_so() -> None:
    said = (
        ["None"],
        ["No ID required"],
        ["none", " No documents needed. "],
        ["Ninguno"],
        ["NO SE PIDE IDENTIFICACIÓN"],
    )
    unsaid = (
        [], [""], ["n/a"], ["Proof of address"], ["ID preferred but not required"], ["None", "Photo ID"], ["An ID"],
        ["No ID required for children; adults bring one"], ["unknown"],
    )  # fmt: skip
    assert all(no_id_asked(one) for one in said)
    assert not any(no_id_asked(one) for one in unsaid)


def test_hostile_and_broken_files_are_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code(path: Path) -> str:
        with pytest.raises(BadInput) as refused:
            read_organizations(path)
        return refused.value.code

    def raw(data: bytes) -> Path:
        path = tmp_path / "x.json"
        path.write_bytes(data)
        return path

    deep = b"[" * 100_000 + b"]" * 100_000
    for data in (b"", b"\xff\xfe\x00", b'[{"name": "caf\xe9"}]', b"{", b"[1, 2]", b'"x"', deep, b"PK\x03\x04torn"):
        assert code(raw(data)) == "directory_unreadable"
    assert code(tmp_path / "gone.json") == "file_missing"
    for name in ("../organizations.csv", "/organizations.csv", "a\\..\\organizations.csv", "C:organizations.csv"):
        assert code(zipped(tmp_path / "x.zip", {name: TABLES["organizations"]})) == "directory_paths"
    assert code(zipped(tmp_path / "x.zip", {"readme.txt": "hello"})) == "directory_unreadable"
    assert code(zipped(tmp_path / "x.zip", {"services.csv": TABLES["services"]})) == "directory_unreadable"
    monkeypatch.setattr("mutualaid.exchange.hsds_package.MOST_BYTES", 2**20)
    bomb = {"organizations.csv": "id,name\n" + "0,a\n" * 2**19, "services.csv": "id\n"}
    assert code(zipped(tmp_path / "x.zip", bomb)) == "directory_too_large"
    assert code(raw(b" " * (2**20 + 1))) == "directory_too_large"
    assert code(zipped(tmp_path / "x.zip", {f"{n}.txt": "" for n in range(301)})) == "directory_too_large"


_WORDS = st.text(st.sampled_from("abcñé =@+-'\"½,;.0159 "), max_size=20).map(lambda text: " ".join(text.split()))
_NAME = _WORDS.filter(lambda text: any(sign.isalpha() for sign in text))
_SERVICE = st.builds(
    Offered,
    id=st.uuids().map(str),
    name=_NAME,
    terms=st.lists(st.sampled_from(sorted(CATEGORIES)), unique=True, max_size=3).map(
        lambda codes: tuple(Term(CATEGORIES[code].en, code, OUR_TAXONOMY) for code in codes)
    ),
    languages=st.lists(st.sampled_from(["spa", "eng", "mam", "hat", "zho"]), unique=True, max_size=3).map(tuple),
    no_id_asked=st.booleans(),
    fees=_WORDS,
    eligibility=_WORDS,
    hours=_WORDS,
    note=_WORDS,
).map(lambda one: Offered(**{**vars(one), "documents_said": one.no_id_asked}))
_ORGANIZATION = st.builds(
    Organization,
    id=st.uuids().map(str),
    name=_NAME,
    note=_WORDS,
    url=st.sampled_from(["", "https://example.org/a"]),
    phones=st.lists(st.sampled_from(["+17735550122", "+525512345678"]), unique=True).map(tuple),
    address=_WORDS,
    services=st.lists(_SERVICE, min_size=1, max_size=3, unique_by=lambda one: one.id).map(tuple),
)


@settings(max_examples=15)
@given(st.lists(_ORGANIZATION, min_size=1, max_size=3, unique_by=lambda one: one.id))
def test_what_is_written_reads_back_the_same_either_way(tmp_path_factory, organizations: list[Organization]) -> None:
    organizations = [Organization(**{**vars(one), "areas": ("Pilsen",)}) for one in organizations]
    path = tmp_path_factory.mktemp("hsds") / "x"
    for data in (as_json(organizations), as_package(organizations)):
        path.write_bytes(data)
        assert directory_of(read_organizations(path)).organizations == tuple(organizations)
    for document in json.loads(as_json(organizations)):
        assert {"id", "name", "description"} <= set(document)
        assert all({"id", "name", "status"} <= set(service) for service in document["services"])
    with zipfile.ZipFile(io.BytesIO(as_package(organizations))) as archive:
        told = json.loads(archive.read("datapackage.json"))
        for resource in told["resources"]:
            header = archive.read(resource["path"]).decode().split("\r\n")[0]
            assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
