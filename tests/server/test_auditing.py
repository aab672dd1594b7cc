"""Changes over the API are recorded before they are made; owners read the record."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from hub.home.audit import AuditKind
from hub.home.people import Role
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.reading import Wanted, entries
from hub.recorder.audit.verifying import verify
from hub.server.auditing import FailedLogins
from hub.server.parts import ServerParts
from hub.server.server import Server
from tests.server.conftest import Running
from tests.support.fakes import ScriptedIntegration

RULE = {
    "alias": "Open up",
    "triggers": [{"trigger": "state", "entity_id": "light.kitchen"}],
    "actions": [
        {"action": "lock.unlock", "target": {"entity_id": "lock.front"}, "data": {"code": "4711"}}
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record = tmp_path / "record"
    record.mkdir()
    return record


@pytest.fixture
async def audited(
    empty: ServerParts, devices: ScriptedIntegration, folder: Path
) -> AsyncIterator[tuple[Running, AuditLog]]:
    """A running hub that keeps a record."""
    owner = await empty.users.create("Ann", Role.OWNER)
    _, secret = await empty.tokens.create(owner.id, "test")
    async with AuditLog(folder) as log:
        parts = replace(empty, audit=log)
        async with Server(parts, port=0) as server, aiohttp.ClientSession() as http:
            yield Running(server.url, parts, devices, http, secret, owner), log


def found(folder: Path, *kinds: AuditKind) -> list[dict[str, Any]]:
    return [json.loads(row.what) for row in entries(folder, Wanted(kinds=kinds))]


async def test_a_change_is_on_disk_before_it_is_made(
    audited: tuple[Running, AuditLog], folder: Path
) -> None:
    hub, log = audited
    status, made = await hub.ask("POST", "/api/lares/tokens", json={"name": "kitchen panel"})
    assert status == 201
    [change] = found(folder, AuditKind.CHANGE)
    assert (change["route"], change["given"]) == ("/api/lares/tokens", {"name": "kitchen panel"})
    status, _ = await hub.ask("DELETE", f"/api/lares/tokens/{made['id']}")
    status, _ = await hub.ask("DELETE", "/api/lares/tokens/nonsense")
    assert status == 404
    await log.__aexit__()
    changed = found(folder, AuditKind.CHANGED)
    assert [(one["method"], one["status"]) for one in changed] == [
        ("POST", 201), ("DELETE", 200), ("DELETE", 404),
    ]  # fmt: skip
    assert made["token"] not in (folder / "audit.db").read_bytes().decode("latin-1")
    assert verify(folder).is_whole


async def test_no_password_and_no_pin_is_recorded(
    audited: tuple[Running, AuditLog], folder: Path
) -> None:
    hub, log = audited
    words, pin = "four words in a row", "907315842266"
    for path, body in [
        ("/api/lares/me/password", {"password": words}),
        ("/api/lares/me/password", {"password": words + "!", "current_password": words}),
        ("/api/lares/me/pin", {"pin": pin}),
        ("/api/lares/me/pin", {"pin": None, "current_pin": pin}),
        (f"/api/lares/users/{hub.owner.id}/pin", {"pin": pin}),
        (f"/api/lares/users/{hub.owner.id}/password", {"password": words}),
    ]:
        assert (await hub.ask("PUT", path, json=body))[0] == 200
    for password, wanted in ((words, 200), (words + "?", 401)):
        body = {"name": "Ann", "password": password}
        assert (await hub.ask("POST", "/api/lares/login", secret=None, json=body))[0] == wanted
    step = {"client_id": "https://app.example", "username": "Ann", "password": "wrong words"}
    begin = {"client_id": "https://app.example"}
    _, form = await hub.ask("POST", "/auth/login_flow", secret=None, json=begin)
    await hub.ask("POST", f"/auth/login_flow/{form['flow_id']}", secret=None, json=step)
    await log.__aexit__()
    logins = list(entries(folder, Wanted(kinds=(AuditKind.LOGIN,))))
    assert [row.user_id for row in logins] == [hub.owner.id]
    failed = [each["route"] for each in found(folder, AuditKind.LOGIN_FAILED)]
    assert failed == ["/api/lares/login", "/auth/login_flow/{flow_id}"]
    record = (folder / "audit.db").read_bytes().decode("latin-1")
    assert not any(secret in record for secret in (words, pin, "wrong words"))


async def test_a_rule_is_recorded_without_its_codes(
    audited: tuple[Running, AuditLog], folder: Path
) -> None:
    hub, _ = audited
    status, _ = await hub.ask("POST", "/api/config/automation/config/open_up", json=RULE)
    assert status == 200
    [change] = found(folder, AuditKind.CHANGE)
    assert change["path"] == "/api/config/automation/config/open_up"
    assert change["given"]["actions"][0]["data"] == {"code": "***"}
    [row] = entries(folder, Wanted(kinds=(AuditKind.CHANGE,)))
    assert row.user_id == hub.owner.id


async def test_everyday_calls_are_left_to_the_executor(
    audited: tuple[Running, AuditLog], folder: Path
) -> None:
    hub, log = audited
    await hub.ask("POST", "/api/services/light/turn_on", json={"entity_id": "light.kitchen"})
    await hub.ask("POST", "/api/states/sensor.outside", json={"state": "3"})
    await log.__aexit__()
    assert found(folder, AuditKind.CHANGE, AuditKind.CHANGED) == []


async def test_nothing_is_changed_without_a_record(audited: tuple[Running, AuditLog]) -> None:
    hub, log = audited
    await log.__aexit__()  # as good as a full disk
    before = len(hub.parts.tokens.all())
    status, told = await hub.ask("POST", "/api/lares/tokens", json={"name": "x"})
    assert status == 503
    assert "the audit record cannot be written" in told["message"]
    assert len(hub.parts.tokens.all()) == before


async def test_who_is_not_let_in_is_recorded_once_a_minute(
    audited: tuple[Running, AuditLog], folder: Path
) -> None:
    hub, _ = audited
    for number in range(30):
        status, _ = await hub.ask("GET", "/api/states", secret=f"lares_guessed_{number}")
        assert status == 401
    await hub.ask("GET", "/api/states", secret=None)
    await hub.ask("POST", "/api/lares/tokens", json={"name": "flushes"})
    [failed] = found(folder, AuditKind.LOGIN_FAILED)
    assert (failed["route"], failed["status"]) == ("/api/states", 401)
    assert "guessed" not in json.dumps(failed)


async def test_failures_that_were_only_counted_are_told_in_the_end(
    audited: tuple[Running, AuditLog], folder: Path
) -> None:
    _, log = audited
    time = [0.0]
    logins = FailedLogins(lambda: time[0])
    for _ in range(5):
        await logins.count(log, "192.0.2.1", "/api/states", {"status": 401})
    time[0] = 61.0
    await logins.count(log, "192.0.2.1", "/api/states", {"status": 401})
    await logins.count(log, "192.0.2.1", "/api/states", {"status": 401})
    await logins.close(log)
    await log.__aexit__()
    failed = found(folder, AuditKind.LOGIN_FAILED)
    assert [one.get("more") for one in failed] == [None, 4, None, 1]


async def test_owners_read_the_record_page_by_page(audited: tuple[Running, AuditLog]) -> None:
    hub, _ = audited
    for number in range(5):
        await hub.ask("POST", "/api/lares/tokens", json={"name": f"t{number}"})
    numbers: list[int] = []
    path = "/api/lares/audit?limit=4"
    before = None
    while True:
        status, page = await hub.ask("GET", path + (f"&before={before}" if before else ""))
        assert status == 200
        numbers += [entry["sequence"] for entry in page["entries"]]
        if page["next"] is None:
            break
        before = page["next"]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == len(set(numbers)) == numbers[0]
    _, page = await hub.ask("GET", "/api/lares/audit?kind=change&kind=changed&limit=2")
    assert {entry["kind"] for entry in page["entries"]} <= {"change", "changed"}
    _, health = await hub.ask("GET", "/api/lares/health")
    assert health["audit"]["state"] == "recording"


@pytest.mark.parametrize(
    "query",
    [
        "limit=x",
        "before=-1",
        "kind=gossip",
        "start=yesterday",
        "end=2026-01-01",
        "start=0001-01-01T00:00:00%2B23:00",
        "end=9999-12-31T23:59:59-23:00",
        "user_id=%FF%00",
    ],
)
async def test_a_wrong_query_is_named(audited: tuple[Running, AuditLog], query: str) -> None:
    hub, _ = audited
    status, told = await hub.ask("GET", f"/api/lares/audit?{query}")
    assert status == 400
    assert query.partition("=")[0] in told["message"]


@pytest.mark.parametrize("role", [Role.ADULT, Role.GUEST])
async def test_nobody_else_reads_it(audited: tuple[Running, AuditLog], role: Role) -> None:
    hub, _ = audited
    secret = await hub.token_for("Bob", role)
    status, _ = await hub.ask("GET", "/api/lares/audit", secret=secret)
    assert status == 403
