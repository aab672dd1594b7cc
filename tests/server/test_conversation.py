"""Sentences over HTTP, approvals by yes and no, dry runs, traces, undo."""

from typing import Any

import pytest

from hub.home.actions import parse_command
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.people import Role
from hub.home.plan import Plan, Question, Request, Step, Steps
from hub.language.choice import only_choice, with_choice
from tests.server.conftest import Running
from tests.server.scripted import ScriptedPlanner
from tests.support.fakes import put

PATH = "/api/conversation/process"


async def say(hub: Running, text: str, **more: Any) -> dict[str, Any]:
    status, answer = await hub.ask("POST", PATH, json={"text": text, **more})
    assert status == 200, answer
    assert isinstance(answer, dict)
    return answer


def speech(answer: dict[str, Any]) -> str:
    return str(answer["response"]["speech"]["plain"]["speech"])


async def test_a_sentence_moves_a_light(hub: Running) -> None:
    answer = await say(hub, " turn on the  kitchen light ", language="en")
    assert answer["response"]["response_type"] == "action_done"
    assert answer["response"]["data"]["success"] == [
        {"name": "Kitchen", "type": "entity", "id": "light.kitchen"}
    ]
    assert speech(answer) == "Done: Kitchen is on."
    assert answer["lares"]["outcomes"][0]["status"] == "done"
    assert answer["conversation_id"]
    assert not answer["continue_conversation"]
    assert hub.parts.home.state("light.kitchen").state == "on"
    assert hub.devices.sent[0].context.user_id == hub.owner.id


async def test_yes_approves_in_the_same_conversation_only(hub: Running) -> None:
    asked = await say(hub, "unlock the front door", conversation_id="one")
    assert asked["continue_conversation"]
    assert asked["lares"]["approval_id"]
    assert asked["lares"]["expires_at"]
    assert "Say yes to confirm within 60 s" in speech(asked)
    assert asked["response"]["data"]["failed"] == []
    assert hub.parts.home.state("lock.front").state == "locked"
    await say(hub, "yes", conversation_id="two")
    assert hub.parts.home.state("lock.front").state == "locked"
    answer = await say(hub, "yes", conversation_id="one")
    assert speech(answer) == "Done: Front is unlocked."
    assert hub.parts.home.state("lock.front").state == "unlocked"
    again = await say(hub, "yes", conversation_id="one")
    assert again["response"]["response_type"] == "error"
    assert len(hub.devices.sent) == 1


async def test_no_rejects(hub: Running) -> None:
    await say(hub, "unlock the front door", conversation_id="one")
    answer = await say(hub, "no", conversation_id="one")
    assert speech(answer) == "All right, nothing was done."
    assert answer["response"]["response_type"] == "action_done"
    assert answer["response"]["data"]["success"] == []
    assert hub.devices.sent == []
    assert await hub.ask("GET", "/api/lares/approvals") == (200, [])


async def test_a_yes_after_the_approval_was_given_elsewhere(hub: Running) -> None:
    asked = await say(hub, "unlock the front door", conversation_id="one")
    approval_id = asked["lares"]["approval_id"]
    await hub.parts.executor.decide(approval_id, approve=False, by=hub.owner.id)
    answer = await say(hub, "yes", conversation_id="one")
    assert answer["response"]["response_type"] == "error"
    assert "already rejected" in speech(answer)
    assert hub.devices.sent == []


async def test_undo_says_no_to_what_waits(hub: Running) -> None:
    await say(hub, "turn on the kitchen light", conversation_id="one")
    await say(hub, "unlock the front door", conversation_id="one")
    answer = await say(hub, "undo that", conversation_id="one")
    assert speech(answer) == "All right, nothing was done."
    assert await hub.ask("GET", "/api/lares/approvals") == (200, [])
    assert hub.parts.home.state("light.kitchen").state == "on"
    await say(hub, "undo that", conversation_id="one")
    assert hub.parts.home.state("light.kitchen").state == "off"


async def test_a_failed_sentence_lets_go_of_what_waited(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(hub, "unlock the front door", conversation_id="one")

    async def fail(_: object, request: Request) -> Plan:
        raise HubError(request.text)

    with monkeypatch.context() as patch:
        patch.setattr(ScriptedPlanner, "plan", fail)
        assert "Sorry" in speech(await say(hub, "is it warm?", conversation_id="one"))
    await say(hub, "ok", conversation_id="one")
    assert hub.devices.sent == []


async def test_the_name_of_what_was_chosen_gives_no_orders(hub: Running) -> None:
    put(hub.parts.home, "light.strip", name="Strip and open the blind")
    await say(hub, "turn on a light", conversation_id="one")
    answer = await say(hub, "strip", conversation_id="one")
    assert [(sent.command.action, sent.entity_id) for sent in hub.devices.sent] == [
        ("light.turn_on", "light.strip")
    ]
    assert "Left out: Blind" in speech(answer)


def test_only_what_was_chosen_is_kept() -> None:
    steps = tuple(
        Step(command=parse_command("light.turn_on", {}), targets=targets)
        for targets in ((EntityId("light.a"), EntityId("light.b")), (EntityId("light.b"),))
    )
    kept = (steps[0].model_copy(update={"targets": (EntityId("light.a"),)}),)
    home = Home()
    put(home, "light.a")
    put(home, "light.b")

    def only(body: Steps | Question, entity_id: str) -> Plan:
        plan = Plan(request=Request(text="x"), body=body, planner="script")
        return only_choice(home, plan, EntityId(entity_id))

    assert only(Steps(steps=steps), "light.a").body == Steps(steps=kept, left_out=("B",))
    asked = only(Question(text="Did you mean?", proposal=steps), "light.a")
    assert asked.body == Question(text="Did you mean?", proposal=kept)
    assert only(Steps(steps=steps), "light.c").body.kind == "refusal"


async def test_a_guest_cannot_say_yes(hub: Running) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    body = {"text": "unlock the front door", "conversation_id": "one"}
    await hub.ask("POST", PATH, json=body, secret=guest)
    _, answer = await hub.ask("POST", PATH, json=body | {"text": "yes"}, secret=guest)
    assert "a guest cannot approve this; an adult of the house has to" in speech(answer)
    assert hub.devices.sent == []


async def test_a_question_is_answered_by_name(hub: Running) -> None:
    question = await say(hub, "turn on a light", conversation_id="one")
    assert question["continue_conversation"]
    assert speech(question) == "Which lamp?"
    answer = await say(hub, "kitchen", conversation_id="one")
    assert speech(answer) == "Done: Kitchen is on."
    await say(hub, "turn on a light", conversation_id="two")
    answer = await say(hub, "no", conversation_id="two")
    assert speech(answer) == "All right, nothing was done."
    assert len(hub.devices.sent) == 1


@pytest.mark.parametrize(
    ("entity_id", "text", "expected"),
    [
        ("light.floor_lamp", "turn on the lamp", "turn on the Floor Lamp"),
        ("light.floor_lamp", "turn the floor lamp on", "turn the Floor Lamp on"),
        ("light.floor_lamp", "brighter please", "brighter please Floor Lamp"),
        ("light.nothing", "turn on the lamp", "turn on the lamp"),
    ],
)
def test_a_choice_takes_the_place_of_vague_words(entity_id: str, text: str, expected: str) -> None:
    home = Home()
    put(home, "light.floor_lamp")
    asked = Request(text=text)
    assert with_choice(home, asked, EntityId(entity_id)).text == expected


async def test_silent_devices_are_not_claimed_to_have_obeyed(hub: Running) -> None:
    hub.devices.faults["light.kitchen"] = "lying"
    answer = await say(hub, "turn on the kitchen light")
    assert answer["response"]["response_type"] == "error"
    assert "Done" not in speech(answer)
    assert answer["response"]["data"]["failed"][0]["id"] == "light.kitchen"


async def test_answers_questions_and_refusals_have_their_types(hub: Running) -> None:
    answer = await say(hub, "is it warm?")
    assert (answer["response"]["response_type"], speech(answer)) == ("query_answer", "It is 21 °C.")
    refusal = await say(hub, "flabber the gast")
    assert refusal["response"]["response_type"] == "error"
    assert refusal["response"]["data"]["code"] == "no_intent_match"


async def test_undo_by_words_and_by_the_api(hub: Running) -> None:
    await say(hub, "turn on the kitchen light", conversation_id="one")
    await say(hub, "undo that", conversation_id="one")
    assert hub.parts.home.state("light.kitchen").state == "off"
    await say(hub, "turn on the kitchen light", conversation_id="two")
    status, _ = await hub.ask("POST", "/api/lares/undo", json={"conversation_id": "two"})
    assert status == 200
    assert hub.parts.home.state("light.kitchen").state == "off"
    status, answer = await hub.ask("POST", "/api/lares/undo", json={"conversation_id": "none"})
    assert (status, speech(answer)) == (200, "there is nothing to undo")


@pytest.mark.parametrize("dry", [("/api/lares/plan", {}), (PATH, {"dry_run": True})])
async def test_a_dry_run_moves_and_keeps_nothing(
    hub: Running, dry: tuple[str, dict[str, Any]]
) -> None:
    path, more = dry
    status, answer = await hub.ask("POST", path, json={"text": "unlock the front door", **more})
    assert status == 200
    lares = answer.get("lares", answer)
    assert lares["plan"]["body"]["steps"][0]["command"]["action"] == "lock.unlock"
    assert lares["verdict"]["effect"] == "confirm"
    assert await hub.ask("GET", "/api/lares/approvals") == (200, [])
    assert await hub.ask("GET", "/api/lares/traces") == (200, [])
    assert hub.devices.sent == []


async def test_what_was_shown_is_run_and_nothing_else(hub: Running) -> None:
    text = "turn on the kitchen light"
    _, shown = await hub.ask("POST", "/api/lares/plan", json={"text": text})
    other = await say(hub, "turn on a light Kitchen", digest="0" * 64)
    assert speech(other).startswith("By now this would come to something else")
    assert hub.devices.sent == []
    await say(hub, text, digest=shown["digest"])
    assert hub.parts.home.state("light.kitchen").state == "on"


BAD = [
    ({}, "text"),
    ({"text": ""}, "text"),
    ({"text": "  "}, "blanks only"),
    ({"text": 7}, "text"),
    ({"text": "x" * 1001}, "text"),
    ({"text": "x", "area_id": "attic"}, "no area 'attic'"),
    ({"text": "x", "device_id": "zz"}, "no device 'zz'"),
    ({"text": "x", "conversation_id": []}, "conversation_id"),
]


@pytest.mark.parametrize(("body", "words"), BAD)
async def test_a_bad_sentence_is_told_what_is_wrong(
    hub: Running, body: dict[str, Any], words: str
) -> None:
    status, answer = await hub.ask("POST", PATH, json=body)
    assert (status, words in answer["message"]) == (400, True), answer


async def test_the_speakers_area_is_passed_on(hub: Running) -> None:
    text = "turn on the kitchen light"
    for where in ({"area_id": "Kitchen"}, {"device_id": "d1"}):
        answer = await say(hub, text, agent_id="x", **where)
        assert answer["lares"]["plan"]["request"]["area_id"] == "kitchen"


async def test_traces_are_listed_and_shown(hub: Running) -> None:
    answer = await say(hub, "turn on the kitchen light", conversation_id="one")
    plan_id = answer["lares"]["plan"]["id"]
    _, [trace] = await hub.ask("GET", "/api/lares/traces?limit=5&conversation_id=one")
    assert trace["plan"]["id"] == plan_id
    assert trace["before"]["light.kitchen"]["state"] == "off"
    shown = (await hub.ask("GET", f"/api/lares/traces/{plan_id}"))[1]
    assert shown == trace | {"voice": None}
    assert (await hub.ask("GET", "/api/lares/traces/nothing"))[0] == 404
    for limit in ("-1", "x", "", "²"):
        assert (await hub.ask("GET", f"/api/lares/traces?limit={limit}"))[0] == 400


async def test_approvals_are_listed_and_decided_over_http(hub: Running) -> None:
    asked = await say(hub, "unlock the front door")
    _, [waiting] = await hub.ask("GET", "/api/lares/approvals")
    assert waiting["id"] == asked["lares"]["approval_id"]
    where = f"/api/lares/approvals/{waiting['id']}"
    assert (await hub.ask("POST", where, json={"approve": "yes"}))[0] == 400
    assert (await hub.ask("POST", where, json={}))[0] == 400
    guest = await hub.token_for("Gil", Role.GUEST)
    assert (await hub.ask("POST", where, json={"approve": True}, secret=guest))[0] == 403
    status, answer = await hub.ask("POST", where, json={"approve": False})
    assert (status, speech(answer)) == (200, "All right, nothing was done.")
    assert hub.parts.home.state("lock.front").state == "locked"
    missing = "/api/lares/approvals/nothing"
    assert (await hub.ask("POST", missing, json={"approve": True}))[0] == 404


async def test_the_home_and_its_health_are_shown(hub: Running) -> None:
    _, home = await hub.ask("GET", "/api/lares/home")
    by_id = {entity["entity_id"]: entity for entity in home["entities"]}
    assert by_id["light.strip"]["area_id"] == "kitchen"
    assert by_id["light.strip"]["floor_id"] == "ground"
    assert "light.turn_on" in by_id["light.kitchen"]["actions"]
    assert by_id["lock.front"]["device_class"] == "door"
    assert home["areas"][0]["name"] == "Kitchen"
    _, health = await hub.ask("GET", "/api/lares/health")
    assert health["storage"] == {"state": "ok"}
    assert health["hub"]["version"]
    assert health["model"] == {"state": "ready"}
