"""Intents that only ask: states, temperatures, the weather, the time; nothing here moves."""

from collections.abc import Callable

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.home.plan import Answer, Question, Refusal, Request
from hub.language.answers import answer
from hub.language.candidate import Query, QueryKind
from hub.language.meaning import Meaning
from hub.language.resolve import resolve
from hub.language.speech import say, word
from hub.language.worded.zones import zone_of

Result = Answer | Question | Refusal

_KINDS: dict[str, QueryKind] = {
    "any": "any", "all": "all", "which": "which", "how_many": "count", "one_yesno": "all",
}  # fmt: skip
_ALL_READABLE = (
    "light", "switch", "fan", "cover", "lock", "valve", "climate", "media_player", "vacuum",
    "sensor", "binary_sensor", "number", "select", "todo", "weather", "calendar",
)  # fmt: skip
# What measures its own inside, not the room, as six languages call it.
_APPLIANCES = (
    "fridge", "freezer", "oven", "kühlschrank", "gefrier", "backofen", "frigo", "congél", "four",
    "nevera", "frigorífico", "congelador", "horno", "forno", "koelkast", "vriezer",
)  # fmt: skip
# What home-assistant-intents wants said to talk that is no order.
_GREETINGS = frozenset({"hello", "listening", "data", "commands", "creator"})


def _state(home: Home, meaning: Meaning, request: Request) -> Result | None:
    people = [i for i in meaning.entity_ids if i.startswith("person.")]
    if meaning.domain == "person" or (people and len(people) == len(meaning.entity_ids)):
        return _where(home, meaning, request)
    found = resolve(home, meaning, request, _ALL_READABLE)
    if not isinstance(found, list):
        return found
    targets = tuple(entity.id for entity in found)
    kind = _KINDS.get(meaning.response or "", "state")
    wanted = meaning.values.get("state")
    attribute = meaning.values.get("attribute")
    query = Query(
        kind,
        targets,
        str(wanted) if wanted is not None else None,
        str(attribute) if attribute is not None else None,
    )
    return answer(home, query, request.language)


def _where(home: Home, meaning: Meaning, request: Request) -> Result | None:
    """Answer who is where; None if what was said is no place people can be at."""
    said = meaning.values.get("state")
    zone = zone_of(home, str(said), request.language) if said is not None else None
    if said is not None and zone is None and not meaning.entity_ids:
        return None
    people = [home.entity(i) for i in meaning.entity_ids] or list(home.entities_of(("person",)))
    if not people:
        return Refusal(text=say(request.language, "nobody_known"), code="no_target")
    kind = _KINDS.get(meaning.response or "", "state")
    query = Query(kind, _ids(people), zone or (str(said) if said is not None else None))
    return answer(home, query, request.language)


def _temperature(home: Home, meaning: Meaning, request: Request) -> Result | None:
    if meaning.entity_ids:
        query = Query("state", meaning.entity_ids, attribute="current_temperature")
        return answer(home, query, request.language)
    return _measured(home, meaning, request, "temperature")


def _measure(home: Home, meaning: Meaning, request: Request) -> Result | None:
    if meaning.entity_ids:
        return answer(home, Query("state", meaning.entity_ids), request.language)
    return _measured(home, meaning, request, str(meaning.values["what"]))


def _measured(home: Home, meaning: Meaning, request: Request, what: str) -> Result | None:
    area_id = meaning.area_id
    if area_id is None and meaning.floor_id is None:
        area_id = request.area_id
    place = Meaning(meaning.intent, area_id=area_id, floor_id=meaning.floor_id)
    near = resolve(home, place, request, ("sensor", "climate"))
    everywhere = near if isinstance(near, list) else []
    sensors = [e for e in everywhere if e.domain == "sensor" and e.device_class == what]
    attribute = f"current_{what}"
    climates = [
        e
        for e in everywhere
        if e.domain == "climate" and home.state(e.id).attributes.get(attribute) is not None
    ]
    is_known = any(home.state(entity.id).is_available for entity in sensors)
    found: list[Answer] = []
    rooms = _room_first(sensors)
    if climates and not set(rooms) - set(_appliances(sensors)):
        rooms = []
    if rooms and (is_known or not climates):
        found.append(answer(home, Query("state", _ids(rooms)), request.language))
    if climates and (not found or meaning.is_area_said):
        query = Query("state", _ids(climates), attribute=attribute)
        found.append(answer(home, query, request.language))
    if found:
        entities = tuple(entity for each in found for entity in each.entities)
        return Answer(text=" ".join(each.text for each in found), entities=entities)
    area = home.areas.get(meaning.area_id) if meaning.area_id else None
    said = word(request.language, f"kind.{what}", what.replace("_", " "))
    key = "nothing_measures_in" if area else "nothing_measures"
    text = say(request.language, key, what=said, place=area.name if area else "")
    return Refusal(text=text, code="no_target")


def _room_first(sensors: list[Entity]) -> list[Entity]:
    appliances = _appliances(sensors)
    return [sensor for sensor in sensors if sensor not in appliances] or sensors


def _appliances(sensors: list[Entity]) -> list[Entity]:
    return [s for s in sensors if any(word in s.name.lower() for word in _APPLIANCES)]


def _ids(entities: list[Entity]) -> tuple[EntityId, ...]:
    return tuple(entity.id for entity in entities)


def _weather(home: Home, meaning: Meaning, request: Request) -> Result | None:
    found = resolve(home, meaning, request, ("weather",))
    if not isinstance(found, list):
        return (
            found
            if meaning.entity_ids
            else Refusal(text=say(request.language, "no_weather"), code="no_target")
        )
    return answer(home, Query("state", (found[0].id,)), request.language)


def _time(home: Home, meaning: Meaning, request: Request) -> Result | None:
    del meaning
    return Answer(text=say(request.language, "time_is", time=f"{home.now().astimezone():%H:%M}"))


def _date(home: Home, meaning: Meaning, request: Request) -> Result | None:
    del meaning
    language, now = request.language, home.now().astimezone()
    weekday = word(language, f"weekday.{now.weekday()}", f"{now:%A}")
    month = word(language, f"month.{now.month}", f"{now:%B}")
    text = say(language, "date_is", weekday=weekday, day=now.day, month=month, year=now.year)
    return Answer(text=text)


def _greeting(home: Home, meaning: Meaning, request: Request) -> Result | None:
    del home
    key = meaning.response if meaning.response in _GREETINGS else "hello"
    return Answer(text=say(request.language, key))


def _never_mind(home: Home, meaning: Meaning, request: Request) -> Result | None:
    del home, meaning
    return Answer(text=say(request.language, "never_mind"))


ASKING: dict[str, Callable[[Home, Meaning, Request], Result | None]] = {
    "HassGetState": _state,
    "HassClimateGetTemperature": _temperature,
    "HassGetMeasure": _measure,
    "HassGetWeather": _weather,
    "HassGetCurrentTime": _time,
    "HassGetCurrentDate": _date,
    "HassRespond": _greeting,
    "HassNevermind": _never_mind,
}
