"""Scenes: states of several devices under one name, called, made, and set without a name."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from hub.home.commands import Command
from hub.home.ids import EntityId

# More entities than any scene that a person makes.
MOST_ENTITIES = 500


def _wanted(value: object) -> object:
    """Give each entity a mapping that holds its state under "state", as text."""
    if not isinstance(value, Mapping):
        return value
    return {str(name).lower(): _one(str(name), given) for name, given in value.items()}


def _one(name: str, given: object) -> dict[str, Any]:
    found = dict(given) if isinstance(given, Mapping) else {"state": given}
    state = found.get("state")
    if isinstance(state, bool):
        state = "on" if state else "off"
    if not isinstance(state, str | int | float):
        raise ValueError(f"{name}: give a state, as a text or under 'state'")  # noqa: TRY004 -- pydantic hears it
    return {**found, "state": str(state)}


def _listed(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


States = Annotated[
    dict[str, dict[str, Any]], BeforeValidator(_wanted), Field(max_length=MOST_ENTITIES)
]
Transition = Annotated[float, Field(ge=0, le=6553)]
EntityIds = Annotated[list[EntityId], BeforeValidator(_listed), Field(max_length=MOST_ENTITIES)]


class Attributes(BaseModel):
    """What a scene sets; its state is when it was last called, or unknown."""

    entity_id: list[str] = []
    id: str | None = None


class TurnOn(Command):
    """Call the scene, fading for `transition` seconds. Scenes report nothing: never verified."""

    action: Literal["scene.turn_on"] = "scene.turn_on"
    transition: Transition | None = None


class Apply(Command):
    """Set states without making a scene of them."""

    is_for_house = True
    is_done_at_once = True
    action: Literal["scene.apply"] = "scene.apply"
    entities: States
    transition: Transition | None = None


class Create(Command):
    """Make a scene of given states, and of how `snapshot_entities` are now."""

    is_for_house = True
    is_done_at_once = True
    action: Literal["scene.create"] = "scene.create"
    scene_id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,100}$")]
    entities: States = Field(default_factory=dict)
    snapshot_entities: EntityIds = Field(default_factory=list)


class Delete(Command):
    """Delete a scene that `scene.create` made."""

    action: Literal["scene.delete"] = "scene.delete"


SceneCommand = TurnOn | Apply | Create | Delete
