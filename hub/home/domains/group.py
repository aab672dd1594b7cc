"""Groups, made and changed while the hub runs; they vanish when the rule files are read again."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from hub.home.commands import Command
from hub.home.ids import EntityId

MOST_MEMBERS = 500


def _listed(value: object) -> object:
    if isinstance(value, str):
        return [part.strip().lower() for part in value.split(",") if part.strip()]
    return value


Members = Annotated[list[EntityId], BeforeValidator(_listed), Field(max_length=MOST_MEMBERS)]
ObjectId = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,100}$")]


class Attributes(BaseModel):
    """What a group reports."""

    entity_id: list[str] = []
    order: int | None = None


class Set(Command):
    """Make a group, or change one: its members, or some more or less of them."""

    is_for_house = True
    is_done_at_once = True
    action: Literal["group.set"] = "group.set"
    object_id: ObjectId
    name: Annotated[str, Field(max_length=255)] | None = None
    icon: Annotated[str, Field(max_length=255)] | None = None
    entities: Members | None = None
    add_entities: Members | None = None
    remove_entities: Members | None = None
    all: bool | None = None

    @model_validator(mode="after")
    def _is_one_way(self) -> "Set":
        given = (self.entities, self.add_entities, self.remove_entities)
        if sum(one is not None for one in given) > 1:
            raise ValueError("give only one of entities, add_entities, remove_entities")
        return self


class Remove(Command):
    """Remove a group."""

    is_for_house = True
    is_done_at_once = True
    action: Literal["group.remove"] = "group.remove"
    object_id: ObjectId


GroupCommand = Set | Remove
