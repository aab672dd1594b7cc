"""Who people are to the house: their role, and what of the house is theirs to see and to move."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, UserId, domain_of
from hub.home.model import Entity


class Role(StrEnum):
    """What a user may do: owners everything, guests the least; a device is a program or a panel."""

    OWNER = "owner"
    ADULT = "adult"
    CHILD = "child"
    GUEST = "guest"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Grant:
    """Which entities somebody may see, or move: those in these areas and of these domains.

    None means all of them; entities without an area are in none.
    """

    areas: frozenset[AreaId] | None = None
    domains: frozenset[str] | None = None

    def covers(self, entity: Entity, home: Home) -> bool:
        """Tell whether an entity is among them."""
        if self.domains is not None and domain_of(entity.id) not in self.domains:
            return False
        if self.areas is None:
            return True
        area = home.area_of(entity)
        return area is not None and area.id in self.areas


EVERYTHING = Grant()


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who asks for something. `user_id` None is a person whom the hub can't name.

    `person_id` is the `person.*` entity of the user; `until` when their access ends.
    """

    user_id: UserId | None
    name: str
    role: Role
    sees: Grant = EVERYTHING
    moves: Grant = EVERYTHING
    person_id: EntityId | None = None
    until: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Tell whether the access of this user has ended."""
        return self.until is not None and self.until <= now


# A voice in the room, or a user who is gone: whoever it is counts as a guest.
SOMEBODY = Who(None, "somebody", Role.GUEST)

WhoIs = Callable[[UserId | None], Who]
