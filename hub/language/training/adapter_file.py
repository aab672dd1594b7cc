"""A LoRA adapter as a GGUF file, the way llama.cpp reads it.

The format is that of ggml's documentation (docs/gguf.md), version 3, little-endian: a header, typed
metadata, descriptions of the tensors, then their data, aligned to 32 bytes. Each weight that the
adapter changes has two tensors, `<weight>.lora_a` (rank rows) and `<weight>.lora_b` (rank columns),
in half precision; what is added to the weight is B A, times alpha divided by the rank.
"""

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hub.record import record

Tensors = Mapping[str, npt.NDArray[np.floating]]

_MAGIC, _VERSION, _ALIGNMENT = b"GGUF", 3, 32
_FLOAT32, _STRING, _F16 = 6, 8, 1


class NoAdapter(ValueError):
    """The file is no LoRA adapter of the kind that `write_adapter` writes."""


@record(frozen=True, slots=True)
class Adapter:
    """An adapter's weights, by their names in the GGUF of the base model."""

    tensors: Tensors
    alpha: float
    architecture: str
    name: str = ""


def write_adapter(path: Path, adapter: Adapter) -> None:
    """Write `adapter`; the file appears whole or not at all."""
    texts = {
        "general.type": "adapter",
        "general.architecture": adapter.architecture,
        "general.name": adapter.name,
        "adapter.type": "lora",
    }
    halves = {key: np.ascontiguousarray(t, dtype="<f2") for key, t in adapter.tensors.items()}
    head = _MAGIC + struct.pack("<IQQ", _VERSION, len(halves), len(texts) + 1)
    for key, text in texts.items():
        head += _string(key) + struct.pack("<I", _STRING) + _string(text)
    head += _string("adapter.lora.alpha") + struct.pack("<If", _FLOAT32, adapter.alpha)
    offset = 0
    for key, tensor in halves.items():
        head += _string(key) + struct.pack("<I", tensor.ndim)
        head += b"".join(struct.pack("<Q", size) for size in reversed(tensor.shape))
        head += struct.pack("<IQ", _F16, offset)
        offset += _aligned(tensor.nbytes)
    body = b"".join(_padded(tensor.tobytes()) for tensor in halves.values())
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(_padded(head) + body)
    unfinished.replace(path)


def read_adapter(path: Path) -> Adapter:
    """Read an adapter back.

    Raises:
        NoAdapter: The file is something else, or ends too early.
    """
    try:
        return _Reader(path.read_bytes()).adapter()
    except (struct.error, UnicodeDecodeError, ValueError, KeyError) as error:
        raise NoAdapter(f"{str(path)!r} is no LoRA adapter: {error}") from error


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def adapter(self) -> Adapter:
        if self._data[:4] != _MAGIC:
            raise NoAdapter("it does not begin like a GGUF file")
        self._at = 4
        _, tensors, facts = self._take("<IQQ")
        found = dict(self._fact() for _ in range(int(facts)))
        described = [self._described() for _ in range(int(tensors))]
        start = _aligned(self._at)
        arrays = {}
        for key, shape, offset in described:
            size = int(np.prod(shape))
            raw = np.frombuffer(self._data, dtype="<f2", count=size, offset=start + offset)
            arrays[key] = raw.reshape(shape)
        return Adapter(
            tensors=arrays,
            alpha=float(found["adapter.lora.alpha"]),
            architecture=str(found["general.architecture"]),
            name=str(found.get("general.name", "")),
        )

    def _fact(self) -> tuple[str, str | float]:
        key = self._text()
        (kind,) = self._take("<I")
        if kind == _STRING:
            return key, self._text()
        if kind != _FLOAT32:
            raise NoAdapter(f"it holds {key!r}, which no adapter of ours has")
        return key, float(self._take("<f")[0])

    def _described(self) -> tuple[str, tuple[int, ...], int]:
        key = self._text()
        (count,) = self._take("<I")
        shape = tuple(int(self._take("<Q")[0]) for _ in range(int(count)))
        kind, offset = self._take("<IQ")
        if kind != _F16:
            raise NoAdapter(f"{key!r} is not in half precision")
        return key, shape[::-1], int(offset)

    def _text(self) -> str:
        (length,) = self._take("<Q")
        text = self._data[self._at : self._at + int(length)].decode()
        self._at += int(length)
        return text

    def _take(self, form: str) -> tuple[float, ...]:
        found = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return found


def _string(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _padded(data: bytes) -> bytes:
    return data.ljust(_aligned(len(data)), b"\0")
