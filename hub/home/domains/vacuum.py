"""Robot vacuums."""

from typing import Any, Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation
from hub.home.domains.choice import Choice
from hub.home.model import State

STATES = ("cleaning", "docked", "idle", "paused", "returning", "error")


class Attributes(BaseModel):
    """What a vacuum reports."""

    battery_level: int | None = None
    fan_speed: str | None = None
    fan_speed_list: list[str] | None = None


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


class SendCommand(Command):
    """Send a command of the maker's own."""

    is_idempotent = False
    action: Literal["vacuum.send_command"] = "vacuum.send_command"
    command: str
    params: dict[str, Any] | None = None


VacuumCommand = Start | Pause | Stop | ReturnToBase | Locate | CleanSpot | SetFanSpeed | SendCommand
