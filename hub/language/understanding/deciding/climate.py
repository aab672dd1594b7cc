"""Thermostats, water heaters, fans and humidifiers."""

from hub.home.model import Entity, State
from hub.language.understanding.deciding.choice import (
    Choice,
    Decider,
    chosen,
    number,
    offered,
    one,
    scaled,
)
from hub.language.understanding.wish import Wish

# Degrees Celsius per "a bit warmer", "warmer", "a lot warmer".
SMALL_STEP, STEP, LARGE_STEP = 0.5, 1.0, 3.0
# A thermostat whose highest target is above this counts in degrees Fahrenheit.
_FAHRENHEIT_ABOVE = 50
_WATER_FAHRENHEIT_ABOVE = 100
# Out of a thermostat's range, these can only be meant on the other scale.
_ROOM_FAHRENHEIT, _ROOM_CELSIUS = (64, 86), (13, 32)
# A change that ends so far beyond the range was not meant; a smaller one stops at its end.
_TOO_FAR = 5.0
_SPEEDS = {"low": 33, "medium": 66, "high": 100}
_FAN_STEP, _FAN_SMALL, _FAN_LARGE = 20, 10, 40
_HUMIDITY_STEP = 5
_WARM_SENSES = frozenset({"set", "on", "up", "down", "warm", "cool", "raise", "lower", "start"})


def climate(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for a thermostat or an air conditioner."""
    domain = entity.domain
    if wish.unit == "K":
        return None
    if wish.about == "humidity":
        return _humidity(domain, state, wish)
    if wish.choices or wish.speed:
        found = _choice(domain, state, wish)
        return None if isinstance(found, str) and (wish.color or wish.kelvin) else found
    if wish.sense in {"on", "off", "start", "stop"} and not (wish.has_value or wish.direction):
        return one(f"{domain}.turn_{'on' if wish.sense in {'on', 'start'} else 'off'}")
    if wish.sense not in _WARM_SENSES or wish.about not in {"", "temperature", "level"}:
        return None
    return _temperature(domain, state, wish)


def _temperature(domain: str, state: State, wish: Wish) -> Choice:  # noqa: PLR0911
    if wish.unit == "%" or wish.factor is not None:
        return "takes degrees, not percent" if wish.unit == "%" else None
    high = number(state, "max_temp")
    most = _WATER_FAHRENHEIT_ABOVE if domain == "water_heater" else _FAHRENHEIT_ABOVE
    is_fahrenheit = high is not None and high > most
    if wish.level in {"max", "min"}:
        limit = number(state, f"{wish.level}_temp")
        return one(f"{domain}.set_temperature", temperature=limit) if limit is not None else None
    if wish.level:
        return None
    if wish.number is not None and not wish.is_delta:
        unit = wish.unit
        if unit not in {"C", "F"} and domain == "climate":
            unit = _other_scale(wish.number, state, is_fahrenheit=is_fahrenheit) or unit
        wanted = _converted(wish.number, unit, is_fahrenheit=is_fahrenheit)
        return one(f"{domain}.set_temperature", temperature=wanted)
    if not wish.direction:
        return None
    now = number(state, "temperature")
    if now is None:
        return "has no target temperature to change"
    step = scaled(wish, SMALL_STEP, STEP, LARGE_STEP) * (2 if is_fahrenheit else 1)
    if wish.number is not None:
        step = wish.direction * _difference(wish.number, wish.unit, is_fahrenheit=is_fahrenheit)
    low = number(state, "min_temp")
    wanted = max(now + step, low) if low is not None else now + step
    wanted = min(wanted, high) if high is not None else wanted
    if wish.number is not None and abs(wanted - (now + step)) >= _TOO_FAR:
        return f"can't go to {now + step:g}°: it goes from {low or 0:g} to {high or 0:g}°"
    return one(f"{domain}.set_temperature", temperature=round(wanted, 1))


def _other_scale(value: float, state: State, *, is_fahrenheit: bool) -> str:
    """Return the scale that a number out of range is clearly meant on; "" if it is not."""
    low, high = number(state, "min_temp"), number(state, "max_temp")
    if low is None or high is None or low <= value <= high:
        return ""
    unit, (least, most) = ("C", _ROOM_CELSIUS) if is_fahrenheit else ("F", _ROOM_FAHRENHEIT)
    wanted = _converted(value, unit, is_fahrenheit=is_fahrenheit)
    return unit if least <= value <= most and low <= wanted <= high else ""


def _converted(value: float, unit: str, *, is_fahrenheit: bool) -> float:
    if unit == "F" and not is_fahrenheit:
        return round((value - 32) / 1.8 * 2) / 2
    if unit == "C" and is_fahrenheit:
        return float(round(value * 1.8 + 32))
    return value


def _difference(value: float, unit: str, *, is_fahrenheit: bool) -> float:
    if unit == "F" and not is_fahrenheit:
        return round(value / 1.8, 1)
    if unit == "C" and is_fahrenheit:
        return round(value * 1.8, 1)
    return value


def _choice(domain: str, state: State, wish: Wish) -> Choice:
    """Decide for a mode: of heating or cooling, a preset, of the fan, of the swing."""
    if wish.sense not in {"set", "on", "start"} and wish.sense not in {"up", "down", "dim"}:
        return None
    lists: tuple[tuple[str, str, str], ...] = (
        ("hvac_modes", f"{domain}.set_hvac_mode", "hvac_mode"),
        ("operation_list", f"{domain}.set_operation_mode", "operation_mode"),
        ("preset_modes", f"{domain}.set_preset_mode", "preset_mode"),
        ("fan_modes", f"{domain}.set_fan_mode", "fan_mode"),
        ("swing_modes", f"{domain}.set_swing_mode", "swing_mode"),
    )
    if wish.about == "speed" or wish.speed:
        lists = tuple(row for row in lists if row[0] == "fan_modes")
    if wish.about == "preset":
        lists = tuple(row for row in lists if row[0] == "preset_modes")
    for listed, action, key in lists:
        found = chosen(wish, offered(state, listed))
        if found is not None:
            chosen_one = [(action, {key: found})]
            if wish.number is None:
                return chosen_one
            degrees = _temperature(domain, state, wish)
            return degrees if isinstance(degrees, str) else [*chosen_one, *(degrees or [])]
    return f"has no mode called {wish.choices[0]}" if wish.mode or wish.speed else None


def _humidity(domain: str, state: State, wish: Wish) -> Choice:
    if wish.percent is not None:
        return one(f"{domain}.set_humidity", humidity=round(wish.percent))
    now = number(state, "humidity")
    if now is None or not wish.direction:
        return None
    by = wish.direction * (wish.number if wish.number is not None else _HUMIDITY_STEP)
    return one(f"{domain}.set_humidity", humidity=round(min(100, max(0, now + by))))


def humidifier(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for a humidifier."""
    domain = entity.domain
    if wish.sense in {"on", "off", "toggle", "start", "stop"} and not wish.has_value:
        verb = {"start": "turn_on", "stop": "turn_off", "toggle": "toggle"}.get(wish.sense)
        return one(f"{domain}.{verb or f'turn_{wish.sense}'}")
    if wish.choices or wish.speed:
        mode = chosen(wish, offered(state, "available_modes"))
        return one(f"{domain}.set_mode", mode=mode) if mode else f"has no {wish.choices[0]} mode"
    if wish.about in {"", "humidity", "level"} and wish.unit in {"", "%"}:
        return _humidity(domain, state, wish)
    return None


def fan(entity: Entity, state: State, wish: Wish) -> Choice:  # noqa: PLR0911
    """Decide for a fan."""
    del entity
    if wish.about == "oscillation" or wish.sense == "oscillate":
        return one("fan.oscillate", oscillating=wish.sense not in {"off", "stop"})
    if wish.about == "direction" or wish.mode in {"forward", "reverse"}:
        way = wish.mode
        if wish.sense == "reverse":
            old = state.attributes.get("direction")
            way = "forward" if old == "reverse" else "reverse"
        return one("fan.set_direction", direction=way) if way else None
    if wish.about not in {"", "speed", "level", "preset"} or wish.color:
        return None
    if wish.unit in {"deg", "C", "F", "K"}:
        return None
    if wish.sense in {"on", "off", "toggle", "start", "stop"} and not wish.has_value:
        if wish.direction:
            return _fan_step(state, wish)
        verb = {"start": "turn_on", "stop": "turn_off"}.get(wish.sense)
        return one(f"fan.{verb or ('toggle' if wish.sense == 'toggle' else f'turn_{wish.sense}')}")
    return _fan_speed(state, wish)


def _fan_speed(state: State, wish: Wish) -> Choice:
    preset = chosen(wish, offered(state, "preset_modes"))
    if preset is not None:
        return one("fan.set_preset_mode", preset_mode=preset)
    if wish.speed:
        return one("fan.set_percentage", percentage=_SPEEDS[wish.speed])
    if wish.choices:
        return f"has no mode called {wish.choices[0]}"
    if wish.percent is not None:
        if not 0 <= wish.percent <= 100:  # noqa: PLR2004 - percent
            return f"can't run at {wish.percent:g} %"
        return one("fan.set_percentage", percentage=round(wish.percent))
    return _fan_step(state, wish) if wish.direction else None


def _fan_step(state: State, wish: Wish) -> Choice:
    now = number(state, "percentage") if state.state == "on" else 0.0
    if now is None:
        return "knows no speeds, only on and off"
    step = number(state, "percentage_step") or 0
    by = wish.direction * max(step, abs(scaled(wish, _FAN_SMALL, _FAN_STEP, _FAN_LARGE)))
    if wish.number is not None and wish.unit != "notch":
        by = wish.direction * wish.number
    return one("fan.set_percentage", percentage=round(min(100, max(0, now + by))))


CLIMATE: dict[str, Decider] = {
    "climate": climate,
    "water_heater": climate,
    "fan": fan,
    "humidifier": humidifier,
}
