"""A sealed stream comes back as it was, or not at all."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.recorder.backup import sealing
from hub.recorder.backup.errors import BackupError, BackupRefused, BadBackup, WrongPassphrase
from hub.recorder.backup.sealing import CHUNK, Cost, Seal, Sealer, read_header, unsealed

FILE = Path("a.lares-backup")
PASSPHRASE = "correct horse"  # noqa: S105 -- of backups that tests make
CHEAP = Cost(n=16)


def seal(data: bytes, passphrase: str | None = PASSPHRASE) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, Seal(passphrase, {"made": "now"}, CHEAP))
    for start in range(0, len(data), 300_000):
        sealer.write(data[start : start + 300_000])
    sealer.close()
    return out.getvalue()


def unseal(sealed: bytes, passphrase: str | None = PASSPHRASE) -> bytes:
    source = io.BytesIO(sealed)
    return b"".join(unsealed(FILE, source, read_header(FILE, source), passphrase))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
@pytest.mark.parametrize("passphrase", [PASSPHRASE, None])
def test_what_goes_in_comes_out(size: int, passphrase: str | None) -> None:
    data = bytes(number % 251 for number in range(size))
    sealed = seal(data, passphrase)
    assert unseal(sealed, passphrase) == data
    assert passphrase is None or size < 100 or data[:100] not in sealed


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 1_200), bit=st.integers(0, 7), is_sealed=st.booleans())
def test_no_bit_can_be_changed(at: int, bit: int, *, is_sealed: bool) -> None:
    passphrase = PASSPHRASE if is_sealed else None
    sealed = bytearray(seal(b"x" * 1_000, passphrase))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(BackupError):
        unseal(bytes(sealed), passphrase)


@settings(max_examples=40, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_no_part_of_it_passes_for_the_whole(share: float) -> None:
    sealed = seal(b"y" * 2_500_000)
    with pytest.raises(BadBackup, match="cut off|no backup|header"):
        unseal(sealed[: int(share * len(sealed))])


def test_nothing_can_be_added_swapped_or_left_out() -> None:
    sealed = seal(b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK)
    start = len(read_header(FILE, io.BytesIO(sealed)).raw)
    size = CHUNK + 4 + 16
    first, second, rest = (
        sealed[start : start + size],
        sealed[start + size : start + 2 * size],
        sealed[start + 2 * size :],
    )
    for forged in (
        sealed + b"x",
        sealed[:start] + second + first + rest,
        sealed[:start] + first + rest,
        sealed[:start] + first + first + rest,
    ):
        with pytest.raises(BadBackup):
            unseal(forged)


def test_a_wrong_passphrase_is_told_from_damage() -> None:
    with pytest.raises(WrongPassphrase, match="does not open"):
        unseal(seal(b"x"), "wrong horse!")
    with pytest.raises(BackupRefused, match="is encrypted"):
        unseal(seal(b"x"), None)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(BackupRefused, match="at least 8"):
        seal(b"x", "short")


def test_a_header_cannot_ask_for_all_memory_or_time() -> None:
    text = b'{"cipher": "aes-256-gcm", "check": "", "kdf": {"name": "scrypt", "salt": "00", '
    text += b'"n": 1073741824, "r": 8, "p": 1}}'
    head = sealing.MAGIC + (1).to_bytes(2) + len(text).to_bytes(4) + text
    with pytest.raises(BadBackup, match="header"):
        unseal(head + bytes(100))


@given(st.binary(max_size=200))
def test_any_other_file_is_no_backup(content: bytes) -> None:
    with pytest.raises(BadBackup):
        unseal(content)
    with pytest.raises(BadBackup):
        unseal(sealing.MAGIC + content)


def test_a_newer_version_is_told() -> None:
    sealed = bytearray(seal(b"x"))
    sealed[8:10] = (2).to_bytes(2)
    with pytest.raises(BadBackup, match="version 2"):
        unseal(bytes(sealed))


def test_two_backups_of_the_same_share_nothing() -> None:
    one, other = seal(b"same" * 100), seal(b"same" * 100)
    assert one[-400:] != other[-400:]
