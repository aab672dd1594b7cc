"""Questions about how things are now: yes or no, which, how many, how much, where."""

import re
from collections.abc import Sequence

from hub.home.domains.household import summaries
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import UNAVAILABLE, Entity, State
from hub.home.plan import Answer, Refusal
from hub.language.answers import answer, shown
from hub.language.candidate import Query
from hub.language.names import plain
from hub.language.questions.scope import Scope
from hub.language.questions.wanted import applies, is_in, wanted_state
from hub.language.resolve import full_name, listed

# More than this many are counted, not named.
_MOST_NAMED = 8

_EXISTS = re.compile(
    r"^(?:do|have) (?:i|we|you) (?:have|own|got|know)\b|^(?:is|are) there (?:an?|any)\b"
    r"|^(?:what|which) (?:\w+ ){1,2}(?:do (?:i|we|you) have|are there|do you know|exist|can you)\b"
    r"|^how many (?:\w+ ){1,3}(?:do (?:i|we|you) have|are there(?! on| open| off)|exist)\b"
    r"|^(?:what|which) (?:devices|things|lights|sensors|switches)? ?(?:are|is) (?:there )?in\b"
    r"|^(?:list|show me|tell me|name) (?:all |every )?(?:the |my |our )?(?!if|whether|what|how)"
)
_HOW_MANY = re.compile(r"^(?:how many|count)\b|\bnumber of\b")
_WHICH = re.compile(r"^(?:which|what|whats|list|show me|tell me which|tell me what|name)\b")
_WHERE = re.compile(r"^where(?:s| is| are)?\b")
_ALL = re.compile(r"\b(?:all|every|everything|both|each)\b")
_SAFE = re.compile(
    r"\b(?:is|are) (?:the |my |our )?(?:house|home|everything|we|place|apartment|flat)"
    r" (?:\w+ )?(?:safe|secure|secured|locked up|ok|okay|fine|shut|locked)\b"
    r"|^(?:is it )?safe to (?:leave|go|sleep)|^is it safe to\b"
    r"|\b(?:ready|safe) (?:for bed|to leave)\b"
)
_COMFORT = re.compile(r"\b(?:hot|warm|cold|cool|chilly|freezing)\b")
_MEASURES: tuple[tuple[str, str], ...] = (
    (r"how (?:warm|hot|cold|cool)|temperature", "temperature"),
    (r"how (?:humid|damp)|humidity", "humidity"),
    (r"how bright|brightness|dimmed", "brightness"),
    (r"how loud|volume", "volume"),
    (r"how fast|\bspeed\b", "speed"),
    (r"how far|position|how (?:open|closed)", "position"),
    (r"battery|how full|charged", "battery"),
    (r"colou?r temperature", "color_temp_kelvin"),
    (r"what colou?r|colou?r", "color"),
    (r"how much power|\bpower\b|watts?", "power"),
    (r"how much energy|\benergy\b", "energy"),
    (r"\bsource\b|\binput\b", "source"),
    (r"\bpreset\b", "preset_mode"),
    (r"\bmode\b", "mode"),
)
_MEASURE_PATTERNS = tuple((re.compile(pattern), name) for pattern, name in _MEASURES)
_TARGET = re.compile(r"\b(?:set (?:to|at|for)|target|setpoint)\b")
_PLAYING = re.compile(r"^what(?:s| is)? (?:playing|this (?:song|track)|on)\b|\b(?:song|track)\b")
_OPENINGS = ("lock", "cover", "binary_sensor")
_DOORS = frozenset({"door", "window", "garage_door", "opening", "garage", "gate"})


def about_states(said: str, home: Home, scope: Scope) -> Answer | Refusal | None:
    """Answer plain words that ask how things are; None if they are not understood."""
    for one in (_safe, _outside, _playing, _listed, _existing, _where, _measured, _states, _told):
        found = one(said, home, scope)
        if found is not None:
            return found
    return None


def _safe(said: str, home: Home, scope: Scope) -> Answer | None:
    """Tell what is unlocked, open or on: "is the house locked up?", "is it safe to leave?"."""
    if not _SAFE.search(said) or scope.is_named or scope.kind:
        return None
    open_ = [e for e in home.entities_of(_OPENINGS) if _is_gaping(home, e)]
    on = [e for e in home.entities_of(("light", "media_player")) if _is_on(home, e)]
    if not open_:
        lights = f" Still on: {_names(home, on)}." if on else ""
        return Answer(text=f"Yes, every door, window and lock I know of is shut.{lights}")
    said_open = [f"{full_name(home, e)} is {shown(e, home.state(e.id))}" for e in open_]
    text = f"No: {listed(said_open[:_MOST_NAMED])}."
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


_DARK = re.compile(
    r"\b(?:is|was) it (?:still |already )?(?:dark|light|day|night) ?(?:out|outside)?\b"
)
_FORECAST = re.compile(
    r"\b(?:will|is|going|gonna)\b.*\b(?:rain|snow|storm|sunny|weather|cold|warm|hot)\w*\b.*"
    r"\b(?:tomorrow|tonight|later|week|weekend|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|next)\b|\b(?:forecast|weather)\b.*\b(?:tomorrow|tonight|week|weekend|next)\b"
)


def _listed(said: str, home: Home, scope: Scope) -> Answer | None:
    """Answer whether something is on a list: "is milk on the shopping list?"."""
    lists = [e for e in scope.entities if e.domain == "todo"]
    asked = re.match(r"(?:is|are|do i have|have i got) (?:there )?(?:any )?(.+?) on \w", said)
    if len(lists) != 1 or asked is None:
        return None
    items = summaries(home.state(lists[0].id).attributes.get("items"), "needs_action")
    found = [item for item in items if plain(asked[1]) in plain(item)]
    start = f"Yes, {listed(found)} is" if found else f"No, {asked[1]} is not"
    return Answer(text=f"{start} on {lists[0].name}.", entities=(lists[0].id,))


def _playing(said: str, home: Home, scope: Scope) -> Answer | None:
    if not _PLAYING.search(said) or (scope.kind and scope.kind not in _PLAYERS):
        return None
    if "playing" not in said and not re.search(r"\b(?:song|track)\b", said):
        return None
    pool = [e for e in scope.entities if e.domain == "media_player"]
    pool = pool or list(home.entities_of(("media_player",)))
    playing = [e for e in pool if home.state(e.id).state == "playing"]
    if not pool:
        return None
    if not playing:
        return Answer(text="Nothing is playing.", entities=tuple(e.id for e in pool))
    return answer(home, Query("state", tuple(e.id for e in playing)))


_PLAYERS = frozenset({"tv", "speaker", "music", "radio", "player", "stereo", "telly", "media"})


def _existing(said: str, home: Home, scope: Scope) -> Answer | None:
    """Tell what there is: "how many lights do I have?", "which devices are in the kitchen?"."""
    if re.search(r"\b(?:rooms|areas)\b", said) and _EXISTS.search(said):
        names = [area.name for area in home.areas.values()]
        return Answer(text=f"There are {len(names)} areas: {listed(names)}." if names else "None.")
    if not _EXISTS.search(said) or not scope.entities or wanted_state(said) is not None:
        return None
    if scope.is_thing and not scope.places:
        kinds: dict[str, int] = {}
        for entity in home.entities_of():
            kinds[entity.domain] = kinds.get(entity.domain, 0) + 1
        counted = [f"{n} x {kind.replace('_', ' ')}" for kind, n in sorted(kinds.items())]
        return Answer(text=f"There are {sum(kinds.values())}: {listed(counted)}.")
    there = [e for e in scope.entities if e.entity_category is None]
    if _HOW_MANY.search(said):
        text = f"There are {len(there)}{_after_colon(home, there)}."
        return Answer(text=text, entities=_ids(there))
    text = f"Yes: {_names(home, there)}." if not _WHICH.search(said) else f"{_names(home, there)}."
    return Answer(text=text, entities=_ids(there))


def _where(said: str, home: Home, scope: Scope) -> Answer | None:
    if not _WHERE.search(said) or not scope.entities:
        return None
    texts = []
    for entity in scope.entities[:_MOST_NAMED]:
        area, state = home.area_of(entity), home.state(entity.id)
        if entity.domain in {"person", "device_tracker"}:
            place = {"home": "at home", "not_home": "away"}.get(state.state, f"at {state.state}")
            texts.append(f"{entity.name} is {place}.")
        else:
            place = f"in {area.name}" if area else "in no area that I know of"
            texts.append(f"{entity.name} is {place}; it is {shown(entity, state)}.")
    return Answer(text=" ".join(texts), entities=_ids(scope.entities))


def _measured(said: str, home: Home, scope: Scope) -> Answer | Refusal | None:
    """Tell a measure: "how loud is the TV?", "what is the thermostat set to?"."""
    if _TARGET.search(said):
        found = [e for e in scope.entities if e.domain in {"climate", "water_heater"}]
        if found:
            return _targets(home, found)
    name = next((name for pattern, name in _MEASURE_PATTERNS if pattern.search(said)), None)
    if name is None and not scope.is_named and _COMFORT.search(said) and scope.places:
        name = "temperature"
    if name is None:
        return None
    if scope.is_named:
        return answer(home, Query("state", _ids(scope.entities), attribute=name))
    pool = [e for e in home.entities_of() if not scope.places or _area(home, e) in scope.places]
    sensors = [e for e in pool if e.domain == "sensor" and e.device_class == name]
    if sensors and scope.kind in {None, "sensor", "battery"}:
        return answer(home, Query("state", _ids(sensors)))
    holders = [e for e in scope.entities or pool if _reports(home.state(e.id), name)]
    if holders:
        return answer(home, Query("state", _ids(holders), attribute=name))
    place = next((home.areas[p].name for p in sorted(scope.places)), None)
    where = f" in {place}" if place else ""
    text = f"Nothing reports the {name.replace('_', ' ')}{where}."
    return Refusal(text=text, code="no_target")


def _targets(home: Home, entities: list[Entity]) -> Answer:
    texts = []
    for entity in entities:
        target = home.state(entity.id).attributes.get("temperature")
        is_off = home.state(entity.id).state == "off"
        how = "off" if is_off else f"set to {target} °C" if target is not None else "without target"
        texts.append(f"{full_name(home, entity)} is {how}.")
    return Answer(text=" ".join(texts), entities=_ids(entities))


_REPORTED = {
    "temperature": ("current_temperature",), "humidity": ("current_humidity",),
    "volume": ("volume_level",), "speed": ("percentage",), "position": ("current_position",),
    "battery": ("battery_level",), "color": ("rgb_color", "color_name", "hs_color"),
    "mode": ("mode", "hvac_mode", "preset_mode"),
}  # fmt: skip


def _reports(state: State, name: str) -> bool:
    return any(state.attributes.get(key) is not None for key in _REPORTED.get(name, (name,)))


def _states(said: str, home: Home, scope: Scope) -> Answer | None:
    """Answer about a state: yes or no, which ones, how many."""
    if not scope.entities:
        return None
    name = plain(scope.entities[0].name) if scope.is_named else ""
    wanted = wanted_state(said, name)
    if wanted is None:
        return None
    able = [e for e in scope.entities if applies(e, wanted) and e.entity_category is None]
    if not able:
        return None
    yes = [e for e in able if is_in(e, home.state(e.id).state, wanted)]
    unsure = [] if wanted == UNAVAILABLE else [e for e in able if not home.state(e.id).is_available]
    return Answer(text=_judged(said, home, (able, yes, unsure), wanted), entities=_ids(able))


def _judged(
    said: str, home: Home, sorted_: tuple[list[Entity], list[Entity], list[Entity]], wanted: str
) -> str:
    able, yes, unsure = sorted_
    word = _WORDS.get(wanted, wanted)
    if len(able) == 1:
        return _yes_or_no(home, able[0], is_so=bool(yes), is_unsure=bool(unsure))
    no = [e for e in able if e not in yes and e not in unsure]
    are = f"{_names(home, yes)} {_are(yes)} {word}."
    if _HOW_MANY.search(said):
        text = f"{len(yes)} of {len(able)} {_are(yes)} {word}{_after_colon(home, yes)}."
    elif _WHICH.search(said):
        text = are if yes else f"None is {word}."
    elif _ALL.search(said) and not re.search(r"\bany", said):
        isnt = f"No, {_names(home, no)} {_are(no)} not {word}."
        text = isnt if no else f"Yes, all {len(yes)} are {word}."
    else:
        text = f"Yes, {are}" if yes else f"No, none is {word}."
    return text + (f" I can't tell about {_names(home, unsure)}." if unsure else "")


def _yes_or_no(home: Home, entity: Entity, *, is_so: bool, is_unsure: bool) -> str:
    name = full_name(home, entity)
    if is_unsure:
        return f"I can't tell: {name} can't be reached."
    return f"{'Yes' if is_so else 'No'}, {name} is {shown(entity, home.state(entity.id))}."


def _after_colon(home: Home, entities: list[Entity]) -> str:
    return f": {_names(home, entities)}" if entities else ""


def _told(said: str, home: Home, scope: Scope) -> Answer | None:
    """Tell the states of what was named: "how is the heating?", "status of the back door"."""
    if not scope.entities or scope.is_thing or len(scope.entities) > _MOST_NAMED:
        return None
    if not _TELLING.search(said):
        return None
    return answer(home, Query("state", _ids(scope.entities)))


_TELLING = re.compile(
    r"^(?:how(?:s| is| are)|what(?:s| is| are)|whats the|tell me|show me|check|status|state of)\b"
    r"|\b(?:status|state|doing)\b"
)
_WORDS = {"heat": "heating", "cool": "cooling"}


def _names(home: Home, entities: list[Entity]) -> str:
    if len(entities) > _MOST_NAMED:
        first = [full_name(home, entity) for entity in entities[:_MOST_NAMED]]
        return listed([*first, f"{len(entities) - _MOST_NAMED} more"])
    return listed(full_name(home, entity) for entity in entities)


def _are(entities: list[Entity]) -> str:
    return "is" if len(entities) == 1 else "are"


def _ids(entities: Sequence[Entity]) -> tuple[EntityId, ...]:
    return tuple(entity.id for entity in entities)


def _area(home: Home, entity: Entity) -> AreaId | None:
    area = home.area_of(entity)
    return area.id if area else None
