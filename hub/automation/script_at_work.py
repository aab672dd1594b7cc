"""One script at work: `script.<object_id>`, started by whoever calls it."""

import logging
from collections.abc import Mapping
from typing import Any

from hub.automation.bench import Bench
from hub.automation.calling import RuleCaller
from hub.automation.model.rules import Script
from hub.automation.rendering import TemplateFailed
from hub.automation.script import Run, Runs
from hub.home.errors import HubError
from hub.home.ids import EntityId
from hub.home.model import Context, Source

STARTED = "script_started"

_log = logging.getLogger(__name__)


class ScriptFailed(HubError):
    """A script cannot be started: what is wrong with its variables is told."""


class ScriptAtWork:
    """Runs when it is called; `report` shows how it stands."""

    def __init__(self, script: Script, entity_id: EntityId, bench: Bench) -> None:
        self.script = script
        self.entity_id = entity_id
        self._bench = bench
        # The scripts behind each run that has not ended, this one included, by its context.
        self._stacks: dict[str, frozenset[str]] = {}
        caller = RuleCaller(
            bench.roads,
            planner=f"script:{script.object_id}",
            text=script.alias,
            on_plan=self._note,
        )
        self.runs = Runs(
            script,
            bench.run_parts(caller, _log.warning),
            domain="script",
            item_id=script.object_id,
            entity_id=entity_id,
            on_change=self.report,
        )

    def start(self, variables: Mapping[str, Any], context: Context) -> Run | None:
        """Start it with variables; None if it runs already and its mode allows no more.

        Raises:
            ScriptFailed: its own variables cannot be worked out.
        """
        bench = self._bench
        own = Context(
            source=Source.RULE,
            user_id=context.user_id,
            parent_id=context.id,
            is_spoken=context.is_spoken,
        )
        bench.loops.note(own.id, bench.loops.chain_of(context))
        seen: dict[str, Any] = {
            **variables,
            "this": bench.world.home.states.get(self.entity_id),
            "context": own,
        }
        try:
            for name, value in self.script.variables.items():
                seen.setdefault(name, bench.world.templates.tree(value, seen))
        except TemplateFailed as error:
            raise ScriptFailed(f"{self.entity_id}: {error}") from error
        stack = bench.callers.chain_of(context)
        run = self.runs.start(seen, own, is_recursion=self.script.object_id in stack)
        if run is not None:
            self._stacks[own.id] = stack | {self.script.object_id}
            run.over.add_done_callback(lambda _: self._stacks.pop(own.id, None))
            data = {"name": self.script.alias, "entity_id": self.entity_id}
            bench.world.home.fire(STARTED, data, own)
        return run

    def report(self) -> None:
        """Show in the home how it stands."""
        last = self.runs.last_triggered
        attributes: dict[str, Any] = {
            "last_triggered": last.isoformat() if last is not None else None,
            "mode": self.script.mode,
            "current": self.runs.current,
        }
        if self.script.mode in {"queued", "parallel"}:
            attributes["max"] = self.script.max_runs
        if self.script.icon is not None:
            attributes["icon"] = self.script.icon
        home = self._bench.world.home
        home.report(self.entity_id, "on" if self.runs.is_running else "off", attributes)

    def _note(self, plan_id: str, context: Context) -> None:
        loops = self._bench.loops
        loops.note(plan_id, loops.chain_of(context))
        own = frozenset({self.script.object_id})
        self._bench.callers.note(plan_id, self._stacks.get(context.id, own))
