"""A bit more or less of what was done last: "a bit more", "too much"."""

import re

from hub.home.actions import parse_command
from hub.home.commands import Command
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Refusal, Request, Step, Steps

STEP_PCT = 10.0
STEP_DEGREES = 1.0
NOTHING_TO_STEER = "I don't know what there should be more or less of."

_DOWNWARD = re.compile(
    r"\b(?:dim|dimmer|dark|darker|darken|down|lower|less|quiet|quieter|soft|softer|cool|cooler|cold"
    r"|colder|reduce|decrease|slower|slow|close|shut|minus)\b"
)


def steered(request: Request, home: Home, *, is_more: bool) -> Steps | Refusal | None:
    """Return the last steps carried on, or taken back a bit; None if nothing was said before."""
    if not request.last_steps:
        return None
    sign = -1.0 if _DOWNWARD.search(request.last_said.lower()) else 1.0
    steps: list[Step] = []
    for step in request.last_steps:
        for target in step.targets:
            further = _further(step.command, target, home, sign=sign, is_more=is_more)
            if further is not None:
                steps.append(Step.model_validate({"command": further, "targets": (target,)}))
    if not steps:
        return Refusal(text=NOTHING_TO_STEER, code="unsupported")
    return Steps(steps=_merged(steps))


def _further(
    command: Command, target: EntityId, home: Home, *, sign: float, is_more: bool
) -> Command | None:
    """Return one step on from a command, in its own direction if `is_more`."""
    data = command.data()
    step = data.get("brightness_step_pct")
    if isinstance(step, int | float):
        sign = 1.0 if step > 0 else -1.0
    if command.verb in {"volume_up", "volume_down"}:
        sign = 1.0 if command.verb == "volume_up" else -1.0
    way = sign if is_more else -sign
    choice = _choice(command, target, home, way)
    if choice is None:
        return None
    try:
        found = parse_command(*choice)
    except HubError:
        return None
    is_able = choice[0] in home.entity(target).actions
    return found if is_able and found.problem(home.state(target)) is None else None


def _choice(  # noqa: PLR0911 - one return a kind
    command: Command, target: EntityId, home: Home, way: float
) -> tuple[str, dict[str, float | int]] | None:
    state = home.state(target).attributes
    match command.action:
        case "light.turn_on":
            return command.action, {"brightness_step_pct": way * STEP_PCT}
        case "media_player.volume_set" | "media_player.volume_up" | "media_player.volume_down":
            return f"media_player.volume_{'up' if way > 0 else 'down'}", {}
        case "climate.set_temperature":
            now = command.data().get("temperature", state.get("temperature"))
            if not isinstance(now, int | float):
                return None
            return command.action, {"temperature": now + way * STEP_DEGREES}
        case "fan.set_percentage":
            return command.action, {"percentage": _moved(state.get("percentage"), way)}
        case "cover.set_cover_position" | "valve.set_valve_position":
            return command.action, {"position": _moved(state.get("current_position"), way)}
        case _:
            return None


def _moved(now: object, way: float) -> int:
    at = float(now) if isinstance(now, int | float) else 50.0
    return round(min(100.0, max(0.0, at + way * STEP_PCT)))


def _merged(steps: list[Step]) -> tuple[Step, ...]:
    """Join steps of one command."""
    found: dict[str, Step] = {}
    for step in steps:
        key = step.command.model_dump_json()
        old = found.get(key)
        targets = (*old.targets, *step.targets) if old else step.targets
        found[key] = step.model_copy(update={"targets": targets})
    return tuple(found.values())
