"""Names that people teach: for what is found without doubt, and never one with a meaning."""

from dataclasses import replace
from typing import Any

import pytest

from hub.home.chores import Forget, TeachName
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Request
from hub.language.chores import chore
from tests.language.home_for_tests import put, small_home
from tests.support.kept import FakeKept

KEPT = FakeKept(phrases={"movie mode": ("dim the lights to 20",)})
FLOOR_LAMP = ("light.floor_lamp",)
KITCHEN_LIGHTS = ("light.kitchen_ceiling", "light.kitchen_counter")


def home() -> Home:
    house = small_home()
    put(house, "light.floor_lamp", "Floor lamp", "living_room")
    house.put_entity(replace(house.entity("light.desk_lamp"), aliases=("bob",)))
    return house


HOME = home()


def said(text: str, **more: Any) -> Body | None:
    return chore(Request(text=text, **more), HOME, KEPT)


@pytest.mark.parametrize(
    ("text", "name", "entities"),
    [
        ("call the floor lamp the moon", "moon", FLOOR_LAMP),
        ("Call the floor lamp Luna, please", "luna", FLOOR_LAMP),
        ("rename the floor lamp to Luna", "luna", FLOOR_LAMP),
        ("name the floor lamp Luna", "luna", FLOOR_LAMP),
        ("give the floor lamp the nickname moon", "moon", FLOOR_LAMP),
        ("from now on the floor lamp is called Robert", "robert", FLOOR_LAMP),
        ("from now on, I'll call the floor lamp the old friend", "old friend", FLOOR_LAMP),
        ("the floor lamp is also known as the moon", "moon", FLOOR_LAMP),
        ("when I say moon I mean the floor lamp", "moon", FLOOR_LAMP),
        ("call the kitchen counter runway", "runway", ("light.kitchen_counter",)),
        ("the kitchen lights are also known as runway", "runway", KITCHEN_LIGHTS),
        ("when I say runway I mean the kitchen lights", "runway", KITCHEN_LIGHTS),
    ],
)
def test_names_of_things_are_learnt(text: str, name: str, entities: tuple[EntityId, ...]) -> None:
    body = said(text)
    assert isinstance(body, Chores), body
    assert body.chores == (TeachName(name=name, entity_ids=entities),)


@pytest.mark.parametrize(
    ("text", "name", "area"),
    [
        ("from now on, call the bedroom the nest", "nest", "bedroom"),
        ("I call the living room the den", "den", "living_room"),
    ],
)
def test_names_of_areas_are_learnt(text: str, name: str, area: str) -> None:
    body = said(text)
    assert isinstance(body, Chores), body
    [found] = body.chores
    assert isinstance(found, TeachName)
    assert (found.name, found.area_id, found.entity_ids) == (name, area, ())


def test_it_is_what_was_spoken_of() -> None:
    body = said("call it the moon", spoken_of=FLOOR_LAMP)
    assert isinstance(body, Chores)
    assert body.chores == (TeachName(name="moon", entity_ids=FLOOR_LAMP),)
    assert said("call it the moon") is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("call the floor lamp bob", "Desk lamp"), ("call the floor lamp kitchen", "Kitchen"),
        ("call the floor lamp movie mode", "phrase"), ("call the floor lamp turn", "turn"),
        ("call the floor lamp yes", "yes"), ("call the floor lamp seven", "number"),
        ("call the floor lamp 12", "number"), ("call the floor lamp light", "kind"),
        ("call the floor lamp everything", "everything"), ("call upstairs the loft", "floor"),
    ],
)  # fmt: skip
def test_a_name_with_a_meaning_is_refused(text: str, word: str) -> None:
    body = said(text)
    assert isinstance(body, Refusal), body
    assert word in body.text


def test_of_two_namesakes_it_asks() -> None:
    body = said("call the reading lamp Luna")
    assert isinstance(body, Question)
    assert set(body.options) == {"light.lamp_a", "light.lamp_b"}


def test_names_are_forgotten_and_explained() -> None:
    body = said("forget bob")
    assert isinstance(body, Chores)
    assert body.chores == (Forget(name="bob"),)
    for text, word in [
        ("what does bob mean?", "Desk lamp"),
        ("what do I call the desk lamp?", "bob"),
    ]:
        answer = said(text)
        assert isinstance(answer, Answer), text
        assert word in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "call mom", "call the police", "call me a taxi", "call the doctor for me", "forget it",
        "call the moon lamp Luna", "he is called Bob", "the dog is called Rex", "red means stop",
        "what is the weather", "what does that mean", "turn on the moon", "forget the moon",
        "my friend calls the floor lamp ugly things all day long", "what is it called",
    ],
)  # fmt: skip
def test_other_sentences_are_left_alone(text: str) -> None:
    assert said(text) is None
