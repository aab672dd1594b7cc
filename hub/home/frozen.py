"""The base of everything that passes between the parts: unchangeable, and without unknown keys."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A model that cannot be changed once made; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def build_models(*roots: type[BaseModel]) -> None:
    """Build the validators of all models below `roots` now, so that their first use need not wait.

    Models leave it to their first use, because the start of the hub should not wait for it either.
    """
    for model in roots:
        if not model.__pydantic_complete__:
            model.model_rebuild()
        build_models(*model.__subclasses__())
