"""One template entity at work: it shows what its templates render to, and runs its actions."""

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from hub.automation.calling import RuleCaller
from hub.automation.durable import SavedRun
from hub.automation.durations import seconds_of
from hub.automation.entities.template_items import TemplateEntity
from hub.automation.entities.template_orders import Order, offered, orders
from hub.automation.entities.template_parts import TemplateParts
from hub.automation.entities.template_states import (
    attributes_of,
    is_available,
    state_of,
)
from hub.automation.model.rules import Script
from hub.automation.model.values import Duration, Template
from hub.automation.rendering import TemplateFailed
from hub.automation.script import Runs
from hub.home.commands import Command
from hub.home.errors import DeliveryError, HubError
from hub.home.ids import EntityId
from hub.home.model import UNAVAILABLE, UNKNOWN, Context, Entity, Source

if TYPE_CHECKING:
    from hub.automation.templates.tracking import Watch

_log = logging.getLogger(__name__)


# Not the hub's own: what these are told moves real devices, so the guard judges them by name too.
INTEGRATION = "template"
# What is believed to be off until it was told something, if nothing tells.
_OFF_AT_FIRST = frozenset({"switch", "light", "fan"})


class Templated:
    """Reports from `begin` until `end`. One of a block with triggers looks anew at `take` only."""

    def __init__(
        self, entity: TemplateEntity, entity_id: EntityId, parts: TemplateParts, *,
        is_triggered: bool,
    ) -> None:  # fmt: skip
        self.entity = entity
        self.id = entity_id
        self._parts = parts
        self._is_triggered = is_triggered
        self._is_remembered = is_triggered or entity.is_optimistic or bool(entity.delays)
        self._values: dict[str, Any] = {}
        self._watches: list[Watch] = []
        self._seen: dict[str, Any] = {}
        self._failed: set[str] = set()
        self._runs: dict[str, Runs] = {}
        self._cause: Context | None = None
        self._is_dirty = False
        self._is_open = False
        # Of binary sensors with delays: what is shown, and what is about to be.
        self._settled = UNKNOWN
        self._coming: str | None = None
        self._off_at: datetime | None = None
        self._written: Mapping[str, Any] | None = None

    def begin(self, variables: Mapping[str, Any]) -> None:
        """Appear in the home, as it was or as its templates say; `variables` is what they see."""
        entity = self.entity
        self._is_open = True
        home = self._parts.world.home
        known = home.entities.get(self.id)
        home.put_entity(
            Entity(
                id=self.id, name=entity.name, integration=INTEGRATION,
                unique_id=entity.unique_id or f"template {self.id}", actions=offered(entity),
                device_class=entity.fixed.get("device_class"),
                # What people gave it stays.
                area_id=known.area_id if known is not None else None,
                aliases=known.aliases if known is not None else (),
                labels=known.labels if known is not None else (),
            )
        )  # fmt: skip
        self._recall()
        if not self._is_triggered:
            self._watch_all(variables)
        self._show(Context(source=Source.HUB))

    async def end(self, *, is_gone: bool) -> None:
        """Look no longer; leave the home, if it is gone from the configuration."""
        self._is_open = False
        for watch in self._watches:
            watch.close()
        for what in ("delay", "off"):
            self._parts.world.alarms.cancel(self._alarm(what))
        if is_gone:
            for runs in self._runs.values():
                await runs.stop()
            self._parts.world.home.remove_entity(self.id)

    def take(self, variables: Mapping[str, Any], context: Context) -> None:
        """Render all anew, as a trigger has fired."""
        seen = self._seen = self._with_own(variables)
        self._off_at = None  # counted from this firing on, if it is on
        for key, template in self._all_templates():
            try:
                value = self._parts.world.templates.render(template, seen)
            except TemplateFailed as failed:
                value = failed
            self._set(key, value)
        self._show(context)

    async def send(self, command: Command, context: Context) -> None:
        """Begin the actions that a command stands for.

        Raises:
            DeliveryError: they cannot begin.
        """
        now = self._parts.world.home.state(self.id)
        believed: dict[str, Any] = {}
        for order in orders(self.entity, command, now):
            if order.key in self.entity.actions:
                self._run(order, context)
            elif self.entity.domain != "switch":
                raise DeliveryError(self.id, f"it has no actions for {command.action}")
            believed |= order.believed
        if self.entity.domain == "button":
            believed["state"] = self._parts.world.now().isoformat(timespec="milliseconds")
        # What a template tells is not believed before it does.
        believed = {key: one for key, one in believed.items() if key not in self.entity.templates}
        if believed:
            self._values |= believed
            self._show(
                Context(source=context.source, user_id=context.user_id, parent_id=context.id)
            )

    # Looking.

    def _all_templates(self) -> list[tuple[str, Template]]:
        named = [(f"attributes.{key}", one) for key, one in self.entity.attributes.items()]
        return [*self.entity.templates.items(), *named]

    def _watch_all(self, variables: Mapping[str, Any]) -> None:
        self._seen = self._with_own(variables)
        for key, template in self._all_templates():
            watch = self._parts.tracker.watch(template, self._seen, partial(self._changed, key))
            self._watches.append(watch)
            self._set(key, watch.result)

    def _with_own(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return what templates see: `this`, and the variables of the block and its own."""
        seen = {**variables, "this": self._parts.world.home.states.get(self.id)}
        for name, value in self.entity.variables.items():
            try:
                seen[name] = self._parts.world.templates.tree(value, seen)
            except TemplateFailed as failed:
                self._complain("variables", f"variables: {name}: {failed}")
        return seen

    def _changed(self, key: str, new: Any, _old: Any, cause: Context | None) -> None:
        """Note a new result; what else changes at once is shown together with it."""
        self._set(key, new)
        self._cause = cause
        if not self._is_dirty:
            self._is_dirty = True
            asyncio.get_running_loop().call_soon(self._catch_up)

    def _catch_up(self) -> None:
        self._is_dirty = False
        if not self._is_open:
            return
        context = self._parts.chains.next(self._cause)
        if context is None:
            self._complain("loop", "it changes because of itself; it is not shown anew")
            return
        if self._cause is not None:
            self._parts.note_plan(context.id, self._cause)
        self._show(context)

    def _set(self, key: str, value: Any) -> None:
        self._values[key] = value
        if isinstance(value, TemplateFailed):
            self._complain(key, f"{key}: {value}")
        else:
            self._failed.discard(key)

    def _complain(self, key: str, text: str) -> None:
        """Log what is wrong, once until it is right again."""
        if key not in self._failed:
            self._failed.add(key)
            _log.warning("%s: %s", self.id, text)

    # Showing.

    def _show(self, context: Context) -> None:
        shown = attributes_of(self.entity, self._values, self.entity.name)
        home = self._parts.world.home
        new = home.report(self.id, self._state(), shown, context)
        if not self._is_triggered and self._watches:
            self._seen["this"] = new
        if self._is_remembered:
            self._remember()

    def _state(self) -> str:
        if not is_available(self.entity, self._values):
            self._stop_waiting()
            return UNAVAILABLE
        wanted = state_of(self.entity, self._values)
        if not self.entity.delays or wanted == UNAVAILABLE:
            return wanted
        self._approach(wanted)
        return self._settled

    def _approach(self, wanted: str) -> None:
        """Settle on a state, now or when it has lasted."""
        delay = self.entity.delays.get({"on": "delay_on", "off": "delay_off"}.get(wanted, ""))
        if wanted == self._settled or delay is None:
            self._stop_waiting()
            self._settle(wanted)
            return
        if wanted != self._coming:
            self._coming = wanted
            at = self._parts.world.now() + self._length(delay)
            self._parts.world.alarms.set(self._alarm("delay"), at, partial(self._arrive, wanted))

    async def _arrive(self, wanted: str) -> None:
        if self._coming == wanted and self._is_open:
            self._coming = None
            self._settle(wanted)
            self._show(Context(source=Source.HUB))

    def _stop_waiting(self) -> None:
        if self._coming is not None:
            self._coming = None
            self._parts.world.alarms.cancel(self._alarm("delay"))

    def _settle(self, state: str) -> None:
        is_new = state != self._settled
        self._settled = state
        if (auto_off := self.entity.delays.get("auto_off")) is None:
            return
        if state != "on":
            self._off_at = None
            self._parts.world.alarms.cancel(self._alarm("off"))
        elif is_new or self._off_at is None:
            self._set_off(self._parts.world.now() + self._length(auto_off))

    def _set_off(self, at: datetime) -> None:
        self._off_at = at
        self._parts.world.alarms.set(self._alarm("off"), at, self._turn_off)

    async def _turn_off(self) -> None:
        if self._is_open:
            self._off_at = None
            self._values["state"] = False
            self._settled = "off"
            self._show(Context(source=Source.HUB))

    def _length(self, delay: Duration) -> timedelta:
        try:
            known = isinstance(delay, int | float)
            given = delay if known else self._parts.world.templates.tree(delay, self._seen)
            return timedelta(seconds=max(0.0, seconds_of(given)))
        except (HubError, ValueError, OverflowError) as error:
            self._complain("delay", f"delay: {error}")
            return timedelta()

    def _alarm(self, what: str) -> str:
        return f"template entity {self.id}: {what}"

    # Remembering.

    def _recall(self) -> None:
        if self.entity.domain in _OFF_AT_FIRST and "state" not in self.entity.templates:
            self._values["state"] = False
        kept = self._parts.memory.of(self.id) if self._is_remembered else None
        if kept is None:
            return
        self._written = kept
        self._settled = str(kept.get("settled", UNKNOWN))
        if self._is_triggered or self.entity.is_optimistic:
            self._values |= kept.get("values", {})
        if kept.get("off_at") is not None and "auto_off" in self.entity.delays:
            self._set_off(datetime.fromisoformat(kept["off_at"]))

    def _remember(self) -> None:
        values = {
            key: value for key, value in self._values.items()
            if not isinstance(value, TemplateFailed)
        }  # fmt: skip
        given = {
            "settled": self._settled,
            "values": values if self._is_triggered or self.entity.is_optimistic else {},
            "off_at": None if self._off_at is None else self._off_at.isoformat(),
        }
        document = json.loads(json.dumps(given, default=str))
        if document != self._written:
            self._written = document
            self._parts.errands.begin(self._write(document), f"remember {self.id}")

    async def _write(self, document: Mapping[str, Any]) -> None:
        try:
            await self._parts.memory.put(self.id, document)
        except Exception:  # noqa: BLE001 -- what is shown was read or told anyway
            _log.exception("the state of %s could not be kept", self.id)

    # Acting.

    def _run(self, order: Order, context: Context) -> None:
        runs = self._runs_of(order.key)
        own = Context(
            source=Source.RULE,
            user_id=context.user_id,
            parent_id=context.id,
            is_spoken=context.is_spoken,
        )
        self._parts.note_plan(own.id, context)
        this = self._parts.world.home.states.get(self.id)
        if runs.start({**order.variables, "this": this, "context": own}, own) is None:
            raise DeliveryError(self.id, "it is still doing what it was told before")

    def runs_of(self, saved: SavedRun) -> Runs | None:
        """Return the runs that one from before a restart belongs to; None if it is none of its."""
        prefix = f"template/{self.id}/"
        key = saved.item_id.removeprefix(prefix)
        is_own = saved.item_id.startswith(prefix) and key in self.entity.actions
        return self._runs_of(key) if is_own and self._parts.run_parts is not None else None

    def _runs_of(self, key: str) -> Runs:
        parts = self._parts
        if parts.roads is None or parts.run_parts is None:
            raise DeliveryError(self.id, "this hub runs no actions of template entities")
        if key not in self._runs:
            script = Script(
                alias=self.entity.name, object_id=f"template_{self.entity.object_id}",
                actions=self.entity.actions[key],
                raw={"alias": self.entity.name, "sequence": self.entity.raw.get(key)},
            )  # fmt: skip
            caller = RuleCaller(
                parts.roads, planner=f"template:{self.id}", text=self.entity.name,
                on_plan=parts.note_plan,
            )  # fmt: skip
            self._runs[key] = Runs(
                script, parts.run_parts(caller, _log.warning), domain="script",
                item_id=f"template/{self.id}/{key}", entity_id=self.id,
            )  # fmt: skip
        return self._runs[key]
