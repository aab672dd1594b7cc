"""Home Assistant's dialect: states, services, events, the page."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.home.actions import ACTIONS
from hub.home.events import StateReported
from hub.home.ids import EntityId, UserId
from hub.home.model import Context
from hub.home.people import Role
from hub.server.parts import ServerParts
from hub.server.server import Server
from hub.server.state_json import StateJson
from hub.server.stream import QUEUE_SIZE, Broadcast, Subscriber
from tests.server.conftest import Running
from tests.support.fakes import put


async def test_the_configuration_is_home_assistants(hub: Running) -> None:
    _, config = await hub.ask("GET", "/api/config")
    assert config["location_name"] == "Test house"
    assert config["unit_system"]["temperature"] == "°C"
    assert {"latitude", "longitude", "time_zone", "version", "components"} <= config.keys()


async def test_a_state_is_home_assistants(hub: Running) -> None:
    _, state = await hub.ask("GET", "/api/states/sensor.warmth")
    assert state["state"] == "21.5"
    assert state["attributes"] == {
        "unit_of_measurement": "°C",
        "friendly_name": "Warmth",
        "icon": "mdi:x",
    }
    assert state["last_changed"].endswith("+00:00")
    assert state.keys() == {
        "entity_id", "state", "attributes", "last_changed", "last_reported", "last_updated",
        "context",
    }  # fmt: skip
    assert state["context"].keys() == {"id", "parent_id", "user_id"}


async def test_all_states_follow_reports(hub: Running) -> None:
    _, before = await hub.ask("GET", "/api/states")
    assert len(before) == len(hub.parts.home.states)
    hub.parts.home.report(EntityId("sensor.warmth"), "22", {})
    hub.parts.home.remove_entity(EntityId("valve.water"))
    _, after = await hub.ask("GET", "/api/states")
    by_id = {state["entity_id"]: state["state"] for state in after}
    assert by_id["sensor.warmth"] == "22"
    assert "valve.water" not in by_id


async def test_what_orjson_refuses_is_shown_all_the_same(hub: Running) -> None:
    odd = {"big": 2**70, "half": "\ud800", "set": {1}, "nan": float("nan")}
    hub.parts.home.report(EntityId("sensor.warmth"), "\udfff", odd)
    async with hub.http.get(
        f"{hub.url}/api/states", headers={"Authorization": f"Bearer {hub.secret}"}
    ) as answer:
        states = {s["entity_id"]: s for s in json.loads(await answer.read())}
    assert states["sensor.warmth"]["attributes"]["big"] == 2**70


async def test_one_report_that_goes_deep_hides_no_other(hub: Running) -> None:
    deep = '{"state": "1", "attributes": ' + '{"a":' * 1_010 + "1" + "}" * 1_011
    assert (await hub.ask("POST", "/api/states/sensor.deep", data=deep))[0] == 201
    status, states = await hub.ask("GET", "/api/states")
    assert status == 200
    assert "lock.front" in {state["entity_id"] for state in states}
    assert (await hub.ask("GET", "/api/states/sensor.deep"))[0] == 200


async def test_an_unknown_entity_is_404_with_the_nearest(hub: Running) -> None:
    status, body = await hub.ask("GET", "/api/states/light.kitchn")
    assert status == 404
    assert "did you mean 'light.kitchen'?" in body["message"]


async def test_services_are_listed_as_home_assistant_does(hub: Running) -> None:
    _, listed = await hub.ask("GET", "/api/services")
    services = {domain["domain"]: domain["services"] for domain in listed}
    names = {f"{domain}.{name}" for domain, found in services.items() for name in found}
    assert names >= set(ACTIONS)
    assert services["homeassistant"].keys() == {"turn_on", "turn_off", "toggle", "reload_all"}
    brightness = services["light"]["turn_on"]["fields"]["brightness"]
    assert brightness["selector"] == {"number": {"min": 0, "max": 255}}
    assert services["climate"]["set_hvac_mode"]["fields"]["hvac_mode"]["required"]


CALLS = [
    ("light/turn_on", {"entity_id": "light.kitchen", "brightness": 9}, ["light.kitchen"]),
    ("light/turn_on", {"entity_id": ["light.kitchen"]}, ["light.kitchen"]),
    ("light/turn_on", {"entity_id": "light.kitchen, light.strip"},
     ["light.kitchen", "light.strip"]),
    ("light/turn_on", {"entity_id": "all"}, ["light.kitchen", "light.strip"]),
    ("light/turn_on", {"target": {"area_id": "kitchen"}}, ["light.kitchen", "light.strip"]),
    ("light/turn_on", {"area_id": ["Kitchen"]}, ["light.kitchen", "light.strip"]),
    ("light/turn_on", {"floor_id": "ground"}, ["light.kitchen", "light.strip"]),
    ("light/turn_on", {"device_id": "d1"}, ["light.strip"]),
    ("homeassistant/turn_on", {"entity_id": ["switch.fountain", "cover.blind"]},
     ["switch.fountain", "cover.blind"]),
    ("homeassistant/turn_on", {"area_id": "kitchen"},
     ["light.kitchen", "light.strip", "switch.fountain"]),
]  # fmt: skip


@pytest.mark.parametrize(("service", "body", "changed"), CALLS)
async def test_a_call_answers_with_what_changed(
    hub: Running, service: str, body: dict[str, Any], changed: list[str]
) -> None:
    status, answer = await hub.ask("POST", f"/api/services/{service}", json=body)
    assert status == 200
    assert sorted(state["entity_id"] for state in answer) == sorted(changed)
    assert hub.headers["Lares-Status"] == "done"


async def test_what_did_not_change_is_not_listed(hub: Running) -> None:
    path = "/api/services/light/turn_off"
    assert await hub.ask("POST", path, json={"entity_id": "light.kitchen"}) == (200, [])


async def test_a_response_may_be_asked_for(hub: Running) -> None:
    path = "/api/services/light/turn_on?return_response"
    _, answer = await hub.ask("POST", path, json={"entity_id": "light.kitchen"})
    assert answer["changed_states"][0]["state"] == "on"
    assert answer["service_response"]["outcomes"][0]["status"] == "done"


BAD_CALLS = [
    ("light/turn_on", {}, 400, "needs a target"),
    ("light/turn_on", {"entity_id": []}, 400, "needs a target"),
    ("light/turn_on", {"entity_id": 7}, 400, "string or a list of strings"),
    ("light/turn_on", {"entity_id": "light.kitchn"}, 404, "did you mean 'light.kitchen'?"),
    ("light/turn_on", {"entity_id": "light.kitchen", "brightness": 300}, 400, "brightness"),
    ("light/turn_on", {"entity_id": "light.kitchen", "brigtness": 3}, 400, "did you mean"),
    ("light/turn_on", {"entity_id": "light.strip", "brightness": 3}, 400, "cannot be dimmed"),
    ("light/turn_onn", {"entity_id": "light.kitchen"}, 400, "did you mean 'light.turn_on'?"),
    ("light/turn_on", {"entity_id": "switch.fountain"}, 400, "not a light"),
    ("light/turn_on", {"area_id": "kichen"}, 400, "did you mean 'kitchen'?"),
    ("cover/open_cover", {"area_id": "kitchen"}, 400, "nothing in"),
    ("light/turn_on", {"target": "x"}, 400, "target must be an object"),
    ("light/turn_on", {"target": {"zone_id": "x"}}, 400, "unknown key 'zone_id'"),
    ("homeassistant/turn_off", {"entity_id": "lock.front"}, 400, "no action 'lock.turn_off'"),
    ("homeassistant/restart", {}, 400, "no action 'homeassistant.restart'"),
]


@pytest.mark.parametrize(("service", "body", "status", "words"), BAD_CALLS)
async def test_a_bad_call_is_told_what_is_wrong(
    hub: Running, service: str, body: dict[str, Any], status: int, words: str
) -> None:
    found, answer = await hub.ask("POST", f"/api/services/{service}", json=body)
    assert (found, words in answer["message"]) == (status, True), answer
    assert hub.devices.sent == []


async def test_a_call_that_must_be_confirmed_says_how(hub: Running) -> None:
    path = "/api/services/lock/unlock"
    status, answer = await hub.ask("POST", path, json={"entity_id": "lock.front"})
    assert status == 403
    assert "unlocks a door" in answer["verdict"]["reason"]
    assert answer["approval_id"] in answer["message"]
    assert answer["expires_at"]
    assert hub.parts.home.state("lock.front").state == "locked"
    where = f"/api/lares/approvals/{answer['approval_id']}"
    status, approved = await hub.ask("POST", where, json={"approve": True})
    assert status == 200
    assert approved["response"]["speech"]["plain"]["speech"] == "Done: Front is unlocked."
    assert hub.parts.home.state("lock.front").state == "unlocked"
    assert (await hub.ask("POST", where, json={"approve": True}))[0] == 409


async def test_a_denied_call_says_why(hub: Running) -> None:
    path = "/api/services/valve/open_valve"
    status, answer = await hub.ask("POST", path, json={"entity_id": "valve.water"})
    assert (status, "alves stay closed" in answer["message"]) == (403, True)
    assert "approval_id" not in answer


async def test_what_never_left_the_hub_is_503(hub: Running) -> None:
    hub.devices.faults["light.kitchen"] = "undeliverable"
    path = "/api/services/light/turn_on"
    status, answer = await hub.ask("POST", path, json={"entity_id": "light.kitchen"})
    assert (status, answer["message"]) == (503, "not sent: the broker is away")


async def test_a_client_that_leaves_stops_nothing(hub: Running) -> None:
    hub.devices.faults["light.kitchen"] = "slow"
    hub.devices.delay_s = 0.6
    path = "/api/services/light/turn_on?return_response"
    with pytest.raises(asyncio.TimeoutError):
        await hub.ask(
            "POST", path, json={"entity_id": "light.kitchen"},
            timeout=aiohttp.ClientTimeout(total=0.3),
        )  # fmt: skip
    async with asyncio.timeout(5):
        while hub.parts.home.state("light.kitchen").state != "on":  # noqa: ASYNC110 - a poll
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("body", ["{", "[]", "null", '"x"', '{"a": NaN}', "\xff"])
async def test_bad_json_is_400(hub: Running, body: str) -> None:
    data = body.encode("latin-1")
    for path in ("/api/services/light/turn_on", "/api/conversation/process", "/api/events/x"):
        status, answer = await hub.ask("POST", path, data=data)
        assert (status, "the body" in answer["message"]) == (400, True)


async def test_odd_methods_paths_and_sizes_get_json(hub: Running) -> None:
    status, body = await hub.ask("DELETE", "/api/states")
    assert (status, "GET" in body["message"], hub.headers["Allow"]) == (405, True, "GET,HEAD")
    status, body = await hub.ask("GET", "/api/nothing")
    assert (status, "/api/nothing" in body["message"]) == (404, True)
    status, body = await hub.ask("POST", "/api/events/x", data=b" " * 300_000)
    assert (status, "too large" in body["message"]) == (413, True)
    assert await hub.ask("HEAD", "/api/states") == (200, "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["entity_id", "target", "area_id", "device_id", "floor_id", "brightness", "text", "approve",
     "conversation_id", "language", "code", "name", "dry_run", "user_id", "days"]
)  # fmt: skip
BODIES = JSON | st.dictionaries(KEYS | st.text(), JSON, max_size=5)
POSTS = [
    "/api/services/light/turn_on", "/api/services/homeassistant/toggle", "/api/events/thing",
    "/api/conversation/process", "/api/lares/plan", "/api/lares/approvals/x", "/api/lares/undo",
    "/api/lares/tokens", "/api/lares/onboarding",
]  # fmt: skip


@pytest.mark.timeout(60)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
    deadline=None,
)
@given(path=st.sampled_from(POSTS), body=BODIES)
async def test_no_json_body_breaks_the_hub(hub: Running, path: str, body: object) -> None:
    status, answer = await hub.ask("POST", path, data=json.dumps(body))
    assert status < 500, answer
    if status >= 400:
        assert answer["message"]


@pytest.mark.timeout(60)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=40,
    deadline=None,
)
@given(body=st.binary(max_size=60), path=st.sampled_from(POSTS))
async def test_no_bytes_break_the_hub(hub: Running, path: str, body: bytes) -> None:
    status, _ = await hub.ask("POST", path, data=body)
    assert status < 500


async def _read_events(
    hub: Running, wanted: int, ready: asyncio.Event, query: str = "", secret: str = ""
) -> list[Any]:
    headers = {"Authorization": f"Bearer {secret or hub.secret}"}
    found: list[Any] = []
    async with hub.http.get(f"{hub.url}/api/stream{query}", headers=headers) as answer:
        assert answer.content_type == "text/event-stream"
        async for line in answer.content:
            text = line.decode().rstrip("\n")
            if text == "data: ping":
                ready.set()
            elif text:
                assert text.startswith("data: ")
                found.append(json.loads(text[6:]))
            if len(found) == wanted:
                break
    return found


async def test_the_stream_tells_what_happens(hub: Running) -> None:
    ready = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(_read_events(hub, 5, ready))
        await ready.wait()
        hub.parts.home.report(EntityId("sensor.warmth"), "21.5", {"unit_of_measurement": "°C"})
        hub.parts.home.report(EntityId("sensor.warmth"), "30", {})
        await hub.ask("POST", "/api/events/doorbell", json={"who": "cat"})
        await hub.ask("POST", "/api/services/light/turn_on", json={"entity_id": "light.kitchen"})
    changed, bell, *rest = reading.result()
    [light] = [event for event in rest if event["event_type"] == "state_changed"]
    plan = rest[-1]
    assert changed["event_type"] == "state_changed"
    assert changed["data"]["old_state"]["state"] == "21.5"
    assert changed["data"]["new_state"]["state"] == "30"
    assert changed["data"]["new_state"]["attributes"]["friendly_name"] == "Warmth"
    assert changed.keys() == {"event_type", "data", "origin", "time_fired", "context"}
    assert (bell["event_type"], bell["data"]) == ("doorbell", {"who": "cat"})
    assert light["data"]["entity_id"] == "light.kitchen"
    assert plan["event_type"] == "lares_plan"
    assert plan["data"]["outcomes"][0]["status"] == "done"


async def test_each_act_of_several_is_told_as_it_ends(hub: Running) -> None:
    ready = asyncio.Event()
    text = "turn on a light Strip and open the blind"
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(_read_events(hub, 3, ready, "?restrict=lares_outcome,done"))
        await ready.wait()
        await hub.ask(
            "POST", "/api/conversation/process", json={"text": text, "conversation_id": "c"}
        )
        await hub.ask("POST", "/api/conversation/process", json={"text": "turn on a light Kitchen"})
        await hub.ask("POST", "/api/events/done", json={})
    [*outcomes, _] = [event["data"] for event in reading.result()]
    told = {one["outcome"]["entity_id"]: one for one in outcomes}
    assert told.keys() == {"light.strip", "cover.blind"}
    assert {one["conversation_id"] for one in outcomes} == {"c"}
    assert told["light.strip"]["outcome"]["status"] in {"done", "unverified"}


async def test_the_stream_may_be_restricted(hub: Running) -> None:
    ready = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(_read_events(hub, 1, ready, "?restrict=lares_entity_changed"))
        await ready.wait()
        hub.parts.home.report(EntityId("sensor.warmth"), "30", {})
        hub.parts.home.remove_entity(EntityId("valve.water"))
    [event] = reading.result()
    assert event["data"] == {"entity_id": "valve.water", "change": "removed"}


async def test_a_stream_ends_with_the_server_and_the_reader(hub: Running) -> None:
    ready = asyncio.Event()
    before = len(hub.parts.home._listeners[StateReported])
    reading = asyncio.create_task(_read_events(hub, 99, ready))
    async with asyncio.timeout(5):
        await ready.wait()
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        while len(hub.parts.home._listeners[StateReported]) > before:
            hub.parts.home.report(EntityId("sensor.warmth"), str(id(object())), {})
            await asyncio.sleep(0.01)


async def test_leaving_the_server_ends_its_streams(empty: ServerParts) -> None:
    owner = await empty.users.create("Ann", Role.OWNER)
    _, secret = await empty.tokens.create(owner.id, "test")
    headers = {"Authorization": f"Bearer {secret}"}
    async with aiohttp.ClientSession(headers=headers) as http, asyncio.timeout(4):
        async with Server(empty, port=0) as server:
            answer = await http.get(f"{server.url}/api/stream")
            assert await answer.content.readline() == b"data: ping\n"
        assert await answer.content.read() == b"\n"


async def test_guests_hear_no_plans_and_nobody_hears_a_code(hub: Running) -> None:
    with_code = {"entity_id": "lock.front", "code": "sesame 4711"}
    await hub.ask("POST", "/api/services/lock/lock?return_response", json=with_code)
    _, traces = await hub.ask("GET", "/api/lares/traces")
    assert traces[0]["plan"]["body"]["steps"][0]["command"]["code"] == "***"
    ready, guest_ready = asyncio.Event(), asyncio.Event()
    guest = await hub.token_for("Gil", Role.GUEST)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        only = "?restrict=lares_plan,bell,lares_entity_changed"
        heard = tasks.create_task(_read_events(hub, 4, ready, only))
        by_guest = tasks.create_task(_read_events(hub, 1, guest_ready, only, guest))
        await ready.wait()
        await guest_ready.wait()
        await hub.ask("POST", "/api/services/lock/lock?return_response", json=with_code)
        await hub.ask("POST", "/api/events/bell", json={})
        put(hub.parts.home, "light.new")
    # Events hold anything, so they are for who sees everything.
    changed = "lares_entity_changed"
    assert [event["event_type"] for event in by_guest.result()] == [changed]
    types = [event["event_type"] for event in heard.result()]
    assert types == ["lares_plan", "lares_plan", "bell", changed]
    assert "sesame 4711" not in str(heard.result())
    await hub.ask("POST", "/api/services/lock/unlock", json=with_code)
    _, [waiting] = await hub.ask("GET", "/api/lares/approvals")
    assert waiting["plan"]["body"]["steps"][0]["command"]["code"] == "***"
    status, answer = await hub.ask(
        "POST", f"/api/lares/approvals/{waiting['id']}", json={"approve": True}
    )
    assert (status, "sesame 4711" in str(answer)) == (200, False)
    assert hub.devices.sent[-1].command.model_dump()["code"] == "sesame 4711"


def test_who_is_too_far_behind_is_cut_off() -> None:
    slow = Subscriber(frozenset(), UserId("ann"))
    for _ in range(QUEUE_SIZE + 10):
        slow.put("x", b"message")
    assert slow.is_lost
    queued = [slow.queue.get_nowait() for _ in range(slow.queue.qsize())]
    assert queued == [*[b"message"] * QUEUE_SIZE, None]


async def test_a_failing_disk_is_503_and_moves_nothing_sensitive(hub: Running) -> None:
    disk = hub.parts.traces._db
    await disk.__aexit__()
    status, body = await hub.ask("GET", "/api/lares/traces")
    assert (status, "lares.db" in body["message"]) == (503, True)
    path = "/api/services/lock/unlock"
    status, _ = await hub.ask("POST", path, json={"entity_id": "lock.front"})
    assert (status, hub.devices.sent) == (503, [])
    assert (await hub.ask("GET", "/api/states"))[0] == 200
    _, health = await hub.ask("GET", "/api/lares/health")
    assert health["storage"]["state"] == "failed"


async def test_events_of_the_hub_cannot_be_forged(hub: Running) -> None:
    assert (await hub.ask("POST", "/api/events/state_changed"))[0] == 400
    _, events = await hub.ask("GET", "/api/events")
    assert {event["event"] for event in events} >= {"state_changed", "lares_plan"}
    # Phones and rules fire events past this address; they are told to nobody as the hub's own.
    broadcast = Broadcast(hub.parts.home, hub.parts.sight, StateJson(hub.parts.home))
    ann = broadcast.subscribe(frozenset(), hub.owner.id)
    hub.parts.home.fire("state_changed", {"entity_id": "lock.front"}, Context(), origin="REMOTE")
    hub.parts.home.fire("bell", {}, Context(), origin="REMOTE")
    told = [ann.queue.get_nowait() for _ in range(ann.queue.qsize())]
    broadcast.unsubscribe(ann)
    assert ["bell" in str(one) for one in told] == [True]


async def test_the_page_is_public_and_asks_again(hub: Running) -> None:
    status, text = await hub.ask("GET", "/", secret=None)
    assert (status, "<title>Lares</title>" in text) == (200, True)
    assert hub.headers["Cache-Control"] == "no-cache"
    etag = {"If-None-Match": hub.headers["ETag"]}
    assert (await hub.ask("GET", "/", headers=etag, secret=None))[0] == 304
    assert (await hub.ask("GET", "/vendor/lit.js", secret=None))[0] == 200
    assert hub.headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "path", ["/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/.secret",
             "/vendor", "/vendor/", "//etc/passwd", "/%00", "/index.html/"],
)  # fmt: skip
async def test_nothing_else_is_served(hub: Running, path: str) -> None:
    status, _ = await hub.ask("GET", path, secret=None)
    assert status == 404


async def test_a_state_is_reported_on_behalf_of_a_device(hub: Running) -> None:
    body = {"state": 21, "attributes": {"unit_of_measurement": "°C", "friendly_name": "Attic"}}
    status, made = await hub.ask("POST", "/api/states/sensor.attic", json=body)
    assert (status, made["state"]) == (201, "21")
    assert made["attributes"]["friendly_name"] == "Attic"
    status, again = await hub.ask("POST", "/api/states/sensor.attic", json={"state": "22"})
    assert (status, again["state"], again["attributes"].get("unit_of_measurement")) == (
        200, "22", None,
    )  # fmt: skip
    for entity_id, wrong in (("nonsense", {"state": "1"}), ("sensor.attic", {"state": "x" * 256})):
        status, _ = await hub.ask("POST", f"/api/states/{entity_id}", json=wrong)
        assert status == 400


async def test_what_no_entity_takes_is_asked_of_the_house(hub: Running) -> None:
    said = {"message": "The post is here", "title": "Door"}
    assert (await hub.ask("POST", "/api/services/notify/mobile_app_phone", json=said))[0] == 200
    _, told = await hub.ask("GET", "/api/lares/notifications")
    assert [one["text"] for one in told] == ["Door: The post is here"]
    for path in ("automation/reload", "homeassistant/reload_all", "scene/reload"):
        status, _ = await hub.ask("POST", f"/api/services/{path}")
        assert status == 200


async def test_a_script_answers_and_a_list_is_read(hub: Running) -> None:
    sequence = [
        {"variables": {"found": {"double": "{{ n * 2 }}"}}},
        {"stop": "done", "response_variable": "found"},
    ]
    path = "/api/config/script/config/twice"
    body = {"alias": "Twice", "sequence": sequence}
    assert (await hub.ask("POST", path, json=body))[0] == 200
    path = "/api/services/script/twice?return_response"
    status, answer = await hub.ask("POST", path, json={"n": 21})
    assert (status, answer["service_response"]["double"]) == (200, 42)
    put(hub.parts.home, "todo.shopping", "1", attributes={"items": [{"summary": "Milk"}]})
    path = "/api/services/todo/get_items?return_response"
    status, answer = await hub.ask("POST", path, json={"entity_id": "todo.shopping"})
    items = answer["service_response"]["todo.shopping"]["items"]
    assert (status, items) == (200, [{"status": "needs_action", "summary": "Milk"}])
    assert (await hub.ask("POST", "/api/services/script/none"))[0] == 404


async def test_an_entity_that_is_disabled_shows_no_state(hub: Running) -> None:
    home = hub.parts.home
    home.put_entity(replace(home.entity("light.strip"), enabled=False))
    _, states = await hub.ask("GET", "/api/states")
    assert "light.strip" not in {state["entity_id"] for state in states}
    home.put_entity(replace(home.entity("light.strip"), enabled=True))
    _, states = await hub.ask("GET", "/api/states")
    assert "light.strip" in {state["entity_id"] for state in states}
