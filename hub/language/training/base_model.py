"""The base model's weights, dequantized from the GGUF that the hub runs, and its LoRA.

Needs the extra `train`; nothing that the hub runs imports this module.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

from hub.language.training.adapter_file import Adapter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ARCHITECTURE = "gemma3"

# The names of a layer's weights in transformers, and in the GGUF.
_WEIGHTS = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}  # fmt: skip


def load_base(path: Path) -> tuple[Any, Any]:
    """Return the model and the tokenizer of the GGUF at `path`; takes about a minute."""
    folder, name = str(path.parent), path.name
    model = AutoModelForCausalLM.from_pretrained(  # nosec B615 # nothing is downloaded
        folder,
        gguf_file=name,
        local_files_only=True,
        dtype=torch.float32,
        quantization_config=GgufConfig(dequantize=True),
    )
    tokenizer = AutoTokenizer.from_pretrained(  # nosec B615 # nothing is downloaded
        folder, gguf_file=name, local_files_only=True
    )
    return model.to(torch.bfloat16), tokenizer


def with_lora(model: Any, *, rank: int, alpha: int, seed: int) -> Any:
    """Return `model` with a fresh adapter on all linear layers; only the adapter is trained."""
    torch.manual_seed(seed)
    config = LoraConfig(r=rank, lora_alpha=alpha, target_modules=_targets(), lora_dropout=0.0)
    return get_peft_model(model, config)


def put_adapter(model: Any, adapter: Adapter) -> None:
    """Give the adapter of `model` the weights of another, of the same rank and alpha.

    Raises:
        ValueError: The shapes differ.
    """
    with torch.no_grad():
        for key, weight in model.named_parameters():
            if weight.requires_grad:
                found = torch.from_numpy(adapter.tensors[_in_gguf(key)].astype("f4"))
                if found.shape != weight.shape:
                    raise ValueError(f"{_in_gguf(key)} has another rank")
                weight.copy_(found)


def adapter_of(model: Any, *, alpha: int, name: str) -> Adapter:
    """Return the adapter's weights under their names in the GGUF."""
    tensors: dict[str, npt.NDArray[np.floating]] = {}
    for key, weight in model.named_parameters():
        if not weight.requires_grad:
            continue
        tensors[_in_gguf(key)] = weight.detach().to("cpu", torch.float32).numpy()
    return Adapter(tensors=tensors, alpha=float(alpha), architecture=ARCHITECTURE, name=name)


def _in_gguf(key: str) -> str:
    """Return the GGUF's name for a parameter of the adapter."""
    layer, _, rest = key.partition(".layers.")[2].partition(".")
    module, _, side = rest.partition(".lora_")
    return f"blk.{layer}.{_WEIGHTS[module]}.weight.lora_{side[0].lower()}"


def _targets() -> list[str]:
    return [name.rpartition(".")[2] for name in _WEIGHTS]
