"""Why, by whom and when something changed: from the state's own cause and the plans kept."""

import re
from datetime import datetime, timedelta

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Entity, Source, State
from hub.home.past import Past
from hub.home.plan import Answer, Plan, PlanResult, Request
from hub.language.answers import shown
from hub.language.resolve import full_name, listed

_WHY = re.compile(
    r"^(?:why|how come|what (?:made|caused|triggered|turned|switched|opened|started))"
)
_WHO = re.compile(r"^who (?!is (?:at )?home|s (?:at )?home)")
_WHEN = re.compile(r"^when (?:was|did|has|have|were)\b|^(?:since when|what time did)\b")
_HOW_LONG = re.compile(r"^(?:for )?how long (?:has|have|is|are|was|were)\b")
_DONE = re.compile(
    r"^what (?:did|have) you (?:just )?(?:do|done|change|changed|turn|been)\b"
    r"|^what (?:was|happened|changed|has happened|has changed)\b(?! on)"
    r"|^(?:did|has) anything (?:happen|happened|change|changed)\b"
)
# How many of the latest plans are looked through and told.
_LOOKED_AT = 50
_TOLD = 5


def asks_for_past(said: str) -> bool:
    """Tell whether plain words ask what was, when, why or by whom."""
    return any(p.search(said) for p in (_WHY, _WHO, _WHEN, _HOW_LONG, _DONE))


async def about_past(
    said: str, home: Home, entities: tuple[Entity, ...], past: Past, request: Request
) -> Answer | None:
    """Answer what plain words ask of the past; None if they do not."""
    if _DONE.search(said) and not entities:
        return await _lately(said, home, past, request)
    if not entities or not asks_for_past(said):
        return None
    entity = max(entities, key=lambda one: home.state(one.id).last_changed)
    state = home.state(entity.id)
    if not state.is_available:
        text = f"{full_name(home, entity)} is {shown(entity, state)}; I know no more."
        return Answer(text=text, entities=(entity.id,))
    if _HOW_LONG.search(said) or _WHEN.search(said):
        text = _since(home, entity, state)
    else:
        text = await _cause(home, entity, state, past)
    return Answer(text=text, entities=(entity.id,))


def _since(home: Home, entity: Entity, state: State) -> str:
    ago = _ago(home.now() - state.last_changed)
    at = _clock(state.last_changed, home.now())
    return f"{full_name(home, entity)} has been {shown(entity, state)} {ago}, since {at}."


async def _cause(home: Home, entity: Entity, state: State, past: Past) -> str:
    name, at = full_name(home, entity), _clock(state.last_changed, home.now())
    fact = f"{name} has been {shown(entity, state)} since {at}"
    source = state.context.source
    if source in {Source.DEVICE, Source.HUB}:
        return f"{fact}; the device reported that by itself, I did not bring it about."
    # A device's report that a plan brought about names the plan as its parent.
    result = await past.result(state.context.parent_id or state.context.id)
    how = _BY.get(source, "something")
    if result is None:
        return f"{fact}: {how} asked for it."
    plan = result.plan
    if source is Source.RULE:
        return f"{fact}: the rule {plan.request.text!r} did it."
    if plan.request.text:
        return f"{fact}, because {how} said {plan.request.text!r}."
    return f"{fact}: it was asked for by {how}."


async def _lately(said: str, home: Home, past: Past, request: Request) -> Answer:
    results = [r for r in await past.latest_results(_LOOKED_AT) if r.outcomes]
    if re.search(r"\byou just\b|\bdid you do\b", said):
        mine = [r for r in results if r.plan.request.user_id == request.user_id]
        results = (mine or results)[:1]
    if not results:
        return Answer(text="I have changed nothing that I know of.")
    texts = [_told(home, result) for result in results[:_TOLD]]
    more = len(results) - _TOLD
    end = f" And {more} more before that." if more > 0 else ""
    ids = tuple(dict.fromkeys(o.entity_id for r in results[:_TOLD] for o in r.outcomes))
    return Answer(text=" ".join(texts) + end, entities=ids)


def _told(home: Home, result: PlanResult) -> str:
    names = list(dict.fromkeys(_name(home, o.entity_id) for o in result.outcomes))
    ends = listed(dict.fromkeys(o.status.value.replace("_", " ") for o in result.outcomes))
    at = _clock(result.plan.request.at, home.now())
    return f"{at[:1].upper()}{at[1:]}: {_what(result.plan)} ({listed(names[:_TOLD])}: {ends})."


def _what(plan: Plan) -> str:
    if plan.request.text:
        return f"“{plan.request.text}”"
    actions = dict.fromkeys(step.command.action.replace("_", " ") for step in plan.steps)
    return listed(actions) or plan.request.source.value


def _name(home: Home, entity_id: EntityId) -> str:
    entity = home.entities.get(entity_id)
    return full_name(home, entity) if entity else entity_id


def _ago(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return "for less than a minute"
    hours, days = minutes // 60, minutes // 1440
    if days >= 2:  # noqa: PLR2004 - one day is told in hours
        return f"for {days} days"
    if hours >= 2:  # noqa: PLR2004 - one hour is told in minutes
        return f"for {hours} hours"
    return f"for {minutes} minute{'s' if minutes > 1 else ''}"


def _clock(at: datetime, now: datetime) -> str:
    local, today = at.astimezone(), now.astimezone()
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if (today.date() - local.date()).days == 1:
        return f"yesterday at {local:%H:%M}"
    return f"{local:%A}, {local.day} {local:%B}, {local:%H:%M}"


_BY = {
    Source.LANGUAGE: "somebody", Source.VOICE: "somebody", Source.API: "a program",
    Source.UI: "somebody at the web page", Source.RULE: "a rule", Source.EVENT: "an event",
    Source.UNDO: "an undo", Source.MCP: "another program's assistant",
    Source.INVARIANT: "a rule of the house that always holds",
}  # fmt: skip
