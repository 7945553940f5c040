from __future__ import annotations

import csv
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.exchange.people import People
from mutualaid.exchange.phones import parse_phones
from mutualaid.exchange.same_person import Likeness, Person, likeness, name_words, names_agree
from tests.samples import sample

ONE = frozenset({"+17735550101"})
OTHER = frozenset({"+17735550102"})


def submissions() -> list[list[str]]:
    """The 128 sound rows of the form: without its header, its blank row and its broken row."""
    with sample("google-form.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))[1:129]


def person(name: str, phones: frozenset[str] = ONE, address: str = "", zone: str = "chi-30", size: int = 4) -> Person:
    return Person(name=name, phones=phones, address=address, zone=zone, size=size)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sofía Martínez Rodríguez", "SOFIA MARTINEZ RODRIGUEZ"),
        ("María García Núñez", "María Núñez"),
        ("Ixchel O'Neill López", "ixchel oneill lopez"),
        ("Jean-Baptiste Pierre", "Jean Baptiste Pierre"),
        ("Pérez Xol, Juan", "Juan Pérez Xol"),
        ("Juan Ramírez Pérez Xol", "Juan Pérez Xol"),
        ("María de la Cruz", "Maria Cruz"),
    ],
)
def test_the_same_name_written_otherwise_agrees(one: str, other: str) -> None:
    assert names_agree(name_words(one), name_words(other))
    assert likeness(person(one), person(other)) is Likeness.SAME


def test_a_name_without_the_last_surname_agrees_and_is_only_worth_a_look() -> None:
    """A father and his son share the name, the telephone, and now and then the count of people."""
    assert names_agree(name_words("María García Núñez"), name_words("Maria Garcia"))
    assert likeness(person("María García Núñez"), person("Maria Garcia")) is Likeness.POSSIBLE
    assert likeness(person("Juan Carlos Pérez Xol"), person("Juan Pérez Xol")) is Likeness.POSSIBLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kofi Pierre Shevchenko", "Kofi Kowalski Johnson"),
        ("José García Hernández", "Rosa García Hernández"),
        ("García Hernández", "José García Hernández"),
        ("María", "María García"),
        ("", "María García"),
    ],
)
def test_names_that_only_share_a_part_do_not_agree(one: str, other: str) -> None:
    assert not names_agree(name_words(one), name_words(other))


def test_a_phone_alone_proves_nothing() -> None:
    assert likeness(person("Ana Pérez", zone="chi-30"), person("Luis Gómez", zone="chi-61")) is Likeness.DIFFERENT


def test_a_shared_phone_in_a_like_home_is_worth_a_look() -> None:
    assert likeness(person("Ana Pérez"), person("Luis Gómez")) is Likeness.POSSIBLE


def test_one_name_with_another_phone_and_address_is_only_worth_a_look() -> None:
    assert likeness(person("Ana Pérez Xol"), person("Ana Pérez Xol", OTHER)) is Likeness.POSSIBLE


def test_one_name_at_one_address_is_the_same_though_the_phone_changed() -> None:
    one = person("Ana Pérez Xol", address="3534 W 26th St")
    other = person("ANA PEREZ XOL", OTHER, address="3534 West 26th Street, Chicago IL", size=5)
    assert likeness(one, other) is Likeness.SAME
    assert likeness(one, person("Ana Perez", OTHER, address="3534 W 26th St")) is Likeness.POSSIBLE


def test_without_a_phone_the_whole_name_with_zone_and_size_is_only_worth_a_look() -> None:
    silent = person("Ana Pérez Xol", frozenset())
    assert likeness(silent, person("Ana Perez Xol")) is Likeness.POSSIBLE
    assert likeness(silent, person("Ana Pérez")) is Likeness.POSSIBLE
    assert likeness(silent, person("Ana Perez Xol", size=5)) is Likeness.POSSIBLE


def test_the_very_same_words_twice_are_one_though_there_is_no_number() -> None:
    assert likeness(person("Ana Tum", frozenset()), person("ANA TUM", frozenset())) is Likeness.SAME
    assert likeness(person("Ana Pérez", frozenset()), person("ANA PEREZ", frozenset())) is Likeness.POSSIBLE


def test_a_slip_of_the_finger_merges_only_with_phone_and_home() -> None:
    assert likeness(person("Ana Rodríguez Xol"), person("Ana Rodrídguez Xol")) is Likeness.SAME
    assert likeness(person("Ana Rodríguez Xol"), person("Ana Rodrídguez Xol", size=2)) is Likeness.POSSIBLE
    assert likeness(person("Ana Xol Cruz"), person("Eva Xol Cruz")) is Likeness.POSSIBLE


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    for a, b in ((person(one), person(other)), (person(one, OTHER), person(other, frozenset()))):
        assert likeness(a, b) is likeness(b, a)


def test_the_samples_hold_120_households_in_128_submissions() -> None:
    rows = submissions()
    people = People()
    merged = []
    for index, row in enumerate(rows):
        phones = frozenset(phone.number for phone in parse_phones(row[2])[0])
        asked = Person(name=row[1], phones=phones, address=row[4], zone=row[3], size=int(row[6]))
        found, _ = people.find(asked)
        if found is None:
            people.keep(index, asked)
        else:
            merged.append((rows[found][1], row[1]))
    assert len(rows) - len(merged) == 120
    assert sorted(later for _, later in merged) == [
        "AALIYAH MARTINEZ JOHNSON", "GUADALUPE RODRIGUEZ PÉREZ", "Iván González", "María Núñez", "Pedro Sánchez",
        "Rosa Tzoc", "SOFIA MARTINEZ RODRIGUEZ", "Tyrone Vázquez",
    ]  # fmt: skip


def test_in_the_samples_86_pairs_share_a_phone_by_chance_and_none_is_merged() -> None:
    rows = submissions()
    people = [
        Person(row[1], frozenset(phone.number for phone in parse_phones(row[2])[0]), row[4], row[3], int(row[6]))
        for row in rows
    ]
    sharing = [(a, b) for a, b in combinations(people, 2) if a.phones & b.phones]
    assert len(sharing) == 94
    assert sum(likeness(a, b) is Likeness.SAME for a, b in sharing) == 8


def test_the_index_finds_everyone_that_comparing_all_pairs_finds() -> None:
    rows = submissions()
    known = [
        Person(row[1], frozenset(phone.number for phone in parse_phones(row[2])[0]), row[4], row[3], int(row[6]))
        for row in rows
    ]
    people = People()
    for index, one in enumerate(known):
        slow = [like for other in known[:index] if (like := likeness(one, other)) is not Likeness.DIFFERENT]
        found, possible = people.find(one)
        assert (found is not None) == (Likeness.SAME in slow)
        assert possible == (Likeness.POSSIBLE in slow and Likeness.SAME not in slow)
        people.keep(index, one)
