"""Rules, timers and notifications over HTTP. What changes them is a plan, as a sentence is."""

from collections.abc import Mapping
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from hub.home.chores import ChangeRules, ChangeTimers, Chore
from hub.home.home import Home
from hub.home.keeping import KeptRule, KeptScript, Timer
from hub.home.plan import Chores, Plan, PlanResult, Request, Status
from hub.server import json_io
from hub.server.conversation import ANSWER_WITHIN_S
from hub.server.errors import Forbidden, Missing
from hub.server.parts import PARTS, ServerParts
from hub.server.plan_json import plan_result_json, without_codes
from hub.server.security import source_of, user_id_of
from hub.server.telling import is_for, notification_json

routes = web.RouteTableDef()


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class RuleBody(_Body):
    """Whether a rule is to rest."""

    paused: bool


class TimerBody(_Body):
    """What to do with a timer; `seconds` for extending it, negative to shorten it."""

    do: Literal["pause", "resume", "extend"]
    seconds: float = 0.0


@routes.get("/api/lares/rules")
async def list_rules(request: web.Request) -> web.Response:
    """List rules, in words and as YAML, scripts, scenes, and what is wrong with their files."""
    parts = request.app[PARTS]
    kept = parts.keeping.rules
    texts = await parts.keeping.rule_texts([rule.rule.id for rule in kept])
    rules = [_rule_json(parts, rule, texts) for rule in kept]
    others = await parts.keeping.list_scripts()
    scripts = [_script_json(one) for one in others if one.kind == "script"]
    scenes = [_scene_json(one) for one in others if one.kind == "scene"]
    problems = [
        {"file": p.file, "line": p.line, "key": p.key, "message": p.message}
        for p in parts.keeping.problems
    ]
    return json_io.response(
        {"rules": rules, "scripts": scripts, "scenes": scenes, "problems": problems}
    )


@routes.get("/api/lares/rules/{rule_id}")
async def show_rule(request: web.Request) -> web.Response:
    """Show one rule."""
    return json_io.response(await _one_rule_json(request))


@routes.post("/api/lares/rules/{rule_id}")
async def change_rule(request: web.Request) -> web.Response:
    """Pause a rule, or let it go on."""
    body = await json_io.read_model(request, RuleBody)
    rule_id = _rule(request).rule.id
    op: Literal["pause_rules", "resume_rules"] = "pause_rules" if body.paused else "resume_rules"
    await _do(request, ChangeRules(op=op, rule_ids=(rule_id,)))
    return json_io.response(await _one_rule_json(request))


@routes.delete("/api/lares/rules/{rule_id}")
async def delete_rule(request: web.Request) -> web.Response:
    """Delete a rule; "undo" brings it back."""
    rule_id = _rule(request).rule.id
    result = await _do(request, ChangeRules(op="delete_rules", rule_ids=(rule_id,)))
    return json_io.response(plan_result_json(result))


@routes.get("/api/lares/timers")
async def list_timers(request: web.Request) -> web.Response:
    """List the timers, the next to end first."""
    home = request.app[PARTS].home
    return json_io.response([_timer_json(home, timer) for timer in _timers(request)])


@routes.post("/api/lares/timers/{timer_id}")
async def change_timer(request: web.Request) -> web.Response:
    """Pause, resume or extend a timer."""
    body = await json_io.read_model(request, TimerBody)
    ids = (_timer(request).id,)
    await _do(
        request,
        ChangeTimers.model_validate(
            {"op": f"{body.do}_timers", "timer_ids": ids, "seconds": body.seconds}
        ),
    )
    return json_io.response(_timer_json(request.app[PARTS].home, _timer(request)))


@routes.delete("/api/lares/timers/{timer_id}")
async def cancel_timer(request: web.Request) -> web.Response:
    """Cancel a timer."""
    ids = (_timer(request).id,)
    result = await _do(request, ChangeTimers(op="cancel_timers", timer_ids=ids))
    return json_io.response(plan_result_json(result))


@routes.get("/api/lares/notifications")
async def list_notifications(request: web.Request) -> web.Response:
    """List what nobody dismissed, the oldest first."""
    sight, user_id = request.app[PARTS].sight, user_id_of(request)
    told = await request.app[PARTS].notifications.all()
    told = [one for one in told if is_for(one, user_id, sight)]
    return json_io.response([notification_json(one) for one in told])


@routes.delete("/api/lares/notifications/{notification_id}")
async def dismiss(request: web.Request) -> web.Response:
    """Dismiss a notification."""
    notifications = request.app[PARTS].notifications
    found = await notifications.get(request.match_info["notification_id"])
    if found is None or not is_for(found, user_id_of(request), request.app[PARTS].sight):
        raise Missing("no such notification; GET /api/lares/notifications lists them")
    await notifications.dismiss(found.id)
    return json_io.response({"dismissed": found.id})


async def _do(request: web.Request, chore: Chore) -> PlanResult:
    """Do a chore over the road of all plans.

    Raises:
        Forbidden: the guard denies it.
        HTTPConflict: it cannot be done.
    """
    asked = Request(source=source_of(request), user_id=user_id_of(request))
    plan = Plan(request=asked, body=Chores(chores=(chore,)), planner="api")
    result = await request.app[PARTS].executor.run(plan, wait_s=ANSWER_WITHIN_S)
    outcome = next(iter(result.chores), None)
    if outcome is None or outcome.status is Status.FAILED:
        raise web.HTTPConflict(text=outcome.detail if outcome else "it was not done in time")
    if outcome.status is not Status.DONE:
        raise Forbidden(result.verdict.reason)
    return result


def _rule(request: web.Request) -> KeptRule:
    rule_id = request.match_info["rule_id"]
    found = next((r for r in request.app[PARTS].keeping.rules if r.rule.id == rule_id), None)
    if found is None:
        raise Missing(f"no rule {rule_id!r}; GET /api/lares/rules lists them")
    return found


def _timers(request: web.Request) -> list[Timer]:
    """Return the timers; who sees a part of the house only gets their own."""
    parts, user_id = request.app[PARTS], user_id_of(request)
    sees_all = parts.sight.sees_all(user_id)
    return [each for each in parts.keeping.timers if sees_all or each.user_id == user_id]


def _timer(request: web.Request) -> Timer:
    timer_id = request.match_info["timer_id"]
    found = next((timer for timer in _timers(request) if timer.id == timer_id), None)
    if found is None:
        raise Missing(f"no timer {timer_id!r}; GET /api/lares/timers lists them")
    return found


async def _one_rule_json(request: web.Request) -> dict[str, Any]:
    parts, kept = request.app[PARTS], _rule(request)
    return _rule_json(parts, kept, await parts.keeping.rule_texts([kept.rule.id]))


def _rule_json(parts: ServerParts, kept: KeptRule, texts: Mapping[str, str]) -> dict[str, Any]:
    now = parts.home.now().astimezone(parts.config.zone)
    return {
        "id": kept.rule.id,
        "alias": kept.rule.alias,
        "said": kept.rule.said,
        "words": parts.rule_words(kept, parts.home, now),
        "is_whole": kept.is_whole,
        "yaml": without_codes(texts.get(kept.rule.id, "")),
        "entity_id": kept.entity_id,
        "state": "off" if kept.is_paused else "on",
        "mode": kept.mode,
        "running": kept.is_running,
        "file": kept.file,
        "line": kept.line,
        "once": kept.rule.once,
        "paused": kept.is_paused,
        "user_id": kept.user_id,
        "next_run": kept.next_run,
        "last_run": kept.last_run,
    }


def _scene_json(kept: KeptScript) -> dict[str, Any]:
    return {
        "id": kept.id,
        "alias": kept.alias,
        "yaml": without_codes(kept.yaml),
        "entity_id": kept.entity_id,
        "file": kept.file,
        "line": kept.line,
    }


def _script_json(kept: KeptScript) -> dict[str, Any]:
    return _scene_json(kept) | {
        "state": "on" if kept.is_running else "off",
        "mode": kept.mode,
        "running": kept.is_running,
        "last_run": kept.last_run,
    }


def _timer_json(home: Home, timer: Timer) -> dict[str, Any]:
    return {
        "id": timer.id,
        "name": timer.name,
        "duration_s": timer.duration_s,
        "left_s": timer.left_s(home.now()),
        "ends_at": timer.ends_at,
        "paused": timer.is_paused,
        "area_id": timer.area_id,
        "user_id": timer.user_id,
    }
