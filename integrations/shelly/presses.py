"""Presses of buttons, as event entities: the state is when, the type is what happened."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from hub.home.maker import EntityFacts, House


def button(key: str, device: str, name: str | None, types: Iterable[str]) -> EntityFacts:
    """Describe an entity that tells of presses."""
    return EntityFacts(
        domain="event",
        key=key,
        device=device,
        name=name,
        device_class="button",
        attributes={"event_types": list(types)},
    )


def pressed(house: House, key: str, what: str) -> None:
    """Report a press, just now."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    house.report("event", key, now, {"event_type": what})


# Shelly Gen1 API, input events of CoIoT; the words are Home Assistant's.
PRESSES = {
    "S": "single", "SS": "double", "SSS": "triple", "L": "long", "SL": "single_long",
    "LS": "long_single",
}  # fmt: skip


class Counters:
    """The counters of presses of a device of generation 1, as they were last heard."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._counts: dict[str, object] = {}

    def hear(self, status: Mapping[str, Any]) -> None:
        """Report a press of each block whose counter moved.

        A counter heard for the first time tells nothing, unless a press is what woke the device.
        """
        blocks = {name: told for name, told in status.items() if isinstance(told, dict)}
        is_woken = any(told.get("wakeupEvent") == ["button"] for told in blocks.values())
        for block, told in blocks.items():
            count = told.get("inputEventCnt")
            if count is None:
                continue
            is_first = block not in self._counts
            is_moved = is_woken if is_first else self._counts[block] != count
            self._counts[block] = count
            what = PRESSES.get(str(told.get("inputEvent")))
            if is_moved and what is not None:
                pressed(self._house, f"{block}-press", what)
