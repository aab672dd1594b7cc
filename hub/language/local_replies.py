"""Replies in the languages other than English: what was seen, and nothing more."""

from collections.abc import Callable, Sequence
from datetime import datetime

from hub.home.commands import Command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Effect, Outcome, PlanResult, Status, Steps
from hub.language.local_chores import LocalChores
from hub.language.plan_words import values_in_words
from hub.language.resolve import full_name
from hub.language.speech import joined, say, word

# More targets than this are counted, not named.
_MOST_NAMED = 5
_DOES = {
    "turn_on": "on", "turn_off": "off", "open_cover": "open", "close_cover": "closed",
    "open_valve": "open", "close_valve": "closed", "lock": "locked", "unlock": "unlocked",
    "open": "open",
}  # fmt: skip


def local_reply(home: Home, result: PlanResult, language: str, now: datetime) -> str:
    """Say what became of a plan; `now` is in the house's own time zone."""
    body = result.plan.body
    left_out = [item.strip().rstrip(".") for item in getattr(body, "left_out", ()) if item.strip()]
    telling = _Replying(home, language)
    chores = LocalChores(language, now, telling)
    said = [
        telling.group("done", _with(result, Status.DONE), telling.seen),
        telling.unverified(_with(result, Status.UNVERIFIED)),
        telling.group("failed", _with(result, Status.FAILED), _detail),
        telling.denied(result),
        telling.waiting(result, body, chores),
        telling.planned(result, chores),
        chores.done(result),
        telling.not_kept("failed", result, Status.FAILED),
        telling.not_kept("not_allowed", result, Status.DENIED),
        say(language, "left_out", what="; ".join(left_out)) if left_out else "",
    ]
    return " ".join(filter(None, said)) or say(language, "nothing_done")


class _Replying:
    """Says what became of outcomes, in one language."""

    def __init__(self, home: Home, language: str) -> None:
        self.home = home
        self.language = language

    def group(self, key: str, outcomes: list[Outcome], words: Callable[[Outcome], str]) -> str:
        groups: dict[str, list[EntityId]] = {}
        for outcome in outcomes:
            groups.setdefault(words(outcome), []).append(outcome.entity_id)
        said = "; ".join(
            f"{self.names(ids)}: {text}" if text else self.names(ids)
            for text, ids in groups.items()
        )
        return say(self.language, key, what=said) if outcomes else ""

    def seen(self, outcome: Outcome) -> str:
        """Say what was observed; numbers stand as the device reports them."""
        domain = outcome.entity_id.partition(".")[0]
        verb = outcome.action.partition(".")[2]
        state = _DOES.get(verb, outcome.observed or "")
        default = word(self.language, f"any.{state}", "")
        return word(self.language, f"{domain}.{state}", default) or _numbers(outcome)

    def names(self, ids: Sequence[EntityId]) -> str:
        distinct = list(dict.fromkeys(ids))
        if len(distinct) > _MOST_NAMED:
            return say(self.language, "counted", count=len(distinct))
        found = [self.home.entities[i].name if i in self.home.entities else i for i in distinct]
        if len(set(found)) < len(found):
            known = self.home.entities
            found = [full_name(self.home, known[i]) if i in known else i for i in distinct]
        return joined(self.language, found)

    def unverified(self, outcomes: list[Outcome]) -> str:
        if not outcomes:
            return ""
        names = self.names([outcome.entity_id for outcome in outcomes])
        is_blind = all(outcome.expected is None for outcome in outcomes)
        return say(self.language, "sent_unknown" if is_blind else "unconfirmed", names=names)

    def denied(self, result: PlanResult) -> str:
        outcomes = _with(result, Status.DENIED)
        reason = self.reason(result.verdict.reason)
        if outcomes:
            return self.group("not_allowed", outcomes, lambda o: self.reason(o.detail) or reason)
        is_told = result.outcomes or result.chores
        if result.verdict.effect is Effect.DENY and not is_told:
            return say(self.language, "not_allowed", what=reason)
        return ""

    def reason(self, reason: str) -> str:
        """Say why something is not done; what a policy of the owner's says stays as it is."""
        reason = reason.rstrip(".")
        return word(self.language, f"reason.{reason}", reason)

    def planned(self, result: PlanResult, chores: LocalChores) -> str:
        """Say what would be kept, if nothing was tried yet."""
        is_tried = result.chores or result.verdict.effect is Effect.DENY
        if is_tried or not result.plan.chores:
            return ""
        return say(self.language, "planned", what=chores.asked(result.plan.chores))

    def not_kept(self, key: str, result: PlanResult, status: Status) -> str:
        """Say why chores were not done."""
        found = [self.reason(one.detail) for one in result.chores if one.status is status]
        return say(self.language, key, what="; ".join(dict.fromkeys(found))) if found else ""

    def waiting(self, result: PlanResult, body: object, chores: LocalChores) -> str:
        orders = self.orders_waiting(result, body)
        kept = [one for one in result.chores if one.status is Status.WAITING]
        if kept:
            orders.append(chores.asked(result.plan.chores[one.chore] for one in kept))
        if not orders:
            return ""
        key = "confirm_other" if result.verdict.asks_others else "confirm"
        if result.verdict.needs_pin:
            key = "confirm_pin"
        elif result.verdict.wants_pin_over(result.plan.request.came_over):
            key = "confirm_spoken" if result.verdict.takes_pin else "confirm_elsewhere"
        return say(self.language, key, what=joined(self.language, orders))

    def orders_waiting(self, result: PlanResult, body: object) -> list[str]:
        waiting = _with(result, Status.WAITING)
        if not isinstance(body, Steps):
            return []
        if not waiting and (result.approval_id is None or result.outcomes):
            return []
        return [self.order(command, ids) for command, ids in commands_waiting(body, waiting)]

    def order(self, command: Command, ids: Sequence[EntityId]) -> str:
        values = values_in_words(command)
        if values:
            return f"{self.names(ids)}: {', '.join(values)}"
        domain, _, verb = command.action.partition(".")
        state = _DOES.get(verb, verb)
        default = word(self.language, f"any.{state}", state.replace("_", " "))
        return f"{self.names(ids)}: {word(self.language, f'{domain}.{state}', default)}"


def commands_waiting(
    body: Steps, waiting: Sequence[Outcome]
) -> list[tuple[Command, list[EntityId]]]:
    """Return each command that waits, with what it is for; all of a plan if none was tried."""
    wait = {(outcome.action, outcome.entity_id) for outcome in waiting}
    found: list[tuple[Command, list[EntityId]]] = []
    for step in body.steps:
        targets = [t for t in step.targets if not wait or (step.command.action, t) in wait]
        known = next((ids for command, ids in found if command == step.command), None)
        if known is not None:
            known.extend(targets)
        elif targets:
            found.append((step.command, targets))
    return found


def _with(result: PlanResult, status: Status) -> list[Outcome]:
    return [outcome for outcome in result.outcomes if outcome.status is status]


def _detail(outcome: Outcome) -> str:
    return outcome.detail.rstrip(".")


def _numbers(outcome: Outcome) -> str:
    """Return the numbers of what was expected ("at 40 %"), which need no translation."""
    words = (outcome.expected or "").replace(",", " ").split()
    kept = [w for w in words if any(c.isdecimal() for c in w) or w in {"%", "°C", "K"}]
    return " ".join(kept)
