"""A connection to a device: asked every few seconds, and at once after a command."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from kasa import Device

from hub.home.commands import Command
from hub.home.maker import Entry, House, LinkLost, NotOffered, Refused
from hub.home.model import State
from integrations.kasa import entities
from integrations.kasa.config import KasaConfig
from integrations.kasa.failures import hush, told
from integrations.kasa.finding import asked_how, opened

# How long a device that is not found as it was is asked how it is now.
SEARCH_S = 1.0

if TYPE_CHECKING:
    from integrations.kasa.entities import Part


@asynccontextmanager
async def connected(
    entry: Entry, house: House, *, poll_s: float, answer_s: float
) -> AsyncIterator["KasaSession"]:
    """Connect, and show all there is.

    Raises:
        LinkLost, MoreNeeded, Refused: see `told`.
    """
    hush()
    given = KasaConfig.model_validate(entry.data)
    device, now = await _opened_somehow(given)
    try:
        session = KasaSession(device, house, poll_s=poll_s, answer_s=answer_s)
        with told(device.host):
            if device.mac.lower() != entry.unique_id:
                raise LinkLost(f"another device, {device.mac}, answers at {device.host}")
            if now != given:
                house.remember(now.model_dump(exclude_none=True))
            session.furnish()
            session.show()
        yield session
    finally:
        await device.disconnect()


async def _opened_somehow(given: KasaConfig) -> tuple[Device, KasaConfig]:
    """Open a device, in the way it wants now if it has other firmware than it had."""
    try:
        return await opened(given), given
    except (LinkLost, Refused) as lost:
        now = await asked_how(given, SEARCH_S)
        if now is None or now == given:
            raise lost from None
    return await opened(now), now


class KasaSession:
    """Implements `hub.home.maker.Session`."""

    def __init__(self, device: Device, house: House, *, poll_s: float, answer_s: float) -> None:
        self._device = device
        self._house = house
        self._poll_s = poll_s
        self._answer_s = answer_s
        self._parts: dict[tuple[str, str], Part] = {}
        # One question at a time, or a poll that began before a command would undo its report.
        self._turn = asyncio.Lock()

    async def follow(self) -> None:
        """Ask the device every few seconds."""
        while True:
            await asyncio.sleep(self._poll_s)
            async with self._turn:
                await self._ask()

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Tell the device, and ask it at once what came of it."""
        part = self._parts.get((domain, key))
        if part is None:
            raise NotOffered("the device has it no more")
        async with self._turn:
            with told(self._device.host):
                await part.tell(command, state)
            await self._ask()

    def furnish(self) -> None:
        """Put the devices and entities there are; what is gone leaves."""
        for key, one in entities.devices(self._device):
            self._house.put_device(entities.device_facts(key, one))
        self._parts = {part.key: part for part in entities.parts(self._device)}
        for part in self._parts.values():
            self._house.put(part.facts())
        self._house.keep_only(set(self._parts))

    def show(self) -> None:
        """Report what the device last said."""
        for part in self._parts.values():
            shown = part.shown()
            if shown is None:
                self._house.unavailable(*part.key)
            else:
                self._house.report(*part.key, *shown)

    async def _ask(self) -> None:
        with told(self._device.host):
            async with asyncio.timeout(self._answer_s):
                await self._device.update()
            if {part.key for part in entities.parts(self._device)} != self._parts.keys():
                self.furnish()
            self.show()
