"""Why something is as it is: from a change back to what began it all.

    change <- plan <- run of a rule <- the change, event or clock that started it <- ...

Changes, events and runs are in the history, plans in their traces; each names the context of what
caused it (Home Assistant's `parent_id`).
"""

from collections.abc import Sequence
from typing import Protocol

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import Plan, PlanResult
from hub.recorder.history.queries import Cause

# No honest chain is longer; a ring of rules is.
MOST_LINKS = 30


class Changes(Protocol):
    """What was recorded of changes, events and runs."""

    async def causes(self, context_id: str) -> list[Cause]:
        """Return what has a context, then what caused that, as far as it is recorded."""


class Plans(Protocol):
    """What was kept of plans."""

    async def result(self, plan_id: str) -> PlanResult | None:
        """Return what became of a plan."""


async def chain_of(changes: Changes, plans: Plans, context_id: str) -> list[Cause]:
    """Return what has a context, what caused that, and so on to the root."""
    chain: list[Cause] = []
    seen: set[str] = set()
    wanted: str | None = context_id
    while wanted is not None and wanted not in seen and len(chain) < MOST_LINKS:
        seen.add(wanted)
        links = await changes.causes(wanted)
        if not links:
            result = await plans.result(wanted)
            links = [_of_plan(result.plan)] if result is not None else []
        chain += links
        seen.update(link.context_id for link in links[:-1])
        wanted = next((link.parent_id for link in reversed(links) if link.parent_id), None)
    return chain


def in_words(entity_id: str, state: str, source: str, chain: Sequence[Cause], home: Home) -> str:
    """Tell a chain in a sentence."""
    told = [f"{_named(entity_id, home)} is {state}"]
    for link in chain[1:] if chain and chain[0].kind == "state" else chain:
        if link.kind == "plan":
            continue  # what made it says more
        what = link.what
        if link.kind == "state":
            subject, _, rest = what.partition(" ")
            what = f"{_named(subject, home)} {rest}".replace(" is ", " became ", 1)
        elif link.kind == "run":
            what = f"“{what}” ran"
        elif link.kind == "event" and _is_of_run(link, chain):
            continue
        if what not in told:
            told.append(what)
    if len(told) == 1:
        return f"{told[0]} ({_who(source, chain)})"
    return ", because ".join(told)


def _of_plan(plan: Plan) -> Cause:
    request = plan.request
    said = request.text or plan.planner
    actions = ", ".join(dict.fromkeys(step.command.action for step in plan.steps))
    return Cause(
        kind="plan",
        context_id=plan.id,
        parent_id=request.parent_id,
        what=f"{said}: {actions}" if actions else said,
        at=request.at,
        source=str(request.source),
        user_id=request.user_id,
    )


def _is_of_run(link: Cause, chain: Sequence[Cause]) -> bool:
    """Tell whether an event only says that a run began which is in the chain itself."""
    return any(one.kind == "run" and one.context_id == link.context_id for one in chain)


def _named(entity_id: str, home: Home) -> str:
    entity = home.entities.get(EntityId(entity_id))
    return entity.name if entity is not None else entity_id


def _who(source: str, chain: Sequence[Cause]) -> str:
    plan = next((link for link in chain if link.kind == "plan"), None)
    if plan is not None and plan.what:
        return f"asked for by {plan.source}: {plan.what}"
    return "the device said so itself" if source == "device" else f"by {source}"
