"""A connection to a WLED: its WebSocket tells what changes, its JSON API takes changes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from wled import WLED, Device

from hub.home.commands import Command
from hub.home.maker import DeviceFacts, House, LinkLost, NotOffered, Refused
from hub.home.model import State
from integrations.local.at_port import at_port
from integrations.local.part import Part
from integrations.local.telling import Telling
from integrations.wled.controls import controls_of
from integrations.wled.lights import MAIN, lights_of
from integrations.wled.sensors import sensors_of
from integrations.wled.settings import WledConfig
from integrations.wled.strip import Strip
from integrations.wled.troubles import told

# Signal and memory are asked for this often; everything, if it has no WebSocket.
POLL_S = 60.0
POLL_ALL_S = 10.0


@asynccontextmanager
async def opened(
    config: WledConfig, http: aiohttp.ClientSession
) -> AsyncIterator[tuple[WLED, Device]]:
    """Connect, and know what the device is made of.

    Raises:
        LinkLost, Refused: as `hub.home.maker.Maker.identify`.
    """
    wled = WLED(config.host, session=at_port(http, config.host, config.port))
    try:
        with told(config.host):
            device = await wled.update()
        if not device.info.mac_address:
            raise Refused(f"{config.host} does not say who it is; is it a WLED?")
        yield wled, device
    finally:
        with contextlib.suppress(Exception):
            await wled.disconnect()


class WledSession:
    """What the device says becomes states; commands become changes of its state."""

    def __init__(self, wled: WLED, device: Device, house: House, host: str) -> None:
        self._wled = wled
        self._device = device
        self._house = house
        self._host = host
        self._made_of: object = None
        self._telling: Telling[Strip] = Telling(house, "wled", device.info.name)

    async def begin(self) -> None:
        """Put devices and entities, report their first states, and listen."""
        if self._device.info.websocket is not None:
            with told(self._host):
                await self._wled.connect()
        with told(self._host):
            self._heard(self._device)

    async def follow(self) -> None:
        """Report until the connection is lost."""
        if not self._wled.connected:
            while True:
                await asyncio.sleep(POLL_ALL_S)
                await self._poll()
        listening = asyncio.get_running_loop().create_task(
            self._wled.listen(self._heard), name=f"wled-{self._host}"
        )
        try:
            while not (await asyncio.wait({listening}, timeout=POLL_S))[0]:
                await self._poll()
            with told(self._host):
                listening.result()
            raise LinkLost(f"{self._host} closed the connection")
        finally:
            listening.cancel()
            with contextlib.suppress(Exception, asyncio.CancelledError):
                await listening

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Change the state; the answer is the whole state as it is then."""
        part = self._telling.part(domain, key)
        if part is None or part.send is None:
            raise NotOffered(f"{key} takes no commands")
        with told(self._host):
            await part.send(self, command, state)
            # The answer was the whole state; of what this was for, it counts even if unchanged.
            self._telling.report(self._device)
            self._telling.report(self._device, key, anew=True)

    async def change(self, state: dict[str, Any]) -> None:
        """Change part of the state, in one request."""
        await self._wled.request("/json/state", method="POST", data=state)

    async def reset(self) -> None:
        """Restart."""
        await self._wled.reset()

    async def receive_sync(self, *, receive: bool) -> None:
        """Follow other WLEDs, or not; how depends on the firmware."""
        await self._wled.sync(receive=receive)

    async def _poll(self) -> None:
        with told(self._host):
            self._heard(await self._wled.update())

    def _heard(self, device: Device) -> None:
        self._device = device
        made_of = _shape(device)
        if made_of != self._made_of:
            self._made_of = made_of
            self._describe()
        self._telling.report(device)

    def _describe(self) -> None:
        info = self._device.info
        self._house.put_device(
            DeviceFacts(
                key=MAIN,
                name=info.name,
                manufacturer=info.brand,
                model=info.product,
                sw_version=str(info.version) if info.version else None,
            )
        )
        self._telling.put(parts_of(self._device))


def parts_of(device: Device) -> Iterator[Part[Strip]]:
    """Yield the entities of a device."""
    yield from lights_of(device)
    yield from controls_of(device)
    yield from sensors_of(device)


def _shape(device: Device) -> object:
    """Return what tells whether there are other entities now, or other options."""
    return (
        device.info.name,
        device.info.version,
        [
            (number, segment.name, segment.light_capabilities)
            for number, segment in device.state.segments.items()
        ],
        [(number, known.name) for number, known in device.presets.items()],
        [(number, known.name) for number, known in device.playlists.items()],
        [(number, known.name) for number, known in device.palettes.items()],
        [(number, known.name) for number, known in device.effects.items()],
        sorted(device.info.sensor or {}),
        device.state.audio_reactive is None,
    )


@asynccontextmanager
async def connected(config: WledConfig, house: House, mac: str) -> AsyncIterator[WledSession]:
    """Connect an adopted device."""
    async with opened(config, house.http) as (wled, device):
        if device.info.mac_address.lower() != mac.lower():
            remedy = "give the address that the device has now"
            raise Refused(f"another device answers at {config.host}; {remedy}")
        session = WledSession(wled, device, house, config.host)
        await session.begin()
        yield session
