"""Entities with one value: switch, sensors, button, scene, notifier, number, select."""

from datetime import UTC, datetime

from integrations.virtual.appliances import NotifyAttributes
from integrations.virtual.attributes import (
    BinarySensorAttributes,
    ButtonAttributes,
    NumberAttributes,
    SceneAttributes,
    SelectAttributes,
    SensorAttributes,
    SwitchAttributes,
)
from integrations.virtual.domains.base import UNKNOWN, Config, Simulation, as_number, plain


class Switch(Simulation[SwitchAttributes]):
    """A socket or switch."""

    def config(self) -> Config:
        """Announce both topics."""
        return {"state_topic": self.topic("state"), "command_topic": self.command_topic()}

    def reports(self) -> dict[str, str]:
        """Report ON or OFF."""
        return {"state": self.payload_of_state()}

    def obey(self, channel: str, payload: str) -> None:
        """Take ON or OFF."""
        if channel or payload not in ("ON", "OFF"):
            raise self.refuse(channel, payload)
        self.become(payload.lower())


class BinarySensor(Simulation[BinarySensorAttributes]):
    """Motion, door, window, smoke, ..."""

    def config(self) -> Config:
        """Announce the state topic."""
        return {"state_topic": self.topic("state")}

    def reports(self) -> dict[str, str]:
        """Report ON or OFF."""
        return {"state": self.payload_of_state()}

    def obey(self, channel: str, payload: str) -> None:
        """Refuse: a sensor takes no commands."""
        raise self.refuse(channel, payload)


class Sensor(Simulation[SensorAttributes]):
    """A measured value or word."""

    def config(self) -> Config:
        """Announce state topic, unit and options."""
        have = self.attributes
        message: Config = {"state_topic": self.topic("state")}
        if have.unit_of_measurement:
            message["unit_of_measurement"] = have.unit_of_measurement
        if have.state_class:
            message["state_class"] = have.state_class
        if have.options:
            message["options"] = list(have.options)
        return message

    def reports(self) -> dict[str, str]:
        """Report the value as it is."""
        return {"state": UNKNOWN if self.is_unknown else self.state}

    def obey(self, channel: str, payload: str) -> None:
        """Refuse: a sensor takes no commands."""
        raise self.refuse(channel, payload)


class Button(Simulation[ButtonAttributes]):
    """A button; nothing to report, but `state_of` tells when it was pressed."""

    def config(self) -> Config:
        """Announce the command topic."""
        return {"command_topic": self.command_topic()}

    def reports(self) -> dict[str, str]:
        """Report nothing, as buttons do."""
        return {}

    def obey(self, channel: str, payload: str) -> None:
        """Take PRESS."""
        if channel or payload != "PRESS":
            raise self.refuse(channel, payload)
        self.become(datetime.now(UTC).isoformat())


class Scene(Simulation[SceneAttributes]):
    """A scene; like a button, with nothing to report."""

    def config(self) -> Config:
        """Announce the command topic."""
        return {"command_topic": self.command_topic()}

    def reports(self) -> dict[str, str]:
        """Report nothing, as scenes do."""
        return {}

    def obey(self, channel: str, payload: str) -> None:
        """Take ON."""
        if channel or payload != "ON":
            raise self.refuse(channel, payload)
        self.become(datetime.now(UTC).isoformat())


class Notify(Simulation[NotifyAttributes]):
    """A screen that shows the last message; it reports nothing, as notifiers do."""

    def config(self) -> Config:
        """Announce the command topic."""
        return {"command_topic": self.command_topic()}

    def reports(self) -> dict[str, str]:
        """Report nothing."""
        return {}

    def obey(self, channel: str, payload: str) -> None:
        """Take a message."""
        if channel:
            raise self.refuse(channel, payload)
        self.change({"message": payload})
        self.become(datetime.now(UTC).isoformat())


class Number(Simulation[NumberAttributes]):
    """A number to set."""

    def config(self) -> Config:
        """Announce topics, range, step and unit."""
        have = self.attributes
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "min": have.min,
            "max": have.max,
            "step": have.step,
            "mode": have.mode,
        }
        if have.unit_of_measurement:
            message["unit_of_measurement"] = have.unit_of_measurement
        return message

    def reports(self) -> dict[str, str]:
        """Report the number."""
        return {"state": UNKNOWN if self.is_unknown else self.state}

    def obey(self, channel: str, payload: str) -> None:
        """Take a number within range."""
        if channel:
            raise self.refuse(channel, payload)
        self.become(plain(as_number(payload)))


class Select(Simulation[SelectAttributes]):
    """One of several options."""

    def config(self) -> Config:
        """Announce topics and options."""
        return {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "options": list(self.attributes.options),
        }

    def reports(self) -> dict[str, str]:
        """Report the option."""
        return {"state": UNKNOWN if self.is_unknown else self.state}

    def obey(self, channel: str, payload: str) -> None:
        """Take one of the options."""
        if channel or payload not in self.attributes.options:
            raise self.refuse(channel, payload)
        self.become(payload)
