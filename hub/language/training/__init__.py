"""Training of the language model's adapter: data, LoRA training, the GGUF that ships.

The data is made here and needs nothing beyond the hub; only `lora` and `base_model` need the
extra `train` (torch, transformers, peft, gguf), and nothing on the hub's road imports them.
"""
