"""The sentence that led to a question, said again with the entity that was chosen."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Plan, Question, Refusal, Request, Step, Steps
from hub.home.planner import Planner
from hub.language.follow_up import chosen

_WORD = re.compile(r"\w+")


async def plan_chosen(
    planner: Planner, home: Home, asked: Request, entity_ids: Sequence[EntityId]
) -> Plan:
    """Plan what led to a question, for the entities that were chosen."""
    body = chosen(asked, home, entity_ids)
    if body is not None:
        return Plan(request=asked, body=body, planner="follow_up")
    plans = [
        only_choice(home, await planner.plan(with_choice(home, asked, entity_id)), entity_id)
        for entity_id in entity_ids
    ]
    return all_chosen(plans)


def with_choice(home: Home, asked: Request, entity_id: EntityId) -> Request:
    """Return the request with the chosen entity's own name where it was named vaguely.

    "turn on the lamp" becomes "turn on the Floor lamp"; an area tells namesakes apart.
    """
    entity = home.entities.get(entity_id)
    if entity is None:
        return asked
    words = {word.lower() for word in _WORD.findall(entity.name)}
    said = [(found.start(), found.end()) for found in _WORD.finditer(asked.text)]
    vague = [span for span in said if asked.text[slice(*span)].lower() in words]
    name = _full_name(home, entity_id)
    if vague:
        text = asked.text[: vague[0][0]] + name + asked.text[vague[-1][1] :]
    else:
        text = f"{asked.text} {name}"
    area = home.area_of(entity)
    return replace(asked, text=text, area_id=area.id if area else asked.area_id)


def only_choice(home: Home, plan: Plan, entity_id: EntityId) -> Plan:
    """Return the plan without what it does to anything but the chosen entity.

    The name of a device came into the sentence, and a name gives no orders.
    """
    body = plan.body
    if isinstance(body, Question):
        proposal = _only(body.proposal, entity_id)
        return replace(plan, body=body.model_copy(update={"proposal": proposal}))
    if not isinstance(body, Steps):
        return plan
    steps = _only(body.steps, entity_id)
    if not steps:
        refusal = Refusal(text="I did not understand what to do with that.")
        return replace(plan, body=refusal)
    others = dict.fromkeys(t for step in body.steps for t in step.targets if t != entity_id)
    names = tuple(home.entities[other].name for other in others if other in home.entities)
    kept = body.model_copy(update={"steps": steps, "left_out": body.left_out + names})
    return replace(plan, body=kept)


def all_chosen(plans: Sequence[Plan]) -> Plan:
    """Return one plan for all that were chosen; the first that can do nothing speaks for itself."""
    whole = [plan.body for plan in plans if isinstance(plan.body, Steps)]
    first = plans[0]
    if len(plans) == 1 or not whole:
        return first
    left_out = [body.text for plan in plans if isinstance(body := plan.body, Refusal | Question)]
    steps = tuple(step for body in whole for step in body.steps)
    body = Steps(steps=steps, left_out=tuple(left_out))
    return replace(first, body=body)


def _only(steps: tuple[Step, ...], entity_id: EntityId) -> tuple[Step, ...]:
    return tuple(
        step.model_copy(update={"targets": (entity_id,)})
        for step in steps
        if entity_id in step.targets
    )


def _full_name(home: Home, entity_id: EntityId) -> str:
    entity = home.entities[entity_id]
    namesakes = [other for other in home.entities.values() if other.name == entity.name]
    area = home.area_of(entity)
    if len(namesakes) == 1 or area is None:
        return entity.name
    return f"{entity.name} in the {area.name}"
