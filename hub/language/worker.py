"""The process that owns the language model: JSON lines in, JSON lines out.

Run as `python -m hub.language.worker '{"model_path": ...}'`. It says {"ready": true} once loaded,
then answers each {"id", "prompt", "grammar", "max_tokens", "budget_s"} with {"id", ...} holding
the fields of `Decoded`, or {"id", "error"}. It ends when its input ends or its parent dies.
`hub.worker_service` says the same over a socket.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from hub.child_process import be_polite, die_with_parent

_FAILED_TO_LOAD = 3


class WorkerOptions(BaseModel):
    """How to load the model."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    model_path: Path
    adapter_path: Path | None = None
    adapter_scale: float = 1.0
    context: int = 2048
    threads: int = 1
    parent: int | None = None


class WorkerRequest(BaseModel):
    """One completion to make."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: int
    prompt: str
    grammar: str
    max_tokens: int
    budget_s: float


def main() -> int:
    """Load the model and answer until the input ends; return the exit status."""
    options = WorkerOptions.model_validate_json(sys.argv[1])
    replies = _private_output()
    if options.parent is not None:
        die_with_parent(options.parent)
    be_polite()
    try:
        decoder = load(options)
    except Exception as error:  # noqa: BLE001 (the outer edge: told to the hub, then the end)
        _say(replies, {"ready": False, "error": f"{error}"})
        return _FAILED_TO_LOAD
    _say(replies, greeting(options))
    for line in sys.stdin:
        _say(replies, answer(decoder, line))
    return 0


def load(options: WorkerOptions) -> Any:
    """Return the decoder of a loaded model; raises whatever may go wrong with that."""
    # Imported late, so that a missing library is reported like any other failure.
    from hub.language.decoder import Decoder  # noqa: PLC0415
    from hub.language.llama import LlamaModel  # noqa: PLC0415

    model = LlamaModel(
        options.model_path,
        adapter_path=options.adapter_path,
        adapter_scale=options.adapter_scale,
        context=options.context,
        threads=options.threads,
    )
    decoder = Decoder(model)
    decoder.warm_up()
    return decoder


def greeting(options: WorkerOptions) -> dict[str, Any]:
    """Return what a worker says once its model is loaded."""
    return {"ready": True, "adapter": options.adapter_path is not None}


def answer(decoder: Any, line: str | bytes) -> dict[str, Any]:
    """Return the reply to one line of a request, whatever it holds."""
    try:
        request = WorkerRequest.model_validate_json(line)
    except ValidationError as error:
        return {"id": -1, "error": f"not a request: {error.error_count()} errors"}
    try:
        decoded = decoder.complete(
            request.prompt,
            request.grammar,
            max_tokens=request.max_tokens,
            budget_s=request.budget_s,
        )
    except Exception as error:  # noqa: BLE001 (the outer edge: the hub gets it as this answer)
        return {"id": request.id, "error": f"{type(error).__name__}: {error}"}
    return {"id": request.id, **asdict(decoded)}


def encoded(message: dict[str, Any]) -> bytes:
    """Return a message as it goes over the wire: one line."""
    return json.dumps(message).encode() + b"\n"


def _private_output() -> BinaryIO:
    """Keep standard output for replies alone; what C code prints there goes to standard error."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(kept, "wb")


def _say(replies: BinaryIO, message: dict[str, Any]) -> None:
    replies.write(encoded(message))
    replies.flush()


if __name__ == "__main__":
    sys.exit(main())
