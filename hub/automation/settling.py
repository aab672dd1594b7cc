"""Waiting until devices were heard of: after a start they report one by one."""

import asyncio
from collections.abc import Iterable

from hub.home.events import HomeEvent
from hub.home.home import Home
from hub.home.ids import EntityId


async def reported(home: Home, entity_ids: Iterable[EntityId], *, within_s: float) -> None:
    """Wait until all of the entities have reported, `within_s` seconds at most.

    Those that are not in the home at all are not waited for.
    """
    waited_for = set(entity_ids)
    news = asyncio.Event()

    def hear(_: HomeEvent) -> None:
        news.set()

    def is_missing(entity_id: EntityId) -> bool:
        state = home.states.get(entity_id)
        return state is not None and not state.is_available

    unsubscribe = home.listen(hear)
    try:
        async with asyncio.timeout(within_s):
            while any(map(is_missing, waited_for)):
                news.clear()
                await news.wait()
    except TimeoutError:
        return
    finally:
        unsubscribe()
