"""Everything that people ask the hub to keep, behind one door: timers, rules, names, phrases."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self, assert_never

from hub.automation.alarms import Alarms
from hub.automation.engine import Engine
from hub.automation.place import Place
from hub.automation.rule_files import RuleFiles
from hub.automation.runner import RuleRunner, RunPlan
from hub.automation.surroundings import Surroundings
from hub.automation.teachings import Teachings
from hub.automation.timers import Timers, timer_name
from hub.home.chores import (
    ChangeRules,
    ChangeTimers,
    Chore,
    Forget,
    KeepRules,
    StartTimer,
    TeachName,
    TeachPhrase,
)
from hub.home.errors import HubError
from hub.home.events import HomeEvent
from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.keeping import ChoreDone, KeptRule, Timer
from hub.home.keeping_stores import KeepingStore, TaughtName
from hub.home.notifications import Teller
from hub.home.plan import Request
from hub.home.yaml_config import ConfigProblem


@dataclass(frozen=True, slots=True)
class KeepingParts:
    """What keeping needs. `folder` holds the rule files."""

    home: Home
    place: Place
    store: KeepingStore
    teller: Teller
    alarms: Alarms
    run_plan: RunPlan
    folder: Path
    now: Callable[[], datetime]


class Keeping:
    """Keeps, and lets run, from entering until leaving; implements `Keeper`.

    Chores are done one at a time, each whole or not at all.
    """

    def __init__(self, parts: KeepingParts) -> None:
        around = Surroundings(parts.home, parts.place, parts.now)
        self._home = parts.home
        self._timers = Timers(parts.store, parts.teller, parts.alarms, parts.now)
        self._teachings = Teachings(parts.home, parts.store)
        self._runner = RuleRunner(
            parts.store, parts.teller, parts.alarms, parts.run_plan, now=parts.now
        )
        files = RuleFiles(parts.folder)
        self._engine = Engine(around, parts.store, parts.alarms, files, self._runner)
        self._stack = AsyncExitStack()
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._runner)
            await self._teachings.load()
            await self._timers.load()
            await self._engine.load()
            stack.callback(self._home.listen(self._hear))
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def timers(self) -> Sequence[Timer]:
        """The timers that run or are paused, the next to end first."""
        return self._timers.all

    @property
    def rules(self) -> Sequence[KeptRule]:
        """The rules, the oldest first."""
        return self._engine.rules

    @property
    def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """Taught phrases, in plain lower case, with the sentences each stands for."""
        return self._teachings.phrases

    @property
    def problems(self) -> Sequence[ConfigProblem]:
        """What is wrong with rule files that were left alone."""
        return self._engine.problems

    async def rule_text(self, rule_id: str) -> str:
        """Return the YAML of a rule.

        Raises:
            RuleGone: there is no such rule.
        """
        return await self._engine.text(rule_id)

    async def do(
        self, chore: Chore, request: Request, *, approved_by: UserId | None = None
    ) -> ChoreDone:
        """Do a chore for the one who asked; what it did is on disk when it returns.

        Raises:
            HubError: it cannot be done; says why.
        """
        async with self._turn:
            match chore:
                case StartTimer():
                    timer = await self._timers.start(chore, request)
                    back = ChangeTimers(op="cancel_timers", timer_ids=(timer.id,))
                    return ChoreDone(back, (timer_name(timer),))
                case ChangeTimers():
                    return await self._change_timers(chore)
                case KeepRules():
                    return await self._keep(chore, request, approved_by)
                case ChangeRules():
                    return await self._change_rules(chore)
                case TeachName() | TeachPhrase() | Forget():
                    return await self._teach(chore)
                case _:
                    assert_never(chore)

    def _hear(self, event: HomeEvent) -> None:
        self._teachings.hear(event)
        self._engine.hear(event)

    async def _change_timers(self, chore: ChangeTimers) -> ChoreDone:
        before = await self._timers.change(chore)
        back: Chore | None = None
        match chore.op:
            case "pause_timers":
                back = chore.model_copy(update={"op": "resume_timers"})
            case "resume_timers":
                back = chore.model_copy(update={"op": "pause_timers"})
            case "extend_timers":
                back = chore.model_copy(update={"seconds": -chore.seconds})
            case "cancel_timers":
                back = None
        return ChoreDone(back, tuple(map(timer_name, before)))

    async def _keep(
        self, chore: KeepRules, request: Request, approved_by: UserId | None
    ) -> ChoreDone:
        kept: list[str] = []
        try:
            for rule in chore.rules:
                await self._engine.keep(rule, request.user_id, approved_by=approved_by)
                kept.append(rule.id)
        except HubError:
            for rule_id in kept:
                await self._engine.delete(rule_id)
            raise
        back = ChangeRules(op="delete_rules", rule_ids=tuple(kept))
        return ChoreDone(back, tuple(rule.alias for rule in chore.rules))

    async def _change_rules(self, chore: ChangeRules) -> ChoreDone:
        for rule_id in chore.rule_ids:
            self._engine.rule(rule_id)  # all are there, or nothing is changed
        if chore.op == "delete_rules":
            gone = tuple([await self._engine.delete(rule_id) for rule_id in chore.rule_ids])
            return ChoreDone(KeepRules(rules=gone), tuple(rule.alias for rule in gone))
        is_paused = chore.op == "pause_rules"
        rules = [await self._engine.pause(one, is_paused=is_paused) for one in chore.rule_ids]
        op = "resume_rules" if is_paused else "pause_rules"
        back = ChangeRules.model_validate({"op": op, "rule_ids": chore.rule_ids})
        return ChoreDone(back, tuple(rule.alias for rule in rules))

    async def _teach(self, chore: TeachName | TeachPhrase | Forget) -> ChoreDone:
        match chore:
            case TeachName():
                before = await self._teachings.teach_name(chore)
                return ChoreDone(_taught(before) or Forget(name=chore.name), (chore.name,))
            case TeachPhrase():
                meant = await self._teachings.teach_phrase(chore)
                back = _phrase(chore.phrase, meant) or Forget(name=chore.phrase)
                return ChoreDone(back, (chore.phrase,))
            case Forget():
                was = await self._teachings.forget(chore.name)
                again = _taught(was) if isinstance(was, TaughtName) else _phrase(chore.name, was)
                return ChoreDone(again, (chore.name,))
            case _:
                assert_never(chore)


def _taught(name: TaughtName | None) -> TeachName | None:
    if name is None:
        return None
    return TeachName(name=name.name, entity_ids=name.entity_ids, area_id=name.area_id)


def _phrase(phrase: str, sentences: tuple[str, ...]) -> TeachPhrase | None:
    return TeachPhrase(phrase=phrase, sentences=sentences) if sentences else None
