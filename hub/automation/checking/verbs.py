"""What actions make of an entity, and what states the entities of a domain can have."""

from collections.abc import Mapping

# A state by action; with a domain in front where domains differ.
STATES: Mapping[str, str] = {
    "turn_on": "on",
    "turn_off": "off",
    "open_cover": "open",
    "close_cover": "closed",
    "open_valve": "open",
    "close_valve": "closed",
    "lock": "locked",
    "unlock": "unlocked",
    "alarm_arm_away": "armed_away",
    "alarm_arm_home": "armed_home",
    "alarm_arm_night": "armed_night",
    "alarm_arm_vacation": "armed_vacation",
    "alarm_disarm": "disarmed",
    "media_play": "playing",
    "media_pause": "paused",
    "media_stop": "idle",
    "timer.start": "active",
    "timer.pause": "paused",
    "timer.cancel": "idle",
    "timer.finish": "idle",
    "vacuum.start": "cleaning",
    "vacuum.return_to_base": "returning",
    # These run, or are switched as rules: what the word says is not their state.
    "scene.turn_on": "",
    "script.turn_on": "",
}
# What data sets, by key.
SETTINGS: Mapping[str, str] = {
    "brightness": "brightness",
    "brightness_pct": "brightness_pct",
    "color_temp": "color_temp",
    "kelvin": "kelvin",
    "color_name": "color_name",
    "position": "position",
    "tilt_position": "tilt_position",
    "temperature": "temperature",
    "hvac_mode": "hvac_mode",
    "preset_mode": "preset_mode",
    "percentage": "percentage",
    "humidity": "humidity",
    "volume_level": "volume_level",
    "source": "source",
    "option": "option",
    "value": "value",
}
EVERYWHERE = frozenset(("unknown", "unavailable"))
_ON_OFF = frozenset(("on", "off"))
# The states that the entities of a domain can have, beside `EVERYWHERE`.
POSSIBLE: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "automation",
            "binary_sensor",
            "fan",
            "humidifier",
            "input_boolean",
            "light",
            "remote",
            "schedule",
            "script",
            "siren",
            "switch",
            "update",
        ),
        _ON_OFF,
    ),
    "alarm_control_panel": frozenset(
        (
            "disarmed", "armed_home", "armed_away", "armed_night", "armed_vacation",
            "armed_custom_bypass", "pending", "arming", "disarming", "triggered",
        )
    ),
    "assist_satellite": frozenset(("idle", "listening", "processing", "responding")),
    "cover": frozenset(("open", "closed", "opening", "closing")),
    "lock": frozenset(("locked", "unlocked", "locking", "unlocking", "jammed", "open", "opening")),
    "sun": frozenset(("above_horizon", "below_horizon")),
    "timer": frozenset(("idle", "active", "paused")),
    "valve": frozenset(("open", "closed", "opening", "closing")),
}  # fmt: skip
# Words that people write for the state of such an entity.
NEARLY: Mapping[str, str] = {
    "open": "on", "opened": "on", "closed": "off", "detected": "on", "clear": "off",
    "motion": "on", "true": "on", "True": "on", "false": "off", "False": "off", "On": "on",
    "Off": "off", "ON": "on", "OFF": "off", "close": "closed", "lock": "locked",
    "unlock": "unlocked", "armed": "armed_away", "running": "active", "home": "on",
}  # fmt: skip
