"""What policies mean, said a second time as plainly as can be: slow, and without the guard's code.

Only what makes an act sensitive (`risk_of`) and the models of the file are shared with the guard.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from fnmatch import fnmatchcase
from typing import Any

from hub.guard.match import Match
from hub.guard.policy_file import Policy, PolicyFile
from hub.guard.risk import Risk, risk_of
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.people import EVERYTHING, Role, Who
from hub.home.plan import Effect, Plan, Step

UNATTENDED = {Source.RULE, Source.EVENT, Source.DEVICE, Source.HUB, Source.INVARIANT}
ORDER = [Effect.DENY, Effect.PIN, Effect.CONFIRM, Effect.ALLOW]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass
class Facts:
    """All that an answer may depend on."""

    home: Home
    owner: PolicyFile
    shipped: PolicyFile
    who: Who
    now: datetime
    is_sun_up: bool
    pin_holders: list[Who] = field(default_factory=list)


def demanded(facts: Facts, plan: Plan) -> list[Effect]:
    """Return the effect that the policies demand for each target of each step, read-back aside.

    Whoever starts a rule by hand may not have it do what they may not do themselves, and nobody
    gets more by saying that an agent asks.
    """
    effects, who = _demanded(facts, plan), facts.who
    if plan.request.source is Source.MCP:
        plainly = Source.LANGUAGE if plan.request.text else Source.API
        own = _demanded(facts, replace(plan, request=replace(plan.request, source=plainly)))
        return [min(both, key=ORDER.index) for both in zip(effects, own, strict=True)]
    is_started = plan.request.source in {Source.RULE, Source.EVENT}
    is_limited = who.role in {Role.CHILD, Role.GUEST, Role.DEVICE} or who.moves != EVERYTHING
    if not is_started or plan.request.user_id is None or not is_limited:
        return effects
    asked = replace(plan.request, source=Source.API)
    theirs = _demanded(facts, replace(plan, request=asked))
    return [min(both, key=ORDER.index) for both in zip(effects, theirs, strict=True)]


def _demanded(facts: Facts, plan: Plan) -> list[Effect]:
    return [_of_act(facts, plan, step, target) for step in plan.steps for target in step.targets]


def _of_act(facts: Facts, plan: Plan, step: Step, target: EntityId) -> Effect:
    source = plan.request.source
    attended = source not in UNATTENDED
    entity = facts.home.entities.get(target)
    if attended and entity is not None and not facts.who.moves.covers(entity, facts.home):
        return Effect.DENY
    risk = risk_of(step.command, entity, facts.home)
    act = (facts, plan, step, target, risk)
    owner = [one for one in facts.owner.policies if _matches(one, *act)]
    effects = [_effect(one, facts, plan) for one in owner]
    shipped = [one for one in facts.shipped.policies if _matches(one, *act)]
    deciding = [one for one in owner if _has_last_word(one, facts, source, (target, risk))]
    if source is Source.VOICE and _is_guarded(shipped, risk):
        deciding = [one for one in deciding if one.effect is Effect.DENY or _names_voice(one)]
    if not deciding:
        effects += [_effect(one, facts, plan) for one in shipped]
        effects += _floor(source, target, risk, is_mentioned=bool(shipped))
    return min(effects, key=ORDER.index)


def _is_guarded(shipped: list[Policy], risk: Risk | None) -> bool:
    is_sensitive = risk is not None and risk is not Risk.WARM
    return is_sensitive or any(Source.VOICE in one.with_pin for one in shipped)


def _names_voice(policy: Policy) -> bool:
    return "voice" in (policy.match.source or ())


def _effect(policy: Policy, facts: Facts, plan: Plan) -> Effect:
    if policy.effect is not Effect.PIN:
        return policy.effect
    asked_by = plan.request.user_id
    able = [one for one in facts.pin_holders if _may(one, policy.by, asked_by)]
    return Effect.PIN if able else Effect.DENY


def _may(who: Who, by: tuple[str, ...], asked_by: Any) -> bool:
    rank = {Role.GUEST: 0, Role.CHILD: 1, Role.ADULT: 2, Role.OWNER: 3}
    for one in by:
        if one == "asker" and who.user_id == asked_by:
            return True
        if (
            one in set(Role)
            and who.role in rank
            and one in rank
            and rank[who.role] >= rank[Role(one)]
        ):
            return True
        if one.lower() in {who.name.lower(), str(who.user_id).lower()}:
            return True
    return False


def _has_last_word(  # noqa: PLR0911 -- one reason after the other
    policy: Policy, facts: Facts, source: Source, act: tuple[EntityId, Risk | None]
) -> bool:
    match, (target, risk) = policy.match, act
    if policy.effect is Effect.DENY:
        return True
    is_exact = match.entity_id and not any("*" in one or "?" in one for one in match.entity_id)
    if (match.area or match.device_class) and not is_exact:
        return False
    if match.label and not is_exact:
        entity = facts.home.entities[target]
        device = facts.home.devices.get(entity.device_id) if entity.device_id else None
        if not _like(match.label, [*entity.labels, *(device.labels if device else ())]):
            return False
    if risk is None:
        return True
    if source in UNATTENDED:
        return match.source is not None
    if facts.who.role in {Role.CHILD, Role.GUEST, Role.DEVICE}:
        return match.role is not None or match.user is not None or match.person is not None
    return True


def _floor(
    source: Source, target: EntityId, risk: Risk | None, *, is_mentioned: bool
) -> list[Effect]:
    if risk is None:
        return [] if is_mentioned else [Effect.CONFIRM]
    if source in UNATTENDED and risk is not Risk.FIRMWARE:
        is_fine = risk is Risk.WARM and source is Source.RULE and target.startswith("climate.")
        return [Effect.ALLOW] if is_fine else [Effect.DENY]
    return [Effect.ALLOW] if risk is Risk.WARM else [Effect.CONFIRM]


def _matches(  # noqa: C901, PLR0911, PLR0912, PLR0913, PLR0917 -- one key after the other
    policy: Policy, facts: Facts, plan: Plan, step: Step, target: EntityId, risk: Risk | None
) -> bool:
    match, home, source = policy.match, facts.home, plan.request.source
    attended = source not in UNATTENDED
    entity, who = home.entities.get(target), facts.who
    area = home.area_of(entity) if entity is not None else None
    action = step.command.action
    if match.action and not _like(match.action, [action]):
        return False
    if match.domain and not _like(match.domain, [action.split(".")[0]]):
        return False
    if match.entity_id and not _like(match.entity_id, [target]):
        return False
    if match.risk and not _like(match.risk, [risk] if risk else []):
        return False
    if match.source and not _like(match.source, [source]):
        return False
    if match.role and not (attended and _like(match.role, [who.role])):
        return False
    if match.person and not (attended and who.person_id and _like(match.person, [who.person_id])):
        return False
    if match.user:
        names = [str(plan.request.user_id or "")] + ([who.name] if attended else [])
        if not _like([one.lower() for one in match.user], [one.lower() for one in names]):
            return False
    if match.area and not (area and _like(match.area, [area.id, area.name])):
        return False
    if match.device_class and not (
        entity and _like(match.device_class, [entity.device_class or ""])
    ):
        return False
    if match.label and not (entity and _like(match.label, _labels(home, target))):
        return False
    if not _at_this_moment(match, facts, is_loosening=policy.effect is Effect.ALLOW):
        return False
    if match.touches:
        targets = {one for each in plan.steps for one in each.targets}
        counts = (len(targets), len({one.split(".")[0] for one in targets}))
        for bounds, count in zip(
            (match.touches.entities, match.touches.domains), counts, strict=True
        ):
            if bounds and bounds.above is not None and count <= bounds.above:
                return False
            if bounds and bounds.below is not None and count >= bounds.below:
                return False
    if policy.limit and policy.limit.max:
        asked = step.command.data().get("temperature")
        return asked is not None and asked > policy.limit.max["temperature"]
    return True


def _at_this_moment(  # noqa: PLR0911 -- one key after the other
    match: Match, facts: Facts, *, is_loosening: bool
) -> bool:
    if match.after or match.before:
        after, before = match.after or time.min, match.before or time.max
        at = facts.now.time()
        inside = after <= at < before if after <= before else (at >= after or at < before)
        if not inside:
            return False
    if match.weekday and DAYS[facts.now.weekday()] not in match.weekday:
        return False
    if match.sun and (match.sun == "up") != facts.is_sun_up:
        return False
    if match.home and not _home(match.home, facts, is_loosening=is_loosening):
        return False
    for entity_id, test in (match.when or {}).items():
        state = facts.home.states[entity_id].state
        is_known = state not in {"unknown", "unavailable"}
        if test.state and state not in test.state:
            return False
        if test.not_ and (state in test.not_ or (is_loosening and not is_known)):
            return False
    return True


def _home(asked: Any, facts: Facts, *, is_loosening: bool) -> bool:
    states = {one.id: facts.home.states[one.id].state for one in facts.home.entities_of({"person"})}
    # Every way it may be, given what is not known; a policy that loosens needs all to fit.
    worlds: list[dict[EntityId, bool]] = [{}]
    for person, state in states.items():
        options = [state == "home"] if state not in {"unknown", "unavailable"} else [True, False]
        worlds = [world | {person: here} for world in worlds for here in options]
    fits = []
    for world in worlds:
        if asked == "nobody":
            fits.append(not any(world.values()))
        elif asked == "anybody":
            fits.append(any(world.values()))
        elif asked == "everybody":
            fits.append(all(world.values()))
        else:
            fits.append(any(world[person] for person in asked))
    return all(fits) if is_loosening else any(fits)


def _labels(home: Home, target: EntityId) -> list[str]:
    entity = home.entities[target]
    area = home.area_of(entity)
    device = home.devices.get(entity.device_id) if entity.device_id else None
    return [*entity.labels, *(area.labels if area else ()), *(device.labels if device else ())]


def _like(patterns: Any, values: list[Any]) -> bool:
    return any(fnmatchcase(str(value), pattern) for value in values for pattern in patterns)
