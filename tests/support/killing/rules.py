"""The rules of a house that is killed: every way to wait, each step of which leaves a mark.

A mark is a text of five words: the item (a rule, and what started it), the run, the branch, the
place in it, and a fact that must stay the same. Marks that are safe to repeat go out as
`persistent_notification.create`, others as `notify.x`.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from hub.automation.model.rules import HelperConfig

ZONE = ZoneInfo("Europe/Amsterdam")
Actions = list[Any]


@dataclass
class Plan:
    """What runs in one house. `begins` is its first moment; the offsets are seconds from there.

    `exact` items run once each, `several` items at least once; of `items` nothing is promised but
    that nothing is doubled. `sensors` go on at an offset, `timers` are helpers.
    """

    begins: datetime
    lasts_s: float
    automations: list[dict[str, Any]] = field(default_factory=list)
    exact: set[str] = field(default_factory=set)
    several: set[str] = field(default_factory=set)
    unsafe: int = 0
    sensors: dict[str, float] = field(default_factory=dict)
    timers: dict[str, float] = field(default_factory=dict)

    def at(self, offset_s: float) -> datetime:
        """Return a moment."""
        return self.begins + timedelta(seconds=offset_s)

    @property
    def ends(self) -> datetime:
        """When nothing begins any more."""
        return self.at(self.lasts_s)

    def helpers(self) -> list[HelperConfig]:
        """Return the timers."""
        return [
            HelperConfig(domain="timer", object_id=name, options={"duration": seconds})
            for name, seconds in self.timers.items()
        ]

    def write(self, folder: Path) -> None:
        """Write the rules, a file each: those for one run are deleted one by one."""
        folder.mkdir(parents=True)
        for rule in self.automations:
            text = yaml.safe_dump([rule], sort_keys=False)
            (folder / f"{rule['id']}.yaml").write_text(text, encoding="utf-8")


def plan_of(seed: int, first_s: float, lasts_s: float) -> Plan:
    """Return the rules of a house in which something is always pending, for so long.

    Nothing is due for `first_s`: the first life reads the rules meanwhile.
    """
    chance = random.Random(seed)
    plan = Plan(datetime.now(UTC), first_s + lasts_s)
    made = 0
    offset = first_s
    while offset < plan.lasts_s:
        name = f"r{made}"
        _KINDS[made % len(_KINDS)](plan, name, offset, chance)
        made += 1
        offset += chance.uniform(0.05, 0.25)
    return plan


def _safe(item: str, place: str, *, branch: str = "main", fact: str = "-") -> dict[str, Any]:
    message = f"{item} {{{{ context.id }}}} {branch} {place} {fact}"
    data = {"message": message, "notification_id": "mark"}
    return {"action": "persistent_notification.create", "data": data}


def _unsafe(plan: Plan, item: str, place: str, *, branch: str = "main") -> dict[str, Any]:
    plan.unsafe += 1
    message = f"{item} {{{{ context.id }}}} {branch} {place} -"
    return {"action": "notify.everybody", "data": {"message": message}}


def _delay(chance: random.Random) -> dict[str, Any]:
    return {"delay": {"milliseconds": chance.randrange(50, 500)}}


def _ending(item: str) -> dict[str, Any]:
    return _safe(item, "99")


def _add(plan: Plan, name: str, triggers: list[Any], actions: Actions, **more: Any) -> None:
    rule = {"id": name, "alias": name, "triggers": triggers, **more, "actions": actions}
    plan.automations.append(rule)


def _moment(plan: Plan, offset_s: float) -> dict[str, Any]:
    return {"trigger": "time", "at": plan.at(offset_s).isoformat()}


def _once(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule for one moment, with variables that must outlive a kill."""
    plan.exact.add(name)
    actions = [
        {"variables": {"fact": "{{ range(100000) | random }}"}},
        _safe(name, "1", fact="{{ fact }}"), _delay(chance), _unsafe(plan, name, "2"),
        _delay(chance), _safe(name, "3", fact="{{ fact }}"), _ending(name),
    ]  # fmt: skip
    _add(plan, name, [_moment(plan, offset_s)], actions, once=True)


def _daily(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule for a time of day."""
    plan.exact.add(name)
    at = plan.at(offset_s + 1).astimezone(ZONE).strftime("%H:%M:%S")
    then = [_delay(chance), _unsafe(plan, name, "2"), _delay(chance), _ending(name)]
    _add(plan, name, [{"trigger": "time", "at": at}], [_safe(name, "1"), *then])


def _often(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule that one trigger starts several times: those missed together run once."""
    plan.several.add(name)
    local = [plan.at(offset_s + n).astimezone(ZONE) for n in (1, 2, 3)]
    at = [moment.strftime("%H:%M:%S") for moment in local]
    item = f"{name}/{{{{ trigger.now.strftime('%H:%M:%S') }}}}"
    actions = [_safe(item, "1"), _delay(chance), _unsafe(plan, item, "2"), _ending(item)]
    _add(plan, name, [{"trigger": "time", "at": at}], actions, mode="queued")


def _queued(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule whose runs wait for each other."""
    plan.exact |= {f"{name}/{number}" for number in range(4)}
    item = f"{name}/{{{{ trigger.idx }}}}"
    triggers = [_moment(plan, offset_s + number * 0.1) for number in range(4)]
    then = [_delay(chance), _unsafe(plan, item, "2"), _delay(chance), _ending(item)]
    _add(plan, name, triggers, [_safe(item, "1"), *then], mode="queued", max=10)


def _parallel(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule whose branches wait side by side."""
    plan.exact.add(name)
    branches = [
        {
            "sequence": [
                _safe(name, "1", branch=branch), _delay(chance),
                _unsafe(plan, name, "2", branch=branch), _delay(chance),
                _safe(name, "3", branch=branch),
            ]
        }
        for branch in ("left", "right", "middle")
    ]  # fmt: skip
    _add(plan, name, [_moment(plan, offset_s)], [{"parallel": branches}, _ending(name)], once=True)


def _loop(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule with loops that wait."""
    plan.exact.add(name)
    count = {
        "count": 4,
        "sequence": [
            _safe(name, "1.{{ repeat.index }}.1"), _delay(chance),
            _unsafe(plan, name, "1.{{ repeat.index }}.2"),
        ],
    }  # fmt: skip
    plan.unsafe += 3
    each = {
        "for_each": ["a", "b", "c"],
        "sequence": [_safe(name, "2.{{ repeat.index }}.1"), _delay(chance)],
    }
    until = {
        "until": "{{ repeat.index >= 3 }}",
        "sequence": [_safe(name, "3.{{ repeat.index }}.1"), _delay(chance)],
    }
    actions = [{"repeat": count}, {"repeat": each}, {"repeat": until}, _ending(name)]
    _add(plan, name, [_moment(plan, offset_s)], actions)


def _waiting(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule that waits for a trigger, then for a template; half of them in vain."""
    plan.exact.add(name)
    sensor = f"binary_sensor.{name}"
    plan.sensors[sensor] = offset_s + chance.uniform(0.1, 1.2)
    trigger = {"trigger": "state", "entity_id": sensor, "to": "on"}
    template = f"{{{{ is_state('{sensor}', 'on') }}}}"
    actions = [
        _safe(name, "1"),
        {"wait_for_trigger": [trigger], "timeout": {"milliseconds": 500}},
        _unsafe(plan, name, "2"),
        {"wait_template": template, "timeout": {"milliseconds": 500}},
        _safe(name, "3"), _ending(name),
    ]  # fmt: skip
    _add(plan, name, [_moment(plan, offset_s)], actions)


def _lasting(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule that starts when something has lasted; it does, if the hub was told of it."""
    sensor = f"binary_sensor.{name}"
    plan.sensors[sensor] = offset_s
    trigger = {
        "trigger": "state", "entity_id": sensor, "to": "on",
        "for": {"milliseconds": chance.randrange(200, 900)},
    }  # fmt: skip
    actions = [_safe(name, "1"), _delay(chance), _unsafe(plan, name, "2"), _ending(name)]
    _add(plan, name, [trigger], actions)


def _timer(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule that starts a timer, and one that the timer's end starts."""
    plan.exact.add(name)
    plan.several.add(f"{name}e")
    plan.timers[name] = round(chance.uniform(0.2, 0.9), 3)
    start = {"action": "timer.start", "target": {"entity_id": f"timer.{name}"}}
    _add(plan, name, [_moment(plan, offset_s)], [_safe(name, "1"), start, _ending(name)], once=True)
    data = {"entity_id": f"timer.{name}"}
    ended = {"trigger": "event", "event_type": "timer.finished", "event_data": data}
    actions = [
        _safe(f"{name}e", "1"), _delay(chance), _unsafe(plan, f"{name}e", "2"), _ending(f"{name}e"),
    ]  # fmt: skip
    _add(plan, f"{name}e", [ended], actions)


def _nested(plan: Plan, name: str, offset_s: float, chance: random.Random) -> None:
    """Add a rule that waits within branches within branches; no choice is made anew."""
    plan.exact.add(name)
    inner = [
        _safe(name, "2"), _delay(chance), _unsafe(plan, name, "3"), _delay(chance),
        _safe(name, "4"),
    ]  # fmt: skip
    option = {
        "conditions": ["{{ hit }}"],
        "sequence": [{"if": ["{{ true }}"], "then": [{"sequence": inner}]}],
    }
    actions = [
        {"variables": {"hit": True}}, _safe(name, "1"),
        {"choose": [option], "default": [_safe(name, "5", branch="wrong")]},
        _ending(name),
    ]  # fmt: skip
    _add(plan, name, [_moment(plan, offset_s)], actions, once=True)


_KINDS = (
    _once, _queued, _parallel, _waiting, _timer, _loop, _lasting, _daily, _nested, _often,
)  # fmt: skip


def places(text: str) -> tuple[int, ...]:
    """Return the place in a branch that a mark tells, in the order of places."""
    return tuple(int(part) for part in text.split("."))


def sensors_on(plan: Plan, now: datetime) -> Iterator[str]:
    """Yield the sensors that are on."""
    yield from (name for name, offset_s in plan.sensors.items() if plan.at(offset_s) <= now)


__all__ = ["ZONE", "Plan", "places", "plan_of", "sensors_on"]
