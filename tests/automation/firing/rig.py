"""A small world for one trigger, and what it fired."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.automation.durable import Firing
from hub.automation.firing import Waits, attach
from hub.automation.model.rules import Misfire
from hub.automation.model.triggers import AnyTrigger
from hub.automation.place import Place
from hub.automation.world import World
from hub.home.home import Home, Unsubscribe
from tests.support.fakes import ManualClock, put
from tests.support.keeping import ManualAlarms
from tests.support.plain_templates import PlainTemplates
from tests.support.waits import MemoryWaits

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Rig:
    """A hub that can be switched off and on."""

    def __init__(self, store: MemoryWaits | None = None, now: datetime = NOON) -> None:
        self.store = store or MemoryWaits()
        self.clock = ManualClock(now)
        self.alarms = ManualAlarms(self.clock)
        self.home = Home(now=self.clock)
        self.fired: list[Firing] = []
        self.missed: list[datetime] = []
        self.waits = Waits(self.store)
        self.world = World(
            home=self.home,
            place=Place(52.5, 13.4, ZoneInfo("Europe/Berlin")),
            now=self.clock,
            templates=PlainTemplates(self.home),
            alarms=self.alarms,
            messages=None,  # type: ignore[arg-type] -- no test here uses it
            webhooks=None,  # type: ignore[arg-type]
            sentences=None,  # type: ignore[arg-type]
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
