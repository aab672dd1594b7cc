"""Televisions, speakers, receivers: what plays, how loud, from where."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command, Expectation, close_to, equals
from hub.home.domains.choice import Choice
from hub.home.model import State

STATES = ("off", "on", "idle", "playing", "paused", "standby", "buffering")
ON_STATES = frozenset({"on", "idle", "playing", "paused", "buffering"})
VOLUME_TOLERANCE = 0.02

Volume = Annotated[float, Field(ge=0, le=1)]
Repeat = Literal["off", "one", "all"]


class Attributes(BaseModel):
    """What a player reports; volume is 0..1."""

    volume_level: Volume | None = None
    is_volume_muted: bool | None = None
    media_title: str | None = None
    media_artist: str | None = None
    media_track: int | None = None
    media_content_id: str | None = None
    source: str | None = None
    source_list: list[str] | None = None
    sound_mode: str | None = None
    sound_mode_list: list[str] | None = None
    shuffle: bool | None = None
    repeat: Repeat | None = None


class _Simple(Command):
    def _expects(self, words: str, *states: str) -> Expectation:
        return Expectation(words, frozenset(states), transient=frozenset({"buffering"}))


class TurnOn(_Simple):
    """Switch on."""

    action: Literal["media_player.turn_on"] = "media_player.turn_on"

    def expected(self, before: State) -> Expectation | None:
        """Expect any state but off."""
        del before
        return self._expects("on", *ON_STATES)


class TurnOff(_Simple):
    """Switch off."""

    action: Literal["media_player.turn_off"] = "media_player.turn_off"

    def expected(self, before: State) -> Expectation | None:
        """Expect off or standby."""
        del before
        return self._expects("off", "off", "standby")


class Toggle(_Simple):
    """Switch on if off, and off if on."""

    is_idempotent = False
    action: Literal["media_player.toggle"] = "media_player.toggle"

    def expected(self, before: State) -> Expectation | None:
        """Expect the other state."""
        if before.state in {"off", "standby"}:
            return self._expects("on", *ON_STATES)
        return self._expects("off", "off", "standby")


class MediaPlay(_Simple):
    """Play."""

    action: Literal["media_player.media_play"] = "media_player.media_play"

    def expected(self, before: State) -> Expectation | None:
        """Expect playing."""
        del before
        return self._expects("playing", "playing")


class MediaPause(_Simple):
    """Pause."""

    action: Literal["media_player.media_pause"] = "media_player.media_pause"

    def expected(self, before: State) -> Expectation | None:
        """Expect paused."""
        del before
        return self._expects("paused", "paused", "idle")


class MediaPlayPause(_Simple):
    """Pause if playing, play otherwise."""

    is_idempotent = False
    action: Literal["media_player.media_play_pause"] = "media_player.media_play_pause"

    def expected(self, before: State) -> Expectation | None:
        """Expect the other state."""
        if before.state == "playing":
            return self._expects("paused", "paused", "idle")
        return self._expects("playing", "playing")


class MediaStop(_Simple):
    """Stop playing."""

    action: Literal["media_player.media_stop"] = "media_player.media_stop"

    def expected(self, before: State) -> Expectation | None:
        """Expect it not to play."""
        del before
        return self._expects("stopped", "idle", "off", "standby", "on", "paused")


class MediaNextTrack(_Simple):
    """Go to the next track."""

    is_idempotent = False
    action: Literal["media_player.media_next_track"] = "media_player.media_next_track"

    def expected(self, before: State) -> Expectation | None:
        """Expect another track, where the player tells tracks."""
        return _other_track(before, "the next track")


class MediaPreviousTrack(_Simple):
    """Go to the previous track."""

    is_idempotent = False
    action: Literal["media_player.media_previous_track"] = "media_player.media_previous_track"

    def expected(self, before: State) -> Expectation | None:
        """Expect another track, where the player tells tracks."""
        return _other_track(before, "the previous track")


def _other_track(before: State, words: str) -> Expectation | None:
    name = "media_track" if "media_track" in before.attributes else "media_title"
    if name not in before.attributes:
        return None
    old = before.attributes[name]
    return Expectation(f"on {words}", attributes=((name, lambda value: bool(value != old)),))


class VolumeSet(Command):
    """Set the volume, 0..1."""

    action: Literal["media_player.volume_set"] = "media_player.volume_set"
    volume_level: Volume

    def expected(self, before: State) -> Expectation | None:
        """Expect the volume."""
        del before
        check = ("volume_level", close_to(self.volume_level, VOLUME_TOLERANCE))
        return Expectation(f"at volume {round(self.volume_level * 100)} %", attributes=(check,))


class VolumeUp(Command):
    """Make it a step louder."""

    is_idempotent = False
    action: Literal["media_player.volume_up"] = "media_player.volume_up"

    def expected(self, before: State) -> Expectation | None:
        """Expect it louder, or at full volume."""
        old = before.attributes.get("volume_level")
        if not isinstance(old, int | float):
            return None
        louder = ("volume_level", lambda v: isinstance(v, int | float) and (v > old or v >= 1))
        return Expectation("louder", attributes=(louder,))


class VolumeDown(Command):
    """Make it a step quieter."""

    is_idempotent = False
    action: Literal["media_player.volume_down"] = "media_player.volume_down"

    def expected(self, before: State) -> Expectation | None:
        """Expect it quieter, or silent."""
        old = before.attributes.get("volume_level")
        if not isinstance(old, int | float):
            return None
        quieter = ("volume_level", lambda v: isinstance(v, int | float) and (v < old or v <= 0))
        return Expectation("quieter", attributes=(quieter,))


class VolumeMute(Command):
    """Mute or unmute."""

    action: Literal["media_player.volume_mute"] = "media_player.volume_mute"
    is_volume_muted: bool

    def expected(self, before: State) -> Expectation | None:
        """Expect it muted or not."""
        del before
        words = "muted" if self.is_volume_muted else "not muted"
        return Expectation(words, attributes=(("is_volume_muted", equals(self.is_volume_muted)),))


class SelectSource(Choice):
    """Choose the source."""

    attribute = "source"
    options = "source_list"
    words = "on {}"
    action: Literal["media_player.select_source"] = "media_player.select_source"
    source: str


class SelectSoundMode(Choice):
    """Choose the sound mode."""

    attribute = "sound_mode"
    options = "sound_mode_list"
    words = "in {}"
    action: Literal["media_player.select_sound_mode"] = "media_player.select_sound_mode"
    sound_mode: str


class ShuffleSet(Command):
    """Play in any order, or in the given one."""

    action: Literal["media_player.shuffle_set"] = "media_player.shuffle_set"
    shuffle: bool

    def expected(self, before: State) -> Expectation | None:
        """Expect it to shuffle or not."""
        del before
        words = "shuffling" if self.shuffle else "not shuffling"
        return Expectation(words, attributes=(("shuffle", equals(self.shuffle)),))


class RepeatSet(Command):
    """Repeat nothing, one piece or all."""

    action: Literal["media_player.repeat_set"] = "media_player.repeat_set"
    repeat: Repeat

    def expected(self, before: State) -> Expectation | None:
        """Expect it to repeat that."""
        del before
        words = {"off": "repeating nothing", "one": "repeating one", "all": "repeating all"}
        return Expectation(words[self.repeat], attributes=(("repeat", equals(self.repeat)),))


class MediaSeek(Command):
    """Go to a place in the piece, in seconds from its beginning. Never verified: time goes on."""

    action: Literal["media_player.media_seek"] = "media_player.media_seek"
    seek_position: Annotated[float, Field(ge=0)]


class PlayMedia(_Simple):
    """Play a given medium."""

    action: Literal["media_player.play_media"] = "media_player.play_media"
    media_content_id: str
    media_content_type: str = "music"

    def expected(self, before: State) -> Expectation | None:
        """Expect playing."""
        del before
        return self._expects("playing", "playing")


MediaPlayerCommand = (
    TurnOn
    | TurnOff
    | Toggle
    | MediaPlay
    | MediaPause
    | MediaPlayPause
    | MediaStop
    | MediaNextTrack
    | MediaPreviousTrack
    | VolumeSet
    | VolumeUp
    | VolumeDown
    | VolumeMute
    | SelectSource
    | SelectSoundMode
    | ShuffleSet
    | RepeatSet
    | MediaSeek
    | PlayMedia
)
