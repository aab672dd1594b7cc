"""Who people are to the house: their role, and what of the house is theirs to see and to move."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, UserId, domain_of
from hub.home.model import Entity
from hub.record import record

T = TypeVar("T", bound=str)


class Role(StrEnum):
    """What a user may do: owners everything, guests the least; a device is a program or a panel."""

    OWNER = "owner"
    ADULT = "adult"
    CHILD = "child"
    GUEST = "guest"
    DEVICE = "device"


@record(frozen=True, slots=True)
class Grant:
    """Which entities somebody may see, or move: those in these areas and of these domains.

    None means all of them, but for `but_domains` and what comes from `but_integrations`; entities
    without an area are in none. Those of `but_states_of` are there to be used, though what they
    are at is not told.
    """

    areas: frozenset[AreaId] | None = None
    domains: frozenset[str] | None = None
    but_domains: frozenset[str] = frozenset()
    but_integrations: frozenset[str] = frozenset()
    but_states_of: frozenset[str] = frozenset()

    def tells(self, entity: Entity, home: Home) -> bool:
        """Tell whether an entity is among them, and what it is at may be known."""
        return domain_of(entity.id) not in self.but_states_of and self.covers(entity, home)

    def covers(self, entity: Entity, home: Home) -> bool:
        """Tell whether an entity is among them."""
        if not self.covers_domain(domain_of(entity.id)):
            return False
        if entity.integration in self.but_integrations:
            return False
        if self.areas is None:
            return True
        area = home.area_of(entity)
        return area is not None and area.id in self.areas

    def covers_domain(self, domain: str) -> bool:
        """Tell whether entities of a domain can be among them."""
        if domain in self.but_domains:
            return False
        return self.domains is None or domain in self.domains

    def within(self, other: "Grant") -> "Grant":
        """Return what is covered by both."""
        return Grant(
            _both(self.areas, other.areas),
            _both(self.domains, other.domains),
            self.but_domains | other.but_domains,
            self.but_integrations | other.but_integrations,
            self.but_states_of | other.but_states_of,
        )


EVERYTHING = Grant()

# What tells where people are, how they look, what they plan or write, and how the house is
# guarded; and scripts, which do what others wrote with nobody's bounds. Guests see none of it,
# unless their grant names the domain.
PRIVATE_DOMAINS = frozenset({
    "alarm_control_panel", "automation", "calendar", "camera", "device_tracker", "image",
    "input_text", "person", "script", "text", "todo", "zone",
})  # fmt: skip
# Sensors of phones tell where somebody is, and more.
PRIVATE_INTEGRATIONS = frozenset({"mobile_app", "owntracks"})

# What each role sees, where their own grant does not say otherwise.
SEEN_BY: Mapping[Role, Grant] = {
    Role.OWNER: EVERYTHING,
    Role.ADULT: EVERYTHING,
    Role.CHILD: EVERYTHING,
    Role.DEVICE: EVERYTHING,
    Role.GUEST: Grant(but_domains=PRIVATE_DOMAINS, but_integrations=PRIVATE_INTEGRATIONS),
}


def seen_by(role: Role, given: Grant = EVERYTHING) -> Grant:
    """Return what somebody sees: what their role does, as far as their own grant goes.

    A domain that the grant names is seen, private or not. Owners see everything.
    """
    if role is Role.OWNER:
        return EVERYTHING
    usual = SEEN_BY[role]
    named = given.domains or frozenset()
    seen = given.within(replace(usual, but_domains=usual.but_domains - named))
    return EVERYTHING if seen == EVERYTHING else seen


@record(frozen=True, slots=True)
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


# A user who is gone, or whose access ended, counts as a guest.
SOMEBODY = Who(None, "somebody", Role.GUEST, sees=SEEN_BY[Role.GUEST], moves=SEEN_BY[Role.GUEST])

# Nobody knows whose voice this is: a guest's, or that of an adult, who arms and disarms with a PIN.
# What the alarm is at, it is not told.
_ALARMS = frozenset({"alarm_control_panel"})
A_VOICE = Who(
    None,
    "somebody",
    Role.GUEST,
    sees=replace(SEEN_BY[Role.GUEST], but_domains=PRIVATE_DOMAINS - _ALARMS, but_states_of=_ALARMS),
    moves=replace(SEEN_BY[Role.GUEST], but_domains=PRIVATE_DOMAINS - _ALARMS),
)

# Who a user is; `A_VOICE` for None, and `SOMEBODY` for who is gone or expired. What rules and the
# hub itself do is nobody's: don't ask for them.
WhoIs = Callable[[UserId | None], Who]

# Whether this is the PIN of a user; raises `LockedOut` or `NoPin`.
CheckPin = Callable[[UserId, str], Awaitable[bool]]


def _both(one: frozenset[T] | None, other: frozenset[T] | None) -> frozenset[T] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def adults_only(user_id: UserId | None) -> Who:
    """Take every user for an adult of the house: who people are where no accounts are kept."""
    return A_VOICE if user_id is None else Who(user_id, user_id, Role.ADULT)
