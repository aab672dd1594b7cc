"""What holds for every test: nothing is left behind."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

# How long a busy machine takes says nothing about the code.
settings.register_profile("lares", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lares")


@pytest_asyncio.fixture(autouse=True)
async def no_leftover_tasks(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Fail a test that leaves a task of its own loop running."""
    if not asyncio.iscoroutinefunction(getattr(request, "function", None)):
        yield
        return
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    for number in range(30):
        if not left:
            return
        # What ends by itself may need a moment on a busy machine.
        await asyncio.sleep(0 if number < 10 else 0.05)
        left = {task for task in left if not task.done()}
    names = sorted(task.get_name() for task in left)
    pytest.fail(f"tasks left running: {names}")


@pytest.fixture(autouse=True)
def no_leftover_threads() -> Iterator[None]:
    """Fail a test that leaves a thread running that would keep the program alive."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in set(threading.enumerate()) - before
        if thread.is_alive() and not thread.daemon and not thread.name.startswith("asyncio_")
    ]
    for thread in left:
        thread.join(timeout=2)
    assert not [thread.name for thread in left if thread.is_alive()]
