"""The hub's own devices: kept entities in the home, what they are told, and what survives.

It is the integrations "hub" and "template", and that of the house commands of `scene` and `group`.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Self
from zoneinfo import ZoneInfo

from hub.automation.alarms import Alarms
from hub.automation.calling import Roads
from hub.automation.durable import SavedRun
from hub.automation.endings import ending_id
from hub.automation.entities import inputs
from hub.automation.entities.errands import Errands
from hub.automation.entities.group import MANY, Group, members_of
from hub.automation.entities.kept import Kept, WrongOptions
from hub.automation.entities.memory import HouseStore, Memory
from hub.automation.entities.moment import InputDatetime
from hub.automation.entities.scenes import NotePlan, Scenes
from hub.automation.entities.schedule import Schedule
from hub.automation.entities.template_items import is_template
from hub.automation.entities.template_parts import RunPartsOf, TemplateParts
from hub.automation.entities.templated import TemplateBlocks
from hub.automation.entities.timer import Timer
from hub.automation.firing.waits import Waits
from hub.automation.model.rules import HelperConfig, Scene
from hub.automation.script import Foster
from hub.automation.templates.tracking import Tracker
from hub.automation.world import World
from hub.home.commands import Command
from hub.home.domains import group as groups
from hub.home.errors import DeliveryError, HubError, UnsupportedCommand
from hub.home.events import EntityAdded, EntityRemoved, HomeEvent, StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.ids import HOUSE, EntityId
from hub.home.model import Context, Entity, Source
from hub.home.yaml_config import ConfigProblem

HUB = "hub"
# Groups made by rules, at most.
MOST_GROUPS = 200

_log = logging.getLogger(__name__)


@dataclass
class _Place:
    config: HelperConfig
    kept: Kept
    context: Context | None = None
    # Made by a command, not by a rule file.
    is_made: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


def _unnoted(_plan_id: str, _context: Context) -> None:
    """Note nothing."""


class HouseEntities:
    """Keeps the entities; configure it once it is entered, and again at every reload."""

    name = HUB

    def __init__(  # noqa: PLR0913 -- keyword-only; most can be left out
        self,
        home: Home,
        *,
        now: Callable[[], datetime],
        alarms: Alarms,
        store: HouseStore,
        zone: ZoneInfo,
        roads: Roads | None = None,
        note_plan: NotePlan = _unnoted,
        world: World | None = None,
        tracker: Tracker | None = None,
        waits: Waits | None = None,
        run_parts: RunPartsOf | None = None,
    ) -> None:
        self._zone = zone
        self._home = home
        self._now = now
        self._alarms = alarms
        self._memory = Memory(store)
        self._errands = Errands()
        self._places: dict[EntityId, _Place] = {}
        self._groups_of: defaultdict[EntityId, set[EntityId]] = defaultdict(set)
        self._ringing: set[EntityId] = set()
        self._deaf: Unsubscribe | None = None
        self._scenes = Scenes(
            home, now=now, memory=self._memory, errands=self._errands, roads=roads,
            note_plan=note_plan,
        )  # fmt: skip
        self._templates: TemplateBlocks | None = None
        if world is not None and tracker is not None:
            self._templates = TemplateBlocks(
                TemplateParts(
                    world=world, tracker=tracker, memory=self._memory, errands=self._errands,
                    waits=waits, roads=roads, run_parts=run_parts, note_plan=note_plan,
                )
            )  # fmt: skip
        self._has_begun = True

    async def __aenter__(self) -> Self:
        await self._memory.load()
        await self._errands.__aenter__()
        self._scenes.load()
        self._deaf = self._home.listen(self._hear)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._deaf is not None:
            self._deaf()
        for entity_id in tuple(self._ringing):
            self._silence(entity_id)
        if self._templates is not None:
            await self._templates.close()
        await self._errands.__aexit__()

    def hold(self) -> None:
        """Let no timer end until `begin`: nobody who waits for its end listens yet."""
        self._has_begun = False

    def begin(self) -> None:
        """Let timers end, at once those whose time is over."""
        self._has_begun = True
        for entity_id in self._places:
            self._set_alarm(entity_id)

    async def configure(
        self, helpers: Sequence[HelperConfig], scenes: Sequence[Scene]
    ) -> list[ConfigProblem]:
        """Keep these and no others; returns what is wrong. Those left unchanged go on.

        Domains that are not kept here are passed over; so are template entities, without a world
        to read.
        """
        problems = self._scenes.configure(scenes)
        wanted = {
            EntityId(f"{one.domain}.{one.object_id}"): one
            for one in helpers
            if one.domain in _KINDS
        }
        for entity_id in self._places.keys() - wanted.keys():
            if not self._places[entity_id].is_made:
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
        if self._templates is not None:
            problems += await self._templates.configure(list(filter(is_template, helpers)))
        return problems

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Follow a command; what it changed is on disk when this returns.

        It is followed to its end, even if the caller is cancelled.

        Raises:
            UnsupportedCommand: it cannot.
            DeliveryError: the entity is gone, or it could not be kept on disk.
        """
        await self._errands.done(self._follow(entity_id, command, context), f"do {command.action}")

    def runs_of(self, saved: SavedRun) -> Foster | None:
        """Return what a run of a template entity's actions goes on in; None if it is of none."""
        return None if self._templates is None else self._templates.runs_of(saved)

    def members(self, entity_id: str) -> tuple[EntityId, ...]:
        """Return the members of a group, and those of groups within it, each once."""
        return members_of(self._home, entity_id)

    async def _follow(self, entity_id: EntityId, command: Command, context: Context) -> None:
        try:
            match command:
                case groups.Set():
                    self._set_group(command)
                case groups.Remove():
                    self._remove_group(command)
                case _ if command.domain == "scene":
                    await self._scenes.send(entity_id, command, context)
                case _ if self._templates is not None and self._templates.has(entity_id):
                    await self._templates.send(entity_id, command, context)
                case _:
                    await self._follow_kept(entity_id, command, context)
        except HubError:
            raise
        except Exception as error:
            _log.exception("%s on %s could not be kept", command.action, entity_id)
            raise DeliveryError(entity_id, f"it could not be kept on disk: {error}") from error

    async def _follow_kept(self, entity_id: EntityId, command: Command, context: Context) -> None:
        place = self._places.get(entity_id)
        if place is None:
            raise DeliveryError(entity_id, "it is not configured any more")
        cause = Context(source=context.source, user_id=context.user_id, parent_id=context.id)
        async with place.turn:
            draft = copy(place.kept)
            draft.do(command)
            await self._memory.put(entity_id, draft.memory())
            if self._places.get(entity_id) is place:
                place.kept, place.context = draft, cause
                self._report(entity_id)

    # Groups.

    def _set_group(self, command: groups.Set) -> None:
        entity_id = EntityId(f"group.{command.object_id}")
        present = self._places.get(entity_id)
        made = sum(place.is_made for place in self._places.values())
        if present is None and made >= MOST_GROUPS:
            reason = f"there are {made} made groups already; remove some with group.remove"
            raise UnsupportedCommand(HOUSE, command.action, reason)
        options = dict(present.config.options) if present is not None else {}
        given = {"name": command.name, "icon": command.icon, "all": command.all}
        options |= {key: value for key, value in given.items() if value is not None}
        members = list(present.kept.members) if present and isinstance(present.kept, Group) else []
        options["entities"] = _members_after(command, members)
        if len(options["entities"]) > MANY:
            raise UnsupportedCommand(HOUSE, command.action, f"a group holds {MANY} at most")
        config = HelperConfig(domain="group", object_id=command.object_id, options=options)
        self._put(entity_id, config, is_made=present is None or present.is_made)

    def _remove_group(self, command: groups.Remove) -> None:
        entity_id = EntityId(f"group.{command.object_id}")
        if entity_id not in self._places:
            raise UnsupportedCommand(HOUSE, command.action, f"there is no {entity_id}")
        self._drop(entity_id)

    def _hear(self, event: HomeEvent) -> None:
        match event:
            case StateReported(changed=True, new=new):
                entity_id, context = new.entity_id, new.context
            case EntityAdded(entity=entity) | EntityRemoved(entity=entity):
                entity_id, context = entity.id, Context(source=Source.HUB)
            case _:
                return
        for group_id in tuple(self._groups_of.get(entity_id, ())):
            place = self._places[group_id]
            if isinstance(place.kept, Group):
                before = place.kept.state
                place.kept.hear(entity_id, self._home.states.get(entity_id))
                if place.kept.state != before:
                    place.context = context
                    self._report(group_id)

    # Being there.

    def _put(self, entity_id: EntityId, config: HelperConfig, *, is_made: bool = False) -> None:
        kept = self._made(entity_id, config)
        present = self._places.get(entity_id)
        kept.recall(present.kept.memory() if present else self._memory.of(entity_id))
        self._unindex(entity_id)
        self._places[entity_id] = _Place(config, kept, Context(source=Source.HUB), is_made)
        if isinstance(kept, Group):
            for member in kept.members:
                self._groups_of[member].add(entity_id)
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
        options = config.options
        match config.domain:
            case "timer":
                return Timer(entity_id, options, self._now)
            case "input_datetime":
                return InputDatetime(entity_id, options, self._now, self._zone)
            case "group":
                return Group(entity_id, options, self._home)
            case "schedule":
                return Schedule(entity_id, options, self._now, self._zone)
            case "input_button":
                return inputs.InputButton(entity_id, options, self._now)
            case domain:
                return _KINDS[domain](entity_id, options)

    def _drop(self, entity_id: EntityId) -> None:
        self._unindex(entity_id)
        del self._places[entity_id]
        self._silence(entity_id)
        self._home.remove_entity(entity_id)

    def _unindex(self, entity_id: EntityId) -> None:
        place = self._places.get(entity_id)
        for member in place.kept.members if place and isinstance(place.kept, Group) else ():
            self._groups_of[member].discard(entity_id)
            if not self._groups_of[member]:
                del self._groups_of[member]

    # Reporting, and the clock.

    def _report(self, entity_id: EntityId) -> None:
        place = self._places[entity_id]
        kept, context = place.kept, place.context or Context(source=Source.HUB)
        told, kept.told = kept.told, ()
        for event, data in told:
            self._home.fire(event, data, context)
        shown = {"friendly_name": self._home.entity(entity_id).name, **kept.attributes}
        if icon := place.config.options.get("icon"):
            shown["icon"] = icon
        self._home.report(entity_id, kept.state, shown, context)
        self._set_alarm(entity_id)

    def _set_alarm(self, entity_id: EntityId) -> None:
        at = self._places[entity_id].kept.rings_at
        if at is not None and self._has_begun:
            self._ringing.add(entity_id)
            self._alarms.set(_alarm(entity_id), at, partial(self._ring, entity_id, at))
        elif entity_id in self._ringing:
            self._silence(entity_id)

    def _silence(self, entity_id: EntityId) -> None:
        self._ringing.discard(entity_id)
        self._alarms.cancel(_alarm(entity_id))

    async def _ring(self, entity_id: EntityId, at: datetime) -> None:
        place = self._places.get(entity_id)
        if place is None:
            return
        async with place.turn:
            if place.kept.rings_at != at or self._places.get(entity_id) is not place:
                return
            place.kept.ring(at)
            place.context = Context(id=ending_id(entity_id, at), source=Source.HUB)
            self._report(entity_id)
            # The runs that this began come on disk first: a crash in between tells them again.
            await asyncio.sleep(0)
            if place.kept.is_remembered:
                try:
                    await self._memory.put(entity_id, place.kept.memory())
                except Exception:  # noqa: BLE001 -- the time is up, whatever the disk says
                    _log.exception("that %s changed could not be kept", entity_id)


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
    "schedule": Kept,
}


def _members_after(command: groups.Set, before: Sequence[EntityId]) -> list[EntityId]:
    if command.entities is not None:
        return command.entities
    gone = frozenset(command.remove_entities or ())
    return [one for one in before if one not in gone] + list(command.add_entities or ())


def _alarm(entity_id: str) -> str:
    return f"house entity {entity_id}"
