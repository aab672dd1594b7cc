"""The first step of a task may be taken at once; all else is as for any task."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from hub.eager import Startable, start_now


def made(work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    return asyncio.create_task(Startable(work))


async def test_what_need_not_wait_is_done_at_once() -> None:
    seen: list[str] = []

    async def work() -> str:
        seen.append("begun")
        return "result"

    task = made(work())
    start_now(task)
    assert seen == ["begun"]
    assert await task == "result"
    assert seen == ["begun"]


async def test_what_waits_goes_on_by_itself() -> None:
    seen: list[str] = []

    async def work() -> str:
        for number in range(3):
            seen.append(f"step {number}")
            await asyncio.sleep(0.001 * number)
        return "result"

    task = made(work())
    start_now(task)
    start_now(task)
    assert seen == ["step 0"]
    assert await task == "result"
    assert seen == ["step 0", "step 1", "step 2"]
    start_now(task)


async def test_a_task_that_has_begun_is_left_alone() -> None:
    seen: list[str] = []

    async def work() -> None:
        seen.append("begun")
        await asyncio.sleep(0.01)
        seen.append("over")

    task = made(work())
    await asyncio.sleep(0)
    start_now(task)
    assert seen == ["begun"]
    await task
    assert seen == ["begun", "over"]


async def test_an_error_is_the_tasks() -> None:
    async def work() -> None:
        raise ValueError("of the first step")

    task = made(work())
    start_now(task)
    with pytest.raises(ValueError, match="of the first step"):
        await task


async def test_the_first_step_is_the_tasks_own() -> None:
    inner: list[asyncio.Task[Any] | None] = []

    async def work() -> str:
        inner.append(asyncio.current_task())
        try:
            async with asyncio.timeout(0.01), asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(5))
        except TimeoutError:
            inner.append(asyncio.current_task())
        return "in time"

    outer = asyncio.current_task()
    task = made(work())
    start_now(task)
    assert asyncio.current_task() is outer
    assert await task == "in time"
    assert inner == [task, task]


async def test_no_task_is_needed_around_it() -> None:
    async def work() -> object:
        return asyncio.current_task()

    tasks: list[asyncio.Task[Any]] = []

    def begin() -> None:
        tasks.append(made(work()))
        start_now(tasks[0])
        assert asyncio.current_task() is None

    asyncio.get_running_loop().call_soon(begin)
    await asyncio.sleep(0)
    assert await tasks[0] is tasks[0]


async def test_cancelled_before_it_begins_it_never_does() -> None:
    seen: list[str] = []

    async def work() -> None:
        seen.append("begun")

    task = made(work())
    task.cancel()
    start_now(task)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == []


async def test_cancelled_after_its_first_step_it_ends_where_it_waits() -> None:
    waited = asyncio.get_running_loop().create_future()
    seen: list[str] = []

    async def work() -> None:
        try:
            await waited
        finally:
            seen.append("tidied")

    task = made(work())
    start_now(task)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == ["tidied"]
    assert waited.cancelled()


async def test_cancelled_once_it_is_over_it_has_its_result() -> None:
    async def work() -> str:
        return "result"

    task = made(work())
    start_now(task)
    task.cancel()
    assert await task == "result"


async def test_it_may_cancel_itself() -> None:
    seen: list[str] = []

    async def work() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        seen.append("goes on")
        await asyncio.sleep(0)
        seen.append("never")

    task = made(work())
    start_now(task)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == ["goes on"]
