"""A rule: what starts it, what must hold, and what it then does.

Triggers and conditions carry Home Assistant's names and keys, so that a rule is written down as an
automation in its YAML (Home Assistant documentation, "Automation trigger" and "Conditions"). What
goes beyond it says so.
"""

from datetime import datetime, time
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from hub.home.frozen import Frozen
from hub.home.ids import EntityId, new_id
from hub.home.step import Step

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SunEvent = Literal["sunrise", "sunset"]

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
WEEKEND: tuple[Weekday, ...] = ("sat", "sun")


class TimeTrigger(Frozen):
    """Fires every day at a local time of day; at one moment if `at` has a date.

    A moment is Lares' own: Home Assistant wants an input_datetime for it.
    """

    trigger: Literal["time"] = "time"
    at: time | AwareDatetime


class TimePatternTrigger(Frozen):
    """Fires at regular times: `minutes="/5"` every five minutes, `minutes="0"` each full hour."""

    trigger: Literal["time_pattern"] = "time_pattern"
    hours: str | None = None
    minutes: str | None = None
    seconds: str | None = None


class SunTrigger(Frozen):
    """Fires `offset_s` seconds after sunrise or sunset, before it if negative."""

    trigger: Literal["sun"] = "sun"
    event: SunEvent
    offset_s: float = 0.0


class StateTrigger(Frozen):
    """Fires when one of the entities comes to one of the states `to` and stays for `for_s` seconds.

    Without `to`, at any change of state; `from_` limits what it was before.
    """

    trigger: Literal["state"] = "state"
    entity_id: tuple[EntityId, ...] = Field(min_length=1)
    to: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    for_s: float = Field(default=0.0, ge=0)


class NumericStateTrigger(Frozen):
    """Fires when a number crosses into the range above and below the bounds given."""

    trigger: Literal["numeric_state"] = "numeric_state"
    entity_id: tuple[EntityId, ...] = Field(min_length=1)
    attribute: str | None = None
    above: float | None = None
    below: float | None = None
    for_s: float = Field(default=0.0, ge=0)


class ZoneTrigger(Frozen):
    """Fires when a person enters or leaves a zone ("zone.home")."""

    trigger: Literal["zone"] = "zone"
    entity_id: tuple[EntityId, ...] = Field(min_length=1)
    zone: EntityId
    event: Literal["enter", "leave"]


class DistanceTrigger(Frozen):
    """Fires when a person comes nearer to a zone than `within_m` metres, or gets farther away.

    Lares' own; Home Assistant has a proximity sensor and a numeric_state trigger for it.
    """

    trigger: Literal["distance"] = "distance"
    entity_id: tuple[EntityId, ...] = Field(min_length=1)
    zone: EntityId
    within_m: float = Field(gt=0)
    event: Literal["enter", "leave"] = "enter"


AnyTrigger = Annotated[
    TimeTrigger
    | TimePatternTrigger
    | SunTrigger
    | StateTrigger
    | NumericStateTrigger
    | ZoneTrigger
    | DistanceTrigger,
    Field(discriminator="trigger"),
]


class TimeCondition(Frozen):
    """Holds between two local times of day (over midnight if `before` is earlier), on some days."""

    condition: Literal["time"] = "time"
    after: time | None = None
    before: time | None = None
    weekday: tuple[Weekday, ...] = ()


class SunCondition(Frozen):
    """Holds after or before sunrise or sunset; `after="sunset"` alone lasts until sunrise."""

    condition: Literal["sun"] = "sun"
    after: SunEvent | None = None
    before: SunEvent | None = None


class StateCondition(Frozen):
    """Holds while the entities (`match`: all of them, or any) are in one of `state`."""

    condition: Literal["state"] = "state"
    entity_id: tuple[EntityId, ...] = Field(min_length=1)
    state: tuple[str, ...] = Field(min_length=1)
    match: Literal["all", "any"] = "all"


class NumericStateCondition(Frozen):
    """Holds while a number lies above and below the bounds given."""

    condition: Literal["numeric_state"] = "numeric_state"
    entity_id: tuple[EntityId, ...] = Field(min_length=1)
    attribute: str | None = None
    above: float | None = None
    below: float | None = None


class NotCondition(Frozen):
    """Holds while none of the conditions does."""

    condition: Literal["not"] = "not"
    conditions: tuple["AnyCondition", ...] = Field(min_length=1)


AnyCondition = Annotated[
    TimeCondition | SunCondition | StateCondition | NumericStateCondition | NotCondition,
    Field(discriminator="condition"),
]


class Delay(Frozen):
    """A pause between two actions of a rule, in seconds."""

    delay_s: float = Field(gt=0)


class Tell(Frozen):
    """Something to tell the person who asked for it."""

    tell: str


Action = Step | Delay | Tell


class Rule(Frozen):
    """Something to be done at a time, again and again, or when something happens.

    Any of the triggers starts it if all conditions hold then. `once`: it is deleted after its
    first run. `alias` names it in a few words; `said` is the sentence it was made from. One that
    was read from a file may hold more than is here; then what is here is its gist.
    """

    id: str = Field(default_factory=new_id)
    alias: str
    triggers: tuple[AnyTrigger, ...] = ()
    conditions: tuple[AnyCondition, ...] = ()
    actions: tuple[Action, ...] = ()
    once: bool = False
    said: str = ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps among its actions."""
        return tuple(action for action in self.actions if isinstance(action, Step))

    @property
    def moment(self) -> datetime | None:
        """When it runs, if that is a single moment."""
        at = [t.at for t in self.triggers if isinstance(t, TimeTrigger)]
        found = at[0] if len(self.triggers) == len(at) == 1 else None
        return found if isinstance(found, datetime) else None


NotCondition.model_rebuild()
