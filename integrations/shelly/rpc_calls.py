"""What a part of a Shelly may ask of the device it belongs to."""

from typing import Any, Protocol


class Rpc(Protocol):
    """A device that takes remote procedure calls (Shelly Gen2+, "RPC protocol")."""

    async def call_rpc(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Call a method, and return its result."""
