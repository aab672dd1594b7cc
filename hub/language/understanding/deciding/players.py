"""Televisions, speakers and other players."""

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

# Steps of volume for players that have no steps of their own; 1 is all.
SMALL_STEP, STEP, LARGE_STEP = 0.05, 0.1, 0.2
_LOUD = frozenset({"up", "down", "set", "raise", "lower", "dim", "double", "halve"})
_TRANSPORT = {
    "play": "media_play", "resume": "media_play", "pause": "media_pause", "stop": "media_stop",
    "next": "media_next_track", "previous": "media_previous_track", "toggle": "toggle",
    "start": "media_play",
}  # fmt: skip


def player(entity: Entity, state: State, wish: Wish) -> Choice:  # noqa: C901, PLR0911
    """Decide for a media player."""
    if wish.color or wish.kelvin or wish.unit in {"deg", "C", "F", "K"}:
        return None
    if wish.about in {"shuffle", "repeat"} or wish.sense in {"shuffle", "repeat"}:
        return _order(wish)
    if wish.sense in {"mute", "unmute"}:
        return one("media_player.volume_mute", is_volume_muted=wish.sense == "mute")
    if wish.about == "volume" and wish.sense in {"off", "on"} and not wish.has_value:
        return one("media_player.volume_mute", is_volume_muted=wish.sense == "off")
    if wish.about not in {"", "volume", "source", "track", "music", "level"}:
        return None
    if wish.choices and not wish.direction:
        return _source(state, wish)
    if wish.sense in _LOUD and wish.about != "track":
        return _volume(entity, state, wish)
    if wish.has_value:
        return _volume(entity, state, wish) if wish.sense == "on" else None
    if wish.sense in {"on", "off"}:
        return _switched(entity, wish)
    verb = _TRANSPORT.get(wish.sense)
    if verb == "media_stop" and "media_player.media_stop" not in entity.actions:
        verb = "media_pause"
    return one(f"media_player.{verb}") if verb else None


def _switched(entity: Entity, wish: Wish) -> Choice:
    if wish.about != "music":
        return one(f"media_player.turn_{wish.sense}")
    if wish.sense == "on":
        return one("media_player.media_play")
    for verb in ("media_stop", "media_pause", "turn_off"):
        if f"media_player.{verb}" in entity.actions:
            return one(f"media_player.{verb}")
    return "can't be stopped"


def _order(wish: Wish) -> Choice:
    is_on = wish.sense not in {"off", "stop"}
    if "shuffle" in (wish.about, wish.sense):
        return one("media_player.shuffle_set", shuffle=is_on)
    return one("media_player.repeat_set", repeat="all" if is_on else "off")


def _source(state: State, wish: Wish) -> Choice:
    if wish.sense not in {"set", "on", "play", "start"}:
        return None
    found = chosen(wish, offered(state, "source_list"))
    return one("media_player.select_source", source=found) if found else None


def _volume(entity: Entity, state: State, wish: Wish) -> Choice:  # noqa: PLR0911
    now = number(state, "volume_level")
    if wish.factor is not None:
        if now is None:
            return "does not say how loud it is"
        return _set(now * wish.factor)
    if wish.number is not None and wish.is_delta and wish.unit != "notch":
        if now is None:
            return "does not say how loud it is"
        return _set(now + wish.direction * wish.number / 100)
    percent = wish.percent
    if percent is not None:
        if not 0 <= percent <= 100:  # noqa: PLR2004 - percent
            return f"can't be set to {percent:g} %: the volume goes from 0 to 100 %"
        return one("media_player.volume_set", volume_level=round(percent / 100, 2))
    if not wish.direction:
        return None
    step = f"media_player.volume_{'up' if wish.direction > 0 else 'down'}"
    if step in entity.actions and wish.scale != "large":
        return one(step)
    if now is None:
        return "does not say how loud it is"
    return _set(now + scaled(wish, SMALL_STEP, STEP, LARGE_STEP))


def _set(level: float) -> Choice:
    return one("media_player.volume_set", volume_level=round(min(1.0, max(0.0, level)), 2))


PLAYERS: dict[str, Decider] = {"media_player": player}
