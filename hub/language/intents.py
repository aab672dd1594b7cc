"""Intents of Home Assistant's community, turned into steps, answers and honest refusals."""

from collections.abc import Callable, Mapping
from typing import Any

from hub.home.actions import parse_command
from hub.home.commands import Command
from hub.home.domains.light import COLORS
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.keeping import Kept, NothingKept
from hub.home.model import Entity, State
from hub.home.plan import Answer, Chores, Question, Refusal, Request, Step, Steps
from hub.language.asking import ASKING
from hub.language.calling_out import broadcast
from hub.language.chores.timer_intents import TIMER_INTENTS, timer_body
from hub.language.household import HOUSEHOLD
from hub.language.meaning import EVERYWHERE, Meaning
from hub.language.players import PLAYERS, pick_players
from hub.language.resolve import AREA_WIDE, full_name, reachable, resolve, which_one
from hub.language.speech import is_english, joined, say

# In the language of the sentence it is said by its table.
_CANNOT = "it can't do that"
Body = Steps | Chores | Question | Answer | Refusal
Choice = tuple[str, Mapping[str, Any]]

_ON = {
    "lock": "lock.lock", "cover": "cover.open_cover", "valve": "valve.open_valve",
    "vacuum": "vacuum.start", "button": "button.press",
}  # fmt: skip
_OFF = {
    "lock": "lock.unlock", "cover": "cover.close_cover", "valve": "valve.close_valve",
    "vacuum": "vacuum.return_to_base",
}  # fmt: skip
BROADCAST = "HassBroadcast"
_UNSUPPORTED = {
    "HassVacuumCleanArea": "no_room_cleaning",
    "HassLawnMowerDock": "no_mowers",
    "HassLawnMowerStartMowing": "no_mowers",
}


def to_body(
    home: Home, meaning: Meaning, request: Request, kept: Kept | None = None
) -> Body | None:
    """Return what `meaning` comes to in this home; None leaves it to another planner."""
    intent = meaning.intent
    if intent in _UNSUPPORTED:
        return Refusal(text=say(request.language, _UNSUPPORTED[intent]), code="unsupported")
    if intent in TIMER_INTENTS:
        return timer_body(home, meaning, request, kept or NothingKept())
    if intent == BROADCAST:
        return broadcast(home, meaning, request)
    other = ASKING.get(intent) or HOUSEHOLD.get(intent)
    if other is not None:
        return other(home, meaning, request)
    if intent not in _ACTING:
        return None
    return _act(home, meaning, request)


def _act(home: Home, meaning: Meaning, request: Request) -> Body:
    domains, choose = _ACTING[meaning.intent]
    found = resolve(home, meaning, request, domains)
    if not isinstance(found, list):
        return found
    if meaning.intent in PLAYERS and not meaning.entity_ids:
        found = pick_players(home, found, meaning)
    if _asks_which(meaning, found):
        return which_one(home, found, request.language)
    return _steps(home, meaning, found, choose, request.language)


def _asks_which(meaning: Meaning, found: list[Entity]) -> bool:
    is_one_meant = meaning.intent in _ONE_AT_A_TIME and not meaning.entity_ids
    is_one_meant = is_one_meant or meaning.is_singular
    is_placed = meaning.floor_id is not None or meaning.area_id not in {None, AreaId(EVERYWHERE)}
    return is_one_meant and len(found) > 1 and not is_placed


def _steps(
    home: Home,
    meaning: Meaning,
    entities: list[Entity],
    choose: Callable[..., Choice | None],
    language: str,
) -> Steps | Refusal:
    able, absent = reachable(home, entities)
    left_out = [say(language, "is_unavailable", name=full_name(home, e)) for e in absent]
    if not able:
        return Refusal(text=f"{joined(language, left_out)}.", code="unavailable")
    grouped: dict[str, tuple[Command, list[Entity]]] = {}
    for entity in able:
        command = _command(entity, home.state(entity.id), meaning, choose)
        if command == _CANNOT:
            left_out.append(say(language, "cannot", name=full_name(home, entity)).rstrip("."))
        elif isinstance(command, str):
            name = full_name(home, entity)
            no = say(language, "no_such_value", name=name).rstrip(".")
            left_out.append(f"{name}: {command}" if is_english(language) else no)
        elif command is not None:
            grouped.setdefault(command.model_dump_json(), (command, []))[1].append(entity)
    if not grouped:
        some = f"{joined(language, left_out)}."
        text = some if left_out else say(language, "nothing_can")
        return Refusal(text=text, code="unsupported")
    steps = tuple(
        Step.model_validate({"command": command, "targets": tuple(entity.id for entity in group)})
        for command, group in grouped.values()
    )
    return Steps(steps=steps, left_out=tuple(left_out))


def _command(
    entity: Entity, state: State, meaning: Meaning, choose: Callable[..., Choice | None]
) -> Command | str | None:
    choice = choose(entity, state, meaning)
    if choice is None:
        return _CANNOT
    action, data = choice
    if action not in entity.actions:
        return _CANNOT
    try:
        command = parse_command(action, data)
    except HubError as error:
        return str(error)
    return command.problem(state) or command


def _on(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del state, meaning
    return _ON.get(entity.domain, f"{entity.domain}.turn_on"), {}


def _off(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del state, meaning
    return _OFF.get(entity.domain, f"{entity.domain}.turn_off"), {}


def _toggle(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del state, meaning
    return f"{entity.domain}.toggle", {}


def _stop(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del state, meaning
    return {
        "vacuum": "vacuum.stop", "media_player": "media_player.media_stop",
        "cover": "cover.stop_cover", "valve": "valve.stop_valve",
    }.get(entity.domain, ""), {}  # fmt: skip


def _light(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state
    values = meaning.values
    if "brightness" in values:
        level = float(values["brightness"])
        return ("light.turn_on", {"brightness_pct": level}) if level else ("light.turn_off", {})
    if "brightness_step" in values:
        return "light.turn_on", {"brightness_step_pct": float(values["brightness_step"])}
    if "temperature" in values:
        return "light.turn_on", {"color_temp_kelvin": round(float(values["temperature"]))}
    color = str(values.get("color", ""))
    return ("light.turn_on", {"color_name": color}) if color in COLORS else None


def _position(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del state
    position = round(float(meaning.values["position"]))
    return f"{entity.domain}.set_{entity.domain}_position", {"position": position}


def _temperature(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity
    if "temperature_step" in meaning.values:
        now = state.attributes.get("temperature")
        if not isinstance(now, int | float):
            return None
        wanted = float(now) + float(meaning.values["temperature_step"])
        return "climate.set_temperature", {"temperature": wanted}
    return "climate.set_temperature", {"temperature": float(meaning.values["temperature"])}


def _hvac_mode(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state
    return "climate.set_hvac_mode", {"hvac_mode": meaning.values["hvac_mode"]}


def _climate_fan(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state
    return "climate.set_fan_mode", {"fan_mode": str(meaning.values["fan_mode"])}


def _fan_speed(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state
    return "fan.set_percentage", {"percentage": round(float(meaning.values["percentage"]))}


def _option(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity
    said = str(meaning.values["option"]).strip(" .!?").casefold()
    offered = state.attributes.get("options")
    options = [str(o) for o in offered] if isinstance(offered, list | tuple) else []
    option = next((o for o in options if o.casefold().replace("_", " ") == said), said)
    return "select.select_option", {"option": option}


def _number(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state
    return "number.set_value", {"value": float(meaning.values["number"])}


def _vacuum_start(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state, meaning
    return "vacuum.start", {}


def _vacuum_dock(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state, meaning
    return "vacuum.return_to_base", {}


# Each intent: the domains it is about when none is said, and how it chooses an action.
_ACTING: dict[str, tuple[tuple[str, ...], Callable[..., Choice | None]]] = {
    "HassTurnOn": (AREA_WIDE, _on),
    "HassTurnOff": (AREA_WIDE, _off),
    "HassToggle": (AREA_WIDE, _toggle),
    "HassStopMoving": (("cover", "valve", "vacuum"), _stop),
    "HassLightSet": (("light",), _light),
    "HassSetPosition": (("cover", "valve"), _position),
    "HassClimateSetTemperature": (("climate",), _temperature),
    "HassClimateSetHvacMode": (("climate",), _hvac_mode),
    "HassClimateSetFanMode": (("climate",), _climate_fan),
    "HassFanSetSpeed": (("fan",), _fan_speed),
    "HassSelectOption": (("select",), _option),
    "HassSetNumber": (("number",), _number),
    "HassVacuumStart": (("vacuum",), _vacuum_start),
    "HassVacuumReturnToBase": (("vacuum",), _vacuum_dock),
} | {intent: (("media_player",), choose) for intent, choose in PLAYERS.items()}
_ONE_AT_A_TIME = frozenset({
    "HassClimateSetTemperature", "HassMediaSearchAndPlay", "HassSetVolume",
    "HassSetVolumeRelative", "HassMediaUnpause",
})  # fmt: skip
