"""A loaded GGUF model on llama.cpp's C interface: tokens in, logits out. Blocking.

The high-level class of llama-cpp-python reserves logits for whole batches (half a gigabyte for
Gemma's vocabulary) and cannot switch weight repacking off, hence this thin one.
"""

import ctypes
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import numpy.typing as npt

# Tokens read at once. Larger is hardly faster on few cores and costs a megabyte of logits each.
BATCH = 64


class ModelNotLoaded(Exception):
    """The file is missing, is no GGUF model, or its adapter does not fit."""


class Vocabulary:
    """The tokenizer of a model."""

    def __init__(self, model: Any) -> None:
        self.pointer = llama_cpp.llama_model_get_vocab(model)
        self.size = int(llama_cpp.llama_vocab_n_tokens(self.pointer))
        ends = (llama_cpp.llama_vocab_eot(self.pointer), llama_cpp.llama_vocab_eos(self.pointer))
        self.ends = frozenset(int(token) for token in ends if token >= 0)

    def tokenize(self, text: str, *, is_prompt: bool = False) -> list[int]:
        """Return the tokens of `text`; a prompt gets its start mark and may hold turn marks."""
        raw = text.encode()
        room = len(raw) + 2
        tokens = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(
            self.pointer, raw, len(raw), tokens, room, is_prompt, is_prompt
        )
        return [int(token) for token in tokens[:count]]

    def text(self, tokens: list[int]) -> str:
        """Return the text of `tokens`."""
        raw = b""
        for token in tokens:
            piece = ctypes.create_string_buffer(256)
            size = llama_cpp.llama_token_to_piece(self.pointer, token, piece, 256, 0, 0)
            raw += piece.raw[: max(0, size)]
        return raw.decode("utf-8", "replace")


class LlamaModel:
    """A model with one sequence; `read` appends to it, `keep` cuts it back."""

    def __init__(
        self,
        path: Path,
        *,
        adapter_path: Path | None = None,
        adapter_scale: float = 1.0,
        context: int = 2048,
        threads: int = 1,
    ) -> None:
        self.tokens: list[int] = []
        self.context = context
        llama_cpp.llama_backend_init()
        self._model = _load(path)
        self.vocabulary = Vocabulary(self._model)
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = context
        params.n_batch = params.n_ubatch = BATCH
        params.n_threads = params.n_threads_batch = threads
        params.swa_full = True  # or the cached prefix is lost beyond the attention window
        self._context = llama_cpp.llama_init_from_model(self._model, params)
        if not self._context:
            raise ModelNotLoaded(f"no memory for a context of {context} tokens; lower `context`")
        if adapter_path is not None:
            self._attach(adapter_path, adapter_scale)

    def keep(self, count: int) -> None:
        """Forget all tokens after the first `count`."""
        memory = llama_cpp.llama_get_memory(self._context)
        llama_cpp.llama_memory_seq_rm(memory, 0, count, -1)
        del self.tokens[count:]

    def read(self, tokens: list[int]) -> None:
        """Append `tokens` to what the model has read."""
        for start in range(0, len(tokens), BATCH):
            part = tokens[start : start + BATCH]
            array = (llama_cpp.llama_token * len(part))(*part)
            batch = llama_cpp.llama_batch_get_one(array, len(part))
            status = llama_cpp.llama_decode(self._context, batch)
            if status != 0:
                raise RuntimeError(f"llama_decode ended with {status}")
            self.tokens += part

    def logits(self) -> npt.NDArray[np.float32]:
        """Return the model's logits for the next token."""
        pointer = llama_cpp.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(pointer, shape=(self.vocabulary.size,))

    def _attach(self, path: Path, scale: float) -> None:
        adapter = llama_cpp.llama_adapter_lora_init(self._model, str(path).encode())
        if not adapter:
            raise ModelNotLoaded(f"{path} is no LoRA adapter for this model; check adapter_path")
        adapters = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(adapter)
        llama_cpp.llama_set_adapters_lora(self._context, adapters, 1, (ctypes.c_float * 1)(scale))


def load_vocabulary(path: Path) -> Vocabulary:
    """Load only the tokenizer of the model at `path`."""
    return Vocabulary(_load(path, vocab_only=True))


def _load(path: Path, *, vocab_only: bool = False) -> Any:
    if not path.is_file():
        raise ModelNotLoaded(f"there is no model file {path}; check model_path")
    params = llama_cpp.llama_model_default_params()
    params.n_gpu_layers = 0
    params.vocab_only = vocab_only
    # llama.cpp's AMX kernels crash (SIGSEGV in ggml_backend_amx_mul_mat, seen with 0.3.36), so
    # weights are not repacked where a build has them; such processors are fast without.
    params.use_extra_bufts = b"AMX_INT8 = 1" not in llama_cpp.llama_print_system_info()
    model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
    if not model:
        raise ModelNotLoaded(f"{path} is no GGUF model that llama.cpp can read; check model_path")
    return model
