"""Presses of buttons, as event entities: the state is when, the type is what happened."""

from collections.abc import Iterable
from datetime import UTC, datetime

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
