"""The guard: nothing sensitive passes unasked, whoever made the plan."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.guard.guard import UNATTENDED, Guard
from hub.guard.policy_file import Policies, PolicyFile, load_policies, parse_policies
from hub.guard.risk import Risk, risk_of
from hub.home.actions import ACTIONS, DeviceCommand, parse_command
from hub.home.home import Home
from hub.home.ids import HOUSE, AreaId, EntityId, UserId
from hub.home.model import Source
from hub.home.plan import Answer, Effect, Plan, Request, Step, Steps, Verdict
from tests.support.fakes import ManualClock, put

SHIPPED = load_policies(Path(__file__).parents[2] / "rules" / "policy.yaml")
ATTENDED = (Source.LANGUAGE, Source.VOICE, Source.API, Source.UI)


@pytest.fixture
def home() -> Home:
    return furnished()


def furnished() -> Home:
    home = Home()
    kitchen = home.area_named("Kitchen")
    put(home, "lock.front_door", "locked")
    put(home, "cover.garage_door", "closed", device_class="garage")
    put(home, "cover.side_gate", "closed")
    put(home, "cover.blind", "closed", device_class="blind")
    put(home, "valve.garden", "closed")
    put(home, "climate.living_room", "heat")
    put(home, "climate.bath_heater", "off")
    put(home, "switch.bath_heater")
    put(home, "switch.oven", area_id=kitchen.id)
    put(home, "switch.socket", area_id=kitchen.id)
    put(home, "switch.alarm", "on")
    put(home, "switch.garage_light")
    put(home, "button.gate_opener")
    put(home, "light.kitchen", area_id=AreaId("kitchen"))
    for number in range(20):
        put(home, f"light.n{number}")
    return home


def judge(home: Home, plan: Plan, owner: str = "") -> Verdict:
    policies = Policies(shipped=SHIPPED, owner=parse_policies(owner, "mine.yaml"))
    return Guard(home, policies, ManualClock()).judge(plan)


def plan(*acts: tuple[str, str, dict[str, Any]], source: Source = Source.LANGUAGE) -> Plan:
    steps = tuple(
        Step(command=parse_command(action, data), targets=(EntityId(target),))
        for action, target, data in acts
    )
    request = Request(text="do it", source=source, user_id=UserId("anna"))
    return Plan(request=request, body=Steps(steps=steps), planner="test")


def effect(
    home: Home, action: str, target: str, source: Source = Source.LANGUAGE, **data: Any
) -> Effect:
    return judge(home, plan((action, target, data), source=source)).effect


@pytest.mark.parametrize(
    ("action", "target", "data"),
    [
        ("lock.unlock", "lock.front_door", {}),
        ("lock.open", "lock.front_door", {}),
        ("cover.open_cover", "cover.garage_door", {}),
        ("cover.toggle", "cover.garage_door", {}),
        ("cover.set_cover_position", "cover.garage_door", {"position": 1}),
        ("cover.open_cover", "cover.side_gate", {}),
        ("valve.open_valve", "valve.garden", {}),
        ("switch.turn_on", "switch.bath_heater", {}),
        ("switch.toggle", "switch.oven", {}),
        ("climate.turn_on", "climate.bath_heater", {}),
        ("climate.set_hvac_mode", "climate.bath_heater", {"hvac_mode": "heat"}),
        ("switch.turn_off", "switch.alarm", {}),
        ("button.press", "button.gate_opener", {}),
        ("lock.unlock", "lock.nobody_knows_it", {}),
    ],
)
def test_sensitive_acts_ask_a_person_and_are_denied_unattended(
    home: Home, action: str, target: str, data: dict[str, Any]
) -> None:
    for source in ATTENDED:
        assert effect(home, action, target, source, **data) is Effect.CONFIRM
    for source in UNATTENDED:
        assert effect(home, action, target, source, **data) is Effect.DENY


@pytest.mark.parametrize(
    ("action", "target", "data"),
    [
        ("lock.lock", "lock.front_door", {}),
        ("cover.close_cover", "cover.garage_door", {}),
        ("cover.set_cover_position", "cover.garage_door", {"position": 0}),
        ("cover.open_cover", "cover.blind", {}),
        ("valve.close_valve", "valve.garden", {}),
        ("switch.turn_off", "switch.oven", {}),
        ("switch.turn_on", "switch.socket", {}),
        ("switch.turn_on", "switch.garage_light", {}),
        ("light.turn_on", "light.kitchen", {"brightness_pct": 40}),
        ("climate.turn_off", "climate.living_room", {}),
    ],
)
def test_harmless_acts_pass(home: Home, action: str, target: str, data: dict[str, Any]) -> None:
    for source in Source:
        assert effect(home, action, target, source, **data) is Effect.ALLOW


@pytest.mark.parametrize(
    ("action", "target", "data"),
    [
        ("cover.open_cover", "cover.garagedoor", {}),
        ("cover.open_cover", "cover.garagentür", {}),
        ("cover.open_cover", "cover.garage_shutter", {}),
        ("cover.open_cover", "cover.maindoor", {}),
        ("cover.open_cover", "cover.voordeur", {}),
        ("switch.turn_on", "switch.hoftor", {}),
        ("switch.turn_on", "switch.schiebetor", {}),
        ("switch.turn_on", "switch.kellertür", {}),
        ("switch.turn_on", "switch.spaceheater", {}),
        ("switch.turn_on", "switch.heizdecke", {}),
        ("switch.turn_on", "switch.kettle", {}),
        ("switch.turn_on", "switch.wasserkocher", {}),
        ("switch.turn_on", "switch.pizzaofen", {}),
        ("switch.turn_on", "switch.front_lock", {}),
        ("switch.turn_off", "switch.front_door_lock", {}),
        ("switch.turn_off", "switch.smartlock", {}),
        ("switch.turn_off", "switch.garage_door_switch", {}),
        ("button.press", "button.front_unlatch", {}),
        ("button.press", "button.lock", {}),
        ("light.turn_on", "light.oven", {}),
        ("fan.turn_on", "fan.oven", {}),
        ("climate.set_preset_mode", "climate.oven", {"preset_mode": "sleep"}),
    ],
)
def test_what_is_called_by_words_run_together_is_sensitive_too(
    action: str, target: str, data: dict[str, Any]
) -> None:
    home = Home()
    name = target.partition(".")[2].replace("_", " ")
    put(home, target.replace("ü", "u"), name=name)
    target = target.replace("ü", "u")
    assert effect(home, action, target, **data) is Effect.CONFIRM
    assert effect(home, action, target, Source.EVENT, **data) is Effect.DENY


@pytest.mark.parametrize(
    "name",
    [
        "monitor",
        "factor",
        "indoor",
        "outdoor",
        "doorbell",
        "motor",
        "actuator",
        "editor",
        "theater",
        "hometheater",
        "gateway",
        "natur",
        "temperatur",
        "wassertemperatur",
        "armatur",
        "kultur",
        "agentur",
        "radio",
        "ventilator",
        "refrigerator",
        "projector",
        "clock",
        "block",
        "woven",
        "garagenlicht",
        "garage_light",
        "hoftorlampe",
        "front_doorbell",
        "child_lock",
        "outdoor_motor",
        "resistor",
        "navigate",
        "monitors",
        "clocks",
        "indoors",
        "dehumidificator",
    ],
)
def test_everyday_words_that_hold_such_a_word_by_chance_pass(name: str) -> None:
    home = Home()
    put(home, f"switch.{name}")
    for action in ("switch.turn_on", "switch.turn_off"):
        assert effect(home, action, f"switch.{name}", Source.EVENT) is Effect.ALLOW


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("cover.open_cover", "cover.indoor_blind"),
        ("cover.open_cover", "cover.outdoor_awning"),
        ("cover.open_cover", "cover.patio_door_blind"),
        ("cover.open_cover", "cover.monitor_shade"),
        ("light.turn_on", "light.heizungskeller"),
        ("light.turn_on", "light.oven_light"),
        ("light.turn_on", "light.front_door"),
        ("fan.turn_on", "fan.cooker_hood"),
        ("switch.turn_off", "switch.spaceheater"),
    ],
)
def test_harmless_neighbours_pass(action: str, target: str) -> None:
    home = Home()
    put(home, target)
    assert effect(home, action, target, Source.EVENT) is Effect.ALLOW


def test_people_and_their_rules_set_the_heating_and_events_do_not(home: Home) -> None:
    target = "climate.living_room"
    for thermostat in (target, "climate.bath_heater"):
        assert effect(home, "climate.set_temperature", thermostat, temperature=21) is Effect.ALLOW
    assert effect(home, "climate.turn_on", target, Source.RULE) is Effect.ALLOW
    assert effect(home, "climate.turn_on", target, Source.EVENT) is Effect.DENY
    assert (
        effect(home, "climate.set_hvac_mode", target, Source.EVENT, hvac_mode="heat") is Effect.DENY
    )
    assert (
        effect(home, "climate.set_hvac_mode", target, Source.EVENT, hvac_mode="cool")
        is Effect.ALLOW
    )


OWNER = """
policies:
  - name: the oven is mine
    match: {entity_id: switch.oven}
    effect: %s
    reason: I said so.
"""


def test_the_owner_has_the_last_word(home: Home) -> None:
    on = plan(("switch.turn_on", "switch.oven", {}))
    for word in (Effect.ALLOW, Effect.CONFIRM, Effect.DENY):
        verdict = judge(home, on, OWNER % word)
        assert verdict.effect is word
        assert verdict.policy == "the oven is mine"
        assert verdict.reason == "I said so"


def test_a_pin_denies_and_says_why(home: Home) -> None:
    verdict = judge(home, plan(("switch.turn_on", "switch.oven", {})), OWNER % "pin")
    assert verdict.effect is Effect.DENY
    assert "no PIN is set up" in verdict.reason


def test_a_policy_about_people_does_not_loosen_what_happens_unattended(home: Home) -> None:
    on = plan(("switch.turn_on", "switch.oven", {}), source=Source.RULE)
    assert judge(home, on, OWNER % "allow").effect is Effect.DENY
    named = (OWNER % "allow").replace("switch.oven}", "switch.oven, source: rule}")
    assert judge(home, on, named).effect is Effect.ALLOW


def test_policies_match_areas_users_and_wildcards(home: Home) -> None:
    owner = """
policies:
  - name: no kitchen for anna
    match: {area: kitchen, user: [anna, ben], action: "*.turn_on"}
    effect: deny
    reason: Ask mum.
"""
    assert judge(home, plan(("light.turn_on", "light.kitchen", {})), owner).effect is Effect.DENY
    assert judge(home, plan(("light.turn_off", "light.kitchen", {})), owner).effect is Effect.ALLOW
    assert judge(home, plan(("light.turn_on", "light.n1", {})), owner).effect is Effect.ALLOW


def test_each_target_has_its_own_verdict_and_the_plan_the_strictest(home: Home) -> None:
    both = plan(("light.turn_on", "light.kitchen", {}), ("lock.unlock", "lock.front_door", {}))
    verdict = judge(home, both)
    assert verdict.effect is Effect.CONFIRM
    assert [step.effect for step in verdict.steps] == [Effect.ALLOW, Effect.CONFIRM]


def test_large_plans_are_read_back(home: Home) -> None:
    many = plan(*(("light.turn_off", f"light.n{n}", {}) for n in range(16)))
    verdict = judge(home, many)
    assert verdict.effect is Effect.CONFIRM
    assert "16 devices" in verdict.reason
    fewer = plan(*(("light.turn_off", f"light.n{n}", {}) for n in range(15)))
    assert judge(home, fewer).effect is Effect.ALLOW
    tighter = judge(home, fewer, "read_back: {entities: 3}")
    assert tighter.effect is Effect.CONFIRM


def test_mixed_sensitive_plans_are_read_back_even_if_each_is_allowed(home: Home) -> None:
    owner = "policies: [{name: all, match: {action: '*'}, effect: allow, reason: r}]"
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("lock.unlock", "lock.front_door", {}),
        ("switch.turn_on", "switch.oven", {}),
    ]
    assert judge(home, plan(acts[0]), owner).effect is Effect.ALLOW
    assert judge(home, plan(*acts), owner).effect is Effect.CONFIRM


def test_a_plan_that_moves_nothing_needs_no_one(home: Home) -> None:
    answer = Plan(request=Request(), body=Answer(text="21 degrees"), planner="test")
    assert judge(home, answer).effect is Effect.ALLOW


HOME = furnished()
DATA: dict[str, dict[str, Any]] = {
    "scene.apply": {"entities": {"light.desk": "on"}},
    "scene.create": {"scene_id": "now", "snapshot_entities": ["light.desk"]},
    "group.set": {"object_id": "lamps", "entities": ["light.desk"]},
    "group.remove": {"object_id": "lamps"},
    "timer.change": {"duration": "-0:01:00"},
    "climate.set_temperature": {"temperature": 22},
    "climate.set_hvac_mode": {"hvac_mode": "heat"},
    "climate.set_preset_mode": {"preset_mode": "boost"},
    "climate.set_fan_mode": {"fan_mode": "high"},
    "climate.set_swing_mode": {"swing_mode": "on"},
    "climate.set_swing_horizontal_mode": {"swing_horizontal_mode": "on"},
    "climate.set_humidity": {"humidity": 40},
    "number.set_value": {"value": 3},
    "select.select_option": {"option": "x"},
    "cover.set_cover_position": {"position": 40},
    "cover.set_cover_tilt_position": {"tilt_position": 40},
    "valve.set_valve_position": {"position": 40},
    "fan.set_percentage": {"percentage": 40},
    "fan.set_preset_mode": {"preset_mode": "x"},
    "fan.oscillate": {"oscillating": True},
    "fan.set_direction": {"direction": "forward"},
    "media_player.volume_set": {"volume_level": 0.5},
    "media_player.volume_mute": {"is_volume_muted": True},
    "media_player.select_source": {"source": "x"},
    "media_player.play_media": {"media_content_id": "x"},
    "media_player.select_sound_mode": {"sound_mode": "x"},
    "media_player.shuffle_set": {"shuffle": True},
    "media_player.repeat_set": {"repeat": "all"},
    "media_player.media_seek": {"seek_position": 3},
    "vacuum.set_fan_speed": {"fan_speed": "x"},
    "vacuum.send_command": {"command": "x"},
    "vacuum.clean_area": {"cleaning_area_id": "hall"},
    "input_number.set_value": {"value": 3},
    "input_select.select_option": {"option": "x"},
    "text.set_value": {"value": "x"},
    "humidifier.set_humidity": {"humidity": 40},
    "humidifier.set_mode": {"mode": "x"},
    "water_heater.set_temperature": {"temperature": 50},
    "water_heater.set_operation_mode": {"operation_mode": "gas"},
    "water_heater.set_away_mode": {"away_mode": False},
    "todo.add_item": {"item": "x"},
    "todo.update_item": {"item": "x", "rename": "y"},
    "todo.remove_item": {"item": "x"},
    "input_select.set_options": {"options": ["a"]},
    "input_text.set_value": {"value": "x"},
    "counter.set_value": {"value": 1},
    "mqtt.publish": {"topic": "x"},
    "notify.notify": {"message": "x"},
    "notify.send_message": {"message": "x"},
    "assist_satellite.announce": {"message": "x"},
    "assist_satellite.start_conversation": {"start_message": "x"},
    "assist_satellite.ask_question": {"question": "x"},
    "persistent_notification.create": {"message": "x"},
    "persistent_notification.dismiss": {"notification_id": "x"},
    "lares.tell": {"message": "x"},
    "tts.speak": {"message": "x", "media_player_entity_id": "media_player.x"},
    "logbook.log": {"name": "x", "message": "y"},
    "system_log.write": {"message": "x"},
    "device_tracker.see": {"dev_id": "x"},
    "calendar.create_event": {
        "summary": "x", "start_date": "2026-01-01", "end_date": "2026-01-02",
    },
}  # fmt: skip
COMMANDS = {action: parse_command(action, DATA.get(action, {})) for action in ACTIONS}
TARGETS = st.sampled_from([*HOME.entities, EntityId("lock.unknown"), EntityId("cover.unknown")])
STEPS = st.builds(
    Step,
    command=st.sampled_from(list(COMMANDS.values())),
    targets=st.lists(TARGETS, min_size=1, max_size=4).map(tuple),
)
PLANS = st.builds(
    Plan,
    request=st.builds(Request, source=st.sampled_from(Source)),
    body=st.builds(Steps, steps=st.lists(STEPS, min_size=1, max_size=6).map(tuple)),
    planner=st.just("hypothesis"),
)


def risks(some: Plan) -> set[Risk | None]:
    return {
        risk_of(step.command, HOME.entities.get(target), HOME)
        for step in some.steps
        for target in step.targets
    }


@given(PLANS, st.sampled_from([SHIPPED, PolicyFile()]))
def test_nothing_sensitive_passes_unasked(some: Plan, shipped: PolicyFile) -> None:
    """Promise 1, even without the shipped policies."""
    verdict = Guard(HOME, Policies(shipped=shipped), ManualClock()).judge(some)
    assert len(verdict.steps) == sum(len(step.targets) for step in some.steps)
    found = risks(some) - {None}
    # The house rules let an unattended update wait for a person; nobody is asked about the rest.
    if some.request.source in UNATTENDED and found - {Risk.FIRMWARE}:
        assert verdict.effect is Effect.DENY
    elif found - {Risk.WARM}:
        assert verdict.effect in {Effect.CONFIRM, Effect.DENY}


@given(
    st.sampled_from(sorted(HOME.entities)),
    st.sampled_from(list(COMMANDS.values())),
    st.text() | st.sampled_from(["Gate light", "Blind", "Lamp", "Doorbell", "Cool eco"]),
    st.sampled_from([None, "blind", "shade", "outlet", "window"]),
)
def test_no_device_loosens_the_guard_by_what_it_calls_itself(
    entity_id: EntityId, command: DeviceCommand, name: str, device_class: str | None
) -> None:
    entity = replace(HOME.entities[entity_id], device_class=None)
    renamed = replace(entity, name=f"{entity.name} {name}", device_class=device_class)
    before = risk_of(command, entity, HOME)
    assert before is None or risk_of(command, renamed, HOME) is not None


SENSITIVE_APPLIANCES: list[tuple[str, str, dict[str, Any], Risk]] = [
    ("alarm_control_panel.alarm_disarm", "alarm_control_panel.house", {}, Risk.DISARM),
    ("alarm_control_panel.alarm_arm_home", "alarm_control_panel.away", {}, Risk.DISARM),
    ("alarm_control_panel.alarm_arm_away", "alarm_control_panel.howling", {}, Risk.DISARM),
    ("siren.turn_off", "siren.attic", {}, Risk.DISARM),
    ("siren.toggle", "siren.attic", {}, Risk.DISARM),
    ("siren.turn_on", "siren.sounding", {"volume_level": 0}, Risk.DISARM),
    ("siren.turn_on", "siren.sounding", {"duration": 1}, Risk.DISARM),
    ("siren.turn_on", "siren.attic", {"tone": "Stop"}, Risk.DISARM),
    ("water_heater.turn_on", "water_heater.cellar", {}, Risk.WARM),
    ("water_heater.set_temperature", "water_heater.cellar", {"temperature": 60}, Risk.WARM),
    ("water_heater.set_operation_mode", "water_heater.x", {"operation_mode": "gas"}, Risk.WARM),
    ("water_heater.set_away_mode", "water_heater.cellar", {"away_mode": False}, Risk.WARM),
    ("script.turn_on", "script.open_garage", {}, Risk.OPEN),
    ("automation.trigger", "automation.unlock_on_arrival", {}, Risk.UNLOCK),
    ("automation.turn_off", "automation.burglar_alert", {}, Risk.DISARM),
    ("scene.turn_on", "scene.sauna", {}, Risk.HEAT),
    ("input_button.press", "input_button.gate", {}, Risk.OPEN),
    ("input_boolean.turn_off", "input_boolean.alarm_armed", {}, Risk.DISARM),
    ("text.set_value", "text.front_lock_pin", {"value": "1234"}, Risk.UNLOCK),
    ("input_number.set_value", "input_number.oven", {"value": 200}, Risk.HEAT),
]  # fmt: skip
HARMLESS_APPLIANCES: list[tuple[str, str, dict[str, Any]]] = [
    ("alarm_control_panel.alarm_arm_away", "alarm_control_panel.house", {}),
    ("alarm_control_panel.alarm_arm_home", "alarm_control_panel.house", {}),
    ("alarm_control_panel.alarm_arm_vacation", "alarm_control_panel.away", {}),
    ("water_heater.turn_off", "water_heater.cellar", {}),
    ("water_heater.set_operation_mode", "water_heater.cellar", {"operation_mode": "eco"}),
    ("humidifier.turn_on", "humidifier.bedroom", {}),
    ("scene.turn_on", "scene.movie_night", {}),
    ("script.turn_on", "script.bedtime", {}),
    ("automation.trigger", "automation.morning", {}),
    ("automation.turn_off", "automation.morning", {}),
    ("input_boolean.turn_on", "input_boolean.guests", {}),
    ("timer.start", "timer.oven", {"duration": 60}),
    ("counter.increment", "counter.coffees", {}),
    ("lawn_mower.start_mowing", "lawn_mower.robot", {}),
    ("lawn_mower.stop", "lawn_mower.robot", {}),
    ("notify.send_message", "notify.hall_screen", {"message": "the garage door is open"}),
    ("assist_satellite.announce", "assist_satellite.hall", {"message": "unlock the front door"}),
    ("camera.turn_off", "camera.front_door", {}),
    ("remote.turn_on", "remote.tv", {}),
]


def appliances() -> Home:
    home = Home()
    states = {"house": "disarmed", "away": "armed_away", "howling": "triggered", "sounding": "on"}
    targets = {act[1] for act in SENSITIVE_APPLIANCES} | {act[1] for act in HARMLESS_APPLIANCES}
    for target in targets:
        put(home, target, states.get(target.partition(".")[2], "off"))
    return home


@pytest.mark.parametrize(("action", "target", "data", "risk"), SENSITIVE_APPLIANCES)
def test_sensitive_appliances_are_known_and_denied_unattended(
    action: str, target: str, data: dict[str, Any], risk: Risk
) -> None:
    home = appliances()
    command = parse_command(action, data)
    assert risk_of(command, home.entity(EntityId(target)), home) is risk  # type: ignore[arg-type]
    for source in UNATTENDED:
        assert effect(home, action, target, source, **data) is Effect.DENY
    asked = Effect.ALLOW if risk is Risk.WARM else Effect.CONFIRM
    assert effect(home, action, target, Source.VOICE, **data) is asked


@pytest.mark.parametrize(("action", "target", "data"), HARMLESS_APPLIANCES)
def test_everyday_appliances_pass(action: str, target: str, data: dict[str, Any]) -> None:
    home = appliances()
    for source in Source:
        assert effect(home, action, target, source, **data) is Effect.ALLOW


@pytest.mark.parametrize("action", ["siren.turn_on", "alarm_control_panel.alarm_trigger"])
def test_what_may_be_misheard_sounds_no_alarm_but_a_rule_does(action: str) -> None:
    home = appliances()
    target = put(home, f"{action.partition('.')[0]}.loud", "off")
    for source in (Source.LANGUAGE, Source.VOICE, Source.EVENT):
        assert effect(home, action, target, source) is Effect.CONFIRM
    for source in (Source.RULE, Source.API, Source.UI):
        assert effect(home, action, target, source) is Effect.ALLOW


def test_a_rule_may_sound_a_still_siren_for_a_while_and_a_sounding_one_for_good() -> None:
    home = appliances()
    still = {"duration": 180, "volume_level": 0.5}
    assert effect(home, "siren.turn_on", "siren.attic", Source.RULE, **still) is Effect.ALLOW
    loud = {"volume_level": 1, "tone": "fire"}
    assert effect(home, "siren.turn_on", "siren.sounding", Source.RULE, **loud) is Effect.ALLOW


@pytest.mark.parametrize("source", list(Source))
def test_firmware_is_installed_only_when_somebody_says_yes(source: Source) -> None:
    home = appliances()
    target = put(home, "update.router", "on")
    assert effect(home, "update.install", target, source) is Effect.CONFIRM


@pytest.mark.parametrize("source", list(Source))
def test_a_message_is_judged_as_the_worst_it_may_do(source: Source) -> None:
    home = appliances()
    door, lamp = put(home, "lock.front", "locked"), put(home, "light.desk", "off")
    topics = {"door/set": [door], "lamp/set": [lamp]}
    guard = Guard(
        home, Policies(shipped=SHIPPED), ManualClock(), addressed=lambda t: topics.get(t, [])
    )

    def judged(topic: str) -> Effect:
        step = Step(command=parse_command("mqtt.publish", {"topic": topic}), targets=(HOUSE,))
        request = Request(source=source, user_id=UserId("anna"))
        return guard.judge(Plan(request=request, body=Steps(steps=(step,)), planner="p")).effect

    assert judged("lamp/set") is judged("else") is Effect.ALLOW
    assert judged("door/set") is (Effect.DENY if source in UNATTENDED else Effect.CONFIRM)


@pytest.mark.parametrize("source", sorted(UNATTENDED))
def test_what_the_hub_keeps_is_not_judged_by_its_name_when_rules_use_it(source: Source) -> None:
    home = appliances()
    for target in ("input_boolean.heater_wanted", "script.unlock_the_door"):
        put(home, target, "off", integration="automation")
        action = f"{target.partition('.')[0]}.turn_on"
        assert effect(home, action, target, source) is Effect.ALLOW
        put(home, target, "off", integration="mqtt")
        assert effect(home, action, target, source) is Effect.DENY


@given(PLANS)
def test_deny_beats_all(some: Plan) -> None:
    owner = parse_policies(
        """
policies:
  - {name: yes, match: {action: "*"}, effect: allow, reason: r}
  - {name: yes unattended, match: {action: "*", source: [rule, event]}, effect: allow, reason: r}
  - {name: maybe, match: {domain: lock}, effect: confirm, reason: r}
  - {name: no, match: {action: "*"}, effect: deny, reason: r}
""",
        "mine.yaml",
    )
    verdict = Guard(HOME, Policies(shipped=SHIPPED, owner=owner), ManualClock()).judge(some)
    assert {step.effect for step in verdict.steps} == {Effect.DENY}
    assert {step.policy for step in verdict.steps} == {"no"}
