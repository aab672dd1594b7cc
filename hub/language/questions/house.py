"""Questions about the house as a whole: is it safe, who is home, which rooms, the day, the sky."""

import re

from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.model import Entity
from hub.home.plan import Answer, Refusal
from hub.language.answers import shown
from hub.language.questions.naming import MOST_NAMED, are, area_id_of, ids, names
from hub.language.questions.scope import Scope
from hub.language.questions.wanted import is_in
from hub.language.resolve import full_name, listed

_SAFE = re.compile(
    r"\b(?:is|are) (?:the |my |our )?(?:house|home|everything|we|place|apartment|flat)"
    r" (?:\w+ )?(?:safe|secure|secured|locked up|ok|okay|fine|shut|locked)\b"
    r"|^(?:is it )?safe to (?:leave|go|sleep)|^is it safe to\b"
    r"|\b(?:ready|safe) (?:for bed|to leave)\b"
)
_OPENINGS = ("lock", "cover", "binary_sensor")
_DOORS = frozenset({"door", "window", "garage_door", "opening", "garage", "gate"})
_DARK = re.compile(
    r"\b(?:is|was) it (?:still |already )?(?:dark|light|day|night) ?(?:out|outside)?\b"
)
_FORECAST = re.compile(
    r"\b(?:will|is|going|gonna)\b.*\b(?:rain|snow|storm|sunny|weather|cold|warm|hot)\w*\b.*"
    r"\b(?:tomorrow|tonight|later|week|weekend|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|next)\b|\b(?:forecast|weather)\b.*\b(?:tomorrow|tonight|week|weekend|next)\b"
)
_WHO_IS_HOME = re.compile(
    r"^(?:who(?:s| is|se)? (?:all )?(?:at )?(?:home|in|here)"
    r"|is (?:anyone|anybody|someone|somebody|everyone|everybody|nobody) (?:at )?(?:home|in|here))\b"
)
_ROOMS = re.compile(
    r"^(?:what|which|how many|list|show me)(?: all)?(?: the| my| our)? (?:rooms|areas)\b"
)
_WARMER = re.compile(
    r"\b(?:warmer|hotter|colder|cooler)\b(?=.*\bor\b)|\b(?:warmest|hottest|coldest|coolest)\b"
)


def _safe(said: str, home: Home, scope: Scope) -> Answer | None:
    """Tell what is unlocked, open or on: "is the house locked up?", "is it safe to leave?"."""
    if not _SAFE.search(said) or scope.is_named or scope.kind:
        return None
    open_ = [e for e in home.entities_of(_OPENINGS) if _is_gaping(home, e)]
    on = [e for e in home.entities_of(("light", "media_player")) if _is_on(home, e)]
    if not open_:
        lights = f" Still on: {names(home, on)}." if on else ""
        return Answer(text=f"Yes, every door, window and lock I know of is shut.{lights}")
    said_open = [f"{full_name(home, e)} is {shown(e, home.state(e.id))}" for e in open_]
    text = f"No: {listed(said_open[:MOST_NAMED])}."
    return Answer(text=text, entities=tuple(e.id for e in open_))


def _is_gaping(home: Home, entity: Entity) -> bool:
    state = home.state(entity.id).state
    if entity.domain == "lock":
        return state in {"unlocked", "unlocking", "open", "jammed"}
    is_opening = entity.device_class in _DOORS
    return is_opening and state in {"open", "opening", "on"}


def _is_on(home: Home, entity: Entity) -> bool:
    return is_in(entity, home.state(entity.id).state, "on")


def _outside(said: str, home: Home, scope: Scope) -> Answer | Refusal | None:
    """Answer about the day, the sky and the weather to come."""
    del scope
    if re.match(r"what day\b|what(?:s| is) (?:the day|today)\b|which day\b", said):
        now = home.now().astimezone()
        return Answer(text=f"It is {now:%A}, {now.day} {now:%B} {now.year}.")
    if _DARK.search(said):
        sun = next(home.entities_of(("sun",)), None)
        if sun is None or not home.state(sun.id).is_available:
            return Refusal(text="Nothing here knows where the sun is.", code="no_target")
        is_up = home.state(sun.id).state == "above_horizon"
        return Answer(text=f"The sun is {'up' if is_up else 'down'}.", entities=(sun.id,))
    if _FORECAST.search(said):
        return Refusal(text="I don't know the weather to come, only how it is.", code="unsupported")
    return None


def _persons(said: str, home: Home, scope: Scope) -> Answer | Refusal | None:
    """Tell who is at home."""
    del scope
    if not _WHO_IS_HOME.search(said):
        return None
    persons = list(home.entities_of(("person",)))
    if not persons:
        return Refusal(text="I don't know who is where yet.", code="unsupported")
    there = [e for e in persons if home.state(e.id).state == "home"]
    text = f"{names(home, there)} {are(there)} at home." if there else "Nobody is at home."
    return Answer(text=text, entities=ids(persons))


def _rooms(said: str, home: Home, scope: Scope) -> Answer | None:
    """Tell rooms: all, those of a floor, those that have something, the warmest."""
    if not _ROOMS.search(said):
        return None
    if scope.entities:
        found = {a.id: a.name for e in scope.entities if (a := home.area_of(e))}
        where = f": {listed(found.values())}" if found else ""
        return Answer(text=f"{len(found)} of {len(home.areas)} areas{where}.", entities=())
    areas = [a for a in home.areas.values() if not scope.places or a.id in scope.places]
    called = [area.name for area in areas]
    return Answer(text=f"There are {len(called)} areas: {listed(called)}." if called else "None.")


def _compared(said: str, home: Home, scope: Scope) -> Answer | None:
    """Compare the temperatures of places: "is it warmer here or there?", "the coldest room"."""
    found = _WARMER.search(said)
    if found is None:
        return None
    known = {
        home.areas[area_id].name: value
        for area_id in (scope.places or home.areas)
        if (value := _warmth(home, area_id)) is not None
    }
    if len(known) < 2:  # noqa: PLR2004 - one alone can't be compared
        return None
    pick = max if found[0].startswith(("warm", "hot")) else min
    best = pick(known, key=lambda name: known[name])
    others = [f"{name} {value:g} °C" for name, value in known.items() if name != best]
    end = f"; {listed(others)}" if len(others) <= MOST_NAMED else ""
    return Answer(text=f"{best}: {known[best]:g} °C{end}.")


def _warmth(home: Home, area_id: AreaId) -> float | None:
    """Return the temperature of an area in °C, from its sensor or else its thermostat."""
    there = [e for e in home.entities_of(("sensor", "climate")) if area_id_of(home, e) == area_id]
    for entity in sorted(there, key=lambda one: one.domain, reverse=True):
        state = home.state(entity.id)
        if entity.domain == "sensor" and entity.device_class != "temperature":
            continue
        value = (
            state.state
            if entity.domain == "sensor"
            else state.attributes.get("current_temperature")
        )
        try:
            return float(str(value))
        except ValueError:
            continue
    return None


ABOUT_THE_HOUSE = (_safe, _outside, _persons, _compared, _rooms)
