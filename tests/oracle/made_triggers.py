"""Triggers that dice make up."""

# ruff: noqa: FBT003 -- tables of what is tried

from typing import TYPE_CHECKING

from tests.oracle.dice import BINARY, NUMBERS, WATCHED, Dice, Json

if TYPE_CHECKING:
    from collections.abc import Callable


class Triggers(Dice):
    """Makes up triggers."""

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
        made: Json = {"platform": "template", "value_template": self.one(*WATCHED)}
        if self.maybe(0.4):
            made["for"] = self.for_()
        return made
