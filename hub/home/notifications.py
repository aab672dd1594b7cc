"""Things to tell people that nobody asked for just now: a timer is done, a rule could not run."""

from datetime import datetime
from typing import Protocol

from hub.home.frozen import Frozen
from hub.home.ids import AreaId, UserId


class Notification(Frozen):
    """One thing to tell: to one user, or to all who live here if `user_id` is None.

    `area_id` is where it belongs, such as the room in which the timer was set.
    """

    id: str
    text: str
    at: datetime
    user_id: UserId | None = None
    area_id: AreaId | None = None


class Teller(Protocol):
    """Tells people. What was told is on disk when it returns."""

    async def tell(self, notification: Notification) -> None:
        """Keep a notification until somebody dismisses it, and pass it on to who listens.

        The same id twice tells it once.
        """
