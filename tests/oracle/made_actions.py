"""Sequences of actions that dice make up."""

# ruff: noqa: E501, FBT003 -- tables of what is tried
from typing import Any

from tests.oracle.dice import WATCHED, Json
from tests.oracle.made_conditions import Conditions
from tests.oracle.made_triggers import Triggers


class Actions(Triggers, Conditions):
    """Makes up actions, and what they hold."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._calls = 0
        self._depth = 0

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
        return {"wait_template": self.one(*WATCHED), **self.patience()}

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
