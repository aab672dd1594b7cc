"""What must always hold: acts that break it are denied, and what breaks it otherwise is seen to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.act import World
from hub.guard.policy_file import parse_policies
from hub.guard.watch import InvariantWatch
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.notifications import Notification
from hub.home.plan import Effect
from hub.home.yaml_config import ConfigError
from tests.guard.house import BERLIN, House, plan
from tests.support.fakes import MemoryApprovals, MemoryTraces, ScriptedIntegration, put
from tests.support.keeping import ManualAlarms

FREEZER = "{name: the freezer stays on, entity_id: switch.freezer, always: on}"
WINDOW = (
    "{name: no heating out of the window, entity_id: climate.bath, never: [heat, auto, heat_cool],"
    " while: {when: {binary_sensor.window: on}}, then: climate.turn_off}"
)
HEATER = (
    "{name: the heater is off after 2 h, entity_id: switch.bath_heater, never: on,"
    " longer_than: 2 h, then: switch.turn_off}"
)
LOCKED = (
    "{name: locked when all are gone, entity_id: lock.front, always: locked,"
    " while: {home: nobody}, then: lock.lock}"
)

ALL_ALLOWED = """\
policies:
  - {name: all, match: {action: "*", source: "*"}, effect: allow, reason: r}
"""


def house_rules(*invariants: str) -> str:
    return f"invariants: [{', '.join(invariants)}]"


@pytest.mark.parametrize("source", list(Source))
@pytest.mark.parametrize("action", ["switch.turn_off", "switch.toggle"])
def test_what_would_break_it_at_once_is_denied_to_everybody(source: Source, action: str) -> None:
    house = House()
    off = plan((action, "switch.freezer"), source=source)
    verdict = house.judge(ALL_ALLOWED + house_rules(FREEZER), off)
    assert verdict.effect is Effect.DENY
    assert verdict.policy == "the freezer stays on"
    assert "switch.freezer is always on" in verdict.reason
    on = plan(("switch.turn_on", "switch.freezer"), source=source)
    assert house.judge(house_rules(FREEZER), on).effect is Effect.ALLOW


@pytest.mark.parametrize("state", ["unknown", "unavailable"])
def test_from_nobody_knows_where_nothing_is_switched_over(state: str) -> None:
    house = House()
    house.set("switch.freezer", state)
    over = plan(("switch.toggle", "switch.freezer"))
    assert house.judge(house_rules(FREEZER), over).effect is Effect.DENY


def test_it_holds_while_the_circumstances_do() -> None:
    house = House()
    heat = ("climate.set_hvac_mode", "climate.bath", {"hvac_mode": "heat"})
    for window, effect in ("off", Effect.ALLOW), ("on", Effect.DENY), ("unknown", Effect.ALLOW):
        house.set("binary_sensor.window", window)
        assert house.judge(house_rules(WINDOW), plan(heat)).effect is effect
    house.set("binary_sensor.window", "on")
    for act in (
        ("climate.turn_on", "climate.bath"),
        ("climate.set_temperature", "climate.bath", {"temperature": 20, "hvac_mode": "heat"}),
    ):
        assert house.judge(house_rules(WINDOW), plan(act)).effect is Effect.DENY
    fine: list[tuple[Any, ...]] = [
        ("climate.turn_off", "climate.bath"),
        ("climate.set_hvac_mode", "climate.bath", {"hvac_mode": "cool"}),
        ("climate.set_temperature", "climate.bath", {"temperature": 20}),
    ]
    for some in fine:
        assert house.judge(house_rules(WINDOW), plan(some)).effect is Effect.ALLOW


def test_what_may_be_so_for_a_while_may_begin() -> None:
    on = plan(("switch.turn_on", "switch.bath_heater"))
    assert House().judge(house_rules(HEATER), on).effect is Effect.CONFIRM


@pytest.mark.parametrize(
    ("invariant", "words"),
    [
        ("{name: a, entity_id: switch.x}", "never or always"),
        ("{name: a, entity_id: switch.x, never: on, always: 'off'}", "never or always"),
        ("{name: a, entity_id: switch.*, never: on}", "exact one"),
        ("{name: a, entity_id: switch.x, never: on, then: switch.turn_of}", "switch.turn_off"),
        (
            "{name: a, entity_id: switch.x, never: on, then: light.turn_off}",
            "nothing that switch.x",
        ),
        (
            "{name: a, entity_id: climate.x, never: heat, then: {action: climate.set_hvac_mode}}",
            "then",
        ),
        ("{name: a, entity_id: switch.x, never: on, longer_than: long}", "length of time"),
        ("{name: a, entity_id: switch.x, never: on, while: {home: me}}", "nobody"),
        ("{name: a, entity_id: switch.x, never: on, while: {domain: light}}", "unknown key"),
    ],
)
def test_mistakes_in_invariants_are_named(invariant: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        parse_policies(house_rules(invariant), "mine.yaml")
    assert "mine.yaml:1: invariants.0" in str(caught.value)


def test_a_policy_and_an_invariant_have_names_of_their_own() -> None:
    text = ALL_ALLOWED.replace("name: all", "name: the freezer stays on") + house_rules(FREEZER)
    with pytest.raises(ConfigError, match="a second one"):
        parse_policies(text, "mine.yaml")


# ---- the watch

QUICK = ExecutorSettings(verify_s={}, verify_else_s=0.2, resend_after_s=0.1, settle_s=0.02)


@dataclass
class Watched:
    """A watched house over the real executor, with devices that can be made to fail."""

    house: House = field(default_factory=House)
    told: list[Notification] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home = self.house.home
        self.home.now = self.house.clock
        self.house.at("2026-05-04T12:00")
        self.alarms = ManualAlarms(self.house.clock)
        self.devices = ScriptedIntegration(self.home)
        self.traces = MemoryTraces()
        self.news = asyncio.Event()

    async def tell(self, notification: Notification) -> None:
        if all(notification.id != known.id for known in self.told):
            self.told.append(notification)
            self.news.set()

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.told]

    @property
    def sent(self) -> list[str]:
        return [f"{one.command.action} {one.entity_id}" for one in self.devices.sent]

    @asynccontextmanager
    async def watching(self, text: str) -> AsyncIterator[InvariantWatch]:
        guard = self.house.guard(text)
        world = World(self.home, self.house.clock, lambda _: True, BERLIN)
        async with Executor(
            self.home,
            guard,
            {"scripted": self.devices},
            MemoryApprovals(),
            self.traces,
            settings=QUICK,
            clock=self.house.clock,
        ) as executor:
            watch = InvariantWatch(world, executor.run, self, self.alarms)
            watch.use(parse_policies(text, "mine.yaml").invariants)
            async with watch:
                yield watch

    async def until(self, texts: int) -> None:
        async with asyncio.timeout(5):
            while len(self.told) < texts:
                self.news.clear()
                await self.news.wait()

    async def pass_by(self, **time: float) -> None:
        await self.alarms.advance(timedelta(**time).total_seconds())
        await asyncio.sleep(0.01)


async def test_a_heater_that_is_on_too_long_is_switched_off_and_people_hear_of_it() -> None:
    at = Watched()
    async with at.watching(house_rules(HEATER)):
        at.house.set("switch.bath_heater", "on")
        await at.pass_by(hours=1, minutes=59)
        assert at.sent == []
        await at.pass_by(minutes=1)
        await at.until(1)
    assert at.sent == ["switch.turn_off switch.bath_heater"]
    rule = "(Rule of the house: the heater is off after 2 h.)"
    assert at.texts == [
        f"Bath Heater was on for 2 h. I switched it off, and it reports off. {rule}"
    ]
    assert at.devices.sent[0].context.source is Source.INVARIANT
    assert at.traces.added[-1][0].plan.request.source is Source.INVARIANT


async def test_it_starts_anew_when_the_heater_was_off() -> None:
    at = Watched()
    async with at.watching(house_rules(HEATER)):
        at.house.set("switch.bath_heater", "on")
        await at.pass_by(hours=1)
        at.house.set("switch.bath_heater", "off")
        at.house.set("switch.bath_heater", "on")
        await at.pass_by(hours=1, minutes=30)
        assert at.sent == []
        await at.pass_by(minutes=30)
        await at.until(1)


async def test_a_device_that_drops_out_does_not_win_time() -> None:
    at = Watched()
    async with at.watching(house_rules(HEATER)):
        at.house.set("switch.bath_heater", "on")
        for _ in range(5):
            await at.pass_by(minutes=20)
            at.house.set("switch.bath_heater", "unavailable")
            await at.pass_by(minutes=1)
            at.house.set("switch.bath_heater", "on")
        await at.pass_by(minutes=16)
        await at.until(1)
    assert at.sent == ["switch.turn_off switch.bath_heater"]


async def test_a_restart_does_not_win_time_either() -> None:
    at = Watched()
    began = at.house.clock()
    at.home.remove_entity(EntityId("switch.bath_heater"))
    at.home.remember(EntityId("switch.bath_heater"), "on", began - timedelta(hours=1, minutes=50))
    put(at.home, "switch.bath_heater", "on")
    async with at.watching(house_rules(HEATER)):
        await at.pass_by(minutes=9)
        assert at.sent == []
        await at.pass_by(minutes=1)
        await at.until(1)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("deaf", "it has not confirmed"),
        ("lying", "I could not switch it off: reported on instead of off"),
        ("undeliverable", "I could not switch it off: not sent: the broker is away"),
    ],
)
async def test_what_was_not_observed_is_not_claimed(fault: Any, words: str) -> None:
    at = Watched()
    at.devices.faults["switch.bath_heater"] = fault
    async with at.watching(house_rules(HEATER)):
        at.house.set("switch.bath_heater", "on")
        await at.pass_by(hours=2)
        await at.until(1)
        assert words in at.texts[0]
        assert "switched it off" not in at.texts[0]
        at.devices.faults.clear()
        await at.pass_by(minutes=2)
        await at.until(2)
        assert "I switched it off, and it reports off" in at.texts[1]


async def test_it_is_tried_again_but_not_told_again() -> None:
    at = Watched()
    at.devices.faults["switch.bath_heater"] = "undeliverable"
    async with at.watching(house_rules(HEATER)):
        at.house.set("switch.bath_heater", "on")
        for _ in range(10):
            await at.pass_by(minutes=30)
    assert len(at.told) == 1
    ended = [result for result, _ in at.traces.added if result.finished_at is not None]
    assert len({result.plan.id for result in ended}) > 2


async def test_heating_stops_when_the_window_opens() -> None:
    at = Watched()
    at.house.set("climate.bath", "heat")
    async with at.watching(house_rules(WINDOW)):
        assert at.sent == []
        at.house.set("binary_sensor.window", "on")
        await at.until(1)
    assert at.sent == ["climate.turn_off climate.bath"]
    assert "binary_sensor.window is on" in at.texts[0]


async def test_the_door_is_locked_when_all_are_gone() -> None:
    at = Watched()
    at.house.set("lock.front", "unlocked")
    async with at.watching(house_rules(LOCKED)):
        await at.pass_by(minutes=5)
        assert at.sent == []
        at.house.set("person.anna", "not_home")
        await at.until(1)
    assert at.sent == ["lock.lock lock.front"]
    assert "I locked it, and it reports locked" in at.texts[0]


async def test_who_may_be_home_is_not_locked_out() -> None:
    at = Watched()
    at.house.set("lock.front", "unlocked")
    async with at.watching(house_rules(LOCKED)):
        at.house.set("person.anna", "unknown")
        await at.pass_by(minutes=10)
    assert at.sent == []


async def test_a_door_that_cannot_be_seen_is_told_of() -> None:
    at = Watched()
    at.house.set("lock.front", "unavailable")
    async with at.watching(house_rules(LOCKED)):
        at.house.set("person.anna", "not_home")
        await at.pass_by(minutes=3)
        await at.until(1)
    assert at.sent == []
    assert "I can't tell whether it is locked" in at.texts[0]
    assert "I could not lock it: not sent: it is unavailable" in at.texts[0]


async def test_a_lock_on_its_way_gets_its_time() -> None:
    at = Watched()
    at.house.set("lock.front", "unlocked")
    async with at.watching(house_rules(LOCKED)):
        at.house.set("lock.front", "locking")
        at.house.set("person.anna", "not_home")
        await at.pass_by(seconds=40)
        assert at.sent == []
        at.house.set("lock.front", "locked")
        await at.pass_by(minutes=5)
    assert at.sent == []
    assert at.told == []


async def test_only_telling_moves_nothing() -> None:
    at = Watched()
    tell = LOCKED.replace("then: lock.lock", "then: tell")
    at.house.set("lock.front", "unlocked")
    async with at.watching(house_rules(tell)):
        at.house.set("person.anna", "not_home")
        await at.until(1)
        await at.pass_by(hours=3)
    assert at.sent == []
    assert at.texts == [
        "Front was unlocked, and nobody is home. (Rule of the house: locked when all are gone.)"
    ]


async def test_an_invariant_unlocks_nothing_unless_a_policy_names_it() -> None:
    smoke = (
        "{name: way out, entity_id: lock.front, always: unlocked,"
        " while: {when: {binary_sensor.window: on}}, then: lock.unlock}"
    )
    at = Watched()
    async with at.watching(house_rules(smoke)):
        at.house.set("binary_sensor.window", "on")
        await at.until(1)
    assert at.sent == []
    assert "I may not unlock it" in at.texts[0]
    named = ALL_ALLOWED.replace('action: "*", source: "*"', "domain: lock, source: invariant")
    at = Watched()
    async with at.watching(named + house_rules(smoke)):
        at.house.set("binary_sensor.window", "on")
        await at.until(1)
    assert at.sent == ["lock.unlock lock.front"]


async def test_read_anew_it_goes_on_with_what_stayed() -> None:
    at = Watched()
    async with at.watching(house_rules(HEATER)) as watch:
        at.house.set("switch.bath_heater", "on")
        await at.pass_by(hours=1)
        watch.use(parse_policies(house_rules(FREEZER, HEATER), "mine.yaml").invariants)
        await at.pass_by(hours=1)
        await at.until(1)
        at.house.set("switch.bath_heater", "on")
        watch.use(())
        await at.pass_by(hours=9)
    assert at.sent == ["switch.turn_off switch.bath_heater"]


STATES = st.sampled_from(["on", "off", "unknown", "unavailable"])


@settings(deadline=None)
@given(
    STATES,
    st.sampled_from(["switch.turn_on", "switch.turn_off", "switch.toggle"]),
    st.sampled_from(Source),
)
def test_no_act_that_is_allowed_leaves_the_freezer_off(
    state: str, action: str, source: Source
) -> None:
    house = House()
    house.set("switch.freezer", state)
    some = plan((action, "switch.freezer"), source=source)
    if house.judge(ALL_ALLOWED + house_rules(FREEZER), some).effect is Effect.ALLOW:
        after = {"turn_on": "on", "turn_off": "off", "toggle": "on" if state == "off" else "off"}
        assert after[action.partition(".")[2]] == "on"
