"""The real model for the tests that need it."""

import functools
from pathlib import Path

from hub.language.llama import Vocabulary, load_vocabulary
from hub.language.model_files import ensure_model


@functools.cache
def model_path() -> Path:
    """Return the default model's file, assembled if it is not there yet."""
    return ensure_model(progress=lambda _: None)


@functools.cache
def vocabulary() -> Vocabulary:
    """Return the default model's tokenizer."""
    return load_vocabulary(model_path())
