"""The command `lares train`: everything about it that needs no torch."""

import argparse
import os
from pathlib import Path

from hub.home.errors import HubError
from hub.language.model_files import ensure_model
from hub.language.training.settings import Tell, TrainSettings, check_extra
from hub.record import record


@record(frozen=True, slots=True)
class TrainOptions:
    """What the command line says; `model` None stands for the default one."""

    folder: Path
    seed: int
    steps: int
    rate: float
    model: Path | None = None
    start_from: Path | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="takes checkpoint and adapter; goes on from it"
    )
    parser.add_argument("--steps", type=_count, default=1400, help="batches of 8 (%(default)s)")
    parser.add_argument("--rate", type=float, default=1e-3, help="learning rate (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same data")
    parser.add_argument("--model", type=Path, metavar="GGUF", help="another base model")
    parser.add_argument("--from", dest="start_from", type=Path, metavar="GGUF",
                        help="an adapter to train further")  # fmt: skip


def options_of(arguments: argparse.Namespace) -> TrainOptions:
    """Return what was said on the command line."""
    return TrainOptions(
        folder=arguments.folder,
        seed=arguments.seed,
        steps=arguments.steps,
        rate=arguments.rate,
        model=arguments.model,
        start_from=arguments.start_from,
    )


def run(options: TrainOptions, *, tell: Tell) -> Path:
    """Train an adapter and return its path.

    Raises:
        HubError: The extra `train` is missing, or the folder holds another training.
    """
    check_extra()
    for path in (options.model, options.start_from):
        if path is not None and not path.is_file():
            raise HubError(f"there is no file {str(path)!r}")
    settings = TrainSettings(
        model_path=options.model or ensure_model(progress=tell),
        folder=options.folder,
        start_from=options.start_from,
        seed=options.seed,
        steps=options.steps,
        rate=options.rate,
    )
    # Threads that wait spinning lose half the speed on a machine that does other things as well.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from hub.language.training.lora import train  # noqa: PLC0415 -- it needs the extra

    return train(settings, tell=tell)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of steps")
    return number
