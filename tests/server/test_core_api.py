"""What else Home Assistant's REST API has: the log, components, a check, calendars, intents."""

from dataclasses import replace
from typing import Any

import pytest

from hub.automation.checking.finding import Finding
from hub.home.ids import EntityId
from hub.home.people import Role
from hub.server.parts import ServerParts
from tests.server.conftest import Running
from tests.support.fakes import put

EVENTS = [
    {"start": "2026-03-01T09:00:00+00:00", "end": "2026-03-01T10:00:00+00:00", "summary": "Bins"},
    {"start": "2026-03-03", "end": "2026-03-04", "summary": "Birthday"},
]


LOG = "2026-03-01 INFO hub: started\n2026-03-01 WARNING hub: odd"


class Checked:
    """Finds what it was told to."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    async def check(self) -> list[Finding]:
        return self.found


@pytest.fixture
def checked() -> Checked:
    return Checked()


@pytest.fixture
def empty(empty: ServerParts, checked: Checked) -> ServerParts:
    """The parts, with a log and rules that were checked."""
    return replace(empty, log_text=lambda: LOG, trials=checked)  # type: ignore[arg-type]


async def test_owners_read_the_log_and_nobody_else(hub: Running) -> None:
    assert await hub.ask("GET", "/api/error_log") == (200, LOG)
    secret = await hub.token_for("Ben", Role.ADULT)
    assert (await hub.ask("GET", "/api/error_log", secret=secret))[0] == 403


async def test_components_are_listed(hub: Running) -> None:
    status, found = await hub.ask("GET", "/api/components")
    assert (status, {"api", "light"} <= set(found)) == (200, True)


async def test_the_rules_are_checked(hub: Running, checked: Checked) -> None:
    path = "/api/config/core/check_config"
    told = {"result": "valid", "errors": None, "warnings": None}
    assert await hub.ask("POST", path) == (200, told)
    wrong = Finding(severity="error", code="x", message="no such trigger")
    checked.found = [wrong, replace(wrong, severity="warning", message="odd")]
    _, told = await hub.ask("POST", path)
    assert told["result"] == "invalid"
    assert "no such trigger" in told["errors"]
    assert "odd" in told["warnings"]


async def test_calendars_tell_their_events(hub: Running) -> None:
    put(hub.parts.home, "calendar.bins", "off", attributes={"events": EVENTS})
    _, found = await hub.ask("GET", "/api/calendars")
    assert [one["entity_id"] for one in found] == ["calendar.bins"]
    span = {"start": "2026-03-01T00:00:00Z", "end": "2026-03-31T00:00:00Z"}
    _, events = await hub.ask("GET", "/api/calendars/calendar.bins", params=span)
    assert [one["summary"] for one in events] == ["Bins", "Birthday"]
    assert events[0]["start"] == {"dateTime": "2026-03-01T09:00:00+00:00"}
    assert events[1]["start"] == {"date": "2026-03-03"}
    _, none = await hub.ask(
        "GET", "/api/calendars/calendar.bins", params=span | {"end": "2026-03-01T08:00:00Z"}
    )
    assert none == []
    for name, params, status in (
        ("calendar.bins", {}, 400), ("calendar.bins", span | {"end": "soon"}, 400),
        ("calendar.none", span, 404), ("light.kitchen", span, 404),
    ):  # fmt: skip
        answer = await hub.ask("GET", f"/api/calendars/{name}", params=params)
        assert answer[0] == status, answer


async def handled(hub: Running, intent: str, /, **data: Any) -> tuple[int, dict[str, Any]]:
    return await hub.ask("POST", "/api/intent/handle", json={"name": intent, "data": data})


@pytest.mark.parametrize(
    "slots",
    [
        {"name": "light.kitchen"}, {"name": {"value": "Kitchen"}, "domain": "light"},
        {"area": "Kitchen", "domain": ["light"]}, {"floor": "ground", "domain": "light"},
    ],
)  # fmt: skip
async def test_an_intent_is_handled_as_a_sentence_would_be(
    hub: Running, slots: dict[str, Any]
) -> None:
    status, told = await handled(hub, "HassTurnOn", **slots)
    assert (status, told["response_type"]) == (200, "action_done"), told
    assert "light.kitchen" in {one["id"] for one in told["data"]["success"]}
    assert told["lares"]["plan"]["planner"] == "intent"


async def test_an_intent_with_values_sets_them(hub: Running) -> None:
    await handled(hub, "HassLightSet", name="light.kitchen", brightness=40)
    plan = (await hub.ask("GET", "/api/lares/traces?limit=1"))[1][0]["plan"]
    assert plan["body"]["steps"][0]["command"]["brightness_pct"] == 40


async def test_an_intent_passes_the_guard(hub: Running) -> None:
    status, told = await handled(hub, "HassTurnOff", name="lock.front")
    assert (status, told["lares"]["verdict"]["policy"]) == (200, "unlocking asks")
    assert told["lares"]["approval_id"]
    assert hub.devices.sent == []


@pytest.mark.parametrize(
    ("name", "slots", "status", "words"),
    [
        ("HassTurnOn", {"name": "nothing here"}, 400, "is called"),
        ("HassTurnOn", {"area": "nowhere"}, 400, "area"),
        ("HassTurnOn", {"floor": "ninth"}, 400, "floor"),
        ("HassTurnOn", {"name": 3}, 400, "text"),
        ("HassSetPosition", {"name": "cover.blind"}, 400, "position"),
        ("HassSetPosition", {"name": "cover.blind", "position": "up"}, 400, "up"),
    ],
)
async def test_an_intent_that_does_not_fit_is_told(
    hub: Running, name: str, slots: dict[str, Any], status: int, words: str
) -> None:
    answer = await handled(hub, name, **slots)
    assert answer[0] == status, answer
    assert words in answer[1]["message"]


async def test_an_unknown_intent_is_an_answer(hub: Running) -> None:
    status, told = await handled(hub, "MyOwnIntent", a=1)
    assert (status, told["response_type"]) == (200, "error")
    assert told["data"]["code"] == "no_intent_match"


async def test_guests_handle_and_read_what_they_see(hub: Running, empty: ServerParts) -> None:
    put(empty.home, "calendar.bins", "off", attributes={"events": EVENTS})
    guest = await hub.token_for("Gus", Role.GUEST)
    assert await hub.ask("GET", "/api/calendars", secret=guest) == (200, [])
    span = {"start": "2026-03-01T00:00:00Z", "end": "2026-03-31T00:00:00Z"}
    status, _ = await hub.ask(
        "GET", f"/api/calendars/{EntityId('calendar.bins')}", params=span, secret=guest
    )
    assert status == 404


async def test_what_was_reported_can_be_forgotten_and_nothing_else(hub: Running) -> None:
    body = {"state": "3"}
    assert (await hub.ask("POST", "/api/states/sensor.mine", json=body))[0] == 201
    assert (await hub.ask("DELETE", "/api/states/sensor.mine"))[0] == 200
    assert (await hub.ask("GET", "/api/states/sensor.mine"))[0] == 404
    assert (await hub.ask("DELETE", "/api/states/sensor.mine"))[0] == 404
    status, told = await hub.ask("DELETE", "/api/states/light.kitchen")
    assert (status, "remove its device" in told["message"]) == (409, True)
    assert (await hub.ask("GET", "/api/states/light.kitchen"))[0] == 200
    child = await hub.token_for("Cara", Role.CHILD)
    assert (await hub.ask("DELETE", "/api/states/light.kitchen", secret=child))[0] == 403
