from __future__ import annotations

import pytest

from mutualaid.language.catalog import catalog, set_language
from mutualaid.language.errors import SENTENCES, sentence
from mutualaid.records import errors
from mutualaid.records.errors import Damaged, Fault, InUse, WrongPassphrase


def test_a_fault_is_told_in_the_current_language_and_in_any_other() -> None:
    fault = WrongPassphrase("wrong_passphrase")
    assert sentence(fault).startswith("That passphrase does not open")
    assert sentence(fault, catalog("es")).startswith("Esa frase de acceso")
    set_language("es")
    assert sentence(fault) == sentence(fault, catalog("es"))


def test_a_fault_without_its_own_sentence_gets_that_of_its_class() -> None:
    assert sentence(InUse("some_new_code")) == SENTENCES["in_use"]
    assert sentence(Damaged("some_new_code")) == SENTENCES["damaged"]


@pytest.mark.parametrize("kind", [kind for kind in vars(errors).values() if isinstance(kind, type)])
def test_every_class_of_fault_has_words(kind: type[Fault]) -> None:
    assert sentence(kind("some_new_code")) in SENTENCES.values()


def test_facts_fill_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SENTENCES, "too_many_rows", "The file has {rows} rows.")
    assert sentence(Fault("too_many_rows", rows=7)) == "The file has 7 rows."
