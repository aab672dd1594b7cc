"""The things that a condition speaks of: "the front door", "any window upstairs", "the washer"."""

import re
from collections.abc import Callable

from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.model import Entity
from hub.language.kinds import stem
from hub.language.names import plain

Fits = Callable[[Entity], bool]

_JOINT = re.compile(r" (?:or|and) ")

_LOOSE = frozenset({
    "the", "a", "an", "my", "our", "any", "all", "one", "of", "in", "on", "at", "both", "every",
    "each", "some", "is", "s", "to", "from", "room", "door s", "there", "those", "these", "that",
    "this", "or", "and", "sensor", "sensors", "detector", "contact", "outside", "inside",
})  # fmt: skip
_SAME = {
    "washing machine": "washer", "laundry machine": "washer", "laundry": "washer",
    "tumble dryer": "dryer", "clothes dryer": "dryer", "dish washer": "dishwasher",
    "television": "tv", "telly": "tv", "refrigerator": "fridge", "lounge": "living room",
    "hoover": "vacuum", "robot": "vacuum", "roomba": "vacuum", "wash": "washer", "dishes":
    "dishwasher", "hallway": "hall", "doorbell": "door bell",
}  # fmt: skip
_SAME_WORDS = re.compile(rf"\b(?:{'|'.join(_SAME)})\b")
_DOMAIN_WORDS = {
    "light": "light lamp", "switch": "switch plug socket outlet", "fan": "fan",
    "cover": "blind shade shutter curtain cover", "lock": "lock door", "valve": "valve tap",
    "climate": "thermostat heating heater ac", "media_player": "tv music speaker player radio",
    "vacuum": "vacuum", "binary_sensor": "", "sensor": "", "lawn_mower": "mower",
    "humidifier": "humidifier", "siren": "siren alarm", "alarm_control_panel": "alarm",
    "weather": "weather", "input_boolean": "mode", "timer": "timer",
}  # fmt: skip
_CLASS_WORDS = {
    "door": "door", "window": "window", "garage_door": "garage door", "garage": "garage door",
    "opening": "door window", "gate": "gate", "motion": "motion movement presence",
    "occupancy": "motion occupancy presence", "presence": "presence motion",
    "moisture": "leak water moisture", "smoke": "smoke alarm", "battery": "battery",
    "temperature": "temperature thermometer", "humidity": "humidity", "power": "power",
    "gas": "gas", "carbon_monoxide": "co carbon monoxide", "carbon_dioxide": "co2 carbon dioxide",
    "illuminance": "brightness illuminance light", "lock": "lock door", "vibration": "vibration",
    "sound": "sound noise", "doorbell": "door bell", "running": "", "plug": "plug",
    "pressure": "pressure", "energy": "energy", "pm25": "air quality", "awning": "awning",
    "blind": "blind", "curtain": "curtain", "shutter": "shutter", "shade": "shade",
    "tv": "tv", "speaker": "speaker", "moving": "motion", "light": "light", "door bell": "bell",
}  # fmt: skip


def things(home: Home, phrase: str, fits: Fits, near: AreaId | None = None) -> list[Entity]:
    """Return the entities that fit and that every word of `phrase` is said of.

    A full name goes before words in common; of several alike, those in the area `near`.
    """
    parts = _JOINT.split(phrase)
    if len(parts) > 1:
        each = [things(home, part, fits, near) for part in parts]
        if all(each):
            return list({one.id: one for some in each for one in some}.values())
    said = _words(phrase)
    there = [entity for entity in home.entities_of() if fits(entity)]
    if not said:
        return _near(home, there, near)
    exact = [e for e in there if any(_words(name) == said for name in (e.name, *e.aliases))]
    if exact:
        return _near(home, exact, near)
    wanted = set(said)
    found = [entity for entity in there if wanted <= _known(home, entity)]
    return _near(home, found, near)


def area_in(home: Home, phrase: str) -> AreaId | None:
    """Return the area that a phrase is the name of."""
    said = _words(phrase)
    for area in home.areas.values():
        if any(_words(name) == said for name in (area.name, *area.aliases)):
            return area.id
    return None


def _near(home: Home, found: list[Entity], near: AreaId | None) -> list[Entity]:
    if near is None or len(found) < 2:  # noqa: PLR2004 - nothing to choose
        return found
    close = [e for e in found if (area := home.area_of(e)) is not None and area.id == near]
    return close or found


def _words(phrase: str) -> list[str]:
    text = _SAME_WORDS.sub(lambda match: _SAME[match.group()], plain(phrase))
    return [stem(word) for word in text.split() if word not in _LOOSE]


def _known(home: Home, entity: Entity) -> set[str]:
    names = [entity.name, *entity.aliases]
    area, floor = home.area_of(entity), home.floor_of(entity)
    for place in (area, floor):
        names += [place.name, *place.aliases] if place is not None else []
    words = {word for name in names for word in _words(name)}
    kinds = f"{_DOMAIN_WORDS.get(entity.domain, '')} {_CLASS_WORDS.get(kind_of(home, entity), '')}"
    return words | set(kinds.split())


def kind_of(home: Home, entity: Entity) -> str:
    """Return the device class of an entity; "" if it has none."""
    state = home.states.get(entity.id)
    reported = state.attributes.get("device_class") if state is not None else None
    return entity.device_class or (str(reported) if reported else "")
