"""Scenes: states of several entities that are brought about together, each act by the guard.

scene.turn_on -> what each entity lacks -> calls, as acts of a rule -> guard -> devices
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.automation.calling import Roads, RuleCaller
from hub.automation.entities.errands import Errands
from hub.automation.entities.memory import Document, Memory
from hub.automation.entities.reproducing import Wanted, wishes
from hub.automation.model.rules import Scene
from hub.home.commands import Command
from hub.home.domains import scene as commands
from hub.home.errors import DeliveryError, HubError, UnsupportedCommand
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId, domain_of, slugify
from hub.home.model import UNAVAILABLE, UNKNOWN, Context, Entity, Source
from hub.home.yaml_config import ConfigProblem

# Scenes made by rules, at most; each snapshot replaces the one of the same name.
MOST_MADE = 200
# So long is waited for the calls of a scene, in seconds. A device that is busy with the very plan
# that called the scene is free only afterwards.
WAIT_S = 1.0
States = Mapping[str, tuple[str | None, Mapping[str, Any]]]
NotePlan = Callable[[str, Context], None]

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Place:
    scene: Scene
    is_made: bool
    state: str = UNKNOWN


class Scenes:
    """Keeps scenes: those of the rule files from `configure`, those made from `load`."""

    def __init__(  # noqa: PLR0913 -- what calls, remembers and reports
        self,
        home: Home,
        *,
        now: Callable[[], datetime],
        memory: Memory,
        errands: Errands,
        roads: Roads | None,
        note_plan: NotePlan,
    ) -> None:
        self._home = home
        self._now = now
        self._memory = memory
        self._errands = errands
        self._roads = roads
        self._note_plan = note_plan
        self._places: dict[EntityId, _Place] = {}

    def load(self) -> None:
        """Put back the scenes that were made before a restart."""
        for name, document in self._memory.all_of("scene").items():
            if "states" in document:
                self._put(EntityId(name), _scene_of(document), is_made=True)

    def configure(self, scenes: Sequence[Scene]) -> list[ConfigProblem]:
        """Keep these and those that were made; returns what is wrong."""
        problems: list[ConfigProblem] = []
        wanted: dict[EntityId, Scene] = {}
        for scene in scenes:
            entity_id = EntityId(f"scene.{slugify(scene.name)}")
            if entity_id in wanted:
                first = wanted[entity_id].place
                text = f"the name {scene.name!r} is taken by {first}; choose another"
                at = scene.place
                problems.append(ConfigProblem(at.file, at.line, entity_id, text))
                continue
            wanted[entity_id] = scene
        for entity_id, place in tuple(self._places.items()):
            if not place.is_made and entity_id not in wanted:
                del self._places[entity_id]
                self._home.remove_entity(entity_id)
        for entity_id, scene in wanted.items():
            present = self._places.get(entity_id)
            if present is None or present.scene != scene or present.is_made:
                self._put(entity_id, scene, is_made=False)
        return problems

    def has(self, entity_id: EntityId) -> bool:
        """Tell whether there is such a scene."""
        return entity_id in self._places

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Follow a command of a scene, or of the house.

        Raises:
            UnsupportedCommand: it cannot be done to this scene.
            DeliveryError: the scene is gone, or nothing of it could be done.
        """
        match command:
            case commands.TurnOn():
                await self._turn_on(entity_id, command.transition, context)
            case commands.Delete():
                await self._delete(entity_id, command)
            case commands.Apply():
                states = {name: _split(wanted) for name, wanted in command.entities.items()}
                caller = self._caller("scene:apply", "apply states")
                await self._bring_about(HOUSE, states, command.transition, context, caller)
            case commands.Create():
                await self._create(command, context)
            case _:
                raise UnsupportedCommand(entity_id, command.action, "it has no such action")

    async def _turn_on(
        self, entity_id: EntityId, transition: float | None, context: Context
    ) -> None:
        place = self._places.get(entity_id)
        if place is None:
            raise DeliveryError(entity_id, "it is not configured any more")
        before, place.state = place.state, self._now().isoformat()
        try:
            await self._memory.put(entity_id, _document(place))
        except Exception:
            place.state = before
            raise
        self._report(entity_id, context)
        caller = self._caller(f"scene:{entity_id.partition('.')[2]}", place.scene.name)
        await self._bring_about(entity_id, place.scene.states, transition, context, caller)

    async def _bring_about(
        self,
        scene_id: EntityId,
        states: States,
        transition: float | None,
        context: Context,
        caller: RuleCaller | None,
    ) -> None:
        """Set all entities side by side; what takes long goes on by itself.

        Raises:
            DeliveryError: none of them could be set.
        """
        if caller is None:
            raise DeliveryError(scene_id, "this hub calls nothing")
        wanted = [
            one
            for name, (state, attributes) in states.items()
            if (one := self._wanted(name, state, attributes, transition)) is not None
        ]
        setting = self._errands.begin(_set_all(wanted, caller, context), caller.planner)
        await asyncio.wait({setting}, timeout=WAIT_S)
        if not setting.done():
            return
        told = setting.result()
        if told and len(told) == len(wanted):
            raise DeliveryError(scene_id, "; ".join(dict.fromkeys(told))[:1000])

    def _wanted(
        self, name: str, state: str | None, attributes: Mapping[str, Any], transition: float | None
    ) -> Wanted | None:
        now = self._home.states.get(EntityId(name))
        if now is None:
            _log.warning("a scene sets %s, which is not in this home; passed over", name)
            return None
        return Wanted(now.state if state is None else state, attributes, now, transition)

    async def _create(self, command: commands.Create, context: Context) -> None:
        entity_id = EntityId(f"scene.{command.scene_id}")
        present = self._places.get(entity_id)
        if present is not None and not present.is_made:
            reason = f"{entity_id} is written in the rule files; choose another scene_id"
            raise UnsupportedCommand(entity_id, command.action, reason)
        states = {name: _split(wanted) for name, wanted in command.entities.items()}
        states |= self._snapshot(command.snapshot_entities)
        if not states:
            reason = "give entities or snapshot_entities that are in this home"
            raise UnsupportedCommand(entity_id, command.action, reason)
        made = sum(place.is_made for place in self._places.values())
        if present is None and made >= MOST_MADE:
            reason = f"there are {made} made scenes already; delete some with scene.delete"
            raise UnsupportedCommand(entity_id, command.action, reason)
        place = _Place(Scene(name=command.scene_id, states=states), is_made=True)
        await self._memory.put(entity_id, _document(place))
        self._put(entity_id, place.scene, is_made=True, context=context)

    def _snapshot(
        self, entity_ids: Sequence[EntityId]
    ) -> dict[str, tuple[str | None, Mapping[str, Any]]]:
        found: dict[str, tuple[str | None, Mapping[str, Any]]] = {}
        for entity_id in entity_ids:
            state = self._home.states.get(entity_id)
            if state is None or state.state == UNAVAILABLE:
                _log.warning("no snapshot of %s: it is not there, or not reachable", entity_id)
                continue
            found[entity_id] = state.state, _plain(state.attributes)
        return found

    async def _delete(self, entity_id: EntityId, command: Command) -> None:
        place = self._places.get(entity_id)
        if place is None:
            raise DeliveryError(entity_id, "it is gone already")
        if not place.is_made:
            reason = "it is written in the rule files; delete it there"
            raise UnsupportedCommand(entity_id, command.action, reason)
        await self._memory.forget(entity_id)
        del self._places[entity_id]
        self._home.remove_entity(entity_id)

    def _put(
        self, entity_id: EntityId, scene: Scene, *, is_made: bool, context: Context | None = None
    ) -> None:
        kept = self._memory.of(entity_id) or {}
        place = _Place(scene, is_made, str(kept.get("state", UNKNOWN)))
        self._places[entity_id] = place
        actions = ("scene.turn_on", "scene.delete") if is_made else ("scene.turn_on",)
        self._home.put_entity(
            Entity(
                id=entity_id, name=scene.name, integration="hub", icon=scene.icon,
                unique_id=scene.id or entity_id.partition(".")[2], actions=frozenset(actions),
            )
        )  # fmt: skip
        self._report(entity_id, context)

    def _report(self, entity_id: EntityId, context: Context | None) -> None:
        place = self._places[entity_id]
        shown: dict[str, Any] = {
            "friendly_name": place.scene.name, "entity_id": list(place.scene.states),
        }  # fmt: skip
        if place.scene.id is not None:
            shown["id"] = place.scene.id
        if place.scene.icon is not None:
            shown["icon"] = place.scene.icon
        cause = Context(source=Source.HUB)
        if context is not None:
            cause = Context(source=context.source, user_id=context.user_id, parent_id=context.id)
        self._home.report(entity_id, place.state, shown, cause)

    def _caller(self, planner: str, text: str) -> RuleCaller | None:
        if self._roads is None:
            return None
        return RuleCaller(self._roads, planner=planner, text=text, on_plan=self._note_plan)


async def _set_all(wanted: Sequence[Wanted], caller: RuleCaller, context: Context) -> list[str]:
    """Set entities; returns, and logs, what went wrong."""
    failures = await asyncio.gather(*(_set(one, caller, context) for one in wanted))
    told = [text for text in failures if text is not None]
    for text in told:
        _log.warning("%s: %s", caller.planner, text)
    return told


async def _set(wanted: Wanted, caller: RuleCaller, context: Context) -> str | None:
    """Set one entity, call by call; returns what went wrong."""
    entity_id = wanted.now.entity_id
    calls = wishes(wanted)
    if calls is None:
        return f"{entity_id}: a {domain_of(entity_id)} cannot be set by a scene"
    failed: list[str] = []
    for action, data in calls:
        try:
            await caller.call(action, {"entity_id": [entity_id]}, data, context=context)
        except HubError as error:
            failed.append(str(error))
    return f"{entity_id}: {'; '.join(failed)}" if failed else None


def _split(wanted: Mapping[str, Any]) -> tuple[str | None, Mapping[str, Any]]:
    rest = {key: value for key, value in wanted.items() if key != "state"}
    return str(wanted["state"]), rest


def _plain(attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return attributes as they can be kept on disk."""
    found: Mapping[str, Any] = json.loads(json.dumps(dict(attributes), default=str))
    return found


def _document(place: _Place) -> Document:
    if not place.is_made:
        return {"state": place.state}
    states = {name: [state, dict(rest)] for name, (state, rest) in place.scene.states.items()}
    return {"state": place.state, "name": place.scene.name, "states": states}


def _scene_of(document: Document) -> Scene:
    states = {name: (one[0], one[1]) for name, one in document["states"].items()}
    return Scene(name=str(document["name"]), states=states)
