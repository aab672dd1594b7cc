"""What policies may ask about: who, what, when, who is home, how much, how often."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.guard.conditions import parse_duration
from hub.guard.policy_file import parse_policies
from hub.home.approving import Approvers
from hub.home.ids import HOUSE, AreaId, UserId
from hub.home.model import Source
from hub.home.plan import Effect
from hub.home.yaml_config import ConfigError
from tests.guard.house import ANNA, BEN, CARA, GUS, PANEL, House, deny, plan
from tests.support.fakes import put

LAMP = plan(("light.turn_on", "light.desk"))


def is_denied(house: House, match: str, some: Any = LAMP) -> bool:
    return house.judge(deny(match), some).effect is Effect.DENY


@pytest.mark.parametrize(
    ("match", "act"),
    [
        ("label: garden", ("light.turn_on", "light.fairy")),
        ("label: [quiet, x]", ("light.turn_on", "light.nursery")),
        ("label: old*", ("switch.turn_on", "switch.strip")),
        ("floor: Upstairs, domain: light", ("light.turn_on", "light.nursery")),
        ("area: nursery", ("light.turn_on", "light.nursery")),
        ("device_class: out?et", ("switch.turn_on", "switch.strip")),
        ("name: 'fair*'", ("light.turn_on", "light.fairy")),
    ],
)
def test_it_is_about_what_carries_the_mark_and_nothing_else(
    match: str, act: tuple[str, str]
) -> None:
    house = House()
    assert is_denied(house, match, plan(act))
    assert not is_denied(house, match)


@pytest.mark.parametrize(
    ("match", "those"),
    [
        ("role: guest", {GUS, None}),
        ("role: [child, device]", {CARA, PANEL}),
        ("user: anna", {ANNA}),
        ("user: [u2, GUS]", {BEN, GUS}),
        ("person: person.ben", {BEN}),
        ("person: person.*", {ANNA, BEN}),
    ],
)
def test_it_is_about_who_asks(match: str, those: set[str | None]) -> None:
    house = House()
    for user in (ANNA, BEN, CARA, GUS, PANEL, None):
        asked = plan(("light.turn_on", "light.desk"), by=user)
        assert is_denied(house, match, asked) == (user in those)


def test_nobody_who_attends_has_no_role() -> None:
    rule = plan(("light.turn_on", "light.desk"), source=Source.RULE, by=None)
    assert not is_denied(House(), "role: [guest, owner, adult, child, device]", rule)


@pytest.mark.parametrize(
    ("match", "at", "is_fitting"),
    [
        ("after: '22:00', before: '06:00'", "2026-05-04T23:00", True),
        ("after: '22:00', before: '06:00'", "2026-05-05T05:59", True),
        ("after: '22:00', before: '06:00'", "2026-05-05T06:00", False),
        ("after: '22:00', before: '06:00'", "2026-05-05T21:59", False),
        ("after: '08:00', before: '20:00'", "2026-05-05T08:00", True),
        ("after: '08:00', before: '20:00'", "2026-05-05T07:59", False),
        ("after: '08:00'", "2026-05-05T23:59", True),
        ("before: '08:00'", "2026-05-05T08:00", False),
        ("weekday: [sat, sun]", "2026-05-03T12:00", True),
        ("weekday: [sat, sun]", "2026-05-04T12:00", False),
        ("weekday: mon, after: '22:00'", "2026-05-04T22:30", True),
    ],
)
def test_it_is_about_the_time_of_the_houses_clocks(match: str, at: str, is_fitting: bool) -> None:  # noqa: FBT001
    house = House()
    house.at(at)
    assert is_denied(house, match) is is_fitting


def test_it_is_about_the_sun() -> None:
    house = House()
    for house.sun_up in (True, False):
        assert is_denied(house, "sun: up") is house.sun_up
        assert is_denied(house, "sun: down") is not house.sun_up


AWAY, HOME, LOST = "not_home", "home", "unknown"


@pytest.mark.parametrize(
    ("home", "anna", "ben", "restricts", "allows"),
    [
        ("nobody", AWAY, AWAY, True, True),
        ("nobody", HOME, AWAY, False, False),
        ("nobody", AWAY, LOST, True, False),
        ("anybody", HOME, LOST, True, True),
        ("anybody", AWAY, AWAY, False, False),
        ("anybody", AWAY, LOST, True, False),
        ("everybody", HOME, HOME, True, True),
        ("everybody", HOME, AWAY, False, False),
        ("everybody", HOME, LOST, True, False),
        ("[person.anna]", HOME, AWAY, True, True),
        ("[person.anna]", AWAY, HOME, False, False),
        ("[person.anna]", LOST, HOME, True, False),
        ("[person.anna, person.ben]", AWAY, HOME, True, True),
        ("person.gone", HOME, HOME, True, False),
    ],
)
def test_what_is_not_known_of_who_is_home_never_loosens(
    home: str,
    anna: str,
    ben: str,
    restricts: bool,  # noqa: FBT001
    allows: bool,  # noqa: FBT001
) -> None:
    house = House()
    house.set("person.anna", anna)
    house.set("person.ben", ben)
    assert is_denied(house, f"home: {home}") is restricts
    unlock = plan(("lock.unlock", "lock.front"))
    loosened = house.judge(deny(f"home: {home}, domain: lock", "allow"), unlock)
    assert (loosened.effect is Effect.ALLOW) is allows


@pytest.mark.parametrize(
    ("when", "is_fitting"),
    [
        ("{binary_sensor.window: 'off'}", True),
        ("{binary_sensor.window: on}", False),
        ("{binary_sensor.window: [on, 'off']}", True),
        ("{binary_sensor.window: {not: on}}", True),
        ("{binary_sensor.window: {not: [on, 'off']}}", False),
        ("{sensor.wind: {above: 12}}", True),
        ("{sensor.wind: {above: 12, below: 12.5}}", False),
        ("{sensor.wind: {below: 13}}", True),
        ("{light.desk: {attribute: brightness, above: 99}}", True),
        ("{light.desk: {attribute: brightness, state: 100}}", True),
        ("{light.desk: {attribute: colour, above: 99}}", False),
        ("{sensor.nowhere: on}", False),
        ("{sensor.nowhere: {above: 0}}", False),
        ("{sensor.nowhere: {not: on}}", True),
        ("{binary_sensor.window: 'off', sensor.wind: {above: 99}}", False),
    ],
)
def test_it_is_about_what_others_report(when: str, is_fitting: bool) -> None:  # noqa: FBT001
    assert is_denied(House(), f"when: {when}") is is_fitting


@pytest.mark.parametrize("state", ["unknown", "unavailable"])
def test_not_of_what_nobody_knows_never_loosens(state: str) -> None:
    house = House()
    house.set("binary_sensor.window", state)
    when = "domain: lock, when: {binary_sensor.window: {not: 'on'}}"
    unlock = plan(("lock.unlock", "lock.front"))
    assert house.judge(deny(when, "allow"), unlock).effect is Effect.CONFIRM
    assert house.judge(deny(when), unlock).effect is Effect.DENY


def test_it_is_about_how_much_a_plan_touches() -> None:
    house = House()
    three = plan(*(("light.turn_on", f"light.{name}") for name in ("desk", "fairy", "nursery")))
    mixed = plan(("light.turn_on", "light.desk"), ("switch.turn_on", "switch.strip"))
    twice = plan(*[("light.turn_on", "light.desk")] * 3)
    for match, those in (
        ("touches: {entities: {above: 2}}", [three]),
        ("touches: {domains: {above: 1}}", [mixed]),
        ("touches: {entities: {below: 2}, domains: {below: 2}}", [twice]),
    ):
        assert [some for some in (three, mixed, twice) if is_denied(house, match, some)] == those


def note(guard: Any, some: Any) -> Effect:
    verdict = guard.judge(some)
    for judged in verdict.steps:
        if judged.effect is Effect.ALLOW:
            guard.note(some, judged)
    return Effect(verdict.effect)


@pytest.mark.parametrize(
    "policy",
    [
        deny("domain: light, rate: {times: 3, within: 1 h}"),
        deny("domain: light", "limit", limit="{times: 3, within: 1 h}"),
    ],
)
def test_what_comes_too_often_is_denied_until_the_while_is_over(policy: str) -> None:
    house = House()
    guard = house.guard(policy)
    for _ in range(3):
        assert note(guard, plan(("light.turn_on", "light.desk"))) is Effect.ALLOW
        house.clock.advance(600)
    refused = guard.judge(plan(("light.turn_on", "light.fairy")))
    assert refused.effect is Effect.DENY
    assert refused.reason == "r; this would be more than 3 times in 1 h"
    assert note(guard, plan(("switch.turn_on", "switch.strip"))) is Effect.ALLOW
    house.clock.advance(1_801)
    assert note(guard, plan(("light.turn_on", "light.desk"))) is Effect.ALLOW


def test_a_plan_cannot_hide_many_acts_in_one() -> None:
    guard = House().guard(deny("domain: light, rate: {times: 2, within: 1 min}"))
    verdict = guard.judge(plan(*[("light.toggle", "light.desk")] * 4))
    assert [step.effect for step in verdict.steps] == [Effect.ALLOW] * 2 + [Effect.DENY] * 2


def test_what_was_let_through_is_not_counted_against_itself() -> None:
    guard = House().guard(deny("domain: light, rate: {times: 1, within: 1 min}"))
    once = plan(("light.turn_on", "light.desk"))
    assert note(guard, once) is Effect.ALLOW
    assert guard.judge(once).effect is Effect.ALLOW
    assert guard.judge(plan(("light.turn_on", "light.desk"))).effect is Effect.DENY


@pytest.mark.parametrize(
    ("limit", "act", "is_over"),
    [
        ("max: {temperature: 24}", ("climate.set_temperature", {"temperature": 24}), False),
        ("max: {temperature: 24}", ("climate.set_temperature", {"temperature": 24.5}), True),
        (
            "max: {temperature: 24}",
            ("climate.set_temperature", {"target_temp_low": 20, "target_temp_high": 26}),
            True,
        ),
        (
            "min: {temperature: 16}",
            ("climate.set_temperature", {"target_temp_low": 15, "target_temp_high": 26}),
            True,
        ),
        ("min: {temperature: 16}", ("climate.set_temperature", {"temperature": 16}), False),
        ("max: {volume_level: 0.4}", ("media_player.volume_set", {"volume_level": 0.4}), False),
        ("max: {volume_level: 0.4}", ("media_player.volume_set", {"volume_level": 0.41}), True),
        ("max: {volume_level: 0.4}", ("media_player.volume_up", {}), False),
        ("max: {volume_level: 0.39}", ("media_player.volume_up", {}), True),
        ("max: {volume_level: 0.1}", ("media_player.volume_down", {}), False),
        ("max: {brightness_pct: 50}", ("light.turn_on", {"brightness_pct": 50}), False),
        ("max: {brightness_pct: 50}", ("light.turn_on", {"brightness": 200}), True),
        ("max: {brightness: 127}", ("light.turn_on", {"brightness_pct": 51}), True),
        ("max: {brightness: 127}", ("light.turn_on", {"brightness_step": 27}), False),
        ("max: {brightness: 127}", ("light.turn_on", {"brightness_step": 28}), True),
        ("max: {brightness: 127}", ("light.turn_on", {"brightness_step_pct": 11}), True),
        ("max: {brightness: 127}", ("light.turn_on", {}), False),
    ],
)
def test_limits_hold_however_the_number_is_said(
    limit: str,
    act: tuple[str, dict[str, Any]],
    is_over: bool,  # noqa: FBT001
) -> None:
    action, data = act
    target = {"climate": "climate.bath", "light": "light.desk", "media_player": "media_player.den"}
    policy = deny("action: '*'", "limit", limit=f"{{{limit}}}")
    some = plan((action, target[action.partition(".")[0]], data))
    verdict = House().judge(policy, some)
    assert (verdict.effect is Effect.DENY) is is_over
    assert not is_over or "at most" in verdict.reason or "at least" in verdict.reason


@pytest.mark.parametrize(
    ("entity_id", "action", "data"),
    [
        ("media_player.mute", "media_player.volume_up", {}),
        ("light.odd", "light.turn_on", {"brightness_step": 1}),
    ],
)
def test_a_step_from_nobody_knows_where_is_over_the_limit(
    entity_id: str, action: str, data: dict[str, Any]
) -> None:
    house = House()
    put(house.home, entity_id, "on")
    limit = "{max: {volume_level: 1, brightness: 255}}"
    verdict = house.judge(
        deny("action: '*'", "limit", limit=limit), plan((action, entity_id, data))
    )
    assert verdict.effect is Effect.DENY


def test_a_limit_says_nothing_of_what_is_within_it() -> None:
    policy = deny("domain: lock", "limit", limit="{max: {temperature: 1}}")
    unlock = plan(("lock.unlock", "lock.front"))
    assert House().judge(policy, unlock).policy == "unlocking asks"


def test_who_may_say_yes_stands_in_the_verdict() -> None:
    asks = deny("domain: light", "confirm", by="[owner, Ben]", through="ui", expires="2 h")
    (step,) = House().judge(asks, LAMP).steps
    wanted = Approvers(by=("owner", "Ben"), through=(Source.UI,), expires_s=7200)
    assert step.approvers == (wanted,)


def test_whoever_says_yes_must_be_who_every_policy_wants() -> None:
    both = """
policies:
  - {name: a, match: {domain: light}, effect: confirm, by: adult, reason: r}
  - {name: b, match: {entity_id: light.desk}, effect: confirm, by: owner, reason: r}
  - {name: c, match: {entity_id: light.desk}, effect: pin, by: Ben, reason: r}
"""
    house = House(pins=(BEN,))
    (step,) = house.judge(both, LAMP).steps
    assert step.effect is Effect.PIN
    assert [each.by for each in step.approvers] == [("adult",), ("owner",), ("Ben",)]


def test_a_pin_is_asked_for_only_where_somebody_who_may_approve_has_one() -> None:
    pin = deny("domain: light", "pin", by="owner")
    for pins, effect in ((), Effect.DENY), ((BEN,), Effect.DENY), ((ANNA,), Effect.PIN):
        house = House(pins=pins)
        verdict = house.judge(pin, LAMP)
        assert verdict.effect is effect
    assert "set one with" in House().judge(pin, LAMP).reason


@pytest.mark.parametrize("user", [CARA, GUS, PANEL, None])
def test_children_and_guests_get_what_is_sensitive_only_from_an_adult(user: Any) -> None:
    house = House()
    for act in (
        ("lock.unlock", "lock.front"),
        ("cover.open_cover", "cover.garage"),
        ("switch.turn_on", "switch.oven"),
    ):
        verdict = house.judge("", plan(act, by=user))
        assert verdict.effect is Effect.CONFIRM
        assert {each.by for each in verdict.approvers} == {("adult",)}
    for act in (("light.turn_on", "light.desk"), ("lock.lock", "lock.front")):
        assert house.judge("", plan(act, by=user)).effect is Effect.ALLOW


@pytest.mark.parametrize("user", [CARA, GUS, PANEL, None])
@pytest.mark.parametrize("more", ["", ", source: [language, voice]", ", home: anybody"])
def test_a_policy_that_names_nobody_does_not_loosen_for_children_and_guests(
    user: Any, more: str
) -> None:
    house = House()
    unlock = plan(("lock.unlock", "lock.front"), by=user)
    loose = deny(f"domain: lock{more}", "allow")
    assert house.judge(loose, unlock).effect is Effect.CONFIRM
    assert house.judge(loose, plan(("lock.unlock", "lock.front"), by=BEN)).effect is Effect.ALLOW
    named = deny(f"domain: lock, role: [child, guest, device]{more}", "allow")
    assert house.judge(named, unlock).effect is Effect.ALLOW


def test_a_stricter_policy_that_names_nobody_still_counts_for_guests() -> None:
    strict = deny("domain: lock", "confirm", by="owner")
    verdict = House().judge(strict, plan(("lock.unlock", "lock.front"), by=GUS))
    assert {each.by for each in verdict.approvers} == {("owner",), ("adult",)}


@pytest.mark.parametrize("user", [CARA, GUS])
def test_children_and_guests_warm_the_house_within_limits(user: Any) -> None:
    house = House()
    for degrees, effect in (22, Effect.ALLOW), (24, Effect.ALLOW), (25, Effect.DENY):
        warm = ("climate.set_temperature", "climate.bath", {"temperature": degrees})
        assert house.judge("", plan(warm, by=user)).effect is effect
        assert house.judge("", plan(warm, by=BEN)).effect is Effect.ALLOW
    hot = plan(("water_heater.turn_on", "water_heater.cellar"), by=user)
    assert house.judge("", hot).effect is Effect.CONFIRM


@pytest.mark.parametrize(
    ("grant", "those"),
    [
        ({"domains": frozenset({"light"})}, {"light.desk", "light.nursery"}),
        ({"areas": frozenset({AreaId("nursery")})}, {"light.nursery"}),
        ({"areas": frozenset({AreaId("nursery")}), "domains": frozenset({"switch"})}, set()),
        ({}, {"light.desk", "light.nursery", "switch.strip"}),
    ],
)
def test_what_is_not_theirs_to_move_is_denied_whatever_policies_say(
    grant: dict[str, Any], those: set[str]
) -> None:
    house = House()
    house.grant(BEN, **grant)
    allow = deny("action: '*', user: ben", "allow")
    for entity_id in ("light.desk", "light.nursery", "switch.strip"):
        action = f"{entity_id.partition('.')[0]}.turn_on"
        verdict = house.judge(allow, plan((action, entity_id), by=BEN))
        assert (verdict.effect is Effect.ALLOW) is (entity_id in those)


def test_who_may_move_some_things_sends_no_messages_past_them() -> None:
    house = House()
    house.grant(BEN, domains=frozenset({"light"}))
    send = plan(("mqtt.publish", "house", {"topic": "a"}), by=BEN)
    assert house.judge("", send).effect is Effect.DENY


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("mqtt.publish", {"topic": "zigbee2mqtt/bridge/request/permit_join"}),
        ("device_tracker.see", {"dev_id": "annas_phone", "location_name": "home"}),
    ],
)
def test_children_and_panels_ask_before_they_speak_for_devices(
    action: str, data: dict[str, Any]
) -> None:
    house = House()

    def judged(who: UserId) -> Effect:
        return house.judge("", plan((action, HOUSE, data), by=who)).effect

    assert judged(BEN) is Effect.ALLOW
    assert judged(CARA) is judged(PANEL) is Effect.CONFIRM
    assert judged(GUS) is Effect.DENY
    own = house.judge(
        deny("action: mqtt.*, role: child", "allow"), plan((action, HOUSE, data), by=CARA)
    )
    assert (own.effect is Effect.ALLOW) is (action == "mqtt.publish")


def test_access_that_has_ended_moves_nothing() -> None:
    house = House()
    house.people[GUS] = replace(house.people[GUS], until=house.clock() + timedelta(hours=1))
    lamp = plan(("light.turn_on", "light.desk"), by=GUS)
    assert house.judge("", lamp).effect is Effect.ALLOW
    house.clock.advance(3600)
    assert house.judge("", lamp).effect is Effect.DENY


def test_a_role_that_changes_counts_at_once() -> None:
    house = House()
    guard = house.guard()
    unlock = plan(("lock.unlock", "lock.front"), by=GUS)
    assert guard.judge(unlock).policy == "children and guests ask an adult"
    house.people[GUS] = replace(house.people[GUS], role=house.people[BEN].role)
    assert guard.judge(unlock).policy == "unlocking asks"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30 s", 30), ("90 min", 5400), ("2h", 7200), ("1.5 h", 5400), ("1 d", 86400), ("01:30", 5400),
     ("00:00:05", 5)],
)  # fmt: skip
def test_lengths_of_time_are_read(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("match: {role: gest}, effect: deny", "did you mean 'guest'"),
        ("match: {home: anna}, effect: deny", "write nobody, anybody"),
        ("match: {home: []}, effect: deny", "write nobody, anybody"),
        ("match: {after: 25:00}, effect: deny", "match.after"),
        ("match: {weekday: [caturday]}, effect: deny", "weekday"),
        ("match: {sun: dark}, effect: deny", "sun"),
        ("match: {when: {window: on}}, effect: deny", "give the exact one"),
        ("match: {when: {}}, effect: deny", "when"),
        ("match: {when: {sensor.a: {}}}, effect: deny", "give a state"),
        ("match: {domain: , action: '*'}, effect: deny", "domain is empty"),
        ("match: {touches: {}}, effect: deny", "give entities"),
        ("match: {rate: {times: 3, within: soon}}, effect: deny", "length of time"),
        ("match: {domain: lock}, effect: limit", "say what the limit is"),
        ("match: {domain: lock}, effect: limit, limit: {max: {heat: 3}}", "did you mean"),
        ("match: {domain: lock}, effect: limit, limit: {times: 3}", "belong together"),
        ("match: {domain: lock}, effect: deny, limit: {max: {temperature: 3}}", "effect: limit"),
        ("match: {domain: lock}, effect: deny, by: owner", "confirm and pin"),
        ("match: {domain: lock}, effect: demy", "did you mean 'deny'"),
    ],
)
def test_mistakes_are_named_with_their_remedy(policy: str, words: str) -> None:
    text = f"policies: [{{name: p, reason: r, {policy}}}]"
    with pytest.raises(ConfigError) as caught:
        parse_policies(text, "mine.yaml")
    assert words in str(caught.value)
    assert str(caught.value).startswith("mine.yaml:1: policies.0")


@pytest.mark.parametrize("match", ["area: nursery", "label: quiet", "name: '*fry*'"])
def test_what_a_device_says_of_itself_gives_no_policy_the_last_word(match: str) -> None:
    house = House()
    front = house.home.entity("lock.front")
    house.home.put_entity(replace(front, name="Fryer", area_id=AreaId("nursery")))
    lax = deny(match, "confirm", by="child")
    verdict = house.judge(lax, plan(("lock.unlock", "lock.front"), by=BEN))
    assert {each.by for each in verdict.approvers} == {("child",), ("adult",)}
    if match.startswith("label"):
        loose = deny(match, "allow")
        unlock = plan(("lock.unlock", "lock.front"), by=BEN)
        assert house.judge(loose, unlock).effect is Effect.CONFIRM
        house.home.put_entity(replace(front, labels=("quiet",)))
        assert house.judge(loose, unlock).effect is Effect.ALLOW
