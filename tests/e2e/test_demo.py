"""The main job, end to end: a sentence moves a device, guarded and verified."""

import pytest

from hub import remote
from tests.support.running_hub import RunningHub, speech


def test_two_actions_in_one_breath_move_both_and_are_verified(demo_hub: RunningHub) -> None:
    demo_hub.remote.request(
        "POST", "/api/services/light/turn_on", {"entity_id": "light.kitchen_ceiling"}
    )
    demo_hub.wait_for("light.kitchen_ceiling", "on")
    answer = demo_hub.ask("turn off the kitchen lights and close the living room blinds")
    outcomes = answer["lares"]["outcomes"]
    assert {outcome["status"] for outcome in outcomes} == {"done"}, answer
    assert demo_hub.state("light.kitchen_ceiling")["state"] == "off"
    assert demo_hub.state("cover.living_room_blinds")["state"] == "closed"
    assert answer["response"]["response_type"] == "action_done"


def test_unlocking_asks_first_and_obeys_a_yes(demo_hub: RunningHub) -> None:
    answer = demo_hub.ask("unlock the front door", "unlock")
    assert answer["lares"]["approval_id"]
    assert answer["continue_conversation"]
    assert demo_hub.state("lock.front_door")["state"] == "locked"
    answer = demo_hub.ask("yes", "unlock")
    assert demo_hub.state("lock.front_door")["state"] == "unlocked", answer
    demo_hub.ask("lock the front door", "unlock")
    assert demo_hub.state("lock.front_door")["state"] == "locked"


def test_a_no_leaves_the_door_locked(demo_hub: RunningHub) -> None:
    demo_hub.ask("unlock the front door", "refuse")
    demo_hub.ask("no", "refuse")
    assert demo_hub.state("lock.front_door")["state"] == "locked"
    assert demo_hub.remote.request("GET", "/api/lares/approvals") == []


def test_a_yes_of_another_conversation_opens_nothing(demo_hub: RunningHub) -> None:
    demo_hub.ask("unlock the front door", "mine")
    demo_hub.ask("yes", "theirs")
    assert demo_hub.state("lock.front_door")["state"] == "locked"
    demo_hub.ask("no", "mine")


def test_a_question_is_answered_from_the_state_and_moves_nothing(demo_hub: RunningHub) -> None:
    value = demo_hub.state("sensor.nursery_temperature")["state"]
    answer = demo_hub.ask("what is the temperature in the nursery?")
    assert value.rstrip("0").rstrip(".") in speech(answer)
    assert answer["response"]["response_type"] == "query_answer"
    assert answer["lares"]["outcomes"] == []


def test_undo_puts_back_what_the_last_sentence_changed(demo_hub: RunningHub) -> None:
    demo_hub.ask("turn on the desk lamp", "undo")
    before = demo_hub.state("light.desk_lamp")["state"]
    demo_hub.ask("turn off the desk lamp", "undo")
    assert demo_hub.state("light.desk_lamp")["state"] == "off"
    demo_hub.ask("undo that", "undo")
    assert demo_hub.state("light.desk_lamp")["state"] == before == "on"


def test_a_dry_plan_moves_nothing(demo_hub: RunningHub) -> None:
    before = demo_hub.state("lock.front_door")["state"]
    answer = demo_hub.remote.request("POST", "/api/lares/plan", {"text": "unlock the front door"})
    assert answer["plan"]["body"]["steps"][0]["command"]["action"] == "lock.unlock"
    assert answer["verdict"]["effect"] == "confirm"
    assert demo_hub.state("lock.front_door")["state"] == before


def test_an_absent_device_is_refused_by_name_or_with_a_question(demo_hub: RunningHub) -> None:
    answer = demo_hub.ask("turn on the sauna stove in the attic")
    assert answer["lares"]["outcomes"] == []


def test_words_the_matcher_does_not_know_reach_the_model_and_do_no_harm(
    demo_hub: RunningHub,
) -> None:
    answer = demo_hub.ask("let the desk lamp shine brightly for us")
    assert answer["lares"]["plan"]["planner"] == "model"
    assert speech(answer)


def test_nothing_is_given_without_a_token(demo_hub: RunningHub) -> None:
    stranger = remote.Remote(demo_hub.url, "wrong")
    with pytest.raises(remote.Rejected) as caught:
        stranger.request("GET", "/api/states")
    assert caught.value.status == 401


def test_unknown_things_get_a_message(demo_hub: RunningHub) -> None:
    for method, path, body, status in (
        ("GET", "/api/states/light.nowhere", None, 404),
        ("POST", "/api/services/light/turn_on", {"entity_id": "light.nowhere"}, 404),
        ("POST", "/api/services/light/fly", {"entity_id": "light.desk_lamp"}, 400),
        (
            "POST",
            "/api/services/light/turn_on",
            {"entity_id": "light.desk_lamp", "brightness": 999},
            400,
        ),
    ):
        with pytest.raises(remote.Rejected) as caught:
            demo_hub.remote.request(method, path, body)
        assert caught.value.status == status, path
        assert len(str(caught.value)) > 10


def test_a_room_that_is_not_there_is_named_and_nothing_moves(demo_hub: RunningHub) -> None:
    answer = demo_hub.ask("turn on the lights in the attic")
    assert answer["lares"]["outcomes"] == []
    assert "attic" in speech(answer)


def test_the_demo_knows_who_lives_there(demo_hub: RunningHub) -> None:
    demo_hub.wait_for("person.anna", "home")
    assert speech(demo_hub.ask("where is Anna?")) == "Anna is home."
    wanted = "when I'm 2 km from home and it's cold, warm the living room to 22"
    told = speech(demo_hub.ask(wanted, "rule"))
    assert "when Anna comes within 2 km of Home" in told
    demo_hub.ask("no", "rule")
