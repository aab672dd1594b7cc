"""Lamps, in both dialects of MQTT lights: one JSON topic, or a topic per property."""

import json
from collections.abc import Mapping

from pydantic import JsonValue

from integrations.virtual.attributes import LightAttributes
from integrations.virtual.domains.base import Config, Simulation, as_number, as_object
from integrations.virtual.issues import BadValueError

MIRED = 1_000_000
"""Colour temperature in mireds is this over kelvin."""

_FULL = 255
_COLOUR_KEYS = {"color_temp": "color_temp_kelvin", "hs": "hs_color", "rgb": "rgb_color"} | {
    "xy": "xy_color"
}


class Lamp(Simulation[LightAttributes]):
    """What both dialects share."""

    def settle(self) -> None:
        """Give a dimmable lamp that never said so full brightness, and a colour mode."""
        modes = self.attributes.color_modes()
        changes: dict[str, JsonValue] = {"supported_color_modes": [*modes]}
        if modes != ("onoff",) and self.attributes.brightness is None:
            changes["brightness"] = _FULL
        if self.attributes.color_mode not in modes:
            known = [m for m in modes if m in _COLOUR_KEYS and self._value_of(m) is not None]
            changes["color_mode"] = (known or list(modes))[0]
        self.change(changes)

    def poke(self, state: str | None, attributes: Mapping[str, JsonValue]) -> None:
        """Change it by hand; a new colour takes the place of the last one."""
        given = [mode for mode, key in _COLOUR_KEYS.items() if attributes.get(key) is not None]
        if len(given) == 1 and given[0] in self.attributes.color_modes():
            colour = self.colour(given[0], attributes[_COLOUR_KEYS[given[0]]])
            attributes = colour | dict(attributes)
        super().poke(state, attributes)

    @property
    def dims(self) -> bool:
        """Whether it has a brightness."""
        return self.attributes.color_modes() != ("onoff",)

    def shown(self) -> Mapping[str, JsonValue]:
        """Leave out what Home Assistant does not call an attribute."""
        return {k: v for k, v in super().shown().items() if k != "mqtt_schema"}

    def light_up(self, changes: Mapping[str, JsonValue]) -> None:
        """Switch on with new properties; brightness 0 means off."""
        if changes.get("brightness") is not None and not self.dims:
            raise BadValueError(f"{self.entity.id} cannot be dimmed")
        if changes.get("brightness") == 0:
            self.become("off")
            return
        if changes.get("effect") is not None and not self.attributes.effect_list:
            raise BadValueError(f"{self.entity.id} has no effects")
        self.change(changes)
        self.become("on")

    def colour(self, mode: str, value: JsonValue) -> dict[str, JsonValue]:
        """Give the changes that make this its colour; the other colours go."""
        if mode not in self.attributes.color_modes():
            raise BadValueError(f"{self.entity.id} has no {mode}")
        return dict.fromkeys(_COLOUR_KEYS.values()) | {
            _COLOUR_KEYS[mode]: value,
            "color_mode": mode,
        }

    def white(self, kelvin: float) -> dict[str, JsonValue]:
        """Give the changes for a colour temperature, as near as the lamp gets to it."""
        low, high = self.attributes.min_color_temp_kelvin, self.attributes.max_color_temp_kelvin
        return self.colour("color_temp", round(min(max(kelvin, low), high)))

    def _value_of(self, mode: str) -> object:
        return getattr(self.attributes, _COLOUR_KEYS[mode])


class JsonLamp(Lamp):
    """`schema: json`, as zigbee2mqtt and ESPHome speak it; colour temperature in mireds."""

    def config(self) -> Config:
        """Announce the one state and the one command topic."""
        modes = self.attributes.color_modes()
        message: Config = {
            "schema": "json",
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "brightness": self.dims,
            "supported_color_modes": list(modes),
        }
        if "color_temp" in modes:
            message["min_mireds"] = MIRED // self.attributes.max_color_temp_kelvin
            message["max_mireds"] = MIRED // self.attributes.min_color_temp_kelvin
        if self.attributes.effect_list:
            message |= {"effect": True, "effect_list": list(self.attributes.effect_list)}
        return message

    def reports(self) -> dict[str, str]:
        """Report everything in one object."""
        told: dict[str, JsonValue] = {"state": None if self.is_unknown else self.state.upper()}
        have = self.attributes
        if self.dims:
            told |= {"brightness": have.brightness, "color_mode": have.color_mode}
        if have.color_temp_kelvin is not None:
            told["color_temp"] = round(MIRED / have.color_temp_kelvin)
        if have.hs_color is not None:
            told["color"] = dict(zip("hs", have.hs_color, strict=True))
        if have.rgb_color is not None:
            told["color"] = dict(zip("rgb", have.rgb_color, strict=True))
        if have.xy_color is not None:
            told["color"] = dict(zip("xy", have.xy_color, strict=True))
        if have.effect is not None:
            told["effect"] = have.effect
        return {"state": json.dumps(told)}

    def obey(self, channel: str, payload: str) -> None:
        """Take an object with `state` and properties; transitions are done at once."""
        wish = as_object(payload)
        if channel or wish.get("state", "ON") not in ("ON", "OFF"):
            raise self.refuse(channel, payload)
        if wish.get("state") == "OFF":
            self.become("off")
            return
        changes: dict[str, JsonValue] = {
            key: value for key, value in wish.items() if key in ("brightness", "effect")
        }
        if "color_temp" in wish:
            mireds = as_number(str(wish["color_temp"]))
            if mireds <= 0:
                raise self.refuse(channel, payload)
            changes |= self.white(MIRED / mireds)
        if "color" in wish:
            changes |= self._colour_of(wish["color"])
        self.light_up(changes)

    def _colour_of(self, wish: JsonValue) -> dict[str, JsonValue]:
        for mode in ("rgb", "hs", "xy"):
            if isinstance(wish, dict) and set(mode) == set(wish):
                return self.colour(mode, [wish[part] for part in mode])
        raise BadValueError(f"{self.entity.id} knows no such color: {wish!r}")


class BasicLamp(Lamp):
    """The default schema: ON and OFF, and a topic per property; colour temperature in kelvin."""

    def config(self) -> Config:
        """Announce a pair of topics per property that the lamp has."""
        modes = self.attributes.color_modes()
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
        }
        properties = ["brightness"] if self.dims else []
        properties += [mode for mode in modes if mode in _COLOUR_KEYS]
        properties += ["effect"] if self.attributes.effect_list else []
        for name in properties:
            message[f"{name}_state_topic"] = self.topic(name)
            message[f"{name}_command_topic"] = self.command_topic(name)
        if len(modes) > 1:
            message["color_mode_state_topic"] = self.topic("color_mode")
        if "color_temp" in modes:
            message |= {
                "color_temp_kelvin": True,
                "min_kelvin": self.attributes.min_color_temp_kelvin,
                "max_kelvin": self.attributes.max_color_temp_kelvin,
            }
        if self.attributes.effect_list:
            message["effect_list"] = list(self.attributes.effect_list)
        return message

    def reports(self) -> dict[str, str]:
        """Report each property on its own topic."""
        have = self.attributes
        told = {"state": self.payload_of_state()}
        if self.dims:
            told["brightness"] = str(have.brightness)
        for mode, key in _COLOUR_KEYS.items():
            value = getattr(have, key)
            if value is not None:
                told[mode] = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        if len(have.color_modes()) > 1:
            told["color_mode"] = str(have.color_mode)
        if have.effect is not None:
            told["effect"] = have.effect
        return told

    def obey(self, channel: str, payload: str) -> None:
        """Take ON or OFF, or a property; setting a property switches on."""
        match channel, payload:
            case "", "ON":
                self.light_up({})
            case "", "OFF":
                self.become("off")
            case "brightness", _:
                self.light_up({"brightness": round(as_number(payload))})
            case "color_temp", _:
                self.light_up(self.white(as_number(payload)))
            case (("hs" | "rgb" | "xy"), _):
                numbers = [as_number(part) for part in payload.split(",")]
                whole = [round(number) for number in numbers]
                self.light_up(self.colour(channel, [*(whole if channel == "rgb" else numbers)]))
            case "effect", _:
                self.light_up({"effect": payload})
            case _:
                raise self.refuse(channel, payload)
