"""A whole virtual home on one MQTT connection."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from integrations.virtual.actor import Actor, SeenCommand
from integrations.virtual.announcement import (
    OFFLINE,
    ONLINE,
    Topics,
    announcement,
    device_of,
    location,
)
from integrations.virtual.domains import Pace, simulate
from integrations.virtual.fault import SLOW_S, Fault
from integrations.virtual.inventory import Device, Entity, Inventory
from integrations.virtual.issues import BadValueError, UnknownEntityError, nearest
from integrations.virtual.link import GOODBYE_TIMEOUT_S, Link, Message, Will

logger = logging.getLogger(__name__)

READY_TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True)
class EntityState:
    """What a simulated entity really is, whatever it reports."""

    state: str
    attributes: Mapping[str, JsonValue]


class VirtualHome:
    """The devices of an inventory, living on an MQTT broker.

    Enter it to switch them on; they announce themselves as soon as there is a broker, and again
    whenever it or the hub comes back. Leaving switches them off: all are offline then, and their
    retained announcements stay, as those of real devices do.
    """

    def __init__(  # noqa: PLR0913 - keyword-only, and all have defaults
        self,
        inventory: Inventory,
        *,
        host: str = "127.0.0.1",
        port: int = 1883,
        username: str | None = None,
        password: str | None = None,
        topic_prefix: str = "homeassistant",
        base: str = "virtual",
        pace: Pace | None = None,
    ) -> None:
        """Prepare the devices of `inventory`; `base` is the first part of all their topics."""
        self.inventory = inventory
        self._host, self._port = host, port
        self._username, self._password = username, password
        self._topics = Topics(prefix=topic_prefix, base=base)
        self._pace = pace or Pace()
        self._area_names = {area.id: area.name for area in inventory.areas}
        self._actors: dict[str, Actor] = {}
        self._devices: dict[str, Device] = {}
        self._mates: dict[str, list[str]] = {}
        self._link: Link | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Switch the devices on; does not wait for a broker (`ready` does)."""
        for entity in self.inventory.entities:
            self._add(entity)
        self._link = Link(
            host=self._host,
            port=self._port,
            username=self._username,
            password=self._password,
            will=Will(self._topics.bridge, OFFLINE),
            topics=(
                *self._topics.commands,
                self._topics.faults,
                self._topics.pokes,
                self._topics.status,
            ),
            on_up=self._announce_all,
            on_message=self._received,
        )
        group = await self._stack.enter_async_context(asyncio.TaskGroup())
        self._tasks = [
            group.create_task(self._link.run(), name="virtual-home-link"),
            group.create_task(self._drift(), name="virtual-home-drift"),
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye and stop everything."""
        for actor in self._actors.values():
            actor.close()
        if self._link is not None and self._link.is_up:
            self._link.publish(self._topics.bridge, OFFLINE)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE_TIMEOUT_S):
                    await self._link.delivered()
        for task in self._tasks:
            task.cancel()
        # The task group would wrap what went wrong inside the `with` in a group of its own.
        ours = (kind, error, trace) if isinstance(error, asyncio.CancelledError) else (None,) * 3
        await self._stack.__aexit__(*ours)

    async def ready(self, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Wait until the broker has every announcement and state.

        Raises:
            TimeoutError: there is no broker, or it does not answer.
        """
        async with asyncio.timeout(timeout_s):
            if self._link is not None:
                await self._link.up()
                await self._link.delivered()

    def state_of(self, entity_id: str) -> EntityState:
        """Give an entity's true state and attributes.

        Raises:
            UnknownEntityError: there is none of that id.
        """
        simulation = self._actor(entity_id).simulation
        return EntityState(simulation.state, simulation.shown())

    def commands_seen(self, entity_id: str) -> tuple[SeenCommand, ...]:
        """Give the commands that reached an entity, oldest first; the last thousand are kept.

        Raises:
            UnknownEntityError: there is none of that id.
        """
        return tuple(self._actor(entity_id).seen)

    def set_fault(self, entity_id: str, fault: Fault, *, delay_s: float = SLOW_S) -> None:
        """Make an entity faulty, or sound again; `delay_s` is how late a slow one reports.

        Raises:
            UnknownEntityError: there is none of that id.
        """
        self._actor(entity_id).set_fault(fault, delay_s=delay_s)

    def poke(self, entity_id: str, state: str | None = None, **attributes: JsonValue) -> None:
        """Change an entity as a person at the wall switch does, or a sensor's surroundings.

        Raises:
            UnknownEntityError: there is none of that id.
            BadValueError: it cannot be so; nothing has changed.
        """
        self._actor(entity_id).poke(state, attributes)

    def _actor(self, entity_id: str) -> Actor:
        if entity_id not in self._actors:
            raise UnknownEntityError(entity_id, self._actors)
        return self._actors[entity_id]

    def _add(self, entity: Entity) -> None:
        """Make the actor of one entity."""
        entity_id, device = entity.id, device_of(entity, self.inventory)
        self._devices[entity_id] = device
        self._mates.setdefault(device.id, []).append(entity_id)
        self._actors[entity_id] = Actor(
            simulate(entity, self._topics.root(entity), self._pace),
            publish=self._publish,
            announce=lambda: self._announce(entity_id),
            config_topic=self._topics.config(entity),
        )

    def _publish(self, topic: str, payload: str | bytes) -> None:
        if self._link is not None:
            self._link.publish(topic, payload)

    def _announce_all(self) -> None:
        """Introduce everybody: the bridge first, then each with all it has to report."""
        self._publish(self._topics.bridge, ONLINE)
        for entity_id, actor in self._actors.items():
            self._announce(entity_id)
            actor.report(again=True)
        for phone in self.inventory.phones:
            self._publish(f"owntracks/{phone.user}/{phone.id}", location(phone, time.time()))

    def _announce(self, entity_id: str) -> None:
        """Publish an entity's discovery message and its device's availability."""
        device = self._devices[entity_id]
        simulation = self._actors[entity_id].simulation
        area = self._area_names.get(simulation.entity.area or device.area or "")
        message = announcement(simulation, device, self._topics, area=area)
        self._publish(self._topics.config(simulation.entity), message)
        is_there = all(self._actors[mate].is_available for mate in self._mates[device.id])
        self._publish(self._topics.availability(device), ONLINE if is_there else OFFLINE)

    async def _drift(self) -> None:
        while True:
            await asyncio.sleep(self._pace.drift_s)
            for actor in self._actors.values():
                actor.drift()

    def _received(self, message: Message) -> None:
        """Sort an incoming message: the hub's birth, a fault to set, a poke, or a command."""
        text = message.payload.decode(errors="replace")
        levels = message.topic.split("/")
        if message.topic == self._topics.status:
            # A retained one is older than the announcements that connecting has just caused.
            if text == ONLINE and not message.is_retained:
                self._announce_all()
        elif levels[-1] == "fault":
            self._fault_wanted(levels[-2], text.strip().lower())
        elif levels[-1] == "poke":
            self._poke_wanted(levels[-2], text)
        else:
            domain, name, *channel = message.topic.removeprefix(f"{self._topics.base}/").split("/")
            actor = self._actors.get(f"{domain}.{name}")
            if actor is not None:
                actor.command("/".join(channel[:-1]), text)

    def _fault_wanted(self, entity_id: str, fault: str) -> None:
        if entity_id not in self._actors:
            logger.warning("no entity %r%s", entity_id, nearest(entity_id, self._actors))
        elif fault not in list(Fault):
            logger.warning("no fault %r%s", fault, nearest(fault, list(Fault)))
        else:
            self.set_fault(entity_id, Fault(fault))

    def _poke_wanted(self, entity_id: str, text: str) -> None:
        try:
            wanted = _Poke.model_validate_json(text)
            self._actor(entity_id).poke(wanted.state, wanted.model_extra or {})
        except ValidationError:
            logger.warning("a poke is an object of a state and attributes, not %.80r", text)
        except (UnknownEntityError, BadValueError) as error:
            logger.warning("no such poke: %s", error)


class _Poke(BaseModel):
    """What a device is to be like: its state, and as further keys its attributes."""

    model_config = ConfigDict(extra="allow", frozen=True)

    state: str | None = None
