"""What a word stands for is done, or nothing is: no word is passed over, and none lost unseen.

The sentences take the whole road from words to a plan, without the model.
"""

import pytest

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.plan import Question, Refusal, Steps
from tests.language.home_for_tests import put
from tests.language.test_only_what_was_meant import house, moves, planned

KITCHEN = AreaId("kitchen")


def fanned() -> Home:
    """The house with fans in two rooms, none of them in the kitchen."""
    home = house()
    put(home, "fan.office", "Office fan", "office", state="on")
    return home


@pytest.mark.parametrize(
    "text",
    [
        "turn all the fans off and here",
        "turn off the fans and here",
        "all fans off and in here",
        "turn off the fans and the kitchen",
        "switch the blinds off and here",
    ],
)
async def test_a_place_after_things_of_one_kind_is_none_of_another(text: str) -> None:
    plan = await planned(text, home=fanned(), area_id=KITCHEN)
    assert moves(plan) == [], plan.body


async def test_things_and_a_room_besides_are_both_meant() -> None:
    assert moves(await planned("turn off the tv and the kitchen")) == [
        "media_player.turn_off media_player.tv",
        "light.turn_off light.kitchen_ceiling light.kitchen_counter",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "turn off the lights in the",
        "turn the lights in the off",
        "turn the lights in off",
        "set all the lights in the to 50%",
        "turn off the in the kitchen",
        "turn the here off",
        "turn off all the in the house",
        "switch off the in every room",
        "half the on the desk lamp",
        "play the",
        "play the on the tv",
        "mute the",
        "set the kitchen counter to",
        "open the blinds to",
        "turn up the volume to on the tv",
        "turn on the kitchen counter for half an",
        "change the brightness of the kitchen counter 2 the house",
        "change the brightness of the kitchen counter 2 and house",
        "change the brightness of the kitchen counter 2 for house",
        "set the house mode 2 light",
    ],
)
async def test_where_a_word_was_lost_nothing_moves(text: str) -> None:
    plan = await planned(text, area_id=KITCHEN)
    assert moves(plan) == [], plan.body


async def test_a_faltering_article_lost_nothing() -> None:
    assert moves(await planned("turn on the coffee maker and the, uh, the desk lamp")) == [
        "switch.turn_on switch.coffee_maker",
        "light.turn_on light.desk_lamp",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "turn off the first lights",
        "turn off first lights",
        "turn off the back lights",
        "turn off the computer lights",
        "lights on in the blorp kitchen",
        "turn off the lights in all the blorps",
        "increase the blorp to 90 percent on the tv",
        "skip to the blorp song on the tv",
        "turn on the best lamp",
        "set the height light to 10 percent",
        "turn on the bathroom hand",
        "turn on the bedroom van",
    ],
)
async def test_a_word_that_nobody_knows_is_not_passed_over(text: str) -> None:
    plan = await planned(text)
    assert isinstance(plan.body, Refusal), plan.body


async def test_what_is_not_here_in_a_row_of_things_is_left_out() -> None:
    plan = await planned("turn off the tv and the blorp")
    assert moves(plan) == ["media_player.turn_off media_player.tv"]
    assert isinstance(plan.body, Steps)
    assert plan.body.left_out == ("There is no blorp here",)


@pytest.mark.parametrize(
    "text",
    ["turn off the lights in here", "turn on the lights in the room", "room lights on",
     "turn off my lights in my room", "light up the room"],
)  # fmt: skip
async def test_here_is_not_everywhere(text: str) -> None:
    plan = await planned(text)
    assert plan.body == Refusal(
        text="I don't know which room you are in; please name it.", code="no_target"
    )
    assert len(moves(await planned(text, area_id=KITCHEN))) == 1


async def test_the_only_one_is_meant_wherever_here_is() -> None:
    assert moves(await planned("turn off the tv in here")) == [
        "media_player.turn_off media_player.tv"
    ]


async def test_what_follows_without_an_and_is_no_more_of_the_same() -> None:
    plan = await planned("turn off the kitchen lights the desk lamp")
    assert not isinstance(plan.body, Steps | Question), plan.body


@pytest.mark.parametrize(
    ("text", "expected", "left_out"),
    [
        ("close the blinds in the bedroom and set the bedroom to 20 degrees",
         "climate.set_temperature climate.bedroom", "There are no blinds in the bedroom"),
        ("close the bedroom blinds and set the bedroom to 20",
         "climate.set_temperature climate.bedroom", "There are no blinds in the bedroom"),
        ("close the bedroom blinds and warm the bedroom up",
         "climate.set_temperature climate.bedroom", "There are no blinds in the bedroom"),
        ("turn on the kitchen fan and dim the kitchen to 20 percent",
         "light.turn_on light.kitchen_ceiling light.kitchen_counter",
         "There is no fan in the kitchen"),
    ],
)  # fmt: skip
async def test_what_can_be_done_is_done_and_the_rest_named(
    text: str, expected: str, left_out: str
) -> None:
    plan = await planned(text)
    assert moves(plan) == [expected], plan.body
    assert isinstance(plan.body, Steps)
    assert plan.body.left_out == (left_out,)


async def test_a_room_is_of_the_kind_that_was_spoken_of() -> None:
    home = fanned()
    assert moves(await planned("turn off the fan in the bedroom and the office", home=home)) == [
        "fan.turn_off fan.bedroom_fan fan.office"
    ]
    plan = await planned("fan in the bedroom off, kitchen on", home=home)
    assert moves(plan) == ["fan.turn_off fan.bedroom_fan"]


async def test_it_is_not_what_was_spoken_of_before_what_is_not_here() -> None:
    desk = (EntityId("light.desk_lamp"),)
    plan = await planned("turn on the blorp lamp and set it to 50 percent", spoken_of=desk)
    assert moves(plan) == [], plan.body


@pytest.mark.parametrize(
    "text", ["set the house mode", "set the house mode tonight", "Change the house mode tomorrow."]
)
async def test_what_may_be_chosen_is_said_where_no_option_is(text: str) -> None:
    home = house()
    put(home, "select.mode", "House mode", "hall", state="home", options=["home", "away", "night"])
    plan = await planned(text, home=home)
    assert plan.body == Refusal(
        text="House mode (Hall) can be home, away or night; please say which.", code="unsupported"
    )


@pytest.mark.parametrize("text", ["play jazz off the tv", "play the office blorp the tv"])
async def test_a_player_is_no_part_of_a_title(text: str) -> None:
    assert moves(await planned(text)) == []
    assert moves(await planned("play jazz on the tv")) == [
        "media_player.play_media media_player.tv"
    ]


async def test_a_faltering_row_of_things_does_not_grow() -> None:
    plan = await planned("turn on the coffee maker and the, blorp uh, the counter lights")
    assert not any(move.count("light.") > 2 for move in moves(plan)), plan.body


async def test_it_is_no_item_of_a_list() -> None:
    plan = await planned("we're blorp tea, put it on the shopping list")
    assert moves(plan) == [], plan.body


async def test_one_door_of_several_is_asked_about() -> None:
    home = house()
    put(home, "lock.back", "Back door lock", "kitchen", state="locked")
    for text in ("unlock the door", "unlock door", "lock the door", "unlock the lock"):
        plan = await planned(text, home=home)
        assert isinstance(plan.body, Question), plan.body
        assert plan.body.options == ("lock.front_door", "lock.back")
    assert moves(await planned("unlock all the doors", home=home)) == [
        "lock.unlock lock.front_door lock.back"
    ]


async def test_degrees_of_rooms_are_no_brightness() -> None:
    assert moves(await planned("set the bedroom to 18 and the living room 20")) == [
        "climate.set_temperature climate.bedroom",
        "climate.set_temperature climate.living_room",
    ]
    assert moves(await planned("set the bedroom 18 and the living room to 20")) == []


async def test_a_robot_that_is_sent_out_does_not_come_home() -> None:
    for text in ("send Dusty out", "send Dusty out for a blorp"):
        assert moves(await planned(text)) == ["vacuum.start vacuum.dusty"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "schließe im Wohnzimmer das"),
        ("de", "mach alle Lampen im aus"),
        ("de", "mach alle auf"),
        ("fr", "ouvre toutes les"),
        ("fr", "allume les lumières de"),
        ("es", "apaga las luces de la"),
        ("it", "spegni le luci della"),
        ("nl", "doe alle lampen in de uit"),
    ],
)
async def test_a_lost_word_is_missed_in_every_language(language: str, text: str) -> None:
    assert moves(await planned(text, language=language)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "schalte die Desk lamp ein"),
        ("fr", "allume la Desk lamp"),
        ("es", "enciende la Desk lamp"),
        ("nl", "doe de Desk lamp aan"),
    ],
)
async def test_what_lost_no_word_is_done_in_every_language(language: str, text: str) -> None:
    assert moves(await planned(text, language=language)) == ["light.turn_on light.desk_lamp"]


async def test_the_house_itself_may_be_spoken_to() -> None:
    for text in ("house, turn on the desk lamp", "computer turn on the desk lamp"):
        assert moves(await planned(text)) == ["light.turn_on light.desk_lamp"]
    assert len(moves(await planned("turn off the house lights"))) == 1
