"""What a part of a WLED may ask of the device it belongs to."""

from typing import Any, Protocol


class Strip(Protocol):
    """A device that takes changes of its state (WLED, "JSON API", state object)."""

    async def change(self, state: dict[str, Any]) -> None:
        """Change part of the state, in one request."""

    async def reset(self) -> None:
        """Restart."""

    async def receive_sync(self, *, receive: bool) -> None:
        """Follow other WLEDs, or not."""
