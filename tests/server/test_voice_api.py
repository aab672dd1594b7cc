"""What the voice assistant heard, as the API shows it."""

from typing import Any

from hub.home.ids import AreaId
from hub.home.people import Grant, Role
from hub.home.speech import Failure, StageTime, VoiceRun
from tests.server.conftest import Running

PATH = "/api/lares/voice/runs"
KITCHEN = Grant(areas=frozenset({AreaId("kitchen")}))


async def _kept(hub: Running, **more: Any) -> VoiceRun:
    run = VoiceRun(text="turn on the light", confidence=0.9, speech="It is on.", **more)
    assert hub.parts.voice_runs is not None
    await hub.parts.voice_runs.add(run)
    return run


async def test_the_latest_runs_come_first_with_times_and_budgets(hub: Running) -> None:
    late = StageTime(stage="stt", took_ms=1_200.0, budget_ms=900.0)
    await _kept(hub)
    second = await _kept(hub, times=(late,), failure=Failure.TTS_ENGINE)

    status, body = await hub.ask("GET", f"{PATH}?limit=1")

    assert status == 200
    (shown,) = body
    assert shown["id"] == second.id
    assert shown["failure"] == "tts-failed"
    assert shown["times"] == [
        {"stage": "stt", "took_ms": 1_200.0, "budget_ms": 900.0, "is_late": True}
    ]
    assert (await hub.ask("GET", f"{PATH}/{second.id}"))[1] == shown


async def test_the_trace_of_a_plan_tells_how_it_was_heard(hub: Running) -> None:
    said = {"text": "turn on the kitchen light"}
    _, body = await hub.ask("POST", "/api/conversation/process", json=said)
    plan_id = body["lares"]["plan"]["id"]
    trace = f"/api/lares/traces/{plan_id}"
    assert (await hub.ask("GET", trace))[1]["voice"] is None

    run = await _kept(hub, plan_id=plan_id)

    assert (await hub.ask("GET", trace))[1]["voice"]["id"] == run.id


async def test_a_run_that_is_not_kept_is_told_where_to_look(hub: Running) -> None:
    status, body = await hub.ask("GET", f"{PATH}/nothing")
    assert status == 404
    assert PATH in body["message"]
    assert (await hub.ask("GET", f"{PATH}?limit=many"))[0] == 400


async def test_guests_hear_nothing_of_what_others_said(hub: Running) -> None:
    await _kept(hub)
    secret = await hub.token_for("Gus", Role.GUEST)
    assert (await hub.ask("GET", PATH, secret=secret))[0] == 403


async def test_everybody_sees_how_they_were_heard_themselves(hub: Running) -> None:
    """Also who sees a part of the house only; what others said is as if it were not there."""
    gus = await hub.token_for("Gus", Role.GUEST)
    kim = await hub.token_for("Kim", Role.CHILD)
    for name, secret in (("Gus", gus), ("Kim", kim)):
        user = hub.parts.users.named(name)
        assert user is not None
        await hub.parts.users.set_grants(user.id, sees=KITCHEN, moves=KITCHEN)
        own = await _kept(hub, user_id=user.id)
        status, body = await hub.ask("GET", f"{PATH}/{own.id}", secret=secret)
        assert (status, body["id"]) == (200, own.id)
        others = (await _kept(hub, user_id=hub.owner.id), await _kept(hub))
        for other in others:
            status, body = await hub.ask("GET", f"{PATH}/{other.id}", secret=secret)
            assert status == 404
            assert "turn on" not in str(body)
            assert (await hub.ask("GET", f"{PATH}/{other.id}"))[0] == 200


async def test_who_sees_the_house_sees_what_was_said_in_it(hub: Running) -> None:
    kim = await hub.token_for("Kim", Role.CHILD)
    run = await _kept(hub)
    assert (await hub.ask("GET", f"{PATH}/{run.id}", secret=kim))[0] == 200
