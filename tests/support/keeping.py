"""Stand-ins for keeping: alarms that a test rings, and a place to stand."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.automation.alarms import Ring
from hub.automation.place import Place
from hub.home.notifications import Notification
from tests.support.fakes import ManualClock

AMSTERDAM = Place(52.37, 4.89, ZoneInfo("Europe/Amsterdam"))


class ManualAlarms:
    """Rings when its clock is moved on by `advance_to`, the earliest first."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.waiting: dict[str, tuple[datetime, Ring]] = {}

    def set(self, key: str, at: datetime, ring: Ring) -> None:
        """Ring at `at`."""
        self.waiting[key] = (at, ring)

    def cancel(self, key: str) -> None:
        """Never ring for `key`."""
        self.waiting.pop(key, None)

    async def advance_to(self, moment: datetime) -> None:
        """Move the clock on, ringing what is due on the way, the earliest first."""
        while due := [(at, key) for key, (at, _) in self.waiting.items() if at <= moment]:
            at, key = min(due)
            self.clock.now = max(self.clock.now, at.astimezone(UTC))
            _, ring = self.waiting.pop(key)
            await ring()
        self.clock.now = moment.astimezone(UTC)

    async def advance(self, seconds: float) -> None:
        """Move the clock on by `seconds`."""
        await self.advance_to(self.clock.now + timedelta(seconds=seconds))

    def at(self, key_part: str) -> datetime | None:
        """Return when the alarm rings whose key holds `key_part`."""
        return next((at for key, (at, _) in self.waiting.items() if key_part in key), None)


async def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so, ten seconds at most, however busy the machine is."""
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 -- what is waited for tells nobody
            await asyncio.sleep(0.002)


class MemoryTeller:
    """Notifications kept in a list."""

    def __init__(self) -> None:
        self.told: list[Notification] = []

    @property
    def texts(self) -> list[str]:
        """What was told."""
        return [one.text for one in self.told]

    async def tell(self, notification: Notification) -> None:
        """Keep a notification, once."""
        if notification.id not in {one.id for one in self.told}:
            self.told.append(notification)

    async def all(self) -> list[Notification]:
        """Return what was told and not dismissed."""
        return list(self.told)

    async def dismiss(self, notification_id: str) -> bool:
        """Forget one."""
        found = [one for one in self.told if one.id == notification_id]
        self.told = [one for one in self.told if one.id != notification_id]
        return bool(found)
