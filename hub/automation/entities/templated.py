"""Template entities: those that look when what they read changes, and those that wait for triggers.

state-based    report -> tracker -> entity -> home
trigger-based  trigger -> conditions -> actions -> all entities of the block -> home
"""

import logging
from asyncio import Future
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from hub.automation.calling import RuleCaller
from hub.automation.durable import Firing, SavedRun
from hub.automation.entities.template_entity import INTEGRATION, Templated
from hub.automation.entities.template_items import TemplateBlock, parse_block
from hub.automation.entities.template_parts import TemplateParts
from hub.automation.firing import attach
from hub.automation.holding import all_hold
from hub.automation.model.rules import HelperConfig, Script
from hub.automation.model.triggers import AnyTrigger
from hub.automation.rendering import TemplateFailed
from hub.automation.script import Foster, Run, RunResult, Runs
from hub.home.commands import Command
from hub.home.errors import DeliveryError, HubError
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId
from hub.home.model import Context
from hub.home.yaml_config import ConfigProblem

Key = tuple[str, str, int]

_log = logging.getLogger(__name__)


class TemplateBlocks:
    """All of them; `configure` says which."""

    def __init__(self, parts: TemplateParts) -> None:
        self._parts = parts
        self._blocks: dict[Key, tuple[HelperConfig, _BlockAtWork]] = {}
        # What is wrong with parts of blocks that are at work all the same.
        self._wrong: dict[Key, list[ConfigProblem]] = {}
        self._by_id: dict[EntityId, Templated] = {}
        self._has_begun = False

    def has(self, entity_id: EntityId) -> bool:
        """Tell whether there is such an entity."""
        return entity_id in self._by_id

    async def configure(self, helpers: Sequence[HelperConfig]) -> list[ConfigProblem]:
        """Keep these; returns what is wrong. Those left unchanged go on."""
        problems: list[ConfigProblem] = []
        wanted: dict[Key, HelperConfig] = {}
        times: Counter[tuple[str, str]] = Counter()
        for one in helpers:
            name = one.domain, one.object_id
            wanted[*name, times[name]] = one
            times[name] += 1
        for key, (config, block) in tuple(self._blocks.items()):
            if wanted.get(key) != config:
                await self._drop(key, block)
        for key, config in wanted.items():
            if key not in self._blocks:
                self._wrong[key] = self._put(key, config)
            problems += self._wrong[key]
        if not self._has_begun:
            self._clear_away()
        self._has_begun = True
        return problems

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Follow a command.

        Raises:
            DeliveryError: it cannot begin, or the entity is gone.
        """
        entity = self._by_id.get(entity_id)
        if entity is None:
            raise DeliveryError(entity_id, "it is not configured any more")
        await entity.send(command, context)

    def runs_of(self, saved: SavedRun) -> Foster | None:
        """Return what a run from before a restart goes on in; None if it is of none of these."""
        found = (block.runs_of(saved) for _, block in self._blocks.values())
        return next((one for one in found if one is not None), None)

    async def close(self) -> None:
        """Look no longer."""
        for _, block in self._blocks.values():
            await block.end(is_gone=False)

    def _put(self, key: Key, config: HelperConfig) -> list[ConfigProblem]:
        found, wrong = parse_block(config, number=key[2])
        if found is None:
            return list(wrong)
        block = self._made(found)
        self._blocks[key] = config, block
        return [*wrong, *block.begin(at_start=not self._has_begun)]

    def _made(self, block: TemplateBlock) -> "_BlockAtWork":
        entities = []
        for entity in block.entities:
            entity_id = self._free_id(f"{entity.domain}.{entity.object_id}")
            own = Templated(entity, entity_id, self._parts, is_triggered=bool(block.triggers))
            self._by_id[entity_id] = own
            entities.append(own)
        return _BlockAtWork(block, entities, self._parts)

    async def _drop(self, key: Key, block: "_BlockAtWork") -> None:
        del self._blocks[key]
        for entity in block.entities:
            self._by_id.pop(entity.id, None)
        await block.end(is_gone=True)

    def _clear_away(self) -> None:
        """Take those out of the home that were configured before the restart, and are not now."""
        home = self._parts.world.home
        for entity in tuple(home.entities.values()):
            if entity.integration == INTEGRATION and entity.id not in self._by_id:
                home.remove_entity(entity.id)

    def _free_id(self, wanted: str) -> EntityId:
        """Return the id an entity gets; one that template entities had before a restart is free."""
        known, number = self._parts.world.home.entities, 1
        found = EntityId(wanted)
        while found in self._by_id or (found in known and known[found].integration != INTEGRATION):
            number += 1
            found = EntityId(f"{wanted}_{number}")
        return found


class _BlockAtWork:
    """One block: its triggers attached, its entities in the home."""

    def __init__(
        self, block: TemplateBlock, entities: Sequence[Templated], parts: TemplateParts
    ) -> None:
        self.block = block
        self.entities = entities
        self._parts = parts
        self._attached: list[Unsubscribe] = []
        self._runs: Runs | None = None

    @property
    def _name(self) -> str:
        return f"template {self.block.key}"

    def begin(self, *, at_start: bool) -> list[ConfigProblem]:
        """Put the entities into the home and listen; returns what cannot be listened for."""
        problems: list[ConfigProblem] = []
        variables: Mapping[str, Any] = {}
        if not self.block.triggers:
            try:
                variables = self._rendered({})
            except TemplateFailed as error:
                problems.append(self._problem("variables", error))
        for entity in self.entities:
            entity.begin(variables)
        for number, trigger in enumerate(self.block.triggers):
            try:
                self._attached.append(self._attach(number, trigger, at_start=at_start))
            except (HubError, ValueError) as error:
                problems.append(self._problem(f"triggers.{number}", error))
        return problems

    async def end(self, *, is_gone: bool) -> None:
        """Listen no longer; if the block is gone, so are its entities, runs and waits."""
        for unsubscribe in self._attached:
            unsubscribe()
        self._attached.clear()
        if is_gone and self._parts.waits is not None:
            self._parts.waits.forget(f"template/{self.block.key}/")
        if is_gone and self._runs is not None:
            await self._runs.stop()
        for entity in self.entities:
            await entity.end(is_gone=is_gone)

    def _attach(self, number: int, trigger: AnyTrigger, *, at_start: bool) -> Unsubscribe:
        world = self._parts.world
        return attach(
            trigger,
            world,
            key=f"template/{self.block.key}/{number}",
            variables=world.templates.tree(trigger.variables, {}),
            fire=partial(self._fired, number, trigger),
            waits=self._parts.waits,
            attached_at_start=at_start,
        )

    def _fired(self, number: int, trigger: AnyTrigger, firing: Firing) -> None:
        parts = self._parts
        if parts.waits is not None:
            parts.waits.settle(firing)
        context = parts.chains.next(firing.cause)
        if context is None:
            _log.warning("%s sets itself off; it is not rendered anew", self._name)
            return
        if firing.cause is not None:
            parts.note_plan(context.id, firing.cause)
        told = {
            **firing.data, "id": trigger.id or str(number), "idx": str(number),
            "alias": trigger.alias,
        }  # fmt: skip
        try:
            seen = self._rendered({"trigger": told, "context": context}, trigger)
        except TemplateFailed as error:
            _log.warning("%s: variables: %s", self._name, error)
            return
        if not all_hold(self.block.conditions, seen, parts.world):
            return
        if self.block.actions:
            self._begin_run(seen, context)
        else:
            self._take(seen, context)

    def _begin_run(self, seen: Mapping[str, Any], context: Context) -> None:
        """Do the actions first: what they set can be shown."""
        runs = self._runs = self._runs or self._made_runs()
        if runs is None:
            _log.warning("%s: this hub runs no actions of template entities", self._name)
            return
        run = runs.start(seen, context)
        if run is not None:
            run.over.add_done_callback(partial(self._ran, run, context))

    def runs_of(self, saved: SavedRun) -> Foster | None:
        """Return what a run of the block's actions, or of an entity's, goes on in."""
        if saved.item_id != f"template/{self.block.key}":
            found = (entity.runs_of(saved) for entity in self.entities)
            runs = next((one for one in found if one is not None), None)
            return None if runs is None else Foster(runs)
        runs = self._runs = self._runs or self._made_runs()
        return None if runs is None else Foster(runs, self._went_on)

    def _went_on(self, run: Run) -> None:
        """Show what a run sets that goes on after a restart."""
        run.over.add_done_callback(partial(self._ran, run, run.context))

    def _ran(self, run: Run, context: Context, over: Future[RunResult]) -> None:
        if self._attached and not over.cancelled() and over.result().ending == "finished":
            self._take(dict(run.scope.known), context)

    def _take(self, seen: Mapping[str, Any], context: Context) -> None:
        for entity in self.entities:
            entity.take(seen, context)

    def _made_runs(self) -> Runs | None:
        parts, block = self._parts, self.block
        if parts.roads is None or parts.run_parts is None:
            return None
        raw = {"alias": self._name, "sequence": block.raw.get("actions", block.raw.get("action"))}
        script = Script(
            alias=self._name, object_id=f"template_{block.key}", actions=block.actions, raw=raw
        )
        caller = RuleCaller(
            parts.roads, planner=f"template:{block.key}", text=self._name, on_plan=parts.note_plan
        )
        item_id = f"template/{block.key}"
        return Runs(
            script, parts.run_parts(caller, _log.warning), domain="script", item_id=item_id,
            entity_id=self.entities[0].id,
        )  # fmt: skip

    def _rendered(
        self, seen: Mapping[str, Any], trigger: AnyTrigger | None = None
    ) -> dict[str, Any]:
        """Return the variables of the trigger and the block, rendered in order.

        Raises:
            TemplateFailed: one of them failed.
        """
        found = dict(seen)
        given = {} if trigger is None else trigger.variables
        for source in (given, self.block.variables):
            for name, value in source.items():
                found[name] = self._parts.world.templates.tree(value, found)
        return found

    def _problem(self, key: str, error: Exception) -> ConfigProblem:
        at = self.block.place
        return ConfigProblem(at.file, at.line, f"template.{self.block.key}.{key}", str(error))
