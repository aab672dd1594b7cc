"""What policies may ask about the moment: time, presence, states, how much, and how often."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from hub.home.frozen import Frozen
from hub.home.ids import EntityId
from hub.home.model import State

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
_UNIT_S = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_ENTITY = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
_LONGEST = timedelta(days=366)


def as_tuple(value: Any) -> Any:
    """Return a single value as a tuple of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def parse_duration(value: Any) -> timedelta:
    """Read "2 h", "90 min", "30 s" or "01:30:00".

    Raises:
        ValueError: it is none, or not above zero.
    """
    if isinstance(value, timedelta):
        return value
    text = str(value).strip().lower()
    found, clock = _DURATION.fullmatch(text), _CLOCK.fullmatch(text)
    seconds = 0.0
    if found is not None:
        seconds = float(found[1]) * _UNIT_S[found[2][0]]
    elif clock is not None:
        seconds = int(clock[1]) * 3_600 + int(clock[2]) * 60 + int(clock[3] or 0)
    if not 0 < seconds <= _LONGEST.total_seconds():
        raise ValueError(f"{value!r} is no length of time; write it as 30 s, 90 min, 2 h or 1 d")
    return timedelta(seconds=seconds)


def in_words(duration: timedelta) -> str:
    """Say a length of time: "2 h", "90 min"."""
    seconds = duration.total_seconds()
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(map(_word, value)) if isinstance(value, list | tuple) else (_word(value),)


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Texts = Annotated[tuple[str, ...], BeforeValidator(as_tuple), Field(min_length=1)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words), Field(min_length=1)]


def known_entity(value: str) -> EntityId:
    """Check that this is the exact id of one entity.

    Raises:
        ValueError: it is none.
    """
    if not _ENTITY.fullmatch(value):
        raise ValueError(f"{value!r} is no entity_id; give the exact one, such as switch.freezer")
    return EntityId(value)


ExactEntity = Annotated[EntityId, BeforeValidator(known_entity)]


class Bounds(Frozen):
    """A number above and below what is given, the bounds themselves left out."""

    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _bounds_something(self) -> "Bounds":
        if self.above is None and self.below is None:
            raise ValueError("give above, below or both")
        return self

    def hold(self, number: float) -> bool:
        """Tell whether a number lies between them."""
        is_above = self.above is None or number > self.above
        return is_above and (self.below is None or number < self.below)


class Touches(Frozen):
    """How much a whole plan touches at once: entities, and domains of them."""

    entities: Bounds | None = None
    domains: Bounds | None = None

    @model_validator(mode="after")
    def _counts_something(self) -> "Touches":
        if self.entities is None and self.domains is None:
            raise ValueError("give entities, domains or both, such as entities: {above: 5}")
        return self


class Rate(Frozen):
    """More than `times` acts within a while; the one that is judged is counted too."""

    times: Annotated[int, Field(ge=1, le=1_000)]
    within: Duration


class StateTest(Frozen):
    """What an entity must report: one of `state`, none of `not_`, or a number within bounds.

    `attribute`: of this instead of the state.
    """

    state: Words | None = None
    not_: Words | None = Field(default=None, alias="not")
    attribute: str | None = None
    above: float | None = None
    below: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_a_word(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"state": value}

    @model_validator(mode="after")
    def _tests_something(self) -> "StateTest":
        if {self.state, self.not_, self.above, self.below} == {None}:
            raise ValueError("give a state, not, above or below")
        return self

    def holds(self, state: State | None, *, unsure: bool) -> bool:
        """Tell whether a report passes; `unsure`: what `not` says of what nobody knows."""
        value = None
        if state is not None:
            value = state.state if self.attribute is None else state.attributes.get(self.attribute)
        is_known = state is not None and state.is_available and value is not None
        word = _word(value) if value is not None else "unknown"
        if self.state is not None and word not in self.state:
            return False
        if self.not_ is not None and (word in self.not_ or not (is_known or unsure)):
            return False
        return self._is_within(value)

    def _is_within(self, value: Any) -> bool:
        if self.above is None and self.below is None:
            return True
        try:
            number = float(value)
        except (TypeError, ValueError):
            return False
        return Bounds(above=self.above, below=self.below).hold(number)

    def in_words(self, entity_id: str) -> str:
        """Say what is asked for."""
        what = entity_id if self.attribute is None else f"{self.attribute} of {entity_id}"
        said = [f"{what} is {' or '.join(self.state)}"] if self.state else []
        said += [f"{what} is not {' or '.join(self.not_)}"] if self.not_ else []
        said += [f"{what} is above {self.above:g}"] if self.above is not None else []
        said += [f"{what} is below {self.below:g}"] if self.below is not None else []
        return " and ".join(said)


def _who_is_home(value: Any) -> Any:
    if isinstance(value, str) and value in {"nobody", "anybody", "everybody"}:
        return value
    people = as_tuple(value)
    if not isinstance(people, tuple) or not people:
        raise ValueError("write nobody, anybody, everybody, or a list of persons")
    for person in people:
        if not str(person).startswith("person."):
            raise ValueError(
                f"{person!r} is nobody; write nobody, anybody, everybody, or person.anna"
            )
    return people


# Who is at home: nobody, anybody, everybody, or any of these persons.
AtHome = Annotated[
    Literal["nobody", "anybody", "everybody"] | tuple[EntityId, ...],
    BeforeValidator(_who_is_home),
]


def holds_at_home(
    asked: str | tuple[EntityId, ...],
    persons: Mapping[EntityId, bool | None],
    *,
    unsure: bool,
) -> bool:
    """Tell whether those are home who should be; None in `persons` is somebody not known of.

    `unsure`: the answer where who is home is not known.
    """
    match asked:
        case "nobody":
            return _none(persons.values(), unsure=unsure)
        case "anybody":
            return _any(persons.values(), unsure=unsure)
        case "everybody":
            return _none((_not(here) for here in persons.values()), unsure=unsure)
        case _:
            return _any((persons.get(EntityId(one)) for one in asked), unsure=unsure)


def _any(here: Iterable[bool | None], *, unsure: bool) -> bool:
    found = list(here)
    return True in found or (unsure and (None in found or not found))


def _none(here: Iterable[bool | None], *, unsure: bool) -> bool:
    found = list(here)
    if True in found:
        return False
    return unsure or (bool(found) and None not in found)


def _not(here: bool | None) -> bool | None:  # noqa: FBT001 -- a truth value of three
    return None if here is None else not here
