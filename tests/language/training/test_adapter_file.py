"""Adapters as GGUF: what is written is what llama.cpp and we read."""

from pathlib import Path

import numpy as np
import pytest

from hub.language.llama import LlamaModel, ModelNotLoaded
from hub.language.training.adapter_file import Adapter, NoAdapter, read_adapter, write_adapter
from tests.support.model import model_path

pytestmark = pytest.mark.timeout(60)

WIDTH, HEADS = 640, 1024  # of Gemma 3 270M


def random_adapter(rank: int = 2, scale: float = 0.5) -> Adapter:
    random = np.random.default_rng(1)
    weight = "blk.0.attn_q.weight"
    tensors = {
        f"{weight}.lora_a": random.normal(size=(rank, WIDTH)) * scale,
        f"{weight}.lora_b": random.normal(size=(HEADS, rank)) * scale,
    }
    return Adapter(tensors=tensors, alpha=4.0, architecture="gemma3", name="random")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    made = random_adapter()
    write_adapter(tmp_path / "a.gguf", made)
    found = read_adapter(tmp_path / "a.gguf")
    assert (found.alpha, found.architecture, found.name) == (4.0, "gemma3", "random")
    assert found.tensors.keys() == made.tensors.keys()
    for key, tensor in made.tensors.items():
        np.testing.assert_array_equal(found.tensors[key], tensor.astype(np.float16))


def test_llama_cpp_reads_it_and_it_changes_what_the_model_says(tmp_path: Path) -> None:
    write_adapter(tmp_path / "a.gguf", random_adapter())
    logits = []
    for adapter in (None, tmp_path / "a.gguf"):
        model = LlamaModel(model_path(), adapter_path=adapter, context=64)
        model.read(model.vocabulary.tokenize("turn off the", is_prompt=True))
        logits.append(model.logits().copy())
    assert np.abs(logits[0] - logits[1]).max() > 0.1


@pytest.mark.parametrize("data", [b"", b"GGUF", b"no gguf at all", b"GGUF" + b"\xff" * 40])
def test_another_file_is_no_adapter(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(data)
    with pytest.raises(NoAdapter, match=r"a\.gguf"):
        read_adapter(path)
    with pytest.raises(ModelNotLoaded, match="adapter_path"):
        LlamaModel(model_path(), adapter_path=path, context=64)
