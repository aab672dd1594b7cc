"""Parts of rules tried by themselves: a trigger, a condition, a few actions; nothing is kept."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

from hub.automation.durable import Firing
from hub.automation.files.action_items import sequence
from hub.automation.files.condition_items import conditions
from hub.automation.files.rule_items import parse_script
from hub.automation.files.tree import Spot
from hub.automation.files.trigger_items import triggers
from hub.automation.firing.attaching import attach
from hub.automation.firing.attachment import all_of
from hub.automation.holding import all_hold
from hub.automation.memory_runs import MemoryRunStore
from hub.automation.mentions import entities_in
from hub.automation.model.rules import Runnable
from hub.automation.model.triggers import AnyTrigger
from hub.automation.model.values import Place
from hub.automation.script.runs import RunParts, Runs
from hub.automation.world import Caller, Fire, World
from hub.home.errors import HubError
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId
from hub.home.model import Context
from hub.home.yaml_config import ConfigError
from hub.record import record

Part = Literal["triggers", "conditions", "actions"]
# Told of what a trigger tells, and of the context of what fired it.
Tell = Callable[[Mapping[str, Any], Context | None], None]

_PARSERS: Mapping[Part, Callable[[Any, Spot], tuple[Any, ...]]] = {
    "triggers": triggers,
    "conditions": conditions,
    "actions": sequence,
}


class RunBroke(HubError):
    """Actions that were tried ended with an error; the message is theirs."""


class Untold(HubError):
    """Whether conditions hold cannot be told: something that they name is missing."""


@record(frozen=True, slots=True)
class Workbench:
    """Tries parts of rules over the home, and knows what kept rules name.

    `run_parts`: what runs of a caller need; `rules`: those at work, by the entities that stand for
    them.
    """

    world: World
    run_parts: Callable[[Caller, Callable[[str], None]], RunParts]
    rules: Callable[[], Mapping[EntityId, Runnable]] = dict

    def mentions(self) -> Mapping[EntityId, frozenset[EntityId]]:
        """Return which entities each rule names outright, by the rule's own entity."""
        return {key: entities_in([rule]) for key, rule in self.rules().items()}

    def problem(self, part: Part, raw: Any) -> str | None:
        """Return what is wrong with a part of a rule, None if nothing is."""
        try:
            _parsed(part, raw)
        except ConfigError as error:
            return str(error)
        return None

    def attach(self, raw: Any, variables: Mapping[str, Any], tell: Tell) -> Unsubscribe:
        """Call `tell` whenever one of some triggers fires; returns what ends it.

        Raises:
            ConfigError: they are none; with all that is wrong.
            HubError: this hub has no such trigger, or a template failed.
        """
        ends: list[Unsubscribe] = []
        try:
            for number, trigger in enumerate(_parsed("triggers", raw)):
                fire = _telling(trigger, number, tell)
                end = attach(trigger, self.world, key=None, variables=variables, fire=fire)
                ends.append(end)
        except HubError:
            all_of(*ends)()
            raise
        return all_of(*ends)

    def holds(self, raw: Any, variables: Mapping[str, Any]) -> bool:
        """Tell whether all of some conditions hold now.

        Raises:
            ConfigError: they are none; with all that is wrong.
            Untold: it cannot be told.
        """
        wrong: list[str] = []

        def note(_: str, told: Mapping[str, Any]) -> None:
            if "error" in told:
                wrong.append(str(told["error"]))

        found = all_hold(_parsed("conditions", raw), variables, self.world, note=note)
        if found is None:
            raise Untold("; ".join(dict.fromkeys(wrong)) or "it cannot be told")
        return found

    async def run(
        self, raw: Any, variables: Mapping[str, Any], caller: Caller, context: Context
    ) -> Mapping[str, Any] | None:
        """Run actions, calling as `caller` does, and return their response when they have ended.

        They end with whoever waits for them, and the hub; nothing is gone on with afterwards.

        Raises:
            ConfigError: they are none; with all that is wrong.
            RunBroke: one of them failed.
        """
        script = parse_script("tried", {"alias": "Tried", "sequence": raw}, _HERE)
        parts = replace(self.run_parts(caller, _nobody), store=MemoryRunStore(), traces=_Untraced())
        runs = Runs(
            script, parts, domain="script", item_id=script.object_id, entity_id="script.tried"
        )
        run = runs.start(variables, context)
        if run is None:
            raise RunBroke("it could not be started")
        try:
            result = await run.finished()
        finally:
            await runs.stop()
        if result.ending == "error":
            raise RunBroke(result.error or "it broke off")
        return result.response


class _Untraced:
    """Keeps no trace."""

    def put(self, trace: Any) -> None:
        """Take a trace, and drop it."""


_HERE = Place("the command", 1)


def _nobody(_: str) -> None:
    """Tell nobody: who tried it hears it."""


def _parsed(part: Part, raw: Any) -> tuple[Any, ...]:
    spot = Spot(_HERE, part)
    found = _PARSERS[part](raw, spot)
    if spot.problems:
        raise ConfigError(spot.problems)
    return found


def _telling(trigger: AnyTrigger, number: int, tell: Tell) -> Fire:
    known = {"id": trigger.id or str(number), "idx": str(number), "alias": trigger.alias}

    def fire(firing: Firing) -> None:
        tell(known | dict(firing.data), firing.cause)

    return fire
