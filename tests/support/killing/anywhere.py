"""Kills a process at each step of some work: each statement of SQLite, each change of a file.

The work runs in a fork of the test, which the kernel ends with SIGKILL at the chosen step. A step
is what Python's audit events tell of (PEP 578), and every statement that SQLite begins.
"""

import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hub.home import ids

_FILES = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"})
MOST_STEPS = 2_000


def each_death(
    work: Callable[[], None], within: Path, *, first: int = 1, every: int = 1
) -> Iterator[int]:
    """Yield after each process that died in `work`: at its first step, its second, and so on.

    The loop's body looks at what is left, and puts everything back. It ends with a run that came
    through, after which there is nothing to put back. Only files within a folder count.
    """
    for number in range(first, MOST_STEPS, every):
        if not dies(work, within, at=number):
            return
        yield number
    raise AssertionError(f"{MOST_STEPS} steps, and no end")


def dies(work: Callable[[], None], within: Path, *, at: int) -> bool:
    """Run `work` in a process that is killed at its step `at`; False if it came through before."""
    child = os.fork()
    if child == 0:
        _run(work, within, at)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the work failed by itself; its traceback is above"
    return False


def _run(work: Callable[[], None], within: Path, at: int) -> None:
    status = 1
    ids._store.clear()  # else the fork and the test would give the same ids to different things
    try:
        killer = _Killer(within, at)
        sys.addaudithook(killer.hear)
        connect = sqlite3.connect

        def watched(*given: Any, **more: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*given, **more)
            connection.set_trace_callback(killer.step)
            return connection

        setattr(sqlite3, "connect", watched)  # noqa: B010 -- of this fork alone
        work()
        status = 0
    except BaseException:  # noqa: BLE001 -- told, and the fork ends
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)


class _Killer:
    def __init__(self, within: Path, at: int) -> None:
        self._within = str(within)
        self._left = at

    def hear(self, event: str, details: tuple[Any, ...]) -> None:
        if event in _FILES and self._is_ours(details):
            self.step(event)

    def _is_ours(self, details: tuple[Any, ...]) -> bool:
        return any(
            isinstance(one, str | bytes | Path) and os.fsdecode(one).startswith(self._within)
            for one in details
        )

    def step(self, _: str) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
