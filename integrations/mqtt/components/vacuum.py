"""Robot vacuums (schema "state")."""

from collections.abc import Iterable, Iterator

import orjson
from pydantic import Field

from hub.home.commands import Command
from hub.home.domains import vacuum
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component
from integrations.mqtt.config import CommandTopic, EntityConfig, Payload, TextList, Topic
from integrations.mqtt.message import Message, PayloadError, Publish

# Verbs by Home Assistant's names of features and by the suffix of their payload keys.
FEATURES = {
    "start": ("start", "start"),
    "pause": ("pause", "pause"),
    "stop": ("stop", "stop"),
    "return_home": ("return_to_base", "return_to_base"),
    "locate": ("locate", "locate"),
    "clean_spot": ("clean_spot", "clean_spot"),
}
DEFAULT_FEATURES = ["start", "stop", "return_home", "clean_spot"]


class VacuumConfig(EntityConfig):
    """Keys of a vacuum."""

    command_topic: CommandTopic | None = None
    state_topic: Topic | None = None
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


class Vacuum(Component):
    """A vacuum; its state topic carries `{"state", "battery_level", "fan_speed"}`."""

    domain = "vacuum"
    config_type = VacuumConfig
    config: VacuumConfig

    def __init__(self, config: VacuumConfig) -> None:
        super().__init__(config)
        if config.fan_speed_list:
            self.capabilities["fan_speed_list"] = config.fan_speed_list
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        self.watch_message(config.state_topic, self._take)

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None

    def _take(self, message: Message) -> None:
        report = message.json_object()
        state = report.get("state")
        if "state" in report:
            if state is not None and state not in vacuum.STATES:
                raise PayloadError(f"expected 'state' to be one of {vacuum.STATES}, got {state!r}")
            self.state = UNKNOWN if state is None else str(state)
        for name in ("battery_level", "fan_speed"):
            if name in report:
                self.attributes[name] = report[name]

    def offered(self) -> Iterable[str]:
        """Return what this vacuum does, by its features and topics."""
        features = self.config.supported_features
        if self.config.command_topic is not None:
            for feature, (verb, _) in FEATURES.items():
                if feature in features:
                    yield verb
        if self.config.set_fan_speed_topic is not None:
            yield "set_fan_speed"
        if self.config.send_command_topic is not None:
            yield "send_command"

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload of the command."""
        config = self.config
        match command:
            case vacuum.SetFanSpeed():
                yield self.to(config.set_fan_speed_topic, command.fan_speed)
            case vacuum.SendCommand():
                payload = command.command
                if command.params:
                    whole = {"command": command.command, **command.params}
                    payload = orjson.dumps(whole).decode()
                yield self.to(config.send_command_topic, payload)
            case _ if command.action in self.actions:
                yield self.to(config.command_topic, getattr(config, f"payload_{command.verb}"))
            case _:
                raise self.cannot(command, state)

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done."""
        del state
        states = {"start": "cleaning", "clean_spot": "cleaning", "pause": "paused"}
        states |= {"stop": "idle", "return_to_base": "returning"}
        self.state = states.get(command.verb, self.state)
        if isinstance(command, vacuum.SetFanSpeed):
            self.attributes["fan_speed"] = command.fan_speed
