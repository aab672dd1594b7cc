"""Our answers: the cases of `ha_side`, through our own parsers and engine, in virtual time."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hub.automation.bench import Bench
from hub.automation.calling import Roads, RuleCaller
from hub.automation.engine import Engine, EngineParts
from hub.automation.entities.house import HouseEntities
from hub.automation.files.condition_items import conditions
from hub.automation.files.helper_items import helpers
from hub.automation.files.rule_items import parse_automation, parse_script
from hub.automation.files.sections import Sections
from hub.automation.files.tree import Spot
from hub.automation.holding import all_hold
from hub.automation.memory_runs import MemoryRunStore
from hub.automation.model.rules import Configuration
from hub.automation.model.values import NOWHERE, Template
from hub.automation.place import Place
from hub.automation.script import RunParts
from hub.automation.virtual_time import VirtualTime
from hub.automation.world import Caller, World
from hub.home.actions import ACTIONS
from hub.home.errors import HubError
from hub.home.events import Fired, HomeEvent, StateReported
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of
from hub.home.model import Context, Entity, Source
from hub.home.notifications import Notification
from hub.home.plan import Effect, Outcome, Plan, PlanResult, Status, StepVerdict, Verdict
from hub.home.run_trace import RunTrace
from hub.home.yaml_config import ConfigError
from tests.support.engine import world_of

RECORDED = frozenset({"light", "switch", "notify", "cover", "lock", "test"})
_SET = {"turn_on": "on", "turn_off": "off"}
_RESPONSE = {"value": 42}


class ItFailed(HubError):
    """`test.fails` fails, as it does in `ha_side`."""


class _NoBoard:
    async def tell(self, notification: Notification) -> None:
        """Tell nobody."""


class _NoTraces:
    def put(self, trace: RunTrace) -> None:
        """Keep nothing."""


class _NoMemory:
    async def all(self) -> Mapping[str, Mapping[str, Any]]:
        """Remember nothing."""
        return {}

    async def put(self, states: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep nothing."""

    async def remove(self, entity_ids: Sequence[str]) -> None:
        """Have nothing to forget."""


@dataclass(frozen=True, slots=True)
class _TestCaller:
    """Does `test.*` itself, as `ha_side` does, and leaves all else to rules' own caller."""

    inner: Caller
    serve: Callable[[str, Mapping[str, Any]], Mapping[str, Any] | None]

    async def call(  # noqa: PLR0913 -- as the protocol
        self,
        action: str,
        target: Mapping[str, Any],
        data: Mapping[str, Any],
        *,
        context: Context,
        wants_response: bool = False,
        noting: Callable[[str], None] | None = None,
    ) -> Mapping[str, Any] | None:
        """Do it."""
        if domain_of(action) == "test":
            return self.serve(action, {**target, **data})
        return await self.inner.call(
            action, target, data, context=context, wants_response=wants_response, noting=noting
        )


class _Engine(Engine):
    """The engine, whose rules can call `test.*`."""

    def __init__(self, parts: EngineParts, wrap: Callable[[Caller], Caller]) -> None:
        super().__init__(parts)
        own = {one.name: getattr(self._bench, one.name) for one in fields(Bench)}

        class WrappingBench(Bench):
            def run_parts(self, caller: Caller, missed: Callable[[str], None]) -> RunParts:
                return Bench.run_parts(self, wrap(caller), missed)

        self._bench = WrappingBench(**own)


class House:
    """One home of ours, and what was seen in it."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.seen: list[list[Any]] = []
        self._case = case
        self.time = VirtualTime(datetime.fromisoformat(case["start"]))
        self._start = self.time.now
        zone = ZoneInfo(case.get("time_zone", "Europe/Amsterdam"))
        self.home = Home(now=self.time)
        self.world: World = world_of(self.home, Place(52.37, 4.89, zone), self.time, self.time)
        self.roads = Roads(self.home, zone, self._run_plan, self._follow)
        self._helpers = HouseEntities(
            self.home, now=self.time, alarms=self.time, store=_NoMemory(), zone=zone
        )
        self._engine = _Engine(self._parts(), lambda inner: _TestCaller(inner, self._serve))
        self._caller = RuleCaller(self.roads, planner="rule:steps", text="steps")
        for entity_id, (state, attributes) in case.get("states", {}).items():
            self._say(entity_id, state, attributes)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Put to work what the case configures."""
        found = _configuration(self._case.get("config", {}))
        async with self._helpers, self._engine:
            wrong = await self._helpers.configure(found.helpers, ())
            if wrong:
                raise ConfigError(wrong)
            await self._engine.configure(found)
            await self._engine.begin()
            await self._rest()
            unlisten = self.home.listen(self._hear)
            yield
            unlisten()

    async def step(self, kind: str, *values: Any) -> None:
        """Take one step of the case."""
        if kind == "state":
            self._change(*values)
        elif kind == "event":
            self.home.fire(values[0], values[1], Context())
        elif kind == "advance":
            await self.time.advance_to(self.time.now + timedelta(seconds=values[0]))
        elif kind == "call":
            self._engine.spawn(lambda: self._call(*values), "a step")
        await self._rest()

    async def _rest(self) -> None:
        for _ in range(6):
            await self.time.rest()

    async def _call(self, action: str, data: Mapping[str, Any]) -> None:
        rest = dict(data)
        target = {"entity_id": _listed(rest.pop("entity_id"))} if "entity_id" in rest else {}
        await self._caller.call(action, target, rest, context=Context())

    def _change(self, entity_id: str, state: str | None, *attributes: Mapping[str, Any]) -> None:
        if state is None:
            self.home.remove_entity(EntityId(entity_id))
            return
        old = self.home.states.get(EntityId(entity_id))
        kept = dict(old.attributes) if old is not None else {}
        self._say(entity_id, state, attributes[0] if attributes else kept)

    def _say(
        self,
        entity_id: str,
        state: str,
        attributes: Mapping[str, Any],
        cause: Context | None = None,
    ) -> None:
        known = EntityId(entity_id)
        if known not in self.home.entities:
            domain = domain_of(known)
            name = str(attributes.get("friendly_name", entity_id))
            verbs = frozenset(one for one in ACTIONS if domain_of(one) == domain)
            self.home.put_entity(
                Entity(id=known, name=name, integration="test", unique_id=known, actions=verbs)
            )
        self.home.report(known, state, attributes, cause or Context())

    def _hear(self, event: HomeEvent) -> None:
        match event:
            case StateReported(old=old, new=new) if new.entity_id in self._case.get("watch", ()):
                if old is None or old.state != new.state:
                    self._see("state", [new.entity_id, new.state])
            case Fired(event_type=kind, data=data):
                if kind in self._case.get("watch_events", ()):
                    self._see(f"event {kind}", plain(dict(data)))
            case _:
                pass

    def _see(self, what: str, data: Any) -> None:
        at = int((self.time.now - self._start).total_seconds() + 1e-4)
        self.seen.append([at, what, data])

    def _serve(self, action: str, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
        self._see(action, plain(dict(data)))
        if action == "test.fails":
            raise ItFailed("it failed")
        return _RESPONSE if action == "test.answers" else None

    async def _run_plan(self, plan: Plan) -> PlanResult:
        outcomes = []
        for number, step in enumerate(plan.steps):
            command = step.command
            data = command.data()
            action: str = command.action
            if command.domain == "notify":
                action = f"notify.{data.pop('service', 'notify')}"
            if command.domain in RECORDED:
                named = {} if command.domain == "notify" else {"entity_id": list(step.targets)}
                self._see(action, plain({**data, **named}))
            for target in step.targets:
                context = Context(id=plan.id, source=Source.RULE, parent_id=plan.request.parent_id)
                await self._do(target, command, context)
                outcomes.append(
                    Outcome(
                        step=number, entity_id=target, action=command.action,
                        status=Status.DONE, attempts=1,
                    )
                )  # fmt: skip
        return PlanResult(plan=plan, verdict=_allowed(plan), outcomes=tuple(outcomes))

    async def _do(self, target: EntityId, command: Any, context: Context) -> None:
        domain = domain_of(target)
        if command.domain in {"light", "switch"}:
            state = self.home.state(target)
            toggled = "off" if state.state == "on" else "on"
            self._say(target, _SET.get(command.verb, toggled), state.attributes, context)
        elif domain in {"script", "automation"}:
            await self._engine.send(target, command, context)
        elif self.home.entity(target).integration == self._helpers.name:
            await self._helpers.send(target, command, context)

    async def _follow(self, plan_id: str) -> Mapping[str, Any] | None:
        return await self._engine.follow(plan_id)

    def _parts(self) -> EngineParts:
        return EngineParts(
            world=self.world,
            roads=self.roads,
            store=MemoryRunStore(),
            traces=_NoTraces(),
            teller=_NoBoard(),
            records={},
            keep_records=_forget,
            forget_record=_forget,
            delete=_forget,
            settle_s=0.0,
        )


async def _forget(_: object) -> None:
    """Keep nothing."""


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _configuration(config: Mapping[str, Any]) -> Configuration:
    problems: list[Any] = []
    sections = Sections()
    sections.add_configuration(config, Spot(NOWHERE, "", problems))
    made = Configuration(
        automations=tuple(parse_automation(one) for one in config.get("automation", ())),
        scripts=tuple(parse_script(key, one) for key, one in config.get("script", {}).items()),
        helpers=tuple(helpers(sections)),
    )
    if problems:
        raise ConfigError(problems)
    return made


def _allowed(plan: Plan) -> Verdict:
    words = tuple(
        StepVerdict(step=n, entity_id=target, effect=Effect.ALLOW, policy="", reason="")
        for n, step in enumerate(plan.steps)
        for target in step.targets
    )
    return Verdict(effect=Effect.ALLOW, policy="", reason="", steps=words)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; what is none of JSON's is named by its type."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return f"<{type(value).__name__}> {value}"


async def _scenario(case: Mapping[str, Any]) -> Any:
    house = House(case)
    async with house.at_work():
        for step in case["steps"]:
            await house.step(*step)
        return list(house.seen)


async def _conditions(case: Mapping[str, Any]) -> Any:
    house = House(case)
    return [_condition(house, *one) for one in case["conditions"]]


def _condition(house: House, config: Any, now: str, variables: Mapping[str, Any]) -> Any:
    house.time.now = datetime.fromisoformat(now).astimezone(house.time.now.tzinfo)
    problems: list[Any] = []
    try:
        parsed = conditions([config], Spot(NOWHERE, "", problems))
    except ConfigError as error:
        return {"error": str(error)}
    if problems:
        return {"error": str(problems[0])}
    answer = all_hold(parsed, variables, house.world)
    return {"error": "cannot be told"} if answer is None else answer


async def _templates(case: Mapping[str, Any]) -> Any:
    house = House(case)
    async with house.at_work():
        return [_template(house, *one) for one in case["templates"]]


def _template(house: House, source: str, variables: Mapping[str, Any]) -> Any:
    try:
        return {"is": plain(house.world.templates.render(Template(source), variables))}
    except HubError as error:
        return {"error": str(error)}


_KINDS = {"scenario": _scenario, "conditions": _conditions, "templates": _templates}


async def answers_to(cases: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Answer cases; one that cannot be set up is answered with its error."""
    return [await answer_to(case) for case in cases]


async def answer_to(case: Mapping[str, Any]) -> Any:
    """Answer one case."""
    try:
        return await _KINDS[case["kind"]](case)
    except HubError as error:
        return {"error": str(error)}


def main(cases: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Answer cases, from outside of any loop."""
    logging.getLogger("hub").setLevel(logging.CRITICAL)
    return asyncio.run(answers_to(cases))


def in_turn(seen: Sequence[Sequence[Any]]) -> list[Any]:
    """Return what was seen, sorted within each second: who of two rules goes first is open."""
    found: list[Any] = []
    for _, group in itertools.groupby(seen, key=lambda one: one[0]):
        found += sorted(group, key=repr)
    return found
