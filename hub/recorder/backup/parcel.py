"""Files in one sealed and compressed stream: a list of them, then their contents in its order.

Nothing of it is trusted: a list that names a place outside, the same place twice, or more bytes
than can be meant, is refused before the first of them is written.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from hub.record import record
from hub.recorder.backup.errors import BadBackup
from hub.recorder.backup.sealing import CHUNK, Header, Seal, Sealer, read_header, unsealed

MOST_FILES = 100_000
_MOST_LIST = 64 << 20
# Databases shrink to a fifth; what shrinks more than this is made to fill a disk.
_MOST_RATIO = 200
_RATIO_COUNTS_FROM = 64 << 20
_LONGEST_PATH = 1_000
# What a hub never keeps, and a restore uses for itself.
_RESERVED = ("lares.lock", "endpoint.json", ".restoring", ".restored", ".backup-")


@record(frozen=True, slots=True)
class Entry:
    """A file in the stream. `path` is relative, with `/`; `digest` its SHA-256."""

    path: str
    size: int
    mode: int
    digest: str


@record(frozen=True, slots=True)
class Manifest:
    """What is in a backup. `state` has a hash for each part of what the hub keeps."""

    files: tuple[Entry, ...]
    state: Mapping[str, str]
    left_out: tuple[str, ...] = ()


_MANIFEST = TypeAdapter(Manifest)


def entry_of(file: Path, path: str) -> Entry:
    """Describe a file."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source:
        while data := source.read(CHUNK):
            digest.update(data)
            size += len(data)
    return Entry(path, size, file.stat().st_mode & 0o777, digest.hexdigest())


def write_parcel(out: BinaryIO, folder: Path, manifest: Manifest, seal: Seal) -> None:
    """Write the files of a manifest, which lie in a folder.

    Raises:
        BackupRefused: the passphrase is too short.
    """
    sealer = Sealer(out, seal)
    squeeze = zlib.compressobj()
    listed = json.dumps(asdict(manifest)).encode()
    sealer.write(squeeze.compress(len(listed).to_bytes(4) + listed))
    for entry in manifest.files:
        with (folder / entry.path).open("rb") as source:
            while data := source.read(CHUNK):
                sealer.write(squeeze.compress(data))
    sealer.write(squeeze.flush())
    sealer.close()


class Parcel:
    """Reads a backup: its header, then its manifest, then each file, once and in order.

    Each method raises:
        BadBackup: it is damaged, cut, or made to harm.
        WrongPassphrase: the passphrase does not open it.
    """

    def __init__(self, file: Path, source: BinaryIO, passphrase: str | None) -> None:
        self._file = file
        self.header: Header = read_header(file, source)
        chunks = unsealed(file, source, self.header, passphrase)
        self._stream = _Stream(file, chunks)
        self.manifest = self._read_manifest(file.stat().st_size)

    def contents(self, entry: Entry) -> Iterator[bytes]:
        """Yield the contents of the next file, which `entry` must be; they are checked."""
        digest, left = hashlib.sha256(), entry.size
        while left:
            data = self._stream.take(min(left, CHUNK))
            digest.update(data)
            left -= len(data)
            yield data
        if digest.hexdigest() != entry.digest:
            raise BadBackup(self._file, f"{entry.path} is not what was backed up")

    def end(self) -> None:
        """Make sure that nothing is left."""
        self._stream.end()

    def _read_manifest(self, file_size: int) -> Manifest:
        size = int.from_bytes(self._stream.take(4))
        if size > _MOST_LIST:
            raise BadBackup(self._file, "its list of files is too long")
        try:
            manifest = _MANIFEST.validate_json(self._stream.take(size))
        except ValidationError:
            raise BadBackup(self._file, "its list of files is damaged") from None
        self._check(manifest.files, file_size)
        return manifest

    def _check(self, files: Sequence[Entry], file_size: int) -> None:
        if len(files) > MOST_FILES:
            raise BadBackup(self._file, f"it holds more than {MOST_FILES} files")
        paths = {entry.path for entry in files}
        for entry in files:
            parents = {str(parent) for parent in PurePosixPath(entry.path).parents}
            if not _is_within(entry.path) or paths & parents or entry.size < 0:
                raise BadBackup(self._file, f"it names a file {entry.path[:80]!r}")
        if len(paths) < len(files):
            raise BadBackup(self._file, "it names a file twice")
        total = sum(entry.size for entry in files)
        if total > max(_RATIO_COUNTS_FROM, _MOST_RATIO * file_size):
            raise BadBackup(self._file, f"it would fill {total:,} bytes, more than can be in it")


def _is_within(path: str) -> bool:
    parts = path.split("/")
    return (
        0 < len(path) <= _LONGEST_PATH
        and path.isprintable()
        and "\\" not in path
        and all(part not in {"", ".", ".."} for part in parts)
        and not parts[0].startswith(_RESERVED)
    )


class _Stream:
    """The plain bytes of a stream of compressed chunks; never more of them than are asked for."""

    def __init__(self, file: Path, chunks: Iterator[bytes]) -> None:
        self._file = file
        self._chunks = chunks
        self._unzip = zlib.decompressobj()
        self._waiting = b""

    def take(self, size: int) -> bytes:
        """Return exactly `size` bytes."""
        found = bytearray()
        while len(found) < size:
            data = self._more(size - len(found))
            if data is None:
                raise BadBackup(self._file, "it ends too early")
            found += data
        return bytes(found)

    def end(self) -> None:
        """Make sure that the stream ends here."""
        if self._more(1) or self._unzip.unused_data:
            raise BadBackup(self._file, "there is more in it than it lists")
        if not self._unzip.eof:
            raise BadBackup(self._file, "it ends too early")

    def _more(self, most: int) -> bytes | None:
        """Return some bytes, `most` at most; None at the end."""
        while not self._unzip.eof:
            if not self._waiting:
                following = next(self._chunks, None)
                if following is None:
                    return None
                self._waiting = following
            try:
                data = self._unzip.decompress(self._waiting, most)
            except zlib.error:
                raise BadBackup(self._file, "what is in it is damaged") from None
            self._waiting = self._unzip.unconsumed_tail
            if data:
                return data
        for rest in self._chunks:
            if rest:
                raise BadBackup(self._file, "there is more in it than it lists")
        return None
