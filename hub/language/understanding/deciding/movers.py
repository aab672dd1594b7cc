"""Covers, valves, locks, vacuums and mowers."""

from collections.abc import Mapping

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

# Percent of a way per "a bit more", "more", "a lot more".
SMALL_STEP, STEP, LARGE_STEP = 10, 20, 40
_WAYS: dict[str, str] = {
    "open": "open", "raise": "open", "up": "open", "close": "close", "lower": "close",
    "down": "close", "stop": "stop", "toggle": "toggle",
}  # fmt: skip


def mover(entity: Entity, state: State, wish: Wish) -> Choice:  # noqa: C901, PLR0911, PLR0912
    """Decide for a cover or a valve."""
    domain = entity.domain
    if wish.about == "tilt":
        return _tilt(wish)
    if wish.about not in {"", "position", "level"} or wish.color or wish.unit in {"C", "F", "K"}:
        return None
    sense = wish.sense
    if domain == "valve" and sense in {"on", "off"}:
        sense = {"on": "open", "off": "close"}[sense]
    if entity.device_class == "awning":
        sense = "extend" if sense == "off" and wish.is_out else sense
        sense = {"retract": "close", "extend": "open"}.get(sense, sense)
    if sense not in {*_WAYS, "set"}:
        return None
    direction = {"open": 1, "close": -1}.get(sense, wish.direction)
    if (wish.number is not None and wish.is_delta) or (wish.direction and wish.scale == "small"):
        return _step(domain, state, wish, direction)
    if sense in {"open", "close"} and wish.scale == "small":
        return _step(domain, state, wish, direction)
    percent = wish.percent
    if percent is not None and wish.level not in {"max", "min"}:
        if not 0 <= percent <= 100:  # noqa: PLR2004 - percent
            return f"can't be set to {percent:g} %: it goes from 0 to 100 %"
        # "close it 30 %" may mean either way.
        if sense == "close" and wish.number is not None and not wish.is_exact:
            return None
        return one(f"{domain}.set_{domain}_position", position=round(percent))
    if sense == "set" and wish.level:
        sense = {"max": "open", "min": "close"}.get(wish.level, "set")
    if sense == "set" and wish.direction:
        sense = "open" if wish.direction > 0 else "close"
    if sense not in _WAYS or wish.choices:
        return None
    way = _WAYS[sense]
    return one(f"{domain}.{way}" if way == "toggle" else f"{domain}.{way}_{domain}")


def _step(domain: str, state: State, wish: Wish, direction: int) -> Choice:
    now = number(state, "current_position")
    if now is None:
        return "knows no positions, only open and closed"
    by = scaled(wish, SMALL_STEP, STEP, LARGE_STEP) or direction * SMALL_STEP
    if wish.number is not None:
        by = wish.number * direction
    position = round(min(100, max(0, now + by)))
    return one(f"{domain}.set_{domain}_position", position=position)


def _tilt(wish: Wish) -> Choice:
    percent = {"open": 100.0, "close": 0.0}.get(wish.sense, wish.percent)
    if percent is None or not 0 <= percent <= 100:  # noqa: PLR2004 - percent
        return None
    return one("cover.set_cover_tilt_position", tilt_position=round(percent))


def lock(entity: Entity, state: State, wish: Wish) -> Choice:
    """Decide for a lock; switching it on or off says nothing clear."""
    del entity, state
    if wish.has_value or wish.direction or wish.about:
        return None
    if wish.sense == "open":
        return "can only be locked and unlocked"
    return one(f"lock.{wish.sense}") if wish.sense in {"lock", "unlock"} else None


_VACUUM = {
    "on": "start", "start": "start", "clean": "start", "resume": "start", "stop": "stop",
    "stop_clean": "stop", "pause": "pause", "dock": "return_to_base", "locate": "locate",
    "spot": "clean_spot", "off": "return_to_base",
}  # fmt: skip
_MOWER = {
    "on": "start_mowing", "start": "start_mowing", "clean": "start_mowing",
    "mow": "start_mowing", "pause": "pause",
    "resume": "start_mowing", "dock": "dock", "stop": "pause", "off": "dock",
}  # fmt: skip


def _robot(verbs: Mapping[str, str]) -> Decider:
    def decider(entity: Entity, state: State, wish: Wish) -> Choice:
        if wish.choices or wish.speed:
            speeds = offered(state, "fan_speed_list")
            speed = chosen(wish, speeds)
            if wish.sense not in {"set", "on", "start", "clean"} or not speeds:
                return None
            return (
                one(f"{entity.domain}.set_fan_speed", fan_speed=speed)
                if speed
                else f"has no such speed, only {', '.join(speeds)}"
            )
        if wish.has_value or wish.about or wish.direction:
            return None
        is_sent_out = wish.sense == "off" and wish.is_out
        verb = verbs.get("start" if is_sent_out else wish.sense)
        return one(f"{entity.domain}.{verb}") if verb else None

    return decider


MOVERS: dict[str, Decider] = {
    "cover": mover,
    "valve": mover,
    "lock": lock,
    "vacuum": _robot(_VACUUM),
    "lawn_mower": _robot(_MOWER),
}
