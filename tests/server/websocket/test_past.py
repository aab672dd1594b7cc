"""The past over the socket: once, and as it goes on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.home.ids import EntityId
from hub.home.model import Context
from hub.home.people import Role
from hub.recorder.history.recorder import HistoryRecorder
from hub.server.parts import ServerParts
from hub.server.websocket.statistics import Wanted, by_span, span_start
from tests.server.conftest import Running
from tests.server.websocket.client import Refused, connected
from tests.support.engine import RelayedTraces
from tests.support.fakes import put

LIGHT = EntityId("light.kitchen")
WARMTH = EntityId("sensor.warmth")
METER = EntityId("sensor.meter")


@pytest.fixture
async def empty(
    empty: ServerParts, run_traces: RelayedTraces, tmp_path: Path
) -> AsyncIterator[ServerParts]:
    async with HistoryRecorder(tmp_path / "history.db", empty.home) as recorder:
        run_traces.to = recorder
        yield replace(empty, history=recorder.queries)


def before() -> str:
    return (datetime.now(UTC) - timedelta(hours=1)).isoformat()


async def test_states_of_a_period_come_under_short_keys(hub: Running) -> None:
    async with connected(hub) as client:
        home, begun = hub.parts.home, before()
        home.report(LIGHT, "on", {"brightness": 1})
        home.report(LIGHT, "on", {"brightness": 2})
        home.report(LIGHT, "off", {})
        found = await client.say(
            "history/history_during_period", start_time=begun, entity_ids=[LIGHT, "light.none"]
        )
        assert [one["s"] for one in found[LIGHT]] == ["on", "off"]
        assert set(found) == {LIGHT}
        found = await client.say(
            "history/history_during_period", start_time=begun, entity_ids=[LIGHT],
            significant_changes_only=False, minimal_response=True, no_attributes=True,
        )  # fmt: skip
        assert [one.get("a") for one in found[LIGHT]] == [{}, None, None]
        assert found[LIGHT][1]["lc"] < found[LIGHT][1]["lu"]


async def test_periods_that_are_none_are_told(hub: Running) -> None:
    async with connected(hub) as client:
        for wrong in (
            {"start_time": "yesterday", "entity_ids": [LIGHT]},
            {"start_time": "9999-12-31T23:59:59Z", "entity_ids": [LIGHT]},
            {"start_time": before(), "entity_ids": []},
            {"start_time": before(), "entity_ids": ["a"] * 500},
        ):
            with pytest.raises(Refused) as caught:
                await client.say("history/history_during_period", **wrong)
            assert caught.value.code == "invalid_format"
        with pytest.raises(Refused, match="before"):
            await client.say(
                "history/stream", start_time=before(), end_time="2020-01-01T00:00:00Z",
                entity_ids=[LIGHT],
            )  # fmt: skip


async def test_history_goes_on_until_one_unsubscribes(hub: Running) -> None:
    async with connected(hub) as client:
        hub.parts.home.report(LIGHT, "on", {})
        await client.say("history/stream", start_time=before(), entity_ids=[LIGHT])
        number = client.number
        first = await client.event()
        assert [one["s"] for one in first["states"][LIGHT]] == ["on"]
        assert first["start_time"] < first["end_time"]
        hub.parts.home.report(EntityId("switch.fountain"), "on", {})
        hub.parts.home.report(LIGHT, "off", {})
        assert (await client.event())["states"][LIGHT][0]["s"] == "off"
        await client.say("unsubscribe_events", subscription=number)
        hub.parts.home.report(LIGHT, "on", {})
        assert await client.say("ping") == "pong"
        assert client.events == []


async def test_a_period_that_is_over_does_not_go_on(hub: Running) -> None:
    async with connected(hub) as client:
        now = datetime.now(UTC).isoformat()
        await client.say("history/stream", start_time=before(), end_time=now, entity_ids=[LIGHT])
        await client.event()
        hub.parts.home.report(LIGHT, "on", {})
        assert await client.say("ping") == "pong"
        assert client.events == []


async def test_the_logbook_tells_changes_and_who_did_them(hub: Running) -> None:
    async with connected(hub) as client:
        home = hub.parts.home
        home.report(LIGHT, "on", {}, Context(id="c1", user_id=hub.owner.id))
        home.report(EntityId("light.strip"), "on", {})
        home.report(WARMTH, "22", {"unit_of_measurement": "°C"})
        (entry,) = await client.say("logbook/get_events", start_time=before(), entity_ids=[LIGHT])
        assert (entry["state"], entry["context_user_id"]) == ("on", hub.owner.id)
        (of_device,) = await client.say(
            "logbook/get_events", start_time=before(), device_ids=["d1"]
        )
        assert of_device["entity_id"] == "light.strip"
        (of_context,) = await client.say("logbook/get_events", start_time=before(), context_id="c1")
        assert of_context["entity_id"] == LIGHT
        found = await client.say("logbook/get_events", start_time=before())
        assert "sensor.warmth" not in {each["entity_id"] for each in found}


async def test_the_logbook_goes_on(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("logbook/event_stream", start_time=before())
        assert (await client.event())["events"] == []
        hub.parts.home.report(WARMTH, "23", {"unit_of_measurement": "°C"})
        hub.parts.home.report(LIGHT, "on", {})
        (entry,) = (await client.event())["events"]
        assert (entry["entity_id"], entry["state"]) == (LIGHT, "on")


async def test_statistics_are_listed_and_counted(hub: Running) -> None:
    put(hub.parts.home, METER, "1", attributes={"state_class": "total_increasing"})
    async with connected(hub) as client:
        assert (await client.say("recorder/info"))["recording"]
        assert await client.say("recorder/validate_statistics") == {}
        (meter,) = await client.say("recorder/list_statistic_ids", statistic_type="sum")
        assert (meter["statistic_id"], meter["has_mean"]) == (METER, False)
        assert await client.say("recorder/list_statistic_ids", statistic_type="mean") == []
        named = await client.say("recorder/get_statistics_metadata", statistic_ids=["sensor.x"])
        assert named == []
        for period in ("5minute", "hour", "day", "week", "month"):
            found = await client.say(
                "recorder/statistics_during_period", start_time=before(),
                statistic_ids=[METER], period=period,
            )  # fmt: skip
            assert found == {}
        with pytest.raises(Refused):
            await client.say(
                "recorder/statistics_during_period", start_time=before(),
                statistic_ids=[METER], period="year",
            )  # fmt: skip


def test_spans_begin_by_the_clock_of_the_house() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    at = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)  # half past midnight, after the clocks changed
    assert span_start(at, "hour", zone) == at
    assert span_start(at, "day", zone) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert span_start(at, "week", zone) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert span_start(at, "month", zone) == datetime(2026, 2, 28, 23, tzinfo=UTC)


def test_the_hours_of_a_day_come_together() -> None:
    zone, midnight = ZoneInfo("UTC"), datetime(2026, 3, 2, tzinfo=UTC)
    nothing = dict.fromkeys(("mean", "min", "max", "state", "sum", "last_reset"))
    rows = [
        nothing | {"start": midnight - timedelta(hours=1), "sum": 1.0, "state": 1.0},
        nothing | {"start": midnight, "sum": 3.0, "state": 3.0, "mean": 1.0, "min": 0.5},
        nothing | {"start": midnight + timedelta(hours=23), "sum": 7.0, "mean": 2.0, "min": 1.0},
        nothing | {"start": midnight + timedelta(hours=24)},
    ]
    noon = midnight + timedelta(hours=12)
    said = Wanted(id=1, start_time=noon, statistic_ids=["sensor.x"], period="day")
    first, second = by_span(rows, said, zone)
    assert (first["change"], first["sum"], first["mean"], first["min"]) == (6.0, 7.0, 1.5, 0.5)
    assert first["end"] - first["start"] == 86_400_000
    assert second["start"] == first["end"]
    assert (second["change"], second["mean"]) == (None, None)
    some = said.model_copy(update={"types": frozenset({"sum"})})
    assert set(next(by_span(rows, some, zone))) == {"start", "end", "sum"}


@pytest.mark.parametrize(
    "name",
    ["history/stream", "logbook/get_events", "recorder/list_statistic_ids"],
)
async def test_a_guest_has_no_past(hub: Running, name: str) -> None:
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        with pytest.raises(Refused) as caught:
            await client.say(name, start_time=before(), entity_ids=[LIGHT])
        assert caught.value.code == "unauthorized"
