"""Blank forms saved: places that are refused, the key that is made or pasted, and the commands that do the same."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from PySide6.QtWidgets import QApplication
from pyxform.xls2xform import convert

from mutualaid.cli.main import run
from mutualaid.records.errors import BadInput, Refused
from mutualaid.services.blank_forms import (
    CONSENT_MOST,
    form_key,
    make_form_key,
    save_paper,
    save_xlsform,
    standard_choices,
)
from tests.whole_tables import parse_table

USUAL = standard_choices()
_PEM, _PUBLIC = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo


def test_the_key_that_is_made_opens_what_is_encrypted_to_the_form(tmp_path: Path) -> None:
    file = tmp_path / "form-key.pem"
    public = make_form_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    private = serialization.load_pem_private_key(file.read_bytes(), password=None)
    assert isinstance(private, rsa.RSAPrivateKey)
    to = serialization.load_der_public_key(base64.b64decode(public))
    assert isinstance(to, rsa.RSAPublicKey)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    assert private.decrypt(to.encrypt(b"answers", oaep), oaep) == b"answers"


def test_the_form_carries_the_public_key_and_never_the_private_one(tmp_path: Path) -> None:
    key = make_form_key(tmp_path / "key.pem")
    out = tmp_path / "form.xlsx"
    save_xlsform(out, choices=USUAL, public_key=key, submission_url=" https://kc.example.org/submission ")
    made = convert(io.BytesIO(out.read_bytes()), file_type=".xlsx").xform
    assert f'base64RsaPublicKey="{key}"' in made
    assert 'action="https://kc.example.org/submission"' in made
    private = (tmp_path / "key.pem").read_text().splitlines()[3]
    assert private not in repr(parse_table(out.read_bytes()).rows[0].cells) + made


def _pem(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> str:
    return key.public_bytes(_PEM, _PUBLIC).decode()


@pytest.mark.parametrize("bits", [2048, 3072])
def test_a_key_that_an_office_has_already_is_taken_however_it_is_pasted(bits: int) -> None:
    key = rsa.generate_private_key(65537, bits).public_key()
    pem = _pem(key)
    bare = "".join(pem.splitlines()[1:-1])
    for pasted in (pem, bare, f"  {pem}\n\n", pem.replace("\n", "\r\n"), f"Our key:\n{pem}Thanks"):
        assert form_key(pasted) == bare


def test_what_is_no_public_key_for_a_form_is_refused_with_its_reason() -> None:
    private = rsa.generate_private_key(65537, 2048)
    kinds = (serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL)
    plain = serialization.NoEncryption()
    hidden = base64.b64encode(private.private_bytes(serialization.Encoding.DER, kinds[0], plain)).decode()
    wrong = {
        "form_key_private": [*(private.private_bytes(_PEM, kind, plain).decode() for kind in kinds), hidden],
        "form_key_weak": [_pem(rsa.generate_private_key(65537, 1024).public_key())],
        "form_key_unreadable": [
            "", "no key", "=" * 50, "A" * 30_000, "ñ" * 20, base64.b64encode(b"\x30\x82" + bytes(300)).decode(),
            _pem(ec.generate_private_key(ec.SECP256R1()).public_key()), _pem(private.public_key())[:300],
        ],
    }  # fmt: skip
    for code, texts in wrong.items():
        for text in texts:
            with pytest.raises(BadInput) as refused:
                form_key(text)
            assert refused.value.code == code


Save = Callable[[Path, Path], object]
SAVES: dict[str, Save] = {
    "paper": lambda path, store: save_paper(path, choices=USUAL, store=store),
    "xlsform": lambda path, store: save_xlsform(path, choices=USUAL, store=store),
    "key": lambda path, store: make_form_key(path, store=store),
}


@pytest.mark.parametrize("what", SAVES)
def test_nothing_is_written_over_and_nothing_readable_into_the_store(
    qapp: QApplication, tmp_path: Path, what: str
) -> None:
    store, there, link = tmp_path / "store", tmp_path / "there", tmp_path / "link"
    store.mkdir()
    there.write_bytes(b"mine")
    link.symlink_to(tmp_path / "nowhere")
    for place in (there, link):
        with pytest.raises(Refused, match="target_exists"):
            SAVES[what](place, store)
    with pytest.raises(Refused, match="target_in_store"):
        SAVES[what](store / ".." / "store" / "file", store)
    assert there.read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()
    assert not list(store.iterdir())


def test_choices_that_make_no_form_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    odd = {"old town": next(iter(USUAL.zones.values()))}
    cases = [
        ("form_empty", replace(USUAL, offered=()), {}),
        ("form_empty", replace(USUAL, categories=()), {}),
        ("form_empty", replace(USUAL, languages=()), {}),
        ("form_code", replace(USUAL, zones=odd), {}),
        ("consent_too_long", replace(USUAL, consent={"es": "a" * (CONSENT_MOST + 1)}), {}),
        ("submission_url", USUAL, {"submission_url": "http://kc.example.org/submission"}),
        ("submission_url", USUAL, {"submission_url": "https://me:secret@kc.example.org/"}),
        ("submission_url", USUAL, {"submission_url": "https://[::1"}),
        ("form_key_unreadable", USUAL, {"public_key": "nonsense"}),
    ]
    for code, choices, more in cases:
        with pytest.raises(BadInput) as refused:
            save_xlsform(out, choices=choices, **more)
        assert refused.value.code == code
    assert not out.exists()


def test_a_form_offers_what_was_chosen_and_no_more(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    save_xlsform(out, choices=replace(USUAL, offered=("chi-30", "chi-31"), categories=("food",), languages=("mam",)))
    made = convert(io.BytesIO(out.read_bytes()), file_type=".xlsx").xform
    assert "South Lawndale" in made
    assert "Rogers Park" not in made
    assert "Childcare" not in made


def command(*words: object) -> tuple[int, str, str]:
    """`mutualaid template WORDS...` in this process: exit code, what it printed, what it said."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["template", *map(str, words), "--lang", "en"])
    return code, out.getvalue(), err.getvalue()


def test_the_command_for_paper_needs_no_screen(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    surroundings = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    words = [sys.executable, "-m", "mutualaid", "template", "paper", "--out", str(out), "--json"]
    done = subprocess.run(words, env=surroundings, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {"kind": "paper", "pages": 2}
    assert out.read_bytes().startswith(b"%PDF")


def test_large_print_takes_more_pages(qapp: QApplication, tmp_path: Path) -> None:
    assert json.loads(command("paper", "--large", "--out", tmp_path / "l.pdf", "--json")[1])["pages"] > 2


def test_the_command_for_phones_writes_the_same_form_and_says_whether_it_is_locked(tmp_path: Path) -> None:
    form, locked, key, public = (tmp_path / name for name in ("f.xlsx", "k.xlsx", "key.pem", "public.txt"))
    code, said, _ = command("xlsform", "--out", form)
    assert code == 0
    assert "readable" in said
    save_xlsform(tmp_path / "expected.xlsx", choices=USUAL)
    assert form.read_bytes() == (tmp_path / "expected.xlsx").read_bytes()
    public.write_text(make_form_key(key))
    done = command("xlsform", "--out", locked, "--public-key", public, "--json")
    assert json.loads(done[1]) == {"kind": "xlsform", "encrypted": True}
    for code, words in (
        (1, ("xlsform", "--out", tmp_path / "x", "--public-key", key)),
        (1, ("xlsform", "--out", tmp_path / "x", "--public-key", tmp_path / "none")),
        (5, ("xlsform", "--out", form)),
        (2, ("xlsform", "--large", "--out", tmp_path / "x")),
        (2, ("paper", "--public-key", public, "--out", tmp_path / "x")),
    ):
        assert command(*words)[0] == code
    assert not (tmp_path / "x").exists()
