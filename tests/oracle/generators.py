"""Seeded cases: homes, rules and what happens in them, as JSON that both sides read."""

# ruff: noqa: E501, FBT003 -- tables of what is tried
import random
from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]
STARTS = (
    "2024-03-04T06:00:03.500000+00:00",
    "2024-03-04T21:58:33.500000+00:00",
    "2024-06-20T18:45:03.500000+00:00",
    "2024-03-30T23:30:03.500000+00:00",  # the night on which summer time begins
    "2024-10-26T22:10:03.500000+00:00",  # and ends
    "2024-12-31T22:57:03.500000+00:00",
)
BINARY = ("binary_sensor.door", "binary_sensor.motion", "switch.pump")
NUMBERS = ("sensor.temperature", "sensor.power", "sensor.limit")
STATES: Mapping[str, tuple[str, Json]] = {
    "binary_sensor.door": ("off", {"device_class": "door", "level": 20}),
    "binary_sensor.motion": ("off", {"level": 5}),
    "switch.pump": ("off", {"friendly_name": "Pump"}),
    "sensor.temperature": ("20.5", {"unit_of_measurement": "°C", "level": 10}),
    "sensor.power": ("5", {"level": 3.5}),
    "sensor.limit": ("21", {}),
    "light.hall": ("off", {"supported_color_modes": ["brightness"]}),
    "light.desk": ("on", {"supported_color_modes": ["brightness"], "brightness": 80}),
    "person.anna": ("home", {"latitude": 52.37, "longitude": 4.89}),
}
NAMES = tuple(STATES)
_ODD = ("unavailable", "unknown")
_TRUE = (
    "{{ is_state('binary_sensor.door', 'on') }}",
    "{{ states('sensor.temperature') | float(0) > 20 }}",
    "{{ trigger is defined }}",
    "{{ states('sensor.power') | int(0) > states('sensor.limit') | int(0) }}",
    "{{ now().minute % 2 == 0 }}",
    "{{ state_attr('binary_sensor.door', 'level') == 20 }}",
    "{{ states.binary_sensor.motion.state == 'on' }}",
    "{{ states.binary_sensor | selectattr('state', 'eq', 'on') | list | count > 0 }}",
    "{{ is_state('light.hall', ['on', 'unavailable']) }}",
    "{{ has_value('sensor.power') }}",
    "{{ 'yes' }}",
    "{{ 0 }}",
    "{{ states('sensor.none') == 'unknown' }}",
    "{{ state_attr('sensor.power', 'none') is none }}",
)
# What goes over a whole domain is rendered once a second at most in Home Assistant.
_WATCHED = tuple(source for source in _TRUE if "states.binary_sensor |" not in source)


class Making:
    """What is made of one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 -- cases are to be the same each time
        self._calls = 0
        self._depth = 0

    def one(self, *choices: Any) -> Any:
        """Pick one."""
        return self.dice.choice(choices)

    def maybe(self, chance: float = 0.5) -> bool:
        """Tell whether to, this time."""
        return self.dice.random() < chance

    def state_of(self, entity_id: str) -> str:
        """Make up a state."""
        if self.maybe(0.12):
            return str(self.one(*_ODD))
        if entity_id.startswith("sensor."):
            return str(self.one("19", "20.5", "21", "21.0", "22.5", "5", "-3", "100", "abc"))
        if entity_id.startswith("person."):
            return str(self.one("home", "not_home", "Work"))
        return str(self.one("on", "off"))

    # Triggers.

    def for_(self) -> Any:
        """Make up a duration."""
        return self.one(
            5, "00:00:10", {"seconds": 30}, {"minutes": 1}, "{{ 7 }}", {"seconds": "{{ 3 * 4 }}"},
            {"minutes": 1, "seconds": 5},
        )  # fmt: skip

    def trigger(self) -> Json:
        """Make up a trigger."""
        kind: Callable[[], Json] = self.one(
            *[self.state_trigger] * 5, *[self.numeric_trigger] * 4, self.time_trigger,
            *[self.pattern] * 2, self.sun_trigger, *[self.event_trigger] * 2,
            *[self.template_trigger] * 3,
        )  # fmt: skip
        made = kind()
        if self.maybe(0.2):
            made["id"] = self.one("one", "two")
        if self.maybe(0.05):
            made["enabled"] = self.one(True, False)
        if self.maybe(0.05):
            made["variables"] = {"of_trigger": "{{ trigger.platform }}"}
        return made

    def state_trigger(self) -> Json:
        """Make up a state trigger."""
        entity = self.one(*BINARY, *BINARY, *NUMBERS, "light.hall", "person.anna")
        made: Json = {"platform": "state", "entity_id": entity}
        others = [one for one in BINARY if one != entity]
        if self.maybe(0.2):
            made["entity_id"] = [entity, self.one(*others)]
        values = ("on", "off", "unavailable", "unknown", "20.5", "21", "home", "not_home")
        if self.maybe(0.15):
            made["attribute"] = "level"
            values = (20, 5, 10, "high")  # type: ignore[assignment]
        for key, chance in (("to", 0.5), ("from", 0.25)):
            if self.maybe(chance):
                if self.maybe(0.2):
                    made[key] = None
                elif self.maybe(0.25):
                    made[key] = [self.one(*values), self.one(*values)]
                else:
                    made[key] = self.one(*values)
            elif self.maybe(0.25):
                made[f"not_{key}"] = self.one(["unavailable", "unknown"], *values)
        if self.maybe(0.35):
            made["for"] = self.for_()
        return made

    def bounds(self) -> Json:
        """Make up what numbers are compared with."""
        high = self.one(20.6, 21, "21", "sensor.limit")
        low = self.one(4, 5, 20, 20.5)
        return dict(self.one({"above": high}, {"below": high}, {"above": low, "below": high}))

    def numeric_trigger(self) -> Json:
        """Make up a numeric_state trigger."""
        made: Json = {"platform": "numeric_state", "entity_id": self.one(*NUMBERS[:2])}
        made |= self.bounds()
        if self.maybe(0.2):
            made["entity_id"] = list(NUMBERS[:2])
        if self.maybe(0.15):
            made["attribute"] = "level"
        elif self.maybe(0.2):
            made["value_template"] = self.one(
                "{{ state.state | float(0) + 1 }}", "{{ state.attributes.level }}",
                "{{ float(state.state, 0) * 2 }}",
            )  # fmt: skip
        if self.maybe(0.35):
            made["for"] = self.for_()
        return made

    def time_trigger(self) -> Json:
        """Make up a time trigger."""
        at = ("07:01:00", "07:00:30", "22:59:10", "23:59", "00:00:00", "02:30:00", "20:46")
        made = self.one(*at, list(self.dice.sample(at, 2)), "input_datetime.wake")
        return {"platform": "time", "at": made}

    def pattern(self) -> Json:
        """Make up a time_pattern."""
        return {
            "platform": "time_pattern",
            **self.one(
                {"seconds": "/20"}, {"seconds": 15}, {"minutes": "/2"}, {"minutes": "1"},
                {"minutes": "*", "seconds": 5}, {"hours": "/1"}, {"hours": "*", "minutes": 2},
                {"seconds": "/30"} if self.maybe(0.01) else {"seconds": "/45"},
            ),
        }  # fmt: skip

    def sun_trigger(self) -> Json:
        """Make up a sun trigger."""
        made: Json = {"platform": "sun", "event": self.one("sunrise", "sunset")}
        if self.maybe(0.6):
            made["offset"] = self.one("00:10:00", "-00:30:00", "-01:15:00", 60, -3600)
        return made

    def event_trigger(self) -> Json:
        """Make up an event trigger."""
        made: Json = {"platform": "event", "event_type": self.one("pressed", "told")}
        if self.maybe(0.2):
            made["event_type"] = ["pressed", "told"]
        if self.maybe(0.6):
            made["event_data"] = self.one(
                {"button": 1}, {"button": "1"}, {"kind": "long"}, {"button": 2, "kind": "long"},
                {"inner": {"a": 1}}, {"button": "{{ 1 + 1 }}"}, {"flag": True},
            )  # fmt: skip
        return made

    def template_trigger(self) -> Json:
        """Make up a template trigger."""
        made: Json = {"platform": "template", "value_template": self.one(*_WATCHED)}
        if self.maybe(0.4):
            made["for"] = self.for_()
        return made

    # Conditions.

    def condition(self, depth: int = 0) -> Any:
        """Make up a condition."""
        kinds = [self.state_condition] * 4 + [self.numeric_condition] * 3 + [self.time_condition]
        kinds += [self.sun_condition, self.template_condition, self.trigger_condition]
        if depth < 2:
            kinds += [lambda: self.several(depth)] * 3
        made = self.one(*kinds)()
        if isinstance(made, dict) and self.maybe(0.04):
            made["enabled"] = self.one(True, False)
        return made

    def several(self, depth: int) -> Json:
        """Make up an and, an or, a not."""
        word = self.one("and", "or", "not")
        inner = [self.condition(depth + 1) for _ in range(self.one(1, 2, 3))]
        return {word: inner} if self.maybe(0.3) else {"condition": word, "conditions": inner}

    def step_condition(self) -> Json:
        """Make up a condition among actions, where 2024.3 takes no bare template."""
        made = self.condition(1)
        return made if isinstance(made, dict) else {"condition": "template", "value_template": made}

    def state_condition(self) -> Json:
        """Make up a state condition."""
        entity = self.one(*NAMES, "sensor.none") if self.maybe(0.5) else self.one(*BINARY)
        wanted = self.state_of(entity)
        made: Json = {"condition": "state", "entity_id": entity, "state": wanted}
        if self.maybe(0.2):
            made["state"] = [wanted, self.state_of(entity)]
        if self.maybe(0.15):
            made["entity_id"] = [entity, self.one(*BINARY)]
            if self.maybe():
                made["match"] = "any"
        if self.maybe(0.15):
            made |= {"attribute": "level", "state": self.one(20, 5, 10, "20", 3.5)}
        if self.maybe(0.15):
            made["for"] = self.one(5, "00:00:20", {"minutes": 1}, {"seconds": "{{ 10 }}"})
        return made

    def numeric_condition(self) -> Json:
        """Make up a numeric_state condition."""
        entity = self.one(*NUMBERS, "sensor.none") if self.maybe(0.4) else self.one(*NUMBERS)
        made: Json = {"condition": "numeric_state", "entity_id": entity, **self.bounds()}
        if self.maybe(0.2):
            made["attribute"] = "level"
        elif self.maybe(0.2):
            made["value_template"] = "{{ state.state | float(0) + 1 }}"
        return made

    def time_condition(self) -> Json:
        """Make up a time condition."""
        clock = ("06:30:00", "07:00:00", "22:00", "23:00:00", "02:30:00", "00:00:00")
        made: Json = {"condition": "time"}
        if self.maybe(0.7):
            made["after"] = self.one(*clock, "input_datetime.wake")
        if self.maybe(0.7) or len(made) == 1:
            made["before"] = self.one(*clock)
        if self.maybe(0.3):
            made["weekday"] = self.one("mon", ["mon", "tue"], ["sat", "sun"], ["thu", "fri"])
        return made

    def sun_condition(self) -> Json:
        """Make up a sun condition."""
        made: Json = {"condition": "sun"}
        if self.maybe(0.6):
            made["after"] = self.one("sunrise", "sunset")
            if self.maybe(0.4):
                made["after_offset"] = self.one("-01:00:00", "00:30:00", "01:00")
        if self.maybe(0.6) or len(made) == 1:
            made["before"] = self.one("sunrise", "sunset")
            if self.maybe(0.4):
                made["before_offset"] = self.one("-01:00:00", "00:30:00")
        return made

    def template_condition(self) -> Any:
        """Make up a template condition."""
        source = self.one(*_TRUE, "{{ 1 / 0 }}", "{{ states('sensor.power') | float > 2 }}")
        return source if self.maybe(0.4) else {"condition": "template", "value_template": source}

    def trigger_condition(self) -> Json:
        """Make up a trigger condition."""
        return {"condition": "trigger", "id": self.one("one", "two", ["one", "0"], "1", 0)}

    # Actions.

    def call(self) -> Json:
        """Make up a call; what is called with shows what was known at that point."""
        self._calls += 1
        said = self.one(
            "{{ trigger.platform | default('-') }}", "{{ x | default('none') }}",
            "{{ repeat.index | default(0) if repeat is defined else -1 }}",
            "{{ wait.completed if wait is defined else 'no wait' }}",
            "{{ wait.trigger.platform if wait is defined and wait.trigger else 'none' }}",
            "{{ trigger.to_state.state if trigger.to_state is defined and trigger.to_state else 0 }}",
            "{{ trigger.id | default('x') }}", "{{ trigger.idx | default('x') }}",
            "{{ states('light.hall') }}", "{{ answer.value if answer is defined else 'no' }}",
            "{{ trigger.event.data.button if trigger.event is defined else '' }}",
            "{{ repeat.item if repeat is defined and repeat.item is defined else '' }}",
            "{{ of_trigger | default('-') }}", "{{ trigger.description | default('-') }}",
            "{{ trigger.entity_id | default('-') }}", "{{ trigger.for | default('-') | string }}",
        )  # fmt: skip
        made: Json = {
            "service": self.one("test.one", "test.one", "test.two"),
            "data": {"n": self._calls, "said": said},
        }
        if self.maybe(0.25):
            verb = self.one("turn_on", "turn_off", "toggle")
            made = {
                "service": f"light.{verb}",
                "target": {
                    "entity_id": self.one("light.hall", "light.desk", ["light.hall", "light.desk"])
                },
            }
        elif self.maybe(0.1):
            made["service"] = "test.fails"
            if self.maybe(0.6):
                made["continue_on_error"] = True
        elif self.maybe(0.1) and not self._depth:
            made |= {"service": "test.answers", "response_variable": "answer"}
        elif self.maybe(0.1):
            made = {
                "service": self.one("script.slow", "script.quick"),
                "data": {"x": "{{ 4 + 1 }}"},
            }
        elif self.maybe(0.08):
            made = {
                "service": "input_boolean.toggle",
                "target": {"entity_id": "input_boolean.flag"},
            }
        return made

    def actions(self, depth: int = 0, most: int = 3) -> list[Any]:
        """Make up a sequence."""
        return [self.action(depth) for _ in range(self.dice.randint(1, most))]

    def action(self, depth: int) -> Any:
        """Make up an action."""
        self._depth = depth
        simple = [self.call] * 6 + [self.delay, self.set_x, self.wait_template, self.wait_trigger]
        simple += [self.fire, self.stop, self.step_condition]
        nested = [self.choose, self.if_, self.repeat, self.parallel] if depth < 2 else []
        kind = self.one(*simple, *nested)
        made = kind(depth + 1) if kind in nested else kind()
        if isinstance(made, dict) and self.maybe(0.03):
            made["enabled"] = False
        return made

    def delay(self) -> Json:
        """Make up a delay."""
        return {
            "delay": self.one(
                1, 5, "00:00:10", {"seconds": 3}, {"seconds": "{{ 2 + 2 }}"}, "{{ 6 }}"
            )
        }

    def set_x(self) -> Json:
        """Set a variable; only at the top, as scopes are others in 2024.3."""
        if self._depth:
            return self.delay()
        value = self.one(1, "{{ x | default(0) | int(0) + 1 }}", [1, 2], "{{ [1, 'a'] }}", "text")
        return {"variables": {"x": value}}

    def wait_template(self) -> Json:
        """Make up a wait for a template."""
        return {"wait_template": self.one(*_WATCHED), **self.patience()}

    def wait_trigger(self) -> Json:
        """Make up a wait for a trigger."""
        # In 2024.3 a pattern waited for fires at once if the present second matches it.
        made = [self.trigger() for _ in range(self.one(1, 1, 2))]
        triggers = [one for one in made if one["platform"] != "time_pattern"]
        triggers = triggers or [self.state_trigger()]
        return {"wait_for_trigger": triggers, **self.patience()}

    def patience(self) -> Json:
        """Make up for how long to wait."""
        made: Json = (
            {"timeout": self.one(5, "00:00:20", {"seconds": 12})} if self.maybe(0.7) else {}
        )
        if self.maybe(0.3):
            made["continue_on_timeout"] = self.one(True, False)
        return made

    def fire(self) -> Json:
        """Fire an event."""
        return {"event": "made", "event_data": {"x": "{{ x | default('-') }}"}}

    def stop(self) -> Json:
        """Stop."""
        return {"stop": "enough", **({"error": True} if self.maybe(0.3) else {})}

    def choose(self, depth: int) -> Json:
        """Make up a choose."""
        made: Json = {
            "choose": [
                {"conditions": self.some_conditions(), "sequence": self.actions(depth, 2)}
                for _ in range(self.one(1, 2))
            ]
        }
        if self.maybe():
            made["default"] = self.actions(depth, 2)
        return made

    def some_conditions(self) -> Any:
        """Make up conditions, written in one way or another."""
        made = [self.condition(1) for _ in range(self.one(1, 1, 2))]
        return made[0] if self.maybe(0.2) else made

    def if_(self, depth: int) -> Json:
        """Make up an if."""
        made: Json = {"if": self.some_conditions(), "then": self.actions(depth, 2)}
        if self.maybe():
            made["else"] = self.actions(depth, 2)
        return made

    def repeat(self, depth: int) -> Json:
        """Make up a repeat; one that is not counted always waits, so that it ends."""
        body = self.actions(depth, 2)
        way = self.one("count", "for_each", "while", "until")
        if way == "count":
            return {"repeat": {"count": self.one(0, 2, 3, "{{ 1 + 1 }}"), "sequence": body}}
        if way == "for_each":
            items = self.one([1, 2], ["a", "b"], "{{ ['p', 'q'] }}", [{"a": 1}], [])
            return {"repeat": {"for_each": items, "sequence": body}}
        limit = self.one("{{ repeat.index < 3 }}", "{{ repeat.index <= 2 }}")
        if way == "until":
            limit = self.one("{{ repeat.index >= 2 }}", "{{ repeat.index == 3 }}")
        return {"repeat": {way: [limit] if self.maybe() else limit, "sequence": body}}

    def parallel(self, depth: int) -> Json:
        """Make up what goes on side by side."""
        branches: list[Any] = [self.action(depth) for _ in range(2)]
        if self.maybe():
            branches[0] = {"sequence": self.actions(depth, 2)}
        return {"parallel": branches}

    # Whole cases.

    def automation(self, number: int) -> Json:
        """Make up an automation."""
        made: Json = {
            "id": f"rule{number}",
            "alias": f"Rule {number}",
            "trigger": [self.trigger() for _ in range(self.one(1, 1, 1, 2))],
            "action": self.actions(),
        }
        if self.maybe(0.4):
            made["condition"] = [self.condition() for _ in range(self.one(1, 1, 2))]
        if self.maybe(0.6):
            made["mode"] = self.one("single", "restart", "queued", "parallel")
            made["max_exceeded"] = "silent"
            if made["mode"] in {"queued", "parallel"} and self.maybe():
                made["max"] = self.one(2, 3)
        if self.maybe(0.2):
            made["variables"] = {"x": self.one(7, "{{ trigger.platform }}", "{{ this.entity_id }}")}
        return made

    def step(self) -> list[Any]:
        """Make up something that happens."""
        kind = self.dice.random()
        if kind < 0.45:
            entity = self.one(*BINARY, *BINARY, *NUMBERS, "light.hall", "person.anna")
            if self.maybe(0.2):
                level = self.one(20, 5, 10, 21.5, "high", None)
                return ["state", entity, self.state_of(entity), {"level": level}]
            return ["state", entity, self.state_of(entity)]
        if kind < 0.55:
            data = self.one(
                {"button": 1},
                {"button": 2, "kind": "long"},
                {},
                {"inner": {"a": 1}},
                {"flag": True},
                {"button": "1"},
            )
            return ["event", self.one("pressed", "told"), data]
        if kind < 0.6:
            return ["call", "light.turn_on", {"entity_id": "light.hall"}]
        if kind < 0.63:
            return [
                "call",
                self.one(
                    "automation.trigger",
                    "automation.turn_off",
                    "automation.turn_on",
                    "automation.toggle",
                ),
                {"entity_id": "automation.rule_0"},
            ]
        # A little more, so that what people do and what clocks do never fall together.
        return ["advance", self.one(1, 2, 4, 5, 7, 10, 15, 31, 61, 125) + 0.2]

    def scenario(self) -> Json:
        """Make up a scenario."""
        return {
            "kind": "scenario",
            "start": self.one(*STARTS),
            "states": dict(STATES),
            "config": {
                "input_boolean": {"flag": None},
                "input_datetime": {"wake": {"has_date": False, "has_time": True, "initial": "07:02:00"}},
                "script": {
                    "slow": {"mode": "parallel", "sequence": [{"delay": 4}, {"service": "test.two", "data": {"slow": "{{ x }}"}}]},
                    "quick": {"mode": self.one("single", "queued", "restart"), "sequence": self.actions(1, 2)},
                },
                "automation": [self.automation(n) for n in range(self.one(1, 1, 2))],
            },
            "watch": ["light.hall", "light.desk", "input_boolean.flag", "automation.rule_0"],
            "watch_events": ["made"],
            "steps": [self.step() for _ in range(self.dice.randint(8, 25))],
        }  # fmt: skip

    def conditions(self) -> Json:
        """Make up conditions, each at a moment."""
        states = {
            name: (self.state_of(name), attributes) for name, (_, attributes) in STATES.items()
        }
        states["input_datetime.wake"] = (
            "07:02:00",
            {"has_date": False, "has_time": True, "hour": 7, "minute": 2, "second": 0},
        )
        return {
            "kind": "conditions",
            "start": "2024-03-04T06:00:00+00:00",
            "states": states,
            "conditions": [
                [self.condition(), self.moment(), {"trigger": {"id": self.one("one", "two", "0"), "platform": "state"}}]
                for _ in range(12)
            ],
        }  # fmt: skip

    def moment(self) -> str:
        """Make up a moment, which is no earlier than the start."""
        month, day = self.dice.randint(4, 12), self.dice.randint(1, 28)
        clock = f"{self.dice.randint(0, 23):02}:{self.dice.choice((0, 0, 30, 59)):02}:00"
        return f"2024-{month:02}-{day:02}T{clock}+00:00"


def cases(seed: int, count: int) -> list[Json]:
    """Return so many cases: scenarios and conditions by turns."""
    made = (Making(seed * 1_000_003 + n) for n in range(count))
    return [one.scenario() if n % 4 else one.conditions() for n, one in enumerate(made)]
