"""Intents about what plays, and how loud."""

from collections.abc import Callable, Mapping
from typing import Any

from hub.home.home import Home
from hub.home.model import Entity, State
from hub.language.meaning import Meaning

Choice = tuple[str, Mapping[str, Any]]
# How much louder or quieter a player gets that has no steps of its own.
VOLUME_STEP = 0.1

_WANTED_STATE = {
    "HassMediaPause": ("playing", "buffering"),
    "HassMediaUnpause": ("paused",),
    "HassMediaNext": ("playing", "paused"),
    "HassMediaPrevious": ("playing", "paused"),
    "HassSetVolume": ("playing", "paused", "on", "idle"),
    "HassSetVolumeRelative": ("playing", "paused", "on", "idle"),
    "HassMediaPlayerMute": ("playing",),
    "HassMediaPlayerUnmute": ("playing", "paused", "on", "idle"),
}


def pick_players(home: Home, players: list[Entity], meaning: Meaning) -> list[Entity]:
    """Return the players that an unnamed "pause" or "louder" can mean: those that play."""
    for state in _WANTED_STATE.get(meaning.intent, ()):
        found = [player for player in players if home.state(player.id).state == state]
        if found:
            return found
    return players


def _simple(action: str) -> Callable[[Entity, State, Meaning], Choice | None]:
    def choose(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
        del entity, state, meaning
        return action, {}

    return choose


def _mute(*, is_muted: bool) -> Callable[[Entity, State, Meaning], Choice | None]:
    def choose(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
        del entity, state, meaning
        return "media_player.volume_mute", {"is_volume_muted": is_muted}

    return choose


def _volume(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state
    return "media_player.volume_set", {"volume_level": float(meaning.values["volume_level"]) / 100}


def _volume_step(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    step = meaning.values["volume_step"]
    is_up = step == "up" or (isinstance(step, int | float) and step > 0)
    plain_step = "media_player.volume_up" if is_up else "media_player.volume_down"
    is_plain = not isinstance(step, int | float)
    now = state.attributes.get("volume_level")
    if (is_plain and plain_step in entity.actions) or not isinstance(now, int | float):
        return plain_step, {}
    change = float(step) / 100 if isinstance(step, int | float) else VOLUME_STEP
    wanted = now + change if is_up or not is_plain else now - change
    return "media_player.volume_set", {"volume_level": round(min(1.0, max(0.0, wanted)), 2)}


def _search(entity: Entity, state: State, meaning: Meaning) -> Choice | None:
    del entity, state
    query = str(meaning.values.get("search_query", "")).strip(" .!?")
    kind = str(meaning.values.get("media_class", "music"))
    data = {"media_content_id": query, "media_content_type": kind}
    return ("media_player.play_media", data) if query else None


PLAYERS: dict[str, Callable[[Entity, State, Meaning], Choice | None]] = {
    "HassMediaPause": _simple("media_player.media_pause"),
    "HassMediaUnpause": _simple("media_player.media_play"),
    "HassMediaNext": _simple("media_player.media_next_track"),
    "HassMediaPrevious": _simple("media_player.media_previous_track"),
    "HassMediaPlayerMute": _mute(is_muted=True),
    "HassMediaPlayerUnmute": _mute(is_muted=False),
    "HassMediaSearchAndPlay": _search,
    "HassSetVolume": _volume,
    "HassSetVolumeRelative": _volume_step,
}
