"""The guard itself: every target of every step is judged; the strictest word stands for the plan.

Who decides about one act:
1. who asks: what is not theirs to move is denied (`access.py`), as is what would break an
   invariant at once (`invariants.py`);
2. the owner's policies that match it, the strictest of them;
3. else the shipped policies that match it, but never below the built-in floor: what is sensitive
   asks a person, and is denied where nobody attends.

An owner's policy loosens a sensitive act only for those it names: what happens unattended by the
source, children, guests and devices by role, user or person, what is spoken by the source voice.

Over a voice, a yes to what is sensitive counts only with a PIN: anybody may be heard, and anything.

A rule that is to be kept is judged as it will run, with nobody there, and as what the one who
wants it kept does; and once more when it runs.

Whoever starts a script, a rule or a scene by hand stands behind all that it does: who may not do
that themselves can't do it so either.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo

from hub.guard.access import NAMED_ONLY, chore_refusal, refusal
from hub.guard.act import UNATTENDED, Act, Judging, World
from hub.guard.explaining import ActExplained, Asked, Explained, Supposed, anew, explained
from hub.guard.invariants import Invariants
from hub.guard.matching import Ready, ready, reason_of
from hub.guard.policy_file import Policies
from hub.guard.risk import Risk, risk_of, worst_risk_of
from hub.guard.words import (
    ADULTS,
    ASKER_OR_ADULTS,
    Word,
    floor,
    strictest,
    with_pin_if_spoken,
    without_asker,
)
from hub.home.approving import could_approve, may_approve
from hub.home.chores import ChangeTimers, Chore, KeepRules
from hub.home.domains.house import Publish
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId
from hub.home.keeping import Timer
from hub.home.model import Source
from hub.home.people import EVERYTHING, Who, WhoIs, adults_only
from hub.home.plan import ChoreVerdict, Effect, Plan, Step, Steps, StepVerdict, Verdict

__all__ = ["UNATTENDED", "Guard"]

# What the hub itself keeps. Nothing moves by it alone: each act that follows is judged by itself,
# so rules may use it whatever it is called.
_OWN_INTEGRATIONS = frozenset({"automation", "hub"})
_MOST_REMEMBERED = 2_000
_STARTED_BY_HAND = frozenset({Source.RULE, Source.EVENT})

_About = tuple[tuple[Ready, ...], tuple[Ready, ...]]


class Guard:
    """Judges plans. It reads the home, moves nothing, and keeps only how often what was done.

    `who_is` tells of a user who they are; `addressed` which entities take their commands on an
    MQTT topic, so that a message past the hub is judged as what it may bring about; `sharing` who
    else hears what is sent to an entity; `pin_holders` who has set a PIN; `timers` which run;
    `is_sun_up` and `zone` are those of the house.
    """

    def __init__(  # noqa: PLR0913 -- what policies may ask about
        self,
        home: Home,
        policies: Policies,
        clock: Callable[[], datetime],
        *,
        who_is: WhoIs = adults_only,
        addressed: Callable[[str], Iterable[EntityId]] = lambda _: (),
        sharing: Callable[[EntityId], Iterable[EntityId]] = lambda _: (),
        pin_holders: Callable[[], Iterable[Who]] = tuple,
        timers: Callable[[], Iterable[Timer]] = tuple,
        is_sun_up: Callable[[datetime], bool] = lambda _: True,
        zone: tzinfo | None = None,
    ) -> None:
        self._who_is = who_is
        self._addressed = addressed
        self._sharing = sharing
        self._pin_holders = pin_holders
        self._timers = timers
        self._world = World(home, clock, is_sun_up)
        if zone is not None:
            self._world.zone = zone
        self.use(policies)

    def use(self, policies: Policies) -> None:
        """Judge by these policies from now on."""
        self._policies = policies
        self._owner = tuple(map(ready, policies.owner.policies))
        self._shipped = tuple(map(ready, policies.shipped.policies))
        self._invariants = Invariants(policies.invariants)
        self._counting = [one for one in (*self._owner, *self._shipped) if one.rate is not None]
        # What `_policies_about` worked out, by action, source, user and who that is.
        self._about: dict[tuple[object, ...], _About] = {}

    def judge(self, plan: Plan) -> Verdict:
        """Judge every target of every step.

        The plan's effect is the strictest; `steps` tells each target's own.
        """
        return self._judge(self._judging(plan), self._behind(plan))

    def explain(self, plan: Plan, supposed: Supposed | None = None) -> Explained:
        """Judge a plan as it is, or as it would be, and tell why; nothing is noted or moved."""
        what_if = supposed or Supposed()
        judging = self._judging(plan)
        if judging.who is not None and what_if.who is not None:
            judging.who = what_if.who
        judging.world = what_if.world(self._world)
        behind = self._behind(plan)
        if behind is not None:
            behind.world = judging.world
        verdict = self._judge(anew(judging), behind and anew(behind))
        acts = list(self._explained(anew(judging), verdict.steps))
        if behind is not None:
            theirs = self._explained(anew(behind), verdict.steps)
            acts = [one.or_else(other) for one, other in zip(acts, theirs, strict=True)]
        return Explained(verdict=verdict, acts=tuple(acts))

    def _explained(self, judging: Judging, words: Iterable[StepVerdict]) -> Iterator[ActExplained]:
        """Explain the words on the acts of a plan, as far as they come from this way to judge."""
        for judged in words:
            step = judging.plan.steps[judged.step]
            act = self._act(judging, judged.step, step, judged.entity_id)
            asked = Asked(
                refused=self._refusal(act),
                invariants=self._invariants.about(judged.entity_id),
                owner=self._owner,
                shipped=self._shipped,
                loosening=frozenset(
                    one.policy.name
                    for one in self._owner
                    if _may_decide(one, act, is_guarded=self._is_guarded(act))
                ),
            )
            yield explained(act, judged, asked)

    def note(self, plan: Plan, judged: StepVerdict) -> None:
        """Count an act that was let through, for the policies that limit how often."""
        if not self._counting:
            return
        judging = self._judging(plan)
        act = self._act(judging, judged.step, plan.steps[judged.step], judged.entity_id)
        for one in self._counting:
            if one.rate is not None and one.counts(act):
                now = self._world.clock()
                self._world.rates.note(one.policy.name, plan.id, now, one.rate.times)

    def _judging(self, plan: Plan) -> Judging:
        request = plan.request
        who = None if request.source in UNATTENDED else self._who_is(request.user_id)
        return Judging(plan, who, self._world)

    def _behind(self, plan: Plan) -> Judging | None:
        """Return how else to judge a plan, the stricter counts.

        What a voice brought about, also as if it had asked for just that; what a rule does, also
        as an act of who started it, if they may not do all; what an agent asks for, also as if
        its user had.
        """
        request = plan.request
        if request.came_over is not request.source:
            said = replace(request, source=request.came_over, is_spoken=False)
            return Judging(replace(plan, request=said), self._who_is(said.user_id), self._world)
        if request.source is Source.MCP:
            # Anybody with a token may say that an agent asks: that never allows more.
            plainly = Source.LANGUAGE if request.text else Source.API
            asked = replace(request, source=plainly)
            return Judging(replace(plan, request=asked), self._who_is(request.user_id), self._world)
        if request.user_id is None or request.source not in _STARTED_BY_HAND:
            return None
        who = self._who_is(request.user_id)
        is_free = who.role not in NAMED_ONLY and who.moves == EVERYTHING
        if is_free and not who.is_over(self._world.clock()):
            return None
        asked = replace(request, source=Source.API)
        return Judging(replace(plan, request=asked), who, self._world)

    def _judge(self, judging: Judging, behind: Judging | None = None) -> Verdict:
        plan = judging.plan
        acts, words = self._judge_steps(judging, plan)
        chores = [self._judge_chore(judging, chore) for chore in plan.chores]
        if behind is not None:
            by_agent = plan.request.source is Source.MCP
            theirs = self._judge_steps(behind, plan)[1]
            words = [
                word if _is_told_only(act) and not by_agent else strictest((word, other))
                for act, word, other in zip(acts, words, theirs, strict=True)
            ]
            if by_agent:
                also = [self._judge_chore(behind, chore) for chore in plan.chores]
                chores = [strictest(pair) for pair in zip(chores, also, strict=True)]
        if not acts and not chores:
            return Verdict(effect=Effect.ALLOW, policy="nothing to do", reason="it moves nothing")
        decisive = strictest([*words, *chores])
        return Verdict(
            effect=decisive.effect,
            policy=decisive.policy,
            reason=decisive.reason,
            asks_others=_asks_others(judging, [*words, *chores]),
            takes_pin=self._takes_pin(judging, [*words, *chores]),
            steps=tuple(
                StepVerdict(
                    step=act.step,
                    entity_id=act.entity_id,
                    effect=word.effect,
                    policy=word.policy,
                    reason=word.reason,
                    risk=act.risk,
                    approvers=word.approvers,
                )
                for act, word in zip(acts, words, strict=True)
            ),
            chores=tuple(
                ChoreVerdict(
                    chore=number,
                    effect=word.effect,
                    policy=word.policy,
                    reason=word.reason,
                    approvers=word.approvers,
                )
                for number, word in enumerate(chores)
            ),
        )

    def _judge_steps(self, judging: Judging, asked: Plan) -> tuple[list[Act], list[Word]]:
        """Judge every target of every step; `asked` is the plan that a person reads back."""
        acts = [
            self._act(judging, number, step, target)
            for number, step in enumerate(judging.plan.steps)
            for target in step.targets
        ]
        words = [self._judge_act(act) for act in acts]
        return acts, [self._reading_back(asked, acts, words, word) for word in words]

    def _judge_chore(self, judging: Judging, chore: Chore) -> Word:
        is_own = isinstance(chore, ChangeTimers) and self._is_own(judging, chore)
        refused = chore_refusal(judging.who, chore, judging.world.clock(), is_own=is_own)
        if refused is not None:
            return refused
        words = [Word(Effect.ALLOW, "built-in: people may keep things", "a person asks for it")]
        if isinstance(chore, KeepRules):
            for steps in (rule.steps for rule in chore.rules if rule.steps):
                words += self._judge_kept(judging, steps)
        word = strictest(words)
        if word.effect is not Effect.DENY:
            return word
        remedy = "a policy of yours that names source: rule can allow it"
        return replace(word, reason=f"{word.reason.rstrip('. ')}; {remedy}")

    def _is_own(self, judging: Judging, chore: ChangeTimers) -> bool:
        """Tell whether whoever asks set all of the timers that a chore changes."""
        own = {one.id for one in self._timers() if one.user_id == judging.plan.request.user_id}
        return own.issuperset(chore.timer_ids)

    def _judge_kept(self, judging: Judging, steps: tuple[Step, ...]) -> list[Word]:
        """Judge what a rule does: as it will run, and as an act of the one who wants it."""
        plan = judging.plan
        own = replace(plan, body=Steps(steps=steps))
        unattended = replace(plan.request, source=Source.RULE, user_id=None)
        later = replace(own, request=unattended)
        return [
            *self._judge_steps(replace(judging, plan=later, who=None, _touched=None), plan)[1],
            *self._judge_steps(replace(judging, plan=own, _touched=None), plan)[1],
        ]

    def _act(self, judging: Judging, number: int, step: Step, target: EntityId) -> Act:
        home, command = judging.world.home, step.command
        entity = home.entities.get(target)
        is_own = entity is not None and entity.integration in _OWN_INTEGRATIONS
        risk: Risk | None
        if isinstance(command, Publish):
            risk = self._worst_of(self._addressed(command.topic))
        elif is_own and judging.who is None:
            risk = None
        else:
            risk = risk_of(command, entity, home)
            others = self._sharing(target)
            if others:
                risk = self._worst_of(others, risk)
        return Act(judging, number, command, target, entity, risk)

    def _worst_of(self, hearing: Iterable[EntityId], known: Risk | None = None) -> Risk | None:
        """Return the worst that a message to them may do: its payload is not understood here."""
        home = self._world.home
        taking = (home.entities.get(one) for one in hearing)
        risks = {worst_risk_of(entity, home) for entity in taking if entity is not None} | {known}
        return next((risk for risk in Risk if risk in risks), None)

    def _judge_act(self, act: Act) -> Word:
        refused = self._refusal(act)
        if refused is not None:
            return refused
        of_owner, of_shipped = self._policies_about(act)
        owner = [one for one in of_owner if one.matches(act)]
        words = [self._word_of(one, act) for one in owner]
        is_guarded = bool(owner) and self._is_guarded(act)
        deciding = [one for one in owner if _may_decide(one, act, is_guarded=is_guarded)]
        if not deciding:
            shipped = [self._word_of(one, act) for one in of_shipped if one.matches(act)]
            words += [*shipped, *floor(act, is_mentioned=bool(shipped))]
        word = strictest(words)
        if is_guarded and not any(one.policy.names_voice for one in deciding):
            word = with_pin_if_spoken(word)
        return without_asker(word) if word.approvers and act.is_unattended else word

    def _refusal(self, act: Act) -> Word | None:
        """Return what denies an act before any policy is asked."""
        judging = act.judging
        refused = refusal(act, judging.world.clock()) if judging.who is not None else None
        if refused is not None or not self._invariants:
            return refused
        if isinstance(act.command, Publish):
            addressed = self._addressed(act.command.topic)
            return self._invariants.objection_to_message(act, addressed)
        return self._invariants.objection(act)

    def _policies_about(self, act: Act) -> _About:
        """Return those of the owner's and of the shipped policies that may speak of such acts.

        Whatever the entity and its risk: worked out once for an action, a source and a user.
        """
        request = act.judging.plan.request
        key = (act.action, request.source, request.user_id, act.judging.who)
        found = self._about.get(key)
        if found is None:
            if len(self._about) >= _MOST_REMEMBERED:
                self._about.clear()
            owner = tuple(one for one in self._owner if one.may_be_about(act))
            shipped = tuple(one for one in self._shipped if one.may_be_about(act))
            found = self._about[key] = (owner, shipped)
        return found

    def _is_guarded(self, act: Act) -> bool:
        """Tell whether a spoken yes to an act is not enough, by what it is or a shipped policy."""
        if act.risk is not None and act.risk is not Risk.WARM:
            return True
        asking = (one for one in self._policies_about(act)[1] if one.policy.with_pin)
        return any(one.matches(act) and Source.VOICE in one.policy.with_pin for one in asking)

    def _takes_pin(self, judging: Judging, words: list[Word]) -> bool:
        """Tell whether anybody who may say yes has a PIN to say it with."""
        asking = [each for word in words for each in word.approvers]
        request = judging.plan.request
        is_pin = any(word.effect is Effect.PIN for word in words)
        if not is_pin and not any(each.with_pin for each in asking):
            return False
        return any(
            may_approve(who, request.user_id, asking, request.came_over, has_pin=True)
            for who in self._pin_holders()
        )

    def _word_of(self, one: Ready, act: Act) -> Word:
        if one.word is not None:
            return one.word
        policy, reason = one.policy, reason_of(one.policy, act)
        if policy.effect is Effect.CONFIRM:
            return Word(policy.effect, policy.name, reason, (policy.approvers,))
        if policy.effect is not Effect.PIN:
            return Word(policy.effect, policy.name, reason)
        approvers, asked_by = (policy.approvers,), act.judging.plan.request.user_id
        if any(could_approve(who, asked_by, approvers) for who in self._pin_holders()):
            return Word(policy.effect, policy.name, reason, approvers)
        reason = (
            f"{reason}; this needs a PIN, and no PIN is set up by {policy.approvers.in_words()};"
            " set one with `lares user pin`"
        )
        return Word(Effect.DENY, policy.name, reason)

    def _reading_back(self, plan: Plan, acts: list[Act], words: list[Word], word: Word) -> Word:
        """Ask first about what touches much at once, however harmless each act is."""
        limit = self._policies.read_back
        if word.effect is not Effect.ALLOW or plan.request.source not in limit.sources:
            return word
        touched = {
            act.entity_id
            for act, judged in zip(acts, words, strict=True)
            if judged.effect is not Effect.DENY
        }
        if len(touched) > limit.entities:
            reason = f"this touches {len(touched)} devices at once"
            approvers = ADULTS if plan.request.source in UNATTENDED else ASKER_OR_ADULTS
            return Word(Effect.CONFIRM, "read back large plans", reason, approvers)
        risks = {act.risk for act in acts} - {None, Risk.WARM}
        if len(risks) > 1:
            reason = "this does several sensitive things at once"
            return Word(Effect.CONFIRM, "read back mixed plans", reason, ADULTS)
        return word


def _is_told_only(act: Act) -> bool:
    """Tell whether an act moves nothing: it notifies, logs or reloads."""
    return act.entity_id == HOUSE and not isinstance(act.command, Publish)


def _asks_others(judging: Judging, words: list[Word]) -> bool:
    """Tell whether whoever asked cannot say yes by the way they came."""
    asking = [each for word in words for each in word.approvers]
    if not asking or judging.who is None:
        return bool(asking)
    request = judging.plan.request
    return not may_approve(judging.who, request.user_id, asking, request.came_over)


def _may_decide(one: Ready, act: Act, *, is_guarded: bool) -> bool:
    """Tell whether an owner's policy has the last word on `act`; else the shipped ones count too.

    One that denies always. Others only if they go by what people chose, not by what a device may
    say of itself, and loosen what is sensitive only for whom they name; what `is_guarded` against
    voices, for voices only if they name them.
    """
    policy, who = one.policy, act.judging.who
    if policy.effect is Effect.DENY:
        return True
    if not one.goes_by_people(act):
        return False
    if is_guarded and act.source is Source.VOICE and not policy.names_voice:
        return False
    if act.risk is None:
        return True
    if who is None:
        return policy.match.source is not None
    match = policy.match
    is_named = match.role is not None or match.user is not None or match.person is not None
    return who.role not in NAMED_ONLY or is_named
