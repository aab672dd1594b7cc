"""A house with people, for tests of the guard: who asks, when, and who is home can be told."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, PolicyFile, load_policies, parse_policies
from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, FloorId, UserId
from hub.home.model import Area, Device, Floor, Source
from hub.home.people import A_VOICE, SOMEBODY, Grant, Role, Who
from hub.home.plan import Effect, Plan, Request, Step, Steps, Verdict
from tests.support.fakes import ManualClock, put

SHIPPED = load_policies(Path(__file__).parents[2] / "rules" / "policy.yaml")
BERLIN = ZoneInfo("Europe/Berlin")
ANNA, BEN, CARA, GUS, PANEL = (UserId(name) for name in ("u1", "u2", "u3", "u4", "u5"))
PEOPLE = {
    ANNA: Who(ANNA, "Anna", Role.OWNER, person_id=EntityId("person.anna")),
    BEN: Who(BEN, "Ben", Role.ADULT, person_id=EntityId("person.ben")),
    CARA: Who(CARA, "Cara", Role.CHILD),
    GUS: Who(GUS, "Gus", Role.GUEST),
    PANEL: Who(PANEL, "Hall panel", Role.DEVICE),
}


def who_is(user_id: UserId | None) -> Who:
    return A_VOICE if user_id is None else PEOPLE.get(user_id, SOMEBODY)


def furnished() -> Home:
    home = Home()
    home.put_floor(Floor(FloorId("up"), "Upstairs", 1))
    home.put_area(Area(AreaId("nursery"), "Nursery", FloorId("up"), labels=("quiet",)))
    home.put_device(Device(DeviceId("strip"), "Strip", labels=("old wiring",)))
    put(home, "light.nursery", area_id=AreaId("nursery"))
    put(home, "light.desk", "on", attributes={"brightness": 100})
    put(home, "light.fairy", labels=("garden",))
    put(home, "switch.strip", device_id=DeviceId("strip"), device_class="outlet")
    put(home, "switch.oven")
    put(home, "switch.bath_heater")
    put(home, "switch.freezer", "on")
    put(home, "lock.front", "locked")
    put(home, "cover.garage", "closed", device_class="garage")
    put(home, "climate.bath", "off")
    put(home, "water_heater.cellar", "off")
    put(home, "media_player.den", "playing", attributes={"volume_level": 0.3})
    put(home, "binary_sensor.window", "off")
    put(home, "sensor.wind", "12.5")
    put(home, "person.anna", "home")
    put(home, "person.ben", "not_home")
    return home


@dataclass
class House:
    """A guard over a house. `sun_up` and `clock` are told by the test."""

    home: Home = field(default_factory=furnished)
    clock: ManualClock = field(default_factory=ManualClock)
    people: dict[UserId, Who] = field(default_factory=lambda: dict(PEOPLE))
    sun_up: bool = True
    pins: tuple[UserId, ...] = ()

    def who_is(self, user_id: UserId | None) -> Who:
        return A_VOICE if user_id is None else self.people.get(user_id, SOMEBODY)

    def guard(self, owner: str | PolicyFile = "", shipped: PolicyFile = SHIPPED) -> Guard:
        mine = parse_policies(owner, "mine.yaml") if isinstance(owner, str) else owner
        return Guard(
            self.home,
            Policies(shipped=shipped, owner=mine),
            self.clock,
            who_is=self.who_is,
            pin_holders=lambda: [self.people[user_id] for user_id in self.pins],
            is_sun_up=lambda _: self.sun_up,
            zone=BERLIN,
        )

    def judge(self, owner: str, some: Plan) -> Verdict:
        return self.guard(owner).judge(some)

    def set(self, entity_id: str, state: str, **attributes: Any) -> None:
        self.home.report(EntityId(entity_id), state, attributes)

    def at(self, text: str) -> None:
        """Have it be a time of the house's clocks."""
        self.clock.now = datetime.fromisoformat(text).replace(tzinfo=BERLIN)

    def grant(self, user_id: UserId, **grant: Any) -> None:
        self.people[user_id] = replace(self.people[user_id], moves=Grant(**grant))


def plan(
    *acts: tuple[Any, ...],
    source: Source = Source.LANGUAGE,
    by: UserId | None = ANNA,
) -> Plan:
    steps = tuple(
        Step(command=parse_command(action, dict(*data)), targets=(EntityId(target),))
        for action, target, *data in acts
    )
    request = Request(text="do it", source=source, user_id=by)
    return Plan(request=request, body=Steps(steps=steps), planner="test")


def deny(match: str, effect: str = "deny", **more: str) -> str:
    """Return a file with one policy."""
    rest = "".join(f", {key}: {value}" for key, value in more.items())
    return f"policies: [{{name: p, match: {{{match}}}, effect: {effect}, reason: r{rest}}}]"


__all__ = ["ANNA", "BEN", "CARA", "GUS", "PANEL", "Effect", "House", "deny", "plan", "who_is"]
