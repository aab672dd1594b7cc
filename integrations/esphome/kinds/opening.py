"""Covers and valves."""

from collections.abc import Iterable
from typing import Any

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import (
    APIVersion,
    CoverInfo,
    CoverOperation,
    CoverState,
    ValveInfo,
    ValveOperation,
    ValveState,
)

from hub.home.commands import Command
from hub.home.domains.cover import StopTilt, Tilt
from hub.home.domains.opening import CloseFully, GoToPosition, OpenFully, StopMoving, TurnRound
from hub.home.model import State
from integrations.esphome.kinds.kind import Kind, Reading

# Before this version of the API, covers did not say whether they can be stopped.
TELLS_STOP = APIVersion(1, 8)
# Before this one, they said only open or closed.
TELLS_POSITION = APIVersion(1, 1)


class Cover(Kind[CoverInfo, CoverState]):
    """A cover; positions are 0..1 for the device, percent for the home."""

    domain = "cover"

    def verbs(self) -> Iterable[str]:
        """Return what this cover does."""
        yield from ("open_cover", "close_cover", "toggle")
        if self.info.supports_stop or self.setting.api < TELLS_STOP:
            yield "stop_cover"
        if self.info.supports_position:
            yield "set_cover_position"
        if self.info.supports_tilt:
            yield from ("open_cover_tilt", "close_cover_tilt", "set_cover_tilt_position",
                        "toggle_cover_tilt")  # fmt: skip

    def read(self, state: CoverState) -> Reading:
        """Return open or closed or on the way, position and tilt."""
        is_closed = state.is_closed(self.setting.api)
        attributes = {}
        if self.info.supports_position:
            attributes["current_position"] = percent(state.position)
        if self.info.supports_tilt:
            attributes["current_tilt_position"] = percent(state.tilt)
        way = {CoverOperation.IS_OPENING: "opening", CoverOperation.IS_CLOSING: "closing"}
        rest = "closed" if is_closed else "open"
        return Reading(way.get(state.current_operation or CoverOperation.IDLE, rest), attributes)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Move it, or its slats."""
        if isinstance(command, Tilt):
            tilt = command.target(before) / 100
            return client.cover_command(tilt=tilt, **self.address())
        if isinstance(command, StopMoving | StopTilt):
            return client.cover_command(stop=True, **self.address())
        position = aim(command, before)
        if position is None:
            raise self.cannot(command)
        return client.cover_command(position=position, **self.address())


class Valve(Kind[ValveInfo, ValveState]):
    """A valve."""

    domain = "valve"

    def verbs(self) -> Iterable[str]:
        """Return what this valve does."""
        yield from ("open_valve", "close_valve", "toggle")
        if self.info.supports_stop:
            yield "stop_valve"
        if self.info.supports_position:
            yield "set_valve_position"

    def read(self, state: ValveState) -> Reading:
        """Return open or closed or on the way, and the position."""
        attributes: dict[str, Any] = {}
        if self.info.supports_position:
            attributes["current_position"] = percent(state.position)
        way = {ValveOperation.IS_OPENING: "opening", ValveOperation.IS_CLOSING: "closing"}
        rest = "closed" if state.position == 0 else "open"
        return Reading(way.get(state.current_operation or ValveOperation.IDLE, rest), attributes)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Turn it."""
        if isinstance(command, StopMoving):
            return client.valve_command(stop=True, **self.address())
        position = aim(command, before)
        if position is None:
            raise self.cannot(command)
        return client.valve_command(position=position, **self.address())


def aim(command: Command, before: State) -> float | None:
    """Return where a command wants it to be, 0 closed and 1 open; None if it says nothing of it."""
    match command:
        case OpenFully():
            return 1.0
        case CloseFully():
            return 0.0
        case TurnRound():
            return 1.0 if before.state in {"closed", "closing"} else 0.0
        case GoToPosition():
            return command.position / 100
        case _:
            return None


def percent(part: float) -> int:
    """Return a part of 1 in percent.

    Raises:
        ValueError: it is NaN.
    """
    return max(0, min(100, round(part * 100)))
