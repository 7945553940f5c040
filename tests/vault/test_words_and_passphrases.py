"""Recovery words as people type them, and what a passphrase must be."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from mutualaid.records.errors import Refused, WrongPassphrase
from mutualaid.vault import passphrase
from mutualaid.vault.recovery import RecoveryWords, unknown_words
from mutualaid.vault.words import LANGUAGES, fold, word_list

ENTROPY = st.binary(min_size=20, max_size=20)


@given(ENTROPY, st.sampled_from(LANGUAGES))
def test_words_come_back_however_they_are_typed(entropy: bytes, language: str) -> None:
    shown = RecoveryWords(entropy).text(language)
    numbered = "\n".join(f"{n}. {word}," for n, word in enumerate(shown.split(), 1))
    for typed in (shown, shown.upper(), fold(shown), "  " + shown.replace(" ", " \t ") + "\n", numbered):
        assert RecoveryWords.parse(typed).entropy == entropy
    assert RecoveryWords.parse(unicodedata.normalize("NFD", shown)).entropy == entropy


def test_the_words_are_those_of_bip_39() -> None:
    """A vector of the standard's own kind: all-zero entropy ends with its checksum word."""
    zero = RecoveryWords(bytes(20))
    assert zero.text() == "abandon " * 14 + "address"
    assert zero.words("es")[0] == "ábaco"
    assert Mnemonic("spanish").check(zero.text("es"))


@given(ENTROPY, st.integers(0, 14), st.integers(0, 2047))
def test_a_wrong_word_is_never_read_as_the_same_secret(entropy: bytes, place: int, other: int) -> None:
    typed = list(RecoveryWords(entropy).words())
    if typed[place] == word_list("en")[other]:
        return
    typed[place] = word_list("en")[other]
    try:
        read = RecoveryWords.parse(" ".join(typed))
    except WrongPassphrase:
        return
    assert read.entropy != entropy


def test_most_single_slips_fail_the_checksum() -> None:
    words = list(RecoveryWords(bytes(range(20))).words())
    caught = 0
    for other in word_list("en"):
        try:
            RecoveryWords.parse(" ".join([other, *words[1:]]))
        except WrongPassphrase:
            caught += 1
    assert caught > 0.95 * 2048


@given(st.text(max_size=200))
def test_other_text_is_mistyped_words(text: str) -> None:
    with pytest.raises(WrongPassphrase, match="recovery_words_mistyped"):
        RecoveryWords.parse(text)


@pytest.mark.parametrize("count", [0, 1, 12, 14, 16, 24])
def test_another_number_of_words_is_mistyped(count: int) -> None:
    with pytest.raises(WrongPassphrase, match="recovery_words_mistyped"):
        RecoveryWords.parse(" ".join(["abandon"] * count))


def test_the_unknown_words_are_pointed_at() -> None:
    typed = RecoveryWords(bytes(range(20))).text("es").split()
    typed[4], typed[9] = "xkcd", "qwerty"
    assert unknown_words(" ".join(typed)) == (5, 10)


def test_generated_words_differ_and_iterate() -> None:
    first, second = RecoveryWords.generate(), RecoveryWords.generate()
    assert first.entropy != second.entropy
    assert " ".join(first) == first.text()
    assert len(first.words("es")) == 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggested_passphrases_are_six_plain_words_that_pass(language: str) -> None:
    seen = {passphrase.suggest(language) for _ in range(200)}
    assert len(seen) == 200
    for text in seen:
        passphrase.check(text)
        assert len(text.split()) == 6
        assert text.isascii()
        assert set(text.split()) <= set(word_list(language))
    assert passphrase.suggested_bits(language) > 64


@pytest.mark.parametrize("text", ["", "corta", "catorce letras", "   x                        y ", "a b c d e f"])
def test_short_passphrases_are_refused(text: str) -> None:
    with pytest.raises(Refused) as told:
        passphrase.check(text)
    assert told.value.code == "passphrase_too_short"
    assert told.value.facts == {"letters": 15}


@pytest.mark.parametrize(
    "text",
    [
        "correct horse battery staple",
        "CorrectHorseBatteryStaple1!",
        "passwordpassword",
        "Contraseña 123456789",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "123456789012345",
        "098765432109876",
        "qwertyuiopasdfgh",
        "abcdefghijklmnopq",
        "zyxwvutsrqponmlkj",
        "password12345678",
        "ayuda mutua 2026 2026",
        "Mutual Aid Chicago 60608",
    ],
)
def test_what_guessing_begins_with_is_refused(text: str) -> None:
    with pytest.raises(Refused) as told:
        passphrase.check(text)
    assert told.value.code == "passphrase_common"


@pytest.mark.parametrize(
    "text",
    [
        "siete gatos bajo la lluvia",
        "my password is a long one about rain",
        "mi abuela Chabela hornea los jueves",
        "exactamente15 ab",
        "ñandú ñandú corre por Pilsen",
        "每天早上我们一起去市场买新鲜的水果",
    ],
)
def test_long_uncommon_passphrases_pass(text: str) -> None:
    passphrase.check(text)


def test_an_endless_passphrase_is_refused() -> None:
    with pytest.raises(Refused) as told:
        passphrase.check("ab cd ef gh " * 100)
    assert told.value.code == "passphrase_too_long"


@given(st.text(max_size=60))
def test_normalizing_twice_changes_nothing(text: str) -> None:
    once = passphrase.normalize(text)
    assert passphrase.normalize(once) == once


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stay_apart_by_four_letters_without_accents(language: str) -> None:
    assert len({fold(word)[:4] for word in word_list(language)}) == 2048
