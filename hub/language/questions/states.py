"""Questions about how things are now: yes or no, which, how many, how much, where."""

import re

from hub.home.domains.household import summaries
from hub.home.home import Home
from hub.home.model import UNAVAILABLE, Entity, State
from hub.home.plan import Answer, Refusal
from hub.language.absent import words_of
from hub.language.answers import answer, shown
from hub.language.candidate import Query
from hub.language.names import plain
from hub.language.questions.house import ABOUT_THE_HOUSE
from hub.language.questions.naming import MOST_NAMED, are, area_id_of, ids, names
from hub.language.questions.quantities import called, classes_of, quantity_in, unknown_thing
from hub.language.questions.scope import Scope
from hub.language.questions.wanted import applies, is_in, wanted_state
from hub.language.resolve import full_name, listed

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
# "what's the nursery at?", "how is it in the attic?"
_LIKE = re.compile(r"^(?:whats|what is|hows|how is|how are)\b.*(?:\b(?:like|at)$|\bit in\b)")
_COMFORT = re.compile(r"\b(?:hot|warm|cold|cool|chilly|freezing)\b")
_TARGET = re.compile(r"\b(?:set (?:to|at|for)|target|setpoint)\b")
_PLAYING = re.compile(r"^what(?:s| is)? (?:playing|this (?:song|track)|on)\b|\b(?:song|track)\b")


def about_states(said: str, home: Home, scope: Scope) -> Answer | Refusal | None:
    """Answer plain words that ask how things are; None if they are not understood."""
    for one in _ANSWERS:
        found = one(said, home, scope)
        if found is not None:
            return found
    return None


def _listed(said: str, home: Home, scope: Scope) -> Answer | None:
    """Answer whether something is on a list: "is milk on the shopping list?"."""
    lists = [e for e in scope.entities if e.domain == "todo"]
    if not scope.entities and _TO_BUY.search(said):
        known = list(home.entities_of(("todo",)))
        shopping = [e for e in known if "shopping" in plain(e.name) or "grocer" in plain(e.name)]
        lists = shopping or known
        return answer(home, Query("state", ids(lists[:1]))) if lists else None
    asked = re.match(
        r"(?:is|are|(?:do|have) (?:i|we) (?:have|got)) (?:there )?(?:any |some |the )?(.+?) on \w",
        said,
    )
    if len(lists) == 1 and asked is None and _READ_OUT.search(said):
        return answer(home, Query("state", ids(lists)))
    if len(lists) != 1 or asked is None:
        return None
    items = summaries(home.state(lists[0].id).attributes.get("items"), "needs_action")
    found = [item for item in items if plain(asked[1]) in plain(item)]
    start = f"Yes, {listed(found)} is" if found else f"No, {asked[1]} is not"
    return Answer(text=f"{start} on {lists[0].name}.", entities=(lists[0].id,))


_TO_BUY = re.compile(
    r"\b(?:need|have|got|want) to (?:buy|get|shop)\b|\bfrom the (?:shop|store)s?\b"
)
_READ_OUT = re.compile(r"^(?:read|tell|show|list|give|whats|what is|what are|what do|do i have)\b")


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
        return Answer(text=text, entities=ids(there))
    text = f"Yes: {names(home, there)}." if not _WHICH.search(said) else f"{names(home, there)}."
    return Answer(text=text, entities=ids(there))


def _where(said: str, home: Home, scope: Scope) -> Answer | None:
    if not _WHERE.search(said) or not scope.entities:
        return None
    texts = []
    for entity in scope.entities[:MOST_NAMED]:
        area, state = home.area_of(entity), home.state(entity.id)
        if entity.domain in {"person", "device_tracker"}:
            place = {"home": "at home", "not_home": "away"}.get(state.state, f"at {state.state}")
            texts.append(f"{entity.name} is {place}.")
        else:
            place = f"in {area.name}" if area else "in no area that I know of"
            texts.append(f"{entity.name} is {place}; it is {shown(entity, state)}.")
    return Answer(text=" ".join(texts), entities=ids(scope.entities))


def _measured(said: str, home: Home, scope: Scope) -> Answer | Refusal | None:
    """Tell a measure: "how loud is the TV?", "what is the thermostat set to?"."""
    if _TARGET.search(said):
        found = [e for e in scope.entities if e.domain in {"climate", "water_heater"}]
        if found:
            return _targets(home, found)
    name = quantity_in(said)
    is_comfort = bool(_COMFORT.search(said) or _LIKE.match(said))
    if name is None and not scope.entities and is_comfort and scope.places:
        name = "temperature"
    if name is None:
        return None
    if scope.is_named and not scope.is_guessed:
        return answer(home, Query("state", ids(scope.entities), attribute=name))
    is_strange = not (scope.entities or scope.places) or scope.is_guessed
    thing = unknown_thing(said, words_of(home)) if is_strange else None
    measured = _measuring(name, home, scope) if thing is None else None
    return measured or Refusal(text=_unmeasured(name, thing, home, scope), code="no_target")


def _unmeasured(name: str, thing: str | None, home: Home, scope: Scope) -> str:
    if thing is not None:
        return f"I found no {thing} that reports the {called(name)}."
    if scope.is_guessed:
        return f"I found nothing of that name that reports the {called(name)}."
    place = next((home.areas[p].name for p in sorted(scope.places)), None)
    return f"Nothing reports the {called(name)}{f' in {place}' if place else ''}."


def _measuring(name: str, home: Home, scope: Scope) -> Answer | None:
    """Answer from the sensors of a quantity, or else from the devices that report it."""
    pool = [
        e for e in home.entities_of() if not scope.places or area_id_of(home, e) in scope.places
    ]
    sensors = [e for e in pool if e.domain == "sensor" and e.device_class in classes_of(name)]
    sensors = [e for e in sensors if e.device_class == name] or sensors
    if scope.is_guessed or scope.kind not in {None, name, "sensor"}:
        sensors = [e for e in sensors if any(_goes_with(home, e, one) for one in scope.entities)]
    if sensors:
        return answer(home, Query("state", ids(sensors)))
    holders = [e for e in scope.entities or pool if _reports(home.state(e.id), name)]
    return answer(home, Query("state", ids(holders), attribute=name)) if holders else None


def _goes_with(home: Home, sensor: Entity, entity: Entity) -> bool:
    """Tell whether a sensor measures at an entity: same device, or same first words and room."""
    if sensor == entity:
        return True
    if sensor.device_id is not None:
        return sensor.device_id == entity.device_id
    own, other = plain(sensor.name).split(), plain(entity.name).split()
    is_near = area_id_of(home, sensor) == area_id_of(home, entity)
    return is_near and own[:1] == other[:1]


def _targets(home: Home, entities: list[Entity]) -> Answer:
    texts = []
    for entity in entities:
        target = home.state(entity.id).attributes.get("temperature")
        is_off = home.state(entity.id).state == "off"
        how = "off" if is_off else f"set to {target} °C" if target is not None else "without target"
        texts.append(f"{full_name(home, entity)} is {how}.")
    return Answer(text=" ".join(texts), entities=ids(entities))


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
    return Answer(text=_judged(said, home, (able, yes, unsure), wanted), entities=ids(able))


def _judged(
    said: str, home: Home, sorted_: tuple[list[Entity], list[Entity], list[Entity]], wanted: str
) -> str:
    able, yes, unsure = sorted_
    word = _WORDS.get(wanted, wanted)
    if len(able) == 1:
        return _yes_or_no(home, able[0], is_so=bool(yes), is_unsure=bool(unsure))
    no = [e for e in able if e not in yes and e not in unsure]
    so = f"{names(home, yes)} {are(yes)} {word}."
    if _HOW_MANY.search(said):
        text = f"{len(yes)} of {len(able)} {are(yes)} {word}{_after_colon(home, yes)}."
    elif _WHICH.search(said):
        text = so if yes else f"None is {word}."
    elif _ALL.search(said) and not re.search(r"\bany", said):
        isnt = f"No, {names(home, no)} {are(no)} not {word}."
        text = isnt if no else f"Yes, all {len(yes)} are {word}."
    else:
        text = f"Yes, {so}" if yes else f"No, none is {word}."
    return text + (f" I can't tell about {names(home, unsure)}." if unsure else "")


def _yes_or_no(home: Home, entity: Entity, *, is_so: bool, is_unsure: bool) -> str:
    name = full_name(home, entity)
    if is_unsure:
        return f"I can't tell: {name} can't be reached."
    return f"{'Yes' if is_so else 'No'}, {name} is {shown(entity, home.state(entity.id))}."


def _after_colon(home: Home, entities: list[Entity]) -> str:
    return f": {names(home, entities)}" if entities else ""


def _told(said: str, home: Home, scope: Scope) -> Answer | None:
    """Tell the states of what was named: "how is the heating?", "status of the back door"."""
    if not scope.entities or scope.is_thing or len(scope.entities) > MOST_NAMED:
        return None
    if not _TELLING.search(said):
        return None
    return answer(home, Query("state", ids(scope.entities)))


_TELLING = re.compile(
    r"^(?:how(?:s| is| are)|what(?:s| is| are)|whats the|tell me|show me|check|status|state of)\b"
    r"|\b(?:status|state|doing|alright|all right|ok|okay|fine|finished|done|or)\b"
)
_WORDS = {"heat": "heating", "cool": "cooling"}


_ANSWERS = (
    *ABOUT_THE_HOUSE, _playing, _listed, _existing, _where, _measured,
    _states, _told,
)  # fmt: skip
