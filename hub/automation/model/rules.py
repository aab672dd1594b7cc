"""A whole automation, a whole script, and what else a rule folder configures."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from hub.automation.model.actions import Sequence
from hub.automation.model.conditions import AnyCondition
from hub.automation.model.triggers import AnyTrigger
from hub.automation.model.values import NOWHERE, Place, Template, Variables
from hub.record import record

Mode = Literal["single", "restart", "queued", "parallel"]
MAX_RUNS = 10
STORED_TRACES = 5


@record(frozen=True, slots=True)
class Misfire:
    """What becomes of a run that was due while the hub was off (Lares' own key `misfire`).

    run: it runs, however late; skip: it is reported and left out; within: it runs if it is at
    most `within_s` seconds late.
    """

    rule: Literal["run", "skip", "within"] = "within"
    within_s: float = 600.0

    def allows(self, late_s: float) -> bool:
        """Tell whether a run that is so many seconds late still runs."""
        return self.rule == "run" or (self.rule == "within" and late_s <= self.within_s)


@record(frozen=True, slots=True, kw_only=True)
class Runnable:
    """What automations and scripts have in common.

    `mode` says what happens when it is started while it runs, `max_runs` how many runs at most
    for queued and parallel, `max_exceeded` how loudly one more is refused ("silent": not at all).
    `raw` is all it says, plain, inputs put in: what it is parsed from again after a restart.
    """

    alias: str
    actions: Sequence
    description: str = ""
    mode: Mode = "single"
    max_runs: int = MAX_RUNS
    max_exceeded: str = "warning"
    variables: Variables = field(default_factory=dict)
    stored_traces: int = STORED_TRACES
    misfire: Misfire = Misfire()
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False)
    place: Place = field(default=NOWHERE, compare=False)


@record(frozen=True, slots=True, kw_only=True)
class Automation(Runnable):
    """A rule. `id` is the one given, else made of the alias; it is what records are kept under.

    `initial_state` None: as it was before the restart, on the first time. `once` (Lares' own): it
    is deleted after its first run. `trigger_variables` are known to the templates of triggers.
    """

    id: str
    triggers: tuple[AnyTrigger, ...] = ()
    conditions: tuple[AnyCondition, ...] = ()
    trigger_variables: Variables = field(default_factory=dict)
    initial_state: bool | None = None
    once: bool = False
    has_id: bool = True


@record(frozen=True, slots=True, kw_only=True)
class Script(Runnable):
    """A named sequence, called as `script.<object_id>`; `fields` describes its variables."""

    object_id: str
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    icon: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Scene:
    """States of several entities under one name: entity id -> (state, attributes)."""

    name: str
    states: Mapping[str, tuple[str | None, Mapping[str, Any]]]
    id: str | None = None
    icon: str | None = None
    place: Place = field(default=NOWHERE, compare=False)


@record(frozen=True, slots=True, kw_only=True)
class HelperConfig:
    """One helper, group, zone, person or template entity, as configured.

    `domain`: input_boolean, input_number, input_select, input_text, input_datetime,
    input_button, timer, counter, schedule, group, zone, person, template (`options` is then one
    item of the list below `template:`) or sensor/binary_sensor/... of the old `platform: template`.
    `object_id` as written (made of the name for zones, persons and template entities).
    """

    domain: str
    object_id: str
    options: Mapping[str, Any]
    place: Place = field(default=NOWHERE, compare=False)


@record(frozen=True, slots=True)
class CalledName:
    """A name or an icon that `homeassistant: customize:` gives an entity."""

    entity_id: str
    attributes: Mapping[str, Any]


@record(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that a rule folder, or a Home Assistant configuration folder, says to the hub.

    `left_alone`: top-level keys that configure something else, each with where it stands.
    """

    automations: tuple[Automation, ...] = ()
    scripts: tuple[Script, ...] = ()
    scenes: tuple[Scene, ...] = ()
    helpers: tuple[HelperConfig, ...] = ()
    customized: tuple[CalledName, ...] = ()
    notifiers: tuple[HelperConfig, ...] = ()
    left_alone: Mapping[str, Place] = field(default_factory=dict)


TriggerData = Mapping[str, Any]
Source = str | Template
