"""The states that answers tell: in English words, and whether a thing is as asked."""

from collections.abc import Sequence

from hub.home.domains.sensors import in_words
from hub.home.home import Home
from hub.home.model import UNAVAILABLE, UNKNOWN, Entity, State

# More than this many are counted, not named.
MOST_NAMED = 8
# What counts as 100 %.
FULL = {
    "current_position": 100, "battery_level": 100, "current_humidity": 100, "humidity": 100,
    "percentage": 100, "current_tilt_position": 100, "brightness": 255, "volume_level": 1,
}  # fmt: skip
# What people ask for, where devices report it under several names.
SAME: dict[str, tuple[str, ...]] = {
    "temperature": ("current_temperature", "temperature"),
    "humidity": ("current_humidity", "humidity"),
    "position": ("current_position",),
    "volume": ("volume_level",),
    "battery": ("battery_level",),
    "speed": ("percentage",),
}
_WEATHER = {
    "partlycloudy": "partly cloudy", "clear-night": "clear", "lightning-rainy": "stormy with rain",
    "snowy-rainy": "snow and rain", "windy-variant": "windy and cloudy", "lightning": "stormy",
}  # fmt: skip


def shown(entity: Entity, state: State) -> str:
    """Say a state in words, with its unit: "21.5 °C", "open", "motion detected"."""
    if state.state == UNAVAILABLE:
        return "unavailable"
    if state.state == UNKNOWN:
        return "unknown"
    if entity.domain == "binary_sensor":
        return in_words(state.state, entity.device_class)
    if entity.domain == "weather":
        return _WEATHER.get(state.state, state.state.replace("_", " "))
    unit = state.attributes.get("unit_of_measurement")
    text = state.state if entity.domain == "select" else state.state.replace("_", " ")
    return f"{text} {unit}" if unit else text


def split(
    home: Home, entities: Sequence[Entity], wanted: str
) -> tuple[list[Entity], list[Entity], list[Entity]]:
    """Return the entities that are as wanted, those that are not, and those nobody can tell of."""
    yes: list[Entity] = []
    no: list[Entity] = []
    unsure: list[Entity] = []
    for entity in entities:
        state = home.state(entity.id)
        if not state.is_available and state.state != wanted:
            unsure.append(entity)
        else:
            (yes if is_so(entity, state, wanted) else no).append(entity)
    return yes, no, unsure


def is_so(entity: Entity, state: State, wanted: str) -> bool:
    """Tell whether a state is the one asked for."""
    if wanted in {state.state, shown(entity, state)}:
        return True
    if wanted == "on" and entity.domain in {"climate", "media_player", "vacuum"}:
        return state.state not in {"off", "standby", "idle", "docked"}
    if wanted == "open":
        return (
            state.state == "on"
            and entity.domain == "binary_sensor"
            and "open" in shown(entity, state)
        )
    return wanted in {"closed", "off"} and state.state == "off"
