"""Tapo devices, and a hub with its children: SMART, JSON as python-kasa asks for it."""

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support.kasa.klap import KlapServer, served
from tests.support.kasa.loopback import address

Json = dict[str, Any]
Handler = Callable[[Json], Json | None]

USERNAME, PASSWORD = "somebody@example.com", "Correct-Horse-7"
_UNKNOWN_METHOD, _REFUSED = -1002, -1008


@dataclass
class SmartDevice:
    """A device's whole world. `components`: what it can, each with its version."""

    info: Json
    components: dict[str, int]
    handlers: dict[str, Handler] = field(default_factory=dict)
    children: dict[str, "SmartDevice"] = field(default_factory=dict)
    is_dead: bool = False
    refuses: bool = False
    garbage: bytes | None = None
    questions: list[Json] = field(default_factory=list)

    def answer(self, question: Json) -> Json:
        """Answer a question, or several in one."""
        self.questions.append(question)
        method, given = question["method"], question.get("params") or {}
        if method == "multipleRequest":
            answers = [{"method": one["method"], **self._one(one)} for one in given["requests"]]
            return {"result": {"responses": answers}, "error_code": 0}
        return self._one({"method": method, "params": given})

    def _one(self, question: Json) -> Json:
        method, given = question["method"], question.get("params") or {}
        own: Json = {
            "component_nego": lambda _: {"component_list": self._listed()},
            "get_device_info": lambda _: dict(self.info),
            "get_connect_cloud_state": lambda _: {"status": 0},
            "get_device_usage": lambda _: {"time_usage": {"today": 3, "past7": 9, "past30": 9}},
            "set_device_info": self._set,
            "get_child_device_list": self._child_list,
            "get_child_device_component_list": self._child_components,
            "control_child": self._control,
        }
        handler = (own | self.handlers).get(method)
        if handler is None:
            return {"error_code": _UNKNOWN_METHOD}
        if self.refuses and method.startswith("set_"):
            return {"error_code": _REFUSED}
        result = handler(given)
        return {"error_code": 0} if result is None else {"result": result, "error_code": 0}

    def _set(self, given: Json) -> None:
        self.info.update(given)

    def _listed(self) -> list[Json]:
        return [{"id": name, "ver_code": code} for name, code in self.components.items()]

    def _child_list(self, _: Json) -> Json:
        found = [child.info for child in self.children.values()]
        return {"child_device_list": found, "start_index": 0, "sum": len(found)}

    def _child_components(self, _: Json) -> Json:
        found = [
            {"device_id": key, "component_list": child._listed()}
            for key, child in self.children.items()
        ]
        return {"child_component_list": found, "start_index": 0, "sum": len(found)}

    def _control(self, given: Json) -> Json:
        child = self.children[given["device_id"]]
        return {"responseData": child.answer(given["requestData"])}


@dataclass
class Tapo:
    """A device and the web server that speaks for it."""

    device: SmartDevice
    server: KlapServer

    @property
    def host(self) -> str:
        """Where it is."""
        return self.server.host

    @property
    def unique_id(self) -> str:
        """The key by which it is known again."""
        return str(self.device.info["mac"]).replace("-", ":").lower()

    @property
    def data(self) -> Json:
        """What an entry knows of it."""
        return {
            "host": self.host,
            "username": USERNAME,
            "password": PASSWORD,
            "family": self.device.info["type"],
            "encryption": "KLAP",
            "login_version": 2,
            "http_port": self.server.port,
        }

    @property
    def announced(self) -> Json:
        """What it tells who searches."""
        info = self.device.info
        return {
            "device_id": info["device_id"],
            "device_model": f"{info['model']}(EU)",
            "device_type": info["type"],
            "mac": info["mac"],
        }


@asynccontextmanager
async def running(device: SmartDevice) -> AsyncIterator[Tapo]:
    """Run a device at its own address."""
    server = KlapServer(device, address(), USERNAME, PASSWORD)
    tapo = Tapo(device, server)
    async with served(server, tapo.announced):
        yield tapo


def plug() -> SmartDevice:
    """Return a P110, with its meter."""
    info = _about("P110", "SMART.TAPOPLUG", "Heater") | {"device_on": False, "on_time": 0}
    device = SmartDevice(info, {"device": 2, "energy_monitoring": 2})

    def watts() -> int:
        return 1200 if info["device_on"] else 0

    device.handlers = {
        "get_energy_usage": lambda _: {
            "today_energy": 812, "month_energy": 15600, "current_power": watts() * 1000,
        },
        "get_current_power": lambda _: {"current_power": watts()},
        "get_emeter_data": lambda _: {
            "current_ma": 5200, "voltage_mv": 230500, "power_mw": watts() * 1000, "energy_wh": 900,
        },
        "get_emeter_vgain_igain": lambda _: {"igain": 1, "vgain": 1},
    }  # fmt: skip
    return device


def bulb() -> SmartDevice:
    """Return an L530 with its two effects."""
    info = _about("L530", "SMART.TAPOBULB", "Bedside") | {
        "device_on": False, "brightness": 70, "hue": 0, "saturation": 100, "color_temp": 2700,
        "color_temp_range": [2500, 6500], "dynamic_light_effect_enable": False,
    }  # fmt: skip
    components = {"device": 2, "brightness": 1, "color": 1, "color_temperature": 1}
    device = SmartDevice(info, components | {"light_effect": 1})
    rules = {
        key: {"id": key, "scene_name": "", "color_status_list": [[100, 0, 0, 2700]]}
        for key in ("L1", "L2")
    }

    def enable(given: Json) -> None:
        info["dynamic_light_effect_enable"] = given["enable"]
        info["dynamic_light_effect_id"] = given.get("id", "")

    device.handlers = {
        "get_dynamic_light_effect_rules": lambda _: {
            "rule_list": list(rules.values()), "start_index": 0, "sum": len(rules),
            "current_rule_id": info.get("dynamic_light_effect_id", ""),
        },
        "edit_dynamic_light_effect_rule": lambda given: rules.update({given["id"]: given}),
        "set_dynamic_light_effect_rule_enable": enable,
    }  # fmt: skip
    return device


def hub() -> SmartDevice:
    """Return an H100 with a radiator valve and a contact sensor."""
    info = _about("H100", "SMART.TAPOHUB", "Hub") | {"in_alarm": False}
    children = {"valve-1": valve(), "contact-1": contact()}
    return SmartDevice(info, {"device": 1, "child_device": 1, "control_child": 2}, {}, children)


def fan_switch() -> SmartDevice:
    """Return a KS240: a fan and a dimmer behind one wall plate."""
    info = _about("KS240", "SMART.KASASWITCH", "Bedroom") | {"device_on": False}
    kind = "kasa.switch.outlet"
    fan = _child("KS240", "SMART.KASASWITCH", "Ceiling fan", "fan-1", f"{kind}.sub-fan") | {
        "device_on": False, "fan_speed_level": 1, "fan_sleep_mode_on": False,
    }  # fmt: skip
    lamp = _child("KS240", "SMART.KASASWITCH", "Lamp", "lamp-1", f"{kind}.sub-dimmer") | {
        "device_on": False, "brightness": 50,
    }  # fmt: skip
    children = {
        "fan-1": SmartDevice(fan, {"device": 2, "fan_control": 1}),
        "lamp-1": SmartDevice(lamp, {"device": 2, "brightness": 1}),
    }
    return SmartDevice(info, {"device": 2, "child_device": 1, "control_child": 2}, {}, children)


def valve() -> SmartDevice:
    """Return a KE100."""
    info = _child("KE100", "SMART.KASAENERGY", "Radiator", "valve-1", "subg.trv") | {
        "current_temp": 19.2, "temp_unit": "celsius", "target_temp": 20.0, "temp_offset": 0,
        "min_control_temp": 5, "max_control_temp": 30, "frost_protection_on": False,
        "trv_states": ["heating"], "battery_percentage": 61, "at_low_battery": False,
    }  # fmt: skip
    return SmartDevice(
        info, {"device": 1, "temp_control": 1, "temperature": 1, "battery_detect": 1}
    )


def contact() -> SmartDevice:
    """Return a T110."""
    kind = "subg.trigger.contact-sensor"
    info = _child("T110", "SMART.TAPOSENSOR", "Window", "contact-1", kind) | {
        "open": False, "at_low_battery": False,
    }  # fmt: skip
    return SmartDevice(info, {"device": 1, "battery_detect": 1})


def _about(model: str, kind: str, name: str) -> Json:
    return {
        "device_id": "80223A0000000000000000000000000000000001",
        "model": model,
        "type": kind,
        "nickname": _encoded(name),
        "ssid": _encoded("home"),
        "mac": "5C-62-8B-AA-BB-CC",
        "fw_ver": "1.3.0 Build 230905 Rel.152200",
        "hw_ver": "1.0",
        "specs": "EU",
        "rssi": -48,
        "signal_level": 3,
        "latitude": 0,
        "longitude": 0,
    }


def _child(model: str, kind: str, name: str, device_id: str, category: str) -> Json:
    return _about(model, kind, name) | {
        "device_id": device_id, "category": category, "status": "online",
    }  # fmt: skip


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
