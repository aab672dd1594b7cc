"""Tasks whose first step is taken at once, as eager tasks of Python 3.12 do.

What need not wait is then done before anything else happens, and costs no turn of the loop.
"""

import asyncio
from asyncio import Task, _enter_task, _leave_task, current_task
from collections.abc import Coroutine, Generator
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class Startable(Coroutine[Any, Any, T]):
    """A coroutine whose first step `start_now` may have taken before its task comes to it."""

    __slots__ = ("_error", "_is_ahead", "_is_new", "_waits_for", "_work")

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self._work = work
        self._is_new = True
        # Whether the first step was taken, and its task does not know of it yet.
        self._is_ahead = False
        # What that step came to: it waits for something, or something ended everything.
        self._waits_for: Any = None
        self._error: BaseException | None = None

    def begin(self) -> None:
        """Take the first step, unless it was taken; what comes of it is for the task."""
        if not self._is_new:
            return
        self._is_new, self._is_ahead = False, True
        try:
            self._waits_for = self._work.send(None)
        except BaseException as error:  # noqa: BLE001 -- the task raises it, StopIteration too
            self._error = error

    def send(self, value: Any) -> Any:
        """Go on."""
        self._is_new = False
        if not self._is_ahead:
            return self._work.send(value)
        self._is_ahead = False
        if self._error is not None:
            raise self._error
        return self._waits_for

    def throw(self, kind: Any, value: Any = None, traceback: TracebackType | None = None) -> Any:
        """Raise something where it waits."""
        self._is_new = False
        if self._is_ahead:
            self._is_ahead = False
            if self._error is not None:
                raise self._error
            if asyncio.isfuture(self._waits_for):
                self._waits_for.cancel()  # as a task does with what it waits for
        return self._work.throw(kind, value, traceback)

    def close(self) -> None:
        """End it."""
        self._work.close()

    def __await__(self) -> Generator[Any, None, T]:
        raise TypeError("this is for a task")


def start_now(task: "Task[Any]") -> None:
    """Take the first step of a task that has not begun, if its coroutine is `Startable`."""
    work = task.get_coro()
    if not isinstance(work, Startable) or task.cancelling():
        return
    loop, outer = task.get_loop(), current_task()
    # As documented for who keeps `asyncio.current_task` right (asyncio, "Extending").
    if outer is not None:
        _leave_task(loop, outer)
    _enter_task(loop, task)
    try:
        work.begin()
    finally:
        _leave_task(loop, task)
        if outer is not None:
            _enter_task(loop, outer)
