"""Switches, buttons, numbers, selects, scenes, scripts, alarms: the small controls."""

from hub.home.model import Entity, State
from hub.language.understanding.deciding.choice import (
    Choice,
    Decider,
    chosen,
    number,
    offered,
    one,
)
from hub.language.understanding.wish import Wish

_ON = frozenset({"on", "start", "resume", "play"})
_SETTING = frozenset({"set", "up", "down", "raise", "lower"})
_OFF = frozenset({"off", "stop", "pause"})


def switch(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for whatever is only on or off."""
    if wish.has_value or wish.about or wish.direction:
        return None
    sense = wish.sense
    if sense == "hit":
        sense = "off" if state.state == "on" else "on"
    if sense == "toggle":
        return one(f"{entity.domain}.toggle")
    if sense in _ON or sense in _OFF:
        return one(f"{entity.domain}.turn_{'on' if sense in _ON else 'off'}")
    return None


def button(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for a button."""
    del state
    if wish.sense in {"press", "hit", "on", "start"} and not wish.has_value:
        return one(f"{entity.domain}.press")
    return None


def setting(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for a number."""
    if wish.about not in {"", "level", "volume", "brightness", "speed", "temperature"}:
        return None
    low, high = number(state, "min"), number(state, "max")
    if wish.number is not None and not wish.is_delta and wish.sense in _SETTING:
        return one(f"{entity.domain}.set_value", value=wish.number)
    if wish.level in {"max", "min"}:
        limit = high if wish.level == "max" else low
        return one(f"{entity.domain}.set_value", value=limit) if limit is not None else None
    if not wish.direction:
        return None
    try:
        now = float(state.state)
    except ValueError:
        return "has no value to change"
    by = wish.direction * (wish.number if wish.number is not None else number(state, "step") or 1)
    value = now + by
    value = min(value, high) if high is not None else value
    return one(f"{entity.domain}.set_value", value=max(value, low) if low is not None else value)


def select(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for a select."""
    if wish.sense not in {"set", "on", "start"}:
        return None
    options = offered(state, "options")
    found = chosen(wish, options)
    if found is None:
        return f"has no such option, only {', '.join(options)}" if wish.has_value else None
    return one(f"{entity.domain}.select_option", option=found)


def scene(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for a scene or a script."""
    del state
    if wish.has_value or wish.about or wish.direction:
        return None
    if wish.sense in {"on", "start", "set", "play", "press"}:
        return one(f"{entity.domain}.turn_on")
    if wish.sense in {"off", "stop"} and entity.domain == "script":
        return one("script.turn_off")
    return None


def alarm(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for an alarm system; disarming is for the guard to allow."""
    del entity, state
    modes = {"home": "home", "away": "away", "sleep": "night", "night": "night"}
    if wish.sense in {"arm", "on", "set", "start", "lock"}:
        said = next((modes[c] for c in (*wish.choices, wish.mode) if c in modes), None)
        if wish.choices and said is None:
            return None
        return one(f"alarm_control_panel.alarm_arm_{said or 'away'}")
    if wish.sense in {"disarm", "off"}:
        return one("alarm_control_panel.alarm_disarm")
    return None


CONTROLS: dict[str, Decider] = {
    "switch": switch,
    "input_boolean": switch,
    "siren": switch,
    "remote": switch,
    "automation": switch,
    "button": button,
    "input_button": button,
    "number": setting,
    "input_number": setting,
    "select": select,
    "input_select": select,
    "scene": scene,
    "script": scene,
    "alarm_control_panel": alarm,
}
