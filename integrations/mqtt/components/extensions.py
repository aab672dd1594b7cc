"""Components that Home Assistant's MQTT lacks: media_player, todo, weather, calendar.

Their state topic carries one JSON object, their command topic takes `{"command": NAME, ...}`
(README.md, "Beyond Home Assistant's components").
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import BaseModel, Field, ValidationError

from hub.home.commands import Command
from hub.home.domains import household
from hub.home.domains import media_player as media
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component, problem_in
from integrations.mqtt.config import CommandTopic, EntityConfig, TextList, Topic
from integrations.mqtt.message import Message, PayloadError, Publish


class ExtensionConfig(EntityConfig):
    """Keys of all four; `commands` lists the command names that the device obeys."""

    state_topic: Topic
    command_topic: CommandTopic | None = None
    commands: TextList = Field([])


class Extension(Component):
    """What the four share: state and commands are JSON objects."""

    config_type = ExtensionConfig
    config: ExtensionConfig
    report_type: type[BaseModel]
    # Which verbs need which of the device's commands; several verbs may need the same.
    verbs: Mapping[str, tuple[str, ...]] = {}

    def __init__(self, config: ExtensionConfig) -> None:
        super().__init__(config)
        self.watch_message(config.state_topic, self._take)

    def _take(self, message: Message) -> None:
        try:
            report = self.report_type.model_validate(message.json_object())
        except ValidationError as error:
            raise PayloadError(problem_in(error)) from None
        self.attributes.tell(report.model_dump(exclude_unset=True))
        self.take(report)
        self.attributes.fill(self.capabilities)

    def take(self, report: Any) -> None:
        """Set the state from a checked report; the attributes hold all of its keys already."""

    def offered(self) -> Iterable[str]:
        """Return the verbs whose commands the device obeys."""
        if self.config.command_topic is None:
            return ()
        obeyed = set(self.config.commands)
        return (verb for verb, needed in self.verbs.items() if obeyed.issuperset(needed))

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield one JSON object."""
        if command.action not in self.actions:
            raise self.cannot(command, state)
        order = self.order(command, state)
        yield self.to(self.config.command_topic, orjson.dumps(order).decode())

    def order(self, command: Command, state: State) -> dict[str, Any]:
        """Return the JSON object that carries out `command`."""
        del state
        return {"command": command.verb, **command.data()}


class _MediaReport(media.Attributes):
    state: str | None = None


class MediaPlayer(Extension):
    """A television, speaker or receiver."""

    domain = "media_player"
    report_type = _MediaReport
    verbs = {  # noqa: RUF012 - never changed
        "turn_on": ("turn_on",),
        "turn_off": ("turn_off",),
        "toggle": ("turn_on", "turn_off"),
        "media_play": ("play",),
        "media_pause": ("pause",),
        "media_play_pause": ("play", "pause"),
        "media_stop": ("stop",),
        "media_next_track": ("next",),
        "media_previous_track": ("previous",),
        "volume_up": ("volume_up",),
        "volume_down": ("volume_down",),
        "volume_mute": ("mute", "unmute"),
        "volume_set": ("set_volume",),
        "select_source": ("select_source",),
        "select_sound_mode": ("select_sound_mode",),
        "shuffle_set": ("shuffle_set",),
        "repeat_set": ("repeat_set",),
        "media_seek": ("media_seek",),
        "play_media": ("play_media",),
    }

    def take(self, report: _MediaReport) -> None:
        """Take the state, if the report tells it."""
        self.attributes.pop("state", None)
        if "state" not in report.model_fields_set:
            return
        if report.state is not None and report.state not in media.STATES:
            raise PayloadError(
                f"expected 'state' to be one of {media.STATES}, got {report.state!r}"
            )
        self.state = report.state or UNKNOWN

    def order(self, command: Command, state: State) -> dict[str, Any]:
        """Return the player's command."""
        match command:
            case media.Toggle():
                is_off = state.state in {"off", "standby"}
                return {"command": "turn_on" if is_off else "turn_off"}
            case media.MediaPlayPause():
                return {"command": "pause" if state.state == "playing" else "play"}
            case media.VolumeMute():
                return {"command": "mute" if command.is_volume_muted else "unmute"}
            case media.VolumeSet():
                return {"command": "set_volume", "volume_level": command.volume_level}
            case media.PlayMedia():
                return {"command": "play_media", "media_id": command.media_content_id}
            case _:
                return {"command": self.verbs[command.verb][0], **command.data()}


class Todo(Extension):
    """A to-do list; the state is how many items need doing."""

    domain = "todo"
    report_type = household.TodoAttributes
    verbs = {  # noqa: RUF012 - never changed
        "add_item": ("add_item",),
        "update_item": ("update_item",),
        "remove_item": ("remove_item",),
    }

    def take(self, report: household.TodoAttributes) -> None:
        """Count what needs doing."""
        self.attributes["items"] = [item.model_dump(exclude_none=True) for item in report.items]
        self.state = str(sum(item.status == "needs_action" for item in report.items))

    def order(self, command: Command, state: State) -> dict[str, Any]:
        """Return the list's command; a due date or time goes as `due`."""
        del state
        data = command.data()
        due = data.pop("due_datetime", None) or data.pop("due_date", None)
        data.pop("due_date", None)
        return {"command": command.verb, **data, **({"due": due} if due else {})}


class _WeatherReport(household.WeatherAttributes):
    condition: str | None = None


class Weather(Extension):
    """The weather; the state is the condition."""

    domain = "weather"
    report_type = _WeatherReport

    def take(self, report: _WeatherReport) -> None:
        """Take the condition."""
        self.attributes.pop("condition", None)
        if "condition" not in report.model_fields_set:
            return
        condition = report.condition
        if condition is not None and condition not in household.WEATHER_STATES:
            known = ", ".join(household.WEATHER_STATES)
            raise PayloadError(f"expected 'condition' to be one of {known}, got {condition!r}")
        self.state = condition or UNKNOWN


class Calendar(Extension):
    """A calendar; the state is "on" while an event runs."""

    domain = "calendar"
    report_type = household.CalendarAttributes
    verbs = {"create_event": ("create_event",)}  # noqa: RUF012 - never changed

    def take(self, report: household.CalendarAttributes) -> None:
        """Look whether an event runs now."""
        self.attributes["events"] = [event.model_dump(exclude_none=True) for event in report.events]
        now = datetime.now(UTC)
        runs = any(_time(event.start) <= now < _time(event.end) for event in report.events)
        self.state = "on" if runs else "off"

    def order(self, command: Command, state: State) -> dict[str, Any]:
        """Return the new event."""
        if not isinstance(command, household.CreateEvent):
            raise self.cannot(command, state)
        return {"command": "create_event", "event": command.event()}


def _time(text: str) -> datetime:
    """Read ISO 8601; a time without offset, or a date alone, is local."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise PayloadError(f"expected an ISO 8601 time, got {text[:80]!r}") from None
