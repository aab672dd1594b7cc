"""Rendering templates anew when something they read changed, and at no other time.

One listener for all of them: a report is looked up by its entity and its domain. What reads the
clock is rendered at every full minute; what reads a whole domain at most once a second, what reads
all states at most once a minute, unless an entity that it names changed.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hub.automation.alarms import Alarms
from hub.automation.model.values import Template
from hub.automation.rendering import Reads, TemplateFailed, Templates
from hub.home.events import EntityAdded, EntityRemoved, HomeEvent, StateReported
from hub.home.home import Home
from hub.home.ids import domain_of, new_id
from hub.home.model import Context

# The new result, the old one, and what caused the change; None for the clock.
Changed = Callable[[Any | TemplateFailed, Any | TemplateFailed, Context | None], None]

# Home Assistant's limits.
ALL_STATES_EVERY = timedelta(minutes=1)
DOMAIN_EVERY = timedelta(seconds=1)
# What takes so much of a processor's time rests for so many times as long, if it may.
SLOW_S = 0.005
RESTS = 20


class Watch:
    """A template that is watched. `result` is the last one, or why there is none."""

    __slots__ = ("_tracker", "at", "cause", "changed", "due", "is_open", "key", "may_rest",
                 "reads", "rest", "result", "template", "variables", "waits")  # fmt: skip

    def __init__(
        self,
        tracker: "Tracker",
        key: str,
        template: Template,
        variables: Mapping[str, Any],
        changed: Changed,
    ) -> None:
        self._tracker = tracker
        self.key = key
        self.template, self.variables, self.changed = template, variables, changed
        self.is_open = True
        self.at: datetime | None = None
        self.waits = False
        self.due: datetime | None = None
        self.may_rest, self.rest = False, timedelta()
        self.cause: Context | None = None
        self.reads = Reads()
        self.result: Any | TemplateFailed = None

    def close(self) -> None:
        """Watch no longer; closing twice is no error."""
        if self.is_open:
            self.is_open = False
            self._tracker.forget(self)


class Tracker:
    """Watches templates from `watch` until they are closed."""

    def __init__(
        self, templates: Templates, home: Home, alarms: Alarms, now: Callable[[], datetime]
    ) -> None:
        self._templates, self._alarms, self._now = templates, alarms, now
        self._key = f"templates {new_id()[:8]}"
        self._minute = f"{self._key}: every minute"
        self._number = 0
        self._by_entity: defaultdict[str, dict[Watch, None]] = defaultdict(dict)
        self._by_domain: defaultdict[str, dict[Watch, None]] = defaultdict(dict)
        self._all: dict[Watch, None] = {}
        self._collections: dict[Watch, None] = {}
        self._time: dict[Watch, None] = {}
        self._unsubscribe = home.listen(self._on_event)

    def close(self) -> None:
        """Stop listening."""
        self._unsubscribe()
        self._alarms.cancel(self._minute)

    def watch(
        self,
        template: Template,
        variables: Mapping[str, Any],
        changed: Changed,
        *,
        may_rest: bool = False,
    ) -> Watch:
        """Render a template, and call `changed` whenever its result is another one.

        The first result is in the watch's `result`; `changed` is not called for it. One that
        `may_rest` is not rendered at every change if it is slow.
        """
        self._number += 1
        watch = Watch(self, f"{self._key}: {self._number}", template, variables, changed)
        watch.may_rest = may_rest
        watch.result, watch.reads = self._observe(watch)
        self._index(watch)
        return watch

    def forget(self, watch: Watch) -> None:
        """Take a closed watch out of the index."""
        self._unindex(watch)
        if watch.waits:
            self._alarms.cancel(watch.key)

    def _on_event(self, event: HomeEvent) -> None:
        match event:
            case StateReported(changed=True, new=new):
                self._on_change(new.entity_id, new.context)
            case EntityAdded(entity=entity) | EntityRemoved(entity=entity):
                for watch in tuple(self._collections):
                    self._render(watch, None)
                self._on_change(entity.id, None)
            case _:
                return

    def _on_change(self, entity_id: str, cause: Context | None) -> None:
        for watch in tuple(self._by_entity.get(entity_id, ())):
            self._render_after(watch, cause, watch.rest)
        for watch in tuple(self._by_domain.get(domain_of(entity_id), ())):
            self._render_at_most(watch, entity_id, cause, DOMAIN_EVERY)
        for watch in tuple(self._all):
            self._render_at_most(watch, entity_id, cause, ALL_STATES_EVERY)

    def _render_at_most(
        self, watch: Watch, entity_id: str, cause: Context | None, every: timedelta
    ) -> None:
        """Render now, or when enough time went by since the last time."""
        if entity_id not in watch.reads.entities and not watch.waits:
            every = ALL_STATES_EVERY if watch.reads.all_states else every
            self._render_after(watch, cause, max(every, watch.rest))

    def _render_after(self, watch: Watch, cause: Context | None, rest: timedelta) -> None:
        """Render now, or as soon as a watch has rested."""
        due = self._now() if watch.at is None else watch.at + rest
        if not rest or self._now() >= due:
            self._render(watch, cause)
            return
        if watch.waits and watch.due is not None and watch.due <= due:
            return
        watch.waits, watch.due, watch.cause = True, due, cause

        async def ring() -> None:
            self._render(watch, watch.cause)

        self._alarms.set(watch.key, due, ring)

    def _render(self, watch: Watch, cause: Context | None) -> None:
        if not watch.is_open:
            return
        if watch.waits:
            watch.waits = False
            self._alarms.cancel(watch.key)
        watch.at = self._now()
        old = watch.result
        watch.result, reads = self._observe(watch)
        if reads != watch.reads:
            self._unindex(watch)
            watch.reads = reads
            self._index(watch)
        if not _same(old, watch.result):
            watch.changed(watch.result, old, cause)

    def _observe(self, watch: Watch) -> tuple[Any | TemplateFailed, Reads]:
        began = time.thread_time()
        observed = self._templates.observe(watch.template, watch.variables)
        took_s = time.thread_time() - began
        is_slow = watch.may_rest and took_s > SLOW_S
        watch.rest = timedelta(seconds=RESTS * took_s) if is_slow else timedelta()
        return observed

    def _index(self, watch: Watch) -> None:
        reads = watch.reads
        for entity_id in reads.entities:
            self._by_entity[entity_id][watch] = None
        for domain in reads.domains:
            self._by_domain[domain][watch] = None
        if reads.all_states:
            self._all[watch] = None
        if reads.collections:
            self._collections[watch] = None
        if reads.time:
            if not self._time:
                self._set_minute()
            self._time[watch] = None

    def _unindex(self, watch: Watch) -> None:
        for index, keys in (
            (self._by_entity, watch.reads.entities),
            (self._by_domain, watch.reads.domains),
        ):
            for key in keys:
                index[key].pop(watch, None)
                if not index[key]:
                    del index[key]
        for watches in (self._all, self._collections, self._time):
            watches.pop(watch, None)
        if not self._time:
            self._alarms.cancel(self._minute)

    def _set_minute(self) -> None:
        now = self._now().astimezone(UTC)
        self._alarms.set(
            self._minute,
            now.replace(second=0, microsecond=0) + timedelta(minutes=1),
            self._on_minute,
        )

    async def _on_minute(self) -> None:
        if self._time:
            self._set_minute()
        for watch in tuple(self._time):
            self._render(watch, None)


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, TemplateFailed) or isinstance(new, TemplateFailed):
        return type(old) is type(new) and str(old) == str(new)
    return bool(old == new)
