"""The grammar says what the candidates can do, and nothing else, whatever their names are."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.home.ids import EntityId
from hub.language.decoder import GrammarRejected, GrammarWalk
from hub.language.grammar import build_grammar, number_rule, quoted
from hub.language.grounding import Grounding
from hub.language.narrowing import Said
from hub.language.phrases import labels
from hub.language.sentence import Sentence
from tests.support.model import vocabulary
from tests.support.small_house import candidates, small_house

HOME = small_house()


def accepts(grammar: str, text: str) -> bool:
    """Tell whether the grammar allows exactly `text`."""
    walk = GrammarWalk(vocabulary(), grammar)
    try:
        return walk.accepts(text)
    finally:
        walk.close()


def plan(text: str) -> str:
    return f" {text}\n"


@pytest.mark.parametrize(
    "text",
    [
        "turn off Desk lamp",
        "turn off Desk lamp, Kitchen ceiling; set Kitchen ceiling to 40%",
        "set Nursery thermostat to 21.5°",
        "set Nursery thermostat to eco",
        "set Floor lamp to blue",
        "set Floor lamp to 2700K",
        "set Washer program to Cotton 60",
        "set Oven timer to 90",
        "unlock Front door",
        "mute Living room speaker",
        "dock Robbie",
        "press Door bell",
        "state Nursery temperature",
        "which open Bathroom window",
        "ask Left blind, Right blind",
        "none",
    ],
)
def test_allows_what_devices_can_do(text: str) -> None:
    assert accepts(build_grammar(candidates(HOME)), plan(text))


@pytest.mark.parametrize(
    "text",
    [
        "turn on Front door",
        "set Front door to 40%",
        "unlock Desk lamp",
        "set Desk lamp to 101%",
        "set Desk lamp to 0%",
        "set Desk lamp to blue",
        "set Counter lights to 40%",
        "set Nursery thermostat to 31°",
        "set Nursery thermostat to 6°",
        "set Nursery thermostat to cool",
        "set Washer program to Wool",
        "set Garage door to 40%",
        "turn on Bathroom window",
        "turn on Attic lamp",
        "turn off Desk lamp\nunlock Front door",
        "",
    ],
)
def test_forbids_what_they_cannot(text: str) -> None:
    assert not accepts(build_grammar(candidates(HOME)), plan(text))


def test_an_action_that_is_not_offered_cannot_be_said() -> None:
    (one,) = candidates(HOME, "lock.front_door")
    one = replace(one, entity=replace(one.entity, actions=frozenset({"lock.lock"})))
    assert accepts(build_grammar([one]), plan("lock Front door"))
    assert not accepts(build_grammar([one]), plan("unlock Front door"))


def test_equal_names_are_told_apart_by_area() -> None:
    desk, floor = candidates(HOME, "light.desk_lamp", "light.floor_lamp")
    pair = [replace(one, entity=replace(one.entity, name="Lamp")) for one in (desk, floor)]
    assert list(labels(pair).values()) == ["Lamp (Study)", "Lamp (Living room)"]


def narrowed(text: str, *entity_ids: str) -> str:
    chosen = candidates(HOME, *entity_ids)
    sentence = Sentence(text)
    said = Said(sentence, Grounding(sentence, HOME, chosen, area_id=None))
    return build_grammar(chosen, said)


def test_the_sentence_narrows_verbs_and_values() -> None:
    grammar = narrowed("make the kitchen ceiling 40 percent", "light.kitchen_ceiling")
    assert accepts(grammar, plan("set Kitchen ceiling to 40%"))
    assert not accepts(grammar, plan("set Kitchen ceiling to 41%"))
    assert not accepts(grammar, plan("turn off Kitchen ceiling"))


def test_a_question_leaves_only_queries() -> None:
    grammar = narrowed("is the front door locked?", "lock.front_door")
    assert accepts(grammar, plan("state Front door"))
    assert not accepts(grammar, plan("lock Front door"))


def test_plurals_stay_together() -> None:
    blinds = ("cover.living_left", "cover.living_right")
    grammar = narrowed("close both blinds", *blinds)
    assert accepts(grammar, plan("close Left blind, Right blind"))
    assert not accepts(grammar, plan("close Left blind"))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(low=st.integers(-300, 300), size=st.integers(0, 400), number=st.integers(-400, 800))
def test_number_ranges_are_exact(low: int, size: int, number: int) -> None:
    grammar = f"root ::= {number_rule(low, low + size, is_whole=True)}\n"
    assert accepts(grammar, str(number)) == (low <= number <= low + size)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(st.text(max_size=60), min_size=1, max_size=6),
    options=st.lists(st.text(max_size=20), max_size=4),
)
def test_any_names_and_options_make_a_grammar(names: list[str], options: list[str]) -> None:
    (one,) = candidates(HOME, "select.washer")
    chosen = [
        replace(
            one,
            entity=replace(one.entity, id=EntityId(f"select.s{number}"), name=name),
            state=replace(one.state, attributes={"options": options}),
        )
        for number, name in enumerate(names)
    ]
    grammar = build_grammar(chosen)
    for label in labels(chosen).values():
        assert accepts(grammar, plan(f"state {label}"))


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_literals_mean_themselves(text: str) -> None:
    if "\0" in text:
        return
    assert accepts(f"root ::= {quoted(text)}\n", text)


def test_a_broken_grammar_is_reported() -> None:
    with pytest.raises(GrammarRejected):
        GrammarWalk(vocabulary(), "root ::= (")
