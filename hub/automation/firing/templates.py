"""Template triggers: rendered anew only when something they read has changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hub.automation.firing.attachment import Attachment, all_of, log
from hub.automation.firing.bus import bus_of
from hub.automation.firing.lasting import Lasting
from hub.automation.model.triggers import TemplateTrigger
from hub.automation.rendering import Reads, TemplateFailed, is_true
from hub.home.events import EntityAdded, EntityRemoved, HomeEvent, StateReported
from hub.home.home import Unsubscribe
from hub.home.model import State


class TemplateWatch:
    """Fires when one template comes to be true."""

    def __init__(self, trigger: TemplateTrigger, at: Attachment) -> None:
        self._trigger = trigger
        self._at = at
        self._lasting = Lasting(at, self._is_still)
        self._is_armed = False
        self._reads: Reads | None = None
        self._unlisten: Unsubscribe | None = None

    def attach(self) -> Unsubscribe:
        """Begin; returns what ends it."""
        self._is_armed = self._observe() is False
        if self._trigger.for_ is not None and self._at.at_start:
            self._lasting.resume()
        return all_of(self._lasting.close, self._close)

    def _observe(self) -> bool | None:
        """Render, and listen to what was read; None: it failed."""
        world = self._at.world
        result, reads = world.templates.observe(self._trigger.value_template, self._at.variables)
        if reads != self._reads:
            if self._unlisten is not None:
                self._unlisten()
            self._reads = reads
            self._unlisten = bus_of(world.home).listen_reads(reads, self._hear)
        if reads.time:
            world.alarms.set(self._alarm, _next_minute(world.now()), self._look_at_clock)
        if isinstance(result, TemplateFailed):
            log.warning("%s: value_template: %s", self._trigger.place, result)
            return None
        return is_true(result)

    def _hear(self, event: HomeEvent) -> None:
        match event:
            case StateReported(old=old, new=new):
                self._look(new.entity_id, old, new)
            case EntityAdded(entity=entity):
                self._look(entity.id, None, self._at.world.home.states.get(entity.id))
            case EntityRemoved(entity=entity):
                self._look(entity.id, None, None)
            case _:
                return

    async def _look_at_clock(self) -> None:
        self._look(None, None, None)

    def _look(self, entity_id: str | None, old: State | None, new: State | None) -> None:
        result = self._observe()
        if result is False:
            self._is_armed = True
            self._lasting.look("")
        elif result:
            goes_on = self._lasting.look("")
            if self._is_armed and not goes_on:
                self._fire(entity_id, old, new)
            self._is_armed = False

    def _fire(self, entity_id: str | None, old: State | None, new: State | None) -> None:
        data: dict[str, Any] = {
            "platform": "template",
            "entity_id": entity_id,
            "from_state": old,
            "to_state": new,
            "for": None,
            "description": f"{entity_id} via template" if entity_id else "time change or template",
        }
        cause = None if new is None else new.context
        if self._trigger.for_ is None:
            self._at.now_fire(data, cause)
            return
        for_s = self._at.seconds(self._trigger.for_, data)
        if for_s is not None:
            data["for"] = timedelta(seconds=for_s)
            self._lasting.begin("", for_s, data, cause)

    def _is_still(self, part: str, data: dict[str, Any]) -> bool:
        del part, data
        world = self._at.world
        result, _ = world.templates.observe(self._trigger.value_template, self._at.variables)
        return not isinstance(result, TemplateFailed) and is_true(result)

    @property
    def _alarm(self) -> str:
        return f"{self._at.name}/minute"

    def _close(self) -> None:
        self._at.world.alarms.cancel(self._alarm)
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None


def _next_minute(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
