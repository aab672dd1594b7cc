"""Sirens: they howl (on) or are still (off)."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from hub.home.commands import one_of
from hub.home.domains.on_off import STATES, SwitchOff, SwitchOn, SwitchOver
from hub.home.model import State

__all__ = ["STATES", "Attributes", "SirenCommand", "Toggle", "TurnOff", "TurnOn"]


class Attributes(BaseModel):
    """What a siren reports: how it sounds, or would."""

    available_tones: list[str] | None = None
    tone: str | None = None
    duration: float | None = None
    volume_level: float | None = None


class TurnOn(SwitchOn):
    """Sound the siren: in a tone, at a volume of 0..1, for `duration` seconds."""

    action: Literal["siren.turn_on"] = "siren.turn_on"
    tone: str | None = None
    volume_level: Annotated[float, Field(ge=0, le=1)] | None = None
    duration: Annotated[int, Field(gt=0)] | None = None

    def problem(self, state: State) -> str | None:
        """Check the tone."""
        return one_of(self.tone, state, "available_tones")


class TurnOff(SwitchOff):
    """Silence the siren. Sensitive: the guard asks a person first."""

    action: Literal["siren.turn_off"] = "siren.turn_off"


class Toggle(SwitchOver):
    """Sound it if still, silence it otherwise. Sensitive: the guard asks a person first."""

    action: Literal["siren.toggle"] = "siren.toggle"


SirenCommand = TurnOn | TurnOff | Toggle
