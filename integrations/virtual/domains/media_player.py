"""TVs, speakers and receivers, in the dialect of MQTT-EXTENSIONS.md."""

from pydantic import JsonValue

from integrations.virtual.attributes import MediaPlayerAttributes
from integrations.virtual.domains.base import Config, Simulation, as_object, compact

COMMANDS = (
    "turn_on", "turn_off", "play", "pause", "stop", "next", "previous",
    "volume_up", "volume_down", "set_volume", "mute", "unmute", "play_media",
)  # fmt: skip
VOLUME_STEP = 0.1

_STATE_AFTER = {
    "turn_on": "idle",
    "turn_off": "off",
    "play": "playing",
    "pause": "paused",
    "stop": "idle",
}


class MediaPlayer(Simulation[MediaPlayerAttributes]):
    """One JSON state topic and one JSON command topic."""

    def commands(self) -> tuple[str, ...]:
        """Give the commands it obeys; sources only where it has some."""
        return (*COMMANDS, "select_source") if self.attributes.source_list else COMMANDS

    def config(self) -> Config:
        """Announce both topics and the commands."""
        return {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "commands": list(self.commands()),
        }

    def reports(self) -> dict[str, str]:
        """Report everything in one object."""
        have = self.attributes
        told = compact(
            state=None if self.is_unknown else self.state,
            volume_level=have.volume_level,
            is_volume_muted=have.is_volume_muted,
            media_track=have.media_track,
            media_title=have.media_title,
            media_artist=have.media_artist,
            source=have.source,
            source_list=list(have.source_list) or None,
        )
        return {"state": told}

    def obey(self, channel: str, payload: str) -> None:
        """Take `{"command": NAME, ...}`."""
        wish = as_object(payload)
        command = wish.get("command")
        if channel or command not in self.commands():
            raise self.refuse(channel, payload)
        command = str(command)
        if command == "turn_on" and self.state in ("playing", "paused", "idle"):
            return
        if self.state == "off" and command in ("pause", "stop"):
            return
        self.change(self._changes(command, wish))
        self.become(_STATE_AFTER.get(command, self.state))
        if command == "play_media":
            self.become("playing")

    def _changes(self, command: str, wish: dict[str, JsonValue]) -> dict[str, JsonValue]:
        track, volume = self.attributes.media_track, self.attributes.volume_level
        if command == "set_volume":
            return {"volume_level": self._field("volume_level", wish)}
        if command == "select_source":
            return {"source": self._field("source", wish)}
        if command == "play_media":
            title = self._field("media_id", wish)
            return {"media_title": title, "media_artist": None, "media_track": 1}
        steps: dict[str, dict[str, JsonValue]] = {
            "next": {"media_track": track + 1},
            "previous": {"media_track": max(1, track - 1)},
            "volume_up": {"volume_level": round(min(1, volume + VOLUME_STEP), 2)},
            "volume_down": {"volume_level": round(max(0, volume - VOLUME_STEP), 2)},
            "mute": {"is_volume_muted": True},
            "unmute": {"is_volume_muted": False},
        }
        return steps.get(command, {})

    def _field(self, name: str, wish: dict[str, JsonValue]) -> JsonValue:
        if wish.get(name) is None:
            raise self.refuse("", f"{wish.get('command')} without {name}")
        return wish[name]
