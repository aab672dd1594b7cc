"""A connection to a Shelly of generation 1: it reports over CoIoT, and takes HTTP requests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
from aioshelly.block_device import BlockDevice, BlockUpdateType
from aioshelly.block_device.coap import CoapMessage
from aioshelly.common import ConnectionOptions, process_ip_or_options
from aioshelly.const import DEVICES

from hub.home.commands import Command
from hub.home.maker import DeviceFacts, House, LinkLost, NotOffered, Refused
from hub.home.model import State
from integrations.local.at_port import at_port
from integrations.local.part import NONSENSE
from integrations.local.quiet_library import quieten
from integrations.local.telling import Telling
from integrations.shelly.asleep import AsleepSession, remembered
from integrations.shelly.block_parts import parts_of
from integrations.shelly.block_view import BlockPart, BlockView
from integrations.shelly.coiot import Coiot, CoiotPost
from integrations.shelly.presses import Counters
from integrations.shelly.settings import ShellyConfig
from integrations.shelly.troubles import told

MAIN = "device"
# A device reports every 15 seconds; one that is silent for longer is asked.
SILENT_S = 40.0
# What it does not report (signal strength, firmware) is asked for this often.
POLL_S = 60.0
# How long it may take to say how it is after a command; it reports what changed by itself too.
ANSWER_S = 2.0


@asynccontextmanager
async def opened(
    config: ShellyConfig, http: aiohttp.ClientSession, mac: str | None, post: CoiotPost
) -> AsyncIterator[BlockDevice]:
    """Connect to a device, and know its description and state.

    Raises:
        LinkLost, MoreNeeded, Refused: as `hub.home.maker.Maker.identify`.
    """
    quieten("aioshelly.block_device.device", "aioshelly.block_device.coap", "aioshelly.common")
    options = ConnectionOptions(
        ip_address=config.host,
        username=config.user,
        password=config.secret,
        device_mac=mac,
    )
    async with contextlib.AsyncExitStack() as stack:
        with told(config.host):
            options = await process_ip_or_options(options)
            coiot = await stack.enter_async_context(post.shared())
        way = at_port(http, options.ip_address or config.host, config.port)
        device = await BlockDevice.create(way, coiot, options)
        stack.push_async_callback(device.shutdown)
        with told(config.host):
            await device.initialize()
        if not device.firmware_supported:
            raise Refused(
                f"{config.host}: firmware {device.firmware_version} of model {device.model} is"
                " too old or not supported; update it in the Shelly app or on its own page"
            )
        yield device


def view_of(device: BlockDevice) -> BlockView:
    """Return what a device is made of."""
    return BlockView(device.shelly, device.settings, device.coap_d or {}, MAIN)


def known_of(device: BlockDevice) -> dict[str, Any]:
    """Return what a device told of itself, as JSON."""
    return {"info": device.shelly, "settings": device.settings, "description": device.coap_d}


def sleeps_s(device: BlockDevice) -> int | None:
    """Return how many seconds a device sleeps between its reports; None if it does not."""
    mode = device.settings.get("sleep_mode")
    if not isinstance(mode, dict) or not mode.get("period"):
        return None
    return int(mode["period"]) * (3600 if mode.get("unit") == "h" else 60)


def put_all(house: House, telling: Telling[Any], view: BlockView) -> None:
    """Put a device and its entities."""
    model = DEVICES.get(view.model)
    house.put_device(
        DeviceFacts(
            key=MAIN,
            name=view.name,
            manufacturer="Shelly",
            model=model.name if model is not None else view.model,
            sw_version=str(view.info.get("fw")),
        )
    )
    telling.put(parts_of(view))


class BlockSession:
    """What the device reports becomes states; commands become requests."""

    def __init__(self, device: BlockDevice, house: House, host: str, counters: Counters) -> None:
        self._device = device
        self._house = house
        self._host = host
        self._view = view_of(device)
        self._heard_at = asyncio.get_running_loop().time()
        self._telling: Telling[Any] = Telling(house, "shelly", self._view.name)
        self._counters = counters

    def begin(self) -> None:
        """Put devices and entities, report their first states, and listen."""
        with told(self._host):
            put_all(self._house, self._telling, self._view)
            self._report(anew=True)
        self._device.subscribe_updates(self._heard)

    async def follow(self) -> None:
        """Report until the device is silent and does not answer."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(min(POLL_S, SILENT_S))
            with told(self._host):
                await self._device.update_status()
                if loop.time() - self._heard_at > SILENT_S:
                    await self._device.update()
            self._report(anew=True)

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Make the request that the command stands for; then ask the device how it is now."""
        part: BlockPart | None = self._telling.part(domain, key)
        if part is None or part.send is None:
            raise NotOffered(f"{key} takes no commands")
        with told(self._host):
            await part.send(self._device, command, state)
        if part.read is not None and domain != "update":
            with contextlib.suppress(LinkLost, TimeoutError), told(self._host):
                async with asyncio.timeout(ANSWER_S):
                    await self._device.update()
                self._report(part.about, anew=True)

    def _heard(self, device: BlockDevice, kind: BlockUpdateType) -> None:
        if kind in {BlockUpdateType.COAP_PERIODIC, BlockUpdateType.COAP_REPLY}:
            del device
            self._heard_at = asyncio.get_running_loop().time()
            with contextlib.suppress(*NONSENSE):
                self._report()

    def _report(self, about: str | None = None, *, anew: bool = False) -> None:
        status = self._view.status(self._device.coap_s, self._device.status)
        self._telling.report(status, about, anew=anew)
        self._counters.hear(status)


@asynccontextmanager
async def connected(
    config: ShellyConfig,
    house: House,
    mac: str | None,
    post: CoiotPost,
    counters: Counters | None = None,
) -> AsyncIterator[BlockSession]:
    """Connect an adopted device; `counters` knows of presses while it slept."""
    async with opened(config, house.http, mac, post) as device:
        session = BlockSession(device, house, config.host, counters or Counters(house))
        session.begin()
        if config.sleeps_s:
            house.remember(remembered(config, known_of(device)))
        yield session


class BlockSleeper:
    """Implements `integrations.shelly.asleep.Sleeper`."""

    def __init__(
        self, config: ShellyConfig, house: House, mac: str | None, post: CoiotPost, coiot: Coiot
    ) -> None:
        self._config, self._house, self._mac = config, house, mac
        self._post, self._coiot = post, coiot
        self._counters = Counters(house)
        known = config.known or {}
        with told(config.host):
            self._view = BlockView(known["info"], known["settings"], known["description"], MAIN)
        self._telling: Telling[Any] = Telling(house, "shelly", self._view.name)

    def put(self) -> None:
        """Put what is remembered."""
        with told(self._config.host):
            put_all(self._house, self._telling, self._view)

    def missing(self) -> None:
        """Report that nothing is known."""
        self._telling.unavailable()

    def visit(self) -> AbstractAsyncContextManager[BlockSession]:
        """Connect while it is awake."""
        return connected(self._config, self._house, self._mac, self._post, self._counters)

    def listen(self, woken: Callable[[], None]) -> None:
        """Take its reports as they come: it may be asleep again before it can be asked."""

        def heard(message: CoapMessage) -> None:
            if "G" not in message.payload:
                return
            values = {reported[1]: reported[2] for reported in message.payload["G"]}
            status = self._view.status(values, None)
            self._telling.report(status, anew=True)
            self._counters.hear(status)
            woken()

        key = self._mac[-6:] if self._mac else self._config.host
        self._coiot.subscribe_updates(key, heard)


@asynccontextmanager
async def sleeping(
    config: ShellyConfig, house: House, mac: str | None, post: CoiotPost
) -> AsyncIterator[AsleepSession]:
    """Wait for an adopted device that sleeps."""
    async with post.shared() as coiot:
        session = AsleepSession(config, BlockSleeper(config, house, mac, post, coiot))
        session.begin()
        yield session
