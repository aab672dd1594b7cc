"""The guard itself: every target of every step is judged; the strictest word stands for the plan.

Who decides about one act:
1. the owner's policies that match it, the strictest of them;
2. else the shipped policies that match it, but never below the built-in floor: what is sensitive
   asks a person, and is denied where nobody attends.

An owner's policy loosens an unattended sensitive act only if it names the source.

A rule that is to be kept is judged as it will run, with nobody there, and once more when it does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from hub.guard.policy_file import Match, Policies, Policy
from hub.guard.risk import IN_WORDS, Risk, risk_of, worst_risk_of
from hub.home.chores import Chore, KeepRules, StartTimer
from hub.home.domains.house import Publish
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId, UserId, domain_of, slugify
from hub.home.model import Entity, Source
from hub.home.plan import ChoreVerdict, Effect, Plan, Step, Steps, StepVerdict, Verdict

UNATTENDED = frozenset({Source.EVENT, Source.RULE, Source.DEVICE, Source.HUB})
# What the hub itself keeps. Nothing moves by it alone: each act that follows is judged by itself,
# so rules may use it whatever it is called.
_OWN_INTEGRATIONS = frozenset({"automation", "hub"})
_STRICTEST_FIRST = tuple(Effect)
_MOST_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Act:
    """One step on one target, with all that policies ask about."""

    plan: Plan
    step: int
    action: str
    entity_id: EntityId
    entity: Entity | None
    risk: Risk | None

    @property
    def is_unattended(self) -> bool:
        """Whether no person stands behind it."""
        return self.plan.request.source in UNATTENDED


@dataclass(frozen=True, slots=True)
class Word:
    """An effect, who decided it, and why."""

    effect: Effect
    policy: str
    reason: str


class Guard:
    """Judges plans. Pure: it reads the home, and moves and keeps nothing.

    `is_guest` tells of a user whether they are a guest; `addressed` which entities take their
    commands on an MQTT topic, so that a message past the hub is judged as what it may bring about.
    """

    def __init__(
        self,
        home: Home,
        policies: Policies,
        clock: Callable[[], datetime],
        *,
        is_guest: Callable[[UserId], bool] = lambda _: False,
        addressed: Callable[[str], Iterable[EntityId]] = lambda _: (),
    ) -> None:
        self._is_guest = is_guest
        self._addressed = addressed
        self._home = home
        self._policies = policies
        self._clock = clock
        # What `_policies_about` worked out, by action, source and user.
        self._about: dict[
            tuple[str, Source, UserId | None], tuple[tuple[Policy, ...], tuple[Policy, ...]]
        ] = {}

    def judge(self, plan: Plan) -> Verdict:
        """Judge every target of every step.

        The plan's effect is the strictest; `steps` tells each target's own. Policies that ask
        for a PIN deny, until PINs can be set up.
        """
        acts, words = self._judge_steps(plan, plan)
        chores = [self._judge_chore(plan, chore) for chore in plan.chores]
        if not acts and not chores:
            return Verdict(effect=Effect.ALLOW, policy="nothing to do", reason="it moves nothing")
        decisive = _strictest([*words, *chores])
        return Verdict(
            effect=decisive.effect,
            policy=decisive.policy,
            reason=decisive.reason,
            steps=tuple(
                StepVerdict(
                    step=act.step,
                    entity_id=act.entity_id,
                    effect=word.effect,
                    policy=word.policy,
                    reason=word.reason,
                    risk=act.risk,
                )
                for act, word in zip(acts, words, strict=True)
            ),
            chores=tuple(
                ChoreVerdict(
                    chore=number, effect=word.effect, policy=word.policy, reason=word.reason
                )
                for number, word in enumerate(chores)
            ),
        )

    def _judge_steps(self, plan: Plan, asked: Plan) -> tuple[list[Act], list[Word]]:
        """Judge every target of every step; `asked` is the plan that a person reads back."""
        acts = [
            self._act(plan, number, step, target)
            for number, step in enumerate(plan.steps)
            for target in step.targets
        ]
        words = [self._judge_act(act) for act in acts]
        return acts, [self._reading_back(asked, acts, words, word) for word in words]

    def _judge_chore(self, plan: Plan, chore: Chore) -> Word:
        request = plan.request
        if request.source in UNATTENDED:
            reason = "nobody attends, so nothing is kept or changed"
            return Word(Effect.DENY, "built-in: nothing is kept unattended", reason)
        is_guest = request.user_id is not None and self._is_guest(request.user_id)
        if is_guest and not isinstance(chore, StartTimer):
            reason = "guests may start timers, but not keep or change anything else"
            return Word(Effect.DENY, "built-in: guests start timers only", reason)
        words = [Word(Effect.ALLOW, "built-in: people may keep things", "a person asks for it")]
        if isinstance(chore, KeepRules):
            unattended = request.model_copy(update={"source": Source.RULE, "user_id": None})
            for steps in (rule.steps for rule in chore.rules if rule.steps):
                update = {"request": unattended, "body": Steps(steps=steps)}
                words += self._judge_steps(plan.model_copy(update=update), plan)[1]
        word = _strictest(words)
        if word.effect is not Effect.DENY:
            return word
        remedy = "a policy of yours that names source: rule can allow it"
        return Word(word.effect, word.policy, f"{word.reason.rstrip('. ')}; {remedy}")

    def _act(self, plan: Plan, number: int, step: Step, target: EntityId) -> Act:
        entity = self._home.entities.get(target)
        is_own = entity is not None and entity.integration in _OWN_INTEGRATIONS
        risk: Risk | None
        if isinstance(step.command, Publish):
            risk = self._risk_of_message(step.command.topic)
        elif is_own and plan.request.source in UNATTENDED:
            risk = None
        else:
            risk = risk_of(step.command, entity, self._home)
        return Act(plan, number, step.command.action, target, entity, risk)

    def _risk_of_message(self, topic: str) -> Risk | None:
        """Return the worst that a message may do: its payload is not understood here."""
        taking = (self._home.entities.get(one) for one in self._addressed(topic))
        risks = [worst_risk_of(entity, self._home) for entity in taking if entity is not None]
        return next((risk for risk in Risk if risk in risks), None)

    def _judge_act(self, act: Act) -> Word:
        user_id = act.plan.request.user_id
        if act.entity_id == HOUSE and user_id is not None and self._is_guest(user_id):
            reason = "guests may move what is in the house, not the house itself"
            return Word(Effect.DENY, "built-in: guests use entities only", reason)
        of_owner, of_shipped = self._policies_about(act)
        owner = [
            _word_of(policy)
            for policy in of_owner
            if self._matches(policy.match, act) and _may_decide(policy, act)
        ]
        if owner:
            return _strictest(owner)
        shipped = [_word_of(policy) for policy in of_shipped if self._matches(policy.match, act)]
        return _strictest([*shipped, *_floor(act, is_mentioned=bool(shipped))])

    def _policies_about(self, act: Act) -> tuple[tuple[Policy, ...], tuple[Policy, ...]]:
        """Return those of the owner's and of the shipped policies that may speak of such acts.

        Whatever the entity and its risk: worked out once for an action, a source and a user.
        """
        request = act.plan.request
        key = (act.action, request.source, request.user_id)
        found = self._about.get(key)
        if found is None:
            if len(self._about) >= _MOST_REMEMBERED:
                self._about.clear()
            owner, shipped = (
                tuple(policy for policy in file.policies if _may_be_about(policy.match, act))
                for file in (self._policies.owner, self._policies.shipped)
            )
            found = self._about[key] = (owner, shipped)
        return found

    def _matches(self, match: Match, act: Act) -> bool:
        """Tell whether a policy about such acts speaks of this one, with its entity and risk."""
        if match.risk is not None and act.risk not in match.risk:
            return False
        if not _fits(match.entity_id, [act.entity_id]):
            return False
        return self._matches_entity(match, act.entity)

    def _matches_entity(self, match: Match, entity: Entity | None) -> bool:
        asked = (match.device_class, match.area, match.floor, match.name)
        if entity is None or not any(asked):
            return not any(asked)
        area, floor = self._home.area_of(entity), self._home.floor_of(entity)
        names = [name.casefold() for name in (entity.name, *entity.aliases)]
        patterns = tuple(name.casefold() for name in match.name) if match.name else None
        return (
            _fits(match.device_class, [entity.device_class or ""])
            and _fits(match.area, [area.id, area.name, slugify(area.name)] if area else [])
            and _fits(match.floor, [floor.id, floor.name, slugify(floor.name)] if floor else [])
            and _fits(patterns, names)
        )

    def _reading_back(self, plan: Plan, acts: list[Act], words: list[Word], word: Word) -> Word:
        """Ask first about what touches much at once, however harmless each act is."""
        limit = self._policies.read_back
        if word.effect is not Effect.ALLOW or plan.request.source not in limit.sources:
            return word
        touched = {
            act.entity_id
            for act, judged in zip(acts, words, strict=True)
            if judged.effect not in {Effect.DENY, Effect.PIN}
        }
        if len(touched) > limit.entities:
            reason = f"this touches {len(touched)} devices at once"
            return Word(Effect.CONFIRM, "read back large plans", reason)
        risks = {act.risk for act in acts} - {None, Risk.WARM}
        if len(risks) > 1:
            reason = "this does several sensitive things at once"
            return Word(Effect.CONFIRM, "read back mixed plans", reason)
        return word


def _may_be_about(match: Match, act: Act) -> bool:
    """Tell whether a policy fits the action, who asks, and by which way."""
    request = act.plan.request
    return (
        _fits(match.action, [act.action])
        and _fits(match.domain, [domain_of(act.action)])
        and _fits(match.source, [request.source])
        and _fits(match.user, [request.user_id or ""])
    )


def _word_of(policy: Policy) -> Word:
    reason = policy.reason.rstrip(". ")
    if policy.effect is Effect.PIN:
        reason = f"{reason}; this needs a PIN, and no PIN is set up on this hub yet"
        return Word(Effect.DENY, policy.name, reason)
    return Word(policy.effect, policy.name, reason)


def _may_decide(policy: Policy, act: Act) -> bool:
    """Tell whether an owner's policy speaks of `act`: one about people leaves the unattended be."""
    if policy.effect in {Effect.DENY, Effect.PIN}:
        return True
    return act.risk is None or not act.is_unattended or policy.match.source is not None


def _floor(act: Act, *, is_mentioned: bool) -> list[Word]:
    """Return what holds whatever the shipped file says."""
    if act.risk is None:
        ask = Word(Effect.CONFIRM, "built-in: unknown acts ask", "no policy speaks of this")
        return [] if is_mentioned else [ask]
    # A rule that sets a thermostat was written, or seen and confirmed, by people of the house.
    is_rule = act.plan.request.source is Source.RULE
    is_planned = act.risk is Risk.WARM and is_rule and domain_of(act.entity_id) == "climate"
    if act.is_unattended and not is_planned:
        reason = f"{IN_WORDS[act.risk]}, and nobody attends"
        return [Word(Effect.DENY, "built-in: nothing sensitive unattended", reason)]
    if act.risk is Risk.WARM:
        return [
            Word(
                Effect.ALLOW,
                "built-in: people and their rules may set the heating",
                IN_WORDS[act.risk],
            )
        ]
    return [Word(Effect.CONFIRM, "built-in: sensitive acts ask", IN_WORDS[act.risk])]


def _strictest(words: Iterable[Word]) -> Word:
    """Return the strictest word; among equals the first, so written policies name themselves."""
    return min(words, key=lambda word: _STRICTEST_FIRST.index(word.effect))


def _fits(patterns: tuple[str, ...] | None, values: list[str]) -> bool:
    if patterns is None:
        return True
    return any(fnmatchcase(value, pattern) for value in values for pattern in patterns)
