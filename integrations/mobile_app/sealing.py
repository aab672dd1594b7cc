"""Encrypted messages of the companion app: libsodium's secretbox, nonce first, Base64."""

import base64
import binascii
import secrets
from collections.abc import Iterator
from typing import Any

import orjson

KEY_BYTES = 32


class SealBroken(ValueError):
    """A message cannot be decrypted: the keys differ."""


def new_secret() -> str:
    """Return a secret for one phone: 32 bytes, hexadecimal."""
    return secrets.token_hex(KEY_BYTES)


def opened(secret: str, sealed: str) -> tuple[Any, bytes]:
    """Return the JSON in an encrypted message, and the key that fitted.

    Raises:
        SealBroken: none fitted, or it holds no JSON.
    """
    from nacl.exceptions import CryptoError  # noqa: PLC0415 -- only phones that encrypt need it
    from nacl.secret import SecretBox  # noqa: PLC0415

    for key in _keys(secret):
        try:
            plain = SecretBox(key).decrypt(base64.b64decode(sealed, validate=True))
            return orjson.loads(plain), key
        except (CryptoError, binascii.Error, ValueError):
            continue
    raise SealBroken("it cannot be decrypted: register the app again")


def sealed(answer: Any, key: bytes) -> dict[str, Any]:
    """Return an answer as an app that encrypts expects it."""
    from nacl.secret import SecretBox  # noqa: PLC0415 -- as above

    closed = bytes(SecretBox(key).encrypt(orjson.dumps(answer)))
    return {"encrypted": True, "encrypted_data": base64.b64encode(closed).decode()}


def _keys(secret: str) -> Iterator[bytes]:
    """Yield the secret's bytes, and what older apps take for the key: its first 32 letters."""
    yield bytes.fromhex(secret)
    yield secret.encode()[:KEY_BYTES]
