"""What the hub makes ready once it answers: its first act shall not wait for it, nor its start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.home.actions import build_commands
from hub.home.commands import Command
from hub.home.frozen import Frozen, build_models
from hub.home.plan import build_results


@asynccontextmanager
async def getting_ready() -> AsyncIterator[None]:
    """Build in a thread what commands, plans and PINs are checked by."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(asyncio.to_thread(_build), name="build models")
        yield
        task.cancel()


def _build() -> None:
    from hub.language.spoken_digits import build_numbers  # noqa: PLC0415 -- that is the point

    build_models(Command, Frozen)
    build_commands()
    build_results()
    build_numbers()
