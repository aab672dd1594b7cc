"""States as templates see them: `states('light.x')`, `states.light.x.attributes`, and all of them.

Looking at a state is noted; going over those of a domain notes the domain instead.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from hub.automation.templates.reading import Reader
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of, is_entity_id
from hub.home.model import UNKNOWN, Context, Entity, State
from hub.templating.bounds import TooMuchError

# What Jinja looks for on whatever it is about to call.
_RESERVED = frozenset({
    "contextfunction", "evalcontextfunction", "environmentfunction", "jinja_pass_arg",
    "jinja_async_variant", "unsafe_callable", "alters_data",
})  # fmt: skip


class StateView:
    """A state in a template."""

    __slots__ = ("_entity", "_reader", "_state")

    def __init__(self, state: State, entity: Entity | None, reader: Reader | None) -> None:
        self._state, self._entity, self._reader = state, entity, reader

    def _read(self) -> State:
        if self._reader is not None:
            self._reader.entity(self._state.entity_id)
        return self._state

    @property
    def entity_id(self) -> str:
        """The id; looking at it is not looking at the state."""
        return self._state.entity_id

    @property
    def state(self) -> str:
        """The state itself."""
        return self._read().state

    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes as Home Assistant shows them, with the name of the entity."""
        return shown_attributes(self._read(), self._entity)

    @property
    def last_changed(self) -> datetime:
        """When the state changed."""
        return self._read().last_changed

    @property
    def last_updated(self) -> datetime:
        """When the state or an attribute changed."""
        return self._read().last_updated

    @property
    def last_reported(self) -> datetime:
        """When the entity last reported."""
        return self._read().last_reported

    @property
    def context(self) -> Context:
        """What brought the state about."""
        return self._read().context

    @property
    def domain(self) -> str:
        """The part of the id before the dot."""
        return domain_of(self._read().entity_id)

    @property
    def object_id(self) -> str:
        """The part of the id behind the dot."""
        return self._read().entity_id.partition(".")[2]

    @property
    def name(self) -> str:
        """The name of the entity."""
        state = self._read()
        name = attribute_of(state, self._entity, "friendly_name")
        return str(name) if name else state.entity_id.partition(".")[2].replace("_", " ")

    @property
    def state_with_unit(self) -> str:
        """The state, rounded, and its unit, if it has one."""
        return written(self._read(), self._entity, rounded=True, with_unit=True)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        state = self._read()
        context = state.context
        return {
            "entity_id": state.entity_id,
            "state": state.state,
            "attributes": self.attributes,
            "last_changed": state.last_changed.isoformat(),
            "last_reported": state.last_reported.isoformat(),
            "last_updated": state.last_updated.isoformat(),
            "context": {
                "id": context.id, "parent_id": context.parent_id, "user_id": context.user_id,
            },
        }  # fmt: skip

    def __getitem__(self, name: str) -> Any:
        if name in _SHOWN:
            return getattr(self, name)
        raise KeyError(name)

    def __eq__(self, other: object) -> bool:
        mine = self._read()
        if isinstance(other, StateView):
            other = other._state
        return (
            isinstance(other, State)
            and (mine.entity_id, mine.state) == (other.entity_id, other.state)
            and mine.attributes == other.attributes
        )

    def __hash__(self) -> int:
        return hash((self._state.entity_id, self._state.state))

    def __repr__(self) -> str:
        state = self._read()
        attributes = ", ".join(f"{key}={value}" for key, value in self.attributes.items())
        return (
            f"<template TemplateState(<state {state.entity_id}={state.state}; {attributes} @ "
            f"{state.last_changed.isoformat()}>)>"
        )


_SHOWN = frozenset({
    "entity_id", "state", "attributes", "last_changed", "last_updated", "last_reported", "context",
    "domain", "object_id", "name", "state_with_unit",
})  # fmt: skip


def attribute_of(state: State, entity: Entity | None, name: str, default: Any = None) -> Any:
    """Return one attribute as Home Assistant shows it."""
    if entity is not None:
        if name == "friendly_name":
            return entity.name
        if name in {"device_class", "icon"} and name not in state.attributes:
            value = getattr(entity, name)
            return default if value is None else value
    return state.attributes.get(name, default)


def shown_attributes(state: State, entity: Entity | None) -> dict[str, Any]:
    """Return the attributes as Home Assistant shows them."""
    shown = dict(state.attributes)
    if entity is not None:
        shown["friendly_name"] = entity.name
        for name, value in (("device_class", entity.device_class), ("icon", entity.icon)):
            if value is not None:
                shown.setdefault(name, value)
    return shown


def written(state: State, entity: Entity | None, *, rounded: bool, with_unit: bool) -> str:
    """Return a state, rounded to what its sensor shows, and with its unit."""
    text = state.state
    precision = attribute_of(state, entity, "display_precision")
    if rounded and isinstance(precision, int) and domain_of(state.entity_id) == "sensor":
        try:
            text = f"{float(text):.{min(max(precision, 0), 15)}f}"
        except ValueError:
            text = state.state
    unit = attribute_of(state, entity, "unit_of_measurement")
    return f"{text} {unit}" if with_unit and unit else text


class AllStates:
    """`states`: called with an id, asked for a domain, or gone over."""

    def __init__(self, home: Home, reader: Reader) -> None:
        self._home, self._reader = home, reader
        self._domains: dict[str, DomainStates] = {}

    def __call__(
        self,
        entity_id: str,
        rounded: bool | None = None,  # noqa: FBT001 - Home Assistant's signature
        with_unit: bool = False,  # noqa: FBT001, FBT002 - Home Assistant's signature
    ) -> str:
        """Return a state, "unknown" if there is none."""
        state = self._state(entity_id)
        if state is None:
            return UNKNOWN
        rounded = with_unit if rounded is None else rounded
        if not rounded and not with_unit:
            return state.state
        entity = self._home.entities.get(state.entity_id)
        return written(state, entity, rounded=rounded, with_unit=with_unit)

    def __getattr__(self, name: str) -> Any:
        if name in _RESERVED or name.startswith("__"):
            raise AttributeError(name)
        if "." in name:
            return self._view_if_valid(name)
        known = self._domains.get(name)
        if known is None:
            if not is_entity_id(f"{name}.x"):
                raise TooMuchError(f"invalid domain name {name!r}")
            known = DomainStates(self, name)
            if len(self._domains) < 1000:  # noqa: PLR2004 - as many as anybody has
                self._domains[name] = known
        return known

    __getitem__ = __getattr__

    def __iter__(self) -> Iterator[StateView]:
        self._reader.all_states()
        return self._views(self._home.states.values())

    def __len__(self) -> int:
        self._reader.all_states()
        return sum(1 for _ in self._views(self._home.states.values()))

    def __repr__(self) -> str:
        return "<template AllStates>"

    def _state(self, entity_id: Any) -> State | None:
        """Return the state of an entity, if it has one, and note that it was looked for."""
        if self._reader.reading is not None and isinstance(entity_id, str):
            self._reader.reading.entities.add(entity_id.lower())
        if not isinstance(entity_id, str):
            return None
        state = self._home.states.get(entity_id)  # type: ignore[call-overload]
        if state is None:
            lower = EntityId(entity_id.lower())
            state = self._home.states.get(lower)
            if state is None:
                return None
        entity = self._home.entities.get(state.entity_id)
        return None if entity is not None and not entity.enabled else state

    def _view(self, entity_id: Any) -> StateView | None:
        state = self._state(entity_id)
        if state is None:
            return None
        return StateView(state, self._home.entities.get(state.entity_id), self._reader)

    def _view_if_valid(self, entity_id: str) -> StateView | None:
        if not is_entity_id(entity_id.lower()):
            raise TooMuchError(f"invalid entity id {entity_id!r}")
        return self._view(entity_id)

    def _views(self, states: Iterable[State]) -> Iterator[StateView]:
        entities = self._home.entities
        for state in states:
            entity = entities.get(state.entity_id)
            if entity is None or entity.enabled:
                yield StateView(state, entity, None)

    def _of_domain(self, domain: str) -> Iterator[StateView]:
        self._reader.domain(domain)
        start = f"{domain}."
        states = self._home.states
        return self._views(each for each in states.values() if each.entity_id.startswith(start))


class DomainStates:
    """`states.light`: asked for an entity, or gone over."""

    def __init__(self, states: AllStates, domain: str) -> None:
        self._states, self._domain = states, domain

    def __getattr__(self, name: str) -> Any:
        if name in _RESERVED or name.startswith("__"):
            raise AttributeError(name)
        return self._states._view_if_valid(f"{self._domain}.{name}")  # noqa: SLF001 - one thing

    __getitem__ = __getattr__

    def __iter__(self) -> Iterator[StateView]:
        return self._states._of_domain(self._domain)  # noqa: SLF001 - one thing

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"<template DomainStates({self._domain!r})>"


class StateFunctions:
    """`is_state`, `state_attr` and their like, and `expand`."""

    def __init__(self, home: Home, states: AllStates, reader: Reader) -> None:
        self._home, self._states, self._reader = home, states, reader

    def state_of(self, entity_id: Any) -> State | None:
        """Return the state of an entity or of a view, and note that it is read."""
        if isinstance(entity_id, StateView):
            return entity_id._read()  # noqa: SLF001 - one thing
        if isinstance(entity_id, State):
            return entity_id
        return self._states._state(entity_id)  # noqa: SLF001 - one thing

    def is_state(self, entity_id: str, state: Any) -> bool:
        """Tell whether the state is the given one, or one of a list."""
        found = self._states._state(entity_id)  # noqa: SLF001 - one thing
        if found is None:
            return False
        return found.state == state or (isinstance(state, list) and found.state in state)

    def is_state_attr(self, entity_id: str, name: str, value: Any) -> bool:
        """Tell whether an attribute is there and has a value."""
        missing = object()
        found = self.state_attr(entity_id, name, missing)
        return found is not missing and bool(found == value)

    def state_attr(self, entity_id: str, name: str, _default: Any = None) -> Any:
        """Return an attribute, None if it is missing."""
        found = self._states._state(entity_id)  # noqa: SLF001 - one thing
        if found is None:
            return _default
        return attribute_of(found, self._home.entities.get(found.entity_id), name, _default)

    def has_value(self, entity_id: str) -> bool:
        """Tell whether there is a state, and a known one."""
        found = self._states._state(entity_id)  # noqa: SLF001 - one thing
        return found is not None and found.is_available

    def state_translated(self, entity_id: str) -> str:
        """Return the state in words."""
        found = self._states._view_if_valid(entity_id)  # noqa: SLF001 - one thing
        if found is None:
            return UNKNOWN
        if found.domain in _FREE_TEXT and found.state not in _COMMON:
            return found.state
        return found.state.replace("_", " ").capitalize()

    def state_attr_translated(self, entity_id: str, name: str) -> Any:
        """Return an attribute in words."""
        found = self.state_attr(entity_id, name)
        return found.replace("_", " ").capitalize() if isinstance(found, str) else found

    def expand(self, *args: Any) -> list[StateView]:
        """Return the states of entities, those of the members of groups and zones instead."""
        search, found = list(args), dict[str, StateView]()
        seen = set[str]()
        while search:
            item = search.pop()
            if isinstance(item, State):
                item = StateView(item, self._home.entities.get(item.entity_id), self._reader)
            if isinstance(item, str):
                item = self._states._view(item)  # noqa: SLF001 - one thing
            if isinstance(item, StateView):
                if item.entity_id not in seen:
                    seen.add(item.entity_id)
                    self._add(item, search, found)
            elif isinstance(item, Iterable):
                search.extend(item)
        return list(found.values())

    def _add(self, view: StateView, search: list[Any], found: dict[str, StateView]) -> None:
        entity = self._home.entities.get(EntityId(view.entity_id))
        self._reader.entity(view.entity_id)
        is_group = view.domain == "group" or (entity is not None and entity.integration == "group")
        if is_group:
            search.extend(_members(view.attributes, "entity_id"))
        elif view.domain == "zone":
            search.extend(_members(view.attributes, "persons"))
        else:
            found[view.entity_id] = view


_FREE_TEXT = frozenset({"sensor", "input_text", "text", "input_select", "select"})
_COMMON = frozenset({"unknown", "unavailable"})


def _members(attributes: Mapping[str, Any], name: str) -> list[Any]:
    members = attributes.get(name) or ()
    return [members] if isinstance(members, str) else list(members)
