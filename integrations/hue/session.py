"""A connection to a bridge: everything is read once, then its event stream is followed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohue.v2 import HueBridgeV2
from aiohue.v2.models.bridge import Bridge
from aiohue.v2.models.device import DevicePut
from aiohue.v2.models.grouped_light import GroupedLight, GroupedLightPut
from aiohue.v2.models.light import Light, LightPut
from aiohue.v2.models.light_level import LightLevelPut
from aiohue.v2.models.motion import MotionPut
from aiohue.v2.models.scene import ScenePut
from aiohue.v2.models.smart_scene import SmartScenePut
from aiohue.v2.models.zigbee_connectivity import ZigbeeConnectivity
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from hub.home.commands import Command
from hub.home.maker import Entry, House, LinkLost, Refused
from hub.home.model import State
from integrations.hue import entities
from integrations.hue.failures import KEY_UNKNOWN, told
from integrations.hue.orders import Body, order
from integrations.hue.resources import NONSENSE, Resource, Resources
from integrations.hue.sse import EventText

if TYPE_CHECKING:
    from aiohue.v2.controllers.base import BaseResourcesController

EVENTS_PATH = "eventstream/clip/v2"
# Parts of a resource that say which entities there are, where, and what they are called.
STRUCTURE = frozenset({"children", "group", "metadata", "product_data", "services"})


class HueEvent(BaseModel):
    """An event of the stream (Hue API v2, "Events"); other keys are of no use here."""

    model_config = ConfigDict(frozen=True)

    type: str
    data: list[dict[str, Any]] = []


_EVENTS = TypeAdapter(list[HueEvent])


@asynccontextmanager
async def connected(
    host: str, app_key: str, entry: Entry, house: House, *, patience: tuple[float, float]
) -> AsyncIterator["HueSession"]:
    """Open the event stream, then read everything, so that no change falls between.

    Raises:
        LinkLost: the bridge was not reached.
        Refused: it does not know the key, or its software is too old.
    """
    # aiohue logs what it meets as it goes; what matters of it is raised or logged here.
    logging.getLogger("aiohue").setLevel(logging.CRITICAL)
    bridge = HueBridgeV2(host, app_key)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bridge.close)
        opening: AbstractAsyncContextManager[aiohttp.ClientResponse] = bridge.create_request(
            "get",
            EVENTS_PATH,
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"Accept": "text/event-stream"},
        )
        with told(host):
            stream = await stack.enter_async_context(opening)
        stack.callback(stream.close)
        _check(stream.status)
        session = HueSession(bridge, stream, entry, house, patience=patience)
        await session.read_all()
        yield session


def _check(status: int) -> None:
    match status:
        case 200:
            return
        case 401 | 403:
            raise Refused(KEY_UNKNOWN)
        case 404:
            raise Refused("the bridge's software is too old; update it in the Hue app")
        case _:
            raise LinkLost(f"the bridge answered HTTP status {status}")


class HueSession:
    """Implements `hub.home.maker.Session`."""

    def __init__(
        self,
        bridge: HueBridgeV2,
        stream: aiohttp.ClientResponse,
        entry: Entry,
        house: House,
        *,
        patience: tuple[float, float],
    ) -> None:
        self._bridge = bridge
        self._stream = stream
        self._house = house
        self._sign_of_life_s, self._answer_s = patience
        self._resources = Resources(entry.title)
        self._bridge_id = entry.unique_id
        self._places: dict[type[Body], BaseResourcesController[Any]] = {
            LightPut: bridge.lights,
            GroupedLightPut: bridge.groups.grouped_light,
            ScenePut: bridge.scenes.scene,
            SmartScenePut: bridge.scenes.smart_scene,
            DevicePut: bridge.devices,
            MotionPut: bridge.sensors.motion,
            LightLevelPut: bridge.sensors.light_level,
        }

    async def read_all(self) -> None:
        """Read everything the bridge holds, and show it."""
        with told(self._bridge.host):
            self._resources.take_all(await self._bridge.request("get", "clip/v2/resource"))
        bridges = self._resources.of(Bridge)
        if not bridges or self._resources.bridge_device() is None:
            raise LinkLost(f"the bridge at {self._bridge.host} tells nothing of itself")
        if bridges[0].bridge_id.lower() != self._bridge_id:
            raise LinkLost(f"another bridge answers at {self._bridge.host}")
        self._furnish()

    async def follow(self) -> None:
        """Follow the event stream, and see that the bridge lives while it is silent."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(), name="hue-events")
                tasks.create_task(self._stay_in_touch(), name="hue-sign-of-life")
        except* (LinkLost, Refused) as lost:
            raise lost.exceptions[0] from None

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Put what is wanted; the event stream will tell what came of it."""
        del domain
        resource = self._resources.any(key)
        if resource is None:
            raise Refused("the bridge has it no more")
        wanted = order(command, state, resource)
        with told(self._bridge.host):
            await self._places[type(wanted.body)].update(wanted.id, wanted.body)

    async def _listen(self) -> None:
        text = EventText()
        with told(self._bridge.host):
            async for piece in self._stream.content.iter_any():
                for data in text.feed(piece):
                    self._hear(data)
        raise LinkLost("the bridge ended its event stream")

    async def _stay_in_touch(self) -> None:
        """A bridge that lost its power closes no connection; asking finds out."""
        while True:
            await asyncio.sleep(self._sign_of_life_s)
            with told(self._bridge.host):
                async with asyncio.timeout(self._answer_s):
                    await self._bridge.request("get", "clip/v2/resource/bridge")

    def _hear(self, data: str) -> None:
        try:
            events = _EVENTS.validate_json(data)
        except ValidationError as error:
            self._resources.not_read({"type": "message"}, error)
            return
        touched: dict[str, Resource] = {}
        is_structure = False
        for event in events:
            for part in event.data:
                is_structure |= event.type != "update" or not STRUCTURE.isdisjoint(part)
                changed = self._take(event.type, part)
                if changed is not None:
                    touched[changed.id] = changed
        if is_structure:
            self._furnish()
        else:
            self._show_all(touched)

    def _take(self, kind: str, part: Mapping[str, Any]) -> Resource | None:
        match kind:
            case "add":
                return self._resources.put(part)
            case "update":
                return self._resources.change(part)
            case "delete":
                self._resources.drop(part)
            case _:
                pass
        return None

    def _furnish(self) -> None:
        """Put all devices and entities anew, and show them; what is gone leaves."""
        for device in entities.devices(self._resources):
            self._house.put_device(device)
        kept = set()
        for resource in self._resources:
            try:
                made = tuple(entities.entities_of(resource, self._resources))
            except NONSENSE as error:
                self._resources.not_read({"type": resource.type.value}, error)
                continue
            for facts in made:
                self._house.put(facts)
                kept.add((facts.domain, facts.key))
        self._house.keep_only(kept)
        for resource in self._resources:
            self._show(resource)

    def _show_all(self, touched: dict[str, Resource]) -> None:
        """Show what changed, and what shows it as well: groups, all entities of a device."""
        shown = dict(touched)
        lights = {one.id for one in touched.values() if isinstance(one, Light)}
        owners = {one.owner.rid for one in touched.values() if isinstance(one, ZigbeeConnectivity)}
        for resource in self._resources if lights or owners else ():
            owner = getattr(resource, "owner", None)
            is_of_device = owner is not None and owner.rid in owners
            if is_of_device or (isinstance(resource, GroupedLight) and lights):
                shown[resource.id] = resource
        for resource in shown.values():
            self._show(resource)

    def _show(self, resource: Resource) -> None:
        try:
            shown = tuple(entities.shown_by(resource, self._resources))
        except NONSENSE as error:
            self._resources.not_read({"type": resource.type.value}, error)
            return
        for domain, look in shown:
            if look is None:
                self._house.unavailable(domain, resource.id)
            else:
                self._house.report(domain, resource.id, *look)
