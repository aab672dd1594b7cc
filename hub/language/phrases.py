"""What the model may say about one entity: labels for names, verbs, and settings with their values.

Grammar and plan parser both read this, so what can be decoded is what can be understood.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.home.actions import parse_command
from hub.home.domains.light import COLOR_MODES, COLORS, DIMMABLE_MODES
from hub.home.domains.sensors import BINARY_WORDS
from hub.home.ids import EntityId
from hub.language.candidate import Candidate
from hub.record import record

LABEL_LENGTH = 40
MAX_CHOICES = 24
BRIGHTNESS_STEP_PCT = 20

# Verbs that take no value: domain -> verb -> action and its data.
_ON_OFF = {"turn on": "turn_on", "turn off": "turn_off", "toggle": "toggle"}
VERBS: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    **{
        domain: {verb: (f"{domain}.{action}", {}) for verb, action in _ON_OFF.items()}
        for domain in ("switch", "fan", "climate")
    },
    "light": {
        **{verb: (f"light.{action}", {}) for verb, action in _ON_OFF.items()},
        "brighten": ("light.turn_on", {"brightness_step_pct": BRIGHTNESS_STEP_PCT}),
        "dim": ("light.turn_on", {"brightness_step_pct": -BRIGHTNESS_STEP_PCT}),
    },
    "cover": {
        "open": ("cover.open_cover", {}),
        "close": ("cover.close_cover", {}),
        "stop": ("cover.stop_cover", {}),
    },
    "valve": {
        "open": ("valve.open_valve", {}),
        "close": ("valve.close_valve", {}),
        "stop": ("valve.stop_valve", {}),
    },
    "lock": {"lock": ("lock.lock", {}), "unlock": ("lock.unlock", {})},
    "media_player": {
        **{verb: (f"media_player.{action}", {}) for verb, action in _ON_OFF.items()},
        "play": ("media_player.media_play", {}),
        "pause": ("media_player.media_pause", {}),
        "stop": ("media_player.media_stop", {}),
        "next": ("media_player.media_next_track", {}),
        "previous": ("media_player.media_previous_track", {}),
        "louder": ("media_player.volume_up", {}),
        "quieter": ("media_player.volume_down", {}),
        "mute": ("media_player.volume_mute", {"is_volume_muted": True}),
        "unmute": ("media_player.volume_mute", {"is_volume_muted": False}),
    },
    "vacuum": {
        "start": ("vacuum.start", {}),
        "pause": ("vacuum.pause", {}),
        "stop": ("vacuum.stop", {}),
        "dock": ("vacuum.return_to_base", {}),
        "locate": ("vacuum.locate", {}),
    },
    "button": {"press": ("button.press", {})},
}

_WANTED: dict[str, tuple[str, ...]] = {
    "cover": ("open", "closed"),
    "valve": ("open", "closed"),
    "lock": ("locked", "unlocked"),
    "climate": ("off", "heat", "cool"),
    "media_player": ("playing", "paused", "off"),
    "vacuum": ("cleaning", "docked"),
    **dict.fromkeys(("light", "switch", "fan", "calendar"), ("on", "off")),
}

# Characters with a meaning in prompts, plans or grammars; control and format characters go too.
_RESERVED = re.compile(r"[<>\"\\`\[\]{}|;:,=*#\s]+")


@record(frozen=True, slots=True)
class Setting:
    """One value that `set <name> to <value>` can take: a number in a range, or a choice.

    A number is written with `unit` behind it and becomes `data[key]`, times `scale`. Choices
    map words to whole data; `key` is then empty.
    """

    action: str
    key: str
    unit: str = ""
    low: float = 0
    high: float = 100
    is_whole: bool = True
    scale: float = 1
    choices: tuple[tuple[str, Any], ...] = ()

    def signature(self) -> str:
        """Return what the setting accepts, for grouping entities that accept the same."""
        words = ",".join(word for word, _ in self.choices)
        return f"{self.action}/{self.unit}/{self.low:g}/{self.high:g}/{self.is_whole}/{words}"


def clean(text: str, length: int = LABEL_LENGTH) -> str:
    """Reduce text from a device to harmless, single-line words of limited length."""
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in plain)
    return " ".join(_RESERVED.sub(" ", visible).split())[:length].strip()


def labels(candidates: Sequence[Candidate]) -> dict[EntityId, str]:
    """Give every candidate a name of its own; a shared one gets its area behind it."""
    names = {c.entity.id: clean(c.entity.name) or _from_id(c.entity.id) for c in candidates}
    seen = [name.lower() for name in names.values()]
    given: dict[EntityId, str] = {}
    taken: set[str] = set()
    for candidate in candidates:
        name = names[candidate.entity.id]
        if seen.count(name.lower()) > 1 and candidate.area_name:
            name = f"{name} ({clean(candidate.area_name)})"
        unique, number = name, 2
        while unique.lower() in taken:
            unique, number = f"{name} no. {number}", number + 1
        taken.add(unique.lower())
        given[candidate.entity.id] = unique
    return given


def verbs_of(candidate: Candidate) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the verbs without a value that the entity understands, with action and data."""
    verbs = VERBS.get(candidate.entity.domain, {})
    return {
        verb: (action, data)
        for verb, (action, data) in verbs.items()
        if action in candidate.entity.actions
        and parse_command(action, data).problem(candidate.state) is None
    }


def wanted_of(candidate: Candidate) -> dict[str, str]:
    """Return the words for states one may ask about ("open"), and the states they mean ("on")."""
    if candidate.entity.domain == "binary_sensor":
        on, off = BINARY_WORDS.get(candidate.entity.device_class or "", ("on", "off"))
        return {clean(on): "on", clean(off): "off"}
    return {word: word for word in _WANTED.get(candidate.entity.domain, ())}


def settings_of(candidate: Candidate) -> tuple[Setting, ...]:
    """Return the settings of the entity, as its actions and its reported limits allow."""
    attributes = candidate.state.attributes
    match candidate.entity.domain:
        case "light":
            found = _light(attributes)
        case "climate":
            found = _climate(attributes)
        case "fan":
            found = _fan(attributes)
        case "cover" | "valve" as domain:
            found = _position(attributes, domain)
        case "media_player":
            found = _media_player(attributes)
        case "vacuum":
            found = [_choice("vacuum.set_fan_speed", "fan_speed", attributes, "fan_speed_list")]
        case "select":
            found = [_choice("select.select_option", "option", attributes, "options")]
        case "number":
            low, high = _number(attributes, "min", 1), _number(attributes, "max", 100)
            found = [Setting("number.set_value", "value", "", low, high, is_whole=False)]
        case _:
            found = []
    offered = candidate.entity.actions
    return tuple(s for s in found if s.action in offered and (s.choices or _is_range(s)))


def _is_range(setting: Setting) -> bool:
    return bool(setting.key) and setting.low <= setting.high


def _light(attributes: Mapping[str, Any]) -> list[Setting]:
    modes = set(_texts(attributes.get("supported_color_modes")) or ["onoff"])
    found = []
    if modes & DIMMABLE_MODES:
        found.append(Setting("light.turn_on", "brightness_pct", "%", 1, 100))
    if modes & COLOR_MODES:
        colors = tuple((name, {"color_name": name}) for name in COLORS)
        found.append(Setting("light.turn_on", "", choices=colors))
    if "color_temp" in modes:
        low = _number(attributes, "min_color_temp_kelvin", 2000)
        high = _number(attributes, "max_color_temp_kelvin", 6500)
        found.append(Setting("light.turn_on", "color_temp_kelvin", "K", low, high))
        warm, cool = max(low, min(high, 2700)), max(low, min(high, 5500))
        whites = (("warm white", warm), ("cool white", cool))
        choices = tuple((word, {"color_temp_kelvin": round(kelvin)}) for word, kelvin in whites)
        found.append(Setting("light.turn_on", "", choices=choices))
    found.append(_choice("light.turn_on", "effect", attributes, "effect_list"))
    return found


def _climate(attributes: Mapping[str, Any]) -> list[Setting]:
    low, high = _number(attributes, "min_temp", 7), _number(attributes, "max_temp", 35)
    return [
        Setting("climate.set_temperature", "temperature", "°", low, high, is_whole=False),
        _choice("climate.set_hvac_mode", "hvac_mode", attributes, "hvac_modes"),
        _choice("climate.set_preset_mode", "preset_mode", attributes, "preset_modes"),
        _choice("climate.set_fan_mode", "fan_mode", attributes, "fan_modes"),
        _choice("climate.set_swing_mode", "swing_mode", attributes, "swing_modes"),
    ]


def _fan(attributes: Mapping[str, Any]) -> list[Setting]:
    return [
        Setting("fan.set_percentage", "percentage", "%"),
        _choice("fan.set_preset_mode", "preset_mode", attributes, "preset_modes"),
    ]


def _position(attributes: Mapping[str, Any], domain: str) -> list[Setting]:
    if "current_position" not in attributes:
        return []
    return [Setting(f"{domain}.set_{domain}_position", "position", "%")]


def _media_player(attributes: Mapping[str, Any]) -> list[Setting]:
    return [
        Setting("media_player.volume_set", "volume_level", "%", scale=0.01),
        _choice("media_player.select_source", "source", attributes, "source_list"),
    ]


def _choice(action: str, key: str, attributes: Mapping[str, Any], listed: str) -> Setting:
    words: dict[str, Any] = {}
    for option in _texts(attributes.get(listed))[:MAX_CHOICES]:
        word = clean(option)
        if word:
            words.setdefault(word, {key: option})
    return Setting(action, "", choices=tuple(words.items()))


def _texts(value: object) -> list[str]:
    items: Iterable[object] = value if isinstance(value, list | tuple) else ()
    return [item for item in items if isinstance(item, str)]


def _number(attributes: Mapping[str, Any], key: str, default: float) -> float:
    value = attributes.get(key)
    is_number = isinstance(value, int | float) and abs(value) < 1e6  # noqa: PLR2004
    return float(value) if is_number and value is not None else default


def _from_id(entity_id: EntityId) -> str:
    return clean(entity_id.partition(".")[2].replace("_", " ")) or "unnamed"
