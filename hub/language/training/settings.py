"""What can be chosen about a training; free of torch, for the command line."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.home.errors import HubError
from hub.record import record

NEEDED = ("torch", "transformers", "peft", "gguf")
Tell = Callable[[str], None]


@record(frozen=True, slots=True)
class TrainSettings:
    """A training run. `folder` takes checkpoint and adapter; the same settings go on from there.

    `start_from`: an adapter to train further, of the same rank and alpha; None for a fresh one.
    """

    model_path: Path
    folder: Path
    start_from: Path | None = None
    seed: int = 1
    steps: int = 2000
    batch: int = 8
    rank: int = 16
    alpha: int = 32
    rate: float = 1e-3
    warm_up: int = 30
    tell_every: int = 10
    save_every: int = 100

    @property
    def adapter_path(self) -> Path:
        """Where the adapter is written."""
        return self.folder / "adapter.gguf"

    def fixed(self) -> dict[str, Any]:
        """Return what must not change between a checkpoint and going on from it."""
        names = ("seed", "steps", "batch", "rank", "alpha", "rate", "warm_up")
        return {name: getattr(self, name) for name in names}


def check_extra() -> None:
    """Check that the packages for training are installed.

    Raises:
        HubError: Some are not; the error names them and the remedy.
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise HubError(
            f"training needs {', '.join(missing)}; install the extra: pip install 'lares[train]'"
        )
