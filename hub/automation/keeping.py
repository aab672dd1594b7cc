"""Everything that people ask the hub to keep, behind one door: timers, rules, names, phrases."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any, Self, assert_never

from hub.automation.alarms import Alarms
from hub.automation.automation_at_work import AutomationAtWork
from hub.automation.engine import Engine
from hub.automation.files.editing import EditFailed, key_of
from hub.automation.gist import gist_of
from hub.automation.held_rule import MOST_RULES, RuleGone, RuleRefused, check_spoken
from hub.automation.kept_scripts import kept_script
from hub.automation.model.rules import Automation, Scene, Script
from hub.automation.rulebook import Book, RuleBook
from hub.automation.teachings import Teachings
from hub.automation.timers import Timers, TimerWords
from hub.automation.wholeness import is_whole
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
from hub.home.events import EntityAdded
from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.keeping import ChoreDone, KeptRule, KeptScript, Timer
from hub.home.keeping_stores import KeepingStore, RuleRecord, TaughtName
from hub.home.notifications import Teller
from hub.home.plan import Request
from hub.home.rules import Rule
from hub.home.yaml_config import ConfigProblem
from hub.record import record

# Told of what all rule files say, each time they were read.
Configured = Callable[[Book], Awaitable[Sequence[ConfigProblem]]]


@record(frozen=True, slots=True)
class KeepingParts:
    """What keeping needs. `configured` puts to work what rule files say besides rules."""

    home: Home
    engine: Engine
    book: RuleBook
    store: KeepingStore
    teller: Teller
    alarms: Alarms
    now: Callable[[], datetime]
    timer_words: TimerWords
    configured: Configured | None = None


class Keeping:
    """Keeps, and lets run, from entering until leaving; implements `Keeper`.

    Chores are done one at a time, each whole or not at all.
    """

    def __init__(self, parts: KeepingParts) -> None:
        self._parts = parts
        self._engine, self._book = parts.engine, parts.book
        self._timers = Timers(parts.store, parts.teller, parts.alarms, parts.now, parts.timer_words)
        self._teachings = Teachings(parts.home, parts.store)
        self._problems: list[ConfigProblem] = []
        self._stack = AsyncExitStack()
        self._read = Book()
        # Who changes rules, here or in their files, does so in turn.
        self.turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._engine)
            await self._teachings.load()
            await self._timers.load()
            stack.callback(self._parts.home.listen(self._teachings.hear, EntityAdded))
            await self.reload()
            await self._engine.begin()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def engine(self) -> Engine:
        """The engine that lets rules run."""
        return self._engine

    @property
    def read(self) -> Book:
        """What all rule files said when they were last read."""
        return self._read

    @property
    def timers(self) -> Sequence[Timer]:
        """The timers that run or are paused, the next to end first."""
        return self._timers.all

    @property
    def rules(self) -> Sequence[KeptRule]:
        """The rules, the oldest first."""
        return [self._kept(one) for one in self._engine.automations]

    @property
    def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """Taught phrases, in plain lower case, with the sentences each stands for."""
        return self._teachings.phrases

    @property
    def problems(self) -> Sequence[ConfigProblem]:
        """What is wrong with rule files that were left alone, or with parts of them."""
        return [*self._problems, *self._engine.problems]

    async def reload(self) -> None:
        """Read all rule files, and put to work what they say now."""
        book = await asyncio.to_thread(self._book.load)
        problems = list(book.problems)
        if self._parts.configured is not None:
            problems += await self._parts.configured(book)
        self._problems = problems
        self._read = book
        await self._engine.configure(book.configuration)

    async def follow(self, plan_id: str) -> Mapping[str, Any] | None:
        """Wait for the script that a plan started; returns its response.

        The script goes on if the caller is cancelled.

        Raises:
            ScriptFailed: it broke off.
        """
        return await asyncio.shield(self._engine.follow(plan_id))

    async def list_scripts(self) -> Sequence[KeptScript]:
        """Return the scripts, and the scenes of rule files, in the order of the files."""
        configuration = self._read.configuration
        rules: list[Script | Scene] = [*configuration.scripts, *configuration.scenes]
        texts = await asyncio.to_thread(self._book.texts, rules)
        runs = {one.script.object_id: one.runs for one in self._engine.scripts}
        return [kept_script(rule, texts.get(key_of(rule), ""), runs) for rule in rules]

    async def rule_texts(self, rule_ids: Collection[str]) -> Mapping[str, str]:
        """Return the YAML of rules by their ids, each file read once; what is gone is left out."""
        wanted = set(rule_ids)
        rules = [one.automation for one in self._engine.automations]
        rules = [rule for rule in rules if rule.id in wanted]
        texts = await asyncio.to_thread(self._book.texts, rules)
        return {rule_id: text for (_, rule_id), text in texts.items()}

    async def do(
        self, chore: Chore, request: Request, *, approved_by: UserId | None = None
    ) -> ChoreDone:
        """Do a chore for the one who asked; what it did is on disk when it returns.

        Raises:
            HubError: it cannot be done; says why.
        """
        async with self.turn:
            match chore:
                case StartTimer():
                    timer = await self._timers.start(chore, request)
                    back = ChangeTimers(op="cancel_timers", timer_ids=(timer.id,))
                    return ChoreDone(back, (self._timers.words.name(timer),))
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

    def _kept(self, one: AutomationAtWork) -> KeptRule:
        automation = one.automation
        return KeptRule(
            rule=gist_of(automation, self._parts.home),
            is_paused=not one.is_on,
            user_id=one.record.user_id,
            next_run=self._engine.next_run(automation.id),
            last_run=one.last_run,
            is_running=one.runs.is_running,
            is_whole=is_whole(automation, self._parts.home),
            entity_id=one.entity_id,
            mode=automation.mode,
            file=automation.place.file,
            line=automation.place.line,
        )

    def _get(self, rule_id: str) -> AutomationAtWork:
        found = self._engine.automation(rule_id)
        if found is None:
            raise RuleGone(f"no rule {rule_id!r}; it ran, or was deleted")
        return found

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
        return ChoreDone(back, tuple(map(self._timers.words.name, before)))

    async def _keep(
        self, chore: KeepRules, request: Request, approved_by: UserId | None
    ) -> ChoreDone:
        kept: list[str] = []
        try:
            for number, rule in enumerate(chore.rules):
                if len(self._engine.automations) >= MOST_RULES:
                    raise RuleRefused(f"there are {MOST_RULES} rules already; delete some first")
                record = RuleRecord(
                    rule_id=rule.id,
                    kept_at=self._parts.now(),
                    user_id=request.user_id,
                    area_id=request.area_id,
                    approved_by=approved_by,
                )
                if number < len(chore.texts):
                    text = chore.texts[number]
                    made = await asyncio.to_thread(self._book.bring_back, rule.id, text)
                else:
                    check_spoken(rule, self._engine, self._parts.home)
                    made = await self._write_spoken(rule)
                await self._engine.put(made, record)
                self._now_reads(rule.id, made)
                kept.append(rule.id)
            # When it is next due is on disk too: after a power cut it is known what was missed.
            await self._engine.waits.flush()
        except HubError:
            for rule_id in kept:
                await self._delete(rule_id)
            raise
        back = ChangeRules(op="delete_rules", rule_ids=tuple(kept))
        return ChoreDone(back, tuple(rule.alias for rule in chore.rules))

    async def _write_spoken(self, rule: Rule) -> Automation:
        try:
            return await asyncio.to_thread(self._book.add_spoken, rule)
        except EditFailed as error:
            raise RuleRefused(str(error)) from error

    async def _delete(self, rule_id: str) -> KeepRules:
        """Delete a rule and its file; returns what brings it back."""
        one = self._get(rule_id)
        gist = gist_of(one.automation, self._parts.home)
        text = await asyncio.to_thread(self._book.text, one.automation)
        one.detach()
        await asyncio.to_thread(self._book.remove, one.automation)
        await self._engine.remove(rule_id)
        self._now_reads(rule_id, None)
        return KeepRules(rules=(gist,), texts=(text,))

    def _now_reads(self, rule_id: str, made: Automation | None) -> None:
        """Know of a rule that came or went since all files were read."""
        kept = self._read.configuration
        others = (one for one in kept.automations if one.id != rule_id)
        automations = (*others, *(() if made is None else (made,)))
        self._read = replace(self._read, configuration=replace(kept, automations=automations))

    async def _change_rules(self, chore: ChangeRules) -> ChoreDone:
        found = [self._get(rule_id) for rule_id in chore.rule_ids]  # all are there, or none
        names = tuple(one.automation.alias for one in found)
        if chore.op == "delete_rules":
            gone = [await self._delete(rule_id) for rule_id in chore.rule_ids]
            rules = tuple(rule for one in gone for rule in one.rules)
            texts = tuple(text for one in gone for text in one.texts)
            return ChoreDone(KeepRules(rules=rules, texts=texts), names)
        is_paused = chore.op == "pause_rules"
        for one in found:
            await self._pause(one, is_paused=is_paused)
        op = "resume_rules" if is_paused else "pause_rules"
        back = ChangeRules.model_validate({"op": op, "rule_ids": chore.rule_ids})
        return ChoreDone(back, names)

    async def _pause(self, one: AutomationAtWork, *, is_paused: bool) -> None:
        """Pause a rule, or let it go on: in its file too; its runs under way end as they are."""
        await asyncio.to_thread(self._book.pause, one.automation, is_paused=is_paused)
        state = False if is_paused else None
        one.automation = replace(one.automation, initial_state=state)
        await one.turn(on=not is_paused, stop_runs=False)
        await self._engine.waits.flush()

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
