"""Rules held against the past and against the home: backtests, and the check of all rule files.

Both work beside the hub, in threads, and not in its way.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime
from pathlib import Path

from hub.automation.backtest import Backtest, Judge, Trial
from hub.automation.checking import Finding
from hub.automation.checking.known_now import known_of
from hub.automation.held_rule import RuleGone
from hub.automation.inspection import inspect
from hub.automation.keeping import Keeping
from hub.automation.model.rules import Automation, Script
from hub.automation.past import BacktestFailed, Change, Happened, Past, Report
from hub.automation.place import Place
from hub.automation.trial_text import read_trial
from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.model import Context, Source
from hub.record import record
from hub.recorder.history.queries import HistoryQueries, PastEvent, PastState

_MOST_LOGGED = 100
_SOURCES = frozenset(map(str, Source))

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True, kw_only=True)
class LookingBack:
    """Tries rules on what was recorded, and looks over all that are kept.

    `judging` makes a guard over a replayed home; `root` is the folder of the hub's own rules.
    """

    home: Home
    place: Place
    keeping: Keeping
    history: HistoryQueries
    now: Callable[[], datetime]
    judging: Callable[[Home, Callable[[], datetime]], Judge]
    root: Path
    # One replay at a time: each takes a core, and memory.
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def backtest(
        self, *, rule_id: str | None, text: str | None, start: datetime, end: datetime
    ) -> tuple[Automation, Report]:
        """Tell what a rule would have done: one that is kept, or one whose text is given.

        Raises:
            RuleGone: there is no such rule.
            ConfigError: the text is no automation; with all that is wrong.
            BacktestFailed: there is no such while in the past, or nothing to try.
        """
        end = min(end, self.now())
        if start >= end:
            raise BacktestFailed("the beginning must lie before the end, and both in the past")
        automation, scripts = await self._tried(rule_id, text)
        trial = Trial(
            automation=automation, place=self.place, scripts=scripts, judging=self.judging
        )
        async with self.turn:
            past = await past_of(self.history, start, end)
            replay = Backtest(trial, past, self.home)
            return automation, await asyncio.to_thread(asyncio.run, replay.run())

    async def check(self) -> Sequence[Finding]:
        """Look over all rule files against the home as it is."""
        known, book = known_of(self.home), self.keeping.read
        return await asyncio.to_thread(inspect, book, known, self.place, self.now)

    async def log_findings(self) -> None:
        """Write what is wrong with rule files into the log."""
        found = [one for one in await self.check() if one.severity != "note"]
        for one in found[:_MOST_LOGGED]:
            _log.warning("%s", one)
        if len(found) > _MOST_LOGGED:
            _log.warning("and %d more; `lares check` lists them", len(found) - _MOST_LOGGED)

    async def _tried(
        self, rule_id: str | None, text: str | None
    ) -> tuple[Automation, tuple[Script, ...]]:
        kept = self.keeping.read.configuration
        if text is not None:
            automation, own = await asyncio.to_thread(read_trial, text, self.root)
            named = {script.object_id for script in own}
            others = (script for script in kept.scripts if script.object_id not in named)
            return automation, _called(automation, (*own, *others))
        one = None if rule_id is None else self.keeping.engine.automation(rule_id)
        if one is None:
            raise RuleGone(f"no rule {rule_id!r}; GET /api/lares/rules lists them")
        return one.automation, _called(one.automation, kept.scripts)


async def past_of(history: HistoryQueries, start: datetime, end: datetime) -> Past:
    """Return what was recorded between two moments."""
    course = await history.course(start, end)
    items = [_item(item) for item in course.items]
    return Past(
        start=start,
        end=items[-1].at if course.is_cut and items else end,
        before={
            state.entity_id: (state.state, state.attributes, state.last_changed)
            for state in course.before
            if state.state is not None
        },
        items=items,
        is_cut=course.is_cut,
    )


def _called(automation: Automation, scripts: Sequence[Script]) -> tuple[Script, ...]:
    """Return the scripts that a rule names, and those that they name: they run in the replay."""
    found: dict[str, Script] = {}
    texts = [str(automation.raw)]
    while texts:
        text = texts.pop()
        for script in scripts:
            if script.object_id not in found and f"script.{script.object_id}" in text:
                found[script.object_id] = script
                texts.append(str(script.raw))
    return tuple(found.values())


def _item(item: PastState | PastEvent) -> Change | Happened:
    context = Context(
        id=item.context_id,
        source=Source(item.source) if item.source in _SOURCES else Source.DEVICE,
        user_id=None if item.user_id is None else UserId(item.user_id),
        parent_id=item.parent_id,
    )
    if isinstance(item, PastEvent):
        return Happened(item.at, item.event_type, item.data, context)
    return Change(item.last_updated, item.entity_id, item.state, item.attributes, context)
