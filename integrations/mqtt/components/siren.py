"""Sirens (Home Assistant, MQTT siren)."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.home.commands import Command
from hub.home.domains import siren as sirens
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component, payloads, problem_in, state_of
from integrations.mqtt.config import (
    CommandTemplate,
    CommandTopic,
    EntityConfig,
    Payload,
    Template,
    Text,
    TextList,
    Topic,
)
from integrations.mqtt.message import PayloadError, Publish


class SirenConfig(EntityConfig):
    """Keys of a siren."""

    command_topic: CommandTopic | None = None
    command_template: CommandTemplate | None = None
    command_off_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    state_value_template: Template | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    state_on: Payload | None = None
    state_off: Payload | None = None
    available_tones: TextList = Field([])
    support_duration: bool = True
    support_volume_set: bool = True


class _Sound(BaseModel):
    """What a siren may report beside its state."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tone: Text | None = None
    duration: float | None = Field(None, ge=0)
    volume_level: float | None = Field(None, ge=0, le=1)


class Siren(Component):
    """A siren; it reports a word, or JSON with `state`, `tone`, `duration` and `volume_level`."""

    domain = "siren"
    own_attributes = frozenset(sirens.Attributes.model_fields)
    config_type = SirenConfig
    config: SirenConfig

    def __init__(self, config: SirenConfig) -> None:
        super().__init__(config)
        on, off = config.state_on or config.payload_on, config.state_off or config.payload_off
        self._states = payloads([(on, "on"), (off, "off")])
        supported = {
            "tone": bool(config.available_tones),
            "duration": config.support_duration,
            "volume_level": config.support_volume_set,
        }
        self._sounds = tuple(name for name, is_there in supported.items() if is_there)
        if config.available_tones:
            self.capabilities["available_tones"] = config.available_tones
        self.attributes.fill(dict.fromkeys(self._sounds))
        if config.state_topic is None or config.optimistic:
            self.assumes(("state", *self._sounds))
            self._state = "off"
        self.watch(config.state_topic, config.state_value_template, self._take)

    def _take(self, value: str) -> None:
        if value in {"", "{}"}:
            return
        if value in self._states or value in {"None", "null"}:
            self.state = UNKNOWN if value == "null" else state_of(value, self._states)
            return
        report = _json_object(value)
        try:
            sound = _Sound.model_validate(report).model_dump(exclude_unset=True)
        except ValidationError as error:
            raise PayloadError(problem_in(error)) from None
        if "state" in report:
            self.state = state_of(str(report["state"]), self._states)
        self.attributes.tell({name: sound[name] for name in self._sounds if name in sound})

    def offered(self) -> Iterable[str]:
        """Return what sirens do."""
        return ("turn_on", "turn_off", "toggle") if self.config.command_topic is not None else ()

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the JSON of the state and the sound, or what the templates make of them."""
        config = self.config
        is_on = _wanted(command, state)
        if is_on is None:
            raise self.cannot(command, state)
        value = config.payload_on if is_on else config.payload_off
        template = config.command_template
        if not is_on:
            template = config.command_off_template or template
        variables = {"state": value, **self._sound(command)}
        if template is None:
            yield self.to(config.command_topic, orjson.dumps(variables).decode())
            return
        message = self.to(config.command_topic, value, template, **variables)
        if not message.payload:
            raise PayloadError("the siren's command template makes nothing of this")
        yield message

    def _sound(self, command: Command) -> dict[str, Any]:
        """Return what was asked for of what the siren knows; the rest is left out."""
        given = command.data()
        return {name: given[name] for name in self._sounds if name in given}

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done."""
        self.state = "on" if _wanted(command, state) else "off"
        self.attributes.tell(self._sound(command))


def _wanted(command: Command, state: State) -> bool | None:
    match command:
        case sirens.TurnOn():
            return True
        case sirens.TurnOff():
            return False
        case sirens.Toggle():
            return state.state != "on"
        case _:
            return None


def _json_object(value: str) -> dict[str, Any]:
    try:
        found = orjson.loads(value)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise PayloadError(f"expected a state or a JSON object, got {value[:80]!r}")
    return found
