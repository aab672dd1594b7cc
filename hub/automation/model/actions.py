"""What a rule does. Names and keys are Home Assistant's ("Script syntax")."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from hub.automation.model.conditions import AnyCondition
from hub.automation.model.triggers import AnyTrigger
from hub.automation.model.values import Duration, Part, Template, Tree
from hub.record import record

Sequence = tuple["AnyAction", ...]


@record(frozen=True, slots=True, kw_only=True)
class Action(Part):
    """What all actions have. `continue_on_error`: the run goes on when this one fails."""

    continue_on_error: bool = False


@record(frozen=True, slots=True, kw_only=True)
class Call(Action):
    """Call an action by name: "light.turn_on", or a template of it.

    `target` holds entity_id, device_id, area_id, floor_id, label_id (old spellings, entity_id at
    the top or in `data`, are moved here when read); `data` the rest. Either may be one template.
    """

    action: str | Template
    target: Tree = field(default_factory=dict)
    data: Tree = field(default_factory=dict)
    response_variable: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Delay(Action):
    """Wait for a duration."""

    delay: Duration


@record(frozen=True, slots=True, kw_only=True)
class WaitTemplate(Action):
    """Wait until a template is true, `timeout` at most."""

    template: Template
    timeout: Duration | None = None
    continue_on_timeout: bool = True


@record(frozen=True, slots=True, kw_only=True)
class WaitForTrigger(Action):
    """Wait until one of the triggers fires, `timeout` at most."""

    triggers: tuple[AnyTrigger, ...]
    timeout: Duration | None = None
    continue_on_timeout: bool = True


@record(frozen=True, slots=True, kw_only=True)
class Option:
    """One branch of `choose`."""

    conditions: tuple[AnyCondition, ...]
    sequence: Sequence
    alias: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Choose(Action):
    """Run the first branch whose conditions hold, else `default` (None: there is none)."""

    options: tuple[Option, ...]
    default: Sequence | None = None


@record(frozen=True, slots=True, kw_only=True)
class If(Action):
    """Run `then` if the conditions hold, else `otherwise`."""

    conditions: tuple[AnyCondition, ...]
    then: Sequence
    otherwise: Sequence | None = None


@record(frozen=True, slots=True, kw_only=True)
class Repeat(Action):
    """Run a sequence again and again; exactly one of the four ways is given.

    `count`: so many times; `for_each`: once an item; `while_`: while conditions hold, looked at
    before each turn; `until`: until conditions hold, looked at after each turn.
    """

    sequence: Sequence
    count: int | Template | None = None
    for_each: Tree | None = None
    while_: tuple[AnyCondition, ...] | None = None
    until: tuple[AnyCondition, ...] | None = None


@record(frozen=True, slots=True, kw_only=True)
class Parallel(Action):
    """Run sequences side by side, and go on when all have ended."""

    branches: tuple[Sequence, ...]


@record(frozen=True, slots=True, kw_only=True)
class SubSequence(Action):
    """Run actions one after the other: `sequence:` as a step."""

    sequence: Sequence


@record(frozen=True, slots=True, kw_only=True)
class SetVariables(Action):
    """Set variables, in order; each may use those before it."""

    variables: Mapping[str, Tree]


@record(frozen=True, slots=True, kw_only=True)
class Stop(Action):
    """End the run: well, or with an error; `response_variable` names what a caller gets."""

    reason: str | Template
    error: bool = False
    response_variable: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class FireEvent(Action):
    """Fire an event on the hub's bus."""

    event: str | Template
    event_data: Tree = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class CheckCondition(Action):
    """End the run, without an error, unless a condition holds."""

    condition: AnyCondition


@record(frozen=True, slots=True, kw_only=True)
class ActivateScene(Action):
    """Turn a scene on: `scene: scene.movie`."""

    scene: str


@record(frozen=True, slots=True, kw_only=True)
class DeviceAction(Action):
    """Do what a device action maps to; `keys` is all it says."""

    domain: str
    type: str
    device_id: str | None = None
    entity_id: str | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class SetConversationResponse(Action):
    """Say what a conversation that started the run is answered; None: nothing."""

    response: str | Template | None


AnyAction = (
    Call
    | Delay
    | WaitTemplate
    | WaitForTrigger
    | Choose
    | If
    | Repeat
    | Parallel
    | SubSequence
    | SetVariables
    | Stop
    | FireEvent
    | CheckCondition
    | ActivateScene
    | DeviceAction
    | SetConversationResponse
)
