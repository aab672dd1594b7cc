"""A stream in chunks, each authenticated in its place, encrypted unless the owner said otherwise.

The file: `LARESBAK`, version (2 bytes), length of the header (4), the header as JSON, the chunks. A
chunk: its length (4 bytes, the first bit set on the last one), then AES-256-GCM of it with its
number and whether it is the last one as nonce, and the header's hash as associated data (the
STREAM construction of Hoang et al., 2015, as age has it). The key comes from the passphrase by
scrypt (RFC 7914) with a salt of this file alone, so no nonce is used twice. Without encryption a
SHA-256 over the same stands in the place of the tag: it finds damage, not forgery.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from hub.record import record
from hub.recorder.backup.errors import BackupRefused, BadBackup, WrongPassphrase

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"LARESBAK"
VERSION = 1
CHUNK = 1 << 20
SHORTEST_PASSPHRASE = 8
_LAST = 1 << 31
_MOST_HEADER = 1 << 16
_TAG = 16
_DIGEST = 32
_MOST_SCRYPT_BYTES = 1 << 30


@record(frozen=True, slots=True)
class Cost:
    """What a guess costs: scrypt's N, r and p. By default 128 MiB and about half a second."""

    n: int = 1 << 17
    r: int = 8
    p: int = 1


@record(frozen=True, slots=True)
class Seal:
    """How a stream is sealed: without a passphrase it is not encrypted. `facts` stand in front."""

    passphrase: str | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    cost: Cost = Cost()


@record(frozen=True, slots=True)
class Header:
    """What stands in front, readable by anyone; `raw` is all of it, as it lies in the file."""

    facts: Mapping[str, Any]
    raw: bytes

    @property
    def is_encrypted(self) -> bool:
        """Whether a passphrase is needed."""
        return bool(self.facts["cipher"] != "none")


class Sealer:
    """Writes a sealed stream; `close` ends it.

    Raises:
        BackupRefused: the passphrase is too short.
    """

    def __init__(self, out: BinaryIO, seal: Seal) -> None:
        self._out = out
        self._buffer = bytearray()
        self._number = 0
        described: dict[str, Any] = {**seal.facts, "cipher": "none"}
        key = b""
        if seal.passphrase is not None:
            check_passphrase(seal.passphrase)
            salt, cost = secrets.token_bytes(16), seal.cost
            kdf = {"name": "scrypt", "salt": salt.hex(), "n": cost.n, "r": cost.r, "p": cost.p}
            key, check = _keys(seal.passphrase, kdf)
            described |= {"cipher": "aes-256-gcm", "kdf": kdf, "check": check}
        text = json.dumps(described).encode()
        raw = MAGIC + VERSION.to_bytes(2) + len(text).to_bytes(4) + text
        self._chunks = _Chunks(key, raw)
        out.write(raw)

    def write(self, data: bytes) -> None:
        """Add to the stream."""
        self._buffer += data
        while len(self._buffer) > CHUNK:
            self._put(bytes(self._buffer[:CHUNK]), is_last=False)
            del self._buffer[:CHUNK]

    def close(self) -> None:
        """Write what is left, as the last chunk."""
        self._put(bytes(self._buffer), is_last=True)

    def _put(self, data: bytes, *, is_last: bool) -> None:
        sealed = self._chunks.seal(self._number, data, is_last=is_last)
        self._out.write((len(data) | (_LAST if is_last else 0)).to_bytes(4) + sealed)
        self._number += 1


def read_header(file: Path, source: BinaryIO) -> Header:
    """Read what stands in front of a backup.

    Raises:
        BadBackup: it is none, or a newer Lares made it.
    """
    start = source.read(len(MAGIC) + 6)
    if len(start) < len(MAGIC) + 6 or not start.startswith(MAGIC):
        raise BadBackup(file, "this is no backup of Lares")
    version, size = int.from_bytes(start[8:10]), int.from_bytes(start[10:14])
    if version != VERSION:
        raise BadBackup(file, f"it is of version {version}, which this Lares does not know")
    text = source.read(size) if size <= _MOST_HEADER else b""
    try:
        facts = json.loads(text)
        known = facts["cipher"] in {"none", "aes-256-gcm"}
    except (ValueError, KeyError, TypeError):
        known, facts = False, {}
    if len(text) != size or not known:
        raise BadBackup(file, "its header is damaged")
    return Header(facts, start + text)


def unsealed(
    file: Path, source: BinaryIO, header: Header, passphrase: str | None
) -> Iterator[bytes]:
    """Yield the stream, each chunk once it was found to be authentic and in its place.

    Raises:
        WrongPassphrase: it does not open the file.
        BadBackup: a chunk is damaged, missing, or in another's place, or something follows.
    """
    chunks = _Chunks(_key(file, header, passphrase), header.raw)
    number, is_last = 0, False
    while not is_last:
        length = source.read(4)
        if len(length) < 4:  # noqa: PLR2004 -- as long as a length is
            raise BadBackup(file, "it is cut off")
        is_last = bool(int.from_bytes(length) & _LAST)
        size = int.from_bytes(length) & ~_LAST
        if size > CHUNK:
            raise BadBackup(file, f"chunk {number} is damaged")
        sealed = source.read(size + chunks.overhead)
        if len(sealed) < size + chunks.overhead:
            raise BadBackup(file, "it is cut off")
        data = chunks.open(number, sealed, is_last=is_last)
        if data is None:
            raise BadBackup(file, f"chunk {number} is damaged")
        yield data
        number += 1
    if source.read(1):
        raise BadBackup(file, "something follows its end")


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is no protection.

    Raises:
        BackupRefused: it is too short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupRefused(f"a passphrase needs at least {SHORTEST_PASSPHRASE} characters")


class _Chunks:
    def __init__(self, key: bytes, header: bytes) -> None:
        self._cipher = _aes(key) if key else None
        self._about = hashlib.sha256(header).digest()
        self.overhead = _TAG if key else _DIGEST

    def seal(self, number: int, data: bytes, *, is_last: bool) -> bytes:
        nonce = _nonce(number, is_last=is_last)
        if self._cipher is not None:
            return self._cipher.encrypt(nonce, data, self._about)
        return data + hashlib.sha256(self._about + nonce + data).digest()

    def open(self, number: int, sealed: bytes, *, is_last: bool) -> bytes | None:
        nonce = _nonce(number, is_last=is_last)
        if self._cipher is None:
            data, digest = sealed[:-_DIGEST], sealed[-_DIGEST:]
            found = hashlib.sha256(self._about + nonce + data).digest()
            return data if hmac.compare_digest(found, digest) else None
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- see `_aes`

        try:
            return self._cipher.decrypt(nonce, sealed, self._about)
        except InvalidTag:
            return None


def _aes(key: bytes) -> "AESGCM":
    # It takes 6 MB, which a hub at rest has no use for.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(key)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])


def _key(file: Path, header: Header, passphrase: str | None) -> bytes:
    if not header.is_encrypted:
        return b""
    if passphrase is None:
        raise BackupRefused(f"{file} is encrypted: give its passphrase")
    try:
        key, check = _keys(passphrase, header.facts["kdf"])
        is_right = hmac.compare_digest(check, str(header.facts["check"]))
    except (KeyError, TypeError, ValueError):
        raise BadBackup(file, "its header is damaged") from None
    if not is_right:
        raise WrongPassphrase(file)
    return key


def _keys(passphrase: str, kdf: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the key of a passphrase, and what shows that it is the right one.

    Raises:
        ValueError: the cost is none that a backup of ours has, or would take all memory.
    """
    n, r, p = int(kdf["n"]), int(kdf["r"]), int(kdf["p"])
    if kdf["name"] != "scrypt" or not 0 < 128 * n * r * p < _MOST_SCRYPT_BYTES:
        raise ValueError("no such key derivation")
    both = hashlib.scrypt(
        passphrase.encode(),
        salt=bytes.fromhex(kdf["salt"]),
        n=n,
        r=r,
        p=p,
        dklen=64,
        maxmem=_MOST_SCRYPT_BYTES + (1 << 20),
    )
    return both[:32], hashlib.sha256(b"lares backup" + both[32:]).hexdigest()
