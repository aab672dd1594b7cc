"""Simulated devices, each with what is really true of it, whatever it reports."""

import json
from abc import ABC, abstractmethod
from random import Random
from typing import Any, ClassVar

Message = tuple[str, str]
Wish = tuple[str, dict[str, Any]]


class Device(ABC):
    """One device behind MQTT. `truth` is its real state; `as_seen` the same in the hub's words."""

    component: ClassVar[str]
    truth: dict[str, Any]

    def __init__(self, number: int) -> None:
        self.name = f"{type(self).__name__.lower()}_{number}"
        self.entity_id = f"{self.component}.{self.name}"
        self.root = f"dev/{self.name}"

    def announcement(self) -> Message:
        """Return the discovery message."""
        config = {
            "unique_id": self.name,
            "default_entity_id": self.entity_id,
            "name": self.name,
            "availability_topic": f"{self.root}/there",
            "json_attributes_topic": f"{self.root}/extra",
            **self.config(),
        }
        return f"homeassistant/{self.component}/{self.name}/config", json.dumps(config)

    @abstractmethod
    def config(self) -> dict[str, Any]:
        """Return the keys of its kind."""

    @abstractmethod
    def obey(self, topic: str, payload: str) -> None:
        """Do what a message asks."""

    @abstractmethod
    def reports(self) -> list[Message]:
        """Say what is true."""

    @abstractmethod
    def as_seen(self) -> tuple[str, dict[str, Any]]:
        """Return state and attributes as the hub should have them."""

    @abstractmethod
    def wish(self, rng: Random) -> Wish:
        """Return an action and its data."""

    def spoil(self, topic: str, rng: Random) -> None:  # noqa: B027 -- most devices can't
        """Get only half-way with what was asked on a topic."""

    def disguise(self) -> list[Message]:
        """Report success at first, as a lock does that then jams: most devices don't."""
        return []


class Lamp(Device):
    """A dimmable light that reports in JSON, as zigbee2mqtt and ESPHome have it."""

    component = "light"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.truth = {"state": "OFF", "brightness": 128}

    def config(self) -> dict[str, Any]:
        return {
            "schema": "json", "command_topic": f"{self.root}/set", "state_topic": self.root,
            "brightness": True, "supported_color_modes": ["brightness"],
        }  # fmt: skip

    def obey(self, topic: str, payload: str) -> None:
        del topic
        self.truth |= json.loads(payload)

    def reports(self) -> list[Message]:
        return [(self.root, json.dumps(self.truth))]

    def as_seen(self) -> tuple[str, dict[str, Any]]:
        is_on = self.truth["state"] == "ON"
        return ("on", {"brightness": self.truth["brightness"]}) if is_on else ("off", {})

    def wish(self, rng: Random) -> Wish:
        match rng.randrange(4):
            case 0:
                return "light.turn_off", {}
            case 1:
                return "light.toggle", {}
            case 2:
                return "light.turn_on", {}
            case _:
                return "light.turn_on", {"brightness": rng.choice([40, 90, 140, 190, 240])}

    def spoil(self, topic: str, rng: Random) -> None:
        del topic
        self.truth["brightness"] = max(1, self.truth["brightness"] - rng.choice([20, 35]))


class Bulb(Lamp):
    """A light with a topic for each property; it tells the brightness now and then only."""

    def config(self) -> dict[str, Any]:
        return {
            "command_topic": f"{self.root}/set", "state_topic": f"{self.root}/state",
            "brightness_command_topic": f"{self.root}/dim",
            "brightness_state_topic": f"{self.root}/dimmed",
        }  # fmt: skip

    def obey(self, topic: str, payload: str) -> None:
        key = "brightness" if topic.endswith("/dim") else "state"
        self.truth[key] = int(payload) if key == "brightness" else payload

    def spoil(self, topic: str, rng: Random) -> None:
        if topic.endswith("/dim"):
            super().spoil(topic, rng)

    def reports(self) -> list[Message]:
        return [
            (f"{self.root}/state", self.truth["state"]),
            (f"{self.root}/dimmed", str(self.truth["brightness"])),
        ]


class Plug(Device):
    """A switch."""

    component = "switch"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.truth = {"state": "OFF"}

    def config(self) -> dict[str, Any]:
        return {"command_topic": f"{self.root}/set", "state_topic": f"{self.root}/state"}

    def obey(self, topic: str, payload: str) -> None:
        del topic
        self.truth["state"] = payload

    def reports(self) -> list[Message]:
        return [(f"{self.root}/state", self.truth["state"])]

    def as_seen(self) -> tuple[str, dict[str, Any]]:
        return self.truth["state"].lower(), {}

    def wish(self, rng: Random) -> Wish:
        return f"switch.{rng.choice(['turn_on', 'turn_off', 'toggle'])}", {}


class Parrot(Plug):
    """A switch announced with one topic for both: the hub hears its own words."""

    def config(self) -> dict[str, Any]:
        return {"command_topic": f"{self.root}/both", "state_topic": f"{self.root}/both"}

    def reports(self) -> list[Message]:
        return [(f"{self.root}/both", self.truth["state"])]


class Bolt(Device):
    """A lock; it jams."""

    component = "lock"
    states: ClassVar[dict[str, str]] = {"LOCK": "LOCKED", "UNLOCK": "UNLOCKED"}

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.truth = {"state": "LOCKED"}
        self.wanted = "LOCKED"

    def config(self) -> dict[str, Any]:
        return {"command_topic": f"{self.root}/set", "state_topic": f"{self.root}/state"}

    def obey(self, topic: str, payload: str) -> None:
        del topic
        self.truth["state"] = self.states[payload]

    def reports(self) -> list[Message]:
        return [(f"{self.root}/state", self.truth["state"])]

    def as_seen(self) -> tuple[str, dict[str, Any]]:
        return self.truth["state"].lower(), {}

    def wish(self, rng: Random) -> Wish:
        return f"lock.{rng.choice(['lock', 'unlock'])}", {}

    def disguise(self) -> list[Message]:
        wrong = "UNLOCKED" if self.truth["state"] == "LOCKED" else "LOCKED"
        return [(f"{self.root}/state", wrong)]


class Blind(Device):
    """A cover that takes a moment, and reports where it is."""

    component = "cover"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.truth = {"position": 100}

    def config(self) -> dict[str, Any]:
        return {
            "command_topic": f"{self.root}/set", "position_topic": f"{self.root}/position",
            "set_position_topic": f"{self.root}/go",
        }  # fmt: skip

    def obey(self, topic: str, payload: str) -> None:
        words = {"OPEN": 100, "CLOSE": 0, "STOP": self.truth["position"]}
        self.truth["position"] = int(payload) if topic.endswith("/go") else words[payload]

    def reports(self) -> list[Message]:
        return [(f"{self.root}/position", str(self.truth["position"]))]

    def as_seen(self) -> tuple[str, dict[str, Any]]:
        position = self.truth["position"]
        return "open" if position else "closed", {"current_position": position}

    def wish(self, rng: Random) -> Wish:
        match rng.randrange(3):
            case 0:
                return "cover.open_cover", {}
            case 1:
                return "cover.close_cover", {}
            case _:
                return "cover.set_cover_position", {"position": rng.choice([10, 35, 60, 85])}

    def spoil(self, topic: str, rng: Random) -> None:
        del topic
        self.truth["position"] = rng.choice([20, 45, 70])


class Warmer(Device):
    """A thermostat with a topic for each thing it knows."""

    component = "climate"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.truth = {"mode": "off", "temperature": 18.0, "now": 17.0}

    def config(self) -> dict[str, Any]:
        root = self.root
        return {
            "modes": ["off", "heat", "cool"], "min_temp": 5, "max_temp": 30,
            "mode_command_topic": f"{root}/mode/set", "mode_state_topic": f"{root}/mode",
            "temperature_command_topic": f"{root}/temp/set",
            "temperature_state_topic": f"{root}/temp",
            "current_temperature_topic": f"{root}/now",
        }  # fmt: skip

    def obey(self, topic: str, payload: str) -> None:
        if topic.endswith("/mode/set"):
            self.truth["mode"] = payload
        else:
            self.truth["temperature"] = float(payload)

    def reports(self) -> list[Message]:
        root, truth = self.root, self.truth
        told = [(f"{root}/mode", truth["mode"]), (f"{root}/temp", str(truth["temperature"]))]
        return [*told, (f"{root}/now", str(truth["now"]))]

    def as_seen(self) -> tuple[str, dict[str, Any]]:
        return self.truth["mode"], {"temperature": self.truth["temperature"]}

    def wish(self, rng: Random) -> Wish:
        if rng.random() < 0.5:
            mode = rng.choice(["off", "heat", "cool"])
            return "climate.set_hvac_mode", {"hvac_mode": mode}
        return "climate.set_temperature", {"temperature": rng.choice([16, 19, 22, 25])}

    def spoil(self, topic: str, rng: Random) -> None:
        del topic
        self.truth["temperature"] = rng.choice([7.0, 12.0])


KINDS: tuple[type[Device], ...] = (Lamp, Bulb, Plug, Parrot, Bolt, Blind, Warmer)
