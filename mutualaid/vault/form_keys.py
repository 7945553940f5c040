"""The key pair of a form on phones: answers are encrypted there to the public half; only the private half reads them.

ODK's encrypted forms prescribe RSA (an XForm's `base64RsaPublicKey`), so this pair stands apart from every other key of
an office: it opens no store, and nothing of it is kept here. The private half is a file that the coordinator keeps.
"""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mutualaid.records.errors import BadInput
from mutualaid.vault.atomic import write_whole

_BITS = 2048
"""The length that ODK's own guides make, and the one that every phone, Kobo and ODK are tried with."""
_MOST_BITS = 8192
_MOST = 20_000
"""Characters of a pasted key that are looked at."""

_PUBLIC = re.compile(r"-----BEGIN PUBLIC KEY-----(.+?)-----END PUBLIC KEY-----", re.DOTALL)
_PRIVATE = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")


def make_key(path: Path) -> str:
    """Make a pair, write its private half to a new file (PEM, PKCS #8) and return its public half in base64.

    The file can be read by its owner only. Raises FileExistsError, NoSpace.
    """
    private = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_whole(path, pem, replace=False)
    return _written(private.public_key())


def read_public_key(text: str) -> str:
    """The public key that was pasted, as PEM or its bare base64, in the form's one line of base64.

    Raises BadInput: "form_key_private" for the half that must not go into a form, "form_key_weak" for one shorter than
    2,048 bits, "form_key_unreadable" for anything else.
    """
    if _PRIVATE.search(text[:_MOST]):
        raise BadInput("form_key_private")
    found = _PUBLIC.search(text[:_MOST])
    bare = "".join((found[1] if found is not None else text[:_MOST]).split())
    try:
        data = base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("form_key_unreadable") from None
    try:
        key = serialization.load_der_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise BadInput("form_key_private" if _is_private(data) else "form_key_unreadable") from None
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size > _MOST_BITS:
        raise BadInput("form_key_unreadable")
    if key.key_size < _BITS:
        raise BadInput("form_key_weak")
    return _written(key)


def _is_private(data: bytes) -> bool:
    try:
        serialization.load_der_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def _written(key: rsa.RSAPublicKey) -> str:
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode("ascii")
