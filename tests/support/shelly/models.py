"""Devices as they come, by Shelly's device descriptions and the status examples there."""

from typing import Any

from tests.support.shelly.rpc import RpcShelly

Json = dict[str, Any]


def metered(**more: Any) -> Json:
    """Return the status of an output that is measured."""
    return {
        "source": "init", "output": False, "apower": 0.0, "voltage": 230.1, "current": 0.0,
        "freq": 50.0, "pf": 0.0, "aenergy": {"total": 1234.567, "by_minute": [0, 0, 0]},
        "temperature": {"tC": 41.2, "tF": 106.2}, **more,
    }  # fmt: skip


def plus_1pm(**info: Any) -> RpcShelly:
    """Shelly Plus 1PM: a relay with a meter, a switch at its input."""
    return RpcShelly(
        {
            "switch:0": {"id": 0, "name": None},
            "input:0": {"id": 0, "name": None, "type": "switch", "enable": True},
        },
        {"switch:0": {"id": 0, **metered()}, "input:0": {"id": 0, "state": False}},
        **info,
    )


def pro_4pm() -> RpcShelly:
    """Shelly Pro 4PM: four relays, one of them for a lamp."""
    kinds = ["light", "", "", ""]
    return RpcShelly(
        {
            "sys": {"device": {"name": "Board"}, "ui_data": {"consumption_types": kinds}},
            **{f"switch:{number}": {"id": number, "name": None} for number in range(4)},
            "switch:2": {"id": 2, "name": "Pump"},
        },
        {f"switch:{number}": {"id": number, **metered()} for number in range(4)},
        model="SPSW-104PE16EU",
    )


def plus_2pm_cover(*, has_slats: bool = False) -> RpcShelly:
    """Shelly Plus 2PM with the cover profile."""
    slats: Json = {"slat_pos": 50} if has_slats else {}
    cover = {
        "id": 0, "state": "closed", "current_pos": 0, "pos_control": True, "target_pos": None,
        "last_direction": None, **slats,
    }  # fmt: skip
    config = {"id": 0, "name": None, "slat": {"enable": has_slats}}
    return RpcShelly({"cover:0": config}, {"cover:0": metered() | cover}, model="SNSW-102P16EU")


def dimmer_gen3() -> RpcShelly:
    """Shelly Dimmer Gen3: a dimmer, two inputs with buttons."""
    buttons = {
        f"input:{number}": {"id": number, "name": None, "type": "button", "enable": True}
        for number in range(2)
    }
    return RpcShelly(
        {"light:0": {"id": 0, "name": None}, **buttons},
        {
            "light:0": {"id": 0, "output": True, "brightness": 40, "temperature": {"tC": 45.1}},
            "input:0": {"id": 0, "state": None},
            "input:1": {"id": 1, "state": None},
        },
        gen=3,
        model="S3DM-0A101WWL",
    )


def rgbw_pm(kind: str = "rgbw") -> RpcShelly:
    """Shelly Plus RGBW PM, or another light of colours or whites."""
    kinds: dict[str, Json] = {
        "rgbw": {"rgb": [255, 0, 0], "white": 0},
        "rgb": {"rgb": [255, 0, 0]},
        "cct": {"ct": 3000},
        "rgbcct": {"rgb": [255, 0, 0], "ct": 3000, "mode": "cct"},
    }
    settings: Json = {"ct_range": [2700, 6500]} if kind in {"cct", "rgbcct"} else {}
    component = f"{kind}:0"
    return RpcShelly(
        {component: {"id": 0, "name": None, **settings}},
        {component: {"id": 0, "output": True, "brightness": 50, **kinds[kind]}},
        model="SNDC-0D4P10WW",
    )


def wall_display() -> RpcShelly:
    """Shelly Wall Display as a thermostat that drives its own relay."""
    thermostat = {
        "id": 0, "enable": True, "type": "heating",
        "actuator": "shelly://shellywalldisplay-000822aabbcc/c/switch:0",
        "sensor": "shelly://shellywalldisplay-000822aabbcc/c/temperature:0",
    }  # fmt: skip
    return RpcShelly(
        {
            "sys": {"device": {"name": "Hall"}},
            "thermostat:0": thermostat,
            "switch:0": {"id": 0, "name": None},
        },
        {
            "thermostat:0": {
                "id": 0, "enable": True, "target_C": 21.0, "current_C": 19.5, "output": True,
            },
            "switch:0": {"id": 0, "output": True},
            "temperature:0": {"id": 0, "tC": 19.5, "tF": 67.1},
            "humidity:0": {"id": 0, "rh": 48},
            "illuminance:0": {"id": 0, "lux": 120, "illumination": "bright"},
        },
        model="SAWD-0A1XX10EU1",
        fw_id="20260101-120000/2.4.0-abcdef0",
    )  # fmt: skip


def blu_gateway() -> RpcShelly:
    """Shelly BLU Gateway Gen3 with a radiator valve, a motion sensor and a button."""
    device = RpcShelly({"sys": {"device": {"name": "Gateway"}}}, {}, gen=3, model="S3GW-1DBT001")
    device.components = [
        {
            "key": "blutrv:200",
            "config": {"id": 200, "addr": "aa:bb:cc:dd:ee:ff", "name": "Radiator"},
            "attrs": {"flags": 0, "model_id": 8},
            "status": {
                "id": 200, "target_C": 19.0, "current_C": 18.2, "pos": 30, "rssi": -57,
                "battery": 81, "paired": True,
            },
        },
        _bthome(201, 0x21, value=False),
        _bthome(202, 0x3A, value=None),
        _bthome(203, 0x05, value=250),
        _bthome(204, 0x2D, value=True),
        _bthome(205, 0xF0, value=7),
    ]  # fmt: skip
    return device


def _bthome(number: int, kind: int, value: Any) -> Json:
    return {
        "key": f"bthomesensor:{number}",
        "config": {"id": number, "addr": "aa:bb:cc:dd:ee:00", "obj_id": kind, "name": None},
        "status": {"id": number, "value": value, "last_updated_ts": 1750000000},
    }  # fmt: skip


def with_virtual() -> RpcShelly:
    """Shelly 1 Gen4 with virtual components and a script."""
    device = RpcShelly(
        {"switch:0": {"id": 0, "name": None}, "script:1": {"id": 1, "name": "Watch"}},
        {"switch:0": {"id": 0, "output": False}, "script:1": {"id": 1, "running": False}},
        gen=4,
        model="S4SW-001X16EU",
    )
    device.components = [
        _virtual("boolean:200", "Away", "toggle", value=False),
        _virtual("boolean:201", "Leak", "label", value=True),
        _virtual("number:200", "Setpoint", "slider", value=5.0, min=0, max=10),
        _virtual("number:201", "Level", "label", value=7.25),
        _virtual("enum:200", "Program", "dropdown", value="eco", options=["eco", "max"]),
        _virtual("enum:201", "Phase", "label", value="one", options=["one", "two"]),
        _virtual("text:200", "Message", "field", value="hello"),
        _virtual("button:200", "Go", "button"),
    ]
    return device


def _virtual(key: str, name: str, shown_as: str, value: Any = None, **settings: Any) -> Json:
    meta = {"ui": {"view": shown_as, "unit": "", "step": 0.5}}
    number = int(key.partition(":")[2])
    return {
        "key": key,
        "config": {"id": number, "name": name, "meta": meta, **settings},
        "status": {"value": value},
    }


def safety() -> RpcShelly:
    """Shelly Plus Smoke, a flood sensor and mains power at once (as if always awake)."""
    return RpcShelly(
        {"sys": {"device": {"name": "Cellar"}}},
        {
            "smoke:0": {"id": 0, "alarm": False, "mute": False},
            "flood:0": {"id": 0, "alarm": False, "mute": False},
            "devicepower:0": {
                "id": 0, "battery": {"V": 5.9, "percent": 88}, "external": {"present": False},
            },
        },
        model="SNSN-0031Z",
    )  # fmt: skip


def pro_3em() -> RpcShelly:
    """Shelly Pro 3EM: a meter of three phases."""
    phases = {
        f"{phase}_{name}": value
        for phase in "abc"
        for name, value in (
            ("act_power", 100.5), ("aprt_power", 120.0), ("voltage", 230.0), ("current", 0.5),
            ("freq", 50.0), ("pf", 0.85),
        )
    }  # fmt: skip
    return RpcShelly(
        {"sys": {"device": {"name": "Meter"}}},
        {
            "em:0": {
                "id": 0, "total_act_power": 301.5, "total_current": 1.5, "n_current": None,
                **phases,
            },
            "emdata:0": {"id": 0, "total_act": 123456.78, "total_act_ret": 0.0},
        },
        model="SPEM-003CEBEU",
    )  # fmt: skip


def ht_gen3() -> RpcShelly:
    """Shelly H&T Gen3, which sleeps on its battery."""
    return RpcShelly(
        {"sys": {"device": {"name": "Attic"}}},
        {
            "sys": {"uptime": 3, "wakeup_period": 7200, "available_updates": {}},
            "temperature:0": {"id": 0, "tC": 18.5, "tF": 65.3},
            "humidity:0": {"id": 0, "rh": 52},
            "devicepower:0": {"id": 0, "battery": {"V": 5.9, "percent": 88}},
        },
        gen=3,
        model="S3SN-0U12A",
    )


def pro_em_50() -> RpcShelly:
    """Shelly Pro EM-50: two meters and a contactor, and two temperatures of an add-on."""
    meters = {
        f"em1:{number}": {"id": number, "act_power": 230.5, "voltage": 231.0, "current": 1.0}
        for number in range(2)
    }
    counters = {
        f"em1data:{number}": {"id": number, "total_act_energy": 5000, "total_act_ret_energy": 0}
        for number in range(2)
    }
    added = {f"temperature:{100 + n}": {"id": 100 + n, "tC": 21.5 + n} for n in range(2)}
    return RpcShelly(
        {
            "sys": {"device": {"name": "Meters"}},
            "em1:1": {"id": 1, "name": "Mains"},
        },
        {"switch:0": {"id": 0, "output": False}, **meters, **counters, **added},
        model="SPEM-002CEBEU50",
    )
