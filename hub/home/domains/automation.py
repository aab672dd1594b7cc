"""Automations: rules that wait for something to happen, "off" while they are switched off."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation, ran_again
from hub.home.domains.on_off import STATES, SwitchOff, SwitchOn, SwitchOver
from hub.home.model import State

__all__ = [
    "STATES", "Attributes", "AutomationCommand", "Toggle", "Trigger", "TurnOff", "TurnOn",
]  # fmt: skip


class Attributes(BaseModel):
    """What an automation reports; `last_triggered` is ISO 8601."""

    id: str | None = None
    last_triggered: str | None = None
    mode: Literal["single", "restart", "queued", "parallel"] = "single"
    current: int = 0


class TurnOn(SwitchOn):
    """Let it run when its triggers fire."""

    action: Literal["automation.turn_on"] = "automation.turn_on"


class TurnOff(SwitchOff):
    """Let it rest, and stop what it is doing unless told otherwise."""

    action: Literal["automation.turn_off"] = "automation.turn_off"
    stop_actions: bool = True


class Toggle(SwitchOver):
    """Switch it to the other state."""

    action: Literal["automation.toggle"] = "automation.toggle"


class Trigger(Command):
    """Do now what it does, without its conditions unless told otherwise."""

    is_idempotent = False
    action: Literal["automation.trigger"] = "automation.trigger"
    skip_condition: bool = True

    def expected(self, before: State) -> Expectation | None:
        """Expect a new run, where the automation tells its last one."""
        return ran_again(before)


AutomationCommand = TurnOn | TurnOff | Toggle | Trigger
