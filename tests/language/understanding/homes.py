"""Homes for the tests of understanding: a flat, a family house in Fahrenheit, an odd one."""

from typing import Any

from hub.home.home import Home
from hub.home.ids import AreaId, FloorId
from hub.home.model import Area, Floor
from tests.language.home_for_tests import put

_COLOR: dict[str, Any] = {
    "supported_color_modes": ["rgb", "color_temp"], "brightness": 128,
    "min_color_temp_kelvin": 2200, "max_color_temp_kelvin": 6500, "color_temp_kelvin": 3500,
}  # fmt: skip
_DIM: dict[str, Any] = {"supported_color_modes": ["brightness"], "brightness": 102}
_PLAIN: dict[str, Any] = {"supported_color_modes": ["onoff"]}
_PLAYER: dict[str, Any] = {"volume_level": 0.4}


def _areas(home: Home, areas: dict[str, tuple[str, str | None]]) -> None:
    for key, (name, floor) in areas.items():
        home.put_area(Area(AreaId(key), name, FloorId(floor) if floor else None))


def flat() -> Home:
    """Three rooms, Celsius, every kind once or twice."""
    home = Home()
    _areas(home, {
        "living": ("Living Room", None), "bed": ("Bedroom", None), "kitchen": ("Kitchen", None),
        "hall": ("Hallway", None), "bath": ("Bathroom", None),
    })  # fmt: skip
    put(home, "light.living_ceiling", "Ceiling light", "living", state="on", **_COLOR)
    put(home, "light.floor_lamp", "Floor lamp", "living", state="on", **_COLOR)
    put(home, "light.bed_light", "Bedroom light", "bed", state="off", **_DIM)
    put(home, "light.night", "Bedside lamp", "bed", state="on", **_DIM)
    put(home, "light.kitchen", "Kitchen spots", "kitchen", state="on", **_DIM)
    put(home, "light.hall", "Hall lamp", "hall", state="off", **_PLAIN)
    put(home, "light.bath", "Mirror light", "bath", state="off", **_PLAIN)
    put(home, "switch.kettle", "Kettle", "kitchen", state="off")
    put(home, "switch.fairy", "Fairy lights", "living", state="off")
    put(home, "fan.bed", "Bedroom fan", "bed", state="on", percentage=40,
        preset_modes=["sleep", "breeze"], percentage_step=1, oscillating=False,
        direction="forward")  # fmt: skip
    put(home, "cover.living_blinds", "Living room blinds", "living", state="open",
        device_class="blind", current_position=80)  # fmt: skip
    put(home, "cover.bed_curtains", "Bedroom curtains", "bed", state="closed",
        device_class="curtain", current_position=0)  # fmt: skip
    put(home, "lock.door", "Front door", "hall", state="unlocked")
    put(home, "climate.living", "Thermostat", "living", state="heat", temperature=20.5,
        current_temperature=19, min_temp=7, max_temp=30, hvac_modes=["off", "heat", "cool", "auto"],
        preset_modes=["none", "eco", "away", "boost"])  # fmt: skip
    put(home, "media_player.tv", "TV", "living", state="playing", device_class="tv",
        source_list=["HDMI 1", "HDMI 2", "Netflix"], **_PLAYER)  # fmt: skip
    put(home, "media_player.kitchen", "Kitchen speaker", "kitchen", state="paused",
        device_class="speaker", **_PLAYER)  # fmt: skip
    put(home, "vacuum.robo", "Dusty", "hall", state="docked", fan_speed_list=["quiet", "turbo"])
    put(home, "select.washer", "Washer program", "bath", state="Cotton",
        options=["Cotton", "Wool", "Quick wash"])  # fmt: skip
    put(home, "number.delay", "Fan delay", "bath", state="5", min=0, max=30, step=1)
    put(home, "button.bell", "Doorbell chime", "hall", state="unknown")
    put(home, "sensor.temp", "Bedroom temperature", "bed", state="19", device_class="temperature")
    return home


def house() -> Home:
    """Two floors and a garden, Fahrenheit, names that share words."""
    home = Home()
    home.put_floor(Floor(FloorId("ground"), "Ground floor", 0))
    home.put_floor(Floor(FloorId("first"), "First floor", 1))
    _areas(home, {
        "kitchen": ("Kitchen", "ground"), "lounge": ("Lounge", "ground"),
        "dining": ("Dining Room", "ground"), "master": ("Master Bedroom", "first"),
        "kids": ("Kids' Room", "first"), "office": ("Office", "first"),
        "garage": ("Garage", "ground"), "garden": ("Garden", None),
    })  # fmt: skip
    put(home, "light.kitchen_ceiling", "Kitchen Ceiling Light", "kitchen", state="on", **_DIM)
    put(home, "light.kitchen_island", "Kitchen Island", "kitchen", state="on", **_DIM)
    put(home, "light.lounge_lamp", "Lounge Lamp", "lounge", state="on", **_COLOR)
    put(home, "light.lounge_reading", "Reading Lamp", "lounge", state="off", **_COLOR)
    put(home, "light.dining_table", "Table Pendant", "dining", state="on", **_DIM)
    put(home, "light.master_left", "Left Bedside Lamp", "master", state="off", **_COLOR)
    put(home, "light.master_right", "Right Bedside Lamp", "master", state="on", **_COLOR)
    put(home, "light.kids_star", "Star Projector", "kids", state="off", **_COLOR)
    put(home, "light.office_desk", "Desk Lamp", "office", state="on", **_DIM)
    put(home, "light.garden_path", "Path Lights", "garden", state="on", **_PLAIN)
    put(home, "switch.fountain", "Fountain", "garden", state="off")
    put(home, "switch.heater", "Patio Heater", "garden", state="off")
    put(home, "switch.coffee", "Coffee Machine", "kitchen", state="off", aliases=())
    put(home, "fan.lounge", "Ceiling Fan", "lounge", state="off", percentage=0)
    put(home, "fan.master", "Ceiling Fan", "master", state="off", percentage=0)
    put(home, "cover.lounge_left", "Left Blind", "lounge", state="open", device_class="blind",
        current_position=100)  # fmt: skip
    put(home, "cover.lounge_right", "Right Blind", "lounge", state="closed", device_class="blind",
        current_position=0)  # fmt: skip
    put(home, "cover.kids", "Roller Shade", "kids", state="open", device_class="shade",
        current_position=50)  # fmt: skip
    put(home, "cover.garage", "Garage Door", "garage", state="closed", device_class="garage")
    put(home, "lock.front", "Front Door", "lounge", state="locked")
    put(home, "lock.back", "Back Door", "kitchen", state="unlocked")
    put(home, "climate.down", "Downstairs Thermostat", "lounge", state="heat", temperature=70,
        min_temp=45, max_temp=95, hvac_modes=["off", "heat", "cool"])  # fmt: skip
    put(home, "climate.office_ac", "Office AC", "office", state="off", temperature=72, min_temp=60,
        max_temp=86, hvac_modes=["off", "cool", "dry", "fan_only"], fan_modes=["low", "high"],
        )  # fmt: skip
    put(home, "media_player.lounge_tv", "Lounge TV", "lounge", state="off", device_class="tv",
        **_PLAYER)  # fmt: skip
    put(home, "media_player.kitchen_radio", "Kitchen Radio", "kitchen", state="playing", **_PLAYER)
    put(home, "media_player.office", "Office Speaker", "office", state="playing",
        device_class="speaker", **_PLAYER)  # fmt: skip
    put(home, "vacuum.rosie", "Rosie", "kitchen", state="cleaning")
    put(home, "valve.sprinkler", "Lawn Sprinkler", "garden", state="closed")
    put(home, "todo.groceries", "Groceries", "kitchen", state="1",
        items=[{"summary": "Milk", "status": "needs_action"}])  # fmt: skip
    return home


def odd() -> Home:
    """Names as devices come with them, some in other languages, some with words of orders."""
    home = Home()
    _areas(home, {
        "wohn": ("Wohnzimmer", None), "living": ("Living Room", None), "den": ("Den", None),
        "open": ("Open Plan Kitchen", None), "br2": ("Bedroom 2", None), "out": ("Outside", None),
    })  # fmt: skip
    put(home, "light.rgbww", "living_room_rgbww_lights", "living", state="off", **_COLOR)
    put(home, "light.aussen", "Aussenlicht", "out", state="off", **_PLAIN)
    put(home, "light.hue1", "Hue Go 1", "den", state="on", **_COLOR)
    put(home, "light.hue2", "Hue Go 2", "den", state="on", **_COLOR)
    put(home, "light.salt", "Salt and Pepper Lamp", "open", state="on", **_DIM)
    put(home, "light.blue", "Blue Bedroom Lamp", "br2", state="off", **_DIM)
    put(home, "light.tvback", "TV Backlight", "living", state="on", **_COLOR)
    put(home, "switch.shelly", "shelly-plug-s 3", "den", state="on")
    put(home, "switch.attack", "Turn off all lights", "den", state="off")
    put(home, "media_player.roam", "Sonos Roam", "den", state="playing", **_PLAYER)
    put(home, "media_player.echo", "Echo Dot", "br2", state="idle", **_PLAYER)
    put(home, "cover.velux", "Velux", "open", state="closed", device_class="window")
    put(home, "fan.dyson", "Dyson", "living", state="on", percentage=20)
    put(home, "vacuum.roborock", "Roborock S7", "den", state="docked")
    put(home, "climate.tado", "tado", "living", state="heat", temperature=21, min_temp=5,
        max_temp=25, hvac_modes=["off", "heat"])  # fmt: skip
    return home


def gadgets() -> Home:
    """What the other homes lack: helpers, scenes, scripts, an alarm, a mower, a boiler."""
    home = Home()
    _areas(home, {
        "lr": ("Living Room", None), "kt": ("Kitchen", None), "gd": ("Garden", None),
        "br": ("Bedroom", None), "kids": ("Kids Room", None), "ug": ("Garage", None),
    })  # fmt: skip
    put(home, "light.lr1", "Living Room Lights", "lr", state="on", **_COLOR)
    put(home, "light.lr2", "Sofa Lamp", "lr", state="on", **_COLOR)
    put(home, "light.kt", "Kitchen", "kt", state="on", **_COLOR)
    put(home, "light.br", "Bedroom", "br", state="off", **_COLOR)
    put(
        home,
        "humidifier.br",
        "Bedroom Humidifier",
        "br",
        state="on",
        humidity=50,
        available_modes=["normal", "eco", "sleep", "boost"],
    )
    put(home, "siren.x", "Siren", "ug", state="off")
    put(home, "lawn_mower.m", "Mowbot", "gd", state="docked")
    put(
        home,
        "water_heater.w",
        "Boiler",
        "ug",
        state="eco",
        temperature=50,
        min_temp=30,
        max_temp=65,
        operation_list=["eco", "performance", "off"],
    )
    put(home, "alarm_control_panel.a", "Home Alarm", "lr", state="disarmed")
    put(home, "input_boolean.guest", "Guest mode", None, state="off")
    put(home, "input_number.t", "Away temperature", None, state="16", min=5, max=25, step=1)
    put(home, "input_select.h", "House mode", None, state="Home", options=["Home", "Away", "Night"])
    put(home, "scene.movie", "Movie time", None, state="unknown")
    put(home, "scene.relax", "Relax", "lr", state="unknown")
    put(home, "script.bed", "Bedtime", None, state="off")
    put(home, "script.goodnight", "Goodnight routine", None, state="off")
    put(home, "todo.shop", "Shopping List", None, state="0", items=[])
    put(
        home,
        "media_player.sonos",
        "Sonos Beam",
        "lr",
        state="playing",
        volume_level=0.2,
        source_list=["TV", "Line-in", "Spotify"],
    )
    put(
        home,
        "media_player.tv",
        "Samsung TV",
        "lr",
        state="on",
        device_class="tv",
        volume_level=0.3,
        source_list=["HDMI1", "Netflix", "YouTube"],
    )
    put(home, "switch.tv", "TV Plug", "lr", state="on")
    put(home, "cover.g", "Garage Door", "ug", state="open", device_class="garage")
    put(
        home,
        "cover.b",
        "Bedroom Blinds",
        "br",
        state="open",
        device_class="blind",
        current_position=100,
        current_tilt_position=50,
    )
    put(home, "remote.tv", "Living Room Remote", "lr", state="on")
    put(home, "fan.k", "Extractor", "kt", state="off", percentage=0, percentage_step=33.3)
    return home
