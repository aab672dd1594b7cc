"""A small world for one trigger, and what it fired."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.automation.durable import Firing
from hub.automation.firing import Waits, attach
from hub.automation.memory_runs import MemoryRunStore
from hub.automation.model.rules import Misfire
from hub.automation.model.triggers import AnyTrigger
from hub.automation.place import Place
from hub.automation.templates import HomeTemplates
from hub.automation.world import MqttMessage, World
from hub.home.home import Home, Unsubscribe
from tests.support.fakes import ManualClock, put
from tests.support.keeping import ManualAlarms

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

BERLIN = Place(52.5, 13.4, ZoneInfo("Europe/Berlin"))


class Broker:
    """Hands every message to every subscriber."""

    def __init__(self) -> None:
        self.hearers: dict[str, Callable[[MqttMessage], None]] = {}

    def subscribe(
        self,
        topic: str,
        hear: Callable[[MqttMessage], None],
        *,
        qos: int = 0,
        encoding: str | None = "utf-8",
    ) -> Unsubscribe:
        """Note who hears what."""
        del qos, encoding
        self.hearers[topic] = hear
        return lambda: self.hearers.__delitem__(topic)


class Outside:
    """Webhooks and sentences."""

    def __init__(self) -> None:
        self.hearers: dict[str, Callable[[Mapping[str, Any]], None]] = {}

    def open(
        self,
        webhook_id: str,
        hear: Callable[[Mapping[str, Any]], None],
        *,
        methods: tuple[str, ...],
        local_only: bool,
    ) -> Unsubscribe:
        """Note who hears what."""
        del methods, local_only
        self.hearers[webhook_id] = hear
        return lambda: self.hearers.__delitem__(webhook_id)

    def listen_for(
        self, commands: tuple[str, ...], hear: Callable[[Mapping[str, Any]], None]
    ) -> Unsubscribe:
        """Note who hears what."""
        self.hearers[commands[0]] = hear
        return lambda: self.hearers.__delitem__(commands[0])


class Rig:
    """A hub that can be switched off and on."""

    def __init__(self, store: MemoryRunStore | None = None, now: datetime = NOON) -> None:
        self.store = store or MemoryRunStore()
        self.clock = ManualClock(now)
        self.alarms = ManualAlarms(self.clock)
        self.home = Home(now=self.clock)
        self.fired: list[Firing] = []
        self.missed: list[datetime] = []
        self.waits = Waits(self.store)
        self.messages = Broker()
        self.outside = Outside()
        self.world = World(
            home=self.home,
            place=BERLIN,
            now=self.clock,
            templates=HomeTemplates(self.home, BERLIN, self.clock),
            alarms=self.alarms,
            messages=self.messages,
            webhooks=self.outside,
            sentences=self.outside,
        )

    def put(self, entity_id: str, state: str, **attributes: Any) -> None:
        """Have an entity report."""
        put(self.home, entity_id, state, attributes=attributes)

    def attach(self, trigger: AnyTrigger, *, misfire: Misfire | None = None) -> Unsubscribe:
        """Attach a durable trigger."""
        return attach(
            trigger, self.world, key="rule/0", variables={}, fire=self._fire, waits=self.waits,
            misfire=misfire or Misfire(), missed=self.missed.append, attached_at_start=True,
        )  # fmt: skip

    async def after_kill(self, seconds: float) -> "Rig":
        """Return the hub so much later, with what was on disk."""
        await self.waits.flush()
        rig = Rig(self.store, self.clock.now)
        rig.clock.advance(seconds)
        await rig.waits.load()
        return rig

    def _fire(self, firing: Firing) -> None:
        self.fired.append(firing)
        self.waits.settle(firing)
