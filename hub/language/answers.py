"""Answers from what the devices last reported, said in plain English."""

from collections.abc import Callable, Sequence

from hub.home.domains.household import summaries
from hub.home.domains.sensors import in_words
from hub.home.home import Home
from hub.home.model import UNAVAILABLE, UNKNOWN, Entity, State
from hub.home.plan import Answer
from hub.language.answer_states import FULL, MOST_NAMED, SAME, split
from hub.language.answer_states import shown as shown  # noqa: PLC0414 (part of answering)
from hub.language.candidate import Query
from hub.language.local_answers import local_text
from hub.language.resolve import full_name, listed
from hub.language.speech import is_english

_DEGREES = {"temperature", "current_temperature", "target_temp_low", "target_temp_high"}
_ON_LIKE = frozenset({"on", "open", "unlocked", "playing", "cleaning", "heat", "cool"})


def answer(home: Home, query: Query, language: str = "en") -> Answer:
    """Answer `query` in a language; what is not known is said to be unknown."""
    entities = [home.entities[t] for t in query.targets if t in home.entities]
    if not is_english(language):
        text = local_text(home, entities, query, language)
    elif entities:
        text = _TEXT[query.kind](home, entities, query)
    else:
        text = "There is nothing like that."
    return Answer(text=text, entities=tuple(e.id for e in _named_in(home, entities, query)))


def _named_in(home: Home, entities: Sequence[Entity], query: Query) -> Sequence[Entity]:
    """Return what the answer speaks of, and "them" means next: the lights that are on."""
    if query.kind not in {"which", "count", "any"}:
        return entities
    yes, _, _ = split(home, entities, query.wanted or "on")
    return yes or entities


def _state(home: Home, entities: Sequence[Entity], query: Query) -> str:
    return " ".join(_one(home, entity, query.attribute) for entity in entities[:MOST_NAMED])


def _one(home: Home, entity: Entity, attribute: str | None) -> str:
    state = home.state(entity.id)
    name = _the(entity)
    if state.state == UNAVAILABLE:
        return f"{name} is unavailable: it cannot be reached right now."
    if attribute and attribute != "state":
        sensor = _sensor_for(home, entity, attribute)
        return _one(home, sensor, None) if sensor else _attribute(entity, state, attribute)
    if state.state == UNKNOWN and entity.domain != "button":
        return f"I don't know: {_inside(name)} has not reported yet."
    special = _SPECIAL.get(entity.domain)
    return special(entity, state) if special else f"{name} is {shown(entity, state)}."


def _sensor_for(home: Home, entity: Entity, attribute: str) -> Entity | None:
    """Return the sensor that measures what an entity does not report itself."""
    reported = home.state(entity.id).attributes
    if any(reported.get(name) is not None for name in (*SAME.get(attribute, ()), attribute)):
        return None
    for sensor in home.entities_of(("sensor",)):
        is_of_it = sensor.name.lower().startswith(entity.name.lower())
        if is_of_it and sensor.device_class == attribute and entity.domain != "sensor":
            return sensor
    return None


def _attribute(entity: Entity, state: State, attribute: str) -> str:
    if entity.domain == "sensor":
        return f"{_the(entity)} is {shown(entity, state)}."
    for name in (*SAME.get(attribute, ()), attribute):
        value = state.attributes.get(name)
        if value is not None:
            return f"{_the(entity)}: {_words(name)} is {_value(name, value, state)}."
    return f"{_the(entity)} does not report its {_words(attribute)}."


def _value(name: str, value: object, state: State) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if name in _DEGREES:
        return f"{value} {state.attributes.get('temperature_unit', '°C')}"
    if name in FULL and isinstance(value, int | float):
        return f"{round(value * 100 / FULL[name])} %"
    if name == "color_temp_kelvin":
        return f"{value} K"
    if isinstance(value, list | tuple):
        return listed(map(str, value))
    return str(value)


def _words(attribute: str) -> str:
    return {"current_temperature": "temperature", "volume_level": "volume"}.get(
        attribute, attribute.removeprefix("current_").replace("_", " ")
    )


def _light(entity: Entity, state: State) -> str:
    brightness = state.attributes.get("brightness")
    at = ""
    if state.state == "on" and isinstance(brightness, int | float):
        at = f" at {round(brightness * 100 / 255)} %"
    return f"{_the(entity)} is {state.state}{at}."


def _cover(entity: Entity, state: State) -> str:
    position = state.attributes.get("current_position")
    is_between = isinstance(position, int | float) and 0 < position < 100  # noqa: PLR2004 - percent
    return f"{_the(entity)} is {state.state}{f' at {position} %' if is_between else ''}."


def _climate(entity: Entity, state: State) -> str:
    now, target = (state.attributes.get(n) for n in ("current_temperature", "temperature"))
    mode = {"heat": "heating", "cool": "cooling", "heat_cool": "automatic"}.get(
        state.state, state.state.replace("_", " ")
    )
    text = f"{_the(entity)} is {'off' if state.state == 'off' else f'set to {mode}'}"
    text += f", target {target} °C" if target is not None and state.state != "off" else ""
    return text + (f"; it is {now} °C now." if now is not None else ".")


def _weather(entity: Entity, state: State) -> str:
    known = state.attributes
    text = f"The weather is {shown(entity, state)}"
    if known.get("temperature") is not None:
        text += f", {known['temperature']} {known.get('temperature_unit', '°C')}"
    if known.get("humidity") is not None:
        text += f", humidity {known['humidity']} %"
    if known.get("wind_speed") is not None:
        text += f", wind {known['wind_speed']} {known.get('wind_speed_unit', 'km/h')}"
    return text + "."


def _player(entity: Entity, state: State) -> str:
    title, artist = (state.attributes.get(n) for n in ("media_title", "media_artist"))
    what = f" {title}" + (f" by {artist}" if artist else "") if title else ""
    is_on_something = state.state in {"playing", "paused"}
    return f"{_the(entity)} is {state.state}{what if is_on_something else ''}."


def _todo(entity: Entity, state: State) -> str:
    items = summaries(state.attributes.get("items"), "needs_action")
    if not items:
        return f"There is nothing on {_the(entity)}."
    return f"On {_the(entity)}: {listed(items)}."


def _calendar(entity: Entity, state: State) -> str:
    events = state.attributes.get("events")
    if not isinstance(events, list | tuple) or not events:
        return f"There is nothing in {_the(entity)}."
    said = [f"{e.get('summary')} ({e.get('start')})" for e in events if isinstance(e, dict)]
    return f"In {_the(entity)}: {listed(said[:MOST_NAMED])}."


_SPECIAL: dict[str, Callable[[Entity, State], str]] = {
    "light": _light, "cover": _cover, "climate": _climate, "weather": _weather,
    "media_player": _player, "todo": _todo, "calendar": _calendar,
}  # fmt: skip


def _the(entity: Entity) -> str:
    name = entity.name
    if entity.domain != "sensor":
        return name
    return name if name.lower().startswith(("the ", "my ")) else f"The {_in_sentence(name)}"


def _inside(name: str) -> str:
    return f"the {name[4:]}" if name.startswith("The ") else name


def _in_sentence(name: str) -> str:
    """Lower a first word that is capitalised like any first word: "Nursery temperature"."""
    first, _, rest = name.partition(" ")
    is_plain = first[1:].islower() and (not rest or rest == rest.lower())
    return f"{first.lower()} {rest}".strip() if is_plain else name


def _wanted_words(entities: Sequence[Entity], wanted: str) -> str:
    binary = entities[0].domain == "binary_sensor" and wanted in {"on", "off"}
    return in_words(wanted, entities[0].device_class) if binary else wanted.replace("_", " ")


def _names(home: Home, entities: Sequence[Entity]) -> str:
    if len(entities) > MOST_NAMED:
        return f"{len(entities)} of them"
    return listed(full_name(home, entity) for entity in entities)


def _unsure(home: Home, unsure: Sequence[Entity]) -> str:
    return f" I can't tell about {_names(home, unsure)}." if unsure else ""


def _are(entities: Sequence[Entity]) -> str:
    return "is" if len(entities) == 1 else "are"


def _which(home: Home, entities: Sequence[Entity], query: Query) -> str:
    wanted = query.wanted or "on"
    yes, _, unsure = split(home, entities, wanted)
    words = _wanted_words(entities, wanted)
    text = f"{_names(home, yes)} {_are(yes)} {words}." if yes else f"None is {words}."
    return text + _unsure(home, unsure)


def _count(home: Home, entities: Sequence[Entity], query: Query) -> str:
    wanted = query.wanted or "on"
    yes, _, unsure = split(home, entities, wanted)
    words = _wanted_words(entities, wanted)
    if not yes:
        return f"None of {len(entities)} is {words}." + _unsure(home, unsure)
    named = f": {_names(home, yes)}" if len(yes) <= MOST_NAMED else ""
    return f"{len(yes)} {_are(yes)} {words}{named}." + _unsure(home, unsure)


def _any(home: Home, entities: Sequence[Entity], query: Query) -> str:
    wanted = query.wanted or "on"
    if len(entities) == 1:
        return _all(home, entities, query)
    yes, _, unsure = split(home, entities, wanted)
    words = _wanted_words(entities, wanted)
    if yes:
        return f"Yes, {_names(home, yes)} {_are(yes)} {words}." + _unsure(home, unsure)
    known = "" if not unsure else " that I can see"
    return f"No, none is {words}{known}." + _unsure(home, unsure)


def _all(home: Home, entities: Sequence[Entity], query: Query) -> str:
    wanted = query.wanted or "on"
    yes, no, unsure = split(home, entities, wanted)
    words = _wanted_words(entities, wanted)
    if len(entities) == 1:
        return _yes_or_no(home, entities[0], words, is_so=bool(yes), is_unsure=bool(unsure))
    if no:
        others = [f"{full_name(home, e)} is {shown(e, home.state(e.id))}" for e in no[:MOST_NAMED]]
        return f"No, {listed(others)}." + _unsure(home, unsure)
    if unsure:
        return f"All that I can see {_are(yes)} {words}." + _unsure(home, unsure)
    return f"Yes, {'both' if len(yes) == 2 else 'all'} are {words}."  # noqa: PLR2004 - a pair


def _yes_or_no(home: Home, entity: Entity, words: str, *, is_so: bool, is_unsure: bool) -> str:
    state = home.state(entity.id)
    name = full_name(home, entity)
    if is_unsure:
        why = "cannot be reached" if state.state == UNAVAILABLE else "has not reported yet"
        return f"I can't tell: {name} {why}."
    if is_so:
        return f"Yes, {name} is {words}."
    return f"No, {name} is {shown(entity, state)}."


_TEXT: dict[str, Callable[[Home, Sequence[Entity], Query], str]] = {
    "state": _state, "which": _which, "count": _count, "any": _any, "all": _all,
}  # fmt: skip
