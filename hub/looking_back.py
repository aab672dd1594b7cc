"""The recorder's history as a backtest takes it; the replay runs beside the hub, not in its way."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from hub.automation.backtest import Backtest, Trial
from hub.automation.past import BacktestFailed, Change, Happened, Past, Report
from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.model import Context, Source
from hub.recorder.history.queries import HistoryQueries, PastEvent, PastState


class LookingBack:
    """Tries rules on what was recorded, one at a time."""

    def __init__(self, home: Home, history: HistoryQueries, now: Callable[[], datetime]) -> None:
        self._home = home
        self._history = history
        self._now = now
        self._turn = asyncio.Lock()

    async def backtest(self, trial: Trial, start: datetime, end: datetime) -> Report:
        """Tell what a rule would have done between two moments.

        Raises:
            BacktestFailed: there is no such while in the past.
        """
        end = min(end, self._now())
        if start >= end:
            raise BacktestFailed("the beginning must lie before the end, and both in the past")
        async with self._turn:
            past = await past_of(self._history, start, end)
            replay = Backtest(trial, past, self._home)
            return await asyncio.to_thread(asyncio.run, replay.run())


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


_SOURCES = frozenset(map(str, Source))
