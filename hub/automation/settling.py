"""Waiting until devices were heard of: after a start they report one by one."""

import asyncio
from collections.abc import Iterable

from hub.home.events import HomeEvent
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of
from hub.home.model import UNKNOWN

# What says nothing until it is used: that it is unknown is all there is to hear.
_SILENT = frozenset({"button", "event", "input_button", "scene"})
# The hub's own: what is not known of them now, no device will report.
_OWN = frozenset({"automation", "hub", "presence"})


async def reported(home: Home, entity_ids: Iterable[EntityId], *, within_s: float) -> None:
    """Wait until all of the entities have reported, `within_s` seconds at most.

    Those that are not in the home at all are not waited for.
    """
    waited_for = set(entity_ids)
    news = asyncio.Event()

    def hear(_: HomeEvent) -> None:
        news.set()

    def is_missing(entity_id: EntityId) -> bool:
        state, entity = home.states.get(entity_id), home.entities.get(entity_id)
        if state is None or state.is_available or (entity and entity.integration in _OWN):
            return False
        return state.state != UNKNOWN or domain_of(entity_id) not in _SILENT

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
