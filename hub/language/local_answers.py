"""Answers in the languages other than English, short on grammar: names, colons, states."""

from collections.abc import Callable, Sequence

from hub.home.domains.household import summaries
from hub.home.home import Home
from hub.home.model import UNAVAILABLE, UNKNOWN, Entity, State
from hub.language.answer_states import FULL, MOST_NAMED, SAME, split
from hub.language.candidate import Query
from hub.language.resolve import full_name
from hub.language.speech import joined, say, word

_DEGREES = "°C"


def local_text(home: Home, entities: Sequence[Entity], query: Query, language: str) -> str:
    """Answer `query` in a language that there are words for."""
    if not entities:
        return say(language, "nothing_like_that")
    return _TEXT[query.kind](_Telling(home, language), entities, query)


class _Telling:
    """Says how things are, in one language."""

    def __init__(self, home: Home, language: str) -> None:
        self.home = home
        self.language = language

    def say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)

    def state_word(self, entity: Entity, state: str) -> str:
        """Say a state in a word: "offen", "an"."""
        if entity.domain == "weather":
            return word(self.language, f"weather.{state}", state)
        is_binary = entity.domain == "binary_sensor"
        group = f"binary.{entity.device_class}" if is_binary else entity.domain
        anyhow = word(self.language, f"any.{state}", state.replace("_", " "))
        if entity.domain in {"select", "sensor"}:
            return state
        return word(self.language, f"{group}.{state}", anyhow)

    def shown(self, entity: Entity) -> str:
        """Say an entity's state with its unit."""
        state = self.home.state(entity.id)
        unit = state.attributes.get("unit_of_measurement")
        text = self.state_word(entity, state.state)
        return f"{text} {unit}" if unit else text

    def names(self, entities: Sequence[Entity]) -> str:
        return joined(self.language, (full_name(self.home, entity) for entity in entities))

    def unsure(self, entities: Sequence[Entity]) -> str:
        return f" {self.say('unsure', names=self.names(entities))}" if entities else ""

    def wanted(self, entities: Sequence[Entity], query: Query) -> str:
        return self.state_word(entities[0], query.wanted or "on")

    def one(self, entity: Entity, attribute: str | None) -> str:
        state = self.home.state(entity.id)
        if state.state == UNAVAILABLE:
            return self.say("unavailable", name=entity.name)
        if attribute and attribute != "state" and entity.domain != "sensor":
            return self.attribute(entity, state, attribute)
        if state.state == UNKNOWN and entity.domain not in {"button", "scene"}:
            return self.say("not_reported", name=entity.name)
        special = _SPECIAL.get(entity.domain)
        if special is not None:
            return special(self, entity, state)
        return self.say("state_is", name=entity.name, state=self.shown(entity))

    def attribute(self, entity: Entity, state: State, attribute: str) -> str:
        plain = attribute.removeprefix("current_").replace("_level", "")
        said = word(self.language, f"kind.{plain}", plain.replace("_", " "))
        for name in (*SAME.get(attribute, ()), attribute):
            value = state.attributes.get(name)
            if value is not None:
                text = _value(name, value)
                return self.say("attribute_is", name=entity.name, attribute=said, value=text)
        return self.say("no_attribute", name=entity.name, attribute=said)


def _value(name: str, value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if name in FULL:
            return f"{round(value * 100 / FULL[name])} %"
        if "temp" in name:
            return f"{value:g} {'K' if 'kelvin' in name else _DEGREES}"
    return str(value)


def _light(telling: _Telling, entity: Entity, state: State) -> str:
    brightness = state.attributes.get("brightness")
    if state.state == "on" and isinstance(brightness, int | float):
        return telling.say("light_at", name=entity.name, level=round(brightness * 100 / 255))
    return telling.say("state_is", name=entity.name, state=telling.shown(entity))


def _cover(telling: _Telling, entity: Entity, state: State) -> str:
    position = state.attributes.get("current_position")
    said = telling.shown(entity)
    if isinstance(position, int | float) and 0 < position < FULL["current_position"]:
        return telling.say("cover_at", name=entity.name, state=said, level=position)
    return telling.say("state_is", name=entity.name, state=said)


def _climate(telling: _Telling, entity: Entity, state: State) -> str:
    now, target = (state.attributes.get(n) for n in ("current_temperature", "temperature"))
    key = "climate_is" if target is None or state.state == "off" else "climate_target"
    said = telling.state_word(entity, state.state)
    text = telling.say(key, name=entity.name, state=said, target=target)
    return f"{text} {telling.say('it_is_now', value=now)}" if now is not None else text


def _weather(telling: _Telling, entity: Entity, state: State) -> str:
    said = [telling.shown(entity)]
    known = state.attributes
    if known.get("temperature") is not None:
        said.append(f"{known['temperature']} {known.get('temperature_unit', _DEGREES)}")
    if known.get("humidity") is not None:
        said.append(f"{word(telling.language, 'kind.humidity', '')} {known['humidity']} %")
    if known.get("wind_speed") is not None:
        said.append(f"{known['wind_speed']} {known.get('wind_speed_unit', 'km/h')}")
    return telling.say("weather_is", state=", ".join(said))


def _player(telling: _Telling, entity: Entity, state: State) -> str:
    title = state.attributes.get("media_title")
    said = telling.shown(entity)
    if title and state.state in {"playing", "paused"}:
        said = f"{said}, {title}"
    return telling.say("state_is", name=entity.name, state=said)


def _todo(telling: _Telling, entity: Entity, state: State) -> str:
    items = summaries(state.attributes.get("items"), "needs_action")
    if not items:
        return telling.say("list_empty", name=entity.name)
    return telling.say("list_has", name=entity.name, items=joined(telling.language, items))


def _calendar(telling: _Telling, entity: Entity, state: State) -> str:
    events = state.attributes.get("events")
    found = [e for e in events if isinstance(e, dict)] if isinstance(events, list | tuple) else []
    if not found:
        return telling.say("list_empty", name=entity.name)
    items = joined(
        telling.language, (f"{e.get('summary')} ({e.get('start')})" for e in found[:MOST_NAMED])
    )
    return telling.say("list_has", name=entity.name, items=items)


def _person(telling: _Telling, entity: Entity, state: State) -> str:
    key = {"home": "person_home", "not_home": "person_away"}.get(state.state, "person_at")
    return telling.say(key, name=entity.name, place=state.state)


_SPECIAL: dict[str, Callable[[_Telling, Entity, State], str]] = {
    "light": _light, "cover": _cover, "climate": _climate, "weather": _weather,
    "media_player": _player, "todo": _todo, "calendar": _calendar, "person": _person,
}  # fmt: skip


def _state(telling: _Telling, entities: Sequence[Entity], query: Query) -> str:
    return " ".join(telling.one(entity, query.attribute) for entity in entities[:MOST_NAMED])


def _which(telling: _Telling, entities: Sequence[Entity], query: Query) -> str:
    yes, _, unsure = split(telling.home, entities, query.wanted or "on")
    said = telling.wanted(entities, query)
    if not yes:
        return telling.say("none_is", state=said) + telling.unsure(unsure)
    key = "which_is" if len(yes) == 1 else "which_are"
    return telling.say(key, names=telling.names(yes), state=said) + telling.unsure(unsure)


def _count(telling: _Telling, entities: Sequence[Entity], query: Query) -> str:
    yes, _, unsure = split(telling.home, entities, query.wanted or "on")
    said = telling.wanted(entities, query)
    if not yes:
        return telling.say("count_none", count=len(entities), state=said) + telling.unsure(unsure)
    names = telling.names(yes[:MOST_NAMED])
    text = telling.say("count_is", count=len(yes), state=said, names=names)
    return text + telling.unsure(unsure)


def _any(telling: _Telling, entities: Sequence[Entity], query: Query) -> str:
    if len(entities) == 1:
        return _all(telling, entities, query)
    yes, _, unsure = split(telling.home, entities, query.wanted or "on")
    said = telling.wanted(entities, query)
    if not yes:
        return telling.say("no_none", state=said) + telling.unsure(unsure)
    key = "yes_is" if len(yes) == 1 else "yes_are"
    return telling.say(key, names=telling.names(yes), state=said) + telling.unsure(unsure)


def _all(telling: _Telling, entities: Sequence[Entity], query: Query) -> str:
    yes, no, unsure = split(telling.home, entities, query.wanted or "on")
    said = telling.wanted(entities, query)
    if len(entities) == 1:
        entity = entities[0]
        if unsure:
            return telling.one(entity, None)
        key, state = ("yes_is", said) if yes else ("no_is", telling.shown(entity))
        return telling.say(key, names=full_name(telling.home, entity), state=state)
    if no:
        others = joined(telling.language, (
            telling.say("item_is", name=full_name(telling.home, e), state=telling.shown(e))
            for e in no[:MOST_NAMED]
        ))  # fmt: skip
        return telling.say("no_are", names=others) + telling.unsure(unsure)
    if unsure:
        key = "which_is" if len(yes) == 1 else "which_are"
        text = telling.say(key, names=telling.names(yes), state=said) if yes else ""
        return f"{text}{telling.unsure(unsure)}".strip()
    return telling.say("all_are", state=said)


_TEXT: dict[str, Callable[[_Telling, Sequence[Entity], Query], str]] = {
    "state": _state, "which": _which, "count": _count, "any": _any, "all": _all,
}  # fmt: skip
