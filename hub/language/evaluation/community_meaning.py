"""What an intent with its slots comes to in a fixture home, as Home Assistant documents it.

Home Assistant documentation, "Intents": `HassTurnOn` opens covers and valves, locks locks, runs
scenes and scripts; a name, an area, a floor, a domain and a device class each narrow down what is
meant. Where nothing in the home is meant, the only right plan moves nothing.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from hub.home.actions import ACTIONS, parse_command
from hub.home.domains.sensors import in_words
from hub.home.ids import domain_of
from hub.home.step import Step
from hub.language.evaluation.cases import (
    Answers,
    Asks,
    ChoreWanted,
    Does,
    Expected,
    MovesNothing,
    Refuses,
    RuleWanted,
    Wanted,
)
from hub.language.evaluation.community_answers import Agrees, facts_of
from hub.language.evaluation.community_home import (
    CountdownSheet,
    Fixture,
    plain_name,
    shopping_list,
)
from hub.language.evaluation.homes import EntitySheet
from hub.language.evaluation.texts import folded, numbers_in

Slots = Mapping[str, Any]
Order = tuple[str, dict[str, Any]]

_ON = {
    "cover": "open_cover", "valve": "open_valve", "lock": "lock", "vacuum": "start",
    "button": "press", "input_button": "press", "lawn_mower": "start_mowing",
}  # fmt: skip
_OFF = {
    "cover": "close_cover", "valve": "close_valve", "lock": "unlock",
    "vacuum": "return_to_base", "lawn_mower": "dock",
}  # fmt: skip
_SWITCHED = ("light", "switch", "fan")
_MEDIA = {
    "HassMediaPause": "media_pause", "HassMediaUnpause": "media_play",
    "HassMediaNext": "media_next_track", "HassMediaPrevious": "media_previous_track",
}  # fmt: skip
_TIMER_OPS = {
    "HassCancelTimer": "cancel_timers", "HassCancelAllTimers": "cancel_timers",
    "HassPauseTimer": "pause_timers", "HassUnpauseTimer": "resume_timers",
    "HassIncreaseTimer": "extend_timers", "HassDecreaseTimer": "extend_timers",
}  # fmt: skip
_WORD = re.compile(r"\w+")
# Words of this length or more are the same if their beginnings are.
SHORTEST = 4
STEM = 5
# The day of the month is what a date has to say; months have names.
_LAST_DAY = 31
NOTHING_THERE: tuple[Expected, ...] = (Refuses(), Asks(), Answers())


class UnknownIntent(Exception):
    """Nothing is known of this intent."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test of the community: an intent, and what it should say."""

    intent: str
    slots: Slots
    context: Slots
    response: str
    language: str = "en"


def expected(test: Test, fixture: Fixture, said: str) -> tuple[Expected, ...]:
    """Return what is right for one sentence of a test.

    Where the slots are wider than the words, the words are right as well: `said` that names some
    of those meant ("das Rollo" among all covers), or all of one class of them.

    Raises:
        UnknownIntent: the intent is not among those that can be scored.
    """
    intent = test.intent
    if intent in _ORDERS:
        wanted = _ordered(test, fixture, *_ORDERS[intent])
        return (*wanted, *_narrower(test, fixture, said, *_ORDERS[intent]))
    if intent in _TIMER_OPS:
        return _timers_changed(test, fixture)
    if intent in _OTHERS:
        return _OTHERS[intent](test, fixture)
    raise UnknownIntent(intent)


def timer_id(number: int) -> str:
    """Return the id of a fixture's timer by its place."""
    return f"timer_{number}"


def _ordered(
    test: Test,
    fixture: Fixture,
    domains: Sequence[str],
    choose: Callable[[str, Slots], Order | None],
) -> tuple[Expected, ...]:
    meant = _meant(test, fixture, domains)
    steps = [step for entity in meant if (step := _step(entity, choose, test.slots)) is not None]
    if not steps:
        return NOTHING_THERE
    is_named = bool(_text(test.slots.get("name")))
    is_placed = any(key in test.slots for key in ("area", "floor")) or "area" in test.context
    is_one = test.intent in _ONE_AT_A_TIME and not is_placed
    if len(steps) > 1 and (is_named or is_one):
        return (Does(Wanted.exactly(*steps), any_one=True), Asks())
    does = Does(Wanted.exactly(*steps))
    if test.intent == "HassListCompleteItem":
        # Taken off the list is done with, too: Home Assistant has its own intent for it by now.
        removed = [_step(entity, _item("remove_item", {}), test.slots) for entity in meant]
        return (does, Does(Wanted.exactly(*(step for step in removed if step))))
    query = _text(test.slots.get("search_query"))
    if query and folded(query) not in {folded(title) for title in fixture.media}:
        return (does, Refuses())
    return (does,)


def _narrower(
    test: Test,
    fixture: Fixture,
    said: str,
    domains: Sequence[str],
    choose: Callable[[str, Slots], Order | None],
) -> list[Expected]:
    """Return what is right by the words of a sentence that says more than the slots do."""
    if test.slots.get("name"):
        return []
    meant = _meant(test, fixture, domains)
    classes = {entity.device_class for entity in meant if entity.device_class}
    places = [str(test.slots[key]) for key in ("area", "floor") if key in test.slots]
    for place in places:
        said = folded(said).replace(folded(place), " ")
    if not meant:
        loose = {key: value for key, value in test.slots.items() if key != "device_class"}
        meant = _meant(replace(test, slots=loose), fixture, domains)
        groups = [[entity] for entity in meant if _says(said, entity.name, all)]
    elif len(classes) > 1:
        groups = [[entity for entity in meant if _says(said, entity.name, any)]]
        if not groups[0]:
            groups = [[e for e in meant if e.device_class in some] for some in _subsets(classes)]
    else:
        return []
    found = [[s for e in group if (s := _step(e, choose, test.slots))] for group in groups]
    return [Does(Wanted.exactly(*steps)) for steps in found if steps]


def _says(said: str, name: str, some_or_all: Callable[[Iterable[bool]], bool]) -> bool:
    """Tell whether words of a name are said, in whatever form: "Rollos" says "Rollo"."""
    spoken = {word[:STEM] for word in _WORD.findall(folded(said)) if len(word) >= SHORTEST}
    words = [word[:STEM] for word in _WORD.findall(folded(name)) if len(word) >= SHORTEST]
    return bool(words) and some_or_all(word in spoken for word in words)


def _subsets(classes: Collection[str]) -> list[set[str]]:
    sizes = range(1, len(classes))
    return [set(some) for size in sizes for some in combinations(sorted(classes), size)]


def _step(
    entity: EntitySheet, choose: Callable[[str, Slots], Order | None], slots: Slots
) -> Step | None:
    domain = domain_of(entity.id)
    order = choose(domain, slots)
    action = f"{domain}.{order[0]}" if order is not None else ""
    if order is None or action not in ACTIONS:
        return None
    command = parse_command(action, order[1])
    return Step.model_validate({"command": command, "targets": (entity.id,)})


def _meant(test: Test, fixture: Fixture, domains: Sequence[str]) -> list[EntitySheet]:
    """Return the entities that the slots name, narrowed down as Home Assistant does."""
    slots, context = test.slots, test.context
    name = _text(slots.get("name"))
    found = list(fixture.home.entities)
    if name and name != "all":
        found = [e for e in found if name in {folded(n) for n in (e.name, *e.aliases)}]
        domains = ()
    wanted = _several(slots.get("domain") or context.get("domain")) or domains
    if wanted:
        found = [e for e in found if domain_of(e.id) in wanted]
    classes = _several(slots.get("device_class") or context.get("device_class"))
    if classes:
        found = [e for e in found if e.device_class in classes]
    return _in_place(found, slots, fixture, is_named=bool(name and name != "all"))


def _in_place(
    entities: list[EntitySheet], slots: Slots, fixture: Fixture, *, is_named: bool
) -> list[EntitySheet]:
    found = entities
    area, floor = slots.get("area"), slots.get("floor")
    if area is not None:
        area_id = fixture.area_id(str(area))
        found = [e for e in found if e.area == area_id]
    if floor is not None:
        floor_id = fixture.floor_id(str(floor))
        found = [e for e in found if fixture.floor_of(e) == floor_id]
    if not found and is_named:
        # What is nowhere, such as a scene, is meant wherever its name is said.
        found = [e for e in entities if e.area is None]
    return found


def _turn_on(domain: str, slots: Slots) -> Order | None:
    del slots
    return _ON.get(domain, "turn_on"), {}


def _turn_off(domain: str, slots: Slots) -> Order | None:
    del slots
    return _OFF.get(domain, "turn_off"), {}


def _light(domain: str, slots: Slots) -> Order | None:
    del domain
    data: dict[str, Any] = {}
    if "brightness" in slots:
        data["brightness_pct"] = float(slots["brightness"])
    if "color" in slots:
        data["color_name"] = str(slots["color"])
    if "temperature" in slots:
        data["color_temp_kelvin"] = int(slots["temperature"])
    return "turn_on", data


def _position(domain: str, slots: Slots) -> Order | None:
    return f"set_{domain}_position", {"position": round(float(slots["position"]))}


def _volume(domain: str, slots: Slots) -> Order | None:
    del domain
    return "volume_set", {"volume_level": float(slots["volume_level"]) / 100}


def _temperature(domain: str, slots: Slots) -> Order | None:
    del domain
    return "set_temperature", {"temperature": float(slots["temperature"])}


def _play(domain: str, slots: Slots) -> Order | None:
    del domain
    query = " ".join(str(slots["search_query"]).split())
    return "play_media", {"media_content_id": query, "media_content_type": "music"}


def _item(verb: str, extra: Mapping[str, str]) -> Callable[[str, Slots], Order | None]:
    def choose(domain: str, slots: Slots) -> Order | None:
        del domain
        return verb, {"item": " ".join(str(slots["item"]).split()), **extra}

    return choose


def _plain(verb: str) -> Callable[[str, Slots], Order | None]:
    def choose(domain: str, slots: Slots) -> Order | None:
        del domain, slots
        return verb, {}

    return choose


_ORDERS: dict[str, tuple[Sequence[str], Callable[[str, Slots], Order | None]]] = {
    "HassTurnOn": (_SWITCHED, _turn_on),
    "HassTurnOff": (_SWITCHED, _turn_off),
    "HassLightSet": (("light",), _light),
    "HassSetPosition": (("cover", "valve"), _position),
    "HassSetVolume": (("media_player",), _volume),
    "HassClimateSetTemperature": (("climate",), _temperature),
    "HassMediaSearchAndPlay": (("media_player",), _play),
    "HassVacuumStart": (("vacuum",), _plain("start")),
    "HassVacuumReturnToBase": (("vacuum",), _plain("return_to_base")),
    "HassListAddItem": (("todo",), _item("add_item", {})),
    "HassListCompleteItem": (("todo",), _item("update_item", {"status": "completed"})),
} | {intent: (("media_player",), _plain(verb)) for intent, verb in _MEDIA.items()}
_ONE_AT_A_TIME = frozenset({"HassClimateSetTemperature", "HassSetVolume", *_MEDIA})


def _shopping(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    """Expect a change of Home Assistant's own shopping list."""
    slots = {**test.slots, "name": shopping_list(fixture, test.language)}
    intent = test.intent.replace("Shopping", "")
    return _ordered(Test(intent, slots, {}, ""), fixture, *_ORDERS[intent])


def _timers_meant(test: Test, fixture: Fixture) -> list[tuple[str, CountdownSheet]]:
    slots = test.slots
    found = [(timer_id(n), timer) for n, timer in enumerate(fixture.timers)]
    starts = {f"start_{unit}": slots.get(f"start_{unit}") for unit in _UNITS}
    if any(starts.values()):
        wanted = sum(float(starts[f"start_{u}"] or 0) * s for u, s in _UNITS.items())
        found = [(i, t) for i, t in found if t.duration_s == wanted]
    name = _text(slots.get("name"))
    if name:
        found = [(i, t) for i, t in found if folded(t.name or "") == name]
    if "area" in slots:
        area = fixture.area_id(str(slots["area"]))
        found = [(i, t) for i, t in found if t.area and fixture.area_id(t.area) == area]
    return found


_UNITS = {"hours": 3600.0, "minutes": 60.0, "seconds": 1.0}


def _seconds(slots: Slots) -> float:
    return sum(float(slots.get(unit) or 0) * seconds for unit, seconds in _UNITS.items())


def _timers_changed(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    found = _timers_meant(test, fixture)
    op = _TIMER_OPS[test.intent]
    fitting = [(i, t) for i, t in found if t.is_active is (op == "pause_timers")]
    if op in {"pause_timers", "resume_timers"}:
        found = fitting or found
    if not found:
        return NOTHING_THERE
    fields: dict[str, Any] = {"op": op}
    if op == "extend_timers":
        sign = -1 if "Decrease" in test.intent else 1
        fields["seconds"] = sign * _seconds(test.slots)
    if test.intent == "HassCancelAllTimers":
        return (_timer_chore(fields, [i for i, _ in found]),)
    one_each: list[Expected] = [_timer_chore(fields, [i]) for i, _ in found]
    if len(found) > 1:
        one_each.append(Asks())
    is_over = any(t.total_seconds_left + fields.get("seconds", 0.0) <= 0 for _, t in found)
    is_so = not fitting if op in {"pause_timers", "resume_timers"} else False
    if is_over or is_so:
        one_each += (Refuses(), Answers())
    return tuple(one_each)


def _timer_chore(fields: Mapping[str, Any], ids: Sequence[str]) -> Does:
    return Does(chores=(ChoreWanted({**fields, "timer_ids": tuple(ids)}),))


def _timer_started(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del fixture
    seconds = _seconds(test.slots)
    if "conversation_command" in test.slots:
        rule = RuleWanted(triggers=({"in_s": seconds},))
        return (Does(chores=(ChoreWanted(rule=rule),)), Refuses())
    fields: dict[str, Any] = {"op": "start_timer", "duration_s": seconds}
    if "name" in test.slots:
        fields["name"] = _first(test.slots["name"]).strip()
    return (Does(chores=(ChoreWanted(fields),)),)


def _timer_status(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    found = [timer for _, timer in _timers_meant(test, fixture)]
    if not found:
        return NOTHING_THERE
    running = [t for t in found if t.is_active] or found
    soonest = min(running, key=lambda timer: timer.total_seconds_left)
    return (Answers(check=Agrees(numbers=soonest.said_numbers)),)


def _state(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    meant = _meant(test, fixture, ())
    is_named = bool(_text(test.slots.get("name")))
    states = [word for entity in meant for word in _state_words(entity, fixture)]
    names = [] if is_named else [entity.name for entity in meant]
    said = [entity.name for entity in meant] if is_named else []
    check = facts_of(test.response, candidates=names, states=states, named=said)
    found: tuple[Expected, ...] = (Answers(check=check if test.response else None),)
    return found if meant else (*found, Refuses())


def _state_words(entity: EntitySheet, fixture: Fixture) -> list[str]:
    said = fixture.said_states.get(entity.id)
    english = in_words(entity.state, entity.device_class)
    return [entity.state, english, *([said] if said else [])]


def _climate(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del fixture
    return (Answers(check=Agrees(numbers=numbers_in(test.response))),)


def _weather(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    reports = _meant(test, fixture, ("weather",)) or list(fixture.home.entities)
    known = {float(v) for e in reports for v in e.attributes.values() if isinstance(v, int | float)}
    numbers = frozenset(n for n in numbers_in(test.response) if n in known)
    if not numbers:
        return (Answers(), Refuses())
    return (Answers(check=Agrees(numbers=numbers)),)


def _clock(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del fixture
    numbers = numbers_in(test.response)
    days = frozenset(n for n in numbers if n <= _LAST_DAY)
    return (Answers(check=Agrees(numbers=days or numbers)),)


def _talk(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del test, fixture
    return (Answers(),)


def _nothing(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    del test, fixture
    return (MovesNothing(),)


def _broadcast(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    """Expect an honest no: no fixture has a satellite that could speak."""
    del test, fixture
    return NOTHING_THERE


_OTHERS: dict[str, Callable[[Test, Fixture], tuple[Expected, ...]]] = {
    "HassGetState": _state,
    "HassClimateGetTemperature": _climate,
    "HassGetWeather": _weather,
    "HassGetCurrentDate": _clock,
    "HassGetCurrentTime": _clock,
    "HassStartTimer": _timer_started,
    "HassTimerStatus": _timer_status,
    "HassShoppingListAddItem": _shopping,
    "HassShoppingListCompleteItem": _shopping,
    "HassRespond": _talk,
    "HassNevermind": _nothing,
    "HassBroadcast": _broadcast,
}


def _first(value: Any) -> str:
    return str(value[0]) if isinstance(value, list | tuple) and value else str(value or "")


def _text(value: Any) -> str:
    return folded(plain_name(_first(value)))


def _several(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return (str(value),) if value is not None else ()
