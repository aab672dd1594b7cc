"""Shellies that sleep on a battery: awake for seconds, when something happens or once in hours.

What such a device is made of is remembered from when it was last awake. The hub knocks at its
address until it answers, and then connects as to any other; a first-generation device also wakes
the hub by its report over CoIoT.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from hub.home.commands import Command
from hub.home.maker import LinkLost, Session
from hub.home.model import State
from integrations.shelly.settings import ShellyConfig

KNOCK_S = 3.0
# How long the device may leave a knock without an answer.
ANSWER_S = 2.0
# A device that is late by a fifth of its period is missing (Home Assistant, Shelly).
LATE = 1.2

_log = logging.getLogger(__name__)


class Sleeper(Protocol):
    """What differs between the generations."""

    def put(self) -> None:
        """Put what is remembered into the house."""

    def missing(self) -> None:
        """Report that nothing is known of the device any more."""

    def visit(self) -> AbstractAsyncContextManager[Session]:
        """Connect to the device, which is awake, and report its states."""

    def listen(self, woken: Callable[[], None]) -> None:
        """Call `woken` whenever the device is heard without being asked."""


class AsleepSession:
    """Implements `hub.home.maker.Session` for a device that is asleep most of the time."""

    def __init__(self, config: ShellyConfig, sleeper: Sleeper) -> None:
        self._config = config
        self._sleeper = sleeper
        self._visited: Session | None = None
        self._woken = asyncio.Event()
        self._heard_at = self._now()
        self._is_missing = False

    def begin(self) -> None:
        """Put what is remembered; its states come when it wakes."""
        self._sleeper.put()
        self._sleeper.listen(self._heard)

    async def follow(self) -> None:
        """Wait until the device is awake, follow it until it sleeps again, and so on."""
        while True:
            await self._until_awake()
            with contextlib.suppress(LinkLost):
                async with self._sleeper.visit() as self._visited:
                    self._heard()
                    await self._visited.follow()
            self._visited = None
            self._sleeper.listen(self._heard)
            await asyncio.sleep(KNOCK_S)

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Hand a command on if the device is awake."""
        if self._visited is None:
            raise LinkLost("it sleeps on its battery; wake it by its button and try again")
        await self._visited.send(domain, key, command, state)

    async def _until_awake(self) -> None:
        """Knock until there is an answer, at once when the device is heard.

        Only then is it visited: while that is tried, its reports are not listened to.
        """
        while not await self._answers():
            self._miss()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(KNOCK_S):
                    await self._woken.wait()
            self._woken.clear()

    async def _answers(self) -> bool:
        """Knock: tell whether a connection to the device can be made."""
        config = self._config
        try:
            async with asyncio.timeout(ANSWER_S):
                _, writer = await asyncio.open_connection(config.host, config.port)
        except (OSError, TimeoutError):
            return False
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return True

    def _miss(self) -> None:
        period_s = (self._config.sleeps_s or 0) * LATE
        if self._is_missing or self._now() - self._heard_at < period_s:
            return
        self._is_missing = True
        self._sleeper.missing()
        _log.warning("shelly: %s has not been heard of for too long", self._config.host)

    def _heard(self) -> None:
        self._heard_at, self._is_missing = self._now(), False
        self._woken.set()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def remembered(config: ShellyConfig, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of an entry, with what is known of its device now."""
    return {**config.plain(), "known": dict(known)}
