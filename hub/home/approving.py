"""Who may say yes to a plan that waits for a person."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, Self

from hub.home.frozen import Frozen
from hub.home.ids import AreaId, UserId
from hub.home.model import Source
from hub.home.people import Role, Who
from hub.record import record

# Whoever asked for the plan.
ASKER = "asker"
# A role stands for itself and for those above it: what an adult may approve, an owner may.
# Programs that speak for people ask, and don't say yes to what they asked for.
_NOT_PEOPLE = frozenset(
    {Source.MCP, Source.RULE, Source.EVENT, Source.DEVICE, Source.HUB, Source.INVARIANT}
)
_RANK = {Role.GUEST: 0, Role.CHILD: 1, Role.ADULT: 2, Role.OWNER: 3}
_IN_WORDS = {
    Role.OWNER: "an owner",
    Role.ADULT: "an adult of the house",
    Role.CHILD: "somebody of the house",
    Role.GUEST: "anybody",
    Role.DEVICE: "a device of the house",
    ASKER: "whoever asked for it",
}


class Approvers(Frozen):
    """Who may say yes, and how: roles, ids or names of users, or `ASKER`; any one is enough.

    `through`: over which channels, none for any; `with_pin`: over which of them a yes counts only
    with a PIN of who says it; `expires_s`: how long the yes may take, None for as long as the hub
    waits by itself.
    """

    by: tuple[str, ...] = (Role.ADULT.value,)
    through: tuple[Source, ...] = ()
    with_pin: tuple[Source, ...] = ()
    expires_s: float | None = None

    def include(self, who: Who, asked_by: UserId | None) -> bool:
        """Tell whether somebody is among them, over whatever channel."""
        return any(_is_meant(one, who, asked_by) for one in self.by)

    def is_heard(self, through: Source) -> bool:
        """Tell whether a yes counts over a channel; without any named, where people speak.

        Agents never say yes, whatever is named.
        """
        if through is Source.MCP:
            return False
        return through in self.through if self.through else through not in _NOT_PEOPLE

    def in_words(self) -> str:
        """Name them: "an owner, on ui or api"."""
        names = " or ".join(_IN_WORDS.get(one, one) for one in self.by)
        return f"{names}, over {' or '.join(self.through)}" if self.through else names


@record(frozen=True, slots=True)
class Asker:
    """Who gives PINs, as they are counted: a user, or a voice by where it is heard."""

    user_id: UserId | None = None
    area_id: AreaId | None = None

    @classmethod
    def of(cls, who: Who, area_id: AreaId | None) -> Self:
        """Return who asks; what speaks for many is told apart by the area."""
        is_voice = who.user_id is None or who.role is Role.DEVICE
        return cls(who.user_id, area_id if is_voice else None)


class Pins(Protocol):
    """The PINs of people. They are never told, only compared."""

    def holders(self) -> Sequence[Who]:
        """Return who has set one."""

    async def whose(
        self, pin: str, among: Sequence[UserId], *, by: UserId | None, asker: Asker
    ) -> UserId | None:
        """Return whose PIN this is of some users; None if it is nobody's.

        If `by` is one of them, it has to be theirs. Else it is counted for the `asker` alone:
        wrong ones of others lock neither them nor anybody's own out.

        Raises:
            LockedOut: too many wrong ones were tried; even the right one is not looked at.
        """


class NoPins:
    """Nobody has a PIN."""

    def holders(self) -> Sequence[Who]:
        """Return nobody."""
        return ()

    async def whose(
        self, pin: str, among: Sequence[UserId], *, by: UserId | None, asker: Asker
    ) -> UserId | None:
        """Return None."""
        del pin, among, by, asker
        return None


def may_approve(
    who: Who,
    asked_by: UserId | None,
    approvers: Iterable[Approvers],
    through: Source,
    *,
    has_pin: bool = False,
) -> bool:
    """Tell whether somebody, over this channel, is among all `approvers`; adults if none given.

    `has_pin`: they gave their PIN as well.
    """
    return all(
        each.include(who, asked_by)
        and each.is_heard(through)
        and (has_pin or through not in each.with_pin)
        for each in tuple(approvers) or (Approvers(),)
    )


def could_approve(who: Who, asked_by: UserId | None, approvers: Iterable[Approvers]) -> bool:
    """Tell whether somebody may approve over some channel."""
    return all(each.include(who, asked_by) for each in tuple(approvers) or (Approvers(),))


def named(approvers: Iterable[Approvers], name_of: Callable[[str], str] = str) -> str:
    """Say who may approve; `name_of` turns the id of a user into a name."""
    each = tuple(approvers) or (Approvers(),)
    with_names = (one.model_copy(update={"by": tuple(map(name_of, one.by))}) for one in each)
    return ", who is also ".join(dict.fromkeys(one.in_words() for one in with_names))


def _is_meant(one: str, who: Who, asked_by: UserId | None) -> bool:
    if one == ASKER:
        return who.user_id == asked_by
    if one in set(Role):
        needed = Role(one)
        if needed is Role.DEVICE or who.role is Role.DEVICE:
            return who.role is needed
        return _RANK[who.role] >= _RANK[needed]
    return who.user_id is not None and one.casefold() in {
        who.user_id.casefold(),
        who.name.casefold(),
    }
