"""Scripts: named sequences of actions, "on" while they run."""

from typing import Any, Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation, ran_again
from hub.home.domains.on_off import STATES, SwitchOff
from hub.home.model import State

__all__ = ["STATES", "Attributes", "ScriptCommand", "Toggle", "TurnOff", "TurnOn"]


class Attributes(BaseModel):
    """What a script reports; `last_triggered` is ISO 8601."""

    last_triggered: str | None = None
    mode: Literal["single", "restart", "queued", "parallel"] = "single"
    current: int = 0


class TurnOn(Command):
    """Run the script, with variables if given."""

    is_idempotent = False
    action: Literal["script.turn_on"] = "script.turn_on"
    variables: dict[str, Any] | None = None

    def expected(self, before: State) -> Expectation | None:
        """Expect a new run, where the script tells its last one; a short run ends at once."""
        return ran_again(before)


class TurnOff(SwitchOff):
    """Stop the script."""

    action: Literal["script.turn_off"] = "script.turn_off"


class Toggle(Command):
    """Stop the script if it runs, run it otherwise."""

    is_idempotent = False
    action: Literal["script.toggle"] = "script.toggle"

    def expected(self, before: State) -> Expectation | None:
        """Expect it to stand still, or a new run."""
        if before.state == "on":
            return Expectation("off", frozenset({"off"}))
        return ran_again(before)


ScriptCommand = TurnOn | TurnOff | Toggle
