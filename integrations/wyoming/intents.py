"""What a sentence would do, in the protocol's words: intents with named entities."""

from collections.abc import Iterator
from typing import Any

from wyoming.intent import Entity, Intent

from hub.home.plan import Answer, Plan

# What they are called by, and what nobody repeats.
_HIDDEN = frozenset({"action", "kind", "code", "pin"})


def intents_of(plan: Plan, context: dict[str, Any]) -> list[Intent]:
    """Return what was recognised, none of a sentence that was not.

    An intent is named as the action ("light.turn_on"); its entities are `entity_id`, one each,
    and the data of the action. A question about the home is the intent "answer".
    """
    intents = [
        Intent(
            name=step.command.action,
            entities=[
                *(Entity("entity_id", target) for target in step.targets),
                *_values(step.command.model_dump(mode="json", exclude_none=True)),
            ],
            context=context,
        )
        for step in plan.steps
    ]
    intents += [
        Intent(
            name=type(chore).__name__,
            entities=list(_values(chore.model_dump(mode="json", exclude_none=True))),
            context=context,
        )
        for chore in plan.chores
    ]
    if isinstance(plan.body, Answer):
        about = [Entity("entity_id", entity_id) for entity_id in plan.body.entities]
        intents.append(Intent(name="answer", entities=about, text=plan.body.text, context=context))
    return intents


def _values(data: dict[str, Any]) -> Iterator[Entity]:
    for name, value in data.items():
        if name not in _HIDDEN and isinstance(value, str | int | float | bool):
            yield Entity(name, value)
