"""What the simulated bridge holds, in the notation of the Hue API v2."""

import copy
from typing import Any

BRIDGE_ID = "001788fffe23bfc2"
MOMENT = "2026-11-28T10:00:00.000Z"

Resource = dict[str, Any]


def ref(kind: str, rid: str) -> Resource:
    """Return a reference to a resource."""
    return {"rid": rid, "rtype": kind}


def device(rid: str, name: str, model: str, *services: Resource, **product: Any) -> Resource:
    """Return a device with its services."""
    about = {
        "model_id": model,
        "manufacturer_name": "Signify Netherlands B.V.",
        "product_name": f"Hue {name.lower()}",
        "product_archetype": "sultan_bulb",
        "certified": True,
        "software_version": "1.116.3",
        "hardware_platform_type": "100b-112",
        **product,
    }
    return {
        "id": rid,
        "type": "device",
        "product_data": about,
        "metadata": {"name": name, "archetype": about["product_archetype"]},
        "services": list(services),
    }


def zigbee(rid: str, owner: str) -> Resource:
    """Return a device's link by Zigbee."""
    return {
        "id": rid,
        "type": "zigbee_connectivity",
        "owner": ref("device", owner),
        "status": "connected",
        "mac_address": "00:17:88:01:0a:bc:de:f0",
    }


def lamp_device(key: str, name: str, model: str, **product: Any) -> list[Resource]:
    """Return the device of a lamp, and its link by Zigbee."""
    services = (ref("light", f"l-{key}"), ref("zigbee_connectivity", f"z-{key}"))
    owner = f"d-{key}"
    return [device(owner, name, model, *services, **product), zigbee(f"z-{key}", owner)]


def light(rid: str, owner: str, name: str, **features: Any) -> Resource:
    """Return a lamp."""
    return {
        "id": rid,
        "id_v1": f"/lights/{rid}",
        "type": "light",
        "owner": ref("device", owner),
        "metadata": {"name": name, "archetype": "sultan_bulb"},
        "on": {"on": False},
        "dynamics": {
            "status": "none",
            "status_values": ["none", "dynamic_palette"],
            "speed": 0.0,
            "speed_valid": False,
        },
        "alert": {"action_values": ["breathe"]},
        "mode": "normal",
        **features,
    }


DIMMING = {"brightness": 100.0, "min_dim_level": 0.2}
WHITES = {
    "mirek": 366,
    "mirek_valid": True,
    "mirek_schema": {"mirek_minimum": 153, "mirek_maximum": 500},
}
COLOR = {
    "xy": {"x": 0.4573, "y": 0.41},
    "gamut": {
        "red": {"x": 0.6915, "y": 0.3083},
        "green": {"x": 0.17, "y": 0.7},
        "blue": {"x": 0.1532, "y": 0.0475},
    },
    "gamut_type": "C",
}
EFFECTS = {
    "status": "no_effect",
    "status_values": ["no_effect", "candle", "fire"],
    "effect_values": ["no_effect", "candle", "fire"],
}
EFFECTS_V2 = {
    "action": {"effect_values": ["no_effect", "candle", "fire", "cosmos"]},
    "status": {"effect": "no_effect", "effect_values": ["no_effect", "candle", "fire", "cosmos"]},
}
TIMED = {
    "status": "no_effect",
    "status_values": ["no_effect", "sunrise"],
    "effect_values": ["no_effect", "sunrise"],
}


def lamps() -> list[Resource]:
    """Return a colour lamp, a white one, a gradient strip and a plug, in rooms and a zone."""
    whites = {**WHITES, "mirek_schema": {"mirek_minimum": 153, "mirek_maximum": 454}}
    gradient = {"points": [], "points_capable": 5, "mode": "interpolated_palette"}
    colored: dict[str, Any] = {"color_temperature": dict(WHITES), "color": dict(COLOR)}
    effects = {
        "effects": dict(EFFECTS),
        "effects_v2": dict(EFFECTS_V2),
        "timed_effects": dict(TIMED),
    }
    strip = {**colored, "gradient": gradient}
    plug = {"product_archetype": "plug", "product_name": "Hue smart plug"}
    return [
        *lamp_device("color", "Floor lamp", "LCA001"),
        light("l-color", "d-color", "Floor lamp", dimming=dict(DIMMING), **colored, **effects),
        *lamp_device("white", "Desk lamp", "LTA001"),
        light("l-white", "d-white", "Desk lamp", dimming=dict(DIMMING), color_temperature=whites),
        *lamp_device("strip", "Strip", "LCX004"),
        light("l-strip", "d-strip", "Strip", dimming=dict(DIMMING), **copy.deepcopy(strip)),
        *lamp_device("plug", "Coffee machine", "LOM001", **plug),
        light("l-plug", "d-plug", "Coffee machine"),
    ]


def groups() -> list[Resource]:
    """Return a room, a zone, their joint lights and scenes."""

    def group(kind: str, rid: str, name: str, *children: Resource) -> list[Resource]:
        joint = f"g-{rid}"
        return [
            {
                "id": rid,
                "type": kind,
                "metadata": {"name": name, "archetype": "living_room"},
                "children": list(children),
                "services": [ref("grouped_light", joint)],
            },
            {
                "id": joint,
                "type": "grouped_light",
                "owner": ref(kind, rid),
                "on": {"on": False},
                "dimming": {"brightness": 0.0},
                "dimming_delta": {},
                "color": {},
                "color_temperature": {},
                "alert": {"action_values": ["breathe"]},
                "signaling": {"signal_values": ["no_signal"]},
                "dynamics": {},
            },
        ]

    living = group(
        "room", "r-living", "Living room", ref("device", "d-color"), ref("device", "d-white")
    )
    reading = group("zone", "r-reading", "Reading", ref("light", "l-color"))
    scene = {
        "id": "s-relax",
        "type": "scene",
        "metadata": {"name": "Relax"},
        "group": ref("room", "r-living"),
        "actions": [
            {
                "target": ref("light", "l-color"),
                "action": {"on": {"on": True}, "dimming": {"brightness": 56.3}},
            }
        ],
        "palette": {"color": [], "dimming": [], "color_temperature": [], "effects": []},
        "speed": 0.5,
        "auto_dynamic": False,
        "status": {"active": "inactive"},
        "recall": {},
    }
    smart = {
        "id": "s-natural",
        "type": "smart_scene",
        "metadata": {"name": "Natural light"},
        "group": ref("room", "r-living"),
        "week_timeslots": [],
        "state": "inactive",
    }
    return [*living, *reading, scene, smart]


def sensors() -> list[Resource]:
    """Return a motion sensor, a contact sensor, a tap dial switch, each with its battery."""

    def sensing(kind: str, rid: str, owner: str, **values: Any) -> Resource:
        return {"id": rid, "type": kind, "owner": ref("device", owner), **values}

    def battery(rid: str, owner: str, level: int) -> Resource:
        power = {"battery_level": level, "battery_state": "normal"}
        return sensing("device_power", rid, owner, power_state=power)

    presses = ["initial_press", "repeat", "short_release", "long_press", "long_release"]
    moved = {"motion": False, "motion_valid": True}
    return [
        device(
            "d-motion", "Hall sensor", "SML001", ref("motion", "m-1"), ref("temperature", "t-1"),
            ref("light_level", "ll-1"), ref("device_power", "p-motion"),
            ref("zigbee_connectivity", "z-motion"), product_archetype="unknown_archetype",
        ),
        zigbee("z-motion", "d-motion"),
        sensing(
            "motion", "m-1", "d-motion", enabled=True,
            motion={**moved, "motion_report": {"changed": MOMENT, "motion": False}},
            sensitivity={"status": "set", "sensitivity": 2, "sensitivity_max": 2},
        ),
        sensing(
            "temperature", "t-1", "d-motion", enabled=True,
            temperature={"temperature": 21.47, "temperature_valid": True,
                         "temperature_report": {"changed": MOMENT, "temperature": 21.47}},
        ),
        sensing(
            "light_level", "ll-1", "d-motion", enabled=True,
            light={"light_level": 18027, "light_level_valid": True,
                   "light_level_report": {"changed": MOMENT, "light_level": 18027}},
        ),
        battery("p-motion", "d-motion", 83),
        device(
            "d-contact", "Front door", "SOC001", ref("contact", "c-1"), ref("tamper", "ta-1"),
            ref("device_power", "p-contact"), product_archetype="unknown_archetype",
        ),
        sensing("contact", "c-1", "d-contact", enabled=True,
                contact_report={"changed": MOMENT, "state": "contact"}),
        sensing("tamper", "ta-1", "d-contact", tamper_reports=[]),
        battery("p-contact", "d-contact", 100),
        device(
            "d-dial", "Dial", "RDM002", ref("button", "b-1"), ref("relative_rotary", "ro-1"),
            ref("device_power", "p-dial"), product_archetype="unknown_archetype",
        ),
        sensing("button", "b-1", "d-dial", metadata={"control_id": 1},
                button={"event_values": presses, "repeat_interval": 800}),
        sensing("relative_rotary", "ro-1", "d-dial", relative_rotary={}),
        battery("p-dial", "d-dial", 5),
    ]  # fmt: skip


def whole_house() -> list[Resource]:
    """Return everything, the bridge itself included."""
    found = [
        device(
            "d-bridge", "Hue Bridge", "BSB002", ref("bridge", "br"),
            product_archetype="bridge_v2", software_version="1.68.1968096020",
        ),
        {
            "id": "br",
            "type": "bridge",
            "owner": ref("device", "d-bridge"),
            "bridge_id": BRIDGE_ID,
            "time_zone": {"time_zone": "Europe/Amsterdam"},
        },
        *lamps(),
        *groups(),
        *sensors(),
        {"id": "geo", "type": "geolocation", "is_configured": False},
    ]  # fmt: skip
    return copy.deepcopy(found)
