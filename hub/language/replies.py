"""Replies that say exactly what was seen: no success without the device's own report."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, tzinfo

from hub.home.commands import Command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import (
    Answer,
    Chores,
    Effect,
    Outcome,
    PlanResult,
    Question,
    Refusal,
    Status,
    Steps,
)
from hub.language.called import names_of
from hub.language.calling_out import where_it_was_said
from hub.language.chore_words import chores_reply
from hub.language.confirming import how_to_confirm
from hub.language.local_replies import commands_waiting, local_reply
from hub.language.plan_words import values_in_words
from hub.language.resolve import listed
from hub.language.speech import is_english, word

_IMPERATIVES = {
    "turn_on": "Turn on {}", "turn_off": "Turn off {}", "toggle": "Toggle {}", "lock": "Lock {}",
    "unlock": "Unlock {}", "open": "Open {}", "open_cover": "Open {}", "close_cover": "Close {}",
    "open_valve": "Open {}", "close_valve": "Close {}", "press": "Press {}", "start": "Start {}",
    "set_temperature": "Set the temperature of {}", "set_hvac_mode": "Change the mode of {}",
    "return_to_base": "Send {} home", "set_cover_position": "Move {}",
    "set_valve_position": "Move {}", "volume_set": "Set the volume of {}",
    "set_value": "Set {}", "select_option": "Set {}", "set_humidity": "Set the humidity of {}",
    "alarm_disarm": "Disarm {}", "alarm_arm_away": "Arm {}", "alarm_arm_home": "Arm {} for staying",
    "alarm_arm_night": "Arm {} for the night", "alarm_trigger": "Set off {}",
}  # fmt: skip


def reply(
    home: Home,
    result: PlanResult,
    approval_expires_s: float | None = None,
    *,
    zone: tzinfo = UTC,
) -> str:
    """Say what became of a plan; `approval_expires_s` is how long a question stays open.

    `zone` is that of the house's clocks.
    """
    body = result.plan.body
    language = result.plan.request.language
    if isinstance(body, Refusal):
        return word(language, f"reason.{body.text}", body.text)
    if isinstance(body, Answer | Question):
        return body.text
    aloud = where_it_was_said(home, result)
    if aloud is not None:
        return aloud
    now = home.now().astimezone(zone)
    if not is_english(language):
        return local_reply(home, result, language, now)
    kept = chores_reply(home, result, now, approval_expires_s)
    if isinstance(body, Chores):
        refused = "" if result.chores else _denied(home, [], result)
        said = [kept, refused, _left_out(body.left_out)]
        return " ".join(filter(None, said)) or "Nothing was done."
    said = [
        _done(home, _with(result, Status.DONE)),
        _unverified(home, _with(result, Status.UNVERIFIED)),
        _failed(home, _with(result, Status.FAILED)),
        _denied(home, _with(result, Status.DENIED), result),
        _waiting(home, result, body, approval_expires_s),
        kept,
        _left_out(body.left_out),
    ]
    text = " ".join(sentence for sentence in said if sentence)
    return text or "Nothing was done."


def _with(result: PlanResult, status: Status) -> list[Outcome]:
    return [outcome for outcome in result.outcomes if outcome.status is status]


def _done(home: Home, outcomes: list[Outcome]) -> str:
    if not outcomes:
        return ""
    return f"Done: {'; '.join(_grouped(home, outcomes, _seen))}."


def _seen(outcome: Outcome) -> str:
    return outcome.expected or outcome.observed or "as asked"


def _unverified(home: Home, outcomes: list[Outcome]) -> str:
    if not outcomes:
        return ""
    if all(outcome.expected is None for outcome in outcomes):
        names = names_of(home, [outcome.entity_id for outcome in outcomes])
        pronoun = "it does" if len(outcomes) == 1 else "they do"
        return f"I sent it to {names}, but {pronoun} not report back, so I can't tell the outcome."
    names = names_of(home, [outcome.entity_id for outcome in outcomes])
    has = "has" if len(outcomes) == 1 else "have"
    waited = max((outcome.took_ms or 0 for outcome in outcomes), default=0) / 1000
    within = f" within {waited:.0f} s" if waited >= 1 else " yet"
    return f"I sent it, but {names} {has} not confirmed{within}{_still(outcomes)}."


def _still(outcomes: list[Outcome]) -> str:
    observed = {outcome.observed for outcome in outcomes if outcome.observed}
    if len(outcomes) != 1 or not observed:
        return ""
    return f" (it still reports {next(iter(observed)).replace('_', ' ')})"


def _failed(home: Home, outcomes: list[Outcome]) -> str:
    if not outcomes:
        return ""
    return f"It failed: {'; '.join(_explained(home, outcomes, 'it did not work'))}."


def _denied(home: Home, outcomes: list[Outcome], result: PlanResult) -> str:
    if outcomes:
        return f"Not allowed: {'; '.join(_explained(home, outcomes, result.verdict.reason))}."
    if result.verdict.effect is Effect.DENY and not result.outcomes:
        return f"Not allowed: {result.verdict.reason.rstrip('.')}."
    return ""


def _waiting(home: Home, result: PlanResult, body: Steps, expires_s: float | None) -> str:
    waiting = _with(result, Status.WAITING)
    if not waiting and (result.approval_id is None or result.outcomes):
        return ""
    orders = [_order(home, command, ids) for command, ids in commands_waiting(body, waiting)]
    orders = [orders[0], *(order[0].lower() + order[1:] for order in orders[1:])]
    source = result.plan.request.came_over
    how = how_to_confirm(result.verdict, expires_s, asked_over=source)
    return f"{listed(orders)}? {how}"


def _order(home: Home, command: Command, ids: Sequence[EntityId]) -> str:
    verb, names = command.verb, names_of(home, ids)
    values = " and ".join(values_in_words(command))
    if verb in _IMPERATIVES:
        return _IMPERATIVES[verb].format(names) + (f" to {values}" if values else "")
    if values:
        return f"{verb.replace('_', ' ').capitalize()} of {names} to {values}"
    return f"{verb.replace('_', ' ').capitalize()} {names}"


def _left_out(left_out: Iterable[str]) -> str:
    words = [item.strip().rstrip(".") for item in left_out if item.strip()]
    return f"Left out: {'; '.join(words)}." if words else ""


def _explained(home: Home, outcomes: list[Outcome], fallback: str) -> list[str]:
    by_reason: dict[str, list[EntityId]] = {}
    for outcome in outcomes:
        reason = (outcome.detail or fallback).rstrip(".")
        by_reason.setdefault(reason, []).append(outcome.entity_id)
    return [f"{names_of(home, ids)}: {reason}" for reason, ids in by_reason.items()]


def _grouped(home: Home, outcomes: list[Outcome], words: Callable[[Outcome], str]) -> list[str]:
    groups: dict[tuple[str, str], list[EntityId]] = {}
    for outcome in outcomes:
        domain = outcome.entity_id.partition(".")[0]
        groups.setdefault((words(outcome), domain), []).append(outcome.entity_id)
    return [f"{names_of(home, ids)} {_are(home, ids)} {seen}" for (seen, _), ids in groups.items()]


def _are(home: Home, ids: Sequence[EntityId]) -> str:
    return "is" if len(set(ids)) == 1 and not _is_plural(home, ids) else "are"


def _is_plural(home: Home, ids: Sequence[EntityId]) -> bool:
    """Tell whether one entity's name is a plural: "Living room blinds are closed"."""
    entity = home.entities.get(ids[0])
    last = entity.name.lower().rpartition(" ")[2] if entity else ""
    return last.endswith(("lights", "blinds", "curtains", "shades", "shutters", "lamps", "spots"))
