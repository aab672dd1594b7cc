"""What all of a device's entities share: facts, states in the home's words, commands as calls."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import APIVersion, EntityCategory, EntityInfo, EntityState

from hub.home.commands import Command
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import UNKNOWN, State

InfoT = TypeVar("InfoT", bound=EntityInfo)
StateT = TypeVar("StateT", bound=EntityState)

MAIN_DEVICE = "device"
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Reading:
    """What a device said of an entity, in the home's words."""

    state: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """What an entity's device is like: the version it speaks, and the clock of the home."""

    api: APIVersion
    now: Callable[[], datetime]


class Kind(Generic[InfoT, StateT]):
    """One entity of a device.

    Subclasses set `domain`, name the verbs they offer, and turn states and commands round.
    """

    domain: ClassVar[str]
    # Whether the device tells its state when it is asked for all states.
    has_state: ClassVar[bool] = True

    def __init__(self, info: InfoT, setting: Setting) -> None:
        self.info = info
        self.setting = setting

    @property
    def key(self) -> str:
        """What stays when the firmware is built anew: ESPHome's object id, and the subdevice's."""
        info = self.info
        own = info.object_id or str(info.key)
        return f"{own}@{info.device_id}" if info.device_id else own

    def facts(self) -> EntityFacts:
        """Return what the home has to know of the entity."""
        info = self.info
        category = info.entity_category
        return EntityFacts(
            domain=self.domain,
            key=self.key,
            device=str(info.device_id) if info.device_id else MAIN_DEVICE,
            name=info.name[:LONGEST_NAME] or None,
            device_class=getattr(info, "device_class", None) or None,
            actions=frozenset(f"{self.domain}.{verb}" for verb in self.verbs()),
            attributes=self.capabilities(),
            entity_category=category.name.lower() if category not in UNCATEGORISED else None,
            enabled=not info.disabled_by_default,
            icon=info.icon or None,
        )

    def verbs(self) -> Iterable[str]:
        """Return the verbs of the actions it offers."""
        return ()

    def capabilities(self) -> dict[str, Any]:
        """Return the attributes that never change."""
        return {"assumed_state": True} if getattr(self.info, "assumed_state", False) else {}

    def read(self, state: StateT) -> Reading:
        """Return what `state` says."""
        raise NotImplementedError

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Write a command to the device.

        Raises:
            NotOffered: it has no way to do it.
        """
        del client, before
        raise self.cannot(command)

    def cannot(self, command: Command) -> NotOffered:
        """Return the error of a command that the device has no way to do."""
        return NotOffered(f"the device's {self.domain.replace('_', ' ')} has no {command.verb!r}")

    def address(self) -> dict[str, Any]:
        """Return how a command names the entity."""
        return {"key": self.info.key, "device_id": self.info.device_id}


UNCATEGORISED = (EntityCategory.NONE, None)


def known(value: float) -> float | None:
    """Return a number, None for NaN, by which devices say that they don't know."""
    return None if math.isnan(value) or math.isinf(value) else value


def plain(value: float) -> str:
    """Write a number as short as it is, "21" rather than "21.0"."""
    return UNKNOWN if known(value) is None else f"{value:.10g}"


def word(member: Any) -> str | None:
    """Return the home's word for a member of an enumeration; None for one that is not known."""
    return None if member is None else str(member.name).lower()
