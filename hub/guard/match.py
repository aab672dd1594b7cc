"""To which acts a policy applies, as people write it."""

import difflib
import re
from collections.abc import Iterable
from datetime import time
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from hub.guard.conditions import AtHome, ExactEntity, Rate, StateTest, Texts, Touches, as_tuple
from hub.guard.risk import Risk
from hub.home.actions import ACTIONS, DOMAINS
from hub.home.frozen import Frozen
from hub.home.ids import domain_of
from hub.home.model import Source
from hub.home.people import Role
from hub.home.rules import Weekday

# An entity id with wildcards in any place; "*" alone is any.
_ID_PATTERN = re.compile(r"[a-z0-9_*?\[\]!-]+(?:\.[a-z0-9_*?\[\]!-]+)?")
Weekdays = Annotated[tuple[Weekday, ...], BeforeValidator(as_tuple), Field(min_length=1)]


class Moment(Frozen):
    """When something holds: the time of day, the sun, who is home, what others report.

    `after` and `before` are times of the house's clocks, over midnight if `before` is the earlier.
    """

    after: time | None = None
    before: time | None = None
    weekday: Weekdays | None = None
    sun: Literal["up", "down"] | None = None
    home: AtHome | None = None
    when: Annotated[dict[ExactEntity, StateTest], Field(min_length=1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _has_no_empty_keys(cls, value: Any) -> Any:
        """Refuse a key without a value: it would silently match everything."""
        empty = (
            [key for key, given in value.items() if given is None]
            if isinstance(value, dict)
            else []
        )
        if empty:
            raise ValueError(f"{empty[0]} is empty; give it a value, or leave it out")
        return value

    @field_validator("after", "before")
    @classmethod
    def _is_of_the_house(cls, value: time | None) -> time | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError("leave the time zone out; it is that of the house")
        return value


class Match(Moment):
    """To which acts a policy applies: every key given must fit, one value of each is enough.

    `*` and `?` are wildcards; case does not matter in `name` and `user`.
    """

    action: Texts | None = None
    domain: Texts | None = None
    device_class: Texts | None = None
    entity_id: Texts | None = None
    area: Texts | None = None
    floor: Texts | None = None
    label: Texts | None = None
    name: Texts | None = None
    risk: Texts | None = None
    source: Texts | None = None
    user: Texts | None = None
    role: Texts | None = None
    person: Texts | None = None
    touches: Touches | None = None
    rate: Rate | None = None

    @property
    def names_entities(self) -> bool:
        """Whether it is about exact entities, by their ids, which the hub keeps."""
        ids = self.entity_id or ("*",)
        return not any(char in entity_id for entity_id in ids for char in "*?[")

    @property
    def asks_devices(self) -> bool:
        """Whether it goes by what a device may say of itself: a name, a class, a place."""
        asked = (self.name, self.device_class, self.area, self.floor)
        return any(key is not None for key in asked)

    @field_validator("action")
    @classmethod
    def _actions_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        known(value or (), ACTIONS, "action")
        return value

    @field_validator("domain")
    @classmethod
    def _domains_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        known(value or (), {*DOMAINS, *map(domain_of, ACTIONS)}, "domain")
        return value

    @field_validator("entity_id", "person")
    @classmethod
    def _could_be_ids(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """Refuse what no entity is ever called: a policy that forbids it would forbid nothing."""
        odd = next((one for one in value or () if not _ID_PATTERN.fullmatch(one)), None)
        if odd is not None:
            raise ValueError(
                f"{odd!r} is no entity_id; they are lower case, such as lock.front_door or lock.*"
            )
        return value

    @field_validator("risk")
    @classmethod
    def _risks_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        known(value or (), Risk, "risk")
        return value

    @field_validator("source")
    @classmethod
    def _sources_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        known(value or (), Source, "source")
        return value

    @field_validator("role")
    @classmethod
    def _roles_exist(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        known(value or (), Role, "role")
        return value

    @model_validator(mode="after")
    def _is_not_empty(self) -> "Match":
        if not self.model_fields_set:
            raise ValueError('give at least one key; to match everything write action: "*"')
        return self


def known(values: Iterable[str], names: Iterable[str], what: str) -> None:
    """Check that each of `values` fits one of `names`.

    Raises:
        ValueError: one does not; the message names the nearest.
    """
    there = [str(name) for name in names]
    for value in values:
        if not any(fnmatchcase(name, value) for name in there):
            near = difflib.get_close_matches(value, there, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(there)[:160]}"
            raise ValueError(f"{value!r} is no {what}; {hint}")
