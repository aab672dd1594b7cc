"""Kasa devices that speak the old protocol, as their answers are known from python-kasa's own."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support.kasa import xor
from tests.support.kasa.loopback import address

Json = dict[str, Any]
Handler = Callable[[Json, list[str]], Json]

_NO_MODULE = {"err_code": -1, "err_msg": "module not support"}
_NO_MEMBER = {"err_code": -2, "err_msg": "member not support"}
_REFUSED = {"err_code": -3, "err_msg": "invalid argument"}


@dataclass
class IotDevice:
    """A device's whole world: what it says of itself, and what it does when told.

    `refuses`: it says no to whatever changes it.
    """

    sysinfo: Json
    handlers: dict[tuple[str, str], Handler] = field(default_factory=dict)
    host: str = field(default_factory=address)
    is_dead: bool = False
    refuses: bool = False
    garbage: bytes | None = None
    questions: list[Json] = field(default_factory=list)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def unique_id(self) -> str:
        """The key by which it is known again."""
        return str(self.sysinfo["mac"]).lower()

    @property
    def data(self) -> Json:
        """What an entry knows of it."""
        family = self.sysinfo.get("type") or self.sysinfo["mic_type"]
        return {"host": self.host, "family": family, "encryption": "XOR"}

    def answer(self, question: Json) -> Json:
        """Answer every module and command of a question."""
        self.questions.append(question)
        children = question.get("context", {}).get("child_ids", [])
        return {
            module: self._of_module(module, commands, children)
            for module, commands in question.items()
            if module != "context"
        }

    def _of_module(self, module: str, commands: Json, children: list[str]) -> Json:
        if (module, "get_sysinfo") == ("system", next(iter(commands))):
            return {"get_sysinfo": self.sysinfo | {"err_code": 0}}
        if not any(known == module for known, _ in self.handlers):
            return dict(_NO_MODULE)
        return {
            command: self._of_command(module, command, arguments or {}, children)
            for command, arguments in commands.items()
        }

    def _of_command(self, module: str, command: str, given: Json, children: list[str]) -> Json:
        handler = self.handlers.get((module, command))
        if handler is None:
            return dict(_NO_MEMBER)
        if self.refuses and not command.startswith("get_"):
            return dict(_REFUSED)
        return handler(given, children) | {"err_code": 0}

    async def unplug(self) -> None:
        """Take its power."""
        await self._stack.aclose()

    async def plug_in(self) -> None:
        """Give it power (again)."""
        self._stack = AsyncExitStack()
        await self._stack.enter_async_context(xor.speaking(self, self.host))


@asynccontextmanager
async def running(device: IotDevice) -> AsyncIterator[IotDevice]:
    """Run a device at its own address."""
    await device.plug_in()
    try:
        yield device
    finally:
        await device.unplug()


def plug() -> IotDevice:
    """Return an HS110, with its meter."""
    device = IotDevice(_about("HS110(EU)", "Kettle", "IOT.SMARTPLUGSWITCH", feature="TIM:ENE"))
    info = device.sysinfo
    info |= {"relay_state": 0, "led_off": 0, "on_time": 0, "dev_name": "Smart Wi-Fi Plug"}
    device.handlers = {
        ("system", "set_relay_state"): lambda given, _: _set(info, relay_state=given["state"]),
        ("system", "set_led_off"): lambda given, _: _set(info, led_off=given["off"]),
        **_meter("emeter", lambda: 2150.26 if info["relay_state"] else 0.0),
        **_clock("time"),
    }
    return device


def strip() -> IotDevice:
    """Return an HS300 with two sockets."""
    device = IotDevice(_about("HS300(US)", "Desk", "IOT.SMARTPLUGSWITCH", feature="TIM:ENE"))
    sockets = {
        f"0{number}": {"id": f"0{number}", "state": 0, "alias": name, "on_time": 0}
        for number, name in enumerate(("Screen", "Printer"))
    }
    device.sysinfo |= {"children": list(sockets.values()), "child_num": 2, "led_off": 0}

    def switch(given: Json, children: list[str]) -> Json:
        for child in children:
            sockets[child]["state"] = given["state"]
        return {}

    device.handlers = {
        ("system", "set_relay_state"): switch,
        ("system", "set_led_off"): lambda given, _: _set(device.sysinfo, led_off=given["off"]),
        **_meter("emeter", lambda: 41.0),
        **_clock("time"),
    }
    return device


def dimmer() -> IotDevice:
    """Return an HS220."""
    about = _about("HS220(US)", "Hall", None, mic_type="IOT.SMARTPLUGSWITCH", feature="TIM")
    device = IotDevice(about)
    info = device.sysinfo
    info |= {"relay_state": 0, "brightness": 25, "led_off": 0, "on_time": 0}
    info["dev_name"] = "Smart Wi-Fi Dimmer"

    def fade(given: Json, _: list[str]) -> Json:
        if given["brightness"] == 0:
            return _set(info, relay_state=0)
        return _set(info, relay_state=1, brightness=given["brightness"])

    device.handlers = {
        ("system", "set_relay_state"): lambda given, _: _set(info, relay_state=given["state"]),
        ("smartlife.iot.dimmer", "set_dimmer_transition"): fade,
        **_clock("time"),
    }
    return device


def bulb() -> IotDevice:
    """Return a KL130 of all colours."""
    device = _lamp("KL130(EU)", "Ceiling", "smartlife.iot.smartbulb.lightingservice")
    lamp = "smartlife.iot.smartbulb.lightingservice", "transition_light_state"
    device.handlers[lamp] = lambda given, _: _light_up(device.sysinfo, given)
    return device


def light_strip() -> IotDevice:
    """Return a KL430, a strip with effects."""
    device = _lamp("KL430(EU)", "Shelf", "smartlife.iot.lightStrip")
    info = device.sysinfo
    info |= {"length": 16}
    info["lighting_effect_state"] = {
        "brightness": 50, "custom": 0, "enable": 0, "id": "", "name": "",
    }  # fmt: skip

    def run(given: Json, _: list[str]) -> Json:
        kept = {key: given[key] for key in ("brightness", "custom", "enable", "id", "name")}
        info["lighting_effect_state"] = kept
        return {}

    device.handlers |= {
        ("smartlife.iot.lightStrip", "set_light_state"): lambda given, _: _light_up(info, given),
        ("smartlife.iot.lighting_effect", "set_lighting_effect"): run,
    }
    return device


def _lamp(model: str, name: str, service: str) -> IotDevice:
    about = _about(model, name, None, mic_type="IOT.SMARTBULB")
    look = {"mode": "normal", "hue": 0, "saturation": 0, "color_temp": 2700, "brightness": 80}
    about |= {"is_dimmable": 1, "is_color": 1, "is_variable_color_temp": 1}
    about |= {"light_state": {"on_off": 0, "dft_on_state": look}, "preferred_state": []}
    device = IotDevice(about)
    device.handlers = {
        (service, "get_light_details"): lambda _given, _: {},
        **_meter("smartlife.iot.common.emeter", lambda: 8.4, has_voltage=False),
        **_clock("smartlife.iot.common.timesetting"),
    }
    return device


def _light_up(info: Json, given: Json) -> Json:
    state = info["light_state"]
    look = state["dft_on_state"] if not state["on_off"] else state
    look = {key: look[key] for key in ("mode", "hue", "saturation", "color_temp", "brightness")}
    look |= {key: given[key] for key in look if key in given}
    is_on = bool(given["on_off"])
    info["light_state"] = {"on_off": 1, **look} if is_on else {"on_off": 0, "dft_on_state": look}
    return dict(info["light_state"])


def _meter(module: str, watts: Callable[[], float], *, has_voltage: bool = True) -> Any:
    def realtime(_given: Json, _children: list[str]) -> Json:
        found: Json = {"power_mw": round(watts() * 1000), "total_wh": 55139}
        return found | ({"voltage_mv": 231067, "current_ma": 9305} if has_voltage else {})

    return {
        (module, "get_realtime"): realtime,
        (module, "get_daystat"): lambda given, _: {
            "day_list": [{**given, "day": day, "energy_wh": 250} for day in range(1, 32)]
        },
        (module, "get_monthstat"): lambda given, _: {
            "month_list": [{**given, "month": month, "energy_wh": 7500} for month in range(1, 13)]
        },
    }


def _clock(module: str) -> Any:
    now = {"year": 2026, "month": 11, "mday": 28, "hour": 21, "min": 45, "sec": 0}
    return {
        (module, "get_time"): lambda _given, _: dict(now),
        (module, "get_timezone"): lambda _given, _: {"index": 39},
    }


def _about(model: str, alias: str, kind: str | None, **more: Any) -> Json:
    about = {
        "alias": alias,
        "model": model,
        "sw_ver": "1.2.5 Build 171213 Rel.101523",
        "hw_ver": "1.0",
        "mac": "50:C7:BF:01:F8:CD",
        "deviceId": "8006F0000000000000000000000000000000000F",
        "rssi": -54,
        "err_code": 0,
        **more,
    }
    return about if kind is None else {**about, "type": kind}


def _set(info: Json, **values: Any) -> Json:
    info.update(values)
    return {}
