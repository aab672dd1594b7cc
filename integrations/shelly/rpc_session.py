"""A connection to a Shelly of generation 2 or later, over its WebSocket."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
from aioshelly.common import ConnectionOptions
from aioshelly.const import DEVICES
from aioshelly.rpc_device import RpcDevice, RpcUpdateType

from hub.home.commands import Command
from hub.home.maker import DeviceFacts, House, LinkLost, NotOffered, Refused
from hub.home.model import State
from integrations.local.part import NONSENSE
from integrations.local.quiet_library import quieten
from integrations.local.telling import Telling
from integrations.shelly.asleep import AsleepSession, remembered
from integrations.shelly.presses import pressed
from integrations.shelly.rpc_parts import SERVICES, parts_of
from integrations.shelly.rpc_upkeep import PROGRESS, progress_of
from integrations.shelly.rpc_view import RpcPart, RpcView
from integrations.shelly.settings import ShellyConfig
from integrations.shelly.troubles import told

# What is not pushed (signal strength, some meters) is asked for this often.
POLL_S = 60.0
# However often it changes its mind, or says what makes no sense, it is asked no more often.
POLL_AT_MOST_S = 0.5
MAIN = "device"


@asynccontextmanager
async def opened(
    config: ShellyConfig, http: aiohttp.ClientSession, mac: str | None
) -> AsyncIterator[RpcDevice]:
    """Connect to a device, and know its configuration and status.

    Raises:
        LinkLost, MoreNeeded, Refused: as `hub.home.maker.Maker.identify`.
    """
    quieten("aioshelly.rpc_device.wsrpc", "aioshelly.rpc_device.device", "aioshelly.common")
    options = ConnectionOptions(
        ip_address=config.host,
        port=config.port,
        username=config.user,
        password=config.secret,
        device_mac=mac,
    )
    device = await RpcDevice.create(http, None, options)
    try:
        with told(config.host):
            await device.initialize()
        if not device.firmware_supported:
            version = device.version
            raise Refused(
                f"{config.host}: firmware {version} of model {device.model or 'unknown'} is too"
                " old or not supported; update it in the Shelly app or on its own page"
            )
        yield device
    finally:
        # Its receiver may have died of what the device sent; closing raises that once more.
        with contextlib.suppress(Exception):
            await device.shutdown()


class RpcSession:
    """What the device says becomes states; commands become calls."""

    def __init__(self, device: RpcDevice, house: House, host: str) -> None:
        self._device = device
        self._house = house
        self._host = host
        self._woken = asyncio.Event()
        self._is_changed = False
        self._telling: Telling[Any] = Telling(house, "shelly", device.name)

    def begin(self) -> None:
        """Put devices and entities, report their first states, and listen."""
        with told(self._host):
            self._describe()
            self._telling.report(self._device.status, anew=True)
        self._device.subscribe_updates(self._heard)

    async def follow(self) -> None:
        """Report until the connection is lost."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._woken.wait()
            self._woken.clear()
            if not self._device.connected:
                raise LinkLost(f"{self._host} closed the connection")
            with told(self._host):
                await self._catch_up()
            await asyncio.sleep(POLL_AT_MOST_S)

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Call what the command stands for; then ask the component how it is now."""
        part: RpcPart | None = self._telling.part(domain, key)
        if part is None or part.send is None:
            raise NotOffered(f"{key} takes no commands")
        with told(self._host):
            await part.send(self._device, command, state)
        service = SERVICES.get(part.about.partition(":")[0])
        if service is not None:
            # A device pushes only what changed; that it is so already has to be asked for.
            with contextlib.suppress(Refused), told(self._host):
                await self._ask(service, part.about)

    async def _catch_up(self) -> None:
        """Ask for everything; for what the device is made of, if that changed."""
        if self._is_changed:
            self._is_changed = False
            await self._device.update_config()
            await self._device.update_status()
            await self._device.get_dynamic_components()
            self._describe()
        else:
            await self._device.poll()
        self._telling.report(self._device.status, anew=True)

    async def _ask(self, service: str, component: str) -> None:
        number = int(component.partition(":")[2])
        answer = await self._device.call_rpc(f"{service}.GetStatus", {"id": number})
        known = self._device.status.get(component)
        if isinstance(known, dict) and isinstance(answer, dict):
            known.update(answer)
            self._telling.report(self._device.status, component, anew=True)

    def _describe(self) -> None:
        put_all(self._house, self._telling, known_of(self._device))

    def _heard(self, device: RpcDevice, kind: RpcUpdateType) -> None:
        if kind is RpcUpdateType.STATUS:
            if not self._telling.report(device.status):
                self._woken.set()
        elif kind is RpcUpdateType.EVENT:
            with contextlib.suppress(*NONSENSE):
                self._events(device.event)
        elif kind is RpcUpdateType.DISCONNECTED:
            self._woken.set()

    def _events(self, event: Mapping[str, Any] | None) -> None:
        for happened in (event or {}).get("events", ()):
            name, component = happened.get("event"), happened.get("component")
            if name in {"config_changed", "component_added", "component_removed"}:
                self._is_changed = True
                self._woken.set()
                continue
            if component == "sys" and str(name).startswith("ota_"):
                self._device.status["sys"][PROGRESS] = progress_of(happened)
                self._telling.report(self._device.status, "sys")
                continue
            part = self._telling.part("event", str(component))
            if part is not None and name in part.facts.attributes["event_types"]:
                pressed(self._house, part.facts.key, name)


def known_of(device: RpcDevice) -> dict[str, Any]:
    """Return what a device told of itself, as JSON."""
    return {"info": device.shelly, "config": device.config, "status": device.status}


def sleeps_s(device: RpcDevice) -> int | None:
    """Return how many seconds a device sleeps between its reports; None if it does not."""
    period = device.status["sys"].get("wakeup_period")
    return period if isinstance(period, int) and period > 0 else None


def put_all(house: House, telling: Telling[Any], known: Mapping[str, Any]) -> None:
    """Put a device and its entities, by what is known of it."""
    info, config = known["info"], known["config"]
    version, model = str(info["ver"]), str(info.get("model") or "")
    named = DEVICES.get(model)
    house.put_device(
        DeviceFacts(
            key=MAIN,
            name=str(config["sys"]["device"].get("name") or info["id"]),
            manufacturer="Shelly",
            model=named.name if named is not None else model or None,
            sw_version=version,
        )
    )
    telling.put(parts_of(RpcView(config, known["status"], MAIN), version))


@asynccontextmanager
async def connected(
    config: ShellyConfig, house: House, mac: str | None
) -> AsyncIterator[RpcSession]:
    """Connect an adopted device."""
    async with opened(config, house.http, mac) as device:
        session = RpcSession(device, house, config.host)
        session.begin()
        if config.sleeps_s:
            house.remember(remembered(config, known_of(device)))
        yield session


class RpcSleeper:
    """Implements `integrations.shelly.asleep.Sleeper`."""

    def __init__(self, config: ShellyConfig, house: House, mac: str | None) -> None:
        self._config, self._house, self._mac = config, house, mac
        self._telling: Telling[Any] = Telling(house, "shelly", config.host)

    def put(self) -> None:
        """Put what is remembered."""
        with told(self._config.host):
            put_all(self._house, self._telling, self._config.known or {})

    def missing(self) -> None:
        """Report that nothing is known."""
        self._telling.unavailable()

    def visit(self) -> AbstractAsyncContextManager[RpcSession]:
        """Connect while it is awake."""
        return connected(self._config, self._house, self._mac)

    def listen(self, woken: Callable[[], None]) -> None:
        """Hear nothing: these report to a server that they are told of, which is none of ours."""


@asynccontextmanager
async def sleeping(
    config: ShellyConfig, house: House, mac: str | None
) -> AsyncIterator[AsleepSession]:
    """Wait for an adopted device that sleeps."""
    session = AsleepSession(config, RpcSleeper(config, house, mac))
    session.begin()
    yield session
