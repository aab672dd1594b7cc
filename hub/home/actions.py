"""All actions there are: the closed union of commands, and the way from a name to a command."""

import difflib
from collections.abc import Mapping
from typing import Annotated, Any, get_args

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from hub.home.commands import Command
from hub.home.domains.alarm_control_panel import AlarmCommand
from hub.home.domains.assist_satellite import AssistSatelliteCommand
from hub.home.domains.automation import AutomationCommand
from hub.home.domains.camera import CameraCommand
from hub.home.domains.climate import ClimateCommand
from hub.home.domains.controls import ControlCommand
from hub.home.domains.counter import CounterCommand
from hub.home.domains.cover import CoverCommand
from hub.home.domains.fan import FanCommand
from hub.home.domains.group import GroupCommand
from hub.home.domains.house import HouseCommand
from hub.home.domains.household import HouseholdCommand
from hub.home.domains.humidifier import HumidifierCommand
from hub.home.domains.inputs import InputCommand
from hub.home.domains.lawn_mower import LawnMowerCommand
from hub.home.domains.light import LightCommand
from hub.home.domains.lock import LockCommand
from hub.home.domains.media_player import MediaPlayerCommand
from hub.home.domains.notify import NotifyCommand
from hub.home.domains.remote import RemoteCommand
from hub.home.domains.scene import SceneCommand
from hub.home.domains.script import ScriptCommand
from hub.home.domains.siren import SirenCommand
from hub.home.domains.switch import SwitchCommand
from hub.home.domains.timer import TimerCommand
from hub.home.domains.update import UpdateCommand
from hub.home.domains.vacuum import VacuumCommand
from hub.home.domains.valve import ValveCommand
from hub.home.domains.water_heater import WaterHeaterCommand
from hub.home.errors import InvalidCommand, UnknownAction, UnsupportedCommand
from hub.home.ids import domain_of
from hub.home.model import Entity, State

DeviceCommand = (
    LightCommand
    | SwitchCommand
    | FanCommand
    | CoverCommand
    | ValveCommand
    | LockCommand
    | ClimateCommand
    | MediaPlayerCommand
    | AssistSatelliteCommand
    | VacuumCommand
    | ControlCommand
    | HouseholdCommand
    | SceneCommand
    | GroupCommand
    | ScriptCommand
    | AutomationCommand
    | InputCommand
    | TimerCommand
    | CounterCommand
    | HumidifierCommand
    | SirenCommand
    | LawnMowerCommand
    | WaterHeaterCommand
    | AlarmCommand
    | CameraCommand
    | RemoteCommand
    | UpdateCommand
    | NotifyCommand
    | HouseCommand
)
AnyCommand = Annotated[DeviceCommand, Field(discriminator="action")]

ACTIONS: dict[str, type[Command]] = {
    str(command.model_fields["action"].default): command for command in get_args(DeviceCommand)
}
DOMAINS = (
    "alarm_control_panel", "assist_satellite", "automation", "binary_sensor", "button", "calendar",
    "camera", "climate", "counter", "cover", "device_tracker", "event", "fan", "group",
    "humidifier", "image", "input_boolean", "input_button", "input_datetime", "input_number",
    "input_select", "input_text", "lawn_mower", "light", "lock", "media_player", "notify", "number",
    "person", "remote", "scene", "schedule", "script", "select", "sensor", "siren", "sun", "switch",
    "text", "timer", "todo", "update", "vacuum", "valve", "water_heater", "weather", "zone",
)  # fmt: skip

# What "homeassistant.turn_on" and its siblings mean for domains that say it differently.
# Locks are left out on purpose: nobody who turns something off means to unlock a door.
_GENERIC = {
    "turn_on": {
        "cover": "open_cover", "valve": "open_valve", "vacuum": "start", "button": "press",
        "input_button": "press", "lawn_mower": "start_mowing",
    },
    "turn_off": {
        "cover": "close_cover", "valve": "close_valve", "vacuum": "return_to_base",
        "lawn_mower": "dock",
    },
}  # fmt: skip

_ADAPTER: TypeAdapter[Command] = TypeAdapter(AnyCommand, config=ConfigDict(defer_build=True))


def parse_command(action: str, data: Mapping[str, Any]) -> Command:
    """Turn an action's name and its data into a command.

    Raises:
        UnknownAction: there is no such action.
        InvalidCommand: the data does not fit; every problem is named with its key.
    """
    if action not in ACTIONS:
        near = difflib.get_close_matches(action, ACTIONS, n=1)
        raise UnknownAction(action, near[0] if near else None)
    try:
        return _ADAPTER.validate_python({**data, "action": action})
    except ValidationError as error:
        raise InvalidCommand(action, _problems(error, ACTIONS[action])) from None


def build_commands() -> None:
    """Build now what `parse_command` checks by, not when it is first called."""
    _ADAPTER.rebuild()


def generic_action(verb: str, domain: str) -> str | None:
    """Return the action of `domain` that `homeassistant.<verb>` stands for, if any."""
    own = f"{domain}.{_GENERIC.get(verb, {}).get(domain, verb)}"
    return own if own in ACTIONS else None


def check(command: Command, entity: Entity, state: State) -> None:
    """Check that `entity`, in `state`, offers and can do `command`.

    Raises:
        UnsupportedCommand: it does not, with the reason.
    """
    if domain_of(entity.id) != command.domain:
        reason = f"it is a {entity.domain}, not a {command.domain}"
        raise UnsupportedCommand(entity.id, command.action, reason)
    if command.action not in entity.actions:
        raise UnsupportedCommand(entity.id, command.action, "it does not offer this action")
    problem = command.problem(state)
    if problem:
        raise UnsupportedCommand(entity.id, command.action, problem)


def _problems(error: ValidationError, command: type[Command]) -> list[str]:
    known = [name for name in command.model_fields if name != "action"]
    found = []
    for item in error.errors(include_url=False):
        key = ".".join(str(part) for part in item["loc"][1:])
        if item["type"] == "extra_forbidden":
            takes = ", ".join(known) if known else "no data"
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"it takes {takes}"
            found.append(f"unknown key {key!r}; {hint}")
        else:
            found.append(f"{key}: {item['msg']}" if key else str(item["msg"]))
    return found
