"""Our own stand-ins, typed: a scripted integration with faults, stores in memory, a clock."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from hub.home.actions import ACTIONS
from hub.home.commands import Command
from hub.home.errors import DeliveryError
from hub.home.home import Home
from hub.home.ids import EntityId, UserId
from hub.home.model import Context, Entity, State
from hub.home.plan import Approval, PlanResult
from hub.home.stores import Decision

Fault = Literal["ok", "slow", "deaf", "lying", "undeliverable", "broken", "hanging", "silent"]


class ManualClock:
    """A clock that stands still until told to move."""

    def __init__(self, now: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Move on."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Sent:
    """One command that reached the integration."""

    entity_id: EntityId
    command: Command
    context: Context


@dataclass
class ScriptedIntegration:
    """Devices that obey, each with a switchable fault.

    ok: reports what was asked; slow: the same after `delay_s`; deaf: never reacts;
    lying: reports its old state; silent: obeys without reporting; undeliverable, broken and
    hanging: `send` raises `DeliveryError`, raises a bug, or never returns.
    `deaf_for` counts the sends a device ignores before it obeys.
    """

    home: Home
    name: str = "scripted"
    delay_s: float = 0.05
    faults: dict[str, Fault] = field(default_factory=dict)
    deaf_for: dict[str, int] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def has_sent(self, count: int) -> None:
        """Wait until so many commands arrived, a second at most."""
        async with asyncio.timeout(1):
            while len(self.sent) < count:
                self._news.clear()
                await self._news.wait()

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Take a command; the report follows as the fault of the device says."""
        fault = self.faults.get(entity_id, "ok")
        if fault == "undeliverable":
            raise DeliveryError(entity_id, "the broker is away")
        if fault == "broken":
            raise RuntimeError("a bug in the integration")
        if fault == "hanging":
            await asyncio.Event().wait()
        self.sent.append(Sent(entity_id, command, context))
        self._news.set()
        if fault in {"deaf", "silent"}:
            return
        if self.deaf_for.get(entity_id, 0) > 0:
            self.deaf_for[entity_id] -= 1
            return
        delay_s = self.delay_s if fault == "slow" else 0.001
        loop = asyncio.get_running_loop()
        loop.call_later(delay_s, self._react, entity_id, command, context, fault == "lying")

    def _react(self, entity_id: EntityId, command: Command, cause: Context, is_lying: bool) -> None:  # noqa: FBT001 -- call_later passes positions
        before = self.home.states.get(entity_id)
        if before is None:
            return
        new = (before.state, dict(before.attributes)) if is_lying else obey(command, before)
        follows = Context(source=cause.source, user_id=cause.user_id, parent_id=cause.id)
        self.home.report(entity_id, *new, follows)


_STATES = {
    "open_cover": "open", "close_cover": "closed", "open_valve": "open", "close_valve": "closed",
    "lock": "locked", "unlock": "unlocked", "turn_on": "on", "turn_off": "off", "start": "cleaning",
    "alarm_disarm": "disarmed", "alarm_arm_away": "armed_away", "alarm_arm_home": "armed_home",
    "return_to_base": "returning", "media_play": "playing", "media_pause": "paused",
}  # fmt: skip


def obey(command: Command, before: State) -> tuple[str, dict[str, Any]]:
    """Return the state and attributes of a simple device after an honest `command`."""
    data = command.data()
    state = before.state
    if command.verb == "toggle":
        state = {"on": "off", "off": "on", "open": "closed", "closed": "open"}[before.state]
    state = _STATES.get(command.verb, state)
    match command.action:
        case "climate.turn_on":
            state = "heat"
        case "climate.set_hvac_mode":
            state = data.pop("hvac_mode")
        case "climate.set_temperature":
            state = data.pop("hvac_mode", state)
        case "number.set_value":
            state = str(data.pop("value"))
        case "select.select_option":
            state = data.pop("option")
        case "cover.set_cover_position" | "valve.set_valve_position":
            data = {"current_position": data["position"]}
            state = "open" if data["current_position"] else "closed"
        case _:
            pass
    if "brightness_pct" in data:
        data["brightness"] = round(data.pop("brightness_pct") * 2.55)
    return state, {**before.attributes, **data}


class MemoryApprovals:
    """Approvals kept in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, Approval] = {}

    async def put(self, approval: Approval) -> None:
        """Keep a new approval."""
        self.kept[approval.id] = approval

    async def get(self, approval_id: str) -> Approval | None:
        """Return an approval."""
        return self.kept.get(approval_id)

    async def pending(self, now: datetime) -> list[Approval]:
        """Return those that still wait."""
        waiting = [a for a in self.kept.values() if a.status == "pending" and a.expires_at > now]
        return sorted(waiting, key=lambda approval: approval.created_at)

    async def decide(
        self, approval_id: str, status: Decision, decided_by: UserId | None, at: datetime
    ) -> bool:
        """Move an approval from pending to `status`."""
        del at
        approval = self.kept.get(approval_id)
        if approval is None or approval.status != "pending":
            return False
        update = {"status": status, "decided_by": decided_by}
        self.kept[approval_id] = approval.model_copy(update=update)
        return True


class MemoryTraces:
    """Traces kept in a list, in the order they came, updates included."""

    def __init__(self) -> None:
        self.is_full = False
        self.added: list[tuple[PlanResult, dict[EntityId, State]]] = []

    async def add(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Keep a result."""
        if self.is_full:
            raise OSError(28, "no space left on device")
        self.added.append((result, dict(before)))

    def note(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Keep the result of a rule's plan."""
        self.added.append((result, dict(before)))


def put(
    home: Home, entity_id: str, state: str = "off", *, integration: str = "scripted", **more: Any
) -> EntityId:
    """Put an entity that offers every action of its domain into the home, with its state."""
    attributes = more.pop("attributes", {})
    domain = entity_id.partition(".")[0]
    entity = Entity(
        id=EntityId(entity_id),
        name=entity_id.partition(".")[2].replace("_", " ").title(),
        integration=integration,
        unique_id=entity_id,
        actions=frozenset(action for action in ACTIONS if action.startswith(f"{domain}.")),
    )
    home.put_entity(replace(entity, **more))
    home.report(entity.id, state, attributes)
    return entity.id
