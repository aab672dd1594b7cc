"""What lets a browser see one picture: Home Assistant's `access_token` of cameras and images.

An `<img>` sends no header, so its address holds the token. It opens this one picture, and stands in
states, for those who see the entity.
"""

import hmac
import secrets
import time
from collections.abc import Callable
from hashlib import sha256

from hub.home.ids import EntityId, domain_of

# A page gets a new one with every state that it reads.
LASTS_S = 24 * 3600.0
_STEP_S = 3600.0


class PictureTokens:
    """Tokens of pictures; they end with the hub's run, or a day after they were given out."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)

    def attributes(self, entity_id: EntityId) -> dict[str, str]:
        """Return what a state tells of its picture, as Home Assistant's does."""
        token = self._token(entity_id, self._step())
        path = f"/api/{domain_of(entity_id)}_proxy/{entity_id}"
        return {"access_token": token, "entity_picture": f"{path}?token={token}"}

    def opens(self, entity_id: EntityId, token: str) -> bool:
        """Tell whether a token is one of this entity's that still lasts."""
        now = self._step()
        given = token.encode("utf-8", "replace")
        steps = range(now - int(LASTS_S // _STEP_S), now + 1)
        # All are compared, so that nobody learns from the time that it takes.
        fits = [hmac.compare_digest(given, self._token(entity_id, step).encode()) for step in steps]
        return any(fits)

    def _step(self) -> int:
        return int(self._clock() // _STEP_S)

    def _token(self, entity_id: EntityId, step: int) -> str:
        return hmac.new(self._secret, f"{entity_id} {step}".encode(), sha256).hexdigest()
