"""The PINs of the house, as whoever asks for one sees them."""

from collections.abc import Sequence

from hub.home.errors import NoPin
from hub.home.ids import UserId
from hub.home.people import Who
from hub.recorder.credentials import Credentials
from hub.recorder.users import InvalidUser, Users


class HousePins:
    """Compares PINs with those people have set."""

    def __init__(self, users: Users, credentials: Credentials) -> None:
        self._users = users
        self._credentials = credentials

    def holders(self) -> Sequence[Who]:
        """Return who has set a PIN, and whose access has not ended."""
        there = (user for user in self._users.all() if user.has_pin)
        return [self._users.who_is(user.id) for user in there if self._users.is_active(user)]

    async def whose(self, pin: str, among: Sequence[UserId], *, by: UserId | None) -> UserId | None:
        """Return whose PIN this is of some users; None if it is nobody's.

        If `by` is one of them, it has to be theirs.

        Raises:
            LockedOut: too many wrong ones were tried; even the right one is not looked at.
        """
        if by is None or by not in among:
            return await self._credentials.whose_pin(pin, among)
        try:
            is_right = await self._credentials.check_pin(by, pin)
        except (NoPin, InvalidUser):
            return None
        return by if is_right else None
