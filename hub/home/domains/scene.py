"""Scenes: states of several devices under one name."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command


class Attributes(BaseModel):
    """A scene reports nothing; its state is when it was last called, or unknown."""


class TurnOn(Command):
    """Call the scene, fading for `transition` seconds. Scenes report nothing: never verified."""

    action: Literal["scene.turn_on"] = "scene.turn_on"
    transition: Annotated[float, Field(ge=0, le=6553)] | None = None


SceneCommand = TurnOn
