"""What the server needs of people: their phones, what they are told, what pages keep for them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from hub.home.home import Unsubscribe
from hub.home.ids import DeviceId, EntityId, UserId
from hub.home.notifications import Notification
from hub.record import record


@record(frozen=True, slots=True)
class Phone:
    """A registered phone, without what it proves itself with."""

    id: DeviceId
    user_id: UserId | None
    name: str
    model: str
    app: str
    tracker_id: EntityId


class Phones(Protocol):
    """Phones that tell where they are, and more."""

    def registered(self) -> Sequence[Phone]:
        """Return the phones that have a webhook of their own, the oldest first."""

    async def forget(self, phone_id: DeviceId) -> None:
        """End what a phone may do; an unknown one is no error."""

    def owntracks_tracker(self, body: bytes, headers: Mapping[str, str]) -> EntityId | None:
        """Return the tracker that a post of OwnTracks tells of, None if it tells of none."""

    async def hear_owntracks(self, body: bytes, headers: Mapping[str, str]) -> Any:
        """Take in what OwnTracks posts; returns its answer."""

    async def register(
        self, body: Mapping[str, Any], user_id: UserId | None
    ) -> tuple[int, Mapping[str, Any]]:
        """Register a phone with the companion app; returns the status and the answer."""


class NotificationList(Protocol):
    """What people are still to be told."""

    async def all(self) -> Sequence[Notification]:
        """Return those nobody dismissed, the oldest first."""

    async def get(self, notification_id: str) -> Notification | None:
        """Return one, None if there is none."""

    async def tell(self, notification: Notification) -> None:
        """Keep one, and tell who listens."""

    async def dismiss(self, notification_id: str) -> bool:
        """Forget one; False if it was not there."""

    def listen(self, listener: Callable[[Notification], None]) -> Unsubscribe:
        """Call `listener` with each new one; returns what ends it."""


class PageData(Protocol):
    """What pages keep for a user."""

    async def get(self, user_id: UserId, key: str) -> Any:
        """Return a value, None if there is none."""

    async def put(self, user_id: UserId, key: str, value: Any) -> None:
        """Keep a value, on disk when it returns; None takes it away.

        Raises:
            HubError: there is no room for it.
        """
