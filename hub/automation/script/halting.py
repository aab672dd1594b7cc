"""How a run ends before its last action, other than by an error of a call."""

from collections.abc import Mapping
from typing import Any

from hub.home.run_trace import Ending


class Halt(Exception):
    """The whole run ends: it said so, a wait timed out, or it cannot go on."""

    def __init__(
        self, ending: Ending, error: str | None = None, response: Mapping[str, Any] | None = None
    ) -> None:
        self.ending: Ending = ending
        self.error = error
        self.response = response
        super().__init__(error or ending)


class ConditionFalse(Exception):
    """The sequence that the condition stands in ends; what is around it goes on."""
