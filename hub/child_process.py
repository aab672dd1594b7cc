"""What every child process of the hub needs: to find our code, to be polite, to end with us."""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import hub

_PR_SET_PDEATHSIG = 1  # prctl(2)


def environment() -> dict[str, str]:
    """Return our environment, with this very package importable wherever we were started."""
    root = str(Path(hub.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def all_cores_but_one() -> int:
    """Return how many threads a model takes, so that the hub and its devices have a core."""
    return max(1, len(os.sched_getaffinity(0)) - 1)


def die_with_parent(parent: int) -> None:
    """Have this process killed when its parent ends, however that ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(0)


def be_polite() -> None:
    """Lower our priority: locks and heating come first."""
    with suppress(OSError):  # a sandbox may forbid it
        os.nice(5)


def give_memory_back() -> None:
    """Return to the system what loading took and is free again, as far as the C library can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's alone
    if trim is not None:
        trim(0)
