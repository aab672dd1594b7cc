"""What a Wyoming service says of itself when it is asked to describe itself."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from wyoming.info import Describe, Info

from integrations.wyoming.wire import NONSENSE, NotWyoming, Wire

DESCRIBE_S = 5.0
# Other events that may come before the answer: a satellite may stream already.
MOST_BEFORE = 1000


class _Installable(Protocol):
    installed: bool


T = TypeVar("T", bound=_Installable)


async def described(wire: Wire) -> Info:
    """Ask a service what it is.

    Raises:
        WireLost: it does not answer.
        NotWyoming: what it answers makes no sense.
    """
    await wire.write(Describe())
    for _ in range(MOST_BEFORE):
        event = await wire.read(DESCRIBE_S)
        if Info.is_type(event.type):
            try:
                return Info.from_event(event)
            except (*NONSENSE, AssertionError):
                raise NotWyoming(f"{wire.peer} describes itself in no way known") from None
    raise NotWyoming(f"{wire.peer} does not describe itself")


def installed(things: Iterable[T]) -> list[T]:
    """Return those that are there to be used."""
    return [thing for thing in things if thing.installed]
