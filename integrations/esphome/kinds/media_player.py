"""Media players."""

from collections.abc import Iterable

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import (
    MediaPlayerCommand,
    MediaPlayerEntityState,
    MediaPlayerInfo,
    MediaPlayerState,
)
from aioesphomeapi.model import MediaPlayerEntityFeature as Feature

from hub.home.commands import Command
from hub.home.domains import media_player as media
from hub.home.model import UNKNOWN, State
from integrations.esphome.kinds.kind import Kind, Reading, known

VERBS = {
    Feature.PLAY: ("media_play",),
    Feature.PAUSE: ("media_pause", "media_play_pause"),
    Feature.STOP: ("media_stop",),
    Feature.VOLUME_SET: ("volume_set", "volume_up", "volume_down"),
    Feature.VOLUME_MUTE: ("volume_mute",),
    Feature.PLAY_MEDIA: ("play_media",),
    Feature.TURN_ON: ("turn_on",),
    Feature.TURN_OFF: ("turn_off",),
}
STATES = {
    MediaPlayerState.IDLE: "idle",
    MediaPlayerState.PLAYING: "playing",
    MediaPlayerState.PAUSED: "paused",
    MediaPlayerState.ANNOUNCING: "playing",
    MediaPlayerState.OFF: "off",
    MediaPlayerState.ON: "on",
}
COMMANDS: dict[type[Command], MediaPlayerCommand] = {
    media.MediaPlay: MediaPlayerCommand.PLAY,
    media.MediaPause: MediaPlayerCommand.PAUSE,
    media.MediaPlayPause: MediaPlayerCommand.TOGGLE,
    media.MediaStop: MediaPlayerCommand.STOP,
    media.VolumeUp: MediaPlayerCommand.VOLUME_UP,
    media.VolumeDown: MediaPlayerCommand.VOLUME_DOWN,
    media.TurnOn: MediaPlayerCommand.TURN_ON,
    media.TurnOff: MediaPlayerCommand.TURN_OFF,
}


class MediaPlayer(Kind[MediaPlayerInfo, MediaPlayerEntityState]):
    """A media player."""

    domain = "media_player"

    def verbs(self) -> Iterable[str]:
        """Return what this player does."""
        features = self.info.feature_flags_compat(self.setting.api)
        for feature, verbs in VERBS.items():
            if features & feature:
                yield from verbs

    def read(self, state: MediaPlayerEntityState) -> Reading:
        """Return what it does, and how loud."""
        found = STATES.get(state.state or MediaPlayerState.NONE, UNKNOWN)
        attributes = {"volume_level": known(state.volume), "is_volume_muted": state.muted}
        return Reading(found, attributes)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Play, pause, or change the volume."""
        del before
        if command.verb not in self.verbs():
            raise self.cannot(command)
        match command:
            case media.VolumeSet():
                client.media_player_command(volume=command.volume_level, **self.address())
            case media.VolumeMute():
                mute = MediaPlayerCommand.MUTE
                asked = mute if command.is_volume_muted else MediaPlayerCommand.UNMUTE
                client.media_player_command(command=asked, **self.address())
            case media.PlayMedia():
                client.media_player_command(media_url=command.media_content_id, **self.address())
            case _:
                client.media_player_command(command=COMMANDS[type(command)], **self.address())
