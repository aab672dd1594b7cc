"""Seeded cases: homes, rules and what happens in them, as JSON that both sides read."""

# ruff: noqa: E501 -- tables of what is tried
from typing import Any

from tests.oracle.dice import BINARY, NUMBERS, STATES, Json
from tests.oracle.made_actions import Actions

STARTS = (
    "2024-03-04T06:00:03.500000+00:00",
    "2024-03-04T21:58:33.500000+00:00",
    "2024-06-20T18:45:03.500000+00:00",
    "2024-03-30T23:30:03.500000+00:00",  # the night on which summer time begins
    "2024-10-26T22:10:03.500000+00:00",  # and ends
    "2024-12-31T22:57:03.500000+00:00",
)


class Making(Actions):
    """What is made of one seed."""

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
