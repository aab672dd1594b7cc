"""The MQTT integration: announced entities in the home, commands on the wire."""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import TracebackType
from typing import Self

from hub.home.commands import Command
from hub.home.domains import house
from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.events import EntityAdded, HomeEvent
from hub.home.former import Called
from hub.home.home import Home
from hub.home.ids import DeviceId, EntityId
from hub.home.keyed_ids import KeyedIds
from hub.home.model import Context
from hub.home.positions import Placed, Placing
from hub.home.stills import Still
from integrations.mqtt.addressing import Addresses
from integrations.mqtt.catalog import is_known
from integrations.mqtt.component import Component
from integrations.mqtt.components.device_tracker import DeviceTracker, Spot, Told
from integrations.mqtt.components.picture import Pictured
from integrations.mqtt.components.temperature import Unit
from integrations.mqtt.config import command_topics
from integrations.mqtt.connection import Connection
from integrations.mqtt.describing import Describing
from integrations.mqtt.devices import Devices
from integrations.mqtt.discovery import (
    BUNDLE,
    Announced,
    Announcement,
    Surroundings,
    discovery_id,
    is_migration,
    kind_of,
    read_announcement,
)
from integrations.mqtt.entity import MqttEntity
from integrations.mqtt.handover import Handover
from integrations.mqtt.message import Message, NoTopicError, PayloadError, Publish
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.mqtt.naming import wanted_id
from integrations.mqtt.shelf import Shelf
from integrations.mqtt.signal import MqttSignal, Signal
from integrations.mqtt.tasmota.discovery import TasmotaDiscovery

# The hub says that it is online once the retained announcements have come in, so that what
# devices then send again finds its subscribers.
QUIET_S = 0.3
QUIET_AT_MOST_S = 5.0

# What a broker full of nonsense may make the hub keep.
MAX_ANNOUNCEMENT = 64_000
MAX_ENTITIES = 10_000
MAX_WAITING = 500
MAX_TOLD = 1_000

_log = logging.getLogger(__name__)


def digest_of(payload: bytes) -> bytes:
    """Return what stands for an announcement where only its equality matters."""
    return hashlib.blake2b(payload, digest_size=16).digest()


class MqttIntegration:
    """Drives the devices behind one broker while entered.

    `known_ids` maps (domain, unique id) to the entity ids they had before a restart, `known_as`
    those to the names and classes they went by. `unit` is what the home counts temperatures in.
    """

    name = "mqtt"

    def __init__(  # noqa: PLR0913 -- keyword-only from the third on
        self,
        home: Home,
        config: MqttConfig,
        *,
        known_ids: Mapping[tuple[str, str], EntityId] | None = None,
        known_as: Mapping[EntityId, tuple[str, ...]] | None = None,
        unit: Unit = "C",
        shelf: Shelf | None = None,
    ) -> None:
        self._home = home
        self._config = config
        self._connection = Connection(config)
        self._ids = KeyedIds(known_ids or {})
        # Digests of what was announced, to know repetitions; only of topics with entities.
        self._digests: dict[str, bytes] = {}
        self._by_topic: dict[str, dict[str, MqttEntity | MqttSignal]] = {}
        self._signals: set[MqttSignal] = set()
        self._entities: dict[EntityId, MqttEntity] = {}
        self._handover = Handover()
        self._devices = Devices(home)
        self._describing = Describing(home, self._devices, Called(known_as or {}))
        self._around = Surroundings(unit, self._devices.completed)
        self._addresses = Addresses()
        self._shelf = shelf or Shelf()
        self._placing: Placing | None = None
        # Announcements with an entity that another topic announced first, or one too many; they
        # get their turn later.
        self._refused: dict[str, bytes] = {}
        # Topics whose wrong announcement was told; the next line comes when they were well again.
        self._told: set[str] = set()
        self._is_full = False
        self._birth: asyncio.Task[None] | None = None
        self._last_announcement = 0.0
        self._connection.listen(self._on_connectivity)
        self._unhear = home.listen(self._on_described, EntityAdded)
        self._tasmota = TasmotaDiscovery(
            self._connection, config.discovery_prefix, self._put, self._ask
        )

    @property
    def connected(self) -> bool:
        """Whether the broker is there."""
        return self._connection.connected

    @property
    def problem(self) -> str:
        """Why the broker is not there, empty while it is."""
        return self._connection.problem

    def listen_connectivity(self, listener: Callable[[bool], None]) -> Callable[[], None]:
        """Call `listener` when the broker comes and goes; returns what ends it."""
        return self._connection.listen(listener)

    def hear(self, topic: str, handler: Callable[[str, bytes], None]) -> Callable[[], None]:
        """Call `handler` with topic and payload of every message; returns what ends it."""

        def take(message: Message) -> None:
            handler(message.topic, message.payload)

        self._connection.subscribe(topic, take)
        return lambda: self._connection.unsubscribe(topic, take)

    def addressed(self, topic: str) -> tuple[EntityId, ...]:
        """Return the entities that may take a message on a topic for a command."""
        return self._addresses.addressed(topic)

    def sharing(self, entity_id: EntityId) -> tuple[EntityId, ...]:
        """Return the entities of others that hear what is sent to an entity."""
        return self._addresses.sharing(entity_id)

    async def still(self, entity_id: EntityId) -> Still:
        """Return the latest picture of a camera or an image.

        Raises:
            NoPictureError: there is none, or it cannot be had.
        """
        return await self._shelf.still(entity_id)

    def place_by(self, placing: Placing) -> Callable[[], None]:
        """Have `placing` decide where trackers are that tell a position; returns what ends it."""
        self._placing = placing
        self._place_all()
        return placing.listen_zones(self._place_all)

    async def __aenter__(self) -> Self:
        prefix = self._config.discovery_prefix
        for levels in ("+/+", "+/+/+"):
            self._connection.subscribe(f"{prefix}/{levels}/config", self._on_announcement)
        self._connection.listen_for_copies()
        self._tasmota.begin()
        await self._connection.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._unhear()
        await self._stop_birth()
        await self._connection.__aexit__(kind, error, trace)
        for entity in self._entities.values():
            entity.stop()
        for signal in self._signals:
            signal.stop()

    def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Publish the messages that carry out `command`.

        Raises:
            DeliveryError: there is no broker, or the device has not announced itself yet.
            UnsupportedCommand: this device has no way to do it.
        """
        if isinstance(command, house.Publish):
            self._connection.publish(
                command.topic, command.payload, sender=entity_id, qos=command.qos,
                retain=command.retain,
            )  # fmt: skip
            return
        entity = self._entities.get(entity_id)
        if entity is None:
            raise DeliveryError(entity_id, "the device has not announced itself over MQTT yet")
        state = self._home.state(entity_id)
        component = entity.component
        try:
            messages = list(component.messages(command, state))
        except NoTopicError as error:
            raise UnsupportedCommand(entity_id, command.action, str(error)) from None
        except PayloadError as error:
            raise DeliveryError(entity_id, f"{command.action}: {error}") from None
        entity.caused_by(context)
        for message in messages:
            self._publish(message, entity_id)
        if component.is_settled_by(command):
            component.assume(command, state)
            entity.report(None)
        elif component.unreported:
            component.told.clear()
            component.assume(command, state)
            if component.told:
                entity.report(frozenset(component.told))

    def _publish(self, message: Publish, sender: str) -> None:
        if message.raw is not None or message.expires_s is not None:
            self._connection.publish_message(message, sender=sender)
            return
        self._connection.publish(
            message.topic, message.payload, sender=sender, qos=message.qos, retain=message.retain
        )

    def rename(self, old: EntityId, new: EntityId) -> None:
        """Give an entity another id; what it knew moves along."""
        described = self._home.customs.announced_entity(self._home.entities[old])
        renamed = self._describing.moved(described, new)
        self._ids.assign(described.unique_id, new)
        previous = self._entities.get(old)
        if previous is None:
            self._home.remove_entity(old)
            return
        if self._handover.taken_over(old) is not None:  # it comes back under its new id
            self._remove(previous)
            return
        topic, key = self._announced_as(previous)
        self._shelf.move(old, new)
        self._remove(previous)
        self._home.put_entity(renamed)
        entity = self._begin(new, topic, key, previous.component)
        self._by_topic[topic][key] = entity
        entity.start(previous)

    def drives(self, entity_id: EntityId) -> bool:
        """Tell whether an entity is announced."""
        return entity_id in self._entities

    def _announced_as(self, entity: MqttEntity) -> tuple[str, str]:
        """Return the topic that announced an entity, and its key there."""
        return next(
            (topic, key)
            for topic, announced in self._by_topic.items()
            for key, known in announced.items()
            if known is entity
        )

    def _begin(self, entity_id: EntityId, topic: str, key: str, component: Component) -> MqttEntity:
        """Make an entity that is to be started; it is in the home already."""
        entity = MqttEntity(entity_id, component, self._home, self._connection)
        self._entities[entity_id] = entity
        self._handover.own(entity_id, _owner(topic, key))
        self._addresses.put(entity_id, command_topics(component.config), topic)
        if isinstance(component, Pictured):
            component.show = partial(self._shelf.put, entity_id)
        elif isinstance(component, DeviceTracker):
            component.where = partial(self._where, entity_id)
        return entity

    def _where(self, entity_id: EntityId, told: Told, *, is_new: bool) -> Placed | None:
        placing = self._placing
        if placing is None:
            return None
        if not isinstance(told, Spot):
            return placing.place_in(told)
        known = None if is_new else placing.placed(entity_id)
        if known is not None:
            return known
        return placing.place(entity_id, (told.latitude, told.longitude), told.accuracy_m)

    def _place_all(self) -> None:
        """Report trackers anew, now that the zones are others."""
        for entity in tuple(self._entities.values()):
            if isinstance(entity.component, DeviceTracker):
                entity.component.settle()
                entity.report()

    def _on_described(self, event: HomeEvent) -> None:
        """Listen, or listen no longer, as people decide about an entity."""
        if isinstance(event, EntityAdded):
            entity = self._entities.get(event.entity.id)
            if entity is not None:
                entity.enable(is_enabled=event.entity.enabled)

    def _on_connectivity(self, connected: bool) -> None:  # noqa: FBT001 - a listener's signature
        if connected:
            loop = asyncio.get_running_loop()
            self._birth = loop.create_task(self._announce_hub(), name="mqtt-birth")
        elif self._birth is not None:
            self._birth.cancel()

    async def _announce_hub(self) -> None:
        loop = asyncio.get_running_loop()
        started = self._last_announcement = loop.time()
        while loop.time() - started < QUIET_AT_MOST_S:
            await asyncio.sleep(QUIET_S / 3)
            if loop.time() - self._last_announcement >= QUIET_S:
                break
        self._connection.release_held()
        self._connection.say_birth()

    def _ask(self, announcement: str, topic: str, payload: str) -> None:
        """Ask a device for its state, unless what others announced might take it for a command."""
        own = {known.id for known in self._by_topic.get(announcement, {}).values()
               if isinstance(known, MqttEntity)}  # fmt: skip
        if own.issuperset(self.addressed(topic)):
            with contextlib.suppress(DeliveryError):
                self._connection.publish(topic, payload, sender="mqtt")

    async def _stop_birth(self) -> None:
        if self._birth is not None:
            self._birth.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._birth

    def _on_announcement(self, message: Message) -> None:
        topic = message.topic
        kind = kind_of(topic, self._config.discovery_prefix)
        if kind is None or (kind != BUNDLE and not is_known(kind)):
            return
        payload = message.payload
        if self._digests.get(topic) == digest_of(payload) or self._refused.get(topic) == payload:
            self._told.discard(topic)
            return
        self._last_announcement = asyncio.get_running_loop().time()
        if not payload:
            self._withdraw(topic)
            return
        if len(payload) > MAX_ANNOUNCEMENT:
            self._tell(topic, f"expected at most {MAX_ANNOUNCEMENT} bytes")
            return
        try:
            if is_migration(payload):
                self._migrate(topic, payload)
                return
            found = read_announcement(kind, topic, payload, self._around)
        except PayloadError as error:
            self._tell(topic, str(error))
            return
        self._told.discard(topic)
        self._take(topic, payload, found)
        self._settle()

    def _migrate(self, topic: str, payload: bytes) -> None:
        """Let a topic's entities go on working until another topic announces them."""
        here = self._by_topic.pop(topic, {})
        self._refused.pop(topic, None)
        stay: dict[str, MqttEntity | MqttSignal] = {}
        for key, one in here.items():
            if isinstance(one, MqttEntity) and one.component.config.unique_id is not None:
                self._handover.let_go(one)
            elif isinstance(one, MqttSignal):
                self._remove(one)
            else:
                stay[key] = one
        if stay:
            self._by_topic[topic] = stay
        self._digests[topic] = digest_of(payload)

    def _take(self, topic: str, payload: bytes, found: Announcement) -> None:
        is_complete = self._put(topic, found)
        self._digests.pop(topic, None)
        self._refused.pop(topic, None)
        if is_complete and topic in self._by_topic:
            self._digests[topic] = digest_of(payload)
        elif not is_complete and len(self._refused) < MAX_WAITING:
            self._refused[topic] = payload

    def _tell(self, topic: str, error: str) -> None:
        """Log what is wrong with `topic`, once until it is well again."""
        if topic in self._told or len(self._told) >= MAX_TOLD:
            return
        self._told.add(topic)
        _log.warning("mqtt: topic %r: %s; the announcement is passed over", topic, error)
        if len(self._told) == MAX_TOLD:
            _log.warning("mqtt: %d topics are wrong; further ones go untold", MAX_TOLD)

    def _withdraw(self, topic: str) -> None:
        self._told.discard(topic)
        self._digests.pop(topic, None)
        was_refused = self._refused.pop(topic, None) is not None
        if topic in self._by_topic or was_refused:
            devices = set(self._devices_of(topic))
            self._put(topic, Announcement([]))
            self._reconsider()
            self._settle()
            for device_id in devices - self._devices_announced():
                self._devices.forget(device_id)

    def _devices_of(self, topic: str) -> Iterator[DeviceId]:
        for one in self._by_topic.get(topic, {}).values():
            if isinstance(one, MqttSignal):
                device_id = one.device_id
            else:
                entity = self._home.entities.get(one.id)
                device_id = entity.device_id if entity is not None else None
            if device_id is not None:
                yield device_id

    def _devices_announced(self) -> set[DeviceId]:
        """Return the devices that have an entity, of whomever, or a signal."""
        entities = {entity.device_id for entity in self._home.entities.values()}
        found = entities | {signal.device_id for signal in self._signals}
        return {device_id for device_id in found if device_id is not None}

    def _reconsider(self) -> None:
        """Give announcements their turn whose unique ids may have become free."""
        for topic, payload in sorted(self._refused.items()):
            kind = kind_of(topic, self._config.discovery_prefix) or ""
            self._take(topic, payload, read_announcement(kind, topic, payload, self._around))

    def _settle(self) -> None:
        """Take away what was let go for another announcement that did not take it after all."""
        if self._handover.has_leaving:
            self._reconsider()
            for entity in self._handover.left_over():
                self._remove(entity)

    def _put(self, topic: str, announcement: Announcement) -> bool:
        """Make the entities of `topic` those of `found`: added, renewed in place, or removed.

        Returns whether all of them got their place.
        """
        before = self._by_topic.pop(topic, {})
        after: dict[str, MqttEntity | MqttSignal] = {}
        is_complete = True
        for announced in announcement.found:
            previous = before.pop(announced.key, None)
            at_work = self._renew(topic, announced, previous)
            if at_work is not None:
                after[announced.key] = at_work
                continue
            is_complete = False
            if previous is not None:
                before[announced.key] = previous
        for key, gone in before.items():
            if announcement.is_wrong(key):
                after[key] = gone
            elif isinstance(gone, MqttSignal) or not self._handover.hand_on(gone):
                self._remove(gone)
        if after:
            self._by_topic[topic] = after
        return is_complete

    def _renew(
        self, topic: str, announced: Announced, previous: MqttEntity | MqttSignal | None
    ) -> MqttEntity | MqttSignal | None:
        if previous is None and len(self._entities) + len(self._signals) >= MAX_ENTITIES:
            if not self._is_full:
                _log.warning("mqtt: topic %r: over %d entities; passed over", topic, MAX_ENTITIES)
            self._is_full = True
            return None
        component = announced.component
        if isinstance(component, Signal):
            return self._renew_signal(topic, announced.key, component, previous)
        return self._renew_entity(topic, announced.key, component, previous)

    def _renew_signal(
        self, topic: str, key: str, signal: Signal, previous: MqttEntity | MqttSignal | None
    ) -> MqttSignal:
        new = MqttSignal(
            signal,
            self._connection,
            self._home,
            device_id=self._devices.put(signal.config.device),
            discovery_id=discovery_id(topic, self._config.discovery_prefix, key),
        )
        self._signals.add(new)
        new.start()
        if previous is not None:  # only now: no topic is let go and taken again
            self._remove(previous)
        return new

    def _renew_entity(
        self, topic: str, key: str, component: Component, known: MqttEntity | MqttSignal | None
    ) -> MqttEntity | None:
        previous = known if isinstance(known, MqttEntity) else None
        config, domain = component.config, component.domain
        unique_id = config.unique_id or f"{topic} {key}"
        # An id in the home that nobody drives yet is this entity's own from before a restart.
        wanted = wanted_id(domain, config)
        entity_id = self._ids.id_for(domain, unique_id, wanted, self._home.entities)
        previous = previous or self._handover.taken_over(entity_id)
        if not self._handover.is_free(entity_id, _owner(topic, key)):
            if topic not in self._refused:
                _log.warning(
                    "mqtt: topic %r: unique_id %r is %s already, announced elsewhere; passed over",
                    topic, unique_id, entity_id,
                )  # fmt: skip
            return None
        if previous is not None and previous.id != entity_id:
            self._remove(previous)
            previous = None
        if config.group:
            component.capabilities["entity_id"] = self._ids.those_of(config.group)
        described = self._describing.entity(entity_id, unique_id, component, self.name)
        self._home.put_entity(described)
        entity = self._begin(entity_id, topic, key, component)
        entity.start(previous)
        if previous is not None:  # only now: no topic is let go and taken again
            previous.stop()
        return entity

    def _remove(self, entity: MqttEntity | MqttSignal) -> None:
        entity.stop()
        if isinstance(entity, MqttSignal):
            self._signals.discard(entity)
            return
        self._entities.pop(entity.id, None)
        self._handover.disown(entity.id)
        self._addresses.remove(entity.id)
        self._shelf.put(entity.id, None)
        self._describing.take_away(entity.id)


def _owner(topic: str, key: str) -> str:
    return f"{topic} {key}"
