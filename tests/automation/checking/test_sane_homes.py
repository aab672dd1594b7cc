"""A home full of rules that are as they should be: nothing is found."""

from hub.automation.checking import Known, check
from hub.automation.checking.walking import templates_in
from hub.automation.model.actions import (
    ActivateScene,
    Parallel,
    Repeat,
    SetVariables,
    Stop,
    WaitForTrigger,
    WaitTemplate,
)
from hub.automation.model.conditions import SunCondition
from hub.automation.model.rules import Automation, HelperConfig, Scene, Script
from hub.automation.model.triggers import (
    EntityTime,
    HomeAssistantTrigger,
    MqttTrigger,
    TemplateTrigger,
    TimeTrigger,
    WebhookTrigger,
    ZoneTrigger,
)
from hub.automation.model.values import Template, tree_of
from hub.home.ids import EntityId
from tests.support.rule_models import (
    any_of,
    at,
    becomes,
    between,
    by,
    call,
    choose,
    entities,
    event,
    every,
    fire,
    home,
    if_,
    is_number,
    is_state,
    none_of,
    number,
    rule,
    script,
    sun,
    true_of,
    wait,
)

HALL, PORCH = "light.hall", "light.porch"
MOTION = "binary_sensor.hall_motion"
NIGHT = is_state("input_boolean.night", "on")
NOBODY = is_state("person.anna", "not_home")
SOMEBODY = is_state("person.anna", "home")


LIGHTS = [
    rule("Motion on", [becomes(MOTION, "on")], [call("light.turn_on", HALL)]),
    rule("Motion off", [becomes(MOTION, "off", for_=300.0)], [call("light.turn_off", HALL)]),
    rule(
        "Bathroom with a wait",
        [becomes("binary_sensor.bath_motion", "on")],
        [
            call("light.turn_on", "light.bath"),
            WaitForTrigger(triggers=(becomes("binary_sensor.bath_motion", "off"),)),
            wait(120),
            call("light.turn_off", "light.bath"),
        ],
        mode="restart",
    ),
    rule(
        "Stairs dim at night",
        [becomes("binary_sensor.stairs", "on")],
        [call("light.turn_on", "light.stairs", brightness_pct=10)],
        NIGHT,
    ),
    rule(
        "Stairs bright by day",
        [becomes("binary_sensor.stairs", "on")],
        [call("light.turn_on", "light.stairs", brightness_pct=100)],
        none_of(NIGHT),
    ),
    rule("Porch on", [sun("sunset", -1800)], [call("light.turn_on", PORCH)]),
    rule("Porch off", [sun("sunrise")], [call("light.turn_off", PORCH)]),
    rule("Porch off late", [at(23, 30)], [call("light.turn_off", PORCH)]),
    rule(
        "Desk follows the screen",
        [becomes("switch.screen", id="screen")],
        [
            choose(
                (is_state("switch.screen", "on"), [call("light.turn_on", "light.desk")]),
                default=[call("light.turn_off", "light.desk")],
            )
        ],
    ),
    rule(
        "Button toggles",
        [event("zha_event", device="b1", command="toggle")],
        [call("light.toggle", "light.bed")],
    ),
    rule(
        "Button dims",
        [event("zha_event", device="b1", command="down")],
        [call("light.turn_on", "light.bed", brightness_pct=20)],
    ),
    rule("Twins 1", [becomes("switch.left", "on")], [call("switch.turn_on", "switch.right")]),
    rule("Twins 2", [becomes("switch.right", "on")], [call("switch.turn_on", "switch.left")]),
    rule("Twins 3", [becomes("switch.left", "off")], [call("switch.turn_off", "switch.right")]),
    rule("Twins 4", [becomes("switch.right", "off")], [call("switch.turn_off", "switch.left")]),
    rule(
        "Mirror",
        [becomes("switch.a", "on", id="up"), becomes("switch.a", "off", id="down")],
        [
            if_(
                by("up"),
                [call("switch.turn_on", "switch.b")],
                [call("switch.turn_off", "switch.b")],
            )
        ],
    ),
    rule(
        "Morning light",
        [at(6, 30, weekday=("mon", "tue", "wed", "thu", "fri"))],
        [call("light.turn_on", "light.kitchen")],
        SunCondition(before="sunrise"),
        SOMEBODY,
    ),
    rule(
        "Lamp by lux",
        [number("sensor.lux", below=50), number("sensor.lux", above=80)],
        [
            choose(
                (is_number("sensor.lux", below=50), [call("light.turn_on", "light.lamp")]),
                (is_number("sensor.lux", above=80), [call("light.turn_off", "light.lamp")]),
            )
        ],
    ),
]
CLIMATE = [
    rule(
        "Heat on",
        [number("sensor.warmth", below=19)],
        [call("climate.set_hvac_mode", "climate.living", hvac_mode="heat")],
        SOMEBODY,
    ),
    rule(
        "Heat off",
        [number("sensor.warmth", above=22)],
        [call("climate.set_hvac_mode", "climate.living", hvac_mode="off")],
    ),
    rule(
        "Night setback",
        [at(22, 30)],
        [call("climate.set_temperature", "climate.living", temperature=17)],
    ),
    rule(
        "Warm up",
        [at(6)],
        [call("climate.set_temperature", "climate.living", temperature=20)],
        between(weekday=("mon", "tue", "wed", "thu", "fri")),
    ),
    rule(
        "Window open",
        [becomes("binary_sensor.window", "on", for_={"minutes": 2})],
        [call("climate.turn_off", "climate.living")],
    ),
    rule(
        "Window closed",
        [becomes("binary_sensor.window", "off", for_={"minutes": 2})],
        [call("climate.turn_on", "climate.living")],
    ),
    rule(
        "Fan slow",
        [number("sensor.humidity", above=60)],
        [call("fan.set_percentage", "fan.bath", percentage=50)],
    ),
    rule(
        "Fan fast",
        [number("sensor.humidity", above=75)],
        [call("fan.set_percentage", "fan.bath", percentage=100)],
    ),
    rule("Fan off", [number("sensor.humidity", below=55)], [call("fan.turn_off", "fan.bath")]),
    rule(
        "Blind down in the sun",
        [every(minutes="/10")],
        [call("cover.close_cover", "cover.south")],
        is_number("sensor.warmth", above=26),
        SunCondition(after="sunrise", before="sunset"),
    ),
    rule(
        "Blind up",
        [every(minutes="/10")],
        [call("cover.open_cover", "cover.south")],
        is_number("sensor.warmth", below=24),
        is_state("cover.south", "closed"),
    ),
]
PRESENCE = [
    rule(
        "Leaving",
        [becomes("person.anna", "not_home", from_=("home",))],
        [
            call("light.turn_off", HALL, PORCH),
            call("alarm_control_panel.alarm_arm_away", "alarm_control_panel.home"),
            call("lock.lock", "lock.front"),
        ],
    ),
    rule(
        "Coming home",
        [ZoneTrigger(entity_id=entities("person.anna"), zone=EntityId("zone.home"))],
        [call("alarm_control_panel.alarm_disarm", "alarm_control_panel.home")],
    ),
    rule(
        "Door left open",
        [becomes("binary_sensor.window", "on", for_=600.0)],
        [
            Repeat(
                sequence=(call("notify.all", message="The window is open"), wait(600)),
                while_=(is_state("binary_sensor.window", "on"),),
            )
        ],
    ),
    rule(
        "Night mode",
        [becomes("input_boolean.night", "on")],
        [
            ActivateScene(scene="scene.night"),
            Parallel(
                branches=(
                    (call("lock.lock", "lock.front"),),
                    (call("script.say", text="Good night"),),
                )
            ),
        ],
    ),
    rule("Night begins", [at(23)], [call("input_boolean.turn_on", "input_boolean.night")]),
    rule("Night ends", [at(7)], [call("input_boolean.turn_off", "input_boolean.night")]),
    rule(
        "Mode of the house",
        [at(8, id="day"), at(22, id="evening")],
        [
            choose(
                (
                    by("day"),
                    [call("input_select.select_option", "input_select.mode", option="Day")],
                ),
                (
                    by("evening"),
                    [call("input_select.select_option", "input_select.mode", option="Night")],
                ),
            )
        ],
    ),
    rule(
        "Vacuum when nobody is home",
        [becomes("person.anna", "not_home", for_=900.0)],
        [call("vacuum.start", "vacuum.robot")],
        between(9, 18),
        is_state("vacuum.robot", "docked"),
    ),
    rule(
        "Washing done",
        [number("sensor.washer_power", below=5, for_=180.0)],
        [call("notify.all", message="{{ states('sensor.washer_power') }} W: done")],
        is_state("input_boolean.washing", "on"),
    ),
    rule(
        "Washing begun",
        [number("sensor.washer_power", above=20)],
        [call("input_boolean.turn_on", "input_boolean.washing")],
    ),
]
PLUMBING = [
    rule(
        "At start",
        [HomeAssistantTrigger(event="start")],
        [wait(30), call("script.say", text="The hub is up")],
    ),
    rule(
        "Web hook",
        [WebhookTrigger(webhook_id="abc")],
        [call("input_text.set_value", "input_text.last", value="{{ trigger.json.text }}")],
    ),
    rule(
        "Message",
        [MqttTrigger(topic="door/bell", payload="ring")],
        [call("mqtt.publish", topic="chime/play", payload="1")],
    ),
    rule(
        "Counting",
        [becomes("binary_sensor.window", "on")],
        [call("counter.increment", "counter.opened")],
    ),
    rule(
        "Counter over",
        [number("counter.opened", above=9)],
        [call("counter.reset", "counter.opened")],
    ),
    rule(
        "Alarm clock",
        [TimeTrigger(at=(EntityTime(EntityId("input_datetime.alarm")),))],
        [call("script.wake_up")],
        is_state("input_boolean.alarm", "on"),
    ),
    rule(
        "Timer started",
        [becomes("binary_sensor.bath_motion", "on")],
        [call("timer.start", "timer.bath")],
    ),
    rule(
        "Timer over",
        [event("timer.finished", entity_id="timer.bath")],
        [call("fan.turn_off", "fan.bath")],
    ),
    rule(
        "Template",
        [TemplateTrigger(value_template=Template("{{ states('sensor.lux')|float(0) > 900 }}"))],
        [call("cover.close_cover", "cover.south")],
        true_of("{{ now().hour > 8 and is_state('person.anna', 'home') }}"),
    ),
    rule(
        "Variables and waiting",
        [becomes("binary_sensor.window")],
        [
            SetVariables(variables=tree_of({"was": "{{ trigger.from_state.state }}"})),
            WaitTemplate(template=Template("{{ is_state('light.hall', 'off') }}"), timeout=60.0),
            if_(true_of("{{ wait.completed }}"), [Stop(reason="fine")]),
            call("persistent_notification.create", message="{{ was }}"),
        ],
        any_of(NOBODY, NIGHT),
        mode="queued",
    ),
    rule("Says that it ran", [becomes("lock.front", "unlocked")], [fire("door_was_unlocked")]),
    rule("Hears that", [event("door_was_unlocked")], [call("light.turn_on", PORCH)]),
    rule(
        "Gone quiet",
        [becomes("sensor.warmth", "unavailable", "unknown", for_=3600.0)],
        [call("notify.all", message="No warmth")],
    ),
]
OTHERS: list[Script | Scene | HelperConfig] = [
    script("say", call("notify.all", message="{{ text }}"), fields={"text": {"required": True}}),
    script("wake_up", call("light.turn_on", "light.bed"), wait(60), call("script.say", text="Up")),
    Scene(name="Night", states={HALL: ("off", {}), "light.bed": ("on", {"brightness": 20})}),
    *(
        HelperConfig(domain="input_boolean", object_id=name, options={})
        for name in ("night", "washing", "alarm")
    ),
    HelperConfig(domain="input_select", object_id="mode", options={"options": ["Day", "Night"]}),
    HelperConfig(domain="input_text", object_id="last", options={}),
    HelperConfig(domain="input_datetime", object_id="alarm", options={"has_time": True}),
    HelperConfig(domain="counter", object_id="opened", options={}),
    HelperConfig(domain="timer", object_id="bath", options={}),
]
HOME = home(*LIGHTS, *CLIMATE, *PRESENCE, *PLUMBING, *OTHERS)
KNOWN = Known(
    entities=frozenset(
        f"{domain}.{name}"
        for domain, names in {
            "light": "hall porch bath stairs desk bed kitchen lamp",
            "binary_sensor": "hall_motion bath_motion stairs window",
            "switch": "screen left right a b",
            "sensor": "lux warmth humidity washer_power",
            "climate": "living",
            "fan": "bath",
            "cover": "south",
            "person": "anna",
            "lock": "front",
            "alarm_control_panel": "home",
            "vacuum": "robot",
        }.items()
        for name in names.split()
    )
)


def test_nothing_is_found_in_a_sane_home() -> None:
    assert len(HOME.automations) >= 50
    assert [str(one) for one in check(HOME, KNOWN)] == []


def test_each_fault_put_into_it_is_found_and_nothing_else() -> None:
    faults: list[tuple[Automation, str]] = [
        (rule("X", [becomes(MOTION, "on")], [call("light.turn_off", HALL)]), "conflict"),
        (rule("X", [event("door_was_unlocked")], [fire("door_was_unlocked")]), "loop"),
        (rule("X", [becomes("lock.front", "open_wide")], [call("light.turn_on", PORCH)]), "never"),
        (rule("X", [becomes("lock.frnt", "locked")], [fire("x")]), "unknown_entity"),
        (rule("X", [event("y")], [call("script.say", text="{{ ")]), "template"),
    ]
    for fault, code in faults:
        found = check(home(*LIGHTS, *CLIMATE, *PRESENCE, *PLUMBING, *OTHERS, fault), KNOWN)
        assert {one.code for one in found} == {code}, fault


def test_every_template_of_a_rule_is_seen() -> None:
    (variables,) = (one for one in PLUMBING if one.alias == "Variables and waiting")
    sources = {template.source for template, _ in templates_in(variables)}
    assert len(sources) == 4
