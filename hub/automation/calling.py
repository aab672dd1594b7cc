"""From the name of an action, as rules have it, to a plan on the road that every plan takes.

    "light.turn_on", target, data -> steps -> guard -> executor

Scripts are waited for, and what only asks is answered from the home. Names that Home Assistant
warns about and passes over (an entity that is not there) are passed over here too, with a log line.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from hub.automation.fitting import fitted
from hub.automation.queries import answer, is_query
from hub.automation.questions import ANSWER_WITHIN_S, ASK, Answers
from hub.home.actions import ACTIONS, generic_action, parse_command
from hub.home.asked import Questions
from hub.home.calls import meant_by
from hub.home.domains.assist_satellite import AskQuestion
from hub.home.errors import HubError, UnknownAction
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId, domain_of
from hub.home.model import UNAVAILABLE, Context, Entity, Source
from hub.home.plan import Plan, PlanResult, Request, Status, Steps
from hub.home.speech_calls import is_speech, speech_steps
from hub.home.step import Step
from hub.home.targets import GROUP, NoTarget, members, resolve, take_targets
from hub.record import record

RunPlan = Callable[[Plan], Awaitable[PlanResult]]
# Waits for the run that a plan started; returns the response it gave, if any.
Follow = Callable[[str], Awaitable[Mapping[str, Any] | None]]
PlanWords = Callable[[Request], Awaitable[PlanResult]]

_GENERIC = "homeassistant"
_SWITCHES = frozenset({"turn_on", "turn_off", "toggle"})
# What asks devices to report; here they do by themselves.
_NEEDLESS = frozenset({"homeassistant.update_entity", "homeassistant.save_persistent_states"})
_PLAN = "lares.plan"
_MOST_TARGETS = 200

_log = logging.getLogger(__name__)


class CallFailed(HubError):
    """An action of a rule came to nothing: denied, or not sent."""


@record(frozen=True, slots=True)
class Roads:
    """Where calls go. `plan_words` plans a sentence, where there is a language part.

    `questions`: where answers to questions come in, where there are satellites.
    """

    home: Home
    zone: tzinfo
    run_plan: RunPlan
    follow: Follow
    plan_words: PlanWords | None = None
    questions: Questions | None = None


@dataclass(slots=True)
class RuleCaller:
    """Calls for one rule or script; `planner` names it in plans, `text` in words.

    `on_plan` is told the id of each plan and the context it is made in.
    """

    roads: Roads
    planner: str
    text: str
    on_plan: Callable[[str, Context], None] = lambda _plan_id, _context: None
    _missing: set[str] = field(default_factory=set)
    # What was looked up already: (version of the home, entities).
    _targets: dict[tuple[str, ...], tuple[int, tuple[EntityId, ...]]] = field(default_factory=dict)
    # Commands and steps of calls without data.
    _plain: dict[str, Any] = field(default_factory=dict)
    _plain_steps: dict[tuple[str, ...], tuple[Step, ...]] = field(default_factory=dict)

    async def call(  # noqa: PLR0913 -- what every call has, keyword-only from data on
        self,
        action: str,
        target: Mapping[str, Any],
        data: Mapping[str, Any],
        *,
        context: Context,
        wants_response: bool = False,
        noting: Callable[[str], None] | None = None,
    ) -> Mapping[str, Any] | None:
        """Do it (see `hub.automation.world.Caller`)."""
        if action == _PLAN:
            return await self._plan_words(data, context)
        if action in _NEEDLESS:
            return None
        if action == ASK:
            return await self._ask(target, data, context, noting)
        if is_query(action):
            found = self._resolved(action, target, _anything)
            return answer(self.roads.home, action, found, data, self.roads.zone)
        steps, is_awaited = self._steps(action, target, data)
        if not steps:
            return None
        result = await self._run(steps, context, noting)
        del wants_response
        return await self.roads.follow(result.plan.id) if is_awaited else None

    async def _run(
        self, steps: tuple[Step, ...], context: Context, noting: Callable[[str], None] | None
    ) -> PlanResult:
        plan = Plan(
            request=Request(
                text=self.text,
                source=Source.RULE,
                user_id=context.user_id,
                parent_id=context.id,
                is_spoken=context.is_spoken,
                at=self.roads.home.now(),
            ),
            body=Steps(steps=steps),
            planner=self.planner,
        )
        self.on_plan(plan.id, context)
        if noting is not None:
            noting(plan.id)
        result = await self.roads.run_plan(plan)
        _raise_if_nothing_was_done(result)
        return result

    async def _plan_words(self, data: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
        """Plan a sentence now, under the guard's rules for plans that nobody attends."""
        text = str(data.get("text", "")).strip()
        if self.roads.plan_words is None or not text:
            raise CallFailed(f"{_PLAN}: give a text, on a hub whose language part runs")
        request = Request(
            text=text,
            source=Source.EVENT,
            user_id=context.user_id,
            parent_id=context.id,
            is_spoken=context.is_spoken,
            language=str(data.get("language", "en")),
            at=self.roads.home.now().astimezone(self.roads.zone),
        )
        result = await self.roads.plan_words(request)
        self.on_plan(result.plan.id, context)
        body = result.plan.body
        return {"kind": body.kind, "text": getattr(body, "text", ""), "plan_id": result.plan.id}

    async def _ask(
        self,
        target: Mapping[str, Any],
        data: Mapping[str, Any],
        context: Context,
        noting: Callable[[str], None] | None,
    ) -> Mapping[str, Any]:
        """Ask one satellite something, and return what was answered."""
        data = dict(data)
        named = data.pop("entity_id", None)
        target = target or ({} if named is None else {"entity_id": named})
        command = parse_command(ASK, data)
        if not isinstance(command, AskQuestion):
            raise UnknownAction(ASK, None)
        try:
            answers = Answers(command.answers)
        except ValueError as error:
            raise CallFailed(f"{ASK}: answers: {error}") from None
        found = self._resolved(ASK, target, lambda entity: ASK in entity.actions)
        if len(found) != 1 or self.roads.questions is None:
            raise CallFailed(f"{ASK}: give one satellite that is here; {len(found)} are meant")
        with self.roads.questions.asking(command.question_id) as coming:
            await self._run((_step(command, found[0]),), context, noting)
            try:
                async with asyncio.timeout(ANSWER_WITHIN_S):
                    words = await coming
            except TimeoutError:
                words = None
        if words is None:
            raise CallFailed(f"{ASK}: {found[0]}: nobody answered")
        return answers.match(words)

    def _steps(
        self, action: str, target: Mapping[str, Any], data: Mapping[str, Any]
    ) -> tuple[tuple[Step, ...], bool]:
        """Return the steps of a call, and whether the script it starts is waited for."""
        if is_speech(action):
            players = take_targets({"target": dict(target)}).get("entity_id", [])
            return speech_steps(self.roads.home, action, data, players), False
        meant = meant_by(action, data)
        if meant is not None:
            if meant.target != HOUSE:
                self.roads.home.entity(meant.target)
            command = parse_command(meant.action, meant.data)
            return (_step(command, meant.target),), meant.target != HOUSE
        domain, _, verb = action.partition(".")
        if domain == _GENERIC and verb in _SWITCHES:
            return tuple(self._switches(verb, target, data)), False
        return tuple(self._of_entities(action, target, data)), False

    def _of_entities(
        self, action: str, target: Mapping[str, Any], data: Mapping[str, Any]
    ) -> Iterable[Step]:
        if not data:
            yield from self._without_data(action, target)
            return
        command = parse_command(action, data)
        found = self._resolved(action, target, lambda entity: action in entity.actions)
        states = self.roads.home.states
        by_command: dict[str, tuple[Any, list[EntityId]]] = {}
        for entity_id in found:
            state = states.get(entity_id)
            own = fitted(command, state) if state is not None else command
            key = "" if own is command else own.model_dump_json()
            by_command.setdefault(key, (own, []))[1].append(entity_id)
        for own, targets in by_command.values():
            yield Step(command=own, targets=tuple(targets))

    def _without_data(self, action: str, target: Mapping[str, Any]) -> tuple[Step, ...]:
        """Return the steps of a call that gives nothing which a device may lack.

        They are the same each time, and most calls are such.
        """
        command = self._plain.get(action)
        if command is None:
            command = self._plain[action] = parse_command(action, {})
        found = self._resolved(action, target, lambda entity: action in entity.actions)
        if not found:
            return ()
        key = (action, *found)
        steps = self._plain_steps.get(key)
        if steps is None:
            if len(self._plain_steps) >= _MOST_TARGETS:
                self._plain_steps.clear()
            steps = self._plain_steps[key] = (Step(command=command, targets=found),)
        return steps

    def _switches(
        self, verb: str, target: Mapping[str, Any], data: Mapping[str, Any]
    ) -> Iterable[Step]:
        home = self.roads.home

        def can(entity: Entity) -> bool:
            return generic_action(verb, entity.domain) in entity.actions

        by_action: dict[str, list[EntityId]] = {}
        for entity_id in self._resolved(f"{_GENERIC}.{verb}", target, can):
            own = generic_action(verb, domain_of(entity_id))
            if own is not None and own in home.entity(entity_id).actions:
                by_action.setdefault(own, []).append(entity_id)
        for own, found in by_action.items():
            yield Step.model_validate({"command": parse_command(own, data), "targets": found})

    def _resolved(
        self, action: str, target: Mapping[str, Any], can: Callable[[Entity], bool]
    ) -> tuple[EntityId, ...]:
        """Return the entities that are meant and there; empty if what was named is not there.

        Plain lists of entities are looked up once for each version of the home.
        """
        home = self.roads.home
        names = target.get("entity_id")
        if (
            not isinstance(names, list)
            or len(target) != 1
            or not all(
                isinstance(name, str) and name != "all" and domain_of(name) != GROUP
                for name in names
            )
        ):
            return self._look_up(action, target, can)
        key = (action, *names)
        known = self._targets.get(key)
        if known is None or known[0] != home.version:
            if len(self._targets) >= _MOST_TARGETS:
                self._targets.clear()
            known = self._targets[key] = (home.version, self._look_up(action, target, can))
        return known[1]

    def _look_up(
        self, action: str, target: Mapping[str, Any], can: Callable[[Entity], bool]
    ) -> tuple[EntityId, ...]:
        home, domain = self.roads.home, domain_of(action)
        named = take_targets({"target": {key: value for key, value in target.items() if value}})
        if not any(named.values()):
            raise NoTarget(f"{action} needs a target: give entity_id, area_id or another")
        known = []
        for name in named.get("entity_id", ()):
            if name == "none":
                continue
            if name != "all" and name not in home.entities:
                self._pass_over(action, name, "is not in this home")
                continue
            known.append(name)
        named["entity_id"] = known
        try:
            found = resolve(home, named, can, action) if any(named.values()) else ()
        except NoTarget as error:
            self._pass_over(action, str(error), "")
            return ()
        if domain == _GENERIC or is_query(action):
            return found
        fitting = tuple(one for one in found if domain_of(one) == domain)
        for one in found:
            if domain_of(one) != domain:
                self._pass_over(action, one, f"is no {domain}")
        return fitting

    def _pass_over(self, action: str, name: str, why: str) -> None:
        """Log, once for each name, that a rule speaks of what cannot take its action."""
        if name in self._missing or len(self._missing) > 100:  # noqa: PLR2004 -- enough is told
            return
        self._missing.add(name)
        _log.warning("%s: %s: %s %s; passed over", self.planner, action, name, why)


def groups_of(home: Home, entity_ids: Iterable[EntityId]) -> tuple[EntityId, ...]:
    """Return entities with groups replaced by what they hold, each once."""
    found = (one for entity_id in entity_ids for one in members(home, entity_id, ""))
    return tuple(dict.fromkeys(found))


def unknown_action(action: str) -> bool:
    """Tell whether no rule can call this: neither an action, nor a script, nor a notifier."""
    domain, _, verb = action.partition(".")
    if meant_by(action, {}) is not None or is_query(action) or is_speech(action):
        return False
    is_switch = domain == _GENERIC and verb in _SWITCHES
    return not (is_switch or action in ACTIONS or action in _NEEDLESS or action == _PLAN)


def _anything(_: Entity) -> bool:
    return True


def _step(command: Any, target: EntityId) -> Step:
    return Step(command=command, targets=(target,))


def _raise_if_nothing_was_done(result: PlanResult) -> None:
    """Raise unless something was sent, or there was just nobody to send it to.

    Raises:
        CallFailed: the guard denied all of it, or wants a person; or nothing could be sent.
    """
    outcomes = result.outcomes
    if not outcomes or any(o.attempts or o.status is Status.DONE for o in outcomes):
        return
    stopped = [o for o in outcomes if o.status in {Status.DENIED, Status.WAITING}]
    reasons = "; ".join(dict.fromkeys(o.detail for o in stopped or outcomes))
    if stopped:
        waits = any(o.status is Status.WAITING for o in stopped)
        raise CallFailed(f"{'waits for a yes' if waits else 'was denied'}: {reasons}")
    if all(UNAVAILABLE in o.detail for o in outcomes):
        return
    raise CallFailed(reasons)


__all__ = ["CallFailed", "Roads", "RuleCaller", "UnknownAction", "groups_of", "unknown_action"]
