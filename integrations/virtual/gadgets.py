"""What bells, displays and firmware have besides their state.

As in `attributes.py`, names and units are Home Assistant's.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from integrations.virtual.attributes import Attributes, Names, Percent, one_of

Length = Annotated[int, Field(ge=0, le=255)]


class EventAttributes(Attributes):
    """A bell or a key; it does something when `event_type` is set, to the same again as well."""

    event_types: Annotated[Names, Field(min_length=1)] = ("press",)
    event_type: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        one_of("event_type", self.event_type, self.event_types)
        return self


class TextAttributes(Attributes):
    """A display; `min` and `max` count characters."""

    first_state = ""
    min: Length = 0
    max: Length = 255
    mode: Literal["text", "password"] = "text"
    pattern: str | None = None

    def wrong_state(self, state: str) -> str | None:
        """Look at the length."""
        if self.min <= len(state) <= self.max or state in {"unknown", "unavailable"}:
            return None
        return f"takes {self.min} to {self.max} characters, not {len(state)}"


class UpdateAttributes(Attributes):
    """Firmware; its state follows from the versions."""

    states = ("on", "off")
    first_state = "off"
    installed_version: str = "1.0.0"
    latest_version: str = "1.0.0"
    title: str | None = None
    release_summary: str | None = None
    release_url: str | None = None
    in_progress: bool = False
    update_percentage: Percent | None = None
