"""What becomes of a home and of what is kept when a plan is carried out without any device."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hub.home.chores import (
    ChangeRules,
    ChangeTimers,
    Chore,
    Forget,
    KeepRules,
    StartTimer,
    TeachName,
    TeachPhrase,
)
from hub.home.home import Home
from hub.home.keeping import KeptRule, Timer
from hub.home.model import Context
from hub.home.plan import Effect, Outcome, Plan, PlanResult, Status, Verdict
from hub.language.evaluation.cases import KeptThings
from hub.language.evaluation.effects import Effect as Change
from hub.language.evaluation.effects import Nudge, Range, effects_of

FULL = 100.0
_PLAYBACK = {"media_play": "playing", "media_pause": "paused", "media_stop": "idle"}
_DOING = {
    "start": "cleaning", "return_to_base": "returning", "stop": "idle", "pause": "paused",
    "start_mowing": "mowing", "dock": "docked",
}  # fmt: skip
_ATTRIBUTES = {
    "kelvin": "color_temp_kelvin", "color": "hs_color", "volume": "volume_level",
    "source": "source", "brightness": "brightness", "temperature": "temperature",
    "percentage": "percentage", "humidity": "humidity", "value": "value",
}  # fmt: skip


class Keeping:
    """Keeps timers, rules and phrases in memory, as `Kept` for a planner."""

    def __init__(self) -> None:
        self.timers: Sequence[Timer] = ()
        self.rules: Sequence[KeptRule] = ()
        self.phrases: Mapping[str, tuple[str, ...]] = {}

    def fill(self, kept: KeptThings) -> None:
        """Forget everything, and keep this."""
        self.timers, self.rules, self.phrases = kept.timers, kept.rules, kept.phrases

    def do(self, chore: Chore, home: Home) -> None:
        """Do a chore; a name that is learnt becomes an alias in the home, as in the hub."""
        match chore:
            case StartTimer():
                ends_at = home.now() + timedelta(seconds=chore.duration_s)
                new = Timer(
                    id=f"timer {len(self.timers) + 1}",
                    name=chore.name,
                    duration_s=chore.duration_s,
                    ends_at=ends_at,
                    remaining_s=chore.duration_s,
                    area_id=chore.area_id,
                )
                timers = (*self.timers, new)
                self.timers = tuple(sorted(timers, key=lambda timer: timer.left_s(home.now())))
            case ChangeTimers():
                self.timers = self._changed(chore, home)
            case KeepRules():
                self.rules = (*self.rules, *map(KeptRule, chore.rules))
            case ChangeRules():
                self.rules = [
                    replace(kept, is_paused=chore.op == "pause_rules")
                    if kept.rule.id in chore.rule_ids
                    else kept
                    for kept in self.rules
                    if chore.op != "delete_rules" or kept.rule.id not in chore.rule_ids
                ]
            case TeachPhrase():
                self.phrases = {**self.phrases, chore.phrase.casefold(): chore.sentences}
            case TeachName():
                _name(home, chore)
            case Forget():
                self.phrases = {p: s for p, s in self.phrases.items() if p != chore.name}

    def _changed(self, chore: ChangeTimers, home: Home) -> Sequence[Timer]:
        if chore.op == "cancel_timers":
            return [timer for timer in self.timers if timer.id not in chore.timer_ids]
        if chore.op in {"pause_timers", "resume_timers"}:
            return [
                _paused(timer, home.now(), is_paused=chore.op == "pause_timers")
                if timer.id in chore.timer_ids
                else timer
                for timer in self.timers
            ]
        more = timedelta(seconds=chore.seconds)
        return [
            replace(timer, ends_at=timer.ends_at + more)
            if timer.id in chore.timer_ids and timer.ends_at and chore.op == "extend_timers"
            else timer
            for timer in self.timers
        ]


class Plans:
    """Remembers the plans of a conversation, as `Past` for a planner."""

    def __init__(self) -> None:
        self._results: list[PlanResult] = []

    def add(self, plan: Plan) -> None:
        """Remember a plan as done."""
        verdict = Verdict(effect=Effect.ALLOW, policy="exam", reason="it is simulated")
        outcomes = tuple(
            Outcome(step=number, entity_id=target, action=step.command.action, status=Status.DONE)
            for number, step in enumerate(plan.steps)
            for target in step.targets
        )
        self._results.append(PlanResult(plan=plan, verdict=verdict, outcomes=outcomes))

    async def result(self, plan_id: str) -> PlanResult | None:
        """Return what became of a plan."""
        return next((one for one in self._results if one.plan.id == plan_id), None)

    async def latest_results(self, limit: int) -> Sequence[PlanResult]:
        """Return the latest plans, the newest first."""
        return self._results[::-1][:limit]


def _name(home: Home, chore: TeachName) -> None:
    for entity_id in chore.entity_ids:
        entity = home.entity(entity_id)
        home.put_entity(replace(entity, aliases=(*entity.aliases, chore.name)))
    if chore.area_id is not None:
        area = home.areas[chore.area_id]
        home.put_area(replace(area, aliases=(*area.aliases, chore.name)))


def _paused(timer: Timer, now: datetime, *, is_paused: bool) -> Timer:
    left_s = timer.left_s(now)
    ends_at = None if is_paused else now + timedelta(seconds=left_s)
    return replace(timer, ends_at=ends_at, remaining_s=left_s)


def carry_out(plan: Plan, home: Home) -> None:
    """Let the entities of a home report what a plan's steps bring about, and why."""
    asked = plan.request
    cause = Context(source=asked.source, user_id=asked.user_id, parent_id=plan.id)
    for effect in effects_of(plan.steps, home):
        before = home.state(effect.entity_id)
        state, changed = _after(effect, before.state)
        home.report(effect.entity_id, state, {**before.attributes, **changed}, cause)


def _after(  # noqa: PLR0911 - one per kind of effect
    effect: Change, state: str
) -> tuple[str, dict[str, object]]:
    match effect.what, effect.value:
        case "power" | "mode", str(value):
            return value, {}
        case "position", float(value):
            return ("open" if value else "closed"), {"current_position": round(value)}
        case "lock", str(value):
            return {"lock": "locked", "unlock": "unlocked"}.get(value, "open"), {}
        case "playback", str(value):
            return _PLAYBACK.get(value, state), {}
        case "doing", str(value):
            return _DOING.get(value, state), {}
        case _, Range() | Nudge():
            return state, {}
        case "brightness", float(value):
            return "on", {"brightness": round(value)}
        case what, value if what in _ATTRIBUTES:
            return state, {_ATTRIBUTES[what]: value}
        case _:
            return state, {}
