"""Conditions that dice make up."""

# ruff: noqa: FBT003 -- tables of what is tried
from typing import Any

from tests.oracle.dice import BINARY, NAMES, NUMBERS, TRUE, Dice, Json


class Conditions(Dice):
    """Makes up conditions."""

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
        source = self.one(*TRUE, "{{ 1 / 0 }}", "{{ states('sensor.power') | float > 2 }}")
        return source if self.maybe(0.4) else {"condition": "template", "value_template": source}

    def trigger_condition(self) -> Json:
        """Make up a trigger condition."""
        return {"condition": "trigger", "id": self.one("one", "two", ["one", "0"], "1", 0)}
