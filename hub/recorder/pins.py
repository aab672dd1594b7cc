"""The PINs of the house, as whoever asks for one sees them."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from hub.home.approving import Asker
from hub.home.errors import NoPin
from hub.home.ids import UserId
from hub.home.notifications import Notification, Teller
from hub.home.people import Role, Who
from hub.recorder.credentials import Credentials, asker_key
from hub.recorder.users import InvalidUser, Users


class HousePins:
    """Compares PINs with those people have set."""

    def __init__(self, users: Users, credentials: Credentials, teller: Teller) -> None:
        self._users = users
        self._credentials = credentials
        self._teller = teller

    def holders(self) -> Sequence[Who]:
        """Return who has set a PIN, and whose access has not ended."""
        there = (user for user in self._users.all() if user.has_pin)
        return [self._users.who_is(user.id) for user in there if self._users.is_active(user)]

    async def whose(
        self, pin: str, among: Sequence[UserId], *, by: UserId | None, asker: Asker
    ) -> UserId | None:
        """Return whose PIN this is of some users; None if it is nobody's.

        If `by` is one of them, it has to be theirs. Owners are told when wrong ones lock.

        Raises:
            LockedOut: too many wrong ones were tried; even the right one is not looked at.
        """
        if by is None or by not in among:
            found = await self._credentials.whose_pin(pin, among, asker)
            if found is None:
                await self._tell_if_closed(asker, asker)
            return found
        try:
            is_right = await self._credentials.check_pin(by, pin)
        except (NoPin, InvalidUser):
            return None
        if not is_right:
            await self._tell_if_closed(by, asker)
        return by if is_right else None

    async def _tell_if_closed(self, counted: UserId | Asker, asker: Asker) -> None:
        """Tell every owner, once, if the last wrong PIN was one too many."""
        until = await self._credentials.pins_closed_until(counted)
        if until is None:
            return
        key = f"{asker_key(asker)}:{until.timestamp():.0f}"
        digest = hashlib.sha256(key.encode()).hexdigest()[:16]
        at = self._credentials.now()
        minutes = max(1, round((until - at) / timedelta(minutes=1)))
        text = (
            f"{self._name(asker)} gave wrong PINs too often. PINs from there are not looked at"
            f" for {minutes} min."
        )
        for user in self._users.all():
            if user.role is Role.OWNER and self._users.is_active(user):
                note_id = f"pins-locked-{digest}-{user.id}"
                await self._teller.tell(Notification(id=note_id, text=text, at=at, user_id=user.id))

    def _name(self, asker: Asker) -> str:
        user = self._users.get(asker.user_id) if asker.user_id is not None else None
        name = "A voice" if user is None else user.name
        return f"{name}, in the area {asker.area_id!r}," if asker.area_id is not None else name
