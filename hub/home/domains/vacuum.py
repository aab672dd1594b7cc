"""Robot vacuums."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from hub.home.commands import Command, Expectation
from hub.home.domains.choice import Choice
from hub.home.ids import slugify
from hub.home.model import State

STATES = ("cleaning", "docked", "idle", "paused", "returning", "error")


class Attributes(BaseModel):
    """What a vacuum reports. `segments`: the rooms of its map, names by their ids."""

    battery_level: int | None = None
    fan_speed: str | None = None
    fan_speed_list: list[str] | None = None
    segments: dict[str, str] | None = None


class Start(Command):
    """Start or go on cleaning."""

    action: Literal["vacuum.start"] = "vacuum.start"

    def expected(self, before: State) -> Expectation | None:
        """Expect cleaning."""
        del before
        return Expectation("cleaning", frozenset({"cleaning"}))


class Pause(Command):
    """Pause cleaning."""

    action: Literal["vacuum.pause"] = "vacuum.pause"

    def expected(self, before: State) -> Expectation | None:
        """Expect it paused."""
        del before
        return Expectation("paused", frozenset({"paused", "idle"}))


class Stop(Command):
    """Stop cleaning."""

    action: Literal["vacuum.stop"] = "vacuum.stop"

    def expected(self, before: State) -> Expectation | None:
        """Expect it to stand still."""
        del before
        return Expectation("stopped", frozenset({"idle", "paused", "docked"}))


class ReturnToBase(Command):
    """Go back to the dock."""

    action: Literal["vacuum.return_to_base"] = "vacuum.return_to_base"

    def expected(self, before: State) -> Expectation | None:
        """Expect it on its way or docked."""
        del before
        return Expectation("on its way to the dock", frozenset({"returning", "docked"}))


class Locate(Command):
    """Make it call out."""

    is_idempotent = False
    action: Literal["vacuum.locate"] = "vacuum.locate"


class CleanSpot(Command):
    """Clean where it stands."""

    action: Literal["vacuum.clean_spot"] = "vacuum.clean_spot"

    def expected(self, before: State) -> Expectation | None:
        """Expect cleaning."""
        del before
        return Expectation("cleaning", frozenset({"cleaning"}))


class SetFanSpeed(Choice):
    """Choose the suction."""

    attribute = "fan_speed"
    options = "fan_speed_list"
    words = "at {}"
    action: Literal["vacuum.set_fan_speed"] = "vacuum.set_fan_speed"
    fan_speed: str


def _merged(value: object) -> object:
    """Take Home Assistant's list of mappings for the one mapping that it stands for."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return value
    return {key: each for item in value for key, each in item.items()}


class SendCommand(Command):
    """Send a command of the maker's own."""

    is_idempotent = False
    action: Literal["vacuum.send_command"] = "vacuum.send_command"
    command: str
    params: Annotated[dict[str, Any] | None, BeforeValidator(_merged)] = None


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class CleanArea(Command):
    """Clean some areas of the house: the rooms of its map that are called like them."""

    action: Literal["vacuum.clean_area"] = "vacuum.clean_area"
    cleaning_area_id: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]

    def segments(self, state: State) -> list[str]:
        """Return the ids of the rooms of its map that are meant, in its own order."""
        wanted = set(map(slugify, self.cleaning_area_id))
        return [one for one, name in _rooms(state).items() if slugify(name) in wanted]

    def problem(self, state: State) -> str | None:
        """Check that every area is a room of its map."""
        rooms = _rooms(state)
        known = set(map(slugify, rooms.values()))
        lacking = [area for area in self.cleaning_area_id if slugify(area) not in known]
        if not lacking:
            return None
        return f"its map has no room {lacking[0]!r}; it has {', '.join(rooms.values()) or 'none'}"

    def expected(self, before: State) -> Expectation | None:
        """Expect cleaning."""
        del before
        return Expectation("cleaning", frozenset({"cleaning"}))


def _rooms(state: State) -> dict[str, str]:
    rooms = state.attributes.get("segments")
    return {str(one): str(name) for one, name in rooms.items()} if isinstance(rooms, dict) else {}


VacuumCommand = (
    Start | Pause | Stop | ReturnToBase | Locate | CleanSpot | SetFanSpeed | SendCommand | CleanArea
)
