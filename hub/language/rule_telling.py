"""A rule told in plain words: "turn off the Kitchen lights at 19:30 every day"."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import assert_never

from hub.home.domains import sensors
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.keeping import KeptRule
from hub.home.rules import (
    WEEKDAYS,
    WEEKEND,
    Action,
    AnyCondition,
    AnyTrigger,
    Delay,
    DistanceTrigger,
    NotCondition,
    NumericStateCondition,
    NumericStateTrigger,
    Rule,
    StateCondition,
    StateTrigger,
    SunCondition,
    SunTrigger,
    Tell,
    TimeCondition,
    TimePatternTrigger,
    TimeTrigger,
    Weekday,
    ZoneTrigger,
)
from hub.home.step import Step
from hub.language.called import names_of
from hub.language.lengths import in_words as length
from hub.language.plan_words import step_in_words
from hub.language.resolve import listed

_DAYS: dict[Weekday, str] = {
    "mon": "Mondays", "tue": "Tuesdays", "wed": "Wednesdays", "thu": "Thursdays",
    "fri": "Fridays", "sat": "Saturdays", "sun": "Sundays",
}  # fmt: skip
_KM = 1000
_SWITCHED = frozenset({"on", "off"})
_READ_IT = "do what its YAML says"
_MORE = " — and more: read its YAML"


def kept_in_words(kept: KeptRule, home: Home, now: datetime) -> str:
    """Return what a kept rule does and when, and whether its file says more than that."""
    if kept.is_whole:
        return rule_in_words(kept.rule, home, now)
    if not kept.rule.triggers and not kept.rule.conditions and not kept.rule.actions:
        return _READ_IT
    return f"{_told(kept.rule, home, now, is_whole=False)}{_MORE}"


def rule_in_words(rule: Rule, home: Home, now: datetime) -> str:
    """Return what a rule does and when; `now` is in the house's own time zone."""
    return _told(rule, home, now, is_whole=True)


def _told(rule: Rule, home: Home, now: datetime, *, is_whole: bool) -> str:
    days = next((d for c in rule.conditions if (d := _only_days(c))), ())
    conditions = [condition for condition in rule.conditions if not _only_days(condition)]
    triggers = [_trigger(trigger, home, now) for trigger in rule.triggers]
    when = listed(triggers, "or")
    if not triggers and is_whole:
        when = "when something else starts it"
    if days:
        when = f"{when} {_on_days(days)}"
    elif is_whole and not rule.once and any(_is_daily(trigger) for trigger in rule.triggers):
        when = f"{when} every day"
    does = _actions(rule.actions, home) or ("do nothing" if is_whole else _READ_IT)
    told = f"{does} {when}".rstrip()
    if conditions:
        told += f", {' and '.join(_condition(one, home) for one in conditions)}"
    return told


def clock(moment: datetime | time) -> str:
    """Write a time of day as "19:30", with seconds only if there are any."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def _actions(actions: Iterable[Action], home: Home) -> str:
    told: list[str] = []
    pause = ""
    for action in actions:
        match action:
            case Step():
                words = step_in_words(
                    action.command, names_of(home, action.targets, article="the ")
                )
            case Tell():
                words = f"tell you “{action.tell}”"
            case Delay():
                pause = f"after {length(action.delay_s)} "
                continue
            case _:
                assert_never(action)
        told.append(f"then {pause}{words}" if pause else words)
        pause = ""
    return listed(told) or ("wait" if pause else "")


def _trigger(trigger: AnyTrigger, home: Home, now: datetime) -> str:  # noqa: PLR0911 -- one a kind
    match trigger:
        case TimeTrigger(at=at):
            return f"at {clock(at)}" if isinstance(at, time) else moment_in_words(at, now)
        case TimePatternTrigger():
            return _pattern(trigger)
        case SunTrigger():
            if not trigger.offset_s:
                return f"at {trigger.event}"
            side = "before" if trigger.offset_s < 0 else "after"
            return f"{length(abs(trigger.offset_s))} {side} {trigger.event}"
        case StateTrigger():
            return f"when {_changes(trigger, home)}{_held(trigger.for_s)}"
        case NumericStateTrigger():
            who = _what(home, trigger.entity_id, trigger.attribute)
            return f"when {who} {_crosses(trigger)}{_held(trigger.for_s)}"
        case ZoneTrigger():
            verb = "arrives at" if trigger.event == "enter" else "leaves"
            who = names_of(home, trigger.entity_id, between="or")
            return f"when {who} {verb} {_zone(home, trigger.zone)}"
        case DistanceTrigger():
            verb = "comes within" if trigger.event == "enter" else "gets farther than"
            side = "of" if trigger.event == "enter" else "from"
            far = _far(trigger.within_m)
            who = names_of(home, trigger.entity_id, between="or")
            return f"when {who} {verb} {far} {side} {_zone(home, trigger.zone)}"
        case _:
            assert_never(trigger)


def moment_in_words(at: datetime, now: datetime) -> str:
    """Say a moment as seen from `now`: "at 19:30", "tomorrow at 07:00", "on 3 March at 07:00"."""
    local = at.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if days == 0:
        return f"at {clock(local)}"
    if days == 1:
        return f"tomorrow at {clock(local)}"
    return f"on {local:%A} {local.day} {local:%B} at {clock(local)}"


def _pattern(trigger: TimePatternTrigger) -> str:
    for value, unit in (
        (trigger.seconds, "second"), (trigger.minutes, "minute"), (trigger.hours, "hour"),
    ):  # fmt: skip
        if value is not None and value.startswith("/"):
            step = value.removeprefix("/")
            return f"every {unit}" if step == "1" else f"every {step} {unit}s"
    if trigger.hours is None and trigger.minutes is not None and trigger.minutes.isdecimal():
        past = int(trigger.minutes)
        return f"every hour at {past} past" if past else "every full hour"
    parts = [trigger.hours or "*", trigger.minutes or "*", trigger.seconds or "0"]
    return f"whenever the clock shows {':'.join(parts)}"


def _changes(trigger: StateTrigger, home: Home) -> str:
    who = names_of(home, trigger.entity_id, article="the ", between="or")
    is_plain = set(trigger.from_) <= _SWITCHED and bool(trigger.to)
    came = "" if is_plain else f" from {_states(home, trigger.entity_id, trigger.from_)}"
    if not trigger.to:
        return f"{who} changes{came if trigger.from_ else ''}"
    is_sensor = trigger.entity_id[0].startswith("binary_sensor.")
    if set(trigger.to) <= _SWITCHED and not is_sensor:
        return f"{who} turns {listed(trigger.to, 'or')}"
    return f"{who} becomes {_states(home, trigger.entity_id, trigger.to)}{came}"


def _states(home: Home, entity_ids: Sequence[EntityId], states: Iterable[str]) -> str:
    entity = home.entities.get(entity_ids[0])
    is_binary = entity is not None and entity.domain == "binary_sensor"
    kind = entity.device_class if entity is not None else None
    words = (sensors.in_words(s, kind) if is_binary else s.replace("_", " ") for s in states)
    return listed(words, "or")


def _held(seconds: float) -> str:
    return f" for {length(seconds)}" if seconds else ""


def _crosses(bounds: NumericStateTrigger) -> str:
    if bounds.above is not None and bounds.below is not None:
        return f"comes between {bounds.above:g} and {bounds.below:g}"
    if bounds.above is not None:
        return f"rises above {bounds.above:g}"
    return f"falls below {bounds.below or 0:g}"


def _condition(condition: AnyCondition, home: Home) -> str:
    match condition:
        case TimeCondition():
            return _between(condition)
        case SunCondition():
            is_night = condition.after == "sunset" or condition.before == "sunrise"
            return "while it is dark outside" if is_night else "while it is light outside"
        case StateCondition():
            between = "or" if condition.match == "any" else "and"
            who = names_of(home, condition.entity_id, article="the ", between=between)
            verb = "are" if len(condition.entity_id) > 1 and between == "and" else "is"
            return f"if {who} {verb} {_states(home, condition.entity_id, condition.state)}"
        case NumericStateCondition():
            who = _what(home, condition.entity_id, condition.attribute)
            parts = [
                f"{word} {bound:g}"
                for word, bound in (("above", condition.above), ("below", condition.below))
                if bound is not None
            ]
            return f"if {who} is {' and '.join(parts)}"
        case NotCondition():
            inner = " or ".join(_condition(one, home) for one in condition.conditions)
            return f"unless {inner.replace('if ', '')}"
        case _:
            assert_never(condition)


def _between(condition: TimeCondition) -> str:
    days = f" {_on_days(condition.weekday)}" if condition.weekday else ""
    if condition.after is not None and condition.before is not None:
        return f"between {clock(condition.after)} and {clock(condition.before)}{days}"
    if condition.after is not None:
        return f"after {clock(condition.after)}{days}"
    if condition.before is not None:
        return f"before {clock(condition.before)}{days}"
    return days.strip() or "always"


def _only_days(condition: AnyCondition) -> tuple[Weekday, ...]:
    if not isinstance(condition, TimeCondition) or condition.after or condition.before:
        return ()
    return condition.weekday


def _on_days(days: Sequence[Weekday]) -> str:
    if set(days) == set(WEEKDAYS):
        return "on weekdays"
    if set(days) == set(WEEKEND):
        return "at weekends"
    return f"on {listed(_DAYS[day] for day in _DAYS if day in days)}"


def _is_daily(trigger: AnyTrigger) -> bool:
    if isinstance(trigger, TimeTrigger):
        return isinstance(trigger.at, time)
    return isinstance(trigger, SunTrigger)


def _what(home: Home, entity_ids: Sequence[EntityId], attribute: str | None) -> str:
    who = names_of(home, entity_ids, article="the ")
    return f"the {attribute.replace('_', ' ')} of {who}" if attribute else who


def _zone(home: Home, zone: EntityId) -> str:
    entity = home.entities.get(zone)
    return entity.name if entity is not None else zone.partition(".")[2].replace("_", " ")


def _far(metres: float) -> str:
    return f"{metres / _KM:g} km" if metres >= _KM else f"{metres:g} m"
