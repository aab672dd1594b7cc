"""A real server on a free port over a real database; devices that obey."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from argon2 import PasswordHasher
from multidict import CIMultiDict, CIMultiDictProxy

from hub import rule_parts
from hub.asking_around import AskingAround
from hub.automation.alarms import WallClockAlarms
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, load_policies
from hub.guard_parts import PolicyControl
from hub.home.audit import Unaudited
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, FloorId
from hub.home.model import Area, Device, Floor
from hub.home.people import Role
from hub.home.plan import Plan, PlanResult, Request
from hub.home.sight import Sight
from hub.home.troubles import Troubles
from hub.language.dialogue import Dialogue
from hub.language.replies import reply
from hub.language.rule_telling import kept_in_words
from hub.policy_desk import PolicyDesk
from hub.recorder.approvals import Approvals
from hub.recorder.credentials import Credentials
from hub.recorder.database import Database
from hub.recorder.notifications import Notifications
from hub.recorder.onboarding import Onboarding
from hub.recorder.pins import HousePins
from hub.recorder.registry import Registry
from hub.recorder.tokens import Tokens
from hub.recorder.traces import Traces
from hub.recorder.user_data import UserData
from hub.recorder.users import User, Users
from hub.recorder.voice_runs import VoiceRunRecords
from hub.server.config import ServerConfig
from hub.server.parts import ServerParts
from hub.server.server import Server
from tests.server.scripted import ScriptedPlanner
from tests.support.engine import RelayedTraces
from tests.support.fakes import ScriptedIntegration, put
from tests.support.keeping import AMSTERDAM

SHIPPED = Path(__file__).parents[2] / "rules" / "policy.yaml"
POLICY = """
policies:
  - name: valves
    match: {action: valve.open_valve}
    effect: deny
    reason: Valves stay closed.
"""


# A call answers when its commands are verified, however slow the machine: devices here all obey.
CONFIG = ServerConfig(name="Test house", latitude=52.0, longitude=4.0, answer_after_s=5.0)
QUICK = ExecutorSettings(
    verify_s={}, verify_else_s=1.0, resend_after_s=0.5, settle_s=0.05, late_s=0, confirm_s=0
)
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
# Stands for the owner's own token.
OWN = ""


@dataclass
class Running:
    """A running server and what stands behind it."""

    url: str
    parts: ServerParts
    devices: ScriptedIntegration
    http: aiohttp.ClientSession
    secret: str
    owner: User
    headers: CIMultiDictProxy[str] = field(default_factory=lambda: CIMultiDictProxy(CIMultiDict()))

    async def ask(
        self, method: str, path: str, *, secret: str | None = OWN, **more: Any
    ) -> tuple[int, Any]:
        """Send a request with the owner's token, another, or none."""
        headers = dict(more.pop("headers", {}))
        if secret is not None:
            headers["Authorization"] = f"Bearer {self.secret if secret == OWN else secret}"
        async with self.http.request(method, self.url + path, headers=headers, **more) as answer:
            self.headers = answer.headers
            is_json = answer.content_type == "application/json" and method != "HEAD"
            return answer.status, await answer.json() if is_json else await answer.text()

    async def token_for(self, name: str, role: Role) -> str:
        """Make a user and return a token of theirs."""
        user = await self.parts.users.create(name, role)
        _, secret = await self.parts.tokens.create(user.id, "test")
        return secret


def make_home() -> Home:
    home = Home()
    home.put_floor(Floor(FloorId("ground"), "Ground", 0))
    home.put_area(Area(AreaId("kitchen"), "Kitchen", FloorId("ground")))
    home.put_device(Device(DeviceId("d1"), "Strip", AreaId("kitchen")))
    modes = {"supported_color_modes": ["brightness"]}
    put(home, "light.kitchen", area_id=AreaId("kitchen"), attributes=modes)
    put(home, "light.strip", device_id=DeviceId("d1"), attributes={"supported_color_modes": []})
    put(home, "switch.fountain", area_id=AreaId("kitchen"))
    put(home, "cover.blind", "closed")
    put(home, "lock.front", "locked", device_class="door")
    put(home, "valve.water", "closed")
    put(home, "sensor.warmth", "21.5", attributes={"unit_of_measurement": "°C"}, icon="mdi:x")
    return home


async def healthy() -> Mapping[str, Any]:
    return {"model": {"state": "ready"}, "broker": {"state": "connected"}}


@pytest.fixture
def web_root(tmp_path: Path) -> Path:
    root = tmp_path / "web"
    (root / "vendor").mkdir(parents=True)
    (root / "index.html").write_text("<!doctype html><title>Lares</title>")
    (root / "app.js").write_text("export {};")
    (root / "vendor" / "lit.js").write_text("export {};")
    (root / ".secret").write_text("no")
    (tmp_path / "outside.txt").write_text("no")
    return root


@pytest.fixture
def devices() -> ScriptedIntegration:
    return ScriptedIntegration(make_home())


@pytest.fixture
def run_traces() -> RelayedTraces:
    return RelayedTraces()


@pytest.fixture
def owner_policy() -> str:
    return POLICY


@pytest.fixture
async def empty(
    tmp_path: Path,
    owner_policy: str,
    web_root: Path,
    devices: ScriptedIntegration,
    run_traces: RelayedTraces,
) -> AsyncIterator[ServerParts]:
    """The parts of a hub without any user."""
    home = devices.home
    async with AsyncExitStack() as parts:
        db = await parts.enter_async_context(Database(tmp_path / "lares.db"))
        users, tokens = Users(db), Tokens(db)
        registry = Registry(db)

        approvals, traces = Approvals(db), Traces(db)
        (tmp_path / "policy.yaml").write_text(owner_policy)
        policies = Policies(
            shipped=load_policies(SHIPPED), owner=load_policies(tmp_path / "policy.yaml")
        )
        credentials = Credentials(db, users, hasher=QUICK_HASHER)
        notifications = Notifications(db)
        pins = HousePins(users, credentials, notifications)
        guard = Guard(
            home, policies, home.now, who_is=users.who_is, pin_holders=pins.holders,
            timers=lambda: rules.keeping.timers,
        )  # fmt: skip
        desk = PolicyDesk(policies, tmp_path / "policy.yaml", tmp_path, Unaudited(), Troubles())
        desk.let_use(guard.use)

        async def run_plan(plan: Plan) -> PlanResult:
            return await executor.run(plan, wait_s=0)

        async def plan_words(request: Request) -> PlanResult:
            return await executor.run(await planner.plan(request), wait_s=0)

        planner = ScriptedPlanner()
        rules = await rule_parts.build(
            rule_parts.Around(
                home=home,
                place=AMSTERDAM,
                database=db,
                alarms=await parts.enter_async_context(WallClockAlarms()),
                board=notifications,
                listen=lambda _topic, _handler: lambda: None,
                run_plan=run_plan,
                plan_words=plan_words,
                traces=run_traces,
                now=home.now,
                known_ids={},
                own=tmp_path / "rules",
            )
        )
        keeping = rules.keeping
        integrations = rules.integrations() | {"scripted": devices}
        executor = await parts.enter_async_context(
            Executor(
                home,
                guard,
                integrations,
                approvals,
                traces,
                who_is=users.who_is,
                pins=pins,
                ask_around=AskingAround(
                    home=home, teller=notifications, who_is=users.who_is, reply=reply
                ).ask,
                keeper=keeping,
                settings=QUICK,
            )
        )
        await rules.enter(parts)
        yield ServerParts(
            home=home,
            executor=executor,
            judge=guard.judge,
            planner=planner,
            dialogue=Dialogue(home.now, lambda entity_id: home.entity(entity_id).name),
            reply=reply,
            rule_words=kept_in_words,
            users=users,
            tokens=tokens,
            credentials=credentials,
            sight=Sight(home, users.who_is),
            onboarding=Onboarding(db, users, tokens),
            approvals=approvals,
            traces=traces,
            keeping=keeping,
            webhooks=rules.webhooks,
            sentences=rules.said,
            edits=rules.edits,
            bench=rules.bench,
            drafts=rules.drafts,
            zones=rules.presence,
            policies=PolicyControl(guard, desk),
            notifications=notifications,
            render=rules.render,
            watched=rules.tracker,
            health=healthy,
            save_home=partial(registry.save, home),
            user_data=UserData(db),
            voice_runs=VoiceRunRecords(db),
            config=CONFIG,
            web_root=web_root,
        )


@pytest.fixture
async def hub(empty: ServerParts, devices: ScriptedIntegration) -> AsyncIterator[Running]:
    """A running hub with an owner."""
    owner = await empty.users.create("Ann", Role.OWNER)
    _, secret = await empty.tokens.create(owner.id, "test")
    async with Server(empty, port=0) as server, aiohttp.ClientSession() as http:
        yield Running(server.url, empty, devices, http, secret, owner)
