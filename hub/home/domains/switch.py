"""Switches and sockets: on or off."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation
from hub.home.model import State

STATES = ("on", "off")


class Attributes(BaseModel):
    """A switch reports nothing besides its state."""


class TurnOn(Command):
    """Switch on."""

    action: Literal["switch.turn_on"] = "switch.turn_on"

    def expected(self, before: State) -> Expectation | None:
        """Expect on."""
        del before
        return Expectation("on", frozenset({"on"}))


class TurnOff(Command):
    """Switch off."""

    action: Literal["switch.turn_off"] = "switch.turn_off"

    def expected(self, before: State) -> Expectation | None:
        """Expect off."""
        del before
        return Expectation("off", frozenset({"off"}))


class Toggle(Command):
    """Switch to the other state."""

    is_idempotent = False
    action: Literal["switch.toggle"] = "switch.toggle"

    def expected(self, before: State) -> Expectation | None:
        """Expect the other state."""
        other = "off" if before.state == "on" else "on"
        return Expectation(other, frozenset({other}))


SwitchCommand = TurnOn | TurnOff | Toggle
