"""What a Shelly of generation 1 is made of, and its status in one piece.

Its CoIoT description (`cit/d`) lists blocks and their sensors by number, its state (`cit/s`) the
values by number (Shelly Gen1 API, "CoIoT protocol"); /settings and /status tell the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from integrations.local.part import Part

Json = Mapping[str, Any]
# The key of what /status tells, among the blocks.
DEVICE = "/status"


class Http(Protocol):
    """A device that takes requests."""

    async def http_request(
        self, method: str, path: str, params: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Ask for a path, and return its JSON."""


BlockPart = Part[Http]


@dataclass(frozen=True, slots=True)
class BlockView:
    """What it told when it was connected. `description` is `cit/d`, `info` is /shelly."""

    info: Json
    settings: Json
    description: Json
    device: str

    @property
    def model(self) -> str:
        """The model, such as "SHSW-25"."""
        return str(self.info.get("type", ""))

    @property
    def name(self) -> str:
        """The name that people gave it, or that of the host."""
        hostname = self.settings.get("device", {}).get("hostname")
        return str(self.settings.get("name") or hostname or "Shelly")

    def blocks(self) -> Iterator[tuple[str, int, frozenset[str]]]:
        """Yield name, channel and sensors of each block."""
        for block in self.description["blk"]:
            sensors = frozenset(str(name) for name, _ in self._sensors(block["I"]))
            channel = str(block["D"]).partition("_")[2]
            yield str(block["D"]), int(channel) if channel.isdecimal() else 0, sensors

    def of(self, kind: str) -> Iterator[tuple[str, int, frozenset[str]]]:
        """Yield the blocks of a kind."""
        return (block for block in self.blocks() if block[0].partition("_")[0] == kind)

    def channel_settings(self, kind: str, channel: int) -> Json:
        """Return the settings of a channel, empty if it has none."""
        found = self.settings.get(kind)
        if not isinstance(found, list) or channel >= len(found):
            return {}
        settings = found[channel]
        return settings if isinstance(settings, Mapping) else {}

    def status(self, values: Json | None, told: Json | None) -> dict[str, Any]:
        """Return the values of all blocks by their names, and /status beside them."""
        known = values or {}
        return {
            DEVICE: told,
            **{
                str(block["D"]): {
                    name: _value(sensor, known.get(sensor["I"]))
                    for name, sensor in self._sensors(block["I"])
                }
                for block in self.description["blk"]
            },
        }

    def _sensors(self, block: Any) -> Iterator[tuple[str, Json]]:
        """Yield a block's sensors; temperatures are told twice, in degrees Celsius too."""
        for sensor in self.description["sen"]:
            where = sensor["L"]
            belongs = block in where if isinstance(where, list) else block == where
            if belongs and sensor.get("U") != "F":
                yield str(sensor["D"]), sensor


def _value(sensor: Json, value: Any) -> Any:
    """Return a value; what its range names besides the range stands for "unknown"."""
    span = sensor.get("R")
    if isinstance(span, list) and len(span) > 1 and str(value) in map(str, span[1:]):
        return None
    return value
