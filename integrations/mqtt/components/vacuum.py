"""Robot vacuums (Home Assistant, MQTT vacuum)."""

from collections.abc import Iterable, Iterator

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.home.commands import Command
from hub.home.domains import vacuum
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component, problem_in
from integrations.mqtt.config import (
    CommandTemplate,
    CommandTopic,
    EntityConfig,
    Payload,
    Text,
    TextList,
    Topic,
)
from integrations.mqtt.message import Message, PayloadError, Publish

# Verbs by Home Assistant's names of features.
FEATURES = {
    "start": "start",
    "pause": "pause",
    "stop": "stop",
    "return_home": "return_to_base",
    "locate": "locate",
    "clean_spot": "clean_spot",
}
DEFAULT_FEATURES = ["start", "stop", "return_home", "status", "clean_spot"]
STATES_AFTER = {
    "start": "cleaning", "clean_spot": "cleaning", "clean_area": "cleaning", "pause": "paused",
    "stop": "idle", "return_to_base": "returning",
}  # fmt: skip


class VacuumConfig(EntityConfig):
    """Keys of a vacuum."""

    command_topic: CommandTopic | None = None
    state_topic: Topic | None = None
    clean_segments_command_topic: CommandTopic | None = None
    clean_segments_command_template: CommandTemplate | None = None
    send_command_topic: CommandTopic | None = None
    set_fan_speed_topic: CommandTopic | None = None
    fan_speed_list: TextList = Field([])
    supported_features: TextList = Field(DEFAULT_FEATURES)
    payload_start: Payload = "start"
    payload_pause: Payload = "pause"
    payload_stop: Payload = "stop"
    payload_return_to_base: Payload = "return_to_base"
    payload_locate: Payload = "locate"
    payload_clean_spot: Payload = "clean_spot"


class _Report(BaseModel):
    """What a vacuum may report in one JSON object. `segments`: names of rooms by their ids."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    state: Text | None = None
    battery_level: float | None = Field(None, ge=0, le=100)
    fan_speed: Text | None = None
    segments: dict[str, Text] | None = None


class Vacuum(Component):
    """A vacuum."""

    domain = "vacuum"
    own_attributes = frozenset({"fan_speed", "fan_speed_list", "segments"})
    config_type = VacuumConfig
    config: VacuumConfig

    def __init__(self, config: VacuumConfig) -> None:
        super().__init__(config)
        if config.fan_speed_list:
            self.capabilities["fan_speed_list"] = config.fan_speed_list
        if config.state_topic is None:
            self.assumes({"state", "fan_speed"})
        self.watch_message(config.state_topic, self._take)

    def _take(self, message: Message) -> None:
        try:
            report = _Report.model_validate(message.json_object())
        except ValidationError as error:
            raise PayloadError(problem_in(error)) from None
        if report.state is not None and report.state not in vacuum.STATES:
            raise PayloadError(
                f"expected 'state' to be one of {vacuum.STATES}, got {report.state[:80]!r}"
            )
        told = report.model_dump(exclude_unset=True)
        if "state" in told:
            self.state = told.pop("state") or UNKNOWN
        if told.get("battery_level") is not None:
            told["battery_level"] = round(told["battery_level"])
        self.attributes.tell(told)

    def offered(self) -> Iterable[str]:
        """Return what this vacuum does, by its features and topics."""
        config, features = self.config, self.config.supported_features
        if config.command_topic is not None:
            yield from (verb for feature, verb in FEATURES.items() if feature in features)
        if config.set_fan_speed_topic is not None and "fan_speed" in features:
            yield "set_fan_speed"
        if config.send_command_topic is not None and "send_command" in features:
            yield "send_command"
        if config.clean_segments_command_topic is not None:
            yield "clean_area"

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload of the command."""
        config = self.config
        if command.action not in self.actions:
            raise self.cannot(command, state)
        match command:
            case vacuum.SetFanSpeed():
                yield self.to(config.set_fan_speed_topic, command.fan_speed)
            case vacuum.SendCommand():
                yield self.to(config.send_command_topic, _order(command))
            case vacuum.CleanArea():
                yield self._clean(command.segments(state))
            case _:
                yield self.to(config.command_topic, getattr(config, f"payload_{command.verb}"))

    def _clean(self, segments: list[str]) -> Publish:
        """Return the message that sends it to segments: a JSON list unless a template says else."""
        template = self.config.clean_segments_command_template
        value = segments if template is not None else orjson.dumps(segments).decode()
        return self.to(self.config.clean_segments_command_topic, value, template)

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done."""
        del state
        after = STATES_AFTER.get(command.verb)
        if after is not None:
            self.state = after
        if isinstance(command, vacuum.SetFanSpeed):
            self.attributes["fan_speed"] = command.fan_speed


def _order(command: vacuum.SendCommand) -> str:
    """Return a command of the maker's own: a word, or JSON if it has parameters."""
    if not command.params:
        return command.command
    return orjson.dumps({"command": command.command, **command.params}).decode()
