"""A connected device: its entities into the home, its states in, commands out."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress

from aioesphomeapi.core import APIConnectionError
from aioesphomeapi.model import DeviceInfo, EntityState
from aioesphomeapi.model_conversions import STATE_TYPE_TO_INFO_TYPE

from hub.home.commands import Command
from hub.home.maker import DeviceFacts, House, LinkLost, NotOffered
from hub.home.model import State
from integrations.esphome.kinds.catalog import KINDS, AnyKind
from integrations.esphome.kinds.kind import LONGEST_NAME, MAIN_DEVICE, Setting
from integrations.esphome.link import Link

# How long the states of all entities may take to come in after they were asked for.
FIRST_STATES_S = 3.0
# How long connecting to a device that slept may take, and how long one may sleep.
WAKING_S = 15.0
LONGEST_SLEEP_S = 86_400.0
# No device of this size exists; one that lists more is broken.
MAX_ENTITIES = 500

_log = logging.getLogger(__name__)


class EsphomeSession:
    """Implements `hub.home.maker.Session` over a link.

    A device that sleeps (`deep_sleep`) says goodbye and comes back by itself: what it measured
    counts in the meantime, and it is looked for every `look_every_s` seconds by `dial`.
    """

    def __init__(
        self,
        link: Link,
        house: House,
        title: str,
        *,
        dial: Callable[[], AbstractAsyncContextManager[Link]],
        look_every_s: float,
    ) -> None:
        self._link = link
        self._house = house
        self._title = title
        self._dial = dial
        self._look_every_s = look_every_s
        self._kinds: dict[tuple[str, str], AnyKind] = {}
        # By the API's description, subdevice and key: what a state message tells.
        self._by_number: dict[tuple[type, int, int], AnyKind] = {}
        self._untold: set[tuple[str, str]] = set()
        self._begun: set[tuple[str, str]] = set()
        self._all_told = asyncio.Event()
        self._has_complained = False

    async def begin(self) -> None:
        """Put the device's entities into the home, and wait for their first states."""
        self._kinds.clear()
        self._by_number.clear()
        self._all_told.clear()
        self._put_devices()
        self._put_entities()
        self._untold = {key for key, kind in self._kinds.items() if kind.has_state}
        for key, kind in self._kinds.items():
            if not kind.has_state and key not in self._begun:
                self._house.report(*key, "unknown")
        self._begun = set(self._kinds)
        try:
            self._link.client.subscribe_states(self._take)
        except APIConnectionError as error:
            raise LinkLost(str(error)) from None
        if self._untold:
            with suppress(TimeoutError):
                async with asyncio.timeout(FIRST_STATES_S):
                    await self._all_told.wait()

    async def follow(self) -> None:
        """Wait until the connection is lost; states come in by themselves."""
        await self._stay()
        loop = asyncio.get_running_loop()
        fell_asleep = loop.time()
        while loop.time() - fell_asleep < LONGEST_SLEEP_S:
            await asyncio.sleep(self._look_every_s)
            async with AsyncExitStack() as stack:
                try:
                    async with asyncio.timeout(WAKING_S):
                        self._link = await stack.enter_async_context(self._dial())
                        await self.begin()
                except (LinkLost, TimeoutError):
                    continue
                await self._stay()
                fell_asleep = loop.time()
        raise LinkLost("it has slept for a day")

    async def _stay(self) -> None:
        """Wait until the device goes to sleep.

        Raises:
            LinkLost: it goes in another way.
        """
        said_goodbye = await asyncio.shield(self._link.gone)
        if not said_goodbye:
            raise LinkLost("the connection broke")
        if not self._link.info.has_deep_sleep:
            raise LinkLost("it said goodbye")

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Write a command to the device."""
        kind = self._kinds.get((domain, key))
        if kind is None:
            raise NotOffered("the device has no such entity any more")
        try:
            kind.send(self._link.client, command, state)
        except KeyError as error:
            raise NotOffered(f"the device knows no {error}") from None
        except APIConnectionError as error:
            is_asleep = self._link.info.has_deep_sleep
            raise LinkLost("it sleeps" if is_asleep else str(error)) from None

    def _put_devices(self) -> None:
        info = self._link.info
        self._house.put_device(_facts(info))
        areas = {area.area_id: area.name for area in info.areas}
        for part in info.devices:
            facts = DeviceFacts(
                key=str(part.device_id), name=part.name or info.friendly_name or info.name,
                manufacturer="ESPHome", suggested_area=areas.get(part.area_id) or None,
            )  # fmt: skip
            self._house.put_device(facts)

    def _put_entities(self) -> None:
        setting = Setting(self._link.api, self._house.home.now)
        devices = {0, *(part.device_id for part in self._link.info.devices)}
        for info in self._link.entities[:MAX_ENTITIES]:
            make = KINDS.get(type(info))
            if make is None or info.device_id not in devices:
                continue
            kind = make(info, setting)
            if (kind.domain, kind.key) in self._kinds:  # the firmware allows no two of one id
                continue
            self._kinds[(kind.domain, kind.key)] = kind
            self._by_number[(type(info), info.device_id, info.key)] = kind
        for kind in self._kinds.values():
            self._house.put(kind.facts())
        self._house.keep_only(set(self._kinds))

    def _take(self, state: EntityState) -> None:
        info_type = STATE_TYPE_TO_INFO_TYPE.get(type(state))
        if info_type is None:
            return
        kind = self._by_number.get((info_type, state.device_id, state.key))
        if kind is None:
            return
        key = (kind.domain, kind.key)
        try:
            reading = kind.read(state)
        except (ValueError, TypeError, OverflowError, OSError) as error:
            self._complain(key, error)
        else:
            self._house.report(*key, reading.state, reading.attributes)
        self._untold.discard(key)
        if not self._untold:
            self._all_told.set()

    def _complain(self, key: tuple[str, str], error: Exception) -> None:
        """Log nonsense once a connection, however much of it comes."""
        if self._has_complained:
            return
        self._has_complained = True
        _log.warning("esphome: %s: %s %r: %s; the state is kept", self._title, *key, error)


def _facts(info: DeviceInfo) -> DeviceFacts:
    """Return what the device tells of itself; a project's name is "maker.model"."""
    maker, _, model = info.project_name.partition(".")
    version = info.esphome_version
    if info.project_version:
        version = f"{info.project_version} (ESPHome {version})"
    return DeviceFacts(
        key=MAIN_DEVICE,
        name=(info.friendly_name or info.name)[:LONGEST_NAME],
        manufacturer=maker or info.manufacturer or "Espressif",
        model=model or info.model or None,
        sw_version=version or None,
        suggested_area=info.area.name or info.suggested_area or None,
    )
