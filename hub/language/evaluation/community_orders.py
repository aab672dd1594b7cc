"""Orders of the community's tests: what an intent does to the entities it means.

Home Assistant documentation, "Intents": `HassTurnOn` opens covers and valves, locks locks, runs
scenes and scripts.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from hub.home.actions import ACTIONS, parse_command
from hub.home.ids import domain_of
from hub.home.step import Step
from hub.language.evaluation.cases import Asks, Does, Expected, Refuses, Wanted
from hub.language.evaluation.community_home import Fixture, shopping_list
from hub.language.evaluation.community_slots import NOTHING_THERE, Slots, Test, meant_by, text_of
from hub.language.evaluation.homes import EntitySheet
from hub.language.evaluation.texts import folded

Order = tuple[str, dict[str, Any]]
Choose = Callable[[str, Slots], Order | None]

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
_WORD = re.compile(r"\w+")
# Words of this length or more are the same if their beginnings are.
# Words of this length or more are the same if their beginnings are.
SHORTEST = 4
STEM = 5


def ordered(test: Test, fixture: Fixture, said: str) -> tuple[Expected, ...]:
    """Return what is right for one sentence of a test that orders something.

    Where the slots are wider than the words, the words are right as well: `said` that names some
    of those meant ("das Rollo" among all covers), or all of one class of them.
    """
    if test.intent in SHOPPING:
        slots = {**test.slots, "name": shopping_list(fixture, test.language)}
        test = replace(test, intent=test.intent.replace("Shopping", ""), slots=slots, context={})
    domains, choose = ORDERS[test.intent]
    narrower = _narrower(test, fixture, said, domains, choose)
    return (*_ordered(test, fixture, domains, choose), *narrower)


def _ordered(
    test: Test,
    fixture: Fixture,
    domains: Sequence[str],
    choose: Choose,
) -> tuple[Expected, ...]:
    meant = meant_by(test, fixture, domains)
    steps = [step for entity in meant if (step := _step(entity, choose, test.slots)) is not None]
    if not steps:
        return NOTHING_THERE
    is_named = bool(text_of(test.slots.get("name")))
    is_placed = any(key in test.slots for key in ("area", "floor")) or "area" in test.context
    is_one = test.intent in _ONE_AT_A_TIME and not is_placed
    if len(steps) > 1 and (is_named or is_one):
        return (Does(Wanted.exactly(*steps), any_one=True), Asks())
    does = Does(Wanted.exactly(*steps))
    if test.intent == "HassListCompleteItem":
        # Taken off the list is done with, too: Home Assistant has its own intent for it by now.
        removed = [_step(entity, _item("remove_item", {}), test.slots) for entity in meant]
        return (does, Does(Wanted.exactly(*(step for step in removed if step))))
    query = text_of(test.slots.get("search_query"))
    if query and folded(query) not in {folded(title) for title in fixture.media}:
        return (does, Refuses())
    return (does,)


def _narrower(
    test: Test,
    fixture: Fixture,
    said: str,
    domains: Sequence[str],
    choose: Choose,
) -> list[Expected]:
    """Return what is right by the words of a sentence that says more than the slots do."""
    if test.slots.get("name"):
        return []
    meant = meant_by(test, fixture, domains)
    classes = {entity.device_class for entity in meant if entity.device_class}
    places = [str(test.slots[key]) for key in ("area", "floor") if key in test.slots]
    for place in places:
        said = folded(said).replace(folded(place), " ")
    if not meant:
        loose = {key: value for key, value in test.slots.items() if key != "device_class"}
        meant = meant_by(replace(test, slots=loose), fixture, domains)
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


def _step(entity: EntitySheet, choose: Choose, slots: Slots) -> Step | None:
    domain = domain_of(entity.id)
    order = choose(domain, slots)
    action = f"{domain}.{order[0]}" if order is not None else ""
    if order is None or action not in ACTIONS:
        return None
    command = parse_command(action, order[1])
    return Step.model_validate({"command": command, "targets": (entity.id,)})


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


def _item(verb: str, extra: Mapping[str, str]) -> Choose:
    def choose(domain: str, slots: Slots) -> Order | None:
        del domain
        return verb, {"item": " ".join(str(slots["item"]).split()), **extra}

    return choose


def _plain(verb: str) -> Choose:
    def choose(domain: str, slots: Slots) -> Order | None:
        del domain, slots
        return verb, {}

    return choose


ORDERS: Mapping[str, tuple[Sequence[str], Choose]] = {
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
SHOPPING = frozenset({"HassShoppingListAddItem", "HassShoppingListCompleteItem"})
