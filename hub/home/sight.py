"""What each user sees of the home: the one place that decides it, for every way to read.

Who sees everything reads the home itself. Anybody else reads a home of their own that holds what
they see and nothing else, so what reads it (the API, templates, the language part) cannot tell
them more. Such a home is only to be read: what is done goes through the guard and the executor.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from hub.home.home import Home
from hub.home.ids import EntityId, UserId, domain_of
from hub.home.model import UNKNOWN, Entity, Source, State
from hub.home.people import EVERYTHING, Grant, Role, Who, WhoIs
from hub.home.plan import Plan, Request

T = TypeVar("T")

# Homes kept at a time; few people see less than everything, and most of them the same.
MOST_VIEWS = 8
# Under this attribute groups list what they hold.
MEMBERS = "entity_id"
# Of what is not told of, these still are.
_HOW_IT_IS_USED = frozenset({
    "code_format", "code_arm_required", "code_disarm_required", "code_trigger_required",
    "supported_features",
})  # fmt: skip
# What these ask for, nobody asks for.
_UNATTENDED = frozenset({Source.RULE, Source.EVENT, Source.HUB, Source.DEVICE, Source.INVARIANT})


class Sight:
    """Tells what of the home somebody sees; asks who they are every time."""

    def __init__(self, home: Home, who_is: WhoIs) -> None:
        self._home = home
        self._who_is = who_is
        self._views: OrderedDict[Grant, _View] = OrderedDict()

    def who(self, user_id: UserId | None) -> Who:
        """Return who a user is."""
        return self._who_is(user_id)

    def sees_all(self, user_id: UserId | None) -> bool:
        """Tell whether somebody sees the whole home."""
        return _is_all(self._who_is(user_id).sees)

    def sees(self, user_id: UserId | None, entity_id: str) -> bool:
        """Tell whether somebody sees an entity; of those that are gone, who sees everything."""
        sees = self._who_is(user_id).sees
        if _is_all(sees):
            return True
        entity = self._home.entities.get(EntityId(entity_id))
        return entity is not None and sees.tells(entity, self._home)

    def sees_entity(self, user_id: UserId | None, entity: Entity) -> bool:
        """Tell whether somebody sees an entity, which may just have gone."""
        sees = self._who_is(user_id).sees
        return _is_all(sees) or sees.tells(entity, self._home)

    def sees_plan(self, user_id: UserId | None, plan: Plan) -> bool:
        """Tell whether somebody sees all that a plan would move."""
        targets = [target for step in plan.steps for target in step.targets]
        is_known = bool(targets) and not plan.chores
        return self.sees_all(user_id) or (
            is_known and all(self.sees(user_id, target) for target in targets)
        )

    def home_for(self, user_id: UserId | None) -> Home:
        """Return the home as somebody sees it now."""
        return self.home_with(self._who_is(user_id).sees)

    def home_of(self, request: Request) -> Home:
        """Return the home as seen by whoever made a request."""
        return self.home_with(self.sight_of(request))

    def sight_of(self, request: Request) -> Grant:
        """Return what whoever made a request sees: rules and the hub everything."""
        if request.user_id is None and request.source in _UNATTENDED:
            return EVERYTHING
        return self._who_is(request.user_id).sees

    def home_with(self, grant: Grant) -> Home:
        """Return the home with what a grant covers."""
        if _is_all(grant):
            return self._home
        view = self._views.pop(grant, None) or _View(self._home, grant)
        self._views[grant] = view
        while len(self._views) > MOST_VIEWS:
            self._views.popitem(last=False)
        view.refresh()
        return view.home

    def shown(self, user_id: UserId | None, state: State) -> State:
        """Return a state as somebody sees it: a group holds for them what they see of it."""
        return _shown(state, lambda entity_id: self.sees(user_id, entity_id))

    def is_guest(self, user_id: UserId | None) -> bool:
        """Tell whether somebody is a guest, or counts as one."""
        return self._who_is(user_id).role is Role.GUEST


def _is_all(grant: Grant) -> bool:
    return grant is EVERYTHING or grant == EVERYTHING


def _shown(state: State, sees: Callable[[str], bool]) -> State:
    members = state.attributes.get(MEMBERS)
    if not isinstance(members, list | tuple):
        return state
    seen = [each for each in members if sees(str(each))]
    if len(seen) == len(members):
        return state
    return replace(state, attributes={**state.attributes, MEMBERS: seen})


def _untold(state: State) -> State:
    """Return a state that tells no more than how it is used."""
    how = {key: value for key, value in state.attributes.items() if key in _HOW_IT_IS_USED}
    return replace(state, state=UNKNOWN, attributes=how)


class PerView(Generic[T]):
    """Something that is made for each home that somebody sees, and kept as long as the home."""

    def __init__(self, make: Callable[[Home], T]) -> None:
        self._make = make
        self._made: OrderedDict[int, tuple[Home, T]] = OrderedDict()

    def of(self, home: Home) -> T:
        """Return the one for a home."""
        found = self._made.pop(id(home), None) or (home, self._make(home))
        self._made[id(home)] = found
        while len(self._made) > MOST_VIEWS:
            self._made.popitem(last=False)
        return found[1]


class _View:
    """A home that holds what a grant covers of another."""

    def __init__(self, whole: Home, grant: Grant) -> None:
        self._whole = whole
        self._grant = grant
        self._version: int | None = None
        self.home = Home(now=whole.now)

    def refresh(self) -> None:
        """Take over what has changed since the last time."""
        if self._version != self._whole.version:
            self._version = self._whole.version
            self._take_over()
        states, seen = self._whole.states, self.home.entities
        self.home.states.update(
            {
                id_: _untold(states[id_])
                if domain_of(id_) in self._grant.but_states_of
                else _shown(states[id_], lambda each: each in seen)
                for id_ in seen
            }
        )

    def _take_over(self) -> None:
        whole, home = self._whole, self.home
        seen = {
            entity.id: entity
            for entity in whole.entities.values()
            if self._grant.covers(entity, whole)
        }
        # Places and devices first: listeners to entities look at them.
        self._take_over_places({entity.device_id for entity in seen.values()})
        for entity_id in [each for each in home.entities if each not in seen]:
            home.remove_entity(entity_id)
        for entity in seen.values():
            home.put_entity(entity)
        home.version += 1

    def _take_over_places(self, device_ids: set[str | None]) -> None:
        whole, home, areas = self._whole, self.home, self._grant.areas
        home.areas.clear()
        home.areas.update(
            {id_: area for id_, area in whole.areas.items() if areas is None or id_ in areas}
        )
        floors = {area.floor_id for area in home.areas.values()}
        home.floors.clear()
        home.floors.update(
            {id_: floor for id_, floor in whole.floors.items() if areas is None or id_ in floors}
        )
        home.labels.clear()
        home.labels.update(whole.labels if areas is None else {})
        home.devices.clear()
        home.devices.update(
            {id_: device for id_, device in whole.devices.items() if id_ in device_ids}
        )
