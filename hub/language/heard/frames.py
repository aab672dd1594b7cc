"""The plain orders and questions that make sense in a home: what somebody may have said.

They are no grammar of what is understood: each is one usual way to say a thing, to be held
against a sound. NUMBER stands where a number belongs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from hub.home.home import Home
from hub.home.model import Entity

if TYPE_CHECKING:
    from hub.home.ids import AreaId

NUMBER = "#"
# Of a large home, the first so many entities that can be moved or asked about.
MOST_ENTITIES = 600

# What is usually said of an entity, by its domain; an action that it lacks takes its line away.
_OF_DOMAINS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "light": {
        "light.turn_on": (
            "Turn on the {0}.", "Dim the {0} to #%.", "Set the {0} to #%.", "Is the {0} on?",
        ),
        "light.turn_off": ("Turn off the {0}.", "Switch off the {0}."),
    },
    "switch": {"switch.turn_on": ("Turn on the {0}.",), "switch.turn_off": ("Turn off the {0}.",)},
    "fan": {
        "fan.turn_on": ("Turn on the {0}.",),
        "fan.turn_off": ("Turn off the {0}.",),
        "fan.set_percentage": ("Set the {0} to #%.",),
    },
    "lock": {
        "lock.lock": ("Lock the {0}.", "Is the {0} locked?"),
        "lock.unlock": ("Unlock the {0}.",),
    },
    "cover": {
        "cover.open_cover": ("Open the {0}.", "Is the {0} open?"),
        "cover.close_cover": ("Close the {0}.",),
        "cover.stop_cover": ("Stop the {0}.",),
        "cover.set_cover_position": ("Set the {0} to #%.",),
    },
    "valve": {"valve.open_valve": ("Open the {0}.",), "valve.close_valve": ("Close the {0}.",)},
    "climate": {
        "climate.set_temperature": ("Set the {0} to # degrees.",),
        "climate.turn_off": ("Turn off the {0}.",),
        "climate.turn_on": ("Turn on the {0}.",),
    },
    "water_heater": {"water_heater.set_temperature": ("Set the {0} to # degrees.",)},
    "humidifier": {
        "humidifier.turn_on": ("Turn on the {0}.",),
        "humidifier.turn_off": ("Turn off the {0}.",),
        "humidifier.set_humidity": ("Set the {0} to #%.",),
    },
    "media_player": {
        "media_player.turn_on": ("Turn on the {0}.",),
        "media_player.turn_off": ("Turn off the {0}.",),
        "media_player.media_play": ("Resume the {0}.",),
        "media_player.media_pause": ("Pause the {0}.",),
        "media_player.media_next_track": ("Skip to the next song on the {0}.",),
        "media_player.volume_set": ("Set the volume of the {0} to #%.",),
        "media_player.volume_up": ("Turn up the {0}.", "Turn down the {0}."),
        "media_player.volume_mute": ("Mute the {0}.",),
    },
    "vacuum": {
        "vacuum.start": ("Start the {0}.",),
        "vacuum.stop": ("Stop the {0}.",),
        "vacuum.return_to_base": ("Send the {0} back to its dock.",),
    },
    "lawn_mower": {
        "lawn_mower.start_mowing": ("Start the {0}.",),
        "lawn_mower.dock": ("Send the {0} back to its dock.",),
    },
    "alarm_control_panel": {
        "alarm_control_panel.alarm_arm_away": ("Arm the {0}.", "Arm the alarm."),
        "alarm_control_panel.alarm_disarm": ("Disarm the {0}.", "Disarm the alarm."),
    },
    "siren": {"siren.turn_on": ("Turn on the {0}.",), "siren.turn_off": ("Turn off the {0}.",)},
    "scene": {"scene.turn_on": ("Activate {0}.", "Turn on {0}.")},
    "script": {"script.turn_on": ("Run {0}.", "Start {0}.")},
    "automation": {
        "automation.turn_on": ("Turn on {0}.",),
        "automation.turn_off": ("Turn off {0}.",),
    },
    "button": {"button.press": ("Press the {0}.",)},
    "input_boolean": {
        "input_boolean.turn_on": ("Turn on {0}.",),
        "input_boolean.turn_off": ("Turn off {0}.",),
    },
}  # fmt: skip
_ASKED: Mapping[str, Sequence[str]] = {
    "sensor": ("What is the {0}?", "What's the {0}?"),
    "binary_sensor": ("Is the {0} open?", "Is the {0} on?"),
    "person": ("Where is {0}?", "Is {0} home?"),
    "todo": ("What is on the {0}?",),
}
_CHOSEN_FROM = frozenset(["input_select", "select"])
# What is said of a room that has such an entity.
_OF_ROOMS: Mapping[str, Sequence[str]] = {
    "light": (
        "Turn on the {0} lights.", "Turn off the {0} lights.", "Turn on the {0} light.",
        "Turn off the {0} light.", "Turn on the lights in the {0}.",
        "Turn off the lights in the {0}.", "Dim the {0} lights to #%.",
        "Set the {0} lights to #%.", "Are the lights on in the {0}?",
    ),
    "cover": (
        "Open the {0} blinds.", "Close the {0} blinds.", "Open the {0} curtains.",
        "Close the {0} curtains.", "Open the blinds in the {0}.", "Close the blinds in the {0}.",
        "Open the curtains in the {0}.", "Close the curtains in the {0}.",
    ),
    "climate": (
        "Set the {0} to # degrees.", "Set the temperature in the {0} to # degrees.",
        "How warm is it in the {0}?", "What is the temperature in the {0}?",
    ),
    "media_player": (
        "Pause the music in the {0}.", "Stop the music in the {0}.",
        "Set the volume in the {0} to #%.",
    ),
    "sensor": ("How humid is it in the {0}?", "How warm is it in the {0}?"),
    "fan": ("Turn on the fan in the {0}.", "Turn off the fan in the {0}."),
    "vacuum": (),
}  # fmt: skip
_EVERYWHERE = (
    "Turn on the lights.", "Turn off the lights.", "Turn off all the lights.",
    "Turn on all the lights.", "Turn it on.", "Turn it off.", "Open the blinds.",
    "Close the blinds.", "Open the curtains.", "Close the curtains.", "Lock the doors.",
    "Lock the door.", "Unlock the door.", "Lock all the doors.", "Unlock all the doors.",
    "Unlock the doors.",
    "Are all the doors locked?", "Dim the lights.", "Dim the lights to #%.",
    "Set the brightness to #%.", "Set the temperature to # degrees.", "Set the volume to #%.",
    "Turn up the volume.", "Turn down the volume.", "Pause the music.", "Stop the music.",
    "Set a timer for # minutes.", "Set a timer for # seconds.", "Set a timer for # hours.",
    "Cancel the timer.", "Pause the timer.", "Resume the timer.", "How much time is left?",
    "What time is it?", "What's the weather like?", "Good night.", "Undo that.", "Never mind.",
    "Yes.", "No.",
)  # fmt: skip
_FLOORS = (
    "Turn on the lights {0}.", "Turn off the lights {0}.", "Turn off all the lights {0}.",
    "Turn on the lights on the {0}.", "Turn off the lights on the {0}.",
    "Turn off everything on the {0}.",
)  # fmt: skip

_KNOWN: WeakKeyDictionary[Home, tuple[int, tuple[str, ...]]] = WeakKeyDictionary()


def sentences_of(home: Home) -> tuple[str, ...]:
    """Return what may be said in a home in English, each once; made once for a home as it is."""
    version, sentences = _KNOWN.get(home, (-1, ()))
    if version != home.version:
        sentences = tuple(dict.fromkeys(_all(home)))
        _KNOWN[home] = (home.version, sentences)
    return sentences


def _all(home: Home) -> Iterator[str]:
    yield from _EVERYWHERE
    entities = [each for each in home.entities_of() if _is_spoken_of(each)][:MOST_ENTITIES]
    for entity in entities:
        for name in (entity.name, *entity.aliases):
            yield from (line.format(_lower(name)) for line in _lines(entity, home))
    rooms: dict[AreaId, set[str]] = {}
    for entity in entities:
        area = home.area_of(entity)
        if area is not None:
            rooms.setdefault(area.id, set()).add(entity.domain)
    for area_id, domains in rooms.items():
        area = home.areas[area_id]
        for name in (area.name, *area.aliases):
            for domain in sorted(domains & _OF_ROOMS.keys()):
                yield from (line.format(_lower(name)) for line in _OF_ROOMS[domain])
    for floor in home.floors.values():
        for name in (floor.name, *floor.aliases):
            yield from (line.format(_lower(name)) for line in _FLOORS)


def _lines(entity: Entity, home: Home) -> Iterable[str]:
    for action, lines in _OF_DOMAINS.get(entity.domain, {}).items():
        if action in entity.actions:
            yield from lines
    if entity.domain in _CHOSEN_FROM:
        options = home.state(entity.id).attributes.get("options") or ()
        yield from (f"Set the {{0}} to {_plainly(str(option))}." for option in options)
    if entity.domain == "sensor" and entity.device_class:
        yield f"What is the {_plainly(entity.device_class)} of the {{0}}?"
    yield from _ASKED.get(entity.domain, ())


def _plainly(word: str) -> str:
    """Return a word as it is said, and as it can stand in a line that names are put into."""
    return word.replace("_", " ").replace("{", "").replace("}", "")


def _is_spoken_of(entity: Entity) -> bool:
    return entity.domain in _OF_DOMAINS or entity.domain in _ASKED or entity.domain in _CHOSEN_FROM


def _lower(name: str) -> str:
    """Return a name as it stands inside a sentence: "Kitchen light" is no proper name, "TV" is."""
    first, blank, rest = name.partition(" ")
    return (
        name if first[1:] != first[1:].lower() or first.isupper() else first.lower() + blank + rest
    )
