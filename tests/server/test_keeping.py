"""Rules, timers and notifications over HTTP, for residents and for guests."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from hub.home.actions import parse_command
from hub.home.chores import Chore, KeepRules, StartTimer
from hub.home.ids import EntityId, UserId
from hub.home.notifications import Notification
from hub.home.people import Role
from hub.home.plan import Chores, Plan, Request
from hub.home.rules import Rule, TimeTrigger
from hub.home.step import Step
from hub.recorder.notifications import Notifications
from hub.server.conversation import Conversation
from hub.server.plan_json import without_codes
from tests.server.conftest import Running

OFF = Step(command=parse_command("light.turn_off", {}), targets=(EntityId("light.kitchen"),))
RULE = Rule(
    id="r1",
    alias="Lights out",
    triggers=(TimeTrigger(at=time(22, 30)),),
    actions=(OFF,),
    said="turn off the kitchen light at half past ten",
)


async def keep(hub: Running, *chores: Chore, user_id: UserId | None = None) -> None:
    request = Request(user_id=user_id or hub.owner.id)
    await hub.parts.executor.run(
        Plan(request=request, body=Chores(chores=chores), planner="test"), wait_s=None
    )


async def tell(hub: Running, text: str, user_id: UserId | None = None) -> None:
    notifications = hub.parts.notifications
    assert isinstance(notifications, Notifications)
    now = datetime.now(UTC)
    await notifications.tell(Notification(id=text, text=text, at=now, user_id=user_id))


async def test_rules_are_listed_in_words_and_as_yaml(hub: Running) -> None:
    await keep(hub, KeepRules(rules=(RULE,)))
    status, body = await hub.ask("GET", "/api/lares/rules")
    assert status == 200
    [rule] = body["rules"]
    assert rule["words"] == "turn off the Kitchen at 22:30 every day"
    assert "action: light.turn_off" in rule["yaml"]
    assert (rule["said"], rule["paused"], rule["last_run"]) == (RULE.said, False, None)
    assert rule["next_run"]
    assert body["problems"] == []
    assert await hub.ask("GET", "/api/lares/rules/r1") == (200, rule)


async def test_a_rule_is_paused_resumed_deleted_and_restored(hub: Running) -> None:
    await keep(hub, KeepRules(rules=(RULE,)))
    status, rule = await hub.ask("POST", "/api/lares/rules/r1", json={"paused": True})
    assert (status, rule["paused"], rule["next_run"]) == (200, True, None)
    status, rule = await hub.ask("POST", "/api/lares/rules/r1", json={"paused": False})
    assert (status, rule["paused"]) == (200, False)
    assert (await hub.ask("DELETE", "/api/lares/rules/r1"))[0] == 200
    assert (await hub.ask("GET", "/api/lares/rules/r1"))[0] == 404
    status, answer = await hub.ask("POST", "/api/lares/undo", json={})
    assert answer["response"]["response_type"] == "action_done"
    assert (await hub.ask("GET", "/api/lares/rules/r1"))[0] == 200


async def test_timers_are_listed_changed_and_cancelled(hub: Running) -> None:
    await keep(hub, StartTimer(duration_s=300, name="pasta"))
    _, [timer] = await hub.ask("GET", "/api/lares/timers")
    assert (timer["name"], timer["paused"]) == ("pasta", False)
    assert 290 < timer["left_s"] <= 300
    path = f"/api/lares/timers/{timer['id']}"
    status, longer = await hub.ask("POST", path, json={"do": "extend", "seconds": 60})
    assert (status, round(longer["duration_s"])) == (200, 360)
    _, paused = await hub.ask("POST", path, json={"do": "pause"})
    assert (paused["paused"], paused["ends_at"]) == (True, None)
    assert (await hub.ask("DELETE", path))[0] == 200
    assert await hub.ask("GET", "/api/lares/timers") == (200, [])
    assert (await hub.ask("DELETE", path))[0] == 404


async def test_what_is_not_there_or_not_meant_is_refused(hub: Running) -> None:
    assert (await hub.ask("POST", "/api/lares/rules/no", json={"paused": True}))[0] == 404
    await keep(hub, KeepRules(rules=(RULE,)))
    status, body = await hub.ask("POST", "/api/lares/rules/r1", json={"pause": True})
    assert (status, "paused" in body["message"]) == (400, True)


async def test_guests_have_their_own_timers_and_change_nothing_else(hub: Running) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    gil = next(user.id for user in hub.parts.users.all() if user.name == "Gil")
    await keep(hub, KeepRules(rules=(RULE,)), StartTimer(duration_s=300))
    _, [others] = await hub.ask("GET", "/api/lares/timers")
    assert await hub.ask("GET", "/api/lares/timers", secret=guest) == (200, [])
    assert (await hub.ask("DELETE", f"/api/lares/timers/{others['id']}", secret=guest))[0] == 404
    await keep(hub, StartTimer(duration_s=60), user_id=gil)
    _, [timer] = await hub.ask("GET", "/api/lares/timers", secret=guest)
    path = f"/api/lares/timers/{timer['id']}"
    assert (await hub.ask("POST", path, secret=guest, json={"do": "pause"}))[0] == 200
    assert (await hub.ask("DELETE", path, secret=guest))[0] == 200
    assert await hub.ask("GET", "/api/lares/timers", secret=guest) == (200, [])
    assert len(hub.parts.keeping.timers) == 1
    for method, path in (("GET", "rules"), ("GET", "rules/r1")):
        assert (await hub.ask(method, f"/api/lares/{path}", secret=guest))[0] == 403
    assert (await hub.ask("DELETE", "/api/lares/rules/r1", secret=guest))[0] == 403
    assert len(hub.parts.keeping.rules) == 1


async def test_notifications_are_listed_and_dismissed(hub: Running) -> None:
    await tell(hub, "Your pasta timer is done.", hub.owner.id)
    _, [told] = await hub.ask("GET", "/api/lares/notifications")
    assert told["text"] == told["message"] == "Your pasta timer is done."
    assert told["notification_id"] == told["id"]
    path = f"/api/lares/notifications/{told['id']}"
    assert (await hub.ask("DELETE", path))[0] == 200
    assert (await hub.ask("DELETE", path))[0] == 404
    assert await hub.ask("GET", "/api/lares/notifications") == (200, [])


async def test_the_stream_tells_residents_all_and_guests_their_own(hub: Running) -> None:
    secret = await hub.token_for("Gil", Role.GUEST)
    gil = next(user.id for user in hub.parts.users.all() if user.name == "Gil")

    async def read(token: str, wanted: int, ready: asyncio.Event) -> list[str]:
        found: list[str] = []
        headers = {"Authorization": f"Bearer {token}"}
        path = f"{hub.url}/api/stream?restrict=lares_notification"
        async with hub.http.get(path, headers=headers) as answer:
            async for line in answer.content:
                text = line.decode().strip()
                if text == "data: ping":
                    ready.set()
                elif text:
                    found.append(json.loads(text[6:])["data"]["text"])
                if len(found) == wanted:
                    break
        return found

    mine, theirs = asyncio.Event(), asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        by_owner = tasks.create_task(read(hub.secret, 3, mine))
        by_guest = tasks.create_task(read(secret, 1, theirs))
        await mine.wait()
        await theirs.wait()
        await tell(hub, "for all")
        await tell(hub, "for Ann", hub.owner.id)
        await tell(hub, "for Gil", gil)
    assert by_owner.result() == ["for all", "for Ann", "for Gil"]
    assert by_guest.result() == ["for Gil"]
    _, listed = await hub.ask("GET", "/api/lares/notifications", secret=secret)
    assert [one["text"] for one in listed] == ["for Gil"]


async def test_a_rule_made_in_a_conversation_is_told_back_and_undone(hub: Running) -> None:
    at = (datetime.now(UTC) + timedelta(hours=30)).replace(hour=7, minute=5, second=0)
    rule = RULE.model_copy(update={"triggers": (TimeTrigger(at=at),), "once": True})

    class Planner:
        async def plan(self, request: Request) -> Plan:
            return Plan(
                request=request, body=Chores(chores=(KeepRules(rules=(rule,)),)), planner="x"
            )

    conversation = Conversation(replace(hub.parts, planner=Planner()))
    asked = Request(text="later", user_id=hub.owner.id, conversation_id="c")
    said = await conversation.process(asked)
    assert said.speech.startswith("I'll turn off the Kitchen ")
    assert said.speech.endswith("at 07:05.")
    back = await conversation.process(replace(asked, text="undo that"))
    assert back.speech == "Rule deleted: “Lights out”."
    assert hub.parts.keeping.rules == []


async def test_notifications_are_made_and_dismissed_as_home_assistant_does(hub: Running) -> None:
    path = "/api/services/persistent_notification"
    for message in ("Bin day", "Bin day!"):
        body = {"message": message, "title": "House", "notification_id": "bin"}
        assert await hub.ask("POST", f"{path}/create", json=body) == (200, [])
    _, told = await hub.ask("GET", "/api/lares/notifications")
    assert [one["text"] for one in told] == ["House: Bin day!"]
    guest = await hub.token_for("Gil", Role.GUEST)
    assert (await hub.ask("POST", f"{path}/create", secret=guest, json={"message": "x"}))[0] == 403
    assert (await hub.ask("POST", f"{path}/create", json={}))[0] == 400
    for _ in range(2):
        dismissed = await hub.ask("POST", f"{path}/dismiss", json={"notification_id": "bin"})
        assert dismissed == (200, [])
    assert await hub.ask("GET", "/api/lares/notifications") == (200, [])


@pytest.mark.parametrize(
    "yaml", ['data:\n  code: "0123"', "data: {code: 0123, x: 1}", "data: {'code': '0123 '}"]
)
def test_codes_in_rule_files_are_hidden(yaml: str) -> None:
    hidden = without_codes(yaml)
    assert "0123" not in hidden
    assert '"***"' in hidden


async def test_no_code_of_a_rule_is_shown(hub: Running) -> None:
    lock = parse_command("lock.lock", {"code": "4711"})
    step = Step(command=lock, targets=(EntityId("lock.front"),))
    await keep(hub, KeepRules(rules=(RULE.model_copy(update={"actions": (step,)}),)))
    _, rules = await hub.ask("GET", "/api/lares/rules")
    _, traces = await hub.ask("GET", "/api/lares/traces")
    assert len(rules["rules"]) == len(traces) == 1
    assert "4711" not in str(rules) + str(traces)
