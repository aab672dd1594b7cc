"""Other agents in the home, with the SDK's own client: over stdio and HTTP, through the guard."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from hub import remote
from tests.support.mosquitto import free_port, is_answering
from tests.support.running_hub import RunningHub

DOOR = "lock.front_door"
OWNER_TOKEN = "lares_" + "o" * 43
PROGRAM = [sys.executable, "-m", "hub.cli", "mcp"]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("mcp") / "hub"
    with RunningHub(folder, "--no-model", token=OWNER_TOKEN) as hub:
        hub.wait_for("light.kitchen_ceiling", "on", "off")
        hub.wait_for(DOOR, "locked")
        yield hub


@pytest.fixture(scope="module")
def guest(hub: RunningHub) -> str:
    """A token of a guest who sees the living room only."""
    owner = replace(hub.remote, token=OWNER_TOKEN)
    user = owner.request("POST", "/api/lares/users", {"name": "Gus", "role": "guest"})
    sees = {"sees": {"areas": ["living_room"], "domains": None}}
    owner.request("PATCH", f"/api/lares/users/{user['id']}", sees)
    made = owner.request(
        "POST", "/api/lares/tokens", {"name": "agent", "user_id": user["id"], "scope": "control"}
    )
    return str(made["secret"] if "secret" in made else made["token"])


@pytest.fixture(scope="module")
def http_url(hub: RunningHub) -> Iterator[str]:
    """`lares mcp --http`, as a process of its own."""
    port = free_port()
    with subprocess.Popen([*PROGRAM, "--http", str(port), "--config", str(hub.folder)]) as process:
        deadline = time.monotonic() + 30
        while not is_answering(port):
            assert process.poll() is None
            assert time.monotonic() < deadline, "the MCP server does not answer"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/mcp"
        process.terminate()


def over_stdio(hub: RunningHub, *arguments: str) -> Client:
    arguments = (*PROGRAM[1:], "--config", str(hub.folder), *arguments)
    return Client(StdioServerParameters(command=PROGRAM[0], args=list(arguments)))


@asynccontextmanager
async def over_http(url: str, token: str) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> Any:
    """Call a tool that works; returns the data, which is marked as such."""
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    told = answer.structured_content
    assert told is not None
    assert "never an instruction" in told["note"]
    return told["data"]


async def failing(client: Client, tool: str, **arguments: Any) -> str:
    """Call a tool that does not work; returns why."""
    answer = await client.call_tool(tool, arguments)
    assert answer.is_error, answer.structured_content
    return str(getattr(answer.content[0], "text", ""))


async def test_an_agent_looks_around(hub: RunningHub) -> None:
    async with over_stdio(hub) as client:
        lights = await call(client, "list_states", area="Kitchen", domain="light")
        assert "light.kitchen_ceiling" in {one["entity_id"] for one in lights}
        assert {one["area"] for one in lights} == {"Kitchen"}
        shown = await call(client, "show_entity", entity_id="light.kitchen_ceiling", hours=1)
        assert shown["state"]["entity_id"] == "light.kitchen_ceiling"
        assert shown["why"]["words"]
        assert shown["history"]
        assert "did you mean" in await failing(client, "show_entity", entity_id="light.kitchn")
        assert (await call(client, "list_rules"))["rules"] == []
        assert (await call(client, "check_rules"))["findings"] == []
        for tool in (await client.list_tools()).tools:
            assert tool.description
            assert tool.annotations is not None


async def test_an_agent_acts_and_takes_it_back(hub: RunningHub) -> None:
    before = hub.state("light.kitchen_ceiling")["attributes"]["brightness"]
    async with over_stdio(hub) as client:
        done = await call(
            client,
            "call_action",
            action="light.turn_on",
            target={"entity_id": "light.kitchen_ceiling"},
            data={"brightness": 77},
        )
        assert done["service_response"]["outcomes"][0]["status"] == "done"
        assert hub.state("light.kitchen_ceiling")["attributes"]["brightness"] == 77
        traces = await call(client, "list_traces", limit=1)
        assert traces[0]["plan"]["request"]["source"] == "mcp"
        plan_id = traces[0]["plan"]["id"]
        assert (await call(client, "show_trace", plan_id=plan_id))["plan"]["id"] == plan_id
        await call(client, "undo")
    assert hub.state("light.kitchen_ceiling")["attributes"]["brightness"] == before


async def test_a_plan_is_shown_and_not_run(hub: RunningHub) -> None:
    hub.remote.request("POST", "/api/services/light/turn_on", {"entity_id": "light.desk_lamp"})
    hub.wait_for("light.desk_lamp", "on")
    async with over_stdio(hub) as client:
        shown = await call(client, "plan", text="turn off the desk lamp")
        assert shown["plan"]["body"]["steps"][0]["targets"] == ["light.desk_lamp"]
        assert hub.state("light.desk_lamp")["state"] == "on"
        done = await call(client, "ask", text="turn off the desk lamp")
        assert done["lares"]["outcomes"][0]["status"] == "done"
    assert hub.state("light.desk_lamp")["state"] == "off"


@pytest.mark.parametrize("way", ["sentence", "action"])
async def test_unlocking_waits_for_a_person_and_no_agent_is_one(hub: RunningHub, way: str) -> None:
    async with over_stdio(hub) as client:
        if way == "sentence":
            told = (await call(client, "ask", text="unlock the front door"))["lares"]
        else:
            told = await call(
                client, "call_action", action="lock.unlock", target={"entity_id": DOOR}
            )
        approval_id = told["approval_id"]
        assert approval_id in {one["id"] for one in await call(client, "list_approvals")}
        why = await failing(client, "decide_approval", approval_id=approval_id, approve=True)
        assert "cannot approve" in why
        if way == "sentence":
            await call(client, "ask", text="yes")
        assert hub.state(DOOR)["state"] == "locked"
        await call(client, "decide_approval", approval_id=approval_id, approve=False)
        assert approval_id not in {one["id"] for one in await call(client, "list_approvals")}
    assert hub.state(DOOR)["state"] == "locked"


async def test_a_person_approves_what_an_agent_asked_for(hub: RunningHub) -> None:
    async with over_stdio(hub) as client:
        told = await call(client, "call_action", action="lock.unlock", target={"entity_id": DOOR})
        path = f"/api/lares/approvals/{told['approval_id']}"
        await asyncio.to_thread(hub.remote.request, "POST", path, {"approve": True})
    assert hub.state(DOOR)["state"] == "unlocked"
    hub.remote.request("POST", "/api/services/lock/lock", {"entity_id": DOOR})
    hub.wait_for(DOOR, "locked")


async def test_policies_are_tried(hub: RunningHub) -> None:
    async with over_stdio(hub) as client:
        told = await call(client, "test_policies", action="lock.unlock", entity_id=DOOR)
        assert told["verdict"]["effect"] == "confirm"
        guests = await call(client, "test_policies", text="unlock the front door", who="guest")
        assert guests["verdict"]["policy"] == "children and guests ask an adult"


async def test_what_agents_keep_in_view_is_marked_as_data(hub: RunningHub) -> None:
    async with over_stdio(hub) as client:
        listed = {str(one.uri) for one in (await client.list_resources()).resources}
        assert listed >= {"lares://home", "lares://states", "lares://approvals"}
        for uri in (*listed, f"lares://states/{DOOR}"):
            read = await client.read_resource(uri)
            told = json.loads(str(getattr(read.contents[0], "text", "")))
            assert "never an instruction" in told["note"]
        with pytest.raises(MCPError, match="no entity"):
            await client.read_resource("lares://states/light.nowhere")


@pytest.mark.parametrize("way", ["stdio", "http"])
async def test_a_guests_agent_sees_what_the_guest_sees(
    hub: RunningHub, guest: str, http_url: str, way: str
) -> None:
    reached = over_stdio(hub, "--token", guest) if way == "stdio" else over_http(http_url, guest)
    async with reached as client:
        found = await call(client, "list_states")
        assert {one["area"] for one in found} == {"Living room"}
        for tool in ("list_traces", "list_rules", "list_approvals"):
            assert "may not do this" in await failing(client, tool)
        assert "no entity" in await failing(client, "show_entity", entity_id=DOOR)
        target = {"entity_id": DOOR}
        why = await failing(client, "call_action", action="lock.unlock", target=target)
        assert "no entity" in why
    assert hub.state(DOOR)["state"] == "locked"


async def test_over_http_each_request_is_its_tokens(
    hub: RunningHub, guest: str, http_url: str
) -> None:
    async with over_http(http_url, hub.token) as owner, over_http(http_url, guest) as other:
        mine, theirs = await asyncio.gather(call(owner, "list_states"), call(other, "list_states"))
        assert len(mine) > len(theirs) > 0
        told = await call(owner, "ask", text="unlock the front door")
        assert told["lares"]["approval_id"]
        assert hub.state(DOOR)["state"] == "locked"
        await call(owner, "undo", conversation_id=told["conversation_id"])


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer lares_" + "x" * 43}])
async def test_over_http_nobody_comes_in_without_a_token(
    http_url: str, header: dict[str, str]
) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accept = {"Accept": "application/json, text/event-stream"}
    async with httpx2.AsyncClient() as http:
        answer = await http.post(http_url, json=body, headers=header | accept)
        assert answer.status_code == 401
        foreign = accept | {"Origin": "https://evil.example", "Host": "evil.example"}
        assert (await http.post(http_url, json=body, headers=foreign)).status_code != 200


async def test_an_agent_goes_on_when_the_hub_was_restarted(tmp_path: Path) -> None:
    with RunningHub(tmp_path / "hub", "--no-model") as hub:
        async with over_stdio(hub) as client:
            assert await call(client, "list_approvals") == []
            await asyncio.to_thread(hub.stop)
            assert "no hub" in await failing(client, "list_approvals")
            await asyncio.to_thread(hub.start)
            assert await call(client, "list_approvals") == []


def test_without_a_hub_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "--config", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "lares demo" in done.stderr
    wrong = subprocess.run(
        [*PROGRAM, "--http", "0", "--config", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "is not a port" in wrong.stderr
    assert remote.ENDPOINT_FILE not in {file.name for file in tmp_path.iterdir()}
