"""The hub's own devices: kept entities in the home, what they are told, and what survives."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, Self
from zoneinfo import ZoneInfo

from hub.automation.alarms import Alarms
from hub.automation.endings import ending_id
from hub.automation.entities import inputs
from hub.automation.entities.group import Group, members_of
from hub.automation.entities.kept import Kept, WrongOptions
from hub.automation.entities.moment import InputDatetime
from hub.automation.entities.timer import Timer
from hub.automation.model.rules import HelperConfig, Scene
from hub.home.commands import Command
from hub.home.errors import DeliveryError
from hub.home.events import EntityAdded, EntityRemoved, HomeEvent, StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.ids import EntityId
from hub.home.model import Context, Entity, Source
from hub.home.yaml_config import ConfigProblem

HUB = "hub"


class HouseStore(Protocol):
    """Keeps a document an entity; what it was given is on disk when it returns."""

    async def all(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what is kept, by entity id."""

    async def put(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Add or replace documents, all or none."""


@dataclass
class _Place:
    config: HelperConfig
    kept: Kept
    context: Context | None = field(default=None)


class HouseEntities:
    """Keeps the entities; configure it once it is entered, and again at every reload."""

    name = HUB

    def __init__(
        self,
        home: Home,
        *,
        now: Callable[[], datetime],
        alarms: Alarms,
        store: HouseStore,
        zone: ZoneInfo,
    ) -> None:
        self._zone = zone
        self._home = home
        self._now = now
        self._alarms = alarms
        self._store = store
        self._places: dict[EntityId, _Place] = {}
        self._memories: dict[str, Mapping[str, Any]] = {}
        self._unsaved: dict[str, Mapping[str, Any]] = {}
        self._saving = asyncio.Lock()
        self._deaf: Unsubscribe | None = None
        self._has_begun = True

    async def __aenter__(self) -> Self:
        self._memories = dict(await self._store.all())
        self._deaf = self._home.listen(self._hear)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._deaf is not None:
            self._deaf()
        for entity_id in self._places:
            self._alarms.cancel(_alarm(entity_id))

    def hold(self) -> None:
        """Let no timer end until `begin`: nobody who waits for its end listens yet."""
        self._has_begun = False

    def begin(self) -> None:
        """Let timers end, at once those whose time is over."""
        self._has_begun = True
        for place in self._places.values():
            if isinstance(place.kept, Timer):
                self._set_alarm(place.kept)

    async def configure(
        self, helpers: Sequence[HelperConfig], scenes: Sequence[Scene]
    ) -> list[ConfigProblem]:
        """Keep these and no others; returns what is wrong. Those left unchanged go on.

        Domains that are not kept here yet (and scenes) are passed over.
        """
        del scenes
        problems: list[ConfigProblem] = []
        wanted = {
            EntityId(f"{one.domain}.{one.object_id}"): one
            for one in helpers
            if one.domain in _KINDS
        }
        for entity_id in self._places.keys() - wanted.keys():
            self._drop(entity_id)
        for entity_id, config in wanted.items():
            present = self._places.get(entity_id)
            if present is not None and present.config == config:
                continue
            try:
                self._put(entity_id, config)
            except WrongOptions as error:
                at = config.place
                problems.append(ConfigProblem(at.file, at.line, entity_id, str(error)))
        return problems

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Follow a command; what it changed is on disk when this returns.

        Raises:
            UnsupportedCommand: it cannot.
            DeliveryError: the entity is gone.
        """
        place = self._places.get(entity_id)
        if place is None:
            raise DeliveryError(entity_id, "it is not configured any more")
        place.context = Context(
            source=context.source, user_id=context.user_id, parent_id=context.id
        )
        place.kept.do(command)
        self._report(entity_id)
        await self._save()

    def members(self, entity_id: str) -> tuple[EntityId, ...]:
        """Return the members of a group, and those of groups within it, each once."""
        return members_of(self._home, entity_id)

    def _hear(self, event: HomeEvent) -> None:
        match event:
            case StateReported(changed=True, new=new):
                entity_id, context = new.entity_id, new.context
            case EntityAdded(entity=entity) | EntityRemoved(entity=entity):
                entity_id, context = entity.id, Context(source=Source.HUB)
            case _:
                return
        for place in tuple(self._places.values()):
            if isinstance(place.kept, Group) and entity_id in place.kept.members:
                place.kept.look()
                place.context = context
                self._report(place.kept.id)

    def _put(self, entity_id: EntityId, config: HelperConfig) -> None:
        kept = self._made(entity_id, config)
        present = self._places.get(entity_id)
        memory = present.kept.memory() if present else self._memories.get(entity_id)
        kept.recall(memory)
        self._places[entity_id] = _Place(config, kept, Context(source=Source.HUB))
        self._home.put_entity(
            Entity(
                id=entity_id,
                name=str(config.options.get("name") or config.object_id.replace("_", " ")),
                integration=HUB,
                unique_id=config.object_id,
                actions=kept.actions,
                icon=config.options.get("icon"),
            )
        )
        self._report(entity_id)

    def _made(self, entity_id: EntityId, config: HelperConfig) -> Kept:
        if config.domain == "timer":

            def fire(event: str, data: Mapping[str, Any]) -> None:
                context = self._places[entity_id].context or Context(source=Source.HUB)
                self._home.fire(event, data, context)

            return Timer(entity_id, config.options, self._now, fire)
        if config.domain == "input_datetime":
            return InputDatetime(entity_id, config.options, self._now, self._zone)
        if config.domain == "group":
            return Group(entity_id, config.options, self._home)
        if config.domain == "input_button":
            return inputs.InputButton(entity_id, config.options, self._now)
        kind = _KINDS[config.domain]
        return kind(entity_id, config.options)

    def _drop(self, entity_id: EntityId) -> None:
        kept = self._places.pop(entity_id).kept
        self._memories[entity_id] = kept.memory()
        self._alarms.cancel(_alarm(entity_id))
        self._home.remove_entity(entity_id)

    def _report(self, entity_id: EntityId) -> None:
        place = self._places[entity_id]
        kept = place.kept
        if not isinstance(kept, Group):
            self._unsaved[entity_id] = kept.memory()
        shown = {"friendly_name": self._home.entity(entity_id).name, **kept.attributes}
        if icon := place.config.options.get("icon"):
            shown["icon"] = icon
        self._home.report(entity_id, kept.state, shown, place.context)
        if isinstance(kept, Timer):
            self._set_alarm(kept)

    def _set_alarm(self, kept: Timer) -> None:
        if kept.state != "active" or kept.ends_at is None or not self._has_begun:
            self._alarms.cancel(_alarm(kept.id))
            return
        ends_at = kept.ends_at

        async def ring() -> None:
            place = self._places.get(kept.id)
            if place is None or kept.ends_at != ends_at or kept.state != "active":
                return
            before = place.context or Context(source=Source.HUB)
            place.context = replace(before, id=ending_id(kept.id, ends_at))
            kept.end(ends_at)
            self._report(kept.id)
            # The runs that this began come on disk first: a crash in between tells them again.
            # Until then nobody else who saves takes it along.
            self._unsaved.pop(kept.id, None)
            await asyncio.sleep(0)
            self._unsaved[kept.id] = kept.memory()
            await self._save()

        self._alarms.set(_alarm(kept.id), ends_at, ring)

    async def _save(self) -> None:
        """Write all that is unsaved: who waits for the lock finds it done by whoever had it."""
        async with self._saving:
            if not self._unsaved:
                return
            batch, self._unsaved = self._unsaved, {}
            try:
                await self._store.put(batch)
            except BaseException:
                self._unsaved = {**batch, **self._unsaved}
                raise


_KINDS: dict[str, Callable[[EntityId, Mapping[str, Any]], Kept]] = {
    "input_boolean": inputs.InputBoolean,
    "input_number": inputs.InputNumber,
    "input_select": inputs.InputSelect,
    "input_text": inputs.InputText,
    "input_button": Kept,
    "counter": inputs.Counter,
    "timer": Kept,
    "group": Kept,
    "input_datetime": Kept,
}


def _alarm(entity_id: str) -> str:
    return f"house entity {entity_id}"
