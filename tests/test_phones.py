"""A phone reads and moves no more than its user, and nothing once they are gone."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.automation.place import Place
from hub.automation.presence import Presence
from hub.automation.templates import HomeTemplates
from hub.automation.webhooks import WebhookAnswer, WebhookCall, WebhookDesk
from hub.config import OwnTracksSettings
from hub.home.home import Home
from hub.home.ids import AreaId, UserId
from hub.home.model import Area
from hub.home.people import EVERYTHING, SOMEBODY, Grant, Role, Who
from hub.home.plan import Effect, Plan, PlanResult, Request, Verdict
from hub.home.sight import Sight
from hub.phones import Around, Phones
from hub.recorder.database import Database
from hub.recorder.presence import PresenceRecords
from hub.server.conversation import ConversationResult
from tests.support.fakes import ManualClock, put
from tests.support.tracks import MIDDLE

KIM = UserId("u-kim")
BODY = {
    "app_id": "x", "app_name": "x", "app_version": "1", "device_name": "Kims Phone",
    "manufacturer": "x", "model": "x", "os_name": "x", "os_version": "1",
    "device_id": "abc", "supports_encryption": False, "app_data": {},
}  # fmt: skip
KITCHEN = Grant(areas=frozenset({AreaId("kitchen")}))


@dataclass
class House:
    """A home with a phone of Kim's; `who` may be changed."""

    phones: Phones
    desk: WebhookDesk
    home: Home
    plans: list[Plan]
    who: Who
    webhook_id: str = ""

    async def tell(self, kind: str, data: Any) -> WebhookAnswer:
        body = json.dumps({"type": kind, "data": data}).encode()
        call = WebhookCall("POST", is_local=True, query={}, headers={}, body=body)
        return await self.desk.call(self.webhook_id, call)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    clock = ManualClock()
    home = Home(now=clock)
    home.put_area(Area(AreaId("kitchen"), "Kitchen"))
    put(home, "light.kitchen", "on", area_id=AreaId("kitchen"))
    put(home, "light.bedroom", "on")
    put(home, "zone.home", "0")
    place = Place(*MIDDLE, ZoneInfo("Europe/Amsterdam"))
    plans: list[Plan] = []
    made: list[House] = []

    async def run_plan(plan: Plan) -> PlanResult:
        plans.append(plan)
        return PlanResult(plan=plan, verdict=Verdict(effect=Effect.ALLOW, policy="", reason=""))

    async def converse(request: Request) -> ConversationResult:
        raise AssertionError(request)

    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database(tmp_path / "lares.db"))
        records = PresenceRecords(database)
        presence = await stack.enter_async_context(Presence(home, place, clock, records))
        around = Around(
            home=home,
            tracking=presence,
            records=records,
            sight=Sight(home, lambda _: made[0].who),
            templates=lambda seen: HomeTemplates(seen, place, clock),
            now=clock,
            subscribe=lambda _topic, _handler: lambda: None,
            run_plan=run_plan,
            converse=converse,
            config=dict,
        )
        phones = Phones(around, OwnTracksSettings(enabled=False))
        house = House(phones, WebhookDesk(), home, plans, Who(KIM, "Kim", Role.ADULT))
        made.append(house)
        await phones.enter(stack, house.desk)
        _, told = await phones.register(BODY, KIM)
        house.webhook_id = told["webhook_id"]
        yield house


def limited() -> Who:
    return Who(KIM, "Kim", Role.CHILD, sees=KITCHEN, moves=EVERYTHING)


@pytest.mark.parametrize(
    "template",
    [
        "{{ states('light.bedroom') }}", "{{ states.light | map(attribute='entity_id') | list }}",
        "{{ states | map(attribute='state') | list | count }}",
        "{{ is_state('light.bedroom', 'on') }}", "{{ expand('light.bedroom') | count }}",
        "{{ states.light.bedroom.state }}", "{{ state_attr('light.bedroom', 'friendly_name') }}",
    ],
)  # fmt: skip
async def test_templates_read_what_the_user_sees(house: House, template: str) -> None:
    asked = {"a": {"template": template}}
    before = (await house.tell("render_template", asked)).value["a"]
    house.who = limited()
    after = (await house.tell("render_template", asked)).value["a"]
    assert before != after
    house.home.remove_entity(house.home.entity("light.bedroom").id)
    house.who = Who(KIM, "Kim", Role.ADULT)
    without = (await house.tell("render_template", asked)).value["a"]
    if "entity_id" not in template and "count" not in template:
        assert after == without


async def test_calls_reach_what_the_user_sees(house: House) -> None:
    house.who = limited()
    call = {"domain": "light", "service": "turn_off", "service_data": {"entity_id": "all"}}
    assert (await house.tell("call_service", call)).status == 200
    assert [step.targets for step in house.plans[0].steps] == [("light.kitchen",)]
    call["service_data"] = {"entity_id": "light.bedroom"}
    assert (await house.tell("call_service", call)).status == 400
    assert len(house.plans) == 1


async def test_zones_are_told_to_who_sees_them(house: House) -> None:
    assert [zone["entity_id"] for zone in (await house.tell("get_zones", {})).value] == [
        "zone.home"
    ]
    house.who = limited()
    assert (await house.tell("get_zones", {})).value == []


@pytest.mark.parametrize("who", [SOMEBODY, Who(KIM, "Kim", Role.GUEST)])
async def test_the_phone_of_who_is_gone_or_only_a_guest_is_no_longer_heard(
    house: House, who: Who
) -> None:
    house.who = who
    for kind, data in [
        ("render_template", {"a": {"template": "{{ states('light.kitchen') }}"}}),
        ("call_service", {"domain": "light", "service": "turn_off", "service_data": {}}),
        ("fire_event", {"event_type": "bell"}), ("get_config", {}),
        ("update_location", {"gps": MIDDLE, "gps_accuracy": 5}),
    ]:  # fmt: skip
        assert await house.tell(kind, data) == WebhookAnswer(status=410)
    assert house.plans == []


async def test_whose_role_makes_up_no_events_does_not_by_phone_either(house: House) -> None:
    event = {"event_type": "everybody_left", "event_data": {}}
    assert (await house.tell("fire_event", event)).status == 200
    for who in (limited(), Who(KIM, "Kim", Role.CHILD), Who(KIM, "Kim", Role.ADULT, sees=KITCHEN)):
        house.who = who
        assert (await house.tell("fire_event", event)).status == 400
