"""The past over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.home.ids import AreaId, EntityId
from hub.home.model import Context, Source
from hub.home.people import Grant, Role
from hub.recorder.history.recorder import HistoryRecorder
from hub.server.parts import ServerParts
from tests.server.conftest import Running
from tests.support.engine import RelayedTraces
from tests.support.keeping import until

LIGHT = EntityId("light.kitchen")


@pytest.fixture
async def empty(
    empty: ServerParts, run_traces: RelayedTraces, tmp_path: Path
) -> AsyncIterator[ServerParts]:
    async with HistoryRecorder(tmp_path / "history.db", empty.home) as recorder:
        run_traces.to = recorder
        yield replace(empty, history=recorder.queries)


async def test_states_of_a_period_are_listed(hub: Running) -> None:
    begun = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    hub.parts.home.report(LIGHT, "on", {"brightness": 1})
    hub.parts.home.report(LIGHT, "on", {"brightness": 2})
    hub.parts.home.report(LIGHT, "off", {})
    path = f"/api/history/period/{begun}?filter_entity_id=light.kitchen"
    status, [states] = await hub.ask("GET", path)
    assert (status, [one["state"] for one in states]) == (200, ["on", "off"])
    _, [states] = await hub.ask("GET", f"{path}&significant_changes_only=0&minimal_response")
    assert [one.get("attributes") for one in states] == [{"brightness": 1}, None, {}]


async def test_why_names_who_did_it(hub: Running) -> None:
    hub.parts.home.report(LIGHT, "on", {}, Context(id="c", source=Source.UI, user_id=hub.owner.id))
    status, why = await hub.ask("GET", "/api/lares/why/light.kitchen")
    assert status == 200
    assert why["causes"][0]["user_id"] == hub.owner.id
    assert why["words"].endswith("is on (by ui)")


async def test_why_leads_over_plan_and_run_to_what_began_it(
    hub: Running,
) -> None:
    rule = {
        "id": "follow", "alias": "Follow",
        "triggers": [{"trigger": "event", "event_type": "bell"}],
        "actions": [{"action": "light.turn_on", "target": {"entity_id": "light.kitchen"}}],
    }  # fmt: skip
    status, _ = await hub.ask("POST", "/api/config/automation/config/follow", json=rule)
    assert status == 200
    await hub.ask("POST", "/api/events/bell", json={"who": "post"})
    home = hub.parts.home
    async with asyncio.timeout(10):
        await until(lambda: home.state(LIGHT).state == "on")
        while True:
            _, why = await hub.ask("GET", "/api/lares/why/light.kitchen")
            kinds = [link["kind"] for link in why["causes"]]
            if kinds[-1:] == ["event"] and "run" in kinds:
                break
            await asyncio.sleep(0.05)
    assert kinds.index("plan") < kinds.index("run") < len(kinds) - 1
    assert why["causes"][-1]["user_id"] == hub.owner.id
    assert "“Follow” ran, because bell" in why["words"]


async def test_the_past_of_a_group_does_not_name_what_is_not_seen(hub: Running) -> None:
    home = hub.parts.home
    child = await hub.token_for("Kim", Role.CHILD)
    kim = hub.parts.users.named("Kim")
    assert kim is not None
    kitchen = Grant(areas=frozenset({AreaId("kitchen")}))
    await hub.parts.users.set_grants(kim.id, sees=kitchen, moves=kitchen)
    members = {"entity_id": ["light.kitchen", "cover.blind"], "brightness": 1}
    home.report(LIGHT, "on", members)
    path = "/api/history/period?filter_entity_id=light.kitchen,cover.blind"
    status, [states] = await hub.ask("GET", path, secret=child)
    assert (status, "cover.blind" in str(states)) == (200, False)
    assert states[-1]["attributes"] == {"brightness": 1}
    _, lists = await hub.ask("GET", path)
    assert "cover.blind" in str(lists)


async def test_guests_do_not_read_the_past(hub: Running) -> None:
    guest = await hub.token_for("Gus", Role.GUEST)
    for path in ("/api/logbook", "/api/lares/runs", "/api/lares/why/light.kitchen"):
        assert (await hub.ask("GET", path, secret=guest))[0] == 403


async def test_wrong_questions_say_what_is_wanted(hub: Running) -> None:
    assert (await hub.ask("GET", "/api/history/period/never?filter_entity_id=a.b"))[0] == 400
    assert (await hub.ask("GET", "/api/history/period"))[0] == 400
    assert (await hub.ask("GET", "/api/lares/runs/none"))[0] == 404


@pytest.mark.parametrize("moment", ["9999-12-31", "0001-01-01", "9999-12-31T23:59:59-14:00", "-1"])
@pytest.mark.parametrize(
    "path",
    [
        "/api/history/period/{}?filter_entity_id=light.kitchen",
        "/api/history/period?filter_entity_id=light.kitchen&start_time={}",
        "/api/history/period?filter_entity_id=light.kitchen&end_time={}",
        "/api/logbook/{}",
        "/api/lares/statistics?entity_id=sensor.warmth&start_time={}",
    ],
)
async def test_the_ends_of_time_are_refused(hub: Running, path: str, moment: str) -> None:
    status, answer = await hub.ask("GET", path.format(moment))
    assert status == 400
    assert "is no time such as" in answer["message"]
