"""People who see a part of the house neither learn of the rest nor move it, whatever the way."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.home.ids import AreaId, EntityId, UserId
from hub.home.keeping import NothingKept, Timer
from hub.home.model import Area, Source
from hub.home.past import NoPast
from hub.home.people import EVERYTHING, Grant, Role
from hub.home.plan import Answer, Plan, Request
from hub.language.in_sight import KeptBy, PlannerInSight
from hub.language.model_settings import ModelSettings
from hub.server import stream
from hub.server.parts import ServerParts
from tests.server.conftest import OWN, Running
from tests.support.fakes import put

KITCHEN = Grant(areas=frozenset({AreaId("kitchen")}))
HIDDEN = ("light.nightstand", "camera.cot", "todo.diary", "person.ann")


@pytest.fixture
def empty(empty: ServerParts) -> ServerParts:
    home = empty.home
    home.put_area(Area(AreaId("bedroom"), "Bedroom"))
    for entity_id in HIDDEN:
        put(home, entity_id, "on", area_id=AreaId("bedroom"))
    return replace(
        empty,
        planner=PlannerInSight(
            home,
            empty.sight,
            worker=None,
            settings=ModelSettings(enabled=False),
            kept=NothingKept(),
            past=NoPast(),
        ),
    )


@pytest.fixture
async def child(hub: Running) -> str:
    """The token of a child who sees and moves the kitchen only."""
    secret = await hub.token_for("Kim", Role.CHILD)
    await hub.parts.users.set_grants(_id_of(hub, "Kim"), sees=KITCHEN, moves=EVERYTHING)
    return secret


def _id_of(hub: Running, name: str) -> UserId:
    user = hub.parts.users.named(name)
    assert user is not None
    return user.id


SENTENCES = [
    "turn on the nightstand", "turn off the bedroom light", "turn off all the lights",
    "turn everything off", "is the nightstand on?", "which lights are on?",
    "is anyone in the bedroom?", "where is Ann?", "what is on the diary?", "show me the cot camera",
    "how many lights are on in the bedroom?", "turn off the nightstand and the kitchen light",
    "set the nightstand to 40 percent", "what is the state of the diary",
    "toggle the lights in the bedroom in 10 minutes", "turn on the nightstand at 8 pm",
]  # fmt: skip


@pytest.mark.parametrize("text", SENTENCES)
async def test_words_neither_move_nor_tell_what_is_not_seen(
    hub: Running, child: str, text: str
) -> None:
    for path in ("/api/conversation/process", "/api/lares/plan"):
        status, answer = await hub.ask("POST", path, secret=child, json={"text": text})
        assert status == 200
        said = answer.get("speech") or answer["response"]["speech"]["plain"]["speech"]
        plan = str(answer.get("plan") or answer["lares"]["plan"])
        assert not any(entity_id in plan for entity_id in HIDDEN), plan
        assert ("on" not in said.split()) or "nightstand" not in said.lower(), said
    assert not any(target in str(hub.devices.sent) for target in HIDDEN)


async def test_the_same_words_move_it_for_who_sees_it(hub: Running) -> None:
    _, answer = await hub.ask(
        "POST", "/api/conversation/process", json={"text": "turn off the nightstand"}
    )
    assert answer["response"]["data"]["success"][0]["id"] == "light.nightstand"


async def test_all_the_lights_are_those_that_are_seen(hub: Running, child: str) -> None:
    await hub.ask(
        "POST", "/api/conversation/process", secret=child, json={"text": "turn on all the lights"}
    )
    moved = {str(each.entity_id) for each in hub.devices.sent}
    assert moved == {"light.kitchen", "light.strip"}


@pytest.mark.parametrize(
    "body",
    [
        {"entity_id": "light.nightstand"},
        {"area_id": "bedroom"},
        {"entity_id": ["light.nightstand"], "area_id": "bedroom"},
        {"device_id": "none", "entity_id": "light.nightstand"},
    ],
)
async def test_calls_do_not_reach_what_is_not_seen(
    hub: Running, child: str, body: dict[str, Any]
) -> None:
    for action in ("light/turn_off", "homeassistant/toggle"):
        path = f"/api/services/{action}"
        status, _ = await hub.ask("POST", path, secret=child, json=body)
        assert status in {400, 404}
    assert hub.devices.sent == []


async def test_what_is_hidden_is_told_as_what_is_not_there(hub: Running, child: str) -> None:
    hidden = await hub.ask("GET", "/api/states/light.nightstand", secret=child)
    absent = await hub.ask("GET", "/api/states/light.nightstanx", secret=child)
    assert hidden[0] == absent[0] == 404
    assert hidden[1]["message"].replace("nightstand", "nightstanx") == absent[1]["message"]


async def test_a_guest_calls_a_query_on_what_is_hidden_in_vain(hub: Running) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    path = "/api/services/todo/get_items?return_response"
    status, _ = await hub.ask("POST", path, secret=guest, json={"entity_id": "todo.diary"})
    assert status == 404


async def test_the_stream_tells_of_what_is_seen(hub: Running, child: str) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    async with asyncio.timeout(10), _listening(hub, child) as heard, _listening(hub, guest) as gil:
        home = hub.parts.home
        for entity_id in HIDDEN:
            home.report(EntityId(entity_id), "changed", {})
        put(home, "light.new_bed", area_id=AreaId("bedroom"))
        home.remove_entity(EntityId("camera.cot"))
        home.report(EntityId("light.kitchen"), "on", {})
        assert await heard.get() == "light.kitchen"
        # A guest sees lights wherever they are.
        told = [await gil.get() for _ in range(5)]
    # What comes is told in our words and in Home Assistant's, then its state.
    assert told == ["light.nightstand", *["light.new_bed"] * 3, "light.kitchen"]


async def test_a_group_is_told_with_the_members_that_are_seen(hub: Running, child: str) -> None:
    home = hub.parts.home
    members = {"entity_id": ["light.kitchen", "light.nightstand"]}
    put(home, "light.both", area_id=AreaId("kitchen"), attributes=members)
    _, state = await hub.ask("GET", "/api/states/light.both", secret=child)
    assert state["attributes"]["entity_id"] == ["light.kitchen"]
    async with asyncio.timeout(10), _listening(hub, child) as heard, _listening(hub, OWN) as ann:
        home.report(EntityId("light.both"), "on", members)
        assert await heard.get() == await ann.get() == "light.both"
    _, changed = await hub.ask(
        "POST", "/api/services/light/turn_off", secret=child, json={"entity_id": "light.both"}
    )
    assert changed[0]["attributes"]["entity_id"] == ["light.kitchen"]
    assert "nightstand" not in heard.last
    assert "nightstand" in ann.last


async def test_a_guest_is_told_that_parts_work_and_no_more(hub: Running) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    _, health = await hub.ask("GET", "/api/lares/health", secret=guest)
    assert health["model"] == {"state": "ready"}
    assert all(set(part) == {"state"} for part in health.values())


async def test_the_stream_ends_with_the_token_and_with_the_guest(
    hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PING_S", 0.1)
    guest = await hub.token_for("Gil", Role.GUEST)
    token, secret = await hub.parts.tokens.create(hub.owner.id, "wall")
    async with asyncio.timeout(10), _listening(hub, guest) as gil, _listening(hub, secret) as wall:
        await hub.parts.tokens.revoke(token.id)
        over = datetime.now(UTC) - timedelta(seconds=1)
        await hub.parts.users.set_until(_id_of(hub, "Gil"), over)
        hub.parts.home.report(EntityId("light.kitchen"), "on", {})
        assert await wall.get() is None
        assert await gil.get() is None


async def test_nobody_undoes_what_others_did(hub: Running) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    body = {"text": "turn off the nightstand", "conversation_id": "shared"}
    await hub.ask("POST", "/api/conversation/process", json=body)
    sent = len(hub.devices.sent)
    body = {"conversation_id": "shared"}
    _, answer = await hub.ask("POST", "/api/lares/undo", secret=guest, json=body)
    assert "nothing to undo" in str(answer)
    assert len(hub.devices.sent) == sent


async def test_a_sentence_of_a_guest_starts_no_rule(hub: Running) -> None:
    rule = {
        "id": "gate", "triggers": [{"trigger": "conversation", "command": ["open sesame"]}],
        "actions": [{"action": "light.turn_on", "target": {"entity_id": "light.nightstand"}}],
    }  # fmt: skip
    assert (await hub.ask("POST", "/api/config/automation/config/gate", json=rule))[0] == 200
    guest = await hub.token_for("Gil", Role.GUEST)
    body = {"text": "open sesame"}
    _, refused = await hub.ask("POST", "/api/conversation/process", secret=guest, json=body)
    assert refused["response"]["response_type"] == "error"
    _, heard = await hub.ask("POST", "/api/conversation/process", json=body)
    assert heard["response"]["response_type"] == "query_answer"


async def test_approvals_of_what_is_hidden_are_not_shown(hub: Running, child: str) -> None:
    body = {"entity_id": "lock.front"}
    await hub.ask("POST", "/api/services/lock/unlock", json=body)
    _, [waiting] = await hub.ask("GET", "/api/lares/approvals")
    assert await hub.ask("GET", "/api/lares/approvals", secret=child) == (200, [])
    path = f"/api/lares/approvals/{waiting['id']}"
    assert (await hub.ask("POST", path, secret=child, json={"approve": True}))[0] == 404
    assert hub.devices.sent == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.sampled_from(["", "nightstand ", "bedroom ", "all "]))
async def test_no_words_plan_what_is_not_seen(empty: ServerParts, text: str, place: str) -> None:
    request = Request(text=f"turn on the {place}{text}", source=Source.VOICE)
    plan = await empty.planner.plan(request)
    assert isinstance(plan, Plan)
    targets = {target for step in plan.steps for target in step.targets}
    # A voice counts as a guest: lights are theirs to see, cameras, diaries and people are not.
    assert targets.isdisjoint(HIDDEN[1:])


def test_timers_of_others_are_not_told() -> None:
    kept = NothingKept()
    kept.timers = [
        Timer(id=name, name=name, duration_s=1, ends_at=None, remaining_s=1, user_id=UserId(of))
        for name, of in (("tea", "kim"), ("insulin", "ann"))
    ]
    assert [timer.id for timer in KeptBy(kept, UserId("kim")).timers] == ["tea"]


async def test_a_plain_answer_needs_no_devices(empty: ServerParts) -> None:
    plan = await empty.planner.plan(Request(text="is the kitchen light on?", source=Source.VOICE))
    assert isinstance(plan.body, Answer)


class _Heard:
    """The entities that a stream told of; None once it has ended."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.is_ready = asyncio.Event()
        self.last = ""

    async def get(self) -> str | None:
        return await self.queue.get()


class _listening:  # noqa: N801 - reads as a function
    def __init__(self, hub: Running, secret: str) -> None:
        self._hub = hub
        self._secret = secret
        self._heard = _Heard()

    async def __aenter__(self) -> _Heard:
        self._task = asyncio.create_task(self._read())
        await self._heard.is_ready.wait()
        return self._heard

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _lines(self) -> AsyncIterator[str]:
        headers = {"Authorization": f"Bearer {self._secret or self._hub.secret}"}
        url = f"{self._hub.url}/api/stream"
        async with self._hub.http.get(url, headers=headers) as answer:
            async for line in answer.content:
                yield line.decode().strip()

    async def _read(self) -> None:
        async for line in self._lines():
            if line == "data: ping":
                self._heard.is_ready.set()
            elif line:
                self._heard.last = line
                data = json.loads(line.removeprefix("data: "))["data"]
                self._heard.queue.put_nowait(data["entity_id"])
        self._heard.queue.put_nowait(None)
