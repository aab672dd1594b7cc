"""Tasmota's firmware as far as it is asked: commands in, answers out, whatever carries them.

Answers are those that Tasmota documents (Commands); a relay without others is "POWER", else
"POWER1" and so on.
"""

import colorsys
from dataclasses import dataclass, field
from typing import Any

WORDS = {"0": False, "OFF": False, "1": True, "ON": True}


@dataclass
class Tasmota:
    """A device: its relays, its light on the last of them, shutters, a fan, and sensors.

    `channels` are the light's: 1 a dimmer, 2 whites, 3 colours, 4 and 5 both. `is_deaf`: it
    answers as if it did what it is told, and does nothing.
    """

    mac: str = "5CCF7F001122"
    topic: str = "shed"
    name: str = "Shed"
    relays: list[bool] = field(default_factory=lambda: [False])
    names: list[str] = field(default_factory=list)
    channels: int = 0
    dimmer: int = 0
    hue: int = 0
    saturation: int = 100
    white: int = 0
    mireds: int = 153
    scheme: int = 0
    shutters: list[dict[str, int]] = field(default_factory=list)
    fan_speed: int | None = None
    sensors: dict[str, Any] = field(default_factory=dict)
    password: str | None = None
    is_deaf: bool = False
    # Whether it is firmware that does not tell shutters' relays.
    is_old: bool = False
    told: list[str] = field(default_factory=list)

    def tell(self, text: str) -> list[dict[str, Any]]:
        """Carry out a command, or several of a Backlog; returns their answers."""
        self.told.append(text)
        name, _, rest = text.strip().partition(" ")
        if name.lower().startswith("backlog"):
            return [answer for part in rest.split(";") for answer in self._one(part.strip())]
        return self._one(text.strip())

    def answer(self, text: str) -> dict[str, Any]:
        """Return the answer to one command, as HTTP gives it: a Backlog has none."""
        answers = self.tell(text)
        return answers[-1] if answers and not text.lower().startswith("backlog") else {}

    def status(self) -> dict[str, Any]:
        """Return what `Status 0` says."""
        mac = ":".join(self.mac[at : at + 2] for at in range(0, 12, 2))
        found: dict[str, Any] = {
            "Status": {
                "Module": 1, "DeviceName": self.name, "FriendlyName": self.names or [self.name],
                "Topic": self.topic,
            },
            "StatusFWR": {"Version": "14.3.0(tasmota)", "Hardware": "ESP8266EX"},
            "StatusNET": {"Hostname": f"{self.topic}-4386", "IPAddress": "127.0.0.1", "Mac": mac},
            "StatusSNS": self.report(),
            "StatusSTS": self.state(),
        }  # fmt: skip
        if self.shutters and not self.is_old:
            found["StatusSHT"] = {
                f"SHT{place + 1}": {"Relay1": 2 * place + 1, "Relay2": 2 * place + 2, "Opt": "0000"}
                for place in range(len(self.shutters))
            }
        return found

    def state(self) -> dict[str, Any]:
        """Return what `State` says."""
        found: dict[str, Any] = {"Time": "2026-11-28T12:00:00", "Uptime": "0T01:00:00"}
        for place in range(len(self.relays)):
            found |= self._power(place)
        if self.channels:
            found |= self._light()
        if self.fan_speed is not None:
            found["FanSpeed"] = self.fan_speed
        return found | {"Wifi": {"AP": 1, "RSSI": 70, "Signal": -65}}

    def report(self) -> dict[str, Any]:
        """Return what SENSOR says."""
        return {"Time": "2026-11-28T12:00:00", **self.sensors, **self._shutters()}

    def announcement(self, **changes: Any) -> dict[str, Any]:
        """Return what `tasmota/discovery/<MAC>/config` says."""
        kinds = [1] * len(self.relays)
        if self.channels:
            kinds[-1] = 2
        if self.shutters:
            kinds[: 2 * len(self.shutters)] = [3] * (2 * len(self.shutters))
        names: list[str | None] = [*(self.names or [self.name])]
        told = {
            "ip": "192.0.2.8", "dn": self.name, "fn": names + [None] * (8 - len(names)),
            "hn": f"{self.topic}-4386", "mac": self.mac, "md": "Sonoff Basic", "ty": 0,
            "if": int(self.fan_speed is not None), "ofln": "Offline", "onln": "Online",
            "state": ["OFF", "ON", "TOGGLE", "HOLD"], "sw": "14.3.0", "t": self.topic,
            "ft": "%prefix%/%topic%/", "tp": ["cmnd", "stat", "tele"],
            "rl": kinds + [0] * (32 - len(kinds)), "swc": [-1] * 28, "swn": [None] * 28,
            "btn": [0] * 32, "so": dict.fromkeys(
                ("4", "11", "13", "17", "20", "30", "68", "73", "82", "114", "117"), 0),
            "lk": 1, "lt_st": self.channels, "bat": 0, "dslp": 0,
            "sho": [0] * len(self.shutters), "sht": [[0, 0, 0]] * len(self.shutters), "ver": 1,
        }  # fmt: skip
        return {**told, **changes}

    def _one(self, text: str) -> list[dict[str, Any]]:
        name, _, value = text.partition(" ")
        name = name.lower()
        if name in {"", "nodelay"}:
            return []
        digits = "".join(sign for sign in name if sign.isdigit())
        base, number = name.rstrip("0123456789"), int(digits or 1)
        step = getattr(self, f"_do_{base}", None)
        if step is None:
            return [{"Command": "Unknown"}]
        return [step(number, value)]

    def _do_power(self, number: int, value: str) -> dict[str, Any]:
        place = number - 1
        if place >= len(self.relays):
            return {"Command": "Error"}
        word = value.strip().upper()
        if word and not self.is_deaf:
            self.relays[place] = not self.relays[place] if word == "TOGGLE" else WORDS[word]
        return self._power(place)

    def _do_state(self, number: int, value: str) -> dict[str, Any]:
        del number, value
        return self.state()

    def _do_status(self, number: int, value: str) -> dict[str, Any]:
        del number
        return {"StatusSNS": self.report()} if value.strip() == "10" else self.status()

    def _do_dimmer(self, number: int, value: str) -> dict[str, Any]:
        del number
        return self._shine(dimmer=int(value))

    def _do_ct(self, number: int, value: str) -> dict[str, Any]:
        del number
        return self._shine(mireds=int(value), white=max(self.dimmer, 1))

    def _do_white(self, number: int, value: str) -> dict[str, Any]:
        del number
        return self._shine(white=int(value), dimmer=int(value))

    def _do_hsbcolor(self, number: int, value: str) -> dict[str, Any]:
        if "," in value:
            hue, saturation, dimmer = map(int, value.split(","))
            return self._shine(hue=hue, saturation=saturation, dimmer=dimmer, white=0)
        return self._shine(**{("hue", "saturation")[number - 1]: int(value)}, white=0)

    def _do_scheme(self, number: int, value: str) -> dict[str, Any]:
        del number
        return self._shine(scheme=int(value))

    def _do_fade(self, number: int, value: str) -> dict[str, Any]:
        del number
        return {"Fade": "ON" if value == "1" else "OFF"}

    def _do_speed(self, number: int, value: str) -> dict[str, Any]:
        del number
        return {"Speed": int(value)}

    def _do_fanspeed(self, number: int, value: str) -> dict[str, Any]:
        del number
        if not self.is_deaf:
            self.fan_speed = int(value)
        return {"FanSpeed": self.fan_speed}

    def _do_shutteropen(self, number: int, value: str) -> dict[str, Any]:
        del value
        return self._move(number, "Position", 100)

    def _do_shutterclose(self, number: int, value: str) -> dict[str, Any]:
        del value
        return self._move(number, "Position", 0)

    def _do_shutterstop(self, number: int, value: str) -> dict[str, Any]:
        del value
        return self._move(number, "Direction", 0)

    def _do_shutterposition(self, number: int, value: str) -> dict[str, Any]:
        return self._move(number, "Position", int(value))

    def _do_shuttertilt(self, number: int, value: str) -> dict[str, Any]:
        return self._move(number, "Tilt", int(value))

    def _move(self, number: int, what: str, value: int) -> dict[str, Any]:
        if not self.is_deaf:
            self.shutters[number - 1] |= {what: value, "Direction": 0}
        return {f"Shutter{number}": self._shutters()[f"Shutter{number}"]}

    def _shine(self, **changes: int) -> dict[str, Any]:
        if not self.is_deaf:
            for name, value in changes.items():
                setattr(self, name, value)
            self.relays[-1] = True
        return self._power(len(self.relays) - 1) | self._light()

    def _power(self, place: int) -> dict[str, Any]:
        name = "POWER" if len(self.relays) == 1 else f"POWER{place + 1}"
        return {name: "ON" if self.relays[place] else "OFF"}

    def _light(self) -> dict[str, Any]:
        found: dict[str, Any] = {"Dimmer": self.dimmer}
        if self.channels >= 3:
            hue, level = self.hue / 360, self.dimmer / 100
            rgb = colorsys.hsv_to_rgb(hue, self.saturation / 100, level)
            found["Color"] = "".join(f"{round(part * 255):02X}" for part in rgb)
            found["HSBColor"] = f"{self.hue},{self.saturation},{self.dimmer}"
            found["Scheme"] = self.scheme
        if self.channels >= 4:
            found["White"] = self.white
        if self.channels in {2, 5}:
            found["CT"] = self.mireds
        return found

    def _shutters(self) -> dict[str, Any]:
        usual = {"Position": 0, "Direction": 0, "Target": 0, "Tilt": 0}
        return {
            f"Shutter{place + 1}": {**usual, **shutter}
            for place, shutter in enumerate(self.shutters)
        }
